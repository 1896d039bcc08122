"""What a run came to, in the words in which it is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RunSummary:
    """A run by its number, cycle and round, and what it found.

    `outcomes` are how many people have each outcome that anybody has, in words; `open` says what the round has open,
    `to_look_at` what is open elsewhere, was refused or not checked, a line each. `not_sent` are the names of academies
    of which no return came, `notices` what whoever keeps the settings should know. `errors` are all that count.
    """

    run: str
    cycle: str
    round: str
    outcomes: tuple[tuple[int, str], ...]
    open: str
    to_look_at: tuple[str, ...]
    not_sent: tuple[str, ...]
    notices: tuple[str, ...]
    errors: int
