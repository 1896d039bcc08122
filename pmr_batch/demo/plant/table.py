"""Every planter by the code of the rule it is to be found by, in the order in which they plant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from random import Random

from pmr_batch.demo.plant import cells, concerns, files, meetings, objectives, offices, pay, reviewers, reviews, scope
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import NobodyFits, Site

#: Makes its fault, or some on either side of a boundary, and says where those are that count.
Planter = Callable[[Site], Iterable[Planted]]

#: Whole files go first, so that nobody is picked from a return that will not be read; then those faults
#: that have to stand alone with a person, while there are people without any.
PLANTERS: tuple[tuple[str, Planter], ...] = (
    *files.PLANTERS,
    *reviewers.APART,
    *scope.PLANTERS,
    *objectives.APART,
    *concerns.APART,
    *meetings.APART,
    *reviews.APART,
    *offices.APART,
    *cells.APART,
    *reviewers.PLANTERS,
    *objectives.PLANTERS,
    *meetings.PLANTERS,
    *pay.PLANTERS,
    *concerns.PLANTERS,
    *reviews.PLANTERS,
    *cells.PLANTERS,
    *offices.SPOILERS,
    *files.SPOILERS,
)


def plant(incoming: Path, seed: int) -> list[Planted]:
    """Plant in the returns below incoming/ and say what was planted; a fault that nobody fits is left out."""
    site = Site(incoming, Random(f"faults {seed}"))  # noqa: S311  (no secret)
    planted: list[Planted] = []
    for _, planter in PLANTERS:
        with suppress(NobodyFits):  # what the planter had made before then stays
            planted.extend(planter(site))
    site.save()
    return planted
