"""Reads a form that somebody filled in: whose it is, and what is written in each of its places and beside them."""

from __future__ import annotations

import re

from pmr_batch.commands.collect.cell_text import text_in
from pmr_batch.commands.collect.filled_form import FilledForm
from pmr_batch.commands.collect.form_document import OpenedForm
from pmr_batch.commands.collect.form_tables import FormTable, says_nothing
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.word.appendix_a import labels
from pmr_batch.word.appendix_a.original_form import OriginalForm, original_form_of
from pmr_batch.word.filling.places import W
from pmr_batch.words import shown

_NUMBER = re.compile(rf"{labels.PAYROLL_NUMBER}\s+(.+?)\s*(?:·|Page\b|$)", re.MULTILINE)


def read_form(form: OpenedForm, known: frozenset[str]) -> FilledForm:
    """What stands in a form; `known` are the words of its template, which say nothing. Raises Refused."""
    found = _NUMBER.search(form.footer)
    filled = FilledForm(original_form_of(form.properties), found[1] if found else "")
    filled.unread += form.unread
    filled.notes += form.notes
    for table in form.body.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}tbl"), None) is None:
            FormTable(form, filled, known).read(table)
    if not (filled.base or "name" in filled.shown) or not (filled.objectives or filled.texts):
        raise Refused("is no Appendix A form", "Name a form that was made with `pmr-batch forms`.")
    _beside_tables(form, filled, known)
    return filled


def _beside_tables(form: OpenedForm, filled: FilledForm, known: frozenset[str]) -> None:
    """Text that somebody wrote between or below the tables."""
    for paragraph in form.body.iter(f"{W}p"):
        text = text_in(paragraph).strip()
        in_table = next(paragraph.iterancestors(f"{W}tbl"), None) is not None
        if text and not in_table and not says_nothing(text, known) and not _is_status(text, form, filled.base):
            filled.unread.append(f"{shown(text)}, which stands outside the tables; put it into a place of the form")


def _is_status(text: str, form: OpenedForm, base: OriginalForm | None) -> bool:
    """Whether it is the line that says how far the form has come; its footer says it, too."""
    return base.is_unchanged("status", text) if base else text in form.footer
