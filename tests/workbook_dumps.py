"""A workbook as text: its sheets, what each cell holds and how it looks, its limits, colours, tables and names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl

#: Formulas are told by their beginning: they stand in full in the declaration's own tests.
_SHOWN = 60


def dump(content: bytes, sheets: tuple[str, ...]) -> str:
    """Some sheets of a workbook, and its names, in lines."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = [f"sheets: {', '.join(book.sheetnames)}"]
    for name in sheets:
        lines += ["", *_sheet(book[name], book)]
    names = (f"  {name} = {each.attr_text}" for name, each in sorted(book.defined_names.items()))
    return "\n".join([*lines, "", "names", *names]) + "\n"


def _sheet(page: Any, book: Any) -> Iterator[str]:
    tab = page.sheet_properties.tabColor
    yield f"{page.title}, tab {tab.rgb if tab else 'plain'}, frozen at {page.freeze_panes}"
    setup = page.page_setup
    yield f"  prints {setup.orientation}, {setup.fitToWidth or 1} wide, rows {page.print_title_rows}"
    yield f"  foot: {page.oddFooter.left.text} | {page.oddFooter.center.text} | {page.oddFooter.right.text}"
    for table in page.tables.values():
        yield f"  table {table.name} {table.ref}: {', '.join(column.name for column in table.tableColumns)}"
    for area in page.conditional_formatting:
        for rule in area.rules:
            yield f"  colour {area.sqref}: {_colour(rule.dxf.fill.bgColor)} where {rule.formula[0]}"
    for limit in page.data_validations.dataValidation:
        yield f"  limit {limit.sqref}: {limit.type} {limit.formula1 or ''} “{limit.promptTitle or limit.errorTitle}”"
    for row in page.iter_rows():
        cells = [cell for cell in row if cell.value is not None or cell.comment]
        if cells:
            high = page.row_dimensions[cells[0].row].height
            yield f"  row {cells[0].row}{f', {high:g} high' if high else ''}"
            yield from (f"    {_cell(cell)}" for cell in cells)


def _cell(cell: Any) -> str:
    value = str(cell.value if cell.value is not None else "")
    text = f"{value[:_SHOWN]}…" if cell.data_type == "f" and len(value) > _SHOWN else value.replace("\n", " ⏎ ")
    ground = _colour(cell.fill.fgColor) if cell.fill.fill_type else "paper"
    look = f"{cell.number_format}, {_colour(cell.font.color)} on {ground}"
    note = f" ✎ {cell.comment.text}".replace("\n", " ⏎ ") if cell.comment else ""
    link = f" → {cell.hyperlink.location}" if cell.hyperlink else ""
    return f"{cell.coordinate} {cell.data_type} {text} [{look}]{link}{note}"


def _colour(colour: Any) -> str:
    return f"#{colour.rgb[2:]}" if colour is not None and colour.type == "rgb" else "as is"
