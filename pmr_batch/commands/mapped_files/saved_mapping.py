"""Reads the lines of a mapping back from its Excel file, and compares headings whatever the year and the place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.mapped_files.source_file import SourceFile, SourceSheet
from pmr_batch.layout.office_headings import words_of
from pmr_batch.words import bare


@dataclass(frozen=True)
class SavedTexts:
    """A line of a saved mapping: its Excel row, and its texts by the headings of the mapping."""

    row: int
    texts: Mapping[str, str]


def saved_lines(source: SourceFile, headings: Sequence[str]) -> list[SavedTexts] | None:
    """The lines below these headings, on whichever sheet has them; None where none has.

    Lines without a text in the first column are left out.
    """
    for page in source.pages:
        place = _headings(page, headings)
        if place:
            return list(_lines(page, *place, headings[0]))
    return None


def _headings(page: SourceSheet, headings: Sequence[str]) -> tuple[int, Mapping[str, int]] | None:
    for row, columns in page.by_row.items():
        found = {bare(page.text((row, column))): column for column in columns}
        if {bare(name) for name in headings} <= set(found):
            return row, {name: found[bare(name)] for name in headings}
    return None


def _lines(page: SourceSheet, top: int, at: Mapping[str, int], first: str) -> Iterator[SavedTexts]:
    for row in sorted(row for row in page.by_row if row > top):
        texts = {name: page.text((row, column)).strip() for name, column in at.items()}
        if texts[first]:
            yield SavedTexts(row, texts)


def certainty_of(text: str) -> Certainty:
    """How sure a line was, by its word; what somebody wrote instead is theirs."""
    return next((certainty for certainty in Certainty if certainty == text.casefold()), Certainty.YOURS)


def normal_name(name: str) -> str:
    """A sheet's name or a heading without years, case and signs; labels of several rows stay apart."""
    words = [words_of(label) for label in name.split("›")]
    return " › ".join(f"{label_words.text} {label_words.number or ''}".strip() or bare(name) for label_words in words)
