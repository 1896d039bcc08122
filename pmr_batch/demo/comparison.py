"""Whether a run found what was planted, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pmr_batch.demo.faults.planting import Planted
from pmr_batch.model.findings import Finding

#: Cycle, code, academy, file, sheet, row, cell.
Place = tuple[str, str, str | None, str | None, str | None, int | None, str | None]


def compare(planted: Iterable[Planted], findings: Mapping[str, Iterable[Finding]]) -> tuple[list[Place], list[Place]]:
    """What was planted and not found, and what was found and not planted, each in order.

    `findings` are those of all rounds of a cycle, by the cycle's name; only those that count, or that trust HR
    accepts, are looked at, and one that several rounds found at the same place is one.
    """
    wanted = Counter(_place(fault.cycle, fault) for fault in planted)
    found: Counter[Place] = Counter()
    for cycle, some in findings.items():
        places = {
            (_place(cycle, finding), finding.column, finding.item, finding.message)
            for finding in some
            if finding.counts or finding.accepted
        }
        found.update(place for place, *_ in places)
    return _sorted(wanted - found), _sorted(found - wanted)


def _place(cycle: str, at: Planted | Finding) -> Place:
    return cycle, at.code, at.academy, at.file, at.sheet, at.row, at.cell


def _sorted(places: Counter[Place]) -> list[Place]:
    return sorted(places.elements(), key=lambda place: [str(part or "") for part in place])
