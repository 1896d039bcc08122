"""The policy's numbers: looked up by date, the trust's rows before the defaults, nothing assumed."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx

from pmr_batch.commands.check import check
from pmr_batch.errors import SettingsError
from pmr_batch.policy.parameters import Parameters, defaults
from pmr_batch.policy.values import DayOfYear, Pair, parse
from pmr_batch.rules import ALL_RULES
from pmr_batch.settings.new_trust import seed_rows

BEFORE, CHANGED = date(2025, 8, 31), date(2025, 9, 1)


def row(parameter: str, value: str, from_: date, **words: str) -> dict[str, object]:
    return {"parameter": parameter, "value": value, "from_": from_, **words}


def trusts() -> Parameters:
    """A trust that shortened its feedback and lengthened monitoring from September 2025."""
    return Parameters.from_rows(
        [
            row("feedback_within", "3", CHANGED, unit="working days", clause="5.2", source="Trust"),
            row("feedback_within", "5", date(2019, 4, 1)),
            row("monitoring_weeks", "4 to 8", date(2019, 4, 1)),
            row("monitoring_weeks", "6 to 8", CHANGED),
        ]
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("30", 30),
        (30.0, 30),
        ("2.5", Decimal("2.5")),
        ("4 to 8", Pair(4, 8)),
        ("4-8", Pair(4, 8)),
        (" 4  to 8 ", Pair(4, 8)),
        ("15 October", DayOfYear(15, 10)),
        ("15 october", DayOfYear(15, 10)),
        ("2026-10-20", DayOfYear(20, 10)),
        ("2026-13-20", None),
        ("8 to 4", None),
        ("31 June", None),
        ("29 February", None),
        ("15 Octember", None),
        ("soon", None),
        ("-3", None),
        ("", None),
        (None, None),
    ],
)
def test_a_value_is_a_number_two_numbers_or_a_day(typed: object, meant: object) -> None:
    assert parse(typed) == meant


def test_a_value_reads_back_as_it_is_written() -> None:
    for parameter in defaults().entries.values():
        for _, value in parameter.values:
            assert parse(str(value)) == value


def test_every_parameter_of_the_policy_has_its_clause_source_and_unit() -> None:
    assert len(defaults().entries) >= 21
    for parameter in defaults().entries.values():
        assert parameter.clause[0].isdigit()
        assert parameter.source in ("Policy", "Trust")
        assert parameter.unit
        assert parameter.meaning


def test_what_the_policy_itself_says_is_what_the_defaults_say() -> None:
    named = {name: str(p.values[0][1]) for name, p in defaults().entries.items() if p.source == "Policy"}
    assert named == {"monitoring_weeks": "4 to 8", "extension_weeks": "4", "retention": "6"}


def test_a_change_holds_from_its_first_cycle_start_on() -> None:
    assert trusts().value("feedback_within", BEFORE) == 5
    assert trusts().value("feedback_within", CHANGED) == 3
    assert trusts().value("monitoring_weeks", BEFORE) == Pair(4, 8)
    assert trusts().value("monitoring_weeks", CHANGED) == Pair(6, 8)


def test_many_dates_at_once_agree_with_one_at_a_time_and_keep_their_index() -> None:
    dates = pd.Series(pd.to_datetime([BEFORE, CHANGED, None]), index=[7, 3, 9])
    within = trusts().on("feedback_within", dates)["feedback_within"]
    assert within.index.tolist() == [7, 3, 9]
    assert within.dropna().tolist() == [5.0, 3.0]
    weeks = trusts().on("monitoring_weeks", dates)
    assert weeks["monitoring_weeks_least"].dropna().tolist() == [4.0, 6.0]
    assert weeks["monitoring_weeks_most"].dropna().tolist() == [8.0, 8.0]
    assert weeks["monitoring_weeks_most"].isna().tolist() == [False, False, True]


def test_a_day_of_the_year_comes_once_the_cycle_is_over() -> None:
    starts = pd.Series(pd.to_datetime(["2025-09-01", "2025-04-01", "2025-11-03"]))
    days = defaults().on("final_review_day", starts)["final_review_day"]
    assert [f"{day:%F}" for day in days] == ["2026-10-15", "2026-10-15", "2027-10-15"]


def test_before_the_first_date_is_refused_by_name() -> None:
    assert defaults().value("retention", date(2019, 4, 1)) == 6
    for ask in (
        lambda: defaults().value("retention", date(2019, 3, 31)),
        lambda: defaults().on("retention", pd.Series(pd.to_datetime(["2025-09-01", "2019-03-31"]))),
    ):
        with pytest.raises(SettingsError, match=r"retention has no value for a cycle starting 31 March 2019"):
            ask()


def test_no_dates_at_all_ask_for_nothing() -> None:
    assert defaults().on("retention", pd.Series([], dtype="datetime64[s]"))["retention"].empty
    assert defaults().on("retention", pd.Series([pd.NaT], dtype="datetime64[s]"))["retention"].isna().all()


def test_an_unknown_parameter_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="retentoin is no parameter"):
        defaults().value("retentoin", CHANGED)


def test_the_trusts_rows_replace_the_default_and_what_is_not_there_keeps_it() -> None:
    only_new = Parameters.from_rows([row("feedback_within", "3", CHANGED)])
    assert only_new.value("presence", BEFORE) == 1
    assert only_new.describe("feedback_within").clause == "5.2"
    with pytest.raises(SettingsError, match="feedback_within has no value"):
        only_new.value("feedback_within", BEFORE)


def test_all_rows_that_cannot_be_used_are_told_in_one_go() -> None:
    rows = [
        row("feedbak_within", "3", CHANGED),
        row("retention", "six", CHANGED),
        row("monitoring_weeks", "6", CHANGED),
    ]
    with pytest.raises(SettingsError) as told:
        Parameters.from_rows(rows)
    assert told.value.problems == [
        "Parameters: feedbak_within is no parameter; write feedback_within",
        "Parameters: six is no value for retention; type a number such as 20",
        "Parameters: 6 is no value for monitoring_weeks; type two numbers such as 4 to 8",
    ]


# -- through the doors ------------------------------------------------------------------------------


def checked(folder: Path, parameters: str, sheets: dict[str, str]) -> list[str | None]:
    """The cells at which a check by a trust with such Parameters finds objectives too short (PM408)."""
    tables = {name: rows_of(text) for name, text in base()["settings"].items()} | {"Parameters": rows_of(parameters)}
    (folder / "trust.xlsx").write_bytes(xlsx({n: tables.get(n, []) for n in TRUST_BY_NAME}, TRUST_BY_NAME, {}))
    (folder / "return.xlsx").write_bytes(workbook("teacher", "", sheets))
    with ThreadPoolExecutor(1) as executor:
        told = check([folder / "return.xlsx"], folder, date(2026, 10, 20), executor)
    return [one.cell for one in told.findings if one.code == "PM408"]


TWO_PEOPLE = {
    "Staff": """
        | Payroll number | Cycle from | Cycle adjusted because |
        | 0001041        | 2025-09-01 |                        |
        | 0001042        | 2026-01-05 | Joined                 |""",
    "Objectives": """
        | Payroll number | No | Objective                             | Kind       |
        | 0001041        | 2  | Lead the staff meeting on writing now | Individual |
        | 0001042        | 2  | Lead the reading group of Year 2 well | Individual |""",
}
WORDS = """
    | Parameter       | Value | Unit  | From       | Clause | Source |
    | objective_words | 5     | words | {from_}    | 4.4    | Trust  |
    | objective_words | 9     | words | 2026-01-01 | 4.4    | Trust  |"""


def test_the_trusts_sheet_rules_by_the_start_of_each_persons_own_cycle(tmp_path: Path) -> None:
    assert checked(tmp_path, WORDS.format(from_="2019-04-01"), TWO_PEOPLE) == ["C3"]
    assert checked(tmp_path, WORDS.format(from_="2019-04-01").replace("| 5 ", "| 9 "), TWO_PEOPLE) == ["C2", "C3"]
    assert checked(tmp_path, WORDS.format(from_="2019-04-01").replace("| 9 ", "| 5 "), TWO_PEOPLE) == []


def test_a_cycle_before_the_first_date_is_an_error_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        checked(tmp_path, WORDS.format(from_="2025-10-01"), TWO_PEOPLE)
    assert told.value.problems == [
        "Parameters D2: From 1 October 2025 is the first of objective_words, but a cycle starts on 1 April 2025; "
        "add a row with the value that held then"
    ]


def test_a_new_trust_has_every_parameter_on_its_sheet_with_all_that_is_known_of_it() -> None:
    seeded = seed_rows(CHANGED)["Parameters"]
    assert all(of["meaning"] for of in seeded)
    assert Parameters.from_rows(seeded) == defaults()


def test_every_parameter_that_a_rule_reads_is_there() -> None:
    for rule in ALL_RULES:
        for name in rule.parameters:
            assert defaults().describe(name).values


def test_parameters_travel_to_workers() -> None:
    assert pickle.loads(pickle.dumps(trusts())) == trusts()
