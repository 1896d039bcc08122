"""Shares that progress as a marked table, with bars of them to the right: one breakdown of Equality.

The data of the bars are the rows above the hidden ones and no others, for a chart holds a copy of its data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.excel.writing.book import Page
from pmr_batch.excel.writing.palette import HAIRLINE, INK, PAPER, SEA, SLATE
from pmr_batch.model.equality import Breakdown, GroupComparison, Tally, total
from pmr_batch.model.terms import Value
from pmr_batch.produce.shorthand import HIDDEN, NOT_APPLICABLE

EVERYBODY, TOGETHER = "Everybody", "The hidden groups together"
#: Beside each hidden group, whichever of the two it is: which one would tell something itself.
_WHY_HIDDEN = "Few people, or others’ would follow"
#: Characters of the columns: the figures, a gap, then the bars.
WIDTHS = (28, 9, 11, 9, 8, 8, 34, 2, 66)
_FIGURES, _PEOPLE, _PROGRESSED, _SHARE, _FROM, _TO, _SAID, _BARS = 0, 1, 2, 3, 4, 5, 6, 8
_HIDDEN_LOOK = ("cell", "small", "middle", "shown", "centre")
#: Points of a row of figures, and pixels: of a row, and of the bars across.
ROW_HEIGHT, _ROW_PIXELS, _ACROSS = 15.0, 20, 464
#: A lower chart is drawn squeezed: it reaches, empty and clear, into what is below.
_LEAST_ROWS = 5
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
    return 2 + len(breakdown.groups) + hidden


def write_shares(
    page: Page, top: int, breakdown: Breakdown, everybody: Tally, comparisons: Mapping[str, GroupComparison]
) -> None:
    """Write a breakdown of `everybody` from row `top` on; without `comparisons`, no columns for them."""
    page.write(top, _BARS, "Share who progress", "head", "small")
    compared = ("From", "To", "Beside the other groups shown") if comparisons else ()
    headings = (breakdown.by, "People", "Progressed", "Share", *compared)
    lines = _lines(breakdown, everybody, comparisons)
    page.table(re.sub(r"\W+", "_", f"{page.name} by {breakdown.by}"), headings, len(lines), row=top)
    for column, heading in enumerate(headings, _FIGURES):
        page.write(top, column, heading, "head", "small", *(() if column in (_FIGURES, _SAID) else ("centre",)))
    for row, line in enumerate(lines, top + 1):
        _write(page, row, line, len(headings))
    bars = 1 + len(breakdown.shown)
    rows = max(_LEAST_ROWS, rows_of(breakdown) - 1)
    chart = _bars(page, top + 1, bars)
    chart.set_size({"width": _ACROSS, "height": rows * _ROW_PIXELS})
    chart.set_plotarea({"layout": {**_LAYOUT, "height": bars / rows}})
    description = f"Share who progress, by {breakdown.by.lower()}; the figures stand to the left"
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


def _write(page: Page, row: int, line: _ShareLine, columns: int) -> None:
    page.write(row, _FIGURES, line.name, "cell", "small", "inset", line.look, "middle")
    if line.tally is None:
        for column in range(_PEOPLE, min(columns, _SAID)):
            page.write(row, column, HIDDEN, *_HIDDEN_LOOK)
        if columns > _SAID:
            page.write(row, _SAID, _WHY_HIDDEN, "cell", "small", "inset", "middle", "quiet")
        return
    tally = line.tally
    page.write(row, _PEOPLE, tally.people, "cell", "small", "tally", line.look, "middle")
    page.write(row, _PROGRESSED, tally.progressed, "cell", "small", "tally", line.look, "middle")
    share: Value = tally.progressed / tally.people if tally.people else NOT_APPLICABLE
    page.write(row, _SHARE, share, "cell", "small", "centre", "percent", line.look, "middle")
    if columns <= _FROM:
        return
    unknown = (NOT_APPLICABLE, NOT_APPLICABLE)
    interval: tuple[Value, Value] = line.comparison.interval if line.comparison else unknown
    for column, end in zip((_FROM, _TO), interval, strict=True):
        page.write(row, column, end, "cell", "small", "centre", "percent", line.look, "middle")
    differs = line.comparison is not None and line.comparison.differs
    said = _said(line.comparison) if line.comparison else NOT_APPLICABLE
    page.write(row, _SAID, said, "cell", "small", "inset", "middle", "fill_in" if differs else "quiet")


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
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    return chart
