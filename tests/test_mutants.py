"""Every rule, and every blank a rule asks for, is held by its own cases: whoever breaks one is caught by them.

Two ways to break it, to always hold and to never hold, are tried on each rule that has a function,
and on each required column that its owner asks for. A mutant that its code's own cases cannot tell from
the rule survives, and the test names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

import pandas as pd
import pytest
from casebook import CASES, Case, cases_of, place

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.returns import Return
from pmr_batch.read import read_files
from pmr_batch.rules import ALL_RULES, RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import rule_checks, validate
from pmr_batch.validate.rule_checks import RequiredCell


class Seen(NamedTuple):
    """What the rules of one code say: their findings' places, whom they affect, what they need, what is to do."""

    places: list[str]
    affects: list[str]
    needs: list[str]
    to_do: list[str]


class Read(NamedTuple):
    """A case with its workbooks and settings as read."""

    case: Case
    returns: tuple[Return, ...]
    settings: Settings

    @property
    def expected(self) -> Seen:
        """What the case says of its own code."""
        case = self.case
        return Seen(sorted(case.finds), sorted(case.affects), sorted(case.needs), sorted(case.to_do))


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


def together(code: str) -> pytest.MarkDecorator:
    """One worker reads the cases of a code, once."""
    return pytest.mark.xdist_group(code)


def named(rule: Rule) -> str:
    """PM407 objective-is-time-bound Objectives.Due on."""
    return f"{rule.code} {rule.slug} {rule.blames[0]}"


@HOLDS
@pytest.mark.parametrize("rule", [pytest.param(rule, marks=together(rule.code)) for rule in FUNCTIONS], ids=named)
def test_a_rule_that_always_answers_the_same_is_caught_by_its_cases(rule: Rule, holds: bool) -> None:
    mutant = replace(rule, function=lambda rows: pd.Series(holds, index=rows.index))
    rules = asked([mutant if one is rule else one for one in ALL_RULES if one.code == rule.code])
    assert is_caught(rule.code, holds, lambda case: seen(case, rules)), "survives"


@HOLDS
@pytest.mark.parametrize(("code", "column"), [pytest.param(*one, marks=together(one[0])) for one in BLANKS], ids=str)
def test_a_blank_that_is_always_answered_the_same_is_caught_by_its_cases(
    code: str, column: Column, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, rules = RequiredCell.__call__, own_rules(code)

    def mutant(self: RequiredCell, rows: pd.DataFrame) -> pd.Series:
        mutated = self.rule.code == code and self.column is column
        return pd.Series(holds, index=rows.index) if mutated else original(self, rows)

    def broken(case: Read) -> Seen:
        with monkeypatch.context() as patch:
            patch.setattr(RequiredCell, "__call__", mutant)
            return seen(case, rules)

    assert is_caught(code, holds, broken), "survives"


def is_caught(code: str, holds: bool, broken: Callable[[Read], Seen]) -> bool:
    """Whether a case of the code is told rightly by the code's rules as they are, and wrongly by the mutant."""
    likeliest_first = sorted(read(code), key=lambda each: each.case.passes is holds)
    return any(broken(each) != each.expected == as_they_are(code, each.case.title) for each in likeliest_first)


@cache
def as_they_are(code: str, title: str) -> Seen:
    """What the code's rules as they are say of one of its cases."""
    return seen(next(each for each in read(code) if each.case.title == title), own_rules(code))


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
def read(code: str) -> list[Read]:
    """The cases of a code, read once."""
    with ThreadPoolExecutor(1) as executor:
        return [_read(case, executor) for case in cases_of(CASES / f"{code}.yml")]


def _read(case: Case, executor: ThreadPoolExecutor) -> Read:
    with TemporaryDirectory() as folder:
        paths = case.write(Path(folder))
        settings = read_trust(Path(folder))
        return Read(case, read_files(paths, executor, settings), settings)


def seen(each: Read, rules: Mapping[str, Sequence[Rule]]) -> Seen:
    """What the rules of a code say of one of its cases; nobody else's blanks are asked for meanwhile."""
    code = each.case.code
    with patch.object(rule_checks, "RULES", {code: RULES[code]}):
        validated = validate(each.returns, each.settings, each.case.as_of, sheet_rules=rules)
    own = [one for one in validated.findings if one.code == each.case.code]
    return Seen(
        sorted(map(place, own)),
        sorted(number for one in own for number in one.affects),
        sorted(one.needs for one in validated.not_checked if one.code == each.case.code),
        sorted(f"{one.due} {one.sheet}" for one in validated.to_do if one.code == each.case.code),
    )
