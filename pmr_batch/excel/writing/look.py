"""What of a trust's own copy the standard workbook wears: its logo, colours, widths, words and guidance sheets.

The declaration says what a workbook is; this says only how it looks, and what lies in its free cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.excel.writing.palette import PLAIN, Dress
from pmr_batch.model.terms import Value


@dataclass(frozen=True)
class Words:
    """Something in a free cell, from 0; `down` and `across` are the further rows and columns it is merged over."""

    row: int
    column: int
    value: Value
    style: str = ""
    down: int = 0
    across: int = 0


@dataclass(frozen=True)
class Picture:
    """A picture, its corner's cell from 0, offset and size in pixels, and what is read out for it."""

    content: bytes
    row: int
    column: int
    offset: tuple[int, int]
    size: tuple[int, int]
    description: str = ""


@dataclass(frozen=True)
class Layer:
    """What lies on a sheet beside what is ours; widths in characters by column, heights in points by row, from 0."""

    words: Sequence[Words] = ()
    pictures: Sequence[Picture] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """A trust's look; `Look()` is the standard one.

    `start` lies on Start. `own` are sheets of guidance with their names, by the standard sheet that they follow.
    """

    dress: Dress = PLAIN
    start: Layer = field(default_factory=Layer)
    own: Mapping[str, Sequence[tuple[str, Layer]]] = field(default_factory=dict)


STANDARD_LOOK = Look()


def lay(page: Page, layer: Layer) -> None:
    """Put a layer on a page whose own cells are written."""
    for column, width in layer.widths.items():
        page.width(column, width)
    for row, height in layer.heights.items():
        page.height(row, height)
    for one in layer.words:
        styles = (*((one.style,) if one.style else ()), *(("date",) if isinstance(one.value, date) else ()))
        if one.down or one.across:
            page.merge(one.row, one.column, one.down, one.across, *styles)
        page.write(one.row, one.column, one.value, *styles)
    for picture in layer.pictures:
        page.picture(picture.row, picture.column, picture.content, picture.offset, picture.size, picture.description)


def write_guidance(book: Book, name: str, layer: Layer, footer: tuple[str, str]) -> Page:
    """A sheet of guidance of the trust's own."""
    page = book.sheet(name)
    lay(page, layer)
    page.print_on_a4(footer)
    return page


def says(layer: Layer) -> dict[int, list[Value]]:
    """What stands on a layer, by Excel row, as a sheet of an office's own is read."""
    rows: dict[int, list[Value]] = {}
    for one in sorted(layer.words, key=lambda each: (each.row, each.column)):
        cells = rows.setdefault(one.row + 1, [])
        cells += [None] * (one.column - len(cells)) + [one.value]
    return rows
