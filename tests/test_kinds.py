"""A correct return of every kind of person is found correct: checked, run, and checked again when all is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
import yaml
from casebook import PAYROLL, Case, base, companies, parsed, place, rows_of, write_together

from pmr_batch.commands.check import CheckResult, check
from pmr_batch.commands.rounds.run import run
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Round

KINDS = {
    title: told
    for path in sorted((Path(__file__).parent / "kinds").glob("*.yml"))
    for title, told in yaml.safe_load(path.read_text("utf-8")).items()
}
#: Of each kind of return: its round, and once all reports are signed, the day and the dates on Reviews.
ROUNDS = {
    "teacher": (Round.OCTOBER, "teaching-2025-26"),
    "head": (Round.DECEMBER, "teaching-2025-26"),
    "support": (Round.APRIL, "support-2025-26"),
}
SIGNED = {
    "teacher": (date(2026, 11, 16), "2026-10-21", "2026-10-23", "2026-11-04"),
    "head": (date(2027, 1, 15), "2026-12-17", "2026-12-18", "2027-01-08"),
    "support": (date(2026, 5, 18), "2026-04-21", "2026-04-23", "2026-05-06"),
}
#: The workbooks of cases are written plainly, without the drop-downs of the standard workbook.
PLAIN = "PM022"
OWN = {"outcome", "explained", "later"}
EVERY_KIND = pytest.mark.parametrize("title", KINDS)


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as one:
        yield one


@EVERY_KIND
def test_a_correct_return_is_found_correct(title: str, tmp_path: Path, executor: Executor) -> None:
    assert_correct(checked(kind, title, tmp_path, executor).findings, KINDS[title])


@EVERY_KIND
def test_a_correct_return_goes_through_its_round(title: str, tmp_path: Path, executor: Executor) -> None:
    went = went_together(executor).get(title)
    if went is None or not went.is_without_fault or went.outcomes != set(went.expected.items()):
        case = kind(title)
        went = Went.of(case, moderated([case], [case.write(tmp_path)], tmp_path, executor))
    assert_correct(went.findings, KINDS[title])
    assert went.outcomes == set(went.expected.items())
    assert not went.reasons


@EVERY_KIND
def test_a_correct_return_is_correct_when_all_is_signed(title: str, tmp_path: Path, executor: Executor) -> None:
    seen = checked(signed, title, tmp_path, executor)
    assert_correct(seen.findings, KINDS[title] | KINDS[title].get("later", {}))
    assert {one.sheet for one in seen.to_do} <= {"Concerns"}, "only a concern that is followed up goes on"


class Went(NamedTuple):
    """How a kind's return went through its round: what was found, the outcomes by academy, and what they are for."""

    case: Case
    findings: tuple[Finding, ...]
    outcomes: set[tuple[str | None, str]]
    reasons: list[Person]

    @classmethod
    def of(cls, case: Case, round_: Moderated, files: frozenset[str] | None = None) -> Went:
        """Of a round; `files` are the names of its workbooks where it was not alone."""
        people = [one for one in round_.people if files is None or one.file in files]
        return cls(
            case,
            tuple(one for one in round_.findings if files is None or one.file is None or one.file in files),
            {(one.academy, one.outcome.value) for one in people if one.file},
            [one for one in people if one.reasons],
        )

    @property
    def expected(self) -> Mapping[str | None, str]:
        """The outcomes, by academy, as the kind says."""
        told = KINDS[self.case.title].get("outcome", "ready")
        return told if isinstance(told, dict) else {academy: told for academy, _ in self.outcomes}

    @property
    def is_without_fault(self) -> bool:
        """Whether nothing is asked of it in company."""
        return not self.reasons and all(one.code == PLAIN or one.explanation for one in self.findings)


@cache
def went_together(executor: Executor) -> dict[str, Went]:
    """The kinds' returns that one trust's round may take together, each of a school of its own, by title."""
    went = {}
    for company in companies([kind(title) for title in KINDS]):
        schools = [case for case in company if case.about != "head" and len(case.books) == 1]
        if len(schools) > 1:
            with TemporaryDirectory() as folder:
                trust, paths = write_together(schools, Path(folder))
                round_ = moderated(schools, paths, trust, executor)
            went |= {case.title: Went.of(case, round_, frozenset({f"{case.number}.xlsx"})) for case in schools}
    return went


