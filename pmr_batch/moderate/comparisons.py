"""Groups compared with the rest of the trust: does it matter by whom, where, and on which point somebody is reviewed?

Who meets the criteria for pay progression is compared group by group with the rest of the trust, by Fisher's exact
test. Each kind of group is a family of comparisons of its own, and is corrected for their number: reviewers by
Benjamini and Hochberg, for they are many, of few reviewees each, hardly dependent, and a correction that lets
no chance through would never find anything; all others by Holm, for they are few and large, and what is said of a whole
academy should be no accident. A group of which no result could stand out is not compared: with too few, chance explains
any result. That alone decides: how few may be shown is another matter, and everybody stands on Recommendations by name.

Whoever is at the top of their range is compared with nobody. A pay range and its points are of the same people: where
they differ for one cause, one of them is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pmr_batch.layout.standard_workbook import MET, NOT_MET, ROLES
from pmr_batch.model.consistency import ChanceLimits, ComparedGroup, Consistency, Grouping, Share, Verdict
from pmr_batch.model.person import Recommendation
from pmr_batch.moderate.one_cause import one_flag_a_cause
from pmr_batch.moderate.reviewer_identity import reviewer_key, shown_number
from pmr_batch.moderate.statistics import (
    LEVEL,
    benjamini_hochberg,
    control_limits,
    exact_interval,
    fisher_p_values,
    holm,
    testable,
)
from pmr_batch.policy.pay import rank
from pmr_batch.policy.pay_ranges import range_order

_NOT_GIVEN = "Not given"
#: One in so many lies beyond the inner and the outer limits by chance.
_BEYOND_LIMITS = (0.05, 0.002)
#: Limits are drawn at so many sizes and one.
_LIMIT_STEPS = 60
#: How the comparisons of a family are corrected for their number; those that are not named, by Holm.
_CORRECTION: Mapping[Grouping, Callable[[Sequence[float]], list[float]]] = {Grouping.REVIEWER: benjamini_hochberg}


def compare(now: Sequence[Recommendation], before: Sequence[Recommendation]) -> Consistency:
    """People before the committee by group, against the rest; `before` are last cycle's, where that run is there."""
    share = share_of(now)
    groups = one_flag_a_cause([group for by in Grouping for group in _family(by, now, before, share)], share)
    drawn = (Grouping.ACADEMY, Grouping.REVIEWER)
    limits = {by: tuple(_limits([group for group in groups if group.by is by], share)) for by in drawn}
    at_the_top = sum(not person.can_progress for person in now)
    return Consistency(len(now), share, tuple(groups), limits, at_the_top=at_the_top)


def share_of(people: Iterable[Recommendation]) -> Share:
    """How many met the criteria, of those who can progress and whom they apply to."""
    criteria = [person.criteria for person in people if person.can_progress and person.criteria in (MET, NOT_MET)]
    return Share(criteria.count(MET), len(criteria))


# -- who belongs together --------------------------------------------------------------------------


_GROUP_KEY: Mapping[Grouping, Callable[[Recommendation], Hashable]] = {
    Grouping.ROLE: lambda person: person.role,
    Grouping.RANGE: lambda person: person.current.range,
    Grouping.POINT: lambda person: (person.current.range, person.current.point),
    Grouping.ACADEMY: lambda person: person.academy,
    Grouping.REVIEWER: reviewer_key,
}


def _grouped(by: Grouping, people: Iterable[Recommendation]) -> Mapping[Hashable, list[Recommendation]]:
    groups: defaultdict[Hashable, list[Recommendation]] = defaultdict(list)
    for person in people:
        groups[group_key(by, person)].append(person)
    return groups


def group_key(by: Grouping, person: Recommendation) -> Hashable:
    """What somebody has in common with the others of their group."""
    return _GROUP_KEY[by](person)


def _code_and_name(by: Grouping, person: Recommendation) -> tuple[str | None, str]:
    """The code and name of the group that somebody belongs to."""
    match by:
        case Grouping.ROLE:
            return None, person.role or _NOT_GIVEN
        case Grouping.RANGE:
            return None, person.current.range or _NOT_GIVEN
        case Grouping.POINT:
            return (
                person.current.point,
                f"{person.current.range or _NOT_GIVEN}{'' if person.current.point else ', no point'}",
            )
        case Grouping.ACADEMY:
            return person.academy, person.academy_name
        case Grouping.REVIEWER:
            return shown_number(person), person.reviewer or _NOT_GIVEN


