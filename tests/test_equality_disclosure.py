"""Nobody finds out what Equality hides: with a solver, every pack and every name somebody tries, on random trusts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import combinations, zip_longest
from random import Random

import numpy as np
import pytest
from attacker import Attack, Attacker, found_out
from drawn_trust import ETHNIC, ORDINARY, TABLES, Drawn, by_ethnic_group, drawn
from soak import tried

from pmr_batch.model.equality import Published
from pmr_batch.moderate.suppression import NO_ANSWER

LEAST = 5
#: How many random trusts are attacked at once, and how often; `make soak` tries many more.
TRUSTS, TIMES = 50, tried(2)


def _shares(rng: Random) -> dict[str, tuple[float, ...]]:
    """From much alike to one answer that nearly everybody gives, some given by nobody."""
    tail = rng.choice((0.6, 1.0, 2.5))
    return {
        key: tuple(0 if rng.random() < 0.1 else rng.paretovariate(tail) for _ in given)
        for key, given in {**ORDINARY, "sex": (1, 1, 0, 0)}.items()
    }


def _moved(rng: Random, trust: Drawn, there: set[str]) -> set[str]:
    """Some have come, some gone, and something else is recommended for some: of each nobody, a few or many."""

    def some(of: set[str]) -> set[str]:
        most = rng.choice((0, 1, 3, len(of) // 5, len(of) // 2))
        return set(rng.sample(sorted(of), min(len(of), rng.randint(0, most))))

    for number in some(there):
        trust.progresses[number] = not trust.progresses[number]
    return (there - some(there)) | some(set(trust.answers) - there)


@cache
def _packs(seed: int) -> tuple[Published, ...]:
    """What last cycle's run and two of this one's have shown of a trust of 5 to 5,000, over ever other people."""
    rng = Random(seed)
    size = int(5 * 10 ** (3 * rng.random()))
    trust = drawn(rng, size + size // 2 + 5, _shares(rng), rng.random())
    there = set(rng.sample(sorted(trust.answers), size))
    before = trust.run(there, "last cycle", least=LEAST).published
    trust.shown = []
    for run in ("first", "second"):
        there = _moved(rng, trust, there) or there
        trust.run(there, run, before, LEAST)
    return (*before, *trust.shown)


def _shown_together(packs: Sequence[Published], by: str) -> list[tuple[Published, ...]]:
    """Every two and every three packs that show a table, or the only one."""
    showing = [pack for pack in packs if pack.of(by)]
    return [*combinations(showing, 2), *combinations(showing, 3)] or [(one,) for one in showing]


@pytest.mark.parametrize("start", range(0, TRUSTS * TIMES, TRUSTS))
def test_nobody_finds_out_what_is_hidden_in_one_pack_two_or_three(start: int) -> None:
    attacked: Counter[int] = Counter()
    for seed in range(start, start + TRUSTS):
        attackers = [Attacker(by, some) for by in TABLES for some in _shown_together(_packs(seed), by)]
        attacked.update(len(one.packs) for one in attackers)
        assert found_out(attackers, LEAST) == [], seed
    assert attacked[1] > 10
    assert attacked[2] > 10
    assert attacked[3]


def test_what_two_packs_differ_by_tells_of_no_small_number_of_those_who_came_or_went() -> None:
    """Known by name, any number of them may be of a group, or many are and many are not; of no answer nothing is."""
    asked = 0
    for seed in range(24):
        some = [
            (by, pair)
            for by in TABLES
            for pair in [*combinations([pack for pack in _packs(seed) if pack.of(by)], 2)][-1:]
        ]
        attackers = [Attacker(by, pair) for by, pair in some]
        movers = [
            [
                (answer, kind)
                for answer in one.answers
                for kind in one.kinds
                if len({*kind}) > 1 and answer not in NO_ANSWER
            ]
            for one in attackers
        ]
        for questions in zip_longest(*movers):
            rows = [
                np.array([float(each == one) for each in table.unknowns])
                for table, one in zip(attackers, questions, strict=True)
            ]
            for table, one, (least, most) in zip(attackers, questions, Attack(attackers).spreads(rows), strict=True):
                people = table.kinds[one[1]] if one else 0
                asked += people > 0
                anything = least == 0 and most == people
                assert anything or (most >= LEAST and people - least >= LEAST), (seed, table.by, one)
    assert asked > 200


def test_knowing_how_figures_come_to_be_hidden_helps_nobody() -> None:
    """What is hidden could be otherwise, and the very same page would have been made."""
    for seed in range(12):
        rng = Random(seed)
        tallies = {name: (rng.randint(0, 12), rng.randint(0, 12)) for name in ETHNIC}
        shown = by_ethnic_group(tallies)
        hidden = [name for name, tally in shown.items() if tally is None]
        seen = {name: {tallies[name]} for name in hidden}
        for _ in range(80):
            other = {**tallies, **_dealt(rng, {name: tallies[name] for name in hidden})}
            if by_ethnic_group(other) == shown:
                for name in hidden:
                    seen[name].add(other[name])
        for at in (0, 1):
            assert all(len({tally[at] for tally in found}) > 1 for found in seen.values()), (seed, tallies, shown)


def _dealt(rng: Random, tallies: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """As many in all, dealt out anew among the groups; every other time a few of them only."""
    if len(tallies) < 2 or rng.random() < 0.5:
        dealt = [Counter(rng.choices(list(tallies), k=sum(tally[at] for tally in tallies.values()))) for at in (0, 1)]
    else:
        dealt = [Counter({name: tally[at] for name, tally in tallies.items()}) for at in (0, 1)]
        for _ in range(rng.randint(1, 4)):
            row, (gives, takes) = rng.choice(dealt), rng.sample(sorted(tallies), 2)
            moved = min(1, row[gives])
            row[gives], row[takes] = row[gives] - moved, row[takes] + moved
    return {name: (dealt[0][name], dealt[1][name]) for name in tallies}
