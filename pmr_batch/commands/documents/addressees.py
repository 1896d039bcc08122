"""Whose documents are asked for: everybody's, those of some academies, or of some people."""

from __future__ import annotations

from collections.abc import Collection

from pmr_batch.commands.current_workbooks import Gathered
from pmr_batch.errors import UsageError
from pmr_batch.model.person import Dossier
from pmr_batch.words import listed


def asked_for(gathered: Gathered, academies: Collection[str], people: Collection[str]) -> list[Dossier]:
    """Everybody on the Staff sheets who is asked for, by code and payroll number; without any, all of them.

    In the order of the workbooks, named people in theirs. Raises UsageError for what is not there.
    """
    there = gathered.at(academies)
    if not people:
        return there
    where = f"Staff of {listed(sorted(set(academies)))}" if academies else "Staff"
    return [dossier for number in dict.fromkeys(people) for dossier in _numbered(there, number, where)]


def _numbered(there: Collection[Dossier], number: str, where: str) -> list[Dossier]:
    found = [dossier for dossier in there if dossier.staff["payroll_number"] == number]
    if not found:
        raise UsageError(f"{number}: nobody on {where} has this payroll number; write it with its leading zeros")
    return found
