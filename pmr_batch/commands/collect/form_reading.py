"""Reads a filled-in form: its person, the text of each place, and what is written elsewhere."""

from __future__ import annotations

import re

from pmr_batch.commands.collect.cell_text import text_in
from pmr_batch.commands.collect.filled_form import FilledForm
from pmr_batch.commands.collect.form_document import OpenedForm
from pmr_batch.commands.collect.form_tables import FormTable, is_template_text
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.word.appendix_a import labels
from pmr_batch.word.appendix_a.original_form import OriginalForm, original_form_of
from pmr_batch.word.filling.places import W
from pmr_batch.words import shown

_NUMBER = re.compile(rf"{labels.PAYROLL_NUMBER}\s+(.+?)\s*(?:·|Page\b|$)", re.MULTILINE)


def read_form(form: OpenedForm, template_words: frozenset[str]) -> FilledForm:
    """The text of a form without `template_words`. Raises Refused where it is no Appendix A form."""
    number = _NUMBER.search(form.footer)
    filled = FilledForm(original_form_of(form.properties), number[1] if number else "")
    filled.unread += form.unread
    filled.notes += form.notes
    for table in form.body.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}tbl"), None) is None:
            FormTable(form, filled, template_words).read(table)
    if not (filled.base or "name" in filled.shown) or not (filled.objectives or filled.texts):
        raise Refused("is no Appendix A form", "Name a form that was made with `pmr-batch forms`.")
    _report_text_outside(form, filled, template_words)
    return filled


def _report_text_outside(form: OpenedForm, filled: FilledForm, template_words: frozenset[str]) -> None:
    """Report text between or below the tables."""
    for paragraph in form.body.iter(f"{W}p"):
        text = text_in(paragraph).strip()
        in_table = next(paragraph.iterancestors(f"{W}tbl"), None) is not None
        known = is_template_text(text, template_words) or _is_status(text, form, filled.base)
        if text and not in_table and not known:
            filled.unread.append(f"{shown(text)}, which stands outside the tables; put it into a place of the form")


def _is_status(text: str, form: OpenedForm, base: OriginalForm | None) -> bool:
    """Whether it is the line with the form's status, which is in its footer, too."""
    return base.is_unchanged("status", text) if base else text in form.footer
