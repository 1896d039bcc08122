"""One cell: what was typed, what it is read as, and whether that is told."""

from __future__ import annotations

import datetime as dt
import math
import string
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmr_batch.excel.reading.amounts import read_amount
from pmr_batch.excel.reading.cell_values import is_plain, read
from pmr_batch.excel.reading.dates import read_date
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import ROLES, STATUSES, YES_NO
from pmr_batch.model.returns import Unread
from pmr_batch.words import nearest

THIRD_OF_MARCH = dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "3 March 2026",
        "3rd March 2026",
        "3rd of March, 2026",
        "3 Mar 26",
        "3-Mar-26",
        "03/Mar/2026",
        "March 3, 2026",
        "Mar 3rd 2026",
        "Tuesday 3 March 2026",
        "Tues, 3rd March 2026",
        "03.03.26",
        "3/3/26",
        "03/03/2026",
        "03-03-2026",
        "3 3 2026",
        "2026-03-03",
        "2026/03/03",
        "2026-03-03T00:00:00",
        "03/03/2026 00:00",
        "\u00a03 March\u00a02026 ",
        "3 MARCH 2026",
    ],
)
def test_a_text_that_is_plainly_a_date_is_read_and_told(typed: str) -> None:
    value, repair = read(Kind.DATE, typed)
    assert value == THIRD_OF_MARCH
    assert repair is not None
    assert (repair.was, repair.became) == (typed, "3 March 2026")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1st Sept 2025", dt.date(2025, 9, 1)),
        ("13/04/2026", dt.date(2026, 4, 13)),
        ("04/13/2026", dt.date(2026, 4, 13)),
        ("31.12.99", dt.date(1999, 12, 31)),
        ("29 Feb 2024", dt.date(2024, 2, 29)),
        ("12 June '24", dt.date(2024, 6, 12)),
    ],
)
def test_dates_with_one_reading(typed: str, meant: dt.date) -> None:
    assert read(Kind.DATE, typed)[0] == meant


@pytest.mark.parametrize("typed", ["03/04/2026", "3/4/26", "03.04.2026", "3-4-2026", "03/04/2026 09:00"])
def test_a_date_that_could_be_read_two_ways_is_not_guessed(typed: str) -> None:
    assert read(Kind.DATE, typed) == (Unread(typed, "PM016"), None)


@pytest.mark.parametrize(
    "typed",
    ["tbc", "Sept 2025", "31/02/2026", "30 Feb 2026", "2026", "1/2", "3 Marchember 2026", "00/00/2026", "45 May 26"],
)
def test_what_is_no_date_stays_as_typed(typed: str) -> None:
    assert read(Kind.DATE, typed) == (typed, None)


def test_a_number_that_may_be_a_day_is_one_and_others_are_not() -> None:
    value, repair = read(Kind.DATE, 46084.0)
    assert value == THIRD_OF_MARCH
    assert repair is not None
    assert repair.was == "46084"
    assert read(Kind.DATE, 46084.0 - 1462, date1904=True)[0] == THIRD_OF_MARCH
    assert read(Kind.DATE, 2026.0) == ("2026", None)
    assert read(Kind.DATE, 46084.5) == ("46084.5", None)
    assert read(Kind.DATE, 1e300)[1] is None


def test_a_time_of_day_is_left_out_and_told() -> None:
    value, repair = read(Kind.DATE, dt.datetime.combine(THIRD_OF_MARCH, dt.time(10, 30)))
    assert value == THIRD_OF_MARCH
    assert repair is not None
    assert repair.how == "time of day left out"
    assert read(Kind.DATE, dt.datetime.combine(THIRD_OF_MARCH, dt.time())) == (THIRD_OF_MARCH, None)


def test_days_that_excel_counts_wrongly_are_not_taken() -> None:
    assert read(Kind.DATE, dt.date(1900, 2, 28)) == ("1900-02-28", None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("£31,650", "31650"),
        ("31.6k", "31600"),
        ("1,000.50", "1000.50"),
        ("£ 31650.00 pa", "31650.00"),
        ("31650 per annum", "31650"),
        ("GBP 31,650", "31650"),
        ("-5", "-5"),
    ],
)
def test_amounts_as_offices_type_them_are_exact(typed: str, meant: str) -> None:
    value, repair = read(Kind.MONEY, typed)
    assert value == Decimal(meant)
    assert isinstance(value, Decimal)
    assert repair is not None


@pytest.mark.parametrize("typed", ["31,65", "1,0000", "about 31650", "31650-32000", "£", "1.2.3", "3e4"])
def test_what_is_no_amount_stays_as_typed(typed: str) -> None:
    assert read(Kind.MONEY, typed) == (typed, None)


def test_numbers_have_the_type_of_their_column() -> None:
    assert read(Kind.MONEY, 31650.3) == (Decimal("31650.3"), None)
    whole, _ = read(Kind.WHOLE, 2.0)
    assert (whole, type(whole)) == (2, int)
    assert read(Kind.WHOLE, 2.5) == (2.5, None)
    assert read(Kind.NUMBER, "60%")[0] == pytest.approx(0.6)
    assert read(Kind.NUMBER, 0.6) == (0.6, None)
    assert read(Kind.NUMBER, True) == ("TRUE", None)
    assert read(Kind.NUMBER, math.inf) == ("inf", None)


