"""What a rule is, and how one is declared.

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
from dataclasses import KW_ONLY, dataclass, replace
from typing import Required, TypedDict, Unpack

import pandas as pd

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.committee_workbook import APPEALS, RECOMMENDATIONS
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.terms import Group, Severity, Stage
from pmr_batch.rules.fact import Fact

ERROR, QUERY, NOTE = Severity.ERROR, Severity.QUERY, Severity.NOTE
ALWAYS, PLANNING, FINAL, REPORT, DECISION = Stage.ALWAYS, Stage.PLANNING, Stage.FINAL, Stage.REPORT, Stage.DECISION
ALL, TEACHING, SUPPORT = Group.ALL, Group.TEACHING, Group.SUPPORT
TEACHERS, HEADS, EXECUTIVES = Group.TEACHERS, Group.HEADS, Group.EXECUTIVES
HEADS_AND_EXECUTIVES, TEACHERS_AND_HEADS = Group.HEADS_AND_EXECUTIVES, Group.TEACHERS_AND_HEADS

Verdict = Callable[[pd.DataFrame], pd.Series]
_SHEETS = {sheet.name: sheet for sheet in (*SHEETS, RECOMMENDATIONS, APPEALS)}


@dataclass(frozen=True, eq=False)
class Code:
    """The first line of a declaration: what findings are stamped with, who is asked, and from when on.

    `everybody`: asked of people who are not in review, too; `under_capability`: of those in review
    and those under capability. `found_by` is rule, schema (of cells), reader, merge, engine or decide.
    """

    code: str
    _: KW_ONLY
    clause: str
    severity: Severity
    stage: Stage
    group: Group
    everybody: bool = False
    under_capability: bool = False
    found_by: str = "rule"


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule(Code):
    """One rule of the rule book. Calling it answers; the answer must be a full boolean per row.

    `reason` is the column of the same sheet whose text answers the query. `needs` names sheets of the
    settings without which the rule is not checked. `affects` is the fact that lists the payroll numbers a
    finding touches, `to_do_by` the one that says by when something is to be done for the rule to hold on.
    `of_person`: the message speaks of the person, whom the place names, and not of the cell. `says_blank` and
    `blank_remedy` are its words for a blank cell that it owns, the remedy where that is another. `unmasked` are columns
    and facts that it looks at as they stand: where one of them is bad, blank or unknown, it is asked all the same,
    though it may read or blame it. Without a function there is nothing to ask beyond
    the blanks of the columns it owns, or it is not found by a rule.
    """

    slug: str
    must_hold: str
    says: str
    remedy: str
    sheet: Sheet | None = None
    reads: tuple[Column | Fact, ...] = ()
    blames: tuple[Column, ...] = ()
    parameters: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reason: Column | None = None
    affects: Fact | None = None
    to_do_by: Fact | None = None
    unmasked: tuple[Column | Fact, ...] = ()
    of_person: bool = False
    says_blank: str = "is blank"
    blank_remedy: str = ""
    function: Verdict | None = None

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

    @property
    def masked_by(self) -> tuple[Column | Fact, ...]:
        """What must be known of a row for the rule to be asked about it."""
        return tuple(source for source in (*self.reads, *self.blames) if source not in self.unmasked)

    @property
    def of_a_blank(self) -> Rule:
        """The rule as it speaks of a blank cell that it owns."""
        return replace(self, says=self.says_blank, remedy=self.blank_remedy or self.remedy)

    @property
    def words(self) -> str:
        """All its words, in which it names columns, facts and numbers as {…}."""
        return " ".join((self.says, self.must_hold, self.remedy, self.says_blank, self.blank_remedy))

    @property
    def name(self) -> str:
        """Which of the rules of its code it is: PM407 objective-is-time-bound Objectives.Due on."""
        return f"{self.code} {self.slug} {self.blames[0]}"


class RuleParts(TypedDict, total=False):
    """What a declaration says beside its code, as `Rule` has it; the sheet is that of the columns it blames."""

    says: Required[str]
    must_hold: Required[str]
    remedy: Required[str]
    sheet: Sheet
    reads: tuple[Column | Fact, ...]
    blames: tuple[Column, ...]
    parameters: tuple[str, ...]
    needs: tuple[str, ...]
    reason: Column
    affects: Fact
    to_do_by: Fact
    unmasked: tuple[Column | Fact, ...]
    of_person: bool
    says_blank: str
    blank_remedy: str


def rule(code: Code, slug: str, **parts: Unpack[RuleParts]) -> Callable[[Verdict], Rule]:
    """Declare a rule around the function that pandera will call."""
    return lambda function: declare(code, slug, function, **parts)


def declare(code: Code, slug: str, function: Verdict | None = None, **parts: Unpack[RuleParts]) -> Rule:
    """Declare a rule; without a function it is found elsewhere, or only asks for the blanks it owns."""
    sheets = {column.sheet for column in parts.get("blames", ())}
    assert len(sheets) < 2, f"{code.code} blames columns of several sheets"
    if sheets and "sheet" not in parts:
        parts["sheet"] = _SHEETS[sheets.pop()]
    return Rule(**vars(code), slug=slug, function=function, **parts)
