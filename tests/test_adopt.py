"""An office's own spreadsheet becomes the standard workbook: what goes where, what is listed, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import offices
import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter, range_boundaries
from soak import SAME_EACH_TIME, tried
from workbooks import Formula, opened, workbook

from pmr_batch.cli import main
from pmr_batch.commands.adopt import adopt
from pmr_batch.commands.adopt.destination import destination_of
from pmr_batch.commands.adopt.vocabulary import meanings
from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.commands.mapped_files.value_reading import read_as
from pmr_batch.layout.office_headings import office_headings
from pmr_batch.layout.standard_workbook import BY_NAME, MEETING_KINDS, OBJECTIVES, REVIEWS
from pmr_batch.model.returns import Return
from pmr_batch.read.worker import read_workbook
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.workbook.carried_settings import rows_of

Row = dict[str, Any]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A trust folder, in which the office's file lies, too."""
    return offices.trust(tmp_path)


def ask(folder: Path, file: str, *more: str, academy: str = "RIV", cycle: str = "teaching-2025-26") -> Result:
    words = ["adopt", str(folder / file), "--academy", academy, "--cycle", cycle, "--folder", str(folder)]
    return CliRunner().invoke(main, [*words, "--as-of", "2025-09-08", *more])


def taken_over(folder: Path, shape: str, *more: str) -> tuple[Result, Return]:
    """What the command says of a file of one of the shapes, and its standard workbook."""
    (folder / f"{shape}.xlsx").write_bytes(offices.SHAPES[shape]())
    result = ask(folder, f"{shape}.xlsx", *more)
    assert result.exit_code in (0, 1), result.output
    return result, standard(folder, shape)


def standard(folder: Path, name: str) -> Return:
    path = folder / f"{name} standard.xlsx"
    return read_workbook(path.name, path.read_bytes())


def rows(one: Return, sheet: str, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in rows_of(one.tables[sheet])]


