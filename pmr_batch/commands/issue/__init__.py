"""Hands out workbooks, one an academy and cycle, with everything filled in that is known (3.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.folders import INCOMING, ISSUED
from pmr_batch.commands.issue.cycle_staff import employed
from pmr_batch.commands.issue.decided_points import notices
from pmr_batch.commands.issue.first_rows import LastReturn, OtherAcademies, first_rows
from pmr_batch.commands.issue.open_decisions import OpenDecisions
from pmr_batch.commands.issue.open_decisions import notices as undecided_notices
from pmr_batch.commands.issue.several_posts import several_posts
from pmr_batch.errors import UsageError
from pmr_batch.layout.standard_workbook import STAFF, TEMPLATE_VERSION
from pmr_batch.locks import locked
from pmr_batch.model.decision import Decided
from pmr_batch.model.terms import Value
from pmr_batch.produce.mails import issued_mail
from pmr_batch.records.made_files import MadeFiles, hash_of, put_contents
from pmr_batch.settings.trust_settings import Academy, Cycle, Settings
from pmr_batch.templates import own_workbook
from pmr_batch.words import counted, listed
from pmr_batch.workbook.carried_settings import CarriedRows
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.standard_book import standard_workbook

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Issued:
    """A workbook handed out: its academy and path, the number of people in it, and its SHA-256.

    `mail` is the mail to its office; `before` says that it was issued before, and left as it is. `notices` say where
    the staff list has another pay than was decided.
    """

    academy: str
    path: Path
    people: int
    sha256: str
    mail: Path | None = None
    before: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class LastCycle:
    """What the cycle before leaves: the tables of its returns by academy code, what was decided on whom, and on whom
    nothing. `refused` are lines about returns of which nothing carries over, `notices` these and whatever else
    whoever hands out workbooks should know.
    """

    returns: Mapping[str, LastReturn] = field(default_factory=dict)
    decided: Mapping[str, Decided] = field(default_factory=dict)
    undecided: OpenDecisions = field(default_factory=OpenDecisions)
    refused: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def moved_to(self, academy: str, people: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, LastReturn]]:
        """Where people of an academy stood last cycle who were in another's return: code and tables, by number."""
        here = set(_numbers(self.returns.get(academy, {})))
        return {
            person["payroll_number"]: (code, tables)
            for code, tables in self.returns.items()
            for person in people
            if code != academy and person["payroll_number"] in set(_numbers(tables)) - here
        }


def _numbers(tables: LastReturn) -> Sequence[Any]:
    return tables[STAFF.name].columns.get("payroll_number", ()) if STAFF.name in tables else ()


def issue(
    settings: Settings,
    cycle: Cycle,
    as_of: date,
    folder: Path,
    academies: Collection[str] | None = None,
    *,
    before: LastCycle | None = None,
) -> list[Issued]:
    """Hand out the cycle's workbooks below `folder`/issued, of every academy with people in it, or of some.

    One that is there already is left, as an office may be filling it in: whoever wants it made anew deletes or renames
    it. `before` is what the cycle before leaves, for what carries over. They are made from the trust's copy of the
    standard workbook where it has one. The cycle's folder for what comes back is made, too. Raises UsageError, before
    anything is written, where there is no staff list, or an academy is unknown or has nobody in the cycle, and
    TemplateError where the copy does not fit.
    """
    people = _people(settings, cycle, academies)
    template = own_workbook(folder)
    target = folder / ISSUED / cycle.slug
    before, posts = before or LastCycle(), several_posts(settings, cycle)
    (folder / INCOMING / cycle.slug).mkdir(parents=True, exist_ok=True)
    issued: list[Issued] = []
    contents: dict[str, bytes] = {}
    for code, staff in people.items():
        academy, name = settings.academies[code], f"{code} {cycle.name}"
        book = target / f"{name}.xlsx"
        if book.exists():
            issued.append(Issued(code, book, len(staff), hash_of(book) or "", before=True))
            continue
        last, moved = before.returns.get(code, {}), before.moved_to(code, staff)
        others = OtherAcademies(
            {number: tables for number, (_, tables) in moved.items()},
            {number: theirs.reviewed_at for number, theirs in posts.items()},
        )
        rows = first_rows(settings, cycle, academy, staff, last, before.decided, others)
        content = _workbook(settings, cycle, as_of, academy, rows, template)
        contents |= {
            book.name: content,
            f"{name}.eml": issued_mail(academy, cycle, settings.trust, book.name, len(staff)),
        }
        lines = (
            *notices(code, staff, before.decided),
            *undecided_notices(code, rows[STAFF.name], before.undecided),
            *_moved_notice(code, staff, moved),
            *(f"{code}: {posts[row['payroll_number']]}" for row in staff if row["payroll_number"] in posts),
        )
        sha256 = hashlib.sha256(content).hexdigest()
        issued.append(Issued(code, book, len(staff), sha256, target / f"{name}.eml", notices=lines))
    with locked(folder):
        put_contents(MadeFiles.recorded(folder), target, contents)
    return issued


def _moved_notice(code: str, staff: Rows, moved: Mapping[str, tuple[str, LastReturn]]) -> Iterator[str]:
    """Who was at another academy last cycle; one line."""
    names = [f"{row['name']} ({moved[row['payroll_number']][0]})" for row in staff if row["payroll_number"] in moved]
    if names:
        people = counted(len(names), "person was", "people were")
        yield f"{code}: {people} at another academy last cycle, with what carries over from there: {listed(names)}"


def _people(settings: Settings, cycle: Cycle, academies: Collection[str] | None) -> dict[str, Rows]:
    """The rows of the staff list for the cycle, by academy, in the order of Academies."""
    if settings.staff_list is None:
        raise UsageError(f"{settings.where}: Staff list has no rows; list everybody employed, and issue again")
    unknown = sorted(set(academies or ()) - set(settings.academies))
    if unknown:
        raise UsageError(f"{', '.join(unknown)}: no such academy; there are {', '.join(settings.academies)}")
    wanted = [code for code in settings.academies if academies is None or code in academies]
    people = {code: employed(settings.staff_list, code, cycle) for code in wanted}
    nobody = [code for code in wanted if not people[code]]
    if nobody and (academies is not None or len(nobody) == len(wanted)):
        raise UsageError(f"{', '.join(nobody)}: nobody on the Staff list of {settings.where} is in {cycle.name}")
    return {code: rows for code, rows in people.items() if rows}


def _workbook(
    settings: Settings, cycle: Cycle, as_of: date, academy: Academy, rows: Mapping[str, Rows], template: bytes | None
) -> bytes:
    return standard_workbook(
        start_of(settings, cycle, academy, as_of),
        rows,
        CarriedRows(settings.tables).of(academy.code, cycle.name),
        days_off(settings.calendar, academy.code, cycle.starts, cycle.ends),
        template=template,
    )


def start_of(settings: Settings, cycle: Cycle, academy: Academy, issued_on: date) -> dict[str, Value]:
    """The Start sheet of a workbook as it is handed out, by column key."""
    return {
        "trust": settings.trust,
        "academy_code": academy.code,
        "academy": academy.name,
        "cycle": cycle.name,
        "cycle_from": cycle.starts,
        "cycle_to": cycle.ends,
        "trust_objective": cycle.trust_objective,
        "template_version": TEMPLATE_VERSION,
        "issued_on": issued_on,
        "return_number": 1,
    }
