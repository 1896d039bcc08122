"""Bars of the shares that progress, with their figures to the right: one breakdown of Equality.

The data of the bars are the rows above the hidden ones and no others, for a chart holds a copy of its data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.excel.writing.book import Page
from pmr_batch.excel.writing.palette import HAIRLINE, INK, PAPER, SEA, SLATE
from pmr_batch.model.equality import Breakdown, GroupComparison, Tally, total

#: In the place of each figure that is confidential; the page says why.
HIDDEN = "[c]"
EVERYBODY, TOGETHER = "Everybody", "The hidden groups together"
#: Characters of the columns: the bars, a gap, then the figures.
WIDTHS = (66, 2, 28, 9, 11, 9, 8, 8, 34)
_BARS, _FIGURES, _PEOPLE, _PROGRESSED, _SHARE, _FROM, _TO, _SAID = 0, 2, 3, 4, 5, 6, 7, 8
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
    comparison: GroupComparison | None = None


def rows_of(breakdown: Breakdown) -> int:
    """Rows that the breakdown takes."""
    hidden = len(breakdown.groups) > len(breakdown.shown)
    return max(_LEAST_ROWS, 2 + len(breakdown.groups) + hidden)


def write_shares(
    page: Page, top: int, breakdown: Breakdown, everybody: Tally, comparisons: Mapping[str, GroupComparison]
) -> None:
    """Write a breakdown of `everybody` from row `top` on; without `comparisons`, no columns for them."""
    page.write(top, _BARS, "Share who progress", "head", "small")
    compared = ("From", "To", "Beside the other groups shown") if comparisons else ()
    headings = (breakdown.by, "People", "Progressed", "Share", *compared)
    for column, heading in enumerate(headings, _FIGURES):
        page.write(top, column, heading, "head", "small", *(() if column in (_FIGURES, _SAID) else ("centre",)))
    for row, line in enumerate(_lines(breakdown, everybody, comparisons), top + 1):
        _write(page, row, line)
    bars, rows = 1 + len(breakdown.shown), rows_of(breakdown) - 1
    chart = _bars(page, top + 1, bars)
    chart.set_size({"width": _ACROSS, "height": rows * _ROW_PIXELS})
    chart.set_plotarea({"layout": {**_LAYOUT, "height": bars / rows}})
    description = f"Share who progress, by {breakdown.by.lower()}; the figures stand to the right"
    page.place(top + 1, _BARS, chart, object_position=1, description=description)


def _lines(breakdown: Breakdown, everybody: Tally, comparisons: Mapping[str, GroupComparison]) -> Sequence[_ShareLine]:
    """Everybody, the groups shown, the hidden ones, and their sum, which follows from the others."""
    shown = [
        _ShareLine(group.name, group.tally, comparison=comparisons.get(group.name))
        for group in breakdown.groups
        if group.tally
    ]
    hidden = [_ShareLine(group.name, None) for group in breakdown.groups if not group.tally]
    rest = Tally(*(whole - part for whole, part in zip(everybody, total(breakdown.shown.values()), strict=True)))
    together = [_ShareLine(TOGETHER, rest, "quiet")] if hidden else []
    return [_ShareLine(EVERYBODY, everybody, "strong"), *shown, *hidden, *together]


def _write(page: Page, row: int, line: _ShareLine) -> None:
    page.write(row, _FIGURES, line.name, "cell", "small", "inset", line.look, "middle")
    if line.tally is None:
        for column in (_PEOPLE, _PROGRESSED, _SHARE):
            page.write(row, column, HIDDEN, *_HIDDEN_LOOK)
        return
    tally = line.tally
    page.write(row, _PEOPLE, tally.people, "cell", "small", "tally", line.look, "middle")
    page.write(row, _PROGRESSED, tally.progressed, "cell", "small", "tally", line.look, "middle")
    share = tally.progressed / tally.people if tally.people else None
    page.write(row, _SHARE, share, "cell", "small", "centre", "percent", line.look, "middle")
    if line.comparison:
        for column, end in zip((_FROM, _TO), line.comparison.interval, strict=True):
            page.write(row, column, end, "cell", "small", "centre", "percent", line.look, "middle")
        verdict = "fill_in" if line.comparison.differs else "quiet"
        page.write(row, _SAID, _said(line.comparison), "cell", "small", "inset", "middle", verdict)


def _said(comparison: GroupComparison) -> str:
    if comparison.chance is None:
        return "Too few to say"
    if comparison.differs:
        return "Differs more than chance explains"
    return "No more different than chance explains"


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
