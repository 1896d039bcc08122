"""Women's and men's median pay and point within each pay range, as a marked table of Equality."""

from __future__ import annotations

from collections.abc import Sequence

from pmr_batch.excel.writing.book import Page
from pmr_batch.model.equality import EqualityState, PayTable, RangePay
from pmr_batch.model.terms import Value
from pmr_batch.produce.shorthand import HIDDEN
from pmr_batch.words import day

TITLE = "Median pay and point by sex, within each pay range"
#: Points of the headings, which take three lines.
HEADING_HEIGHT = 42.0
_HEADINGS = (
    "Pay range",
    "People",
    "Women, median pay",
    "Women, point",
    "Men, median pay",
    "Men, point",
    "What it says",
)
_STYLES = ("inset", "tally", "pounds", "centre", "pounds", "centre", "inset")
_HIDDEN_BECAUSE = {
    EqualityState.FEW: "Too few, or it would tell on single people",
    EqualityState.ALIKE: "With an earlier count it would tell on people",
}


def write_pay_by_sex(page: Page, top: int, tables: Sequence[PayTable]) -> int:
    """Write the table with its headings at row `top`; returns the row after it."""
    page.table(f"{page.name}_pay_by_sex", _HEADINGS, len(tables), row=top)
    for column, heading in enumerate(_HEADINGS):
        page.write(top, column, heading, "head", "small", *(() if _STYLES[column] == "inset" else ("centre",)))
    page.height(top, HEADING_HEIGHT)
    for row, table in enumerate(tables, top + 1):
        for column, (value, style) in enumerate(zip(_values(table), _STYLES, strict=True)):
            look = ("shown", "centre") if value == HIDDEN else (style,)
            page.write(row, column, value, "cell", "small", "middle", *look)
    return top + 1 + max(len(tables), 1)


def _values(table: PayTable) -> Sequence[Value]:
    pay = table.pay
    if pay is None:
        return table.name, table.people, *(HIDDEN,) * 4, _HIDDEN_BECAUSE[table.state]
    people = table.people if table.state is EqualityState.COUNTED else len(pay.people)
    figures = (pay.women.pay, pay.women.points, pay.men.pay, pay.men.points)
    return table.name, people, *figures, _said(table, pay)


def _said(table: PayTable, pay: RangePay) -> str:
    difference = float(pay.difference)
    said = "The same" if not difference else f"Women’s {abs(difference):.1%} {'higher' if difference > 0 else 'lower'}"
    if table.state is EqualityState.EARLIER and table.published:
        return f"{said}; as counted by run {table.published.run} on {day(table.published.as_of)}"
    return said
