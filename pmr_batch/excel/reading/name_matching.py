"""Finding sheets and headings by their names, whatever their case and blanks, and near misses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pmr_batch.excel.reading.cell_values import key_text
from pmr_batch.layout.columns import key_of
from pmr_batch.words import likeness

_NEAR = 0.8
_COPY = re.compile(r"\s*(\(\d+\)|copy|\d+)$")
#: What Numbers adds to the name of a sheet.
_TABLE = re.compile(r"\s+-\s+table 1\s*$", re.IGNORECASE)


@lru_cache(maxsize=2048)
def bare(name: str) -> str:
    """A name without case, blanks, line breaks, quotes and signs, which do not matter."""
    return key_of(key_text(name))


@lru_cache(maxsize=512)
def bare_sheet(name: str) -> str:
    """As `bare`, of a sheet: “Staff - Table 1”, as Numbers has it, is staff."""
    return bare(_TABLE.sub("", key_text(name)))


@dataclass(frozen=True)
class NameMatches:
    """The positions of wanted names among the given ones: exact, near, duplicates, and unmatched given ones."""

    found: Mapping[str, int]
    near: Mapping[str, int] = field(default_factory=dict)
    duplicates: Mapping[int, str] = field(default_factory=dict)
    unmatched: tuple[int, ...] = ()


def match(wanted: Sequence[str], given: Mapping[int, str], of_given: Callable[[str], str] = bare) -> NameMatches:
    """Find each wanted name among the given ones, of which `of_given` matters, each given one at most once.

    An exact name goes before one that differs in case or blanks; a near miss counts only
    where the wanted name is missing and the given one is nearest to it alone.
    """
    found: dict[str, int] = {}
    duplicates: dict[int, str] = {}
    by_bare = {bare(name): name for name in wanted}
    exactly_first = sorted(given, key=lambda at: (given[at] not in wanted, at))
    for at in exactly_first:
        name = by_bare.get(of_given(given[at]))
        if name is None:
            continue
        if name in found:
            duplicates[at] = name
        else:
            found[name] = at
    unmatched = [at for at in given if at not in found.values() and at not in duplicates]
    near = _near(wanted, found, given, unmatched)
    return NameMatches(found, near, duplicates, tuple(at for at in unmatched if at not in near.values()))


def _near(
    wanted: Sequence[str], found: Mapping[str, int], given: Mapping[int, str], unmatched: Sequence[int]
) -> dict[str, int]:
    """Unmatched names that are like a missing one, and like no other as much; the likest first."""
    if len(found) == len(wanted):
        return {}
    likest = [max((alike(name, given[at]), -place, name) for place, name in enumerate(wanted)) for at in unmatched]
    near: dict[str, int] = {}
    for (how_like, _, name), at in sorted(zip(likest, unmatched, strict=True), key=lambda pair: -pair[0][0]):
        if how_like >= _NEAR and name not in found and name not in near:
            near[name] = at
    return near


def alike(wanted: str, given: str) -> float:
    """How like two names are, from 0 to 1; a number or "copy" at the end does not matter."""
    folded, without_copy = wanted.casefold(), _COPY.sub("", key_text(given).casefold())
    if folded == without_copy or bare(wanted).replace("_", "") == bare(given).replace("_", ""):
        return 1.0
    return likeness(folded, without_copy, _NEAR)
