"""Every rule, and every blank a rule asks for, is held by its own cases: whoever breaks one is caught by them.

Two ways to break it, to always hold and to never hold, are tried on each rule that has a function,
and on each required column that its owner asks for. A mutant that its code's own cases cannot tell from
the rule survives, and the test names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

import pandas as pd
import pytest
from casebook import CASES, Case, cases, cases_of, companies, place, write_together

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.findings import Validated
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_files
from pmr_batch.rules import ALL_RULES, RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import engine, rule_checks, validate
from pmr_batch.validate.collector import Collector
from pmr_batch.validate.context import ValidationContext
from pmr_batch.validate.rule_checks import RequiredCell


class Seen(NamedTuple):
    """What the rules of one code say: their findings' places, whom they affect, what they need, what is to do."""

    places: list[str]
    affects: list[str]
    needs: list[str]
    to_do: list[str]


@dataclass(frozen=True, eq=False)
class Company:
    """Cases of any codes that one validation may take together, with their workbooks and settings as read, once.

    Facts do not depend on what rules answer: the context of the rows is worked out once for all mutants.
    """

    cases: Sequence[Case]

    @cached_property
    def read(self) -> tuple[Sequence[Return], Settings, Sequence[set[str]]]:
        """The returns, the settings, and the paths of each case's workbooks."""
        with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as executor:
            trust, paths = write_together(self.cases, Path(folder))
            settings = read_trust(trust)
            read = read_files([path for of_case in paths for path in of_case], executor, settings)
        # What the reader tells of is no mutant's.
        returns = [replace(each, spots=()) for each in read]
        return returns, settings, [{str(path) for path in of_case} for of_case in paths]

    @cached_property
    def typed(self) -> tuple[Collector, ValidationContext]:
        """What the engine makes of the rows before any rule is asked."""
        returns, settings, _ = self.read
        accepted = [each for each in returns if each.state is FileState.ACCEPTED]
        return TYPED_ROWS(accepted, settings, self.cases[0].as_of)

    def typed_rows(self, *_: Any) -> tuple[Collector, ValidationContext]:
        """The same, for one validation to collect in."""
        collected, context = self.typed
        collector = copy(collected)
        collector.to_do, collector.not_checked = list(collected.to_do), set(collected.not_checked)
        collector._spots = list(collected._spots)
        return collector, context


@dataclass(frozen=True, eq=False)
class OfCode:
    """The cases of one code in a company."""

    code: str
    company: Company

    @property
    def cases(self) -> list[Case]:
        return [case for case in self.company.cases if case.code == self.code]

    @property
    def expected(self) -> list[Seen]:
        """What the cases say of their own code."""
        return [
            Seen(sorted(case.finds), sorted(case.affects), sorted(case.needs), sorted(case.to_do))
            for case in self.cases
        ]

    @cached_property
    def as_they_are(self) -> list[Seen]:
        """What the code's rules as they are say of each case, whenever they are asked."""
        told = seen(self, own_rules(self.code))
        assert seen(self, own_rules(self.code)) == told, "what is kept of the rows changes what is found"
        return told


TYPED_ROWS = engine.typed_rows
COMPANIES = [Company(company) for company in companies(cases())]
HOLDS = pytest.mark.parametrize("holds", [True, False], ids=["always holds", "never holds"])
FUNCTIONS = [rule for rule in ALL_RULES if rule.function and rule.found_by == "rule"]
#: PM009 asks for the cells that no rule of the policy owns: one column stands for all of them.
BLANKS = [
    (code, column)
    for sheet in SHEETS
    for column in sheet
    for code in (column.owners if column.required else ())
    if code in RULES and RULES[code].found_by == "rule" and (code != "PM009" or column is sheet.by_key.get("role"))
]


def named(rule: Rule) -> str:
    """PM407 objective-is-time-bound Objectives.Due on."""
    return f"{rule.code} {rule.slug} {rule.blames[0]}"


