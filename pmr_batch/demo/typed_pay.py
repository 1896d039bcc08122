"""Pay that offices type: of points between the ends of a scale, where no more of it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmr_batch.demo.employees import Employee
from pmr_batch.policy.pay import rank
from pmr_batch.settings.trust_settings import Settings


@dataclass(frozen=True)
class TypedPay:
    """Full-time pay in whole pounds, as far between the ends as the point is; None where the scale has the point."""

    settings: Settings

    def current(self, person: Employee) -> int | None:
        """As the cycle ends."""
        return self._between(person, person.pay_point, self.settings.cycles[person.year.name].ends)

    def recommended(self, person: Employee, point: str | None) -> int | None:
        """When the decision takes effect; at the current point where none is recommended."""
        cycle = self.settings.cycles[person.year.name]
        return self._between(person, point or person.pay_point, cycle.pay_effective_from)

    def _between(self, person: Employee, point: str | None, on: date) -> int | None:
        academy = self.settings.paid_at(person.academy, person.payroll_number)
        area = self.settings.area_of(academy.code, person.pay_range) if academy else None
        scale = self.settings.pay.scale(area, person.pay_range, on) if area else None
        if scale is None or point is None or scale.annual(point) is not None:
            return None
        place, lowest, highest = (Decimal(rank(each)) for each in (point, scale.points[0].point, scale.top))
        return int(scale.least + (scale.most - scale.least) * (place - lowest) / (highest - lowest))
