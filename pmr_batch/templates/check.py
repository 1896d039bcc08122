"""Whether an edited template still fits: what is taken from it, or every reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pmr_batch.errors import Misfit
from pmr_batch.excel.writing.look import STANDARD_LOOK, Look
from pmr_batch.templates.colours import parts
from pmr_batch.templates.fitted import look_of
from pmr_batch.templates.limited import within
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.fit import misfits
from pmr_batch.word.filling.placeholders import placeholders
from pmr_batch.words import counted, listed

SECONDS = 30.0


@dataclass(frozen=True)
class Checked:
    """An edited template: why it does not fit, and what is taken from it where it does."""

    misfits: tuple[Misfit, ...]
    taken: str = ""
    look: Look = STANDARD_LOOK


def check(content: bytes, of: Document | None, seconds: float = SECONDS) -> Checked:
    """Whether the copy of a document's template, or of the standard workbook, fits: found out in so many seconds."""
    answer = within(seconds, _workbook, content) if of is None else within(seconds, _word, content, of)
    if isinstance(answer, Checked):
        return answer
    what = f"could not be tried out: it breaks off, or takes more than {seconds:g} seconds"
    return Checked((Misfit("", what, "begin anew from the standard template (`pmr-batch templates build`)"),))


def _word(content: bytes, document: Document) -> Checked:
    wrong = tuple(misfits(content, document))
    return Checked(wrong, f"with its {counted(len(placeholders(document)), 'placeholder')}")


def _workbook(content: bytes) -> Checked:
    look, wrong = look_of(content)
    return Checked(tuple(wrong)) if wrong else Checked((), _taken(look), look)


def _taken(look: Look) -> str:
    taken = list(_parts(look))
    return f"with {listed(taken)}" if taken else "just as the standard one"


def _parts(look: Look) -> Iterator[str]:
    """What a look has of its own, in words."""
    own: list[tuple[str, Any]] = [one for some in look.own.values() for one in some]
    coloured = [part.said for part in parts() if part.style in look.dress.styles]
    coloured += ["tabs"] if look.dress.tabs else []
    pictures = len(look.start.pictures) + sum(len(layer.pictures) for _, layer in own)
    widths = sum(map(len, look.dress.widths.values())) + len(look.start.widths)
    if pictures:
        yield counted(pictures, "picture")
    if coloured:
        yield f"its own colours ({listed(coloured)})"
    if look.start.words:
        yield f"{counted(len(look.start.words), 'cell')} of its own words on Start"
    if own:
        yield f"{counted(len(own), 'sheet')} of its own ({listed(name for name, _ in own)})"
    if widths:
        yield f"{counted(widths, 'column')} of its own width"
