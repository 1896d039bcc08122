"""A staff list as payroll or HR systems export it becomes the Staff list of trust.xlsx: by a mapping, shown first."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import exports
import openpyxl
import pytest
from click.testing import CliRunner, Result
from exports import HEADINGS, OCTOBER, Row

from pmr_batch.cli import main
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.trust_workbook import STAFF_LIST, TRUST_SHEETS
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.workbook.carried_settings import rows_of

MAPPING = "Staff list mapping.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trust folder whose Staff list has nobody yet."""
    return exports.trust(tmp_path / "trust")


def ask(folder: Path, file: str, *more: str, on: dt.date = OCTOBER) -> Result:
    words = ["staff", str(folder / file), "--folder", str(folder), "--as-of", on.isoformat(), *more]
    return CliRunner().invoke(main, words)


def put(folder: Path, rows: Sequence[Mapping[str, Any]], name: str = "export.csv", **how: Any) -> str:
    (folder / name).write_bytes(exports.as_csv(rows, **how) if name.endswith("csv") else exports.as_xlsx(rows, **how))
    return name


def taken(folder: Path, rows: Sequence[Mapping[str, Any]], name: str = "export.csv", **how: Any) -> Result:
    """What is said when an export is taken by the mapping as it was proposed."""
    put(folder, rows, name, **how)
    first = ask(folder, name)
    assert first.exit_code in (0, 1), first.output
    return ask(folder, name, "--take")


def as_json(folder: Path, file: str, *more: str) -> dict[str, Any]:
    return dict(json.loads(ask(folder, file, "--json", *more).stdout))


def listed(folder: Path) -> list[dict[str, Any]]:
    """The rows of the Staff list as the settings' reader has them."""
    table = read_tables((folder / "trust.xlsx").read_bytes(), TRUST_SHEETS).tables[STAFF_LIST.name]
    return [dict(row) for row in rows_of(table)]


def by_number(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["payroll_number"]: row for row in listed(folder)}


def answer(path: Path, sheet: str, found: str, **answers: str) -> None:
    """What HR does in a mapping: in the line of a heading or word it chooses in the columns on the right."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = next(cells for cells in page.iter_rows() if "How sure" in [cell.value for cell in cells])
    at = {str(cell.value): cell.column for cell in head}
    line = next(cells for cells in page.iter_rows(min_row=head[0].row + 1) if cells[1].value == found)
    for heading, text in answers.items():
        page.cell(line[0].row, at[heading.replace("_", " ")], text)
    book.save(path)


def person(**differs: Any) -> Row:
    """The cells of a class teacher at Riverside, by the headings of `exports`."""
    cells = exports.cells_of(exports.people(5)[4], Random(1), exports.british)
    teacher = {
        "Employee Number": "0001041",
        "Surname": "APPLEBY",
        "Forename": "Ann",
        "Establishment": "Riverside Primary Academy",
        "Post Title": "Class Teacher",
        "Contract Type": "Perm",
        "Start Date": "15/09/2016",
        "Leaving Date": "",
        "FTE": 1,
        "ECT": "N",
        "QTS": "Y",
        "Pay Scale": "Teachers Main",
        "Spine Point": "M3",
    }
    return {heading: ({**cells, **teacher} | differs)[heading] for heading in HEADINGS}


def several(*differs: Row) -> list[Row]:
    """A row of the teacher's for each difference."""
    return [person(**one) for one in differs]


ANN: Row = {
    "payroll_number": "0001041",
    "name": "Ann Appleby",
    "academy_code": "RIV",
    "job_title": "Class Teacher",
    "role": "Teacher",
    "contract": "Permanent",
    "employment_start": dt.date(2016, 9, 15),
    "fte": 1.0,
    "in_induction": "No",
    "qualified_teacher": "Yes",
    "pay_range": "Main",
    "pay_point": "M3",
}
BEN: Row = ANN | {"payroll_number": "0001042", "name": "Ben Barlow", "academy_code": "OAK"}
BEN_EXPORTED: Row = {
    "Employee Number": "0001042",
    "Surname": "BARLOW",
    "Forename": "Ben",
    "Establishment": "Oakwood C of E Primary School",
}


# -- first proposed, then taken --------------------------------------------------------------------


def test_the_first_run_writes_a_mapping_and_changes_nothing(folder: Path) -> None:
    before = (folder / "trust.xlsx").read_bytes()
    no_range = {"Employee Number": "0001042", "Post Title": "Music", "Pay Scale": "", "Spine Point": ""}
    result = ask(folder, put(folder, several({}, no_range)))
    assert result.exit_code == 1
    assert "Open, so answer them:\n  Role, by job title: Music (1 row)\n" in result.stdout
    assert f"{folder / MAPPING}: the mapping; correct it in Excel" in result.stdout
    assert (folder / "trust.xlsx").read_bytes() == before
    assert not list(folder.glob("trust before*"))
    again = ask(folder, "export.csv", "--take")
    assert again.exit_code == 1
    assert again.stdout.endswith(f"Answer what is open in {folder / MAPPING}, save it, and run again.\n")
    assert (folder / "trust.xlsx").read_bytes() == before


def test_an_answer_in_the_mapping_is_taken_and_a_word_that_is_none_is_named(folder: Path) -> None:
    rows = several({}, {"Employee Number": "0001042", "Post Title": "Music", "Pay Scale": "", "Spine Point": ""})
    ask(folder, put(folder, rows))
    answer(folder / MAPPING, "Values", "Music", Means_instead="Teachers")
    refused = ask(folder, "export.csv")
    assert refused.exit_code == 2
    assert "Values row 6: “Teachers” is no value for Role, by job title; did you mean “Teacher”?" in refused.stderr
    answer(folder / MAPPING, "Values", "Music", Means_instead="Teacher")
    answer(folder / MAPPING, "Columns", "Start Date", Use_instead="Not taken")
    shown = as_json(folder, "export.csv")
    assert [row["role"] for row in shown["joiners"]] == ["Teacher", "Teacher"]
    assert "employment_start" not in shown["joiners"][0]
    answer(folder / MAPPING, "Columns", "Start Date", Use_instead="Employment begin")
    refused = ask(folder, "export.csv")
    assert "is no column of the Staff list; did you mean “Employment end”?" in refused.stderr


