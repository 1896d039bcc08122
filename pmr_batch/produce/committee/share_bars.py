"""Bars of the shares that progress, with their figures to the right: one breakdown of Equality.

The data of the bars are the rows above the hidden ones and no others, for a chart holds a copy of its data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.excel.writing.book import Page
from pmr_batch.excel.writing.palette import HAIRLINE, INK, PAPER, SEA, SLATE
from pmr_batch.model.equality import Breakdown, Tally, total

HIDDEN = "hidden: few people"
EVERYBODY, TOGETHER = "Everybody", "The hidden groups together"
#: Characters of the columns: the bars, a gap, then the figures.
WIDTHS = (66, 3, 30, 12, 12, 12)
_BARS, _FIGURES, _PEOPLE, _PROGRESSED, _SHARE = 0, 2, 3, 4, 5
_HIDDEN_LOOK = ("cell", "small", "middle", "shown", "centre")
#: Points of a row of figures, and pixels: of a row, and of the bars across.
ROW_HEIGHT, _ROW_PIXELS, _ACROSS = 16.5, 22, 464
#: Lower charts are drawn squeezed.
_LEAST_ROWS = 6
#: The place of the bars in their chart, as parts of it: their names to the left, their shares to the right.
_LAYOUT = {"x": 0.32, "y": 0.0, "width": 0.58}


@dataclass(frozen=True)
class _ShareLine:
    """A row of figures; `tally` is None where it is hidden."""

    name: str
    tally: Tally | None
    look: str = "plain"


def rows_of(breakdown: Breakdown) -> int:
    """Rows that the breakdown takes."""
    hidden = len(breakdown.groups) > len(breakdown.shown)
    return max(_LEAST_ROWS, 2 + len(breakdown.groups) + hidden)


def write_shares(page: Page, top: int, breakdown: Breakdown, everybody: Tally) -> None:
    """Write a breakdown of `everybody` from row `top` on."""
    page.write(top, _BARS, "Share who progress", "head", "small")
    for column, heading in enumerate((breakdown.by, "People", "Progressed", "Share"), _FIGURES):
        page.write(top, column, heading, "head", "small", *(() if column == _FIGURES else ("centre",)))
    for row, line in enumerate(_lines(breakdown, everybody), top + 1):
        _write(page, row, line)
    bars, rows = 1 + len(breakdown.shown), rows_of(breakdown) - 1
    chart = _bars(page, top + 1, bars)
    chart.set_size({"width": _ACROSS, "height": rows * _ROW_PIXELS})
    chart.set_plotarea({"layout": {**_LAYOUT, "height": bars / rows}})
    description = f"Share who progress, by {breakdown.by.lower()}; the figures stand to the right"
    page.place(top + 1, _BARS, chart, object_position=1, description=description)


def _lines(breakdown: Breakdown, everybody: Tally) -> Sequence[_ShareLine]:
    """Everybody, the groups shown, the hidden ones, and their sum, which follows from the others."""
    shown = [_ShareLine(group.name, group.tally) for group in breakdown.groups if group.tally]
    hidden = [_ShareLine(group.name, None) for group in breakdown.groups if not group.tally]
    rest = Tally(*(whole - part for whole, part in zip(everybody, total(breakdown.shown.values()), strict=True)))
    together = [_ShareLine(TOGETHER, rest, "quiet")] if hidden else []
    return [_ShareLine(EVERYBODY, everybody, "strong"), *shown, *hidden, *together]


def _write(page: Page, row: int, line: _ShareLine) -> None:
    page.write(row, _FIGURES, line.name, "cell", "small", "inset", line.look, "middle")
    if line.tally is None:
        page.merge(row, _PEOPLE, 0, _SHARE - _PEOPLE, *_HIDDEN_LOOK)
        page.write(row, _PEOPLE, HIDDEN, *_HIDDEN_LOOK)
        return
    tally = line.tally
    page.write(row, _PEOPLE, tally.people, "cell", "small", "tally", line.look, "middle")
    page.write(row, _PROGRESSED, tally.progressed, "cell", "small", "tally", line.look, "middle")
    share = tally.progressed / tally.people if tally.people else None
    page.write(row, _SHARE, share, "cell", "small", "centre", "percent", line.look, "middle")


def _bars(page: Page, first: int, bars: int) -> Any:
    """A bar a row from the first on, that of everybody in a colour of its own."""
    chart = page.book.chart("bar")
    last = first + bars - 1
    chart.add_series(
        {
            "name": "Share who progress",
            "categories": [page.name, first, _FIGURES, last, _FIGURES],
            "values": [page.name, first, _SHARE, last, _SHARE],
            "fill": {"color": SEA},
            "border": {"color": PAPER},
            "points": [{"fill": {"color": SLATE}, "border": {"color": PAPER}}],
            "data_labels": {"value": True, "num_format": "0%", "font": {"size": 9, "color": INK}},
            "gap": 40,
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    names = {"size": 9, "color": INK}
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": names, "line": {"color": HAIRLINE}})
    gridlines = {"visible": True, "line": {"color": HAIRLINE}}
    chart.set_x_axis({"min": 0, "max": 1, "major_unit": 0.25, "major_gridlines": gridlines, "visible": False})
    chart.set_chartarea({"border": {"none": True}})
    return chart
