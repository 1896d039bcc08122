"""What each column of a table probably is: by its heading, by what stands over it, and by what its cells hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pmr_batch.commands.adopt.cell_kinds import Holding, lists_that_fit
from pmr_batch.commands.adopt.targets import FIRST, LAST, NAME, NUMBER, SEVERAL, Target
from pmr_batch.commands.adopt.vocabulary import MAIN, GroupLabel, group_of, meant
from pmr_batch.excel.reading import personal_data
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import MEETINGS, REVIEWS, STAFF

#: Half of the cells must be what a column takes, four fifths what the staff list knows.
_HALF, _MOST = 0.5, 0.8
#: What says whose row it is can say it once only, whatever a mapping says.
_IDENTITIES = (NUMBER, NAME, replace(NAME, item=FIRST), replace(NAME, item=LAST))


class Sure(StrEnum):
    """How sure a proposal is."""

    SURE = "sure"
    LIKELY = "likely"
    NOT_PLACED = "not placed"
    YOURS = "yours"


class Fate(StrEnum):
    """What becomes of a column that goes to no standard one."""

    OWN = "Own column"
    LEAVE_OUT = "Leave out"
    PRIVATE = "Private, stays out"


#: What the office may choose; what is private is only told.
CHOICES = (Fate.OWN, Fate.LEAVE_OUT)


@dataclass(frozen=True)
class MappingLine:
    """A found column and where it goes; YOURS is what the office said in its mapping."""

    holding: Holding
    goes_to: Target | Fate
    sure: Sure

    @property
    def target(self) -> Target | None:
        """The standard column it goes to, if it goes to one."""
        return self.goes_to if isinstance(self.goes_to, Target) else None


Decisions = Mapping[int, tuple[Target | Fate, Sure]]


def propose(holdings: Sequence[Holding], decided: Decisions) -> list[MappingLine]:
    """A line for each column of one table, in order; `decided` by column number goes before any proposal."""
    lines = [_decided(one, decided) or _first(one) for one in holdings]
    mains = {line.target.sheet for line in lines if line.target and line.target.key == MAIN.get(line.target.sheet)}
    lines = [line if _is_yours(line, decided) else _first(line.holding, mains) for line in lines]
    lines = [line if _is_yours(line, decided) else _by_staff_list(line, lines) for line in lines]
    return _without_private(_told_apart(lines))


def _without_private(lines: Sequence[MappingLine]) -> list[MappingLine]:
    """Own columns of personal data that a review does not need (8.1) do not go along."""
    own = [line for line in lines if line.goes_to is Fate.OWN]
    columns = [(line.holding.found.last, line.holding.values) for line in own]
    kinds = dict(zip(map(id, own), personal_data.of_columns(columns), strict=True))
    return [replace(line, goes_to=Fate.PRIVATE) if kinds.get(id(line)) else line for line in lines]


def _is_yours(line: MappingLine, decided: Decisions) -> bool:
    return line.holding.found.column in decided


def _decided(holding: Holding, decided: Decisions) -> MappingLine | None:
    known = decided.get(holding.found.column)
    return MappingLine(holding, *known) if known else None


def _first(holding: Holding, mains: Iterable[str] | None = None) -> MappingLine:
    """The first meaning that the cells bear out. Columns about an objective, need or meeting need one to be about:
    `mains` are the sheets of which the table has the column that matters; None where that is not known yet.
    """
    group, closed = _group(holding)
    fitting = [
        (target, sure, fit)
        for target, sure in _meant(holding, group, closed)
        if (fit := holding.fit(target)) > 0 or (target.column.kind is Kind.LIST and sure)
        if mains is None or _is_about_something(target, mains, closed, fit)
    ]
    fitting.sort(key=lambda one: (not one[1], one[2] < _HALF, one[0].column.kind is Kind.TEXT))
    if fitting:
        target, sure, fit = fitting[0]
        return MappingLine(holding, target, Sure.SURE if sure and fit >= _HALF else Sure.LIKELY)
    sheets = (group.sheet,) if group and closed else (STAFF.name,)
    lists = lists_that_fit(holding, sheets) if holding.filled > 1 else []
    if len(lists) == 1:
        return MappingLine(holding, replace(lists[0], item=group.item if group and closed else ""), Sure.LIKELY)
    return MappingLine(holding, Fate.OWN, Sure.NOT_PLACED)


def _group(holding: Holding) -> tuple[GroupLabel | None, bool]:
    """What stands over a column, or failing that what its sheet is called; and whether it is the first."""
    found = [group for label in holding.found.labels[:-1] if (group := group_of(label))]
    return (found[-1], True) if found else (group_of(holding.page.name), False)


def _meant(holding: Holding, group: GroupLabel | None, closed: bool) -> Iterator[tuple[Target, bool]]:
    """By the heading itself; where it is nothing known below other labels, by all of them together."""
    labels = holding.found.labels
    if labels:
        yield from meant(labels[-1], group, closed=closed)
    if len(labels) > 1 and not closed:
        yield from meant(" ".join(labels), group)


def _is_about_something(target: Target, mains: Iterable[str], closed: bool, fit: float) -> bool:
    if target.sheet not in MAIN or closed or target.item or target.sheet in mains:
        return True
    return target.key == MAIN[target.sheet] or (target.column.kind is not Kind.TEXT and fit >= _HALF)


def _by_staff_list(line: MappingLine, lines: Sequence[MappingLine]) -> MappingLine:
    """What holds the numbers, or else the names, of the staff list says whose row it is, whatever it is called."""
    if line.target is not None:
        return line
    for target, of_names in ((NUMBER, False), (NAME, True)):
        there = any(one.target and replace(one.target, item="") == target for one in lines)
        if not there and line.holding.listed(of_names) >= _MOST:
            return replace(line, goes_to=target, sure=Sure.LIKELY)
    return line


# -- columns of one target -----------------------------------------------------------------------


def _told_apart(lines: Sequence[MappingLine]) -> list[MappingLine]:
    """Each place once: repeated objectives, needs and meetings get the number that follows, with the columns to
    their right; of other doubles the one that fits best is placed, and the others stay the office's own.
    """
    current: dict[str, str] = {}
    taken: dict[Target, int] = {}
    apart: list[MappingLine] = []
    for at, line in enumerate(lines):
        told = _with_item(line, lines, taken, current)
        there = taken.get(told.target) if told.target else None
        if there is not None and (told.sure is not Sure.YOURS or told.target in _IDENTITIES):
            if _is_better(told, apart[there]):
                apart[there] = _own(apart[there])
            else:
                told = _own(told)
        if told.target:
            taken[told.target] = at
        apart.append(told)
    return apart


def _own(line: MappingLine) -> MappingLine:
    return replace(line, goes_to=Fate.OWN, sure=Sure.NOT_PLACED)


def _is_better(line: MappingLine, there: MappingLine) -> bool:
    """Whether a column's cells fit better than those of one that was taken for the same."""
    if there.sure is Sure.YOURS or line.target is None:
        return False
    return line.holding.fit(line.target) > there.holding.fit(line.target)


