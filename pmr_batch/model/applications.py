"""Who applied for the Upper pay range, on what evidence, and how the head assessed it (9.2)."""

from __future__ import annotations

from dataclasses import dataclass

from pmr_batch.model.person import ObjectiveCounts, Pay
from pmr_batch.model.terms import Outcome

#: The cycles before this one that an assessment looks back on.
LOOKED_BACK_ON = 2


@dataclass(frozen=True)
class PastCycle:
    """The person's result in an earlier cycle, from what its run kept."""

    cycle: str
    point: str | None
    criteria: str | None
    objectives: ObjectiveCounts


@dataclass(frozen=True)
class Application:
    """An application, or a move to Upper recommended without one.

    The texts are those of the review, as typed. `past` has the last cycles whose runs are there, the latest first.
    `missing` names evidence for an assessment that the return does not have.
    """

    academy: str
    academy_name: str
    payroll_number: str | None
    name: str | None
    job_title: str | None
    outcome: Outcome
    applied: str | None
    assessed: str | None
    recommender: str | None
    current: Pay
    recommended: Pay
    criteria: str | None
    objectives: ObjectiveCounts
    against_objectives: str | None
    job_role: str | None
    teaching: str | None
    cpd: str | None
    past: tuple[PastCycle, ...] = ()
    missing: tuple[str, ...] = ()
