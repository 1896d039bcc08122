"""Recommendations: one row a person before the committee, and the columns in which it decides."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.committee_workbook import DECIDED, IN_LETTER, IN_ONE_GO, RECOMMENDATIONS
from pmr_batch.model.person import Recommendation
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import APPROVED
from pmr_batch.produce.committee.decision_columns import limit_cells
from pmr_batch.produce.committee.decision_sheet import (
    Band,
    DecisionSheet,
    made_fields,
    positions,
    write_decision_sheet,
)
from pmr_batch.produce.committee.pay_points import price_ranges
from pmr_batch.produce.committee.to_do import (
    COST,
    IF_APPROVED,
    IF_NOT,
    NEEDS_DATE,
    NEEDS_REASON,
    TO_DECIDE,
    TO_DO,
    cost_formula,
    to_do_formula,
)
from pmr_batch.produce.list_sheets import Field
from pmr_batch.rules.personal import told_codes
from pmr_batch.words import counted, day

NAME = RECOMMENDATIONS.name
_COMMITTEE = tuple(RECOMMENDATIONS.by_key[key] for key in DECIDED)

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
    _R("Objectives met", 4, lambda recommendation: recommendation.objectives.met, upright=True),
    _R("Partly met", 4, lambda recommendation: recommendation.objectives.partly, upright=True),
    _R("Not met", 4, lambda recommendation: recommendation.objectives.not_met, upright=True),
    _R("Not assessed", 4, lambda recommendation: recommendation.objectives.not_assessed, upright=True),
    _R("Reason", 23, lambda recommendation: recommendation.reason),
    _R("Employee's comments", 17, lambda recommendation: recommendation.comments),
)
_BEFORE: tuple[_R, ...] = (
    _R(
        "Look at",
        15,
        lambda recommendation: ", ".join(recommendation.look_at) or None,
        lambda recommendation: "fill_in" if recommendation.look_at else None,
    ),
    _R("Open queries", 7, lambda recommendation: len(recommendation.open_queries)),
    _R("Concern open", 7.5, lambda recommendation: "Yes" if recommendation.concern_open else None),
    _R("Earlier decision", 14, lambda recommendation: recommendation.earlier),
)
_MORE: tuple[_R, ...] = (
    _R("Academy", 26, lambda recommendation: recommendation.academy_name),
    _R("Job title", 40, lambda recommendation: recommendation.job_title),
    _R("Contract", 11, lambda recommendation: recommendation.contract),
    _R("FTE", 6, lambda row: None if row.fte is None else float(row.fte), style="number"),
    _R("Pay area", 15, lambda recommendation: recommendation.pay_area),
    _R("Current range", 14, lambda recommendation: recommendation.current.range),
    _R("Recommended range", 14, lambda recommendation: recommendation.recommended.range),
    _R("Change in pay", 11, lambda recommendation: recommendation.change),
    _R(IF_APPROVED, 12, lambda recommendation: recommendation.more_if_approved),
    _R(IF_NOT, 12, lambda recommendation: recommendation.more_if_not),
    _R("Pay confirmed", 9, lambda recommendation: "Yes" if recommendation.pay_confirmed else "No"),
    _R("Award pending", 9, lambda recommendation: "Yes" if recommendation.award_pending else None),
    _R("Reviewer", 20, lambda recommendation: recommendation.reviewer),
    _R("Recommended by", 20, lambda recommendation: recommendation.recommender),
    _R("Rules of open queries", 16, lambda recommendation: ", ".join(told_codes(recommendation.open_queries))),
    _R("Rules explained", 16, lambda recommendation: ", ".join(told_codes(recommendation.explained))),
)
_CENTRED = frozenset(field.heading for field in _CASE if field.upright) | {
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
    "reason_in_letter": 8,
    "decided_on": 11,
    "effective_from": 11,
    "conflict_declared": 12,
}


def bands(run: RunFacts) -> tuple[Band[Recommendation], ...]:
    """All columns of the sheet, from left to right."""
    decided = tuple(_R(column.heading, _WIDTHS[column.key], lambda _: None) for column in _COMMITTEE)
    to_do = _R(TO_DO, 12, lambda _: TO_DECIDE)
    cost = _R(COST, 12, lambda _: None)
    number = _R("Run number", 10, lambda _: run.run)
    return (
        Band("Who", "head", _PERSON),
        Band("The case", "head", _CASE),
        Band("Before you decide", "head", _BEFORE),
        Band("The committee decides: these columns are yours to fill in", "head_decide", (*decided, to_do, cost)),
        Band("More about the person (on the screen, not printed)", "head_prefilled", (*_MORE, number)),
    )


def columns(run: RunFacts) -> dict[str, int]:
    """The column of each heading, from 0."""
    return positions(bands(run))


def run_fields(run: RunFacts) -> tuple[_R, ...]:
    """The columns that the run fills in; `decide` compares them with the workbook that comes back."""
    return made_fields(bands(run), _COMMITTEE)


def recommendations_sheet(moderated: Moderated) -> DecisionSheet[Recommendation]:
    """The sheet as it is to be written."""
    run = moderated.run
    in_one_go = any(not row.look_at for row in moderated.recommendations)
    sheet = DecisionSheet(
        name=NAME,
        title=f"Recommendations: {run.cycle}",
        note=_note(moderated),
        bands=bands(run),
        rows=moderated.recommendations,
        committee=_COMMITTEE,
        formula=to_do_formula,
        result=lambda _: TO_DECIDE,
        amber=(("Decision reason", NEEDS_REASON), ("Decided on", NEEDS_DATE), ("Decision", "decision")),
        messages=_messages(run),
        across=_BEFORE[0].heading,
        centred=_CENTRED,
        unused=_EARLIER,
        for_the_screen=True,
        in_one_go=in_one_go,
    )
    at_once = in_one_go_row(sheet)
    return replace(
        sheet,
        formula=partial(to_do_formula, in_one_go=at_once),
        cost=partial(cost_formula, in_one_go=at_once, prices=price_ranges(moderated)),
    )


def in_one_go_row(sheet: DecisionSheet[Recommendation]) -> int | None:
    """The row above the captions in which all rows with nothing to look at are approved; None where there are none."""
    return sheet.captions - 1 if sheet.in_one_go else None


def write_recommendations(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    sheet = recommendations_sheet(moderated)
    page = write_decision_sheet(book, sheet, moderated.run)
    row = in_one_go_row(sheet)
    if row is not None:
        _write_in_one_go(page, row, moderated.run)
    return page


def _write_in_one_go(page: Page, row: int, run: RunFacts) -> None:
    """Cells that approve all rows with nothing to look at, but for those that are filled in."""
    at = columns(run)
    page.write(row, at["Look at"], IN_ONE_GO, "line", "strong", "small", "middle")
    message = "Approved here holds for every row with nothing in Look at in which you fill in nothing."
    for heading, style in (("Decision", "wrap"), ("Decided on", "date")):
        page.write(row, at[heading], None, "cell", "small", "decide", style, "middle")
    page.height(row, 18)
    place = (row, at["Decision"])
    page.limit(
        place,
        place,
        {"validate": "list", "source": [APPROVED], "input_title": "In one go", "input_message": message}
        | {"error_title": "In one go", "error_message": f"{APPROVED}, or blank."},
    )
    limit_cells(page, (RECOMMENDATIONS.decided_on,), at, (row, row), run, _messages(run), guard=False)


def _messages(run: RunFacts) -> dict[str, str]:
    """What is said at the committee's cells, where it is not the column's own note."""
    reason = RECOMMENDATIONS.decision_reason.note
    return {
        "decision": "Approved, with nothing else, takes the recommended point; Not approved keeps the current one.",
        "decided_on": f"The day the committee decided, such as {run.as_of:%d/%m/%Y}. Every decision has one.",
        "decision_reason": f"{reason}, and where a row is deferred or referred back: say what is asked for.",
        "reason_in_letter": IN_LETTER,
        "effective_from": f"Blank = {day(run.pay_effective_from)}.",
    }


def _note(moderated: Moderated) -> str:
    looked_at = sum(bool(row.look_at) for row in moderated.recommendations)
    first = f"{counted(looked_at, 'row needs', 'rows need')} a thought: they come first, and Look at says why. "
    return (
        f"{first if looked_at else ''}"
        f"{counted(len(moderated.recommendations), 'person', 'people')} before the committee. "
        "Pay is annual and full-time, without allowances; current pay as at the end of the cycle, recommended pay from "
        f"{day(moderated.run.pay_effective_from)}. Approved with nothing else means the recommended point, "
        "Not approved the current one. Fill in the light columns to the right only. For the table, print On paper."
    )
