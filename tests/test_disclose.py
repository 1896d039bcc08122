"""A pack holds what its audience may see and nothing else: no hidden sheet, property or name, and nobody else."""

from __future__ import annotations

import io
import json
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from marked_tables import table_rows
from moderated_round import a_round, facts
from offices import trust
from workbooks import START_FIELDS, a_return

from pmr_batch.cli import main
from pmr_batch.commands.disclose.other_names import OtherNames
from pmr_batch.errors import DeclarationError
from pmr_batch.layout import audiences
from pmr_batch.layout.audiences import ABOUT_PEOPLE, COUNTED, HIDDEN, SHOWN, disclosed
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import SHEETS, STAFF, START
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.model.audience import Audience
from pmr_batch.model.equality import Breakdown, EqualityGroup, Median, Published, RangePay, Tally
from pmr_batch.model.person import Pay
from pmr_batch.records.disclosure_entries import recorded_disclosures
from pmr_batch.records.kept_runs import write_kept_run

CYCLE, AS_OF = "teaching-2025-26", "2026-10-20"
ANN, BEN, HEAD = "0001041", "0001042", "0001001"
WHO = ("--recipient", "Director of Education", "--reason", "Moderation", "--by", "J. Okoro")
#: Women's and men's pay in a range, as a run has shown it.
MEDIANS = RangePay("Main", (), Median(Decimal(36_000), "M3"), Median(Decimal(40_000), "M4"))
#: Cells that decide who is in a pack; every other cell of a return holds a marker.
STEERING: Mapping[str, Mapping[str, Any]] = {
    "Staff": {
        "Role": "Teacher",
        "Status": "In review",
        "Contract": "Permanent",
        "Employment start": date(2019, 9, 1),
        "Cycle from": date(2025, 9, 1),
        "Cycle to": date(2026, 8, 31),
        "In induction": "No",
        "Out of scope because": None,
        "Status to": None,
        "Reviewed at": None,
    },
    "Reviews": {"UPR application": None, "UPR outcome": None},
}
MARKER = re.compile("zq[a-j]{6}qz")


class Markers:
    """A marker for each cell, and the cell of each marker."""

    def __init__(self) -> None:
        self.cells: dict[str, tuple[str, str, str]] = {}
        self._numbers = count()

    def of(self, sheet: str, heading: str, number: str) -> str:
        letters = "".join("abcdefghij"[int(digit)] for digit in f"{next(self._numbers):06d}")
        marker = f"zq{letters}qz"
        self.cells[marker] = (sheet, heading, number)
        return marker

    def found_in(self, content: bytes) -> set[tuple[str, str, str]]:
        """The cells whose markers are anywhere in the parts of a workbook."""
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            whole = "\n".join(f"{name}\n{package.read(name).decode('utf-8', 'replace')}" for name in package.namelist())
        return {self.cells[marker] for marker in MARKER.findall(whole)}


def call(folder: Path, *arguments: str) -> Result:
    asked = ["disclose", *arguments, "--folder", str(folder), "--as-of", AS_OF]
    return CliRunner().invoke(main, asked, prog_name="pmr-batch")


def marked(markers: Markers, people: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> bytes:
    """A return with a row of every sheet for each of the people, and a marker in every cell that does not steer."""
    start = {
        heading: (START_FIELDS | {"Trust": "Connected Learning"}).get(heading) or markers.of(START.name, heading, "")
        for heading in _headings(START)
    }
    sheets = {}
    for sheet in SHEETS[1:]:
        rows: list[list[Any]] = [_headings(sheet)]
        for number, steering in people.items():
            steered = STEERING.get(sheet.name, {}) | steering.get(sheet.name, {})
            rows.append([
                number if heading == "Payroll number"
                else steered[heading] if heading in steered
                else markers.of(sheet.name, heading, number)
                for heading in _headings(sheet)
            ])  # fmt: skip
        if sheet.name == "Concerns":
            rows = [row for row in rows if row[0] != BEN]
        sheets[sheet.name] = rows
    return a_return(sheets, start)


def _headings(sheet: Sheet) -> list[str]:
    return [column.heading for column in sheet]


@pytest.fixture(scope="module")
def markers() -> Markers:
    return Markers()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, markers: Markers) -> Path:
    """A trust with a return of two teachers and a head; Ann applied for the Upper pay range, Ben has no concern."""
    folder = trust(tmp_path_factory.mktemp("marked"))
    place = folder / "incoming" / CYCLE
    place.mkdir(parents=True)
    people: dict[str, dict[str, dict[str, Any]]] = {
        ANN: {"Reviews": {"UPR application": "Yes"}},
        BEN: {},
        HEAD: {"Staff": {"Role": "Headteacher"}},
    }
    (place / "Riverside.xlsx").write_bytes(marked(markers, people))
    return folder


