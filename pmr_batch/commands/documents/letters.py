"""The letters that are due: to whom, why and by when; made where they are not there yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from lxml import etree

from pmr_batch import records
from pmr_batch.commands.current_workbooks import CurrentWorkbooks, RefusedReturn, read_current_workbooks
from pmr_batch.commands.documents.addressees import requested_people
from pmr_batch.commands.documents.pdf import as_pdf, soffice
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.commands.numbers_since import decided_since, numbers_since
from pmr_batch.errors import FileError
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.files import read_file
from pmr_batch.model.person import Dossier
from pmr_batch.model.terms import Round
from pmr_batch.policy.roles import round_of
from pmr_batch.produce.letter_files import LETTERS, LetterTask, letter_tasks, write_letters
from pmr_batch.records.made_files import MadeFiles, put_files, staged_alone
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.templates import in_use
from pmr_batch.word.filling.properties import properties_of
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.kinds import ReadyLetter, due_to, facts_digest, ready
from pmr_batch.word.letters.letter import DueLetter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext, names_in


class LetterState(StrEnum):
    """The state of a letter that is due."""

    LISTED = "to be made"
    MADE = "made"
    EXISTING = "made before"
    OUTDATED = "made before, and the workbook has changed since"
    INCOMPLETE = "cannot be made yet"
    PASSED = "not made, as its dates have passed"


@dataclass(frozen=True)
class LetterRequest:
    """Which letters are requested: no academies, people or kinds mean all of them. `only_list` writes nothing."""

    academies: Collection[str] = ()
    people: Collection[str] = ()
    kinds: Collection[LetterKey] = ()
    to: Path | None = None
    pdf: bool = False
    only_list: bool = False


@dataclass(frozen=True)
class LetterResult:
    """A letter that is due, its state, and its file; `cleaned` names the fields that lost characters."""

    kind: LetterKind
    due: DueLetter
    academy: str
    path: Path
    state: LetterState
    pdf: Path | None = None
    cleaned: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something before the letter is right."""
        return self.state in (LetterState.OUTDATED, LetterState.INCOMPLETE, LetterState.PASSED)

    @property
    def exists(self) -> bool:
        """Whether there is a file of it."""
        return self.state in (LetterState.MADE, LetterState.EXISTING, LetterState.OUTDATED)


