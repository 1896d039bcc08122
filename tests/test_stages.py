"""One workbook through its year: what is due is asked for, and the rest is listed as to do by its date."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from casebook import PAYROLL, Case, Row, base, rows_of

from pmr_batch.commands.check import CheckResult, check
from pmr_batch.model.terms import Severity

#: What is asked for at the end of the review, and of the report, by the codes that ask.
REVIEW = {"PM017", "PM505", "PM601", "PM602", "PM603", "PM605", "PM608", "PM611"}
REPORT = {"PM609", "PM610", "PM903", "PM904"}
TEACHING = {"PM604"}
#: Asks for the final review meeting, which a head's panel may hold long before it is due.
HELD = {"PM608"}
#: What is asked for once objectives are to be set, of a workbook as it was issued.
PLANNED = {"PM301", "PM401", "PM402", "PM404", "PM405", "PM406", "PM407", "PM411", "PM414", "PM417", "PM901", "PM902"}

NOVEMBER, MARCH, SEPTEMBER = date(2025, 11, 10), date(2026, 3, 10), date(2026, 9, 15)
RUN, NOVEMBER_AFTER = date(2026, 10, 20), date(2026, 11, 16)
HEADS_RUN, JANUARY = date(2026, 12, 16), date(2027, 1, 15)
SUPPORT_RUN, MAY = date(2026, 4, 20), date(2026, 5, 18)
FINAL, REPORTED = date(2026, 10, 15), date(2026, 10, 31)
HEADS_FINAL, HEADS_REPORTED = date(2026, 12, 11), date(2026, 12, 31)
SUPPORT_FINAL = date(2026, 4, 15)
LAST_DAY = {"teacher": date(2026, 8, 31), "head": date(2026, 8, 31), "support": date(2026, 3, 31)}
ROUND = {"teacher": RUN, "head": HEADS_RUN, "support": SUPPORT_RUN}

Later = dict[date, set[str]]


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as one:
        yield one


@pytest.mark.parametrize(
    ("about", "day", "later"),
    [
        ("teacher", NOVEMBER, {FINAL: REVIEW | TEACHING, REPORTED: REPORT}),
        ("teacher", MARCH, {FINAL: REVIEW | TEACHING, REPORTED: REPORT}),
        ("teacher", SEPTEMBER, {FINAL: REVIEW | TEACHING, REPORTED: REPORT}),
        ("teacher", RUN, {REPORTED: REPORT}),
        ("teacher", NOVEMBER_AFTER, {}),
        ("head", NOVEMBER, {HEADS_FINAL: REVIEW, HEADS_REPORTED: REPORT}),
        ("head", MARCH, {HEADS_FINAL: REVIEW, HEADS_REPORTED: REPORT}),
        ("head", RUN, {HEADS_FINAL: REVIEW - HELD, HEADS_REPORTED: REPORT}),
        ("head", HEADS_RUN, {HEADS_REPORTED: REPORT}),
        ("head", JANUARY, {}),
        ("support", date(2025, 6, 16), {SUPPORT_FINAL: REVIEW}),
        ("support", MARCH, {SUPPORT_FINAL: REVIEW}),
        ("support", SUPPORT_RUN, {}),
        ("support", MAY, {}),
    ],
)
def test_filled_in_as_far_as_the_day_allows_nothing_is_asked_and_the_rest_is_to_do(
    about: str, day: date, later: Later, tmp_path: Path, executor: Executor
) -> None:
    checked = checked_on(day, Case("", about, day, about, filled(about, day)), tmp_path, executor)
    assert asked(checked) == set()
    assert to_do(checked) == later


@pytest.mark.parametrize(
    ("about", "day", "now", "later"),
    [
        ("teacher", NOVEMBER, set(), {FINAL: REVIEW | TEACHING, REPORTED: REPORT}),
        ("teacher", MARCH, set(), {FINAL: REVIEW | TEACHING, REPORTED: REPORT}),
        ("teacher", SEPTEMBER, set(), {FINAL: REVIEW | TEACHING, REPORTED: REPORT}),
        ("teacher", FINAL, REVIEW | TEACHING, {REPORTED: REPORT}),
        ("teacher", RUN, REVIEW | TEACHING, {REPORTED: REPORT}),
        ("teacher", NOVEMBER_AFTER, REVIEW | TEACHING | REPORT, {}),
        ("head", RUN, set(), {HEADS_FINAL: REVIEW, HEADS_REPORTED: REPORT}),
        ("head", HEADS_RUN, REVIEW, {HEADS_REPORTED: REPORT}),
        ("head", JANUARY, REVIEW | REPORT, {}),
        ("support", MARCH, set(), {SUPPORT_FINAL: REVIEW}),
        ("support", SUPPORT_RUN, REVIEW, {}),
        ("support", MAY, REVIEW, {}),
    ],
)
def test_left_blank_at_the_end_it_is_asked_for_from_its_day(
    about: str, day: date, now: set[str], later: Later, tmp_path: Path, executor: Executor
) -> None:
    told = filled(about, min(day, LAST_DAY[about]))
    meetings = [row for row in rows_of(told["Meetings"]) if row["Kind"] != "Final review"]
    told["Meetings"] = table(meetings)
    checked = checked_on(day, Case("", about, day, about, told), tmp_path, executor)
    assert asked(checked) == now
    assert to_do(checked) == later


@pytest.mark.parametrize(("day", "now"), [(date(2025, 9, 8), set()), (date(2025, 10, 10), set()), (NOVEMBER, PLANNED)])
def test_as_issued_it_asks_for_objectives_when_they_are_due(
    day: date, now: set[str], tmp_path: Path, executor: Executor
) -> None:
    checked = checked_on(day, Case("", "as issued", day, "teacher", issued()), tmp_path, executor)
    assert asked(checked) == now
    planned = to_do(checked).pop(date(2025, 10, 17), set())
    assert planned == (set() if now else PLANNED)


def checked_on(day: date, case: Case, folder: Path, executor: Executor) -> CheckResult:
    return check(case.write(folder), folder, day, executor)


def asked(checked: CheckResult) -> set[str]:
    """The codes that ask for something now."""
    return {one.code for one in checked.findings if one.severity is not Severity.NOTE}


def to_do(checked: CheckResult) -> Later:
    """The codes to do by each date."""
    return {due: {one.code for one in checked.to_do if one.due == due} for due in {one.due for one in checked.to_do}}


# -- the workbook as it stands on a day --------------------------------------------------------------


def filled(about: str, day: date) -> dict[str, str]:
    """base.yml's return as far as it can be filled in on a day."""
    told = {"Meetings": table([row for row in rows("Meetings", about) if row["Date"] <= day.isoformat()])}
    if day < ROUND[about]:
        told |= {
            "Start": "| Authorised by | |\n| Position | |\n| Authorised on | |" + _quality_assured(about, day),
            "Objectives": table([row | {"Outcome": "", "Summary of success": ""} for row in rows("Objectives", about)]),
            "Development": table([row | {"Application and impact": ""} for row in rows("Development", about)]),
            "Reviews": table([_blank(row) for row in rows("Reviews", about)]),
        }
    elif day > ROUND[about]:
        signed = {
            "Reviewer signed on": ROUND[about].isoformat(),
            "Report sent on": ROUND[about].isoformat(),
            "Invited to comment": "Yes",
            "Employee signed on": day.isoformat(),
        }
        told["Reviews"] = table([row | signed for row in rows("Reviews", about)])
    return told


