"""What falls due: cells that will be findings unless they are filled in by a day, in words without anybody's name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pmr_batch.model.findings import ToDo
from pmr_batch.words import counted, day, shortened_list


def lines_by_day(to_do: Iterable[ToDo]) -> Iterator[str]:
    """A line a day, the first first: To do by 16 October 2026: 3 cells (“Outcome” on Concerns 1, … on Reviews 2)."""
    by_day: dict[date, list[ToDo]] = defaultdict(list)
    for cell in to_do:
        by_day[cell.due].append(cell)
    for due in sorted(by_day):
        cells = Counter(f"“{cell.column}” on {cell.sheet}" for cell in by_day[due])
        named = shortened_list([f"{cell} {number:,}" for cell, number in sorted(cells.items())])
        yield f"To do by {day(due)}: {counted(len(by_day[due]), 'cell')} ({named})"
