"""A small table as text, aligned as it was typed; one too wide for the line goes on below."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.rules.book.examples import Cells


def small_table(cells: Cells, width: int) -> Iterator[str]:
    """The lines of a table; where it is wider than `width`, in parts that repeat its first column."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for columns in _parts(widths, width):
        for row in cells:
            yield f"| {' | '.join(f'{row[at]:{widths[at]}}' for at in columns)} |"


def _parts(widths: list[int], width: int) -> Iterator[list[int]]:
    part: list[int] = []
    for at in range(len(widths)):
        if len(part) > 1 and 1 + sum(widths[each] + 3 for each in (*part, at)) > width:
            yield part
            part = [0]
        part.append(at)
    yield part
