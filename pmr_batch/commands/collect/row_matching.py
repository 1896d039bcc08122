"""Which row of a form is which row of the workbook, by what the form was made with."""

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
    """A row of the form, the number under which it was made with something (None where it was not), and the row of
    the workbook (None where it has none).
    """

    form: FormRow
    made: str | None
    row: Row | None


@dataclass(frozen=True)
class Paired:
    """The rows that the form has, in its order; and the numbers of those that it was made with and has no longer."""

    pairs: tuple[RowPair, ...]
    gone: tuple[str, ...]


def made_rows(base: OriginalForm | None, of: str) -> dict[str, dict[str, str]]:
    """The digests of the rows that a form was made with, by number and part."""
    found: dict[str, dict[str, str]] = {}
    for place, short in (base.made_with if base else {}).items():
        first, _, rest = place.partition(".")
        number, _, part = rest.rpartition(".")
        if first == of and number:
            found.setdefault(number, {})[part] = short
    return found


def pair_numbered(form: Sequence[FormRow], base: OriginalForm | None, rows: Sequence[Row]) -> Paired:
    """Objectives, by their numbers; a number that the form was not made with, or has twice, is a new objective."""
    made = made_rows(base, "objective")
    by_number = {str(row["no"]): row for row in reversed(rows) if row["no"] is not None}
    taken: set[str] = set()
    pairs: list[RowPair] = []
    for one in form:
        known = one.number in made or (one.number in by_number and (base is None or _is_bare(by_number[one.number])))
        number = one.number if known and one.number not in taken else _renumbered(one, made, taken)
        if number:
            taken.add(number)
            pairs.append(
                RowPair(one, number if base else None, by_number.get(number) or _same(one, "objective", rows, pairs))
            )
        elif any(one.texts.values()):
            pairs.append(RowPair(one, None, _same(one, "objective", rows, pairs)))
    return Paired(tuple(pairs), tuple(number for number in made if number not in taken))


def _renumbered(one: FormRow, made: Mapping[str, Texts], taken: set[str]) -> str:
    """The number under which a row was made that has another one now, or none; empty where it is new."""
    wanted = digest(one.texts.get("objective", ""))
    free = (number for number, parts in made.items() if number not in taken and parts.get("objective") == wanted)
    return next(free, "") if wanted and one.number not in made else ""


def _is_bare(row: Row) -> bool:
    """Whether nothing but the number of an objective stands in a row."""
    return not row["objective"] and not row["measures_and_milestones"] and not row["what_success_looks_like"]


def pair_as_they_stand(
    form: Sequence[FormRow], base: OriginalForm | None, rows: Sequence[Row], texts: Sequence[Texts]
) -> Paired:
    """Needs, by what is required, else by their order; `texts` are those of the workbook's rows, as a form has them."""
    made = made_rows(base, "development")
    if base is None:
        made = {str(number): {part: digest(text) for part, text in one.items()} for number, one in enumerate(texts, 1)}
    of_form = _numbers([{part: digest(text) for part, text in one.texts.items()} for one in form], made)
    of_rows = _numbers([{part: digest(text) for part, text in one.items()} for one in texts], made)
    by_number = {number: row for number, row in zip(of_rows, rows, strict=True) if number}
    pairs: list[RowPair] = []
    for one, number in zip(form, of_form, strict=True):
        if number:
            pairs.append(RowPair(one, number if base else None, by_number.get(number)))
        elif any(one.texts.values()):
            left = [row for row, of in zip(rows, of_rows, strict=True) if not of]
            pairs.append(RowPair(one, None, _same(one, "development", left, pairs)))
    gone = tuple(number for number in made if number not in of_form) if base else ()
    return Paired(tuple(pairs), gone)


def _numbers(rows: Sequence[Texts], made: Mapping[str, Texts]) -> list[str | None]:
    """Under which number each row was made: one that says the same in some part, else the one at its place."""
    found: list[str | None] = [None] * len(rows)
    for part in ("required", "delivery", "impact"):
        for at, row in enumerate(rows):
            same = (number for number, one in made.items() if number not in found and one.get(part) == row.get(part))
            if found[at] is None and row.get(part):
                found[at] = next(same, None)
    for at, row in enumerate(rows):
        if found[at] is None and str(at + 1) in made and str(at + 1) not in found and any(row.values()):
            found[at] = str(at + 1)
    return found


#: The columns of each place's texts, by part, in the order in which rows are known again by them.
_COLUMNS = {
    of: {tag.partition(".")[2]: one.column.key for tag, one in CONTROLS.items() if tag.startswith(f"{of}.")}
    for of in ("objective", "development")
}


def _same(one: FormRow, of: str, rows: Sequence[Row], pairs: Sequence[RowPair]) -> Row | None:
    """A row of the workbook that begins alike already: the form was collected before, or somebody typed it."""
    paired = [each.row for each in pairs]
    free = (row for row in rows if not any(row is each for each in paired))
    wanted = _beginning({part: one.texts.get(part) for part in _COLUMNS[of]})
    begins = ((row, _beginning({part: row[key] for part, key in _COLUMNS[of].items()})) for row in free)
    return next((row for row, beginning in begins if wanted and beginning == wanted), None)


def _beginning(texts: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first part of a row that is filled in."""
    return next(((part, digest(str(text))) for part, text in texts.items() if text), None)
