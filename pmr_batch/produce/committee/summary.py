"""Summary: the counts first, what the committee has to do and by when, and how each academy stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmr_batch.excel.writing.addresses import address, letter
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.committee_workbook import APPEALS
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome, Severity
from pmr_batch.produce.committee import appeals
from pmr_batch.produce.committee.bars import MOST_BARS, BarSeries, place_bars, rows_of_bars
from pmr_batch.produce.committee.recommendations import NAME, columns, recommendations_sheet
from pmr_batch.produce.committee.to_do import (
    COST,
    DONE,
    IF_APPROVED,
    IF_NOT,
    NEEDS,
    NOT_PRICED,
    TO_DECIDE,
    TO_DO,
    TO_HEAR,
)
from pmr_batch.produce.list_sheets import CONTENTS, lines_of, mark_pages, write_lines, write_part
from pmr_batch.produce.outcome_words import COLOUR, FOR_COMMITTEE, SHOWN, STATE
from pmr_batch.produce.shorthand import NOT_APPLICABLE
from pmr_batch.rules.not_checked import lacks
from pmr_batch.words import counted, day, listed, when

_SHEET = "Summary"
#: Characters of the columns: what a line is about, then figures; the second takes a sum of money.
_WIDTHS = (38, 16, 14, 11, 12, 12, 12, 12, 11, 11)
_LAST = len(_WIDTHS) - 1
#: Letters of a line of text across the page.
_LETTERS = 140
#: So many academies print on one page with the outcomes; more begin on a page of their own.
_ON_ONE_PAGE = 6
_NOT_IN_REVIEW = tuple(
    outcome
    for outcome in SHOWN
    if outcome not in (*BEFORE_THE_COMMITTEE, Outcome.DECIDED, Outcome.RETURNED, Outcome.MISSING)
)
#: Parts of an academy's bar: heading, outcomes counted in it, colour.
_PARTS = (
    ("Ready or decided", (Outcome.READY, Outcome.DECIDED), COLOUR[Outcome.READY]),
    ("Ready, queries", (Outcome.READY_WITH_QUERIES,), COLOUR[Outcome.READY_WITH_QUERIES]),
    ("Returned", (Outcome.RETURNED,), COLOUR[Outcome.RETURNED]),
    ("Not in this review", _NOT_IN_REVIEW, COLOUR[Outcome.OTHER_ROUND]),
    ("Missing", (Outcome.MISSING,), COLOUR[Outcome.MISSING]),
)
_FIRST_PART = 4


def write_summary(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book, as its first."""
    page = book.sheet(_SHEET)
    for column, width in enumerate(_WIDTHS):
        page.width(column, width)
    page.paper.hide_gridlines(2)
    row = _title(page, moderated)
    row = _key_figures(page, row, moderated)
    row = _section(page, row, "What the committee has to do")
    row = _steps(page, row, moderated)
    row = _section(page, row, "Where the decisions stand, and what they cost")
    row = _standing(page, row, moderated)
    row = _section(page, row, "Deadlines")
    row = _deadlines(page, row, moderated)
    breaks = [row]
    row = _section(page, row, "Outcomes")
    chart_at, row = row, row + rows_of_bars(_bars(moderated))
    outcomes_at, row = row, _outcomes(page, row, moderated)
    if len(moderated.academies) > _ON_ONE_PAGE:
        breaks.append(row)
    row = _section(page, row, "Academies")
    _academies(page, row, moderated)
    _place_chart(page, chart_at, outcomes_at, row, moderated)
    mark_pages(page, moderated.run)
    page.paper.set_h_pagebreaks(breaks)
    return page


def _title(page: Page, moderated: Moderated) -> int:
    run = moderated.run
    texts = (
        (f"Pay committee: {run.cycle}, {run.round.value.capitalize()} round", ("title",), 34.0),
        (f"{run.trust}. {run.policy}, next review {day(run.next_review)}.", ("subtitle",), 18.0),
        (f"CONFIDENTIAL, for those responsible for pay decisions (9.2). As of {day(run.as_of)}.", ("subtitle",), 18.0),
        (f"Run {run.run}, input fingerprint {run.fingerprint}, pmr_batch {run.version}", ("subtitle", "small"), 18.0),
    )
    for row, (text, styles, height) in enumerate(texts):
        page.fill(row, range(_LAST + 1), "band")
        page.write(row, 0, text, "band", *styles, "inset")
        page.height(row, height)
    page.link(0, _LAST, CONTENTS, "A1", CONTENTS, "band", "link_on_band")
    return len(texts)


