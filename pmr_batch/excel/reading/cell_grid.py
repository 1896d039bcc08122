"""The cells of a workbook: calamine's values from checked parts, with the raw XML of each sheet.

calamine is given a fresh package of the very parts that were checked, and nothing else: it sees no
second directory, no macro, no link, and no sheet that is not required.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.parsers import expat

import python_calamine

from pmr_batch.excel.reading.addresses import Place, address
from pmr_batch.excel.reading.cell_looks import CellLooks
from pmr_batch.excel.reading.number_formats import Styles
from pmr_batch.excel.reading.package import Package, package_of, parsed
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.raw_sheet import RawSheet
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SEND_AGAIN, Limits, Refused
from pmr_batch.excel.reading.sheet_notes import notes_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Grid:
    """One sheet: `values[row - 1][column - 1]` as calamine gives them, '' for a blank cell."""

    name: str
    values: list[list[Any]]
    raw: RawSheet
    styles: Styles

    def shown(self, row: int, column: int) -> str:
        """The number in a cell in the cell's number format."""
        cell = self.raw.cells[row, column]
        return self.styles.shown(cell.text, cell.style)

    def stored(self, row: int, column: int) -> str:
        """The number in a cell as it is stored."""
        return self.raw.cells[row, column].text


class InputWorkbook:
    """The sheets of one workbook, each inflated and parsed when it is required. Raises Refused."""

    def __init__(self, content: bytes, limits: Limits = LIMITS) -> None:
        self._limits = limits
        parts = parts_of(content, limits)
        self._package = package_of(parts.whole() if limits.whole else parts, limits)
        self._styles = Styles(self._package.styles)
        for part in filter(None, (self._package.shared_strings, self._package.styles)):
            _check_whole(part)

    @property
    def names(self) -> list[str]:
        """The names of its sheets, in order."""
        return [sheet.name for sheet in self._package.sheets]

    @property
    def date1904(self) -> bool:
        """Whether its dates count from 1904, as in old Excel for Mac."""
        return self._package.date1904

    @cached_property
    def looks(self) -> CellLooks:
        """The colours and strikes of its cells."""
        return CellLooks(self._package.styles, self._package.shared_strings)

    def notes(self, name: str) -> dict[Place, str]:
        """The office's notes at the cells of a sheet. Raises Refused."""
        sheet = next(sheet for sheet in self._package.sheets if sheet.name == name)
        return notes_of(sheet, self._package.people, self._limits)

    @property
    def saved_on(self) -> dt.date | None:
        """The day on which it was saved, as its program noted; None where none did."""
        return self._package.saved_on

    @property
    def foreign(self) -> tuple[str, ...]:
        """Content outside tables: links, macros, threaded comments."""
        return self._package.foreign

    def grids(self, names: list[str]) -> dict[str, Grid]:
        """The named sheets. Raises Refused."""
        sheets = (sheet for sheet in self._package.sheets if sheet.name in names)
        raws = [RawSheet(sheet, self._limits, self._is_blank_text) for sheet in sheets]
        if sum(raw.rows * raw.columns for raw in raws) > self._limits.total_area:
            raise Refused(f"stretches over far more cells than a {self._limits.what} does", SAVE_AGAIN)
        values = _values(self._package, raws)
        for raw, rows in zip(raws, values, strict=True):
            _check_texts(raw, rows, self._limits)
            _stretch(rows, raw)
        return {raw.name: Grid(raw.name, rows, raw, self._styles) for raw, rows in zip(raws, values, strict=True)}

    def _is_blank_text(self, number: str) -> bool:
        """Whether the shared text of a number holds nothing but blanks."""
        return number in self._blank_texts

    @cached_property
    def _blank_texts(self) -> frozenset[str]:
        if self._package.shared_strings is None:
            return frozenset()
        texts = parsed(self._package.shared_strings, "its texts").iterfind("{*}si")
        return frozenset(str(at) for at, text in enumerate(texts) if not "".join(text.itertext()).strip())


def _values(package: Package, raws: list[RawSheet]) -> list[list[list[Any]]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(_fresh(package, raws)))
        return [book.get_sheet_by_index(index).to_python(skip_empty_area=False) for index in range(len(raws))]
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:  # noqa: BLE001  calamine's PanicException is no Exception
        raise Refused("is damaged: its sheets cannot be read", SAVE_AGAIN) from None


def _stretch(rows: list[list[Any]], raw: RawSheet) -> None:
    """Extend the values to the whole sheet: calamine ends before formulas that have no result."""
    if len(rows) < raw.rows or (rows and len(rows[0]) < raw.columns):
        for cells in rows:
            cells.extend([""] * (raw.columns - len(cells)))
        rows += [[""] * raw.columns for _ in range(raw.rows - len(rows))]


def _fresh(package: Package, raws: list[RawSheet]) -> bytes:
    """A package of the checked parts alone, under plain names."""
    count = range(1, len(raws) + 1)
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="s{n}"/>' for n in count)
    mac = '<workbookPr date1904="1"/>' if package.date1904 else ""
    parts: dict[str, str | bytes | None] = {
        "_rels/.rels": _relations([("officeDocument", "b", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{mac}<sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"s{n}", f"worksheets/sheet{n}.xml") for n in count]
            + [("styles", "y", "styles.xml"), ("sharedStrings", "z", "sharedStrings.xml")]
        ),
        "xl/styles.xml": package.styles,
        "xl/sharedStrings.xml": package.shared_strings,
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": raw.part for n, raw in zip(count, raws, strict=True)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as fresh:
        for name, part in parts.items():
            if part is not None:
                fresh.writestr(name, part)
    return out.getvalue()


def _relations(relations: list[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{by}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for kind, by, target in relations
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def _check_whole(part: bytes) -> None:
    try:
        expat.ParserCreate().Parse(part, True)
    except expat.ExpatError:
        raise Refused("is damaged: its text or formats are not whole", SEND_AGAIN) from None


def _check_texts(raw: RawSheet, rows: list[list[Any]], limits: Limits) -> None:
    """Excel counts the characters of a text as UTF-16 does: some signs as two."""
    few = limits.text // 2
    if not any(len(value) > few for cells in rows for value in cells if value.__class__ is str):
        return
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if value.__class__ is str and len(value) > few:
                length = len(value.encode("utf-16-le", "surrogatepass")) // 2
                if length > limits.text:
                    raise Refused(
                        f"has {length:,} characters in the cell {address((row, column))} of the sheet "
                        f"“{raw.name}”, more than a cell of Excel can hold",
                        "Shorten the text in that cell and send the workbook again.",
                    )
