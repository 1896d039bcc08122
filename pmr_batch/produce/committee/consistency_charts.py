"""The charts of Consistency: reviewers' shares in a funnel of what chance explains, academies' with their intervals.

The figures that they draw are to the right of the table, on the screen only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from pmr_batch.excel.writing.addresses import letter
from pmr_batch.excel.writing.book import Page
from pmr_batch.excel.writing.palette import DEEP, HAIRLINE, INK, OCHRE, PAPER, QUIET, SEA, SLATE
from pmr_batch.model.consistency import ComparedGroup, Consistency, Grouping, Verdict
from pmr_batch.model.terms import Value
from pmr_batch.words import counted

#: Rows of 20 pixels that the charts take.
CHART_ROWS = 20
_HIGH, _GAP = 20 * CHART_ROWS - 20, 10
#: Up to so many academies are drawn one by one; beyond, as a funnel.
_MOST_ACADEMIES = 30
#: Groups with the same figures would hide each other: they share a mark, the larger the more they are at most.
_MARKS = ((1, 5), (9, 8), (None, 12))
_FONT: dict[str, Any] = {"size": 10, "bold": False, "color": INK}
_SHARE = "Share who met the criteria"
_NOUNS = {Grouping.REVIEWER: ("reviewer", "reviewers"), Grouping.ACADEMY: ("academy", "academies")}
_PEOPLE = {Grouping.REVIEWER: "reviewees", Grouping.ACADEMY: "people"}
_LIMITS = ("People compared", "99.8 % from", "95 % from", "Trust", "95 % to", "99.8 % to")
_FUNNEL_COLUMNS = len(_LIMITS) + 3
#: From so many people on, an axis begins and ends with a round number.
_MANY_PEOPLE = 20
#: The lines above the trust's share, which look like those below it and need no words of their own.
_ABOVE = (3, 4)


@dataclass(frozen=True)
class _Block:
    """Figures in cells: `count` rows from `top` on, in columns from `column` on."""

    sheet: str
    top: int
    column: int
    count: int

    def range(self, column: int, first: int = 0, last: int | None = None) -> str:
        """Cells of a column of the block, from its first to its last row, as a formula has them."""
        column_letter = letter(self.column + column)
        bottom = self.top + (self.count if last is None else last + 1)
        return f"={self.sheet}!${column_letter}${self.top + first + 1}:${column_letter}${bottom}"


def place_charts(page: Page, consistency: Consistency, row: int, width: int, figures: tuple[int, int]) -> None:
    """Put both charts side by side at a row, together so many pixels wide.

    Their figures have their headings at `figures`, and go on to the right.
    """
    if not consistency.share.of:
        return
    top, column = figures
    page.write(top - 1, column, "Figures of the charts (on the screen, not printed)", "line", "quiet", "small")
    left = _funnel(page, consistency, Grouping.REVIEWER, (top, column))
    column += _FUNNEL_COLUMNS + 1
    academies = [group for group in consistency.by(Grouping.ACADEMY) if group.share.of]
    one_by_one = len(academies) <= _MOST_ACADEMIES
    right = (
        _intervals(page, consistency, academies, (top, column))
        if one_by_one
        else _funnel(page, consistency, Grouping.ACADEMY, (top, column))
    )
    for nth, (chart, description) in enumerate((left, right)):
        chart.set_size({"width": width // 2 - _GAP, "height": _HIGH})
        chart.set_chartarea({"border": {"color": HAIRLINE}, "fill": {"color": PAPER}})
        chart.show_hidden_data()
        page.place(row, 0, chart, x_offset=_GAP // 2 + nth * width // 2, y_offset=_GAP, description=description)


def _figures(page: Page, place: tuple[int, int], headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> _Block:
    """Write figures below their headings, as a marked table; shares are floats."""
    top, column = place
    if rows:
        page.table(f"{page.name}_figures_{letter(column)}", headings, len(rows), row=top, column=column)
    for across, heading in enumerate(headings):
        page.write(top, column + across, heading, "head_prefilled", "small", "flush")
    for down, row in enumerate(rows, top + 1):
        for across, value in enumerate(row):
            style = "percent" if isinstance(value, float) else "line"
            page.write(down, column + across, value, "line", "small", "quiet", style)
    return _Block(page.name, top + 1, column, len(rows))


# -- the funnel ------------------------------------------------------------------------------------


def _funnel(page: Page, consistency: Consistency, by: Grouping, place: tuple[int, int]) -> tuple[Any, str]:
    """Groups by the number of people compared, with the shares between which chance alone would leave them."""
    singular, plural = _NOUNS[by]
    chart = page.book.chart("scatter", subtype="straight")
    _add_limits(chart, page, consistency, by, place)
    _add_marks(chart, page, consistency, by, (place[0], place[1] + len(_LIMITS)))
    title = f"{plural.capitalize()}: {_SHARE.lower()}, by number of {_PEOPLE[by]}"
    _format(chart, title, _lowest(consistency, by), _ABOVE)
    sizes = [group.share.of for group in consistency.by(by) if group.share.of]
    sizes += [limit.size for limit in consistency.limits[by]]
    step = 1 if max(sizes) < _MANY_PEOPLE else 10
    ends = {"min": (min(sizes) - 1) // step * step, "max": (max(sizes) // step + 1) * step}
    chart.set_x_axis(_axis(f"Number of {_PEOPLE[by]} compared", num_format="#,##0", **ends))
    differing = sum(group.verdict is Verdict.DIFFERS for group in consistency.by(by))
    description = (
        f"Funnel chart of {counted(len(consistency.by(by)), singular, plural)}: {_SHARE.lower()} by number of "
        f"{_PEOPLE[by]}, around the trust's {consistency.share.value:.1%}, with limits that chance alone keeps "
        f"within in 95 % and 99.8 % of cases. More different than chance explains: {differing:,}. "
        "The figures stand in cells beside the table."
    )
    return chart, description


def _lowest(consistency: Consistency, by: Grouping) -> float:
    """The lowest share that a funnel shows."""
    shares = [group.share.value for group in consistency.by(by) if group.share.value is not None]
    return min([*shares, *(limit.outer[0] for limit in consistency.limits[by])])


def _add_limits(chart: Any, page: Page, consistency: Consistency, by: Grouping, place: tuple[int, int]) -> None:
    """The trust's share, and two pairs of lines about it; none where everybody came out alike."""
    limits = consistency.limits[by]
    rows = [
        (limit.size, limit.outer[0], limit.inner[0], consistency.share.value, limit.inner[1], limit.outer[1])
        for limit in limits
    ]
    if not rows:
        return
    block = _figures(page, place, _LIMITS, rows)
    lines = (
        ("The trust's share", 3, {"color": DEEP, "width": 1.75}),
        ("95 % by chance alone", 2, {"color": SLATE, "width": 1.25}),
        ("99.8 % by chance alone", 1, {"color": QUIET, "width": 1, "dash_type": "dash"}),
        ("95 %, above", 4, {"color": SLATE, "width": 1.25}),
        ("99.8 %, above", 5, {"color": QUIET, "width": 1, "dash_type": "dash"}),
    )
    for name, column, line in lines:
        series = {"name": name, "categories": block.range(0), "values": block.range(column)}
        chart.add_series({**series, "line": line, "marker": {"type": "none"}})


