"""What facts may ask of the validation that asks them: other sheets and facts, the settings, the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Return
from pmr_batch.policy.calendar import Calendar
from pmr_batch.settings.trust_settings import Settings

if TYPE_CHECKING:
    from pmr_batch.rules.fact import Answer, Fact

Made = TypeVar("Made")


class Context(Protocol):
    """The rows of all returns by sheet name, and what is derived from them once for one validation.

    `returns` are numbered as `return_no` of the frames has them; `needs` collects, by fact, what is missing in the
    settings.
    """

    frames: dict[str, pd.DataFrame]
    needs: dict[str, str]

    @property
    def returns(self) -> Sequence[Return]:
        """The accepted returns."""

    @property
    def settings(self) -> Settings:
        """The trust's, or the workbook's own."""

    @property
    def calendar(self) -> Calendar:
        """Working days by the academies' term dates."""

    def answer(self, fact: Fact) -> Answer:
        """The fact's values over its own sheet, and where they are known."""

    def fact_on(self, fact: Fact, sheet: Sheet) -> pd.Series:
        """The fact's values on the rows of a sheet; by person where the fact is one of Staff."""

    def shared(self, make: Callable[[Context], Made]) -> Made:
        """What several facts are made of, made once for one validation; whoever takes it leaves it as it is."""
