"""What the cells of a column hold, as evidence for its meaning: kinds and counts, never the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.commands.adopt.staff_matching import ListedStaff
from pmr_batch.commands.adopt.targets import NAME, NUMBER, SHEETS, Target
from pmr_batch.commands.mapped_files.cell_kinds import kinds_in_words
from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.commands.mapped_files.table_finding import SourceColumn
from pmr_batch.commands.mapped_files.value_reading import read_as
from pmr_batch.excel.reading.key_columns import PEOPLE
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.office_values import meant_value
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.returns import Unread
from pmr_batch.words import bare

_TICKS = frozenset(("✓", "✔", "☑", "☒", "√", "x", "y", "yes", "1", "true", "tick", "ticked"))


def is_tick(text: str) -> bool:
    """Whether a text ticks what its heading says."""
    return text.strip("\ufe0f ").casefold() in _TICKS


@dataclass(frozen=True)
class ColumnContent:
    """A column's filled cells; `fit` is the share of them that a target takes, from 0 to 1."""

    page: SourceSheet
    column: SourceColumn
    people: ListedStaff
    date1904: bool

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return len(self.column.cells)

    @property
    def values(self) -> list[Any]:
        """What the cells hold, errors aside."""
        return [self.page.cells[place] for place in self.column.cells if place in self.page.cells]

    def fit(self, target: Target) -> float:
        """The share of cells that can be read as the target's kind; 1 where there are none."""
        if not self.filled:
            return 1.0
        if target == NUMBER:
            return self._share(self.people.looks_like_number)
        if target.key == NAME.key and target.column.key == NAME.key and not target.item:
            return self._share(lambda text: not any(map(str.isdigit, text)))
        if target.column.kind is Kind.TEXT:
            return 1.0
        return sum(self._reads(place, target) for place in self.column.cells) / self.filled

    def all_are(self, target: Target) -> bool:
        """Whether there are cells, and all can be read as the target's kind."""
        return self.filled > 0 and all(self._reads(place, target) for place in self.column.cells)

    def listed(self, of_names: bool) -> float:
        """The share of cells that are names, or payroll numbers, of the staff list."""
        if not self.filled:
            return 0.0
        knows = self.people.has_name if of_names else self.people.has_number
        return self._share(knows)

    def _share(self, holds: Any) -> float:
        return sum(bool(holds(self.page.text(place))) for place in self.column.cells) / self.filled

    def _reads(self, place: tuple[int, int], target: Target) -> bool:
        value = read_as(target.column, self.page, place, self.date1904).value
        if target.column.kind is Kind.LIST:
            return value in target.column.values
        if isinstance(value, Unread):
            return value.code == "PM016"
        return not isinstance(value, str) and value is not None

    def ticked_value(self, column: Column) -> str | None:
        """The value of a list that the heading is, where the cells hold nothing but ticks: Met, over ticks."""
        texts = [self.page.text(place).strip() for place in self.column.cells]
        if column.kind is not Kind.LIST or not texts or not all(map(is_tick, texts)):
            return None
        words = bare(self.column.last)
        exact = next((value for value in column.values if bare(value) == words), None)
        return exact or meant_value(words, column.values)

    @property
    def summary(self) -> str:
        """The kinds in words, such as dates, payroll numbers, or text; no value is repeated."""
        return kinds_in_words(self.page, self.column.cells, self._known_as)

    def _known_as(self, text: str) -> str | None:
        if self.people.has_number(text):
            return "payroll numbers"
        return "names" if self.people.has_name(text) else None


def ticked_lists(content: ColumnContent) -> list[Target]:
    """The list columns of which the heading is a value, where the cells tick it; columns of Yes and No aside."""
    targets = [Target(sheet.name, column.key) for sheet in SHEETS for column in sheet if "Yes" not in column.values]
    return [target for target in targets if content.ticked_value(target.column) is not None]


def lists_that_fit(content: ColumnContent, sheets: Sequence[str]) -> list[Target]:
    """The list columns of these sheets that take all the cells: evidence where the heading is unknown."""
    targets = [Target(name, column.key) for name in sheets for column in BY_NAME[name] if column.kind is Kind.LIST]
    targets = [target for target in targets if "Yes" not in target.column.values and target.key not in PEOPLE]
    return [target for target in targets if content.all_are(target)]
