"""Members: in whose rows each member of the committee has an interest, and from which decisions they withdrew."""

from __future__ import annotations

from collections.abc import Callable

from pmr_batch.excel.writing.addresses import letter
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.members import Interest, Member
from pmr_batch.model.round import Moderated
from pmr_batch.produce.committee.recommendations import columns, recommendations_sheet
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.words import counted

NAME = "Members"
#: So many people are named.
_NAMED = 20
_NOBODY = (
    "Nobody is listed. Enter the members and their interests on Committee members of trust.xlsx: the next run then "
    "marks the rows from which each withdraws."
)
_TYPED = "Named in Conflict declared, as typed"


def write_members(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    sheet = members_sheet(moderated)
    page = write_list(book, sheet, moderated.run)
    at, declared = [field.heading for field in sheet.fields].index(_TYPED), _conflicts_declared(moderated)
    for row in range(sheet.headings + 1, sheet.headings + 1 + len(sheet.rows)):
        formula = f"SUMPRODUCT(--ISNUMBER(FIND($A{row + 1},{declared})))"
        page.formula(row, at, formula, "cell", "small", "tally", result=0)
    return page


def members_sheet(moderated: Moderated) -> List[Member]:
    """One row a member, in the order of trust.xlsx; then whoever withdrew and is not listed there."""
    rows = moderated.members
    touched = {row.payroll_number for member in rows for row in member.rows}
    touch = "touches" if len(touched) == 1 else "touch"
    note = (
        f"{counted(len(rows), 'member')}; {counted(len(touched), 'row')} of Recommendations {touch} an interest. "
        "Look at names the member there, who withdraws and is named in Conflict declared. Interests are those of "
        "Committee members in trust.xlsx; a member's own row, and the rows of those they review, count too."
    )
    return List(
        NAME, "Members of the committee, and conflicts of interest", note if rows else _NOBODY, _FIELDS, rows, freeze=1
    )


def _conflicts_declared(moderated: Moderated) -> str:
    sheet = recommendations_sheet(moderated)
    column = letter(columns(moderated.run)[RECOMMENDATIONS.conflict_declared.heading])
    return f"{sheet.name}!${column}${sheet.first + 1}:${column}${sheet.last + 1}"


def _of_interests(say: Callable[[Interest], str | None]) -> Callable[[Member], str | None]:
    return lambda member: "\n".join(dict.fromkeys(filter(None, map(say, member.interests)))) or None


def _interest(interest: Interest) -> str | None:
    where = interest.academy or (interest.person and f"number {interest.person}")
    return ": ".join(filter(None, (where, interest.what))) or None


def _named(names: list[str]) -> str | None:
    more = [f"and {len(names) - _NAMED:,} more"] if len(names) > _NAMED else []
    return ", ".join(names[:_NAMED] + more) or None


_FIELDS: tuple[Field[Member], ...] = (
    Field("Member", 24, lambda member: member.name),
    Field(
        "Listed",
        8,
        lambda member: "Yes" if member.is_listed else "No",
        lambda member: None if member.is_listed else "fill_in",
    ),
    Field("Interests declared", 40, _of_interests(_interest)),
    Field(
        "Declared on",
        12,
        _of_interests(lambda interest: f"{interest.declared_on:%d/%m/%Y}" if interest.declared_on else None),
    ),
    Field("Rows", 7, lambda member: len(member.rows)),
    Field("Whose rows", 48, lambda member: _named([f"{row.name} ({row.academy})" for row in member.rows])),
    Field(_TYPED, 18, lambda _: None),
    Field(
        "Withdrew from decisions on",
        40,
        lambda member: _named([f"{decided.name} ({decided.academy})" for decided in member.withdrew]),
    ),
)