def test_a_dry_run_shows_and_take_writes_with_the_file_as_it_was_beside(folder: Path) -> None:
    before = (folder / "trust.xlsx").read_bytes()
    put(folder, several({}))
    ask(folder, "export.csv")
    dry = ask(folder, "export.csv")
    assert dry.exit_code == 0
    assert "Joiners (1):\n  0001041  Ann Appleby: RIV, Teacher, Main M3, from 15 September 2016\n" in dry.stdout
    assert dry.stdout.endswith("Nothing was changed yet (1 row added, 0 changed). Run again with --take to write it.\n")
    assert (folder / "trust.xlsx").read_bytes() == before
    result = ask(folder, "export.csv", "--take")
    assert result.exit_code == 0
    assert (folder / "trust before 2026-10-05.xlsx").read_bytes() == before
    (row,) = listed(folder)
    assert {key: value for key, value in row.items() if value is not None} == ANN
    again = ask(folder, "export.csv", "--take")
    assert again.stdout.endswith("The Staff list is as the export has it; nothing is to be written.\n")
    assert len(list(folder.glob("trust before*"))) == 1


def test_the_same_export_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = exports.trust(tmp_path / name, [ANN])
        taken(folder, several({"FTE": 0.5}, {"Employee Number": "0001042"}))
        made.append([(folder / file).read_bytes() for file in ("trust.xlsx", MAPPING, "trust before 2026-10-05.xlsx")])
    assert made[0] == made[1]


def test_a_copy_is_never_overwritten(folder: Path) -> None:
    (folder / "trust before 2026-10-05.xlsx").write_bytes(b"kept by hand")
    taken(folder, several({}))
    assert (folder / "trust before 2026-10-05.xlsx").read_bytes() == b"kept by hand"
    assert (folder / "trust before 2026-10-05 (2).xlsx").exists()


@pytest.mark.parametrize("lock", ["~$trust.xlsx", ".~lock.trust.xlsx#"])
def test_a_file_that_is_open_is_not_written(folder: Path, lock: str) -> None:
    taken(folder, several({}))
    before = (folder / "trust.xlsx").read_bytes()
    (folder / lock).write_text("somebody")
    put(folder, several({"FTE": 0.5}))
    result = ask(folder, "export.csv", "--take")
    assert result.exit_code == 2
    assert "trust.xlsx: is open in " in result.stderr
    assert "save and close it there, then run again" in result.stderr
    assert (folder / "trust.xlsx").read_bytes() == before
    dry = ask(folder, "export.csv")
    assert dry.exit_code == 0
    assert "what is not saved there is not seen here" in dry.stderr


def test_two_hundred_and_fifty_people_with_mixed_dates_and_no_wrong_value(folder: Path) -> None:
    people = exports.people(250)
    above = [["Four Rivers Trust"], ["Staff in post at 30 September 2026"], []]
    result = taken(
        folder, exports.table(people, exports.mixed), "export.xlsx", above=above, below=[[], ["Total headcount", 250]]
    )
    assert result.exit_code == 0, result.output
    rows = {(row["payroll_number"], row["academy_code"]): row for row in listed(folder)}
    truth = {person.key: person.values for person in people}
    assert rows.keys() == truth.keys()
    placed = [(rows[key][heading], value) for key, values in truth.items() for heading, value in values.items()]
    right = sum(got == value for got, value in placed)
    wrong = [pair for pair in placed if pair[0] not in (None, pair[1])]
    assert not wrong
    assert right >= 0.95 * len(placed)
    assert len(read_trust(folder).staff_list or ()) == 250


@pytest.mark.parametrize("system", [exports.of_payroll, exports.of_hr])
def test_other_systems_are_read_without_a_wrong_value(folder: Path, system: Any) -> None:
    people, rng = exports.people(80, seed=3), Random(4)
    number = (lambda typed: f"E{typed}") if system is exports.of_hr else str
    put(folder, [system(each, rng) for each in people], "export.xlsx")
    ask(folder, "export.xlsx")
    if system is exports.of_payroll:
        answer(folder / MAPPING, "Columns", "Empref", Read_as_instead="7 digits")
    result = ask(folder, "export.xlsx", "--take")
    assert result.exit_code == 0, result.output
    rows = by_number(folder)
    assert rows.keys() == {number(each.values["payroll_number"]) for each in people}
    placed = []
    for each in people:
        row = rows[number(each.values["payroll_number"])]
        told = {key: each.values[key] for key in each.values if key not in ("payroll_number", "job_title")}
        placed += [(key, row[key], value) for key, value in told.items()]
    assert not [entry for entry in placed if entry[1] is not None and entry[1] != entry[2]]
    assert sum(got == value for _, got, value in placed) >= 0.95 * len(placed)


# -- days and months -------------------------------------------------------------------------------


def starts(folder: Path) -> list[Any]:
    return [row["employment_start"] for row in listed(folder)]


def dated(*days: Any) -> list[Row]:
    """People of whom only the start date differs, under numbers of their own."""
    return several(*({"Employee Number": f"000{1000 + at}", "Start Date": day} for at, day in enumerate(days)))


def test_one_date_that_fits_one_order_only_settles_the_column(folder: Path) -> None:
    taken(folder, dated("01/09/2016", "02/03/2018", "25/12/2019"))
    assert starts(folder) == [dt.date(2016, 9, 1), dt.date(2018, 3, 2), dt.date(2019, 12, 25)]


def test_months_come_first_where_the_column_says_so(folder: Path) -> None:
    taken(folder, dated("09/01/2016", "03/02/2018", "12/25/2019"))
    assert starts(folder) == [dt.date(2016, 9, 1), dt.date(2018, 3, 2), dt.date(2019, 12, 25)]


def test_a_column_that_fits_both_is_asked_about(folder: Path) -> None:
    rows = dated("01/09/2016", "02/03/2018")
    result = taken(folder, rows)
    assert result.exit_code == 1
    asked = "  Start Date → Employment start: each of its dates may have the day or the month first; say which"
    assert asked in result.stdout.splitlines()
    assert listed(folder) == []
    answer(folder / MAPPING, "Columns", "Start Date", Read_as_instead="day/month/year")
    assert ask(folder, "export.csv", "--take").exit_code == 0
    assert starts(folder) == [dt.date(2016, 9, 1), dt.date(2018, 3, 2)]


def test_a_column_that_fits_both_is_read_as_the_others_of_the_export(folder: Path) -> None:
    rows = dated("25/12/2016", "02/03/2018")
    rows[0]["Leaving Date"] = "01/09/2027"
    result = ask(folder, put(folder, rows))
    assert "  Leaving Date → Employment end, read as day/month/year" in result.stdout.splitlines()
    ask(folder, "export.csv", "--take")
    assert listed(folder)[0]["employment_end"] == dt.date(2027, 9, 1)


