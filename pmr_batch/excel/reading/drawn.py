"""How a workbook looks: colours, widths and pictures, for templates that a trust has edited."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import lxml.etree
from openpyxl.styles.colors import COLOR_INDEX

from pmr_batch.excel.reading.addresses import Area, Place, area_of, place_of
from pmr_batch.excel.reading.package import SheetPart, package_of, parsed, relations
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import LIMITS, Limits

#: A theme's colours in the order in which cells count them.
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_ID = _EMBED.replace("embed", "id")
_RGB = 6


@dataclass(frozen=True)
class CellLook:
    """How a cell looks; colours as #RRGGBB, None where it has none of its own."""

    ground: str | None = None
    ink: str | None = None
    bold: bool = False
    italic: bool = False
    size: float = 11
    wrap: bool = False
    across: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture on a sheet: its bytes, its corner, offsets and size in EMU; no bytes where it is no picture."""

    content: bytes
    corner: Place
    offset: tuple[int, int]
    size: tuple[int, int]
    description: str


@dataclass(frozen=True)
class DrawnSheet:
    """A sheet: widths in characters by column, heights in points by row, looks by cell."""

    tab: str | None
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    looks: Mapping[Place, CellLook]
    hidden: frozenset[int]
    merged: tuple[Area, ...]
    drawings: tuple[Drawing, ...]


_NO_LOOK = CellLook()


class Drawn:
    """The looks of a workbook's sheets by name, each read when it is asked for. Raises Refused."""

    def __init__(self, content: bytes, limits: Limits = LIMITS) -> None:
        parts = parts_of(content, limits)
        self._parts = {name.casefold(): part for name, part in parts.items()}
        package = package_of(parts, limits)
        self._sheets = {sheet.name: sheet for sheet in package.sheets}
        self._styles = package.styles

    def sheet(self, name: str) -> DrawnSheet:
        """How a sheet looks."""
        sheet = self._sheets[name]
        root = parsed(sheet.part, f"its sheet “{name}”")
        columns = [_Columns.of(each) for each in root.iterfind("{*}cols/{*}col")]
        merged = (area_of(each.get("ref", "")) for each in root.iterfind("{*}mergeCells/{*}mergeCell"))
        tab = root.find("{*}sheetPr/{*}tabColor")
        return DrawnSheet(
            None if tab is None else self._colour(tab),
            {at: one.width for one in columns for at in one.span},
            dict(_heights(root)),
            dict(self._looks_of(root)),
            frozenset(at for one in columns if one.hidden for at in one.span),
            tuple(filter(None, merged)),
            tuple(self._drawings(root, sheet)),
        )

    def _looks_of(self, root: lxml.etree._Element) -> Iterator[tuple[Place, CellLook]]:
        for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
            place, style = place_of(cell.get("r", "")), int(cell.get("s", "0"))
            if place:
                yield place, self._looks[style] if style < len(self._looks) else _NO_LOOK

    # -- styles ----------------------------------------------------------------------------------

    @cached_property
    def _looks(self) -> list[CellLook]:
        if self._styles is None:
            return []
        root = parsed(self._styles, "its list of formats")
        fills = [each.find("{*}patternFill") for each in root.iterfind("{*}fills/{*}fill")]
        fonts = root.findall("{*}fonts/{*}font")
        return [self._look(each, fills, fonts) for each in root.iterfind("{*}cellXfs/{*}xf")]

    def _look(
        self, xf: lxml.etree._Element, fills: list[lxml.etree._Element | None], fonts: list[lxml.etree._Element]
    ) -> CellLook:
        fill, font = fills[int(xf.get("fillId", "0"))], fonts[int(xf.get("fontId", "0"))]
        solid = fill is not None and fill.get("patternType") == "solid"
        ground = fill.find("{*}fgColor") if solid and fill is not None else None
        ink, size, align = font.find("{*}color"), font.find("{*}sz"), xf.find("{*}alignment")
        return CellLook(
            None if ground is None else self._colour(ground),
            None if ink is None else self._colour(ink),
            _on(font.find("{*}b")),
            _on(font.find("{*}i")),
            11 if size is None else float(size.get("val", "11")),
            align is not None and align.get("wrapText") in ("1", "true"),
            "" if align is None else align.get("horizontal", ""),
        )

    def _colour(self, element: lxml.etree._Element) -> str | None:
        """A colour as #RRGGBB; None for the automatic one."""
        tint = float(element.get("tint", "0"))
        rgb, theme, indexed = element.get("rgb"), element.get("theme"), element.get("indexed")
        if rgb and len(rgb) >= _RGB:
            return _tinted(rgb[-_RGB:], tint)
        if theme and int(theme) < len(self._theme):
            return _tinted(self._theme[int(theme)], tint)
        if indexed and int(indexed) < len(COLOR_INDEX):
            return _tinted(COLOR_INDEX[int(indexed)][-_RGB:], tint)
        return None

    @cached_property
    def _theme(self) -> list[str]:
        part = next((part for name, part in self._parts.items() if name.startswith("xl/theme/")), None)
        if part is None:
            return []
        scheme = parsed(part, "its theme").find("{*}themeElements/{*}clrScheme")
        named = {} if scheme is None else {lxml.etree.QName(each).localname: each for each in scheme if len(each)}
        return [_of_theme(named[name][0]) if name in named else "000000" for name in _THEME]

    # -- pictures --------------------------------------------------------------------------------

    def _drawings(self, root: lxml.etree._Element, sheet: SheetPart) -> Iterator[Drawing]:
        of_sheet = dict(relations(self._parts, sheet.path))
        for each in root.iterfind("{*}drawing"):
            _, path = of_sheet.get(each.get(_ID, ""), ("", ""))
            if path in self._parts:
                links = dict(relations(self._parts, path))
                for anchor in parsed(self._parts[path], "a drawing"):
                    yield self._drawing(anchor, links)

    def _drawing(self, anchor: lxml.etree._Element, links: Mapping[str, tuple[str, str]]) -> Drawing:
        picture = anchor.find("{*}pic")
        blip = None if picture is None else picture.find("{*}blipFill/{*}blip")
        _, path = ("", "") if blip is None else links.get(blip.get(_EMBED, ""), ("", ""))
        corner, right = _marker(anchor.find("{*}from"))
        named = None if picture is None else picture.find("{*}nvPicPr/{*}cNvPr")
        return Drawing(
            self._parts.get(path, b""),
            corner,
            right,
            _size(anchor),
            "" if named is None else named.get("descr", ""),
        )


