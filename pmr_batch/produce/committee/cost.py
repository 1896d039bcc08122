"""Cost: the main figures, a chart, what depends on open queries, and the sums by item, pay range and academy."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.excel.writing.palette import HAIRLINE, PAPER
from pmr_batch.model.cost import RoundCost
from pmr_batch.model.round import Moderated
from pmr_batch.produce.committee.cost_notes import how_to_read, to_know
from pmr_batch.produce.committee.cost_tables import (
    BELOW,
    LAST,
    MONEY,
    NOT_SPLIT,
    PARTS,
    POSTS,
    WIDTHS,
    amounts,
    by_academy,
    by_range,
    lines_of_text,
    query_scenarios,
    section,
    write_items,
    write_sums,
)
from pmr_batch.produce.list_sheets import mark_pages, write_title
from pmr_batch.produce.page_breaks import break_pages

NAME = "Cost"
#: Up to so many academies have a bar each; beyond, bars are of pay ranges.
_MOST_BARS = 30


@dataclass(frozen=True)
class _Bars:
    """The lines of a table that the chart shows: the first row, how many, and what each of them is."""

    first: int
    count: int
    by: str


def write_cost(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    page, cost = book.sheet(NAME), moderated.cost
    for column, width in enumerate(WIDTHS):
        page.width(column, width)
    page.paper.hide_gridlines(2)
    write_title(page, f"Cost: {moderated.run.cycle}", LAST)
    if cost and cost.posts:
        _figures(page, lines_of_text(page, 1, how_to_read(cost)), moderated, cost)
    else:
        lines_of_text(page, 1, ("Nobody is before the committee.",))
        mark_pages(page, moderated.run)
    return page


def _figures(page: Page, row: int, moderated: Moderated, cost: RoundCost) -> None:
    """Everything below the title, the longest table last: its headings are repeated on paper."""
    ranges, academies = by_range(cost), by_academy(moderated, cost)
    bars_by_range = len(academies) > _MOST_BARS
    chart_at = _key_figures(page, row, cost)
    below_chart = chart_at + _chart_rows(len(ranges if bars_by_range else academies))
    parts, row = (
        [0, below_chart],
        write_sums(
            page, below_chart, "If every open query is decided the one way, or the other", cost, query_scenarios(cost)
        ),
    )
    if notes := tuple(to_know(moderated, cost)):
        parts.append(row)
        row = lines_of_text(page, section(page, row, "What to know of these figures"), notes)
    items, rates = row, write_items(page, row, cost)
    row = lines_of_text(page, section(page, rates, "Rates that hold within these twelve months"), cost.rates)
    range_bars = _Bars(row + BELOW, len(ranges), "pay range")
    last = write_sums(page, row, "By pay range, as it is now", cost, ranges, cost.trust)
    academy_bars = _Bars(last + BELOW, len(academies), "academy")
    end = write_sums(page, last, "By academy", cost, academies, cost.trust)
    _chart(page, chart_at, range_bars if bars_by_range else academy_bars, cost)
    headings = academy_bars.first - 1
    mark_pages(page, moderated.run, repeat=(headings, headings))
    break_pages(page, WIDTHS, [*parts, items, rates, row, last], end)


# -- the figures at the top ------------------------------------------------------------------------


def _key_figures(page: Page, row: int, cost: RoundCost) -> int:
    """The figures that matter most, big, each below its heading; returns the row after them."""
    year = cost.trust.year
    figures: tuple[tuple[str, Decimal | int], ...] = (
        ("More in a full year, if all are approved", year.change.total),
        ("Posts", cost.trust.posts),
        ("Of it progression", year.progression.pay),
        ("Of it award", year.award.pay),
        ("Of it on-costs", year.change.on_costs),
        ("Not split", year.not_split.pay),
        ("Hangs on open queries", cost.waiting.in_question.year.change.total),
        ("More this financial year", cost.trust.this_year.change.total),
    )
    page.table("Cost_key_figures", [heading for heading, _ in figures], 1, row=row)
    for column, (heading, amount) in enumerate(figures):
        page.write(row, column, heading, "head_shown", "small")
        page.write(row + 1, column, amount, "figure", "pounds" if column != POSTS else "thousands")
    page.height(row, 30)
    page.height(row + 1, 34)
    return row + 2


# -- the chart -------------------------------------------------------------------------------------


def _chart_rows(bars: int) -> int:
    """Rows of 20 pixels that the chart takes, and an empty one."""
    return 7 + (bars * 17 + 19) // 20


def _chart(page: Page, row: int, bars: _Bars, cost: RoundCost) -> None:
    """Stacked bars, read from the cells of the table of which they are the lines."""
    chart = page.book.chart("bar", subtype="stacked")
    headings = [heading for heading, _ in amounts(cost)]
    for heading, get, colour in PARTS:
        if heading != NOT_SPLIT or get(cost.trust):
            chart.add_series(
                {
                    "name": heading,
                    "categories": _range(bars, 0),
                    "values": _range(bars, MONEY + headings.index(heading)),
                    "fill": {"color": colour},
                    "border": {"color": PAPER},
                    "gap": 45,
                }
            )
    chart.set_title({"name": f"What is added in a full year, by {bars.by}", "name_font": {"size": 12}})
    chart.set_legend({"position": "top"})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "label_position": "low"})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": HAIRLINE}}, "num_format": "£#,##0"})
    chart.set_size({"width": 1280, "height": 20 * (_chart_rows(bars.count) - 1)})
    description = f"Progression, award and on-costs by {bars.by}; the figures stand in the tables below"
    page.place(row, 0, chart, x_offset=4, y_offset=8, description=description)


def _range(bars: _Bars, column: int) -> list[str | int]:
    return [NAME, bars.first, column, bars.first + bars.count - 1, column]
