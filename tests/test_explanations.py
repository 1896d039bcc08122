"""What answers a query, what a message shows of money, and who is touched by a row about nobody."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx

from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.merge import merge
from pmr_batch.model.findings import Finding, Validated
from pmr_batch.model.terms import Outcome, Round
from pmr_batch.read import read_files
from pmr_batch.rules import RULES, SHEET_RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import validate
from pmr_batch.words import day

AS_OF = date(2026, 10, 20)


def settings() -> Settings:
    tables = {name: rows_of(text) for name, text in base()["settings"].items()}
    trust = xlsx({name: tables.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {})
    return from_tables(read_tables(trust, TRUST_SHEETS).tables, "trust.xlsx", own=False)


def asked(folder: Path, sheets: dict[str, str], rules: Sequence[Rule] | None = None) -> Validated:
    path, told = folder / "return.xlsx", settings()
    path.write_bytes(workbook("teacher", "", sheets))
    with ThreadPoolExecutor(1) as executor:
        returns = read_files([path], executor, told)
    return validate(returns, told, AS_OF, Round.OCTOBER, {STAFF.name: rules} if rules else SHEET_RULES)


def late(on: str, about: str) -> dict[str, str]:
    """A final review held on a late day, explained for the day that it was about."""
    return {
        "Meetings": f"""
            | Payroll number | Date       | Kind            |
            | 0001041        | 2025-10-06 | Initial meeting |
            | 0001041        | 2026-01-20 | Observation     |
            | 0001041        | 2026-02-10 | Informal review |
            | 0001041        | {on}       | Final review    |""",
        "Explanations": f"""
            | Rule  | Payroll number | About   | Explanation                     | Explained by | Explained on |
            | PM103 | 0001041        | {about} | The school was closed that week | 0001001      | 2026-10-19   |""",
    }


def of_code(seen: Validated, code: str) -> list[Finding]:
    return [one for one in seen.findings if one.code == code]


@pytest.mark.parametrize("about", ["16/10/2026", "2026-10-16", "16 October 2026", ""])
def test_an_explanation_answers_the_value_it_is_about_and_without_one_any(tmp_path: Path, about: str) -> None:
    seen = asked(tmp_path, late("2026-10-16", about))
    assert [one.counts for one in of_code(seen, "PM103")] == [False]
    assert of_code(seen, "PM018") == []


def test_a_value_that_changed_opens_its_query_again_and_says_so(tmp_path: Path) -> None:
    seen = asked(tmp_path, late("2026-10-17", "16/10/2026"))
    assert [(one.counts, one.explanation) for one in of_code(seen, "PM103")] == [(True, None)]
    assert [one.cell for one in of_code(seen, "PM018")] == ["A2"]


#: Six people give one reason; in their return alone, and with a seventh at another academy.
REASON = "Met them all in spite of the move"


def same_reasons(folder: Path, academy: str, numbers: Sequence[int], about: str = "") -> Path:
    """A return in which people give the same reason, the first with an answer to what is asked about it."""
    people = [f"00010{number}" for number in numbers]
    sheets = {
        "Start": f"| Authorised by | {'0002001' if academy else '0001001'} |",
        "Staff": "| Payroll number |\n" + "\n".join(f"| {number} |" for number in people),
        "Reviews": "| Payroll number | Reason |\n" + "\n".join(f"| {number} | {REASON} |" for number in people),
        "Explanations": f"""
            | Rule  | Payroll number | About   | Explanation                    | Explained by | Explained on |
            | PM019 | {people[0]}    | {about} | It is the same building for all | 0001001      | 2026-10-19   |""",
    }
    path = folder / f"{academy or 'RIV'}.xlsx"
    path.write_bytes(workbook("teacher", academy, sheets if about else sheets | {"Explanations": "| Rule |"}))
    return path


def test_a_count_over_the_trust_says_how_many_this_return_shows(tmp_path: Path) -> None:
    told = settings()
    paths = [same_reasons(tmp_path, "", range(41, 46)), same_reasons(tmp_path, "OAK", range(51, 53))]
    with ThreadPoolExecutor(1) as executor:
        seen = validate(read_files(paths, executor, told), told, AS_OF, Round.OCTOBER)
    said = {one.academy: one.message for one in of_code(seen, "PM019")}
    other = "of them in this return and the others at other academies."
    assert f"Reason is the same for 7 people of the trust, 5 {other}" in said["RIV"]
    assert f"Reason is the same for 7 people of the trust, 2 {other}" in said["OAK"]
    assert not [word for word in ("RIV", "Riverside") if word in said["OAK"]]


def test_a_count_within_one_return_is_a_count(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        returns = read_files([same_reasons(tmp_path, "", range(41, 47))], executor, settings())
    seen = validate(returns, settings(), AS_OF, Round.OCTOBER)
    assert "Reason is the same for 6 people. " in of_code(seen, "PM019")[0].message


@pytest.mark.parametrize(("about", "unasked"), [(REASON, []), ("Another reason", ["A2"])])
def test_an_answer_about_what_stands_is_not_called_unasked(tmp_path: Path, about: str, unasked: list[str]) -> None:
    """Five give the reason here: it was asked about because of others elsewhere, who have changed theirs since."""
    with ThreadPoolExecutor(1) as executor:
        returns = read_files([same_reasons(tmp_path, "", range(41, 46), about)], executor, settings())
    seen = validate(returns, settings(), AS_OF, Round.OCTOBER)
    assert of_code(seen, "PM019") == []
    assert [one.cell for one in of_code(seen, "PM018")] == unasked


def test_a_message_shows_money_in_pounds(tmp_path: Path) -> None:
    tells = replace(
        RULES["PM203"],
        blames=(STAFF.by_key["name"],),
        reads=(),
        says="is paid {current_pay}",
        must_hold="Nothing.",
        remedy="Nothing.",
        function=lambda staff: staff["current_pay"].isna(),
    )
    rows = "| Payroll number | Current pay |\n| 0001041 | 31650.50 |"
    [told] = [one for one in asked(tmp_path, {"Staff": rows}, [tells]).findings if one.code == "PM203"]
    assert "is paid £31,650.50." in told.message


def test_whoever_a_mistyped_number_may_hide_is_returned(tmp_path: Path) -> None:
    """The review of Ann Appleby may be there, under a wrong number: she is neither ready nor told it is missing."""
    seen = asked(tmp_path, {"Reviews": "| Payroll number |\n| 0001014 |"})
    assert [one.affects for one in of_code(seen, "PM010")] == [("0001041",)]
    told = settings()
    cycle = told.cycle("Teaching 2025-26")
    assert cycle is not None
    merged = merge(seen.accepted, seen, told, cycle, Round.OCTOBER, AS_OF)
    assert [(one.outcome, one.reasons) for one in merged.people] == [(Outcome.RETURNED, ("PM010",))]


def test_a_row_without_a_number_touches_its_neighbours(tmp_path: Path) -> None:
    rows = "| Payroll number | No |\n| 0001041 | 1 |\n| 0001041 | 2 |\n|  | 3 |"
    blank = [one for one in of_code(asked(tmp_path, {"Objectives": rows}), "PM009") if one.column == "Payroll number"]
    assert [one.affects for one in blank] == [("0001041",)]


def test_months_have_the_same_names_everywhere() -> None:
    assert [day(date(2026, month, 1)).split()[1] for month in (1, 5, 12)] == ["January", "May", "December"]
