"""Equality (1.2): who progresses by sex, ethnic group, disability, age band and extended absence, over the trust.

What is shown is settled table by table, beside what runs of this round and of last cycle's have shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.equality import Equality, EqualityState, EqualityTable, Published
from pmr_batch.model.findings import Validated
from pmr_batch.model.person import Recommendation
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.moderate.disclosure import may_both_be_shown
from pmr_batch.moderate.equality_groups import Counted, characteristics, people, plain
from pmr_batch.moderate.suppression import in_order_of_hiding, showable
from pmr_batch.settings.trust_settings import Cycle, Settings


def equality(
    facts: RunFacts,
    recommendations: Sequence[Recommendation],
    validated: Validated,
    settings: Settings,
    cycle: Cycle,
    earlier: Earlier,
) -> Equality:
    """The tables of a run; counts below the parameter small_number are hidden."""
    everybody = people(recommendations, validated)
    least: Any = settings.parameters.value("small_number", cycle.starts)
    this_round = earlier.last_run.equality if earlier.last_run else ()
    last_cycle = earlier.last_cycle.equality if earlier.last_cycle else ()
    found = [
        (counted, showing(counted, this_round, last_cycle, least))
        for counted in characteristics(everybody, recommendations, validated, settings)
    ]
    made = Published(
        facts.run,
        facts.as_of,
        tuple(sorted(everybody.progressed)),
        tuple(sorted(everybody.others)),
        tuple(counted.breakdown(shown) for counted, shown in found if isinstance(shown, frozenset)),
    )
    return Equality(
        least,
        everybody.everybody,
        bool(settings.equality),
        tuple(
            EqualityTable(counted.by, EqualityState.COUNTED, made) if isinstance(shown, frozenset) else shown
            for counted, shown in found
        ),
        plain(everybody, recommendations),
        _with(this_round, made),
    )


def showing(
    counted: Counted, this_round: Sequence[Published], last_cycle: Sequence[Published], least: float
) -> frozenset[str] | EqualityTable:
    """The groups to be shown, where a characteristic may be counted anew; else the table that stands instead."""
    by = counted.by
    standing = [published for published in this_round if published.of(by)]
    before = [*(published for published in last_cycle if published.of(by)), *standing]
    natural = showable(counted.tallies, least, counted.names)
    for shown in _choices(counted, natural, before, least, coarser=not standing):
        if all(may_both_be_shown(counted, shown, other, least) for other in before):
            return shown
    if natural and standing:
        return EqualityTable(by, EqualityState.STANDS, standing[-1])
    return EqualityTable(by, EqualityState.ALIKE if natural else EqualityState.FEW)


def _choices(
    counted: Counted, natural: frozenset[str], before: Sequence[Published], least: float, *, coarser: bool
) -> Iterator[frozenset[str]]:
    """All that this count alone lets be shown, then what earlier ones have shown too; at last ever fewer groups.

    Fewer only where no count of this round stands, which shows more than they would.
    """
    if natural:
        yield natural
    among = natural.intersection(*(table.shown for each in before if (table := each.of(counted.by))))
    shown = showable(counted.tallies, least, among)
    while shown:
        yield shown
        if not coarser:
            return
        shown = showable(counted.tallies, least, shown - {in_order_of_hiding(counted.tallies, shown)[0]})


def _with(this_round: Sequence[Published], made: Published) -> tuple[Published, ...]:
    """All counts of the round; one that shows the same of the same people again is none."""
    shown = (made.progressed, made.others, made.breakdowns)
    again = any(shown == (earlier.progressed, earlier.others, earlier.breakdowns) for earlier in this_round)
    return (*this_round, made) if made.breakdowns and not again else tuple(this_round)