def listed(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """The lines of Not placed or Read otherwise."""
    book = opened(path)
    return list(book[sheet].iter_rows(min_row=4, values_only=True)) if sheet in book.sheetnames else []


def proposed(path: Path) -> dict[str, tuple[Any, ...]]:
    """The mapping by heading as found: sheet, column, item, how sure."""
    sheet = opened(path)["Mapping"]
    return {line[1]: line[5:9] for line in sheet.iter_rows(min_row=5, values_only=True)}


def correct(path: Path, heading: str, instead: str, item: str | None = None) -> None:
    """What an office does in the mapping: it chooses in the columns on the right."""
    book = openpyxl.load_workbook(path)
    line = next(cells for cells in book["Mapping"].iter_rows(min_row=5) if cells[1].value == heading)
    line[9].value, line[10].value = instead, item
    book.save(path)


# -- the shapes ----------------------------------------------------------------------------------


def test_one_wide_sheet_becomes_rows(office: Path) -> None:
    result, made = taken_over(office, "wide")
    assert result.exit_code == 1
    objectives = rows(made, "Objectives", "payroll_number", "no", "objective", "kind", "outcome")
    assert [one for one in objectives if one[0] in ("0001041", "0001042", "0001043")] == [
        ("0001041", 1, offices.TRUST_OBJECTIVE, "Trust", "Met"),
        ("0001041", 2, "Lead phonics", None, "Partly met"),
        ("0001041", 3, "Raise writing", None, "Not met"),
        ("0001042", 1, offices.TRUST_OBJECTIVE, "Trust", "Y"),
        ("0001042", 2, "Lead maths", None, None),
        ("0001043", 1, "Interventions", None, "Met"),
    ]
    assert rows(made, "Meetings", "payroll_number", "kind")[:3] == [
        ("0001041", "Initial meeting"),
        ("0001041", "Formal review"),
        ("0001041", "Final review"),
    ]
    assert rows(made, "Meetings", "date")[4] == ("not held",)
    assert rows(made, "Development", "payroll_number", "development_required", "application_and_impact")[:2] == [
        ("0001041", "Phonics lead course", "All staff trained"),
        ("0001042", None, None),  # what would be handed out to whoever the office has nothing of
    ]


def test_everybody_of_the_staff_list_is_there_with_what_is_known(office: Path) -> None:
    _, made = taken_over(office, "wide")
    staff = {row["payroll_number"]: row for row in rows_of(made.tables["Staff"])}
    assert list(staff) == ["0001041", "0001042", "0001043", "0001044", "0001045", "0001046"]
    assert (staff["0001041"]["job_title"], staff["0001041"]["role"]) == ("Year 2 teacher", "Teacher")
    assert staff["0001044"]["job_title"] == "Teacher of year 2"
    assert (made.academy, made.cycle) == ("RIV", "Teaching 2025-26")


def test_reviewers_named_by_name_are_looked_up_and_stand_on_reviewers(office: Path) -> None:
    _, made = taken_over(office, "wide")
    assert rows(made, "Staff", "reviewer")[:3] == [("0001001",), ("0001041",), (None,)]
    assert rows(made, "Reviewers", "payroll_number", "name") == [
        ("0001001", "Helen Hughes"),
        ("0001041", "Ann Appleby"),
    ]


def test_columns_and_sheets_of_their_own_go_along(office: Path) -> None:
    _, made = taken_over(office, "wide")
    beside = {extra.heading: list(extra.cells.values()) for extra in made.extras if extra.sheet == "Staff"}
    assert beside == {"Pay › Notes for head": ["wants Y6"], "Pay › Room": ["R2", "R7"]}
    assert "Room list" in {extra.sheet for extra in made.extras}


def test_two_of_a_name_are_never_told_apart_by_guessing(office: Path) -> None:
    taken_over(office, "wide")
    lost = {cells: (value, why) for _, cells, _, value, why in listed(office / "wide standard.xlsx", "Not placed")}
    assert lost["B8"] == ("Sam Smith", "has no payroll number, and 2 people on the staff list of RIV have the name")
    assert lost["E8"][0] == "Display"
    assert lost["V7"] == ("=X1*2", "holds a formula without a stored result; put it right in your file")


def test_what_is_read_otherwise_is_told(office: Path) -> None:
    taken_over(office, "wide")
    told = {
        (cell, was): (became, how)
        for _, cell, was, became, how in listed(office / "wide standard.xlsx", "Read otherwise")
    }
    assert told["A5", "1041"] == ("0001041", "leading zeros as on the staff list")
    assert told["L5", "Partially met"] == ("Partly met", "read as the value of the list")
    assert told["B7", "Mrs Cat O’Carver"] in (
        ("0001043", "the only one of that name on the staff list of RIV"),
        ("Cat O'Carver", "as the staff list writes it"),
    )


def test_a_row_of_sums_is_nobodys(office: Path) -> None:
    heads = ["Staff no", "Teacher", "Target 1"]
    sheet = [heads, ["0001041", "Ann Appleby", "Phonics"], [2, "Total", None], ["Count:", None, 2]]
    (office / "sums.xlsx").write_bytes(offices.office_file({"PM": sheet}))
    assert "1 row of 3 placed" in ask(office, "sums.xlsx").output.replace("rows", "row")
    made = standard(office, "sums")
    assert "Total" not in {row["name"] for row in rows_of(made.tables["Staff"])}
    lost = {cells: why for _, cells, _, _, why in listed(office / "sums standard.xlsx", "Not placed")}
    assert lost == dict.fromkeys(("A3", "B3", "A4", "C4"), "looks like a total, and is nobody's row")


def test_cpd_below_the_end_of_the_year_is_what_was_done_and_alone_what_is_needed(office: Path) -> None:
    merged = {"PM": ["B1:C1"]}
    sheet = [["Staff", "End of year", None, None], ["Staff no", "CPD", "Overall assessment", "CPD need"]]
    sheet += [["0001041", "Led phonics", "A good year", "Coaching"]]
    (office / "cpd.xlsx").write_bytes(offices.office_file({"PM": sheet}, merged))
    ask(office, "cpd.xlsx")
    made = standard(office, "cpd")
    assert ("0001041", "Led phonics") in rows(made, "Reviews", "payroll_number", "cpd_activity")
    assert ("0001041", "Coaching") in rows(made, "Development", "payroll_number", "development_required")


def test_numbers_in_headings_and_names_in_two_columns(office: Path) -> None:
    result, made = taken_over(office, "flat")
    assert rows(made, "Objectives", "payroll_number", "no", "objective", "outcome")[:4] == [
        ("0001041", 1, "Lead phonics", "Met"),
        ("0001041", 2, "Writing", "Not met"),
        ("0001042", 1, "Lead maths", "Partly met"),
        ("0001044", 1, "PE", None),
    ]
    assert rows(made, "Meetings", "payroll_number", "kind") == [
        ("0001041", "Observation"),
        ("0001041", "Observation"),
        ("0001041", "Drop-in"),
        ("0001042", "Observation"),
    ]
    assert rows(made, "Development", "development_required")[:4] == [("Phonics",), ("Oracy",), ("Maths",), (None,)]
    assert "DOB" in result.output


def test_dates_of_birth_stay_where_they_are(office: Path) -> None:
    taken_over(office, "flat")
    path = office / "flat standard.xlsx"
    lost = {cells: (heading, value) for _, cells, heading, value, _ in listed(path, "Not placed")}
    assert lost["C2:C6"] == ("DOB", "not repeated here")
    book = openpyxl.load_workbook(path)
    days = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert not [day for day in days if str(day).startswith("1980-05-04")]


def test_whoever_is_of_the_other_cycle_is_named(office: Path) -> None:
    taken_over(office, "flat")
    lost = {cells: why for _, cells, _, _, why in listed(office / "flat standard.xlsx", "Not placed")}
    assert lost["F5"] == "Una Unwin is reviewed in the support cycle; adopt the file for that cycle, too"
    assert lost["D4"] == "does not fit; “Teacher” of the staff list stands"
    again = ask(office, "flat.xlsx", cycle="support-2025-26")
    assert again.exit_code == 1
    assert rows(standard(office, "flat"), "Objectives", "payroll_number", "objective") == [("0001071", "Filing")]


def test_a_row_each_on_several_sheets(office: Path) -> None:
    _, made = taken_over(office, "long")
    assert rows(made, "Objectives", "payroll_number", "no", "objective", "improvement_priority", "outcome")[:3] == [
        ("0001041", 1, "Lead phonics", "READ", "Met"),
        ("0001041", 2, "Raise writing", "WRITE", "Partly met"),
        ("0001042", 1, "Lead maths", "MATHS", "Not met"),
    ]
    assert rows(made, "Meetings", "payroll_number", "kind", "held_by") == [
        ("0001041", "Observation", "0001042"),
        ("0001041", "Observation", "0001042"),
        ("0001042", "Observation", "A Visitor"),
    ]
    assert rows(made, "Priorities", "priority", "improvement_plan_priority") == [
        ("READ", "Reading for all"),
        ("WRITE", "Writing at length"),
    ]
    beside = {(extra.sheet, extra.heading): list(extra.cells.values()) for extra in made.extras if extra.heading}
    assert beside == {
        ("Objectives", "RAG"): ["green", "amber", "red"],
        ("Meetings", "Focus"): ["Phonics", "Writing", "Maths"],
        ("Development", "Cost"): [250],
    }


def test_repeated_headings_are_counted_and_headings_that_come_again_are_no_rows(office: Path) -> None:
    result, made = taken_over(office, "blocks")
    assert result.exit_code == 0
    assert rows(made, "Objectives", "payroll_number", "no", "objective", "outcome")[:6] == [
        ("0001041", 1, "Lead phonics", "Met"),
        ("0001041", 2, "Writing", "Met"),
        ("0001044", 1, "PE", "Not assessed"),
        ("0001042", 1, "Maths", "Met"),
        ("0001042", 2, "Fractions", "Not met"),
        ("0009999", 1, "Settle in", None),
    ]
    assert proposed(office / "blocks mapping.xlsx")["Next steps"] == ("Own column", None, None, "not placed")


@pytest.mark.parametrize("shape", offices.SHAPES)
def test_the_workbook_can_be_checked_at_once(office: Path, shape: str) -> None:
    taken_over(office, shape)
    words = ["check", str(office / f"{shape} standard.xlsx"), "--folder", str(office), "--as-of", "2025-09-30"]
    told = CliRunner().invoke(main, words)
    assert told.exit_code in (0, 1), told.output
    for code in ("PM001", "PM002", "PM003", "PM004", "PM011", "PM015", "PM802"):
        assert code not in told.output, told.output


@pytest.mark.parametrize("shape", offices.SHAPES)
def test_every_filled_cell_is_somewhere(office: Path, shape: str) -> None:
    taken_over(office, shape)
    assert_nothing_lost(office, shape)


# -- the mapping ---------------------------------------------------------------------------------


def test_the_mapping_says_where_how_sure_and_no_value(office: Path) -> None:
    taken_over(office, "flat")
    found = proposed(office / "flat mapping.xlsx")
    assert found["Obj 2 outcome"] == ("Objectives", "Outcome", "2", "sure")
    assert found["Lesson obs 2"] == ("Meetings", "Date", "Observation 2", "sure")
    assert found["Forename"] == ("Staff", "Name", "first", "sure")
    assert found["DOB"] == ("Private, stays out", None, None, "not placed")
    book = openpyxl.load_workbook(office / "flat mapping.xlsx")
    assert not [cell for line in book["Mapping"].iter_rows() for cell in line if "Appleby" in str(cell.value)]


def test_a_corrected_mapping_is_followed(office: Path) -> None:
    taken_over(office, "wide")
    mapping = office / "wide mapping.xlsx"
    correct(mapping, "Pay › Notes for head", "Reviews: Additional information")
    correct(mapping, "Pay › Room", "Leave out")
    correct(mapping, "Meetings › Mid-year review", "Meetings: Date", "Informal review")
    before = mapping.read_bytes()
    _, made = taken_over(office, "wide")
    assert rows(made, "Reviews", "additional_information")[0] == ("wants Y6",)
    assert ("0001041", "Informal review") in rows(made, "Meetings", "payroll_number", "kind")
    assert "Pay › Room" not in {extra.heading for extra in made.extras}
    lost = {cells: why for _, cells, _, _, why in listed(office / "wide standard.xlsx", "Not placed")}
    assert lost["X5:X6"] == "left out, as the mapping says"
    assert mapping.read_bytes() == before
    assert_nothing_lost(office, "wide")


def test_last_years_mapping_serves_where_columns_moved_and_names_what_it_does_not_know(office: Path) -> None:
    heads = ["Staff no", "Who", "Target A", "Zing 2025"]
    first = offices.office_file({"PM 2024-25": [heads, ["0001041", "Ann Appleby", "Phonics", "blue"]]})
    (office / "old.xlsx").write_bytes(first)
    ask(office, "old.xlsx")
    correct(office / "old mapping.xlsx", "Target A", "Objectives: Objective", "1")
    correct(office / "old mapping.xlsx", "Zing 2025", "Objectives: Summary of success", "1")
    second = [["Colour", "Zing 2026", "Target A", "Staff no"], ["red", "sparkling", "Writing", "0001042"]]
    (office / "new.xlsx").write_bytes(offices.office_file({"PM 2025-26": second}))
    result = ask(office, "new.xlsx", "--mapping", str(office / "old mapping.xlsx"))
    assert result.exit_code == 0, result.output
    assert ("0001042", "Writing", "sparkling") in rows(
        standard(office, "new"), "Objectives", "payroll_number", "objective", "summary_of_success"
    )
    assert (
        "Not in old mapping.xlsx, so proposed anew, in new mapping.xlsx:\n  PM 2025-26: Colour → own column"
        in result.output
    )
    assert "In the mapping, and no longer in the file:\n  PM 2024-25: Who" in result.output
    assert proposed(office / "new mapping.xlsx")["Zing 2026"] == ("Objectives", "Summary of success", "1", "yours")


def test_a_mapping_line_that_cannot_be_followed_is_named_with_the_nearest(office: Path) -> None:
    taken_over(office, "flat")
    correct(office / "flat mapping.xlsx", "DOB", "Objectives: Outcom")
    result = ask(office, "flat.xlsx")
    assert result.exit_code == 2
    assert result.stderr == (
        "flat mapping.xlsx row 7: Use instead holds “Objectives: Outcom”, which is no column of the standard workbook; "
        "did you mean “Objectives: Outcome”?\n"
    )


def test_a_number_or_kind_that_cannot_be_is_named(office: Path) -> None:
    taken_over(office, "flat")
    correct(office / "flat mapping.xlsx", "DOB", "Meetings: Date", "Party")
    result = ask(office, "flat.xlsx")
    assert result.exit_code == 2
    assert "flat mapping.xlsx row 7: Number or kind is “Party”; a meeting is one of Initial meeting" in result.stderr


def test_the_office_may_place_what_looks_private(office: Path) -> None:
    taken_over(office, "flat")
    correct(office / "flat mapping.xlsx", "DOB", "Staff: Absent from")
    _, made = taken_over(office, "flat")
    assert rows(made, "Staff", "absent_from")[0] == (dt.date(1980, 5, 4),)


# -- what it refuses -----------------------------------------------------------------------------


def test_a_workbook_that_was_worked_on_is_left_and_the_new_one_goes_beside_it(office: Path) -> None:
    taken_over(office, "flat")
    made = office / "flat standard.xlsx"
    book = openpyxl.load_workbook(made)
    book["Staff"]["C2"] = "worked on"
    book.save(made)
    before = made.read_bytes()
    assert "flat standard.xlsx: written in by hand, left as it is" in ask(office, "flat.xlsx").output
    assert made.read_bytes() == before
    correct(office / "flat mapping.xlsx", "DOB", "Staff: Absent from")
    result = ask(office, "flat.xlsx")
    assert (
        "flat standard.xlsx: written in by hand, left as it is; the new one is flat standard (2).xlsx" in result.output
    )
    assert made.read_bytes() == before
    assert (office / "flat standard (2).xlsx").exists()


def test_the_offices_own_file_is_only_read(office: Path) -> None:
    (office / "long.xlsx").write_bytes(content := offices.long())
    assert ask(office, "long.xlsx").exit_code == 1
    assert (office / "long.xlsx").read_bytes() == content
    assert sorted(path.name for path in office.iterdir()) == [
        ".lock",
        "long mapping.xlsx",
        "long standard.xlsx",
        "long.xlsx",
        "records.sqlite",
        "trust.xlsx",
    ]


def test_the_same_file_gives_the_same_bytes(office: Path) -> None:
    taken_over(office, "wide")
    made = [(office / f"wide {name}.xlsx").read_bytes() for name in ("mapping", "standard")]
    (office / "wide mapping.xlsx").unlink()
    ask(office, "wide.xlsx")
    assert [(office / f"wide {name}.xlsx").read_bytes() for name in ("mapping", "standard")] == made


def test_without_a_trust_folder_it_says_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "flat.xlsx").write_bytes(offices.flat())
    result = ask(tmp_path, "flat.xlsx")
    assert result.exit_code == 2
    assert "has no trust.xlsx; the academy, the cycle, the staff list and the settings come from it" in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no workbook at all", "office.xlsx: the file"),
        (workbook({"Notes": [["Just"], ["a note"]]}), "office.xlsx: has no table with headings"),
        (workbook({"Start": [[]], "Staff": [[]], "Objectives": [[]]}), "office.xlsx: is a standard workbook already"),
    ],
)
def test_a_file_that_cannot_be_adopted(office: Path, content: bytes, told: str) -> None:
    (office / "office.xlsx").write_bytes(content)
    result = ask(office, "office.xlsx")
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (office / "office standard.xlsx").exists()


