"""What the ledger says, read once: the last runs, the decisions, what payroll was told, the files that were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from pmr_batch import records
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.cycle_status import DatedFile
from pmr_batch.model.decision import Decided
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.model.terms import Round
from pmr_batch.policy.roles import round_of
from pmr_batch.records.appeal_entries import appeal_in
from pmr_batch.records.decision_entries import decision_in, payroll_in
from pmr_batch.records.entries import Entry
from pmr_batch.records.made_files import MadeEntry, MadeFiles, made_entries
from pmr_batch.settings.trust_settings import Cycle, Settings

#: A round by the name of its cycle and its own.
_Round = tuple[str, str]


@dataclass(frozen=True)
class Recorded:
    """The ledger of a trust folder: runs, decisions and appeals by round, oldest first, and the files by name."""

    runs: Mapping[_Round, Sequence[Entry]]
    decisions: Mapping[_Round, Sequence[Decided]]
    appeals: Mapping[_Round, Sequence[Appeal]]
    payroll: Mapping[_Round, Sequence[tuple[date, PayrollFile]]]
    files: Mapping[str, Sequence[MadeEntry]]
    made: MadeFiles

    @classmethod
    def of(cls, folder: Path) -> Recorded:
        """As the ledger has it. Raises LedgerError with the first entry that is not as it was recorded."""
        records.check(folder)
        files = made_entries(folder)
        decisions: dict[_Round, list[Decided]] = defaultdict(list)
        for entry in records.entries(folder, records.DECISION):
            decisions[_round(entry)].append(decision_in(entry))
        appeals: dict[_Round, list[Appeal]] = defaultdict(list)
        for entry in records.entries(folder, records.APPEAL):
            appeals[_round(entry)].append(appeal_in(entry))
        payroll: dict[_Round, list[tuple[date, PayrollFile]]] = defaultdict(list)
        for entry in records.entries(folder, records.DECIDE):
            if told := payroll_in(entry):
                payroll[_round(entry)].append((day_of(entry.at), told))
        runs: dict[_Round, list[Entry]] = defaultdict(list)
        for entry in records.entries(folder, records.RUN):
            runs[_round(entry)].append(entry)
        return cls(runs, decisions, appeals, payroll, files, MadeFiles.of(folder, files))

    def runs_of(self, cycle: Cycle, round_: Round) -> Sequence[Entry]:
        """The runs of a round."""
        return self.runs.get((cycle.name, round_.value), ())

    def in_force(self, cycle: Cycle, round_: Round) -> dict[str, Decided]:
        """The decisions of a round that hold, by payroll number."""
        return {decided.payroll_number: decided for decided in self.history(cycle, round_)}

    def history(self, cycle: Cycle, round_: Round) -> Sequence[Decided]:
        """All decisions of a round, those since amended too."""
        return self.decisions.get((cycle.name, round_.value), ())

    def appeals_in_force(self, cycle: Cycle, round_: Round) -> dict[str, Appeal]:
        """The appeals of a round as they stand, by payroll number."""
        return {appeal.payroll_number: appeal for appeal in self.appeals.get((cycle.name, round_.value), ())}

    def payroll_of(self, cycle: Cycle, round_: Round) -> Sequence[tuple[date, PayrollFile]]:
        """What payroll was told of a round, with the day."""
        return self.payroll.get((cycle.name, round_.value), ())

    def made_on(self, path: Path) -> DatedFile:
        """A file, with the day on which it was made last."""
        name = self.made.name(path)
        made = [entry for entry in self.files.get(name, ()) if entry.sha256]
        return DatedFile(name, day_of(made[-1].at) if made else None)


@dataclass(frozen=True)
class RecordedCycle:
    """A cycle of a trust folder, with the trust's settings and what the ledger has."""

    folder: Path
    settings: Settings
    cycle: Cycle
    recorded: Recorded

    @cached_property
    def expected_rounds(self) -> Mapping[str, set[Round]]:
        """The rounds in which academies have people by the staff list."""
        rounds: dict[str, set[Round]] = defaultdict(set)
        for row in self.settings.staff_of(self.cycle):
            rounds[row["academy_code"]].add(round_of(row["role"]))
        return rounds

    def output(self, round_: Round) -> Path:
        """Where a round leaves its files."""
        return self.folder / OUTPUT / self.cycle.slug / round_.value


def _round(entry: Entry) -> _Round:
    return entry.body["cycle"], entry.body["round"]


def day_of(moment: str) -> date:
    """The calendar day, here, of a moment (UTC, ISO)."""
    return datetime.fromisoformat(moment).astimezone().date()
