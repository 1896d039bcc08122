"""The dated numbers of the policy: looked up for the start of the person's cycle, never assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch import words
from pmr_batch.errors import SettingsError
from pmr_batch.files import read_yaml
from pmr_batch.policy.values import DayOfYear, Pair, Setting, parse
from pmr_batch.words import nearest

#: The defaults.
FILE: Traversable = resources.files("pmr_batch.policy") / "parameters.yaml"
_KINDS = {int: "a number such as 20", Pair: "two numbers such as 4 to 8", DayOfYear: "a day such as 15 October"}


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it is, and its values by the first cycle start each holds for, oldest first."""

    name: str
    unit: str
    clause: str
    source: str
    meaning: str
    values: tuple[tuple[date, Setting], ...]

    @property
    def kind(self) -> type:
        """The type of its values: int, also for decimals, Pair or DayOfYear."""
        kind = type(self.values[0][1])
        return int if kind is Decimal else kind

    @property
    def in_words(self) -> str:
        """All its values, for the middle of a sentence: 4 to 8 (5 to 10 for cycles from 1 September 2027)."""
        (_, value), *later = self.values
        changes = "; ".join(f"{new} for cycles from {words.day(first)}" for first, new in later)
        return f"{value} ({changes})" if changes else str(value)


@dataclass(frozen=True)
class Parameters:
    """All parameters. `where` is the settings file that errors name."""

    entries: Mapping[str, Parameter]
    where: str = "trust.xlsx"

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]], where: str = "trust.xlsx") -> Parameters:
        """The trust's rows of its Parameters sheet, by column key.

        A parameter with rows has these values only; one without any keeps the default, and is no error.
        Raises SettingsError with every problem.
        """
        rows = list(rows)
        faults = [(row, fault) for row in rows if (fault := fault_of(row["parameter"], row["value"]))]
        if faults:
            raise SettingsError(where, [f"Parameters: {row[key]} {wrong}; {do}" for row, (key, wrong, do) in faults])
        entries = dict(defaults().entries)
        for name in dict.fromkeys(row["parameter"] for row in rows):
            entries[name] = _of_rows(name, [row for row in rows if row["parameter"] == name])
        return cls(entries, where)

    def describe(self, name: str) -> Parameter:
        """Unit, clause, source, meaning and dated values. Raises SettingsError for an unknown name."""
        try:
            return self.entries[name]
        except KeyError:
            raise SettingsError(self.where, [f"Parameters: {name} is no parameter; name one that is"]) from None

    def value(self, name: str, on: date) -> Setting:
        """The value that holds for a cycle starting `on`. Raises SettingsError before the first date."""
        parameter = self.describe(name)
        held = [value for first, value in parameter.values if first <= on]
        if not held:
            raise self._too_early(parameter, on)
        return held[-1]

    def on(self, name: str, dates: pd.Series) -> dict[str, pd.Series]:
        """The values for cycles that start on `dates`, on their index, missing where the date is.

        A number gives {name: float64}, two numbers {name_least: float64, name_most: float64}, a day of
        the year {name: datetime64}, the first such day once the cycle's twelve months are over.
        Raises SettingsError before the first date.
        """
        parameter = self.describe(name)
        starts = dates.to_numpy("datetime64[D]")
        firsts = np.array([first for first, _ in parameter.values], "datetime64[D]")
        blank = np.isnat(starts)
        if not blank.all() and (earliest := starts[~blank].min()) < firsts[0]:
            raise self._too_early(parameter, earliest.item())
        indices = np.where(blank, 0, np.searchsorted(firsts, starts, side="right") - 1)
        if parameter.kind is DayOfYear:
            return {name: _days(parameter, indices, dates)}
        columns = _columns(parameter)
        return {key: pd.Series(column[indices], dates.index).mask(blank) for key, column in columns.items()}

    def _too_early(self, parameter: Parameter, on: date) -> SettingsError:
        first = parameter.values[0][0]
        return SettingsError(
            self.where,
            [
                f"Parameters: {parameter.name} has no value for a cycle starting {words.day(on)}; its first holds "
                f"from {words.day(first)}; add a row with the value that held before"
            ],
        )


def _of_rows(name: str, rows: list[Mapping[str, Any]]) -> Parameter:
    """One parameter of the trust's rows, described by the newest row."""
    rows = sorted(rows, key=lambda row: row["from_"])
    newest, default = rows[-1], defaults().entries[name]
    return Parameter(
        name,
        newest.get("unit") or default.unit,
        newest.get("clause") or default.clause,
        newest.get("source") or default.source,
        newest.get("meaning") or default.meaning,
        tuple((row["from_"], value) for row in rows if (value := parse(row["value"])) is not None),
    )


def _columns(parameter: Parameter) -> dict[str, np.ndarray[Any, Any]]:
    values = [value for _, value in parameter.values]
    if parameter.kind is Pair:
        pairs = [value for value in values if isinstance(value, Pair)]
        return {
            f"{parameter.name}_least": np.array([float(pair.least) for pair in pairs]),
            f"{parameter.name}_most": np.array([float(pair.most) for pair in pairs]),
        }
    return {parameter.name: np.array([float(v) for v in values if isinstance(v, (int, Decimal))])}


def _days(parameter: Parameter, indices: np.ndarray[Any, Any], dates: pd.Series) -> pd.Series:
    days = [value for _, value in parameter.values if isinstance(value, DayOfYear)]
    starts = [*zip(indices.tolist(), dates.to_numpy("datetime64[D]").tolist(), strict=True)]
    known = {(index, start): start and days[index].after_cycle(start) for index, start in set(starts)}
    return pd.Series([known[start] for start in starts], dates.index, dtype="datetime64[s]")


def fault_of(name: str, value: object) -> tuple[str, str, str] | None:
    """What is wrong with a row of the trust's parameters: the column's key, the fault, and what to do."""
    if name not in defaults().entries:
        near = nearest(name, defaults().entries)
        return "parameter", "is no parameter", f"write {near}" if near else "remove the row"
    kind, setting = defaults().entries[name].kind, parse(value)
    if setting is None or not isinstance(setting, (int, Decimal) if kind is int else kind):
        return "value", f"is no value for {name}", f"type {_KINDS[kind]}"
    return None


@cache
def defaults() -> Parameters:
    """The parameters of parameters.yaml: those of the policy, with the values a trust starts from."""
    entries = read_yaml(FILE.read_text("utf-8"))
    return Parameters({name: _of_yaml(name, entry) for name, entry in entries.items()})


def _of_yaml(name: str, entry: Mapping[str, Any]) -> Parameter:
    values = tuple((first, value) for first, text in entry["values"].items() if (value := parse(text)) is not None)
    assert len(values) == len(entry["values"]), f"{name}: a value of parameters.yaml cannot be read"
    return Parameter(name, entry["unit"], entry["clause"], entry["source"], entry["meaning"], tuple(sorted(values)))
