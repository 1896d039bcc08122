"""Rules of Appendix A of the policy: the form can be filled in, and is signed."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.rule import Rule


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from ()
