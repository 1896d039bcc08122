"""On paper: the recommendations for the table, one page wide, with space for the decision and a signature."""

from __future__ import annotations

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import HEADINGS, Field, List, lay_out, mark_pages
from pmr_batch.words import clipped, counted

NAME = "On paper"
#: Letters of a reason; all of it stands on Recommendations.
_LONGEST_REASON = 220

_R = Field[Recommendation]


def write_on_paper(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book; the rows stand in the order of Recommendations."""
    rows = moderated.recommendations
    looked_at = sum(bool(row.look_at) for row in rows)
    page = lay_out(
        book,
        List(
            name=NAME,
            title=f"For the meeting: {moderated.run.cycle}",
            note=f"{counted(len(rows), 'person', 'people')}, those with something to look at first ({looked_at:,}). "
            "Pay is annual and full-time. To be filled in by hand; what counts is what is typed on Recommendations "
            "afterwards.",
            fields=_FIELDS,
            rows=rows,
            freeze=3,
        ),
    )
    mark_pages(page, moderated.run, repeat=(HEADINGS, HEADINGS))
    return page


def _points(row: Recommendation) -> str:
    """M3 → M4; with the range where it is another one, and both ranges where there are no points."""
    ranges = row.current.range != row.recommended.range
    return f"{_place(row.current, ranges)} → {_place(row.recommended, ranges)}"


def _place(pay: Pay, with_range: bool) -> str:
    if pay.point:
        return f"{pay.range} {pay.point}" if with_range else pay.point
    return pay.range or "–"


def _pay(row: Recommendation) -> str:
    return f"{_pounds(row.current)} → {_pounds(row.recommended)}"


def _pounds(pay: Pay) -> str:
    return "not known" if pay.amount is None else f"£{pay.amount:,.0f}"


def _objectives(row: Recommendation) -> str:
    counts = row.objectives
    parts = (
        (counts.met, "met"),
        (counts.partly, "partly"),
        (counts.not_met, "not"),
        (counts.not_assessed, "not assessed"),
    )
    return ", ".join(f"{number} {what}" for number, what in parts if number)


def _reason(row: Recommendation) -> str | None:
    return clipped(" ".join(row.reason.split()), _LONGEST_REASON) if row.reason else None


#: Together as wide as A4 landscape takes at nine tenths, so that text of 10 points prints at 9.
_FIELDS: tuple[_R, ...] = (
    _R("Academy code", 8, lambda row: row.academy),
    _R("Payroll number", 9, lambda row: row.payroll_number),
    _R("Name", 16, lambda row: row.name),
    _R("From → to", 11, _points),
    _R("Pay", 10, _pay),
    _R("Pay criteria", 11, lambda row: row.criteria),
    _R("Objectives", 12, _objectives),
    _R("Reason", 27, _reason),
    _R("Look at", 14, lambda row: ", ".join(row.look_at) or None, lambda row: "fill_in" if row.look_at else None),
    _R("Decision", 14, lambda _: None, filled_in=True),
    _R("Signed", 13, lambda _: None, filled_in=True),
)
