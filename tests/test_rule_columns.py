"""A rule or fact that looks at what it does not declare is found as it is loaded, and not by whoever runs it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from casebook import base, cases

from pmr_batch.errors import DeclarationError
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF
from pmr_batch.read import read_files
from pmr_batch.rules import ALL_RULES, RULES
from pmr_batch.rules.columns import check_declared
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Fact, fact
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.validate.context import ValidationContext
from pmr_batch.validate.engine import typed_rows

ASKED = [rule for rule in ALL_RULES if rule.function and rule.found_by == "rule"]
#: What every frame has.
ALWAYS = {"return_no", "row", "academy", "cycle", "as_of", "person", "first_row"}


@fact(STAFF)
def misspelled(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Looks at a column that Staff does not have."""
    return staff["rolle"] == "Teacher"


def starts_late(staff: pd.DataFrame) -> pd.Series:
    """Declares the one column, and looks at another."""
    return staff["cycle_to"] > staff["employment_end"]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (
            replace(RULES["PM203"], function=lambda staff: staff["cycle_from"] < staff["employment_strat"]),
            "looks at employment_strat, which it does not declare; the nearest is employment_start",
        ),
        (replace(RULES["PM203"], function=starts_late), "looks at employment_end, which it does not declare"),
        (replace(RULES["PM203"], says="is {valu}"), "looks at valu, which it does not declare; the nearest is value"),
        (replace(RULES["PM203"], reads=(misspelled,), function=None), "fact misspelled looks at rolle"),
        (
            replace(RULES["PM707"], function=lambda concerns: concerns["silence"] > concerns["contact_gaps"]),
            "looks at contact_gaps, which it does not declare; the nearest is contact_gap",
        ),
    ],
)
def test_what_is_not_declared_is_found_as_rules_are_loaded(rule: Rule, fault: str) -> None:
    with pytest.raises(DeclarationError, match=fault):
        check_declared([rule])


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ValidationContext:
    """The frames of a case, and its settings."""
    folder, case = tmp_path_factory.mktemp("case"), cases()[0]
    paths = case.write(folder)
    with ThreadPoolExecutor(1) as executor:
        return typed_rows(read_files(paths, executor), read_trust(Path(folder)), base()["as of"])[1]


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.name)
def test_a_rule_answers_in_a_frame_of_what_it_declares_alone(rule: Rule, context: ValidationContext) -> None:
    assert rule.sheet
    rows = context.wide(context.frames[rule.sheet.name], rule.sheet, rule.reads, rule.parameters)
    declared = {source.key for source in (*rule.reads, *rule.blames, *rule.unmasked)}
    numbers = {name + end for name in rule.parameters for end in ("", "_least", "_most")}
    # The key of a person's rows is in every frame of a sheet that has it.
    there = ALWAYS | declared | numbers | ({"payroll_number"} & set(BY_NAME[rule.sheet.name].by_key))
    assert rule(rows[[name for name in rows if name in there]]).dtype == bool


def test_a_fact_answers_in_a_frame_of_its_sheet_and_what_it_declares(context: ValidationContext) -> None:
    for derived in {each for rule in ASKED for each in facts(rule)}:
        rows = context.wide(context.frames[derived.sheet.name], derived.sheet, derived.reads, derived.parameters)
        assert len(context.answer(derived).values) == len(rows)


def facts(rule: Rule) -> list[Fact]:
    return [source for source in rule.reads if isinstance(source, Fact)]
