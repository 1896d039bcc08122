"""What lies on the sheets of a workbook beside its cells: pictures, merged blocks, hidden columns, links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import lxml.etree

from pmr_batch.excel.reading.addresses import Area, Place, area_of, place_of
from pmr_batch.excel.reading.package import SheetPart, package_of, parsed, relations
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import LIMITS, Limits

_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Beyond it a run of columns is the rest of the sheet.
_LAST_COLUMN = 200


@dataclass(frozen=True)
class Drawing:
    """A picture: its bytes, and the cells it lies on as far as they are told; no bytes where it is something else."""

    content: bytes
    covers: Area


@dataclass(frozen=True)
class DrawnSheet:
    """A sheet: its cells, also blank ones, hidden columns, merged blocks, drawings, notes, what its pages say."""

    cells: frozenset[Place]
    hidden: frozenset[int]
    merged: tuple[Area, ...]
    drawings: tuple[Drawing, ...]
    has_notes: bool
    margins: str


class Drawn:
    """The sheets of a workbook, by name. Raises Refused where it cannot be read."""

    def __init__(self, content: bytes, limits: Limits = LIMITS) -> None:
        parts = parts_of(content, limits)
        self._sheets = {sheet.name: sheet for sheet in package_of(parts, limits).sheets}
        self._parts = parts.in_lower_case()

    def sheet(self, name: str) -> DrawnSheet:
        """What lies on a sheet."""
        sheet = self._sheets[name]
        root = parsed(sheet.part, f"its sheet “{name}”")
        merged = (area_of(each.get("ref", "")) for each in root.iterfind("{*}mergeCells/{*}mergeCell"))
        cells = (place_of(cell.get("r", "")) for cell in root.iterfind("{*}sheetData/{*}row/{*}c"))
        return DrawnSheet(
            frozenset(filter(None, cells)),
            frozenset(_hidden(root)),
            tuple(filter(None, merged)),
            tuple(self._drawings(root, sheet)),
            root.find("{*}legacyDrawing") is not None,
            "".join(each.text or "" for each in root.iterfind("{*}headerFooter/*")),
        )

    def _drawings(self, root: lxml.etree._Element, sheet: SheetPart) -> Iterator[Drawing]:
        of_sheet = dict(relations(self._parts, sheet.path))
        for each in root.iterfind("{*}drawing"):
            _, path = of_sheet.get(each.get(f"{_OFFICE}id", ""), ("", ""))
            if path in self._parts:
                links = dict(relations(self._parts, path))
                for anchor in parsed(self._parts[path], "a drawing"):
                    yield self._drawing(anchor, links)

    def _drawing(self, anchor: lxml.etree._Element, links: Mapping[str, tuple[str, str]]) -> Drawing:
        blip = anchor.find("{*}pic/{*}blipFill/{*}blip")
        _, path = ("", "") if blip is None else links.get(blip.get(f"{_OFFICE}embed", ""), ("", ""))
        first = _cell(anchor.find("{*}from")) or (1, 1)
        return Drawing(self._parts.get(path, b""), (first, _cell(anchor.find("{*}to")) or first))


def _cell(marker: lxml.etree._Element | None) -> Place | None:
    """The cell of a drawing's corner; one that ends at a cell's edge ends before it."""
    if marker is None:
        return None
    column, right, row, down = (
        int(marker.findtext(f"{{*}}{name}") or 0) for name in ("col", "colOff", "row", "rowOff")
    )
    is_end = marker.tag.endswith("}to")
    return max(1, row + 1 - (is_end and down == 0)), max(1, column + 1 - (is_end and right == 0))


def _hidden(root: lxml.etree._Element) -> Iterator[int]:
    for each in root.iterfind("{*}cols/{*}col"):
        if each.get("hidden") in ("1", "true"):
            yield from range(int(each.get("min", "1")), min(int(each.get("max", "1")), _LAST_COLUMN) + 1)
