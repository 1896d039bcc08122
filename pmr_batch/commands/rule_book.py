"""The rule book as somebody asks for it: all rules, one rule or one clause, as text, JSON or an Excel workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.produce.rule_book_workbook import write_rule_book
from pmr_batch.rules.book import machine, text
from pmr_batch.rules.book.explained import BookEntry, entry
from pmr_batch.rules.book.numbers import Numbers, numbers

__all__ = ["RuleBookPage", "look_up", "write_rule_book"]


@dataclass(frozen=True)
class RuleBookPage:
    """A rule, a clause or all rules, with the numbers of the policy that are in force."""

    contents: BookEntry
    numbers: Numbers

    def as_text(self) -> str:
        """For a terminal, at most 100 columns wide."""
        return text.as_text(self.contents, self.numbers)

    def as_json(self) -> Any:
        """For machines, keys in the order they are documented in."""
        return machine.as_json(self.contents, self.numbers)


def look_up(code: str | None, clause: str | None, folder: Path, on: date) -> RuleBookPage:
    """The page of a rule's code or a clause's number; all rules without either.

    The numbers are those of the trust folder, where there is one. Raises UsageError for both, or one that is not there.
    """
    in_force = numbers(folder, on)
    return RuleBookPage(entry(code, clause, in_force), in_force)
