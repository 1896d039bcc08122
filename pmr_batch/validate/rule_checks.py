"""The second question: required cells, keys, and the rules of the policy, one schema a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.schemas import refusals
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF
from pmr_batch.model.findings import NotChecked
from pmr_batch.rules import RULES
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.rule import Rule
from pmr_batch.rules.workbook import of_a_blank
from pmr_batch.validate.applicability import Applicability
from pmr_batch.validate.collector import Collector
from pmr_batch.validate.conditions import falls_due, waits
from pmr_batch.validate.context import ValidationContext
from pmr_batch.validate.frames import Mask
from pmr_batch.words import pounds, shown


@dataclass(frozen=True, eq=False)
class RequiredCell:
    """The required cells of a column, asked for by the rule that owns their blanks."""

    rule: Rule
    column: Column
    context: ValidationContext

    @property
    def name(self) -> str:
        """PM405 Objectives.What success looks like blank."""
        return f"{self.rule.code} {self.column} blank"

    def __call__(self, rows: pd.DataFrame) -> pd.Series:
        """True where the cell is filled in, told already, not required, or where nobody can say whether it is."""
        required = self.context.required(self.column) & ~self.context.undecided(self.column)
        return pd.Series(~(self._blank(rows) & required), index=rows.index)

    def needs(self, rows: pd.DataFrame, applicability: Applicability) -> str:
        """The settings without which nobody can say whether blank cells that are asked for must be filled in."""
        undecided = self.context.undecided(self.column)
        if not undecided.any():
            return ""
        applies = applicability.applies(self.rule, BY_NAME[self.column.sheet])
        return self.context.lacking(self.column, applies & undecided & self._blank(rows))

    @property
    def waits(self) -> bool:
        """Whether a day will come on which blank cells are asked for."""
        return self.column.required is not None and waits(self.column.required)

    def to_come(self, rows: pd.DataFrame) -> pd.Series:
        """By when a blank cell that is not asked for yet is to be filled in; NaT elsewhere, or where no day says so."""
        assert self.column.required is not None
        dates = falls_due(self.column.required, rows, self.context)
        early = self._blank(rows) & ~self.context.required(self.column) & (dates >= rows["as_of"])
        return dates.where(early & ~self.context.undecided(self.column))

    def _blank(self, rows: pd.DataFrame) -> Mask:
        bad = self.context.bad[self.column.sheet][self.column.key].to_numpy(bool)
        blank: Mask = rows[self.column.key].isna().to_numpy(bool) & ~bad & self._stands()
        return blank

    def _stands(self) -> Mask:
        """Where the column stands in the row's workbook: in one issued before there was the column, it does not."""
        numbers = self.context.frames[self.column.sheet]["return_no"].to_numpy(int)
        if self.column.since == 1:
            return np.ones(len(numbers), bool)
        tables = [read.tables.get(self.column.sheet) for read in self.context.returns]
        stands: Mask = np.array([table is not None and table.has(self.column.key) for table in tables] or [False])
        return np.asarray(stands[numbers], bool)


def check_rules(sheet: Sheet, rules: Sequence[Rule], applicability: Applicability, collector: Collector) -> None:
    """Validate a sheet's rows of all returns, once, by all its rules and owners of blanks; without rows, by none."""
    context = applicability.context
    collector.not_checked |= {NotChecked(rule.code, need) for rule in rules for need in missing_sheets(rule, context)}
    if context.frames[sheet.name].empty:
        return
    rules = [rule for rule in rules if not missing_sheets(rule, context)]
    cells = {cell.name: cell for cell in required_cells(sheet, context)}
    verdicts: dict[str, Rule | RequiredCell] = {rule.name: rule for rule in rules if rule.function}
    verdicts |= cells
    reads = dict.fromkeys(source for rule in rules for source in rule.reads)
    parameters = dict.fromkeys(name for rule in rules for name in rule.parameters)
    rows = context.wide(context.frames[sheet.name], sheet, tuple(reads), tuple(parameters))
    for name, holds in refusals(verdicts, rows).items():
        fails = ~holds.to_numpy()
        if not fails.any():
            continue
        verdict = verdicts[name]
        if isinstance(verdict, RequiredCell):
            _collect(of_a_blank(verdict.rule, verdict.column), verdict.column, fails, rows, applicability, collector)
        else:
            known = context.known(verdict.masked_by, sheet)
            unknown = fails & ~known & applicability.applies(verdict, sheet)
            needs = _needs(verdict, sheet, unknown, context)
            collector.not_checked |= {NotChecked(verdict.code, need) for need in needs}
            _collect(verdict, verdict.blames[0], fails & known, rows, applicability, collector)
    for cell in cells.values():
        if lacking := cell.needs(rows, applicability):
            collector.not_checked.add(NotChecked(cell.rule.code, lacking))
        if cell.waits:
            _collect_to_do(cell.rule, cell.column, cell.to_come(rows), applicability, collector)
    for rule in rules:
        if rule.to_do_by:
            known = context.known((*rule.masked_by, rule.to_do_by), sheet)
            dates = context.fact_on(rule.to_do_by, sheet).where(known)
            _collect_to_do(rule, rule.blames[0], dates.where(dates >= rows["as_of"]), applicability, collector)


