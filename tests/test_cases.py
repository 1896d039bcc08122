"""Every rule by its cases: what it finds, at which cell, and what else it makes other rules say."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from casebook import Case, cases, place

from pmr_batch.commands.check import check
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Severity
from pmr_batch.rules import RULES

ALL = cases()


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as one:
        yield one


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.code} {case.title}")
def test_finds_what_it_should_where_it_should(case: Case, tmp_path: Path, executor: Executor) -> None:
    seen = check(case.write(tmp_path), tmp_path, case.as_of, executor)

    own = [one for one in seen.findings if one.code == case.code]
    told = "\n".join(one.message for one in seen.findings)
    assert sorted(map(place, own)) == sorted(case.finds), told
    others = [f"{one.code} {place(one)}" for one in seen.findings if one.code != case.code and _counts(one)]
    assert sorted(others) == sorted(case.besides), told
    assert sorted(one.needs for one in seen.not_checked if one.code == case.code) == sorted(case.needs)
    assert all(case.says in one.message for one in own), told
    assert sorted(number for one in own for number in one.affects) == sorted(case.affects)
    assert sorted(f"{one.due} {one.sheet}" for one in seen.to_do if one.code == case.code) == sorted(case.to_do)


def _counts(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE


#: Found by the reader, by merge or when decisions are taken back; their tests are there.
ELSEWHERE = {code for code, rule in RULES.items() if rule.found_by in ("reader", "merge", "decide")}


def test_every_rule_has_cases_of_both_kinds() -> None:
    passing = {case.code for case in ALL if case.passes}
    failing = {case.code for case in ALL if not case.passes}
    assert sorted(set(RULES) - ELSEWHERE - (passing & failing)) == []
