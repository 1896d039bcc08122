"""Draws objectives for quality assurance (4.6): by hash, so that neither order nor machine changes what is drawn."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS
from pmr_batch.model.objectives_sample import SEED, SIZE, Sample, SampledObjective, SampleReason
from pmr_batch.model.person import Dossier, Row
from pmr_batch.policy.pay_ranges import LEADERSHIP
from pmr_batch.policy.roles import means_panel
from pmr_batch.words import bare

_LEADERS = (*HEADS, *EXECUTIVES)


@dataclass(frozen=True, eq=False)
class _Ticket:
    """An objective in the draw; `number` orders it: a hash of the seed, its owner and its text.

    `reviewer` is the reviewer's payroll number, or the members of the panel, which is one reviewer.
    """

    dossier: Dossier
    objective: Row
    number: str
    reviewer: object

    @property
    def own(self) -> bool:
        """Whether somebody wrote it: the words of the Trust objective are the CEO's."""
        return bool(self.objective["kind"] != "Trust")


def draw(dossiers: Iterable[Dossier], seed: int = SEED, size: int = SIZE) -> Sample:
    """All objectives not met, all of leadership and of who applied for the Upper pay range, one of every reviewer's.

    More are drawn at random until there are `size`. Reviewers' and random ones are not Trust objectives while
    there are others.
    """
    people = list(dossiers)
    tickets = sorted((ticket for dossier in people for ticket in _tickets(dossier, seed)), key=_order)
    reasons: dict[_Ticket, list[SampleReason]] = defaultdict(list)
    for ticket in tickets:
        for reason in _required_reasons(ticket):
            reasons[ticket].append(reason)
    for ticket in _first_of_each_reviewer(tickets):
        reasons[ticket].append(SampleReason.REVIEWER)
    for ticket in _random_tickets(tickets, reasons, size):
        reasons[ticket].append(SampleReason.RANDOM)
    drawn = sorted(reasons, key=_place)
    return Sample(seed, size, len(tickets), len(people), tuple(_drawn(ticket, reasons[ticket]) for ticket in drawn))


def _tickets(dossier: Dossier, seed: int) -> Iterator[_Ticket]:
    reviewer = dossier.staff["reviewer"]
    reviewer_identity = frozenset(dossier.reviewers) if means_panel(reviewer) else reviewer
    for row in dossier.objectives:
        parts = (seed, dossier.academy, dossier.staff["payroll_number"], row["no"], row["objective"])
        number = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
        yield _Ticket(dossier, row, number, reviewer_identity)


def _order(ticket: _Ticket) -> tuple[bool, str]:
    return (not ticket.own, ticket.number)


def _place(ticket: _Ticket) -> tuple[str, ...]:
    staff, no = ticket.dossier.staff, ticket.objective["no"]
    return (ticket.dossier.academy, str(staff["name"]), str(staff["payroll_number"]), f"{no or 0:06}", ticket.number)


def _required_reasons(ticket: _Ticket) -> Iterator[SampleReason]:
    staff, review = ticket.dossier.staff, ticket.dossier.review
    if ticket.objective["outcome"] == "Not met":
        yield SampleReason.NOT_MET
    if review["upr_application"] == "Yes":
        yield SampleReason.UPPER
    if staff["role"] in _LEADERS or staff["pay_range"] == LEADERSHIP:
        yield SampleReason.LEADERSHIP


def _first_of_each_reviewer(tickets: Sequence[_Ticket]) -> Iterable[_Ticket]:
    """The first ticket of each reviewer."""
    first: dict[object, _Ticket] = {}
    for ticket in tickets:
        if ticket.reviewer:
            first.setdefault(ticket.reviewer, ticket)
    return first.values()


def _random_tickets(tickets: Iterable[_Ticket], chosen: Collection[_Ticket], size: int) -> Sequence[_Ticket]:
    """The next in the draw, as many as are missing to the size."""
    others = (ticket for ticket in tickets if ticket not in chosen)
    return list(islice(others, max(0, size - len(chosen))))


def _drawn(ticket: _Ticket, reasons: Sequence[SampleReason]) -> SampledObjective:
    dossier, staff = ticket.dossier, ticket.dossier.staff
    return SampledObjective(
        why=tuple(reasons),
        academy=dossier.academy,
        payroll_number=staff["payroll_number"],
        name=staff["name"],
        role=staff["role"],
        reviewer=", ".join(dossier.reviewers) or None,
        priority=_priority(ticket.objective, _priorities(dossier)),
        objective=ticket.objective,
    )


def _priorities(dossier: Dossier) -> Mapping[str, str]:
    """The priorities of the academy's improvement plan in words, by reference."""
    return {bare(row["priority"]): row["improvement_plan_priority"] for row in dossier.priorities if row["priority"]}


def _priority(objective: Row, priorities: Mapping[str, str]) -> str | None:
    """As the improvement plan has it, after its reference; the reference alone where the plan has none such."""
    reference = objective["improvement_priority"]
    words = priorities.get(bare(reference)) if reference else None
    return f"{reference}: {words}" if words else reference
