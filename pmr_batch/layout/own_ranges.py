"""A trust's own pay ranges in the lists of ranges: they are rows of its Pay points, under names of its choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.trust_workbook import PAY_POINTS
from pmr_batch.model.returns import Table
from pmr_batch.policy.pay_ranges import PAY_RANGES


def lists_ranges(column: Column) -> bool:
    """Whether the column's list is that of the pay ranges, to which a trust adds its own."""
    return column.values == PAY_RANGES


def values_of(column: Column, own_ranges: tuple[str, ...]) -> tuple[str, ...]:
    """The list of a column, with the trust's own ranges where it is that of the ranges."""
    return (*column.values, *own_ranges) if lists_ranges(column) else column.values


@lru_cache(maxsize=256)
def with_ranges(sheet: Sheet, own_ranges: tuple[str, ...]) -> Sheet:
    """The sheet with the trust's own ranges in its lists; itself where there are none."""
    if not own_ranges or not any(map(lists_ranges, sheet)):
        return sheet
    return replace(sheet, columns=tuple(replace(column, values=values_of(column, own_ranges)) for column in sheet))


def own_ranges_in(tables: Mapping[str, Table]) -> tuple[str, ...]:
    """The names of the own ranges among settings as read: in the order of Pay points, each as it is spelled first."""
    points = tables.get(PAY_POINTS.name)
    return own_names(points.columns.get(PAY_POINTS.range.key, ()) if points else ())


def own_names(names: Iterable[object]) -> tuple[str, ...]:
    """Of names of ranges those that are no standard ones, in order; of one in several cases the first."""
    found: dict[str, str] = {}
    for name in names:
        if isinstance(name, str) and name not in PAY_RANGES:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())
