"""Compares appeals with those recorded before, and says which decisions they amend: the appeal is the authority."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pmr_batch.commands.decide.committee_appeals import ReadAppeals
from pmr_batch.commands.decide.committee_cells import DecisionFault
from pmr_batch.commands.decide.decided_workbook import CommitteeSheet
from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.decision import Decided
from pmr_batch.rules.appeals import decision_still_stands, recorded_stands
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_settings import Settings

#: What is compared of two appeals, and the column in which a difference is told.
_COMPARED = {
    "lodged_on": "lodged_on",
    "grounds": "grounds",
    "heard_on": "heard_on",
    "heard_by": "heard_by",
    "outcome": "outcome",
    "pay": "decided_point",
    "effective_from": "effective_from",
    "reason": "reason",
    "conflict_declared": "conflict_declared",
}


@dataclass
class ComparedAppeals:
    """The appeals that are new or have come further, the amended ones as (old, new), and how many are recorded already.

    `decisions` are those that change through them, as they are now.
    """

    new: list[Appeal] = field(default_factory=list)
    amended: list[tuple[Appeal, Appeal]] = field(default_factory=list)
    recorded_before: int = 0
    decisions: list[Decided] = field(default_factory=list)

    @property
    def to_record(self) -> list[Appeal]:
        """The appeals that the ledger does not have yet, as they stand now."""
        return [*self.new, *(now for _, now in self.amended)]


def compare_with_recorded(
    sheet: CommitteeSheet,
    read: ReadAppeals,
    rows: Mapping[int, DecidedPerson],
    recorded: Mapping[str, Appeal],
    in_force: Mapping[str, Decided],
    settings: Settings,
    *,
    amend: bool,
) -> ComparedAppeals:
    """Compare the appeals read with the recorded ones; those that are refused are moved to `read.wrong`.

    `recorded` are the appeals, `in_force` the decisions in force, by payroll number.
    """
    compared = ComparedAppeals()
    for position, appeal in list(read.appeals.items()):
        row, decided = rows[position], in_force.get(appeal.payroll_number)
        before = DecidedPerson.of(row.decided, recorded).appeal
        differing = list(_differing(before, appeal)) if before else []
        if before and not differing:
            compared.recorded_before += 1
            continue
        refuse = _Refusal(sheet, read, position, row)
        if decided is None or not _still_stands(row, decided, before):
            now = f"“{decided.words}”" if decided else "none"
            refuse(decision_still_stands, "payroll_number", what=f"it was “{row.decided.words}”, and now it is {now}")
            continue
        if before is None or _goes_on(before, differing):
            compared.new.append(appeal)
        elif amend and appeal.reason:
            compared.amended.append((before, appeal))
        else:
            key = "reason" if amend else _COMPARED[differing[0]]
            refuse(recorded_stands, key, taken=f"“{before.words}” was recorded before")
            continue
        compared.decisions += _changed(appeal, decided, settings)
    return compared


def _differing(before: Appeal, now: Appeal) -> Iterator[str]:
    """What differs between an appeal as it was recorded and as it is entered, the outcome first."""
    for key in sorted(_COMPARED, key=lambda key: key != "outcome"):
        if getattr(before, key) != getattr(now, key):
            yield key


def _goes_on(before: Appeal, differing: list[str]) -> bool:
    """Whether an appeal that is pending comes further, and nothing that was recorded changes."""
    return before.is_pending and all(getattr(before, key) is None for key in differing)


def _still_stands(row: DecidedPerson, decided: Decided, before: Appeal | None) -> bool:
    """Whether the decision of a row is in force, or was until the appeal itself changed it."""
    was, now = row.decided.decision, decided.decision
    return was == now or (before is not None and before.is_on(was) and before.is_on(now))


def _changed(appeal: Appeal, decided: Decided, settings: Settings) -> Iterator[Decided]:
    """The decision that an appeal leads to, where that is not in force; the first, where it is not upheld after all."""
    decision = appeal.result or appeal.against
    if decision != decided.decision:
        scale = settings.scale_of(decision.pay, decided.academy, decided.payroll_number, decision.effective_from)
        confirmed = scale is None or scale.is_confirmed(decision.pay.point)
        yield replace(decided, run=appeal.run, decision=decision, confirmed=confirmed)


@dataclass(frozen=True)
class _Refusal:
    """Refuses the row at a position with one fault: one cause, one finding."""

    sheet: CommitteeSheet
    read: ReadAppeals
    position: int
    row: DecidedPerson

    def __call__(self, rule: Rule, key: str, **words: str) -> None:
        spot = self.sheet.at(key, self.position, rule.code, words)
        self.read.faults.append(DecisionFault(rule, self.position, spot))
        self.read.wrong[self.position] = self.row
        del self.read.appeals[self.position]
