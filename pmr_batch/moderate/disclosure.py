"""Whether two counts of nearly the same people may both be shown.

Recommendations of both packs name everybody with what is recommended, so a reader knows by name who has come since,
who has gone, and of whom something else is recommended now. What two counts of a group differ by is then a count of
those people. It must disclose nothing of them, or be about many; and what one hides must not follow from the other.

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
from pmr_batch.moderate.equality_groups import GroupCounts

#: All groups together that are hidden in the one pack or the other: their sum is known, as what is left.
_REST = ""


def may_both_be_shown(counts: GroupCounts, shown: frozenset[str], before: Published, least: float) -> bool:
    """Whether the groups to be shown now disclose nothing together with the same breakdown as shown `before`.

    A figure that one pack hides and the other shows must be uncertain by at least `least` people. One of the packs must
    show all that the other does.
    """
    breakdown = before.of(counts.by)
    assert breakdown is not None
    shown_before = breakdown.shown
    nested = shown <= shown_before.keys() or shown_before.keys() <= shown
    if not nested or not shown_before.keys() <= counts.tallies.keys():
        return False
    return all(
        _discloses_nothing(flow, least) for at in (0, 1) for flow in _flows(counts, shown, before, shown_before, at)
    )


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

    def _spare_in(self, group: str) -> tuple[int, int]:
        """Least and most of the spare people, each paired with somebody who went, that may be of the group."""
        capacity = {name: max(0, min(self.before[name], self.now[name])) for name in self.before}
        elsewhere = sum(capacity.values()) - capacity[group]
        return max(0, self._spare - elsewhere), min(self._spare, capacity[group])

    def came_into(self, group: str) -> tuple[int, int]:
        """Least and most who may have come into the group."""
        grown = max(0, self.now[group] - self.before[group])
        least, most = self._spare_in(group)
        return grown + least, grown + most

    def went_from(self, group: str) -> tuple[int, int]:
        """Least and most who may have gone from the group."""
        shrunk = max(0, self.before[group] - self.now[group])
        least, most = self._spare_in(group)
        return shrunk + least, shrunk + most

    def figures(self, group: str) -> int:
        """By how many people a group's figure is uncertain that one pack hides and the other shows.

        Whom only the pack that hides it counts may all be of this group or none; whom only the other counts, as far
        as the other groups can take them.
        """
        shown = self.single[group]
        only_hiding, only_showing = self.came_into(_REST)[1], self.went_from(_REST)[1]
        if not self.only_then:
            only_hiding, only_showing = only_showing, only_hiding
        others = (self.before if self.only_then else self.now)[_REST] - shown
        return max(only_hiding, min(only_showing, shown) - max(0, only_showing - others))


def _discloses_nothing(flow: _Flow, least: float) -> bool:
    """Whether a row's flow is about nobody, about many, or drowned in many newly recorded answers."""
    if flow.unexplained:
        return flow.unexplained >= least
    movers = (
        (bounds, people)
        for group in flow.before
        for bounds, people in ((flow.came_into(group), flow.came), (flow.went_from(group), flow.went))
    )
    return all(is_harmless(*bounds, people, least) for bounds, people in movers) and all(
        flow.figures(group) >= least for group in flow.single
    )


def is_harmless(fewest: int, most: int, people: int, least: float) -> bool:
    """Whether it discloses nothing of people known by name that `fewest` to `most` of them are of a group.

    It discloses nothing where any number is possible; and of many, where neither few are nor all but a few.
    """
    return (fewest == 0 and most == people) or (most >= least and people - fewest >= least)


def _flows(
    counts: GroupCounts,
    shown: frozenset[str],
    before: Published,
    shown_before: Mapping[str, Tally],
    at: int,
) -> list[_Flow]:
    """The flow of a row twice: those who changed rows among those who came and went, and known by group.

    `at` is 0 for those who progress, 1 for the others, as in a tally.
    """
    was, now = frozenset((before.progressed, before.others)[at]), counts.people.rows[at]
    others_then, others_now = frozenset((before.progressed, before.others)[1 - at]), counts.people.rows[1 - at]
    both = shown_before.keys() & shown
    figures = [{group: tally[at] for group, tally in part.items()} for part in (shown_before, counts.tallies)]
    sums = [{group: part[group] for group in both} for part in figures]
    if both != frozenset(counts.names):
        for part, everybody in zip(sums, (was, now), strict=True):
            part[_REST] = len(everybody) - sum(part.values())
    only_then = shown < shown_before.keys()
    single = {group: figures[0 if only_then else 1][group] for group in shown_before.keys() ^ shown}
    flow = _Flow(sums[0], sums[1], len(now - was), len(was - now), single, only_then)
    moved = was & others_now, now & others_then
    return [flow, _without(flow, counts, *moved)] if any(moved) else [flow]


def _without(flow: _Flow, counts: GroupCounts, moved_out: frozenset[str], moved_in: frozenset[str]) -> _Flow:
    """The flow of the rest, where it is known of which group those are who changed rows."""
    out, into = (Counter(counts.groups[number] for number in people) for people in (moved_out, moved_in))
    single = {group: number - (out if flow.only_then else into)[group] for group, number in flow.single.items()}
    before, now = (
        {group: number - _number_in(group, moved, sums) for group, number in sums.items()}
        for sums, moved in ((flow.before, out), (flow.now, into))
    )
    return _Flow(before, now, flow.came - len(moved_in), flow.went - len(moved_out), single, flow.only_then)


def _number_in(group: str, people: Counter[str], groups: Mapping[str, int]) -> int:
    """So many of the people are of the group, or of none of the others."""
    if group != _REST:
        return people[group]
    return sum(number for name, number in people.items() if name not in groups)
