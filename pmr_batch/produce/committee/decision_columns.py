"""The committee's columns on Recommendations and Appeals: what may be entered in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pmr_batch.excel.writing.book import Page
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.own_ranges import values_of
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.committee.to_do import TO_DO


def limit_cells(
    page: Page,
    committee: Sequence[Column],
    position_of: Mapping[str, int],
    rows: tuple[int, int],
    run: RunFacts,
    messages: Mapping[str, str],
    *,
    guard: bool = True,
) -> None:
    """Limit the cells of the first to the last row, from 0; `position_of` gives the column of each heading.

    `messages` are shown at the committee's cells, by key of their column; without one, its note. A
    `guard` refuses typing in the columns of the run.
    """
    top, last = rows
    for column in committee:
        at = position_of[column.heading]
        page.limit((top, at), (last, at), _rule(column, messages.get(column.key) or f"{column.note}.", run))
    if not guard:
        return
    first_decided, to_do = position_of[committee[0].heading], position_of[TO_DO]
    for first, end in ((0, first_decided - 1), (to_do, max(position_of.values()))):
        page.limit((top, first), (last, end), _GUARD)


#: What Excel takes as the text of a list; ranges of the trust's own may make it longer, and are typed then.
_LONGEST_LIST = 240
_GUARD: dict[str, Any] = {
    "validate": "custom",
    "value": "=FALSE",
    "error_title": "Made by the run",
    "error_message": "This column is the run's: a workbook altered here is refused when decisions are taken back. "
    "Decisions go in the light columns.",
}


def _rule(column: Column, message: str, run: RunFacts) -> dict[str, Any]:
    shared = {"input_title": column.heading, "input_message": message}
    values = values_of(column, run.own_ranges)
    if column.kind is Kind.LIST and len(", ".join(values)) <= _LONGEST_LIST:
        return shared | {
            "validate": "list",
            "source": list(values),
            "error_title": column.heading,
            "error_message": f"One of: {', '.join(values)}.",
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