def test_an_academy_that_is_not_there(office: Path) -> None:
    (office / "flat.xlsx").write_bytes(offices.flat())
    result = ask(office, "flat.xlsx", academy="XXX")
    assert result.exit_code == 2
    assert "XXX: no such academy; there are RIV, OAK, HEADS" in result.stderr


# -- nothing is lost -----------------------------------------------------------------------------


def assert_nothing_lost(folder: Path, name: str) -> None:
    """Each filled cell of the file stands in the standard workbook, in the mapping as a heading, or on a list."""
    source = opened(folder / f"{name}.xlsx")
    made = opened(folder / f"{name} standard.xlsx")
    lost = dict(_lost(made))
    reread = {(sheet, cell): str(became) for sheet, cell, _, became, _ in listed_in(made, "Read otherwise")}
    headings = {part for heading in _mapped(folder / f"{name} mapping.xlsx") for part in heading.split(" › ")}
    texts = list(_texts(made))
    together = "\n".join(texts).casefold()
    for sheet in source:
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value not in (None, "")):
            at = (sheet.title, cell.coordinate)
            text = _text(cell.value)
            found = (
                at in lost
                or (at in reread and reread[at] in texts)
                or " ".join(text.split()).rstrip(":") in headings
                or (text.partition(": ")[0] in headings and text.partition(": ")[2].casefold() in together)
                or text.strip().casefold() in together
            )
            assert found, (at, cell.value)
            assert at not in lost or lost[at] in (text, "not repeated here"), (at, lost[at], text)


