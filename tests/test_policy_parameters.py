"""The policy's numbers: looked up by date, the trust's rows before the defaults, nothing assumed."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from pmr_batch.errors import SettingsError
from pmr_batch.policy.parameters import Parameters, defaults
from pmr_batch.policy.values import DayOfYear, Pair, parse

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
    assert len(defaults().entries) == 21
    for parameter in defaults().entries.values():
        assert parameter.clause[0].isdigit()
        assert parameter.source in ("Policy", "Trust")
        assert parameter.unit
        assert parameter.meaning


def test_what_the_policy_itself_says_is_what_the_defaults_say() -> None:
    named = {name: str(p.values[-1][1]) for name, p in defaults().entries.items() if p.source == "Policy"}
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


def test_parameters_travel_to_workers() -> None:
    assert pickle.loads(pickle.dumps(trusts())) == trusts()
