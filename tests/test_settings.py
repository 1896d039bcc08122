"""The settings of a trust: whole, or refused with every problem at its sheet and cell."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from pmr_batch.commands.init import init, trust_workbook
from pmr_batch.errors import SettingsError, UsageError
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.trust_workbook import CARRIED, TRUST_SHEETS
from pmr_batch.model.returns import Table, Unread
from pmr_batch.policy.pay_ranges import POINT_EXAMPLES
from pmr_batch.policy.terms import HALF_TERMS
from pmr_batch.policy.values import Pair
from pmr_batch.settings.new_trust import seed_rows
from pmr_batch.settings.trust_file import TRUST_FILE, from_tables, read_trust
from pmr_batch.settings.trust_settings import Settings

Rows = dict[str, list[dict[str, Any]]]
OCTOBER = date(2026, 10, 5)
#: The row below the last of Parameters.
NEXT = 2 + len(seed_rows(OCTOBER)["Parameters"])


def filled() -> Rows:
    """A new trust's rows with what only the trust can say filled in."""
    rows = seed_rows(OCTOBER)
    rows["Pay points"] = [row for row in rows["Pay points"] if row["area"] not in ("Inner London", "Outer London")]
    rows["Trust"][0]["trust"] = "Connected Learning"
    rows["Academies"][0]["pay_area"] = "Rest of England"
    rows["Academies"] += [academy("RIV", "Riverside"), academy("OAK", "Oakwood")]
    for cycle in rows["Cycles"]:
        cycle["trust_objective"] = "Every child reads well"
    rows["Terms"] += [half for year in (2025, 2026) for half in half_terms(year)]
    rows["Staff list"] = [person("0000001", "RIV"), person("0000002", "HEADS", role="Headteacher")]
    return rows


def half_terms(year: int) -> list[dict[str, Any]]:
    """Invented ones of a school year."""
    days = ((9, 1, 10, 23), (11, 2, 12, 18), (1, 4, 2, 12), (2, 22, 3, 26), (4, 12, 5, 21), (6, 1, 7, 20))
    return [
        {
            "school_year": f"{year}/{year % 100 + 1}",
            "term": name,
            "from_": date(year + (first < 9), first, day),
            "to": date(year + (first < 9), last, to),
        }
        for name, (first, day, last, to) in zip(HALF_TERMS, days, strict=True)
    ]


def academy(code: str, name: str) -> dict[str, Any]:
    return {
        "academy_code": code,
        "academy": name,
        "kind": "School",
        "pay_area": "London Fringe",
        "support_pay_area": "National",
    }


def person(number: str, code: str, role: str = "Teacher") -> dict[str, Any]:
    return {
        "payroll_number": number,
        "name": "Alex Example",
        "academy_code": code,
        "role": role,
        "contract": "Permanent",
        "employment_start": date(2020, 9, 1),
        "fte": 1.0,
    }


def tables(rows: Rows, sheets: tuple[Sheet, ...] = TRUST_SHEETS) -> dict[str, Table]:
    """The rows as the reader hands them over: from row 2, columns from A; labels of forms from row 1."""
    return {sheet.name: table(sheet, rows[sheet.name]) for sheet in sheets}


def table(sheet: Sheet, rows: list[dict[str, Any]]) -> Table:
    columns = {column.key: tuple(row.get(column.key) for row in rows) for column in sheet}
    keys = list(enumerate(columns, 1))
    letters = {} if sheet.form else {key: get_column_letter(at) for at, key in keys}
    form_rows = {key: at for at, key in keys} if sheet.form else {}
    return Table(sheet.name, tuple(range(2, 2 + len(rows))), columns, letters, form_rows)


def read(rows: Rows) -> Settings:
    return from_tables(tables(rows), "trust.xlsx", own=False)


def problems(rows: Rows) -> list[str]:
    with pytest.raises(SettingsError) as told:
        read(rows)
    return told.value.problems


