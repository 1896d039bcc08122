"""Which return is current, where several are of one academy and cycle (PM005).

Files with the same content are one return. The highest Return number stands, unless something of another return would
be lost: then both are kept, nobody chooses, and the file that stands is named on Returns of trust.xlsx.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pmr_batch.layout.standard_workbook import START
from pmr_batch.model.returns import Return, Spot
from pmr_batch.model.terms import FileState
from pmr_batch.read.lost_content import differing, lost
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import shortened_list
from pmr_batch.workbook.return_content import content_number, made_from

_COLUMN = START.by_key["return_number"]
#: With so many others a disputed return is compared in words.
_COMPARED = 3


def supersede(returns: Sequence[Return], settings: Settings) -> tuple[Return, ...]:
    """The same returns in the same order, superseded but for one of each academy and cycle."""
    claims: dict[tuple[str, str], list[Return]] = defaultdict(list)
    for return_ in returns:
        if return_.state is FileState.ACCEPTED:
            claims[return_.academy or "", return_.cycle or ""].append(return_)
    settled: dict[str, Return] = {}
    for key, claimants in claims.items():
        if len(claimants) > 1:
            settled |= _Claim(claimants, settings.returns.get(key)).settled()
    return tuple(settled.get(return_.path, return_) for return_ in returns)


class _Claim:
    """Several returns of one academy and cycle; `named` is the file on Returns, if any."""

    def __init__(self, claimants: Sequence[Return], named: str | None) -> None:
        self.claimants, self.named = claimants, named
        self.contents = {return_.path: content_number(return_) for return_ in claimants}
        self.chosen = next((return_ for return_ in claimants if named and _is_file(return_.path, named)), None)

    def settled(self) -> Mapping[str, Return]:
        """The claimants by path: one stands, or several are disputed; all others are superseded."""
        standing = self._candidates()
        top = [return_ for return_ in standing if return_.return_number == standing[0].return_number]
        disputed = dict(self._of_one_number(top)) if len(top) > 1 else dict(self._losing(top[0], standing[1:]))
        stands = None if disputed else top[0]
        return {
            return_.path: return_
            if return_ is stands
            else self._refused(return_, disputed[return_.path])
            if return_.path in disputed
            else replace(return_, state=FileState.SUPERSEDED)
            for return_ in self.claimants
        }

    def _candidates(self) -> list[Return]:
        """One return of each content, the highest number first; where one is named, it and what was made from it."""
        candidates = [
            return_ for return_ in self.claimants if self.chosen in (None, return_) or self._is_later(return_)
        ]
        candidates.sort(key=lambda return_: (-(return_.return_number or 0), return_ is not self.chosen))
        of_content: dict[str, Return] = {}
        for return_ in candidates:
            of_content.setdefault(self.contents[return_.path], return_)
        return list(of_content.values())

    def _is_later(self, return_: Return) -> bool:
        return self.chosen is not None and self.chosen in self._ancestors(return_)

    def _ancestors(self, return_: Return) -> Iterator[Return]:
        """The returns that a workbook was made from, one after the other, as far as they are here."""
        seen = {self.contents[return_.path]}
        parent = made_from(return_)
        while parent is not None and parent not in seen:
            seen.add(parent)
            same = [other for other in self.claimants if self.contents[other.path] == parent]
            yield from same
            parent = made_from(same[0]) if same else None

    def _of_one_number(self, top: Sequence[Return]) -> Iterator[tuple[str, str]]:
        for return_ in top:
            others = [other for other in top if other is not return_]
            said = f"is {return_.return_number} in {shortened_list([other.path for other in others])} too"
            differences = (_difference(return_, other) for other in others[:_COMPARED])
            yield return_.path, f"{said}; {'; '.join(differences)}"

    def _losing(self, newer: Return, others: Sequence[Return]) -> Iterator[tuple[str, str]]:
        """What each return would lose, if the newer one took its place."""
        ancestors = list(self._ancestors(newer))
        losses = {other.path: lost(other, newer, made_from_older=other in ancestors) for other in others}
        losing = [(other, losses[other.path]) for other in others if losses[other.path]]
        if losing:
            parts = (f"{places} of {other.path}, number {other.return_number}" for other, places in losing[:_COMPARED])
            yield newer.path, f"is {newer.return_number}, and this file lacks {'; and '.join(parts)}"
        for other, places in losing:
            said = f"is {other.return_number}, and {newer.path}, number {newer.return_number}"
            yield other.path, f"{said}, lacks {places} of this file"

    def _refused(self, return_: Return, what: str) -> Return:
        if self.named and self.chosen is None:
            what += f"; Returns names {self.named}, which is not among them"
        row, cell = return_.tables[START.name].place(_COLUMN.key, 1)
        value = return_.return_number
        spot = Spot("PM005", START.name, row, _COLUMN.heading, cell, value=value, words={"what": what})
        return replace(return_, state=FileState.REFUSED, spots=(*return_.spots, spot))


def _difference(one: Return, other: Return) -> str:
    here, there = differing(one, other), differing(other, one)
    if here:
        return f"they differ in {here}"
    if there:
        return f"{other.path} has {there} besides"
    return "they differ in columns or sheets of the office's own"


def _is_file(path: str, named: str) -> bool:
    path, named = (unicodedata.normalize("NFC", text).casefold() for text in (path, named.strip().replace("\\", "/")))
    return path == named.removeprefix("./")