def listed_in(book: Any, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(min_row=4, values_only=True)) if sheet in book.sheetnames else []


def _lost(book: Any) -> Iterator[tuple[tuple[str, str], str]]:
    for sheet, cells, _, value, _ in listed_in(book, "Not placed"):
        left, top, right, bottom = range_boundaries(cells)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield (sheet, f"{get_column_letter(column)}{row}"), value


def _mapped(path: Path) -> list[str]:
    return [heading for heading in proposed(path) if heading]


def _texts(book: Any) -> Iterator[str]:
    """What stands in the standard workbook, lists of what was left aside."""
    for sheet in book:
        if sheet.title not in ("Not placed", "Read otherwise", "Settings", "Lists", "Checks"):
            yield from (_text(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None)


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


PEOPLE = [
    ("0001041", "Ann Appleby"),
    ("0001042", "Ben Barlow"),
    ("", "Cat O'Carver"),
    ("", "Sam Smith"),
    ("", "A Ghost"),
    ("0001071", "Una Unwin"),
    ("7777777", "New Person"),
    ("", ""),
]
GROUPS = {
    "Objective {n}": ["Target", "Measures", "Success criteria", "Outcome", "Evidence", "Thoughts"],
    "CPD {n}": ["Need", "Provider", "Impact", "Hours"],
    "Observation {n}": ["Date", "Observer", "Feedback"],
}
ALONE = ["Job title", "Reviewer", "Overall assessment", "Notes", "Recommended point", "Final review", "Shoe", "FTE", ""]


@st.composite
def wide_sheets(draw: st.DrawFn) -> bytes:
    """A wide sheet with its people in any state, its columns in any order, one or two rows of headings."""
    columns = [("", name) for name in draw(st.lists(st.sampled_from(ALONE), unique=True, max_size=5))]
    for group, parts in GROUPS.items():
        for number in range(1, draw(st.integers(0, 3)) + 1):
            some = draw(st.lists(st.sampled_from(parts), unique=True, min_size=1))
            columns += [(group.format(n=number), part) for part in some]
    columns = [("", "Payroll number"), ("", "Name"), *columns]
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=6))
    counter = iter(range(1, 100_000))
    body = [[*person, *(_content(draw, next(counter)) for _ in columns[2:])] for person in people]
    if draw(st.booleans()):
        heads = [[group for group, _ in columns], [part for _, part in columns]]
        if not any(heads[0]):
            heads = heads[1:]
    else:
        heads = [[f"{group} {part}".strip() for group, part in columns]]
    above = draw(st.sampled_from([[], [["A title of ours"]], [["A title of ours"], []]]))
    below = draw(st.sampled_from([[], [[], ["a note at the end", "another"]]]))
    return offices.office_file({"Appraisals": [*above, *heads, *body, *below]})


