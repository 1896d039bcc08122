"""What is disclosed to one audience: made of the cells that it may see, and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from pmr_batch.model.audience import Audience
from pmr_batch.model.equality import EqualityTable, PayTable
from pmr_batch.model.terms import Value


@dataclass(frozen=True)
class PackColumn:
    """A column of a sheet of a pack: its heading, and its width in characters."""

    heading: str
    width: float = 14


@dataclass(frozen=True)
class PackSheet:
    """A sheet of a pack: as many values a row as there are columns.

    `records` are written one below the other, a line a cell, for rows that hold much text; else a row is a line.
    """

    name: str
    note: str
    columns: tuple[PackColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    records: bool = False


@dataclass(frozen=True)
class Pack:
    """One pack. `scope` says of what it is: cycle and academies; `people` are the payroll numbers in it.

    `purpose` is for what it may be used, with the clause; `left_out` what the audience does not see. `equality` are
    the counts of the committee's workbook that are shown in it, the hidden ones hidden, and `pay` its medians of pay.
    """

    audience: Audience
    scope: str
    purpose: str
    left_out: str
    sheets: tuple[PackSheet, ...]
    people: tuple[str, ...]
    equality: tuple[EqualityTable, ...] = field(default=())
    pay: tuple[PayTable, ...] = field(default=())

    @property
    def title(self) -> str:
        """Quality assurance, Teaching 2025-26."""
        return f"{self.audience.words}, {self.scope}"


@dataclass(frozen=True)
class Disclosure:
    """To whom a pack is disclosed, why, and by whom, each in the words of whoever discloses it."""

    recipient: str = ""
    reason: str = ""
    by: str = ""
