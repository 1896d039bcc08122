"""Proposes where each column of a table goes, by its heading, the labels above it, and what its cells hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pmr_batch.commands.adopt.column_content import ColumnContent, lists_that_fit, ticked_lists
from pmr_batch.commands.adopt.targets import FIRST, LAST, NAME, NUMBER, SEVERAL_ROWS, Target
from pmr_batch.commands.adopt.vocabulary import MAIN_COLUMN, GroupLabel, group_of, meanings
from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.excel.reading import personal_data
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import MEETINGS, REVIEWS, STAFF

#: Half of the cells must be what a column takes, four fifths what the staff list knows.
_HALF, _MOST = 0.5, 0.8
#: Only one column of a table can identify the person, whatever the mapping says.
_IDENTITIES = (NUMBER, NAME, replace(NAME, item=FIRST), replace(NAME, item=LAST))


class Fate(StrEnum):
    """What happens to a column that goes to no standard column."""

    OWN = "Own column"
    LEAVE_OUT = "Leave out"
    PRIVATE = "Private, stays out"


#: What the office may choose; PRIVATE is only reported.
CHOICES = (Fate.OWN, Fate.LEAVE_OUT)


@dataclass(frozen=True)
class MappingLine:
    """A column of the file and where it goes; YOURS is what the office decided in its mapping."""

    content: ColumnContent
    goes_to: Target | Fate
    certainty: Certainty

    @property
    def target(self) -> Target | None:
        """The standard column it goes to, if it goes to one."""
        return self.goes_to if isinstance(self.goes_to, Target) else None


Decisions = Mapping[int, tuple[Target | Fate, Certainty]]


def propose(contents: Sequence[ColumnContent], decided: Decisions) -> list[MappingLine]:
    """A line for each column of a table, in order; what is `decided`, by column number, goes before any proposal."""
    lines = [_decided(content, decided) or _proposed(content) for content in contents]
    mains = {
        line.target.sheet for line in lines if line.target and line.target.key == MAIN_COLUMN.get(line.target.sheet)
    }
    lines = [line if _is_decided(line, decided) else _proposed(line.content, mains) for line in lines]
    lines = [line if _is_decided(line, decided) else _by_staff_list(line, lines) for line in lines]
    lines = [line if _is_decided(line, decided) else _by_ticks(line, lines) for line in lines]
    return _without_private(_distinct(lines))


def _without_private(lines: Sequence[MappingLine]) -> list[MappingLine]:
    """Own columns of personal data that a review does not need (8.1) do not go along."""
    own = [line for line in lines if line.goes_to is Fate.OWN]
    columns = [(line.content.column.last, line.content.values) for line in own]
    kinds = dict(zip(map(id, own), personal_data.of_columns(columns), strict=True))
    private = {id(line) for line in own if kinds[id(line)] or personal_data.is_beyond_need(line.content.column.last)}
    return [replace(line, goes_to=Fate.PRIVATE) if id(line) in private else line for line in lines]


def _is_decided(line: MappingLine, decided: Decisions) -> bool:
    return line.content.column.number in decided


def _decided(content: ColumnContent, decided: Decisions) -> MappingLine | None:
    known = decided.get(content.column.number)
    return MappingLine(content, *known) if known else None


def _proposed(content: ColumnContent, mains: Iterable[str] | None = None) -> MappingLine:
    """The likeliest meaning that the cells agree with.

    A column about an objective, need or meeting needs the main column of that sheet in the table: `mains` are the
    sheets that have theirs; None where that is not known yet.
    """
    group, below_group = _group(content)
    fitting = [
        (target, sure, fit)
        for target, sure in _meanings(content, group, below_group)
        if (fit := content.fit(target)) > 0 or (target.column.kind is Kind.LIST and sure)
        if mains is None or _is_about_something(target, mains, below_group, fit)
        if below_group or target.item or not _says_of_several(content, target)
    ]
    fitting.sort(key=lambda meaning: (not meaning[1], meaning[2] < _HALF, meaning[0].column.kind is Kind.TEXT))
    if fitting:
        target, sure, fit = fitting[0]
        return MappingLine(content, target, Certainty.SURE if sure and fit >= _HALF else Certainty.LIKELY)
    sheets = (group.sheet,) if group and below_group else (STAFF.name,)
    lists = lists_that_fit(content, sheets) if content.filled > 1 else []
    if len(lists) == 1:
        return MappingLine(
            content, replace(lists[0], item=group.item if group and below_group else ""), Certainty.LIKELY
        )
    return MappingLine(content, Fate.OWN, Certainty.NOT_PLACED)


def _group(content: ColumnContent) -> tuple[GroupLabel | None, bool]:
    """The group that the label above a column means, else the name of its sheet; and whether it is the label."""
    groups = [group for label in content.column.labels[:-1] if (group := group_of(label))]
    return (groups[-1], True) if groups else (group_of(content.page.name), False)


def _meanings(content: ColumnContent, group: GroupLabel | None, below_group: bool) -> Iterator[tuple[Target, bool]]:
    """The meanings of the heading itself; where no group is above it, also those of all labels together."""
    labels = content.column.labels
    if labels:
        yield from meanings(labels[-1], group, below_group=below_group)
    if len(labels) > 1 and not below_group:
        yield from meanings(" ".join(labels), group)


def _is_about_something(target: Target, mains: Iterable[str], below_group: bool, fit: float) -> bool:
    if target.sheet not in MAIN_COLUMN or below_group or target.item or target.sheet in mains:
        return True
    return target.key == MAIN_COLUMN[target.sheet] or (target.column.kind is not Kind.TEXT and fit >= _HALF)


def _says_of_several(content: ColumnContent, target: Target) -> bool:
    """Whether a label of a form, below no objective or meeting, would be about one of several: nobody said which."""
    return bool(content.page.origins) and target.sheet in SEVERAL_ROWS


def _by_staff_list(line: MappingLine, lines: Sequence[MappingLine]) -> MappingLine:
    """A column of numbers or names of the staff list identifies the person, whatever its heading."""
    if line.target is not None:
        return line
    for target, of_names in ((NUMBER, False), (NAME, True)):
        is_known = any(line.target and replace(line.target, item="") == target for line in lines)
        if not is_known and line.content.listed(of_names) >= _MOST:
            return replace(line, goes_to=target, certainty=Certainty.LIKELY)
    return line


def _by_ticks(line: MappingLine, lines: Sequence[MappingLine]) -> MappingLine:
    """Of several columns that tick a value each, such as Met and Not met, all go to the column of these values."""
    others = [other.content for other in lines if other is not line]
    lists = [
        target for target in ticked_lists(line.content) if any(other.ticked_value(target.column) for other in others)
    ]
    if not lists:
        return line
    group, below_group = _group(line.content)
    of_group = [target for target in lists if group and target.sheet == group.sheet]
    target = (of_group or lists)[0]
    return replace(line, goes_to=replace(target, item=group.item if group and below_group else ""),
                   certainty=Certainty.LIKELY)  # fmt: skip


# -- columns of one target -----------------------------------------------------------------------


def _distinct(lines: Sequence[MappingLine]) -> list[MappingLine]:
    """Each target once: repeated objectives, needs and meetings get the next number, with the columns to their right.

    Of other repeated columns the one that fits best is placed, and the others stay the office's own.
    """
    current: dict[str, str] = {}
    occupied: dict[Target, int] = {}
    distinct: list[MappingLine] = []
    for at, line in enumerate(lines):
        numbered = _with_item(line, lines, occupied, current)
        earlier = occupied.get(numbered.target) if numbered.target else None
        if earlier is not None and _tick_together(numbered, distinct[earlier]):
            distinct.append(numbered)
            continue
        if earlier is not None and (numbered.certainty is not Certainty.YOURS or numbered.target in _IDENTITIES):
            if _is_better(numbered, distinct[earlier]):
                distinct[earlier] = _own(distinct[earlier])
            else:
                numbered = _own(numbered)
        if numbered.target:
            occupied[numbered.target] = at
        distinct.append(numbered)
    return distinct


def _tick_together(line: MappingLine, other: MappingLine) -> bool:
    """Whether two columns tick a value each of the list that both go to."""
    target = line.target
    return target is not None and all(each.content.ticked_value(target.column) for each in (line, other))


def _own(line: MappingLine) -> MappingLine:
    return replace(line, goes_to=Fate.OWN, certainty=Certainty.NOT_PLACED)


def _is_better(line: MappingLine, earlier: MappingLine) -> bool:
    """Whether a column's cells fit its target better than those of the earlier column."""
    if earlier.certainty is Certainty.YOURS or line.target is None:
        return False
    fit, fit_before = line.content.fit(line.target), earlier.content.fit(line.target)
    is_surer = line.certainty is Certainty.SURE and earlier.certainty is Certainty.LIKELY and earlier.content.filled > 0
    return fit > fit_before or (is_surer and fit == fit_before)


