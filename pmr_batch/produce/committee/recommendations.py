"""Recommendations: one row a person before the committee, and the columns in which it decides.

Printed, the case fills one page across and the decision the next, with the person's name repeated;
everything else known of the person is to the right, on the screen only.
"""

from __future__ import annotations

from dataclasses import dataclass

from pmr_batch.excel.writing.book import Book, Page, letter
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.committee_workbook import DECIDED, RECOMMENDATIONS
from pmr_batch.model.person import Recommendation
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Value
from pmr_batch.produce.committee.decision_columns import limit_cells
from pmr_batch.produce.committee.to_do import NEEDS_DATE, NEEDS_REASON, TO_DECIDE, TO_DO, to_do_formula
from pmr_batch.produce.list_sheets import Field, edge_of, height_of, kind_of, mark_pages, write_title
from pmr_batch.words import counted, day

NAME = RECOMMENDATIONS.name
#: Rows from 0: the bands above the headings, the headings, the first person.
_BANDS, HEADINGS, FIRST = 2, 3, 4
#: Academy, payroll number and name stay in sight, and are repeated on every printed page.
_WHO = 3
#: Per cent; the case, then the decision, each fit the width of A4 landscape at it, with space for
#: another typeface where there is no Calibri.
_PRINT_SCALE = 62

_R = Field[Recommendation]
_PERSON: tuple[_R, ...] = (
    _R("Academy code", 7, lambda recommendation: recommendation.academy),
    _R("Payroll number", 8.5, lambda recommendation: recommendation.payroll_number),
    _R("Name", 14, lambda recommendation: recommendation.name),
    _R("Role", 9, lambda recommendation: recommendation.role),
)
_CASE: tuple[_R, ...] = (
    _R("Current point", 8, lambda recommendation: recommendation.current.point),
    _R("Current pay", 9.5, lambda recommendation: recommendation.current.amount),
    _R("Recommended point", 11.5, lambda recommendation: recommendation.recommended.point),
    _R("Recommended pay", 11.5, lambda recommendation: recommendation.recommended.amount),
    _R("Last cycle's point", 7, lambda recommendation: recommendation.last_point),
    _R("Years on current point", 6, lambda recommendation: recommendation.years_on_point),
    _R("Pay criteria", 13, lambda recommendation: recommendation.criteria),
    _R("Objectives met", 4, lambda recommendation: recommendation.objectives.met),
    _R("Partly met", 4, lambda recommendation: recommendation.objectives.partly),
    _R("Not met", 4, lambda recommendation: recommendation.objectives.not_met),
    _R("Not assessed", 4, lambda recommendation: recommendation.objectives.not_assessed),
    _R("Reason", 23, lambda recommendation: recommendation.reason),
    _R("Employee's comments", 17, lambda recommendation: recommendation.comments),
)
_BEFORE: tuple[_R, ...] = (
    _R("Open queries", 7, lambda recommendation: len(recommendation.open_queries)),
    _R("Concern open", 7.5, lambda recommendation: "Yes" if recommendation.concern_open else None),
    _R("Earlier decision", 14, lambda recommendation: recommendation.earlier),
)
_MORE: tuple[_R, ...] = (
    _R("Academy", 26, lambda recommendation: recommendation.academy_name),
    _R("Job title", 40, lambda recommendation: recommendation.job_title),
    _R("Contract", 11, lambda recommendation: recommendation.contract),
    _R("FTE", 6, lambda recommendation: None if recommendation.fte is None else float(recommendation.fte)),
    _R("Pay area", 15, lambda recommendation: recommendation.pay_area),
    _R("Current range", 14, lambda recommendation: recommendation.current.range),
    _R("Recommended range", 14, lambda recommendation: recommendation.recommended.range),
    _R("Change in pay", 11, lambda recommendation: recommendation.change),
    _R("Pay confirmed", 9, lambda recommendation: "Yes" if recommendation.pay_confirmed else "No"),
    _R("Award pending", 9, lambda recommendation: "Yes" if recommendation.award_pending else None),
    _R("Reviewer", 20, lambda recommendation: recommendation.reviewer),
    _R("Recommended by", 20, lambda recommendation: recommendation.recommender),
    _R("Rules of open queries", 16, lambda recommendation: ", ".join(recommendation.open_queries)),
    _R("Rules explained", 16, lambda recommendation: ", ".join(recommendation.explained)),
)
_UPRIGHT = frozenset({"Objectives met", "Partly met", "Not met", "Not assessed"})
_CENTRED = _UPRIGHT | {
    "Current point",
    "Recommended point",
    "Last cycle's point",
    "Years on current point",
    "Open queries",
    "Concern open",
    "Award pending",
    "Pay confirmed",
}
#: Hidden where nobody has one: what goes back to an earlier cycle or meeting.
_EARLIER = ("Last cycle's point", "Years on current point", "Earlier decision")
_WIDTHS = {
    "decision": 12,
    "decided_range": 12,
    "decided_point": 9,
    "decision_reason": 23,
    "decided_on": 11,
    "effective_from": 11,
    "conflict_declared": 12,
}


