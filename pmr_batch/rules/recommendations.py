"""Rules of section 6.4 of the policy: the recommendation on pay, and what it follows from."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
