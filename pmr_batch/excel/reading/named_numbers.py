"""Payroll numbers followed by the name, as in drop-downs: `0010238 Samuel Whitaker`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from pmr_batch.excel.reading.cell_values import Repair
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.key_columns import PEOPLE

_NUMBER = "payroll_number"
_KNOWN_ON = ("Reviewers", "Staff")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def read_named(drafts: Mapping[str, Draft], fitting: Callable[[str], Collection[str]]) -> None:
    """A number with its person's name is the number; with another's name it stays as typed, for the rules.

    `fitting` gives the known numbers that a word may be. In the form of the drop-downs that is no repair; in any
    other form it is (PM015).
    """
    known = dict(_known(drafts))
    for draft in drafts.values():
        for key in draft.columns.keys() & PEOPLE:
            for position, typed in enumerate(draft.columns[key]):
                if typed.__class__ is str and " " in typed and typed not in known:
                    _read(draft, key, position, typed, known, fitting)


def without_own_names(draft: Draft) -> None:
    """A payroll number that has the name of its own row with it, on a sheet with names, is the number (PM015)."""
    names = draft.columns.get("name", ())
    for position, (typed, name) in enumerate(zip(draft.columns.get(_NUMBER, ()), names, strict=False)):
        if typed.__class__ is str and " " in typed and isinstance(name, str):
            words = _WORDS.findall(typed)
            numbers = [word for word in words if any(map(str.isdigit, word))]
            others = {word.casefold() for word in words if word not in numbers}
            if len(numbers) == 1 and others and others <= {word.casefold() for word in _WORDS.findall(name)}:
                repair = Repair(typed, numbers[0], "without the name, which stands in the row")
                draft.put(_NUMBER, position, numbers[0], repair)


def _known(drafts: Mapping[str, Draft]) -> Iterator[tuple[str, str]]:
    """Names by payroll number; those on Staff come last, and win."""
    for sheet in _KNOWN_ON:
        columns = drafts[sheet].columns if sheet in drafts else {}
        for number, name in zip(columns.get(_NUMBER, ()), columns.get("name", ()), strict=False):
            if isinstance(number, str) and isinstance(name, str):
                yield number, name


def _read(
    draft: Draft,
    key: str,
    position: int,
    typed: str,
    known: Mapping[str, str],
    fitting: Callable[[str], Collection[str]],
) -> None:
    words = _WORDS.findall(typed)
    numbers = [(word, number) for word in words if (number := _number(word, known, fitting))]
    if len(numbers) != 1:
        return
    ((typed_number, number),) = numbers
    name_words = {word.casefold() for word in words if word != typed_number}
    if name_words & {word.casefold() for word in _WORDS.findall(known[number])}:
        as_offered = typed == f"{number} {known[number]}"
        draft.put(key, position, number, None if as_offered else Repair(typed, number, "the payroll number of the two"))


def _number(word: str, known: Mapping[str, str], fitting: Callable[[str], Collection[str]]) -> str | None:
    """The known number that a word is, or the only one that it may be."""
    if word in known:
        return word
    fits = fitting(word) if any(map(str.isdigit, word)) else ()
    (number,) = fits if len(fits) == 1 else (None,)
    return number if number in known else None
