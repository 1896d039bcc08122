"""Whom a rule is asked about, and from when on it is due."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS, STAFF
from pmr_batch.model.terms import Group, Round, Stage
from pmr_batch.rules.rule import Rule
from pmr_batch.validate.conditions import ALWAYS_DUE
from pmr_batch.validate.context import ValidationContext
from pmr_batch.validate.frames import Mask

#: The code under which a row is told that repeats one above.
REPEATS = "PM011"
_ROLES = {
    Group.TEACHERS: ("Teacher",),
    Group.HEADS: HEADS,
    Group.EXECUTIVES: EXECUTIVES,
    Group.HEADS_AND_EXECUTIVES: (*HEADS, *EXECUTIVES),
    Group.TEACHERS_AND_HEADS: ("Teacher", *HEADS),
}
_DUE_DATES = {Stage.PLANNING: "planning_due", Stage.FINAL: "final_due", Stage.REPORT: "report_due"}


class Applicability:
    """For one validation: who is asked, and when what is asked is due. `round_` is None in `check`."""

    def __init__(self, context: ValidationContext, round_: Round | None) -> None:
        self.context = context
        self.round = round_
        in_review, under_capability = (self._of_staff(name) for name in ("in_review", "under_capability"))
        self.in_review: Mask = in_review
        self.in_review_or_capability: Mask = in_review | under_capability
        rounds, leaves = context.answer(context.facts["round"]).values, self._of_staff("leaves_before_pay")
        in_round = (rounds == round_.value).to_numpy() & ~leaves if round_ else np.ones(len(rounds), bool)
        self.in_round: Mask = in_round

    def _of_staff(self, name: str) -> Mask:
        return np.asarray(self.context.answer(self.context.facts[name]).values, bool)

    def applies(self, rule: Rule, sheet: Sheet) -> Mask:
        """The rows of a sheet that the rule is asked about, where the run looks at them.

        Of a row that repeats one above only that is told.
        """
        asked = self.in_group(rule.group, sheet) & self.about_people(self.people(rule), sheet)
        return asked if rule.code == REPEATS else asked & ~self.context.repeated(sheet)

    def people(self, rule: Rule) -> Mask | None:
        """The rows of Staff about whom the rule is asked; None for everybody, and where it is about nobody."""
        by_round = self.round is not None and rule.stage in (Stage.FINAL, Stage.REPORT)
        if rule.everybody:
            return self.in_round if by_round else None
        people = self.in_review_or_capability if rule.under_capability else self.in_review
        return people & self.in_round & self.in_review if by_round else people

    def in_group(self, group: Group, sheet: Sheet) -> Mask:
        """Rows of a return of the group's cycle, or about somebody in one of its roles."""
        rows = self.context.frames[sheet.name]
        if group is Group.ALL:
            return np.ones(len(rows), bool)
        cycles = self.context.settings.cycles
        teaching = rows["cycle"].map({name: cycle.teaching for name, cycle in cycles.items()})
        if group in (Group.TEACHING, Group.SUPPORT):
            return (teaching == (group is Group.TEACHING)).to_numpy(bool)
        if "role" not in rows:
            return np.ones(len(rows), bool)
        # All of these roles belong to the teaching cycle: in another they are misplaced (PM206), and that is all.
        return (rows["role"].isin(_ROLES[group]) & (teaching == True)).to_numpy(bool)  # noqa: E712  (may be missing)

    def about_people(self, people: Mask | None, sheet: Sheet) -> Mask:
        """Rows about one of these people; on sheets about nobody, rows of a return that has any."""
        rows = self.context.frames[sheet.name]
        if people is None:
            return np.ones(len(rows), bool)
        if sheet is STAFF:
            return people
        if not sheet.people:
            numbers = self.context.frames[STAFF.name]["return_no"].to_numpy(int)
            has_any = np.isin(np.arange(len(self.context.returns)), numbers[people])
            return has_any[rows["return_no"].to_numpy(int)] if len(rows) else np.zeros(0, bool)
        persons = rows["person"].to_numpy(int)
        return (people[persons] if len(people) else np.zeros(len(rows), bool)) & (persons >= 0)

    def due_dates(self, rule: Rule, sheet: Sheet) -> pd.Series:
        """From when the rule is due for each row: NaT = never; ALWAYS_DUE = at any time.

        On sheets about nobody, from when it is due for the first of the return's people in review.
        """
        rows = self.context.frames[sheet.name]
        if rule.stage is Stage.ALWAYS or (self.round and rule.stage is Stage.FINAL):
            return pd.Series(ALWAYS_DUE, index=rows.index)
        due_date = self.context.facts[_DUE_DATES[rule.stage]]
        if sheet is STAFF or sheet.people:
            return self.context.fact_on(due_date, sheet)
        staff = self.context.frames[STAFF.name]
        dates = self.context.answer(due_date).values[self.in_review]
        first = dates.groupby(staff["return_no"][self.in_review]).min()
        return first.reindex(rows["return_no"]).set_axis(rows.index)
