"""The order of days and months in a column of dates that were typed as text: settled by the dates that fit one only.

Within one export, all dates of a column come from one system, and are written in one order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pmr_batch.excel.reading.cell_values import Repair
from pmr_batch.excel.reading.dates import NumberDate, read_numbers
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.model.returns import Unread
from pmr_batch.words import day


class DayOrder(StrEnum):
    """Which of the two numbers before the year is the day."""

    DAY_FIRST = "day/month/year"
    MONTH_FIRST = "month/day/year"

    def of(self, numbers: NumberDate) -> dt.date | None:
        """The date in this order; None where there is no such day."""
        return numbers.day_first if self is DayOrder.DAY_FIRST else numbers.month_first


@dataclass(frozen=True)
class OrderEvidence:
    """How many dates of a column fit one order only, how many either, and how many have a year of two digits."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    short_years: int = 0

    @property
    def settled(self) -> DayOrder | None:
        """The only order that every date fits; None where each fits both, or some contradict others."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return DayOrder.DAY_FIRST if self.day_first else DayOrder.MONTH_FIRST


def evidence_of(texts: Iterable[str]) -> OrderEvidence:
    """What the texts of a column say of its order; those that are no dates of three numbers say nothing."""
    found = [numbers for text in texts if (numbers := read_numbers(text))]
    return OrderEvidence(
        day_first=sum(bool(numbers.day_first and not numbers.month_first) for numbers in found),
        month_first=sum(bool(numbers.month_first and not numbers.day_first) for numbers in found),
        either=sum(bool(numbers.day_first and numbers.month_first) for numbers in found),
        short_years=sum(numbers.short_year for numbers in found),
    )


def settle_dates(drafts: Mapping[str, Draft]) -> None:
    """Read the dates of the staff list that may be two by the order that other dates of their column settle.

    Not where the month comes first and Excel has made dates of others: it took their days for months.
    """
    draft = drafts.get(STAFF_LIST.name)
    for column in STAFF_LIST if draft else ():
        if draft is not None and column.kind is Kind.DATE and column.key in draft.columns:
            _settle_column(draft, column.key)


def _settle_column(draft: Draft, key: str) -> None:
    values = draft.columns[key]
    typed = {at: repair.was for (of, at), repair in draft.repairs.items() if of == key and read_numbers(repair.was)}
    unclear = {
        at: value.typed for at, value in enumerate(values) if isinstance(value, Unread) and value.code == "PM016"
    }
    order = evidence_of((*typed.values(), *unclear.values())).settled
    by_excel = any(isinstance(value, dt.date) for at, value in enumerate(values) if at not in typed)
    if order is None or not unclear or (order is DayOrder.MONTH_FIRST and by_excel):
        return
    first = "day" if order is DayOrder.DAY_FIRST else "month"
    how = f"text read as a date; the {first} comes first, as other dates of the column settle"
    for at in typed:
        draft.repairs[key, at] = replace(draft.repairs[key, at], how=how)
    for at, text in unclear.items():
        numbers = read_numbers(text)
        value = order.of(numbers) if numbers else None
        if value is not None:
            draft.put(key, at, value, Repair(text, day(value), how))
