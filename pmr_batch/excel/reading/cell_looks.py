"""Cells that somebody coloured by hand or struck through: what that means is for people, and is told (PM022)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import lxml.etree

from pmr_batch.excel.reading.addresses import Place, place_of
from pmr_batch.excel.reading.package import parsed
from pmr_batch.excel.reading.raw_sheet import RawSheet
from pmr_batch.excel.writing.palette import STYLES

#: The colours that the program gives cells: what is open, prefilled, or a heading.
_OURS = {value.lstrip("#").upper() for style in STYLES.values() for value in style.values() if str(value)[:1] == "#"}
#: Plain ink and paper, also by their numbers in a theme and in Excel's old list of colours.
_PLAIN = {"000000", "FFFFFF", "theme 0", "theme 1", "indexed 64", "indexed 65", "indexed 8", "indexed 9"}
#: The colour of a cell's ground and of its ink; None where it is plain or the program's own.
Look = tuple[str | None, str | None]


class CellLooks:
    """The looks of a workbook's cells, from its parts styles and sharedStrings."""

    def __init__(self, styles: bytes | None, strings: bytes | None) -> None:
        self._styles = styles
        self._strings = strings

    @cached_property
    def _root(self) -> lxml.etree._Element | None:
        return parsed(self._styles, "its list of formats") if self._styles is not None else None

    @cached_property
    def _struck_fonts(self) -> set[int]:
        fonts = [] if self._root is None else self._root.findall("{*}fonts/{*}font")
        return {at for at, font in enumerate(fonts) if _is_on(font.find("{*}strike"))}

    @cached_property
    def _of_styles(self) -> list[tuple[Look, bool]]:
        """Each style's look, and whether it strikes its text through."""
        if self._root is None:
            return []
        grounds = [_ground(fill) for fill in self._root.findall("{*}fills/{*}fill")]
        inks = [_colour(font.find("{*}color")) for font in self._root.findall("{*}fonts/{*}font")]
        styles = []
        for style in self._root.iterfind("{*}cellXfs/{*}xf"):
            fill, font = (int(style.get(name, "0")) for name in ("fillId", "fontId"))
            look = (_at(grounds, fill), _at(inks, font))
            styles.append((look, font in self._struck_fonts))
        return styles

    @cached_property
    def _struck_strings(self) -> set[str]:
        """The numbers of shared texts of which a part is struck through."""
        if self._strings is None or b"strike" not in self._strings:
            return set()
        texts = parsed(self._strings, "its texts").iterfind("{*}si")
        return {str(at) for at, text in enumerate(texts) if any(map(_is_on, text.iterfind("{*}r/{*}rPr/{*}strike")))}

    def struck(self, raw: RawSheet) -> list[Place]:
        """The filled cells of a sheet whose words, or some of them, are struck through."""
        styles = {str(at) for at, (_, is_struck) in enumerate(self._of_styles) if is_struck}
        if not styles and not self._struck_strings:
            return []
        filled = ((place, cell) for place, cell in _cells(raw.root) if len(cell))
        return [place for place, cell in filled if cell.get("s") in styles or self._has_struck(cell)]

    def _has_struck(self, cell: lxml.etree._Element) -> bool:
        return cell.get("t") == "s" and cell.findtext("{*}v") in self._struck_strings

    def coloured(self, raw: RawSheet, rows: Sequence[int], columns: Sequence[int]) -> list[Place]:
        """The cells of a table that were coloured one by one: unlike most of their column, and not by the program."""
        looks = {str(at): look for at, (look, _) in enumerate(self._of_styles) if any(look)}
        if not looks:
            return []
        of_rows, of_columns = set(rows), set(columns)
        by_column: dict[int, dict[Place, Look]] = defaultdict(dict)
        for place, cell in _cells(raw.root):
            if place[0] in of_rows and place[1] in of_columns and cell.get("s") in looks:
                by_column[place[1]][place] = looks[cell.get("s", "")]
        return sorted(place for cells in by_column.values() for place in _unlike(cells, len(of_rows)))


def _unlike(cells: Mapping[Place, Look], rows: int) -> Iterator[Place]:
    """The cells that do not look as more than half of their column's rows do."""
    look, times = Counter(cells.values()).most_common(1)[0]
    common = look if 2 * times > rows > 1 else None
    yield from (place for place, each in cells.items() if each != common)


def _cells(root: lxml.etree._Element) -> Iterator[tuple[Place, lxml.etree._Element]]:
    for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
        place = place_of(cell.get("r", ""))
        if place:
            yield place, cell


def _at(values: Sequence[str | None], number: int) -> str | None:
    return values[number] if 0 <= number < len(values) else None


def _ground(fill: lxml.etree._Element) -> str | None:
    pattern = fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType") in (None, "none", "gray125"):
        return None
    return _colour(pattern.find("{*}fgColor"))


def _colour(colour: lxml.etree._Element | None) -> str | None:
    """A colour's name; None where it is plain, or one of the program's."""
    if colour is None or colour.get("auto") in ("1", "true"):
        return None
    rgb = colour.get("rgb")
    numbered = (f"{kind} {colour.get(kind)}" for kind in ("theme", "indexed") if colour.get(kind))
    name = rgb[-6:].upper() if rgb else next(numbered, "")
    return None if not name or name in _PLAIN or name in _OURS else name


def _is_on(mark: lxml.etree._Element | None) -> bool:
    return mark is not None and mark.get("val", "1") not in ("0", "false")
