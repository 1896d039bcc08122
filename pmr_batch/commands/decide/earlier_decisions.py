"""Compares decisions with those recorded before: the same is recorded once, another only where the committee amends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pmr_batch.commands.decide.committee_cells import DecisionFault
from pmr_batch.commands.decide.committee_decisions import People, ReadDecisions
from pmr_batch.commands.decide.decided_workbook import CommitteeSheet
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.rules import RULES

_OWNER, _CHANGED = "PM629", "PM631"


@dataclass
class ComparedDecisions:
    """The new decisions, the amended ones as (old, new), how many are recorded already, and those blank here."""

    new: list[Decided] = field(default_factory=list)
    amended: list[tuple[Decided, Decided]] = field(default_factory=list)
    recorded_before: int = 0
    left_blank: list[Decided] = field(default_factory=list)

    @property
    def to_record(self) -> list[Decided]:
        """The decisions that the ledger does not have yet."""
        return [*self.new, *(now for _, now in self.amended)]


@dataclass(frozen=True)
class EarlierDecisions:
    """The recorded decisions by payroll number: those in force, and those of the workbook's `run`, which may not be
    the round's last. `again` are the people whom the last run has put before the committee, by payroll number.
    """

    in_force: Mapping[str, Decided]
    in_this_run: Mapping[str, Decided]
    last_run: str
    again: Collection[str]

    @classmethod
    def of(cls, history: Sequence[Decided], run: str, last: Kept) -> EarlierDecisions:
        """From all decisions of a round, the first first, and its last run."""
        in_force = {decided.payroll_number: decided for decided in history}
        in_this_run = {decided.payroll_number: decided for decided in history if decided.run == run}
        return cls(in_force, in_this_run, last.run, {row.payroll_number for row in last.recommendations})

    def comes_again(self, old: Decided) -> bool:
        """Whether a row that was put off stands before the committee in a later run."""
        return not old.is_settled and old.run != self.last_run and old.payroll_number in self.again


def compare_with_earlier(
    sheet: CommitteeSheet,
    decisions: ReadDecisions,
    people: People,
    earlier: EarlierDecisions,
    changed: Mapping[int, str],
    *,
    amend: bool,
) -> ComparedDecisions:
    """Compare the decisions read with the earlier ones; those that are refused are moved to `decisions.wrong`.

    `changed` says how a row differs from the one that stands before the committee now, by position.
    """
    compared = ComparedDecisions()
    for position, decided in list(decisions.decided.items()):
        number = decided.payroll_number
        old, in_this_run = earlier.in_force.get(number), earlier.in_this_run.get(number)
        if decided.decision in (recorded.decision for recorded in (old, in_this_run) if recorded):
            compared.recorded_before += 1
        elif position in changed:
            _refuse(sheet, decisions, people, position, _CHANGED, {"what": changed[position]})
        elif old is None or earlier.comes_again(old):
            compared.new.append(decided)
        elif amend and decided.decision.reason:
            compared.amended.append((old, decided))
        else:
            key = "decision_reason" if amend else _differing(old, decided)
            _refuse(sheet, decisions, people, position, _OWNER, {"taken": f"“{old.words}” was taken before"}, key)
    for position, person in list(decisions.undecided.items()):
        old = earlier.in_force.get(person.payroll_number)
        if old is not None and not earlier.comes_again(old):
            compared.left_blank.append(old)
            del decisions.undecided[position]
            if position not in decisions.incomplete:
                decisions.drop_faults(position, "PM622")
    return compared


def _refuse(
    sheet: CommitteeSheet,
    decisions: ReadDecisions,
    people: People,
    position: int,
    code: str,
    words: Mapping[str, str],
    key: str = RECOMMENDATIONS.decision.key,
) -> None:
    """Refuse a row with this fault alone: one cause, one finding."""
    decisions.drop_faults(position, "PM622")
    decisions.faults.append(DecisionFault(RULES[code], position, sheet.at(key, position, code, words)))
    decisions.wrong[position] = people[position]
    decisions.decided.pop(position, None)
    decisions.undecided.pop(position, None)


def _differing(old: Decided, new: Decided) -> str:
    """The first column in which the two differ."""
    before, now = old.decision, new.decision
    pairs = (
        (RECOMMENDATIONS.decision, before.decision, now.decision),
        (RECOMMENDATIONS.decided_point, before.pay, now.pay),
        (RECOMMENDATIONS.decision_reason, before.reason, now.reason),
        (RECOMMENDATIONS.reason_in_letter, before.reason_in_letter, now.reason_in_letter),
        (RECOMMENDATIONS.decided_on, before.decided_on, now.decided_on),
        (RECOMMENDATIONS.effective_from, before.effective_from, now.effective_from),
        (RECOMMENDATIONS.conflict_declared, before.conflict, now.conflict),
    )
    return next(column.key for column, was, is_now in pairs if was != is_now)