def _key_figures(page: Page, row: int, moderated: Moderated) -> int:
    """The counts that matter most, and what it all costs, big, each below its heading."""
    totals = Counter(person.outcome for person in moderated.people)
    open_queries = sum(finding.counts and finding.severity is Severity.QUERY for finding in moderated.of_round)
    figures: tuple[tuple[str, int | Decimal, str], ...] = (
        ("People before the committee", len(moderated.recommendations), "thousands"),
        ("More a year, if all are approved", _if_all_approved(moderated), "pounds"),
        ("With something to look at", _looked_at(moderated), "thousands"),
        ("With open queries", _with_queries(moderated), "thousands"),
        ("Returned with errors", totals[Outcome.RETURNED], "thousands"),
        ("Missing", totals[Outcome.MISSING], "thousands"),
        ("Queries open in all", open_queries, "thousands"),
    )
    _mark(page, row, "key figures", [heading for heading, _, _ in figures], 1)
    for column, (heading, figure, style) in enumerate(figures):
        page.write(row, column, heading, "head_shown", "small")
        page.write(row + 1, column, figure, "figure", style)
    page.height(row, 32)
    page.height(row + 1, 34)
    return row + 2


def _if_all_approved(moderated: Moderated) -> Decimal:
    """Pounds of pay and on-costs that a full year costs more, where everybody is approved as recommended."""
    return moderated.cost.trust.year.change.total if moderated.cost else Decimal(0)


def _looked_at(moderated: Moderated) -> int:
    return sum(bool(row.look_at) for row in moderated.recommendations)


def _with_queries(moderated: Moderated) -> int:
    """People before the committee with open queries."""
    return sum(person.outcome is Outcome.READY_WITH_QUERIES for person in moderated.people)


def _section(page: Page, row: int, text: str) -> int:
    return write_part(page, row, text, _LAST)


def _steps(page: Page, row: int, moderated: Moderated) -> int:
    for number, text in enumerate(_to_do(moderated), 1):
        row = write_lines(page, row, lines_of(f"{number}. {text}", _LETTERS), "line", "inset")
    return row


def _to_do(moderated: Moderated) -> Iterator[str]:
    rows = counted(len(moderated.recommendations), "row")
    yield f"On Recommendations, decide each of {rows}: choose a Decision and fill in Decided on, in the light columns."
    looked_at = _looked_at(moderated)
    if looked_at:
        yield (
            f"Begin with the {counted(looked_at, 'row')} with something in Look at, which come first. All others can "
            "be approved in one go, in the light cells above the headings."
        )
    yield (
        "Give a Decision reason where you decide otherwise than recommended, or defer a row or refer it back. "
        "Cells that still need something turn amber, and To do names it."
    )
    queries = _with_queries(moderated)
    if queries:
        yield f"Look at Queries before you decide on the {counted(queries, 'person', 'people')} with open ones."
    concerns = sum(recommendation.concern_open for recommendation in moderated.recommendations)
    if concerns:
        yield f"Note that {counted(concerns, 'person has', 'people have')} a concern open; no more of it is told here."
    again = sum(recommendation.earlier is not None for recommendation in moderated.recommendations)
    if again:
        yield f"Take up {counted(again, 'row')} that you deferred or referred back earlier: see Earlier decision."
    yield from _decided_already(moderated)
    if moderated.pending_appeals:
        yield f"Have {counted(len(moderated.pending_appeals), 'appeal')} heard, and enter the outcome on Appeals."
    for lack in lacks(moderated.not_checked):
        yield f"Note what was not checked of everybody: {listed(lack.codes)}, for want of {lack.needs}."
    yield "Whoever has a conflict of interest withdraws; their name goes in Conflict declared."
    yield "Change nothing else, save the workbook and hand it back to trust HR. Rows left undecided can follow."


def _decided_already(moderated: Moderated) -> Iterator[str]:
    """On how many people an earlier run's workbook was decided, also where they are in no return by now."""
    settled = sum(decided.is_settled for decided in moderated.earlier.decided.values())
    if settled:
        yield (
            f"You have decided on {counted(settled, 'person', 'people')} already: Not before the committee says what, "
            "and what has changed since."
        )


