"""Explanations: which query each answers, and which answer none (PM018)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pmr_batch.layout.standard_workbook import BY_NAME, EXPLANATIONS
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Severity
from pmr_batch.rules import RULES, SHEET_RULES
from pmr_batch.validate.applicability import Asked
from pmr_batch.validate.collector import Found
from pmr_batch.words import day, plain, shown


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
            and (self.about is None or _plain(self.about) in _forms(finding))
        )

    def told(self) -> str:
        """The explanation with who gave it, and when."""
        who = ", ".join(part for part in (self.by, day(self.on) if self.on else None) if part)
        return f"{self.text} ({who})" if who else self.text


def explain(findings: Iterable[Finding], asked: Asked, found: Found) -> list[Finding]:
    """The findings, queries bearing their explanations, and a note for each that answers none."""
    given = defaultdict(list)
    for one in explanations(found):
        given[one.file, one.rule].append(one)
    used: set[int] = set()
    told = [_explained(finding, given[finding.file or "", finding.code], used) for finding in findings]
    return_nos = asked.around.frames[EXPLANATIONS.name]["return_no"].to_numpy(int)
    for ones in given.values():
        for one in ones:
            if one.position not in used and _was_asked(one, return_nos[one.position], asked):
                found.at(RULES["PM018"], EXPLANATIONS.rule, one.position, {"rule": one.rule})
    return told


def _explained(finding: Finding, given: Iterable[Explanation], used: set[int]) -> Finding:
    if finding.severity is not Severity.QUERY:
        return finding
    fits = [one for one in given if one.answers(finding)]
    used |= {one.position for one in fits}
    return replace(finding, explanation=finding.explanation or (fits[0].told() if fits else None))


def explanations(found: Found) -> Iterator[Explanation]:
    """All rows of Explanations that say something."""
    raw = found.raws[EXPLANATIONS.name]
    for position, row in enumerate(raw.rows.to_dict("records")):
        text, rule = row["explanation"], row["rule"]
        if isinstance(text, str) and isinstance(rule, str):
            yield Explanation(
                position,
                found.returns[row["return_no"]].path,
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


def _forms(finding: Finding) -> set[str]:
    """How a person or the tool may have written the value that the query is about."""
    value = finding.value
    forms = {_plain(str(plain(value))), _plain(shown(value))} if value is not None else {"", "blank"}
    return forms | ({f"{value:%d/%m/%Y}"} if isinstance(value, date) else set())


def _was_asked(one: Explanation, return_no: int, asked: Asked) -> bool:
    """Whether the run asked this rule about this person: else its explanation waits for its round."""
    if one.rule not in RULES:
        return True
    for name, rules in SHEET_RULES.items():
        for rule in rules:
            if rule.code == one.rule:
                rows = asked.around.frames[name]
                due = (asked.due(rule, BY_NAME[name]) <= rows["as_of"]).to_numpy(bool)
                about = asked.about(rule, BY_NAME[name]) & due & (rows["return_no"] == return_no).to_numpy(bool)
                if one.payroll_number is None or "payroll_number" not in rows:
                    return bool(about.any())
                if bool((rows["payroll_number"] == one.payroll_number).to_numpy(bool)[about].any()):
                    return True
    return False