def packs(folder: Path, below: str = "output") -> Iterator[Path]:
    yield from sorted((folder / below).rglob("packs/**/*.xlsx"))


def made(folder: Path, to: Path, *arguments: str) -> tuple[Path, bytes]:
    """The pack that a command makes in a copy of the folder."""
    copy = Path(shutil.copytree(folder, to / "trust"))
    result = call(copy, *arguments, *WHO, "--take")
    assert result.exit_code == 0, result.output
    path = next(path for path in packs(copy) if "To judge" not in path.name)
    return path, path.read_bytes()


def allowed(audience: Audience, sheets: set[str], people: set[str]) -> set[tuple[str, str, str]]:
    """The cells with markers that an audience may see of some sheets and people; Start and Priorities are nobody's."""
    return {
        (sheet, heading, number)
        for (sheet, heading), cells in disclosed().items()
        if cells[audience] == SHOWN and sheet in sheets
        for number in people
    }


# -- who may see which column ----------------------------------------------------------------------


def test_every_column_about_people_says_who_may_see_it() -> None:
    lines = disclosed()
    assert set(lines) == {(sheet.name, column.heading) for sheet in ABOUT_PEOPLE for column in sheet}
    assert {cell for cells in lines.values() for cell in cells.values()} <= {SHOWN, COUNTED, HIDDEN}


def test_every_sheet_with_people_is_among_them() -> None:
    about_people = {sheet.name for sheet in TRUST_SHEETS if "payroll_number" in sheet.by_key}
    assert about_people | {sheet.name for sheet in SHEETS} <= {sheet.name for sheet in ABOUT_PEOPLE}


def test_a_new_column_is_refused_until_somebody_says_who_may_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    new = replace(STAFF.job_title, heading="Health")
    monkeypatch.setattr(audiences, "ABOUT_PEOPLE", (replace(STAFF, columns=(*STAFF.columns, new)), *ABOUT_PEOPLE[2:]))
    disclosed.cache_clear()
    try:
        with pytest.raises(DeclarationError, match="Health of Staff has no line; add one that says who may see it"):
            disclosed()
    finally:
        monkeypatch.undo()
        disclosed.cache_clear()


@pytest.mark.parametrize(
    ("audience", "sheets"),
    [
        (Audience.QUALITY_ASSURANCE, {"Panels", "Development", "Meetings", "Reviews", "Concerns", "Explanations"}),
        (Audience.STANDARDS, {"Panels", "Meetings", "Concerns", "Explanations"}),
        (Audience.POOR_PERFORMANCE, {"Explanations", "Equality", "Recommendations", "Appeals"}),
        (Audience.PAY, {"Development", "Meetings", "Concerns", "Explanations", "Equality"}),
    ],
)
def test_whole_sheets_are_kept_from_an_audience(audience: Audience, sheets: set[str]) -> None:
    assert not allowed(audience, sheets, {ANN})


def test_pay_is_seen_by_the_committee_and_the_person_alone() -> None:
    about_pay = ("Current pay", "Pay criteria", "Recommended range", "Recommended point", "Recommended pay", "Reason")
    for (sheet, heading), cells in disclosed().items():
        if sheet in ("Staff", "Reviews") and heading in about_pay:
            assert [audience for audience in Audience if cells[audience]] == [Audience.PAY, Audience.REVIEWEE]


