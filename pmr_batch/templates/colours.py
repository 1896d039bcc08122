"""The colours that a trust may change: those of the title band, the sections, the labels and the headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pmr_batch.errors import Misfit
from pmr_batch.excel.reading.addresses import Place, address
from pmr_batch.excel.writing.grid import position, start_rows
from pmr_batch.excel.writing.palette import PAPER, PLAIN, SEA, Style
from pmr_batch.excel.writing.start import legend
from pmr_batch.layout.standard_workbook import SHEETS, START
from pmr_batch.templates.contrast import LEAST, too_little
from pmr_batch.templates.opened import TABLES, Opened, standard

BLACK = "#000000"
OTHER_COLOURS = f"take a darker and a lighter colour, with a contrast of at least {LEAST:g} to 1"
_BAND_ROWS, _BAND_COLUMNS = range(1, 3), range(1, 7)
_SECTION = 13


@dataclass(frozen=True)
class Part:
    """A part of the workbook by the name of its style: the cells whose ground, and whose ink, are its own."""

    style: str
    said: str
    grounds: tuple[tuple[str, Place], ...]
    inks: tuple[tuple[str, Place], ...]
    #: The style whose ground it lies on, where it has none of its own.
    upon: str = ""


@cache
def parts() -> tuple[Part, ...]:
    """The parts whose colours may be changed."""
    band = [(START.name, (row, column)) for row in _BAND_ROWS for column in _BAND_COLUMNS]
    titles, below = ([(START.name, (row, column)) for column in (1, 6)] for row in _BAND_ROWS)
    labels = [(START.name, (row, 1)) for row in start_rows().values()]
    page = standard().pages[START.name]
    filled = [(place, page.look(place)) for place, _ in page.filled()]
    sections = [(START.name, place) for place, look in filled if look.size == _SECTION]
    steps = [(START.name, place) for place, look in filled if look.ink == SEA]
    heads, prefilled = _heads("head"), _heads("head_prefilled")
    return (
        Part("band", "the title band", tuple(band), tuple(titles)),
        Part("subtitle", "the second line of the title band", (), tuple(below), upon="band"),
        Part("section", "the titles of Start's sections", (), tuple(sections)),
        Part("step", "the numbers on Start", (), tuple(steps)),
        Part("label", "the labels of Start", tuple(labels), tuple(labels)),
        Part("head", "headings", heads, heads),
        Part("head_prefilled", "headings of columns that are filled in", prefilled, prefilled),
    )


def _heads(style: str) -> tuple[tuple[str, Place], ...]:
    """The headings of a style on all sheets, and its sample on Start."""
    row, column = legend()[style]
    cells = [
        (sheet.name, (1, position(sheet, one.heading) + 1))
        for sheet in TABLES
        for one in sheet
        if one.prefilled == (style == "head_prefilled")
    ]
    return (*cells, (START.name, (row + 1, column + 1)))


def colours(copy: Opened, moved: Collection[str], misfits: list[Misfit]) -> dict[str, Style]:
    """The styles that the copy colours otherwise than the standard workbook; what does not fit goes to `misfits`.

    Sheets whose cells have `moved` tell nothing.
    """
    styles: dict[str, Style] = {}
    for part in parts():
        changed = {}
        for key, cells, of in (("bg_color", part.grounds, "ground"), ("font_color", part.inks, "ink")):
            told = [(sheet, place) for sheet, place in cells if sheet not in moved]
            if (colour := _changed(copy, part, told, of, misfits)) is not None:
                changed[key] = colour
        if changed:
            edge = {"bottom_color": changed["font_color"]} if part.style == "section" else {}
            styles[part.style] = {**changed, **edge}
    misfits += _faint(styles)
    return styles


def _changed(
    copy: Opened, part: Part, cells: Iterable[tuple[str, Place]], of: str, misfits: list[Misfit]
) -> str | None:
    """The one new colour of some cells; None where they have the standard one."""
    found: dict[str, str] = {}
    for sheet, place in cells:
        colour = getattr(copy.pages[sheet].look(place), of)
        if colour != getattr(standard().pages[sheet].look(place), of):
            found.setdefault(colour or (PAPER if of == "ground" else BLACK), f"{sheet} {address(place)}")
    if len(found) > 1:
        there = ", ".join(f"{colour} in {where}" for colour, where in found.items())
        misfits.append(Misfit("", f"{part.said} have several colours ({there})", "give all of them the same one"))
    return next(iter(found), None)


def _faint(styles: Mapping[str, Style]) -> Iterator[Misfit]:
    """Parts whose text stands out too little in their new colours."""
    for part in parts():
        upon = part.upon or part.style
        if part.style in styles or upon in styles:
            ink = {**PLAIN.style(part.style), **styles.get(part.style, {})}["font_color"]
            ground = {**PLAIN.style(upon), **styles.get(upon, {})}.get("bg_color", PAPER)
            if what := too_little(ink, ground):
                sheet, place = part.inks[0]
                yield Misfit(f"{sheet} {address(place)} ({part.said})", what, OTHER_COLOURS)


def tabs(copy: Opened) -> dict[str, str]:
    """The colours of sheet tabs that differ from the standard ones; LibreOffice loses some."""
    now = {sheet.name: copy.pages[sheet.name].drawn.tab for sheet in SHEETS}
    return {name: tab for name, tab in now.items() if tab and tab != standard().pages[name].drawn.tab}
