"""Summary: the counts first, what the committee has to do and by when, and how each academy stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmr_batch.excel.writing.book import Book, Page, cell, letter
from pmr_batch.layout.committee_workbook import APPEALS
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome, Severity
from pmr_batch.produce.committee import appeals
from pmr_batch.produce.committee.bars import MOST_BARS, BarSeries, place_bars, rows_of_bars
from pmr_batch.produce.committee.decision_sheet import FIRST
from pmr_batch.produce.committee.recommendations import NAME, columns
from pmr_batch.produce.committee.to_do import DONE, NEEDS, TO_DECIDE, TO_DO, TO_HEAR
from pmr_batch.produce.list_sheets import CONTENTS, NOTE, mark_pages, write_part
from pmr_batch.produce.outcome_words import COLOUR, FOR_COMMITTEE, SHOWN, STATE
from pmr_batch.rules.not_checked import lacks
from pmr_batch.words import counted, day, listed, when

_SHEET = "Summary"
_WIDTHS = (11, 32, 11, 13, 11, 14, 11, 14, 11, 11)
_LAST = len(_WIDTHS) - 1
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
    _title(page, moderated)
    _tiles(page, 4, moderated)
    row = _section(page, 7, "What the committee has to do")
    row = _steps(page, row, moderated)
    row = _section(page, row + 1, "Where the decisions stand")
    row = _standing(page, row, moderated)
    row = _section(page, row + 1, "Deadlines")
    row = _deadlines(page, row, moderated)
    breaks = [row + 1]
    row = _section(page, row + 1, "Outcomes")
    chart_at, row = row, row + rows_of_bars(_bars(moderated))
    outcomes_at, row = row, _outcomes(page, row, moderated)
    if len(moderated.academies) > _ON_ONE_PAGE:
        breaks.append(row + 1)
    row = _section(page, row + 1, "Academies")
    _academies(page, row, moderated)
    _place_chart(page, chart_at, outcomes_at, row, moderated)
    mark_pages(page, moderated.run)
    page.paper.set_h_pagebreaks(breaks)
    return page


def _title(page: Page, moderated: Moderated) -> None:
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


def _tiles(page: Page, row: int, moderated: Moderated) -> None:
    """The counts that matter most, big, each with its label."""
    totals = Counter(person.outcome for person in moderated.people)
    open_queries = sum(finding.counts and finding.severity is Severity.QUERY for finding in moderated.of_round)
    tiles = (
        (0, len(moderated.recommendations), "before the committee"),
        (2, _with_queries(moderated), "of them with open queries"),
        (4, totals[Outcome.RETURNED], "returned with errors"),
        (6, totals[Outcome.MISSING], "missing"),
        (8, open_queries, "queries open in all"),
    )
    page.height(row, 8)
    page.height(row + 1, 38)
    for column, count, label in tiles:
        page.merge(row + 1, column, 0, 1, "big", "thousands")
        page.write(row + 1, column, count, "big", "thousands")
        page.write(row + 2, column, label, "line", "quiet")


def _with_queries(moderated: Moderated) -> int:
    """People before the committee with open queries."""
    return sum(person.outcome is Outcome.READY_WITH_QUERIES for person in moderated.people)


def _section(page: Page, row: int, text: str) -> int:
    below = write_part(page, row, text, _LAST)
    page.height(below, 5)
    return below + 1


def _steps(page: Page, row: int, moderated: Moderated) -> int:
    for number, text in enumerate(_to_do(moderated), 1):
        page.write(row, 0, number, "line", "strong", "right")
        page.paper.merge_range(row, 1, row, _LAST, "", page.book.format(("plain",)))
        page.write(row, 1, text, "plain", "inset")
        page.height(row, 16 * (1 + len(text) // 125))
        row += 1
    return row


def _to_do(moderated: Moderated) -> Iterator[str]:
    rows = counted(len(moderated.recommendations), "row")
    yield f"On Recommendations, decide each of {rows}: choose a Decision and fill in Decided on, in the light columns."
    looked_at = sum(bool(row.look_at) for row in moderated.recommendations)
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
    """Live counts of the To do column, and how many are decided already."""
    rows = len(moderated.recommendations)
    where = _range(moderated, TO_DO)
    states = (
        ("Decided in this workbook", DONE, 0),
        ("Begun, not complete", f"{NEEDS}*", 0),
        ("To decide", TO_DECIDE, rows),
    )
    for label, criterion, result in states:
        _label(page, row, label)
        page.formula(row, 2, f'COUNTIF({where},"{criterion}")', "cell", "tally", result=result)
        row += 1
    _label(page, row, "Approved as recommended, more a year")
    page.formula(row, 2, _approved_cost(moderated), "cell", "pounds", "centre", result=0)
    page.write(row, 3, "Pay × FTE, award included, without on-costs, as typed so far", "line", "quiet", "inset")
    row += 1
    _label(page, row, "Approved at another place")
    page.formula(row, 2, f"SUMPRODUCT({_elsewhere(moderated)})", "cell", "tally", result=0)
    page.write(
        row, 3, "Not in that sum: their pay is looked up when the decisions are taken in", "line", "quiet", "inset"
    )
    row += 1
    if moderated.settled:
        _label(page, row, "Decided after an earlier run")
        page.write(row, 2, len(moderated.settled), "cell", "tally")
        row += 1
    if moderated.appeals:
        _label(page, row, "Appeals without an outcome")
        counted_twice = "+".join(f'COUNTIF({_appeals_to_do(moderated)},"{said}*")' for said in (TO_HEAR, NEEDS))
        page.formula(row, 2, counted_twice, "cell", "tally", result=len(moderated.pending_appeals))
        row += 1
    return row


def _approved_cost(moderated: Moderated) -> str:
    """What the rows approved as recommended add to a year of pay, as typed."""
    decision, place, look_at = (_range(moderated, "Decision"), _decided_place(moderated), _range(moderated, "Look at"))
    at_once = f"{NAME}!${letter(columns(moderated.run)['Decision'])}${NOTE + 1}"
    change, fte = _range(moderated, "Change in pay"), _range(moderated, "FTE")
    in_one_go = f'({decision}="")*({look_at}="")*({at_once}="Approved")'
    return f'SUMPRODUCT((({decision}="Approved")*({place}="")+{in_one_go}),{change},{fte})'


def _elsewhere(moderated: Moderated) -> str:
    return f'({_range(moderated, "Decision")}="Approved")*({_decided_place(moderated)}<>"")'


def _decided_place(moderated: Moderated) -> str:
    return f"{_range(moderated, 'Decided range')}&{_range(moderated, 'Decided point')}"


def _appeals_to_do(moderated: Moderated) -> str:
    column = letter(appeals.columns(moderated.run)[TO_DO])
    return f"{APPEALS.name}!${column}${FIRST + 1}:${column}${FIRST + len(moderated.appeals)}"


def _range(moderated: Moderated, heading: str) -> str:
    column = letter(columns(moderated.run)[heading])
    last = FIRST + max(len(moderated.recommendations), 1)
    return f"{NAME}!${column}${FIRST + 1}:${column}${last}"


def _deadlines(page: Page, row: int, moderated: Moderated) -> int:
    for deadline in moderated.deadlines:
        passed = ("quiet",) if deadline.due < moderated.run.as_of else ("strong",)
        _label(page, row, deadline.what)
        page.write(row, 2, deadline.due, "cell", "date")
        page.write(row, 3, when(deadline.due, moderated.run.as_of), "cell", *passed, "inset")
        row += 1
    return row


def _outcomes(page: Page, row: int, moderated: Moderated) -> int:
    """People of the trust by outcome; returns the row after the last."""
    totals = Counter(person.outcome for person in moderated.people)
    _label(page, row, "Outcome", "head")
    page.write(row, 2, "People", "head")
    page.paper.merge_range(row, 3, row, _LAST, "", page.book.format(("head",)))
    page.write(row, 3, "What it means", "head")
    for short, plain, outcomes in FOR_COMMITTEE:
        row += 1
        _label(page, row, short)
        page.write(row, 2, sum(totals[outcome] for outcome in outcomes), "cell", "tally")
        page.write(row, 3, plain, "line", "quiet", "inset")
    _label(page, row + 1, "All", "cell", "sum", "inset")
    page.write(row + 1, 2, len(moderated.people), "cell", "tally", "sum")
    return row + 2


def _label(page: Page, row: int, text: str, *styles: str) -> None:
    """Text across the first two columns."""
    styles = styles or ("cell", "inset")
    page.paper.merge_range(row, 0, row, 1, "", page.book.format(styles))
    page.write(row, 0, text, *styles)


def _academies(page: Page, row: int, moderated: Moderated) -> None:
    """One row an academy: its return, its people by outcome, and how many of those who are ready are decided."""
    headings = ("Code", "Academy", "Return", "People", *(heading for heading, _, _ in _PARTS), "Decided")
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head")
    page.height(row, 32)
    codes, to_do = _range(moderated, "Academy code"), _range(moderated, TO_DO)
    settled = Counter(pair.person.academy for pair in moderated.settled)
    for academy in moderated.academies:
        row += 1
        _academy(page, row, academy)
        formula = f'{settled[academy.code]}+COUNTIFS({codes},{cell(row, 0)},{to_do},"{DONE}")'
        page.formula(row, _LAST, formula, "cell", "tally", result=settled[academy.code])


def _academy(page: Page, row: int, academy: AcademyCount) -> None:
    state = STATE[academy.state]
    page.write(row, 0, academy.code, "cell", "text")
    page.write(row, 1, academy.name, "cell", "inset")
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
        place_bars(page, row, "People by outcome, by academy", parts, 1, figures)
    else:
        figures = (outcomes + 1, outcomes + len(FOR_COMMITTEE))
        place_bars(page, row, "People by outcome", [BarSeries("People", 2, COLOUR[Outcome.READY])], 0, figures)
