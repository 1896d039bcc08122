"""Notices for whoever keeps trust.xlsx; it is used all the same.

Repairs, changed numbers of the policy that the trust does not have, and what looks wrong and may be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmr_batch import words
from pmr_batch.excel.reading.key_columns import PEOPLE, POINTS
from pmr_batch.layout.columns import Kind, key_of
from pmr_batch.layout.trust_workbook import PARAMETERS, TRUST_SHEETS
from pmr_batch.model.returns import Spot
from pmr_batch.policy.parameters import defaults
from pmr_batch.settings.cross_checks import Sheets
from pmr_batch.settings.problems import Problem, Row, gathered


def notices(sheets: Sheets, spots: Sequence[Spot], doubts: Iterable[Problem]) -> list[Problem]:
    """What whoever keeps the settings should know: repairs, one line a column, numbers that change, and doubts."""
    return gathered((*_repairs(spots), *_changes(sheets.get(PARAMETERS.name, ())), *doubts), TRUST_SHEETS)


def _changes(rows: Sequence[Row]) -> Iterator[Problem]:
    """Values that a number of the policy has from a later day than any of the trust's rows for it."""
    known = (row for row in rows if row.has("parameter", "value", "from_") and row["parameter"] in defaults().entries)
    newest = {row["parameter"]: row for row in sorted(known, key=lambda row: row["from_"])}
    below = max((row.number for row in rows), default=1) + 1
    for name, row in newest.items():
        parameter = defaults().entries[name]
        for first, value in parameter.values[1:]:
            if first > row["from_"]:
                fault = f"becomes {value} for cycles from {words.day(first)}, but row {row.number} goes on with "
                remedy = (
                    f"type in row {below}: Parameter {name}, "
                    f"Value {value}, Unit {parameter.unit}, From {words.day(first)}, Clause {parameter.clause}, "
                    f"Source {parameter.source}; or, to stay with {row['value']}, the same with that Value"
                )
                yield Problem(PARAMETERS.name, 0, "", name, None, f"{fault}{row['value']}", remedy)


def _repairs(spots: Sequence[Spot]) -> Iterator[Problem]:
    """The first repair of each column, and how many more there are: a staff list may be long."""
    by_column: dict[tuple[str | None, str | None], list[Spot]] = {}
    for spot in spots:
        if spot.code == "PM015":
            by_column.setdefault((spot.sheet, spot.column), []).append(spot)
    for (sheet, column), repairs in by_column.items():
        first, more = repairs[0], len(repairs) - 1
        rest = f", and {words.counted(more, 'more cell')} of the column likewise" if more else ""
        yield Problem(sheet or "", first.row or 0, first.cell or "", column or "", None, f"{_what(first)}{rest}", "")


def _what(spot: Spot) -> str:
    """What was repaired; without the value where it may name somebody, for notices are in the run's report."""
    if _may_name_somebody(spot):
        return f"is read otherwise than typed ({spot.words['how']})"
    return spot.words["what"]


def _may_name_somebody(spot: Spot) -> bool:
    sheet = next((declared for declared in TRUST_SHEETS if declared.name == spot.sheet), None)
    if sheet is None or spot.column is None:
        return False
    column = sheet.by_key[key_of(spot.column)]
    about_people = "payroll_number" in sheet.by_key and column.kind is Kind.TEXT and column.key not in POINTS
    return about_people or column.key in PEOPLE
