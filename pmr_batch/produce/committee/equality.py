"""Equality (1.2): who progresses, by what is held about people; what would identify single people is left out.

A section a characteristic: the figures, and bars of the shares beside them. Hidden rows say so in
words, and no hidden figure is anywhere in the file, the charts' own copies of their data included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.excel.writing.print_setup import points_on_a_page
from pmr_batch.model.equality import (
    Breakdown,
    Equality,
    EqualityState,
    EqualityTable,
    GroupComparison,
    PayTable,
    Tally,
)
from pmr_batch.model.round import Moderated
from pmr_batch.produce.committee.pay_by_sex import HEADING_HEIGHT, TITLE, write_pay_by_sex
from pmr_batch.produce.committee.share_bars import ROW_HEIGHT, WIDTHS, rows_of, write_shares
from pmr_batch.produce.list_sheets import CONTENTS, lines_of, mark_pages
from pmr_batch.produce.outcome_words import DECIDED_COUNT_TOO
from pmr_batch.produce.shorthand import HIDDEN, NOT_APPLICABLE
from pmr_batch.words import counted, day, listed

NAME = "Equality"
_LAST = len(WIDTHS) - 1
#: Points of a line of text, of a heading with its gap, and of a printed page.
_LINE, _HEADING, _PAGE = 15.0, 26.0, points_on_a_page(WIDTHS)
#: Letters of a line of text across the page, with space for another typeface.
_LETTERS = 185


def write_equality(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    page = book.sheet(NAME)
    page.paper.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        page.width(column, width)
    paper = _Paper(page)
    equality = moderated.equality
    _title(paper, equality)
    paper.heading("What this page can say, and what it cannot")
    for line in _cautions(equality, decided=bool(moderated.settled)):
        paper.line(line, "line")
    paper.fill(_sections(equality))
    mark_pages(page, moderated.run)
    page.paper.set_h_pagebreaks(paper.breaks)
    return page


def notable_equality(equality: Equality) -> Iterator[str]:
    """By what groups differ in who progresses, as far as is shown."""
    compared = [(table.by, table.comparisons) for table in equality.tables if table.breakdown]
    compared += [
        (breakdown.by, comparisons)
        for breakdown, comparisons in zip(equality.open_breakdowns, equality.open_comparisons, strict=True)
    ]
    differing = [f"{by.lower()} ({name})" for by, groups in compared for name, each in groups.items() if each.differs]
    if differing:
        yield f"Who progresses differs more than chance explains by {listed(differing)}: see the sheet Equality."


@dataclass(frozen=True)
class _Section:
    """A part of the page that is not parted on paper: so many points, and how it is written."""

    points: float
    write: Callable[[_Paper], None]


class _Paper:
    """The page from top to bottom: `row` is the next free one; nothing is parted that belongs together."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.row = 0
        self.breaks: list[int] = []
        self._used = 0.0

    def fill(self, sections: Iterable[_Section]) -> None:
        """Write the sections in their order, but fill the rest of a printed page with the next that fits it."""
        waiting = list(sections)
        while waiting:
            fits = next((each for each in waiting if self._used + each.points <= _PAGE), None)
            if fits is None:
                if self._used:
                    self.breaks.append(self.row)
                    self._used = 0.0
                fits = waiting[0]
            waiting.remove(fits)
            fits.write(self)

    def next(self, points: float) -> int:
        """The next row, so high."""
        self.page.height(self.row, points)
        self._used += points
        self.row += 1
        return self.row - 1

    def heading(self, text: str) -> None:
        """The heading of a section."""
        row = self.next(_HEADING)
        self.page.fill(row, range(_LAST + 1), "section")
        self.page.write(row, 0, text, "section")

    def line(self, text: str, *styles: str) -> None:
        """Text across the page, in so many rows as it takes."""
        for line in lines_of(text, _LETTERS):
            self.page.write(self.next(_LINE), 0, line, *styles)


def _title(paper: _Paper, equality: Equality) -> None:
    everybody = equality.everybody
    share = f", {everybody.progressed / everybody.people:.0%}" if everybody.people else ""
    texts = (
        ("Equality: who progresses, over the whole trust", ("title",), 34.0),
        (
            f"{everybody.progressed:,} of {counted(everybody.people, 'person', 'people')} who can progress "
            f"do{share}. Never by academy; nobody is named.",
            ("subtitle",),
            20.0,
        ),
    )
    for text, styles, height in texts:
        row = paper.next(height)
        paper.page.fill(row, range(_LAST + 1), "band")
        paper.page.write(row, 0, text, "band", *styles, "inset")
    paper.page.link(0, _LAST, CONTENTS, "A1", CONTENTS, "band", "link_on_band")


# -- in words --------------------------------------------------------------------------------------


