"""The demo's cost recounted by other code: day by day, from pay points, returns and trust.xlsx read by openpyxl."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Row = Mapping[str, Any]
#: By round: its cycle's end, Pay effective from, the twelve months' last day and the financial year's.
ROUNDS = {
    "teaching-2025-26/october": (date(2026, 8, 31), date(2026, 9, 1), date(2027, 8, 31), date(2027, 8, 31)),
    "teaching-2025-26/december": (date(2026, 8, 31), date(2026, 9, 1), date(2027, 8, 31), date(2027, 8, 31)),
    "support-2025-26/april": (date(2026, 3, 31), date(2026, 3, 31), date(2027, 3, 30), date(2026, 8, 31)),
}
PENSIONS = {"HLTA": "LGPS employer", "Support staff": "LGPS employer"}
FOR_ALL = ("Employer National Insurance", "Apprenticeship levy")


def rows(path: Path, sheet: str, first: str) -> list[Row]:
    """The rows below the one that begins with a heading, by heading."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        values = list(book[sheet].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(values) if row and row[0] == first)
    return [dict(zip(values[at], row, strict=False)) for row in values[at + 1 :] if any(row)]


def exact(cell: Any) -> Fraction:
    """A number as it is shown."""
    return Fraction(str(cell or 0))


def penny(amount: Fraction) -> Fraction:
    """Half a penny up; nothing that is rounded here is less than nought."""
    return Fraction(int(amount * 100 + Fraction(1, 2)), 100)


@cache
def pay_points() -> Mapping[tuple[str, str, str], list[tuple[date, Fraction]]]:
    text = resources.files("pmr_batch.policy.reference").joinpath("pay_points.csv").read_text("utf-8")
    found = defaultdict(list)
    for area, name, point, starts, annual, *_ in list(csv.reader(text.splitlines()))[1:]:
        found[area, name, point].append((date.fromisoformat(starts), Fraction(annual)))
    return {key: sorted(dated) for key, dated in found.items()}


def paid(place: tuple[str, str, str], on: date, otherwise: Fraction) -> Fraction:
    """What the last scale pays that has begun; something else where no scale has the point."""
    return ([annual for starts, annual in pay_points().get(place, []) if starts <= on] or [otherwise])[-1]


@dataclass
class Year:
    """Twelve months in which rates hold from their days."""

    rates: list[Row]
    starts: date
    ends: date

    def cost(self, pension: str | None, actual: Fraction, last: date, share: Fraction) -> Fraction:
        """Of annual actual pay up to a last day, each item to the penny; thresholds are shared between posts."""
        items = [pension, *FOR_ALL] if pension else FOR_ALL
        days, of = (last - self.starts).days + 1, (self.ends - self.starts).days + 1
        on_costs = (sum(self.on_days(item, actual, days, share)) / of for item in items)
        return sum(map(penny, (actual * days / of, *on_costs)), Fraction(0))

    def on_days(self, item: str, actual: Fraction, days: int, share: Fraction) -> Iterator[Fraction]:
        for number in range(days):
            day = self.starts + timedelta(number)
            rate = [row for row in self.rates if row["Item"] == item and row["From"].date() <= day][-1]
            yield exact(rate["Rate"]) * max(actual - share * exact(rate["Threshold"]), 0)


def returned(folder: Path, round_: str) -> Mapping[tuple[str, str], Row]:
    """Rows of Staff of the accepted returns, by academy and payroll number."""
    run = json.loads((folder / "output" / round_ / "run.json").read_text("utf-8"))
    place = folder / "incoming" / round_.partition("/")[0]
    return {
        (one["academy"], str(row["Payroll number"])): row
        for one in run["inputs"]
        if one["state"] == "accepted"
        for row in rows(place / one["path"], "Staff", "Payroll number")
    }


@pytest.mark.parametrize("round_", ROUNDS)
def test_cost_agrees_with_a_plain_recount_day_by_day(demo_folder: Path, round_: str) -> None:
    ended, starts, ends, financial = ROUNDS[round_]
    (path,) = (demo_folder / "output" / round_ / "committee").iterdir()
    rates = sorted(rows(demo_folder / "trust.xlsx", "On-costs", "Item"), key=lambda row: row["From"])
    year, staff = Year(rates, starts, ends), returned(demo_folder, round_)
    *posts, total = rows(path, "Cost by person", "Academy code")
    listed = {row["Payroll number"]: row for row in rows(path, "Recommendations", "Academy code")}
    assert {post["Payroll number"] for post in posts} == set(listed)
    at_all: dict[str, Fraction] = defaultdict(Fraction)
    for post in posts:
        at_all[post["Payroll number"]] += exact(staff[post["Academy code"], post["Payroll number"]]["FTE"])
    more = Fraction(0)
    for post in posts:
        row = listed[post["Payroll number"]]
        of_staff = staff[post["Academy code"], post["Payroll number"]]
        fte, now, new = exact(of_staff["FTE"]), exact(row["Current pay"]), exact(row["Recommended pay"])
        share = fte / at_all[post["Payroll number"]]
        place = (row["Pay area"], row["Current range"], row["Current point"])
        same = paid(place, starts, now)
        assert now == paid(place, ended, now)
        assert new == paid((place[0], row["Recommended range"], row["Recommended point"]), starts, new)
        assert exact(post["Award"]) == penny(same * fte) - penny(now * fte)
        assert exact(post["Progression"]) == penny(new * fte) - penny(same * fte)
        unsure = row["Role"] == "CEO" and row["Current range"] == "Spot salary"
        pension = None if unsure else PENSIONS.get(row["Role"], "Teachers' Pension employer")
        before, after = (year.cost(pension, pay * fte, ends, share) for pay in (now, new))
        assert (exact(post["Cost of a year now"]), exact(post["Cost of a year new"])) == (before, after)
        last = _last_day(of_staff["Employment end"], starts, financial)
        of_this_year = year.cost(pension, new * fte, last, share) - year.cost(pension, now * fte, last, share)
        assert exact(post["More this financial year"]) == of_this_year
        more += after - before
    assert exact(total["More in a full year"]) == more
    (figures, *_) = rows(path, "Cost", "More in a full year, if all are approved")
    assert figures["More in a full year, if all are approved"] == pytest.approx(float(more), abs=0.001)


def _last_day(left: datetime | None, starts: date, financial: date) -> date:
    return max(min(financial, left.date() if left else financial), starts - timedelta(1))
