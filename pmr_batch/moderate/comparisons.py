"""Groups beside the rest of the trust: does it matter by whom, where, and on which point somebody is reviewed?

Who meets the criteria for pay progression is compared group by group with the rest of the trust, by Fisher's exact
test. Each kind of group is a family of comparisons of its own, and is corrected for their number: reviewers by
Benjamini and Hochberg, for they are many, of few reviewees each, hang together only weakly, and a correction that lets
no chance through would never find anything; all others by Holm, for they are few and large, and what is said of a whole
academy should be no accident. Groups of fewer people than the trust's small number are not compared, nor are those of
which no result could stand out: with too few, chance explains whatever was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pmr_batch.layout.standard_workbook import MET, NOT_MET, ROLES
from pmr_batch.model.consistency import ChanceLimits, ComparedGroup, Consistency, Grouping, Share, Verdict
from pmr_batch.model.person import Recommendation
from pmr_batch.moderate.reviewer_identity import reviewer_key, shown_number
from pmr_batch.moderate.statistics import LEVEL, able, benjamini_hochberg, chances, control_limits, exact_interval, holm
from pmr_batch.policy.pay import rank
from pmr_batch.policy.pay_ranges import PAY_RANGES

_NOT_GIVEN = "Not given"
#: One in so many lies beyond the inner and the outer limits by chance.
_BEYOND = (0.05, 0.002)
#: Limits are drawn at so many sizes and one.
_SIZES = 60
#: How the comparisons of a family are corrected for their number; those that are not named, by Holm.
_CORRECTED: Mapping[Grouping, Callable[[Sequence[float]], list[float]]] = {Grouping.REVIEWER: benjamini_hochberg}


def compared(now: Sequence[Recommendation], before: Sequence[Recommendation], least: int) -> Consistency:
    """People before the committee by group, against the rest; beside `before`, last cycle's, where it is at hand."""
    share = share_of(now)
    groups = [group for by in Grouping for group in _family(by, now, before, share, least)]
    drawn = (Grouping.ACADEMY, Grouping.REVIEWER)
    limits = {by: tuple(_limits([group for group in groups if group.by is by], share)) for by in drawn}
    return Consistency(len(now), share, tuple(groups), limits, least=least)


def share_of(people: Iterable[Recommendation]) -> Share:
    """How many met the criteria, of those whom they apply to."""
    asked = [person.criteria for person in people if person.criteria in (MET, NOT_MET)]
    return Share(asked.count(MET), len(asked))


# -- who belongs together --------------------------------------------------------------------------


_KEY: Mapping[Grouping, Callable[[Recommendation], Hashable]] = {
    Grouping.ROLE: lambda person: person.role,
    Grouping.RANGE: lambda person: person.current.range,
    Grouping.POINT: lambda person: (person.current.range, person.current.point),
    Grouping.ACADEMY: lambda person: person.academy,
    Grouping.REVIEWER: reviewer_key,
}


def _grouped(by: Grouping, people: Iterable[Recommendation]) -> Mapping[Hashable, list[Recommendation]]:
    found: defaultdict[Hashable, list[Recommendation]] = defaultdict(list)
    for person in people:
        found[_KEY[by](person)].append(person)
    return found


def _named(by: Grouping, person: Recommendation) -> tuple[str | None, str]:
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


def _place(by: Grouping, person: Recommendation) -> tuple[int | str, ...]:
    """Where somebody's group stands: roles, ranges and points in the workbook's order, others by the alphabet."""
    match by:
        case Grouping.ROLE:
            return _among(ROLES, person.role), person.role
        case Grouping.RANGE | Grouping.POINT:
            return _among(PAY_RANGES, person.current.range), rank(person.current.point) if person.current.point else 0
        case Grouping.ACADEMY:
            return (person.academy,)
        case Grouping.REVIEWER:
            return ((person.reviewer or _NOT_GIVEN).casefold(), person.reviewer_number or "", person.academy)


def _among(names: Sequence[str], name: str | None) -> int:
    """The place among names; of others, behind them."""
    return names.index(name) if name in names else len(names)


# -- the families ----------------------------------------------------------------------------------


def _family(
    by: Grouping, now: Sequence[Recommendation], before: Sequence[Recommendation], share: Share, least: int
) -> list[ComparedGroup]:
    """All groups of a kind, in order, each with its verdict."""
    last = {key: share_of(people) for key, people in _grouped(by, before).items()}
    in_order = sorted(_grouped(by, now).items(), key=lambda item: _place(by, item[1][0]))
    groups = [_group(by, people, share, last.get(key)) for key, people in in_order]
    return list(_judged(groups, share, least))


def _group(by: Grouping, people: Sequence[Recommendation], everybody: Share, last: Share | None) -> ComparedGroup:
    code, name = _named(by, people[0])
    academies = tuple(sorted({person.academy for person in people})) if by is Grouping.REVIEWER else ()
    share = share_of(people)
    return ComparedGroup(
        by=by,
        code=code,
        name=name,
        academies=academies,
        people=len(people),
        share=share,
        rest=everybody.less(share),
        interval=exact_interval(share.met, share.of),
        verdict=Verdict.UNABLE,
        last=last,
    )


def _judged(groups: Sequence[ComparedGroup], everybody: Share, least: int) -> Iterator[ComparedGroup]:
    """The groups with their verdicts: first what cannot be compared, then, together, what can."""
    barred = [_bar(group.share, everybody, least) for group in groups]
    asked = [at for at, bar in enumerate(barred) if bar is None]
    sizes = {groups[at].share.of for at in asked}
    of_size = {size: chances(size, everybody.met, everybody.of) for size in sizes}
    possible = {at: of_size[groups[at].share.of] for at in asked}
    can = [at for at, is_able in zip(asked, able([min(possible[at].values()) for at in asked]), strict=True) if is_able]
    correct = _CORRECTED.get(groups[0].by, holm) if groups else holm
    corrected = dict(zip(can, correct([possible[at][groups[at].share.met] for at in can]), strict=True))
    for at, (group, bar) in enumerate(zip(groups, barred, strict=True)):
        if at in corrected:
            verdict = Verdict.DIFFERS if corrected[at] <= LEVEL else Verdict.CHANCE
            yield replace(group, verdict=verdict, chance=corrected[at])
        else:
            yield replace(group, verdict=bar or group.verdict)


def _bar(share: Share, everybody: Share, least: int) -> Verdict | None:
    """Why a group is not compared at all, if it is not."""
    if share.of < least:
        return Verdict.FEW
    if share.of == everybody.of:
        return Verdict.ALONE
    return Verdict.ALIKE if everybody.met in (0, everybody.of) else None


def _limits(groups: Sequence[ComparedGroup], everybody: Share) -> Iterator[ChanceLimits]:
    """Of sizes from the smallest to the largest, and half of that at least; none where all came out alike."""
    sizes = [group.share.of for group in groups if group.share.of]
    if not sizes or everybody.value in (None, 0.0, 1.0):
        return
    least = min(*sizes, max(1, max(sizes) // 2))
    more = max(sizes) - least
    within = partial(control_limits, share=everybody.value)
    for size in sorted({least + more * step // _SIZES for step in range(_SIZES + 1)}):
        yield ChanceLimits(size, *(within(size, beyond=beyond) for beyond in _BEYOND))
