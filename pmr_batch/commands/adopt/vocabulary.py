"""Looks up what a heading of an office's file may mean among the columns of the standard workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pmr_batch.commands.adopt.targets import FIRST, LAST, NAME, SEVERAL_ROWS, SHEETS, Target
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.office_headings import HeadingWords, names_of, office_headings, words_of
from pmr_batch.layout.standard_workbook import DEVELOPMENT, MEETING_KINDS, MEETINGS, OBJECTIVES, STAFF
from pmr_batch.words import nearest

_NEAR = 0.87
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIDES = {
    "reviewed": {"appraisee", "appraisees", "reviewee", "reviewees"},
    "reviews": {"appraiser", "appraisers", "reviewer", "reviewers"},
}
#: Words that do not change the meaning of a name: "date of the final review", "number 2".
_OF_A_DATE = {"date", "of", "the", "held", "on", "completed", "done"}
_LINKS = {"of", "for", "the", "no", "number", "and", "is", "was", "a"}
#: The column that a group label means where no heading is below it.
MAIN_COLUMN = {OBJECTIVES.name: "objective", DEVELOPMENT.name: "development_required", MEETINGS.name: "date"}
#: Sheets whose groups have columns of no other sheet.
_EXCLUSIVE = (OBJECTIVES.name, DEVELOPMENT.name)


@dataclass(frozen=True)
class GroupLabel:
    """The sheet and item that a label above several columns, or the name of a sheet, means."""

    sheet: str
    item: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """What each name, by its bare words, may mean: the likeliest first."""

    columns: dict[str, list[Target]] = field(default_factory=dict)
    meetings: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)


@cache
def vocabulary() -> Vocabulary:
    """The names in headings.yml, and the standard headings themselves."""
    names = office_headings()
    found = Vocabulary()
    for sheet in SHEETS:
        for column in sheet:
            target = NAME if sheet.people and column.key == NAME.key else Target(sheet.name, column.key)
            if sheet.people and column.key == "payroll_number":
                target = Target("Staff", "payroll_number")
            for name in names_of(sheet, column):
                targets = found.columns.setdefault(words_of(name).text, [])
                targets += [target] if target not in targets else []
    for kind in MEETING_KINDS:
        found.meetings.update((words_of(name).text, kind) for name in (kind, *names.meetings.get(kind, ())))
    for sheet_name, of_sheet in names.sheets.items():
        found.sheets.update((words_of(name).text, sheet_name) for name in (sheet_name, *of_sheet))
    for part, of_part in names.name_parts.items():
        found.parts.update((words_of(name).text, {"first": FIRST, "last": LAST}[part]) for name in of_part)
    return found


def group_of(label: str) -> GroupLabel | None:
    """The meaning of a label over several columns; None where it is unknown."""
    known, words = vocabulary(), words_of(label)
    forms = (words.text, words.text.removesuffix("s"), _without(words.text, _OF_A_DATE))
    kind = next((known.meetings[form] for form in forms if form in known.meetings), None)
    if kind:
        return GroupLabel(MEETINGS.name, _meeting(kind, words.number))
    name = known.sheets.get(words.text) or known.sheets.get(_without(words.text, _LINKS))
    if name is None:
        return None
    return GroupLabel(name, str(words.number) if words.number and name in SEVERAL_ROWS else "")


@cache
def is_known(label: str) -> bool:
    """Whether a label is a name that heads a column or a group of columns."""
    forms = dict.fromkeys((label, _BRACKETS.sub(" ", label)))
    return any(group_of(form) is not None or any(True for _ in _named(words_of(form), None)) for form in forms)


def meanings(label: str, group: GroupLabel | None, *, below_group: bool = False) -> Iterator[tuple[Target, bool]]:
    """What a heading may mean, the likeliest first, and whether that is its exact name or only near it.

    `below_group` where the heading is below the label of a group. What stands in brackets may only explain.
    """
    yield from _meanings(label, group, below_group)
    without = _BRACKETS.sub(" ", label).strip()
    if without and without != label.strip():
        yield from _meanings(without, group, below_group)


def _meanings(label: str, group: GroupLabel | None, below_group: bool) -> Iterator[tuple[Target, bool]]:
    words = words_of(label)
    if group and group.sheet in MAIN_COLUMN:
        yield from _in_group(words, group)
        if below_group and group.sheet in _EXCLUSIVE:
            return
    yield from _named(words, group)
    yield from _near(words)


def _in_group(words: HeadingWords, group: GroupLabel) -> Iterator[tuple[Target, bool]]:
    """The meanings of a heading below a group, or on a sheet of that name."""
    item = group.item or (str(words.number) if words.number else "")
    inner = group_of(words.text)
    if not words.text or (inner and inner.sheet == group.sheet and not inner.item):
        yield Target(group.sheet, MAIN_COLUMN[group.sheet], item), True
    for text in (words.text, _without_group(words.text, group.sheet)):
        for target in vocabulary().columns.get(text, ()):
            if target.sheet == group.sheet:
                yield Target(target.sheet, target.key, item), True
            elif target.key in (NAME.key, "payroll_number") and not group.item:
                yield target, True
    near = _nearest_name(
        words.text, [t for t, targets in vocabulary().columns.items() if any(x.sheet == group.sheet for x in targets)]
    )
    for target in vocabulary().columns.get(near, ()):
        if target.sheet == group.sheet:
            yield Target(target.sheet, target.key, item), False


def _named(words: HeadingWords, group: GroupLabel | None) -> Iterator[tuple[Target, bool]]:
    """The meanings by the name of a column, a part of a person's name, a meeting, or a group and a column."""
    known = vocabulary()
    if words.number is None and words.text in known.parts:
        yield Target(NAME.sheet, NAME.key, known.parts[words.text]), True
    if words.number is None:
        targets = known.columns.get(words.text, ())
        yield from (
            (target, True)
            for target in sorted(targets, key=lambda target: group is None or target.sheet != group.sheet)
        )
        yield from _by_variants(words.text)
    for text in dict.fromkeys((words.text, _without(words.text, _OF_A_DATE))):
        if text in known.meetings:
            yield Target(MEETINGS.name, "date", _meeting(known.meetings[text], words.number)), True
    for sheet in _EXCLUSIVE:
        rest = _without_group(words.text, sheet)
        if rest != words.text or words.number is not None:
            yield from _of_group(words, rest, sheet)


