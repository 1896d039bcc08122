"""The template version of a workbook: sheets and columns that came later are not missing in it, but blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmr_batch.excel.reading.name_matching import bare
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import ACCEPTED_TEMPLATE_VERSIONS, START, TEMPLATE_VERSION
from pmr_batch.model.returns import Table

CURRENT = int(TEMPLATE_VERSION)


def version_of(start: Table) -> int:
    """The template version on a Start sheet; the current one where that is not an accepted one."""
    (text,) = start.columns.get(START.template_version.key, (None,))
    return int(text) if text in ACCEPTED_TEMPLATE_VERSIONS else CURRENT


def columns_of(sheet: Sheet, version: int, headings: Iterable[str]) -> list[Column]:
    """The columns of a template version, and later ones whose headings the workbook has."""
    present = set(map(bare, headings))
    return [column for column in sheet if column.since <= version or bare(column.heading) in present]


def sheets_of(sheets: Sequence[Sheet], version: int, names: Iterable[str]) -> list[Sheet]:
    """The sheets of a template version, and later ones that the workbook has."""
    present = set(map(bare, names))
    return [sheet for sheet in sheets if sheet.since <= version or bare(sheet.name) in present]
