"""How much of an office's own spreadsheet finds its place, counted cell by cell: nine in ten at least, none wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import offices
import pytest
from offices import office_file
from test_adopt import ask, standard

from pmr_batch.model.returns import Return
from pmr_batch.workbook.carried_settings import rows_of

Cells = list[list[Any]]
#: Sheet, column, payroll number, number of the objective where it is one, value.
Place = tuple[str, str, str, int | None, Any]
_OUTCOMES = ("Met", "Partly met", "Not met")
_SAID_AS = {"Met": "Achieved", "Partly met": "Partially met", "Not met": "Not achieved"}


@dataclass(frozen=True)
class Someone:
    """A person and what the office wrote down: two objectives, a need, a meeting and an assessment."""

    number: str
    name: str
    at: int

    @property
    def post(self) -> str:
        return f"Teacher of year {self.at}"

    def objective(self, no: int) -> tuple[str, str, str]:
        """Its words, what success looks like, and its outcome."""
        outcome = _OUTCOMES[(self.at + no) % 3]
        return f"Lead project {no} of group {self.at}", f"Project {no} of group {self.at} is done", outcome

    @property
    def need(self) -> str:
        return f"Course {self.at} of the hub"

    @property
    def met_on(self) -> dt.date:
        return dt.date(2025, 10, self.at)

    @property
    def overall(self) -> str:
        return f"Year {self.at} was a strong one"

    def places(self) -> Iterator[Place]:
        """Where each of it belongs."""
        yield "Staff", "job_title", self.number, None, self.post
        yield "Staff", "reviewer", self.number, None, "0001001"
        for no in (1, 2):
            keys = ("objective", "what_success_looks_like", "outcome")
            yield from (
                ("Objectives", key, self.number, no, value) for key, value in zip(keys, self.objective(no), strict=True)
            )
        yield "Development", "development_required", self.number, None, self.need
        yield "Meetings", "date", self.number, None, self.met_on
        yield "Reviews", "assessment_against_job_role", self.number, None, self.overall


PEOPLE = (
    Someone("0001041", "Ann Appleby", 1),
    Someone("0001042", "Ben Barlow", 2),
    Someone("0001043", "Cat O'Carver", 3),
    Someone("0001044", "Dee Dawson", 4),
)
REVIEWER = "Helen Hughes"


def _said(each: Someone, no: int) -> list[str]:
    words, success, outcome = each.objective(no)
    return [words, success, _SAID_AS[outcome]]


def _line(each: Someone, *who: str) -> list[Any]:
    objectives = [*_said(each, 1), *_said(each, 2)]
    return [*who, each.post, REVIEWER, *objectives, each.need, each.met_on, each.overall]


_OF_OBJECTIVES = [f"Objective {no}{what}" for no in (1, 2) for what in ("", " success criteria", " outcome")]
_HEADS = ["Post", "Appraiser", *_OF_OBJECTIVES, "CPD need", "Initial meeting", "Overall assessment"]


def wide_groups() -> bytes:
    groups = ["Staff", "", "", "", "Objective 1", "", "", "Objective 2", "", "", "CPD", "Meetings", "Review"]
    of_one = ["Target", "Success criteria", "Outcome"]
    heads = ["Payroll no", "Name", "Post", "Appraiser", *of_one, *of_one, "Need", "Initial meeting", "Overall"]
    rows = [["Riverside appraisal 2025/26"], groups, heads, *(_line(each, each.number, each.name) for each in PEOPLE)]
    return office_file({"Appraisal": rows}, {"Appraisal": ["A2:D2", "E2:G2", "H2:J2"]})


def two_heading_rows() -> bytes:
    first = ["Employee", "Job", "Team", *["Objective 1"] * 3, *["Objective 2"] * 3, "CPD", "Initial", "Overall"]
    second = ["name", "title", "leader", *["", "success criteria", "outcome"] * 2, "need", "meeting", "assessment"]
    return office_file({"Staff": [first, second, *(_line(each, each.name) for each in PEOPLE)]})


def merged_lists() -> bytes:
    objectives: Cells = [["Emp no", "Name", "Post held", "Appraiser", "No", "Target", "Success criteria", "Achieved"]]
    for each in PEOPLE:
        objectives.append([each.number, each.name, each.post, REVIEWER, 1, *_said(each, 1)])
        objectives.append(["", "", "", "", 2, *_said(each, 2)])
    merged = [f"{letter}{2 * at}:{letter}{2 * at + 1}" for at in range(1, len(PEOPLE) + 1) for letter in "ABCD"]
    needs: Cells = [["Name", "Development need"], *([each.name, each.need] for each in PEOPLE)]
    meetings: Cells = [["Name", "Initial meeting"], *([each.name, each.met_on] for each in PEOPLE)]
    overall: Cells = [["Name", "Overall assessment"], *([each.name, each.overall] for each in PEOPLE)]
    sheets = {"Targets": objectives, "CPD": needs, "Meetings": meetings, "Reviews": overall}
    return office_file(sheets, {"Targets": merged})


def form_per_person() -> bytes:
    def form(each: Someone) -> Cells:
        lines: Cells = [["Appraisal form"], ["Name of appraisee", each.name], ["Post held", each.post]]
        lines += [["Name of appraiser", REVIEWER], ["Date of initial meeting", each.met_on]]
        for no in (1, 2):
            labels = (f"Objective {no}", "Success criteria", "Outcome")
            lines += [list(pair) for pair in zip(labels, _said(each, no), strict=True)]
        return [*lines, ["Training need", each.need], ["Overall assessment", each.overall]]

    return office_file({each.name: form(each) for each in PEOPLE})


def people_across() -> bytes:
    lines = [_line(each, each.name) for each in PEOPLE]
    return office_file({"Appraisal": [list(row) for row in zip(["Name", *_HEADS], *lines, strict=True)]})


def names_only() -> bytes:
    return office_file({"Sheet1": [["Name", *_HEADS], *(_line(each, each.name) for each in PEOPLE)]})


def rag() -> bytes:
    rows = [[*_line(each, each.name), "Green"] for each in PEOPLE]
    return office_file({"Sheet1": [["Name", *_HEADS, "RAG"], *rows]})


def ticks() -> bytes:
    def line(each: Someone) -> list[Any]:
        ticked = [
            cell
            for no in (1, 2)
            for cell in (*each.objective(no)[:2], *("✓" if each.objective(no)[2] == one else "" for one in _OUTCOMES))
        ]
        return [each.name, each.post, REVIEWER, *ticked, each.need, each.met_on, each.overall]

    heads = [head for no in (1, 2) for head in (f"Objective {no}", "Success criteria", *_OUTCOMES)]
    rows = [["Name", *_HEADS[:2], *heads, *_HEADS[-3:]], *map(line, PEOPLE)]
    return office_file({"Sheet1": rows})


KINDS: Mapping[str, Callable[[], bytes]] = {
    "wide groups": wide_groups,
    "two heading rows": two_heading_rows,
    "merged lists": merged_lists,
    "form per person": form_per_person,
    "people across": people_across,
    "names only": names_only,
    "RAG": rag,
    "ticks": ticks,
}


@pytest.mark.parametrize("kind", KINDS)
def test_nine_cells_in_ten_find_their_place_and_none_a_wrong_one(tmp_path: Path, kind: str) -> None:
    folder = offices.trust(tmp_path)
    (folder / "Own.xlsx").write_bytes(KINDS[kind]())
    result = ask(folder, "Own.xlsx")
    assert result.exit_code in (0, 1), result.output
    expected = {place for each in PEOPLE for place in each.places()}
    found = set(_places(standard(folder, "Own")))
    right = expected & found
    share = f"{kind}: {len(right)} of {len(expected)} cells, lacking {sorted(map(str, expected - found))[:5]}"
    assert 10 * len(right) >= 9 * len(expected), share
    assert _wrong(found, expected) == set(), kind


def _places(made: Return) -> Iterator[Place]:
    numbers = {each.number for each in PEOPLE}
    for sheet, table in made.tables.items():
        for row in rows_of(table):
            if row.get("payroll_number") in numbers:
                no = row["no"] if sheet == "Objectives" else None
                yield from (
                    (sheet, key, row["payroll_number"], no, value)
                    for key, value in row.items()
                    if key not in ("payroll_number", "no") and value is not None
                )


def _wrong(found: set[Place], expected: set[Place]) -> set[Place]:
    """What an office wrote of somebody, and stands elsewhere; outcomes and reviewers only where they belong."""
    own: Sequence[Any] = [value for *_, value in expected if value not in _OUTCOMES and value != "0001001"]
    columns = {(sheet, key) for sheet, key, *_ in expected}
    return {
        place
        for place in found - expected
        if place[4] in own or (place[:2] in columns and place[1] in ("outcome", "reviewer"))
    }
