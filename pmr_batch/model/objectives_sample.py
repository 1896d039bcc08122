"""A sample of objectives for quality assurance (4.6), drawn by a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmr_batch.model.person import Row

#: What is drawn where nobody says otherwise.
SEED, SIZE = 1, 40


class SampleReason(StrEnum):
    """Why an objective is in the sample; an objective may have several reasons."""

    NOT_MET = "Not met"
    UPPER = "Upper pay range"
    LEADERSHIP = "Leadership"
    REVIEWER = "One of the reviewer's"
    RANDOM = "At random"


@dataclass(frozen=True)
class SampledObjective:
    """One objective: a row of Objectives, with its owner and the improvement plan priority it serves, in words."""

    why: tuple[SampleReason, ...]
    academy: str
    payroll_number: str | None
    name: str | None
    role: str | None
    reviewer: str | None
    priority: str | None
    objective: Row


@dataclass(frozen=True)
class Sample:
    """What was drawn, from so many objectives of so many people; the same seed draws the same."""

    seed: int = 0
    size: int = 0
    objectives: int = 0
    people: int = 0
    drawn: Sequence[SampledObjective] = ()