def missing_sheets(rule: Rule, context: ValidationContext) -> list[str]:
    """The sheets of the settings without which the rule is not checked, as far as they are missing."""
    missing = [name for name in rule.needs if name == "Staff list" and context.settings.staff_list is None]
    return [f"the {name} sheet of trust.xlsx" for name in missing]


def required_cells(sheet: Sheet, context: ValidationContext) -> Iterator[RequiredCell]:
    """The columns of a sheet whose blanks a rule owns, by each of their owners."""
    for column in sheet:
        for owner in column.owners if column.required else ():
            if owner in RULES and RULES[owner].found_by != "reader":
                yield RequiredCell(RULES[owner], column, context)


def _needs(rule: Rule, sheet: Sheet, unknown: Mask, context: ValidationContext) -> Iterator[str]:
    """What the facts that a rule rests on lack in the settings, where that kept it from being asked."""
    for fact in _rests_on(rule.reads) if unknown.any() else ():
        if fact.name in context.needs and (unknown & ~context.known((fact,), sheet)).any():
            yield context.needs[fact.name]


def _rests_on(sources: Sequence[Column | Fact]) -> Iterator[Fact]:
    """The facts among sources, and those that they are made of."""
    for source in sources:
        if isinstance(source, Fact):
            yield source
            yield from _rests_on(source.reads)


def _collect(
    rule: Rule, column: Column, fails: Mask, rows: pd.DataFrame, applicability: Applicability, collector: Collector
) -> None:
    sheet, context = BY_NAME[column.sheet], applicability.context
    fails = fails & applicability.applies(rule, sheet)
    if not fails.any():
        return
    dates = applicability.due_dates(rule, sheet).to_numpy("datetime64[s]")
    due = dates <= np.datetime64(context.as_of, "s")
    faults = np.flatnonzero(fails & due)
    affected = context.fact_on(rule.affects, sheet).iloc[faults] if rule.affects else [()] * len(faults)
    for position, words, people in zip(faults, words_of(rule, sheet, rows.iloc[faults]), affected, strict=True):
        collector.add(rule, column, int(position), words, tuple(people) if isinstance(people, tuple) else ())
    for position in np.flatnonzero(fails & ~due & ~np.isnat(dates)):
        collector.add_to_do(rule, column, int(position), dates[position].astype("datetime64[D]").item())


def _collect_to_do(
    rule: Rule, column: Column, dates: pd.Series, applicability: Applicability, collector: Collector
) -> None:
    """What will be a finding on the day after, unless it is done by then."""
    if not dates.notna().any():
        return
    days = dates.to_numpy("datetime64[D]")
    for position in np.flatnonzero(~np.isnat(days) & applicability.applies(rule, BY_NAME[column.sheet])):
        collector.add_to_do(rule, column, int(position), days[position].item())


def words_of(rule: Rule, sheet: Sheet, rows: pd.DataFrame) -> list[dict[str, str]]:
    """What the rule's message names beside the value, as people read it: a mapping a row."""
    named = re.findall(r"\{(\w+)\}", f"{rule.says} {rule.must_hold} {rule.remedy}")
    columns = {
        name: [word(value, sheet.by_key.get(name) or STAFF.by_key.get(name)) for value in rows[name]]
        for name in named
        if name != "value" and name in rows
    }
    return [{name: words[at] for name, words in columns.items()} for at in range(len(rows))]


def word(value: Any, column: Column | None) -> str:
    """A value of a frame as people read it; of a column of money, pence."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124  (NaN)
        return "blank"
    if column and column.kind is Kind.MONEY:
        return pounds(Decimal(int(value)) / 100)
    if isinstance(value, np.datetime64 | pd.Timestamp):
        return shown(pd.Timestamp(value).date())
    if isinstance(value, np.generic):
        return shown(value.item())
    return value if isinstance(value, str) else shown(value)
