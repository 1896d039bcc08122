"""The mapping of an office's headings: kept in an Excel file beside the office's own, corrected there, used again.

It is matched by what sheets and headings are called, years aside, wherever they stand: so last year's serves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.adopt.proposal import Fate, MappingLine, Sure
from pmr_batch.commands.adopt.source_file import SourceSheet, read_source
from pmr_batch.commands.adopt.table_finding import FoundColumn
from pmr_batch.commands.adopt.targets import FIRST, LAST, SEVERAL, Target, offered, target_of
from pmr_batch.commands.adopt.vocabulary import words_of
from pmr_batch.errors import UsageError
from pmr_batch.files import read_file
from pmr_batch.layout.standard_workbook import MEETING_KINDS, MEETINGS, STAFF
from pmr_batch.words import bare, nearest

SHEET, HEADING, PLACE, FILLED, HOLDS = "Your sheet", "Heading as found", "Cell", "Filled", "Holds"
GOES_TO, COLUMN, ITEM, SURE, INSTEAD, ITEM_INSTEAD = (
    "Goes to sheet",
    "Goes to column",
    "Number or kind",
    "How sure",
    "Use instead",
    "Number or kind instead",
)
HEADINGS = (SHEET, HEADING, PLACE, FILLED, HOLDS, GOES_TO, COLUMN, ITEM, SURE, INSTEAD, ITEM_INSTEAD)
_READ = (SHEET, HEADING, GOES_TO, COLUMN, ITEM, SURE, INSTEAD, ITEM_INSTEAD)

Key = tuple[str, str, int]
Decision = tuple[Target | Fate, Sure]


@dataclass(frozen=True)
class Known:
    """A line of a mapping: the sheet and heading it is about, as they were called, and what is decided."""

    sheet: str
    heading: str
    nth: int
    decision: Decision

    @property
    def key(self) -> Key:
        """What it is found by again."""
        return _named(self.sheet), _named(self.heading), self.nth


@dataclass(frozen=True)
class Used:
    """A mapping that was used: its file, and its lines."""

    path: Path
    lines: tuple[Known, ...]

    def decision(self, found: FoundColumn) -> Decision | None:
        """What it says of a column; by the heading alone where the sheet is called otherwise now."""
        return self._by_key.get(key_of(found)) or self._by_heading.get(key_of(found)[1:])

    def unused(self, lines: Sequence[MappingLine]) -> list[Known]:
        """What it knows and the file no longer has."""
        keys = {key_of(line.holding.found) for line in lines}
        headings = {key[1:] for key in keys}
        return [one for one in self.lines if one.key not in keys and one.key[1:] not in headings]

    @property
    def _by_key(self) -> Mapping[Key, Decision]:
        return {one.key: one.decision for one in self.lines}

    @property
    def _by_heading(self) -> Mapping[tuple[str, int], Decision]:
        said: dict[tuple[str, int], set[Decision]] = {}
        for one in self.lines:
            said.setdefault(one.key[1:], set()).add(one.decision)
        return {key: next(iter(some)) for key, some in said.items() if len(some) == 1}


def key_of(found: FoundColumn) -> Key:
    """What a column is found by in a mapping."""
    return _named(found.page), _named(found.heading), found.nth


def _named(name: str) -> str:
    words = [words_of(label) for label in name.split("›")]
    return " › ".join(f"{one.text} {one.number or ''}".strip() or bare(name) for one in words)


def read_mapping(path: Path, executor: Executor) -> Used:
    """The mapping in a file. Raises UsageError, naming the row, where a line cannot be followed."""
    source = read_source(path.name, read_file(path), executor)
    for page in source.pages:
        at = _headings(page)
        if at:
            return Used(path, tuple(_lines(path, page, *at)))
    raise UsageError(f"{path.name}: is no mapping, it has no columns {HEADING} and {INSTEAD}")


def _headings(page: SourceSheet) -> tuple[int, Mapping[str, int]] | None:
    for row, columns in page.by_row.items():
        there = {bare(page.text((row, column))): column for column in columns}
        if {bare(name) for name in _READ} <= set(there):
            return row, {name: there[bare(name)] for name in _READ}
    return None


def _lines(path: Path, page: SourceSheet, top: int, at: Mapping[str, int]) -> Iterator[Known]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in sorted(row for row in page.by_row if row > top):
        said = {name: page.text((row, column)).strip() for name, column in at.items()}
        if not said[SHEET]:
            continue
        named = _named(said[SHEET]), _named(said[HEADING])
        counted[named] += 1
        try:
            yield Known(said[SHEET], said[HEADING], counted[named], _decision(said))
        except UsageError as error:
            raise UsageError(f"{path.name} row {row}: {error}") from None


def _decision(said: Mapping[str, str]) -> Decision:
    if said[INSTEAD]:
        return _instead(said), Sure.YOURS
    if not said[GOES_TO]:
        return Fate.OWN, _sure(said)
    fate = _fate(said[GOES_TO])
    if fate:
        return fate, _sure(said)
    return _checked(target_of(said[GOES_TO], said[COLUMN], said[ITEM_INSTEAD] or said[ITEM])), _sure(said)


def _sure(said: Mapping[str, str]) -> Sure:
    return Sure.YOURS if said[ITEM_INSTEAD] else next((one for one in Sure if one == said[SURE].casefold()), Sure.YOURS)


def _fate(text: str) -> Fate | None:
    return next((one for one in Fate if bare(one) == bare(text)), None)


def _instead(said: Mapping[str, str]) -> Target | Fate:
    wanted = said[INSTEAD]
    fate = _fate(wanted)
    if fate:
        return fate
    folded = {bare(one): target for one, target in offered().items()}
    target = folded.get(bare(wanted))
    if target is None:
        near = nearest(bare(wanted), folded)
        hint = f"did you mean “{folded[near].said}”?" if near else "choose from its list"
        raise UsageError(f"{INSTEAD} holds “{wanted}”, which is no column of the standard workbook; {hint}")
    stays = said[ITEM] if target.sheet == said[GOES_TO] else ""
    return _checked(Target(target.sheet, target.key, said[ITEM_INSTEAD] or stays))


def _checked(target: Target) -> Target:
    """The target, with an item that its sheet can have."""
    item = target.item
    if target.sheet == MEETINGS.name and item:
        kind = item.rstrip("0123456789 ")
        whole = {bare(one): one for one in MEETING_KINDS}.get(bare(kind))
        if whole is None:
            raise UsageError(f"{ITEM} is “{item}”; a meeting is one of {', '.join(MEETING_KINDS)}")
        number = item.removeprefix(kind).strip()
        return Target(target.sheet, target.key, f"{whole} {number}".strip())
    if item and not item.isdecimal() and not (target.sheet == STAFF.name and item in (FIRST, LAST)):
        wanted = "a number such as 2" if target.sheet in SEVERAL else "a number, or first or last for a name"
        raise UsageError(f"{ITEM} is “{item}”; it is {wanted}, or blank")
    return target
