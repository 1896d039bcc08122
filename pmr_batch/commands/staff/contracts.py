"""Several contracts of one person at one academy become one post, as the Staff list has one row for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmr_batch.commands.staff.list_columns import ACADEMY
from pmr_batch.commands.staff.post_reading import ExportPost
from pmr_batch.commands.staff.word_proposal import FTE_ADDED
from pmr_batch.words import day

#: More than full time together is no sum of shares.
_FULL_TIME = 1.0001
_SAME = ("role", "pay_range")


@dataclass(frozen=True)
class SeveralContracts:
    """A person with several contracts at an academy: the rows, and what was made of them in words."""

    number: str
    name: str
    academy: str
    rows: tuple[str, ...]
    made: str


def one_post_each(
    posts: Iterable[ExportPost], choice: str, as_of: dt.date
) -> tuple[list[ExportPost], list[SeveralContracts]]:
    """One post a person and academy, in the order of the export, and those that were put together.

    Contracts that are over, or not begun, give way to one that runs on the as-of date. Of others the one with the
    largest FTE stands; with `choice` FTE_ADDED their FTE is added up where role and range are the same.
    """
    by_key: dict[tuple[str, str], list[ExportPost]] = {}
    for post in posts:
        by_key.setdefault((post.number, post.academy), []).append(post)
    merged, several = [], []
    for contracts in by_key.values():
        post, made = _merged(contracts, choice, as_of) if len(contracts) > 1 else (contracts[0], "")
        merged.append(post)
        if made:
            rows = tuple(contract.row.where for contract in contracts)
            several.append(SeveralContracts(post.number, post.name, post.academy, rows, made))
    return merged, several


def are_several(posts: Sequence[ExportPost]) -> int:
    """How many people have different contracts at one academy."""
    by_key: dict[tuple[str, str], list[ExportPost]] = {}
    for post in posts:
        by_key.setdefault((post.number, post.academy or post.row.text(ACADEMY)), []).append(post)
    return sum(any(_differ(first, other) for other in others) for first, *others in by_key.values())


def _differ(first: ExportPost, other: ExportPost) -> bool:
    return first.values != other.values or first.moved_to_heads != other.moved_to_heads


def _merged(contracts: Sequence[ExportPost], choice: str, as_of: dt.date) -> tuple[ExportPost, str]:
    first = contracts[0]
    if not any(_differ(first, other) for other in contracts[1:]):
        return first, ""
    running = [contract for contract in contracts if _runs(contract, as_of)] or list(contracts)
    main = max(running, key=_fte)  # the first of several that are as large
    if len(running) == 1:
        return main, f"{main.row.where} stands, which runs on {day(as_of)}"
    post = ExportPost(main.row, main.academy, dict(main.values), main.moved_to_heads, list(main.unread))
    starts = [value for contract in running if isinstance(value := contract.values.get("employment_start"), dt.date)]
    if starts:
        post.values["employment_start"] = min(starts)
    alike = all(main.values.get(key) == contract.values.get(key) for contract in running for key in _SAME)
    together = sum(map(_fte, running))
    if choice == FTE_ADDED and alike and together <= _FULL_TIME:
        post.values["fte"] = min(round(together, 6), 1.0)
        return post, f"FTE {post.values['fte']:g} together; all else by {main.row.where}"
    why = "" if alike else ", as the others have another role or range"
    return post, f"{main.row.where} stands, with the largest FTE{why}"


def _runs(contract: ExportPost, as_of: dt.date) -> bool:
    starts, ends = contract.values.get("employment_start"), contract.values.get("employment_end")
    return (not isinstance(starts, dt.date) or starts <= as_of) and (not isinstance(ends, dt.date) or ends >= as_of)


def _fte(contract: ExportPost) -> float:
    value = contract.values.get("fte")
    return float(value) if isinstance(value, int | float) else 0.0
