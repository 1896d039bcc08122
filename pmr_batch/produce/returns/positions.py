"""The place of a return's cell in the workbook that goes back."""

from __future__ import annotations

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.workbook.column_places import FIRST_ROW, column_letter, start_rows


class Places:
    """The healed workbook has no blank rows between rows, and its columns in their own order."""

    def __init__(self, return_: Return) -> None:
        self._rows = {
            name: {row: index for index, row in enumerate(table.rows)} for name, table in return_.tables.items()
        }

    def position(self, finding: Finding) -> tuple[Sheet, int, str] | None:
        """The sheet, the row's position in it, and the column's key; None for what has no cell there."""
        sheet = BY_NAME.get(finding.sheet or "")
        if sheet is None or finding.cell is None:
            return None
        column = next((column for column in sheet if column.heading == finding.column), None)
        index = 0 if sheet.form else self._rows.get(sheet.name, {}).get(finding.row or 0)
        return None if column is None or index is None else (sheet, index, column.key)

    def cell(self, finding: Finding) -> str | None:
        """The address in the healed workbook."""
        position = self.position(finding)
        if position is None or finding.column is None:
            return None
        sheet, index, _ = position
        if sheet.form:
            return f"B{start_rows()[finding.column]}"
        return f"{column_letter(sheet, finding.column)}{FIRST_ROW + index}"
