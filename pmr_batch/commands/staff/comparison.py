"""Holds the posts of an export against the Staff list: who joins, leaves and moves, and what changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Any

from pmr_batch.commands.mapped_files.person_names import name_key
from pmr_batch.commands.staff.post_reading import ExportPost
from pmr_batch.commands.staff.present_list import ListedPost, PresentList
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.workbook.trust_rows import RowChanges

_END, _NAME, _ACADEMY, _NUMBER = "employment_end", "name", "academy_code", "payroll_number"
#: Cells of other rows that name a person by payroll number.
_NAMED_BY = ("line_manager", "reviewer")
_SMALL = 1e-6


@dataclass(frozen=True)
class ListChange:
    """A cell of the list that changes: whose, where, and its values."""

    number: str
    name: str
    academy: str
    cell: str
    key: str
    was: Any
    becomes: Any

    @property
    def heading(self) -> str:
        """The heading of its column."""
        return STAFF_LIST.by_key[self.key].heading


@dataclass(frozen=True)
class Leaver:
    """A post that ends, or is in the export no more; `end_cell` is where its Employment end is to be typed."""

    number: str
    name: str
    academy: str
    ends: dt.date | None
    end_cell: str
    in_export: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say when it ended."""
        return self.ends is None


@dataclass
class Comparison:
    """The result: people by what happens to them, and the rows of the list that change.

    `second_posts` are further posts of people who are on the list already. `kept` counts, by heading, cells of which
    the export has a blank and the list a value, which stays. `elsewhere` counts the people of academies of which the
    export has nobody. `ended` are people who had left before the first cycle, and are not added. `as_text` counts
    payroll numbers of the list that were numbers to Excel, and become text.
    """

    joiners: list[ExportPost] = field(default_factory=list)
    second_posts: list[ExportPost] = field(default_factory=list)
    movers: list[ListChange] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    changes: list[ListChange] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)
    ended: list[ExportPost] = field(default_factory=list)
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    unchanged: int = 0
    as_text: int = 0

    @property
    def row_changes(self) -> RowChanges:
        """What is to be written."""
        return RowChanges(self.rows, [post.values for post in (*self.joiners, *self.second_posts)])

    @property
    def added(self) -> tuple[ExportPost, ...]:
        """The posts that get a new row, in order."""
        return (*self.joiners, *self.second_posts)


def compare(posts: Sequence[ExportPost], present: PresentList, left_out: Iterable[str], as_of: dt.date) -> Comparison:
    """Compare one post a person and academy with the list; `left_out` are numbers that the mapping leaves out."""
    found, coverage = Comparison(), _Coverage(posts, present, frozenset(left_out))
    renumbered = _renumbered(posts, present)
    by_person: dict[str, list[ExportPost]] = {}
    for post in posts:
        by_person.setdefault(renumbered.get(post.number, post.number), []).append(post)
    matched: set[int] = set()
    for number, own in by_person.items():
        pairs, new = _matched(own, present.by_number.get(number, ()), coverage, as_of)
        for post, listed in pairs:
            matched.add(listed.row)
            _compare_post(found, post, listed, present, as_of)
        for post in new:
            _add(found, post, number in present.by_number, present, as_of)
    _rename(found, by_person, present)
    _renumber(found, renumbered, present)
    _write_as_text(found, posts, present, matched)
    _add_leavers(found, present, matched, coverage)
    return found


# -- who is who ----------------------------------------------------------------------------------


def _renumbered(posts: Iterable[ExportPost], present: PresentList) -> dict[str, str]:
    """Payroll numbers of the export that stand on the list without the zeros before them, for the same name."""
    found = {}
    for post in posts:
        if post.number in present.by_number or not post.number.isdecimal():
            continue
        shorter = [
            known for known in present.by_digits.get(post.number.lstrip("0"), ()) if len(known) < len(post.number)
        ]
        if len(shorter) == 1 and name_key(present.by_number[shorter[0]][0].name) == name_key(post.name):
            found[post.number] = shorter[0]
    return found


def _matched(
    posts: Sequence[ExportPost], listed: Sequence[ListedPost], coverage: _Coverage, as_of: dt.date
) -> tuple[list[tuple[ExportPost, ListedPost]], list[ExportPost]]:
    """The posts of a person with their rows of the list, and those without: by academy, then the only one left.

    Nobody has moved from an academy that is not in the export.
    """
    by_academy = {post.academy: post for post in reversed(posts)}
    pairs = [(by_academy[row.academy], row) for row in listed if row.academy in by_academy]
    pairs = list({id(post): (post, row) for post, row in reversed(pairs)}.values())
    taken = {id(post) for post, _ in pairs}, {row.row for _, row in pairs}
    left = [post for post in posts if id(post) not in taken[0]]
    free = [row for row in listed if row.row not in taken[1] and coverage.has(row) and not _is_over(row, as_of)]
    if len(left) == 1 and len(free) == 1:
        return [*pairs, (left[0], free[0])], []
    return pairs, left


def _is_over(listed: ListedPost, as_of: dt.date) -> bool:
    """Whether the list says already that the post has ended."""
    ends = listed.values.get(_END)
    return isinstance(ends, dt.date) and ends < as_of


