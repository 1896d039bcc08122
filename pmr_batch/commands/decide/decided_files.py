"""The files of a round's decisions: made in a temporary folder, recorded, and put into decided/.

If the program is interrupted after the record, the same command completes decided/, which follows from the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, RefusedReturn, read_current_workbooks
from pmr_batch.commands.decide.recommendations_sheet import DecidedWorkbook
from pmr_batch.commands.decide.run_lookup import DecidedRound
from pmr_batch.commands.payroll.payable import Payable, payable
from pmr_batch.commands.payroll.payroll_rows import payroll_file
from pmr_batch.files import FileHash, file_hashes, write_bytes
from pmr_batch.model.decision import Decided
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.produce.decided import write_lists
from pmr_batch.produce.decided.documents import Case, write_documents
from pmr_batch.produce.decided.minutes import Amended
from pmr_batch.produce.decided.payroll import write_payroll_files
from pmr_batch.records import decision_fingerprint
from pmr_batch.records.decided_record import HANDED_IN, RECORD, DecidedDocument, DecidedRecord
from pmr_batch.records.json_form import read_json, write_json
from pmr_batch.records.made_files import Placed, put_files
from pmr_batch.records.run_record import RUN, RunRecord
from pmr_batch.templates import in_use


@dataclass(frozen=True)
class DecidedFiles:
    """The files of a round's decisions: `hashes` are the SHA-256 by path of those that are made now.

    `documents` are all, also of decisions that were amended since; `new_documents` those of them made now. `payroll` is
    the payroll file that is new. `without_form` are people whom no return has any more, or whose academy's return is
    `refused`; `changed_returns` are not what the run read. `waiting` are decisions of which nothing is made yet.
    """

    hashes: Mapping[str, str]
    documents: tuple[DecidedDocument, ...]
    new_documents: tuple[DecidedDocument, ...]
    payroll: PayrollFile | None
    waiting: Payable
    without_form: tuple[Decided, ...]
    changed_returns: tuple[str, ...]
    refused: tuple[RefusedReturn, ...]
    placed: Placed = field(default_factory=Placed)

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 by path of all files of the decisions once they are put into decided/."""
        return {**{document.path: document.sha256 for document in self.documents}, **self.placed.files}


def write_decided_files(
    place: Path,
    decided_round: DecidedRound,
    history: Sequence[Decided],
    payroll: Sequence[PayrollFile],
    taken_from: DecidedWorkbook | None,
) -> DecidedFiles:
    """Make all files of a round's decisions below `place` that are not there yet.

    `history` are the decisions, the first first; `payroll` what payroll was told before; `taken_from` the workbook,
    which is kept as it was handed in, where decisions are taken from it.
    """
    run, settings, executor = decided_round.run, decided_round.settings, decided_round.executor
    in_force = {decided.payroll_number: decided for decided in history}
    waiting = payable(in_force.values(), settings)
    fingerprints = {
        decided.payroll_number: decision_fingerprint(decided, run.cycle, run.round.value) for decided in waiting.decided
    }
    earlier = _documents(decided_round.decided)
    lacking = _lacking(decided_round.decided, earlier, fingerprints)
    wanted = [decided for decided in waiting.decided if lacking[decided.payroll_number]]
    gathered = read_current_workbooks(decided_round.folder, run.cycle, run.as_of, executor) if wanted else None
    cases = list(_cases(wanted, fingerprints, gathered, _replaced(history)))
    with_form = {case.decided.payroll_number for case in cases}
    taken = {document.path for document in earlier if (decided_round.decided / document.path).is_file()}
    new = [
        document
        for document in write_documents(place, cases, settings, run, in_use(decided_round.folder), executor, taken)
        if document.kind in lacking[document.payroll_number]
    ]
    hashes = {document.path: document.sha256 for document in new}
    new_file = payroll_file(waiting.decided, in_force, payroll, settings, decided_round.round_folder.cycle.ends)
    files = [*payroll, *([new_file] if new_file else [])]
    hashes |= write_payroll_files(place, decided_round.decided, files, run, settings)
    hashes |= write_lists(place, list(in_force.values()), list(_amended(history)), run, settings, executor)
    if taken_from:
        handed_in = f"{HANDED_IN}/{taken_from.sha256[:16]} {taken_from.name}"
        hashes[handed_in] = write_bytes(place / handed_in, taken_from.content)
    kept = [document for document in earlier if document.path not in hashes]
    without_form = tuple(decided for decided in wanted if decided.payroll_number not in with_form)
    return DecidedFiles(
        hashes,
        (*kept, *new),
        tuple(new),
        new_file,
        waiting,
        without_form,
        tuple(_changed(decided_round.round_folder.output, gathered)) if gathered else (),
        gathered.refused_of({decided.academy for decided in without_form}) if gathered and without_form else (),
    )


