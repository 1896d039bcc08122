"""Rules of section 3.1 of the policy: what heads decide: appointments, concerns about a reviewer, recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
