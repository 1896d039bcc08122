"""What the cells of a column hold, in words for a mapping: kinds, and never a value."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.excel.reading.addresses import Place
from pmr_batch.excel.reading.cell_values import key_text

_YES_NO = {"y", "n", "yes", "no", "true", "false"}
#: A column with so few different texts, each so short at most, is described by their number.
_FEW, _LONGEST_CHOICE = 6, 30


def kinds_in_words(page: SourceSheet, places: Sequence[Place], kind_of_text: Callable[[str], str | None]) -> str:
    """The kinds of filled cells, such as dates, payroll numbers.

    `kind_of_text` names what a text or number is known as; None where it is plain text.
    """
    kinds = Counter(_kind(page, place, kind_of_text) for place in places)
    texts = [key_text(page.text(place)).casefold() for place in places]
    if set(texts) <= _YES_NO and texts:
        return "yes or no"
    if set(kinds) == {"text"} and len(set(texts)) <= _FEW < len(texts) and max(map(len, texts)) <= _LONGEST_CHOICE:
        return f"text, {len(set(texts))} different"
    return ", ".join(kind for kind, _ in kinds.most_common()) or "nothing"


def _kind(page: SourceSheet, place: Place, kind_of_text: Callable[[str], str | None]) -> str:
    if place in page.faults:
        return "errors"
    value = page.cells[place]
    known = kind_of_text(page.text(place)) if isinstance(value, str | float) else None
    if known:
        return known
    if isinstance(value, dt.date):
        return "dates"
    if isinstance(value, bool):
        return "yes or no"
    return "numbers" if isinstance(value, float) else "text"
