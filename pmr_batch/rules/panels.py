"""Rules of section 3.1 of the policy: the panels that review heads and executives."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