@dataclass(frozen=True)
class _Columns:
    """A run of columns of one width."""

    span: range
    width: float
    hidden: bool

    @classmethod
    def of(cls, element: lxml.etree._Element) -> _Columns:
        first, last = int(element.get("min", "1")), int(element.get("max", "1"))
        span = range(max(1, first), min(last, _LAST_COLUMN) + 1)
        return cls(span, float(element.get("width", "9")), element.get("hidden") in ("1", "true"))


#: Beyond it a run of columns is the rest of the sheet.
_LAST_COLUMN = 200


def _heights(root: lxml.etree._Element) -> Iterator[tuple[int, float]]:
    for row in root.iterfind("{*}sheetData/{*}row"):
        if row.get("ht") and row.get("r"):
            yield int(row.get("r", "1")), float(row.get("ht", "15"))


def _on(element: lxml.etree._Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _of_theme(element: lxml.etree._Element) -> str:
    return str(element.get("lastClr") or element.get("val") or "000000")[-_RGB:]


def _tinted(rgb: str, tint: float) -> str | None:
    """A colour made lighter (tint above 0) or darker, as Excel does."""
    try:
        red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return None
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    mixed = colorsys.hls_to_rgb(hue, light, full) if tint else (red, green, blue)
    return "#" + "".join(f"{round(part * 255):02X}" for part in mixed)


def _marker(element: lxml.etree._Element | None) -> tuple[Place, tuple[int, int]]:
    """Cell and offset of a drawing's corner; A1 where it hangs on none."""
    if element is None:
        return (1, 1), (0, 0)
    names = ("col", "colOff", "row", "rowOff")
    column, right, row, down = (int(element.findtext(f"{{*}}{name}") or 0) for name in names)
    return (row + 1, column + 1), (right, down)


def _size(anchor: lxml.etree._Element) -> tuple[int, int]:
    """Width and height in EMU; (0, 0) where it is not told."""
    for path in ("{*}ext", "{*}pic/{*}spPr/{*}xfrm/{*}ext"):
        found = anchor.find(path)
        if found is not None and int(found.get("cx", "0")) > 0:
            return int(found.get("cx", "0")), int(found.get("cy", "0"))
    return 0, 0
