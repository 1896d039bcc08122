"""One row as one rule saw it: its values, whether the rule was asked about it, since when, and what it answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Kind, Sheet, key_of
from pmr_batch.layout.schemas import ColumnCheck, cell_checks
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return, Spot
from pmr_batch.rules import RULES, SHEET_RULES
from pmr_batch.rules.book.wording import GROUPS
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.messages import filled, names_of, with_name
from pmr_batch.rules.rule import Rule
from pmr_batch.rules.workbook import of_a_blank
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate.applicability import REPEATS, Applicability
from pmr_batch.validate.conditions import ALWAYS_DUE, headings
from pmr_batch.validate.context import ValidationContext
from pmr_batch.validate.engine import typed_rows
from pmr_batch.validate.frames import Raw
from pmr_batch.validate.masks import NOBODY, masks
from pmr_batch.validate.rule_checks import RequiredCell, missing_sheets, required_cells, words_of
from pmr_batch.validate.values import SeenValue, typed_value, values_of

#: The code under which a cell is held against its cycle and the dates beside it.
_DATES = "PM023"
HOLDS, FINDING, TO_DO, NOT_ASKED = "holds", "finding", "to do", "not asked"


@dataclass(frozen=True)
class Question:
    """A rule, or a required cell, and one row: `column` is the heading that it blames.

    `due` is the day from which it is asked: None = at any time, or never, as `not_asked` says; `early` where that is
    still to come. `not_asked` are all the reasons why it was not asked. `finding` is what came of it, explained or
    accepted or not.
    """

    code: str
    slug: str
    stage: str
    column: str
    values: tuple[SeenValue, ...]
    not_asked: tuple[str, ...]
    verdict: str
    due: date | None = None
    early: bool = False
    finding: Finding | None = None


def sheets_asked(code: str) -> list[str]:
    """The sheets whose rows are asked about under a code, in workbook order."""
    checked = code in ("PM006", "PM008")
    return [
        sheet.name
        for sheet in BY_NAME.values()
        if checked
        or (code == _DATES and any(column.kind is Kind.DATE for column in sheet))
        or any(rule.code == code and rule.function for rule in SHEET_RULES[sheet.name])
        or any(code in column.owners for column in sheet if column.required and RULES[code].found_by != "reader")
    ]


def questions(
    code: str, column: Column, row: int, workbook: Return, settings: Settings, as_of: date, findings: Sequence[Finding]
) -> list[Question]:
    """What a code asks of a row: of the cell's column where it blames that, else of all that it blames on the sheet.

    `row` is an Excel row of the column's sheet, `findings` are those of the whole return.
    """
    collector, context = typed_rows([workbook], settings, as_of)
    sheet = BY_NAME[column.sheet]
    rows = context.frames[sheet.name]
    position = int(np.flatnonzero(rows["row"] == row)[0])
    of_row = [each for each in findings if (each.code, each.sheet) == (code, sheet.name)]
    of_row = [each for each in of_row if sheet.form or each.row == row]
    of_cells = cell_checks(sheet, settings.pay.own_ranges)
    if checks := [check for check in of_cells if (check.code, check.column) == (code, column)]:
        return [_of_cell(check, collector.raws[sheet.name], position, of_row) for check in checks]
    if code == _DATES:
        return _of_dates(column, collector.raws[sheet.name], position, of_row)
    rules: list[Rule | RequiredCell] = [
        *(rule for rule in SHEET_RULES[sheet.name] if rule.code == code and rule.function),
        *(cell for cell in required_cells(sheet, context) if cell.rule.code == code),
    ]
    row_asked = _AskedRow(Applicability(context, None), sheet, position, of_row)
    return [row_asked.ask(each) for each in [rule for rule in rules if _blamed(rule) is column] or rules]


def _blamed(asked: Rule | RequiredCell) -> Column:
    return asked.column if isinstance(asked, RequiredCell) else asked.blames[0]


def _sources(rule: Rule) -> tuple[Column | Fact, ...]:
    return (*rule.blames, *rule.reads, *rule.unmasked)


def _of_cell(check: ColumnCheck, raw: Raw, position: int, findings: Sequence[Finding]) -> Question:
    """The question to a cell's type, limits or list."""
    holds = bool(check(raw.rows).iloc[position])
    cell = raw.rows[check.column.key].iloc[position]
    unread = holds and raw.bad[check.column.key].iloc[position]
    not_asked = (f"{check.column} could not be read: that is told by itself",) if unread else ()
    verdict = NOT_ASKED if unread else HOLDS if holds else FINDING
    heading, value = check.column.heading, typed_value(check.column, cell)
    finding = None if holds else next((each for each in findings if each.column == heading), None)
    return Question(check.code, f"cell-{check.why}", "always", heading, (value,), not_asked, verdict, finding=finding)


