"""Rules of the workbook itself (section 0): files, sheets, cells, keys, who authorised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import EXPLANATIONS, START
from pmr_batch.rules.facts.start import may_authorise, position_fits
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, NOTE, QUERY, Rule, declared, rule

WORKBOOK: dict[str, Any] = {
    "clause": "workbook",
    "severity": ERROR,
    "stage": ALWAYS,
    "group": ALL,
    "everybody": True,
}
READER = WORKBOOK | {"found_by": "reader", "says": "{what}"}

FILES = [
    declared(
        "PM001",
        "file-opens",
        **READER,
        must_hold="A return is a whole Excel workbook (.xlsx), without a password, of ordinary size.",
        remedy="{next}",
    ),
    declared(
        "PM002",
        "sheets-are-there",
        **READER,
        must_hold="Every sheet of the standard workbook is there once, under its own name.",
        remedy="Rename the sheet back.",
    ),
    declared(
        "PM003",
        "columns-are-there",
        **READER,
        must_hold="Every column of the standard workbook is there once, under its own heading.",
        remedy="Rename the heading back.",
    ),
    declared(
        "PM004",
        "issued-for-this-cycle",
        **READER,
        blames=(
            START.academy_code,
            START.cycle,
            START.cycle_from,
            START.cycle_to,
            START.template_version,
            START.return_number,
        ),
        must_hold="The workbook is the one issued to this academy, by this trust, for this cycle.",
        remedy="Use the workbook issued for this cycle.",
    ),
    declared(
        "PM005",
        "one-return-stands",
        **READER,
        blames=(START.academy_code, START.return_number),
        must_hold="One return stands for an academy and a cycle: the one with the highest Return number.",
        remedy="Say on Returns of trust.xlsx which file stands.",
    ),
]

CELLS = [
    declared(
        "PM006",
        "cell-has-its-type",
        **WORKBOOK | {"found_by": "schema"},
        says="is {value}, which {wrong}",
        must_hold="A cell holds what its column asks for.",
        remedy="Retype the cell as {asks}.",
    ),
    declared(
        "PM007",
        "cell-has-a-value",
        **READER,
        must_hold="A cell holds a value, and neither an Excel error nor a formula without a result.",
        remedy="Replace the formula by its value.",
    ),
    declared(
        "PM008",
        "cell-is-in-its-list",
        **WORKBOOK | {"found_by": "schema"},
        says="is {value}, which {wrong}",
        must_hold="A cell with a drop-down holds one of its values.",
        remedy="Choose from the list.",
    ),
    declared(
        "PM009",
        "cell-is-filled-in",
        **WORKBOOK | {"found_by": "schema"},
        says="is blank",
        must_hold="This cell is needed on this row.",
        remedy="Fill in the cell.",
    ),
    declared(
        "PM014",
        "extras-are-carried-along",
        **READER | {"severity": NOTE},
        must_hold="Columns and sheets of your own are kept as they are, and not checked.",
        remedy="Nothing to do.",
    ),
    declared(
        "PM015",
        "repairs-are-told",
        **READER | {"severity": NOTE},
        must_hold="Whatever is read otherwise than it was typed is told.",
        remedy="Nothing to do.",
    ),
    declared(
        "PM016",
        "date-can-be-read-one-way",
        **READER | {"severity": QUERY},
        must_hold="A date typed as text can be read in one way only; until then it counts as not read.",
        remedy="Retype the date, with the month as a word.",
    ),
    declared(
        "PM020",
        "rows-are-rows",
        **READER,
        must_hold="A sheet has headings and one row for each person or thing, without totals or merged cells.",
        remedy="Remove totals, sub-headings and merged cells from the table.",
    ),
    declared(
        "PM022",
        "workbook-is-undamaged",
        **READER | {"severity": NOTE},
        must_hold="The standard workbook keeps its lists and formats, with nothing hidden, linked or automated.",
        remedy="Nothing to do: the workbook that comes back to you is whole again.",
    ),
]

RETURNS = [
    declared(
        "PM018",
        "explanation-answers-a-query",
        **WORKBOOK | {"severity": NOTE, "found_by": "engine"},
        blames=(EXPLANATIONS.rule, EXPLANATIONS.payroll_number, EXPLANATIONS.about),
        says="{value} does not ask about this, or the value it asked about has changed",
        must_hold="An explanation answers a query that stands.",
        remedy="Remove the row.",
    ),
    declared(
        "PM021",
        "return-has-come",
        **WORKBOOK | {"found_by": "merge"},
        says="has sent no return, for {people} people of this round",
        must_hold="Every academy with people of the round sends a return.",
        remedy="Send the return.",
    ),
]

AUTHORISED: dict[str, Any] = {
    "clause": "3.1",
    "severity": ERROR,
    "stage": FINAL,
    "group": ALL,
    "must_hold": "The academy's Executive Headteacher, Headteacher or Head of School authorises its return, "
    "and the CEO the central one.",
    "remedy": "Fill in on the Start sheet who authorised, the position, and the date.",
}


@rule(
    "PM017",
    "head-authorised-the-return",
    **AUTHORISED,
    reads=(START.authorised_by, may_authorise),
    blames=(START.authorised_by, START.position, START.authorised_on),
    says="is {value}, who may not authorise this return",
)
def is_authorised(start: pd.DataFrame) -> pd.Series:
    """The head answers for the recommendations made in the academy."""
    return start["may_authorise"] | start["authorised_by"].isna()


@rule(
    "PM017",
    "position-is-the-heads-own",
    **AUTHORISED,
    reads=(START.position, position_fits),
    blames=(START.position,),
    says="is {value}, which is not the position of whoever authorised this return",
)
def is_in_position(start: pd.DataFrame) -> pd.Series:
    """Two heads of one academy are told apart by their positions."""
    return start["position_fits"] | start["position"].isna()


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (*FILES, *CELLS, *RETURNS, is_authorised, is_in_position)