def _add_marks(chart: Any, page: Page, consistency: Consistency, by: Grouping, place: tuple[int, int]) -> None:
    """The groups, marked by how many have the same figures, and whether they differ more than chance explains."""
    marks = list(_marks(consistency.by(by), *_NOUNS[by]))
    rows = [row for _, _, of_mark in marks for row in of_mark]
    headings = ("People compared", "Share met", _NOUNS[by][1].capitalize())
    block, first = _figures(page, place, headings, rows), 0
    for name, marker, of_mark in marks:
        last = first + len(of_mark) - 1
        series = {"name": name, "categories": block.range(0, first, last), "values": block.range(1, first, last)}
        chart.add_series({**series, "line": {"none": True}, "marker": marker})
        first = last + 1


_Mark = tuple[str, dict[str, Any], list[tuple[int, float, int]]]


def _marks(groups: Sequence[ComparedGroup], singular: str, plural: str) -> Iterator[_Mark]:
    """The series of marks: the label, the marker, and the rows of figures of each."""
    alike: dict[bool, Counter[tuple[int, float]]] = {True: Counter(), False: Counter()}
    for group in groups:
        if group.share.value is not None:
            alike[group.verdict is Verdict.DIFFERS][group.share.of, group.share.value] += 1
    least = 1
    for most, size in _MARKS:
        points = [(*point, count) for point, count in sorted(alike[False].items()) if least <= count <= (most or count)]
        if points:
            yield _label(least, most, singular, plural), _marker("circle", size, SEA), points
        least = (most or 0) + 1
    if differing := [(*point, count) for point, count in sorted(alike[True].items())]:
        yield "Differs more than chance explains", _marker("diamond", 11, OCHRE), differing