def _with_item(
    line: MappingLine, lines: Sequence[MappingLine], occupied: Mapping[Target, int], current: dict[str, str]
) -> MappingLine:
    target = line.target
    if target is None:
        return line
    if target.sheet in SEVERAL_ROWS:
        numbered = _of_several(target, lines, occupied, current)
        surely = numbered.item == target.item or line.certainty is Certainty.YOURS
        return replace(line, goes_to=numbered, certainty=line.certainty if surely else Certainty.LIKELY)
    if target in occupied and target.sheet == REVIEWS.name and target.column.kind is Kind.TEXT:
        return replace(line, goes_to=_next_free(target, occupied), certainty=Certainty.LIKELY)
    return line


def _of_several(
    target: Target, lines: Sequence[MappingLine], occupied: Mapping[Target, int], current: dict[str, str]
) -> Target:
    """The target with its number: its own, else that of the objective, need or meeting to its left."""
    same = [line.target for line in lines if line.target and line.target.sheet == target.sheet]
    main = MAIN_COLUMN.get(target.sheet)
    mains = [of_sheet for of_sheet in same if of_sheet.key == main] or same
    if not any(of_sheet.item for of_sheet in same) and len({(of_main.key, of_main.item) for of_main in mains}) == len(
        mains
    ):
        return target
    begins = target.key == main or not any(of_sheet.key == main for of_sheet in same)
    first = next((of_sheet.item for of_sheet in same if of_sheet.item), "1")
    numbered = target if target.item else replace(target, item=current.get(target.sheet, first))
    if begins and numbered in occupied:
        numbered = _next_free(numbered, occupied)
    current[target.sheet] = numbered.item
    return numbered


def _next_free(target: Target, occupied: Mapping[Target, int]) -> Target:
    """The target with the next number that is free: 3 after 2, Observation 2 after Observation."""
    if target.sheet == MEETINGS.name:
        kind = target.item.rstrip("0123456789 ")
        items = (f"{kind} {number}" for number in range(2, 1000))
    else:
        first = int(target.item) + 1 if target.item.isdecimal() else 2
        items = (str(number) for number in range(first, 1000))
    return next(numbered for numbered in (replace(target, item=item) for item in items) if numbered not in occupied)