# -- markers ---------------------------------------------------------------------------------------


def test_quality_assurance_has_objectives_and_outcomes_and_no_head(
    folder: Path, markers: Markers, tmp_path: Path
) -> None:
    _, content = made(folder, tmp_path, "--to", "quality-assurance", "--cycle", CYCLE)
    people = {ANN, BEN}
    expected = {
        cell for cell in allowed(Audience.QUALITY_ASSURANCE, {"Staff", "Objectives"}, people) if _is_marked(cell)
    }
    found = markers.found_in(content)
    assert {cell for cell in found if cell[0] not in ("Start", "Priorities")} == expected
    assert {sheet for sheet, *_ in found} == {"Staff", "Objectives", "Priorities"}
    assert HEAD.encode() not in inflated(content)


def test_standards_has_the_cases_of_one_academy_alone(folder: Path, markers: Markers, tmp_path: Path) -> None:
    _, content = made(folder, tmp_path, "--to", "standards", "--cycle", CYCLE, "--academy", "RIV")
    sheets = {"Staff", "Objectives", "Development", "Reviews"}
    expected = {cell for cell in allowed(Audience.STANDARDS, sheets, {ANN}) if _is_marked(cell)}
    expected -= {("Reviews", "UPR application", ANN)}
    assert {cell for cell in markers.found_in(content) if cell[0] != "Priorities"} == expected


def test_poor_performance_is_about_one_person(folder: Path, markers: Markers, tmp_path: Path) -> None:
    path, content = made(folder, tmp_path, "--to", "poor-performance", "--cycle", CYCLE, "--person", ANN)
    sheets = {"Staff", "Panels", "Objectives", "Development", "Meetings", "Reviews", "Concerns"}
    expected = {cell for cell in allowed(Audience.POOR_PERFORMANCE, sheets, {ANN}) if _is_marked(cell)}
    assert markers.found_in(content) == expected
    for number in (BEN, HEAD):
        assert number.encode() not in inflated(content)
        assert number not in path.name


def test_the_person_sees_all_that_is_held_and_nothing_of_anybody_else(
    folder: Path, markers: Markers, tmp_path: Path
) -> None:
    path, content = made(folder, tmp_path, "--to", "reviewee", "--person", ANN, "--received", "2026-10-19")
    sheets = {sheet.name for sheet in SHEETS} - {"Start", "Priorities"}
    expected = {cell for cell in allowed(Audience.REVIEWEE, sheets, {ANN}) if _is_marked(cell)}
    expected -= {("Reviews", "UPR application", ANN)}
    assert markers.found_in(content) == expected
    for number in (BEN, HEAD):
        assert number.encode() not in inflated(content)
    assert path.parent.name == "to send"


def _is_marked(cell: tuple[str, str, str]) -> bool:
    sheet, heading, _ = cell
    return heading != "Payroll number" and heading not in STEERING.get(sheet, {})


