"""What is open of a return, and what of it is new, settled or unchanged since it was checked before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.findings import Finding
from pmr_batch.words import day


@dataclass(frozen=True)
class OpenPoint:
    """An error or query that counts, by what it is known by from one return to the next: rows move, people do not."""

    code: str
    sheet: str | None = None
    payroll_number: str | None = None
    item: str | None = None
    column: str | None = None
    academy: str | None = None

    @classmethod
    def of(cls, finding: Finding) -> OpenPoint:
        """The point that a finding is about."""
        return cls(finding.code, finding.sheet, finding.payroll_number, finding.item, finding.column, finding.academy)


def open_points(findings: Iterable[Finding]) -> tuple[OpenPoint, ...]:
    """The points of the findings that count, in their order; one as often as it was found."""
    return tuple(OpenPoint.of(finding) for finding in findings if finding.counts)


@dataclass(frozen=True)
class Progress:
    """What has become of the points that were open when a return was checked `before`.

    `new` are findings of now that count; `settled` are points that were open and are not any more.
    """

    before: date
    new: tuple[Finding, ...]
    settled: tuple[OpenPoint, ...]
    unchanged: int

    @classmethod
    def since(cls, before: date, points: Sequence[OpenPoint], findings: Iterable[Finding]) -> Progress:
        """Compare what was open then with the findings of now."""
        left, new, unchanged = Counter(points), [], 0
        for finding in findings:
            if not finding.counts:
                continue
            point = OpenPoint.of(finding)
            if left[point]:
                left[point] -= 1
                unchanged += 1
            else:
                new.append(finding)
        return cls(before, tuple(new), tuple(left.elements()), unchanged)

    @property
    def line(self) -> str:
        """Since 9 October 2026: 2 new, 3 settled, 5 unchanged."""
        return (
            f"Since {day(self.before)}: {len(self.new):,} new, {len(self.settled):,} settled, "
            f"{self.unchanged:,} unchanged."
        )
