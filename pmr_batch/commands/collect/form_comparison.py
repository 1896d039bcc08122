"""What was written in a form since it was made, held against what the workbook holds now.

A place that says what the form was made with is left alone. Where the workbook still says that, too, what was written
is taken; where the office has typed something else meanwhile, neither is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pmr_batch.commands.collect.field_values import NoValue, value_of
from pmr_batch.commands.collect.filled_form import FilledForm
from pmr_batch.commands.collect.form_places import SHOWN
from pmr_batch.commands.collect.person_rows import PersonRows, WorkbookRow, blank_row
from pmr_batch.commands.collect.row_matching import Paired, Row, RowPair, pair_as_they_stand, pair_numbered
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
from pmr_batch.word.appendix_a.base import digest, texts
from pmr_batch.word.appendix_a.controls import CONTROLS, Control
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.words import day, shown

_OF_REVIEW = ("against_objectives", "job_role", "absence", "additional", "teaching", "cpd", "criteria", "comments")
_ASPECTS = STAFF.improvement_plan_aspects.key
_SIGNED = ("reviewer_signed_on", "employee_signed_on")
_STAYS = "is no longer in the form; it stays in the workbook: take it out there, if it is to go"
_OTHERWISE = "which the form was not made with; put right by hand what is to stand there"


class Comparison:
    """One form against one person: what is taken, what is not, and `after`, the person with all that is taken."""

    def __init__(self, filled: FilledForm, desk: FormWorkbook, dossier: Dossier) -> None:
        self._filled, self._desk, self._base = filled, desk, filled.base
        self._person = PersonRows(desk, dossier)
        academy = desk.settings.academies[dossier.academy].name
        now = fields(content(dossier, desk.settings.trust, academy, desk.cycle.name))
        self._now = dict(texts(now))
        self.not_taken: list[NotTaken] = []
        self.notes: list[str] = []
        self._standing(dossier)
        self._shown()
        self._of_staff()
        self._of_meetings()
        objectives = pair_numbered(filled.objectives, self._base, self._person.objectives)
        self._of_rows(objectives, OBJECTIVES, "objective", self._person.objectives)
        needs = now["development"][: len(dossier.development)]
        development = pair_as_they_stand(filled.development, self._base, self._person.development, needs)
        self._of_rows(development, DEVELOPMENT, "development", self._person.development)
        self._of_review()
        self.changes, self.after = self._person.changes, self._person.after()

    # -- what the form only shows ------------------------------------------------------------------

    def _standing(self, dossier: Dossier) -> None:
        """Somebody who is not in review any longer may still have a form that came back."""
        if dossier.review_state != IN_REVIEW:
            self.notes.append(f"is about somebody who is {dossier.review_state} by the workbook")

    def _shown(self) -> None:
        """What is not the reviewer's to change."""
        for tag, text in self._filled.shown.items():
            unchanged = self._base is not None and self._base.is_unchanged(tag, text)
            if not unchanged and not _same(text, self._now[tag]) and not _same_day(text, self._now[tag]):
                why = f"is {shown(text)}, which the form only shows; change it in the workbook, if it is so"
                self.not_taken.append(NotTaken(SHOWN[tag].rstrip(":"), why))

    # -- sheets ------------------------------------------------------------------------------------

    def _of_staff(self) -> None:
        target = WorkbookRow(STAFF, self._person.staff)
        self._text("standards", "standards", target)
        aspects = self._filled.lines("aspect")
        if aspects is not None:
            now = _digests(text for place, text in self._now.items() if place.startswith("aspect.") and text)
            made = self._made_with("aspect") if self._base else now
            is_unchanged, is_as_made = _digests(aspects) == made, not self._person.staff[_ASPECTS] or now == made
            self._place(
                CONTROLS["aspect"], "\n".join(aspects), target, is_unchanged=is_unchanged, is_as_made=is_as_made
            )

    def _of_meetings(self) -> None:
        for tag, kinds, first in (("initial_meeting", ("Initial meeting",), 0), ("final_review", FINAL_REVIEWS, -1)):
            held = self._held(kinds)
            text = self._filled.texts.get(tag)
            if text:
                self._text(tag, tag, self._meeting(held[first] if held else None, kinds[0]))
            elif text == "" and self._base and tag in self._base.made_with:
                self.not_taken.append(NotTaken(CONTROLS[tag].alias, _STAYS))
        self._informal_reviews()

    def _informal_reviews(self) -> None:
        """Their dates: one that took the place of another changes it, what is new is a meeting more."""
        control, made = CONTROLS["informal_review"], self._made_with("informal_review")
        there = self._filled.lines("informal_review")
        if there is None:
            return
        gone = [at for at, short in enumerate(made) if short not in _digests(there)]
        for at, text in enumerate(there):
            if digest(text) in made:
                continue
            held = self._held(REVIEW_MEETINGS)
            if any(_same(text, day(row["date"])) or _means(control, text) == row["date"] for row in held):
                continue
            instead = next((row for row in held if at in gone and digest(day(row["date"])) == made[at]), None)
            gone = [each for each in gone if each != at or instead is None]
            self._place(control, text, self._meeting(instead, REVIEW_MEETINGS[0]), is_unchanged=False, is_as_made=True)
        if gone:
            self.not_taken.append(NotTaken(control.alias, f"a date {_STAYS}"))

    def _held(self, kinds: Sequence[str]) -> list[Row]:
        return sorted(
            (row for row in self._person.meetings if row["kind"] in kinds and row["date"]), key=lambda row: row["date"]
        )

    def _meeting(self, row: Row | None, kind: str) -> WorkbookRow:
        first = {"payroll_number": self._person.number, "kind": kind}
        return WorkbookRow(MEETINGS, row if row is not None else blank_row(MEETINGS), kind.lower(), first)

    def _of_rows(self, paired: Paired, sheet: Sheet, of: str, rows: list[Row]) -> None:
        for number in paired.gone:
            self.not_taken.append(NotTaken(_item(of, number), _STAYS))
        for pair in paired.pairs:
            if pair.made and pair.row is None:
                self._without_row(pair, of)
                continue
            target = self._row_of(pair, sheet, of, rows)
            for part, text in pair.form.texts.items():
                place = f"{of}.{pair.made}.{part}" if pair.made else ""
                self._text(place, f"{of}.{part}", target, text)

    def _row_of(self, pair: RowPair, sheet: Sheet, of: str, rows: list[Row]) -> WorkbookRow:
        if pair.row is not None:
            number = str(pair.row["no"]) if of == "objective" else str(rows.index(pair.row) + 1)
            return WorkbookRow(sheet, pair.row, _item(of, number))
        first: dict[str, Value] = {"payroll_number": self._person.number}
        if of == "objective":
            first["no"] = self._free_number(pair.form.number)
            return WorkbookRow(sheet, blank_row(sheet), _item(of, str(first["no"])), first)
        return WorkbookRow(sheet, blank_row(sheet), "a new need", first)

    def _free_number(self, wanted: str) -> int:
        """The number of a new objective: as the form has it, where that is free, else the next."""
        numbers = [row["no"] for row in self._person.objectives if row["no"] is not None]
        if wanted.isascii() and wanted.isdigit() and int(wanted) > 0 and int(wanted) not in numbers:
            return int(wanted)
        return max(numbers, default=0) + 1

    def _without_row(self, pair: RowPair, of: str) -> None:
        """What was written in a row that the office has taken out of the workbook since."""
        base = self._base
        changed = [
            part
            for part, text in pair.form.texts.items()
            if base and not base.is_unchanged(f"{of}.{pair.made}.{part}", text)
        ]
        if changed:
            why = "is no longer in the workbook, and was written in since; put it back there, if it is to stand"
            self.not_taken.append(NotTaken(_item(of, pair.made or ""), why))

    def _of_review(self) -> None:
        row = self._person.review if "row" in self._person.review else blank_row(REVIEWS)
        target = WorkbookRow(REVIEWS, row, "", {"payroll_number": self._person.number})
        for tag in (*_OF_REVIEW, *_SIGNED):
            self._text(tag, tag, target)

    # -- one place ---------------------------------------------------------------------------------

    def _made_with(self, of: str) -> list[str]:
        """The digests of the lines that a list was made with, in their order."""
        made = self._base.made_with if self._base else {}
        return [short for place, short in made.items() if place.startswith(f"{of}.")]

    def _text(self, place: str, tag: str, target: WorkbookRow, text: str | None = None) -> None:
        """A text of the form; None where the form does not have its place."""
        text = self._filled.texts.get(tag) if text is None else text
        if text is None:
            if place and self._base and place in self._base.made_with:
                self.not_taken.append(NotTaken(CONTROLS[tag].alias, _STAYS))
            return
        control = CONTROLS[tag]
        base = self._base
        is_unchanged = base is not None and base.is_unchanged(place, text)
        now = _as_in_form(control, target.row.get(control.column.key))
        is_as_made = base is not None and base.is_unchanged(place, now)
        self._place(control, text, target, is_unchanged=is_unchanged, is_as_made=is_as_made)

    def _place(self, control: Control, text: str, target: WorkbookRow, *, is_unchanged: bool, is_as_made: bool) -> None:
        """Three ways: what stands in the form, what it was made with, and what the workbook holds."""
        column = control.column
        if is_unchanged or (self._base is None and not text):
            return
        now = target.row.get(column.key)
        try:
            value, lost = value_of(control, text)
        except NoValue as reason:
            self.not_taken.append(NotTaken(self._person.where(column, target), str(reason)))
            return
        if value == now or (isinstance(value, str) and isinstance(now, str) and _same(value, now)):
            return
        typed = None if now is not None else self._desk.unreadable(column, target.row.get("row", -1))
        if typed or not (is_as_made or (self._base is None and now is None)):
            why = f"the form says {shown(text, 60)}, the workbook {shown(typed or now, 60)}, {_OTHERWISE}"
            self.not_taken.append(NotTaken(self._person.where(column, target), why))
            return
        self._person.change(target, column, value)
        if lost:
            self.notes.append(f"{self._person.where(column, target)}: {lost}")


def _item(of: str, number: str) -> str:
    return f"{'objective' if of == 'objective' else 'need'} {number}"


def _same(one: str, other: str) -> bool:
    return digest(one) == digest(other)


def _same_day(one: str, other: str) -> bool:
    days = read_date(one).dates
    return len(days) == 1 and days == read_date(other).dates


def _digests(lines: Iterable[str]) -> list[str]:
    return [digest(line) for line in lines]


def _means(control: Control, text: str) -> Value:
    try:
        return value_of(control, text)[0]
    except NoValue:
        return None


def _as_in_form(control: Control, value: Any) -> str:
    """What the form would show for a value."""
    if value is None:
        return ""
    return control.chosen.get(value, value) if isinstance(value, str) else day(value)
