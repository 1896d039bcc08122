"""trust.xlsx as it is now: its academies, and the rows of its Staff list, whatever else in it may be open still."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pmr_batch.errors import SettingsError, UsageError
from pmr_batch.files import read_file
from pmr_batch.layout.own_ranges import own_ranges_in
from pmr_batch.layout.trust_workbook import ACADEMIES, CENTRAL, CYCLES, STAFF_LIST, TRUST
from pmr_batch.model.returns import Table
from pmr_batch.settings.trust_file import TRUST_FILE, trust_tables
from pmr_batch.words import bare


@dataclass(frozen=True)
class ListedAcademy:
    """An academy as exports may name it."""

    code: str
    name: str
    urn: str
    central: bool


@dataclass(frozen=True, eq=False)
class ListedPost:
    """A row of Staff list: its Excel row, and its values by column key; a cell that cannot be read is Unread.

    `academy` is the code of its academy, also where the cell has the academy's name.
    """

    row: int
    values: Mapping[str, Any]
    academy: str

    @property
    def number(self) -> str:
        """The payroll number; empty where there is none."""
        return _text(self.values.get(NUMBER_KEY))

    @property
    def name(self) -> str:
        """The name; empty where there is none."""
        return _text(self.values.get("name"))


NUMBER_KEY = "payroll_number"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, eq=False)
class PresentList:
    """The file's content, its sheets as read, and what a staff list is held against."""

    content: bytes
    tables: Mapping[str, Table]
    trust: str
    academies: tuple[ListedAcademy, ...]
    posts: tuple[ListedPost, ...]
    first_cycle: date | None

    @cached_property
    def by_number(self) -> Mapping[str, Sequence[ListedPost]]:
        """The posts of each person, by payroll number."""
        found: dict[str, list[ListedPost]] = defaultdict(list)
        for post in self.posts:
            if post.number:
                found[post.number].append(post)
        return found

    @cached_property
    def by_digits(self) -> Mapping[str, Sequence[str]]:
        """The payroll numbers by what they are without the zeros they begin with."""
        found: dict[str, list[str]] = defaultdict(list)
        for number in self.by_number:
            if number.isdecimal():
                found[number.lstrip("0")].append(number)
        return found

    @cached_property
    def own_ranges(self) -> Mapping[str, str]:
        """The trust's own pay ranges, by their bare names."""
        return {bare(name): name for name in own_ranges_in(self.tables)}

    @property
    def central(self) -> ListedAcademy | None:
        """The central workbook, if the trust has one."""
        return next((academy for academy in self.academies if academy.central), None)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The academy codes, in order."""
        return tuple(academy.code for academy in self.academies)

    def academy_named(self, text: str) -> ListedAcademy | None:
        """The academy that a code, a name or a URN names exactly, case and signs aside."""
        return _named(self.academies, text)

    def number_rows(self, key: str) -> frozenset[int]:
        """The rows in which a payroll number is a number to Excel, which drops the zeros before it."""
        return frozenset(self.tables[STAFF_LIST.name].number_cells.get(key, ()))

    def cell(self, post: ListedPost, key: str) -> str:
        """Where a value of a post stands: Staff list H12."""
        _, cell = self.tables[STAFF_LIST.name].place(key, post.row)
        return f"{STAFF_LIST.name} {cell or f'row {post.row}'}"


def present_list(folder: Path) -> PresentList:
    """The staff list of a trust folder. Raises UsageError where it has no trust.xlsx, or no academies in it."""
    path = folder / TRUST_FILE
    if not path.exists() and not path.is_symlink():
        raise UsageError(f"{folder} has no {TRUST_FILE}; make one with `pmr-batch init`")
    return listed_in(read_file(path))


def listed_in(content: bytes) -> PresentList:
    """The staff list in the content of trust.xlsx. Raises SettingsError, UsageError."""
    tables = trust_tables(content).tables
    missing = [column.heading for column in STAFF_LIST if not _has(tables, column.key)]
    if missing:
        what = f"the sheet {STAFF_LIST.name} is missing, or its columns {', '.join(missing)}"
        raise SettingsError(TRUST_FILE, [f"{what}; have them there, as `pmr-batch init` makes them"])
    academies = tuple(_academies(tables.get(ACADEMIES.name)))
    if not any(not academy.central for academy in academies):
        raise UsageError(f"{TRUST_FILE}: {ACADEMIES.name} has no schools; fill them in first, for people work at them")
    listed = tables[STAFF_LIST.name]
    posts = (_post(row, _row(listed, at), academies) for at, row in enumerate(listed.rows))
    trust = _row(tables[TRUST.name], 0).get("trust") if TRUST.name in tables else None
    cycles = tables.get(CYCLES.name)
    starts = [day for day in (cycles.columns.get("from_", ()) if cycles else ()) if isinstance(day, date)]
    return PresentList(content, tables, _text(trust), academies, tuple(posts), min(starts, default=None))


def _post(row: int, values: Mapping[str, Any], academies: Sequence[ListedAcademy]) -> ListedPost:
    typed = _text(values.get("academy_code"))
    named = _named(academies, typed)
    return ListedPost(row, values, named.code if named else typed)


def _named(academies: Sequence[ListedAcademy], text: str) -> ListedAcademy | None:
    wanted = bare(text)
    for names in ("code", "name", "urn"):
        found = [academy for academy in academies if wanted and bare(getattr(academy, names)) == wanted]
        if len(found) == 1:
            return found[0]
    return None


def _has(tables: Mapping[str, Table], key: str) -> bool:
    return STAFF_LIST.name in tables and tables[STAFF_LIST.name].has(key)


def _row(table: Table, at: int) -> dict[str, Any]:
    return {key: values[at] for key, values in table.columns.items() if at < len(values)}


def _academies(table: Table | None) -> list[ListedAcademy]:
    rows = [_row(table, at) for at in range(len(table.rows))] if table else []
    return [
        ListedAcademy(
            _text(row.get("academy_code")), _text(row.get("academy")), _text(row.get("urn")), row.get("kind") == CENTRAL
        )
        for row in rows
        if _text(row.get("academy_code"))
    ]
