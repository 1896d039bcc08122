"""How a copy of a sheet differs from it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.reading.cell_values import is_blank, typed
from pmr_batch.words import counted, listed, shown

#: The filled rows of a sheet, raw, by row number.
Rows = Mapping[int, Sequence[Any]]
#: Of what differs so much is named, and the rest counted.
_MOST_NAMED, _MOST_SHOWN = 3, 30


def differences(copy: Rows, original: Rows) -> str | None:
    """How the copy differs from the original, to follow on "is a copy"; None where it is none.

    A copy has at least half of its filled cells as the original has them, or half of its rows.
    """
    here, there = _cells(copy), _cells(original)
    places = sorted(here.keys() | there.keys())
    different = [place for place in places if here.get(place) != there.get(place)]
    if not different:
        return ", with nothing different in it"
    if 2 * len(different) <= len(places):
        named = [
            f"{address(place)} ({shown(here.get(place), _MOST_SHOWN)}, there {shown(there.get(place), _MOST_SHOWN)})"
            for place in different[:_MOST_NAMED]
        ]
        return f", which differs in {_of_many(named, len(different), 'cell')}"
    return _by_rows(copy, original)


def _cells(rows: Rows) -> dict[tuple[int, int], str]:
    filled = ((row, at, cell) for row, cells in rows.items() for at, cell in enumerate(cells, 1) if not is_blank(cell))
    return {(row, at): typed(cell) for row, at, cell in filled}


def _by_rows(copy: Rows, original: Rows) -> str | None:
    """The same for rows that stand elsewhere: which are in the copy only, and how many it lacks."""
    here = {row: tuple(map(typed, cells)) for row, cells in copy.items()}
    left = Counter(tuple(map(typed, cells)) for cells in original.values())
    only_here = []
    for row, cells in here.items():
        if left[cells]:
            left[cells] -= 1
        else:
            only_here.append(row)
    if 2 * len(only_here) > len(here):
        return None
    parts = [f"with {_of_many([f'row {row}' for row in only_here[:_MOST_NAMED]], len(only_here), 'row')} of its own"]
    parts = parts if only_here else []
    if missing := left.total():
        parts.append(f"without {counted(missing, 'row')} of it")
    return f", {listed(parts)}" if parts else ", with its rows in another order"


def _of_many(named: Sequence[str], number: int, noun: str) -> str:
    return (
        f"{counted(number, noun)}: {listed(named)}"
        if number <= len(named)
        else f"{counted(number, noun)}, first {listed(named)}"
    )
