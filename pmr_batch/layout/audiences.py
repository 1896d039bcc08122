"""Who may see which column: audiences.csv, one line a column that may be about a person.

"yes" is the cell as it stands; "counted" is nothing but how many there are, or whether there is any; blank is nothing.
A column without a line is shown to nobody, and no pack is made until somebody says who may see it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from pmr_batch.errors import DeclarationError
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.committee_workbook import APPEALS, RECOMMENDATIONS
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.layout.trust_workbook import ACCEPTED, EQUALITY, MEMBERS, STAFF_LIST
from pmr_batch.model.audience import Audience

FILE = "audiences.csv"
#: The sheets with rows about people: the academies', the trust's, the committee's.
ABOUT_PEOPLE: tuple[Sheet, ...] = (*SHEETS, STAFF_LIST, EQUALITY, ACCEPTED, MEMBERS, RECOMMENDATIONS, APPEALS)
SHOWN, COUNTED, HIDDEN = "yes", "counted", ""


@cache
def disclosed() -> Mapping[tuple[str, str], Mapping[Audience, str]]:
    """How each audience sees each column, by sheet and heading, as audiences.csv has it.

    Raises DeclarationError where a column of the layout has no line, a line no column, or a cell another word.
    """
    text = resources.files("pmr_batch.layout").joinpath(FILE).read_text("utf-8")
    lines = {
        (line["sheet"], line["column"]): {audience: line[audience.value] for audience in Audience}
        for line in csv.DictReader(text.splitlines())
    }
    if problems := list(_problems(lines)):
        raise DeclarationError("\n".join(f"{FILE}: {problem}" for problem in problems))
    return lines


def _problems(lines: Mapping[tuple[str, str], Mapping[Audience, str]]) -> Iterator[str]:
    columns = {(sheet.name, column.heading) for sheet in ABOUT_PEOPLE for column in sheet}
    for sheet, heading in sorted(columns - lines.keys()):
        yield f"{heading} of {sheet} has no line; add one that says who may see it"
    for sheet, heading in sorted(lines.keys() - columns):
        yield f"{sheet} has no column {heading}; remove its line"
    for (sheet, heading), cells in lines.items():
        if not {*cells.values()} <= {SHOWN, COUNTED, HIDDEN}:
            yield f"{heading} of {sheet}: write {SHOWN}, {COUNTED}, or nothing"


def columns_for(audience: Audience, sheet: Sheet) -> tuple[Column, ...]:
    """The columns of a sheet that an audience may see as they stand, in the order of the sheet."""
    return tuple(column for column in sheet if disclosed()[sheet.name, column.heading][audience] == SHOWN)


def may_see(audience: Audience, column: Column) -> bool:
    """Whether an audience may see the cells of a column as they stand."""
    return disclosed()[column.sheet, column.heading][audience] == SHOWN


def may_count(audience: Audience, column: Column) -> bool:
    """Whether an audience may learn how many cells of a column say what, or see them."""
    return disclosed()[column.sheet, column.heading][audience] != HIDDEN