def put_decided_files(files: DecidedFiles, place: Path, decided_round: DecidedRound) -> DecidedFiles:
    """Put the files from `place` into decided/, the record last; lists that are not made any more are removed."""
    folder, target = decided_round.folder, decided_round.decided
    outdated = [file.path for file in _listed(target)]
    placed = put_files(folder, place, target, files.hashes, outdated)
    moved = {wanted: got for got, wanted in placed.beside.items()}
    documents = tuple(
        sorted(
            (replace(document, path=moved.get(document.path, document.path)) for document in files.documents),
            key=lambda document: document.path,
        )
    )
    made = {document.path for document in documents}
    lists = {path: sha256 for path, sha256 in placed.files.items() if path not in made and not _is_kept(path)}
    record = DecidedRecord(
        decided_round.run.run, decided_round.run.cycle, decided_round.run.round, documents, file_hashes(lists)
    )
    put_files(folder, place, target, {RECORD: write_json(place / RECORD, record)})
    return replace(files, documents=documents, placed=placed)


def _is_kept(path: str) -> bool:
    """Whether a file is never made again or removed: what payroll was sent, and what was handed in."""
    return path.startswith(("payroll/", f"{HANDED_IN}/"))


def _lacking(
    folder: Path, earlier: Sequence[DecidedDocument], fingerprints: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """The kinds of documents that each person does not have of the decision in force, by payroll number."""
    there = {
        (document.payroll_number, document.kind)
        for document in earlier
        if document.decision == fingerprints.get(document.payroll_number) and (folder / document.path).is_file()
    }
    return {
        number: frozenset(kind for kind in DecidedDocument.KINDS if (number, kind) not in there)
        for number in fingerprints
    }


def _cases(
    wanted: Sequence[Decided],
    fingerprints: Mapping[str, str],
    gathered: CurrentWorkbooks | None,
    replaced: Mapping[str, Decided],
) -> Iterator[Case]:
    all_dossiers = gathered.dossiers.values() if gathered else ()
    dossiers = {(dossier.academy, dossier.staff["payroll_number"]): dossier for dossier in all_dossiers}
    for decided in wanted:
        of_person = dossiers.get((decided.academy, decided.payroll_number))
        if of_person is not None:
            number = decided.payroll_number
            yield Case(decided, fingerprints[number], of_person, replaced.get(number))


def _replaced(history: Sequence[Decided]) -> dict[str, Decided]:
    """The decision that settled pay before the one in force, by payroll number."""
    settled: dict[str, list[Decided]] = {}
    for decided in history:
        if decided.is_settled:
            settled.setdefault(decided.payroll_number, []).append(decided)
    return {number: decisions[-2] for number, decisions in settled.items() if len(decisions) > 1}


def _amended(history: Sequence[Decided]) -> Iterator[Amended]:
    """Decisions that replaced another one; after a row was put off, the next run's is a new case."""
    latest: dict[str, Decided] = {}
    for decided in history:
        earlier = latest.get(decided.payroll_number)
        if earlier is not None and (earlier.is_settled or earlier.run == decided.run):
            yield Amended(earlier, decided)
        latest[decided.payroll_number] = decided


def _changed(output: Path, gathered: CurrentWorkbooks) -> Iterator[str]:
    """The paths of returns that have changed since the run read them."""
    run = read_json(output / RUN, RunRecord)
    hashes = {file.path: file.sha256 for file in run.inputs} if run else {}
    yield from (return_.path for return_ in gathered.returns if hashes.get(return_.path) != return_.sha256)


def _documents(folder: Path) -> tuple[DecidedDocument, ...]:
    record = read_json(folder / RECORD, DecidedRecord)
    return record.documents if record else ()


def _listed(folder: Path) -> tuple[FileHash, ...]:
    record = read_json(folder / RECORD, DecidedRecord)
    return record.lists if record else ()
