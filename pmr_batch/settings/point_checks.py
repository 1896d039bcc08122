"""Cross-checks of pay on the Staff list: each point is one of its range, on a scale of its area, in the own range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pmr_batch.policy.pay import PayPoints, Scale, canonical_point, is_any_point, rank, scale_name
from pmr_batch.policy.pay_ranges import WITHOUT_POINTS, pay_range_named
from pmr_batch.settings.build import academy_of, point_of
from pmr_batch.settings.cross_checks import Sheets
from pmr_batch.settings.problems import Problem, Row
from pmr_batch.settings.trust_settings import Academy, paid_at

_OWN_RANGE = ("range_from", "range_to")
_ADD_SCALE = "add it there, with each point's pay and the day it holds from"
_POINT_OR_RANGE = "correct the point or the range"


def point_problems(sheets: Sheets) -> Iterator[Problem]:
    """Areas and ranges without a scale for people who are paid by it, and points that are on none."""
    scales = _Scales(sheets)
    academies = {row["academy_code"]: academy_of(row) for row in sheets["Academies"] if _is_whole(row)}
    unpriced = set()
    for row in sheets.get("Staff list", ()):
        academy = paid_at(academies, row["academy_code"], row["payroll_number"])
        if academy is not None and row.has("pay_range"):
            if _is_priced(row["pay_range"], academy, scales):
                yield from _of_person(row, academy, scales)
            else:
                unpriced.add(academy.pay_area)
    yield from (problem for area in unpriced for problem in _unpriced(sheets, area))


def area_doubts(sheets: Sheets) -> Iterator[Problem]:
    """Pay areas of academies without a scale; where people are paid by it, that is a problem."""
    areas = _Scales(sheets).areas
    known = {row["pay_area"] for row in sheets["Academies"] if row.has("pay_area")}
    yield from (problem for area in sorted(known - areas) for problem in _unpriced(sheets, area))


def range_doubts(sheets: Sheets) -> Iterator[Problem]:
    """Ranges of the trust's own that nobody on the Staff list is on: perhaps they are standard ones, misnamed."""
    held = {row["pay_range"] for row in sheets.get("Staff list", ()) if row.has("pay_range")}
    own = (row for row in sheets.get("Pay points", ()) if row.has("range") and pay_range_named(row["range"]).is_own)
    firsts = {row["range"]: row for row in reversed([*own])} if held else {}
    for name, row in reversed(firsts.items()):
        if name not in held:
            fault = "is a range of the trust's own that nobody on the Staff list is on"
            yield row.problem("range", fault, "see that it is meant")


def _unpriced(sheets: Sheets, area: str) -> Iterator[Problem]:
    for row in sheets["Academies"]:
        if row["pay_area"] == area:
            yield row.problem("pay_area", "has no scale on Pay points", _ADD_SCALE)


def _pay(rows: Sequence[Row]) -> PayPoints:
    """The scales as far as their rows are sound."""
    whole = (row for row in rows if row.has("area", "range", "point", "from_", "annual_pay"))
    points = (point_of(row) for row in whole)
    return PayPoints.from_rows(point for point in points if point["point"] is not None)


def _is_whole(academy: Row) -> bool:
    return academy.has("academy_code", "academy", "kind", "pay_area", "support_pay_area")


class _Scales:
    """The scales that people may be paid by since the first cycle, each area and range looked up once."""

    def __init__(self, sheets: Sheets) -> None:
        self.pay = _pay(sheets.get("Pay points", ()))
        self._since = min((row["from_"] for row in sheets["Cycles"] if row.has("from_")), default=date.min)
        self._found: dict[tuple[str, str], tuple[Scale, ...]] = {}
        self.areas = {area for area, _ in self.pay.scales}

    def of(self, area: str, pay_range: str) -> tuple[Scale, ...]:
        """The one that holds when the first cycle starts, and all later ones."""
        if (area, pay_range) not in self._found:
            first = self.pay.scale(area, pay_range, self._since)
            later = self.pay.scales.get((area, pay_range), ())
            found = tuple(scale for scale in later if scale.starts > self._since)
            self._found[area, pay_range] = (first, *found) if first else found
        return self._found[area, pay_range]


def _is_priced(pay_range: str, academy: Academy, scales: _Scales) -> bool:
    """Whether a range has its own area everywhere, is the trust's own, or the area of the academy has any scale."""
    named = pay_range_named(pay_range)
    return not named.has_points or named.is_own or bool(named.area) or academy.pay_area in scales.areas


def _of_person(row: Row, academy: Academy, scales: _Scales) -> Iterator[Problem]:
    pay_range = row["pay_range"]
    if not pay_range_named(pay_range).has_points:
        if row.has("pay_point") and is_any_point(row["pay_point"]):
            yield row.problem("pay_point", f"is no point of {pay_range}", _POINT_OR_RANGE)
        return
    area = scales.pay.area_of(academy, pay_range)
    on_scale = scales.of(area, pay_range)
    if not on_scale:
        yield row.problem("pay_range", f"has no scale of {area} on Pay points", _ADD_SCALE)
        return
    keys = ("pay_point",) if pay_range in WITHOUT_POINTS else ("pay_point", *_OWN_RANGE)
    points: dict[str, str] = {}
    for key in keys:
        if row.has(key):
            point = canonical_point(row[key], pay_range)
            if point is None:
                yield row.problem(key, f"is no point of {pay_range}", _POINT_OR_RANGE)
            elif not any(scale.bounds(point) for scale in on_scale):
                fault = f"is not on the scale of {scale_name(area, pay_range)}, {_ends(on_scale[-1])}"
                yield row.problem(key, fault, _POINT_OR_RANGE)
            else:
                points[key] = point
    yield from _own_range(row, points)


def _own_range(row: Row, points: Mapping[str, str]) -> Iterator[Problem]:
    """Whether the own range rises, and holds the point; asked of points that are on the scale."""
    places = {key: rank(point) for key, point in points.items()}
    least, most = places.get("range_from", 0), places.get("range_to", 100)
    if least > most:
        yield row.problem("range_from", f"lies above Range to, {points['range_to']}", "correct the one or the other")
    elif "pay_point" in places and not least <= places["pay_point"] <= most:
        ends = " to ".join(points.get(key, "blank") for key in _OWN_RANGE)
        yield row.problem("pay_point", f"lies outside the own range, {ends}", _POINT_OR_RANGE)


def _ends(scale: Scale) -> str:
    return f"{scale.points[0].point} to {scale.top}"
