"""Which cells of Start lie under a picture."""

from __future__ import annotations

from collections.abc import Mapping

from pmr_batch.excel.reading.addresses import Place
from pmr_batch.excel.reading.drawn import DrawnSheet
from pmr_batch.excel.writing.look import Layer, Picture
from pmr_batch.templates.opened import own_cells

#: Pixels of a letter, of a cell's edges, and of a column and row of no declared size.
_LETTER, _EDGES, _COLUMN, _ROW = 7, 5, 64, 20
_POINT = 4 / 3
_LAST = 300
#: The blank middle of the title band: a place for a logo.
_FREE_BAND = frozenset((row, column) for row in (1, 2) for column in (3, 4, 5))


class Grille:
    """Start's columns and rows in pixels, as the issued workbook has them."""

    def __init__(self, before: DrawnSheet, layer: Layer) -> None:
        widths = {at - 1: wide - _EDGES / _LETTER for at, wide in before.widths.items()} | dict(layer.widths)
        heights = {at - 1: high for at, high in before.heights.items()} | dict(layer.heights)
        self._columns = {at: int(wide * _LETTER + _EDGES) for at, wide in widths.items()}
        self._rows = {at: int(high * _POINT) for at, high in heights.items()}
        self.taken = own_cells() - _FREE_BAND

    def under(self, picture: Picture) -> set[Place]:
        """The cells, from (1, 1), of which a picture covers some."""
        (right, down), (wide, high) = picture.offset, picture.size
        rows = _span(picture.row, down, high, self._rows, _ROW)
        columns = _span(picture.column, right, wide, self._columns, _COLUMN)
        return {(row + 1, column + 1) for row in rows for column in columns}


def _span(first: int, offset: int, length: int, sizes: Mapping[int, int], standard: int) -> range:
    """The rows, or columns, that a stretch of pixels runs over."""
    at, left = first, offset
    while left >= sizes.get(at, standard) and at < _LAST:
        left -= sizes.get(at, standard)
        at += 1
    end, rest = at, left + length
    while rest > sizes.get(end, standard) and end < _LAST:
        rest -= sizes.get(end, standard)
        end += 1
    return range(at, end + 1)