@pytest.mark.parametrize(
    ("typed", "values", "meant"),
    [
        ("yes", YES_NO, "Yes"),
        ("Y", YES_NO, "Yes"),
        ("✓", YES_NO, "Yes"),
        (" n ", YES_NO, "No"),
        (True, YES_NO, "Yes"),
        ("teacher", ROLES, "Teacher"),
        ("Head of\u00a0School", ROLES, "Head of School"),
        ("suspended – grievance", STATUSES, "Suspended: grievance"),
        ("Drop in", ("Drop-in", "Observation"), "Drop-in"),
        ("Teachers’ Standards", ("Teachers' Standards",), "Teachers' Standards"),
    ],
)
def test_a_list_value_is_found_whatever_its_dress(typed: object, values: tuple[str, ...], meant: str) -> None:
    value, repair = read(Kind.LIST, typed, values)
    assert value == meant
    assert repair is not None


def test_a_value_off_the_list_stays_and_the_nearest_is_named() -> None:
    assert read(Kind.LIST, "Techer", ROLES) == ("Techer", None)
    assert nearest("Techer", ROLES) == "Teacher"
    assert nearest("Grand piano", ROLES) is None


@pytest.mark.parametrize(
    "typed", ["Teachers’ “own” words – all of them", "=1+1", "a\u200db", "one\ntwo", "{{ x }} <b>&amp;"]
)
def test_prose_is_never_changed(typed: str) -> None:
    assert read(Kind.TEXT, typed) == (typed, None)


def test_blanks_around_prose_go_and_are_told() -> None:
    value, repair = read(Kind.TEXT, "\u00a0 Phonics \u200b")
    assert value == "Phonics"
    assert repair is not None
    assert repair.how == "blanks around it removed"
    assert read(Kind.TEXT, "a\r\nb")[0] == "a\nb"
    assert read(Kind.TEXT, "a\x01b")[0] == "ab"


def test_keys_lose_what_cannot_be_seen() -> None:
    assert read(Kind.TEXT, " 00\u200b12345\u00a0", key=True)[0] == "0012345"
    assert read(Kind.TEXT, "O’Neill", key=True)[0] == "O'Neill"


@pytest.mark.parametrize("kind", list(Kind))
def test_blank_cells_are_none(kind: Kind) -> None:
    for blank in (None, "", " ", "\u00a0", "\n\t", "\u200b"):
        assert read(kind, blank, YES_NO)[0] is None


@given(
    st.dates(dt.date(1930, 1, 1), dt.date(2029, 12, 31)),
    st.sampled_from(["%d %B %Y", "%-d %b %y", "%Y-%m-%d", "%B %-d, %Y"]),
)
def test_every_date_with_a_named_month_comes_back(day: dt.date, form: str) -> None:
    assert read_date(day.strftime(form)).dates == (day,)


@given(st.dates(dt.date(1930, 1, 1), dt.date(2029, 12, 31)), st.sampled_from("/.-"))
def test_numbers_alone_are_taken_only_where_they_say_one_thing(day: dt.date, sign: str) -> None:
    dates = read_date(day.strftime(f"%d{sign}%m{sign}%Y")).dates
    assert dates[0] == day
    assert (len(dates) == 2) == (day.day <= 12 and day.day != day.month)


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_every_amount_comes_back_exact(amount: Decimal) -> None:
    assert read_amount(f"£{amount:,.2f}") == amount
    assert read(Kind.MONEY, float(amount))[0] == amount


@given(st.text())
def test_prose_keeps_every_sign_that_can_be_printed(text: str) -> None:
    value, repair = read(Kind.TEXT, text)
    assert (value or "") in text or "\r" in text or repair is not None
    if text and text.isprintable() and text == text.strip():
        assert value == text
        assert repair is None


@given(
    st.sampled_from(list(Kind)),
    st.one_of(
        st.text(),
        st.text(string.digits + "/.- £,k%"),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
    ),
    st.booleans(),
)
@example(Kind.NUMBER, float("nan"), False)
@example(Kind.MONEY, float("inf"), False)
def test_no_cell_breaks_the_reader_and_a_change_is_always_told(kind: Kind, raw: object, key: bool) -> None:
    value, repair = read(kind, raw, ROLES, key=key)
    again, _ = read(kind, raw, ROLES, key=key)
    assert repr(again) == repr(value)
    if isinstance(raw, str) and raw and value not in (raw, None) and not isinstance(value, Unread):
        assert repair is not None or " ".join(raw.split()) != raw or not raw.isascii() or not raw.isprintable()
    if is_plain(kind, ROLES, key=key)(raw):
        assert (value, repair) == (raw, None)


@given(st.text())
def test_nearest_answers_with_a_list_value_or_nothing(text: str) -> None:
    assert nearest(text, STATUSES) in (None, *STATUSES)
