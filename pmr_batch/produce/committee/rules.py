"""Rules: the rule book, with what each rule found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RuleFact
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.produce.rule_fields import rule_fields
from pmr_batch.rules.not_checked import needs_by_code
from pmr_batch.rules.personal import is_personal_rule
from pmr_batch.words import counted


@dataclass(frozen=True)
class _RuleLine:
    """A rule with the number of its findings, and the settings it needs to be checked."""

    rule: RuleFact
    found: int
    still_open: int
    needs: str | None


def rules_sheet(moderated: Moderated) -> List[_RuleLine]:
    """One row a rule, in the order of the rule book."""
    found = Counter(finding.code for finding in moderated.findings)
    still_open = Counter(finding.code for finding in moderated.findings if finding.counts)
    needs = needs_by_code(moderated.not_checked)
    return List(
        name="Rules",
        title="Rules in force",
        note=f"{counted(len(moderated.rules), 'rule')}; {counted(len(needs), 'rule was', 'rules were')} not checked. "
        "On the screen only.",
        fields=_FIELDS,
        for_the_screen=True,
        rows=tuple(
            _RuleLine(rule, found[rule.code], still_open[rule.code], needs.get(rule.code)) for rule in moderated.rules
        ),
    )


_FIELDS: tuple[Field[_RuleLine], ...] = (
    *rule_fields(lambda row: row.rule),
    Field("Findings", 9, lambda row: "Not told" if is_personal_rule(row.rule.code) else row.found),
    Field("Open", 8, lambda row: None if is_personal_rule(row.rule.code) else row.still_open),
    Field("Not checked for want of", 26, lambda row: row.needs, lambda row: "fill_in" if row.needs else None),
)
