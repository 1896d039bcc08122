"""Workbooks handed out: one an academy and cycle, filled in as far as is known, and never over an older one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from issued_workbooks import CYCLE, carried, teacher

from pmr_batch.commands.issue import Issued, LastCycle, issue
from pmr_batch.errors import UsageError
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.trust_workbook import STAFF_LIST, TRUST_SHEETS
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Decision, Pay
from pmr_batch.model.returns import Return, Table
from pmr_batch.model.terms import FileState
from pmr_batch.policy.reference import pay_points
from pmr_batch.read.start_checks import check_start
from pmr_batch.read.worker import read_workbook
from pmr_batch.records.made_files import MadeFiles, MadeState
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate.engine import validate
from pmr_batch.words import day
from pmr_batch.workbook.carried_settings import rows_of
from pmr_batch.workbook.trust_book import trust_workbook

UNDER_A_TERM = "Contract of less than one term"
ISSUED_ON = date(2025, 9, 8)
SUPPORT = CYCLE | {
    "cycle": "Support 2025-26",
    "group": "Support",
    "from_": date(2025, 4, 1),
    "to": date(2026, 3, 31),
    "pay_effective_from": date(2026, 3, 31),
}


def listed(number: int, code: str = "RIV", **differs: Any) -> dict[str, Any]:
    """A row of the staff list."""
    person = teacher(number) | {"academy_code": code} | differs
    return {key: value for key, value in person.items() if key in STAFF_LIST.by_key}


PEOPLE = [
    listed(1, reviewer="0000002"),
    listed(2, job_title="Deputy headteacher", reviewer=None),
    listed(3, employment_start=date(2026, 1, 5)),
    listed(4, contract="Fixed term", employment_start=date(2025, 9, 1), employment_end=date(2026, 3, 27)),
    listed(5, contract="Fixed term", employment_start=date(2026, 1, 5), employment_end=date(2026, 2, 6)),
    listed(6, in_induction="Yes"),
    listed(7, employment_end=date(2026, 4, 30)),
    listed(8, employment_end=date(2025, 8, 31)),
    listed(9, employment_start=date(2026, 9, 1)),
    listed(10, out_of_scope_because="Other procedure applies"),
    listed(11, role="Support staff", pay_range="NJC", pay_point="SCP7", in_induction=None),
    listed(12, role="HLTA", pay_range="NJC", pay_point="SCP12", in_induction=None),
    listed(20, "HEADS", role="Headteacher", pay_range="Leadership", pay_point="L18", reviewer=None, in_induction=None),
    listed(21, "HEADS", role="CEO", pay_range="Spot salary", pay_point=None, reviewer=None, in_induction=None),
    listed(901, "OAK", employment_end=date(2025, 3, 31), reviewer=None),
]
HEAD, LEFT = "0000020", "0000901"


@pytest.fixture(scope="module")
def settings() -> Settings:
    rows = carried() | {"Cycles": [CYCLE, SUPPORT], "Staff list": PEOPLE, "Pay points": pay_points()}
    rows["Academies"][0]["head_payroll_number"] = HEAD
    return from_tables(read_tables(trust_workbook(rows), TRUST_SHEETS).tables, "trust.xlsx", own=False)


def handed_out(settings: Settings, folder: Path, cycle: str, **how: Any) -> list[Issued]:
    return issue(settings, settings.cycles[cycle], ISSUED_ON, folder, **how)


def opened(issued: Issued) -> Return:
    return read_workbook(issued.path.name, issued.path.read_bytes())


def by_number(book: Return, sheet: str) -> dict[Any, dict[str, Any]]:
    return {row["payroll_number"]: row for row in rows_of(book.tables[sheet])}


@pytest.fixture(scope="module")
def riverside(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Return:
    (one,) = handed_out(settings, tmp_path_factory.mktemp("trust"), "Teaching 2025-26", academies={"RIV"})
    return opened(one)


def test_every_academy_with_people_of_the_cycle_gets_one(settings: Settings, tmp_path: Path) -> None:
    found = handed_out(settings, tmp_path, "Teaching 2025-26")
    assert [(one.academy, one.path.relative_to(tmp_path).as_posix(), one.people) for one in found] == [
        ("RIV", "issued/teaching-2025-26/RIV Teaching 2025-26.xlsx", 8),
        ("HEADS", "issued/teaching-2025-26/HEADS Teaching 2025-26.xlsx", 2),
    ]


def test_support_staff_stand_in_the_workbook_of_their_cycle(settings: Settings, tmp_path: Path) -> None:
    (one,) = handed_out(settings, tmp_path, "Support 2025-26")
    staff = by_number(opened(one), "Staff")
    assert set(staff) == {"0000011", "0000012"}
    assert [row["professional_standards"] for row in staff.values()] == ["Job description", "HLTA standards"]
    objectives = rows_of(opened(one).tables["Objectives"])
    assert [(row["payroll_number"], row["no"], row["kind"]) for row in objectives] == [
        ("0000011", 1, "School"),
        ("0000012", 1, "School"),
    ]


def test_what_is_handed_out_can_be_read_and_carries_its_settings(riverside: Return, settings: Settings) -> None:
    assert (riverside.state, riverside.spots, riverside.extras) == (FileState.ACCEPTED, (), ())
    (start,) = rows_of(riverside.tables["Start"])
    assert (start["academy_code"], start["return_number"], start["issued_on"]) == ("RIV", 1, ISSUED_ON)
    own = from_tables(riverside.settings, "RIV.xlsx", own=True)
    assert own.as_of is None
    assert list(own.cycles) == ["Teaching 2025-26"]
    assert own.academies["RIV"] == settings.academies["RIV"]
    assert own.academies["HEADS"].head is None
    assert own.calendar == settings.calendar


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0000001", (date(2025, 9, 1), date(2026, 8, 31), None, "In review", None)),
        ("0000003", (date(2026, 1, 5), date(2026, 8, 31), "Joined", "In review", None)),
        ("0000004", (date(2025, 9, 1), date(2026, 3, 27), "Fixed term", "In review", None)),
        ("0000005", (date(2026, 1, 5), date(2026, 2, 6), "Fixed term", "Out of scope", UNDER_A_TERM)),
        ("0000006", (date(2025, 9, 1), date(2026, 8, 31), None, "Out of scope", "In induction")),
        ("0000007", (date(2025, 9, 1), date(2026, 4, 30), "Leaving", "In review", None)),
        ("0000010", (date(2025, 9, 1), date(2026, 8, 31), None, "Out of scope", "Other procedure applies")),
    ],
)
def test_the_own_cycle_and_the_status_are_known(riverside: Return, number: str, expected: tuple[Any, ...]) -> None:
    row = by_number(riverside, "Staff")[number]
    keys = ("cycle_from", "cycle_to", "cycle_adjusted_because", "status", "out_of_scope_because")
    assert tuple(row[key] for key in keys) == expected


def test_who_left_before_or_joins_after_the_cycle_is_not_in_it(riverside: Return) -> None:
    assert not {"0000008", "0000009"} & set(by_number(riverside, "Staff"))


def test_everybody_in_review_has_the_rows_that_the_policy_asks_for(riverside: Return) -> None:
    in_review = [number for number, row in by_number(riverside, "Staff").items() if row["status"] == "In review"]
    for sheet in ("Reviews", "Objectives", "Development"):
        assert list(by_number(riverside, sheet)) == in_review
    assert [objectives_of(riverside, number) for number in ("0000001", "0000003")] == [
        [(1, "Trust", CYCLE["trust_objective"], None), (2, "School", None, None)],
        [(1, "Trust", CYCLE["trust_objective"], None)],  # there from January: half the cycle, half the number
    ]


def test_rows_handed_out_are_told_at_one_cell_once_they_are_due(riverside: Return, settings: Settings) -> None:
    def told(as_of: date) -> dict[str, list[str]]:
        findings = validate([check_start(riverside, settings)], settings, as_of).findings
        ours = [one for one in findings if one.sheet in ("Objectives", "Development") and one.item != "1"]
        cells = {one.sheet or "": [] for one in ours}
        for one in ours:
            cells[one.sheet or ""] += [one.column or ""] if one.payroll_number == "0000001" else []
        return cells

    assert told(date(2025, 9, 20)) == {}
    assert told(date(2026, 12, 1)) == {
        "Objectives": ["Objective"],
        "Development": ["Development required"],
    }


def objectives_of(book: Return, number: str) -> list[tuple[Any, ...]]:
    rows = [row for row in rows_of(book.tables["Objectives"]) if row["payroll_number"] == number]
    return [(row["no"], row["kind"], row["objective"], row["set_by"]) for row in rows]


def test_reviewers_are_those_whom_somebody_has(riverside: Return) -> None:
    reviewers = by_number(riverside, "Reviewers")
    assert set(reviewers) == {"0000002", LEFT}
    known = reviewers["0000002"]
    assert (known["name"], known["position"], known["teaching_now"]) == ("Ada Marsh 2", "Deputy headteacher", "Yes")
    assert reviewers[LEFT]["name"] == "Ada Marsh 901"


def test_the_head_appoints_the_reviewers_of_an_academy(riverside: Return) -> None:
    assert {row["appointed_by"] for row in by_number(riverside, "Reviewers").values()} == {"Headteacher"}


def test_who_is_on_no_staff_list_is_left_for_the_academy_to_say(settings: Settings, tmp_path: Path) -> None:
    kept = tuple(row for row in settings.staff_list or () if row["payroll_number"] not in (HEAD, LEFT))
    (one,) = handed_out(replace(settings, staff_list=kept), tmp_path, "Teaching 2025-26", academies={"RIV"})
    reviewers = by_number(opened(one), "Reviewers")
    assert reviewers[LEFT]["name"] is None
    assert {row["appointed_by"] for row in reviewers.values()} == {None}


def test_heads_and_executives_have_panels(settings: Settings, tmp_path: Path) -> None:
    (one,) = handed_out(settings, tmp_path, "Teaching 2025-26", academies=["HEADS"])
    staff = by_number(opened(one), "Staff")
    assert [row["reviewer"] for row in staff.values()] == ["Panel", "Panel"]
    assert [row["working_pattern"] for row in staff.values()] == ["Term time", "All year"]
    assert staff["0000020"]["professional_standards"] == "Headteachers' Standards 2020"
    assert objectives_of(opened(one), "0000020") == [
        (1, "Trust", CYCLE["trust_objective"], "Panel"),
        (2, "School", None, "Panel"),
        (3, "School", None, "Panel"),
    ]
    assert [kind for _, kind, *_ in objectives_of(opened(one), "0000021")] == ["School"] * 3


def test_what_carries_over_comes_from_the_last_return(settings: Settings, tmp_path: Path) -> None:
    last: Mapping[str, Table] = {
        "Staff": _table("Staff", payroll_number="0000002", working_pattern="All year", reviewer="0000003"),
        "Reviewers": _table("Reviewers", payroll_number="0000901", name="Grace Hollis", suitability="Leads Year 4"),
        "Priorities": _table("Priorities", priority="READ", improvement_plan_priority="Reading"),
        "Panels": _table("Panels", payroll_number="0000077", member="Nobody of ours"),
    }
    (one,) = handed_out(
        settings, tmp_path, "Teaching 2025-26", academies=["RIV"], before=LastCycle(returns={"RIV": last})
    )
    book = opened(one)
    staff = by_number(book, "Staff")["0000002"]
    assert (staff["working_pattern"], staff["reviewer"]) == ("All year", "0000003")
    assert by_number(book, "Reviewers")["0000901"]["suitability"] == "Leads Year 4"
    assert [row["priority"] for row in rows_of(book.tables["Priorities"])] == ["READ"]
    assert book.tables["Panels"].rows == ()


def _table(sheet: str, **row: Any) -> Table:
    return Table(sheet, (2,), {key: (value,) for key, value in row.items()})


def test_a_workbook_that_was_issued_stays_and_the_others_are_made(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "trust.xlsx").touch()
    (one,) = handed_out(settings, tmp_path, "Teaching 2025-26", academies=["RIV"])
    assert one.path.name == "RIV Teaching 2025-26.xlsx"
    one.path.write_bytes(b"filled in since")
    before, heads = handed_out(settings, tmp_path, "Teaching 2025-26")
    assert (before.before, heads.before) == (True, False)
    assert one.path.read_bytes() == b"filled in since"
    assert heads.path.exists()
    one.path.rename(one.path.with_name("Riverside, filled in.xlsx"))
    again, _ = handed_out(settings, tmp_path, "Teaching 2025-26")
    assert again == one
    assert MadeFiles.recorded(tmp_path).state(one.path) is MadeState.AS_MADE


def test_a_mail_to_each_office_says_by_when_and_names_nobody(settings: Settings, tmp_path: Path) -> None:
    (one,) = handed_out(settings, tmp_path, "Teaching 2025-26", academies=["RIV"])
    assert one.mail is not None
    message = message_from_bytes(one.mail.read_bytes(), policy=SMTP)
    assert (message["To"], message["X-Unsent"]) == (settings.academies["RIV"].office_email, "1")
    assert message["Subject"] == f"Performance management workbook: {settings.academies['RIV'].name}, Teaching 2025-26"
    text = message.get_body().get_content()
    assert one.path.name in text
    assert f"Final reviews are held by {day(settings.cycles['Teaching 2025-26'].final_reviews_by)}" in text
    assert not [name for name in (row["name"] for row in settings.staff_list or ()) if name in text]
    assert (tmp_path / "incoming" / "teaching-2025-26").is_dir()


def test_what_cannot_be_issued_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^XYZ: no such academy; there are RIV, OAK, HEADS$"):
        handed_out(settings, tmp_path, "Teaching 2025-26", academies=["XYZ"])
    with pytest.raises(UsageError, match=r"^OAK: nobody on the Staff list of trust\.xlsx is in Teaching 2025-26$"):
        handed_out(settings, tmp_path, "Teaching 2025-26", academies=["OAK"])
    with pytest.raises(UsageError, match="Staff list has no rows"):
        handed_out(replace(settings, staff_list=None), tmp_path, "Teaching 2025-26")
    assert not (tmp_path / "issued").exists()


def test_the_same_settings_give_the_same_bytes(settings: Settings, tmp_path: Path) -> None:
    once, again = (handed_out(settings, tmp_path / name, "Teaching 2025-26") for name in ("a", "b"))
    assert [one.sha256 for one in once] == [one.sha256 for one in again]


# -- what was decided --------------------------------------------------------------------------------


def decision(number: int, was: Pay, now: Pay) -> dict[str, Decided]:
    """A decision on somebody's pay, by payroll number."""
    made = Decision("Approved", now, None, date(2025, 10, 22), date(2025, 9, 1))
    one = Decided("3fa85c01", "RIV", f"{number:07d}", f"Person {number}", Decimal(1), was, now, made)
    return {one.payroll_number: one}


