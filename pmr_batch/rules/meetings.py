"""Rules of sections 6.2 and 6.3 of the policy: review meetings, their order, and the report."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
