"""A second run of a round: who moved since the first, and why; and where everybody stood last cycle."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import copy_without_decisions
from marked_tables import table_rows
from moderated_round import a_round
from openpyxl.worksheet.worksheet import Worksheet
from program import call

from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.returns import Return
from pmr_batch.model.run_changes import Movement
from pmr_batch.model.terms import FileState, Outcome
from pmr_batch.moderate.run_changes import changes
from pmr_batch.rules.book.explained import rule_lines
from pmr_batch.rules.book.numbers import standard

CYCLE, LAST_CYCLE = "teaching-2025-26", "teaching-2024-25"
OAK = "PMR return OAK final.xlsx"
#: Of Oakfield, recommended for the Upper pay range without an application.
CORRECTED = "0010574"


class Second:
    """The demo's October round, run again a few days later with other returns, as its files tell it."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "output" / CYCLE / "october"
        self.first: dict[str, Any] = self.read("kept.json")
        self.spoilt = next(
            one["payroll_number"]
            for one in self.first["people"]
            if one["academy"] == "OAK" and one["outcome"] == "ready"
        )
        _hand_in_again(folder, self.spoilt)
        _keep_a_cycle_before(folder, self.first)
        asked = ("--cycle", CYCLE, "--round", "october", "--as-of", "2026-10-19", "--folder", folder)
        done = call("run", *asked)
        assert done.returncode == 1, done.stderr
        self.now: dict[str, Any] = self.read("kept.json")
        self.book = openpyxl.load_workbook(next((self.output / "committee").iterdir()))
        self.changes = {row["Payroll number"]: row for row in rows(self.book["Changes"])}

    def read(self, name: str) -> Any:
        """What a run kept, with its rows."""
        kept = json.loads((self.output / name).read_text("utf-8"))
        return kept | json.loads(gzip.decompress(_rows_file(self.output, kept).read_bytes()))


