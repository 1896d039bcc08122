"""Cost: the main figures, a chart, what hangs on open queries, and the sums by item, pay range and academy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from pmr_batch.layout.returns import PAY_RANGES
from pmr_batch.moderated import Moderated
from pmr_batch.moderated.cost import Cost, Line, RoundCost
from pmr_batch.policy.on_costs import INSURANCE, LEVY
from pmr_batch.produce.committee.cost_told import how_to_read, to_know
from pmr_batch.produce.lists import height_of, mark_pages
from pmr_batch.words import day
from pmr_batch.workbook.book import Book, Page
from pmr_batch.workbook.palette import HAIRLINE, PAPER, SEA

NAME = "Cost"
#: The name of a line, its posts, then money.
_WIDTHS = (36, 7, 16, 13.5, 13.5, 13, 13, 13, 12, 14, 14, 16, 15)
_POSTS, _MONEY, _LAST = 1, 2, len(_WIDTHS) - 1
#: Up to so many academies have a bar each; beyond, bars are of pay ranges.
_MOST_BARS = 30
_PALE_SEA, _CLOUD, _SAND = "#7FB3B8", "#BFC8D9", "#D9A441"

#: A heading, and what of a line stands below it, in pounds and pence.
_Amount = tuple[str, Callable[[Line], Decimal]]


@dataclass(frozen=True)
class _Bars:
    """The lines of a table that the chart shows: the first row, how many, and what each of them is."""

    first: int
    count: int
    by: str


def write_cost(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    page, cost = book.sheet(NAME), moderated.cost
    for column, width in enumerate(_WIDTHS):
        page.width(column, width)
    page.paper.hide_gridlines(2)
    page.fill(0, range(_LAST + 1), "band")
    page.write(0, 0, f"Cost: {moderated.run.cycle}", "band", "heading", "indent")
    page.height(0, 30)
    breaks = [0]
    if cost and cost.posts:
        breaks = _figures(page, _sentences(page, 1, how_to_read(cost)), moderated, cost)
    else:
        _sentences(page, 1, ("Nobody is before the committee.",))
    mark_pages(page, moderated.run)
    page.paper.set_h_pagebreaks(breaks)
    return page


def _figures(page: Page, row: int, moderated: Moderated, cost: RoundCost) -> list[int]:
    """All that stands below the title; returns the rows before which a page of paper may end."""
    chart_at = _tiles(page, row, cost)
    by_academy = len(cost.academies) <= _MOST_BARS
    row = chart_at + _chart_rows(len(cost.academies if by_academy else cost.ranges))
    row = _table(page, row, "If every open query is decided the one way, or the other", cost, _ways(cost))
    if told := tuple(to_know(moderated, cost)):
        row = _sentences(page, _section(page, row, "What to know of these figures"), told) + 1
    items = row
    row = _items(page, row, cost)
    ranges, academies = _ranges(cost), _academies(moderated, cost)
    ranges_at = row + 3
    row = _table(page, row, "By pay range, as it is now", cost, ranges, cost.trust)
    academies_at = row + 3
    breaks = [items, row] if len(academies) > _MOST_BARS else [items]
    row = _table(page, row, "By academy", cost, academies, cost.trust)
    _sentences(page, _section(page, row, "Rates that hold within these twelve months"), cost.rates)
    at_academies, at_ranges = (
        _Bars(academies_at, len(academies), "academy"),
        _Bars(ranges_at, len(ranges), "pay range"),
    )
    _chart(page, chart_at, at_academies if by_academy else at_ranges, cost)
    return breaks


# -- the figures at the top ------------------------------------------------------------------------


def _tiles(page: Page, row: int, cost: RoundCost) -> int:
    """The figures that matter most, big, each with its label."""
    year = cost.trust.year
    tiles = (
        (0, 0, year.change.total, "more in a full year, if all are approved"),
        (2, 1, year.progression.pay, "of it progression"),
        (4, 1, year.award.pay, "award"),
        (6, 1, year.change.on_costs, "on-costs"),
        (8, 1, cost.trust.this_year.change.total, "more in this financial year"),
        (10, 1, cost.waiting.in_question.year.change.total, "hangs on open queries"),
    )
    page.height(row, 8)
    page.height(row + 1, 38)
    for column, across, amount, label in tiles:
        if across:
            page.merge(row + 1, column, 0, across, "big")
        page.write(row + 1, column, amount, "big", "pounds", "left")
        page.write(row + 2, column, label, "line", "quiet")
    return row + 4


def _section(page: Page, row: int, text: str) -> int:
    page.fill(row, range(_LAST + 1), "section")
    page.write(row, 0, text, "section")
    page.height(row, 28)
    page.height(row + 1, 5)
    return row + 2


def _sentences(page: Page, row: int, sentences: Iterable[str]) -> int:
    """A line of text each, as high as it needs to be; returns the row after the last."""
    for sentence in sentences:
        page.merge(row, 0, 0, _LAST, "note")
        page.write(row, 0, sentence, "note")
        page.height(row, height_of([sentence], [sum(_WIDTHS)]))
        row += 1
    return row


# -- tables ----------------------------------------------------------------------------------------


def _amounts(cost: RoundCost) -> Sequence[_Amount]:
    return (
        ("Cost of a year on current pay", lambda line: line.year.current.total),
        *((heading, get) for heading, get, _ in _PARTS[:-1]),
        ("Pension", lambda line: line.year.change.pension),
        ("National Insurance", lambda line: line.year.change.insurance),
        ("Levy", lambda line: line.year.change.levy),
        *((heading, get) for heading, get, _ in _PARTS[-1:]),
        ("More in a full year", lambda line: line.year.change.total),
        (f"Cost of a year from {day(cost.starts)}", lambda line: line.year.recommended.total),
        ("More in this financial year", lambda line: line.this_year.change.total),
    )


#: The parts of a bar of the chart, each with its colour.
_PARTS: Sequence[tuple[str, Callable[[Line], Decimal], str]] = (
    ("Progression", lambda line: line.year.progression.pay, SEA),
    ("Award", lambda line: line.year.award.pay, _PALE_SEA),
    ("Not split", lambda line: line.year.not_split.pay, _CLOUD),
    ("On-costs", lambda line: line.year.change.on_costs, _SAND),
)
_Named = tuple[str, Line]


def _table(
    page: Page, row: int, title: str, cost: RoundCost, lines: Sequence[_Named], total: Line | None = None
) -> int:
    """A table of sums, a line a name and the trust's last; returns the row after it, and one of air."""
    amounts = _amounts(cost)
    row = _section(page, row, title)
    _headings(page, row, ("Posts", *(heading for heading, _ in amounts)))
    for name, line in lines:
        row += 1
        _line(page, row, name, (line.posts, *(get(line) for _, get in amounts)))
    if total:
        row += 1
        _line(page, row, "The trust", (total.posts, *(get(total) for _, get in amounts)), "sum")
    return row + 2


