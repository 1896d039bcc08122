"""What is taken of a committee's workbook: its sheets are compared with the run's, then read row by row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from pmr_batch import records
from pmr_batch.commands.decide.alterations import ComparedRows, compare_rows, expected_rows, without_sheet
from pmr_batch.commands.decide.bound_rows import changed_rows
from pmr_batch.commands.decide.committee_appeals import ReadAppeals, read_appeals
from pmr_batch.commands.decide.committee_decisions import ReadDecisions, read_decisions
from pmr_batch.commands.decide.decided_workbook import DecidedWorkbook
from pmr_batch.commands.decide.earlier_appeals import ComparedAppeals, compare_with_recorded
from pmr_batch.commands.decide.earlier_decisions import ComparedDecisions, EarlierDecisions, compare_with_earlier
from pmr_batch.commands.decide.in_one_go import approved_in_one_go
from pmr_batch.commands.decide.run_lookup import DecidedRound, FoundRound
from pmr_batch.commands.numbers_since import appeals_since, decided_since, kept_since, numbers_since, rows_since
from pmr_batch.layout.committee_workbook import APPEALS
from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Recommendation
from pmr_batch.model.returns import Spot
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.committee.appeals import appeal_fields
from pmr_batch.produce.committee.recommendations import run_fields


@dataclass(frozen=True)
class History:
    """The decisions and appeals of a round that are recorded, the first first; those since amended, too."""

    decisions: tuple[Decided, ...]
    appeals: tuple[Appeal, ...]

    @classmethod
    def of(cls, decided_round: DecidedRound) -> History:
        """As the ledger has it. Raises LedgerError where any entry is not as it was recorded."""
        where = decided_round.folder, decided_round.run.cycle, decided_round.run.round.value
        decisions = tuple(records.recorded_decisions(*where))
        return cls(decisions, tuple(records.recorded_appeals(*where, verified=True)))

    @cached_property
    def in_force(self) -> dict[str, Decided]:
        """The decisions that hold, by payroll number."""
        return {decided.payroll_number: decided for decided in self.decisions}

    @cached_property
    def appeals_in_force(self) -> dict[str, Appeal]:
        """The appeals as they stand, by payroll number."""
        return {appeal.payroll_number: appeal for appeal in self.appeals}


@dataclass(frozen=True)
class ComparedWorkbook:
    """The rows of both sheets, compared with those that the run wrote."""

    recommendations: ComparedRows[Recommendation]
    appeals: ComparedRows[DecidedPerson] = field(default_factory=ComparedRows[DecidedPerson])

    @property
    def altered(self) -> list[Spot]:
        """What is not as the run wrote it."""
        return [*self.recommendations.altered, *self.appeals.altered]

    @property
    def notes(self) -> list[str]:
        """Notes on what is not read."""
        return [*self.recommendations.notes, *self.appeals.notes]


def compare_workbook(workbook: DecidedWorkbook, found: FoundRound, last_run: RunFacts) -> ComparedWorkbook:
    """Compare a workbook with what its run wrote, outside of the committee's columns."""
    run = replace(last_run, run=found.run)
    recommendations = compare_rows(workbook.recommendations, expected_rows(found.rows, run_fields(run)), found.rows)
    if found.appeals and workbook.appeals:
        appeals = compare_rows(workbook.appeals, expected_rows(found.appeals, appeal_fields(run)), found.appeals)
    elif found.appeals:
        appeals = ComparedRows[DecidedPerson](altered=[without_sheet(APPEALS.name)])
    elif workbook.appeals:
        appeals = ComparedRows[DecidedPerson](notes=[f"the sheet {APPEALS.name} is none of the run's; it is not read"])
    else:
        appeals = ComparedRows[DecidedPerson]()
    return ComparedWorkbook(recommendations, appeals)


@dataclass(frozen=True)
class Taken:
    """What was read, how it compares with what is recorded, and the history with what is to be recorded now."""

    rows: ComparedWorkbook
    decisions: ReadDecisions
    compared: ComparedDecisions
    appeals: ReadAppeals
    compared_appeals: ComparedAppeals
    history: History

    @property
    def decisions_to_record(self) -> list[Decided]:
        """The decisions that the ledger does not have yet, those that appeals led to among them."""
        return [*self.compared.to_record, *self.compared_appeals.decisions]


def under_present_numbers(
    found: FoundRound, rows: ComparedWorkbook, decided_round: DecidedRound
) -> tuple[FoundRound, ComparedWorkbook, History]:
    """The round, the rows and what is recorded, with whoever had a provisional payroll number under the real one."""
    before = History.of(decided_round)
    known: list[Decided | Recommendation] = [*found.rows, *found.last.recommendations, *before.decisions]
    numbers = numbers_since(known, decided_round.settings)
    people, appeals = rows.recommendations.people, rows.appeals.people
    people = dict(zip(people, rows_since(people.values(), numbers), strict=True))
    appeals = {
        at: replace(person, decided=decided_since([person.decided], numbers)[0]) for at, person in appeals.items()
    }
    return (
        replace(found, rows=rows_since(found.rows, numbers), last=kept_since(found.last, numbers)),
        replace(
            rows,
            recommendations=replace(rows.recommendations, people=people),
            appeals=replace(rows.appeals, people=appeals),
        ),
        History(tuple(decided_since(before.decisions, numbers)), appeals_since(before.appeals, numbers)),
    )


def take(
    workbook: DecidedWorkbook,
    found: FoundRound,
    rows: ComparedWorkbook,
    before: History,
    decided_round: DecidedRound,
    *,
    amend: bool,
) -> Taken:
    """Read the committee's cells, and compare them with what is recorded; `amend` allows to change that."""
    settings, as_of = decided_round.settings, decided_round.run.as_of
    people, round_folder = rows.recommendations.people, found.round_folder
    sheet = approved_in_one_go(workbook.recommendations, people)
    decisions = read_decisions(sheet, found.run, people, settings, round_folder.cycle, round_folder.round, as_of)
    earlier = EarlierDecisions.of(before.decisions, found.run, found.last)
    changed = dict(changed_rows(people, found.last, before.in_force))
    compared = compare_with_earlier(sheet, decisions, people, earlier, changed, amend=amend)
    appeals, compared_appeals = ReadAppeals(), ComparedAppeals()
    if workbook.appeals:
        entered, recorded = rows.appeals.people, before.appeals_in_force
        appeals = read_appeals(workbook.appeals, found.run, entered, recorded, settings, round_folder.cycle, as_of)
        compared_appeals = compare_with_recorded(
            workbook.appeals, appeals, entered, recorded, before.in_force, settings, amend=amend
        )
    history = History(
        (*before.decisions, *compared.to_record, *compared_appeals.decisions),
        (*before.appeals, *compared_appeals.to_record),
    )
    return Taken(rows, decisions, compared, appeals, compared_appeals, history)
