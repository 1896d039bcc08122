"""One code may stand for an error and for a query (PM024): how severe it is is asked of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from casebook import CASES, Case, cases_of

from pmr_batch.merge import merge
from pmr_batch.model.findings import Person
from pmr_batch.model.round import Merged
from pmr_batch.model.terms import FileState, Outcome, Round, Severity
from pmr_batch.moderate import is_compared
from pmr_batch.read import read_files
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.validate import validate

AS_OF = date(2026, 10, 20)
CASES_OF_NAMES = {case.title: case for case in cases_of(CASES / "PM024.yml")}
SORTED = CASES_OF_NAMES["names sorted by themselves are one error, which affects all that do not fit"]
ONE_BY_ONE = CASES_OF_NAMES["two names that do not fit, of four, are told one by one"]


def merged_people(case: Case, folder: Path, *settled: str) -> dict[str | None, Person]:
    """Everybody of a case's return with an outcome, by payroll number; on the pay of some it was decided."""
    return {person.payroll_number: person for person in merged(case.write(folder), folder, *settled).people}


def merged(paths: Sequence[Path], folder: Path, *settled: str) -> Merged:
    """The October round of some returns, by the settings of a folder."""
    settings = read_trust(folder)
    with ThreadPoolExecutor(1) as executor:
        returns = read_files(paths, executor, settings)
    seen = validate(returns, settings, AS_OF, Round.OCTOBER)
    cycle = settings.cycle("Teaching 2025-26")
    assert cycle is not None
    return merge(returns, seen, settings, cycle, Round.OCTOBER, AS_OF, settled)


def test_whoever_is_decided_and_now_has_an_error_is_not_compared(tmp_path: Path) -> None:
    decided = merged_people(SORTED, tmp_path, "0001042")["0001042"]
    assert (decided.outcome, decided.reasons) == (Outcome.DECIDED, ("PM024",))
    assert not is_compared(decided)


def test_whoever_is_decided_and_now_has_a_query_is_compared(tmp_path: Path) -> None:
    decided = merged_people(ONE_BY_ONE, tmp_path, "0001042")["0001042"]
    assert (decided.outcome, decided.reasons) == (Outcome.DECIDED, ("PM024",))
    assert is_compared(decided)


def test_errors_and_queries_of_the_code_bring_different_outcomes(tmp_path: Path) -> None:
    assert merged_people(SORTED, tmp_path)["0001042"].outcome is Outcome.RETURNED
    asked = merged_people(ONE_BY_ONE, tmp_path)["0001042"]
    assert (asked.outcome, asked.has_errors) == (Outcome.READY_WITH_QUERIES, False)


def test_who_is_missing_has_the_errors_of_the_refused_return_and_not_its_notes(tmp_path: Path) -> None:
    """Of a return that was refused, notes on what was read otherwise explain nothing."""
    [path] = SORTED.write(tmp_path)
    settings = read_trust(tmp_path)
    with ThreadPoolExecutor(1) as executor:
        [read] = read_files([path], executor, settings)
    refused = replace(read, state=FileState.REFUSED)
    seen = validate([refused], settings, AS_OF, Round.OCTOBER)
    note = next(finding for finding in seen.findings if finding.severity.value == "note")
    error = replace(note, code="PM004", severity=Severity.ERROR)
    cycle = settings.cycle("Teaching 2025-26")
    assert cycle is not None
    made = merge([refused], replace(seen, findings=(note, error)), settings, cycle, Round.OCTOBER, AS_OF)
    assert {(person.outcome, person.reasons) for person in made.people} == {(Outcome.MISSING, ("PM004",))}
