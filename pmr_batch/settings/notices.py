"""What whoever keeps trust.xlsx should know although it is used: repairs made, and pay scales that look wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmr_batch import words
from pmr_batch.excel.reading.key_columns import PEOPLE, POINTS
from pmr_batch.layout.columns import Kind, key_of
from pmr_batch.layout.trust_workbook import PAY_POINTS, TRUST_SHEETS
from pmr_batch.model.returns import Spot, Table
from pmr_batch.settings.scale_checks import scale_doubts
from pmr_batch.settings.sheet_faults import rows_of


def notices(tables: Mapping[str, Table], seen: Sequence[Spot]) -> Iterator[str]:
    """Lines about settings that hold: repairs, one line a column, then scales that do not follow by an award."""
    yield from _repairs(seen)
    if PAY_POINTS.name in tables:
        yield from (doubt.line for doubt in scale_doubts(rows_of(PAY_POINTS, tables[PAY_POINTS.name])))


def _repairs(seen: Sequence[Spot]) -> Iterator[str]:
    """The first repair of each column, and how many more there are: a staff list may be long."""
    by_column: dict[tuple[str | None, str | None], list[Spot]] = {}
    for spot in seen:
        if spot.code == "PM015":
            by_column.setdefault((spot.sheet, spot.column), []).append(spot)
    for (sheet, column), spots in by_column.items():
        first, more = spots[0], len(spots) - 1
        place = " ".join(filter(None, (sheet, first.cell)))
        told = " ".join(filter(None, (column, _what(first))))
        rest = f", and {words.counted(more, 'more cell')} of the column likewise" if more else ""
        yield f"{place}: {told}{rest}"


def _what(spot: Spot) -> str:
    """What was repaired; without the value where it may name somebody, for notices stand in the run's report."""
    if _may_name_somebody(spot):
        return f"is read otherwise than typed ({spot.words['how']})"
    return spot.words["what"]


def _may_name_somebody(spot: Spot) -> bool:
    sheet = next((each for each in TRUST_SHEETS if each.name == spot.sheet), None)
    if sheet is None or spot.column is None:
        return False
    column = sheet.by_key[key_of(spot.column)]
    about_people = "payroll_number" in sheet.by_key and column.kind is Kind.TEXT and column.key not in POINTS
    return about_people or column.key in PEOPLE
