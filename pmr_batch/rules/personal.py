"""Personal matters (9.2): what is found about absence, concerns and other procedures is not for the pay committee.

Who is ill, absent, under another procedure or the subject of a concern follows from the rule that was asked, and from
the cell it was asked about. Whoever makes something for the committee says of such a finding only that it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmr_batch.layout.standard_workbook import CONCERNS, REVIEWS, STAFF
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Outcome
from pmr_batch.rules import RULES

#: What stands instead of it, wherever the committee reads: in the place of a rule's code, and of all that was said.
PERSONAL, PERSONAL_MATTER = "personal", "A personal matter, answered or not: ask trust HR."
#: Clauses on misconduct, ill health and capability, on absence, and on concerns about performance.
_CLAUSES = frozenset({"2.2", "6.6", "7.1", "7.2"})
#: Rules of other clauses whose message tells such a thing: a grievance, a concern about the reviewer, an absence.
_RULES = frozenset({"PM105", "PM106", "PM308", "PM309", "PM314", "PM416"})
_COLUMNS = frozenset(
    (column.sheet, column.heading)
    for column in (
        *(STAFF.status, STAFF.status_from, STAFF.status_to, STAFF.absent_from, STAFF.absent_to),
        REVIEWS.evidence_if_absent,
    )
)
#: Outcomes that say of a person that a grievance is looked into, or that capability has begun.
PERSONAL_OUTCOMES = (Outcome.SUSPENDED, Outcome.OTHER_PROCEDURE)


def is_personal_rule(code: str) -> bool:
    """Whether whatever a rule finds is a personal matter."""
    rule = RULES.get(code)
    return code in _RULES or (rule is not None and not _CLAUSES.isdisjoint(re.split(r"[; ]+", rule.clause)))


def told_codes(codes: Iterable[str]) -> list[str]:
    """Codes of rules as the committee may read them; those of personal matters as one word, at the end."""
    every = list(codes)
    told = [code for code in every if not is_personal_rule(code)]
    return told if len(told) == len(every) else [*told, PERSONAL]


def is_personal(finding: Finding) -> bool:
    """Whether a finding is a personal matter: by its rule, or by the cell."""
    return (
        is_personal_rule(finding.code) or finding.sheet == CONCERNS.name or (finding.sheet, finding.column) in _COLUMNS
    )