def test_a_filled_in_trust_is_read_in_the_types_the_stages_use() -> None:
    settings = read(filled())
    assert (settings.trust, settings.policy) == ("Connected Learning", "Performance Management Policy")
    assert list(settings.academies) == ["HEADS", "RIV", "OAK"]
    assert settings.academies["HEADS"].central
    assert settings.cycle("teaching-2025-26") is settings.cycles["Teaching 2025-26"]
    assert settings.parameters.value("monitoring_weeks", date(2025, 9, 1)) == Pair(4, 8)
    assert settings.pay.annual("London Fringe", "Main", "M1", date(2022, 9, 1)) == Decimal(29344)
    assert settings.calendar.term_days("RIV", date(2024, 9, 2)) == 75
    assert [row["payroll_number"] for row in settings.staff_list or ()] == ["0000001", "0000002"]
    assert settings.as_of is None


def test_settings_travel_to_workers() -> None:
    settings = read(filled())
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_a_staff_list_without_rows_is_none_kept() -> None:
    assert read(filled() | {"Staff list": []}).staff_list is None


def test_points_are_read_however_they_are_written() -> None:
    rows = filled()
    point = {"area": "Inner London", "range": "Main", "point": "MPS 3", "from_": date(2020, 9, 1)}
    rows["Pay points"].append(point | {"annual_pay": Decimal(34000)})
    assert read(rows).pay.annual("Inner London", "Main", "M3", date(2020, 9, 1)) == Decimal(34000)


def test_a_workbooks_own_settings_need_no_staff_list_and_may_give_a_date() -> None:
    own = tables(filled(), CARRIED)
    assert from_tables(own, "riverside.xlsx", own=True).as_of is None
    own["As of"] = Table("As of", (1,), {"as_of": (date(2026, 11, 1),)})
    settings = from_tables(own, "riverside.xlsx", own=True)
    assert settings.as_of == date(2026, 11, 1)
    assert settings.staff_list is None


def test_a_new_trust_is_told_what_only_it_can_fill_in() -> None:
    assert problems(seed_rows(OCTOBER)) == [
        "Trust B1: Trust is blank; fill it in",
        "Academies I2: Pay area is blank; choose Rest of England, London Fringe, Outer London or Inner London",
        "Cycles M2, M3, M4: Trust objective is blank; fill it in",
    ]


def set_cell(sheet: str, at: int, **values: Any) -> Callable[[Rows], None]:
    """Change a row of a sheet."""
    return lambda rows: rows[sheet][at].update(values)


def add(sheet: str, *more: dict[str, Any]) -> Callable[[Rows], None]:
    """Add rows to a sheet."""
    return lambda rows: rows[sheet].extend(more)


def named(*names: str) -> Callable[[Rows], None]:
    """Name the first cycles."""

    def change(rows: Rows) -> None:
        for row, name in zip(rows["Cycles"], names, strict=False):
            row["cycle"] = name

    return change


def on_row(sheet: str, at: int, **values: Any) -> Callable[[Rows], None]:
    """Add a copy of a row, changed."""
    return lambda rows: rows[sheet].append(rows[sheet][at] | values)


