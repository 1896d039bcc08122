"""What a pay that differs from the pay points may be instead: part-time pay, or another scale's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pmr_batch.policy.pay import PayPoints, Scale, scale_name
from pmr_batch.words import day, pounds


@dataclass(frozen=True)
class Place:
    """A place on the pay scales on a day; `point` is None for a lead practitioner without one."""

    area: str
    range: str
    point: str | None
    on: date


@dataclass(frozen=True)
class Slip:
    """A wrong pay: what it may be instead, if anything, and what is due, both in words.

    `part_time` says that it is the actual pay of the person's FTE.
    """

    instead: str
    due: str
    part_time: bool = False


def slip(pay: PayPoints, place: Place, typed: Decimal, fte: Decimal | None) -> Slip | None:
    """What is wrong with an annual full-time pay in pounds; None where it is right to the pound, or unknown."""
    scale = pay.scale(place.area, place.range, place.on)
    bounds = scale.bounds(place.point) if scale else None
    if scale is None or bounds is None:
        return None
    least, most = bounds
    whole = typed.quantize(Decimal(1), ROUND_HALF_UP)
    if least <= whole <= most:
        return None
    due = _due(place, least, most)
    if fte and fte < 1 and least * fte - 1 < whole < most * fte + 1:
        return Slip(f", the actual pay for {fte.normalize():f} of full time", due, part_time=True)
    return Slip(next(_instead(pay, place, scale, whole), ""), due)


def _due(place: Place, least: Decimal, most: Decimal) -> str:
    name = scale_name(place.area, place.range)
    where = f"{place.point} of {name}" if place.point else name
    if least == most:
        return f"{where} is {pounds(least)} on {day(place.on)}"
    return f"{where} lies between {pounds(least)} and {pounds(most)} on {day(place.on)}"


def _instead(pay: PayPoints, place: Place, scale: Scale, typed: Decimal) -> Iterator[str]:
    """The point on its other scales, the nearest in time first; in other areas; and the other points of the scale."""
    if place.point is None:
        return
    others = [other for other in pay.scales[place.area, place.range] if other is not scale]
    for other in sorted(others, key=lambda other: abs(other.starts - scale.starts)):
        if other.annual(place.point) == typed:
            yield f", the pay of {place.point} on the scale from {day(other.starts)}"
    for area, pay_range in pay.scales:
        if pay_range == place.range and pay.annual(area, pay_range, place.point, place.on) == typed:
            yield f", the pay of {place.point} in {area}"
    for point in scale.points:
        if point.annual == typed:
            yield f", the pay of {point.point}"
