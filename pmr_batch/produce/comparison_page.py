"""A comparison of two policies as one self-contained page."""

from __future__ import annotations

from pmr_batch.model.policy_comparison import PolicyComparison
from pmr_batch.produce.comparison_words import (
    AS_IF,
    COST_NOTE,
    cost_figures,
    more_in_words,
    outcome_figures,
    place,
    why,
)
from pmr_batch.produce.outcome_words import COMMITTEE_SHORT
from pmr_batch.produce.pages import page
from pmr_batch.rules.personal import is_personal_rule
from pmr_batch.words import pounds

_TEMPLATE = "comparison.html.j2"
#: So many people are named on the page; all of them are in the workbook.
MOST_NAMED = 200


def comparison_page(comparison: PolicyComparison) -> bytes:
    """The page as UTF-8."""
    return page(
        _TEMPLATE,
        c=comparison,
        run=comparison.run,
        as_if=AS_IF,
        cost_note=COST_NOTE,
        cost=more_in_words(comparison.in_review.more),
        outcomes=outcome_figures(comparison),
        costs=cost_figures(comparison.in_review, comparison.before_committee),
        goes=comparison.goes,
        comes=comparison.comes,
        rules={rule.code: rule for rule in comparison.rules},
        people=comparison.differences[:MOST_NAMED],
        unnamed=max(0, len(comparison.differences) - MOST_NAMED),
        short=COMMITTEE_SHORT,
        is_personal_rule=is_personal_rule,
        place=place,
        why=why,
        pounds=pounds,
    )
