"""A spot becomes a finding: who, where, and what to do, in one grammar.

Message: place, what is wrong with the value shown, what must hold (clause). Remedy: what to do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return, Spot, Table
from pmr_batch.rules.rule import Rule
from pmr_batch.words import brief, clipped, day, shown

_WORKBOOK = "workbook"
#: A text of a workbook within a message is cut at so many characters: a cell may hold a page.
_LONGEST_NAME, _LONGEST_WORD = 80, 400


def stamp(
    spot: Spot, rule: Rule, workbook: Return | None, names: Mapping[str, str], explanation: str | None = None
) -> Finding:
    """The finding of a spot in a return (None where no file is at fault); `names` by payroll number."""
    return Finding(
        code=rule.code,
        clause=rule.clause,
        severity=rule.severity,
        academy=workbook.academy if workbook else spot.words.get("academy"),
        file=workbook.path if workbook else None,
        payroll_number=spot.payroll_number,
        affects=spot.affects,
        sheet=spot.sheet,
        row=spot.row,
        column=spot.column,
        cell=spot.cell,
        item=spot.item,
        value=spot.value,
        message=message(spot, rule, workbook, names),
        remedy=filled(rule.remedy, spot),
        explanation=explanation,
    )


def message(spot: Spot, rule: Rule, workbook: Return | None, names: Mapping[str, str]) -> str:
    """One line that a school secretary understands."""
    says = filled(rule.says, with_name(spot, names))
    column = brief(spot.column, _LONGEST_NAME) if spot.column and not rule.of_person else ""
    subject = f": {column} {says}" if column else f": {says}" if spot.column else f" {says}"
    clause = "" if rule.clause == _WORKBOOK else f" (policy {rule.clause})"
    must_hold = filled(rule.must_hold, spot).rstrip(".")
    return f"{place(spot, workbook, names)}{subject.rstrip('.')}. {must_hold}{clause}."


def with_name(spot: Spot, names: Mapping[str, str]) -> Spot:
    """A payroll number of somebody else is shown with the name, where the return has it."""
    if spot.column == STAFF.payroll_number.heading or not isinstance(spot.value, str) or spot.value not in names:
        return spot
    named = f"{shown(spot.value)} ({brief(names[spot.value], _LONGEST_NAME)})"
    return replace(spot, words={"value": named, **spot.words})


def place(spot: Spot, workbook: Return | None, names: Mapping[str, str]) -> str:
    """Objectives E17, Ann Appleby, objective 2."""
    sheet = BY_NAME.get(spot.sheet or "")
    where = " ".join(part for part in (brief(spot.sheet or "", _LONGEST_NAME), spot.cell) if part)
    parts = [where or (workbook.path if workbook else spot.words.get("academy", "The trust"))]
    if spot.payroll_number:
        parts.append(brief(names.get(spot.payroll_number) or spot.payroll_number, _LONGEST_NAME))
    if spot.item:
        parts.append(item_words(spot.item, sheet))
    return ", ".join(parts)


def names_of(workbook: Return) -> dict[str, str]:
    """Names by payroll number, as a return's Reviewers and Staff have them."""
    names: dict[str, str] = {}
    for sheet in ("Reviewers", "Staff"):
        columns = workbook.tables.get(sheet, Table(sheet)).columns
        pairs = zip(columns.get("payroll_number", ()), columns.get("name", ()), strict=False)
        names |= {number: name for number, name in pairs if type(number) is str and type(name) is str}
    return names


def said(finding: Finding, workbook: Return | None, names: Mapping[str, str]) -> str:
    """A finding's message without its place, for where the place is shown beside it."""
    spot = Spot(
        finding.code,
        finding.sheet,
        cell=finding.cell,
        payroll_number=finding.payroll_number,
        item=finding.item,
        words={"academy": finding.academy or ""},
    )
    rest = finding.message.removeprefix(place(spot, workbook, names)).removeprefix(":").strip()
    return rest[:1].upper() + rest[1:]


def item_words(item: str, sheet: Sheet | None) -> str:
    """Which of a person's rows it is: objective 2, of 3 March 2026."""
    item, identity = brief(item, _LONGEST_NAME), sheet.identity if sheet else None
    if identity == "no":
        return f"objective {item}"
    try:
        return f"of {day(dt.date.fromisoformat(item))}"
    except ValueError:
        return item


class _Words(dict[str, str]):
    """What a message may name; a word it does not have is a fault of the rule, told by its name."""

    def __missing__(self, key: str) -> str:
        raise KeyError(f"the message names {key}, which the rule does not read")


def filled(template: str, spot: Spot) -> str:
    """A rule's words with the value and the spot's own words in them."""
    if "{" not in template:
        return template
    words = _Words((name, clipped(word, _LONGEST_WORD)) for name, word in spot.words.items())
    words.setdefault("value", shown(spot.value))
    return re.sub(r"\{(\w+)\}", lambda name: words[name.group(1)], template)