def inflated(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"\n".join(name.encode() + b"\n" + package.read(name) for name in package.namelist())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--to", "quality-assurance", "--cycle", CYCLE),
        ("--to", "standards", "--cycle", CYCLE, "--academy", "RIV"),
        ("--to", "poor-performance", "--cycle", CYCLE, "--person", ANN),
        ("--to", "reviewee", "--person", ANN, "--received", "2026-10-19"),
    ],
)
def test_nothing_is_hidden_and_no_property_names_anybody(
    folder: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    path, content = made(folder, tmp_path, *arguments)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {page.sheet_state for page in book} == {"visible"}
    assert not any(row.hidden for page in book for row in page.row_dimensions.values())
    assert not any(column.hidden for page in book for column in page.column_dimensions.values())
    assert not list(book.defined_names.values())
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")
    assert not MARKER.search(f"{book.properties.title} {path.name}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


# -- pay -------------------------------------------------------------------------------------------


@pytest.fixture
def decided_folder(tmp_path: Path, markers: Markers) -> Path:
    """A trust whose October run has put rows with a marker in every text before the committee, and a head's."""
    folder = trust(tmp_path / "pay")
    moderated = a_round(3, 25)
    texts = ("job_title", "criteria", "reason", "reviewer", "recommender", "comments", "last_point", "earlier")
    rows = []
    for row in moderated.recommendations:
        number = row.payroll_number
        cells = {name: markers.of("Recommendation", name, number) for name in texts}
        places = {
            name: Pay("Main", markers.of("Recommendation", f"{name} point", number), None)
            for name in ("current", "recommended")
        }
        rows.append(
            replace(row, **{**cells, **places, "role": "Teacher", "name": "Somebody", "open_queries": ("PM612",)})
        )
    rows[0] = replace(rows[0], role="Headteacher")
    few = Breakdown("Sex", (EqualityGroup("Female", Tally(31, 12)), EqualityGroup("Male", None)))
    published = Published("3fa85c01", date(2026, 10, 13), (), (), (few,), (MEDIANS,))
    moderated = replace(
        moderated,
        run=replace(facts(), cycle="Teaching 2025-26", as_of=date(2026, 10, 13)),
        recommendations=tuple(rows),
        equality=replace(moderated.equality, published=(published,)),
    )
    write_kept_run(folder / "output" / CYCLE / "october", moderated)
    return folder


def test_pay_has_the_committees_rows_with_heads_apart(decided_folder: Path, markers: Markers) -> None:
    result = call(decided_folder, "--to", "pay", "--cycle", CYCLE, "--round", "october", *WHO, "--take")
    assert result.exit_code == 0, result.output
    (path,) = packs(decided_folder)
    found = markers.found_in(path.read_bytes())
    seen = {
        "job_title",
        "criteria",
        "reason",
        "reviewer",
        "recommender",
        "comments",
        "current point",
        "recommended point",
    }
    assert {heading for _, heading, _ in found} == seen
    head = next(cell[2] for cell in markers.cells.values() if cell[0] == "Recommendation")
    assert head not in {number for *_, number in found}
    numbers = {cell.value for page in openpyxl.load_workbook(path) for (cell,) in page["B3:B99"]}
    assert head not in numbers
    heads = call(decided_folder, "--to", "pay", "--cycle", CYCLE, "--round", "december")
    assert heads.exit_code == 2
    assert "no run has put rows before the committee" in heads.output


def test_small_numbers_are_hidden_as_in_the_committees_workbook(decided_folder: Path) -> None:
    assert call(decided_folder, "--to", "pay", "--cycle", CYCLE, "--round", "october", *WHO, "--take").exit_code == 0
    (path,) = packs(decided_folder)
    page = openpyxl.load_workbook(path)["Equality"]
    lines = {row[0]: row[1:4] for row in page.iter_rows(values_only=True) if row[0]}
    assert lines["Female"][0] == 43
    assert not any(isinstance(cell, int | float) for cell in lines["Male"])
    (paid,) = table_rows(page, "Equality_pay_by_sex")
    assert (paid["Pay range"], paid["Women, median pay"], paid["Men, point"]) == ("Main", 36_000, "M4")
    assert paid["What it says"] == "Women’s 10.0% lower; as counted by run 3fa85c01 on 13 October 2026"
    assert "[c] is confidential: too few of the group progress or do not" in " ".join(map(str, lines))
    one_academy = call(decided_folder, "--to", "pay", "--cycle", CYCLE, "--round", "october", "--academy", "RIV")
    assert "Equality" not in one_academy.output


# -- the command -----------------------------------------------------------------------------------


def test_it_is_said_first_and_nothing_is_written(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = call(folder, "--to", "quality-assurance", "--cycle", CYCLE)
    assert result.exit_code == 0
    assert "Would be made; nothing is written yet, add --take" in result.output
    assert "Objectives: 2 rows of Academy code, Payroll number, Name" in result.output
    assert sorted(folder.rglob("*")) == before
    shown = json.loads(call(folder, "--to", "quality-assurance", "--cycle", CYCLE, "--json").stdout)
    assert (shown["taken"], shown["people"]) == (False, [ANN, BEN])


def test_it_is_recorded_what_to_whom_when_why_and_by_whom(folder: Path, tmp_path: Path) -> None:
    path, _ = made(folder, tmp_path, "--to", "quality-assurance", "--cycle", CYCLE)
    (entry,) = recorded_disclosures(tmp_path / "trust")
    recorded = {key: entry.body[key] for key in ("audience", "recipient", "reason", "by", "on", "people", "folder")}
    assert recorded == {
        "audience": "quality-assurance",
        "recipient": "Director of Education",
        "reason": "Moderation",
        "by": "J. Okoro",
        "on": AS_OF,
        "people": [ANN, BEN],
        "folder": f"output/{CYCLE}/packs",
    }
    assert list(entry.body["files"]) == [path.name]


def test_again_it_is_the_same_and_what_somebody_has_written_in_stays(folder: Path, tmp_path: Path) -> None:
    path, content = made(folder, tmp_path, "--to", "quality-assurance", "--cycle", CYCLE)
    copy = tmp_path / "trust"
    again = call(copy, "--to", "quality-assurance", "--cycle", CYCLE, *WHO, "--take")
    assert (again.exit_code, path.read_bytes()) == (0, content)
    assert len(recorded_disclosures(copy)) == 1
    book = openpyxl.load_workbook(path)
    book.active["B20"] = "Seen"
    book.save(path)
    theirs = path.read_bytes()
    other = call(copy, "--to", "quality-assurance", "--cycle", CYCLE, *WHO[:-1], "B. Osei", "--take")
    assert other.exit_code == 0
    assert "written in by hand, left as it is" in other.output
    assert path.read_bytes() == theirs


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--to", "quality-assurance"), "name the cycle with --cycle"),
        (("--to", "standards", "--cycle", CYCLE), "name it with --academy"),
        (("--to", "poor-performance", "--cycle", CYCLE), "name the payroll number with --person"),
        (("--to", "pay", "--cycle", CYCLE), "name the round with --round"),
        (("--to", "pay", "--cycle", CYCLE, "--round", "october", "--academy", "XXX"), "XXX: no such academy"),
        (("--to", "pay", "--cycle", CYCLE, "--round", "april"), "has no april round"),
        (("--to", "reviewee", "--person", ANN, "--cycle", CYCLE), "leave --cycle out"),
        (("--to", "reviewee", "--person", ANN), "say on which day the request came in"),
        (("--to", "reviewee", "--person", "0000000", "--received", "2026-10-01"), "nothing is held under this number"),
        (("--to", "poor-performance", "--cycle", CYCLE, "--person", BEN), "has no concern in Teaching 2025-26"),
        (("--to", "standards", "--cycle", CYCLE, "--academy", "OAK"), "no workbook of Teaching 2025-26"),
        (("--to", "quality-assurance", "--cycle", CYCLE, "--take"), "--recipient, --reason and --by"),
        (("--to", "quality-assurance", "--cycle", CYCLE, "--clock", "paused"), "add --to reviewee and --person"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    result = call(folder, *arguments)
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output


# -- names of others -------------------------------------------------------------------------------


def test_others_names_are_found_and_ones_own_is_not() -> None:
    names = OtherNames(("Marcus Stone", "Ann Appleby", "Ada Rose", "Ben Appleby"), ("Ann Appleby",))
    text = "Marcus Stone met Ann Appleby, and Mrs Okafor; Rose too. stone walls; Marcus Stone again. Ben came."
    found = [(name.found, name.may_be) for name in names.in_text("x", text)]
    assert found == [
        ("Marcus Stone", "Marcus Stone"),
        ("Mrs Okafor", ""),
        ("Rose", "Ada Rose"),
        ("Ben", "Ben Appleby"),
    ]
