"""One sheet's XML, for what calamine does not give.

calamine gives an error cell, a formula without a stored result and a blank all as empty text, knows
nothing of hidden rows, and takes the memory of the whole area for one cell in its far corner: so
the extent is checked first, and the three are told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import lxml.etree

from pmr_batch.excel.reading.addresses import Area, Place, address, area_of, number, place_of
from pmr_batch.excel.reading.package import SheetPart, parsed
from pmr_batch.excel.reading.plain_xml import PlainSheet
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SEND_AGAIN, Limits, Refused
from pmr_batch.excel.reading.sheet_cells import cells_of

_REF = re.compile(r"^([A-Z]{1,3})([1-9][0-9]{0,6})$", re.MULTILINE)
_TRUE = ("1", "true")


@dataclass(frozen=True)
class RawCell:
    """A cell in the XML: its stored text, and the number of its style."""

    text: str
    style: int


class RawSheet:
    """What the XML of one sheet holds. Raises Refused where it cannot be read at all."""

    def __init__(
        self, sheet: SheetPart, limits: Limits = LIMITS, is_blank_text: Callable[[str], bool] = lambda _: False
    ) -> None:
        self.name = sheet.name
        self.hidden = sheet.hidden
        self._sheet = sheet
        self._limits = limits
        plain = PlainSheet(sheet)
        self.part, self._frame, self._cells = plain.part, plain.frame, plain.cells
        self.rows, self.columns = self._extent()
        if self.rows * self.columns > limits.area:
            self._leave_out_blanks(is_blank_text)
        self._check_extent()
        self._check_strings(self._cells.strings)
        if self._cells.longest > limits.text:
            what = f"has a value of {self._cells.longest:,} characters on the sheet “{sheet.name}”"
            raise Refused(f"{what}, more than a cell of Excel can hold", SAVE_AGAIN)

    def _extent(self) -> tuple[int, int]:
        """The last row and the last column with a filled cell, each of which is within the grid and there once."""
        refs, limits = self._cells.refs, self._limits
        places = _REF.findall("\n".join(refs))
        columns, rows = map(set, zip(*places, strict=True)) if places else (set(), set())
        last_row, last_column = max(map(int, rows), default=0), max(map(number, columns), default=0)
        if len(places) != len(refs) or last_row > limits.rows or last_column > limits.columns:
            raise Refused(f"is damaged: the sheet “{self.name}” has a cell outside the grid of Excel", SAVE_AGAIN)
        if len(set(refs)) != len(refs):
            raise Refused(f"is damaged: the sheet “{self.name}” holds a cell twice", SAVE_AGAIN)
        return last_row, last_column

    def _leave_out_blanks(self, is_blank_text: Callable[[str], bool]) -> None:
        """Cells that hold nothing but blanks are nothing: one of them far away makes no sheet huge."""
        root = self.root
        for cell in list(root.iterfind("{*}sheetData/{*}row/{*}c")):
            text = _text_of(cell, is_blank_text)
            if text is not None and not text.strip():
                cell.getparent().remove(cell)
        self._cells = cells_of(root)
        self.rows, self.columns = self._extent()
        self.part = lxml.etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    def _check_extent(self) -> None:
        """No filled cell so far off that the sheet becomes huge."""
        if self.rows * self.columns > self._limits.area:
            far = self._farthest(self._cells.refs)
            raise Refused(
                f"has something in the cell {far} of the sheet “{self.name}”, far away from everything else",
                f"Delete what stands in {far} (it may be a blank), save the workbook and send it again.",
            )

    def _farthest(self, refs: list[str]) -> str:
        """The filled cell farthest out; among equals the one that stretches the sheet most."""
        places = [place for place in map(place_of, refs) if place]
        return address(max(places, key=lambda place: (place[0] * 64 + place[1] * 4_096, place)))

    def _check_strings(self, numbers: list[str]) -> None:
        """The number of a shared text must be one: a reader took -1 for the first text."""
        together = "".join(numbers)
        if together and not (together.isascii() and together.isdecimal()):
            raise Refused(f"is damaged: the sheet “{self.name}” points at text that is not there", SEND_AGAIN)

    @cached_property
    def faults(self) -> dict[int, dict[int, str]]:
        """Errors and formulas without a result, by column and row."""
        faults: dict[int, dict[int, str]] = {}
        for ref, fault in {**self._cells.without_result, **self._cells.errors}.items():
            row, column = place_of(ref) or (0, 0)
            faults.setdefault(column, {})[row] = fault
        return faults

    @cached_property
    def formulas(self) -> frozenset[Place]:
        """Cells that hold a formula."""
        return frozenset(filter(None, map(place_of, self._cells.formulas)))

    @cached_property
    def root(self) -> lxml.etree._Element:
        """Its XML with all cells: required only for what few sheets have."""
        return parsed(self.part, f"its sheet “{self.name}”")

    @cached_property
    def cells(self) -> dict[Place, RawCell]:
        """Every filled cell as stored: required only where a number's text matters."""
        cells = self.root.iterfind("{*}sheetData/{*}row/{*}c")
        return {
            place_of(cell.get("r", "")) or (0, 0): RawCell(cell.findtext("{*}v") or "", int(cell.get("s", "0")))
            for cell in cells
            if len(cell)
        }

    @cached_property
    def hidden_rows(self) -> list[int]:
        """Rows hidden by hand or by a filter."""
        if b"hidden" not in self.part and b'ht="0"' not in self.part:
            return []
        rows = self._frame.iterfind("{*}sheetData/{*}row")
        return [int(row.get("r", "0")) for row in rows if row.get("hidden") in _TRUE or row.get("ht") == "0"]

    @cached_property
    def hidden_columns(self) -> list[tuple[int, int]]:
        """Hidden columns, as first and last of each run."""
        columns = self._frame.iterfind("{*}cols/{*}col")
        hidden = (column for column in columns if column.get("hidden") in _TRUE or column.get("width") == "0")
        return [(int(column.get("min", "1")), int(column.get("max", "1"))) for column in hidden]

    @property
    def filtered(self) -> bool:
        """Whether a filter holds rows back, on the sheet or in one of its tables."""
        return any(b"filterColumn" in part for part in (self.part, *self._sheet.tables))

    @property
    def has_drop_downs(self) -> bool:
        """Whether any cell has a drop-down or another check on what is typed."""
        return b"dataValidation " in self.part

    @cached_property
    def merged(self) -> list[Area]:
        """Merged blocks of cells, as far as the sheet goes. Raises Refused where they cover it many times over."""
        blocks = (area_of(block.get("ref", "")) for block in self._frame.iterfind("{*}mergeCells/{*}mergeCell"))
        areas = [area for area in blocks if area]
        covered = sum(
            (min(bottom, self.rows) - top + 1) * (min(right, self.columns) - left + 1)
            for (top, left), (bottom, right) in areas
            if top <= self.rows and left <= self.columns
        )
        if covered > self._limits.area:
            raise Refused(f"is damaged: the merged blocks of the sheet “{self.name}” overlap", SAVE_AGAIN)
        return areas


def _text_of(cell: lxml.etree._Element, is_blank_text: Callable[[str], bool]) -> str | None:
    """The text of a filled cell that is text and no formula; None of any other. A shared text is blank or not."""
    if not len(cell) or cell.find("{*}f") is not None:
        return None
    if cell.get("t") == "s":
        return "" if is_blank_text(cell.findtext("{*}v") or "") else None
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    return cell.findtext("{*}v") if cell.get("t") == "str" else None
