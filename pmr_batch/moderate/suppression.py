"""Which groups of a table may be shown: no small count, and no hidden one that the rest of the pack gives away.

How many progress in all, and who, is on Recommendations by name. So a nought discloses as much as a one: where
nobody of a group is among those who do not progress, none of them is of that group, and their names are known.
And all that is hidden in a table is known together, as what the groups shown leave of everybody: so it is hidden
only where it is several groups, and together no small count either. Each of them may then hold any part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pmr_batch.layout.trust_workbook import UNDISCLOSED
from pmr_batch.model.equality import Tally, total

NOT_ASKED = "Not asked"
#: Answers that say nothing of a person: the first to be hidden, where more must be.
NO_ANSWER = frozenset({UNDISCLOSED, NOT_ASKED})


def showable_groups(tallies: Mapping[str, Tally], least: float, candidates: Collection[str]) -> frozenset[str]:
    """The groups that may be shown, of those `among`; none where the whole table must be withheld.

    The same whatever the order of the groups: answers that say nothing are hidden first, then smaller groups. However
    few gave those, they tell of nobody, and are hidden for others' sake alone.
    """
    few = {name for name, tally in tallies.items() if name not in NO_ANSWER and not _is_many(tally, least)}
    hidden = few | (tallies.keys() - set(candidates))
    for name in hiding_order(tallies, tallies):
        if not hidden or (len(hidden) > 1 and _is_many(total(tallies[group] for group in hidden), least)):
            break
        hidden.add(name)
    shown = tallies.keys() - hidden
    return frozenset(shown) if shown - NO_ANSWER else frozenset()


def hiding_order(tallies: Mapping[str, Tally], names: Collection[str]) -> list[str]:
    """The groups in the order in which they are hidden: those first without which a table says the most."""
    return sorted(names, key=lambda name: (name not in NO_ANSWER, tallies[name].people, name))


def _is_many(tally: Tally, least: float) -> bool:
    """Whether neither those who progress nor the others are few; nobody is few too."""
    return min(tally) >= least
