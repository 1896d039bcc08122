"""A rule's words where there is no finding: what a place would fill in is named in ‹…›."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pmr_batch.layout.committee_workbook import APPEALS, RECOMMENDATIONS
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.terms import Group, Severity, Stage
from pmr_batch.rules.rule import Rule

SEVERITIES = {
    Severity.ERROR: "must be corrected",
    Severity.QUERY: "is corrected, or explained",
    Severity.NOTE: "only to be read",
}
STAGES = {
    Stage.ALWAYS: "at any time",
    Stage.PLANNING: "once objectives are due",
    Stage.FINAL: "once the final review is due",
    Stage.REPORT: "once the report is due",
    Stage.DECISION: "when the committee's decisions are taken back",
}
GROUPS = {
    Group.ALL: "everybody",
    Group.TEACHING: "everybody of the teaching cycle",
    Group.SUPPORT: "everybody of the support cycle",
    Group.TEACHERS: "teachers",
    Group.HEADS: "heads",
    Group.EXECUTIVES: "executives",
    Group.HEADS_AND_EXECUTIVES: "heads and executives",
    Group.TEACHERS_AND_HEADS: "teachers and heads",
}


def whom(rule: Rule) -> str:
    """About whom a rule is asked."""
    if rule.found_by in ("reader", "merge") or (rule.everybody and rule.clause == "workbook"):
        return "of every return"
    if rule.everybody:
        return f"about {GROUPS[rule.group]}, in review or not"
    more = ", and those under capability" if rule.under_capability else ""
    return f"about {GROUPS[rule.group]} in review{more}"


#: Words that a stage fills in, and no column has.
_FILLED = {
    "asks": "what its column asks for",
    "wrong": "‹is not what the cell asks for›",
    "what": "‹what was found›",
    "why": "‹is a rule, and why it asks nothing of the kind›",
    "as_of": "‹the day of the check›",
}
_WHOLE_SENTENCES = {"{next}": "What to do is said with each file."}
_HEADINGS: dict[str, str] = {}
for _sheet in (*SHEETS, RECOMMENDATIONS, APPEALS):
    for _column in _sheet:
        _HEADINGS.setdefault(_column.key, _column.heading)


def readable(template: str, numbers: Mapping[str, str]) -> str:
    """Words of a rule with its placeholders as people read them: ‹value›, ‹Cycle from›, numbers as they are."""
    if template in _WHOLE_SENTENCES:
        return _WHOLE_SENTENCES[template]
    apart = re.sub(r"(?<=[\w}])\{", " {", template)
    return re.sub(r"\{(\w+)\}", lambda name: numbers.get(name[1]) or _named(name[1]), apart)


def _named(name: str) -> str:
    return _FILLED.get(name) or f"‹{_HEADINGS.get(name) or name.replace('_', ' ')}›"


def pattern(rule: Rule, heading: str, numbers: Mapping[str, str]) -> str:
    """How a finding of a rule reads at a column: Due on is ‹value›, outside the person's cycle, …"""
    says = readable(rule.says, numbers)
    return says[:1].upper() + says[1:] if rule.of_person else f"{heading} {says}"


def either(headings: Iterable[str]) -> str:
    """Targets, Support agreed or Review on."""
    *most, last = headings
    return f"{', '.join(most)} or {last}" if most else last
