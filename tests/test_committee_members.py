"""Conflicts of interest and appeals: whose rows they mark, and the register of the committee's members."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from marked_tables import heading_row, table_rows
from moderated_round import a_round
from openpyxl.utils.cell import get_column_letter

from pmr_batch.demo import DEMO_AS_OF
from pmr_batch.errors import SettingsError
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.members import Interest, Member
from pmr_batch.model.person import Decision, Recommendation
from pmr_batch.moderate.appeals import appeal_rows
from pmr_batch.moderate.comparisons import compare
from pmr_batch.moderate.conflicts import members
from pmr_batch.moderate.look_at import look_at_first
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.settings.new_trust import seed_rows
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.workbook.trust_book import trust_workbook

ROUND = a_round(4, 20)
ROWS = tuple(replace(row, open_queries=(), concern_open=False, earlier=None) for row in ROUND.recommendations)
FIRST, SECOND = ROWS[:2]


def decided(row: Recommendation, conflict: str | None = None) -> Decided:
    decision = Decision("Approved", row.recommended, None, date(2025, 10, 22), date(2025, 9, 1), conflict)
    place = (row.academy, row.payroll_number, row.name, Decimal(1), row.current, row.recommended)
    return Decided("3fa85c01", *place, decision)


def flags(interests: tuple[Interest, ...] = (), earlier: Earlier | None = None) -> dict[str, tuple[str, ...]]:
    marked = look_at_first(ROWS, compare(ROWS, ()), earlier, interests)
    told = {row.payroll_number: row.look_at for row in marked}
    plain = {row.payroll_number: row.look_at for row in look_at_first(ROWS, compare(ROWS, ()))}
    return {number: told[number][len(plain[number]) :] for number in told if told[number] != plain[number]}


# -- what a row is marked with ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("interest", "touched"),
    [
        (Interest("A. Chair"), []),
        (Interest("A. Chair", person=FIRST.payroll_number), [FIRST]),
        (Interest("A. Chair", academy="A001"), [row for row in ROWS if row.academy == "A001"]),
        (Interest("A. Chair", payroll_number=SECOND.payroll_number), [SECOND]),
        (
            Interest("A. Chair", payroll_number=FIRST.reviewer_number),
            [row for row in ROWS if row.reviewer_number == FIRST.reviewer_number],
        ),
        (Interest("A. Chair", payroll_number="0099999", academy="NONE"), []),
    ],
)
def test_a_conflict_marks_the_rows_from_which_the_member_withdraws(
    interest: Interest, touched: list[Recommendation]
) -> None:
    assert flags((interest,)) == {row.payroll_number: ("conflict: A. Chair",) for row in touched}


def test_each_member_is_named_once() -> None:
    two = (Interest("A. Chair", academy="A000"), Interest("A. Chair", person=FIRST.payroll_number))
    found = flags((*two, Interest("B. Vice", person=FIRST.payroll_number)))
    assert found[FIRST.payroll_number] == ("conflict: A. Chair", "conflict: B. Vice")


def appeal(row: Recommendation, outcome: str | None = None) -> Appeal:
    place = ("3fa85c01", row.academy, row.payroll_number, row.name, decided(row).decision)
    heard = {"heard_on": date(2025, 12, 3), "outcome": outcome} if outcome else {}
    return Appeal(*place, lodged_on=date(2025, 11, 3), **heard)


def test_an_appeal_marks_the_row_of_whoever_lodged_it_now_or_in_the_cycle_before() -> None:
    last = Kept("1", "1", date(2024, 10, 2), "Teaching 2023-24", (), (), (), (), ())
    last = replace(
        last, appeals=(DecidedPerson(decided(SECOND), appeal(SECOND, "Upheld")), DecidedPerson(decided(FIRST)))
    )
    earlier = Earlier(None, (last,), appeals={FIRST.payroll_number: appeal(FIRST)})
    assert flags(earlier=earlier) == {
        FIRST.payroll_number: ("appeal pending",),
        SECOND.payroll_number: ("appeal in Teaching 2023-24: upheld",),
    }


def test_pending_appeals_stand_first_on_their_sheet() -> None:
    rows = ROWS[:4]
    in_force = {row.payroll_number: decided(row) for row in rows}
    appeals = {rows[1].payroll_number: appeal(rows[1], "Not upheld"), rows[3].payroll_number: appeal(rows[3])}
    listed = [row.payroll_number for row in appeal_rows(Earlier(decided=in_force, appeals=appeals))]
    assert listed[0] == rows[3].payroll_number
    assert set(listed) == set(in_force)


# -- the register ----------------------------------------------------------------------------------


def test_the_register_has_every_member_with_rows_and_withdrawals() -> None:
    interests = (
        Interest("A. Chair", person=FIRST.payroll_number, what="A cousin", declared_on=date(2025, 9, 10)),
        Interest("B. Vice"),
    )
    taken = [decided(SECOND, "Mrs A. Chair, a cousin"), decided(ROWS[2], "C. Clerk"), decided(ROWS[3])]
    chair, vice, clerk = members(interests, ROWS, taken)
    assert (chair.rows, [each.name for each in chair.withdrew]) == ((FIRST,), [SECOND.name])
    assert (vice.rows, vice.withdrew, vice.is_listed) == ((), (), True)
    assert (clerk.name, clerk.is_listed, clerk.withdrew[0].name) == ("C. Clerk", False, ROWS[2].name)


def test_the_sheet_says_whose_rows_and_counts_who_is_named_as_it_is_typed() -> None:
    interests = (Interest("A. Chair", academy="A000", what="Governor", declared_on=date(2025, 9, 10)),)
    register: tuple[Member, ...] = tuple(members(interests, ROWS, ()))
    book = openpyxl.load_workbook(io.BytesIO(committee_workbook(replace(ROUND, members=register))))
    (row,) = table_rows(book["Members"])
    assert (row["Member"], row["Interests declared"], row["Declared on"]) == (
        "A. Chair",
        "A000: Governor",
        "10/09/2025",
    )
    assert row["Rows"] == sum(each.academy == "A000" for each in ROWS)
    assert f"{FIRST.name} (A000)" in row["Whose rows"]
    sheet = book["Recommendations"]
    top = heading_row(sheet)
    declared = next(get_column_letter(cell.column) for cell in sheet[top] if cell.value == "Conflict declared")
    cells = f"Recommendations!${declared}${top + 1}:${declared}${top + len(ROWS)}"
    member = f"$A{heading_row(book['Members']) + 1}"
    assert row["Named in Conflict declared, as typed"] == f"=SUMPRODUCT(--ISNUMBER(FIND({member},{cells})))"


def test_without_members_the_sheet_says_where_to_enter_them() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(committee_workbook(ROUND)))["Members"]
    assert "Committee members of trust.xlsx" in " ".join(str(cell.value) for cell in sheet["A"])


# -- trust.xlsx ------------------------------------------------------------------------------------

LISTED = {"member": "A. Chair", "payroll_number": None, "academy_code": "HEADS", "person": "0000102"}
LISTED |= {"interest": "Governor", "declared_on": date(2026, 9, 10)}


def settings(rows: list[dict[str, object]], *, left_out: bool = False) -> Settings:
    filled = seed_rows(DEMO_AS_OF)
    filled["Trust"][0]["trust"] = "Estuary & Fen"
    filled["Academies"][0] |= {"academy": "Central team", "pay_area": "Rest of England", "support_pay_area": "National"}
    for cycle in filled["Cycles"]:
        cycle["trust_objective"] = "Reading"
    content = trust_workbook({**filled, "Committee members": rows})
    if left_out:
        book = openpyxl.load_workbook(io.BytesIO(content))
        del book["Committee members"]
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    read = read_tables(content, TRUST_SHEETS)
    return from_tables(read.tables, "trust.xlsx", own=False, spots=read.spots)


def test_members_are_read_and_may_be_left_out() -> None:
    interest = Interest("A. Chair", None, "HEADS", "0000102", "Governor", date(2026, 9, 10))
    assert settings([LISTED]).interests == (interest,)
    assert settings([]).interests == settings([], left_out=True).interests == ()


def test_an_interest_in_an_academy_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"Committee members C4: .*is not on Academies"):
        settings([LISTED | {"academy_code": "HEDS"}])
