"""pandera schemas made from the declaration of sheets and columns.

A sheet's schema requires of each cell that it has its column's type (PM006) and is one of its list's
values (PM008). For the settings it also requires that required cells are filled in (PM009) and keys do not
repeat (PM011); in returns the engine checks that, with the rules of the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.backends.pandas.container import DataFrameSchemaBackend

from pmr_batch.errors import RuleCrash
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.conditions import ALWAYS
from pmr_batch.layout.own_ranges import values_of
from pmr_batch.model.returns import Spot, Table, Unread
from pmr_batch.policy.job_titles import role_of_title
from pmr_batch.policy.roles import ROLES
from pmr_batch.words import nearest

_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.LIST: (str,),
    Kind.DATE: (date,),
    Kind.NUMBER: (int, float, Decimal),
    Kind.WHOLE: (int,),
    Kind.MONEY: (Decimal,),
}
#: What a column requires, in the words of a school office.
KIND_WORDS: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.LIST: "one of its list",
    Kind.DATE: "a date, such as 15/10/2026",
    Kind.NUMBER: "a number",
    Kind.WHOLE: "a whole number",
    Kind.MONEY: "an amount in pounds",
}

Verdict = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True, eq=False)
class ColumnCheck:
    """A check of one column, compiled from its declaration; answers true where the cell holds.

    `earlier` is the column whose date the cell's must not precede, where the check is of their order; `values` is the
    list, where the check is of that.
    """

    code: str
    column: Column
    why: str
    answers: Verdict
    earlier: tuple[Column, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Code, sheet, heading and why: unique in a schema."""
        return f"{self.code} {self.column} {self.why}"

    def __call__(self, rows: pd.DataFrame) -> pd.Series:
        """A full boolean a row."""
        return self.answers(rows)

    def words(self, value: Any) -> dict[str, str]:
        """The words of a cell's fault: what is wrong, and what the column requires."""
        column = self.column
        if self.why == "list":
            wrong = f"is not in its list{_hint(self, str(value))}"
            return {"wrong": wrong, "asks": "one of: " + "; ".join(self.values)}
        if self.why == "order":
            return {"wrong": f"lies before {column.not_before}", "asks": f"a date not before {column.not_before}"}
        if self.why == "limits":
            return {"wrong": "is out of range", "asks": _limits(column)}
        if self.why == "blank":
            return {"wrong": "is blank", "asks": KIND_WORDS[column.kind]}
        if self.why == "repeat":
            return {"wrong": "stands already in a row above", "asks": "each once"}
        return {"wrong": f"is not {KIND_WORDS[column.kind]}", "asks": KIND_WORDS[column.kind]}


def cell_checks(sheet: Sheet, own_ranges: tuple[str, ...] = ()) -> Iterator[ColumnCheck]:
    """The checks of types, limits, lists and orders of dates of a sheet, over frames of objects.

    `own_ranges` are the trust's own pay ranges, which the lists of ranges hold as well.
    """
    for column in sheet:
        if column.kind is Kind.LIST:
            values = values_of(column, own_ranges)
            yield ColumnCheck("PM008", column, "list", _per_cell(column, frozenset(values).__contains__), values=values)
        else:
            yield ColumnCheck("PM006", column, "type", _per_cell(column, _of_type(_TYPES[column.kind])))
        if column.least is not None or column.most is not None:
            yield ColumnCheck("PM006", column, "limits", _per_cell(column, _within(column)))
        if column.not_before:
            earlier = next(other for other in sheet if other.heading == column.not_before)
            yield ColumnCheck("PM006", column, "order", _in_order(earlier, column), (earlier,))


def presence_checks(sheet: Sheet) -> Iterator[ColumnCheck]:
    """That always required cells are filled in."""
    for column in sheet:
        if column.required is ALWAYS:
            yield ColumnCheck("PM009", column, "blank", _filled_in(column))


def uniqueness_checks(sheet: Sheet) -> Iterator[ColumnCheck]:
    """That a key occurs once on a sheet with one row a key; every row after the first is at fault."""
    if sheet.unique:
        yield ColumnCheck("PM011", sheet.columns[0], "repeat", _not_above(sheet.columns[0]))


def _filled_in(column: Column) -> Verdict:
    return lambda rows: rows[column.key].notna()


def _per_cell(column: Column, holds: Callable[[Any], bool]) -> Verdict:
    """Test each cell that is neither blank nor unread."""

    def answers(rows: pd.DataFrame) -> pd.Series:
        cells = rows[column.key].to_numpy()
        answered = (cell is None or type(cell) is Unread or holds(cell) for cell in cells)
        return pd.Series(np.fromiter(answered, bool, len(cells)), index=rows.index)

    return answers


def _of_type(types: tuple[type, ...]) -> Callable[[Any], bool]:
    return lambda cell: isinstance(cell, types)


def _within(column: Column) -> Callable[[Any], bool]:
    least = column.least if column.least is not None else float("-inf")
    most = column.most if column.most is not None else float("inf")
    return lambda cell: not isinstance(cell, (int, float, Decimal)) or least <= cell <= most


