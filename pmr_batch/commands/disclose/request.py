"""What is to be disclosed to whom, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
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
    """A pack that is wanted; without `take`, it is only said what would be in it."""

    audience: Audience
    cycle: str | None = None
    round: Round | None = None
    academies: Collection[str] = ()
    person: str | None = None
    disclosure: Disclosure = field(default_factory=Disclosure)
    take: bool = False


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
        equality = ["  Equality: as in the committee's workbook, small numbers hidden"] if pack.equality else []
        return "\n".join(
            (
                f"{pack.title}: {counted(len(pack.people), 'person', 'people')}",
                f"For nothing but: {pack.purpose}",
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
    audience = request.audience
    problems = []
    if audience is Audience.REVIEWEE:
        if request.cycle or request.round or request.academies:
            problems.append("is about all cycles; leave --cycle, --round and --academy out")
    elif not request.cycle:
        problems.append("name the cycle with --cycle")
    if audience in (Audience.POOR_PERFORMANCE, Audience.REVIEWEE):
        if not request.person:
            problems.append("is about one person; name the payroll number with --person")
    elif request.person:
        problems.append("is not about one person; leave --person out")
    if audience is Audience.STANDARDS and len(set(request.academies)) != 1:
        problems.append("goes to the head of one academy; name it with --academy")
    if audience is Audience.POOR_PERFORMANCE and request.academies:
        problems.append("is about one person; leave --academy out")
    if (audience is Audience.PAY) != bool(request.round):
        needed = "name the round with --round" if audience is Audience.PAY else "leave --round out"
        problems.append(needed)
    return problems
