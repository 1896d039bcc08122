"""Over returns that offices have mistreated: nobody becomes ready by a fault, nobody is there twice, nobody is gone."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from soak import SAME_EACH_TIME, tried

from pmr_batch.layout.standard_workbook import BY_NAME, SHEETS
from pmr_batch.merge import merge
from pmr_batch.model.terms import Round
from pmr_batch.read import held_against, numbers_listed
from pmr_batch.read.current_return import supersede
from pmr_batch.read.worker import read_return
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import validate

CYCLE, AS_OF = "Teaching 2025-26", date(2026, 10, 20)
#: From the worst to the best: who is somewhere else than before, or nowhere, is worse off.
RANK = {"ready": 2, "ready with queries": 1}
TABLES = ("Staff", "Reviewers", "Objectives", "Development", "Meetings", "Reviews")
NUMBERS = {
    "Staff": ("Payroll number", "Line manager", "Reviewer"),
    "Reviewers": ("Payroll number",),
    **dict.fromkeys(("Objectives", "Development", "Meetings", "Reviews"), ("Payroll number",)),
}
Cells = dict[str, list[list[Any]]]


@dataclass(frozen=True)
class Trust:
    """A trust with one academy's return in it, cell by cell, and what comes of it untouched."""

    settings: Settings
    cells: Cells

    def outcomes(self, content: bytes) -> dict[str | None, list[str]]:
        """The outcomes by payroll number of a run over this return alone."""
        read = partial(read_return, staff_list=numbers_listed(self.settings))
        cycle = self.settings.cycles[CYCLE]
        (return_,) = supersede([held_against(read("return.xlsx", content), self.settings, cycle)], self.settings)
        validated = validate([return_], self.settings, AS_OF, Round.OCTOBER)
        merged = merge([return_], validated, self.settings, cycle, Round.OCTOBER, AS_OF)
        found: dict[str | None, list[str]] = {}
        for person in merged.people:
            found.setdefault(person.payroll_number, []).append(str(person.outcome))
        return found


@pytest.fixture(scope="module")
def trust(demo_folder: Path) -> Trust:
    """The demo's return with the most kinds of outcomes."""
    folder = demo_folder / "output" / "teaching-2025-26" / "october"
    people = json.loads((folder / "people.json").read_text())
    kinds = Counter(file for file, _ in {(one["file"], one["outcome"]) for one in people if one["file"]})
    path = demo_folder / "incoming" / "teaching-2025-26" / max(sorted(kinds), key=lambda file: kinds[file])
    book = openpyxl.load_workbook(path, data_only=True)
    cells = {sheet.name: [list(row) for row in book[sheet.name].values] for sheet in SHEETS}
    return Trust(read_trust(demo_folder), cells)


# -- what offices do -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mistreatment:
    """What is done to a sheet: where from its first row, how far, and with what."""

    kind: str
    sheet: str
    row: int
    more: int
    with_what: Any = None


def as_number(text: Any) -> Any:
    return int(text) if str(text).isdigit() else text


SPELT = {
    "number": as_number,
    "apostrophe": lambda text: f"'{text}",
    "comma": lambda text: f"{text},",
    "point": lambda text: f"{text}.0",
    "wide": lambda text: "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in str(text)),
    "blanks": lambda text: f" {str(text)[:3]} {str(text)[3:]} ",
}
SAID = st.sampled_from(["n/a", "-", "none", "tbc", "#REF!", "soon", "03/04/2026", "Y", "Partially", 1e300, "x" * 400])