def _in_order(earlier: Column, later: Column) -> Verdict:
    def answers(rows: pd.DataFrame) -> pd.Series:
        pairs = zip(rows[earlier.key].to_numpy(), rows[later.key].to_numpy(), strict=True)
        answered = (not (type(a) is date and type(b) is date and b < a) for a, b in pairs)
        return pd.Series(np.fromiter(answered, bool, len(rows)), index=rows.index)

    return answers


def _not_above(column: Column) -> Verdict:
    def answers(rows: pd.DataFrame) -> pd.Series:
        keys = rows[column.key]
        return ~(keys.notna() & keys.astype(str).duplicated())

    return answers


class _RowCheck(pa.Check):
    """A check of rows for pandera, without the failing cases: listing them costs more than to find them."""

    def __call__(self, check_obj: pd.DataFrame, column: str | None = None) -> CheckResult:  # noqa: ARG002
        """The answer a row, and whether it is true everywhere."""
        answer = self._check_fn(check_obj)
        return CheckResult(answer, bool(answer.all()), check_obj, None)


class _RowSchema(pa.DataFrameSchema):
    """A schema of row checks, which needs nothing of pandera's own checks and the data they can make up."""

    @staticmethod
    def register_default_backends(check_obj_cls: type) -> None:
        """The backend of frames alone: all of them together take longer to load than a workbook to check."""
        _RowSchema.register_backend(check_obj_cls, DataFrameSchemaBackend)


def refusals(verdicts: Mapping[str, Verdict], rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Validate once, by one schema; for each verdict that is not true everywhere, a boolean a row (true = holds).

    Without rows there is nothing to validate. Raises RuleCrash where one crashed or gave no full boolean answer.
    """
    if not verdicts or rows.empty:
        return {}
    checks = [_RowCheck(verdict, name=name, ignore_na=False) for name, verdict in verdicts.items()]
    try:
        _RowSchema(checks=checks).validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        names = [str(error.check.name) for error in errors.schema_errors]
        answers = zip(names, (error.check_output for error in errors.schema_errors), strict=True)
        return {name: _full(answer, name, verdicts[name], rows) for name, answer in answers}
    return {}


def _full(answer: Any, name: str, verdict: Verdict, rows: pd.DataFrame) -> pd.Series:
    """The answer; where there is none, try again, for pandera keeps an error's message and not its place."""
    if isinstance(answer, pd.Series):
        return answer
    try:
        verdict(rows)
    except Exception as error:
        raise RuleCrash.of(name, error, getattr(verdict, "function", None)) from error
    raise RuleCrash(f"{name}: crashed, and answers when it is asked again; nothing was made")


def object_frame(sheet: Sheet, tables: Sequence[Table]) -> pd.DataFrame:
    """All rows of a sheet over several tables, values as read: a column a key, `return_no`, `row`."""
    columns: dict[str, list[Any]] = {key: [] for key in ("return_no", "row", *(c.key for c in sheet))}
    for number, table in enumerate(tables):
        columns["return_no"] += [number] * len(table.rows)
        columns["row"] += table.rows
        for column in sheet:
            columns[column.key] += table.columns.get(column.key) or [None] * len(table.rows)
    cells = np.empty((len(columns), len(columns["row"])), object)
    for values, column_cells in zip(columns.values(), cells, strict=True):
        column_cells[:] = values
    return pd.DataFrame(cells.T, columns=[*columns], dtype=object, copy=False)


def sheet_faults(sheet: Sheet, table: Table, own_ranges: tuple[str, ...] = ()) -> list[Spot]:
    """What is wrong with a settings sheet: types, lists, required cells, repeated keys, in cell order."""
    rows = object_frame(sheet, [table])
    compiled = (*cell_checks(sheet, own_ranges), *presence_checks(sheet), *uniqueness_checks(sheet))
    checks = {check.name: check for check in compiled}
    spots = []
    for name, holds in refusals(checks, rows).items():
        check = checks[name]
        fails = np.flatnonzero(~holds.to_numpy())
        spots += [_spot(check, table, int(position)) for position in fails]
    order = {column.heading: number for number, column in enumerate(sheet)}
    return sorted(spots, key=lambda spot: (spot.row or 0, order.get(spot.column or "", 0), spot.code))


def _spot(check: ColumnCheck, table: Table, position: int) -> Spot:
    column = check.column
    row, cell = table.place(column.key, table.rows[position])
    value = table.columns.get(column.key, (None,) * len(table.rows))[position]
    shown = value.typed if isinstance(value, Unread) else value
    return Spot(check.code, column.sheet, row, column.heading, cell, value=shown, words=check.words(shown))


def _hint(check: ColumnCheck, value: str) -> str:
    """What is probably meant by a value that is not in its list; of a job title, its role."""
    title_role = role_of_title(value) if check.values == ROLES else None
    if title_role:
        return f"; as a role, that is {title_role.role}"
    near = nearest(value, check.values)
    return f"; the nearest is {near}" if near else ""


def _limits(column: Column) -> str:
    if column.most is None:
        return f"a number of at least {column.least:g}"
    return f"a number from {column.least:g} to {column.most:g}"
