"""What is special about a person's year: some of everything that the policy knows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from pmr_batch.demo.cycles import Year
from pmr_batch.demo.employees import Person
from pmr_batch.demo.phrases import data


def circumstances(year: Year) -> Iterator[str]:
    """What may be special about a year, one after the other, and from the first again when all were there."""
    return cycle(data("circumstances")[year.name])


def make_special(people: list[Person], kinds: list[str]) -> None:
    """Give the last people of the list one circumstance each, in order."""
    for person, kind in zip(reversed(people), kinds, strict=False):
        person.kind = kind
        for name, value in data("circumstances")[person.year.name][kind].items():
            setattr(person, name, value)
        if kind == "top of range" and person.grade:
            person.pay_point = person.grade[1]
        if person.pay_point and person.pay_point.startswith("M"):
            person.pay_range = "Main"