def _content(draw: st.DrawFn, number: int) -> Any:
    kind = draw(st.sampled_from(["text", "text", "date", "number", "", "error", "formula"]))
    made: dict[str, Any] = {
        "text": f"words {number} of theirs",
        "date": dt.date(2025, 9, 1) + dt.timedelta(days=number),
        "number": 900_000 + number,
        "error": "#REF!",
        "formula": Formula(f"=A{number}+1"),
    }
    return made.get(kind, "")


@cache
def _trust_settings(folder: str) -> Any:
    return read_trust(Path(folder))


@settings(
    max_examples=tried(12),
    deadline=None,
    derandomize=SAME_EACH_TIME,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=wide_sheets())
def test_nothing_of_any_wide_sheet_is_lost(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    trust = tmp_path_factory.getbasetemp() / "trust of all"
    if not trust.exists():
        offices.trust(trust)
    found = _trust_settings(str(trust))
    folder = tmp_path_factory.mktemp("wide")
    (folder / "any.xlsx").write_bytes(content)
    destination = destination_of(found, "RIV", found.cycles["Teaching 2025-26"], dt.date(2025, 9, 8), {})
    with ThreadPoolExecutor(1) as executor:
        adopted = adopt(folder / "any.xlsx", folder, destination, executor)
    assert_nothing_lost(folder, "any")
    made = read_workbook("any.xlsx", adopted.workbook.read_bytes())
    for sheet in ("Objectives", "Development", "Meetings"):
        handed_out = [_filled(row) for row in destination.handed_out().get(sheet, ())]
        for row in (row for row in map(_filled, rows_of(made.tables[sheet])) if row not in handed_out):
            assert row.keys() - {"payroll_number", "no", "kind"}, "blank groups make no rows"
    assert set(made.tables) == set(BY_NAME)
    assert_rightly_placed(folder, made)


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value is not None}