def _standing(page: Page, row: int, moderated: Moderated) -> int:
    """Live counts of the To do column, and what the decisions cost as they are typed, whatever they are."""
    to_do, cost = _range(moderated, TO_DO), _range(moderated, COST)
    decided, begun = (f'SUMIFS({cost},{to_do},"{said}")' for said in (DONE, f"{NEEDS}*"))
    approved, kept = (
        f'SUMPRODUCT(({to_do}="{TO_DECIDE}")*{_range(moderated, heading)})' for heading in (IF_APPROVED, IF_NOT)
    )
    people, nought = len(moderated.recommendations), Decimal(0)
    open_rows, all_rows = f'COUNTIF({to_do},"{TO_DECIDE}")', f"ROWS({to_do})"
    if_approved, if_not = (_sum_of(moderated, heading) for heading in (IF_APPROVED, IF_NOT))
    lines = (
        ("Decided in this workbook", f'COUNTIF({to_do},"{DONE}")', 0, decided, nought),
        ("Begun, not complete", f'COUNTIF({to_do},"{NEEDS}*")', 0, begun, nought),
        ("To decide, if all are approved", open_rows, people, approved, if_approved),
        ("To decide, if none is approved", open_rows, people, kept, if_not),
        ("All, with the rest approved", all_rows, people, f"{decided}+{begun}+{approved}", if_approved),
        ("All, with none of the rest approved", all_rows, people, f"{decided}+{begun}+{kept}", if_not),
    )
    besides = tuple(_besides(moderated, cost))
    _mark(page, row, "decisions", _STANDING, len(lines) + len(besides))
    for column, heading in enumerate(_STANDING):
        page.write(row, column, heading, "head", *(("centre",) if column else ()))
    page.height(row, 32)
    for label, count, now, formula, sum_now in lines:
        row += 1
        look = ("sum",) if label.startswith("All") else ()
        page.write(row, 0, label, "cell", "inset", *look)
        page.formula(row, 1, count, "cell", "tally", *look, result=now)
        page.formula(row, 2, formula, "cell", "pounds", *look, result=float(sum_now))
    for label, count, now in besides:
        row += 1
        page.write(row, 0, label, "cell", "inset")
        page.formula(row, 1, count, "cell", "tally", result=now)
        page.write(row, 2, NOT_APPLICABLE, "cell", "centre", "quiet")
    return write_lines(page, row + 1, lines_of(_COST_NOTE, _LETTERS))


def _besides(moderated: Moderated, cost: str) -> Iterator[tuple[str, str, int]]:
    """Counts that cost nothing here, each with its formula and what it is now."""
    yield "Decided at a place without a price here", f'COUNTIF({cost},"{NOT_PRICED}")', 0
    if moderated.settled:
        yield "Decided after an earlier run", f"{len(moderated.settled)}", len(moderated.settled)
    if moderated.appeals:
        open_ones = "+".join(f'COUNTIF({_appeals_to_do(moderated)},"{said}*")' for said in (TO_HEAR, NEEDS))
        yield "Appeals without an outcome", open_ones, len(moderated.pending_appeals)


_STANDING = ("Where the decisions stand", "Rows", "More a year")
_COST_NOTE = (
    "More a year: pay by FTE and on-costs of a full year, award included, live as decisions are typed on "
    "Recommendations. Who is not approved, or put off, has the award alone. Another place is priced by Pay points, its "
    f"on-costs in proportion to those of the recommended one. {NOT_APPLICABLE} does not apply."
)


def _sum_of(moderated: Moderated, heading: str) -> Decimal:
    """What a column of money of Recommendations adds up to."""
    field = next(field for field in recommendations_sheet(moderated).fields if field.heading == heading)
    amounts = (field.get(row) for row in moderated.recommendations)
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def _appeals_to_do(moderated: Moderated) -> str:
    sheet, column = appeals.appeals_sheet(moderated), letter(appeals.columns(moderated.run)[TO_DO])
    return f"{APPEALS.name}!${column}${sheet.first + 1}:${column}${sheet.last + 1}"


def _range(moderated: Moderated, heading: str) -> str:
    sheet, column = recommendations_sheet(moderated), letter(columns(moderated.run)[heading])
    return f"{NAME}!${column}${sheet.first + 1}:${column}${sheet.last + 1}"


