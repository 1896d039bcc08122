"""Compares what a form says now with what it was made with and what the workbook holds now.

A place whose text has not changed since the form was made is left alone. A changed text is taken where the workbook
has not changed; where the office has typed something else meanwhile, nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pmr_batch.commands.collect.field_values import NoValue, value_of
from pmr_batch.commands.collect.filled_form import FilledForm
from pmr_batch.commands.collect.form_places import SHOWN
from pmr_batch.commands.collect.person_rows import PersonRows, WorkbookRow, blank_row
from pmr_batch.commands.collect.row_matching import Row, RowPair, RowPairs, pair_by_number, pair_by_text
from pmr_batch.commands.collect.target_workbook import FormWorkbook
from pmr_batch.commands.collect.workbook_changes import NotTaken
from pmr_batch.excel.reading.dates import read_date
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import (
    DEVELOPMENT,
    FINAL_REVIEWS,
    MEETINGS,
    OBJECTIVES,
    REVIEW_MEETINGS,
    REVIEWS,
    STAFF,
)
from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.model.terms import Value
from pmr_batch.produce.form_contents import content
from pmr_batch.word.appendix_a.controls import CONTROLS, Control
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.word.appendix_a.original_form import digest, texts
from pmr_batch.words import day, shown

_REVIEW_TEXTS = ("against_objectives", "job_role", "absence", "additional", "teaching", "cpd", "criteria", "comments")
_ASPECTS = STAFF.improvement_plan_aspects.key
_SIGNED = ("reviewer_signed_on", "employee_signed_on")
_STAYS = "is no longer in the form; it stays in the workbook: take it out there, if it is to go"
_DIFFERS = "which the form was not made with; put right by hand what is to stand there"


class Comparison:
    """A form compared with a person: `changes`, `not_taken`, `notes`, and `after`, the person with all changes."""

    def __init__(self, filled: FilledForm, workbook: FormWorkbook, dossier: Dossier) -> None:
        self._filled, self._workbook, self._base = filled, workbook, filled.base
        self._person = PersonRows(workbook, dossier)
        academy = workbook.settings.academies[dossier.academy].name
        now = fields(content(dossier, workbook.settings.trust, academy, workbook.cycle.name))
        self._now = dict(texts(now))
        self.not_taken: list[NotTaken] = []
        self.notes: list[str] = []
        self._check_status(dossier)
        self._check_shown()
        self._compare_staff()
        self._compare_meetings()
        objectives = pair_by_number(filled.objectives, self._base, self._person.objectives)
        self._compare_rows(objectives, OBJECTIVES, "objective", self._person.objectives)
        needs = now["development"][: len(dossier.development)]
        development = pair_by_text(filled.development, self._base, self._person.development, needs)
        self._compare_rows(development, DEVELOPMENT, "development", self._person.development)
        self._compare_review()
        self.changes, self.after = self._person.changes, self._person.after()

    # -- what the form only shows ------------------------------------------------------------------

    def _check_status(self, dossier: Dossier) -> None:
        """Note where the person of the form is no longer in review."""
        if dossier.review_state != IN_REVIEW:
            self.notes.append(f"is about somebody who is {dossier.review_state} by the workbook")

    def _check_shown(self) -> None:
        """Report changes of what the form only shows and the reviewer cannot change."""
        for tag, text in self._filled.shown.items():
            unchanged = self._base is not None and self._base.is_unchanged(tag, text)
            if not unchanged and not _is_same(text, self._now[tag]) and not _is_same_day(text, self._now[tag]):
                why = f"is {shown(text)}, which the form only shows; change it in the workbook, if it is so"
                self.not_taken.append(NotTaken(SHOWN[tag].rstrip(":"), why))

    # -- sheets ------------------------------------------------------------------------------------

    def _compare_staff(self) -> None:
        target = WorkbookRow(STAFF, self._person.staff)
        self._compare_text("standards", "standards", target)
        aspects = self._filled.lines("aspect")
        if aspects is not None:
            now = _digests(text for place, text in self._now.items() if place.startswith("aspect.") and text)
            original = self._original_digests("aspect") if self._base else now
            self._compare_place(
                CONTROLS["aspect"],
                "\n".join(aspects),
                target,
                form_unchanged=_digests(aspects) == original,
                workbook_unchanged=not self._person.staff[_ASPECTS] or now == original,
            )

    def _compare_meetings(self) -> None:
        for tag, kinds, first in (("initial_meeting", ("Initial meeting",), 0), ("final_review", FINAL_REVIEWS, -1)):
            meetings = self._meetings_of(kinds)
            text = self._filled.texts.get(tag)
            if text:
                self._compare_text(tag, tag, self._target_meeting(meetings[first] if meetings else None, kinds[0]))
            elif text == "" and self._base and tag in self._base.made_with:
                self.not_taken.append(NotTaken(CONTROLS[tag].alias, _STAYS))
        self._compare_informal_reviews()

    def _compare_informal_reviews(self) -> None:
        """A date in the place of one the form was made with changes that meeting; any other new date is a new one."""
        control, original = CONTROLS["informal_review"], self._original_digests("informal_review")
        lines = self._filled.lines("informal_review")
        if lines is None:
            return
        removed = [position for position, digest_ in enumerate(original) if digest_ not in _digests(lines)]
        for position, text in enumerate(lines):
            if digest(text) in original:
                continue
            meetings = self._meetings_of(REVIEW_MEETINGS)
            value = _value_or_none(control, text)
            if any(_is_same(text, day(row["date"])) or value == row["date"] for row in meetings):
                continue
            former = [row for row in meetings if position in removed and digest(day(row["date"])) == original[position]]
            replaced = next(iter(former), None)
            removed = [other for other in removed if other != position or replaced is None]
            self._compare_place(
                control,
                text,
                self._target_meeting(replaced, REVIEW_MEETINGS[0]),
                form_unchanged=False,
                workbook_unchanged=True,
            )
        if removed:
            self.not_taken.append(NotTaken(control.alias, f"a date {_STAYS}"))

    def _meetings_of(self, kinds: Sequence[str]) -> list[Row]:
        return sorted(
            (row for row in self._person.meetings if row["kind"] in kinds and row["date"]), key=lambda row: row["date"]
        )

    def _target_meeting(self, row: Row | None, kind: str) -> WorkbookRow:
        first = {"payroll_number": self._person.number, "kind": kind}
        return WorkbookRow(MEETINGS, row if row is not None else blank_row(MEETINGS), kind.lower(), first)

    def _compare_rows(self, matched: RowPairs, sheet: Sheet, kind: str, rows: list[Row]) -> None:
        for number in matched.removed:
            self.not_taken.append(NotTaken(_item(kind, number), _STAYS))
        for pair in matched.pairs:
            if pair.number and pair.row is None:
                self._report_removed_row(pair, kind)
                continue
            target = self._target_row(pair, sheet, kind, rows)
            for part, text in pair.form.texts.items():
                place = f"{kind}.{pair.number}.{part}" if pair.number else ""
                self._compare_text(place, f"{kind}.{part}", target, text)

    def _target_row(self, pair: RowPair, sheet: Sheet, kind: str, rows: list[Row]) -> WorkbookRow:
        if pair.row is not None:
            number = str(pair.row["no"]) if kind == "objective" else str(rows.index(pair.row) + 1)
            return WorkbookRow(sheet, pair.row, _item(kind, number))
        first: dict[str, Value] = {"payroll_number": self._person.number}
        if kind == "objective":
            first["no"] = self._free_number(pair.form.number)
            return WorkbookRow(sheet, blank_row(sheet), _item(kind, str(first["no"])), first)
        return WorkbookRow(sheet, blank_row(sheet), "a new need", first)

    def _free_number(self, wanted: str) -> int:
        """The number of a new objective: as the form has it, where that is free, else the next."""
        numbers = [row["no"] for row in self._person.objectives if row["no"] is not None]
        if wanted.isascii() and wanted.isdigit() and int(wanted) > 0 and int(wanted) not in numbers:
            return int(wanted)
        return max(numbers, default=0) + 1

    def _report_removed_row(self, pair: RowPair, kind: str) -> None:
        """Report what was written in a row that the office has removed from the workbook."""
        base = self._base
        changed = [
            part
            for part, text in pair.form.texts.items()
            if base and not base.is_unchanged(f"{kind}.{pair.number}.{part}", text)
        ]
        if changed:
            why = "is no longer in the workbook, and was written in since; put it back there, if it is to stand"
            self.not_taken.append(NotTaken(_item(kind, pair.number or ""), why))

    def _compare_review(self) -> None:
        row = self._person.review if "row" in self._person.review else blank_row(REVIEWS)
        target = WorkbookRow(REVIEWS, row, "", {"payroll_number": self._person.number})
        for tag in (*_REVIEW_TEXTS, *_SIGNED):
            self._compare_text(tag, tag, target)

    # -- one place ---------------------------------------------------------------------------------

    def _original_digests(self, kind: str) -> list[str]:
        """The digests of the lines that a list of the form was made with, in order."""
        made_with = self._base.made_with if self._base else {}
        return [digest_ for place, digest_ in made_with.items() if place.startswith(f"{kind}.")]

    def _compare_text(self, place: str, tag: str, target: WorkbookRow, text: str | None = None) -> None:
        """Compare the text of a place, by default that of the tag; a place that the form has lost is reported."""
        text = self._filled.texts.get(tag) if text is None else text
        if text is None:
            if place and self._base and place in self._base.made_with:
                self.not_taken.append(NotTaken(CONTROLS[tag].alias, _STAYS))
            return
        control = CONTROLS[tag]
        base = self._base
        form_unchanged = base is not None and base.is_unchanged(place, text)
        now = _as_in_form(control, target.row.get(control.column.key))
        workbook_unchanged = base is not None and base.is_unchanged(place, now)
        self._compare_place(control, text, target, form_unchanged=form_unchanged, workbook_unchanged=workbook_unchanged)

    def _compare_place(
        self, control: Control, text: str, target: WorkbookRow, *, form_unchanged: bool, workbook_unchanged: bool
    ) -> None:
        """Take a changed text of the form where the workbook has not changed since the form was made."""
        column = control.column
        if form_unchanged or (self._base is None and not text):
            return
        now = target.row.get(column.key)
        try:
            value, left_out = value_of(control, text)
        except NoValue as reason:
            self.not_taken.append(NotTaken(self._person.where(column, target), str(reason)))
            return
        if value == now or (isinstance(value, str) and isinstance(now, str) and _is_same(value, now)):
            return
        unreadable = None if now is not None else self._workbook.unreadable(column, target.row.get("row", -1))
        if unreadable or not (workbook_unchanged or (self._base is None and now is None)):
            why = f"the form says {shown(text, 60)}, the workbook {shown(unreadable or now, 60)}, {_DIFFERS}"
            self.not_taken.append(NotTaken(self._person.where(column, target), why))
            return
        self._person.change(target, column, value)
        if left_out:
            self.notes.append(f"{self._person.where(column, target)}: {left_out}")


def _item(kind: str, number: str) -> str:
    return f"{'objective' if kind == 'objective' else 'need'} {number}"


def _is_same(text: str, other: str) -> bool:
    return digest(text) == digest(other)


def _is_same_day(text: str, other: str) -> bool:
    days = read_date(text).dates
    return len(days) == 1 and days == read_date(other).dates


def _digests(lines: Iterable[str]) -> list[str]:
    return [digest(line) for line in lines]


def _value_or_none(control: Control, text: str) -> Value:
    try:
        return value_of(control, text)[0]
    except NoValue:
        return None


def _as_in_form(control: Control, value: Any) -> str:
    """What the form would show for a value."""
    if value is None:
        return ""
    return control.form_words.get(value, value) if isinstance(value, str) else day(value)
