"""Pay progression that does not follow performance: everybody in review moves one point up, to the top of their range.

Whoever is under capability is not in review, and stays. So does whoever is paid without a point; who moves to another
range does so as is recommended, by an application or by qualification.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pmr_batch.model.person import Dossier, Pay
from pmr_batch.policy.pay import Scale, canonical_point, rank
from pmr_batch.settings.trust_settings import Settings


def with_automatic_progression(dossier: Dossier, settings: Settings, effective_from: date) -> Dossier:
    """The person with the next point of their range recommended, as it is paid from a day on."""
    current, recommended = dossier.current, dossier.recommended
    if not dossier.of_round or current.point is None or recommended.range not in (None, current.range):
        return dossier
    scale = settings.scale_of(current, dossier.academy, dossier.staff["payroll_number"], effective_from)
    if scale is None:
        return dossier
    point = _next_or_same(scale, scale.kept(current.point), _own_top(dossier))
    amount = scale.annual(point)
    if amount is None and point == recommended.point:
        amount = recommended.amount
    return replace(dossier, recommended=Pay(current.range, point, amount))


def _own_top(dossier: Dossier) -> str | None:
    """Range to, where it is a point of the range."""
    top, pay_range = dossier.staff["range_to"], dossier.current.range
    return canonical_point(top, pay_range) if top and pay_range else None


def _next_or_same(scale: Scale, point: str, top: str | None) -> str:
    """The point above; the same at the top of the own range, and of the scale."""
    if top is not None and rank(point) >= rank(top):
        return point
    return scale.next_point(point, top) or point
