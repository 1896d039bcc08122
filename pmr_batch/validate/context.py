"""What facts and rules are asked in: all frames, the settings, other facts, and what of them is known.

A source (a column or a fact) is *known* for a row where nothing it rests on is bad, absent, or a
required blank. A rule is asked only where all it reads is known: so one cause gives one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.errors import RuleCrash
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF
from pmr_batch.model.returns import Return
from pmr_batch.policy.calendar import Calendar
from pmr_batch.rules.context import Context, Made
from pmr_batch.rules.fact import Answer, Fact
from pmr_batch.rules.facts.known_numbers import explained_by_blanks
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate.conditions import holds, lacking, may_be_open, unread
from pmr_batch.validate.frames import Mask, repeated
from pmr_batch.validate.orphans import suspects


@dataclass
class ValidationContext:
    """All frames by sheet name, and what is derived from them once and kept for one validation.

    `bad[sheet]` says of each cell whether it was unread, of another type, or in an absent column;
    `needs` collects, per fact, what is missing in the settings, and `begun`, per sheet, which rows were worked on.
    """

    returns: Sequence[Return]
    settings: Settings
    as_of: date
    frames: dict[str, pd.DataFrame]
    bad: dict[str, pd.DataFrame]
    facts: Mapping[str, Fact]
    needs: dict[str, str] = field(default_factory=dict)
    begun: dict[str, Mask] = field(default_factory=dict)
    _answers: dict[Fact, Answer] = field(default_factory=dict)
    _on_sheets: dict[tuple[Fact | str, Sheet], Any] = field(default_factory=dict)
    _knowns: dict[tuple[Column | Fact, Sheet], Mask] = field(default_factory=dict)
    _starts: dict[Sheet, pd.Series] = field(default_factory=dict)
    _required: dict[Column, Mask] = field(default_factory=dict)
    _undecided: dict[Column, Mask] = field(default_factory=dict)
    _suspects: dict[str, dict[int, tuple[int, ...]]] = field(default_factory=dict)
    _repeated: dict[Sheet, Mask] = field(default_factory=dict)
    _shared: dict[Callable[[Context], Any], Any] = field(default_factory=dict)

    @property
    def calendar(self) -> Calendar:
        """Working days by the academies' term dates."""
        return self.settings.calendar

    # -- values ----------------------------------------------------------------------------------

    def parameter(self, name: str, rows: pd.DataFrame) -> dict[str, pd.Series]:
        """The parameter's numbers for each row, as of the start of the person's cycle."""
        return self.settings.parameters.on(name, self._cycle_starts(rows))

    def _parameter_on(self, name: str, sheet: Sheet) -> dict[str, pd.Series]:
        """The same for all rows of a sheet, whose starts are worked out once."""
        if sheet not in self._starts:
            self._starts[sheet] = self._cycle_starts(self.frames[sheet.name])
        return self.settings.parameters.on(name, self._starts[sheet])

    def _cycle_starts(self, rows: pd.DataFrame) -> pd.Series:
        cycles = {name: np.datetime64(cycle.starts, "s") for name, cycle in self.settings.cycles.items()}
        starts = rows["cycle"].map(cycles).astype("datetime64[s]")
        own = rows.get("cycle_from")
        return starts if own is None else own.where(own.notna() & (own >= starts), starts)

    def answer(self, fact: Fact) -> Answer:
        """The fact's values over its sheet, and where they are known. Raises RuleCrash where it crashes."""
        if fact not in self._answers:
            rows = self.wide(self.frames[fact.sheet.name], fact.sheet, fact.reads, fact.parameters)
            derived = _derived(fact, rows, self)
            if derived.needs:
                self.needs[fact.name] = derived.needs
            known = derived.known.to_numpy(bool) & self.known(fact.reads, fact.sheet)
            self._answers[fact] = Answer(derived.values, pd.Series(known, index=rows.index))
        return self._answers[fact]

    def wide(
        self,
        rows: pd.DataFrame,
        sheet: Sheet,
        sources: Sequence[Column | Fact],
        parameters: Sequence[str],
    ) -> pd.DataFrame:
        """The sheet's frame with the facts and parameters that are read there, under their names."""
        added: dict[str, Any] = {}
        for source in sources:
            if isinstance(source, Fact) and source.name not in rows:
                added[source.name] = self.fact_on(source, sheet)
        for name in parameters:
            if (name, sheet) not in self._on_sheets:
                self._on_sheets[name, sheet] = self._parameter_on(name, sheet)
            added |= {key: series for key, series in self._on_sheets[name, sheet].items() if key not in rows}
        return rows.assign(**added) if added else rows

    def fact_on(self, fact: Fact, sheet: Sheet) -> pd.Series:
        """The fact's values on the rows of a sheet; by person where the fact is one of Staff."""
        values = self.answer(fact).values
        if fact.sheet is sheet:
            return values
        if (fact, sheet) not in self._on_sheets:
            rows = self.frames[sheet.name]
            by_person = values.reindex(rows["person"].to_numpy()).set_axis(rows.index)
            flags = values.dtype == bool
            self._on_sheets[fact, sheet] = by_person.fillna(False).astype(bool) if flags else by_person
        on_sheet: pd.Series = self._on_sheets[fact, sheet]
        return on_sheet

    def shared(self, make: Callable[[Context], Made]) -> Made:
        """What several facts are made of, made once for one validation."""
        if make not in self._shared:
            self._shared[make] = make(self)
        made: Made = self._shared[make]
        return made

    def staff_fact(self, name: str, rows: pd.DataFrame, unknown: bool = False) -> Mask:
        """A true-or-false fact of Staff by its name, for each row's person; `unknown` where it is not known."""
        answer = self.answer(self.facts[name])
        return _at(np.where(answer.known, np.asarray(answer.values, bool), unknown), rows["person"])

    def required(self, column: Column) -> Mask:
        """Where the column's cell must be filled in, some day."""
        if column not in self._required:
            rows = self.frames[column.sheet]
            never = np.zeros(len(rows), bool)
            self._required[column] = holds(column.required, rows, self) if column.required else never
        return self._required[column]

    def undecided(self, column: Column) -> Mask:
        """Where a bad cell, or term dates that are missing, keep it open whether the cell must be filled in."""
        if column not in self._undecided:
            rows = self.frames[column.sheet]
            undecided = np.zeros(len(rows), bool)
            if column.required is not None:
                undecided = unread(column.required, rows, column.sheet, self)
                if may_be_open(column.required):
                    undecided |= holds(column.required, rows, self, unknown=True) & ~self.required(column)
            self._undecided[column] = undecided
        return self._undecided[column]

    def lacking(self, column: Column, these: Mask) -> str:
        """What is missing in the settings to say whether the column's cell must be filled in, on some rows."""
        rows = self.frames[column.sheet][these]
        names = lacking(column.required, rows, self) if column.required is not None and len(rows) else ()
        return "; ".join(sorted({name for name in names if name}))

    # -- what is known ---------------------------------------------------------------------------

    def known(self, sources: Sequence[Column | Fact], sheet: Sheet) -> Mask:
        """Where, on the rows of a sheet, all sources are known."""
        known = np.ones(len(self.frames[sheet.name]), bool)
        for source in sources:
            if (source, sheet) not in self._knowns:
                self._knowns[source, sheet] = self._known(source, sheet)
            known &= self._knowns[source, sheet]
        return known

    def _known(self, source: Column | Fact, sheet: Sheet) -> Mask:
        own = self.known_at_home(source)
        home = source.sheet if isinstance(source, Fact) else BY_NAME[source.sheet]
        rows = self.frames[sheet.name]
        if home is sheet:
            return own
        if home is STAFF and sheet.people:
            return _at(own, rows["person"])
        if home.people and sheet is STAFF:
            return self._known_of_people(source, home, own)
        if home.people and sheet.people:
            return _at(self._known_of_people(source, home, own), rows["person"])
        known: Mask = self._known_in_return(source, home, own)[rows["return_no"].to_numpy(int)]
        return known

    def known_at_home(self, source: Column | Fact) -> Mask:
        """Where a source is known on the rows of its own sheet."""
        if isinstance(source, Fact):
            return self.answer(source).known.to_numpy(bool)
        bad = self.bad[source.sheet][source.key].to_numpy(bool)
        if source.required is None:
            return ~bad
        blank = self.frames[source.sheet][source.key].isna().to_numpy()
        return ~(bad | (blank & (self.required(source) | self.undecided(source))))

    def _known_of_people(self, source: Column | Fact, home: Sheet, own: Mask) -> Mask:
        """For each person: all their rows are good, and none of theirs can be among the orphans."""
        people = np.ones(len(self.frames[STAFF.name]), bool)
        persons = self.frames[home.name]["person"].to_numpy()
        stands = ~self.repeated(home)
        people[persons[~own & stands & (persons >= 0)]] = False
        present = self._present(source, home)
        people &= present[self.frames[STAFF.name]["return_no"].to_numpy(int)]
        for suspected in self.suspects(home.name).values():
            people[list(suspected)] = False
        return people

    def _known_in_return(self, source: Column | Fact, home: Sheet, own: Mask) -> Mask:
        numbers = self.frames[home.name]["return_no"].to_numpy(int)
        known = self._present(source, home)
        known[numbers[~own]] = False
        return known

    def _present(self, source: Column | Fact, home: Sheet) -> Mask:
        """Per return: the sheet, and the column where it is one, are there at all."""
        keys = {source.key} if isinstance(source, Column) else set()
        tables = [each.tables.get(home.name) for each in self.returns]
        return np.array([table is not None and keys <= set(table.columns) for table in tables] or [False])

    def repeated(self, sheet: Sheet) -> Mask:
        """Rows of a sheet that repeat the payroll number of one above, where it has one row a person."""
        if sheet not in self._repeated:
            self._repeated[sheet] = repeated(self.frames[sheet.name], sheet)
        return self._repeated[sheet]

    def suspects(self, sheet: str) -> dict[int, tuple[int, ...]]:
        """For each row of a people sheet that belongs to nobody, whom it may be about (indexes of Staff)."""
        if sheet not in self._suspects:
            explained = explained_by_blanks(self)
            self._suspects[sheet] = suspects(self.frames[sheet], self.frames[STAFF.name], explained)
        return self._suspects[sheet]


def _derived(fact: Fact, rows: pd.DataFrame, context: ValidationContext) -> Answer:
    try:
        derived = fact.function(rows, context)
    except RuleCrash:
        raise
    except Exception as error:
        raise RuleCrash.of(f"fact {fact.name} of {fact.sheet.name}", error, fact.function) from error
    return derived if isinstance(derived, Answer) else Answer(derived, pd.Series(True, index=rows.index))


def _at(known: Mask, persons: pd.Series) -> Mask:
    """The persons' values; false where a row has no person."""
    if not len(known):
        return np.zeros(len(persons), bool)
    at = persons.to_numpy(int)
    return np.asarray(known[at] & (at >= 0), bool)
