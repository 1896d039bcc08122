"""Summary: the counts first, what the committee has to do and by when, and how each academy stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pmr_batch.excel.writing.addresses import address, letter
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.committee_workbook import APPEALS
from pmr_batch.model.deadlines import Timing
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome, Severity
from pmr_batch.produce.committee import appeals
from pmr_batch.produce.committee.bars import (
    BESIDE_WIDE,
    HEADS_HIGH,
    MOST_BARS,
    ROW_HIGH,
    BarSeries,
    place_bars_beside,
)
from pmr_batch.produce.committee.consistency import notable_consistency
from pmr_batch.produce.committee.equality import notable_equality
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
from pmr_batch.produce.page_breaks import break_pages
from pmr_batch.produce.shorthand import NOT_APPLICABLE
from pmr_batch.rules.not_checked import lacks
from pmr_batch.words import counted, day, listed, when

_SHEET = "Summary"
#: Characters of the columns: what a line is about, then figures, of which the second takes a sum of money; the bars.
_WIDTHS = (34, 15, 13, 9, 10, 10, 10, 10, 9, 9, 2, BESIDE_WIDE)
_LAST = len(_WIDTHS) - 1
#: The columns in which the academies' table ends, and the bars stand.
_DECIDED, _BARS = 9, 11
#: Letters of a line of text across the page.
_LETTERS = 190
#: So many kinds of what to look at are named.
_NAMED = 6
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
_PEOPLE, _FIRST_PART = 3, 4


def write_summary(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book, as its first."""
    page = book.sheet(_SHEET)
    for column, width in enumerate(_WIDTHS):
        page.width(column, width)
    page.paper.hide_gridlines(2)
    row = _title(page, moderated)
    row = _key_figures(page, row, moderated)
    parts = [0]

    def begin(text: str) -> int:
        parts.append(row)
        return write_part(page, row, text, _LAST)

    row = _steps(page, begin("What the committee has to do"), moderated)
    row = _lines(page, begin("What stands out"), _standing_out(moderated))
    row = _standing(page, begin("Where the decisions stand, and what they cost"), moderated)
    row = _deadlines(page, begin("Deadlines"), moderated)
    outcomes = begin("Outcomes")
    row = _outcomes(page, outcomes, moderated)
    academies = begin("Academies")
    row = _academies(page, academies, moderated)
    _place_chart(page, outcomes, academies, moderated)
    mark_pages(page, moderated.run)
    break_pages(page, _WIDTHS, parts, row)
    return page


def _title(page: Page, moderated: Moderated) -> int:
    run = moderated.run
    texts = (
        (f"Pay committee: {run.cycle}, {run.round.value.capitalize()} round", ("title",), 34.0),
        (
            f"{run.trust}. CONFIDENTIAL, for those responsible for pay decisions (9.2). As of {day(run.as_of)}.",
            ("subtitle",),
            18.0,
        ),
        (
            f"{run.policy}, next review {day(run.next_review)}. Run {run.run}, input fingerprint {run.fingerprint}, "
            f"pmr_batch {run.version}",
            ("subtitle", "small"),
            18.0,
        ),
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
        ("Rows to look at", _looked_at(moderated), "thousands"),
        ("With open queries", _with_queries(moderated), "thousands"),
        ("Returned with errors", totals[Outcome.RETURNED], "thousands"),
        ("Missing", totals[Outcome.MISSING], "thousands"),
        ("Queries open in all", open_queries, "thousands"),
    )
    _mark(page, row, "key figures", [heading for heading, _, _ in figures], 1)
    for column, (heading, figure, style) in enumerate(figures):
        page.write(row, column, heading, "head_shown", "small")
        page.write(row + 1, column, figure, style, "figure")
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


def _steps(page: Page, row: int, moderated: Moderated) -> int:
    return _lines(page, row, (f"{number}. {text}" for number, text in enumerate(_to_do(moderated), 1)))


def _lines(page: Page, row: int, texts: Iterable[str]) -> int:
    for text in texts:
        row = write_lines(page, row, lines_of(text, _LETTERS), "line", "inset")
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


