"""Working days against days counted by hand on the Essex calendar of 2024/25."""

from __future__ import annotations

import pickle
from datetime import date

import pandas as pd
import pytest

from pmr_batch.policy.calendar import Calendar
from pmr_batch.policy.reference import term_dates

#: By hand: 8 + 7 weeks, 6 + 6 weeks, 24 days less one bank holiday and 37 days.
AUTUMN, SPRING, SUMMER = 75, 60, 60

ESSEX = Calendar.from_rows(term_dates())


def own_year(**moved: str) -> Calendar:
    """Essex, but the academy RIV has its own 2024/25, with half terms moved as "from to"."""
    rows = [{**row, "academy_code": "RIV"} for row in term_dates()]
    for row in rows:
        if change := moved.get(row["term"].replace(" ", "_")):
            row["from_"], row["to"] = (date.fromisoformat(day) for day in change.split())
    return Calendar.from_rows([*term_dates(), *rows])


def series(*values: object) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def dates(*days: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(days)))


def after(day: str, days: int, pattern: str = "Term time", academy: str | None = "RIV", of: Calendar = ESSEX) -> str:
    found = of.after(series(academy), series(pattern), dates(day), days).iloc[0]
    return "unknown" if pd.isna(found) else f"{found:%F}"


def count(first: str, last: str, pattern: str = "Term time", academy: str = "RIV", of: Calendar = ESSEX) -> float:
    return float(of.count(series(academy), series(pattern), dates(first), dates(last)).iloc[0])


@pytest.mark.parametrize(
    ("day", "days", "then", "why"),
    [
        ("2024-09-02", 0, "2024-09-02", "no days later is the day itself"),
        ("2024-10-26", 0, "2024-10-26", "even a Saturday"),
        ("2024-09-02", 5, "2024-09-09", "over a week-end"),
        ("2024-09-06", 1, "2024-09-09", "Friday to Monday"),
        ("2024-09-07", 1, "2024-09-09", "Saturday to Monday"),
        ("2024-10-25", 1, "2024-11-04", "over half term"),
        ("2024-10-30", 1, "2024-11-04", "from within half term"),
        ("2024-12-20", 1, "2025-01-06", "over Christmas"),
        ("2025-04-04", 1, "2025-04-22", "over Easter, whose Monday is a bank holiday"),
        ("2025-05-02", 1, "2025-05-06", "over the early May bank holiday"),
        ("2024-09-02", 20, "2024-09-30", "four working weeks"),
        ("2024-08-30", 1, "unknown", "from a school year without term dates"),
        ("2025-07-22", 1, "unknown", "into a school year without term dates"),
        ("2024-09-01", 1, "2024-09-02", "the first day of a year, which a holiday comes before"),
    ],
)
def test_so_many_school_days_after(day: str, days: int, then: str, why: str) -> None:
    assert after(day, days) == then, why


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        ("2025-04-17", 1, "2025-04-22"),  # Good Friday and Easter Monday
        ("2024-10-25", 1, "2024-10-28"),  # half term is work
        ("2024-12-24", 1, "2024-12-27"),
        ("2025-05-02", 1, "2025-05-06"),
        ("2025-08-22", 1, "2025-08-26"),
        ("2022-09-16", 1, "2022-09-20"),  # the day of the Queen's funeral
        ("2021-12-24", 1, "2021-12-29"),  # substitute days for Christmas and Boxing Day
    ],
)
def test_so_many_working_days_after_for_all_year_staff(day: str, days: int, then: str) -> None:
    assert after(day, days, "All year") == then


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2024-09-02", "2024-09-02", 1),
        ("2024-09-07", "2024-09-08", 0),
        ("2024-09-02", "2024-12-20", AUTUMN),
        ("2025-01-06", "2025-04-04", SPRING),
        ("2025-04-22", "2025-07-22", SUMMER),
        ("2024-09-01", "2025-08-31", 195),  # 190 days with pupils and 5 INSET days
        ("2024-09-03", "2024-09-02", 0),
    ],
)
def test_school_days_from_to(first: str, last: str, days: int) -> None:
    assert count(first, last) == days


def test_a_year_of_all_year_staff_is_its_weekdays_less_eight_bank_holidays() -> None:
    assert count("2025-01-01", "2025-12-31", "All year") == 261 - 8


def test_an_academys_own_half_terms_replace_those_of_all_in_that_year_alone() -> None:
    moved = own_year(Autumn_1="2024-08-28 2024-10-18", Autumn_2="2024-11-04 2024-12-20")
    assert count("2024-09-02", "2024-10-31", of=moved) == 35
    assert count("2024-09-02", "2024-10-31", of=moved, academy="OAK") == 40
    assert after("2024-10-18", 1, of=moved) == "2024-11-04"
    assert after("2024-10-18", 1, of=moved, academy="OAK") == "2024-10-21"


