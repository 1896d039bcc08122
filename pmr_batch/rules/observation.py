"""Rules of sections 5.1 and 5.2 of the policy: observation, and feedback after it."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
