"""The committee's columns on Recommendations: what may be entered in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pmr_batch.excel.writing.book import Page
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.committee_workbook import DECIDED, RECOMMENDATIONS
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.committee.to_do import TO_DO
from pmr_batch.words import day


def limit_cells(page: Page, position_of: Mapping[str, int], rows: tuple[int, int], run: RunFacts) -> None:
    """Limit the cells of the first to the last row, from 0; `position_of` gives the column of each heading."""
    top, last = rows
    for key in DECIDED:
        column = RECOMMENDATIONS.by_key[key]
        page.limit((top, position_of[column.heading]), (last, position_of[column.heading]), _rule(column, run))
    first_decided, to_do = position_of["Decision"], position_of[TO_DO]
    for first, end in ((0, first_decided - 1), (to_do, max(position_of.values()))):
        page.limit((top, first), (last, end), _GUARD)


_GUARD: dict[str, Any] = {
    "validate": "custom",
    "value": "=FALSE",
    "error_title": "Made by the run",
    "error_message": "This column is the run's: a workbook altered here is refused when decisions are taken back. "
    "Decisions go in the light columns.",
}


def _rule(column: Column, run: RunFacts) -> dict[str, Any]:
    shared = {"input_title": column.heading, "input_message": _message(column, run)}
    if column.kind is Kind.LIST:
        return shared | {
            "validate": "list",
            "source": list(column.values),
            "error_title": column.heading,
            "error_message": f"One of: {', '.join(column.values)}.",
        }
    if column.kind is Kind.DATE:
        return shared | {
            "validate": "date",
            "criteria": "between",
            "minimum": date(run.as_of.year - 2, 1, 1),
            "maximum": date(run.as_of.year + 2, 12, 31),
            "error_title": column.heading,
            "error_message": f"A date such as {run.as_of:%d/%m/%Y}.",
        }
    return shared | {"validate": "any"}


def _message(column: Column, run: RunFacts) -> str:
    if column.key == "decision":
        return "Approved, with nothing else, takes the recommended point; Not approved keeps the current one."
    if column.key == "decided_on":
        return f"The day the committee decided, such as {run.as_of:%d/%m/%Y}. Every decision has one."
    if column.key == "decision_reason":
        return f"{column.note}, and where a row is deferred or referred back: say what is asked for."
    if column.key == "effective_from":
        return f"Blank = {day(run.pay_effective_from)}."
    return f"{column.note}."
