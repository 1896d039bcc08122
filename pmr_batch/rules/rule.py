"""What a rule is, what a fact is, and the decorators that declare them.

A rule answers, for each row of the sheet it blames, whether it holds. It is asked over the rows of
all academies at once, in a frame with:

- the sheet's own columns by key, typed: text and lists `str`, dates `datetime64`, numbers and whole
  numbers `float64`, money nullable `Int64` pence; blank and unread cells are missing;
- `return_no`, `row`, `academy` (code), `person` (index of the person's row on Staff, -1 if none);
- on sheets about people, the person's columns of Staff under their own keys, where the sheet has no
  column of that key itself;
- every fact the rule reads, under the fact's name, and every parameter under its own name
  (`…_least` and `…_most` for a parameter of two numbers), as of the start of the person's cycle.

The engine decides who is asked and what is not due; it stamps who, where and what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.terms import Group, Severity, Stage

ERROR, QUERY, NOTE = Severity.ERROR, Severity.QUERY, Severity.NOTE
ALWAYS, PLANNING, FINAL, REPORT = Stage.ALWAYS, Stage.PLANNING, Stage.FINAL, Stage.REPORT
ALL, TEACHING, SUPPORT = Group.ALL, Group.TEACHING, Group.SUPPORT
TEACHERS, HEADS, EXECUTIVES = Group.TEACHERS, Group.HEADS, Group.EXECUTIVES
HEADS_AND_EXECUTIVES, TEACHERS_AND_HEADS = Group.HEADS_AND_EXECUTIVES, Group.TEACHERS_AND_HEADS
#: What many rules about the start of a cycle have in common: an error, and a query, about everybody.
PLANNED: dict[str, Any] = {"severity": ERROR, "stage": PLANNING, "group": ALL}
ASKED: dict[str, Any] = PLANNED | {"severity": QUERY}


@dataclass(frozen=True)
class Answer:
    """A fact's values, and for which rows they are known; `needs` names what is missing elsewhere."""

    values: pd.Series
    known: pd.Series
    needs: str = ""


@dataclass(frozen=True, eq=False)
class Fact:
    """A derived column: a value for each row of `sheet`, computed from what it `reads`.

    A row is unknown, and a rule that reads it is not asked there, where a cell it reads is bad or
    a required blank: of the row itself, or of any row of the person on another sheet.
    """

    name: str
    sheet: Sheet
    reads: tuple[Column | Fact, ...]
    function: Callable[[pd.DataFrame, Any], pd.Series | Answer]
    parameters: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The fact's name in frames."""
        return self.name


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of the rule book. Calling it answers; the answer must be a full boolean per row.

    `everybody`: asked of people who are not in review, too; `under_capability`: of those in review
    and those under capability. `reason` is the column of the same sheet whose text answers the query.
    `needs` names sheets of the settings without which the rule is not checked. `affects` is the fact
    that lists the payroll numbers a finding touches. Without a function there is nothing to ask
    beyond the blanks of the columns it owns, or it is `found_by` the reader or by merge.
    """

    code: str
    slug: str
    clause: str
    severity: Severity
    stage: Stage
    group: Group
    sheet: Sheet | None
    must_hold: str
    says: str
    remedy: str
    reads: tuple[Column | Fact, ...] = ()
    blames: tuple[Column, ...] = ()
    parameters: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reason: Column | None = None
    affects: Fact | None = None
    everybody: bool = False
    under_capability: bool = False
    found_by: str = "rule"
    function: Callable[[pd.DataFrame], pd.Series] | None = None

    def __call__(self, rows: pd.DataFrame) -> pd.Series:
        """Ask the rule about all rows. Raises TypeError when the answer is no full boolean."""
        assert self.function is not None
        answer = self.function(rows)
        if not isinstance(answer, pd.Series):
            raise TypeError("answered with no Series")
        if not answer.index.equals(rows.index):
            raise TypeError("answered on another index")
        if answer.dtype != bool:
            raise TypeError("answered with something else than true and false")
        return answer

    @property
    def __name__(self) -> str:
        return self.code


def rule(  # noqa: PLR0913  (one argument a part of the declaration)
    code: str,
    slug: str,
    *,
    clause: str,
    severity: Severity,
    stage: Stage,
    group: Group,
    must_hold: str,
    says: str,
    remedy: str,
    **more: Any,
) -> Callable[[Callable[[pd.DataFrame], pd.Series]], Rule]:
    """Declare a rule around the function that pandera will call."""

    def declare(function: Callable[[pd.DataFrame], pd.Series]) -> Rule:
        return declared(
            code,
            slug,
            clause=clause,
            severity=severity,
            stage=stage,
            group=group,
            must_hold=must_hold,
            says=says,
            remedy=remedy,
            function=function,
            **more,
        )

    return declare


def declared(code: str, slug: str, **parts: Any) -> Rule:
    """Declare a rule without a function: found by the reader or by merge, or blanks only."""
    blames = tuple(parts.pop("blames", ()))
    sheet = parts.pop("sheet", None)
    if sheet is None and blames:
        from_columns = {column.sheet for column in blames}
        assert len(from_columns) == 1, f"{code} blames columns of several sheets"
        sheet = BY_NAME[from_columns.pop()]
    return Rule(
        code,
        slug,
        sheet=sheet,
        blames=blames,
        reads=tuple(parts.pop("reads", ())),
        parameters=tuple(parts.pop("parameters", ())),
        needs=tuple(parts.pop("needs", ())),
        **parts,
    )


def fact(
    sheet: Sheet, reads: tuple[Column | Fact, ...] = (), parameters: tuple[str, ...] = ()
) -> Callable[[Callable[[pd.DataFrame, Any], pd.Series | Answer]], Fact]:
    """Declare a fact of each row of `sheet` under the function's name."""

    def declare(function: Callable[[pd.DataFrame, Any], pd.Series | Answer]) -> Fact:
        return Fact(function.__name__, sheet, tuple(reads), function, tuple(parameters))

    return declare