ACCEPTED = {"rule": "PM404", "reason": "Agreed", "accepted_by": "Trust HR", "accepted_on": OCTOBER}
ON_COST = {"item": "LGPS employer", "from_": date(2025, 4, 1), "rate": 0.2}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            set_cell("Cycles", 0, to=date(2025, 8, 31)),
            "Cycles D2: To 31 August 2025 lies before From; give a date not before From",
        ),
        (
            set_cell("Cycles", 0, final_reviews_by="mid-October"),
            "Cycles F2: Final reviews by “mid-October” is not a date, such as 15/10/2026; "
            "give a date, such as 15/10/2026",
        ),
        (
            set_cell("Cycles", 0, final_reviews_by=Unread("03/04/2026", "PM016")),
            "Cycles F2: Final reviews by “03/04/2026” can be read as two dates; "
            "retype the date, such as 15 October 2026",
        ),
        (
            set_cell("Cycles", 0, final_reviews_by=Unread("#REF!", "PM007")),
            "Cycles F2: Final reviews by “#REF!” holds an Excel error or a formula without a result; "
            "replace the formula by its value",
        ),
        (
            set_cell("Cycles", 0, pay_decisions_by=date(2025, 8, 31)),
            "Cycles J2: Pay decisions by 31 August 2025 lies before the cycle starts, 1 September 2025; "
            "correct the one or the other",
        ),
        (
            set_cell("Cycles", 0, cycle="Teaching 2025/26"),
            "Cycles A2: Cycle “Teaching 2025/26” cannot name a folder; "
            "use letters, digits, blanks and hyphens, such as Teaching 2025-26",
        ),
        (
            set_cell("Cycles", 0, group="Support"),
            "Cycles B2: Group “Support” does not fit “Teaching 2025-26”; correct the one or the other",
        ),
        (
            named("Teaching now", "teaching-now"),
            "Cycles A3: Cycle “teaching-now” cannot be told from “Teaching now”; rename one of them",
        ),
        (
            set_cell("Academies", 2, academy_code="RIV"),
            "Academies A4: Academy code “RIV” stands already in a row above; remove the later row",
        ),
        (
            set_cell("Academies", 2, academy_code="riv"),
            "Academies A4: Academy code “riv” cannot be told from “RIV”; rename one of them",
        ),
        (
            set_cell("Academies", 2, academy_code="../OAK"),
            "Academies A4: Academy code “../OAK” is no code; use up to 20 letters, digits and hyphens, such as RIV",
        ),
        (
            set_cell("Academies", 2, academy_code="con"),
            "Academies A4: Academy code “con” is no code; use up to 20 letters, digits and hyphens, such as RIV",
        ),
        (
            set_cell("Academies", 2, kind="Central"),
            "Academies C4: Kind “Central” does not fit OAK; Central is the workbook HEADS, and no other",
        ),
        (
            set_cell("Academies", 2, pay_area="Fringe"),
            "Academies I4: Pay area “Fringe” is not in its list; the nearest is London Fringe; "
            "choose Rest of England, London Fringe, Outer London or Inner London",
        ),
        (
            on_row("Parameters", 0, parameter="objective_set_within", from_=date(2025, 9, 1)),
            f"Parameters A{NEXT}: Parameter “objective_set_within” is no parameter; write objectives_set_within",
        ),
        (
            on_row("Parameters", 0, value="about 30", from_=date(2025, 9, 1)),
            f"Parameters B{NEXT}: Value “about 30” is no value for objectives_set_within; type a number such as 20",
        ),
        (
            on_row("Parameters", 0),
            f"Parameters A{NEXT}: Parameter “objectives_set_within” has a value from that date already, in row 2; "
            "keep one row",
        ),
        (
            set_cell("Parameters", 0, from_=date(2026, 9, 1)),
            "Parameters D2: From 1 September 2026 is the first of objectives_set_within, "
            "but a cycle starts on 1 September 2025; add a row with the value that held then",
        ),
        (
            on_row("Pay points", 0),
            "Pay points C437: Point “M1” has its pay from that date already, in row 2; keep one row",
        ),
        (
            on_row("Pay points", 0, point="MPS1"),
            "Pay points C437: Point “MPS1” has its pay from that date already, in row 2; keep one row",
        ),
        (
            on_row("Pay points", 0, point="U1"),
            "Pay points C437: Point “U1” is no point of Main; "
            f"write it such as {', '.join(POINT_EXAMPLES[:-1])} or {POINT_EXAMPLES[-1]}",
        ),
        (
            set_cell("Pay points", 0, area="National"),
            "Pay points A2: Area “National” does not fit Main; National is the area of NJC, and of no other",
        ),
        (
            set_cell("Terms", 0, term="Autum 1"),
            "Terms B2: Term “Autum 1” is no half term (the nearest is Autumn 1); "
            "use Autumn 1, Autumn 2, Spring 1, Spring 2, Summer 1 and Summer 2",
        ),
        (
            set_cell("Terms", 0, school_year="2024"),
            "Terms A2: School year “2024” is no school year; write it such as 2025/26",
        ),
        (
            set_cell("Terms", 0, from_=date(2023, 9, 4)),
            "Terms C2: From 4 September 2023 lies outside 2024/25; correct the one or the other",
        ),
        (
            set_cell("Terms", 1, from_=date(2024, 10, 25)),
            "Terms C3: From 25 October 2024 lies in the half term of row 2, which ends 25 October 2024; "
            "correct the one or the other",
        ),
        (
            on_row("Terms", 0, academy_code="RVI"),
            "Terms E20: Academy code “RVI” is not on Academies (the nearest is RIV); correct it, or add it there",
        ),
        (
            add("Staff list", person("0000001", "RIV")),
            "Staff list A4: Payroll number “0000001” is on the list of this academy already, in row 2; "
            "remove one of the rows",
        ),
        (
            set_cell("Staff list", 1, academy_code="RIV"),
            "Staff list C3: Academy code “RIV” is of a Headteacher, whose review no academy's office keeps; "
            "write HEADS",
        ),
        (
            set_cell("Staff list", 0, fte=1.5),
            "Staff list I2: FTE 1.5 is out of range; give a number from 0.01 to 1",
        ),
        (
            add("Returns", {"academy_code": "RIV", "cycle": "Teaching 2024-25", "file": "riv.xlsx"}),
            "Returns B2: Cycle “Teaching 2024-25” is not on Cycles (the nearest is Teaching 2026-27); "
            "correct it, or add it there",
        ),
        (
            add("Returns", {"academy_code": "RIV", "cycle": "Teaching 2025-26", "file": "../riv.xlsx"}),
            "Returns C2: File “../riv.xlsx” does not lie below the cycle's folder; give the path from there",
        ),
        (
            add("Accepted", ACCEPTED | {"rule": "404"}),
            "Accepted A2: Rule “404” is no rule; give its code, such as PM404",
        ),
        (
            add("On-costs", ON_COST | {"group": "Cooks"}),
            "On-costs E7: Group “Cooks” is no group; write Teachers or Support staff; blank is everybody",
        ),
        (
            add("On-costs", ON_COST | {"group": "Teachers"}),
            "On-costs E7: Group “Teachers” does not fit LGPS employer; write Support staff, or leave it blank",
        ),
        (
            add("On-costs", ON_COST | {"item": "LGPS employers"}),
            "On-costs A7: Item “LGPS employers” is no on-cost that is worked out (the nearest is LGPS employer); use "
            "Teachers' Pension employer, LGPS employer, Employer National Insurance and Apprenticeship levy",
        ),
        (
            add("On-costs", ON_COST, ON_COST),
            "On-costs A8: Item “LGPS employer” has a rate from that date already, in row 7; keep one row",
        ),
    ],
)
def test_one_fault_is_one_line_with_sheet_and_cell_value_and_remedy(change: Callable[[Rows], None], line: str) -> None:
    rows = filled()
    change(rows)
    assert problems(rows) == [line]