def _by_variants(text: str) -> Iterator[tuple[Target, bool]]:
    """The meanings without a word: `staff role` is `role`, `date signed by teacher` is `signed by teacher`."""
    of_staff = vocabulary().columns.get(_without_group(text, STAFF.name), ())
    yield from ((target, True) for target in of_staff if target.sheet == STAFF.name)
    dated = vocabulary().columns.get(_without(text, {"date"}), ()) if "date" in text.split() else ()
    yield from ((target, True) for target in dated if target.column.kind is Kind.DATE)


def _of_group(words: HeadingWords, rest: str, sheet: str) -> Iterator[tuple[Target, bool]]:
    item = str(words.number) if words.number is not None else ""
    if not rest:
        yield Target(sheet, MAIN_COLUMN[sheet], item), True
    for target in vocabulary().columns.get(rest, ()):
        if target.sheet == sheet:
            yield Target(sheet, target.key, item), rest != words.text


def _near(words: HeadingWords) -> Iterator[tuple[Target, bool]]:
    known = vocabulary()
    near = _nearest_name(words.text, [*known.columns, *known.meetings])
    for target in known.columns.get(near, ()):
        if words.number is None or target.sheet in SEVERAL_ROWS:
            yield Target(target.sheet, target.key, str(words.number or "")), False
    if near in known.meetings:
        yield Target(MEETINGS.name, "date", _meeting(known.meetings[near], words.number)), False


@cache
def _names_of_group(sheet: str) -> tuple[str, ...]:
    names = [name for name, of_sheet in vocabulary().sheets.items() if of_sheet == sheet]
    return tuple(sorted(names, key=len, reverse=True))


def _without_group(text: str, sheet: str) -> str:
    """`objective success criteria` or `success criteria for objective` without the objective."""
    for name in _names_of_group(sheet):
        if text == name:
            return ""
        if text.startswith(f"{name} "):
            return _without(text.removeprefix(f"{name} "), set(), _LINKS)
        if text.endswith(f" {name}"):
            return _without(text.removesuffix(f" {name}"), set(), _LINKS)
    return text


def _without(text: str, words: set[str], at_the_ends: set[str] | None = None) -> str:
    words_left = [word for word in text.split() if word not in words]
    ends = at_the_ends or set()
    while words_left and words_left[-1] in ends:
        words_left.pop()
    while words_left and words_left[0] in ends:
        words_left.pop(0)
    return " ".join(words_left)


def _meeting(kind: str, number: int | None) -> str:
    return f"{kind} {number}" if number and number > 1 else kind


def _nearest_name(text: str, names: list[str]) -> str:
    """The name nearest to a text; blank where none is near."""
    if len(text) < 4:
        return ""
    near = nearest(text, names, _NEAR) or ""
    return near if not _sides(text) ^ _sides(near) else ""


def _sides(text: str) -> frozenset[str]:
    """Whose a name is: an appraiser's is never an appraisee's, however near the words are."""
    return frozenset(side for side, words in _SIDES.items() if words & set(text.split()))
