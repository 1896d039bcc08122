"""Rules of section 7.1 of the policy: concerns are explained, discussed and confirmed in writing."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