def main(point: str) -> Pay:
    return Pay("Main", point, Decimal(40_000))


@pytest.mark.parametrize(
    ("was", "now", "starts_from", "told"),
    [
        (main("M3"), main("M4"), ("Main", "M4", None), "starts from what was decided, and the Staff list still has"),
        (main("M2"), main("M3"), ("Main", "M3", None), None),
        (main("M5"), main("M6"), ("Main", "M3", None), "starts from the Staff list, which has neither"),
        (main("M3"), Pay("Upper", "U1", Decimal(47_000)), ("Upper", "U1", None), "Upper U1 (Staff list Main M3)"),
        (
            main("M3"),
            Pay("Spot salary", None, Decimal(61_000)),
            ("Spot salary", None, Decimal(61_000)),
            "Spot salary (Staff list Main M3)",
        ),
    ],
)
def test_the_next_cycle_starts_from_what_was_decided(
    settings: Settings, tmp_path: Path, was: Pay, now: Pay, starts_from: tuple[Any, ...], told: str | None
) -> None:
    before = LastCycle(decided=decision(2, was, now))
    (one,) = handed_out(settings, tmp_path, "Teaching 2025-26", academies=["RIV"], before=before)
    row = by_number(opened(one), "Staff")["0000002"]
    assert (row["pay_range"], row["pay_point"], row["current_pay"]) == starts_from
    assert len(one.notices) == (told is not None)
    assert all(told in notice for notice in one.notices if told)