@dataclass(frozen=True)
class Band:
    """Columns side by side under one caption."""

    caption: str
    head: str
    fields: tuple[_R, ...]


def bands(run: RunFacts) -> tuple[Band, ...]:
    """All columns of the sheet, from left to right."""
    decided = tuple(_R(RECOMMENDATIONS.by_key[key].heading, _WIDTHS[key], lambda _: None) for key in DECIDED)
    to_do = _R(TO_DO, 12, lambda _: TO_DECIDE)
    number = _R("Run number", 10, lambda _: run.run)
    return (
        Band("Who", "head", _PERSON),
        Band("The case", "head", _CASE),
        Band("Before you decide", "head", _BEFORE),
        Band("The committee decides: these columns are yours to fill in", "head_decide", (*decided, to_do)),
        Band("More about the person (on the screen, not printed)", "head_prefilled", (*_MORE, number)),
    )


def columns(run: RunFacts) -> dict[str, int]:
    """The column of each heading, from 0."""
    headings = [field.heading for band in bands(run) for field in band.fields]
    return {heading: column for column, heading in enumerate(headings)}


def run_fields(run: RunFacts) -> tuple[_R, ...]:
    """The columns that the run fills in; `decide` compares them with the workbook that comes back."""
    committee_headings = {TO_DO, *(RECOMMENDATIONS.by_key[key].heading for key in DECIDED)}
    return tuple(field for band in bands(run) for field in band.fields if field.heading not in committee_headings)


