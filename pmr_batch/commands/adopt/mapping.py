"""Reads the mapping of an office's headings from the Excel file in which the office corrects it.

Its lines are matched by the names of sheets and headings, without years and places, so that last year's can be used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.adopt.proposal import Fate, MappingLine
from pmr_batch.commands.adopt.targets import FIRST, LAST, SEVERAL_ROWS, Target, all_targets, target_of
from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.mapped_files.saved_mapping import SavedTexts, certainty_of, normal_name, saved_lines
from pmr_batch.commands.mapped_files.source_file import read_source
from pmr_batch.commands.mapped_files.table_finding import SourceColumn
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
Decision = tuple[Target | Fate, Certainty]


@dataclass(frozen=True)
class SavedLine:
    """A line of a saved mapping: the names of a sheet and heading, and where the column goes."""

    sheet: str
    heading: str
    nth: int
    decision: Decision

    @property
    def key(self) -> Key:
        """The normalised names that a column is matched by."""
        return normal_name(self.sheet), normal_name(self.heading), self.nth


@dataclass(frozen=True)
class SavedMapping:
    """A mapping read from its file: the path, and the lines."""

    path: Path
    lines: tuple[SavedLine, ...]

    def decision(self, column: SourceColumn) -> Decision | None:
        """Where a column goes; by the heading alone where the sheet has another name now."""
        return self._by_key.get(key_of(column)) or self._by_heading.get(key_of(column)[1:])

    def unused(self, lines: Sequence[MappingLine]) -> list[SavedLine]:
        """The lines for columns that the file no longer has."""
        keys = {key_of(line.content.column) for line in lines}
        headings = {key[1:] for key in keys}
        return [line for line in self.lines if line.key not in keys and line.key[1:] not in headings]

    @property
    def _by_key(self) -> Mapping[Key, Decision]:
        return {line.key: line.decision for line in self.lines}

    @property
    def _by_heading(self) -> Mapping[tuple[str, int], Decision]:
        decisions: dict[tuple[str, int], set[Decision]] = {}
        for line in self.lines:
            decisions.setdefault(line.key[1:], set()).add(line.decision)
        return {key: next(iter(choices)) for key, choices in decisions.items() if len(choices) == 1}


def key_of(column: SourceColumn) -> Key:
    """The normalised names that a column is matched by."""
    return normal_name(column.page), normal_name(column.heading), column.nth


def read_mapping(path: Path, executor: Executor) -> SavedMapping:
    """The mapping in a file. Raises UsageError, naming the row, where a line cannot be followed."""
    lines = saved_lines(read_source(path.name, read_file(path), executor), _READ)
    if lines is None:
        raise UsageError(f"{path.name}: is no mapping, it has no columns {HEADING} and {INSTEAD}")
    return SavedMapping(path, tuple(_lines(path, lines)))


def _lines(path: Path, lines: Sequence[SavedTexts]) -> Iterator[SavedLine]:
    counted: Counter[tuple[str, str]] = Counter()
    for line in lines:
        texts = line.texts
        name_key = normal_name(texts[SHEET]), normal_name(texts[HEADING])
        counted[name_key] += 1
        try:
            yield SavedLine(texts[SHEET], texts[HEADING], counted[name_key], _decision(texts))
        except UsageError as error:
            raise UsageError(f"{path.name} row {line.row}: {error}") from None


def _decision(texts: Mapping[str, str]) -> Decision:
    if texts[INSTEAD]:
        return _chosen(texts), Certainty.YOURS
    if not texts[GOES_TO]:
        return Fate.OWN, _certainty(texts)
    fate = _fate(texts[GOES_TO])
    if fate:
        return fate, _certainty(texts)
    return _checked(target_of(texts[GOES_TO], texts[COLUMN], texts[ITEM_INSTEAD] or texts[ITEM])), _certainty(texts)


def _certainty(texts: Mapping[str, str]) -> Certainty:
    return Certainty.YOURS if texts[ITEM_INSTEAD] else certainty_of(texts[SURE])


def _fate(text: str) -> Fate | None:
    return next((fate for fate in Fate if bare(fate) == bare(text)), None)


def _chosen(texts: Mapping[str, str]) -> Target | Fate:
    wanted = texts[INSTEAD]
    fate = _fate(wanted)
    if fate:
        return fate
    folded = {bare(label): target for label, target in all_targets().items()}
    target = folded.get(bare(wanted))
    if target is None:
        near = nearest(bare(wanted), folded)
        hint = f"did you mean “{folded[near].label}”?" if near else "choose from its list"
        raise UsageError(f"{INSTEAD} holds “{wanted}”, which is no column of the standard workbook; {hint}")
    item = texts[ITEM] if target.sheet == texts[GOES_TO] else ""
    return _checked(Target(target.sheet, target.key, texts[ITEM_INSTEAD] or item))


def _checked(target: Target) -> Target:
    """The target, with an item that its sheet can have."""
    item = target.item
    if target.sheet == MEETINGS.name and item:
        kind = item.rstrip("0123456789 ")
        whole = {bare(name): name for name in MEETING_KINDS}.get(bare(kind))
        if whole is None:
            raise UsageError(f"{ITEM} is “{item}”; a meeting is one of {', '.join(MEETING_KINDS)}")
        number = item.removeprefix(kind).strip()
        return Target(target.sheet, target.key, f"{whole} {number}".strip())
    if item and not item.isdecimal() and not (target.sheet == STAFF.name and item in (FIRST, LAST)):
        wanted = "a number such as 2" if target.sheet in SEVERAL_ROWS else "a number, or first or last for a name"
        raise UsageError(f"{ITEM} is “{item}”; it is {wanted}, or blank")
    return target
