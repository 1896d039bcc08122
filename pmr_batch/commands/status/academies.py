"""Each academy in a cycle: what it was issued, what it sent in, the last mail to it, and how its people stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pmr_batch.commands.folders import ISSUED, OUTPUT
from pmr_batch.commands.status.recorded import RecordedCycle
from pmr_batch.files import PASSED_OVER
from pmr_batch.model.cycle_status import AcademyStatus, DatedFile, RoundStatus, SentFile
from pmr_batch.model.findings import Person
from pmr_batch.model.terms import Outcome, Round

_MAIL, _WORKBOOK = ".eml", ".xlsx"


def academy_statuses(
    of_cycle: RecordedCycle,
    rounds: Sequence[RoundStatus],
    sent: Iterable[SentFile],
    people: Iterable[Person],
    as_of: date,
) -> Iterator[AcademyStatus]:
    """Those with people in the cycle, or with a file; in the order of Academies."""
    expected = of_cycle.expected_rounds
    issued, mails = _issued(of_cycle), _mails(of_cycle)
    files: dict[str | None, list[SentFile]] = defaultdict(list)
    for file in sent:
        files[file.academy].append(file)
    outcomes: dict[str | None, Counter[Outcome]] = defaultdict(Counter)
    for person in people:
        outcomes[person.academy][person.outcome] += 1
    for code, academy in of_cycle.settings.academies.items():
        own = _of_academy(issued, code)
        status = AcademyStatus(
            code=code,
            name=academy.name,
            issued=own[-1] if own else None,
            sent=tuple(files[code]),
            late=None,
            last_mail=next(iter(_of_academy(mails, code)[::-1]), None),
            people=outcomes[code],
            rounds=tuple(round_ for round_ in Round if round_ in expected.get(code, ())),
        )
        if status.rounds or status.issued or status.sent or status.people:
            yield replace(status, late=None if status.has_return else _days_late(status, rounds, as_of))


def _days_late(academy: AcademyStatus, rounds: Sequence[RoundStatus], as_of: date) -> int | None:
    """A return is late after the first of the days on which the rounds of its people expect it."""
    days = [round_.returns_due for round_ in rounds if round_.round in academy.rounds and round_.returns_due]
    return (as_of - min(days)).days if days and min(days) < as_of else None


def _issued(of_cycle: RecordedCycle) -> list[DatedFile]:
    """The workbooks that were handed out, in the order in which they were made."""
    paths = sorted((of_cycle.folder / ISSUED / of_cycle.cycle.slug).glob(f"*{_WORKBOOK}"))
    files = [of_cycle.recorded.made_on(path) for path in paths if not path.name.startswith(PASSED_OVER)]
    return sorted(files, key=lambda file: file.made_on or date.min)


def _mails(of_cycle: RecordedCycle) -> list[DatedFile]:
    """The mails of a cycle that were made, whether or not they are still there, in the order in which they were."""
    places = tuple(f"{place}/{of_cycle.cycle.slug}/" for place in (ISSUED, OUTPUT))
    made = {
        name: max((entry.number for entry in entries if entry.sha256), default=0)
        for name, entries in of_cycle.recorded.files.items()
        if name.endswith(_MAIL) and name.startswith(places)
    }
    return [of_cycle.recorded.made_on(of_cycle.folder / name) for name in sorted(made, key=lambda name: made[name])]


def _of_academy(files: Iterable[DatedFile], code: str) -> list[DatedFile]:
    """The files that have the code of an academy as a folder, or as a word of their name."""
    word = re.compile(rf"(?<![^/ ]){re.escape(code)}(?![^/ .])")
    return [file for file in files if word.search(file.path)]
