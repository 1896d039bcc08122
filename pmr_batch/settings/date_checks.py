"""Cross-checks of dates with the trust's cycles: employment on the Staff list, and years far from any cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pmr_batch import words
from pmr_batch.layout.columns import Kind
from pmr_batch.settings.cross_checks import Sheets
from pmr_batch.settings.problems import Problem, Row

_YEAR = timedelta(days=366)
#: Nobody works for longer; contracts end, and other dates lie, no later after the last cycle.
_LONGEST_CAREER, _FARTHEST = 60 * _YEAR, 10 * _YEAR
_SLIP = "see that its year is right"


def date_problems(sheets: Sheets) -> Iterator[Problem]:
    """Dates that cannot be right beside the cycles; nothing where no cycle has an end."""
    last = _last_day(sheets["Cycles"])
    if last is not None:
        yield from _far_dates(sheets, last)
        yield from _employment_starts(sheets.get("Staff list", ()), last)


def employment_doubts(sheets: Sheets) -> Iterator[Problem]:
    """Employment that may be right; without values, so that what is the same in many rows is one notice."""
    rows, last = sheets.get("Staff list", ()), _last_day(sheets["Cycles"])
    for doubt in (*_later_starts(rows, last), *_open_ends(rows), *_more_than_full_time(rows)):
        yield replace(doubt, value=None)


def _last_day(cycles: Iterable[Row]) -> date | None:
    """The last day of the last cycle."""
    return max((row["to"] for row in cycles if row.has("to")), default=None)


def _far_dates(sheets: Sheets, last: date) -> Iterator[Problem]:
    """Dates many years after the last cycle, such as 2052 for 2025; those of cycles are held to each other."""
    for name, rows in sheets.items():
        dates = [column.key for column in rows[0].sheet if column.kind is Kind.DATE] if rows else []
        keys = [key for key in dates if name != "Cycles" and key != "employment_start"]
        for row in rows if keys else ():
            for key in keys:
                if row.has(key) and row[key] > last + _FARTHEST:
                    fault = f"lies more than ten years after the last cycle ends, {words.day(last)}"
                    yield row.problem(key, fault, _SLIP)


def _employment_starts(rows: Sequence[Row], last: date) -> Iterator[Problem]:
    for row in rows:
        if row.has("employment_start"):
            if row["employment_start"] > last + _YEAR:
                fault = f"lies more than a year after the last cycle ends, {words.day(last)}"
                yield row.problem("employment_start", fault, _SLIP)
            elif row["employment_start"] < last - _LONGEST_CAREER:
                fault = f"lies more than sixty years before the last cycle ends, {words.day(last)}"
                yield row.problem("employment_start", fault, _SLIP)


def _later_starts(rows: Sequence[Row], last: date | None) -> Iterator[Problem]:
    """Whoever starts after the last cycle may have been appointed already."""
    for row in rows:
        if last and row.has("employment_start") and last < row["employment_start"] <= last + _YEAR:
            fault = f"lies after the last cycle ends, {words.day(last)}, so that the person is in no workbook"
            yield row.problem("employment_start", fault, "see that its year is right, or add the next cycle")


def _open_ends(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        if row["contract"] == "Fixed term" and not row.has("employment_end"):
            remedy = "fill it in, or each academy is asked for it"
            yield row.problem("employment_end", "is blank for a fixed-term contract", remedy)


def _more_than_full_time(rows: Sequence[Row]) -> Iterator[Problem]:
    """Posts that one person has at the same time, and that come to more than one full-time post."""
    posts: dict[str, list[Row]] = {}
    for row in rows:
        if row.has("payroll_number", "fte", "employment_start"):
            posts.setdefault(row["payroll_number"], []).append(row)
    for of_person in posts.values():
        newest = max(row["employment_start"] for row in of_person)
        current = [row for row in of_person if not row.has("employment_end") or row["employment_end"] >= newest]
        total = sum(float(row["fte"]) for row in current)
        if len(current) > 1 and total > 1.0001:
            fault = f"comes to {total:.4g} with {words.counted(len(current) - 1, 'other row')} of the same person"
            yield current[-1].problem("fte", fault, "see that the parts are right")
