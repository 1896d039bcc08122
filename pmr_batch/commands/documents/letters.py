"""The letters that are due: to whom, why and by when; made where they are not there yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from lxml import etree

from pmr_batch.commands.current_workbooks import Gathered, gather
from pmr_batch.commands.documents.addressees import asked_for
from pmr_batch.commands.documents.pdf import as_pdf, soffice
from pmr_batch.commands.run import OUTPUT
from pmr_batch.errors import FileError
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.files import locked, read_file
from pmr_batch.model.person import Dossier
from pmr_batch.model.terms import Round
from pmr_batch.policy.roles import round_of
from pmr_batch.produce.letter_files import LETTERS, LetterTask, letter_tasks, write_letters
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.templates import in_use
from pmr_batch.word.filling.properties import properties_of
from pmr_batch.word.letters.desk import Desk
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.kinds import Ready, due_to, facts_of, ready
from pmr_batch.word.letters.letter import Due, Kind


class LetterState(StrEnum):
    """What became of a letter that is due."""

    LISTED = "to be made"
    MADE = "made"
    STANDS = "made before"
    OUTDATED = "made before, and the workbook has changed since"
    LACKS = "cannot be made yet"


@dataclass(frozen=True)
class LetterRequest:
    """Which letters are asked for: nothing of a sort means all of it. `only_list` writes nothing."""

    academies: Collection[str] = ()
    people: Collection[str] = ()
    kinds: Collection[Key] = ()
    to: Path | None = None
    replace: bool = False
    pdf: bool = False
    only_list: bool = False


@dataclass(frozen=True)
class LetterResult:
    """A letter that is due, what became of it, and its file; `cleaned` names the fields that lost characters."""

    kind: Kind
    due: Due
    academy: str
    path: Path
    state: LetterState
    pdf: Path | None = None
    cleaned: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something before the letter is right."""
        return self.state in (LetterState.OUTDATED, LetterState.LACKS)


@dataclass(frozen=True)
class _Wanted:
    """A letter that is due, as it would be made, with the folder of its round."""

    kind: Kind
    due: Due
    output: Path
    letter: Ready


def make_letters(folder: Path, cycle: str, asked: LetterRequest, as_of: date, executor: Executor) -> list[LetterResult]:
    """Everything that is due in a cycle, by academy, in the order of the workbooks; and what is missing, made.

    They go below output/<cycle>/<round of the person>/letters/<academy code>, or the folder asked for. A letter
    made before stands, unless it is to be replaced. Raises UsageError, before anything is written, for academies
    and people who are not there, and for PDFs without LibreOffice; TemplateError for a copy that does not fit.
    """
    program = soffice() if asked.pdf and not asked.only_list else None
    templates = in_use(folder).documents
    gathered = gather(folder, cycle, as_of, executor)
    wanted = list(_wanted(gathered, asked, as_of, folder))
    told = [result for task, some in _tasks(wanted, templates, asked) for result in _made(task, some, asked)]
    return _with_pdfs(told, program) if program else told


# -- what is due -----------------------------------------------------------------------------------


def _wanted(gathered: Gathered, asked: LetterRequest, as_of: date, folder: Path) -> Iterator[_Wanted]:
    desk = _desk(gathered, as_of)
    for dossier in asked_for(gathered, asked.academies, asked.people):
        room = asked.to or folder / OUTPUT / gathered.cycle.slug / _round(dossier, gathered.cycle)
        for kind, due in due_to(dossier, desk):
            if not asked.kinds or kind.key in asked.kinds:
                yield _Wanted(kind, due, room, ready(kind, due, dossier.academy))


def _desk(gathered: Gathered, as_of: date) -> Desk:
    """The names that people have on Reviewers and Staff."""
    tables = (return_.tables.get(sheet) for return_ in gathered.returns for sheet in ("Staff", "Reviewers"))
    named = (
        zip(table.columns.get("payroll_number", ()), table.columns.get("name", ()), strict=False)
        for table in tables
        if table
    )
    names = {
        number: name for rows in named for number, name in rows if isinstance(number, str) and isinstance(name, str)
    }
    return Desk(gathered.settings, gathered.cycle, as_of, names)


def _round(dossier: Dossier, cycle: Cycle) -> Round:
    """The round that decides on a person; of whoever has no role, or one of another cycle, the cycle's own."""
    found = round_of(dossier.staff["role"])
    if (found is Round.APRIL) == cycle.teaching:
        return Round.OCTOBER if cycle.teaching else Round.APRIL
    return found


# -- what becomes of it ----------------------------------------------------------------------------


def _tasks(
    wanted: Sequence[_Wanted], templates: Mapping[str, bytes], asked: LetterRequest
) -> Iterator[tuple[LetterTask, list[_Wanted]]]:
    """The letters of a round and an academy together, under the names that they have there."""
    for output in dict.fromkeys(wanted_.output for wanted_ in wanted):
        of_round = [wanted_ for wanted_ in wanted if wanted_.output == output]
        room = "" if asked.to else LETTERS
        for task in letter_tasks(output, room, (wanted_.letter for wanted_ in of_round), templates):
            yield task, [wanted_ for wanted_ in of_round if wanted_.letter.academy == task.academy]


def _made(task: LetterTask, wanted: Sequence[_Wanted], asked: LetterRequest) -> Iterator[LetterResult]:
    """What becomes of the letters of an academy: those that are not there, or are to be replaced, are written."""
    states = [_state(letter, task.output / path, asked) for letter, path in zip(wanted, task.paths, strict=True)]
    to_write = [letter for letter, state in zip(task.letters, states, strict=True) if state is LetterState.MADE]
    written = {}
    if to_write:
        with locked(task.output):
            written = {letter.path: letter for letter in write_letters(replace(task, letters=tuple(to_write)))}
    for due_letter, path, state in zip(wanted, task.paths, states, strict=True):
        cleaned = written[path].cleaned if path in written else ()
        academy = due_letter.letter.academy
        yield LetterResult(due_letter.kind, due_letter.due, academy, task.output / path, state, cleaned=cleaned)


def _state(letter: _Wanted, path: Path, asked: LetterRequest) -> LetterState:
    if letter.due.lacks:
        return LetterState.LACKS
    if path.exists() and not asked.replace:
        return LetterState.STANDS if _is_of(path, letter.letter) else LetterState.OUTDATED
    return LetterState.LISTED if asked.only_list else LetterState.MADE


def _is_of(path: Path, letter: Ready) -> bool:
    """Whether a document was made with the same facts; of one that does not say, nobody can tell that it was not."""
    try:
        was = facts_of(properties_of(parts_of(read_file(path), workbook=False)))
    except (FileError, Refused, etree.LxmlError):
        return True
    return was is None or was == facts_of(letter.properties)


def _with_pdfs(told: Iterable[LetterResult], program: str) -> list[LetterResult]:
    """The letters that stand, as PDF too."""
    told = list(told)
    there = [result.path for result in told if result.state is not LetterState.LACKS]
    pdfs = dict(zip(there, as_pdf(there, program), strict=True))
    return [replace(result, pdf=pdfs.get(result.path)) for result in told]
