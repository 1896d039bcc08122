"""Whom a rule is asked about, and from when on it is due."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS, STAFF
from pmr_batch.model.terms import Group, Round, Stage
from pmr_batch.rules.rule import Rule
from pmr_batch.validate.context import Around

Mask = np.ndarray[Any, Any]
_ROLES = {
    Group.TEACHERS: ("Teacher",),
    Group.HEADS: HEADS,
    Group.EXECUTIVES: EXECUTIVES,
    Group.HEADS_AND_EXECUTIVES: (*HEADS, *EXECUTIVES),
    Group.TEACHERS_AND_HEADS: ("Teacher", *HEADS),
}
_DUE = {Stage.PLANNING: "planning_due", Stage.FINAL: "final_due", Stage.REPORT: "report_due"}


class Asked:
    """For one validation: who is asked, and when what is asked is due."""

    def __init__(self, around: Around, round_: Round | None) -> None:
        self.around = around
        self.round = round_
        self.in_review = self._of_staff("in_review")
        self.under_capability = self._of_staff("under_capability")
        rounds = around.answer(around.facts["round"]).values
        self.of_round: Mask = (rounds == round_.value).to_numpy() if round_ else np.ones(len(rounds), bool)

    def _of_staff(self, name: str) -> Mask:
        return np.asarray(self.around.answer(self.around.facts[name]).values, bool)

    def about(self, rule: Rule, sheet: Sheet) -> Mask:
        """The rows of a sheet that the rule is asked about, where the run looks at them."""
        rows = self.around.frames[sheet.name]
        asked = self._group(rule.group, rows)
        if not rule.everybody:
            whom = self.in_review | self.under_capability if rule.under_capability else self.in_review
            asked = asked & self._people(rows, sheet, whom)
        if self.round and rule.stage in (Stage.FINAL, Stage.REPORT):
            whom = self.of_round if rule.everybody else self.of_round & self.in_review
            asked = asked & self._people(rows, sheet, whom)
        return asked

    def _group(self, group: Group, rows: pd.DataFrame) -> Mask:
        if group is Group.ALL:
            return np.ones(len(rows), bool)
        cycles = self.around.settings.cycles
        teaching = rows["cycle"].map({name: cycle.teaching for name, cycle in cycles.items()})
        if group in (Group.TEACHING, Group.SUPPORT):
            return (teaching == (group is Group.TEACHING)).to_numpy(bool)
        if "role" not in rows:
            return np.ones(len(rows), bool)
        # All of these roles belong to the teaching cycle: in another they are misplaced (PM206), and that is all.
        return (rows["role"].isin(_ROLES[group]) & (teaching == True)).to_numpy(bool)  # noqa: E712  (may be missing)

    def _people(self, rows: pd.DataFrame, sheet: Sheet, staff: Mask) -> Mask:
        """Rows about one of these people; on sheets about nobody, rows of a return that has any."""
        if sheet is STAFF:
            return staff
        if not sheet.people:
            numbers = self.around.frames[STAFF.name]["return_no"].to_numpy(int)
            some = np.isin(np.arange(len(self.around.returns)), numbers[staff])
            return some[rows["return_no"].to_numpy(int)] if len(rows) else np.zeros(0, bool)
        at = rows["person"].to_numpy(int)
        return (staff[at] if len(staff) else np.zeros(len(rows), bool)) & (at >= 0)

    def due(self, rule: Rule, sheet: Sheet) -> pd.Series:
        """From when the rule is due for each row: NaT = never; the first day there is = always.

        On sheets about nobody, from when it is due for the first of the return's people in review.
        """
        rows = self.around.frames[sheet.name]
        if rule.stage is Stage.ALWAYS or (self.round and rule.stage is Stage.FINAL):
            return pd.Series(np.datetime64("1900-01-01", "s"), index=rows.index)
        name = _DUE[rule.stage]
        if sheet is STAFF or sheet.people:
            return self.around.fact_on(self.around.facts[name], sheet)
        staff = self.around.frames[STAFF.name]
        dues = self.around.answer(self.around.facts[name]).values[self.in_review]
        first = dues.groupby(staff["return_no"][self.in_review]).min()
        return first.reindex(rows["return_no"]).set_axis(rows.index)
