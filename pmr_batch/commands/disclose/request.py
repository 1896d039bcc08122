"""What is to be disclosed to whom, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import RefusedReturn
from pmr_batch.errors import UsageError
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Disclosure, Pack
from pmr_batch.model.terms import Round
from pmr_batch.words import counted, listed


@dataclass(frozen=True)
class DisclosureRequest:
    """A pack that is wanted; without `take`, it is only said what would be in it.

    `received` is the day on which a subject access request came in. `password` is what is disclosed protected with.
    """

    audience: Audience
    cycle: str | None = None
    round: Round | None = None
    academies: Collection[str] = ()
    person: str | None = None
    disclosure: Disclosure = field(default_factory=Disclosure)
    received: date | None = None
    take: bool = False
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class DisclosureResult:
    """A pack, and its files where it was made; `written_in` are lines on those that somebody has written in.

    `refused` are returns of which nothing is in it. `lines` say what else there is to know.
    """

    pack: Pack
    place: Path
    files: tuple[str, ...]
    taken: bool
    written_in: tuple[str, ...] = ()
    refused: tuple[RefusedReturn, ...] = ()
    lines: tuple[str, ...] = ()

    def as_text(self) -> str:
        """What is in the pack, or would be, and where it is."""
        pack = self.pack
        done = "Made and recorded" if self.taken else "Would be made; nothing is written yet, add --take"
        sheets = [
            f"  {sheet.name}: {counted(len(sheet.rows), 'row')} of {listed(column.heading for column in sheet.columns)}"
            for sheet in pack.sheets
        ]
        equality = (
            ["  Equality: as in the committee's workbook, small numbers hidden"] if pack.equality or pack.pay else []
        )
        return "\n".join(
            (
                f"{pack.title}: {counted(len(pack.people), 'person', 'people')}",
                f"For: {pack.purpose}",
                f"Left out: {pack.left_out}",
                *sheets,
                *equality,
                f"{done}:",
                *(f"  {self.place / file}" for file in self.files),
                *self.written_in,
                *self.lines,
                *map(str, self.refused),
            )
        )

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "audience": self.pack.audience.value,
            "scope": self.pack.scope,
            "purpose": self.pack.purpose,
            "people": self.pack.people,
            "sheets": [
                {"sheet": sheet.name, "columns": [column.heading for column in sheet.columns], "rows": len(sheet.rows)}
                for sheet in self.pack.sheets
            ],
            "equality": bool(self.pack.equality),
            "taken": self.taken,
            "files": [str(self.place / file) for file in self.files],
            "written_in": self.written_in,
            "notes": self.lines,
            "refused": [refused.as_json() for refused in self.refused],
        }


def check_request(request: DisclosureRequest) -> None:
    """Raises UsageError, all problems in one, where an audience needs something else, or --take does."""
    problems = [*_scope_problems(request)]
    if request.take:
        given = {
            "--recipient": request.disclosure.recipient,
            "--reason": request.disclosure.reason,
            "--by": request.disclosure.by,
        }
        absent = [option for option, value in given.items() if not value.strip()]
        if absent:
            problems.append(f"a disclosure is recorded with {listed(absent)}: add what is not there")
    if problems:
        raise UsageError(f"--to {request.audience.value}: {'; '.join(problems)}")


def _scope_problems(request: DisclosureRequest) -> list[str]:
    """What an audience needs, and what it does not have."""
    audience = request.audience
    of_person = audience in (Audience.POOR_PERFORMANCE, Audience.REVIEWEE)
    all_cycles = audience is Audience.REVIEWEE
    checks = (
        (all_cycles and bool(request.cycle), "is about all cycles; leave --cycle out"),
        (not all_cycles and not request.cycle, "name the cycle with --cycle"),
        (of_person and not request.person, "is about one person; name the payroll number with --person"),
        (not of_person and bool(request.person), "is not about one person; leave --person out"),
        (of_person and bool(request.academies), "is about one person; leave --academy out"),
        (
            audience is Audience.STANDARDS and len(set(request.academies)) != 1,
            "goes to the head of one academy; name it with --academy",
        ),
        (audience is Audience.PAY and not request.round, "name the round with --round"),
        (audience is not Audience.PAY and bool(request.round), "is of no round; leave --round out"),
        (not all_cycles and bool(request.received), "is no subject access request; leave --received out"),
    )
    return [problem for holds, problem in checks if holds]
