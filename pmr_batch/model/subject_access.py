"""A request of somebody to see what is held about them, and by when it is answered (UK GDPR, articles 12(3) and 15)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pmr_batch.words import day

#: Months from the day of the request, and with the extension of a complex one.
MONTHS, EXTENDED_MONTHS = 1, 3


class Step(StrEnum):
    """What happened to a request: the clock stands still from a pause until it is resumed."""

    RECEIVED = "received"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    ANSWERED = "answered"


@dataclass(frozen=True)
class AccessStep:
    """A step of the request of one person: on which day, by whom, and why.

    `cycle` is the last in which the person was when it came in: the record of the request is kept as long as that.
    """

    payroll_number: str
    step: Step
    on: date
    by: str
    reason: str = ""
    cycle: str | None = None


@dataclass(frozen=True)
class AccessRequest:
    """A request by its steps, the first of them its receipt; the last one that was received counts.

    `closed` are bank holidays: a day that is none of work moves the last day to the next that is.
    """

    steps: Sequence[AccessStep]
    closed: Collection[date] = ()

    @classmethod
    def latest(cls, steps: Sequence[AccessStep], closed: Collection[date]) -> AccessRequest | None:
        """The last request among all steps of a person; None where there is none."""
        starts = [at for at, step in enumerate(steps) if step.step is Step.RECEIVED]
        return cls(tuple(steps[starts[-1] :]), closed) if starts else None

    @property
    def received(self) -> date:
        """The day on which it came in."""
        return self.steps[0].on

    @property
    def is_open(self) -> bool:
        """Whether it is not answered yet."""
        return self._last(Step.ANSWERED) is None

    @property
    def paused_since(self) -> date | None:
        """The day since which the clock stands still; None where it runs."""
        stops = [step for step in self.steps if step.step in (Step.PAUSED, Step.RESUMED)]
        return stops[-1].on if stops and stops[-1].step is Step.PAUSED else None

    @property
    def extended(self) -> bool:
        """Whether it takes two months more."""
        return self._last(Step.EXTENDED) is not None

    @property
    def due(self) -> date:
        """The last day: a month after its receipt, or three, and as many days later as the clock has stood still."""
        months = EXTENDED_MONTHS if self.extended else MONTHS
        last = _months_later(self.received, months) + timedelta(self._paused_days)
        while last.weekday() > 4 or last in self.closed:
            last += timedelta(1)
        return last

    @property
    def _paused_days(self) -> int:
        days, since = 0, None
        for step in self.steps:
            if step.step is Step.PAUSED:
                since = step.on
            elif step.step is Step.RESUMED and since:
                days, since = days + (step.on - since).days, None
        return days

    def _last(self, step: Step) -> AccessStep | None:
        return next((each for each in reversed(self.steps) if each.step is step), None)

    def problem(self, step: Step, on: date) -> str | None:
        """Why a step cannot be taken on a day, and what to do; None where it can."""
        since = self.paused_since
        checks = (
            (not self.is_open, "the request is answered; a new one begins with --received"),
            (on < self.steps[-1].on, f"the last step was on {day(self.steps[-1].on)}; give a later day with --as-of"),
            (step is Step.PAUSED and since is not None, "the clock stands still already"),
            (step is Step.RESUMED and since is None, "the clock runs; there is nothing to resume"),
            (step is Step.EXTENDED and self.extended, "it is extended already, and can be once only"),
            (
                step is Step.EXTENDED and since is None and on > self.due,
                f"it was due on {day(self.due)}; an extension has to be told within the month",
            ),
        )
        return next((problem for holds, problem in checks if holds), None)

    @property
    def words(self) -> str:
        """Received on 2 November 2026, to be answered by 2 December 2026."""
        received = f"Received on {day(self.received)}"
        if answered := self._last(Step.ANSWERED):
            return f"{received}, answered on {day(answered.on)}"
        if self.paused_since:
            return f"{received}; the clock stands still since {day(self.paused_since)}"
        return f"{received}, to be answered by {day(self.due)}{', extended' if self.extended else ''}"


def _months_later(start: date, months: int) -> date:
    """The same day of a later month, or its last where it has no such day."""
    year, month = divmod(start.month - 1 + months, 12)
    last = monthrange(start.year + year, month + 1)[1]
    return date(start.year + year, month + 1, min(start.day, last))
