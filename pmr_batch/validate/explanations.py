"""Explanations: which query each answers, and which answer none (PM018)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import BY_NAME, EXPLANATIONS
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Unread
from pmr_batch.model.terms import Severity
from pmr_batch.rules import ALL_RULES, RULES, SHEET_RULES
from pmr_batch.validate.applicability import Applicability
from pmr_batch.validate.collector import Collector
from pmr_batch.words import clipped, day, listed, plain, shown

#: Of an explanation so many characters go along with its finding; it stands whole in the workbook.
_LONGEST = 2_000


@dataclass(frozen=True)
class Explanation:
    """A filled-in row of Explanations, by its position on the sheet's frame."""

    position: int
    file: str
    rule: str
    payroll_number: str | None
    item: str | None
    about: str | None
    text: str
    by: str | None
    on: date | None

    def answers(self, finding: Finding) -> bool:
        """Whether rule, payroll number, item and value fit; a blank item or value fits any."""
        return (
            self.rule == finding.code
            and self.payroll_number == finding.payroll_number
            and self.item in (None, finding.item)
            and (self.about is None or _plain(self.about) in _spellings(finding.value))
        )

    def signed(self) -> str:
        """The explanation with who gave it, and when."""
        who = ", ".join(part for part in (self.by, day(self.on) if self.on else None) if part)
        said = clipped(self.text, _LONGEST)
        return f"{said} ({clipped(who, _LONGEST)})" if who else said


def explain(findings: Iterable[Finding], applicability: Applicability, collector: Collector) -> list[Finding]:
    """The findings, queries bearing their explanations, and a note for each that answers none.

    An answer about a value that still stands is not told: it was asked for, and whether it still is may hang on other
    returns, or on the day.
    """
    by_rule = defaultdict(list)
    for explanation in explanations(collector):
        by_rule[explanation.file, explanation.rule].append(explanation)
    used: set[int] = set()
    findings = list(findings)
    explained = [_explained(finding, by_rule[finding.file or "", finding.code], used) for finding in findings]
    return_nos = applicability.context.frames[EXPLANATIONS.name]["return_no"].to_numpy(int)
    for explanation in (each for of_rule in by_rule.values() for each in of_rule):
        at = explanation.position
        if at in used or _is_about_what_stands(explanation, int(return_nos[at]), collector):
            continue
        if _was_asked(explanation, return_nos[at], applicability):
            collector.add(RULES["PM018"], EXPLANATIONS.rule, at, _why_it_answers_none(explanation, findings))
    return explained


def _why_it_answers_none(explanation: Explanation, findings: Iterable[Finding]) -> dict[str, str]:
    """What the rule finds of the person instead, and what to do."""
    keys = (explanation.file, explanation.rule, explanation.payroll_number)
    theirs = [found for found in findings if (found.file, found.code, found.payroll_number) == keys]
    rule = explanation.rule
    if any(found.severity is Severity.ERROR for found in theirs):
        why = f"is {shown(rule)}, which is an error here: it is corrected, and cannot be explained"
        return {"why": why, "next": "Correct what was found, and remove the row."}
    if asked := [found for found in theirs if found.severity is Severity.QUERY]:
        now = listed(dict.fromkeys(shown(found.value) for found in asked))
        if explanation.about is not None:
            why = f"is {shown(rule)}, explained for {shown(explanation.about)}, and asks about {now} now"
        else:
            why = f"is {shown(rule)}, and asks about another Item than {shown(explanation.item)}"
        return {"why": why, "next": "Explain what is asked now in the row for it, and remove this one."}
    if rule not in RULES:
        return {"why": f"is {shown(rule)}, which is no rule", "next": "Correct the code, or remove the row."}
    about = "about this person" if explanation.payroll_number else "here"
    return {"why": f"is {shown(rule)}, which asks nothing {about} any more", "next": "Remove the row."}


def _explained(finding: Finding, of_rule: Iterable[Explanation], used: set[int]) -> Finding:
    if finding.severity is not Severity.QUERY:
        return finding
    fitting = [explanation for explanation in of_rule if explanation.answers(finding)]
    used |= {explanation.position for explanation in fitting}
    return replace(finding, explanation=finding.explanation or (fitting[0].signed() if fitting else None))


def explanations(collector: Collector) -> Iterator[Explanation]:
    """All rows of Explanations that say something."""
    raw = collector.raws[EXPLANATIONS.name]
    for position, row in enumerate(raw.rows.to_dict("records")):
        text, rule = row["explanation"], row["rule"]
        if isinstance(text, str) and isinstance(rule, str):
            yield Explanation(
                position,
                collector.returns[row["return_no"]].path,
                rule.strip().upper(),
                _text(row["payroll_number"]),
                _text(row["item"]),
                _text(row["about"]),
                text,
                _text(row["explained_by"]),
                row["explained_on"] if isinstance(row["explained_on"], date) else None,
            )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip("“”\"' ")).casefold()


def _spellings(value: Any) -> set[str]:
    """How a person or the tool may have written the value that a query is about."""
    spellings = {_plain(str(plain(value))), _plain(shown(value))} if value is not None else {"", "blank"}
    return spellings | ({f"{value:%d/%m/%Y}"} if isinstance(value, date) else set())


def _is_about_what_stands(explanation: Explanation, return_no: int, collector: Collector) -> bool:
    """Whether the value that an explanation is about is in a cell of its person and row that its rule asks about."""
    if explanation.about is None or explanation.rule not in RULES:
        return False
    blamed = {column for rule in ALL_RULES if rule.code == explanation.rule for column in rule.blames}
    return any(
        _plain(explanation.about) in _spellings(value)
        for column in blamed
        for value in _cells(column, explanation, return_no, collector)
    )


def _cells(column: Column, explanation: Explanation, return_no: int, collector: Collector) -> Iterator[Any]:
    """What stands in a column of a return, on the rows that an explanation is about."""
    sheet, rows = BY_NAME[column.sheet], collector.raws[column.sheet].rows
    theirs = rows[rows["return_no"] == return_no]
    if explanation.payroll_number is not None and "payroll_number" in sheet.by_key:
        theirs = theirs[theirs["payroll_number"] == explanation.payroll_number]
    for row in theirs.to_dict("records"):
        item = plain(row[sheet.identity]) if sheet.identity else None
        if explanation.item is None or item is None or str(item) == explanation.item:
            value = row[column.key]
            yield value.typed if isinstance(value, Unread) else value


def _was_asked(explanation: Explanation, return_no: int, applicability: Applicability) -> bool:
    """Whether the run asked this rule about this person: else its explanation waits for its round."""
    if explanation.rule not in RULES:
        return True
    for name, rules in SHEET_RULES.items():
        for rule in rules:
            if rule.code == explanation.rule:
                rows = applicability.context.frames[name]
                due = (applicability.due_dates(rule, BY_NAME[name]) <= rows["as_of"]).to_numpy(bool)
                of_return = (rows["return_no"] == return_no).to_numpy(bool)
                applies = applicability.applies(rule, BY_NAME[name]) & due & of_return
                if explanation.payroll_number is None or "payroll_number" not in rows:
                    return bool(applies.any())
                if bool((rows["payroll_number"] == explanation.payroll_number).to_numpy(bool)[applies].any()):
                    return True
    return False