def _standing_out(moderated: Moderated) -> Iterator[str]:
    """What is odd, each with the sheet on which it stands; where nothing is, that."""
    kinds = Counter(text.partition(":")[0] for row in moderated.recommendations for text in row.look_at)
    if kinds:
        named = [f"{kind} ({count:,})" for kind, count in kinds.most_common(_NAMED)]
        yield f"To look at on Recommendations: {listed([*named, *(['others'] if len(kinds) > _NAMED else [])])}."
    yield from notable_consistency(moderated.consistency)
    yield from notable_equality(moderated.equality)
    late, overdue = (
        sum(step.counts.get(timing, 0) for step in moderated.lateness.by_step)
        for timing in (Timing.LATE, Timing.OVERDUE)
    )
    if late or overdue:
        yield f"{counted(late, 'step')} of the reviews done late, {overdue:,} overdue: see the sheet Late."


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
        page.write(row, column, heading, "head", *(("centre",) if column == 1 else ("right",) if column else ()))
    page.height(row, 18)
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
        page.write(row, 2, NOT_APPLICABLE, "cell", "quiet", "inset", "right")
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
    page.fill(row, range(len(headings), _DECIDED + 1), "band")
    for column, heading in enumerate(headings):
        page.write(row, column, heading, *_OUTCOME_HEADS[column])
    page.height(row, HEADS_HIGH if _by_outcome(moderated) else ROW_HIGH)
    for short, plain, outcomes in FOR_COMMITTEE:
        row += 1
        page.write(row, 0, short, "cell", "inset")
        page.write(row, 1, sum(totals[outcome] for outcome in outcomes), "cell", "tally")
        page.write(row, 2, plain, "line", "quiet", "inset")
    page.write(row + 1, 0, "All", "cell", "sum", "inset")
    page.write(row + 1, 1, len(moderated.people), "cell", "tally", "sum")
    page.write(row + 1, 2, "Everybody of this run, counted once.", "line", "quiet", "inset")
    return row + 2


_OUTCOME_HEADS = (("head",), ("head", "centre"), ("band", "strong", "inset"))


def _academies(page: Page, row: int, moderated: Moderated) -> int:
    """One row an academy: its return, its people by outcome, and how many of those who are ready are decided.

    Returns the row after the last.
    """
    headings = ("Academy", "Code", "Return", "People", *(heading for heading, _, _ in _PARTS), "Decided")
    _mark(page, row, "academies", headings, len(moderated.academies))
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head", "small", *(("centre",) if column >= _PEOPLE else ()))
    page.height(row, HEADS_HIGH)
    codes, to_do = _range(moderated, "Academy code"), _range(moderated, TO_DO)
    settled = Counter(pair.person.academy for pair in moderated.settled)
    for academy in moderated.academies:
        row += 1
        _academy(page, row, academy)
        formula = f'{settled[academy.code]}+COUNTIFS({codes},{address(row, 1)},{to_do},"{DONE}")'
        page.formula(row, _DECIDED, formula, "cell", "tally", result=settled[academy.code])
    return row + (1 if moderated.academies else 2)


def _academy(page: Page, row: int, academy: AcademyCount) -> None:
    state = STATE[academy.state]
    page.write(row, 0, academy.name, "cell", "inset")
    page.write(row, 1, academy.code, "cell", "text")
    page.write(row, 2, state, "cell", "inset", *(() if state == "Read" else ("wrong",)))
    page.write(row, _PEOPLE, sum(academy.outcomes.values()), "cell", "tally")
    for column, (_, outcomes, _) in enumerate(_PARTS, _FIRST_PART):
        count = sum(academy.outcomes.get(outcome, 0) for outcome in outcomes)
        page.write(row, column, count, "cell", "tally")


def _by_outcome(moderated: Moderated) -> bool:
    """Whether the bars are of the trust's outcomes, as there are too many academies."""
    return len(moderated.academies) > MOST_BARS


def _place_chart(page: Page, outcomes: int, academies: int, moderated: Moderated) -> None:
    """Bars beside the table of academies, or that of outcomes; each at the row of its headings."""
    if _by_outcome(moderated):
        parts = [BarSeries("People", 1, COLOUR[Outcome.READY])]
        place_bars_beside(page, _BARS, "People by outcome", parts, 0, (outcomes + 1, outcomes + len(FOR_COMMITTEE)))
    elif moderated.academies:
        parts = [BarSeries(heading, column, colour) for column, (heading, _, colour) in enumerate(_PARTS, _FIRST_PART)]
        figures = (academies + 1, academies + len(moderated.academies))
        place_bars_beside(page, _BARS, "People by outcome, by academy", parts, 0, figures)
