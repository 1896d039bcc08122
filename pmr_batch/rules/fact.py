"""What a fact is: a value for each row of a sheet, derived once from cells, settings and other facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.rules.context import Context


@dataclass(frozen=True)
class Answer:
    """A fact's values, and for which rows they are known; `needs` names what is missing elsewhere."""

    values: pd.Series
    known: pd.Series
    needs: str = ""


Derivation = Callable[[pd.DataFrame, Context], pd.Series | Answer]


@dataclass(frozen=True, eq=False)
class Fact:
    """A derived column: a value for each row of `sheet`, computed from what it `reads`.

    A row is unknown, and a rule that reads it is not asked there, where a cell it reads is bad or
    a required blank: of the row itself, or of any row of the person on another sheet.
    """

    name: str
    sheet: Sheet
    reads: tuple[Column | Fact, ...]
    function: Derivation
    parameters: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The fact's name in frames."""
        return self.name


def fact(
    sheet: Sheet, reads: tuple[Column | Fact, ...] = (), parameters: tuple[str, ...] = ()
) -> Callable[[Derivation], Fact]:
    """Declare a fact of each row of `sheet` under the function's name."""

    def declared(function: Derivation) -> Fact:
        return Fact(function.__name__, sheet, reads, function, parameters)

    return declared
