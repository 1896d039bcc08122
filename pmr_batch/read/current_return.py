"""Which return stands, where several claim to be one academy's return for a cycle (PM005)."""

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


def which_stand(returns: Sequence[Return], settings: Settings) -> tuple[Return, ...]:
    """The same returns in the same order: of each academy and cycle one accepted at most."""
    claims: dict[tuple[str, str], list[Return]] = defaultdict(list)
    for one in returns:
        if one.state is FileState.ACCEPTED:
            claims[one.academy or "", one.cycle or ""].append(one)
    judged: dict[str, Return] = {}
    for key, ones in claims.items():
        judged |= _judged(ones, settings.returns.get(key))
    return tuple(judged.get(one.path, one) for one in returns)


def _judged(ones: Sequence[Return], named: str | None) -> Mapping[str, Return]:
    """Same bytes count once; the file that Returns names stands, else the highest Return number."""
    chosen = next((one for one in ones if named and _same(one.path, named)), None)
    if chosen is None:
        copies = {one.sha256: one for one in reversed(ones)}
        highest = max(one.return_number or 0 for one in copies.values())
        top = [one for one in ones if one is copies[one.sha256] and one.return_number == highest]
        if len(top) > 1:
            return {one.path: _disputed(one, top, named) if one in top else _superseded(one) for one in ones}
        chosen = top[0]
    return {one.path: one if one is chosen else _superseded(one) for one in ones}


def _superseded(one: Return) -> Return:
    return replace(one, state=FileState.SUPERSEDED)


def _disputed(one: Return, top: Sequence[Return], named: str | None) -> Return:
    others = listed([other.path for other in top if other is not one])
    what = f"is {one.return_number} in {others} too"
    if named:
        what += f"; Returns names {named}, which is not among them"
    start = one.tables[START.name]
    row, cell = start.place(_COLUMN.key, 1)
    words = {"what": what, "others": others}
    spot = Spot("PM005", START.name, row, _COLUMN.heading, cell, value=one.return_number, words=words)
    return replace(one, state=FileState.REFUSED, spots=(*one.spots, spot))


def _same(path: str, named: str) -> bool:
    path, named = (unicodedata.normalize("NFC", one).casefold() for one in (path, named.strip().replace("\\", "/")))
    return path == named.removeprefix("./")