@dataclass(frozen=True)
class MadeLetters:
    """The letters that are due, and the returns that are refused: what they call for is not known."""

    letters: tuple[LetterResult, ...]
    refused: tuple[RefusedReturn, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a letter is not right yet, or a return is refused."""
        return bool(self.refused) or any(letter.is_open for letter in self.letters)


@dataclass(frozen=True)
class _DueLetter:
    """A letter that is due, as it would be made, with the folder of its round."""

    kind: LetterKind
    due: DueLetter
    output: Path
    letter: ReadyLetter


def make_letters(folder: Path, cycle: str, request: LetterRequest, as_of: date, executor: Executor) -> MadeLetters:
    """Everything that is due in a cycle, by academy, in the order of the workbooks; and what is missing, made.

    They go below output/<cycle>/<round of the person>/letters/<academy code>, or the folder requested. A letter
    made before is kept: whoever wants it made anew deletes or renames it. Raises UsageError, before anything is
    written, for academies and people who are not there, and for PDFs without LibreOffice; TemplateError for a copy
    that does not fit; LedgerError where a decision is not as it was recorded.
    """
    program = soffice() if request.pdf and not request.only_list else None
    templates = in_use(folder).documents
    workbooks = read_current_workbooks(folder, cycle, as_of, executor)
    due_letters = list(_due_letters(workbooks, request, as_of, folder))
    results = [
        result
        for task, of_task in _tasks(due_letters, templates, request)
        for result in _write_missing(folder, workbooks.cycle.name, task, of_task, request)
    ]
    letters = _with_pdfs(folder, results, program) if program else results
    return MadeLetters(tuple(letters), workbooks.refused_of(request.academies, request.people))


# -- what is due -----------------------------------------------------------------------------------


def _due_letters(
    workbooks: CurrentWorkbooks, request: LetterRequest, as_of: date, folder: Path
) -> Iterator[_DueLetter]:
    decided_on = _decided_on(folder, workbooks)
    context = LetterContext(workbooks.settings, workbooks.cycle, as_of, names_in(workbooks.returns), decided_on)
    for dossier in requested_people(workbooks, request.academies, request.people):
        output = request.to or folder / OUTPUT / workbooks.cycle.slug / _round(dossier, workbooks.cycle)
        for kind, due in due_to(dossier, context):
            if not request.kinds or kind.key in request.kinds:
                yield _DueLetter(kind, due, output, ready(kind, due, dossier.academy))


def _decided_on(folder: Path, workbooks: CurrentWorkbooks) -> dict[str, date]:
    """When the pay of people was settled, by their present payroll numbers."""
    recorded = records.recorded_decisions(folder, workbooks.cycle.name)
    numbers = numbers_since(recorded, workbooks.settings, workbooks.returns)
    in_force = {decided.payroll_number: decided for decided in decided_since(recorded, numbers)}
    return {number: decided.decision.decided_on for number, decided in in_force.items() if decided.is_settled}


def _round(dossier: Dossier, cycle: Cycle) -> Round:
    """The round that decides on a person; of whoever has no role, or one of another cycle, the cycle's own."""
    round_ = round_of(dossier.staff["role"])
    if (round_ is Round.APRIL) == cycle.teaching:
        return cycle.own_round
    return round_


# -- written or kept -------------------------------------------------------------------------------


def _tasks(
    due_letters: Sequence[_DueLetter], templates: Mapping[str, bytes], request: LetterRequest
) -> Iterator[tuple[LetterTask, list[_DueLetter]]]:
    """The letters of a round and an academy together, under the names that they have there."""
    for output in dict.fromkeys(due_letter.output for due_letter in due_letters):
        of_round = [due_letter for due_letter in due_letters if due_letter.output == output]
        subfolder = "" if request.to else LETTERS
        for task in letter_tasks(output, subfolder, (due_letter.letter for due_letter in of_round), templates):
            yield task, [due_letter for due_letter in of_round if due_letter.letter.academy == task.academy]


def _write_missing(
    folder: Path, cycle: str, task: LetterTask, due_letters: Sequence[_DueLetter], request: LetterRequest
) -> Iterator[LetterResult]:
    """The letters of an academy in a cycle: those that do not exist are written."""
    states = [_state(letter, task.output / path, request) for letter, path in zip(due_letters, task.paths, strict=True)]
    to_write = [letter for letter, state in zip(task.letters, states, strict=True) if state is LetterState.MADE]
    written = {}
    if to_write:
        with staged_alone(folder, task.output) as place:
            letters = write_letters(replace(task, output=place, letters=tuple(to_write)))
            written = {letter.path: letter for letter in letters}
            hashes = {letter.path: letter.sha256 for letter in letters}
            put_files(MadeFiles.recorded(folder, cycle), place, task.output, hashes)
    for due_letter, path, state in zip(due_letters, task.paths, states, strict=True):
        cleaned = written[path].cleaned if path in written else ()
        academy = due_letter.letter.academy
        yield LetterResult(due_letter.kind, due_letter.due, academy, task.output / path, state, cleaned=cleaned)


def _state(letter: _DueLetter, path: Path, request: LetterRequest) -> LetterState:
    if letter.due.missing_headings:
        return LetterState.INCOMPLETE
    if path.exists():
        return LetterState.EXISTING if _has_same_facts(path, letter.letter) else LetterState.OUTDATED
    if letter.due.passed:
        return LetterState.PASSED
    return LetterState.LISTED if request.only_list else LetterState.MADE


def _has_same_facts(path: Path, letter: ReadyLetter) -> bool:
    """Whether a document was made with the same facts; true for one that does not say."""
    try:
        facts = facts_digest(properties_of(parts_of(read_file(path), workbook=False)))
    except (FileError, Refused, etree.LxmlError):
        return True
    return facts is None or facts == facts_digest(letter.properties)


def _with_pdfs(folder: Path, results: Iterable[LetterResult], program: str) -> list[LetterResult]:
    """The letters that exist, as PDF too."""
    results = list(results)
    paths = [result.path for result in results if result.exists]
    pdfs = dict(zip(paths, as_pdf(folder, paths, program), strict=True))
    return [replace(result, pdf=pdfs.get(result.path)) for result in results]
