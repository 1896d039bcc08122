"""The cells of the returns that an audience may see: whatever a pack has of a return comes through here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pmr_batch.layout.audiences import columns_for, may_see
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.standard_workbook import (
    BY_NAME,
    CONCERNS,
    MEETINGS,
    REVIEWERS,
    REVIEWS,
    STAFF,
    START,
)
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import PackColumn
from pmr_batch.model.person import Row
from pmr_batch.model.returns import Return, Unread
from pmr_batch.model.terms import Value
from pmr_batch.policy.roles import means_panel

#: Columns that hold the payroll number of somebody else, or a name: only the name is ever shown.
OF_OTHERS = frozenset(
    (
        *(STAFF.line_manager, STAFF.reviewer, STAFF.reviewer_concern_decided_by),
        *(MEETINGS.held_by, MEETINGS.record_made_by, REVIEWS.recommended_by, REVIEWS.report_sent_by),
        *(CONCERNS.raised_by, CONCERNS.monitored_by, REVIEWERS.stands_in_for),
        *(STAFF_LIST.line_manager, STAFF_LIST.reviewer),
    )
)
NAMELESS = "somebody without a name in the returns"
#: Characters of a column in a list, by the kind of its cells; a text is as wide as in the workbook, up to a limit.
_WIDTHS = {Kind.DATE: 10.5, Kind.NUMBER: 6.0, Kind.WHOLE: 5.0, Kind.MONEY: 11.0, Kind.LIST: 10.0}
_WIDEST = 27.0


@dataclass(frozen=True)
class ReturnRows:
    """The rows of one return by sheet and payroll number, with cells as typed where they are of another kind."""

    return_: Return

    @cached_property
    def start(self) -> Row:
        """Start, by column key."""
        return next(self.rows(START), {})

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """All rows of a sheet by column key, with `row`, that in Excel."""
        table = self.return_.tables.get(sheet.name)
        if table is None:
            return
        for position, row in enumerate(table.rows):
            cells = {key: _as_typed(column[position]) for key, column in table.columns.items()}
            yield {"row": row} | dict.fromkeys(sheet.by_key) | cells

    def of(self, sheet: Sheet, payroll_number: str | None) -> Sequence[Row]:
        """The rows of a sheet about a person."""
        return self._by_number[sheet.name].get(payroll_number or "", ())

    def staff(self, row: int) -> Row:
        """The row of Staff that stands at an Excel row."""
        return self._staff[row]

    @cached_property
    def _staff(self) -> Mapping[int, Row]:
        return {row["row"]: row for row in self.rows(STAFF)}

    @cached_property
    def _by_number(self) -> Mapping[str, Mapping[str, list[Row]]]:
        by_sheet: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for sheet in BY_NAME.values():
            for row in self.rows(sheet) if "payroll_number" in sheet.by_key else ():
                by_sheet[sheet.name][str(row["payroll_number"] or "")].append(row)
        return by_sheet


def _as_typed(cell: object) -> object:
    return cell.typed if isinstance(cell, Unread) else cell


@dataclass(frozen=True)
class VisibleCells:
    """The cells that an audience may see. `names` are people's by payroll number, for columns that hold a number."""

    audience: Audience
    names: Mapping[str, str] = field(default_factory=dict)

    def columns(self, sheet: Sheet, without: Iterable[Column] = ()) -> tuple[Column, ...]:
        """The visible columns of a sheet, in its order."""
        left_out = {*without}
        return tuple(column for column in columns_for(self.audience, sheet) if column not in left_out)

    def cell(self, column: Column, row: Row) -> Value:
        """A cell; None where the audience may not see it."""
        if not may_see(self.audience, column):
            return None
        value: Value = row.get(column.key)
        return self._named(value) if column in OF_OTHERS and isinstance(value, str) else value

    def _named(self, value: str) -> str:
        """The name behind a payroll number; another text as it was typed."""
        if value in self.names:
            return self.names[value]
        return value if means_panel(value) or not any(mark.isdigit() for mark in value) else NAMELESS


def pack_column(column: Column) -> PackColumn:
    """A column of the layout as one of a list."""
    return PackColumn(column.heading, min(_WIDTHS.get(column.kind, column.width), _WIDEST))
