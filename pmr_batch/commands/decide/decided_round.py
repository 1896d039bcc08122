"""A round whose decisions are taken in: what everything that is done with them needs to know."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.decide.run_lookup import OfRound
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.settings.trust_settings import Settings


@dataclass(frozen=True)
class Sitting:
    """The trust folder and its settings, the round and its last run, and who does the work."""

    folder: Path
    settings: Settings
    of_round: OfRound
    run: RunFacts
    executor: Executor

    @property
    def room(self) -> Path:
        """Where the papers go."""
        return self.of_round.room
