"""Rules of the workbook itself (section 0): files, sheets, cells, keys, who authorised."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.conditions import in_words
from pmr_batch.layout.standard_workbook import EXPLANATIONS, START
from pmr_batch.rules.facts.authorisation import authoriser, authorising_heads, may_authorise, position_fits
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, NOTE, QUERY, Code, Rule, declare, rule

file_opens = declare(
    Code("PM001", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "file-opens",
    says="{what}",
    must_hold="A return is a whole Excel workbook (.xlsx), without a password, of ordinary size.",
    remedy="{next}",
)
sheets_are_there = declare(
    Code("PM002", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "sheets-are-there",
    says="{what}",
    must_hold="Every sheet of the standard workbook is there once, under its own name.",
    remedy="Rename the sheet back.",
)
columns_are_there = declare(
    Code("PM003", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "columns-are-there",
    says="{what}",
    must_hold="Every column of the standard workbook is there once, under its own heading.",
    remedy="Rename the heading back.",
)
issued_for_this_cycle = declare(
    Code("PM004", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "issued-for-this-cycle",
    blames=(
        START.academy_code,
        START.cycle,
        START.cycle_from,
        START.cycle_to,
        START.template_version,
        START.return_number,
    ),
    says="{what}",
    must_hold="The workbook is the one issued to this academy, by this trust, for this cycle.",
    remedy="Use the workbook issued for this cycle.",
)
one_return_stands = declare(
    Code("PM005", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "one-return-stands",
    blames=(START.academy_code, START.return_number),
    says="{what}",
    must_hold="One return stands for an academy and a cycle: the one with the highest Return number, where nothing "
    "of another would be lost.",
    remedy="Say on Returns of trust.xlsx which file stands.",
)

cell_has_its_type = declare(
    Code("PM006", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="schema"),
    "cell-has-its-type",
    says="is {value}, which {wrong}",
    must_hold="A cell holds what its column asks for.",
    remedy="Retype the cell as {asks}.",
)
cell_has_a_value = declare(
    Code("PM007", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "cell-has-a-value",
    says="{what}",
    must_hold="A cell holds a value, and neither an Excel error nor a formula without a result.",
    remedy="Replace the formula by its value.",
)
cell_is_in_its_list = declare(
    Code("PM008", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="schema"),
    "cell-is-in-its-list",
    says="is {value}, which {wrong}",
    must_hold="A cell with a drop-down holds one of its values.",
    remedy="Choose {asks}.",
)
cell_is_filled_in = declare(
    Code("PM009", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="schema"),
    "cell-is-filled-in",
    says="is blank",
    must_hold="A cell that is needed is filled in, on every row or where another cell of the row calls for it.",
    remedy="Fill in the cell.",
)


def of_a_blank(owner: Rule, column: Column) -> Rule:
    """A rule as it speaks of a blank cell of a column that it owns; PM009 says where the column is needed."""
    if owner is not cell_is_filled_in or column.required is None:
        return owner.of_a_blank
    values = "; ".join(column.values)
    remedy = f"Choose one of: {values}." if column.kind is Kind.LIST else owner.remedy
    return replace(owner, must_hold=f"{column.heading} is filled in {in_words(column.required)}.", remedy=remedy)


extras_are_carried_along = declare(
    Code("PM014", clause="workbook", severity=NOTE, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "extras-are-carried-along",
    says="{what}",
    must_hold="Columns and sheets of your own are kept as they are, and not checked.",
    remedy="Nothing to do.",
)
repairs_are_told = declare(
    Code("PM015", clause="workbook", severity=NOTE, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "repairs-are-told",
    says="{what}",
    must_hold="Whatever is read otherwise than it was typed is told.",
    remedy="Nothing to do.",
)
date_can_be_read_one_way = declare(
    Code("PM016", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "date-can-be-read-one-way",
    says="{what}",
    must_hold="A date typed as text can be read in one way only; until then it counts as not read.",
    remedy="Retype the date, with the month as a word.",
)
rows_are_rows = declare(
    Code("PM020", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "rows-are-rows",
    says="{what}",
    must_hold="A sheet has headings and one row for each person or thing, without totals or merged cells.",
    remedy="Remove totals, sub-headings and merged cells from the table.",
)
workbook_is_undamaged = declare(
    Code("PM022", clause="workbook", severity=NOTE, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "workbook-is-undamaged",
    says="{what}",
    must_hold="The standard workbook keeps its lists and formats, with nothing hidden, linked or automated.",
    remedy="Nothing to do: the workbook that comes back to you is whole again.",
)

explanation_answers_a_query = declare(
    Code("PM018", clause="workbook", severity=NOTE, stage=ALWAYS, group=ALL, everybody=True, found_by="engine"),
    "explanation-answers-a-query",
    blames=(EXPLANATIONS.rule, EXPLANATIONS.payroll_number, EXPLANATIONS.about),
    says="{why}",
    must_hold="An explanation answers a query that stands.",
    remedy="{next}",
)
return_has_come = declare(
    Code("PM021", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="merge"),
    "return-has-come",
    says="has sent no return, for {people} people of this round",
    must_hold="Every academy with people of the round sends a return.",
    remedy="Send the return.",
)


@rule(
    Code("PM017", clause="3.1", severity=ERROR, stage=FINAL, group=ALL),
    "head-authorised-the-return",
    reads=(START.authorised_by, may_authorise, authorising_heads),
    blames=(START.authorised_by, START.position, START.authorised_on),
    says="is {value}, who may not authorise this return",
    must_hold="The academy's Executive Headteacher, Headteacher or Head of School authorises its return, "
    "and the CEO the central one.",
    remedy="Have the return authorised by {authorising_heads}, and correct Authorised by.",
    blank_remedy="Fill in the cell on the Start sheet, once the return is authorised.",
)
def is_authorised(start: pd.DataFrame) -> pd.Series:
    """The head answers for the recommendations made in the academy."""
    return start["may_authorise"] | start["authorised_by"].isna()


@rule(
    Code("PM017", clause="3.1", severity=ERROR, stage=FINAL, group=ALL),
    "position-is-the-heads-own",
    reads=(START.position, position_fits, authoriser),
    blames=(START.position,),
    says="is {value}, which is not the position of {authoriser}",
    must_hold=is_authorised.must_hold,
    remedy="Choose the position in which the return was authorised, or correct Authorised by.",
)
def is_in_position(start: pd.DataFrame) -> pd.Series:
    """Two heads of one academy are told apart by their positions."""
    return start["position_fits"] | start["position"].isna()


#: The main one of a code first.
RULES = (
    file_opens, sheets_are_there, columns_are_there, issued_for_this_cycle, one_return_stands, cell_has_its_type,
    cell_has_a_value, cell_is_in_its_list, cell_is_filled_in, extras_are_carried_along, repairs_are_told,
    date_can_be_read_one_way, rows_are_rows, workbook_is_undamaged, explanation_answers_a_query, return_has_come,
    is_authorised, is_in_position,
)  # fmt: skip
