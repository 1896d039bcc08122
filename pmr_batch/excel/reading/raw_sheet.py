"""One sheet's XML, for what calamine does not give.

calamine gives an error cell, a formula without a stored result and a blank all as empty text, knows
nothing of hidden rows, and takes the memory of the whole area for one cell in its far corner: so
the extent is checked first, and the three are told apart here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import lxml.etree

from pmr_batch.excel.reading.addresses import Area, Place, address, area_of, letter, number, place_of
from pmr_batch.excel.reading.package import SheetPart, parsed
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SEND_AGAIN, Limits, Refused

_NO_SPACE = "urn:none"
_REF = re.compile(r"^([A-Z]{1,3})([1-9][0-9]{0,6})$", re.MULTILINE)
_ROWS = "/*/m:sheetData/m:row"
_CELLS = f"{_ROWS}/m:c"
_HIDDEN = '[@hidden="1" or @hidden="true" or @{size}="0"]'


@dataclass(frozen=True)
class RawCell:
    """A cell in the XML: its stored text, and the number of its style."""

    text: str
    style: int


class RawSheet:
    """What the XML of one sheet holds. Raises Refused where it cannot be read at all."""

    def __init__(self, sheet: SheetPart, limits: Limits = LIMITS) -> None:
        self.name = sheet.name
        self.hidden = sheet.hidden
        self.part = sheet.part
        self._tables = sheet.tables
        self._limits = limits
        self._root = parsed(sheet.part, f"its sheet “{sheet.name}”")
        self._space = {"m": lxml.etree.QName(self._root).namespace or _NO_SPACE}
        refs: list[str] = self._xpath(f"{_CELLS}[*]/@r")
        rows = f"count({_ROWS}) = count({_ROWS}/@r)"
        if self._xpath(f"count({_CELLS}[*])") != len(refs) or not self._xpath(rows):
            self._number_places()
            refs = self._xpath(f"{_CELLS}[*]/@r")
        self._check_places(refs)
        self._check_strings()

    def _xpath(self, path: str) -> Any:
        return lxml.etree.XPath(path, namespaces=self._space, smart_strings=False)(self._root)

    def _number_places(self) -> None:
        """Rows and cells may leave out their address: they follow on the one before. It is written
        into the XML, so that calamine reads the same.
        """
        row_number = 0
        for row in self._root.iterfind("{*}sheetData/{*}row"):
            places = [place_of(cell.get("r", "")) for cell in row.iterfind("{*}c")]
            first = next(filter(None, places), (row_number + 1, 1))
            row_number = int(row.get("r") or first[0])
            row.set("r", str(row_number))
            column = 0
            for cell, place in zip(row.iterfind("{*}c"), places, strict=True):
                column = place[1] if place else column + 1
                cell.set("r", cell.get("r") or f"{letter(column)}{row_number}")
        self.part = lxml.etree.tostring(self._root, encoding="UTF-8", xml_declaration=True)

    def _check_places(self, refs: list[str]) -> None:
        """Every filled cell within the grid, once, and not so far off that the sheet becomes huge."""
        places = _REF.findall("\n".join(refs))
        columns, rows = map(set, zip(*places, strict=True)) if places else (set(), set())
        self.rows, self.columns = max(map(int, rows), default=0), max(map(number, columns), default=0)
        if len(places) != len(refs) or self.rows > self._limits.rows or self.columns > self._limits.columns:
            raise Refused(f"is damaged: the sheet “{self.name}” has a cell outside the grid of Excel", SAVE_AGAIN)
        if len(set(refs)) != len(refs):
            raise Refused(f"is damaged: the sheet “{self.name}” holds a cell twice", SAVE_AGAIN)
        if self.rows * self.columns > self._limits.area:
            far = self._farthest(refs)
            raise Refused(
                f"has something in the cell {far} of the sheet “{self.name}”, far away from everything else",
                f"Delete what stands in {far} (it may be a blank), save the workbook and send it again.",
            )

    def _farthest(self, refs: list[str]) -> str:
        """The filled cell farthest out; among equals the one that stretches the sheet most."""
        places = [place for place in map(place_of, refs) if place]
        return address(max(places, key=lambda place: (place[0] * 64 + place[1] * 4_096, place)))

    def _check_strings(self) -> None:
        """A string's number must be one: a reader took -1 for the first string."""
        numbers = self._xpath(f"{_CELLS}/m:v/text()")
        if not _whole(numbers) and not _whole(self._xpath(f'{_CELLS}[@t="s"]/m:v/text()')):
            raise Refused(f"is damaged: the sheet “{self.name}” points at text that is not there", SEND_AGAIN)

    @cached_property
    def errors(self) -> dict[Place, str]:
        """Cells that hold an Excel error, and which."""
        if b'"e"' not in self.part and b"'e'" not in self.part:
            return {}
        cells = self._xpath(f'{_CELLS}[@t="e"]')
        return {self._place(cell): cell.findtext(self._in("v")) or "#ERROR!" for cell in cells}

    @cached_property
    def without_result(self) -> dict[Place, str]:
        """Formulas whose result was never stored, as typed; empty text is a result."""
        path = f'{_CELLS}/m:f[not(../m:v/text()) and not(../@t="str") and not(../m:is)]'
        return {self._place(formula.getparent()): f"={formula.text or ''}" for formula in self._xpath(path)}

    def _in(self, tag: str) -> str:
        return f"{{{self._space['m']}}}{tag}"

    def _place(self, cell: Any) -> Place:
        return place_of(cell.get("r", "")) or (0, 0)

    @cached_property
    def faults(self) -> dict[int, dict[int, str]]:
        """Errors and formulas without a result, by column and row."""
        faults: dict[int, dict[int, str]] = {}
        for (row, column), fault in {**self.without_result, **self.errors}.items():
            faults.setdefault(column, {})[row] = fault
        return faults

    @cached_property
    def formulas(self) -> frozenset[Place]:
        """Cells that hold a formula."""
        return frozenset(filter(None, map(place_of, self._xpath(f"{_CELLS}/m:f/../@r"))))

    @cached_property
    def cells(self) -> dict[Place, RawCell]:
        """Every filled cell as stored: required only where a number's text matters."""
        return {
            self._place(cell): RawCell(cell.findtext(self._in("v")) or "", int(cell.get("s", "0")))
            for cell in self._xpath(f"{_CELLS}[m:v]")
        }

    @cached_property
    def hidden_rows(self) -> list[int]:
        """Rows hidden by hand or by a filter."""
        if b"hidden" not in self.part and b'ht="0"' not in self.part:
            return []
        return [int(row) for row in self._xpath(_ROWS + _HIDDEN.format(size="ht") + "/@r")]

    @cached_property
    def hidden_columns(self) -> list[tuple[int, int]]:
        """Hidden columns, as first and last of each run."""
        columns = self._root.iterfind("{*}cols/{*}col")
        hidden = (column for column in columns if column.get("hidden") in ("1", "true") or column.get("width") == "0")
        return [(int(column.get("min", "1")), int(column.get("max", "1"))) for column in hidden]

    @property
    def filtered(self) -> bool:
        """Whether a filter holds rows back, on the sheet or in one of its tables."""
        return any(b"filterColumn" in part for part in (self.part, *self._tables))

    @property
    def has_drop_downs(self) -> bool:
        """Whether any cell has a drop-down or another check on what is typed."""
        return b"dataValidation " in self.part

    @cached_property
    def merged(self) -> list[Area]:
        """Merged blocks of cells, as far as the sheet goes. Raises Refused where they cover it many times over."""
        blocks = (area_of(block.get("ref", "")) for block in self._root.iterfind("{*}mergeCells/{*}mergeCell"))
        areas = [area for area in blocks if area]
        covered = sum(
            (min(bottom, self.rows) - top + 1) * (min(right, self.columns) - left + 1)
            for (top, left), (bottom, right) in areas
            if top <= self.rows and left <= self.columns
        )
        if covered > self._limits.area:
            raise Refused(f"is damaged: the merged blocks of the sheet “{self.name}” overlap", SAVE_AGAIN)
        return areas


def _whole(numbers: list[str]) -> bool:
    together = "".join(numbers)
    return not together or (together.isascii() and together.isdecimal())
