"""Copies of one workbook, filled in by several people, as one: a blank takes what another copy says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pmr_batch.commands.decide.alterations import PersonRow
from pmr_batch.commands.decide.decided_workbook import CommitteeSheet, DecidedWorkbook
from pmr_batch.commands.decide.taken import ComparedWorkbook
from pmr_batch.errors import UsageError
from pmr_batch.model.returns import Unread
from pmr_batch.words import counted, listed, shown

#: So many cells are named; the rest is counted.
_NAMED = 20

#: A copy with its rows, which are as the run wrote them.
Copy = tuple[DecidedWorkbook, ComparedWorkbook]


def merged(first: Copy, others: Sequence[Copy]) -> DecidedWorkbook:
    """The first copy with what the others say where it says nothing.

    Raises UsageError that names the cells of which two copies say different things.
    """
    workbook, rows = first
    for other, its_rows in others:
        if other.run != workbook.run:
            raise UsageError(
                f"{other.name}: is of run {other.run}, and {workbook.name} of run {workbook.run}; hand in copies of "
                "one workbook together. Nothing was taken"
            )
        pair = _Pair(workbook, other, workbook.recommendations, other.recommendations)
        recommendations, appeals = _merged(pair, rows.recommendations, its_rows.recommendations), workbook.appeals
        if workbook.appeals and other.appeals:
            pair = _Pair(workbook, other, workbook.appeals, other.appeals)
            appeals = _merged(pair, rows.appeals, its_rows.appeals)
        workbook = replace(workbook, recommendations=recommendations, appeals=appeals)
    return replace(workbook, copies=tuple(other for other, _ in others))


@dataclass(frozen=True)
class _Pair:
    """A sheet of the first copy, and of another one."""

    first: DecidedWorkbook
    other: DecidedWorkbook
    here: CommitteeSheet
    there: CommitteeSheet


def _merged(pair: _Pair, rows: Any, its_rows: Any) -> CommitteeSheet:
    """The sheet of the first copy with the cells of the other one where it has none."""
    at, its = _by_number(rows.people), _by_number(its_rows.people)
    both = [(at[number], its[number]) for number in at if number in its]
    problems, sheet = list(_contradictions(pair, both)), pair.here
    if problems:
        more = [f"{len(problems) - _NAMED:,} more"] if len(problems) > _NAMED else []
        raise UsageError(
            f"{pair.first.name} and {pair.other.name} say different things of {counted(len(problems), 'cell')}: "
            f"{listed(problems[:_NAMED] + more)}. Agree on each, and hand them in again; nothing was taken"
        )
    for column in pair.here.committee_columns:
        values = {here: pair.there.value(column.key, there) for here, there in both}
        taken = {here: value for here, value in values.items() if sheet.value(column.key, here) is None}
        sheet = sheet.with_column(column.key, taken)
    return sheet


def _by_number(people: Mapping[int, PersonRow]) -> Mapping[str, int]:
    return {person.payroll_number: position for position, person in people.items()}


def _contradictions(pair: _Pair, both: Sequence[tuple[int, int]]) -> Iterator[str]:
    for column in pair.here.committee_columns:
        for here, there in both:
            ours, theirs = pair.here.value(column.key, here), pair.there.value(column.key, there)
            if theirs is None or ours == theirs:
                continue
            if ours is not None or isinstance(theirs, Unread):
                spot = pair.there.at(column.key, there, "PM629", {})
                said = "blank" if ours is None else shown(_typed(ours))
                yield f"{column.heading} of {spot.payroll_number} ({said}, and {shown(_typed(theirs))})"


def _typed(value: Any) -> Any:
    return value.typed if isinstance(value, Unread) else value
