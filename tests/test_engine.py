"""The engine asks the declared functions themselves, once over all academies, and never takes a crash for a pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest
from casebook import Case, cases
from click.testing import CliRunner

from pmr_batch.cli import main
from pmr_batch.errors import RuleCrash, frames
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.returns import Return
from pmr_batch.read import read_files
from pmr_batch.rules import ALL_RULES, FACTS, RULES, SHEET_RULES
from pmr_batch.rules.context import Context
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import validate


@pytest.fixture(scope="module")
def academies(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Return, ...], Settings]:
    """The returns of a case with several academies, and the trust's settings."""
    return _read(next(case for case in cases() if len(case.workbooks) > 1), tmp_path_factory.mktemp("trust"))


def _read(case: Case, folder: Path) -> tuple[tuple[Return, ...], Settings]:
    paths = case.write(folder)
    with ThreadPoolExecutor(1) as executor:
        return read_files(paths, executor), read_trust(folder)


def test_each_schema_is_validated_once_over_all_academies(
    academies: tuple[tuple[Return, ...], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    validated: list[tuple[pa.DataFrameSchema, pd.DataFrame]] = []
    original = pa.DataFrameSchema.validate

    def counted(self: pa.DataFrameSchema, rows: pd.DataFrame, **options: bool) -> pd.DataFrame:
        validated.append((self, rows))
        return original(self, rows, **options)

    monkeypatch.setattr(pa.DataFrameSchema, "validate", counted)
    returns, settings = academies
    validate(returns, settings, _as_of())
    assert len(returns) > 1
    filled_in = [sheet for sheet in SHEETS if any(each.tables[sheet.name].rows for each in returns)]
    assert len(validated) == 2 * len(filled_in), "one schema of cells and one of rules for each sheet with rows"
    assert max(rows["return_no"].nunique() for _, rows in validated) == len(returns)


def test_pandera_calls_the_declared_rule_itself(
    academies: tuple[tuple[Return, ...], Settings],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: set[int] = set()
    original = pa.DataFrameSchema.validate

    def seen(self: pa.DataFrameSchema, rows: pd.DataFrame, **options: bool) -> pd.DataFrame:
        called.update(id(check._check_fn) for check in self.checks)
        return original(self, rows, **options)

    monkeypatch.setattr(pa.DataFrameSchema, "validate", seen)
    seldom_filled_in = ("Panels", "Concerns", "Explanations")
    others = [next(case for case in cases() if sheet in case.told) for sheet in seldom_filled_in]
    for returns, settings in (academies, *(_read(case, tmp_path_factory.mktemp("trust")) for case in others)):
        validate(returns, settings, _as_of())
    asked = [rule for rule in ALL_RULES if rule.found_by == "rule" and rule.function and not rule.needs]
    missed = [rule.code for rule in asked if id(rule) not in called]
    assert asked
    assert not missed


def _crash(rows: pd.DataFrame) -> pd.Series:
    raise ValueError(f"secret {rows['name'].iat[0]}")


@pytest.mark.parametrize(
    "answers",
    [
        _crash,
        lambda rows: True,
        lambda rows: pd.Series([True] * len(rows), index=rows.index + 1),
        lambda rows: pd.Series([True] * (len(rows) - 1) + [None], index=rows.index, dtype=object),
        lambda rows: pd.Series(1, index=rows.index),
    ],
    ids=["raises", "no series", "another index", "a missing answer", "numbers"],
)
def test_a_rule_that_does_not_answer_for_every_row_ends_the_run(
    answers: Callable[[pd.DataFrame], pd.Series], academies: tuple[tuple[Return, ...], Settings]
) -> None:
    returns, settings = academies
    with pytest.raises(RuleCrash) as crashed:
        validate(returns, settings, _as_of(), sheet_rules={"Staff": [_with(RULES["PM203"], answers)]})
    assert re.fullmatch(
        r"PM203 cycle-starts-in-employment Staff.Cycle from: crashed \((Value|Type)Error at test_engine.py:\d+\); "
        "nothing was made. Report it to whoever keeps pmr_batch",
        str(crashed.value),
    )
    assert crashed.value.exit_code == 2
    assert not [line for line in frames(crashed.value) if "secret" in line]


def test_a_fact_that_crashes_is_named_with_its_line(
    academies: tuple[tuple[Return, ...], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    def derive(staff: pd.DataFrame, context: Context) -> pd.Series:
        raise KeyError(staff["name"].iat[0])

    returns, settings = academies
    monkeypatch.setitem(FACTS["long_absence"].__dict__, "function", derive)
    with pytest.raises(RuleCrash) as crashed:
        validate(returns, settings, _as_of())
    line = derive.__code__.co_firstlineno + 1
    assert f"fact long_absence of Staff: crashed (KeyError at test_engine.py:{line})" in str(crashed.value)


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_crash_is_one_line_and_its_frames_are_shown_where_they_are_asked_for(
    debug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RULES["PM203"].__dict__, "function", _crash)
    monkeypatch.setenv("PMR_DEBUG", debug)
    path = next(case for case in cases() if len(case.workbooks) > 1).write(tmp_path)[0]
    ended = CliRunner().invoke(main, ["check", str(path), "--folder", str(tmp_path)])
    first, *more = ended.stderr.splitlines()
    assert ended.exit_code == 2
    assert first.startswith("PM203 cycle-starts-in-employment Staff.Cycle from: crashed (ValueError at test_engine.py:")
    assert bool(more) == bool(debug)
    if debug:
        assert "ValueError, raised through" in more
        assert re.search(r"^  rules/rule\.py:\d+ __call__\n  test_engine\.py:\d+ _crash$", ended.stderr, re.MULTILINE)
    assert "secret" not in ended.stderr


def _with(rule: Rule, answers: Callable[[pd.DataFrame], pd.Series]) -> Rule:
    return replace(rule, function=answers)


def test_rules_are_registered_where_they_are_asked() -> None:
    for name, rules in SHEET_RULES.items():
        assert all(rule.sheet and rule.sheet.name == name for rule in rules)


def _as_of() -> date:
    return next(case for case in cases() if len(case.workbooks) > 1).as_of
