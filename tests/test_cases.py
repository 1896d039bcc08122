"""Every rule by its cases: what it finds, at which cell, and what else it makes other rules say.

Each case goes through `check` with all rules on, in company where it may. As some rules look across returns, a case
that is told otherwise in company is checked again, alone, and what it is told then counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from casebook import Case, cases, companies, place, write_together

from pmr_batch.commands.check import CheckResult, check
from pmr_batch.model.terms import Severity
from pmr_batch.rules import RULES

ALL = cases()
COMPANIES = companies(ALL)


class Told(NamedTuple):
    """What a check says of a case: places of the rule's own findings and of others', and messages without its words."""

    finds: list[str]
    besides: list[str]
    needs: list[str]
    affects: list[str]
    to_do: list[str]
    unsaid: list[str]


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as one:
        yield one


EACH = [
    pytest.param(company, case, id=f"{case.code} {case.title}")
    for company, together in enumerate(COMPANIES)
    for case in together
]
ALONE = {(case.code, case.title): case for case in ALL}


@pytest.mark.parametrize(("company", "case"), EACH)
def test_finds_what_it_should_where_it_should(company: int, case: Case, tmp_path: Path, executor: Executor) -> None:
    if told_together(company, executor)[case.code, case.title] == as_expected(case):
        return
    alone = ALONE[case.code, case.title]
    assert told(alone, check(alone.write(tmp_path), tmp_path, alone.as_of, executor)) == as_expected(alone)


def as_expected(case: Case) -> Told:
    """What the case says of itself."""
    return Told(*map(sorted, (case.finds, case.besides, case.needs, case.affects, case.to_do)), [])


@cache
def told_together(company: int, executor: Executor) -> dict[tuple[str, str], Told]:
    """What one check says of each case of a company."""
    together = COMPANIES[company]
    with TemporaryDirectory() as folder:
        trust, paths = write_together(together, Path(folder))
        checked = check([path for of_case in paths for path in of_case], trust, together[0].as_of, executor)
    return {
        (case.code, case.title): told(case, checked, {str(path) for path in of_case})
        for case, of_case in zip(together, paths, strict=True)
    }


def told(case: Case, checked: CheckResult, files: set[str] | None = None) -> Told:
    """What a check says of a case; `files` are its workbooks where it was not alone."""
    findings = [one for one in checked.findings if files is None or one.file is None or one.file in files]
    to_do = [one for one in checked.to_do if files is None or one.academy in case.academies]
    own = [one for one in findings if one.code == case.code]
    others = [one for one in findings if one.code != case.code and one.severity is not Severity.NOTE]
    return Told(
        sorted(map(place, own)),
        sorted(f"{one.code} {place(one)}" for one in others),
        sorted(one.needs for one in checked.not_checked if one.code == case.code),
        sorted(number for one in own for number in one.affects),
        sorted(f"{one.due} {one.sheet}" for one in to_do if one.code == case.code),
        [one.message for one in own if case.says not in one.message],
    )


#: Found by the reader, by merge or when decisions are taken back; their tests are there.
ELSEWHERE = {code for code, rule in RULES.items() if rule.found_by in ("reader", "merge", "decide")}


def test_every_rule_has_cases_of_both_kinds() -> None:
    passing = {case.code for case in ALL if case.passes}
    failing = {case.code for case in ALL if not case.passes}
    assert sorted(set(RULES) - ELSEWHERE - (passing & failing)) == []
