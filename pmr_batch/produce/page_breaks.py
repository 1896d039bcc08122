"""Where the printed pages of a sheet part: what belongs together stays together, and pages are filled."""

from __future__ import annotations

from collections.abc import Sequence

from pmr_batch.excel.writing.book import Page
from pmr_batch.excel.writing.print_setup import points_on_a_page

#: Points of a row of which no height is given.
_ROW = 15.0
#: Of a part that is longer than a page, so many points at least begin at the foot of one.
_LEAST_OF_A_PART = 150.0


def break_pages(page: Page, widths: Sequence[float], parts: Sequence[int], end: int) -> None:
    """Begin a new printed page before each part that does not fit the rest of one.

    `parts` are the rows at which they begin, the first one a title's, and `end` is the row after the last. A part that
    is longer than a page begins where there is room for some of it, and goes on over as many pages as it takes.
    """
    whole = points_on_a_page(widths)
    used, breaks = 0.0, []
    for first, after in zip(parts, [*parts[1:], end], strict=True):
        points = sum(page.heights.get(row, _ROW) for row in range(first, after))
        least = points if points <= whole else _LEAST_OF_A_PART
        if used and used + least > whole:
            breaks.append(first)
            used = 0.0
        used = (used + points) % whole if points > whole else used + points
    page.paper.set_h_pagebreaks(breaks)
