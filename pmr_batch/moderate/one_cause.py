"""One flag a cause: a pay range and its points are of the same people, and may differ for the same reason.

Where a range differs, and one of its points does in the same direction, it is asked whether the rest of the range
differs without it. If it does, or if such points are several, the range is flagged; else the one point is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmr_batch.model.consistency import ComparedGroup, Grouping, Share, Verdict
from pmr_batch.moderate.statistics import LEVEL, fisher_p_values


def one_flag_a_cause(groups: Sequence[ComparedGroup], everybody: Share) -> list[ComparedGroup]:
    """The groups, with the verdict SAME_CAUSE for ranges and points that differ as another one does."""
    differing = [group for group in groups if group.verdict is Verdict.DIFFERS]
    follow: dict[int, str] = {}
    for pay_range in (group for group in differing if group.by is Grouping.RANGE):
        points = [point for point in differing if point.by is Grouping.POINT and _may_share_cause(point, pay_range)]
        if points:
            follow |= _following(pay_range, points, everybody)
    return [_following_group(group, follow.get(id(group))) for group in groups]


def _following_group(group: ComparedGroup, cause: str | None) -> ComparedGroup:
    return group if cause is None else replace(group, verdict=Verdict.SAME_CAUSE, cause=cause)


def _may_share_cause(point: ComparedGroup, pay_range: ComparedGroup) -> bool:
    return point.range == pay_range.range and _is_above(point) == _is_above(pay_range)


def _is_above(group: ComparedGroup) -> bool:
    """Whether more of the group met the criteria than of the rest; both are of somebody, for they were compared."""
    assert group.share.value is not None
    assert group.rest.value is not None
    return group.share.value > group.rest.value


def _following(pay_range: ComparedGroup, points: Sequence[ComparedGroup], everybody: Share) -> dict[int, str]:
    """What is not flagged, by identity, with what is flagged instead."""
    if len(points) > 1 or _differs_without(points[0], pay_range, everybody):
        return {id(point): f"pay range {pay_range.name}" for point in points}
    return {id(pay_range): f"pay point {points[0].code or points[0].name}"}


def _differs_without(point: ComparedGroup, pay_range: ComparedGroup, everybody: Share) -> bool:
    """Whether a range differs also without one of its points: of nobody else, both are the same people."""
    others = pay_range.share.less(point.share)
    if not others.of:
        return True
    compared = everybody.less(point.share)
    return fisher_p_values(others.of, compared.met, compared.of)[others.met] <= LEVEL