def assert_rightly_placed(folder: Path, made: Return) -> None:
    """A text of somebody with a number stands in their row, in the column and under the number of the mapping."""
    lost = dict(_lost(opened(folder / "any standard.xlsx")))
    mapping = opened(folder / "any mapping.xlsx")["Mapping"]
    goes_to = {line[2]: line[5:8] for line in mapping.iter_rows(min_row=5, values_only=True) if line[6]}
    sheet = opened(folder / "any.xlsx")["Appraisals"]
    for top, (name, heading, item) in goes_to.items():
        above = sheet[top]
        for cell in (sheet.cell(row, above.column) for row in range(above.row + 1, sheet.max_row + 1)):
            person = sheet.cell(cell.row, 1).value
            if "words" in str(cell.value) and ("Appraisals", cell.coordinate) not in lost and person:
                rows = [row for row in rows_of(made.tables[name]) if row["payroll_number"] == person]
                rows = [row for row in rows if name != "Objectives" or str(row["no"]) == item]
                key = next(column.key for column in BY_NAME[name] if column.heading == heading)
                assert cell.value in [row[key] for row in rows], (cell.coordinate, name, heading, item)


def test_a_cell_that_were_lost_would_be_missed(office: Path) -> None:
    """The check itself: with a line of Not placed deleted, it fails."""
    taken_over(office, "wide")
    path = office / "wide standard.xlsx"
    book = openpyxl.load_workbook(path)
    book["Not placed"].delete_rows(7)
    book.save(path)
    with pytest.raises(AssertionError, match="Year 3"):
        assert_nothing_lost(office, "wide")


