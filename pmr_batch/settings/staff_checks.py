"""Cross-checks of the Staff list: payroll numbers, names, and the people whom the settings name.

What a rule of the policy asks of a return is left to the returns: here is what would send something wrong to every
office, or spoil the key of every sheet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmr_batch import words
from pmr_batch.layout.trust_workbook import CENTRAL
from pmr_batch.policy.roles import means_panel
from pmr_batch.settings.cross_checks import Sheets
from pmr_batch.settings.problems import Problem, Row

_NUMBER = "payroll_number"
_SIGNS = re.compile(r"[^0-9a-z]+")
_HEADS = ("head_payroll_number", "executive_head_payroll_number", "head_of_school_payroll_number")
#: So many unknown reviewers are told one by one; where there are more, the column holds something else.
_FEW = 5
_CORRECT_OR_ADD = "correct it, or add the person there"


def staff_problems(sheets: Sheets) -> Iterator[Problem]:
    """What cannot be right; nothing where there is no Staff list."""
    rows = sheets.get("Staff list", ())
    if rows:
        listed = _Listed(rows)
        yield from _lost_zeros(rows, listed, sheets)
        yield from _unknown_heads(sheets["Academies"], listed)
        yield from _unknown_reviewers(rows, sheets["Academies"], listed)
        yield from _two_names(rows)
        yield from _like_numbers(rows)


def staff_doubts(sheets: Sheets) -> Iterator[Problem]:
    """What may be right; without names and payroll numbers, for notices are in the report of a run."""
    rows = sheets.get("Staff list", ())
    if rows:
        for doubt in (*_lengths(rows), *_twice(rows), *_unknown_managers(rows, _Listed(rows))):
            yield replace(doubt, value=None)


class _Listed:
    """The payroll numbers of the Staff list, and the academies of which it has people."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.numbers = {row[_NUMBER] for row in rows if row.has(_NUMBER)}
        self.codes = {row["academy_code"] for row in rows}
        self._digits = {number.lstrip("0") for number in self.numbers if number.isdecimal()}

    def has(self, number: str) -> bool:
        """Whether it is listed; zeros that it has or lacks are told as such."""
        return number in self.numbers or self.has_with_other_zeros(number)

    def has_with_other_zeros(self, number: str) -> bool:
        """Whether it is listed but for the zeros it begins with."""
        return number not in self.numbers and number.isdecimal() and number.lstrip("0") in self._digits


# -- payroll numbers -------------------------------------------------------------------------------


def _lost_zeros(rows: Sequence[Row], listed: _Listed, sheets: Sheets) -> Iterator[Problem]:
    """Numbers that are numbers to Excel, or that stand with their zeros elsewhere in the settings."""
    numbers = set(rows[0].table.number_cells.get(_NUMBER, ()))
    in_number_cells = [row for row in rows if row.number in numbers and row.has(_NUMBER)]
    if in_number_cells:
        first, more = in_number_cells[0], len(in_number_cells) - 1
        others = f", as in {words.counted(more, 'more cell')}" if more else ""
        yield first.problem(
            _NUMBER,
            f"is typed as a number{others}, and Excel drops the zeros that a number begins with",
            "format the column as text, and give the numbers again with all digits that payroll has",
        )
        return
    whole = {value.lstrip("0"): (value, place) for value, place in _named(sheets) if listed.has_with_other_zeros(value)}
    lost = [row for row in rows if row.has(_NUMBER) and row[_NUMBER].lstrip("0") in whole]
    if lost:
        value, place = whole[lost[0][_NUMBER].lstrip("0")]
        others = f", and {words.counted(len(lost) - 1, 'more number')} likewise" if len(lost) > 1 else ""
        fault = f"is {words.shown(value)} in {place}{others}"
        yield lost[0].problem(_NUMBER, fault, "write each number alike, as text, with all digits that payroll has")


def _named(sheets: Sheets) -> Iterator[tuple[str, str]]:
    """Every payroll number that stands elsewhere than in the first column of the Staff list, with its place."""
    columns = (
        ("Academies", _HEADS),
        ("Staff list", ("reviewer", "line_manager")),
        ("Equality", (_NUMBER,)),
        ("Accepted", (_NUMBER,)),
        ("Committee members", (_NUMBER, "person")),
    )
    for sheet, keys in columns:
        for row in sheets.get(sheet, ()):
            for key in keys:
                if row.has(key):
                    yield row[key], f"{sheet} {row.table.place(key, row.number)[1]}"


