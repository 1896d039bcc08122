"""Whether an edited template still fits: what is taken from it, or every reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from pmr_batch.errors import Misfit
from pmr_batch.templates.time_limit import within
from pmr_batch.templates.workbook import workbook_misfits
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.fit import misfits
from pmr_batch.word.filling.placeholders import placeholders
from pmr_batch.words import counted

SECONDS = 30.0


@dataclass(frozen=True)
class Checked:
    """An edited template: why it does not fit, and what is taken from it where it does."""

    misfits: tuple[Misfit, ...]
    taken: str = ""


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
    own, wrong = workbook_misfits(content)
    return Checked(tuple(wrong), "" if wrong else str(own))
