"""Whether two counts of nearly the same people may both be shown.

Recommendations of both packs name everybody with what is recommended, so a reader knows by name who has come since,
who has gone, and of whom something else is recommended now. What two counts of a group differ by is then a count of
those people. It must tell nothing of them, or be about many; and what one pack hides must not follow from the other.

Taken apart, the rows of those who progress and of the others are each a system in whole numbers: of each group, those
before less those who went, with those who came, are those now. `_Flow` holds its bounds, which are exact. Whoever
moved from the one row to the other goes out of this and comes into that; the reader is once taken not to know which
group they are of, and once to know it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pmr_batch.model.equality import Published, Tally
from pmr_batch.moderate.equality_groups import Counted

#: All groups together that are hidden in the one pack or the other: their sum is known, as what is left.
_REST = ""


def may_both_be_shown(counted: Counted, shown: frozenset[str], before: Published, least: float) -> bool:
    """Whether the groups to be shown now give nothing away beside the same breakdown as it was shown `before`.

    A figure that one pack hides and the other shows must have room for at least as many people as `least`. One of the
    packs must show all that the other does.
    """
    breakdown = before.of(counted.by)
    assert breakdown is not None
    then = breakdown.shown
    nested = shown <= then.keys() or then.keys() <= shown
    if not nested or not then.keys() <= counted.tallies.keys():
        return False
    return all(_tells_nothing(flow, least) for at in (0, 1) for flow in _flows(counted, shown, before, then, at))


@dataclass(frozen=True)
class _Flow:
    """Those who progress, or the others: before and now, by group shown in both packs, and the rest.

    `came` and `went` are how many, known by name, came in and went out. `single` are the figures of groups that one
    pack shows and the other hides: `only_then` is true where that before shows them.
    """

    before: Mapping[str, int]
    now: Mapping[str, int]
    came: int
    went: int
    single: Mapping[str, int]
    only_then: bool

    @property
    def unexplained(self) -> int:
        """How many must be recorded in another group than before, as nobody who came or went explains it."""
        return max(0, -self._spare)

    @property
    def _spare(self) -> int:
        """How many came, beyond those by whom groups have grown."""
        return self.came - sum(max(0, self.now[group] - self.before[group]) for group in self.before)

    def _more(self, group: str) -> tuple[int, int]:
        """Least and most of those spare ones, each with somebody who went, that may be of the group."""
        room = {each: max(0, min(self.before[each], self.now[each])) for each in self.before}
        elsewhere = sum(room.values()) - room[group]
        return max(0, self._spare - elsewhere), min(self._spare, room[group])

    def came_into(self, group: str) -> tuple[int, int]:
        """Least and most who may have come into the group."""
        grown = max(0, self.now[group] - self.before[group])
        least, most = self._more(group)
        return grown + least, grown + most

    def went_from(self, group: str) -> tuple[int, int]:
        """Least and most who may have gone from the group."""
        shrunk = max(0, self.before[group] - self.now[group])
        least, most = self._more(group)
        return shrunk + least, shrunk + most

    def figures(self, group: str) -> int:
        """For how many people more or fewer the figure has room that one pack hides of a group, and the other shows.

        Whom only the pack that hides it counts may all be of this group or none; whom only the other counts, as far
        as the groups beside it can take them.
        """
        shown = self.single[group]
        only_hiding, only_showing = self.came_into(_REST)[1], self.went_from(_REST)[1]
        if not self.only_then:
            only_hiding, only_showing = only_showing, only_hiding
        beside = (self.before if self.only_then else self.now)[_REST] - shown
        return max(only_hiding, min(only_showing, shown) - max(0, only_showing - beside))


def _tells_nothing(flow: _Flow, least: float) -> bool:
    """Whether a row's flow is about nobody, about many, or drowned in many newly recorded answers."""
    if flow.unexplained:
        return flow.unexplained >= least
    movers = (
        (found, people)
        for group in flow.before
        for found, people in ((flow.came_into(group), flow.came), (flow.went_from(group), flow.went))
    )
    return all(_is_harmless(*found, people, least) for found, people in movers) and all(
        flow.figures(group) >= least for group in flow.single
    )


def _is_harmless(fewest: int, most: int, people: int, least: float) -> bool:
    """Whether it tells nothing of people known by name that `fewest` to `most` of them are of a group.

    It tells nothing where any number is possible; and of many, where neither few are nor all but a few.
    """
    return (fewest == 0 and most == people) or (most >= least and people - fewest >= least)


def _flows(
    counted: Counted, shown: frozenset[str], before: Published, then: Mapping[str, Tally], at: int
) -> list[_Flow]:
    """The flow of a row twice: those who changed rows among those who came and went, and known by group.

    `at` is 0 for those who progress, 1 for the others, as in a tally.
    """
    was, is_ = frozenset((before.progressed, before.others)[at]), counted.people.rows[at]
    others_then, others_now = frozenset((before.progressed, before.others)[1 - at]), counted.people.rows[1 - at]
    both = then.keys() & shown
    figures = [{group: tally[at] for group, tally in each.items()} for each in (then, counted.tallies)]
    sums = [{group: each[group] for group in both} for each in figures]
    if both != frozenset(counted.names):
        for each, everybody in zip(sums, (was, is_), strict=True):
            each[_REST] = len(everybody) - sum(each.values())
    only_then = shown < then.keys()
    single = {group: figures[0 if only_then else 1][group] for group in then.keys() ^ shown}
    flow = _Flow(sums[0], sums[1], len(is_ - was), len(was - is_), single, only_then)
    turned = was & others_now, is_ & others_then
    return [flow, _without(flow, counted, *turned)] if any(turned) else [flow]


def _without(flow: _Flow, counted: Counted, turned_out: frozenset[str], turned_in: frozenset[str]) -> _Flow:
    """The flow of the rest, where it is known of which group those are who changed rows."""
    out, in_ = (Counter(counted.groups[number] for number in some) for some in (turned_out, turned_in))
    single = {group: number - (out if flow.only_then else in_)[group] for group, number in flow.single.items()}
    before, now = (
        {group: number - _of(group, gone, sums) for group, number in sums.items()}
        for sums, gone in ((flow.before, out), (flow.now, in_))
    )
    return _Flow(before, now, flow.came - len(turned_in), flow.went - len(turned_out), single, flow.only_then)


def _of(group: str, people: Counter[str], groups: Mapping[str, int]) -> int:
    """So many of the people are of the group, or of none of the others."""
    if group != _REST:
        return people[group]
    return sum(number for each, number in people.items() if each not in groups)