def _cautions(equality: Equality, *, decided: bool) -> Iterator[str]:
    """What is counted, what is hidden and why, and what the figures do not say."""
    yield (
        "Whoever progresses is recommended for a higher point, for more pay where there is no point, or for another "
        "range that is not paid less. Only those who can progress are counted: nobody at the top of their range or on "
        "a spot salary, but for whoever applied for the Upper pay range."
    )
    if decided:
        yield DECIDED_COUNT_TOO
    if not equality.is_recorded:
        yield "The Equality sheet of trust.xlsx holds nobody yet, so that nothing can be said by what it asks."
    yield _suppression_text(equality.least)
    if any(table.state is EqualityState.EARLIER for table in equality.tables):
        yield (
            "Where an earlier run's count stands, too little has changed since to count anew: the two counts together "
            "would tell about single people."
        )
    if equality.open_breakdowns:
        beside = listed([breakdown.by.lower() for breakdown in equality.open_breakdowns])
        yield f"Nothing is hidden by {beside}, which stand beside each name on Recommendations."
    few, alike = (
        [table.by.lower() for table in equality.tables if table.breakdown is None and table.state is state]
        for state in (EqualityState.FEW, EqualityState.ALIKE)
    )
    if few:
        yield f"Nothing at all is said by {listed(few)}: too few people to say."
    if alike:
        yield (
            f"Nothing is said by {listed(alike)}: so few have come, gone or changed since an earlier cycle that its "
            "count and this one together would tell about single people."
        )
    yield (
        "From and to: what so few people can tell of a share (95 %). A group is compared with the others shown by an "
        "exact test, with all groups of the table counted."
    )
    shown = [tally.people for table in equality.tables if table.breakdown for tally in table.breakdown.shown.values()]
    if any(shown):
        yield _smallest_text(min(filter(None, shown)))
    yield (
        "Shares say nothing of why: pay range, years on the point, role and academy are not taken into account. What "
        "stands out is a reason to look at the cases, not a finding."
    )


def _suppression_text(least: float) -> str:
    if least <= 0:
        return "Nothing is hidden, for the trust has set its parameter small_number to nought."
    return (
        f"{HIDDEN} is confidential: fewer than {least} of the group progress, or fewer than {least} do not, none "
        "included; or such a group’s figures would follow from these, or from an earlier workbook. It is not nought. "
        "Whoever gave no answer belongs to no group: they are counted, and compared with nobody. "
        f"{NOT_APPLICABLE} does not apply: nobody to count, or not compared."
    )


def _smallest_text(people: int) -> str:
    return (
        f"The smallest group shown is of {counted(people, 'person', 'people')}: one person more or fewer moves its "
        f"share by {1 / people:.1%}. Differences of a few people are what chance brings."
    )


def _table_note(table: EqualityTable) -> str:
    """The note above a table; blank where it was counted in this run."""
    if table.state is EqualityState.EARLIER and table.published:
        return (
            f"As counted by run {table.published.run} on {day(table.published.as_of)}, of "
            f"{counted(table.published.everybody.people, 'person', 'people')}."
        )
    return ""


# -- tables ----------------------------------------------------------------------------------------


def _sections(equality: Equality) -> Iterator[_Section]:
    """All tables of which anything is shown; what is withheld is said above them."""
    for table in equality.tables:
        if table.breakdown and table.published:
            yield _shares(table.breakdown, table.published.everybody, _table_note(table), table.comparisons)
    if equality.pay:
        yield _pay(equality.pay)
    for breakdown, comparisons in zip(equality.open_breakdowns, equality.open_comparisons, strict=True):
        yield _shares(breakdown, equality.everybody, "", comparisons)


def _pay(tables: Sequence[PayTable]) -> _Section:
    def write(paper: _Paper) -> None:
        paper.heading(TITLE)
        paper.line(_OF_PAY, "note")
        top = paper.row
        paper.next(HEADING_HEIGHT)
        for _ in tables:
            paper.next(ROW_HEIGHT)
        write_pay_by_sex(paper.page, top, tables)

    return _Section(_HEADING + _lines(_OF_PAY) * _LINE + HEADING_HEIGHT + len(tables) * ROW_HEIGHT, write)


def _lines(text: str) -> int:
    return len(lines_of(text, _LETTERS)) if text else 0


_OF_PAY = (
    "Current annual full-time pay of everybody who counts here, also at the top of the range: half are paid more, half "
    "less. A lower median may come of fewer years, or of whose pay is where in the range: look at why."
)


def _shares(breakdown: Breakdown, everybody: Tally, note: str, comparisons: Mapping[str, GroupComparison]) -> _Section:
    rows = rows_of(breakdown)

    def write(paper: _Paper) -> None:
        paper.heading(breakdown.by)
        if note:
            paper.line(note, "note")
        top = paper.row
        for _ in range(rows):
            paper.next(ROW_HEIGHT)
        write_shares(paper.page, top, breakdown, everybody, comparisons)

    return _Section(_HEADING + _lines(note) * _LINE + rows * ROW_HEIGHT, write)
