"""Rules of sections 6.1, 6.4 and 6.6 of the policy: what a review assesses, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
