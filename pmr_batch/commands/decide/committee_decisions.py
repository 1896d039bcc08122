"""Turns the committee's cells into decisions with their pay, or faults where they cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmr_batch.commands.decide.decided_pay import NoPay, decided_point, priced
from pmr_batch.commands.decide.decision_checks import DecisionFault, check_decisions
from pmr_batch.commands.decide.recommendations_sheet import DecidedWorkbook
from pmr_batch.layout.committee_workbook import DECIDED, RECOMMENDATIONS
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Decision, Pay, Recommendation
from pmr_batch.model.returns import Unread
from pmr_batch.model.terms import Round, Severity
from pmr_batch.rules import RULES
from pmr_batch.rules.decisions import SETTLED
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import shown

People = Mapping[int, Recommendation]
_DECISION, _POINT = RECOMMENDATIONS.decision.key, RECOMMENDATIONS.decided_point.key
_KEYS = frozenset(DECIDED)


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
    workbook: DecidedWorkbook, people: People, settings: Settings, cycle: Cycle, round_: Round, as_of: date
) -> ReadDecisions:
    """The decisions in the committee's cells, by position in the table."""
    repaired = list(_repaired_points(workbook, people))
    workbook = workbook.with_column(_POINT, {fault.position: str(fault.spot.words["became"]) for fault in repaired})
    decisions = ReadDecisions(
        faults=[*_repaired_cells(workbook, people), *repaired, *check_decisions(workbook, people, cycle, round_, as_of)]
    )
    errors = {fault.position for fault in decisions.faults if fault.rule.severity is Severity.ERROR}
    for position, person in people.items():
        is_unread = any(isinstance(workbook.value(key, position), Unread) for key in DECIDED)
        if workbook.value(_DECISION, position) is None:
            decisions.undecided[position] = person
            if any(workbook.value(key, position) is not None for key in DECIDED):
                decisions.incomplete.add(position)
        elif position in errors or is_unread:
            decisions.wrong[position] = person
        else:
            _decide(workbook, position, person, settings, cycle, decisions)
    return decisions


def _decide(
    workbook: DecidedWorkbook,
    position: int,
    person: Recommendation,
    settings: Settings,
    cycle: Cycle,
    decisions: ReadDecisions,
) -> None:
    decision = workbook.value(_DECISION, position)
    on = workbook.value("effective_from", position) or cycle.pay_effective_from
    pay: Pay | NoPay = person.current
    if decision in SETTLED:
        pay_range, point = workbook.value("decided_range", position), workbook.value(_POINT, position)
        pay = priced(person, decision, pay_range, point, on, settings)
    if isinstance(pay, NoPay):
        spot = workbook.at(pay.column.key, position, "PM628", {"what": pay.what})
        decisions.faults.append(DecisionFault(RULES["PM628"], position, spot))
        decisions.wrong[position] = person
        return
    scale = settings.scale_of(pay, person.academy, person.payroll_number, on)
    decisions.decided[position] = Decided(
        run=str(workbook.run),
        academy=person.academy,
        payroll_number=person.payroll_number,
        name=person.name,
        fte=person.fte,
        current=person.current,
        recommended=person.recommended,
        decision=Decision(
            decision=decision,
            pay=pay,
            reason=workbook.value("decision_reason", position),
            decided_on=workbook.value("decided_on", position),
            effective_from=on,
            conflict=workbook.value("conflict_declared", position),
        ),
        confirmed=scale is None or scale.is_confirmed(pay.point),
    )


# -- what was repaired ------------------------------------------------------------------------------


def _repaired_points(workbook: DecidedWorkbook, people: People) -> Iterator[DecisionFault]:
    """Points in another spelling than that of the scales: MPS4 for M4."""
    for position, person in people.items():
        typed = workbook.value(_POINT, position)
        if isinstance(typed, str):
            decision, pay_range = workbook.value(_DECISION, position), workbook.value("decided_range", position)
            point = decided_point(person, decision, pay_range, typed)
            if point not in (None, typed):
                words = {"became": str(point), "what": f"was {shown(typed)} and is read as {shown(point)}"}
                yield DecisionFault(RULES["PM015"], position, workbook.at(_POINT, position, "PM015", words))


def _repaired_cells(workbook: DecidedWorkbook, people: People) -> Iterator[DecisionFault]:
    """Cells of the committee's that the reader repaired: a date typed as text, a decision in small letters."""
    positions = {workbook.table.rows[position]: position for position in people}
    headings = {RECOMMENDATIONS.by_key[key].heading for key in _KEYS}
    for spot in workbook.sheet.spots:
        if spot.code == "PM015" and spot.column in headings and spot.row in positions:
            yield DecisionFault(RULES["PM015"], positions[spot.row], spot)
