"""The numbers of the policy that a rule goes by, as they are in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pmr_batch.policy.parameters import Parameters, defaults
from pmr_batch.policy.values import Pair, Setting
from pmr_batch.settings.trust_file import TRUST_FILE, read_trust


@dataclass(frozen=True)
class InForce:
    """A parameter's value for cycles that start from `since` on; `source` is Policy or Trust."""

    name: str
    value: Setting
    unit: str
    since: date
    source: str
    meaning: str


@dataclass(frozen=True)
class Numbers:
    """The parameters in force on a day; `where` says whose they are, in words."""

    parameters: Parameters
    on: date
    where: str

    def of(self, names: Iterable[str]) -> list[InForce]:
        """Those of the names. Raises SettingsError before a parameter's first date."""
        return [self._one(name) for name in names]

    def words(self) -> dict[str, str]:
        """All of them in force as the words of rules name them: two numbers as …_least and …_most."""
        told: dict[str, str] = {}
        for name, parameter in self.parameters.entries.items():
            match [value for first, value in parameter.values if first <= self.on][-1:]:
                case [Pair(least, most)]:
                    told |= {f"{name}_least": str(least), f"{name}_most": str(most)}
                case [value]:
                    told[name] = str(value)
        return told

    def _one(self, name: str) -> InForce:
        parameter = self.parameters.describe(name)
        value = self.parameters.value(name, self.on)
        since = max(first for first, _ in parameter.values if first <= self.on)
        return InForce(name, value, parameter.unit, since, parameter.source, parameter.meaning)


def numbers(folder: Path, on: date) -> Numbers:
    """The trust's own where its folder has a trust.xlsx, else the defaults.

    Raises SettingsError where it cannot be used.
    """
    if (folder / TRUST_FILE).is_file():
        return Numbers(read_trust(folder).parameters, on, f"the trust's own, from {TRUST_FILE}")
    return Numbers(defaults(), on, "the defaults")


def standard() -> tuple[Numbers, ...]:
    """The defaults on each day from which one of them changes, the first on the day from which all are known."""
    days = sorted({first for parameter in defaults().entries.values() for first, _ in parameter.values})
    known_from = max(parameter.values[0][0] for parameter in defaults().entries.values())
    return tuple(Numbers(defaults(), day, "the defaults") for day in days if day >= known_from)


def simple(value: Setting) -> int | float | str:
    """A value for machines: a number, or words such as 4 to 8 and 15 October."""
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int) else str(value)