def _rows_file(output: Path, kept: dict[str, Any]) -> Path:
    return output / "rows" / f"{kept['rows']}.json.gz"


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows below the headings, by heading."""
    return [row for row in table_rows(sheet) if any(row.values())]


def _hand_in_again(folder: Path, spoilt: str) -> None:
    """Oakfield with one error corrected and one made, from Hillcrest nothing."""
    incoming = folder / "incoming" / CYCLE
    for path in incoming.glob("Hillcrest*"):
        path.unlink()
    book = openpyxl.load_workbook(incoming / OAK)
    _cell(book["Reviews"], CORRECTED, "UPR application").value = "Yes"
    _cell(book["Reviews"], CORRECTED, "UPR outcome").value = "Meets"
    _cell(book["Reviews"], spoilt, "Assessment against job role").value = None
    book.save(incoming / OAK)


def _cell(sheet: Worksheet, payroll_number: str, heading: str) -> Any:
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(cells[0].row for cells in sheet.iter_rows(max_col=1) if str(cells[0].value) == payroll_number)
    return sheet.cell(row, columns[heading])


def _keep_a_cycle_before(folder: Path, first: dict[str, Any]) -> None:
    """The cycle before, in which everybody stood where they stand now, but for the first, who was elsewhere."""
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    sheet = book["Cycles"]
    line = [cell.value for cell in sheet[4]]
    sheet.insert_rows(4)
    for column, value in enumerate(line, 1):
        earlier = value.replace(year=value.year - 1) if isinstance(value, datetime) else value
        sheet.cell(4, column).value = "Teaching 2024-25" if value == "Teaching 2025-26" else earlier
    book.save(folder / "trust.xlsx")
    moved, *others = first["recommendations"]
    elsewhere = {**moved, "current": {**moved["current"], "point": "M1"}}
    committee_rows = {"recommendations": [elsewhere, *others], "settled": first["settled"], "appeals": first["appeals"]}
    content = gzip.compress(json.dumps(committee_rows).encode())
    kept = {key: value for key, value in first.items() if key not in committee_rows}
    kept |= {"cycle": "Teaching 2024-25", "rows": hashlib.sha256(content).hexdigest()[:16]}
    place = folder / "output" / LAST_CYCLE / "october"
    (place / "rows").mkdir(parents=True)
    (place / "kept.json").write_text(json.dumps(kept), "utf-8")
    _rows_file(place, kept).write_bytes(content)


@pytest.fixture(scope="module")
def second(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Second:
    """Of the demo the committee has decided nothing yet: without its decisions everybody is before it again."""
    undecided = shutil.ignore_patterns("records.sqlite")
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("second") / "trust", ignore=undecided)
    copy_without_decisions(demo_folder, folder)
    return Second(folder)


def standing(kept: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """Outcome, codes and recommendation by academy and payroll number, counted without the product."""
    pay = {(one["academy"], one["payroll_number"]): one["recommended"] for one in kept["recommendations"]}
    return {
        (one["academy"], one["payroll_number"]): (one["outcome"], one["reasons"], pay.get(key))
        for one in kept["people"]
        if (key := (one["academy"], one["payroll_number"]))
    }


def test_whoever_stands_otherwise_is_listed_and_nobody_else(second: Second) -> None:
    before, now = standing(second.first), standing(second.now)
    moved = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    listed = {(row["Academy code"], row["Payroll number"]) for row in rows(second.book["Changes"])}
    assert moved
    assert listed == moved


def test_a_corrected_error_takes_the_person_before_the_committee(second: Second) -> None:
    row = second.changes[CORRECTED]
    assert (row["Outcome before"], row["Outcome now"]) == ("Returned", "Ready with queries")
    assert row["Recommended before"] is None
    assert row["Recommended now"]
    sent, corrected, query = row["Why"].splitlines()
    assert (sent, corrected) == (f"{OAK} was sent again.", "Corrected: PM618.")
    assert query.startswith("Open query PM016: ")


def test_a_new_error_is_told_with_what_must_hold(second: Second) -> None:
    row = second.changes[second.spoilt]
    assert (row["Outcome before"], row["Outcome now"]) == ("Ready", "Returned")
    assert row["Recommended before"]
    assert "New error PM603: " in row["Why"]


def test_an_academy_that_sent_nothing_more_is_missing_and_nothing_of_it_corrected(second: Second) -> None:
    gone = [row for row in second.changes.values() if row["Academy code"] == "HIL"]
    assert {row["Outcome now"] for row in gone} == {"Missing"}
    assert all("In no return, was in Hillcrest" in row["Why"] for row in gone)
    assert not [row for row in gone if "Corrected" in row["Why"]]


def test_the_run_before_is_kept_as_it_was(second: Second) -> None:
    assert second.read("earlier.json") == second.first


def test_the_sheet_says_since_when_and_stands_after_the_summary(second: Second) -> None:
    assert second.book.sheetnames[:4] == ["Contents", "Summary", "Changes", "Recommendations"]
    assert second.book["Changes"]["A1"].value == f"Changes since run {second.first['run']}"
    assert "as of 16 October 2026" in second.book["Changes"]["A2"].value


def test_last_cycles_point_and_the_years_on_the_current_one_stand_on_recommendations(second: Second) -> None:
    told = {
        row["Payroll number"]: (row["Last cycle's point"], row["Years on current point"])
        for row in rows(second.book["Recommendations"])
    }
    moved, *others = second.first["recommendations"]
    still = [one for one in others if one["payroll_number"] in told and one["current"]["point"]]
    assert told.get(moved["payroll_number"], ("M1", 1)) == ("M1", 1)
    assert still
    assert all(told[one["payroll_number"]] == (one["current"]["point"], 2) for one in still)
    assert told[CORRECTED] == (None, None), "was not before the committee last cycle"
    sheet = second.book["Recommendations"]
    hidden = {sheet.cell(4, column).value for column in range(1, 12) if sheet.column_dimensions[_letter(column)].hidden}
    assert not hidden & {"Last cycle's point", "Years on current point"}


def _letter(column: int) -> str:
    return openpyxl.utils.get_column_letter(column)


def test_whoever_sends_nothing_heads_the_chase_list(second: Second) -> None:
    sheet = second.book["Late"]
    asks = {row[1].value: (row[8].value, row[7].value) for row in sheet.iter_rows() if row[1].value == "HIL"}
    people = sum(one["outcome"] == "missing" for one in second.now["people"] if one["academy"] == "HIL")
    assert asks["HIL"] == (f"The return: {people} people on the staff list", "office@hil.example")


# -- why, of one person at a time ------------------------------------------------------------------

PERSON = Person("A000", "0010005", "Ada Ghosh", "Teacher", "a.xlsx", 7, Outcome.READY, ())
MUST_HOLD = {line.code: line.must_hold for line in rule_lines(standard()[0])}
ASKED = next(one for one in a_round(3, 15).findings if one.code == "PM612")


def why(was: Person, now: Person, *findings: Finding) -> tuple[str, ...]:
    """What is said of a person's move between two runs of the same files."""
    before = Kept("1" * 8, "1" * 64, date(2026, 10, 1), "Teaching 2025-26", (was,), (), (), (("a.xlsx", "f" * 64),), ())
    returns = [Return("a.xlsx", "f" * 64, FileState.ACCEPTED)]
    (change,) = changes(before, (now,), (), findings, returns, MUST_HOLD)
    return change.why