def test_a_column_wrong_all_the_way_down_is_told_so_often_and_then_counted() -> None:
    rows = filled()
    rows["Staff list"] = [person(f"{number:07}", f"R{number:03}") for number in range(1, 501)]
    told = problems(rows)
    assert len(told) == 21
    assert told[19].startswith("Staff list C21: Academy code “R020” is not on Academies")
    assert told[20] == "Staff list: Academy code has 480 problems more; put right those above first"


def test_all_problems_come_in_one_go_in_the_order_of_sheets_and_rows() -> None:
    rows = filled()
    rows["Accepted"].append(ACCEPTED | {"rule": "404"})
    rows["Academies"][2]["kind"] = None
    rows["Academies"][1]["academy"] = None
    rows["Trust"][0]["policy"] = None
    assert [line.split(":")[0] for line in problems(rows)] == [
        "Trust B2",
        "Academies B3",
        "Academies C4",
        "Accepted A2",
    ]


def test_a_sheet_that_is_missing_is_one_line() -> None:
    found = tables(filled())
    del found["Terms"]
    with pytest.raises(SettingsError) as told:
        from_tables(found, "trust.xlsx", own=False)
    assert str(told.value) == "trust.xlsx: Terms: the sheet is missing; have it there once, under its own name"


def test_a_column_that_is_missing_is_one_line_not_one_a_row() -> None:
    found = tables(filled())
    columns = {key: cells for key, cells in found["Cycles"].columns.items() if key != "final_reviews_by"}
    found["Cycles"] = Table("Cycles", found["Cycles"].rows, columns, found["Cycles"].letters)
    with pytest.raises(SettingsError) as told:
        from_tables(found, "trust.xlsx", own=False)
    assert told.value.problems == [
        "Cycles: column “Final reviews by” is missing; have it there once, under its own name"
    ]