def test_years_of_two_digits_are_asked_about(folder: Path) -> None:
    result = taken(folder, dated("25/12/16", "02/03/98"))
    assert "  Start Date → Employment start: 2 dates have a year of two digits; say which century, and the order" in (
        result.stdout.splitlines()
    )
    reading = "day/month/year; years of two digits are 1930 to 2029"
    answer(folder / MAPPING, "Columns", "Start Date", Read_as_instead=reading)
    ask(folder, "export.csv", "--take")
    assert starts(folder) == [dt.date(2016, 12, 25), dt.date(1998, 3, 2)]


def test_dates_that_contradict_each_other_are_asked_about_and_then_named(folder: Path) -> None:
    result = taken(folder, dated("25/12/2016", "12/25/2016"))
    assert "some of its dates can only have the day first, others only the month; say which is right" in result.stdout
    answer(folder / MAPPING, "Columns", "Start Date", Read_as_instead="day/month/year")
    result = ask(folder, "export.csv", "--take")
    assert result.exit_code == 1
    assert "  0001001, export K3: Employment start “12/25/2016” is no date" in result.stdout.splitlines()
    assert "Employment start is blank; give a date" in result.stdout
    assert listed(folder) == []


def test_dates_that_excel_took_for_others_are_asked_about(folder: Path) -> None:
    """An American export opened in Britain: what could be a date was turned round, the rest stayed text."""
    rows = dated(dt.date(2016, 1, 9), dt.date(2017, 2, 10), dt.date(2018, 3, 11), "09/25/2019")
    result = taken(folder, rows, "export.xlsx")
    assert "in date cells Excel may have taken days for months" in result.stdout
    reading = "month/day/year; Excel took days for months in the others"
    answer(folder / MAPPING, "Columns", "Start Date", Read_as_instead=reading)
    ask(folder, "export.xlsx", "--take")
    assert starts(folder) == [dt.date(2016, 9, 1), dt.date(2017, 10, 2), dt.date(2018, 11, 3), dt.date(2019, 9, 25)]


def test_next_month_an_order_that_has_changed_is_asked_about_anew(folder: Path) -> None:
    taken(folder, dated("01/09/2016", "25/12/2019"))
    result = taken(folder, dated("09/01/2016", "12/25/2019"))
    assert result.exit_code == 0
    assert starts(folder) == [dt.date(2016, 9, 1), dt.date(2019, 12, 25)]


def test_what_systems_write_for_no_end_is_no_end(folder: Path) -> None:
    ends = ("31/12/9999", "00/00/0000", "-", "01/01/1900", "Open ended", "31/08/2027")
    rows = dated(*(["25/12/2016"] * len(ends)))
    taken(folder, [row | {"Leaving Date": end} for row, end in zip(rows, ends, strict=True)])
    assert [row["employment_end"] for row in listed(folder)] == [None] * 5 + [dt.date(2027, 8, 31)]


# -- payroll numbers -------------------------------------------------------------------------------


def numbered(*numbers: Any) -> list[Row]:
    return several(*({"Employee Number": number} for number in numbers))


def test_lost_zeros_are_restored_as_the_list_has_them(tmp_path: Path) -> None:
    listed_people = [ANN | {"payroll_number": f"000104{at}"} for at in range(4)]
    folder = exports.trust(tmp_path / "trust", listed_people)
    result = taken(folder, numbered(1040, 1041, 1042, 1043, 990), "export.xlsx")
    assert result.exit_code == 0
    assert [row["payroll_number"] for row in listed(folder)] == ["0001040", "0001041", "0001042", "0001043", "0000990"]
    assert "Zeros that were lost stand before 5 payroll numbers again." in result.stdout


def test_lost_zeros_are_restored_as_the_column_has_them(folder: Path) -> None:
    taken(folder, numbered("0001041", "1042", "12043"))
    assert [row["payroll_number"] for row in listed(folder)] == ["0001041", "0001042", "0012043"]


def test_numbers_of_different_lengths_are_asked_about(folder: Path) -> None:
    result = taken(folder, numbered(1041, 12042), "export.xlsx")
    assert "Employee Number → Payroll number: its numbers have from 4 to 5 digits; say whether zeros" in result.stdout
    answer(folder / MAPPING, "Columns", "Employee Number", Read_as_instead="7 digits")
    ask(folder, "export.xlsx", "--take")
    assert [row["payroll_number"] for row in listed(folder)] == ["0001041", "0012042"]


def test_numbers_that_the_list_has_without_their_zeros_get_them_back_everywhere(tmp_path: Path) -> None:
    short = [ANN | {"payroll_number": "1041"}, BEN | {"payroll_number": "1042", "line_manager": "1041"}]
    folder = exports.trust(tmp_path / "trust", short)
    result = taken(folder, several({}, BEN_EXPORTED))
    assert result.exit_code == 0, result.output
    assert [row["payroll_number"] for row in listed(folder)] == ["0001041", "0001042"]
    assert listed(folder)[1]["line_manager"] == "0001041"


def test_numbers_that_are_numbers_to_excel_on_the_list_become_text(tmp_path: Path) -> None:
    folder = exports.trust(tmp_path / "trust", [ANN, BEN, ANN | {"payroll_number": "0001043", "name": "Cat Carver"}])
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    for row in (4, 5, 6):
        book["Staff list"].cell(row, 1, 10407 + row)
    book.save(folder / "trust.xlsx")
    result = taken(folder, several({"Employee Number": "10411"}, BEN_EXPORTED | {"Employee Number": "10412"}))
    assert "Numbers to Excel, and text now: 3 payroll numbers of the list.\n" in result.stdout
    sheet = openpyxl.load_workbook(folder / "trust.xlsx")["Staff list"]
    assert [sheet.cell(row, 1).value for row in (4, 5, 6)] == ["10411", "10412", "10413"]


def test_numbers_kept_as_text_by_the_system_are_text(folder: Path) -> None:
    text = exports.as_csv(numbered("0001041")).decode().replace("0001041", '"=""0001041"""')
    (folder / "export.csv").write_bytes(text.encode())
    ask(folder, "export.csv")
    ask(folder, "export.csv", "--take")
    assert [row["payroll_number"] for row in listed(folder)] == ["0001041"]