def moderated(together: Sequence[Case], paths: Sequence[Sequence[Path]], trust: Path, executor: Executor) -> Moderated:
    """The round of a trust to which the cases' workbooks have been sent."""
    round_, cycle = ROUNDS[together[0].about]
    incoming = trust / "incoming" / cycle
    incoming.mkdir(parents=True)
    for case, of_case in zip(together, paths, strict=True):
        for path in of_case:
            path.rename(incoming / (f"{case.number}.xlsx" if len(together) > 1 else path.name))
    return run(trust, cycle, round_, together[0].as_of, executor).moderated


def checked(made: Callable[[str], Case], title: str, folder: Path, executor: Executor) -> CheckResult:
    """What a check says of a kind's return: in company where nothing is asked for there, else alone."""
    in_company = checked_together(made, executor)[title]
    asked_for = made is signed and in_company.to_do
    if not asked_for and all(one.code == PLAIN or one.explanation for one in in_company.findings):
        return in_company
    case = made(title)
    return check(case.write(folder), folder, case.as_of, executor)


@cache
def checked_together(made: Callable[[str], Case], executor: Executor) -> dict[str, CheckResult]:
    """The kinds' returns that share settings and day, as one check finds them, by title."""
    found = {}
    for company in companies([made(title) for title in KINDS]):
        with TemporaryDirectory() as folder:
            trust, paths = write_together(company, Path(folder))
            seen = check([path for of_kind in paths for path in of_kind], trust, company[0].as_of, executor)
        for case, of_kind in zip(company, ({str(path) for path in theirs} for theirs in paths), strict=True):
            own = tuple(one for one in seen.findings if one.file is None or one.file in of_kind)
            to_do = tuple(one for one in seen.to_do if one.academy in case.academies)
            found[case.title] = replace(seen, findings=own, to_do=to_do)
    return found


def assert_correct(findings: tuple[Finding, ...], told: Mapping[str, Any]) -> None:
    """Nothing is asked but what the workbook explains; nothing is noted."""
    wrong = [one for one in findings if one.code != PLAIN and not one.explanation]
    assert not wrong, "\n".join(f"{one.code} {place(one)}: {one.message}" for one in wrong)
    assert sorted(one.code for one in findings if one.explanation) == told.get("explained", [])


def kind(title: str) -> Case:
    """The kind's return on the day of its round."""
    told = KINDS[title]
    about = told.get("about", "teacher")
    laid = {key: value for key, value in told.items() if key not in OWN}
    return Case("", title, base()[about].get("as of", base()["as of"]), about, laid)


def signed(title: str) -> Case:
    """The same after the report date, with everything filled in."""
    case = kind(title)
    as_of, by_reviewer, sent, by_employee = SIGNED[case.about]
    later = KINDS[case.title].get("later", {})
    told = {**case.told, **{key: value for key, value in later.items() if key not in OWN}}
    dates = {
        "Reviewer signed on": by_reviewer,
        "Report sent on": sent,
        "Invited to comment": "Yes",
        "Employee signed on": by_employee,
    }
    return replace(case, as_of=as_of, told={**told, "Reviews": _with(_reviews(case, told), dates)})


def _reviews(case: Case, told: Mapping[str, Any]) -> str:
    """Reviews as the kind shows it, or a bare row for everybody on Staff."""
    if "Reviews" in told:
        return str(told["Reviews"])
    numbers = [row[PAYROLL] for row in rows_of(told["Staff"] if "Staff" in told else base()[case.about]["Staff"])]
    return "\n".join(f"| {cell} |" for cell in (PAYROLL, *numbers))


def _with(table: str, dates: Mapping[str, str]) -> str:
    heading, *rows = parsed(table)
    lines = [[*heading, *dates], *([*row, *dates.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