def test_rows_of_all_academies_and_patterns_are_answered_together_on_their_index() -> None:
    moved = own_year(Autumn_1="2024-09-02 2024-10-18")
    rows = pd.DataFrame(
        {
            "academy": series("RIV", "OAK", None, "RIV", "OAK", "RIV"),
            "pattern": series("Term time", "Term time", "Term time", "All year", None, "Term time"),
            "date": dates("2024-10-18", "2024-10-18", "2024-10-18", "2024-10-18", "2024-10-18", None),
        }
    ).set_axis([5, 4, 3, 2, 1, 0])
    found = moved.after(rows["academy"], rows["pattern"], rows["date"], pd.Series([1.0] * 6, index=rows.index))
    assert found.index.tolist() == [5, 4, 3, 2, 1, 0]
    assert [None if pd.isna(day) else f"{day:%m-%d}" for day in found] == [
        "11-04", "10-21", "10-21", "10-21", None, None,
    ]  # fmt: skip
    assert found.dtype == rows["date"].dtype


def test_what_touches_a_year_without_term_dates_is_unknown_and_named() -> None:
    academy, pattern = series("RIV", "RIV", "OAK", "RIV"), series("Term time", "Term time", "Term time", "All year")
    starts = dates("2024-09-01", "2025-08-31", "2024-08-31", "2026-01-01")
    ends = dates("2025-08-31", "2026-09-01", "2024-09-01", "2026-12-31")
    assert ESSEX.known(academy, pattern, starts, ends).tolist() == [True, False, False, True]
    assert ESSEX.count(academy, pattern, starts, ends).isna().tolist() == [False, True, True, False]
    assert ESSEX.missing(academy, pattern, starts, ends) == [
        "term dates of 2023/24 for OAK",
        "term dates of 2025/26 for RIV",
        "term dates of 2026/27 for RIV",
    ]


def test_a_year_that_lacks_a_half_term_is_unknown_and_the_half_term_is_named() -> None:
    incomplete = Calendar.from_rows([row for row in term_dates() if row["term"] != "Spring 2"])
    assert after("2024-09-02", 5, of=incomplete) == "unknown"
    assert incomplete.missing(series("RIV"), series("Term time"), dates("2024-09-02"), dates("2024-09-03")) == [
        "term dates of 2024/25 for RIV (Spring 2)"
    ]


def test_days_beyond_the_bank_holidays_that_are_known_are_unknown() -> None:
    assert after("2099-01-01", 5, "All year") == "unknown"
    assert ESSEX.missing(series("RIV"), series("All year"), dates("2099-01-01"), dates("2099-01-02")) == [
        "bank holidays of 2098/99"
    ]


@pytest.mark.parametrize(
    ("day", "term", "days"),
    [
        ("2024-09-02", "Autumn", AUTUMN),
        ("2024-10-30", "Autumn", AUTUMN),  # half term is in the term
        ("2024-12-20", "Autumn", AUTUMN),
        ("2024-12-21", "Spring", SPRING),  # the Christmas holidays are before the spring term
        ("2025-04-05", "Summer", SUMMER),
        ("2025-07-22", "Summer", SUMMER),
        ("2024-09-01", "Autumn", AUTUMN),
    ],
)
def test_the_term_of_a_day(day: str, term: str, days: int) -> None:
    found = ESSEX.term_of("RIV", date.fromisoformat(day))
    assert found is not None
    assert (found.school_year, found.name) == ("2024/25", term)
    assert ESSEX.term_days("RIV", date.fromisoformat(day)) == days


@pytest.mark.parametrize("day", ["2024-08-31", "2025-07-23", "2030-01-01"])
def test_the_term_of_a_day_is_unknown_without_term_dates(day: str) -> None:
    assert ESSEX.term_of("RIV", date.fromisoformat(day)) is None
    assert ESSEX.term_days("RIV", date.fromisoformat(day)) is None


def test_closed_days_are_the_weekdays_on_which_the_school_is_shut() -> None:
    shut = ESSEX.closed_days("RIV", date(2025, 4, 4), date(2025, 5, 6))
    assert shut == [*(date(2025, 4, day) for day in (7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21)), date(2025, 5, 5)]
    assert ESSEX.closed_days("RIV", date(2025, 4, 4), date(2025, 9, 1)) is None


def test_bank_holidays_are_englands() -> None:
    assert ESSEX.bank_holidays(date(2024, 12, 1), date(2025, 5, 31)) == [
        date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1),
        date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 5), date(2025, 5, 26),
    ]  # fmt: skip


def test_a_calendar_travels_to_workers_after_use() -> None:
    used = own_year()
    after("2024-09-02", 5, of=used)
    assert pickle.loads(pickle.dumps(used)) == used
    assert after("2024-09-02", 5, of=pickle.loads(pickle.dumps(used))) == "2024-09-09"


def test_no_rows_at_all() -> None:
    none = dates()
    assert ESSEX.after(series(), series(), none.astype("datetime64[s]"), 5).empty
    assert ESSEX.missing(series(), series(), none.astype("datetime64[s]"), none.astype("datetime64[s]")) == []
