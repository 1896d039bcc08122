"""How a sheet of ours prints: A4 landscape, and what stands at the head and foot of each page."""

from __future__ import annotations

import re

#: Excel's limit of a header or footer, marks included.
LONGEST_FOOTER = 255


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
