"""The styles of a workbook that somebody keeps, to which a format is added only where a value needs one."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date

from lxml import etree

from pmr_batch.excel.reading.package import parsed
from pmr_batch.model.terms import Value

_TEXT, _DAY = "49", "14"
#: Formats that every workbook has without naming them: of text, and of days (those of times alone are none).
_BUILT_IN = {_TEXT: "@", **dict.fromkeys(map(str, (*range(14, 18), 22, *range(27, 32), *range(50, 59))), "d")}
#: What is no sign of a day in a format: quoted and bracketed text, and signs after a backslash.
_MARKS = re.compile(r"""\\.|"[^"]*"|\[[^\]]*\]|_.|\*.""")


class AddedFormats:
    """The part of the styles, by its name; it stays as it is while every value fits the format of its cell."""

    def __init__(self, path: str, part: bytes | None) -> None:
        self._path = path
        self._root = parsed(part, "its list of formats") if part is not None else None
        self._added: dict[tuple[int, str], int] = {}

    def fitting(self, style: int, value: Value) -> int:
        """A style with the look of a cell, and a format that shows days as days and keeps numbers in text as text."""
        if isinstance(value, date):
            return style if self._is_of_days(style) else self._like(style, _DAY)
        if isinstance(value, str) and value.isdecimal():
            return style if self._code(style) == "@" else self._like(style, _TEXT)
        return style

    def part(self) -> dict[str, bytes]:
        """The part by its name, where a format was added."""
        if self._root is None or not self._added:
            return {}
        return {self._path: bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True))}

    def _styles(self) -> list[etree._Element]:
        return self._root.findall("{*}cellXfs/{*}xf") if self._root is not None else []

    def _code(self, style: int) -> str:
        """The code of a style's number format; of those that have no name, @ for text, d for days, else none."""
        styles = self._styles()
        number = str(styles[style].get("numFmtId", "0")) if style < len(styles) else "0"
        own = self._root.iterfind("{*}numFmts/{*}numFmt") if self._root is not None else ()
        named = next((each.get("formatCode", "") for each in own if each.get("numFmtId") == number), None)
        return str(named) if named is not None else _BUILT_IN.get(number, "")

    def _is_of_days(self, style: int) -> bool:
        return bool(re.search("[dmy]", _MARKS.sub("", self._code(style).split(";")[0]), re.IGNORECASE))

    def _like(self, style: int, number_format: str) -> int:
        """The style with another number format, added once."""
        styles = self._styles()
        if style >= len(styles):
            return style
        if (style, number_format) not in self._added:
            own = deepcopy(styles[style])
            own.set("numFmtId", number_format)
            own.set("applyNumberFormat", "1")
            styles[-1].addnext(own)
            self._added[style, number_format] = len(styles)
            many = own.getparent()
            assert many is not None
            many.set("count", str(len(styles) + 1))
        return self._added[style, number_format]
