"""Which return is current, where several are of one academy and cycle (PM005)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmr_batch.layout.standard_workbook import START
from pmr_batch.model.returns import Return, Spot
from pmr_batch.model.terms import FileState
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import listed

_COLUMN = START.by_key["return_number"]


def supersede(returns: Sequence[Return], settings: Settings) -> tuple[Return, ...]:
    """The same returns in the same order, superseded but for one of each academy and cycle."""
    claims: dict[tuple[str, str], list[Return]] = defaultdict(list)
    for return_ in returns:
        if return_.state is FileState.ACCEPTED:
            claims[return_.academy or "", return_.cycle or ""].append(return_)
    settled: dict[str, Return] = {}
    for key, claimants in claims.items():
        settled |= _settled(claimants, settings.returns.get(key))
    return tuple(settled.get(return_.path, return_) for return_ in returns)


def _settled(claimants: Sequence[Return], named: str | None) -> Mapping[str, Return]:
    """Same bytes count once; the file named on Returns is current, else that with the highest Return number."""
    chosen = next((return_ for return_ in claimants if named and _is_file(return_.path, named)), None)
    if chosen is None:
        copies = {return_.sha256: return_ for return_ in reversed(claimants)}
        highest = max(copy.return_number or 0 for copy in copies.values())
        top = [
            return_ for return_ in claimants if return_ is copies[return_.sha256] and return_.return_number == highest
        ]
        if len(top) > 1:
            return {
                return_.path: _disputed(return_, top, named) if return_ in top else _superseded(return_)
                for return_ in claimants
            }
        chosen = top[0]
    return {return_.path: return_ if return_ is chosen else _superseded(return_) for return_ in claimants}


def _superseded(return_: Return) -> Return:
    return replace(return_, state=FileState.SUPERSEDED)


def _disputed(return_: Return, top: Sequence[Return], named: str | None) -> Return:
    others = listed([other.path for other in top if other is not return_])
    what = f"is {return_.return_number} in {others} too"
    if named:
        what += f"; Returns names {named}, which is not among them"
    start = return_.tables[START.name]
    row, cell = start.place(_COLUMN.key, 1)
    words = {"what": what, "others": others}
    spot = Spot("PM005", START.name, row, _COLUMN.heading, cell, value=return_.return_number, words=words)
    return replace(return_, state=FileState.REFUSED, spots=(*return_.spots, spot))


def _is_file(path: str, named: str) -> bool:
    path, named = (unicodedata.normalize("NFC", text).casefold() for text in (path, named.strip().replace("\\", "/")))
    return path == named.removeprefix("./")
