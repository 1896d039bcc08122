"""Turns the committee's cells into decisions with their pay, or faults where they cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmr_batch.commands.decide.committee_cells import CommitteeCells, DecisionFault, is_begun, is_unread
from pmr_batch.commands.decide.decided_pay import NoPay, base_of, decided_point, priced
from pmr_batch.commands.decide.decided_workbook import CommitteeSheet
from pmr_batch.commands.decide.decision_checks import check_decisions
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS, YES
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Decision, Pay, Recommendation
from pmr_batch.model.terms import Round, Severity
from pmr_batch.rules import RULES
from pmr_batch.rules.decisions import SETTLED
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import shown

People = Mapping[int, Recommendation]
_DECISION, _POINT = RECOMMENDATIONS.decision.key, RECOMMENDATIONS.decided_point.key


@dataclass
class ReadDecisions:
    """The decisions by position of their row, the rows still undecided, those with errors, and all faults.

    `incomplete` rows have no decision, but another cell of the committee's filled in.
    """

    decided: dict[int, Decided] = field(default_factory=dict)
    undecided: dict[int, Recommendation] = field(default_factory=dict)
    wrong: dict[int, Recommendation] = field(default_factory=dict)
    incomplete: set[int] = field(default_factory=set)
    faults: list[DecisionFault] = field(default_factory=list)

    def drop_faults(self, position: int, code: str) -> None:
        """Leave out the faults of a code in a row, of which something else is said."""
        self.faults = [fault for fault in self.faults if (fault.position, fault.rule.code) != (position, code)]


def read_decisions(
    sheet: CommitteeSheet,
    run: str,
    people: People,
    settings: Settings,
    cycle: Cycle,
    round_: Round,
    as_of: date,
) -> ReadDecisions:
    """The decisions in the committee's cells, by position in the table; `run` is the workbook's."""
    repaired = list(_repaired_points(sheet, people))
    sheet = sheet.with_column(_POINT, {fault.position: str(fault.spot.words["became"]) for fault in repaired})
    cells = CommitteeCells(sheet, tuple(people))
    faults = [*cells.repaired_cells(), *repaired, *check_decisions(cells, people, cycle, round_, as_of)]
    decisions = ReadDecisions(faults=faults)
    errors = {fault.position for fault in decisions.faults if fault.rule.severity is Severity.ERROR}
    for position, person in people.items():
        if sheet.value(_DECISION, position) is None:
            decisions.undecided[position] = person
            if is_begun(sheet, position):
                decisions.incomplete.add(position)
        elif position in errors or is_unread(sheet, position):
            decisions.wrong[position] = person
        else:
            _decide(sheet, run, position, person, settings, cycle, decisions)
    return decisions


def _decide(
    sheet: CommitteeSheet,
    run: str,
    position: int,
    person: Recommendation,
    settings: Settings,
    cycle: Cycle,
    decisions: ReadDecisions,
) -> None:
    decision = sheet.value(_DECISION, position)
    on = sheet.value("effective_from", position) or cycle.pay_effective_from
    pay: Pay | NoPay = person.current
    if decision in SETTLED:
        pay_range, point = sheet.value("decided_range", position), sheet.value(_POINT, position)
        pay = priced(person, base_of(person, decision), pay_range, point, on, settings)
    if isinstance(pay, NoPay):
        spot = sheet.at(pay.column.key, position, "PM628", {"what": pay.what})
        decisions.faults.append(DecisionFault(RULES["PM628"], position, spot))
        decisions.wrong[position] = person
        return
    scale = settings.scale_of(pay, person.academy, person.payroll_number, on)
    decisions.decided[position] = Decided(
        run=run,
        academy=person.academy,
        payroll_number=person.payroll_number,
        name=person.name,
        fte=person.fte,
        current=person.current,
        recommended=person.recommended,
        decision=Decision(
            decision=decision,
            pay=pay,
            reason=sheet.value("decision_reason", position),
            decided_on=sheet.value("decided_on", position),
            effective_from=on,
            conflict=sheet.value("conflict_declared", position),
            reason_in_letter=sheet.value(RECOMMENDATIONS.reason_in_letter.key, position) == YES,
        ),
        confirmed=scale is None or scale.is_confirmed(pay.point),
    )


def _repaired_points(sheet: CommitteeSheet, people: People) -> Iterator[DecisionFault]:
    """Points in another spelling than that of the scales: MPS4 for M4."""
    for position, person in people.items():
        typed = sheet.value(_POINT, position)
        if isinstance(typed, str):
            base = base_of(person, sheet.value(_DECISION, position))
            point = decided_point(base, sheet.value("decided_range", position), typed)
            if point not in (None, typed):
                yield repaired_point(sheet, position, typed, str(point))


def repaired_point(sheet: CommitteeSheet, position: int, typed: str, became: str) -> DecisionFault:
    """That a decided point is read in the spelling of the scales."""
    words = {"became": became, "what": f"was {shown(typed)} and is read as {shown(became)}"}
    return DecisionFault(RULES["PM015"], position, sheet.at(_POINT, position, "PM015", words))
