"""Reads the rows of an export as posts of the Staff list, by the mapping."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pmr_batch.commands.mapped_files.person_names import joined_name, name_key, whole_name
from pmr_batch.commands.mapped_files.value_reading import read_as
from pmr_batch.commands.staff.column_reading import PERCENT, SHORT_YEARS, SURNAME_FIRST, TURNED_ROUND
from pmr_batch.commands.staff.export_column import read_share
from pmr_batch.commands.staff.export_rows import ExportRow
from pmr_batch.commands.staff.list_columns import (
    FORENAME,
    NAME,
    POINT,
    RANGE,
    SURNAME,
    TITLE,
    ListColumn,
    all_columns,
    document,
)
from pmr_batch.commands.staff.present_list import PresentList
from pmr_batch.commands.staff.word_proposal import LEAVE_BLANK, LEAVE_OUT, WordKind, WordLine, folded, word_of
from pmr_batch.excel.reading.dates import read_numbers
from pmr_batch.excel.reading.day_order import DayOrder
from pmr_batch.excel.reading.key_columns import PEOPLE, POINTS
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS
from pmr_batch.policy.pay import canonical_point
from pmr_batch.policy.roles import PANEL, means_panel

#: Days from here on, and before there, are what systems write where there is no end.
_NO_END_FROM, _NO_END_BEFORE = 2099, 1930
_SERIAL = re.compile(r"[2-6]\d{4}")
_FIRST_DAY = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_LIST_KINDS = {
    "contract": WordKind.CONTRACT,
    "in_induction": WordKind.INDUCTION,
    "qualified_teacher": WordKind.QUALIFIED,
    "out_of_scope_because": WordKind.OUT_OF_SCOPE,
}


@dataclass(frozen=True)
class UnreadCell:
    """A cell of the export that cannot be read: where, what it is for, and why; the list keeps what it has."""

    number: str
    cell: str
    key: str
    heading: str
    typed: str
    why: str


@dataclass(eq=False)
class ExportPost:
    """A post of the export: its row, and its values by column key of the list; None where the export has a blank.

    A column that the export does not have is not in `values`. `moved_to_heads` where it is kept in the central
    workbook, and not at the academy of the export.
    """

    row: ExportRow
    academy: str
    values: dict[str, Any]
    moved_to_heads: str = ""
    unread: list[UnreadCell] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The payroll number."""
        return self.row.number

    @property
    def name(self) -> str:
        """The name; empty where the export has none."""
        return str(self.values.get("name") or "")


@dataclass(frozen=True)
class LeftOut:
    """A row that the mapping leaves out: whose, where, and the word that says so."""

    number: str
    where: str
    word: str


