"""The second question: required cells, keys, and the rules of the policy, one schema a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.schemas import frame_schema, refusals
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF
from pmr_batch.model.findings import NotChecked
from pmr_batch.rules import RULES
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.rule import Rule
from pmr_batch.validate.applicability import Asked
from pmr_batch.validate.collector import Found
from pmr_batch.validate.context import Around, Known
from pmr_batch.words import pounds, shown


@dataclass(frozen=True, eq=False)
class Blank:
    """The required cells of a column, asked for by the rule that owns their blanks."""

    rule: Rule
    column: Column
    around: Around

    def __call__(self, rows: pd.DataFrame) -> pd.Series:
        """True where the cell is filled in, told already, not required, or where nobody can say whether it is."""
        bad = self.around.bad[self.column.sheet][self.column.key]
        required = self.around.required(self.column) & ~self.around.undecided(self.column)
        return rows[self.column.key].notna() | bad | ~(required & self._stands())

    def needs(self, rows: pd.DataFrame, about: Known) -> str:
        """The settings without which nobody can say whether blank cells of these rows must be filled in."""
        bad = self.around.bad[self.column.sheet][self.column.key]
        blank = (rows[self.column.key].isna() & ~bad).to_numpy(bool) & self._stands()
        return self.around.lacking(self.column, about & blank & self.around.undecided(self.column))

    def _stands(self) -> Known:
        """Where the column stands in the row's workbook: in one issued before there was the column, it does not."""
        numbers = self.around.frames[self.column.sheet]["return_no"].to_numpy(int)
        if self.column.since == 1:
            return np.ones(len(numbers), bool)
        tables = [one.tables.get(self.column.sheet) for one in self.around.returns]
        stands: Known = np.array([table is not None and table.has(self.column.key) for table in tables] or [False])
        return np.asarray(stands[numbers], bool)


def ask_rules(sheet: Sheet, rules: Sequence[Rule], around: Around, asked: Asked, found: Found) -> None:
    """Validate a sheet's rows of all returns, once, by all its rules and owners of blanks."""
    rules = [rule for rule in rules if _can_be_asked(rule, around, found)]
    verdicts: dict[str, Rule | Blank] = {_name(rule): rule for rule in rules if rule.function}
    verdicts |= {f"{blank.rule.code} {blank.column} blank": blank for blank in _blanks(sheet, around)}
    reads = dict.fromkeys(source for rule in rules for source in rule.reads)
    parameters = dict.fromkeys(name for rule in rules for name in rule.parameters)
    rows = around.wide(around.frames[sheet.name], sheet, tuple(reads), tuple(parameters))
    for name, holds in refusals(frame_schema(verdicts.items()), rows).items():
        fails = ~holds.to_numpy()
        if not fails.any():
            continue
        verdict = verdicts[name]
        if isinstance(verdict, Blank):
            _tell(replace(verdict.rule, says="is blank"), verdict.column, fails, rows, asked, found)
        else:
            known = around.known([*verdict.reads, *verdict.blames], sheet)
            _note_needs(verdict, sheet, fails & ~known & asked.about(verdict, sheet), around, found)
            _tell(verdict, verdict.blames[0], fails & known, rows, asked, found)
    for blank in (verdict for verdict in verdicts.values() if isinstance(verdict, Blank)):
        if around.undecided(blank.column).any() and (needs := blank.needs(rows, asked.about(blank.rule, sheet))):
            found.not_checked.add(NotChecked(blank.rule.code, needs))


def _name(rule: Rule) -> str:
    return f"{rule.code} {rule.slug} {rule.blames[0]}"


def _can_be_asked(rule: Rule, around: Around, found: Found) -> bool:
    """A rule whose settings are missing is listed with what it needs."""
    missing = [name for name in rule.needs if name == "Staff list" and around.settings.staff_list is None]
    found.not_checked |= {NotChecked(rule.code, f"the {name} sheet of trust.xlsx") for name in missing}
    return not missing


def _blanks(sheet: Sheet, around: Around) -> Iterator[Blank]:
    for column in sheet:
        for owner in column.owners if column.required else ():
            if owner in RULES and RULES[owner].found_by != "reader":
                yield Blank(RULES[owner], column, around)


def _note_needs(rule: Rule, sheet: Sheet, unknown: Known, around: Around, found: Found) -> None:
    """What the facts that a rule rests on lack in the settings, where that kept it from being asked."""
    for fact in _rests_on(rule.reads) if unknown.any() else ():
        if fact.name in around.needs and (unknown & ~around.known((fact,), sheet)).any():
            found.not_checked.add(NotChecked(rule.code, around.needs[fact.name]))


def _rests_on(sources: Sequence[Column | Fact]) -> Iterator[Fact]:
    """The facts among sources, and those that they are made of."""
    for source in sources:
        if isinstance(source, Fact):
            yield source
            yield from _rests_on(source.reads)


def _tell(
    rule: Rule,
    column: Column,
    fails: Known,
    rows: pd.DataFrame,
    asked: Asked,
    found: Found,
) -> None:
    sheet = BY_NAME[column.sheet]
    fails = fails & asked.about(rule, sheet)
    if not fails.any():
        return
    dues = asked.due(rule, sheet).to_numpy("datetime64[s]")
    due = dues <= np.datetime64(asked.around.as_of, "s")
    told = np.flatnonzero(fails & due)
    affected = asked.around.fact_on(rule.affects, sheet).iloc[told] if rule.affects else [()] * len(told)
    for position, words, people in zip(told, words_of(rule, sheet, rows.iloc[told]), affected, strict=True):
        found.at(rule, column, int(position), words, tuple(people) if isinstance(people, tuple) else ())
    for position in np.flatnonzero(fails & ~due & ~np.isnat(dues)):
        found.later(rule, column, int(position), dues[position].astype("datetime64[D]").item())


def words_of(rule: Rule, sheet: Sheet, rows: pd.DataFrame) -> list[dict[str, str]]:
    """What the rule's message names beside the value, as people read it: a mapping a row."""
    named = re.findall(r"\{(\w+)\}", f"{rule.says} {rule.must_hold} {rule.remedy}")
    columns = {
        name: [_word(value, sheet.by_key.get(name) or STAFF.by_key.get(name)) for value in rows[name]]
        for name in named
        if name != "value" and name in rows
    }
    return [{name: told[at] for name, told in columns.items()} for at in range(len(rows))]


def _word(value: Any, column: Column | None) -> str:
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124  (NaN)
        return "blank"
    if column and column.kind is Kind.MONEY:
        return pounds(Decimal(int(value)) / 100)
    if isinstance(value, np.datetime64 | pd.Timestamp):
        return shown(pd.Timestamp(value).date())
    if isinstance(value, np.generic):
        return shown(value.item())
    return value if isinstance(value, str) else shown(value)
