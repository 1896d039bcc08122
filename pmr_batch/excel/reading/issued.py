"""With which template a workbook was issued: what came later is not missed in it, and counts as blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmr_batch.excel.reading.name_matching import bare
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import ACCEPTED_TEMPLATE_VERSIONS, START, TEMPLATE_VERSION
from pmr_batch.model.returns import Table

CURRENT = int(TEMPLATE_VERSION)


def version_of(start: Table) -> int:
    """The template version that a Start sheet says; the current one where it says none that there was."""
    (said,) = start.columns.get(START.template_version.key, (None,))
    return int(said) if said in ACCEPTED_TEMPLATE_VERSIONS else CURRENT


def columns_of(sheet: Sheet, version: int, headings: Iterable[str]) -> list[Column]:
    """The columns that a workbook of a version is to have, and later ones whose very headings it has all the same."""
    there = set(map(bare, headings))
    return [column for column in sheet if column.since <= version or bare(column.heading) in there]


def sheets_of(sheets: Sequence[Sheet], version: int, names: Iterable[str]) -> list[Sheet]:
    """The sheets likewise."""
    there = set(map(bare, names))
    return [sheet for sheet in sheets if sheet.since <= version or bare(sheet.name) in there]