def _of_dates(column: Column, raw: Raw, position: int, findings: Sequence[Finding]) -> list[Question]:
    """Whether a date lies where it can: of the cell where it is a date, else of all dates of its row."""
    dates = [each for each in raw.sheet if each.kind is Kind.DATE]
    by_heading = {finding.column: finding for finding in findings}
    return [
        Question(
            _DATES,
            RULES[_DATES].slug,
            RULES[_DATES].stage.value,
            each.heading,
            (typed_value(each, raw.rows[each.key].iloc[position]),),
            (),
            FINDING if each.heading in by_heading else HOLDS,
            finding=by_heading.get(each.heading),
        )
        for each in ([column] if column in dates else dates)
    ]


@dataclass(frozen=True)
class _AskedRow:
    """A row of a sheet, by its position on the frame, and what was found on it under the code."""

    applicability: Applicability
    sheet: Sheet
    position: int
    findings: Sequence[Finding]

    @property
    def context(self) -> ValidationContext:
        """What the row is asked in."""
        return self.applicability.context

    def ask(self, asked: Rule | RequiredCell) -> Question:
        """Everything about a rule, or a required cell, and this row."""
        rule, column = asked.rule if isinstance(asked, RequiredCell) else asked, _blamed(asked)
        reads = self._required_by(column) if isinstance(asked, RequiredCell) else _sources(rule)
        wide = tuple(dict.fromkeys((*reads, *rule.reads)))
        rows = self.context.wide(self.context.frames[self.sheet.name], self.sheet, wide, rule.parameters)
        starts = self.applicability.due_dates(rule, self.sheet).iloc[self.position]
        due = None if pd.isna(starts) or starts == ALWAYS_DUE else starts.date()
        early = due is not None and due > self.context.as_of
        not_asked = tuple(dict.fromkeys(self._not_asked(asked, rule, starts)))
        holds = bool(asked(rows).iloc[self.position])
        verdict = NOT_ASKED if not_asked else HOLDS if holds else TO_DO if early else FINDING
        speaks = of_a_blank(rule, column) if isinstance(asked, RequiredCell) else rule
        return Question(
            rule.code,
            "required-cell" if isinstance(asked, RequiredCell) else rule.slug,
            rule.stage.value,
            column.heading,
            values_of(self.context, self.sheet, self.position, reads, rule.parameters),
            not_asked,
            verdict,
            due,
            early,
            self._finding(speaks, column, rows) if verdict == FINDING else None,
        )

    def _finding(self, rule: Rule, column: Column, rows: pd.DataFrame) -> Finding | None:
        """What became of it: of several at one cell the one that says what the rule says."""
        (words,) = words_of(rule, self.sheet, rows.iloc[[self.position]])
        names = names_of(self.context.returns[0])
        of_column = [each for each in self.findings if each.column == column.heading]
        spots = [Spot(rule.code, column=each.column, value=each.value, words=words) for each in of_column]
        said = [filled(rule.says, with_name(spot, names)).rstrip(".") for spot in spots]
        return next((each for each, saying in zip(of_column, said, strict=True) if saying in each.message), None)

    def _required_by(self, column: Column) -> tuple[Column, ...]:
        """The column, and those of the row or of the person by which its cell must be filled in."""
        keys = [key_of(heading) for heading in headings(column.required)] if column.required else []
        return (column, *(self.sheet.by_key.get(key) or STAFF.by_key[key] for key in keys))

    def _not_asked(self, asked: Rule | RequiredCell, rule: Rule, starts: object) -> Iterator[str]:
        yield from (f"it is not checked without {sheet}" for sheet in missing_sheets(rule, self.context))
        if not self.applicability.in_group(rule.group, self.sheet)[self.position]:
            yield f"it is asked about {GROUPS[rule.group]} only"
        if not self.applicability.about_people(self.applicability.people(rule), self.sheet)[self.position]:
            yield self._not_in_review()
        if rule.code != REPEATS and self.context.repeated(self.sheet)[self.position]:
            yield "the row repeats the payroll number of one above: that is told by itself"
        if starts is pd.NaT:
            yield "it is never due: the settings have no date for it"
        if isinstance(asked, RequiredCell):
            yield from self._not_required(asked.column)
        else:
            yield from masks(self.context, asked.masked_by, self.sheet, self.position)

    def _not_in_review(self) -> str:
        if not self.sheet.people and self.sheet is not STAFF:
            return "nobody of this return is in review"
        person = int(self.context.frames[self.sheet.name]["person"].iloc[self.position])
        if person < 0:
            return NOBODY
        state = self.context.answer(self.context.facts["review_state"]).values.iloc[person]
        if state != "in review":
            return f"the person is not in review: {state}"
        return "the review is not to go on here yet: see PM209, and PM710"

    def _not_required(self, column: Column) -> Iterator[str]:
        """Why a blank cell is let be; nothing where it is filled in."""
        if self.context.bad[column.sheet][column.key].iloc[self.position]:
            yield f"{column} could not be read: that is told by itself"
        elif self.context.frames[column.sheet][column.key].notna().iloc[self.position]:
            return
        elif self.context.undecided(column)[self.position]:
            here = np.arange(len(self.context.frames[column.sheet])) == self.position
            needs = self.context.lacking(column, here)
            yield f"nobody can say whether {column} must be filled in" + (f", without {needs}" if needs else "")
        elif not self.context.required(column)[self.position]:
            yield f"{column} need not be filled in on this row"
