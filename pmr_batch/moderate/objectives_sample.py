"""Draws objectives for quality assurance (4.6): by hash, so that neither order nor machine changes what is drawn."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS
from pmr_batch.model.objectives_sample import SEED, SIZE, Sample, SampledObjective, Why
from pmr_batch.model.person import Dossier, Row
from pmr_batch.policy.pay_ranges import LEADERSHIP
from pmr_batch.policy.roles import means_panel
from pmr_batch.words import bare

_LEADERS = (*HEADS, *EXECUTIVES)


@dataclass(frozen=True, eq=False)
class _Ticket:
    """An objective in the draw; `number` orders it, by the seed and whose which objective it is.

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
    why: dict[_Ticket, list[Why]] = defaultdict(list)
    for ticket in tickets:
        for reason in _must(ticket):
            why[ticket].append(reason)
    for ticket in _one_a_reviewer(tickets):
        why[ticket].append(Why.REVIEWER)
    for ticket in _more(tickets, why, size):
        why[ticket].append(Why.RANDOM)
    drawn = sorted(why, key=_place)
    return Sample(seed, size, len(tickets), len(people), tuple(_drawn(ticket, why[ticket]) for ticket in drawn))


def _tickets(dossier: Dossier, seed: int) -> Iterator[_Ticket]:
    reviewer = dossier.staff["reviewer"]
    who = frozenset(dossier.reviewers) if means_panel(reviewer) else reviewer
    for row in dossier.objectives:
        words = (seed, dossier.academy, dossier.staff["payroll_number"], row["no"], row["objective"])
        number = hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()
        yield _Ticket(dossier, row, number, who)


def _order(ticket: _Ticket) -> tuple[bool, str]:
    return (not ticket.own, ticket.number)


def _place(ticket: _Ticket) -> tuple[str, ...]:
    staff, no = ticket.dossier.staff, ticket.objective["no"]
    return (ticket.dossier.academy, str(staff["name"]), str(staff["payroll_number"]), f"{no or 0:06}", ticket.number)


def _must(ticket: _Ticket) -> Iterator[Why]:
    staff, review = ticket.dossier.staff, ticket.dossier.review
    if ticket.objective["outcome"] == "Not met":
        yield Why.NOT_MET
    if review["upr_application"] == "Yes":
        yield Why.UPPER
    if staff["role"] in _LEADERS or staff["pay_range"] == LEADERSHIP:
        yield Why.LEADERSHIP


def _one_a_reviewer(tickets: Sequence[_Ticket]) -> Iterable[_Ticket]:
    """The first ticket of each reviewer."""
    first: dict[object, _Ticket] = {}
    for ticket in tickets:
        if ticket.reviewer:
            first.setdefault(ticket.reviewer, ticket)
    return first.values()


def _more(tickets: Iterable[_Ticket], chosen: Collection[_Ticket], size: int) -> Sequence[_Ticket]:
    """The next in the draw, as many as are wanting to the size."""
    others = (ticket for ticket in tickets if ticket not in chosen)
    return list(islice(others, max(0, size - len(chosen))))


def _drawn(ticket: _Ticket, why: Sequence[Why]) -> SampledObjective:
    dossier, staff = ticket.dossier, ticket.dossier.staff
    return SampledObjective(
        why=tuple(why),
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