def _label(least: int, most: int | None, singular: str, plural: str) -> str:
    if most == 1:
        return f"1 {singular}"
    return f"{least} to {most} {plural}" if most else f"{least} or more {plural}"


def _marker(kind: str, size: int, colour: str) -> dict[str, Any]:
    return {"type": kind, "size": size, "fill": {"color": colour}, "border": {"color": PAPER}}


# -- the academies one by one ----------------------------------------------------------------------


def _intervals(
    page: Page, consistency: Consistency, academies: Sequence[ComparedGroup], place: tuple[int, int]
) -> tuple[Any, str]:
    """A mark for each academy's share, and a line over all that its people are consistent with."""
    rows = [
        (academy.code, share, academy.interval[1] - share, share - academy.interval[0], consistency.share.value)
        for academy in academies
        if (share := academy.share.value) is not None
    ]
    block = _figures(page, place, ("Academy", "Share met", "Up to", "Down to", "Trust"), rows)
    chart = page.book.chart("line")
    bars = {"type": "custom", "plus_values": block.range(2), "minus_values": block.range(3), "line": {"color": SLATE}}
    shares = {"name": "Share, with what so few can tell (95 %)", "categories": block.range(0), "values": block.range(1)}
    chart.add_series(
        {**shares, "line": {"none": True}, "marker": _marker("circle", 8, SEA), "y_error_bars": bars},
    )
    trust = {"name": "The trust's share", "categories": block.range(0), "values": block.range(4)}
    chart.add_series({**trust, "line": {"color": DEEP, "width": 1.75}, "marker": {"type": "none"}})
    _format(chart, f"Academies: {_SHARE.lower()}", min(academy.interval[0] for academy in academies))
    chart.set_x_axis(_axis("Academy code"))
    description = (
        f"{_SHARE} in {counted(len(rows), 'academy', 'academies')}, each with the 95 % interval of what its people "
        f"can tell, beside the trust's {consistency.share.value:.1%}. The figures stand in the table."
    )
    return chart, description


# -- the format of both ----------------------------------------------------------------------------


def _format(chart: Any, title: str, lowest: float, unnamed: Sequence[int] = ()) -> None:
    """Title, legend but for the `unnamed` series, and the axis of shares, from below the `lowest` that is drawn."""
    chart.set_title({"name": title, "name_font": {"size": 12, "color": INK}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _FONT, "delete_series": list(unnamed)})
    chart.set_y_axis(_axis(_SHARE, num_format="0%", min=min(0.8, floor(5 * lowest) / 5), max=1, major_unit=0.2))


def _axis(name: str, **options: Any) -> dict[str, Any]:
    grid = {"visible": "major_unit" in options, "line": {"color": HAIRLINE}}
    return {"name": name, "name_font": _FONT, "num_font": _FONT, "major_gridlines": grid, **options}