# -- what changes --------------------------------------------------------------------------------


def _compare_post(
    found: Comparison, post: ExportPost, listed: ListedPost, present: PresentList, as_of: dt.date
) -> None:
    unread = {cell.key for cell in post.unread}
    changed: dict[str, Any] = {}
    for key, value in post.values.items():
        was = listed.values.get(key)
        if key in unread or _same(was, value):
            continue
        if value is None and key != _END:
            found.kept[STAFF_LIST.by_key[key].heading] += 1
            continue
        changed[key] = value
        change = ListChange(
            post.number, post.name or listed.name, post.academy, present.cell(listed, key), key, was, value
        )
        is_move = key == _ACADEMY and listed.academy != value
        (found.movers if is_move else found.changes).append(change)
    if changed:
        found.rows[listed.row] = changed
    found.unchanged += not changed
    ends = changed.get(_END)
    is_leaving = post.values.get("contract") != "Fixed term" or (ends is not None and ends <= as_of)
    if isinstance(ends, dt.date) and is_leaving:
        cell = present.cell(listed, _END)
        found.leavers.append(Leaver(post.number, post.name or listed.name, post.academy, ends, cell, in_export=True))


def _same(was: Any, value: Any) -> bool:
    if isinstance(was, int | float) and isinstance(value, int | float):
        return isclose(was, value, abs_tol=_SMALL)
    return bool(was == value) or (was is None and value == "")


def _add(found: Comparison, post: ExportPost, is_listed: bool, present: PresentList, as_of: dt.date) -> None:
    ends = post.values.get(_END)
    first = min(present.first_cycle or as_of, as_of)
    if isinstance(ends, dt.date) and ends < first:
        found.ended.append(post)
    else:
        (found.second_posts if is_listed else found.joiners).append(post)


def _rename(found: Comparison, by_person: Mapping[str, Sequence[ExportPost]], present: PresentList) -> None:
    """A person's new name stands in all their rows, also in those of posts that are over."""
    for number, own in by_person.items():
        name = next((post.name for post in own if post.name), "")
        for listed in present.by_number.get(number, ()) if name else ():
            changed = found.rows.get(listed.row, {})
            if changed.get(_NAME, listed.name) != name:
                found.rows.setdefault(listed.row, {})[_NAME] = name


def _renumber(found: Comparison, renumbered: Mapping[str, str], present: PresentList) -> None:
    """A payroll number that gets its zeros back does so wherever the list names the person."""
    whole = {short: number for number, short in renumbered.items()}
    for listed in present.posts if whole else ():
        for key in (_NUMBER, *_NAMED_BY):
            value = listed.values.get(key)
            if isinstance(value, str) and value in whole:
                found.rows.setdefault(listed.row, {}).setdefault(key, whole[value])


def _write_as_text(found: Comparison, posts: Iterable[ExportPost], present: PresentList, matched: set[int]) -> None:
    """Payroll numbers that are numbers to Excel become text, where no zeros can be missing from them."""
    lengths = {len(post.number) for post in posts}
    for listed in present.posts:
        for key in (_NUMBER, *_NAMED_BY):
            value = listed.values.get(key)
            if listed.row not in present.number_rows(key) or not isinstance(value, str):
                continue
            if (key == _NUMBER and listed.row in matched) or lengths == {len(value)}:
                found.as_text += key not in found.rows.get(listed.row, {})
                found.rows.setdefault(listed.row, {}).setdefault(key, value)


# -- who leaves ----------------------------------------------------------------------------------


class _Coverage:
    """Of which academies the export is: nobody leaves an academy that is not in it."""

    def __init__(self, posts: Iterable[ExportPost], present: PresentList, left_out: frozenset[str]) -> None:
        self._codes = {post.academy for post in posts} | {post.moved_to_heads for post in posts}
        self._left_out = left_out
        central = {academy.code for academy in present.academies if academy.central}
        schools = {listed.academy for listed in present.posts} & set(present.codes) - central
        self._codes = self._codes - central if schools - self._codes else self._codes | central
        self._known = set(present.codes)

    def has(self, listed: ListedPost) -> bool:
        """Whether a post would be in the export if it still was."""
        return listed.academy in self._codes or listed.academy not in self._known

    def is_left_out(self, listed: ListedPost) -> bool:
        """Whether the mapping leaves the person out."""
        return listed.number in self._left_out


def _add_leavers(found: Comparison, present: PresentList, matched: set[int], coverage: _Coverage) -> None:
    for listed in present.posts:
        if listed.row in matched or coverage.is_left_out(listed) or not (listed.number or listed.name):
            continue
        if not coverage.has(listed):
            found.elsewhere[listed.academy] += 1
            continue
        ends = listed.values.get(_END)
        day = ends if isinstance(ends, dt.date) else None
        found.leavers.append(Leaver(listed.number, listed.name, listed.academy, day, present.cell(listed, _END)))


def changes_by_heading(changes: Iterable[ListChange]) -> Iterator[tuple[str, list[ListChange]]]:
    """The changes by column, in the order of the list."""
    by_key: dict[str, list[ListChange]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    yield from ((column.heading, by_key[column.key]) for column in STAFF_LIST if column.key in by_key)
