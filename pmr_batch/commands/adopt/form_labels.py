"""What the labels of a form mean where they stand in one column: those below “Objective 2” are about objective 2."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from pmr_batch.commands.adopt.targets import SEVERAL_ROWS, SHEETS, Target
from pmr_batch.commands.adopt.vocabulary import MAIN_COLUMN, GroupLabel, group_of, is_known, meanings
from pmr_batch.excel.reading import personal_data
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.office_values import meant_value
from pmr_batch.layout.standard_workbook import DEVELOPMENT, MEETINGS, OBJECTIVES
from pmr_batch.words import bare

_LONGEST_LABEL = 90
#: What a group without a number is called with one.
GROUP_NAMES = {OBJECTIVES.name: "Objective", DEVELOPMENT.name: "Development need"}
_VALUES = {bare(value) for sheet in SHEETS for column in sheet if column.kind is Kind.LIST for value in column.values}
_LISTS = [column.values for sheet in SHEETS for column in sheet if column.kind is Kind.LIST]


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Whether a text is known to head something: a column, a group, or personal data that stays out."""
    label = text.strip().rstrip(":").strip()
    if not label or len(label) > _LONGEST_LABEL:
        return False
    return is_known(label) or personal_data.of_columns([(label, ())])[0] is not None


@lru_cache(maxsize=4096)
def is_list_value(text: str) -> bool:
    """Whether a text is a value of a list, or another word for one: what stands beside a label, perhaps.

    The kinds of meetings are labels.
    """
    if is_meeting(text):
        return False
    return bare(text) in _VALUES or any(meant_value(text, values) for values in _LISTS)


@dataclass
class FormLabels:
    """The labels of a form from the top down. `group` is the label that those below it belong to, if any."""

    group: str = ""
    _count: Counter[str] = field(default_factory=Counter)

    def open(self, label: str) -> str:
        """Go on below the label of a group; the label, with a number where it stands for one of several."""
        meant = group_of(label)
        self.group = self._numbered(label, meant)
        return self.group

    def of_value(self, label: str) -> tuple[str, ...]:
        """The labels over the value beside a label."""
        meant = group_of(label)
        if meant and meant.sheet in MAIN_COLUMN and (meant.item or not self._in_group(label)):
            return (self.open(label),)
        if self.group and not self._in_group(label) and self._is_outside(label):
            self.group = ""
        return (self.group, label) if self.group else (label,)

    def _numbered(self, label: str, meant: GroupLabel | None) -> str:
        if meant is None or meant.sheet not in GROUP_NAMES or meant.item:
            return label
        self._count[meant.sheet] += 1
        return f"{GROUP_NAMES[meant.sheet]} {self._count[meant.sheet]}"

    def _in_group(self, label: str) -> bool:
        """Whether a label is surely a column of the group's sheet."""
        of_group = group_of(self.group) if self.group else None
        return of_group is not None and any(
            sure and target.sheet == of_group.sheet for target, sure in meanings(label, of_group, below_group=True)
        )

    def _is_outside(self, label: str) -> bool:
        return any(sure for _, sure in meanings(label, None)) or is_label(label)


def stands_over_several(label: str) -> bool:
    """Whether a label alone in its row heads a group of the rows below it."""
    meant = group_of(label)
    return meant is not None and meant.sheet in SEVERAL_ROWS


@lru_cache(maxsize=4096)
def is_exactly(label: str, *targets: Target) -> bool:
    """Whether a label is the name of one of these columns, and means that first."""
    if not is_label(label):
        return False
    first = next(iter(meanings(label, None)), None)
    return first is not None and first[1] and first[0] in targets


def is_meeting(text: str) -> bool:
    """Whether a text is the kind of a meeting."""
    meant = group_of(text)
    return meant is not None and meant.sheet == MEETINGS.name and bool(meant.item)