def with_codes(outcome: Outcome, *codes: str) -> Person:
    return replace(PERSON, outcome=outcome, reasons=codes, has_errors=outcome is Outcome.RETURNED)


def test_a_query_of_somebody_who_was_ready_is_new() -> None:
    (said,) = why(PERSON, with_codes(Outcome.READY_WITH_QUERIES, "PM613"))
    assert said.startswith("New query PM613: Pay criteria fits the outcomes of the objectives")


def test_a_personal_matter_that_has_come_up_is_told_as_no_more_than_that() -> None:
    (said,) = why(PERSON, with_codes(Outcome.READY_WITH_QUERIES, "PM707"))
    assert said == "A personal matter, answered or not: ask trust HR."


def test_a_query_of_somebody_who_was_returned_may_have_been_open_before() -> None:
    returned = with_codes(Outcome.RETURNED, "PM405")
    corrected, still_open = why(returned, with_codes(Outcome.READY_WITH_QUERIES, "PM613"))
    assert corrected == "Corrected: PM405."
    assert still_open.startswith("Open query PM613: ")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"explanation": "Moved in May"}, "Explained: PM613."),
        ({"accepted": "Seen (trust HR)"}, "Accepted: PM613."),
        (None, "Corrected: PM613."),
    ],
)
def test_a_query_that_counts_no_longer_was_answered_or_corrected(answer: dict[str, str] | None, said: str) -> None:
    finding = replace(ASKED, code="PM613", academy="A000", payroll_number="0010005")
    found = [replace(finding, **answer)] if answer else []
    assert why(with_codes(Outcome.READY_WITH_QUERIES, "PM613"), PERSON, *found) == (said,)


def test_a_query_hidden_by_a_new_error_is_not_corrected() -> None:
    finding = replace(ASKED, code="PM613", academy="A000", payroll_number="0010005")
    (said,) = why(with_codes(Outcome.READY_WITH_QUERIES, "PM613"), with_codes(Outcome.RETURNED, "PM405"), finding)
    assert said.startswith("New error PM405: ")


def test_an_error_under_the_code_of_a_query_is_told_as_an_error() -> None:
    (said,) = why(PERSON, with_codes(Outcome.RETURNED, "PM024"))
    assert said.startswith("New error PM024: ")
    (asked,) = why(PERSON, with_codes(Outcome.READY_WITH_QUERIES, "PM024"))
    assert asked.startswith("New query PM024: ")


def test_another_role_is_another_round() -> None:
    head = replace(PERSON, role="Headteacher", outcome=Outcome.OTHER_ROUND)
    assert why(PERSON, head) == ("Role Headteacher, was Teacher.",)


def test_who_stands_as_before_is_not_listed_and_who_is_new_or_gone_is() -> None:
    other = replace(PERSON, payroll_number="0010009")
    before = Kept("1" * 8, "1" * 64, date(2026, 10, 1), "Teaching 2025-26", (PERSON,), (), (), (), ())
    assert not list(changes(before, (PERSON,), (), (), (), MUST_HOLD))
    assert [one.movement for one in changes(before, (other,), (), (), (), MUST_HOLD)] == [Movement.GONE, Movement.NEW]
    assert not list(changes(None, (PERSON,), (), (), (), MUST_HOLD))


def test_people_of_one_number_are_held_against_each_other_in_their_order() -> None:
    twice = (PERSON, replace(PERSON, row=8))
    before = Kept("1" * 8, "1" * 64, date(2026, 10, 1), "Teaching 2025-26", twice, (), (), (), ())
    assert [one.movement for one in changes(before, twice[:1], (), (), (), MUST_HOLD)] == [Movement.GONE]