@pytest.mark.parametrize("sheet", ["Trust", "Academies", "Cycles"])
def test_sheets_without_which_there_is_nothing_to_do_are_never_empty(sheet: str) -> None:
    assert problems(filled() | {sheet: []}) == [f"{sheet}: the sheet has no rows; fill it in"]


@pytest.mark.parametrize(
    ("as_of", "cycles"),
    [
        (date(2026, 10, 5), ["Teaching 2025-26", "Teaching 2026-27", "Support 2026-27"]),
        (date(2026, 12, 31), ["Teaching 2025-26", "Teaching 2026-27", "Support 2026-27"]),
        (date(2027, 1, 1), ["Teaching 2026-27", "Support 2026-27"]),
        (date(2026, 4, 30), ["Support 2025-26", "Teaching 2025-26", "Support 2026-27"]),
        (date(2026, 5, 1), ["Teaching 2025-26", "Support 2026-27"]),
    ],
)
def test_a_new_trust_has_the_cycles_at_work_with_the_policys_dates(as_of: date, cycles: list[str]) -> None:
    assert sorted(row["cycle"] for row in seed_rows(as_of)["Cycles"]) == sorted(cycles)


def test_the_dates_of_a_teaching_cycle_are_the_policys() -> None:
    cycle = read(filled()).cycles["Teaching 2025-26"]
    assert (cycle.starts, cycle.ends) == (date(2025, 9, 1), date(2026, 8, 31))
    assert cycle.objectives_set_by == date(2025, 10, 13)  # 30 weekdays after 1 September
    assert cycle.final_reviews_by == date(2026, 10, 15)
    assert (cycle.reports_sent_by, cycle.heads_reports_sent_by) == (date(2026, 10, 31), date(2026, 12, 31))
    assert (cycle.pay_decisions_by, cycle.heads_pay_decisions_by) == (date(2026, 10, 31), date(2026, 12, 31))
    assert cycle.pay_effective_from == date(2026, 9, 1)


def test_pay_of_support_staff_is_backdated_to_31_march() -> None:
    cycle = read(filled()).cycles["Support 2026-27"]
    assert (cycle.starts, cycle.ends) == (date(2026, 4, 1), date(2027, 3, 31))
    assert cycle.pay_effective_from == date(2027, 3, 31)
    assert cycle.pay_decisions_by is None