def _headings(page: Page, row: int, headings: Sequence[str]) -> None:
    for column, heading in enumerate(("", *headings)):
        page.write(row, column, heading, "head", "small", "flush")
    page.height(row, 30)


def _line(page: Page, row: int, name: str, values: Sequence[int | Decimal | None], *look: str) -> None:
    page.write(row, 0, name, "cell", "small", "wrap", "inset", *look)
    page.height(row, height_of([name], _WIDTHS[:1]))
    for column, value in enumerate(values, _POSTS):
        page.write(row, column, value, "cell", "small", "pence" if column > _POSTS else "tally", *look)


def _ways(cost: RoundCost) -> Sequence[_Named]:
    return (
        ("All are approved", cost.trust),
        ("None with an open query is approved", cost.none_approved),
        ("What hangs on the open queries", cost.waiting.in_question),
    )


def _ranges(cost: RoundCost) -> Sequence[_Named]:
    order = [*PAY_RANGES, ""]
    return [(name or "Not known", cost.ranges[name]) for name in sorted(cost.ranges, key=order.index)]


def _academies(moderated: Moderated, cost: RoundCost) -> Sequence[_Named]:
    """Those with anybody before the committee, in the order of all sheets."""
    names = {one.code: one.name for one in moderated.academies if one.code is not None}
    codes = sorted(cost.academies, key=partial(_place, list(names)))
    return [(f"{code} {names.get(code, '')}".rstrip(), cost.academies[code]) for code in codes]


def _place(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else len(codes)


# -- what is paid ----------------------------------------------------------------------------------

_ITEMS: Mapping[str, Callable[[Cost], Decimal]] = {
    "Pay": lambda cost: cost.pay,
    "Employer pension": lambda cost: cost.pension,
    INSURANCE: lambda cost: cost.insurance,
    LEVY: lambda cost: cost.levy,
    "Pay and on-costs": lambda cost: cost.total,
}


def _items(page: Page, row: int, cost: RoundCost) -> int:
    """What pay and each on-cost add up to in the trust, so that on-costs stand below what they come of."""
    trust = cost.trust
    columns: Mapping[str, Cost] = {
        "Cost of a year on current pay": trust.year.current,
        "Progression": trust.year.progression,
        "Award": trust.year.award,
        "Not split": trust.year.not_split,
        "More in a full year": trust.year.change,
        f"A year from {day(cost.starts)}": trust.year.recommended,
        "More in this financial year": trust.this_year.change,
    }
    row = _section(page, row, "The trust, by what is paid")
    _headings(page, row, ("", *columns))
    for item, get in _ITEMS.items():
        row += 1
        look = ("sum",) if item == list(_ITEMS)[-1] else ()
        _line(page, row, item, (None, *map(get, columns.values())), *look)
    return row + 2


# -- the chart -------------------------------------------------------------------------------------


def _chart_rows(bars: int) -> int:
    """Rows of 20 pixels that the chart takes, and one of air."""
    return 7 + (bars * 24 + 19) // 20


def _chart(page: Page, at: int, bars: _Bars, cost: RoundCost) -> None:
    """Stacked bars, read from the cells of the table of which they are the lines."""
    chart = page.book.chart("bar", subtype="stacked")
    headings = [heading for heading, _ in _amounts(cost)]
    for heading, get, colour in _PARTS:
        if get(cost.trust):
            chart.add_series(
                {
                    "name": heading,
                    "categories": _range(bars, 0),
                    "values": _range(bars, _MONEY + headings.index(heading)),
                    "fill": {"color": colour},
                    "border": {"color": PAPER},
                    "gap": 45,
                }
            )
    chart.set_title({"name": f"What is added in a full year, by {bars.by}", "name_font": {"size": 12}})
    chart.set_legend({"position": "top"})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "label_position": "low"})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": HAIRLINE}}, "num_format": "£#,##0"})
    chart.set_size({"width": 1380, "height": 20 * (_chart_rows(bars.count) - 1)})
    told = f"Progression, award and on-costs by {bars.by}; the figures stand in the tables below"
    page.place(at, 0, chart, x_offset=4, y_offset=8, description=told)


def _range(bars: _Bars, column: int) -> list[str | int]:
    return [NAME, bars.first, column, bars.first + bars.count - 1, column]
