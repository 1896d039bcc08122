"""Consistency of treatment (1.2, 4.6): whom the committee may want to ask about before it decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import ceil, floor

from pmr_batch.model.consistency import Consistency
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Dossier, Recommendation
from pmr_batch.moderate.comparisons import compare
from pmr_batch.moderate.mismatches import mismatches
from pmr_batch.moderate.same_words import same_words
from pmr_batch.policy.parameters import Parameters


def consistency(
    now: Sequence[Recommendation],
    dossiers: Iterable[Dossier],
    findings: Sequence[Finding],
    parameters: Parameters,
    starts: date,
    last_cycle: Kept | None,
) -> Consistency:
    """Of the results and the dossiers behind them, in a cycle that starts on a day; beside last cycle's if at hand.

    Raises SettingsError where a parameter has no value for the cycle.
    """
    least, copies = (_number_of_people(parameters, name, starts) for name in ("small_number", "objective_copies"))
    before = last_cycle.recommendations if last_cycle else ()
    return replace(
        compare(now, before, ceil(least)),
        mismatches=tuple(mismatches(now, findings)),
        same_words=tuple(same_words(zip(now, dossiers, strict=True), floor(copies))),
        copies=floor(copies),
        last_cycle=last_cycle.cycle if last_cycle else None,
    )


def _number_of_people(parameters: Parameters, name: str, starts: date) -> int | Decimal:
    """A number of people; a trust may give half a person, to be rounded up or down by the caller."""
    number = parameters.value(name, starts)
    assert isinstance(number, int | Decimal)
    return number