def _lengths(rows: Sequence[Row]) -> Iterator[Problem]:
    """Numbers of different lengths where none begins with a zero, or of fewer digits than those that do."""
    digits = [row for row in rows if row.has(_NUMBER) and row[_NUMBER].isdecimal()]
    lengths = sorted({len(row[_NUMBER]) for row in digits})
    with_zeros = Counter(len(row[_NUMBER]) for row in digits if row[_NUMBER].startswith("0"))
    remedy = "see in payroll whether they have lost zeros"
    if with_zeros:
        ((usual, _),) = with_zeros.most_common(1)
        for row in digits:
            if len(row[_NUMBER]) < usual:
                yield row.problem(_NUMBER, f"has fewer than the {usual} digits of those that begin with a zero", remedy)
    elif len(lengths) > 1:
        fault = f"has from {lengths[0]} to {lengths[-1]} digits, and begins with a zero in no row"
        yield digits[0].problem(_NUMBER, fault, remedy)


def _two_names(rows: Sequence[Row]) -> Iterator[Problem]:
    """One number with two names, as somebody else's number was typed."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.has(_NUMBER, "name"):
            above = first.setdefault(row[_NUMBER], row)
            if above is not row and _bare(above["name"]) != _bare(row["name"]):
                fault = f"is {words.shown(row['name'])} here, and {words.shown(above['name'])} in row {above.number}"
                yield row.problem(_NUMBER, fault, "correct the number or the name")


def _like_numbers(rows: Sequence[Row]) -> Iterator[Problem]:
    """Numbers that the names of files cannot tell apart: one person's documents would be taken for another's."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.has(_NUMBER):
            above = first.setdefault(_SIGNS.sub("-", row[_NUMBER].casefold()), row)
            if above[_NUMBER] != row[_NUMBER]:
                fault = f"differs from {words.shown(above[_NUMBER])} in row {above.number} in signs or capitals alone"
                yield row.problem(
                    _NUMBER, fault, "correct it, or give it a letter or digit more: files are named by it"
                )


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    """One name with two numbers in an academy, employed since the same day: perhaps a number that was replaced."""
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if row.has(_NUMBER, "name", "academy_code", "employment_start"):
            above = first.setdefault((_bare(row["name"]), row["academy_code"], row["employment_start"]), row)
            if above[_NUMBER] != row[_NUMBER]:
                fault = f"differs from that of row {above.number}, with the same name, academy and employment start"
                yield row.problem(_NUMBER, fault, "keep one row where it is one person")


def _bare(name: str) -> tuple[str, ...]:
    """The words of a name, whatever their order."""
    return tuple(sorted(words.bare(name).split()))


# -- the people it names ---------------------------------------------------------------------------


def _unknown_heads(academies: Sequence[Row], listed: _Listed) -> Iterator[Problem]:
    """Heads who are nobody on the list, where the trust keeps one of the workbook that their review is in."""
    central = [row["academy_code"] for row in academies if row["kind"] == CENTRAL]
    for row in academies:
        for key in _HEADS if listed.codes.intersection(central or [row["academy_code"]]) else ():
            if row.has(key) and not listed.has(row[key]):
                yield row.problem(key, "is not on the Staff list", _CORRECT_OR_ADD)


def _unknown_reviewers(rows: Sequence[Row], academies: Sequence[Row], listed: _Listed) -> Iterator[Problem]:
    """Reviewers who are nobody on the list; blank is for the office to fill in, and heads are told on Academies."""
    heads = {row[key] for row in academies for key in _HEADS}
    named = [row for row in rows if row.has("reviewer") and not means_panel(row["reviewer"])]
    unknown = [row for row in named if row["reviewer"] not in heads and not listed.has(row["reviewer"])]
    reviewers = {row["reviewer"] for row in unknown}
    if len(reviewers) > _FEW and 2 * len(unknown) > len(named):
        fault = f"is not on the Staff list, and neither are {len(reviewers) - 1:,} other reviewers"
        remedy = "give the payroll numbers of people who are, or leave the cells blank"
        yield unknown[0].problem("reviewer", fault, remedy)
        return
    for row in unknown:
        remedy = f"{_CORRECT_OR_ADD}, or leave the cell blank for the academy to fill in"
        yield row.problem("reviewer", "is not on the Staff list", remedy)


def _unknown_managers(rows: Sequence[Row], listed: _Listed) -> Iterator[Problem]:
    """A line manager may work elsewhere, such as a contractor's."""
    for row in rows:
        if row.has("line_manager") and not listed.has(row["line_manager"]):
            yield row.problem("line_manager", "names nobody on the Staff list", "see that the number is right")