# -- files as systems write them -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "cp1252"), ("|", "utf-16"), (";", "cp1252")]
)
def test_text_files_are_read_whatever_their_separator_and_encoding(folder: Path, separator: str, encoding: str) -> None:
    rows = several({"Surname": "O’Neill-Brontë", "Forename": "Zoë, Ann", "Post Title": "Class Teacher; Year 2"})
    taken(folder, rows, separator=separator, encoding=encoding)
    (row,) = listed(folder)
    assert (row["name"], row["job_title"]) == ("Zoë, Ann O’Neill-Brontë", "Class Teacher; Year 2")


def test_a_line_that_names_the_separator_is_none_of_the_table(folder: Path) -> None:
    (folder / "export.csv").write_bytes(b"sep=;\r\n" + exports.as_csv(several({}), separator=";"))
    ask(folder, "export.csv")
    ask(folder, "export.csv", "--take")
    assert len(listed(folder)) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("export.csv", b"", "the file is empty"),
        ("export.csv", b"\x00\x01\x81", "the file is no text file of columns"),
        ("export.csv", b'Employee Number,Name\n"1041,Ann', "the file has a quotation mark that is not closed"),
        (
            "export.csv",
            b"Dear colleagues,\nplease find enclosed\n",
            "has no table of people, with headings such as Payroll number",
        ),
        ("export.xls", b"<html><table></table></html>", "the file is a web page or XML text under an Excel name"),
        ("export.xlsx", b"Employee Number,Name\n1041,Ann", "the file is a CSV text file under an Excel name"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder: Path, name: str, content: bytes, why: str) -> None:
    (folder / name).write_bytes(content)
    result = ask(folder, name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{name}: {why}")
    assert not (folder / MAPPING).exists()


def test_titles_totals_headings_again_and_remarks_are_nobody(folder: Path) -> None:
    rows = several({}, {"Employee Number": "0001042"})
    lines = [list(row.values()) for row in rows]
    book = [["Four Rivers Trust"], ["Staff in post"], [], list(HEADINGS), lines[0], list(HEADINGS), lines[1], []]
    book += [["Total", *[""] * 11, 2], ["", *[""] * 11, 2], ["Printed 5 October 2026 by payroll"]]
    text = "\n".join(",".join(str(cell) for cell in line) for line in book)
    (folder / "export.csv").write_text(text)
    ask(folder, "export.csv")
    shown = as_json(folder, "export.csv")
    assert [row["payroll_number"] for row in shown["joiners"]] == ["0001041", "0001042"]
    assert shown["rows_not_taken"] == []


def test_somebody_without_a_number_is_named_and_not_taken(folder: Path) -> None:
    result = taken(folder, several({}, {"Employee Number": "", "Surname": "NEW"}, {"Employee Number": "to follow"}))
    assert result.exit_code == 1
    assert "Rows that cannot be taken:\n  export row 3: has a name and no payroll number\n" in result.stdout
    assert "  export row 4: has something else than a payroll number in its column\n" in result.stdout
    assert [row["payroll_number"] for row in listed(folder)] == ["0001041"]


def test_what_is_hidden_is_read_and_told(folder: Path) -> None:
    book = openpyxl.Workbook()
    for line in (list(HEADINGS), *(list(row.values()) for row in numbered("0001041", "0001042"))):
        book.active.append([str(cell) if isinstance(cell, dt.date) else cell for cell in line])
    book.active.row_dimensions[3].hidden = True
    book.save(folder / "export.xlsx")
    result = ask(folder, "export.xlsx")
    assert "Hidden in the export, and read all the same: Sheet (rows).\n" in result.stdout
    assert len(as_json(folder, "export.xlsx")["joiners"]) == 2


def test_every_sheet_of_people_is_read_and_others_are_named(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Exported by payroll"])
    for name, number in (("Primary", "0001041"), ("Secondary", "0001042")):
        sheet = book.create_sheet(name)
        for line in (list(HEADINGS), list(numbered(number)[0].values())):
            sheet.append([str(cell) if isinstance(cell, dt.date) else cell for cell in line])
    book.save(folder / "export.xlsx")
    result = ask(folder, "export.xlsx")
    assert "Not read, as they have no payroll numbers: Notes.\n" in result.stdout
    lines = list(openpyxl.load_workbook(folder / MAPPING)["Columns"].iter_rows(min_row=5, values_only=True))
    assert len(lines) == len(HEADINGS), "the same headings share their lines"
    shown = as_json(folder, "export.xlsx")
    assert [row["where"] for row in shown["joiners"]] == ["Primary row 2", "Secondary row 2"]


def test_long_lists_are_cut_short_and_shown_whole_where_that_is_wanted(folder: Path) -> None:
    put(folder, exports.table(exports.people(40)))
    ask(folder, "export.csv")
    short, whole = ask(folder, "export.csv").stdout, ask(folder, "export.csv", "--all").stdout
    assert "  … and 28 more; --all shows them\n  By academy: HEADS 4, MIL " in short
    assert whole.count("  00") == 40
    assert "more; --all" not in whole


# -- what is never taken ---------------------------------------------------------------------------


def test_personal_data_that_a_review_does_not_need_stays_in_the_export(folder: Path) -> None:
    rows = several({"DOB": "31/10/1971", "NI Number": "QQ123456C", "Home Address": "1 Hidden Lane"})
    first = ask(folder, put(folder, rows))
    assert (
        "Never taken, as a review does not need it: dates of birth (DOB); National Insurance numbers (NI Number); "
        "ethnic groups (Ethnic Origin); home addresses (Home Address).\nNot taken: Annual Salary.\n"
    ) in first.stdout
    answer(folder / MAPPING, "Columns", "DOB", Use_instead="Employment end")
    answer(folder / MAPPING, "Columns", "Leaving Date", Use_instead="Not taken")
    shown = ask(folder, "export.csv", "--json", "--take").stdout
    texts = [
        shown,
        *(str(list(page.values)) for file in (MAPPING, "trust.xlsx") for page in openpyxl.load_workbook(folder / file)),
    ]
    assert not [private for private in ("1971", "QQ123456C", "Hidden", "British") for text in texts if private in text]
    assert listed(folder)[0]["employment_end"] is None


def test_a_number_of_national_insurance_is_no_payroll_number(folder: Path) -> None:
    result = ask(folder, put(folder, numbered("QQ123456C", "QQ123457C")))
    assert result.exit_code == 1
    assert "National Insurance numbers (Employee Number, NI Number)" in result.stdout
    assert "Open: no column goes to Payroll number; choose the one in the mapping" in result.stdout


def test_a_column_by_which_people_are_known_can_be_chosen(folder: Path) -> None:
    rows = [{"Who": row["Employee Number"], **dict(list(row.items())[1:])} for row in numbered("A1041", "A1042")]
    result = taken(folder, rows)
    assert result.exit_code == 1
    assert listed(folder) == []
    answer(folder / MAPPING, "Columns", "Who", Use_instead="Payroll number")
    ask(folder, "export.csv", "--take")
    assert ask(folder, "export.csv", "--take").exit_code == 0
    assert [row["payroll_number"] for row in listed(folder)] == ["A1041", "A1042"]


def test_what_every_row_needs_and_no_column_has_is_named(folder: Path) -> None:
    rows = [{key: row[key] for key in row if key not in ("FTE", "Contract Type", "Post Title")} for row in several({})]
    result = ask(folder, put(folder, rows))
    assert "Every row needs, and no column goes to: Role, Contract, FTE.\n" in result.stdout


# -- names -----------------------------------------------------------------------------------------


def named(*names: str) -> list[Row]:
    """People of whom only the name differs, in one column."""
    rows = several(*({"Employee Number": f"000{1000 + at}"} for at in range(len(names))))
    return [
        {"Full Name": name} | {key: row[key] for key in row if key not in ("Surname", "Forename")}
        for name, row in zip(names, rows, strict=True)
    ]


def test_names_in_one_column_are_put_forename_first(folder: Path) -> None:
    names = {
        "SMITH, Ann": "Ann Smith",
        "Smith, Mrs Ann Jane": "Ann Jane Smith",
        "Mrs Ann Smith": "Ann Smith",
        "O'BRIEN-MCDONALD, Zoë": "Zoë O'Brien-Mcdonald",
        "MCDONALD, Ann": "Ann McDonald",
        "Smith, Ann, BA": "Smith, Ann, BA",
        "Ann de la Cruz": "Ann de la Cruz",
    }
    taken(folder, named(*names))
    assert [row["name"] for row in listed(folder)] == list(names.values())


def test_surnames_in_capitals_in_front_are_told_from_forenames(folder: Path) -> None:
    taken(folder, named("VAN DYKE Ann", "SMITH Ben"))
    assert [row["name"] for row in listed(folder)] == ["Ann Van Dyke", "Ben Smith"]


def test_half_a_name_is_none(tmp_path: Path) -> None:
    folder = exports.trust(tmp_path / "trust", [ANN])
    result = taken(folder, several({"Forename": ""}, {"Employee Number": "0001042", "Surname": ""}))
    assert result.exit_code == 1
    assert "0001041, export C2: Name has no forename, and half a name is none" in result.stdout
    assert "  0001042, export row 3: Staff list B5: Name is blank; fill it in" in result.stdout
    assert [row["name"] for row in listed(folder)] == ["Ann Appleby"]


def test_the_list_keeps_its_spelling_of_a_name(tmp_path: Path) -> None:
    folder = exports.trust(tmp_path / "trust", [ANN | {"name": "Ann McApple-by"}])
    result = taken(folder, several({"Surname": "MCAPPLE-BY", "FTE": 0.5}))
    assert result.exit_code == 0
    assert [row["name"] for row in listed(folder)] == ["Ann McApple-by"]


# -- what words mean -------------------------------------------------------------------------------


def meanings(folder: Path, rows: Sequence[Row], kind: str) -> dict[str, tuple[str | None, str]]:
    """What the words of a kind are proposed to mean, and how sure that is."""
    words = as_json(folder, put(folder, rows))["words"]
    return {line["word"]: (line["means"], line["how_sure"]) for line in words if line["for"] == kind}


def test_job_titles_are_roles_and_leadership_that_is_no_head_is_teacher(folder: Path) -> None:
    titles = {
        "Deputy Headteacher": ("Teacher", "sure"),
        "Assistant Head": ("Teacher", "sure"),
        "Head of Year": ("Teacher", "sure"),
        "Head of Humanities": ("Teacher", "likely"),
        "Headteacher": ("Headteacher", "sure"),
        "Head of School": ("Head of School", "sure"),
        "Teaching Assistant": ("Support staff", "likely"),  # for these are on the range of teachers
        "HLTA": ("HLTA", "likely"),
        "Music": ("Teacher", "likely"),  # by their pay range
    }
    rows = several(*({"Employee Number": f"000{1000 + at}", "Post Title": title} for at, title in enumerate(titles)))
    assert meanings(folder, rows, "Role, by job title") == titles


def test_what_the_list_says_of_a_title_goes_before_its_words(tmp_path: Path) -> None:
    people = [ANN | {"payroll_number": f"000{1000 + at}", "job_title": "TA4", "role": "HLTA"} for at in range(3)]
    folder = exports.trust(tmp_path / "trust", people)
    rows = several(*({"Employee Number": f"000{1000 + at}", "Post Title": "TA4"} for at in range(4)))
    assert meanings(folder, rows, "Role, by job title") == {"TA4": ("HLTA", "sure")}


def test_academies_are_known_by_name_code_urn_and_by_whom_the_list_has_there(tmp_path: Path) -> None:
    people = [ANN | {"payroll_number": f"000{1000 + at}", "academy_code": "STJ"} for at in range(3)]
    folder = exports.trust(tmp_path / "trust", people)
    places = {
        "RIV": ("RIV", "sure"),
        "oakwood c of e primary school": ("OAK", "sure"),
        "140003": ("MIL", "sure"),
        "Oakwood Primary": ("OAK", "likely"),
        "St Johns": ("STJ", "likely"),
        "Head Office": ("HEADS", "likely"),
        "Somewhere": (None, "open"),
    }
    rows = several(*({"Employee Number": f"0002{at:03}", "Establishment": place} for at, place in enumerate(places)))
    rows += several(*({"Employee Number": f"000{1000 + at}", "Establishment": "Site 4015"} for at in range(3)))
    assert meanings(folder, rows, "Academy code") == places | {"Site 4015": ("STJ", "sure")}


def test_rows_that_the_mapping_leaves_out_are_nobody_and_nobody_leaves_by_them(tmp_path: Path) -> None:
    folder = exports.trust(tmp_path / "trust", [ANN, ANN | {"payroll_number": "0001043", "name": "Cat Carver"}])
    governor = {"Employee Number": "0001043", "Post Title": "Governor", "Pay Scale": "", "Spine Point": ""}
    rows = several({}, {"Employee Number": "0001099", **governor}, {**governor, "Employee Number": "0001043"})
    ask(folder, put(folder, rows))
    answer(folder / MAPPING, "Values", "Governor", Means_instead="Leave the row out")
    result = ask(folder, "export.csv")
    assert result.exit_code == 0
    assert "Left out, as the mapping says: Governor (2)." in result.stdout
    assert "Leavers" not in result.stdout


def test_heads_and_executives_are_under_the_central_workbook(folder: Path) -> None:
    posts = {"Post Title": "Executive Headteacher", "Pay Scale": "Leadership", "Spine Point": "L30", "FTE": 0.5}
    rows = several({}, {"Employee Number": "0001001", **posts})
    rows.append(rows[1] | {"Establishment": "Oakwood C of E Primary School"})
    result = taken(folder, rows)
    assert result.exit_code == 0, result.output
    assert "Under HEADS, as heads and executives are: Ann Appleby.\n" in result.stdout
    head = by_number(folder)["0001001"]
    assert (head["role"], head["academy_code"], head["fte"]) == ("Executive Headteacher", "HEADS", 1.0)


def each(heading: str, *cells: Any) -> list[Row]:
    """People of whom only one column differs."""
    return several(*({"Employee Number": f"000{1000 + at}", heading: cell} for at, cell in enumerate(cells)))


def test_yes_and_no_are_read_however_they_are_written(folder: Path) -> None:
    typed = {
        "Y": "Yes",
        "n": "No",
        "1": "Yes",
        "0": "No",
        "True": "Yes",
        "FALSE": "No",
        "ECT2": "Yes",
        "Completed": "No",
    }
    taken(folder, each("ECT", *typed))
    assert [row["in_induction"] for row in listed(folder)] == list(typed.values())


def test_points_and_ranges_are_read_however_they_are_written(folder: Path) -> None:
    paid = (
        ("Teachers Main", "MPS3", "Main", "M3"),
        ("Teachers' Pay", "M3", "Main", "M3"),
        ("Teachers' Pay", "UPR 1", "Upper", "U1"),
        ("", "L12", "Leadership", "L12"),
        ("Leadership Group 2", "12", "Leadership", "L12"),
        ("NJC", "SCP 14", "NJC", "SCP14"),
        ("Grade 4", "7", "NJC", "SCP7"),
        ("Support Staff", 5, "NJC", "SCP5"),
        ("Unqualified Teachers", "UQT2", "Unqualified", "UQ2"),
    )
    rows = each("Pay Scale", *(scale for scale, *_ in paid))
    taken(folder, [row | {"Spine Point": point} for row, (_, point, *_) in zip(rows, paid, strict=True)])
    assert [(row["pay_range"], row["pay_point"]) for row in listed(folder)] == [
        (pay_range, point) for _, _, pay_range, point in paid
    ]


def test_a_point_that_may_be_of_several_ranges_is_asked_about(folder: Path) -> None:
    rows = several({"Pay Scale": "", "Spine Point": "14"}, {"Employee Number": "0001042", "Spine Point": "LPS4"})
    rows = [{key: row[key] for key in row if key != "Pay Scale"} for row in rows]
    assert meanings(folder, rows, "Pay range, by pay point") == {
        "LPS": (None, "open"),
        "a number alone, such as 14": (None, "open"),
    }


def test_shares_of_full_time_are_read_however_they_are_written(folder: Path) -> None:
    taken(folder, each("FTE", 0.6, "0.6000", "60%", ".6", "0,6"), separator=";")
    assert [row["fte"] for row in listed(folder)] == [0.6] * 5


def test_percents_of_full_time_are_told_as_such(folder: Path) -> None:
    result = ask(folder, put(folder, several({"FTE": 60}, {"Employee Number": "0001042", "FTE": 100})))
    assert "  FTE → FTE, read as percent of full time" in result.stdout.splitlines()
    ask(folder, "export.csv", "--take")
    assert [row["fte"] for row in listed(folder)] == [0.6, 1.0]


# -- several contracts -----------------------------------------------------------------------------


def test_several_contracts_at_one_academy_are_one_row(folder: Path) -> None:
    rows = several(
        {"FTE": 0.6},
        {"FTE": 0.2, "Post Title": "SENCO", "Start Date": "25/12/2014"},
        {"Employee Number": "0001042", "FTE": 0.4},
        {"Employee Number": "0001042", "FTE": 0.5, "Post Title": "Teaching Assistant", "Spine Point": "SCP4"},
        {"Employee Number": "0001043", "Leaving Date": "31/08/2024", "FTE": 0.1},
        {"Employee Number": "0001043"},
    )
    first = ask(folder, put(folder, rows))
    assert "  Several contracts: same payroll number and academy → FTE added up (3 rows)" in first.stdout.splitlines()
    result = ask(folder, "export.csv", "--take")
    people = by_number(folder)
    assert len(listed(folder)) == 3
    ann, ben, cat = (people[number] for number in ("0001041", "0001042", "0001043"))
    assert (ann["fte"], ann["job_title"], ann["employment_start"]) == (0.8, "Class Teacher", dt.date(2014, 12, 25))
    assert (ben["fte"], ben["role"], ben["pay_point"]) == (0.5, "Support staff", "SCP4")
    assert (cat["fte"], cat["employment_end"]) == (1.0, None)
    assert "0001042  Ann Appleby, RIV: export row 5 stands, with the largest FTE, as the others have another role" in (
        result.stdout
    )


def test_the_mapping_says_that_only_the_largest_contract_counts(folder: Path) -> None:
    ask(folder, put(folder, several({"FTE": 0.6}, {"FTE": 0.2, "Post Title": "SENCO"})))
    answer(folder / MAPPING, "Values", "same payroll number and academy", Means_instead="Contract with the largest FTE")
    ask(folder, "export.csv", "--take")
    assert [row["fte"] for row in listed(folder)] == [0.6]


def test_posts_at_two_academies_stay_two_rows(folder: Path) -> None:
    taken(folder, several({"FTE": 0.6}, {"FTE": 0.4, "Establishment": "Oakwood C of E Primary School"}))
    assert [(row["payroll_number"], row["academy_code"], row["fte"]) for row in listed(folder)] == [
        ("0001041", "RIV", 0.6),
        ("0001041", "OAK", 0.4),
    ]


# -- the next month --------------------------------------------------------------------------------


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A trust folder with a list that is kept, and a mapping of its export."""
    kept = {"reviewer": "0001050", "line_manager": "0001050", "range_from": "M1", "range_to": "M6"}
    people = [
        ANN | kept,
        BEN | {"out_of_scope_because": "Other procedure applies"},
        ANN | {"payroll_number": "0001043", "name": "Cat Carver"},
        ANN | {"payroll_number": "0001044", "name": "Dee Dawson", "employment_end": dt.date(2026, 8, 31)},
        ANN | {"payroll_number": "0001050", "name": "Una Unwin", "pay_range": "Upper", "pay_point": "U1"},
        BEN | {"payroll_number": "0001060", "name": "Sam Shared", "academy_code": "MIL", "fte": 0.5},
        BEN | {"payroll_number": "0001060", "name": "Sam Shared", "academy_code": "OAK", "fte": 0.5},
        BEN | {"payroll_number": "0001070", "name": "Zoe Zed", "academy_code": "STJ"},
    ]
    return exports.trust(tmp_path / "trust", people)


def month() -> list[Row]:
    shared = {"Employee Number": "0001060", "Surname": "SHARED", "Forename": "Sam", "FTE": 0.5}
    return several(
        {"Spine Point": "MPS4", "FTE": 0.8},
        BEN_EXPORTED | {"Establishment": "Riverside Primary Academy"},
        {"Employee Number": "0001050", "Surname": "UNWIN-COX", "Forename": "Una", "Spine Point": "UPR 1"},
        shared | {"Establishment": "Millfield High School"},
        shared | {"Establishment": "Oakwood C of E Primary School", "Leaving Date": "31/12/2026"},
        {"Employee Number": "0001090", "Surname": "NEW", "Forename": "Nina", "Start Date": "01/09/2026"},
    )


def test_joiners_leavers_movers_and_changes_are_shown(later: Path) -> None:
    put(later, month())
    ask(later, "export.csv")
    result = ask(later, "export.csv")
    assert result.exit_code == 1, "the Employment end of somebody is asked for"
    shown = result.stdout
    assert "Joiners (1):\n  0001090  Nina New: RIV, Teacher, Main M3, from 1 September 2026\n" in shown
    assert "Movers (1):\n  0001042  Ben Barlow: OAK → RIV\n" in shown
    assert (
        "Leavers (2):\n"
        "  0001060  Sam Shared, OAK: leaves on 31 December 2026, as the export says\n"
        "  0001043  Cat Carver, RIV: is in the export no more; type the Employment end in Staff list H6\n"
        "1 more who are not in the export have their Employment end on the list already.\n"
    ) in shown
    assert "FTE (1):\n  0001041  Ann Appleby, RIV: 1 → 0.8\n" in shown
    assert "Pay point (1):\n  0001041  Ann Appleby, RIV: M3 → M4\n" in shown
    assert "Name (1):\n  0001050  Una Unwin-Cox, RIV: Una Unwin → Una Unwin-Cox\n" in shown
    assert "Nobody of these academies is in the export, so their people stay as they are: STJ (1).\n" in shown


def test_nobody_is_dropped_and_the_list_keeps_what_the_export_does_not_have(later: Path) -> None:
    before = listed(later)
    taken(later, month())
    after = listed(later)
    assert [row["payroll_number"] for row in after[:-1]] == [row["payroll_number"] for row in before]
    assert after[0] == before[0] | {"pay_point": "M4", "fte": 0.8}
    assert after[1] == before[1] | {"academy_code": "RIV"}
    assert after[2:4] == before[2:4]
    assert after[4] == before[4] | {"name": "Una Unwin-Cox"}
    assert after[5] == before[5]
    assert after[6] == before[6] | {"employment_end": dt.date(2026, 12, 31)}
    assert after[7] == before[7]
    assert after[8]["payroll_number"] == "0001090"
    again = ask(later, "export.csv", "--take")
    assert again.stdout.endswith("The Staff list is as the export has it; nothing is to be written.\n")


def test_the_result_is_there_for_machines(later: Path) -> None:
    put(later, month())
    first = as_json(later, "export.csv")
    assert first["new_mapping"] == str(later / MAPPING)
    assert "joiners" not in first
    result = as_json(later, "export.csv", "--take")
    assert result["written"] is True
    assert result["copy"] == str(later / "trust before 2026-10-05.xlsx")
    assert [post["payroll_number"] for post in result["joiners"]] == ["0001090"]
    assert result["joiners"][0]["employment_start"] == "2026-09-01"
    assert [(each["was"], each["becomes"]) for each in result["movers"]] == [("OAK", "RIV")]
    assert {(each["column"], each["was"], each["becomes"]) for each in result["changes"]} == {
        ("Pay point", "M3", "M4"),
        ("FTE", 1, 0.8),
        ("Name", "Una Unwin", "Una Unwin-Cox"),
        ("Employment end", None, "2026-12-31"),
    }
    assert result["leavers"][1] == {
        "payroll_number": "0001043",
        "name": "Cat Carver",
        "academy": "RIV",
        "ends": None,
        "in_export": False,
        "employment_end_cell": "Staff list H6",
    }


def test_a_blank_of_the_export_changes_nothing_but_an_end(tmp_path: Path) -> None:
    ends = {"contract": "Fixed term", "employment_end": dt.date(2027, 8, 31)}
    folder = exports.trust(tmp_path / "trust", [ANN | ends])
    result = taken(folder, several({"Leaving Date": "", "Post Title": "Class Teacher", "Spine Point": "", "QTS": ""}))
    assert (
        "Blank in the export, so the list keeps what it has: Qualified teacher (1) and Pay point (1).\n"
        in result.stdout
    )
    assert "Employment end (1):\n  0001041  Ann Appleby, RIV: 31 August 2027 → blank\n" in result.stdout
    (row,) = listed(folder)
    assert (row["pay_point"], row["qualified_teacher"], row["contract"], row["employment_end"]) == (
        "M3",
        "Yes",
        "Permanent",
        None,
    )


def test_a_list_that_was_pasted_as_it_came_is_put_right(tmp_path: Path) -> None:
    people = exports.people(12)
    pasted = [
        each.values
        | {
            "name": f"{each.surname.upper()}, {each.forename}",
            "academy_code": next(name for code, name, *_ in exports.ACADEMIES if code == each.private["school"]),
            "role": None if each.values["role"] == "Teacher" else each.values["role"],
            "contract": "Perm",
            "pay_range": "Teachers Main",
        }
        for each in people
    ]
    folder = exports.trust(tmp_path / "trust", pasted)
    result = taken(folder, exports.table(people))
    assert result.exit_code == 0, result.output
    rows = by_number(folder)
    assert len(rows) == len(listed(folder)) == 12
    for each in people:
        assert {key: rows[each.values["payroll_number"]][key] for key in each.values} == each.values


def test_an_export_of_one_academy_makes_nobody_of_another_leave_or_move(later: Path) -> None:
    result = taken(later, several({}, BEN_EXPORTED | {"Establishment": "Riverside Primary Academy"}))
    assert "Second posts (1):\n  0001042  Ben Barlow: RIV" in result.stdout
    assert "Movers" not in result.stdout
    assert "so their people stay as they are: MIL (1), OAK (2) and STJ (1).\n" in result.stdout


def test_who_left_before_the_first_cycle_is_not_added(folder: Path) -> None:
    rows = several(
        {},
        {"Employee Number": "0001042", "Leaving Date": "31/08/2019"},
        {"Employee Number": "0001043", "Leaving Date": "30/09/2026"},
    )
    result = taken(folder, rows)
    assert "Not added, as they had left before the first cycle: 1 person.\n" in result.stdout
    assert [row["payroll_number"] for row in listed(folder)] == ["0001041", "0001043"]


def test_a_new_word_is_asked_about_in_the_mapping_that_nobody_has_written_in(folder: Path) -> None:
    taken(folder, several({}))
    result = ask(folder, put(folder, several({}, {"Employee Number": "0001042", "Post Title": "Head of Humanities"})))
    assert result.exit_code == 1
    assert f"The export has 1 line not in {MAPPING}; with its answers, they stand in a new mapping.\n" in result.stdout
    assert [path.name for path in folder.glob("*mapping*")] == [MAPPING]
    assert ask(folder, "export.csv", "--take").exit_code == 0


def test_a_mapping_that_somebody_has_written_in_stays_and_the_new_one_has_its_answers(folder: Path) -> None:
    put(folder, several({}, {"Employee Number": "0001042", "Post Title": "Music", "Pay Scale": "", "Spine Point": ""}))
    ask(folder, "export.csv")
    answer(folder / MAPPING, "Values", "Music", Means_instead="HLTA")
    kept = (folder / MAPPING).read_bytes()
    assert ask(folder, "export.csv", "--take").exit_code == 0
    put(
        folder,
        several({}, {"Employee Number": "0001043", "Post Title": "Governor", "Pay Scale": "", "Spine Point": ""}),
    )
    result = ask(folder, "export.csv")
    second = folder / "Staff list mapping (2).xlsx"
    assert f"{second}: the mapping; correct it in Excel" in result.stdout
    assert (folder / MAPPING).read_bytes() == kept
    answer(second, "Values", "Governor", Means_instead="Leave the row out")
    shown = as_json(folder, "export.csv")
    assert shown["mapping"] == str(second)
    assert [row["word"] for row in shown["left_out"]] == ["Governor"]
    words = {line[1].value: line[3].value for line in openpyxl.load_workbook(second)["Values"].iter_rows(min_row=5)}
    assert words["Music"] == "HLTA", "what is not in this export is kept for the next"


def test_a_new_column_that_the_list_takes_is_asked_about(folder: Path) -> None:
    taken(folder, several({}))
    rows = [row | {"Line Manager": "0001050"} for row in several({}, {"Employee Number": "0001050"})]
    result = ask(folder, put(folder, rows))
    assert result.exit_code == 1
    assert ask(folder, "export.csv", "--take").exit_code == 0
    assert by_number(folder)["0001041"]["line_manager"] == "0001050"


def test_managers_are_found_by_number_and_by_name(folder: Path) -> None:
    boss = {"Employee Number": "0001050", "Surname": "UNWIN", "Forename": "Una"}
    rows = several({}, {"Employee Number": "0001042", "Forename": "Ben"}, boss)
    named = ("1050", "Unwin, Una", "Nobody Known")
    rows = [row | {"Line Manager": manager} for row, manager in zip(rows, named, strict=True)]
    result = taken(folder, rows)
    assert result.exit_code == 1
    assert "0001050, export S4: Line manager “Nobody Known” is nobody of the export or the list" in result.stdout
    assert [row["line_manager"] for row in listed(folder)] == ["0001050", "0001050", None]


# -- what the settings would not accept ------------------------------------------------------------


def test_a_list_that_the_settings_would_refuse_is_not_written_and_says_whose_row(folder: Path) -> None:
    before = (folder / "trust.xlsx").read_bytes()
    rows = several({}, {"Employee Number": "0001042", "Start Date": "", "FTE": 1.4})
    result = taken(folder, rows)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    at = lines.index("The settings would not accept this list, so it is not written:")
    assert lines[at + 1 : at + 3] == [
        "  0001042, export row 3: Staff list G5: Employment start is blank; give a date, such as 15/10/2026",
        "  0001042, export row 3: Staff list I5: FTE 1.4 is out of range; give a number from 0.01 to 1",
    ]
    assert lines[-1] == "Nothing was changed. Put the rows right, in the export or in trust.xlsx, and run again."
    assert (folder / "trust.xlsx").read_bytes() == before


def test_what_is_wrong_on_other_sheets_is_told_and_keeps_nothing_back(tmp_path: Path) -> None:
    def without_objective(rows: dict[str, list[Row]]) -> None:
        rows["Cycles"][0]["trust_objective"] = None

    folder = exports.trust(tmp_path / "trust", change=without_objective)
    result = taken(folder, several({}))
    assert "Elsewhere in trust.xlsx is to be put right, before workbooks are issued:\n  Cycles M4: Trust objective" in (
        result.stdout
    )
    assert result.exit_code == 0
    assert len(listed(folder)) == 1


def test_a_trust_without_schools_is_to_be_filled_in_first(tmp_path: Path) -> None:
    def only_central(rows: dict[str, list[Row]]) -> None:
        del rows["Academies"][1:]

    folder = exports.trust(tmp_path / "trust", change=only_central)
    result = ask(folder, put(folder, several({})))
    assert result.exit_code == 2
    assert result.stderr == "trust.xlsx: Academies has no schools; fill them in first, for people work at them\n"


def test_a_formula_on_the_list_is_not_overwritten(tmp_path: Path) -> None:
    folder = exports.trust(tmp_path / "trust", [ANN])
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    book["Staff list"]["I4"] = "=0.5+0.5"
    book.save(folder / "trust.xlsx")
    kept = (folder / "trust.xlsx").read_bytes()
    result = taken(folder, several({"FTE": 0.5}))
    assert result.exit_code == 2
    assert "Staff list I4: holds a formula, which is not overwritten; put its value in its place" in result.stderr
    assert (folder / "trust.xlsx").read_bytes() == kept