# -- what offices call things, and what is nearly something ----------------------------------------


def test_every_name_of_headings_yml_is_of_a_column_that_there_is() -> None:
    names = office_headings()
    headings = {f"{sheet}: {heading}" for sheet, of_sheet in names.columns.items() for heading in of_sheet}
    known = {f"{sheet.name}: {column.heading}" for sheet in BY_NAME.values() for column in sheet}
    assert headings <= known
    assert set(names.sheets) <= set(BY_NAME)
    assert set(names.meetings) <= set(MEETING_KINDS)


@pytest.mark.parametrize(
    ("heading", "means"),
    [
        ("Objective 2: Success criteria", "Objectives: What success looks like 2"),
        ("Second objective", "Objectives: Objective 2"),
        ("Measures for target 3", "Objectives: Measures and milestones 3"),
        ("Date of mid-year review", "Meetings: Date Formal review"),
        ("Lesson observation 2 (2025-26)", "Meetings: Date Observation 2"),
        ("Staff number", "Staff: Payroll number"),
        ("Appraisers", "Staff: Reviewer"),
        ("Training need 1", "Development: Development required 1"),
        ("UPS application", "Reviews: UPR application"),
        ("Hobbies", ""),
    ],
)
def test_what_a_heading_means(heading: str, means: str) -> None:
    target = next((target for target, _ in meanings(heading, None)), None)
    assert (f"{target.label} {target.item}".strip() if target else "") == means


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("met", "Met"),
        ("Partially met", "Partly met"),
        ("Not  Met.", "Not met"),
        ("unmet", "Not met"),
        ("nearly met", "nearly met"),
        ("exceeded", "exceeded"),
        ("M", "M"),
    ],
)
def test_list_values_are_taken_only_where_they_are_plainly_meant(typed: str, becomes: str) -> None:
    assert read_as(OBJECTIVES.outcome, SourceSheet("S", {(1, 1): typed}), (1, 1), False).value == becomes


def test_not_is_never_read_as_its_opposite() -> None:
    for typed in ("Haven't been met", "havent been met", "have not ben met", "Have nt been met"):
        value = read_as(REVIEWS.pay_criteria, SourceSheet("S", {(1, 1): typed}), (1, 1), False).value
        assert value in (typed, "Have not been met")