def _sort_key(by: Grouping, person: Recommendation) -> tuple[float | str, ...]:
    """The order of somebody's group: roles, ranges and points in the workbook's order, others by the alphabet."""
    match by:
        case Grouping.ROLE:
            return _position(ROLES, person.role), person.role
        case Grouping.RANGE | Grouping.POINT:
            point = person.current.point
            return *range_order(person.current.range), rank(point) if point else 0
        case Grouping.ACADEMY:
            return (person.academy,)
        case Grouping.REVIEWER:
            return ((person.reviewer or _NOT_GIVEN).casefold(), person.reviewer_number or "", person.academy)


def _position(names: Sequence[str], name: str | None) -> int:
    """The position in names; unknown names come last."""
    return names.index(name) if name in names else len(names)


# -- the families ----------------------------------------------------------------------------------


def _family(
    by: Grouping, now: Sequence[Recommendation], before: Sequence[Recommendation], share: Share
) -> list[ComparedGroup]:
    """All groups of a kind, in order, each with its verdict."""
    last = {key: share_of(people) for key, people in _grouped(by, before).items()}
    in_order = sorted(_grouped(by, now).items(), key=lambda item: _sort_key(by, item[1][0]))
    groups = [_group(by, people, share, last.get(key)) for key, people in in_order]
    return list(_with_verdicts(groups, share))


def _group(by: Grouping, people: Sequence[Recommendation], everybody: Share, last: Share | None) -> ComparedGroup:
    code, name = _code_and_name(by, people[0])
    academies = tuple(sorted({person.academy for person in people})) if by is Grouping.REVIEWER else ()
    share = share_of(people)
    return ComparedGroup(
        by=by,
        code=code,
        name=name,
        academies=academies,
        key=group_key(by, people[0]),
        range=people[0].current.range if by in (Grouping.RANGE, Grouping.POINT) else None,
        people=len(people),
        share=share,
        rest=everybody.less(share),
        interval=exact_interval(share.met, share.of),
        verdict=Verdict.UNABLE,
        last=last,
    )


def _with_verdicts(groups: Sequence[ComparedGroup], everybody: Share) -> Iterator[ComparedGroup]:
    """The groups with their verdicts: why a group cannot be compared, or the corrected result."""
    exclusions = [_exclusion(group.share, everybody) for group in groups]
    candidates = [index for index, exclusion in enumerate(exclusions) if exclusion is None]
    sizes = {groups[index].share.of for index in candidates}
    p_values_of_size = {size: fisher_p_values(size, everybody.met, everybody.of) for size in sizes}
    p_values = {index: p_values_of_size[groups[index].share.of] for index in candidates}
    smallest = [min(p_values[index].values()) for index in candidates]
    tested = [index for index, can_differ in zip(candidates, testable(smallest), strict=True) if can_differ]
    correct = _CORRECTION.get(groups[0].by, holm) if groups else holm
    corrected = dict(zip(tested, correct([p_values[index][groups[index].share.met] for index in tested]), strict=True))
    for index, (group, exclusion) in enumerate(zip(groups, exclusions, strict=True)):
        if index in corrected:
            verdict = Verdict.DIFFERS if corrected[index] <= LEVEL else Verdict.CHANCE
            yield replace(group, verdict=verdict, chance=corrected[index])
        else:
            yield replace(group, verdict=exclusion or group.verdict)


def _exclusion(share: Share, everybody: Share) -> Verdict | None:
    """Why a group is not compared at all, if it is not."""
    if not share.of:
        return Verdict.NOBODY
    if share.of == everybody.of:
        return Verdict.ALONE
    return Verdict.ALIKE if everybody.met in (0, everybody.of) else None


def _limits(groups: Sequence[ComparedGroup], everybody: Share) -> Iterator[ChanceLimits]:
    """Of sizes from the smallest to the largest, and half of that at least; none where all came out alike."""
    sizes = [group.share.of for group in groups if group.share.of]
    if not sizes or everybody.value in (None, 0.0, 1.0):
        return
    least = min(*sizes, max(1, max(sizes) // 2))
    spread = max(sizes) - least
    limits = partial(control_limits, share=everybody.value)
    for size in sorted({least + spread * step // _LIMIT_STEPS for step in range(_LIMIT_STEPS + 1)}):
        yield ChanceLimits(size, *(limits(size, beyond=beyond) for beyond in _BEYOND_LIMITS))
