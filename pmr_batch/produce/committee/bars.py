"""Horizontal stacked bars: a native chart that reads the cells of a table, above it or beside its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.excel.writing.book import Page
from pmr_batch.excel.writing.palette import HAIRLINE, PAPER

#: Up to so many academies have a bar each; beyond, a chart shows the trust.
MOST_BARS = 30
#: Pixels of a row, of a bar with its gap, and of the width of A4 landscape.
_ROW, _BAR, _WIDE = 20, 18, 980
_ROWS_OF_TITLE = 6
#: Bars beside a table: points of its headings and of a row, characters of the bars' column.
HEADS_HIGH, ROW_HIGH, BESIDE_WIDE = 39.0, 15.0, 50
#: Pixels of a character, and below the last bar.
_DIGIT, _BELOW = 7, 4


@dataclass(frozen=True)
class BarSeries:
    """One part of every bar: its name, the column of its figures, its colour as #RRGGBB."""

    heading: str
    column: int
    colour: str


def rows_of_bars(bars: int) -> int:
    """Rows of a sheet that a chart of so many bars takes, and an empty one."""
    return _ROWS_OF_TITLE + (bars * _BAR + _ROW - 1) // _ROW


def place_bars(
    page: Page, row: int, title: str, parts: Sequence[BarSeries], names: int, figures: tuple[int, int]
) -> None:
    """Put the chart at a row; `names` is the column of the bars' names, `figures` the table's first and last row."""
    chart, (first, last) = _stacked(page, parts, names, figures), figures
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "top"} if len(parts) > 1 else {"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    gridlines = {"visible": True, "line": {"color": HAIRLINE}}
    chart.set_x_axis({"major_gridlines": gridlines, "num_format": "#,##0", "min": 0})
    chart.set_size({"width": _WIDE, "height": _ROW * (rows_of_bars(last - first + 1) - 1)})
    description = f"{title}; the figures stand in the table below"
    page.place(row, 0, chart, x_offset=4, y_offset=8, description=description)


def place_bars_beside(
    page: Page, column: int, title: str, parts: Sequence[BarSeries], names: int, figures: tuple[int, int]
) -> None:
    """Put a bar beside each row of a table, from its headings on, with what the colours stand for above.

    The headings are `HEADS_HIGH` points high and the rows `ROW_HIGH`; the bars' column takes `BESIDE_WIDE` characters.
    """
    chart, (first, last) = _stacked(page, parts, names, figures), figures
    bars = (last - first + 1) * _points_to_pixels(ROW_HIGH)
    heads = _points_to_pixels(HEADS_HIGH)
    high = heads + bars + _BELOW
    chart.set_title({"none": True})
    chart.set_legend(
        {"position": "top", "font": {"size": 9}, "layout": {"x": 0.0, "y": 0.0, "width": 1.0, "height": heads / high}}
        if len(parts) > 1
        else {"none": True}
    )
    chart.set_y_axis(
        {"reverse": True, "label_position": "none", "major_tick_mark": "none", "line": {"color": HAIRLINE}}
    )
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_plotarea({"layout": {"x": 0.01, "y": heads / high, "width": 0.97, "height": bars / high}})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": BESIDE_WIDE * _DIGIT, "height": high})
    page.place(first - 1, column, chart, object_position=1, description=f"{title}; the figures stand to the left")


def _points_to_pixels(points: float) -> int:
    return int(points * 4 / 3)


def _stacked(page: Page, parts: Sequence[BarSeries], names: int, figures: tuple[int, int]) -> Any:
    """A chart of the figures; `names` is the column of the bars' names."""
    chart = page.book.chart("bar", subtype="stacked") if len(parts) > 1 else page.book.chart("bar")
    first, last = figures
    for part in parts:
        chart.add_series(
            {
                "name": part.heading,
                "categories": [page.name, first, names, last, names],
                "values": [page.name, first, part.column, last, part.column],
                "fill": {"color": part.colour},
                "border": {"color": PAPER},
                "gap": 45,
            }
        )
    return chart
