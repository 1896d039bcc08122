"""A filled-in form as plain data: its person, and the text of each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pmr_batch.word.appendix_a.original_form import OriginalForm


@dataclass(frozen=True)
class FormRow:
    """A row of one of the two tables: its number as the form has it (objectives only), and its texts by part."""

    number: str
    texts: Mapping[str, str]


@dataclass
class FilledForm:
    """A form: what it was made with, where it has not lost that; what it shows; and the text of each place it has.

    `shown` and `texts` are by tag, `objectives` and `development` rows in order; `unread` is what has no place in a
    workbook.
    """

    base: OriginalForm | None
    number: str
    shown: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    objectives: list[FormRow] = field(default_factory=list)
    development: list[FormRow] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def cycle(self) -> tuple[str, str]:
        """The dates of the cycle as the form shows them."""
        return self.shown.get("cycle_from", ""), self.shown.get("cycle_to", "")

    def lines(self, tag: str) -> list[str] | None:
        """The lines of a place that is a list; None where the form does not have it."""
        text = self.texts.get(tag)
        return None if text is None else [line for raw in text.split("\n") if (line := raw.strip().lstrip("•-–* \t"))]
