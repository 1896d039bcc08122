"""Whether a run found what was planted, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pmr_batch.demo.plant.planted import Planted
from pmr_batch.model.findings import Finding

#: Cycle, code, academy, file, sheet, row, cell.
Place = tuple[str, str, str | None, str | None, str | None, int | None, str | None]


def compare(planted: Iterable[Planted], findings: Mapping[str, Iterable[Finding]]) -> tuple[list[Place], list[Place]]:
    """What was planted and not found, and what was found and not planted, each in order.

    `findings` are those of all rounds of a cycle, by the cycle's name; only those that count are
    looked at, and one that several rounds found at the same place is one.
    """
    wanted = Counter(_planted(one) for one in planted)
    found: Counter[Place] = Counter()
    for cycle, some in findings.items():
        places = {(_found(cycle, one), one.column, one.item, one.message) for one in some if one.counts}
        found.update(place for place, *_ in places)
    return _sorted(wanted - found), _sorted(found - wanted)


def _planted(one: Planted) -> Place:
    return one.cycle, one.code, one.academy, one.file, one.sheet, one.row, one.cell


def _found(cycle: str, one: Finding) -> Place:
    return cycle, one.code, one.academy, one.file, one.sheet, one.row, one.cell


def _sorted(places: Counter[Place]) -> list[Place]:
    return sorted(places.elements(), key=lambda place: [str(part or "") for part in place])
