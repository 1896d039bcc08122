"""The rule book as a whole: declared in full, and never without an answer, whatever the workbooks hold."""

from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from casebook import PAYROLL, TRUST_BY_NAME, base, parsed, rows_of, xlsx
from soak import tried

from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, SHEETS, START
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.model.terms import Severity, Stage
from pmr_batch.read import read_files
from pmr_batch.rules import ALL_RULES, RULES, SHEET_RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate.engine import validate

#: Columns that name a person, and what other text cells may hold.
PEOPLE = {
    PAYROLL, "Reviewer", "Reviewer concern decided by", "Line manager", "Stands in for", "Held by", "Record made by",
    "Recommended by", "Report sent by", "Raised by", "Monitored by", "Authorised by",
}  # fmt: skip
POINTS = ("M1", "M6", "U1", "U3", "UQ2", "L18", "L99", "SCP7", "LP min", "17", "M", "ok")
WORDS = ("OAK", "RIV", "Every child reads well by the age of seven", "M3", "ok", "{name}", "PM103", "1")
POLICY = re.compile(r"workbook|(\d\.\d|Appendix A)(; (\d\.\d|Appendix A))*")


def settings(but: tuple[str, ...] = ()) -> Settings:
    """The trust's settings as base.yml has them, but for some sheets."""
    tables = {name: rows_of(text) for name, text in base()["settings"].items() if name not in but}
    made = xlsx({name: tables.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {})
    return from_tables(read_tables(made, TRUST_SHEETS).tables, "trust.xlsx", own=False)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: f"{rule.code} {rule.slug}")
def test_every_rule_is_declared_in_full(rule: Rule) -> None:
    assert POLICY.fullmatch(rule.clause)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.slug)
    assert rule.must_hold[0].isupper()
    assert rule.remedy.endswith((".", "{next}"))
    assert not rule.says.endswith(".")
    assert rule.function is None or rule.blames
    if rule.severity is not Severity.NOTE and rule.found_by == "rule" and rule.function is None and rule.blames:
        assert any(rule.code in column.owners for sheet in SHEETS for column in sheet), "asks nothing"


def test_codes_stand_in_order_and_slugs_tell_rules_apart() -> None:
    assert list(RULES) == sorted(RULES)
    for name, rules in SHEET_RULES.items():
        keys = [(rule.code, rule.slug, column.heading) for rule in rules for column in rule.blames[:1]]
        assert len(set(keys)) == len(keys), name


def test_no_remedy_of_a_query_asks_for_a_past_date_to_be_altered() -> None:
    late = [RULES[code] for code in ("PM103", "PM104", "PM106", "PM401")]
    assert all("Explain" in rule.remedy and "Correct" not in rule.remedy for rule in late)
    assert all(rule.severity is Severity.QUERY for rule in late)


def test_rules_of_the_whole_cycle_are_not_put_off() -> None:
    assert {rule.stage for code, rule in RULES.items() if code < "PM017"} == {Stage.ALWAYS}


@pytest.mark.parametrize("but", [(), ("Terms", "Pay points")], ids=["all settings", "no terms, no pay points"])
@pytest.mark.parametrize(("rows", "seed"), [(0, 0), *((rows, seed) for rows in (1, 30) for seed in range(tried(2)))])
def test_every_rule_answers_whatever_a_workbook_holds(
    rows: int, seed: int, but: tuple[str, ...], tmp_path: Path
) -> None:
    """RuleCrash would end the run: nothing that people type may lead to it."""
    dice = random.Random(f"{rows} {seed}")
    paths = []
    for academy in ("RIV", "OAK"):
        tables = {sheet.name: [junk_row(list(sheet), dice) for _ in range(rows)] for sheet in SHEETS}
        tables["Start"] = [start(academy) | {"Authorised by": junk(START.by_key["authorised_by"], dice)}]
        paths.append(tmp_path / f"{academy}.xlsx")
        paths[-1].write_bytes(xlsx(tables, BY_NAME, {}))
    told = settings(but)
    with ThreadPoolExecutor(1) as executor:
        returns = read_files(paths, executor, told)
    seen = validate(returns, told, base()["as of"])
    assert all(one.message and one.remedy for one in seen.findings)
    assert len(seen.findings) >= rows


def test_every_rule_answers_without_any_return() -> None:
    assert validate([], settings(), base()["as of"]).findings == ()


def start(academy: str) -> dict[str, str]:
    return dict(parsed(base()["teacher"]["Start"])) | {"Academy code": academy}


def junk_row(columns: list[Column], dice: random.Random) -> dict[str, str]:
    """Every column blank, sensible, or nonsense; payroll numbers mostly of a few people."""
    return {column.heading: junk(column, dice) for column in columns}


def junk(column: Column, dice: random.Random) -> str:
    if column.heading in PEOPLE:
        return dice.choice(["0000001", "0000002", "0000003", "0000004", "0001001", "Panel", ""])
    if dice.random() < 0.3:
        return dice.choice(["", "", "x", "=1/0", "-1", "30/02/2026", "½ 🙂", "0", "{value}", "nan"])
    if column.kind is Kind.LIST:
        return dice.choice(column.values)
    if column.kind is Kind.DATE:
        return dice.choice(["1900-03-01", "2025-09-01", "2025-10-06", "2026-08-31", "2026-12-24", "2199-01-01"])
    if column.kind is Kind.TEXT:
        words = POINTS if "oint" in column.heading or column.heading.startswith("Range") else WORDS
        return dice.choice(words)
    return dice.choice(["0", "1", "0.5", "2", "31650", "1e9"])


LISTS = [sheet for sheet in SHEETS if not sheet.form]


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is found in a return without one of the sheets, by the sheet, in one validation of all."""
    told, folder = settings(), tmp_path_factory.mktemp("without")
    tables = {name: rows_of(text) for name, text in base()["teacher"].items() if name != "Start"}
    paths = {sheet.name: folder / f"{sheet.name}.xlsx" for sheet in LISTS}
    for name, path in paths.items():
        there = {other: sheet for other, sheet in BY_NAME.items() if other != name}
        path.write_bytes(xlsx(tables | {"Start": [start("RIV")]}, there, {}))
    with ThreadPoolExecutor(1) as executor:
        seen = validate(read_files(list(paths.values()), executor, told), told, base()["as of"])
    asking = [one for one in seen.findings if one.severity is not Severity.NOTE]
    return {name: [one.code for one in asking if one.file in (None, str(path))] for name, path in paths.items()}


@pytest.mark.parametrize("sheet", LISTS, ids=lambda sheet: sheet.name)
def test_a_sheet_that_is_not_there_is_the_one_fault(sheet: Sheet, without: dict[str, list[str]]) -> None:
    """What cannot be known is not asked: nobody is told of a row for each that is gone with it."""
    assert without[sheet.name] == ["PM002"]
