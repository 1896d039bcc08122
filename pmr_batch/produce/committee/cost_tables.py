"""The tables of Cost: sums by what is decided, pay range, academy and item, each in the same columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from pmr_batch.excel.writing.book import Page
from pmr_batch.excel.writing.palette import SEA
from pmr_batch.model.cost import Cost, CostLine, RoundCost
from pmr_batch.model.round import Moderated
from pmr_batch.policy.on_costs import INSURANCE, LEVY
from pmr_batch.policy.pay_ranges import range_order
from pmr_batch.produce.list_sheets import height_of, lines_of, write_lines, write_part
from pmr_batch.words import day

#: The name of a line, its posts, then money.
WIDTHS = (32, 7, 17, 14, 14, 13, 15, 16.5, 15, 14, 14.5, 17, 15)
POSTS, MONEY, LAST = 1, 2, len(WIDTHS) - 1
#: From where a table begins to its first line: its section takes a row, and its headings another.
BELOW = 2
#: Letters of a line of text across the page, with space for another typeface.
_LETTERS = 225
#: Points by which a line is closer to the next than in other lists.
_SPACE = 1.5
_PALE_SEA, _CLOUD, _SAND = "#7FB3B8", "#BFC8D9", "#D9A441"

#: A heading, and the value of a line below it, in pounds and pence.
_Amount = tuple[str, Callable[[CostLine], Decimal]]


#: A name, and its sums.
NamedLine = tuple[str, CostLine]

NOT_SPLIT = "Not split"
#: The parts of a bar of the chart, each with its colour.
PARTS: Sequence[tuple[str, Callable[[CostLine], Decimal], str]] = (
    ("Progression", lambda line: line.year.progression.pay, SEA),
    ("Award", lambda line: line.year.award.pay, _PALE_SEA),
    (NOT_SPLIT, lambda line: line.year.not_split.pay, _CLOUD),
    ("On-costs", lambda line: line.year.change.on_costs, _SAND),
)


def amounts(cost: RoundCost) -> Sequence[_Amount]:
    """The columns of money of a table of sums."""
    return (
        ("Cost of a year on current pay", lambda line: line.year.current.total),
        *((heading, get) for heading, get, _ in PARTS[:-1]),
        ("Pension", lambda line: line.year.change.pension),
        ("National Insurance", lambda line: line.year.change.insurance),
        ("Levy", lambda line: line.year.change.levy),
        *((heading, get) for heading, get, _ in PARTS[-1:]),
        ("More in a full year", lambda line: line.year.change.total),
        (f"Cost of a year from {day(cost.starts)}", lambda line: line.year.recommended.total),
        ("More in this financial year", lambda line: line.this_year.change.total),
    )


# -- the lines of the tables ----------------------------------------------------------------------


def query_scenarios(cost: RoundCost) -> Sequence[NamedLine]:
    """The cost with all, and with none, of the people with open queries approved."""
    return (
        ("All are approved", cost.trust),
        ("None with open queries is approved", cost.none_approved),
        ("What hangs on the open queries", cost.waiting.in_question),
    )


def by_range(cost: RoundCost) -> Sequence[NamedLine]:
    """The pay ranges, from Main on."""
    in_order = sorted(cost.ranges, key=lambda name: (not name, range_order(name)))
    return [(name or "Not known", cost.ranges[name]) for name in in_order]


def by_academy(moderated: Moderated, cost: RoundCost) -> Sequence[NamedLine]:
    """The academies with anybody before the committee, in the order of all sheets."""
    names = {academy.code: academy.name for academy in moderated.academies if academy.code is not None}
    codes = {**dict.fromkeys(code for code in names if code in cost.academies), **dict.fromkeys(cost.academies)}
    return [(f"{code} {names.get(code, '')}".rstrip(), cost.academies[code]) for code in codes]


_ITEMS: Mapping[str, Callable[[Cost], Decimal]] = {
    "Pay": lambda cost: cost.pay,
    "Employer pension": lambda cost: cost.pension,
    INSURANCE: lambda cost: cost.insurance,
    LEVY: lambda cost: cost.levy,
    "Pay and on-costs": lambda cost: cost.total,
}


# -- how it is written -----------------------------------------------------------------------------


def section(page: Page, row: int, text: str) -> int:
    """The title of a part of the sheet; returns the row below it."""
    return write_part(page, row, text, LAST)


def lines_of_text(page: Page, row: int, sentences: Iterable[str]) -> int:
    """Text across the page, in so many rows as it takes; returns the row after the last."""
    for sentence in sentences:
        row = write_lines(page, row, lines_of(sentence, _LETTERS))
    return row


def write_sums(
    page: Page, row: int, title: str, cost: RoundCost, lines: Sequence[NamedLine], total: CostLine | None = None
) -> int:
    """A table of sums, a line a name and the trust's last; returns the row after it."""
    columns = amounts(cost)
    row = section(page, row, title)
    _headings(page, row, (title, "Posts", *(heading for heading, _ in columns)), len(lines) + (total is not None))
    for name, line in lines:
        row += 1
        _line(page, row, name, (line.posts, *(get(line) for _, get in columns)))
    if total:
        row += 1
        _line(page, row, "The trust", (total.posts, *(get(total) for _, get in columns)), "sum")
    return row + 1


def write_items(page: Page, row: int, cost: RoundCost) -> int:
    """What pay and each on-cost add up to in the trust, so that on-costs are shown below their pay."""
    trust = cost.trust
    columns: Mapping[str, Cost] = {
        "Cost of a year on current pay": trust.year.current,
        "Progression": trust.year.progression,
        "Award": trust.year.award,
        NOT_SPLIT: trust.year.not_split,
        "More in a full year": trust.year.change,
        f"A year from {day(cost.starts)}": trust.year.recommended,
        "More in this financial year": trust.this_year.change,
    }
    row = section(page, row, _BY_ITEM)
    _headings(page, row, (_BY_ITEM, "Posts", *columns), len(_ITEMS))
    for item, get in _ITEMS.items():
        row += 1
        look = ("sum",) if item == list(_ITEMS)[-1] else ()
        _line(page, row, item, (trust.posts, *map(get, columns.values())), *look)
    return row + 1


_BY_ITEM = "The trust, by what is paid"


def _headings(page: Page, row: int, headings: Sequence[str], rows: int) -> None:
    """The headings of a table of so many rows, marked as one."""
    page.table(re.sub(r"\W+", "_", f"{page.name} {headings[0]}"), headings, rows, row=row)
    page.write(row, 0, headings[0], "head", "small")
    for column, heading in enumerate(headings[POSTS:], POSTS):
        page.write(row, column, heading, "head", "small", "flush", "right" if column > POSTS else "centre")
    page.height(row, 30)


def _line(page: Page, row: int, name: str, values: Sequence[int | Decimal | None], *look: str) -> None:
    page.write(row, 0, name, "cell", "small", "wrap", "inset", *look)
    page.height(row, height_of([name], WIDTHS[:1]) - _SPACE)
    for column, value in enumerate(values, POSTS):
        page.write(row, column, value, "cell", "small", "pence" if column > POSTS else "tally", *look)
