"""Every clause of the policy and every part of its Appendix A, and how each is met: clauses.yml, typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import Any

from pmr_batch.errors import UsageError
from pmr_batch.files import read_yaml
from pmr_batch.policy.parameters import defaults
from pmr_batch.words import nearest

#: What rules name as their clause that no clause of the policy asks for: the policy's rules stand on it.
WORKBOOK = "workbook"


@dataclass(frozen=True)
class Made:
    """Something the program makes or keeps, and the command that does."""

    command: str
    what: str


@dataclass(frozen=True)
class Point:
    """One thing a clause asks for, in our own words; `part` is the block of Appendix A it stands in.

    `of` is how the sentences of the policy begin that it stands for: none where it only follows from them.
    It is met by the `rules` that name the clause, `also` by rules that name another, by what is `made`, and
    by people where no program can judge: `judged` says why.
    """

    says: str
    of: tuple[str, ...]
    part: str | None
    rules: tuple[str, ...]
    also: tuple[str, ...]
    made: tuple[Made, ...]
    judged: str | None


@dataclass(frozen=True)
class Clause:
    """One numbered clause; `notes` say how it is read where the policy contradicts itself."""

    number: str
    heading: str
    points: tuple[Point, ...]
    notes: tuple[str, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules that name it, each once, in order."""
        return tuple(sorted({code for point in self.points for code in point.rules}))

    @property
    def title(self) -> str:
        """Policy 4.4: SMART, and reasonable in number."""
        return f"{spoken(self.number)}: {self.heading}"


@dataclass(frozen=True)
class PolicySection:
    """A section of the policy; section 0 is the workbook's own."""

    number: str
    heading: str
    clauses: tuple[Clause, ...]

    @property
    def title(self) -> str:
        """4 Objective setting, but Appendix A and The workbook itself."""
        return f"{self.number} {self.heading}" if self.number.isdigit() and self.number != "0" else self.heading


def spoken(number: str) -> str:
    """How a clause is spoken of: policy 4.4, Appendix A, the workbook."""
    if number == WORKBOOK:
        return "The workbook"
    return f"Policy {number}" if number[0].isdigit() else number


@cache
def sections() -> tuple[PolicySection, ...]:
    """All sections in the policy's order."""
    text = resources.files("pmr_batch.rules.book").joinpath("clauses.yml").read_text("utf-8")
    numbers = {name: parameter.in_words for name, parameter in defaults().entries.items()}
    return tuple(
        PolicySection(entry["number"], entry["heading"], tuple(map(_clause, entry["clauses"])))
        for entry in read_yaml(Template(text).substitute(numbers))
    )


def clauses() -> tuple[Clause, ...]:
    """All clauses: the workbook's own, then the policy's in its order."""
    return tuple(each for section in sections() for each in section.clauses)


def policy_clauses() -> tuple[Clause, ...]:
    """The clauses that the policy has: all but the workbook's own."""
    return tuple(each for each in clauses() if each.number != WORKBOOK)


def clause(number: str) -> Clause:
    """The clause of a number, however it is cased. Raises UsageError that names the nearest."""
    by_number = {each.number: each for each in clauses()}
    typed = " ".join(number.split()).casefold()
    for name, its_clause in by_number.items():
        if typed in (name.casefold(), name.casefold().removeprefix("appendix ")):
            return its_clause
    raise UsageError(f"{number} is no clause of the policy; {hint(number, by_number)}")


def hint(typed: str, there: Iterable[str], otherwise: str = "`pmr-batch rules` lists all") -> str:
    """The nearest is PM704; or where to look, when nothing is near."""
    near = nearest(typed, there, 0.5, str.casefold)
    return f"the nearest is {near}" if near else otherwise


def section_of(code: str) -> PolicySection:
    """The section of the rule book a code stands in, by its first digit: PM407 in section 4."""
    digit = code[2]
    return next(each for each in sections() if each.number == ("A" if digit == "9" else digit))


def _clause(entry: Mapping[str, Any]) -> Clause:
    points, notes = tuple(map(_point, entry["points"])), tuple(entry.get("notes", ()))
    return Clause(entry["number"], entry["heading"], points, notes)


def _point(entry: Mapping[str, Any]) -> Point:
    return Point(
        entry["says"],
        _openings(entry.get("of", ())),
        entry.get("part"),
        tuple(entry.get("rules", ())),
        tuple(entry.get("also", ())),
        _made(entry.get("made", {})),
        entry.get("judged"),
    )


def _openings(of: str | Iterable[str]) -> tuple[str, ...]:
    return (of,) if isinstance(of, str) else tuple(of)


def _made(entry: Mapping[str, str]) -> tuple[Made, ...]:
    return tuple(Made(command, what) for command, what in entry.items())
