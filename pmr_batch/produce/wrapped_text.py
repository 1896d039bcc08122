"""How many lines a text takes in a cell, by the widths of Calibri's letters: a row is as high as it must be."""

from __future__ import annotations

_LATIN, _ACCENTED_CAPITAL, _OTHER = 55, 75, 100


class _Widths(dict[str, int]):
    """Hundredths of the size of a letter: how wide it is; of whatever is not listed, by its kind."""

    def __missing__(self, letter: str) -> int:
        wide = _LATIN if letter.isascii() or not letter.isupper() else _ACCENTED_CAPITAL
        self[letter] = _OTHER if letter > "\u0250" else wide
        return self[letter]


#: How wide letters are in Calibri, rounded up.
_WIDTHS = _Widths(
    {
        **dict.fromkeys(" 'ijl", 24),
        **dict.fromkeys(",.:;I‘’", 27),
        **dict.fromkeys("`!()-J[]frt{}", 35),
        **dict.fromkeys('"/\\Lcsxz“”', 44),
        **dict.fromkeys("?FSZagkvy|", 48),
        **dict.fromkeys("#*+<=>ETY^_e~–", 50),
        **dict.fromkeys("$0123456789£", 51),
        **dict.fromkeys("KPXbdhnopqu", 53),
        **dict.fromkeys("AV", 58),
        **dict.fromkeys("DGHNU", 65),
        **dict.fromkeys("&OQ…", 69),
        **dict.fromkeys("%mw", 80),
        **dict.fromkeys("@MW—→", 91),
    }
)
#: What a column holds of small text (10 points), in hundredths of its size, to a character of its width; and its edges.
_CHARACTER, _EDGES = 52.5, 10.0
#: The space of an inset; and what screens may draw wider than the letters are.
_INSET, _SAFE = 70.0, 1.03


def lines_in_a_cell(text: str, width: float, *, inset: bool) -> int:
    """Lines of small text in a column of so many characters; words stay whole unless they are wider than it."""
    room = (width * _CHARACTER - (_INSET if inset else 0) - _EDGES) / _SAFE
    if len(text) * _OTHER <= room:
        return 1 + text.count("\n")
    return sum(_lines(line, max(room, _OTHER)) for line in text.split("\n"))


def _lines(line: str, room: float) -> int:
    wide = float(sum(map(_WIDTHS.__getitem__, line)))
    if wide <= room:
        return 1
    lines, used = 1, 0.0
    for word in line.split(" "):
        wide = sum(map(_WIDTHS.__getitem__, word))
        gap = _WIDTHS[" "] if used else 0
        if used and used + gap + wide > room:
            lines, used, gap = lines + 1, 0.0, 0
        if wide > room:
            lines += int(wide // room)
            wide %= room
        used += gap + wide
    return lines
