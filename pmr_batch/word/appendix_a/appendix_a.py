"""Appendix A as a Word document: what its template may be filled in with, and what is read back from it."""

from __future__ import annotations

from dataclasses import replace

from pmr_batch.word.appendix_a import labels
from pmr_batch.word.appendix_a.content import EVERYTHING, FormContent
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.word.appendix_a.original_form import ROWS
from pmr_batch.word.filling.document import Document


def _fields_of(tag: str) -> tuple[tuple[str, str], ...]:
    """The fields in a content control, as (list, name): `development.impact` is (("development", "impact"),).

    Objectives stand in two tables, with the same controls.
    """
    row, _, part = tag.partition(".")
    return tuple((of, part) for of, its_row in ROWS.items() if its_row == row) or (("", tag),)


#: The policy's form, at any stage.
APPENDIX_A = Document(
    "Appendix A",
    "appendix_a.docx",
    fields(FormContent()),
    fields(EVERYTHING),
    {name: fields(replace(FormContent(), **{name: getattr(EVERYTHING, name)})) for name in vars(EVERYTHING)},
    labels=labels.READ_BACK,
    controls={tag: _fields_of(tag) for tag in CONTROLS},
)
