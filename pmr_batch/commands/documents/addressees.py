"""The people whose documents are requested: everybody, those of some academies, or some people."""

from __future__ import annotations

from collections.abc import Collection

from pmr_batch.commands.current_workbooks import CurrentWorkbooks
from pmr_batch.errors import UsageError
from pmr_batch.model.person import Dossier
from pmr_batch.words import listed


def requested_people(workbooks: CurrentWorkbooks, academies: Collection[str], people: Collection[str]) -> list[Dossier]:
    """Everybody on the Staff sheets who is requested, by code and payroll number; without any, all of them.

    In the order of the workbooks, named people in theirs. Raises UsageError for what is not there; whoever is at an
    academy whose return is refused is left out.
    """
    dossiers = workbooks.dossiers_of(academies)
    if not people:
        return dossiers
    where = f"Staff of {listed(sorted(set(academies)))}" if academies else "Staff"
    numbers = dict.fromkeys(people)
    return [dossier for number in numbers for dossier in _numbered(dossiers, number, where, workbooks)]


def _numbered(dossiers: Collection[Dossier], number: str, where: str, workbooks: CurrentWorkbooks) -> list[Dossier]:
    matching = [dossier for dossier in dossiers if dossier.staff["payroll_number"] == number]
    if not matching and not workbooks.is_kept_back(number):
        raise UsageError(f"{number}: nobody on {where} has this payroll number; write it with its leading zeros")
    return matching
