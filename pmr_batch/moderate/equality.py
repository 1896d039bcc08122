"""Equality (1.2): who progresses by sex, ethnic group, disability, age band and extended absence, over the trust.

What may be shown is decided table by table, by what runs of this round and of all cycles kept have shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.equality import Equality, EqualityState, EqualityTable, Published
from pmr_batch.model.findings import Validated
from pmr_batch.model.person import Recommendation
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.moderate.disclosure import may_both_be_shown
from pmr_batch.moderate.equal_pay import pay_tables, range_pays
from pmr_batch.moderate.equality_comparisons import comparisons
from pmr_batch.moderate.equality_groups import GroupCounts, characteristics, open_breakdowns, people
from pmr_batch.moderate.suppression import hiding_order, showable_groups
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
    cycles_before = [published for cycle in reversed(earlier.cycles) for published in cycle.equality]
    tables = [
        (counts, groups_shown(counts, this_round, cycles_before, least))
        for counts in characteristics(everybody, recommendations, validated, settings)
    ]
    published = Published(
        facts.run,
        facts.as_of,
        tuple(sorted(everybody.progressed)),
        tuple(sorted(everybody.others)),
        tuple(counts.breakdown(shown) for counts, shown in tables if isinstance(shown, frozenset)),
    )
    sexes = {row["payroll_number"]: row.get("sex") or "" for row in settings.equality}
    alone = replace(published, pay=tuple(range_pays(recommendations, sexes, least)))
    pay, counted = pay_tables(recommendations, alone, this_round, cycles_before, least)
    published = replace(published, pay=counted)
    open_ones = open_breakdowns(everybody, recommendations)
    return Equality(
        least,
        everybody.everybody,
        bool(settings.equality),
        tuple(
            _compared(
                EqualityTable(counts.by, EqualityState.COUNTED, published) if isinstance(shown, frozenset) else shown
            )
            for counts, shown in tables
        ),
        open_ones,
        tuple(comparisons(breakdown) for breakdown in open_ones),
        pay,
        _with_count(this_round, published),
    )


def _compared(table: EqualityTable) -> EqualityTable:
    """A table with what its figures can tell, where there are any."""
    return replace(table, comparisons=comparisons(table.breakdown)) if table.breakdown else table


def groups_shown(
    counts: GroupCounts, this_round: Sequence[Published], cycles_before: Sequence[Published], least: float
) -> frozenset[str] | EqualityTable:
    """The groups to be shown, where a characteristic may be counted again; else the table shown instead."""
    by = counts.by
    earlier_counts = [published for published in this_round if published.of(by)]
    before = [*(published for published in cycles_before if published.of(by)), *earlier_counts]
    allowed = showable_groups(counts.tallies, least, counts.names)
    for shown in _choices(counts, allowed, before, least, coarser=not earlier_counts):
        if all(may_both_be_shown(counts, shown, earlier_count, least) for earlier_count in before):
            return shown
    if allowed and earlier_counts:
        return EqualityTable(by, EqualityState.EARLIER, earlier_counts[-1])
    return EqualityTable(by, EqualityState.ALIKE if allowed else EqualityState.FEW)


def _choices(
    counts: GroupCounts, allowed: frozenset[str], before: Sequence[Published], least: float, *, coarser: bool
) -> Iterator[frozenset[str]]:
    """All that this count alone lets be shown, then what earlier ones have shown too; at last ever fewer groups.

    Fewer only where this round has no earlier count, which would show more.
    """
    if allowed:
        yield allowed
    shown_before = allowed.intersection(
        *(breakdown.shown for earlier_count in before if (breakdown := earlier_count.of(counts.by)))
    )
    shown = showable_groups(counts.tallies, least, shown_before)
    while shown:
        yield shown
        if not coarser:
            return
        shown = showable_groups(counts.tallies, least, shown - {hiding_order(counts.tallies, shown)[0]})


def _with_count(this_round: Sequence[Published], published: Published) -> tuple[Published, ...]:
    """All counts of the round; one that shows the same of the same people again is none."""
    is_repeated = any(_shown(published) == _shown(earlier) for earlier in this_round)
    shows = published.breakdowns or published.pay
    return (*this_round, published) if shows and not is_repeated else tuple(this_round)


def _shown(published: Published) -> tuple[object, ...]:
    return published.progressed, published.others, published.breakdowns, published.pay
