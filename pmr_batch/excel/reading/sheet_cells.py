"""The cells of a sheet's XML, gone through once: where they are, and what calamine does not tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import QName, _Element

from pmr_batch.excel.reading.package import ParsedRows
from pmr_batch.words import clipped

_BLANKS = " \t\r\n"
#: Of an error or a formula so many characters are shown.
_LONGEST_FAULT = 200


@dataclass
class SheetCells:
    """The filled cells of a sheet, by their addresses as written.

    `strings` are the numbers of shared texts. `errors` are cells with an Excel error, `without_result` formulas
    without a stored result, as typed, clipped where they are long; empty text is a result. `is_placed` where rows and
    cells say where they are, `is_plain` where they hold nothing but a value, a formula or a text, each once,
    `is_tight` where no blank stands around a value; `longest` is the length of the longest stored value.
    """

    refs: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    without_result: dict[str, str] = field(default_factory=dict)
    is_placed: bool = True
    is_plain: bool = True
    is_tight: bool = True
    longest: int = 0


def cells_of(root: _Element) -> SheetCells:
    """Go through the cells of a sheet's XML without comments."""
    scan = _CellScan(root)
    for row in scan.rows_of(root):
        scan.take(row)
    return scan.cells


def cells_and_frame(part: bytes, what: str) -> tuple[SheetCells, _Element]:
    """Go through the cells of a sheet while its XML is parsed; the XML is given without them. Raises Refused."""
    rows = ParsedRows(part, what)
    scan = None
    for row in rows:
        scan = scan or _CellScan(row.getparent().getparent())
        if row.getparent().tag == scan.data:
            scan.take(row)
    scan = scan or _CellScan(rows.root)
    scan.cells.is_plain &= all(row.tag == scan.row for row in scan.rows_of(rows.root))
    return scan.cells, rows.root


class _CellScan:
    """The names of a sheet's elements, and what is known of its cells so far."""

    def __init__(self, root: _Element) -> None:
        space = QName(root).namespace
        name = f"{{{space}}}".__add__ if space else str
        self.data, self.row = name("sheetData"), name("row")
        self._cell, self._value, self._formula, self._text = map(name, ("c", "v", "f", "is"))
        self.cells = SheetCells()

    def rows_of(self, root: _Element) -> Iterator[_Element]:
        """Whatever stands in the data of a sheet."""
        for data in root.iterchildren(self.data):
            yield from data

    def take(self, row: _Element) -> None:
        """A row; this is done for every cell of a return, and takes a tenth of all reading."""
        cells, refs, strings = self.cells, self.cells.refs, self.cells.strings
        cell_name, value_name = self._cell, self._value
        if row.tag != self.row:
            cells.is_plain = False
            return
        cells.is_placed &= row.get("r") is not None
        for cell in row:
            children = len(cell)
            if not children:
                continue
            ref, kind = cell.get("r"), cell.get("t")
            value = cell[0] if children == 1 else self._result(cell)
            if ref is None:
                cells.is_placed = False
                ref = ""
            refs.append(ref)
            if value is None or value.tag != value_name or len(value) or kind == "e" or cell.tag != cell_name:
                self._scan_more(cell, ref, kind)
                continue
            if children > 1:
                cells.formulas.append(ref)
            text = value.text
            if text:
                if kind == "s":
                    strings.append(text)
                if (text[0] in _BLANKS or text[-1] in _BLANKS) and kind != "str":
                    cells.is_tight = False
                cells.longest = max(cells.longest, len(text))

    def _result(self, cell: _Element) -> _Element | None:
        """The stored result of a formula; None of a cell that holds anything besides, or a formula without one."""
        formula, value, *more = cell
        is_plain = not more and formula.tag == self._formula and not len(formula)
        return value if is_plain and value.text else None

    def _scan_more(self, cell: _Element, ref: str, kind: str | None) -> None:
        """A cell with more: a formula without a result, a text of its own, an error, or what Excel does not write."""
        cells = self.cells
        children = {child.tag: child for child in cell}
        formula, value, text = map(children.get, (self._formula, self._value, self._text))
        known = [child for child in (formula, value, text) if child is not None]
        inner = sum(len(child) for child in (formula, value) if child is not None)
        if len(known) != len(cell) or inner or cell.tag != self._cell or (value is not None and text is not None):
            cells.is_plain = False
            return
        stored = (value.text or "") if value is not None else ""
        cells.longest = max(cells.longest, len(stored))
        if kind == "s" and stored:
            cells.strings.append(stored)
        if stored.strip(_BLANKS) != stored and kind != "str":
            cells.is_tight = False
        if kind == "e":
            cells.errors[ref] = clipped(stored, _LONGEST_FAULT) or "#ERROR!"
        if formula is not None:
            cells.formulas.append(ref)
            if not stored and kind != "str" and text is None:
                cells.without_result[ref] = clipped(f"={formula.text or ''}", _LONGEST_FAULT)
