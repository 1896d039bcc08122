"""From the committee's cells to decisions: each row's is whole and priced, or named with what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmr_batch.commands.decide.decided_pay import NoPay, point_meant, priced
from pmr_batch.commands.decide.decision_checks import Fault, ask
from pmr_batch.commands.decide.recommendations_sheet import CameBack
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
    """The decisions by position of their row, the rows still undecided, those with errors, and every fault.

    `begun` rows have no decision, and something beside it.
    """

    decided: dict[int, Decided] = field(default_factory=dict)
    undecided: dict[int, Recommendation] = field(default_factory=dict)
    wrong: dict[int, Recommendation] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def read_decisions(
    back: CameBack, people: People, settings: Settings, cycle: Cycle, round_: Round, as_of: date
) -> ReadDecisions:
    """What the committee's cells say of each person, by position in the table."""
    repaired = list(_repaired(back, people))
    back = back.with_column(_POINT, {one.position: str(one.spot.words["became"]) for one in repaired})
    found = ReadDecisions(faults=[*_retyped(back, people), *repaired, *ask(back, people, cycle, round_, as_of)])
    errors = {one.position for one in found.faults if one.rule.severity is Severity.ERROR}
    for position, person in people.items():
        unread = any(isinstance(back.value(key, position), Unread) for key in DECIDED)
        if back.value(_DECISION, position) is None:
            found.undecided[position] = person
            if any(back.value(key, position) is not None for key in DECIDED):
                found.begun.add(position)
        elif position in errors or unread:
            found.wrong[position] = person
        else:
            _decide(back, position, person, settings, cycle, found)
    return found


def _decide(
    back: CameBack, position: int, person: Recommendation, settings: Settings, cycle: Cycle, found: ReadDecisions
) -> None:
    decision, on = back.value(_DECISION, position), back.value("effective_from", position) or cycle.pay_effective_from
    pay: Pay | NoPay = person.current
    if decision in SETTLED:
        pay_range, point = back.value("decided_range", position), back.value(_POINT, position)
        pay = priced(person, decision, pay_range, point, on, settings)
    if isinstance(pay, NoPay):
        spot = back.at(pay.column.key, position, "PM628", {"what": pay.what})
        found.faults.append(Fault(RULES["PM628"], position, spot))
        found.wrong[position] = person
        return
    found.decided[position] = Decided(
        run=str(back.run),
        academy=person.academy,
        payroll_number=person.payroll_number,
        name=person.name,
        fte=person.fte,
        current=person.current,
        recommended=person.recommended,
        decision=Decision(
            decision=decision,
            pay=pay,
            reason=back.value("decision_reason", position),
            decided_on=back.value("decided_on", position),
            effective_from=on,
            conflict=back.value("conflict_declared", position),
        ),
    )


# -- what was read otherwise than typed -------------------------------------------------------------


def _repaired(back: CameBack, people: People) -> Iterator[Fault]:
    """Points that are spelled another way than the scales do: MPS4 for M4."""
    for position, person in people.items():
        typed = back.value(_POINT, position)
        if isinstance(typed, str):
            meant = point_meant(person, back.value(_DECISION, position), back.value("decided_range", position), typed)
            if meant not in (None, typed):
                words = {"became": str(meant), "what": f"was {shown(typed)} and is read as {shown(meant)}"}
                yield Fault(RULES["PM015"], position, back.at(_POINT, position, "PM015", words))


def _retyped(back: CameBack, people: People) -> Iterator[Fault]:
    """What the reader repaired in the committee's cells: a date typed as text, a decision in small letters."""
    at = {back.table.rows[position]: position for position in people}
    headings = {RECOMMENDATIONS.by_key[key].heading for key in _KEYS}
    for spot in back.sheet.spots:
        if spot.code == "PM015" and spot.column in headings and spot.row in at:
            yield Fault(RULES["PM015"], at[spot.row], spot)