def write_recommendations(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    page = book.sheet(NAME)
    run, rows = moderated.run, moderated.recommendations
    at = columns(run)
    _write_headings(page, moderated)
    decided = {RECOMMENDATIONS.by_key[key].heading: RECOMMENDATIONS.by_key[key] for key in DECIDED}
    fields = [field for band in bands(run) for field in band.fields]
    widths = [field.width for field in fields]
    for row, recommendation in enumerate(rows, FIRST):
        values = [field.get(recommendation) for field in fields]
        page.height(row, height_of(values, widths), grows=True)
        for column, (field, value) in enumerate(zip(fields, values, strict=True)):
            if field.heading in decided:
                page.write(row, column, None, *_decided_styles(decided[field.heading]))
            elif field.heading != TO_DO:
                styles = (*_styles(field.heading, value), _edge(field, value))
                page.write(row, column, value, "cell", "small", *styles)
        page.formula(row, at[TO_DO], to_do_formula(at, row), "cell", "small", "wrap", "inset", result=TO_DECIDE)
    last = FIRST + max(len(rows), 1) - 1
    limit_cells(page, at, (FIRST, last), run)
    _colour(page, at, last)
    _set_up(page, at, last, run)
    return page


def _styles(heading: str, value: Value) -> tuple[str, ...]:
    if heading in ("Academy code", "Payroll number", "Run number"):
        return ("text",)
    if heading in _CENTRED:
        return ("centre",) if isinstance(value, str) else ("count",)
    return ("number",) if heading == "FTE" else (kind_of(value),)


def _decided_styles(column: Column) -> tuple[str, ...]:
    kind = {Kind.DATE: "date", Kind.TEXT: "text"}.get(column.kind, "wrap")
    return ("cell", "small", "wrap", "decide", kind, edge_of(_WIDTHS[column.key]))


def _edge(field: _R, value: Value) -> str:
    return "flush" if field.heading in _CENTRED else edge_of(field.width, value)


def _write_headings(page: Page, moderated: Moderated) -> None:
    all_bands = bands(moderated.run)
    printed = [field for band in all_bands[:2] for field in band.fields]
    write_title(page, f"Recommendations: {moderated.run.cycle}", _note(moderated), printed, len(printed) - 1)
    start = 0
    for band in all_bands:
        _write_band(page, band, start)
        for column, field in enumerate(band.fields, start):
            set_as = ("upright", "flush") if field.heading in _UPRIGHT else (edge_of(field.width),)
            page.write(HEADINGS, column, field.heading, band.head, "small", *set_as)
            unused = field.heading in _EARLIER and all(
                field.get(recommendation) is None for recommendation in moderated.recommendations
            )
            page.width(column, field.width, hidden=unused)
        start += len(band.fields)
    page.height(_BANDS, 18)
    page.height(HEADINGS, 76)


def _write_band(page: Page, band: Band, start: int) -> None:
    end = start + len(band.fields) - 1
    if end > start:
        page.paper.merge_range(_BANDS, start, _BANDS, end, "", page.book.format((band.head, "small", "flush")))
    page.write(_BANDS, start, band.caption, band.head, "small", "flush")


def _note(moderated: Moderated) -> str:
    return (
        f"{counted(len(moderated.recommendations), 'person', 'people')} before the committee. "
        "Pay is annual and full-time, without allowances; current pay as at the end of the cycle, recommended pay from "
        f"{day(moderated.run.pay_effective_from)}. Approved with nothing else means the recommended point, "
        "Not approved the current one. Fill in the light columns to the right only."
    )


def _colour(page: Page, at: dict[str, int], last: int) -> None:
    """Amber where the To do column asks for it; a line where another academy begins."""
    to_do = f"${letter(at[TO_DO])}{FIRST + 1}"
    for heading, needed in (("Decision reason", NEEDS_REASON), ("Decided on", NEEDS_DATE), ("Decision", "decision")):
        place = at[heading]
        page.colour((FIRST, place), (last, place), f'ISNUMBER(SEARCH("{needed}",{to_do}))', "fill_in")
    page.colour((FIRST, at[TO_DO]), (last, at[TO_DO]), f'LEFT({to_do},5)="Needs"', "fill_in")
    page.colour((FIRST, at[TO_DO]), (last, at[TO_DO]), f'{to_do}="Done"', "done")
    academy = f"$A{FIRST + 1}<>$A{FIRST}"
    page.colour((FIRST, 0), (last, max(at.values())), academy, "edge")


def _set_up(page: Page, at: dict[str, int], last: int, run: RunFacts) -> None:
    page.paper.autofilter(HEADINGS, 0, last, max(at.values()))
    page.freeze(FIRST, _WHO)
    page.text_numbers_are_meant(last, max(at.values()))
    mark_pages(page, run, repeat=(_BANDS, HEADINGS))
    page.paper.set_print_scale(_PRINT_SCALE)
    page.paper.print_across()
    page.paper.repeat_columns(0, _WHO - 1)
    page.paper.print_area(_BANDS, 0, last, at[TO_DO])
    page.paper.set_v_pagebreaks([at[_BEFORE[0].heading]])