def test_what_is_changed_in_place_in_the_mapping_counts_too(office: Path) -> None:
    taken_over(office, "blocks")
    path = office / "blocks mapping.xlsx"
    book = openpyxl.load_workbook(path)
    line = next(cells for cells in book["Mapping"].iter_rows(min_row=5) if cells[1].value == "Next steps")
    line[5].value, line[6].value, line[7].value = "Development", "Development required", "1"
    book.save(path)
    _, made = taken_over(office, "blocks")
    assert rows(made, "Development", "payroll_number", "development_required")[:2] == [
        ("0001041", "Year 6"),
        ("0001042", None),
    ]


def test_what_is_hidden_is_told(office: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(offices.blocks()))
    book["Teachers"].row_dimensions[3].hidden = True
    book.save(office / "hidden.xlsx")
    assert "Hidden in your file, and read all the same: Teachers (rows)." in ask(office, "hidden.xlsx").output


def test_private_sheets_and_columns_never_reach_the_workbook(office: Path) -> None:
    medical = [["Name", "Sickness reason"], ["Ann Appleby", "a secret of hers"]]
    targets = [["Payroll number", "Target", "NI number"], ["0001041", "Phonics", "QQ 12 34 56 C"]]
    (office / "own.xlsx").write_bytes(offices.office_file({"Targets": targets, "Medical notes": medical}))
    assert ask(office, "own.xlsx").exit_code == 0
    for name in ("own standard.xlsx", "own mapping.xlsx"):
        book = openpyxl.load_workbook(office / name)
        texts = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
        assert not {text for text in texts if "secret" in text or "QQ 12" in text}, name


def test_a_mapping_that_grows_keeps_what_was_corrected_and_what_is_gone(office: Path) -> None:
    def file(*columns: str) -> None:
        cells = [["Payroll number", *columns], ["0001041", *(f"words of {name}" for name in columns)]]
        (office / "own.xlsx").write_bytes(offices.office_file({"PM": cells}))

    file("Zing", "Zang")
    ask(office, "own.xlsx")
    correct(office / "own mapping.xlsx", "Zing", "Reviews: CPD activity")
    file("Zing", "Zong")
    result = ask(office, "own.xlsx")
    assert (
        "Not in own mapping.xlsx, so proposed anew, in own mapping (2).xlsx:\n  PM: Zong → own column" in result.output
    )
    found = proposed(office / "own mapping (2).xlsx")
    assert found["Zing"] == ("Reviews", "CPD activity", None, "yours")
    assert found["Zang"] == ("Own column", None, None, "not placed")
    assert found["Zong"] == ("Own column", None, None, "not placed")
    file("Zang", "Zing")
    assert "Not in" not in ask(office, "own.xlsx").output


def test_two_columns_mapped_to_the_name_lose_neither(office: Path) -> None:
    cells = [["Payroll number", "Name", "Known as", "Target"], ["0001041", "Ann Appleby", "Annie", "Phonics"]]
    (office / "own.xlsx").write_bytes(offices.office_file({"PM": cells}))
    ask(office, "own.xlsx")
    correct(office / "own mapping.xlsx", "Known as", "Staff: Name")
    assert ask(office, "own.xlsx").exit_code == 0
    assert rows(standard(office, "own"), "Staff", "name")[0] == ("Ann Appleby",)
    assert_nothing_lost(office, "own")


def test_two_columns_mapped_to_one_text_are_joined_and_to_one_date_are_told(office: Path) -> None:
    cells = [
        ["Payroll number", "Zig", "Zag", "Zog", "Zug"],
        ["0001041", "one", "two", dt.date(2026, 7, 1), dt.date(2026, 7, 2)],
    ]
    (office / "own.xlsx").write_bytes(offices.office_file({"PM": cells}))
    ask(office, "own.xlsx")
    for heading, item in (("Zig", "1"), ("Zag", "2")):
        correct(office / "own mapping.xlsx", heading, "Reviews: CPD activity", item)
    for heading in ("Zog", "Zug"):
        correct(office / "own mapping.xlsx", heading, "Reviews: Report sent on")
    assert ask(office, "own.xlsx").exit_code == 1
    review = rows(standard(office, "own"), "Reviews", "cpd_activity", "report_sent_on")[0]
    assert review == ("one\ntwo", dt.date(2026, 7, 1))
    lost = listed(office / "own standard.xlsx", "Not placed")
    assert lost[0][1:] == (
        "E2",
        "Zug",
        "2026-07-02",
        "Reviews: Report sent on holds 1 July 2026 of this person already",
    )
