"""On paper: the recommendations for the table, one page wide, with space for the decision and a signature."""

from __future__ import annotations

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.standard_workbook import MET, NOT_MET
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import Field, List, height_of, lay_out, mark_pages
from pmr_batch.words import clipped, counted, day

NAME = "On paper"
#: Letters of a reason; all of it stands on Recommendations.
_LONGEST_REASON = 160
#: Points of a row at least: room to write a decision in and sign it, and a line where there is nothing to look at.
_HIGH, _LOW = 27.0, 17.0
#: What is said of the pay criteria, in a word.
_CRITERIA = {MET: "Met", NOT_MET: "Not met"}

_R = Field[Recommendation]


def write_on_paper(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book; the rows stand in the order of Recommendations."""
    sheet = _sheet(moderated)
    page = lay_out(book, sheet)
    for row, person in enumerate(sheet.rows, sheet.headings + 1):
        values = [field.get(person) for field in sheet.fields]
        least = _HIGH if person.look_at else _LOW
        page.height(row, max(least, height_of(values, [field.width for field in sheet.fields])))
    mark_pages(page, moderated.run, repeat=(sheet.headings, sheet.headings))
    return page


def _sheet(moderated: Moderated) -> List[Recommendation]:
    rows = moderated.recommendations
    looked_at = sum(bool(row.look_at) for row in rows)
    rest = counted(len(rows) - looked_at, "row has", "rows have")
    return List(
        name=NAME,
        title=f"For the meeting: {moderated.run.cycle}, {moderated.run.round.value.capitalize()} round",
        note=f"{counted(len(rows), 'person', 'people')}, those with something to look at first ({looked_at:,}). "
        f"Pay is annual and full-time, recommended pay from {day(moderated.run.pay_effective_from)}. "
        "To be filled in by hand; what counts is what is typed on Recommendations afterwards. "
        f"{rest} nothing to look at. All of them approved in one go, on: ....................  Signed: "
        "......................................................",
        fields=_FIELDS,
        rows=rows,
        freeze=3,
    )


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
    _R("Name", 17, lambda row: row.name),
    _R("From → to", 12, _points),
    _R("Pay", 18, _pay),
    _R("Criteria", 8, lambda row: _CRITERIA.get(row.criteria or "", row.criteria)),
    _R("Objectives", 16, _objectives),
    _R("Reason", 25, _reason),
    _R("Look at", 17, lambda row: ", ".join(row.look_at) or None, lambda row: "fill_in" if row.look_at else None),
    _R("Decision", 15, lambda _: None, filled_in=True),
    _R("Signed", 13, lambda _: None, filled_in=True),
)
