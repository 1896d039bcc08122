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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmr_batch.moderate.counted import Counted
from pmr_batch.moderated.equality import Published, Tally

#: All groups together that are hidden in the one pack or the other: their sum is known, as what is left.
_REST = ""


def may_both_be_shown(counted: Counted, shown: frozenset[str], before: Published, least: float) -> bool:
    """Whether the groups to be shown now give nothing away beside the same breakdown as it was shown `before`.

    What one of the packs hides and the other shows must leave more possible figures than `least`. Either pack must
    show all that the other does: where each hides what the other shows, no count stands against another.
    """
    breakdown = before.of(counted.by)
    assert breakdown is not None
    then = breakdown.shown
    if not (shown <= then.keys() or then.keys() <= shown):
        return False
    return all(
        _tells_nothing(row, frozenset(then) ^ shown, least)
        for progresses in (True, False)
        for row in _rows(counted, shown, before, then, progresses=progresses)
    )


@dataclass(frozen=True)
class _Flow:
    """Those who progress, or the others, by groups shown in both packs and the rest: before and now, by group.

    `came` and `went` are how many known by name came in and went out. `single` are figures of groups that the
    one pack shows and the other hides: `single_before`, or now.
    """

    before: Mapping[str, int]
    now: Mapping[str, int]
    came: int
    went: int
    single: Mapping[str, int]
    single_before: bool

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
        """For how many persons more or fewer what is hidden of a group in one pack leaves room.

        Those on the hidden pack's side may all be of this group or none; those on the other's, as far as the
        other groups can take them.
        """
        figure = self.single[group]
        far, near = (self.came_into, self.went_from) if self.single_before else (self.went_from, self.came_into)
        side = (self.before if self.single_before else self.now)[_REST]
        leaving = near(_REST)[1]
        return max(far(_REST)[1], min(leaving, figure) - max(0, leaving - (side - figure)))


def _tells_nothing(flow: _Flow, single: Iterable[str], least: float) -> bool:
    """Whether a row's flow is about nobody, about many, or drowned in many newly recorded answers."""
    if flow.unexplained:
        return flow.unexplained >= least
    movers = (
        (found, people)
        for group in flow.before
        for found, people in ((flow.came_into(group), flow.came), (flow.went_from(group), flow.went))
    )
    return all(_is_harmless(*found, people, least) for found, people in movers) and all(
        flow.figures(group) >= least for group in single
    )


def _is_harmless(fewest: int, most: int, people: int, least: float) -> bool:
    """Whether it tells nothing of people known by name that `fewest` to `most` of them are of a group.

    It tells nothing where any number is possible; and of many, where neither few are nor all but a few.
    """
    return (fewest == 0 and most == people) or (most >= least and people - fewest >= least)


def _rows(
    counted: Counted, shown: frozenset[str], before: Published, then: Mapping[str, Tally], *, progresses: bool
) -> Iterable[_Flow]:
    """One row twice: those who changed rows among those who came and went, and known by group."""
    at = 0 if progresses else 1
    now_in, now_out = counted.people.progressed, counted.people.others
    was_in, was_out = frozenset(before.progressed), frozenset(before.others)
    if not progresses:
        now_in, now_out, was_in, was_out = now_out, now_in, was_out, was_in
    both = then.keys() & shown
    was = {group: then[group][at] for group in both}
    is_ = {group: counted.tallies[group][at] for group in both}
    if both != frozenset(counted.names):
        was[_REST], is_[_REST] = len(was_in) - sum(was.values()), len(now_in) - sum(is_.values())
    single_before = shown < then.keys()
    figures = then if single_before else counted.tallies
    single = {group: figures[group][at] for group in then.keys() ^ shown}
    turned_in, turned_out = now_in & was_out, was_in & now_out
    came, went = now_in - was_in, was_in - now_in
    yield _Flow(was, is_, len(came), len(went), single, single_before)
    if turned_in or turned_out:
        moved_in, moved_out = (_by_group(some, counted, both) for some in (turned_in, turned_out))
        was = {group: number - moved_out[group] for group, number in was.items()}
        is_ = {group: number - moved_in[group] for group, number in is_.items()}
        by_group = Counter(counted.groups[number] for number in (turned_out if single_before else turned_in))
        single = {group: max(0, number - by_group[group]) for group, number in single.items()}
        yield _Flow(was, is_, len(came - turned_in), len(went - turned_out), single, single_before)


def _by_group(some: Iterable[str], counted: Counted, shown: Iterable[str]) -> Counter[str]:
    shown = frozenset(shown)
    return Counter(group if (group := counted.groups[number]) in shown else _REST for number in some)