def _quality_assured(about: str, day: date) -> str:
    done = day >= date(2025, 11, 4) or about == "support"
    return "" if done else "\n| Objectives quality assured on | |\n| Objectives moderated on | |"


def issued() -> dict[str, str]:
    """The return as it was issued, and nothing filled in."""
    staff = rows("Staff", "teacher")[0] | {"Reviewer": "", "Professional standards": ""}
    about = {PAYROLL: staff[PAYROLL]}
    objective = {"No": "1", "Objective": rows("Objectives", "teacher")[0]["Objective"], "Kind": "Trust"}
    blank = dict.fromkeys(rows("Objectives", "teacher")[0], "")
    parts = ("quality assured by", "quality assured on", "moderated by", "moderated on")
    start = [f"| Objectives {part} | |" for part in parts]
    start += [f"| {label} | |" for label in ("Authorised by", "Position", "Authorised on")]
    return {
        "Start": "\n".join(start),
        "Staff": table([staff]),
        "Objectives": table([blank | about | objective]),
        "Development": f"| {PAYROLL} |",
        "Meetings": f"| {PAYROLL} |",
        "Reviews": table([_blank(row) for row in rows("Reviews", "teacher")]),
        "Reviewers": f"| {PAYROLL} |",
    }


def rows(sheet: str, about: str) -> list[Row]:
    """The rows of base.yml: the sheet's own for a head or support staff on those of the teacher."""
    stands = rows_of(base()["teacher"][sheet])
    own = rows_of(base()[about].get(sheet, base()["teacher"][sheet]))
    person = {PAYROLL: rows_of(base()[about]["Staff"])[0][PAYROLL]}
    return [stands[at % len(stands)] | row | person for at, row in enumerate(own)]


def _blank(row: Row) -> Row:
    return dict.fromkeys(row, "") | {PAYROLL: row[PAYROLL]}


def table(of: list[Row]) -> str:
    """Rows as a text table."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (list(of[0]), *(list(row.values()) for row in of)))
