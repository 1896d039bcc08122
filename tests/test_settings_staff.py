"""The Staff list of trust.xlsx: numbers, people, employment and pay; one cause is one line, before anything is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_settings import Rows, academy, add, filled, person, problems, read, set_cell

from pmr_batch.settings.trust_file import TRUST_FILE, check_trust, read_trust
from pmr_batch.workbook.trust_book import trust_workbook

ADD = "correct it, or add the person there"
OR_BLANK = f"{ADD}, or leave the cell blank for the academy to fill in"
POINT_OR_RANGE = "correct the point or the range"
ADD_SCALE = "add it there, with each point's pay and the day it holds from"
SLIP = "see that its year is right"
Change = Callable[[Rows], None]


def teacher(**values: Any) -> Change:
    """Change the teacher in row 2: 0000001 of RIV, in London Fringe."""
    return set_cell("Staff list", 0, **values)


def everybody(number: int, code: str = "RIV", **values: Any) -> Change:
    """Add so many people, each with the values."""
    return add("Staff list", *(person(f"{at:07}", code) | values for at in range(101, 101 + number)))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            set_cell("Academies", 1, head_payroll_number="0000009"),
            f"Academies E3: Head payroll number “0000009” is not on the Staff list; {ADD}",
        ),
        (
            teacher(reviewer="0000009"),
            f"Staff list M2: Reviewer “0000009” is not on the Staff list; {OR_BLANK}",
        ),
        (
            everybody(12, reviewer="0000009"),
            f"Staff list M4, M5, M6, M7, M8 and 7 more cells: Reviewer “0000009” is not on the Staff list; {OR_BLANK}",
        ),
        (
            lambda rows: rows["Academies"].pop(0),
            "Staff list C3: Academy code “HEADS” is not on Academies; correct it, or add it there",
        ),
        (
            everybody(30, "HEDAS"),
            "Staff list C4, C5, C6, C7, C8 and 25 more cells: Academy code “HEDAS” is not on Academies (the nearest is "
            "HEADS); correct it, or add it there",
        ),
        (
            add("Staff list", person("0000001", "OAK") | {"name": "Bo Sample"}),
            "Staff list A4: Payroll number “0000001” is “Bo Sample” here, and “Alex Example” in row 2; "
            "correct the number or the name",
        ),
        (
            add("Staff list", person("A/14", "OAK"), person("a-14", "RIV") | {"name": "Bo Sample"}),
            "Staff list A5: Payroll number “a-14” differs from “A/14” in row 4 in signs or capitals alone; "
            "correct it, or give it a letter or digit more: files are named by it",
        ),
        (
            teacher(employment_end=date(2020, 8, 31)),
            "Staff list H2: Employment end 31 August 2020 lies before Employment start; "
            "give a date not before Employment start",
        ),
        (
            teacher(employment_start=date(2062, 9, 1)),
            "Staff list G2: Employment start 1 September 2062 lies in a year that cannot be meant; "
            "see that its year is right: it can be from 1950 to 2060",
        ),
        (
            teacher(employment_start=date(2062, 9, 1), employment_end=date(2026, 8, 31)),
            "Staff list G2: Employment start 1 September 2062 lies in a year that cannot be meant; "
            "see that its year is right: it can be from 1950 to 2060",
        ),
        (
            teacher(employment_start=date(2029, 9, 1)),
            "Staff list G2: Employment start 1 September 2029 lies more than a year after the last cycle ends, "
            f"31 August 2027; {SLIP}",
        ),
        (
            teacher(employment_start=date(1961, 9, 1)),
            "Staff list G2: Employment start 1 September 1961 lies more than sixty years before the last cycle ends, "
            f"31 August 2027; {SLIP}",
        ),
        (
            teacher(contract="Fixed term", employment_end=date(2052, 8, 31)),
            "Staff list H2: Employment end 31 August 2052 lies more than ten years after the last cycle ends, "
            f"31 August 2027; {SLIP}",
        ),
        (
            teacher(pay_range="Main", pay_point="M9"),
            f"Staff list O2: Pay point “M9” is not on the scale of Main in London Fringe, M1 to M6; {POINT_OR_RANGE}",
        ),
        (
            teacher(pay_range="Main", pay_point="U1"),
            f"Staff list O2: Pay point “U1” is no point of Main; {POINT_OR_RANGE}",
        ),
        (
            teacher(pay_range="Spot salary", pay_point="M3"),
            f"Staff list O2: Pay point “M3” is no point of Spot salary; {POINT_OR_RANGE}",
        ),
        (
            teacher(role="HLTA", pay_range="NJC", pay_point="SCP99"),
            f"Staff list O2: Pay point “SCP99” is not on the scale of NJC, SCP2 to SCP43; {POINT_OR_RANGE}",
        ),
        (
            teacher(pay_range="Leadership", pay_point="L12", range_from="L16", range_to="L10"),
            "Staff list P2: Range from “L16” lies above Range to, L10; correct the one or the other",
        ),
        (
            teacher(pay_range="Leadership", pay_point="L22", range_from="L10", range_to="L16"),
            f"Staff list O2: Pay point “L22” lies outside the own range, L10 to L16; {POINT_OR_RANGE}",
        ),
        (
            teacher(pay_range="Main", pay_point="M3", range_to="U1"),
            f"Staff list Q2: Range to “U1” is no point of Main; {POINT_OR_RANGE}",
        ),
        (
            lambda rows: (
                set_cell("Academies", 1, pay_area="Inner London")(rows),
                everybody(3, pay_range="Main", pay_point="M3")(rows),
            ),
            f"Academies I3: Pay area “Inner London” has no scale on Pay points; {ADD_SCALE}",
        ),
        (
            lambda rows: (
                rows.update({"Pay points": [row for row in rows["Pay points"] if row["range"] != "Upper"]}),
                everybody(2, pay_range="Upper", pay_point="U1")(rows),
            ),
            f"Staff list N4, N5: Pay range “Upper” has no scale of London Fringe on Pay points; {ADD_SCALE}",
        ),
        (
            set_cell("Academies", 1, office_e_mail="office.riverside"),
            "Academies H3: Office e-mail “office.riverside” is no e-mail address; correct it, with a comma between "
            "several, or leave the cell blank",
        ),
        (
            set_cell("Trust", 0, next_review=date(2018, 9, 30)),
            "Trust B4: Next review 30 September 2018 lies before Approved on, 3 October 2019; "
            "correct the one or the other",
        ),
        (
            set_cell("Trust", 0, next_review=date(2052, 9, 1)),
            "Trust B4: Next review 1 September 2052 lies more than ten years after the last cycle ends, "
            f"31 August 2027; {SLIP}",
        ),
    ],
)
def test_one_cause_is_one_line(change: Change, line: str) -> None:
    rows = filled()
    change(rows)
    assert problems(rows) == [line]


def _two_schools(rows: Rows) -> None:
    """A head of two schools of one area is paid by it."""
    for at in (1, 2):
        rows["Academies"][at] |= {"pay_area": "Rest of England", "head_payroll_number": "0000002"}
    rows["Academies"][0]["pay_area"] = "Inner London"
    rows["Staff list"][1] |= {"pay_range": "Leadership", "pay_point": "L18"}


@pytest.mark.parametrize(
    "change",
    [
        teacher(reviewer="0000002", line_manager="0000002"),
        lambda rows: rows["Staff list"][1].update(reviewer="panel"),
        set_cell(
            "Academies", 1, head_payroll_number="0000002", office_e_mail="Riverside <a@riv.example>, b@riv.example"
        ),
        add("Staff list", person("0000001", "OAK") | {"name": "Example, ALEX"}),
        teacher(pay_range="Spot salary", pay_point="n/a"),
        teacher(pay_range="Lead practitioner", range_from="anything"),
        teacher(pay_range="Leadership", pay_point="L12", range_from="L12", range_to="L12"),
        teacher(role="HLTA", pay_range="NJC", pay_point="SCP2"),  # on the scale of 2025 only
        teacher(employment_end=date(2037, 8, 31), contract="Fixed term"),
        _two_schools,
    ],
)
def test_what_is_right_is_no_problem(change: Change) -> None:
    rows = filled()
    change(rows)
    assert read(rows).staff_list


def test_heads_are_not_missed_where_the_trust_keeps_no_list_of_them() -> None:
    rows = filled()
    rows["Academies"][1]["head_payroll_number"] = "0000009"
    rows["Staff list"] = [person("0000001", "RIV") | {"reviewer": "0000009"}]
    assert read(rows).staff_list


def test_a_reviewer_column_of_names_is_one_line() -> None:
    rows = filled()
    rows["Staff list"] += [person(f"{at:07}", "RIV") | {"reviewer": f"Person {at}"} for at in range(101, 131)]
    assert problems(rows) == [
        "Staff list M4: Reviewer “Person 101” is not on the Staff list, and neither are 29 other reviewers; "
        "give the payroll numbers of people who are, or leave the cells blank"
    ]


# -- lost zeros ------------------------------------------------------------------------------------


def saved(folder: Path, rows: Rows, change: Callable[[Any], None] = lambda _: None) -> Path:
    """trust.xlsx as Excel has it after a change of its Staff list."""
    path = folder / TRUST_FILE
    path.write_bytes(trust_workbook(rows))
    book = openpyxl.load_workbook(path)
    change(book["Staff list"])
    book.save(path)
    return path


def listed(*numbers: str) -> Rows:
    rows = filled()
    rows["Staff list"] = [person(number, "RIV") | {"name": f"Person {number}"} for number in numbers]
    return rows


def test_numbers_in_number_cells_have_lost_their_zeros(tmp_path: Path) -> None:
    def as_numbers(sheet: Any) -> None:
        for row in range(4, 9):
            sheet.cell(row, 1).value = int(sheet.cell(row, 1).value)

    path = saved(tmp_path, listed(*(f"00{number}" for number in range(10233, 10238))), as_numbers)
    (problem,) = check_trust(path.read_bytes()).problems
    assert problem.line == (
        "Staff list A4: Payroll number “10233” is typed as a number, as in 4 more cells, and Excel drops the zeros "
        "that a number begins with; format the column as text, and give the numbers again with all digits that payroll "
        "has"
    )


def test_numbers_whose_format_shows_the_zeros_are_whole(tmp_path: Path) -> None:
    def formatted(sheet: Any) -> None:
        for row in range(4, 6):
            sheet.cell(row, 1).value = int(sheet.cell(row, 1).value)
            sheet.cell(row, 1).number_format = "0000000"

    saved(tmp_path, listed("0010233", "0010234"), formatted)
    assert [row["payroll_number"] for row in read_trust(tmp_path).staff_list or ()] == ["0010233", "0010234"]


def test_numbers_that_stand_with_their_zeros_elsewhere_are_one_line() -> None:
    rows = listed("10233", "10234", "10235")
    rows["Academies"][1]["head_payroll_number"] = "0010235"
    rows["Staff list"][0]["reviewer"] = "0010234"
    rows["Equality"] = [{"payroll_number": "0010233"}]
    assert problems(rows) == [
        "Staff list A2: Payroll number “10233” is “0010233” in Equality A2, and 2 more numbers likewise; "
        "write each number alike, as text, with all digits that payroll has"
    ]


# -- notices ---------------------------------------------------------------------------------------


def notices(folder: Path, rows: Rows) -> list[str]:
    saved(folder, rows)
    return [line.removeprefix("trust.xlsx: ") for line in read_trust(folder).notices]


def test_what_may_be_right_is_told_in_a_line_a_cause_without_names(tmp_path: Path) -> None:
    rows = filled()
    rows["Academies"] += [academy("ELM", "Elm") | {"pay_area": "Outer London"}]
    rows["Staff list"] = [
        person("0000001", "RIV") | {"line_manager": "0000009", "fte": Decimal("0.8")},
        person("0000001", "OAK") | {"line_manager": "0000008", "fte": Decimal("0.4")},
        person("0000003", "RIV") | {"contract": "Fixed term"},
        person("0000004", "OAK") | {"employment_start": date(2027, 9, 1)},
        person("00005", "OAK"),
    ]
    for number, row in enumerate(rows["Staff list"][2:]):
        row["name"] = f"Person {'abc'[number]}"
    told = notices(tmp_path, rows)
    assert told == [
        f"Academies I7: Pay area “Outer London” has no scale on Pay points; {ADD_SCALE}",
        "Staff list L4, L5: Line manager names nobody on the Staff list; see that the number is right",
        "Staff list I5: FTE comes to 1.2 with 1 other row of the same person; see that the parts are right",
        "Staff list H6: Employment end is blank for a fixed-term contract; fill it in, or each academy is asked for it",
        "Staff list G7: Employment start lies after the last cycle ends, 31 August 2027, so that the person is in no "
        "workbook; see that its year is right, or add the next cycle",
        "Staff list A8: Payroll number has fewer than the 7 digits of those that begin with a zero; "
        "see in payroll whether they have lost zeros",
    ]
    assert not any("0000009" in line or "Example" in line for line in told)


def test_numbers_of_many_lengths_and_a_person_with_two_are_told(tmp_path: Path) -> None:
    rows = listed("57", "1042", "30991")
    rows["Staff list"].append(rows["Staff list"][1] | {"payroll_number": "31555"})
    assert notices(tmp_path, rows) == [
        "Staff list A4: Payroll number has from 2 to 5 digits, and begins with a zero in no row; "
        "see in payroll whether they have lost zeros",
        "Staff list A7: Payroll number differs from that of row 5, with the same name, academy and employment start; "
        "keep one row where it is one person",
    ]
