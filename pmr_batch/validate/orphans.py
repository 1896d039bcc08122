"""Whom a row that belongs to nobody may be about: a mistyped payroll number hides a row of somebody's.

What such people lack is not told, for it may be there under the wrong number. So the finding at the
row touches them, and none of them is ready before it is put right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from pmr_batch.layout.standard_workbook import SHEETS, STAFF
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Severity
from pmr_batch.words import nearest_few

#: Above this many rows that belong to nobody, a sheet says nothing about who has no row on it.
_MOST_ORPHANS = 20
_NUMBER = STAFF.payroll_number.heading


def suspects(rows: pd.DataFrame, staff: pd.DataFrame, explained: Collection[int]) -> dict[int, tuple[int, ...]]:
    """For each orphan row of a sheet, by position, the people (positions on Staff) it may be about.

    In an `explained` return the unknown numbers are those left blank on Staff.
    """
    suspected: dict[int, tuple[int, ...]] = {}
    for number, strays in rows[rows["person"] < 0].groupby("return_no"):
        people = staff[staff["return_no"] == number]
        of_blanks = strays["payroll_number"].notna() & (number in explained)
        orphans = strays[~of_blanks]
        suspected |= dict.fromkeys(strays.index[of_blanks], tuple(people.index[people["payroll_number"].isna()]))
        if len(orphans) > _MOST_ORPHANS:
            suspected[orphans.index[0]] = tuple(people.index)
        else:
            suspected |= dict(_of_a_few(orphans, rows["person"][rows["return_no"] == number], people))
    return suspected


def _of_a_few(orphans: pd.DataFrame, persons: pd.Series, people: pd.DataFrame) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The neighbours', those with a number close to the one typed, and the only ones without a row."""
    numbers = people["payroll_number"].dropna()
    known = tuple(dict.fromkeys(numbers))
    without = people.index[(people["status"] == "In review") & ~people.index.isin(persons)]
    missed = set(without) if len(without) <= len(orphans) else set()
    for at, typed in zip(orphans.index.to_numpy(int), orphans["payroll_number"], strict=True):
        close = _close(str(typed), known)
        near = {int(persons.get(neighbour, -1)) for neighbour in (at - 1, at + 1)} - {-1}
        yield int(at), tuple(sorted(missed | near | set(numbers.index[numbers.isin(close)])))


@lru_cache(maxsize=10_000)
def _close(typed: str, known: tuple[str, ...]) -> list[str]:
    """The numbers that were most likely meant; the same slip often stands on several sheets."""
    return nearest_few(typed, known, 5, 0.7)


def touching(
    findings: Iterable[Finding],
    returns: Sequence[Return],
    frames: Mapping[str, pd.DataFrame],
    suspected: Mapping[str, Mapping[int, tuple[int, ...]]],
) -> list[Finding]:
    """The findings; an error at the payroll number of an orphan row touches whom the rows with it may be about.

    A number that stands on several sheets is told on the first of them.
    """
    numbers = frames[STAFF.name]["payroll_number"]
    first: dict[tuple[int, str, str], tuple[str, str, int]] = {}
    touched: dict[tuple[str, str, int], set[int]] = {}
    for sheet in (sheet.name for sheet in SHEETS if sheet.people):
        rows = frames[sheet].loc[list(suspected[sheet]), ["return_no", "row", "payroll_number"]]
        for at, number, row, typed in zip(
            rows.index, rows["return_no"], rows["row"], rows["payroll_number"], strict=True
        ):
            key = (int(number), "", typed) if isinstance(typed, str) else (int(number), sheet, str(row))
            place = first.setdefault(key, (returns[int(number)].path, sheet, int(row)))
            touched.setdefault(place, set()).update(suspected[sheet][at])
    people = {place: tuple(sorted(set(numbers[list(those)].dropna()))) for place, those in touched.items()}
    return [_touching(finding, people) for finding in findings] if people else list(findings)


def _touching(finding: Finding, people: Mapping[tuple[str, str, int], tuple[str, ...]]) -> Finding:
    if finding.column != _NUMBER or finding.severity is not Severity.ERROR:
        return finding
    numbers = people.get((finding.file or "", finding.sheet or "", finding.row or 0))
    return replace(finding, affects=numbers) if numbers else finding
