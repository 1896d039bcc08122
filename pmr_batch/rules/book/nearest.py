"""What somebody meant who typed a code or clause that is none."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(typed: str, there: Iterable[str]) -> str:
    """The nearest is PM704; or where to look, when nothing is near."""
    folded = {each.casefold(): each for each in there}
    near = get_close_matches(typed.casefold(), folded, 1, 0.5)
    return f"the nearest is {folded[near[0]]}" if near else "`pmr-batch rules` lists all"