@HOLDS
@pytest.mark.parametrize("rule", FUNCTIONS, ids=named)
def test_a_rule_that_always_answers_the_same_is_caught_by_its_cases(rule: Rule, holds: bool) -> None:
    mutant = replace(rule, function=lambda rows: pd.Series(holds, index=rows.index))
    rules = asked([mutant if one is rule else one for one in ALL_RULES if one.code == rule.code])
    assert is_caught(rule.code, holds, lambda each: seen(each, rules)), "survives"


@HOLDS
@pytest.mark.parametrize(("code", "column"), BLANKS, ids=str)
def test_a_blank_that_is_always_answered_the_same_is_caught_by_its_cases(
    code: str, column: Column, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, rules = RequiredCell.__call__, own_rules(code)

    def mutant(self: RequiredCell, rows: pd.DataFrame) -> pd.Series:
        mutated = self.rule.code == code and self.column is column
        return pd.Series(holds, index=rows.index) if mutated else original(self, rows)

    def broken(each: OfCode) -> list[Seen]:
        with monkeypatch.context() as patched:
            patched.setattr(RequiredCell, "__call__", mutant)
            return seen(each, rules)

    assert is_caught(code, holds, broken), "survives"


def is_caught(code: str, holds: bool, broken: Callable[[OfCode], list[Seen]]) -> bool:
    """Whether a case of the code is told rightly by the code's rules as they are, and wrongly by the mutant.

    First in company; as some rules look across returns, alone before it is called a survivor.
    """
    return any(tells(each, broken) for those in (in_company, alone) for each in likeliest_first(those(code), holds))


def likeliest_first(each: Sequence[OfCode], holds: bool) -> list[OfCode]:
    """Companies with a case that the mutant is likely to answer wrongly come first."""
    return sorted(each, key=lambda of_code: all(case.passes is holds for case in of_code.cases))


def tells(each: OfCode, broken: Callable[[OfCode], list[Seen]]) -> bool:
    """Whether the mutant answers wrongly where the rules as they are answer rightly."""
    told = broken(each)
    if told == each.expected:
        return False
    return any(
        wrong != expected == right for wrong, expected, right in zip(told, each.expected, each.as_they_are, strict=True)
    )


def own_rules(code: str) -> dict[str, list[Rule]]:
    """All rules of a code by the sheet that they are asked of."""
    return asked([one for one in ALL_RULES if one.code == code])


def asked(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    """The rules by the sheet that they are asked of."""
    by_sheet: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.sheet and rule.found_by == "rule":
            by_sheet[rule.sheet.name].append(rule)
    return by_sheet


@cache
def in_company(code: str) -> list[OfCode]:
    """The companies in which cases of the code are."""
    return [OfCode(code, company) for company in COMPANIES if any(case.code == code for case in company.cases)]


@cache
def alone(code: str) -> list[OfCode]:
    """The cases of the code, each alone."""
    return [OfCode(code, Company([case])) for case in cases_of(CASES / f"{code}.yml")]


def seen(each: OfCode, rules: Mapping[str, Sequence[Rule]]) -> list[Seen]:
    """What the rules of a code say of each of its cases; nobody else's blanks are asked for meanwhile."""
    company, (returns, settings, files) = each.company, each.company.read
    blanks = patch.object(rule_checks, "RULES", {each.code: RULES[each.code]})
    rows = patch.multiple(engine, typed_rows=company.typed_rows, _handed_over=lambda _: {})
    with blanks, rows:
        validated = validate(returns, settings, company.cases[0].as_of, sheet_rules=rules)
    whose = zip(company.cases, files, strict=True)
    return [_seen(validated, case, of_case) for case, of_case in whose if case.code == each.code]


def _seen(validated: Validated, case: Case, files: set[str]) -> Seen:
    own = [one for one in validated.findings if one.code == case.code and one.file in files]
    to_do = [one for one in validated.to_do if one.code == case.code and one.academy in case.academies]
    return Seen(
        sorted(map(place, own)),
        sorted(number for one in own for number in one.affects),
        sorted(one.needs for one in validated.not_checked if one.code == case.code),
        sorted(f"{one.due} {one.sheet}" for one in to_do),
    )
