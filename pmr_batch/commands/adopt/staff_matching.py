"""Finds the person of a row: payroll numbers and names of an office's file, matched with the trust's staff list.

A number without its leading zeros matches where only one number on the list fits, a name where only one person of the
academy has it. Nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pmr_batch.commands.mapped_files.person_names import name_key
from pmr_batch.excel.reading.cell_values import key_text
from pmr_batch.layout.trust_workbook import HEADS_CODE
from pmr_batch.policy.roles import is_teaching
from pmr_batch.settings.trust_settings import Academy, Cycle, Settings

_LONGEST_NUMBER = 12


@dataclass(frozen=True)
class ListedStaff:
    """The staff list, with the academy and cycle of the file."""

    listed: Sequence[Mapping[str, Any]]
    academy: Academy
    cycle: Cycle

    @cached_property
    def own(self) -> list[Mapping[str, Any]]:
        """Everybody of the academy, of either cycle."""
        return [row for row in self.listed if row["academy_code"] == self.academy.code]

    @cached_property
    def _numbers(self) -> Mapping[str, Mapping[str, Any]]:
        others = {row["payroll_number"]: row for row in self.listed}
        return others | {row["payroll_number"]: row for row in self.own}

    @cached_property
    def _by_digits(self) -> Mapping[str, set[str]]:
        numbers: dict[str, set[str]] = defaultdict(set)
        for number in self._numbers:
            numbers[number.lstrip("0")].add(number)
        return numbers

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, ...], set[str]]:
        numbers: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for row in self.own:
            numbers[name_key(row["name"])].add(row["payroll_number"])
        return numbers

    def has_name(self, text: str) -> bool:
        """Whether somebody of the academy has this name."""
        return bool(name_key(text)) and name_key(text) in self._by_name

    def has_number(self, text: str) -> bool:
        """Whether it is a number of the staff list, with or without its leading zeros."""
        return self.number(text) in self._numbers

    def looks_like_number(self, text: str) -> bool:
        """Whether it may be a payroll number: a short word with digits."""
        text = key_text(text)
        return len(text) <= _LONGEST_NUMBER and " " not in text and any(map(str.isdigit, text))

    def number(self, text: str) -> str:
        """A payroll number as the staff list has it; as typed where none, or more than one, fits."""
        text = key_text(text)
        if text in self._numbers or not text.isdecimal():
            return text
        fitting = [number for number in self._by_digits.get(text.lstrip("0"), ()) if len(number) > len(text)]
        return fitting[0] if len(fitting) == 1 else text

    def number_by_name(self, name: str) -> str | None:
        """The payroll number of the only person of the academy with this name; None for nobody, or several.

        A surname with initials counts where nobody has exactly that name.
        """
        words = name_key(name)
        numbers = self._by_name.get(words, set()) if words else set()
        if not numbers and any(len(word) == 1 for word in words):
            fitting = (of_name for listed, of_name in self._by_name.items() if _is_with_initials(words, listed))
            numbers = set().union(*fitting)
        return next(iter(numbers)) if len(numbers) == 1 else None

    def reviewer_by_name(self, name: str) -> str | None:
        """As `number_by_name`, but also of the central team, whose heads review in their academies."""
        if self.has_name(name):
            return self.number_by_name(name)
        central = (row for row in self.listed if row["academy_code"] == HEADS_CODE)
        numbers = {
            row["payroll_number"] for row in central if name_key(name) and name_key(row["name"]) == name_key(name)
        }
        return next(iter(numbers)) if len(numbers) == 1 else None

    def namesakes(self, name: str) -> int:
        """How many of the academy have this name."""
        return len(self._by_name.get(name_key(name), ()))

    def name_of(self, number: str) -> str | None:
        """The name on the staff list."""
        row = self._numbers.get(number)
        return row["name"] if row else None

    def reviewed_elsewhere(self, number: str) -> str | None:
        """Where a person is reviewed who does not belong in this workbook; None for everybody else."""
        row = self._numbers.get(number)
        if row is None or row["academy_code"] != self.academy.code:
            central = row is not None and row["academy_code"] == HEADS_CODE
            return f"is reviewed in the central workbook {HEADS_CODE}" if central else None
        if is_teaching(row["role"]) == self.cycle.teaching:
            return None
        other = "support" if self.cycle.teaching else "teaching"
        return f"is reviewed in the {other} cycle; adopt the file for that cycle, too"


def _is_with_initials(words: Sequence[str], listed: Sequence[str]) -> bool:
    """Whether a name with initials may be a listed one: as many words, in full or their first letter, one in full."""
    left = list(listed)
    in_full = [word for word in words if len(word) > 1]
    for word in in_full:
        if word not in left:
            return False
        left.remove(word)
    initials = sorted(word for word in words if len(word) == 1)
    return bool(in_full) and initials == sorted(word[0] for word in left)


def staff_list_of(settings: Settings, academy: Academy, cycle: Cycle) -> ListedStaff:
    """The staff list for a file of an academy and cycle."""
    return ListedStaff(settings.staff_list or (), academy, cycle)