def test_a_new_trust_folder_reads_back_as_it_was_seeded(tmp_path: Path) -> None:
    path = init(tmp_path / "our-trust", OCTOBER)
    assert path == tmp_path / "our-trust" / TRUST_FILE
    tables = read_tables(path.read_bytes(), TRUST_SHEETS).tables
    for sheet, rows in seed_rows(OCTOBER).items():
        assert as_rows(tables[sheet]) == [{key: row.get(key) for key in tables[sheet].columns} for row in rows]


def as_rows(table: Table) -> list[dict[str, Any]]:
    return [{key: cells[at] for key, cells in table.columns.items()} for at in range(len(table.rows))]


def test_a_new_trust_folder_is_told_what_is_still_to_be_filled_in(tmp_path: Path) -> None:
    init(tmp_path, OCTOBER)
    with pytest.raises(SettingsError) as told:
        read_trust(tmp_path)
    assert [line.split(" ", 2)[0] for line in told.value.problems] == ["Trust", "Academies", "Cycles"]


def test_a_trust_in_excel_is_read_as_its_rows_are(tmp_path: Path) -> None:
    (tmp_path / TRUST_FILE).write_bytes(trust_workbook(filled()))
    settings, expected = read_trust(tmp_path), read(filled())
    for part in ("trust", "next_review", "academies", "cycles", "parameters", "pay", "calendar", "on_costs"):
        assert getattr(settings, part) == getattr(expected, part), part
    assert settings.staff_list == expected.staff_list


def test_a_trust_folder_is_never_made_over_another(tmp_path: Path) -> None:
    path = init(tmp_path, OCTOBER)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"has a trust\.xlsx already"):
        init(tmp_path, date(2027, 10, 5))
    assert path.read_bytes() == before


def test_a_folder_without_settings_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no trust\.xlsx; make one with `pmr-batch init`"):
        read_trust(tmp_path)


def test_a_trust_file_that_is_no_workbook_is_one_line(tmp_path: Path) -> None:
    (tmp_path / TRUST_FILE).write_bytes(b"Dear all, please find attached")
    with pytest.raises(SettingsError) as told:
        read_trust(tmp_path)
    assert len(told.value.problems) == 1
    assert "Dear" not in str(told.value)


def changed(path: Path, change: Callable[[Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def rename(sheet: str, name: str) -> Callable[[Workbook], None]:
    return lambda book: setattr(book[sheet], "title", name)


def put(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    return lambda book: book[sheet].__setitem__(cell, value)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            rename("Pay points", "Pay point"),
            "Pay points: the sheet is missing; “Pay point” looks like it; have it there once, under its own name",
        ),
        (
            lambda book: book.remove(book["Returns"]),
            "Returns: the sheet is missing; have it there once, under its own name",
        ),
        (
            put("Cycles", "F3", "Final review by"),
            "Cycles F3: column “Final reviews by” is missing; “Final review by” in F3 looks like it; "
            "have it there once, under its own name",
        ),
        (
            put("Cycles", "F3", "When"),
            "Cycles: column “Final reviews by” is missing; have it there once, under its own name",
        ),
        (
            put("Cycles", "F4", "03/04/2026"),
            "Cycles F4: Final reviews by “03/04/2026” can be read as two dates; "
            "retype the date, such as 15 October 2026",
        ),
        (
            put("Cycles", "F4", "=A1"),
            "Cycles F4: Final reviews by “=A1” holds an Excel error or a formula without a result; "
            "replace the formula by its value",
        ),
        (
            put("Staff list", "A6", "Total"),
            "Staff list A6: Payroll number “Total” looks like a total, and is not read as a row; "
            "remove it, or make it a row like the others",
        ),
    ],
)
def test_damage_done_in_excel_is_told_by_sheet_and_cell(
    tmp_path: Path, change: Callable[[Workbook], None], line: str
) -> None:
    path = tmp_path / TRUST_FILE
    path.write_bytes(trust_workbook(filled()))
    changed(path, change)
    with pytest.raises(SettingsError) as told:
        read_trust(tmp_path)
    assert told.value.problems == [line]
