"""Rules of section 5.3 of the policy: how development needs are met, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.layout.standard_workbook import DEVELOPMENT
from pmr_batch.rules.rule import ALL, ASKED, FINAL, QUERY, Rule, declared

needs_met = declared(
    "PM504",
    "need-says-how-it-is-met",
    clause="5.3",
    **ASKED,
    blames=(DEVELOPMENT.delivery,),
    reads=(DEVELOPMENT.development_required,),
    says="is blank",
    must_hold="A development need says how it will be met; “None identified” needs nothing more.",
    remedy="Fill in Delivery.",
)
needs_changed_something = declared(
    "PM505",
    "need-says-what-it-changed",
    clause="5.3; 6.4",
    severity=QUERY,
    stage=FINAL,
    group=ALL,
    blames=(DEVELOPMENT.application_and_impact,),
    reads=(DEVELOPMENT.development_required,),
    says="is blank",
    must_hold="A development need says, at the end of the cycle, what was applied and what it changed.",
    remedy="Fill in Application and impact, or explain on Explanations.",
)


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (needs_met, needs_changed_something)
