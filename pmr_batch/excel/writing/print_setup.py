"""How a sheet of ours prints: A4 landscape, and what stands at the head and foot of each page."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Excel's limit of a header or footer, marks included.
LONGEST_FOOTER = 255
#: Inches of the margins of a page: at its sides, at its head (higher with a purpose), and at its foot.
SIDES, TOP, TOP_WITH_PURPOSE, BOTTOM = 0.25, 0.5, 0.65, 0.55
#: Points of A4 landscape, and to an inch.
_WIDE, _HIGH, _INCH = 842.0, 595.0, 72.0
#: Points of a column's character, and of its edges, in Calibri of 11 points; and what rounding may cost of a page.
_DIGIT, _EDGES, _SAFE = 5.25, 3.75, 0.98


def points_on_a_page(widths: Sequence[float]) -> float:
    """How many points of rows a printed page holds below its head, for a sheet of such columns that fits its width.

    `widths` are in characters. Where there is no Calibri, columns are wider and a page holds more.
    """
    across = sum(width * _DIGIT + _EDGES for width in widths)
    scale = min(1.0, (_WIDE - 2 * SIDES * _INCH) / across)
    return _SAFE * (_HIGH - (TOP + BOTTOM) * _INCH) / scale


def header(purpose: str) -> str:
    """The sheet's name, which Excel fills in, and what it is for; the size goes before the typeface, as in a footer."""
    name = '&L&14&"Calibri,Bold"&A&9&"Calibri,Regular"    '
    return name + in_margin(purpose, LONGEST_FOOTER - len(name))


def footer(left: str, middle: str) -> str:
    """Excel counts the marks too; a name that is too long is cut at its end.

    The size goes before the typeface, for it takes in the digits that a name may begin with.
    """
    right = '&R&9&"Calibri"Page &P of &N'
    room = LONGEST_FOOTER - len(right) - len('&L&9&"Calibri"&C&9&"Calibri,Bold"')
    middle = in_margin(middle, room)
    left = in_margin(left, room - len(middle))
    return f'&L&9&"Calibri"{left}&C&9&"Calibri,Bold"{middle}{right}'


def in_margin(text: str, room: int) -> str:
    """Text of a header or footer, in which & is written twice, cut to at most `room` (as UTF-16)."""
    letters = ["&&" if letter == "&" else letter for letter in text]
    while sum(len(letter.encode("utf-16-le", "replace")) // 2 for letter in letters) > room:
        letters.pop()
    return "".join(letters)


def with_pages(setup: str, wide: int) -> str:
    """A sheet's XML that prints over so many pages across."""
    across = f' fitToWidth="{wide}"' if wide != 1 else ""
    return re.sub(' fitToWidth="[0-9]+"', "", setup, count=1).replace("<pageSetup", f"<pageSetup{across}", 1)
