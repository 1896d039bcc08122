"""The folders of a trust, and the cycle that a name stands for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmr_batch.errors import UsageError
from pmr_batch.files import TRUST_FILE
from pmr_batch.model.terms import Round
from pmr_batch.words import nearest

if TYPE_CHECKING:  # the libraries that read settings take a second to load
    from pmr_batch.settings.trust_settings import Cycle, Settings

#: What was handed out, what came in, and what commands make, by cycle.
ISSUED, INCOMING, OUTPUT = "issued", "incoming", "output"
#: What was disclosed, in the output of a cycle.
PACKS = "packs"
#: What is kept back when a cycle's records are destroyed, by cycle.
HELD = "held"


def find_cycle(settings: Settings, name: str, round_: Round | None = None) -> Cycle:
    """The cycle of a name or folder name. Raises UsageError, naming the nearest, or a wrong round."""
    cycle = settings.cycle(name)
    if cycle is None:
        slugs = [known_cycle.slug for known_cycle in settings.cycles.values()]
        near = nearest(name.lower().replace(" ", "-"), slugs, 0.3)
        hint = f"; did you mean {near}?" if near else "."
        raise UsageError(f"Cycle {name!r} is not on the Cycles sheet of {TRUST_FILE}{hint} It has: {', '.join(slugs)}")
    if round_ and (round_ is Round.APRIL) == cycle.teaching:
        fits = "october or december" if cycle.teaching else "april"
        raise UsageError(f"{cycle.name} has no {round_.value} round; its people are decided in {fits}")
    return cycle


def incoming(folder: Path, cycle: Cycle) -> Path:
    """Where the cycle's returns lie. Raises UsageError where there is no such folder, or it is empty."""
    place = folder / INCOMING / cycle.slug
    if not place.is_dir():
        raise UsageError(f"{INCOMING}/{cycle.slug} is not there; make it and put the academies' workbooks into it")
    if not any(place.iterdir()):
        raise UsageError(f"{INCOMING}/{cycle.slug} is empty; put the academies' workbooks into it")
    return place