def _mark(page: Page, row: int, part: str, headings: Sequence[str], rows: int) -> None:
    """Mark a table of the sheet, its headings at the row."""
    page.table(f"{_SHEET}_{part}".replace(" ", "_"), headings, rows, row=row)


def _deadlines(page: Page, row: int, moderated: Moderated) -> int:
    headings = ("Deadline", "Date", "When")
    _mark(page, row, "deadlines", headings, len(moderated.deadlines))
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head")
    for nth, deadline in enumerate(moderated.deadlines, 1):
        passed = ("quiet",) if deadline.due < moderated.run.as_of else ("strong",)
        page.write(row + nth, 0, deadline.what, "cell", "inset")
        page.write(row + nth, 1, deadline.due, "cell", "date")
        page.write(row + nth, 2, when(deadline.due, moderated.run.as_of), "cell", *passed, "inset")
    return row + 1 + max(len(moderated.deadlines), 1)


def _outcomes(page: Page, row: int, moderated: Moderated) -> int:
    """People of the trust by outcome; returns the row after the last."""
    totals = Counter(person.outcome for person in moderated.people)
    headings = ("Outcome", "People", "What it means")
    _mark(page, row, "outcomes", headings, len(FOR_COMMITTEE) + 1)
    page.fill(row, range(_LAST + 1), "head")
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head")
    for short, plain, outcomes in FOR_COMMITTEE:
        row += 1
        page.write(row, 0, short, "cell", "inset")
        page.write(row, 1, sum(totals[outcome] for outcome in outcomes), "cell", "tally")
        page.write(row, 2, plain, "line", "quiet", "inset")
    page.write(row + 1, 0, "All", "cell", "sum", "inset")
    page.write(row + 1, 1, len(moderated.people), "cell", "tally", "sum")
    page.write(row + 1, 2, "Everybody of this run, counted once.", "line", "quiet", "inset")
    return row + 2


def _academies(page: Page, row: int, moderated: Moderated) -> None:
    """One row an academy: its return, its people by outcome, and how many of those who are ready are decided."""
    headings = ("Academy", "Code", "Return", "People", *(heading for heading, _, _ in _PARTS), "Decided")
    _mark(page, row, "academies", headings, len(moderated.academies))
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head")
    page.height(row, 32)
    codes, to_do = _range(moderated, "Academy code"), _range(moderated, TO_DO)
    settled = Counter(pair.person.academy for pair in moderated.settled)
    for academy in moderated.academies:
        row += 1
        _academy(page, row, academy)
        formula = f'{settled[academy.code]}+COUNTIFS({codes},{address(row, 1)},{to_do},"{DONE}")'
        page.formula(row, _LAST, formula, "cell", "tally", result=settled[academy.code])


def _academy(page: Page, row: int, academy: AcademyCount) -> None:
    state = STATE[academy.state]
    page.write(row, 0, academy.name, "cell", "inset")
    page.write(row, 1, academy.code, "cell", "text")
    page.write(row, 2, state, "cell", "inset", *(() if state == "Read" else ("wrong",)))
    page.write(row, 3, sum(academy.outcomes.values()), "cell", "tally")
    for column, (_, outcomes, _) in enumerate(_PARTS, _FIRST_PART):
        count = sum(academy.outcomes.get(outcome, 0) for outcome in outcomes)
        page.write(row, column, count, "cell", "tally")


def _bars(moderated: Moderated) -> int:
    """How many bars the chart has: academies, or outcomes where there are too many of them."""
    return len(moderated.academies) if len(moderated.academies) <= MOST_BARS else len(FOR_COMMITTEE)


def _place_chart(page: Page, row: int, outcomes: int, academies: int, moderated: Moderated) -> None:
    """Bars of the academies' outcomes, or of the trust's; read from the cells of the tables below."""
    if not moderated.academies:
        return
    if len(moderated.academies) <= MOST_BARS:
        parts = [BarSeries(heading, column, colour) for column, (heading, _, colour) in enumerate(_PARTS, _FIRST_PART)]
        figures = (academies + 1, academies + len(moderated.academies))
        place_bars(page, row, "People by outcome, by academy", parts, 0, figures)
    else:
        figures = (outcomes + 1, outcomes + len(FOR_COMMITTEE))
        place_bars(page, row, "People by outcome", [BarSeries("People", 1, COLOUR[Outcome.READY])], 0, figures)
