"""Whether a run found the planted faults, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pmr_batch.demo.faults.planting import Planted
from pmr_batch.model.findings import Finding

#: Cycle, code, academy, file, sheet, row, cell.
Place = tuple[str, str, str | None, str | None, str | None, int | None, str | None]


def compare(planted: Iterable[Planted], findings: Mapping[str, Iterable[Finding]]) -> tuple[list[Place], list[Place]]:
    """The places of faults planted and not found, and found and not planted, both in order.

    `findings` are those of all rounds of a cycle, by the cycle's name; only those that count, or that trust HR
    accepts, are compared, and one that several rounds found at the same place counts once.
    """
    planted_places = Counter(_place(fault.cycle, fault) for fault in planted)
    found_places: Counter[Place] = Counter()
    for cycle, cycle_findings in findings.items():
        places = {
            (_place(cycle, finding), finding.column, finding.item, finding.message)
            for finding in cycle_findings
            if finding.counts or finding.accepted
        }
        found_places.update(place for place, *_ in places)
    return _sorted(planted_places - found_places), _sorted(found_places - planted_places)


def _place(cycle: str, item: Planted | Finding) -> Place:
    return cycle, item.code, item.academy, item.file, item.sheet, item.row, item.cell


def _sorted(places: Counter[Place]) -> list[Place]:
    return sorted(places.elements(), key=lambda place: [str(part or "") for part in place])
