"""What somebody meant who typed a code or clause that is none."""

from __future__ import annotations

from collections.abc import Iterable

from pmr_batch.words import nearest


def hint(typed: str, there: Iterable[str]) -> str:
    """The nearest is PM704; or where to look, when nothing is near."""
    near = nearest(typed, there, 0.5, str.casefold)
    return f"the nearest is {near}" if near else "`pmr-batch rules` lists all"
