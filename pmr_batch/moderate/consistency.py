"""Consistency of treatment (1.2, 4.6): whom the committee may want to ask about before it decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import floor

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
    copies = _people_allowed(parameters, starts)
    before = last_cycle.recommendations if last_cycle else ()
    return replace(
        compare(now, before),
        mismatches=tuple(mismatches(now, findings)),
        same_words=tuple(same_words(zip(now, dossiers, strict=True), copies)),
        copies=copies,
        last_cycle=last_cycle.cycle if last_cycle else None,
    )


def _people_allowed(parameters: Parameters, starts: date) -> int:
    """For how many people a reviewer may use the same words; a trust may give half a person, who is nobody."""
    number = parameters.value("objective_copies", starts)
    assert isinstance(number, int | Decimal)
    return floor(number)
