"""Matches the rows of a form with rows of the workbook, by what the form was made with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.commands.collect.filled_form import FormRow
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.appendix_a.original_form import OriginalForm, digest

Row = dict[str, Any]
Texts = Mapping[str, str]


@dataclass(frozen=True)
class RowPair:
    """A row of the form, the number of the row it was made with (None where it is new), and the workbook's row (None
    where it has none).
    """

    form: FormRow
    number: str | None
    row: Row | None


@dataclass(frozen=True)
class RowPairs:
    """The rows of the form, in order; and the numbers of rows that it was made with and no longer has."""

    pairs: tuple[RowPair, ...]
    removed: tuple[str, ...]


def original_rows(base: OriginalForm | None, kind: str) -> dict[str, dict[str, str]]:
    """The digests of the rows that a form was made with, by number and part."""
    rows: dict[str, dict[str, str]] = {}
    for place, digest_ in (base.made_with if base else {}).items():
        first, _, rest = place.partition(".")
        number, _, part = rest.rpartition(".")
        if first == kind and number:
            rows.setdefault(number, {})[part] = digest_
    return rows


def pair_by_number(form: Sequence[FormRow], base: OriginalForm | None, rows: Sequence[Row]) -> RowPairs:
    """Objectives, by their numbers; a number that the form was not made with, or has twice, is a new objective."""
    original = original_rows(base, "objective")
    by_number = {str(row["no"]): row for row in reversed(rows) if row["no"] is not None}
    used: set[str] = set()
    pairs: list[RowPair] = []
    for form_row in form:
        number = form_row.number
        known = number in original or (number in by_number and (base is None or _is_empty(by_number[number])))
        if not known or number in used:
            number = _original_number(form_row, original, used)
        if number:
            used.add(number)
            row = by_number.get(number) or _similar_row(form_row, "objective", rows, pairs)
            pairs.append(RowPair(form_row, number if base else None, row))
        elif any(form_row.texts.values()):
            pairs.append(RowPair(form_row, None, _similar_row(form_row, "objective", rows, pairs)))
    return RowPairs(tuple(pairs), tuple(number for number in original if number not in used))


def _original_number(form_row: FormRow, original: Mapping[str, Texts], used: set[str]) -> str:
    """The number of the row that a form's row was made with, where its number was changed; empty where it is new."""
    wanted = digest(form_row.texts.get("objective", ""))
    free = (number for number, parts in original.items() if number not in used and parts.get("objective") == wanted)
    return next(free, "") if wanted and form_row.number not in original else ""


def _is_empty(row: Row) -> bool:
    """Whether a row has only the number of an objective."""
    return not row["objective"] and not row["measures_and_milestones"] and not row["what_success_looks_like"]


def pair_by_text(
    form: Sequence[FormRow], base: OriginalForm | None, rows: Sequence[Row], texts: Sequence[Texts]
) -> RowPairs:
    """Needs, by their texts, else by their order; `texts` are those of the workbook's rows, as a form has them."""
    original = original_rows(base, "development")
    if base is None:
        original = {
            str(number): {part: digest(text) for part, text in parts.items()} for number, parts in enumerate(texts, 1)
        }
    of_form = _original_numbers(
        [{part: digest(text) for part, text in form_row.texts.items()} for form_row in form], original
    )
    of_rows = _original_numbers([{part: digest(text) for part, text in parts.items()} for parts in texts], original)
    by_number = {number: row for number, row in zip(of_rows, rows, strict=True) if number}
    pairs: list[RowPair] = []
    for form_row, number in zip(form, of_form, strict=True):
        if number:
            pairs.append(RowPair(form_row, number if base else None, by_number.get(number)))
        elif any(form_row.texts.values()):
            left = [row for row, other_number in zip(rows, of_rows, strict=True) if not other_number]
            pairs.append(RowPair(form_row, None, _similar_row(form_row, "development", left, pairs)))
    removed = tuple(number for number in original if number not in of_form) if base else ()
    return RowPairs(tuple(pairs), removed)


def _original_numbers(rows: Sequence[Texts], original: Mapping[str, Texts]) -> list[str | None]:
    """The number of the original row of each row: one that is the same in some part, else the one at its position."""
    numbers: list[str | None] = [None] * len(rows)
    for part in ("required", "delivery", "impact"):
        for position, row in enumerate(rows):
            same = (
                number
                for number, parts in original.items()
                if number not in numbers and parts.get(part) == row.get(part)
            )
            if numbers[position] is None and row.get(part):
                numbers[position] = next(same, None)
    for position, row in enumerate(rows):
        number = str(position + 1)
        if numbers[position] is None and number in original and number not in numbers and any(row.values()):
            numbers[position] = number
    return numbers


#: The columns of each place's texts, by part, in the order in which rows are recognised by them.
_COLUMNS = {
    kind: {tag.partition(".")[2]: control.column.key for tag, control in CONTROLS.items() if tag.startswith(f"{kind}.")}
    for kind in ("objective", "development")
}


def _similar_row(form_row: FormRow, kind: str, rows: Sequence[Row], pairs: Sequence[RowPair]) -> Row | None:
    """A row of the workbook that begins with the same text: the form was collected before, or somebody typed it."""
    paired = [pair.row for pair in pairs]
    free = (row for row in rows if not any(row is other for other in paired))
    wanted = _beginning({part: form_row.texts.get(part) for part in _COLUMNS[kind]})
    begins = ((row, _beginning({part: row[key] for part, key in _COLUMNS[kind].items()})) for row in free)
    return next((row for row, beginning in begins if wanted and beginning == wanted), None)


def _beginning(texts: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first part of a row that is filled in."""
    return next(((part, digest(str(text))) for part, text in texts.items() if text), None)
