"""A sheet's XML in the form in which Excel writes it, so that calamine reads what stands there.

A comment, an instruction, a CDATA section, a character reference or blanks within the number of a cell mean nothing,
and made calamine read 0.5 as 0, or as a blank: they are taken out before it is given the sheet.
"""

from __future__ import annotations

import re

import lxml.etree

from pmr_batch.excel.reading.addresses import letter, place_of
from pmr_batch.excel.reading.package import SheetPart, parsed
from pmr_batch.excel.reading.reading_limits import SAVE_AGAIN, Refused
from pmr_batch.excel.reading.sheet_cells import cells_and_frame, cells_of

_MORE_THAN_TAGS = re.compile(rb"<[!?]")
_REFERENCE = re.compile(rb"&#")
_BLANKS = " \t\r\n"
#: The errors that calamine knows.
_KNOWN_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


class PlainSheet:
    """A sheet: `part` is its XML without comments, `frame` the same parsed without what is in its rows, `cells` what is
    known of its cells.

    Raises Refused.
    """

    def __init__(self, sheet: SheetPart) -> None:
        what = f"its sheet “{sheet.name}”"
        self.part = sheet.part
        self.cells, self.frame = cells_and_frame(self.part, what)
        is_right = self.cells.is_plain and self.cells.is_tight and self.cells.is_placed
        if is_right and self._has_known_errors() and not _has_more_than_tags(self.part):
            return
        self._root = parsed(self.part, what)
        self._put_right()
        if not self.cells.is_plain:
            raise Refused(
                f"has cells on the sheet “{sheet.name}” that are written in no way that Excel knows", SAVE_AGAIN
            )
        if not self._has_known_errors():
            self._name_errors()
        self.part = lxml.etree.tostring(self._root, encoding="UTF-8", xml_declaration=True)
        self.frame = self._root
        del self._root

    def _has_known_errors(self) -> bool:
        return _KNOWN_ERRORS.issuperset(self.cells.errors.values())

    def _put_right(self) -> None:
        """What is more than tags is out of the tree already: it changes nothing of what is known of the cells."""
        changed = False
        for is_right, put_right in (
            (self.cells.is_plain, self._leave_out_extensions),
            (self.cells.is_tight, self._strip_values),
            (self.cells.is_placed, self._number_places),
        ):
            if not is_right:
                put_right()
                changed = True
        if changed:
            self.cells = cells_of(self._root)

    def _leave_out_extensions(self) -> None:
        """Extensions of rows and cells say nothing of their values; a text of its own goes before a value."""
        for path in ("{*}row/{*}extLst", "{*}row/{*}c/{*}extLst", "{*}row/{*}c[{*}is]/{*}v"):
            for extra in self._root.findall(f"{{*}}sheetData/{path}"):
                extra.getparent().remove(extra)

    def _strip_values(self) -> None:
        """Blanks around a number, a day or the number of a shared text are no part of it."""
        for value in self._root.iterfind("{*}sheetData/{*}row/{*}c/{*}v"):
            if value.getparent().get("t") != "str":
                value.text = (value.text or "").strip(_BLANKS)

    def _name_errors(self) -> None:
        """Errors that calamine does not know, such as #SPILL!, are one that it does; `cells` has them as they are."""
        for value in self._root.iterfind("{*}sheetData/{*}row/{*}c[@t='e']/{*}v"):
            if value.text not in _KNOWN_ERRORS:
                value.text = "#N/A"

    def _number_places(self) -> None:
        """Rows and cells may leave out their address: they follow on the one before."""
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


def _has_more_than_tags(part: bytes) -> bool:
    """Whether there are comments, sections, instructions, or references within text."""
    if len(_MORE_THAN_TAGS.findall(part)) > part.startswith((b"<?", b"\xef\xbb\xbf<?")):
        return True
    starts = (match.start() for match in _REFERENCE.finditer(part))
    return any(part.rfind(b">", 0, at) > part.rfind(b"<", 0, at) for at in starts)