def mistreated(cells: Cells, done: list[Mistreatment]) -> bytes:
    """The return as an office sends it after all that."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in cells.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    for each in sorted(done, key=lambda each: list(DEEDS).index(each.kind)):
        page = book[each.sheet]
        if each.kind not in NOT_BESIDE_BLOCKS or not page.merged_cells.ranges:
            DEEDS[each.kind](page, each)
    for each in done:
        if each.kind == "renamed" and each.sheet in book.sheetnames:
            book[each.sheet].title = f"{each.sheet} - Table 1"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(page: Any, each: Mistreatment) -> Any:
    """A cell of a filled row."""
    rows = [row for row in range(2, page.max_row + 1) if page.cell(row, 1).value is not None] or [2]
    return page.cell(rows[each.row % len(rows)], 1 + each.with_what[2] % page.max_column)


def _spell(page: Any, each: Mistreatment) -> None:
    heads = [cell.value for cell in page[1]]
    for heading in NUMBERS[each.sheet]:
        for cell in page[chr(65 + heads.index(heading))][1:]:
            if isinstance(cell.value, str) and cell.value:
                cell.value = SPELT[each.with_what[0]](cell.value)


def _sort(page: Any, each: Mistreatment) -> None:
    """The second column alone, as whoever sorts without the others does."""
    cells = [cell for cell in page["B"][1:] if cell.value]
    for cell, value in zip(cells, sorted((cell.value for cell in cells), key=str), strict=True):
        cell.value = value


def _copy(page: Any, each: Mistreatment) -> None:
    if f"{page.title} (2)" not in page.parent.sheetnames:
        page.parent.copy_worksheet(page).title = f"{page.title} (2)"


def _merge_cells(page: Any, each: Mistreatment) -> None:
    cell = _cell(page, each)
    page.merge_cells(start_row=cell.row, end_row=cell.row + each.more, start_column=cell.column, end_column=cell.column)


def _merge_people(page: Any, each: Mistreatment) -> None:
    """The payroll number of each person, merged over all rows of theirs."""
    first = 2
    for row in range(3, page.max_row + 2):
        if page.cell(row, 1).value != page.cell(first, 1).value:
            if row - first > 1 and page.cell(first, 1).value:
                page.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
            first = row


def _title(page: Any, each: Mistreatment) -> None:
    page.insert_rows(1)
    page["A1"] = "Riverside, our list"


def _put(attribute: str, value: Any) -> Callable[[Any, Mistreatment], None]:
    def deed(page: Any, each: Mistreatment) -> None:
        setattr(_cell(page, each), attribute, value(each))

    return deed


def _head(page: Any, each: Mistreatment) -> None:
    cell = page.cell(1, _cell(page, each).column)
    cell.value = f"Our {cell.value}"


#: In the order in which they are done.
DEEDS: Mapping[str, Callable[[Any, Mistreatment], None]] = {
    "spelt": _spell,
    "said": _put("value", lambda each: each.with_what[1]),
    "sorted": _sort,
    "noted": _put("comment", lambda _: Comment("ask Olga", "Office")),
    "struck": _put("font", lambda _: Font(strike=True)),
    "heading": _head,
    "copied": _copy,
    "blank row": lambda page, each: page.insert_rows(_cell(page, each).row),
    "titled": _title,
    "merged": _merge_cells,
    "merged people": _merge_people,
    "renamed": lambda page, each: None,
}
NOT_BESIDE_BLOCKS = ("merged", "merged people")
DONE = st.builds(
    Mistreatment,
    st.sampled_from(sorted(DEEDS)),
    st.sampled_from(TABLES),
    st.integers(0, 30),
    st.integers(1, 3),
    st.tuples(st.sampled_from(sorted(SPELT)), SAID, st.integers(0, 30)),
)


#: What is put into a cell may settle what was open there: a value is then no mistreatment by a fault.
_TRIED = settings(
    max_examples=tried(8),
    deadline=None,
    derandomize=SAME_EACH_TIME,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def one(kind: str, sheet: str, row: int, more: int, spelling: str = "number", said: Any = "-", across: int = 0) -> Any:
    return Mistreatment(kind, sheet, row, more, (spelling, said, across))


@_TRIED
@given(done=st.lists(DONE, min_size=1, max_size=5))
@example(done=[one("merged", "Objectives", 0, 2)])
@example(done=[one("merged", "Objectives", 1, 3), one("renamed", "Objectives", 0, 1)])
@example(done=[one("spelt", name, 0, 1, "number") for name in TABLES])
@example(done=[one("spelt", "Staff", 0, 1, "wide"), one("spelt", "Objectives", 0, 1, "number")])
@example(done=[one("merged people", "Objectives", 0, 1), one("merged people", "Meetings", 0, 1)])
@example(done=[one("merged", "Staff", 3, 1)])
@example(done=[one("sorted", "Staff", 0, 1)])
@example(done=[one("heading", "Reviews", 0, 1, across=0), one("merged", "Reviewers", 0, 2, across=0)])
def test_nobody_becomes_ready_by_a_fault_and_nobody_is_there_twice(trust: Trust, done: list[Mistreatment]) -> None:
    untouched = _untouched(trust)
    after = trust.outcomes(mistreated(trust.cells, done))
    numbers = {number for number in after if number is not None}
    assert {number for number in numbers if len(after[number]) > len(untouched.get(number, ["once"]))} == set()
    assert untouched.keys() - {None} <= numbers, "everybody of the staff list has an outcome"
    better = {
        number: (untouched.get(number), outcomes)
        for number, outcomes in after.items()
        if number is not None and _rank(outcomes) > _rank(untouched.get(number, []))
    }
    assert better == {}
    strangers = numbers - untouched.keys()
    assert {number for number in strangers if _rank(after[number])} == set(), "ready under a number nobody has"


_KNOWN: dict[int, Mapping[str | None, list[str]]] = {}


def _untouched(trust: Trust) -> Mapping[str | None, list[str]]:
    """What comes of the return as it was, which also shows that writing its cells anew changes nothing."""
    if id(trust) not in _KNOWN:
        _KNOWN[id(trust)] = trust.outcomes(mistreated(trust.cells, []))
    return _KNOWN[id(trust)]


def _rank(outcomes: list[str]) -> int:
    return max((RANK.get(outcome, 0) for outcome in outcomes), default=0)


def test_the_return_that_is_mistreated_has_people_of_every_kind(trust: Trust) -> None:
    outcomes = {outcome for each in _untouched(trust).values() for outcome in each}
    assert {"ready", "returned"} <= outcomes, outcomes
    assert set(TABLES) <= BY_NAME.keys()
