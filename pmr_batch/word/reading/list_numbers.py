"""The number or bullet of each line of a list, counted through the document as Word counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from pmr_batch.word.filling.places import W, tree_of
from pmr_batch.word.reading.alternatives import choose_alternatives
from pmr_batch.word.reading.styles import Styles, is_on, whole

_BULLET, _NONE = "bullet", "none"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class _Level:
    """A level of a list: where it starts, how its numbers are written, and after which level (from 1) it starts anew.

    `restart` is None where any level above starts it anew, 0 where none does.
    """

    start: int
    write: Callable[[int], str]
    text: str
    is_bullet: bool
    restart: int | None
    only_figures: bool
    style: str


@dataclass(frozen=True)
class _List:
    """A list: the one whose count it goes on with, its levels, and where it starts some of them anew."""

    counter: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


class _Counter:
    """The count of the lists that go on counting each other."""

    def __init__(self) -> None:
        self.now: dict[int, int] = {}
        self.started: set[tuple[str, int]] = set()

    def step(self, number: str, list_: _List, at: int) -> None:
        """Count a line of a level."""
        if at in list_.starts and (number, at) not in self.started:
            self.now.pop(at, None)
        self.started.add((number, at))
        start = list_.starts.get(at, list_.levels[at].start)
        self.now[at] = self.now[at] + 1 if at in self.now else start
        for deeper in [level for level in self.now if level > at]:
            restart = list_.levels[deeper].restart if deeper in list_.levels else None
            if restart is None or at < restart:
                del self.now[deeper]


class Lists:
    """The lists of a document, by the part that declares them; none without one. Raises XMLSyntaxError."""

    def __init__(self, part: bytes | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        if part is not None:
            root = tree_of(part)
            choose_alternatives(root)
            self._read(root)

    def marks_in(self, root: etree._Element) -> dict[etree._Element, str]:
        """What stands before each paragraph of a list, with a blank after it: 1., a), 2.1 or a bullet."""
        counters: dict[str, _Counter] = defaultdict(_Counter)
        marks: dict[etree._Element, str] = {}
        for paragraph in root.iter(f"{W}p"):
            number, at = self._place_of(paragraph)
            list_ = self._lists.get(number)
            if list_ is None or at not in list_.levels:
                continue
            counter = counters[list_.counter]
            counter.step(number, list_, at)
            mark = _mark(list_, at, counter.now)
            if mark:
                marks[paragraph] = f"{mark} "
        return marks

    def _place_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level (from 0) of a paragraph; no list is empty or 0."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = (None if own is None else own.find(f"{W}{name}") for name in ("numId", "ilvl"))
        if number is not None:
            return number.get(f"{W}val", ""), 0 if level is None else whole(level)
        by_style = self._styles.numbering_of(paragraph)
        if by_style is None:
            return "", 0
        if level is not None:
            return by_style.number, whole(level)
        levels = self._lists[by_style.number].levels if by_style.number in self._lists else {}
        linked = next((at for at, each in levels.items() if each.style == by_style.style), None)
        return by_style.number, linked if linked is not None else by_style.level or 0

    def _read(self, root: etree._Element) -> None:
        abstracts = {each.get(f"{W}abstractNumId", ""): each for each in root.iter(f"{W}abstractNum")}
        by_style = {
            link.get(f"{W}val", ""): name
            for name, each in abstracts.items()
            if (link := each.find(f"{W}styleLink")) is not None
        }
        for num in root.iter(f"{W}num"):
            reference = num.find(f"{W}abstractNumId")
            counter = "" if reference is None else reference.get(f"{W}val", "")
            link = abstracts[counter].find(f"{W}numStyleLink") if counter in abstracts else None
            if link is not None:
                counter = by_style.get(link.get(f"{W}val", ""), counter)
            if counter in abstracts:
                levels = _levels(abstracts[counter])
                starts: dict[int, int] = {}
                for override in num.findall(f"{W}lvlOverride"):
                    at = _index(override)
                    levels |= _levels(override)
                    start = override.find(f"{W}startOverride")
                    if start is not None:
                        starts[at] = whole(start)
                self._lists[num.get(f"{W}numId", "")] = _List(counter, levels, starts)


def _index(element: etree._Element) -> int:
    text = element.get(f"{W}ilvl", "0")
    return int(text) if text in set("012345678") else 0


def _levels(declaration: etree._Element) -> dict[int, _Level]:
    return {_index(level): _level(level) for level in declaration.findall(f"{W}lvl")}


def _level(level: etree._Element) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{W}{name}")
        return otherwise if found is None else found.get(f"{W}val", otherwise)

    start, restart = (level.find(f"{W}{name}") for name in ("start", "lvlRestart"))
    format_ = level.find(f"{W}numFmt")
    return _Level(
        start=0 if start is None else whole(start),
        write=_writer(value("numFmt", "decimal"), "" if format_ is None else format_.get(f"{W}format", "")),
        text=value("lvlText", ""),
        is_bullet=value("numFmt", "") == _BULLET or level.find(f"{W}lvlPicBulletId") is not None,
        restart=None if restart is None else whole(restart),
        only_figures=bool(is_on(level.find(f"{W}isLgl"))),
        style=value("pStyle", ""),
    )


def _mark(list_: _List, at: int, now: Mapping[int, int]) -> str:
    level = list_.levels[at]
    if level.is_bullet:
        return "•"

    def number(match_: re.Match[str]) -> str:
        named = int(match_[1]) - 1
        of = list_.levels.get(named)
        if of is None or named > at:
            return ""
        count = now.get(named, of.start)
        return str(count) if level.only_figures else of.write(count)

    return _PLACE.sub(number, level.text).strip()


# -- how numbers are written -----------------------------------------------------------------------


def _writer(name: str, custom: str) -> Callable[[int], str]:
    if name == "custom" and custom[:1].isdigit():
        width = len(custom.split(",", maxsplit=1)[0].strip())
        return lambda number: str(number).zfill(width)
    return _WRITERS.get(name, str)


def _letters(number: int) -> str:
    """From a to z, then aa to zz, as Word goes on."""
    return "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 + 1) if 0 < number <= 780 else ""


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN if number < 4_000 else ():
        times, number = divmod(number, value)
        text += sign * times
    return text


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    _NONE: lambda _: "",
}
