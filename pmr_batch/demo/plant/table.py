"""Every planter by the code of the rule it is to be found by, in the order in which they plant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from pmr_batch.demo.plant import cells, files, objectives, scope
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import NobodyFits, Site

#: Makes its fault, or some on either side of a boundary, and says where those are that count.
Planter = Callable[[Site], Iterable[Planted]]

#: Whole files go first, so that nobody is picked from a return that will not be read.
PLANTERS: tuple[tuple[str, Planter], ...] = (
    *files.PLANTERS,
    *scope.PLANTERS,
    *objectives.PLANTERS,
    *cells.PLANTERS,
    *files.SPOILERS,
)


def plant(incoming: Path, seed: int) -> list[Planted]:
    """Plant in the returns below incoming/ and say what was planted; a fault that nobody fits is left out."""
    site = Site(incoming, Random(f"faults {seed}"))  # noqa: S311  (no secret)
    planted: list[Planted] = []
    for _, planter in PLANTERS:
        try:
            planted += planter(site)
        except NobodyFits:
            continue
    site.save()
    return planted