class PostReader:
    """Reads rows as posts: `words` are all lines of the mapping's Values, each with a meaning."""

    def __init__(self, present: PresentList, words: Sequence[WordLine], rows: Sequence[ExportRow]) -> None:
        self._present = present
        self._means: Mapping[tuple[WordKind, str], str] = {line.key: line.means for line in words}
        self._numbers = {row.number for row in rows} | set(present.by_number)
        self._by_name = dict(_people_by_name(rows, present))
        self._by_digits: dict[str, set[str]] = {}
        for number in filter(str.isdecimal, self._numbers):
            self._by_digits.setdefault(number.lstrip("0"), set()).add(number)

    def read(self, row: ExportRow) -> ExportPost | LeftOut:
        """The post of a row, or that it is left out."""
        title, group = self._word(WordKind.TITLE, row), self._word(WordKind.ROLE, row)
        academy = self._word(WordKind.ACADEMY, row)
        for kind, means in ((WordKind.ACADEMY, academy), (WordKind.TITLE, title), (WordKind.ROLE, group)):
            if means == LEAVE_OUT:
                return LeftOut(row.number, row.where, word_of(kind, row))
        post = ExportPost(row, academy, {"payroll_number": row.number})
        self._put_name(post)
        role = title or group
        if TITLE in row.lines or role:
            post.values["role"] = role or None
        self._put_academy(post, role)
        self._put_pay(post)
        for target in all_columns().values():
            if target.key not in post.values and target in row.lines and not target.part:
                post.values[target.key] = self._value(post, target)
        return post

    def _word(self, kind: WordKind, row: ExportRow) -> str:
        word = word_of(kind, row)
        return self._means.get((kind, folded(word)), "") if word else ""

    # -- who and where ---------------------------------------------------------------------------

    def _put_name(self, post: ExportPost) -> None:
        row = post.row
        if FORENAME in row.lines and SURNAME in row.lines:
            parts = row.typed(FORENAME), row.typed(SURNAME)
            post.values["name"] = joined_name(*parts) if all(parts) else None
            if any(parts) and not all(parts):
                missing = FORENAME if parts[1] else SURNAME
                self._note(post, missing, "", f"has no {missing.part}, and half a name is none")
        elif NAME in row.lines:
            surname_first = row.lines[NAME].reading == SURNAME_FIRST
            post.values["name"] = whole_name(row.typed(NAME), surname_first=surname_first) or None
        listed = next((known.name for known in self._present.by_number.get(post.number, ()) if known.name), "")
        if listed == whole_name(listed, surname_first=False) and name_key(listed) == name_key(post.name):
            post.values["name"] = listed

    def _put_academy(self, post: ExportPost, role: str) -> None:
        """Heads and executives are kept in the central workbook, which no academy's office sees."""
        central = self._present.central
        if central and role in (*HEADS, *EXECUTIVES) and post.academy != central.code:
            post.moved_to_heads, post.academy = post.academy or "?", central.code
        if not post.academy:
            own = [known.academy for known in self._present.by_number.get(post.number, ())]
            post.academy = own[0] if len(own) == 1 else ""
        post.values["academy_code"] = post.academy or None

    # -- pay -------------------------------------------------------------------------------------

    def _put_pay(self, post: ExportPost) -> None:
        row = post.row
        pay_range = self._word(WordKind.POINT, row) or self._word(WordKind.RANGE, row)
        pay_range = "" if pay_range == LEAVE_BLANK else pay_range
        if RANGE in row.lines or POINT in row.lines:
            post.values["pay_range"] = pay_range or None
        if not pay_range:
            listed = (known for known in self._present.by_number.get(post.number, ()) if known.academy == post.academy)
            pay_range = next((str(known.values.get("pay_range") or "") for known in listed), "")
        for key in POINTS:
            target = next((target for target in row.lines if target.key == key), None)
            if target is not None:
                typed = row.text(target)
                post.values[key] = canonical_point(typed, pay_range) or typed or None

    # -- other columns ---------------------------------------------------------------------------

    def _value(self, post: ExportPost, target: ListColumn) -> Any:
        row, place = post.row, post.row.place(target)
        if place is None:
            return None
        if place in row.page.faults:
            self._note(post, target, row.page.faults[place], "holds an Excel error or a formula without a result")
            return None
        if target.key in _LIST_KINDS:
            means = self._word(_LIST_KINDS[target.key], row)
            return None if means == LEAVE_BLANK else means or None
        read = self._day if target.column.kind is Kind.DATE else self._person if target.key in PEOPLE else None
        if read is not None:
            return read(post, target)
        if target.key == "fte":
            return self._share(post, target)
        return read_as(target.column, row.page, place, row.lines[target].content.date1904).value or None

    def _day(self, post: ExportPost, target: ListColumn) -> dt.date | None:
        row = post.row
        line, place = row.lines[target], row.place(target)
        assert place is not None
        raw, typed = row.page.cells[place], row.text(target)
        is_end = target.key == "employment_end"
        if is_end and typed.casefold() in map(str.casefold, document()["no end"]):
            return None
        value: Any = _day_of(raw, typed, line.reading, date1904=line.content.date1904)
        if value is None and read_numbers(typed) is None:
            value = read_as(target.column, row.page, place, line.content.date1904).value
        if not isinstance(value, dt.date):
            self._note(post, target, typed, "is no date")
            return None
        if is_end and not _NO_END_BEFORE <= value.year < _NO_END_FROM:
            return None
        return value

    def _share(self, post: ExportPost, target: ListColumn) -> float | None:
        line, place = post.row.lines[target], post.row.place(target)
        assert place is not None
        raw = post.row.page.cells[place]
        typed = post.row.text(target)
        amount = Decimal(repr(raw)) if isinstance(raw, float) else read_share(typed)
        if amount is None:
            self._note(post, target, typed, "is no number")
            return None
        percent = line.reading == PERCENT and not (isinstance(raw, str) and "%" in raw)
        return float(amount / 100 if percent else amount)

    def _person(self, post: ExportPost, target: ListColumn) -> str | None:
        """The payroll number of a line manager or reviewer; of a name where one person has it."""
        typed = post.row.text(target)
        if means_panel(typed):
            return PANEL
        numbers = {typed} & self._numbers or self._by_digits.get(typed.lstrip("0"), set())
        if len(numbers) == 1:
            return next(iter(numbers))
        named = self._by_name.get(name_key(whole_name(typed, surname_first=False)), set())
        if len(named) == 1:
            return next(iter(named))
        why = "is the name of several people" if named else "is nobody of the export or the list"
        self._note(post, target, typed, why)
        return None

    def _note(self, post: ExportPost, target: ListColumn, typed: str, why: str) -> None:
        post.unread.append(
            UnreadCell(post.number, post.row.cell(target), target.key, target.column.heading, typed, why)
        )


def _people_by_name(rows: Sequence[ExportRow], present: PresentList) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        name = " ".join((row.text(NAME), row.text(FORENAME), row.text(SURNAME)))
        found.setdefault(name_key(name), set()).add(row.number)
    for post in present.posts:
        found.setdefault(name_key(post.name), set()).add(post.number)
    yield from ((key, numbers) for key, numbers in found.items() if key)


def _day_of(raw: Any, typed: str, reading: str, *, date1904: bool) -> dt.date | None:
    """The day of a cell by the order of its column; None where that has no say in it."""
    if isinstance(raw, dt.date):
        day = raw.date() if isinstance(raw, dt.datetime) else raw
        return dt.date(day.year, day.day, day.month) if TURNED_ROUND in reading and day.day <= 12 else day
    if _SERIAL.fullmatch(typed):
        return _FIRST_DAY[date1904] + dt.timedelta(days=int(typed))
    numbers = read_numbers(typed)
    order = next((order for order in DayOrder if reading.startswith(order)), None)
    if numbers is None or order is None or (numbers.short_year and SHORT_YEARS not in reading):
        return None
    return order.of(numbers)
