"""A trust's copy of the standard workbook as the look that it gives, or every reason why it does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.errors import Misfit
from pmr_batch.excel.reading.reading_limits import SAVE_AGAIN, Refused
from pmr_batch.excel.writing.grid import headings
from pmr_batch.excel.writing.look import Look
from pmr_batch.excel.writing.palette import Dress
from pmr_batch.templates.colours import colours, tabs
from pmr_batch.templates.layers import Layers
from pmr_batch.templates.opened import TABLES, Opened, opened, standard
from pmr_batch.templates.tables import sheets, tables

_SLACK, _EDGES, _PADDING = 0.6, 5 / 7, 2


def look_of(content: bytes) -> tuple[Look, list[Misfit]]:
    """The look of a copy, and why it does not fit; whole only where nothing misfits."""
    try:
        copy = opened(content)
    except Refused as refused:
        return Look(), [Misfit("", refused.why, refused.next_step.replace(" and send that", "").rstrip("."))]
    except (ValueError, IndexError, OverflowError):
        return Look(), [Misfit("", "is damaged: its formats cannot be read", SAVE_AGAIN.split(" and send")[0])]
    misfits = list(sheets(copy))
    if any(sheet.name not in copy.pages for sheet in TABLES) or "Start" not in copy.pages:
        return Look(), misfits
    of_tables = list(tables(copy))
    layers = Layers(copy)
    start, own = layers.start(), layers.guidance()
    misfits += [*of_tables, *layers.misfits]
    moved = {misfit.where.split()[0] for misfit in of_tables} | layers.moved
    styles = colours(copy, moved, misfits)
    return Look(Dress({**styles, **layers.styles}, tabs(copy), dict(_widths(copy))), start, own), misfits


def _widths(copy: Opened) -> Iterator[tuple[str, dict[str, float]]]:
    """Columns of another width than the standard one, each wide enough for its heading's longest word."""
    for sheet in TABLES:
        now, before = copy.pages[sheet.name].drawn.widths, standard().pages[sheet.name].drawn.widths
        found = {
            heading: max(round(now[at] - _EDGES, 2), max(map(len, heading.split())) + _PADDING)
            for at, heading in enumerate(headings(sheet), 1)
            if at in now and abs(now[at] - before[at]) > _SLACK
        }
        if found:
            yield sheet.name, found