def _with_item(
    line: MappingLine, lines: Sequence[MappingLine], taken: Mapping[Target, int], current: dict[str, str]
) -> MappingLine:
    target = line.target
    if target is None:
        return line
    if target.sheet in SEVERAL:
        apart = _of_several(target, lines, taken, current)
        surely = apart.item == target.item or line.sure is Sure.YOURS
        return replace(line, goes_to=apart, sure=line.sure if surely else Sure.LIKELY)
    if target in taken and target.sheet == REVIEWS.name and target.column.kind is Kind.TEXT:
        return replace(line, goes_to=_free(target, taken), sure=Sure.LIKELY)
    return line


def _of_several(
    target: Target, lines: Sequence[MappingLine], taken: Mapping[Target, int], current: dict[str, str]
) -> Target:
    """The target with its number: its own, or that of the objective, need or meeting to its left."""
    same = [one.target for one in lines if one.target and one.target.sheet == target.sheet]
    main = MAIN.get(target.sheet)
    mains = [one for one in same if one.key == main] or same
    if not any(one.item for one in same) and len({(one.key, one.item) for one in mains}) == len(mains):
        return target
    begins = target.key == main or not any(one.key == main for one in same)
    first = next((one.item for one in same if one.item), "1")
    found = target if target.item else replace(target, item=current.get(target.sheet, first))
    if begins and found in taken:
        found = _free(found, taken)
    current[target.sheet] = found.item
    return found


def _free(target: Target, taken: Mapping[Target, int]) -> Target:
    """The target with the next number that is not taken: 3 after 2, Observation 2 after Observation."""
    if target.sheet == MEETINGS.name:
        kind = target.item.rstrip("0123456789 ")
        items = (f"{kind} {number}" for number in range(2, 1000))
    else:
        first = int(target.item) + 1 if target.item.isdecimal() else 2
        items = (str(number) for number in range(first, 1000))
    return next(one for one in (replace(target, item=item) for item in items) if one not in taken)
