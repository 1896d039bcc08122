"""Merged blocks among the rows of a table: payroll numbers hold for all their rows; other cells are unread (PM020)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pmr_batch.excel.reading.addresses import Area, address
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import Repair, is_blank
from pmr_batch.excel.reading.draft_table import Block, Draft
from pmr_batch.excel.reading.headings import Headings
from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Spot, Unread

_NUMBER = "payroll_number"
_STAFF, _REVIEWERS, _REVIEWER = "Staff", "Reviewers", "reviewer"


def fill_down(sheet: Sheet, grid: Grid, headings: Headings) -> dict[int, str]:
    """Put a merged payroll number into each of its rows that has something else; the block by such a row.

    Only on sheets about people, where several rows may be about one person. The number is that of the first row.
    """
    at = headings.columns.get(_NUMBER)
    if at is None or not sheet.people:
        return {}
    others = [column for key, column in headings.columns.items() if key != _NUMBER]
    filled: dict[int, str] = {}
    for (top, left), (bottom, right) in grid.raw.merged:
        if top <= headings.row or left != at or bottom == top or is_blank(_cell(grid, top, at)):
            continue
        raw = _cell(grid, top, at)
        number = grid.shown(top, at) if raw.__class__ is float else raw
        for row in range(top + 1, min(bottom, len(grid.values)) + 1):
            if is_blank(_cell(grid, row, at)) and not all(is_blank(_cell(grid, row, other)) for other in others):
                grid.values[row - 1][at - 1] = number
                filled[row] = f"{address((top, left))}:{address((bottom, right))}"
    return filled


def _cell(grid: Grid, row: int, at: int) -> Any:
    cells = grid.values[row - 1] if row <= len(grid.values) else []
    return cells[at - 1] if at <= len(cells) else ""


def mask_merged(draft: Draft, grid: Grid, heading_row: int, filled: Mapping[int, str] | None = None) -> None:
    """Mark the blank cells under merged blocks as unread; each block is told once (PM020).

    Payroll numbers that were `filled` down, by row, are told as repairs (PM015); one that stays unread is told at its
    own cell, for nobody knows whose row that is.
    """
    by_place = {at: key for key, at in draft.places.items()}
    positions = {row: position for position, row in enumerate(draft.rows)}
    known = {positions[row]: block for row, block in (filled or {}).items() if row in positions}
    for position, block in known.items():
        number = str(draft.columns[_NUMBER][position])
        draft.repairs[_NUMBER, position] = Repair("", number, f"as the merged block {block} has it")
    for area in grid.raw.merged:
        covered = list(_covered(area, heading_row, grid.raw.rows, positions, by_place))
        unread = [(key, position) for key, position in covered if draft.columns[key][position] is None]
        for key, position in unread:
            draft.columns[key][position] = Unread("", "PM020")
        keyless = {position for key, position in unread if key == _NUMBER}
        draft.spots += [_keyless(draft, position, area) for position in sorted(keyless)]
        if any(key != _NUMBER or position not in known.keys() | keyless for key, position in covered):
            draft.blocks.append(_block(draft, area, {position for _, position in covered}, positions))


def _covered(
    area: Area, heading_row: int, last: int, positions: Mapping[int, int], by_place: Mapping[int, str]
) -> Iterator[tuple[str, int]]:
    """The cells of a table, by column key and position, that lie under a block and are not its first."""
    (top, left), (bottom, right) = area
    for row in range(max(top, heading_row + 1), min(bottom, last) + 1):
        if row in positions:
            for at, key in by_place.items():
                if left <= at <= right and (row, at) != (top, left):
                    yield key, positions[row]


def _keyless(draft: Draft, position: int, area: Area) -> Spot:
    row, heading = draft.rows[position], draft.sheet.by_key[_NUMBER].heading
    what = f"lies under the merged block {_shown(area)}, so that nobody can say whose row it is"
    return Spot("PM020", draft.sheet.name, row, heading, address((row, draft.places[_NUMBER])), words={"what": what})


def _block(draft: Draft, area: Area, covered: Iterable[int], positions: Mapping[int, int]) -> Block:
    (top, left), _ = area
    by_place = {at: key for key, at in draft.places.items()}
    heading = draft.sheet.by_key[by_place[left]].heading if left in by_place else None
    words = {"what": f"is part of the merged block {_shown(area)}, which is no cell of a table"}
    spot = Spot("PM020", draft.sheet.name, top, heading, address((top, left)), words=words)
    first = {positions[top]} if top in positions else set()
    return Block(spot, tuple(sorted({*covered, *first})))


def _shown(area: Area) -> str:
    return f"{address(area[0])}:{address(area[1])}"


def touch_people(drafts: Mapping[str, Draft]) -> None:
    """What is told of a merged block touches everybody on its rows: what stands under it is not checked."""
    for draft in drafts.values():
        draft.spots += [replace(block.spot, affects=_people(block, draft, drafts)) for block in draft.blocks]
        draft.blocks.clear()


def _people(block: Block, draft: Draft, drafts: Mapping[str, Draft]) -> tuple[str, ...]:
    """The payroll numbers on a block's rows; of reviewers, their reviewees; everybody's where no number is there."""
    staff = drafts.get(_STAFF)
    everybody = staff.columns.get(_NUMBER, []) if staff else []
    if _NUMBER not in draft.columns:
        return _numbers(everybody)
    named = [draft.columns[_NUMBER][position] for position in block.positions]
    if draft.sheet.name != _REVIEWERS:
        return _numbers(named)
    reviewers = (staff.columns.get(_REVIEWER) if staff else None) or [None] * len(everybody)
    return _numbers(number for number, reviewer in zip(everybody, reviewers, strict=True) if reviewer in named)


def _numbers(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if isinstance(value, str)}))
