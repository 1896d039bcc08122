"""The files of a round's decisions: made in a temporary folder, recorded, and put into decided/.

If the program is interrupted after the record, the same command completes decided/, which follows from the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, RefusedReturn, read_current_workbooks
from pmr_batch.commands.decide.decided_documents import WantedDocuments, make_documents
from pmr_batch.commands.decide.decided_workbook import DecidedWorkbook
from pmr_batch.commands.decide.run_lookup import DecidedRound
from pmr_batch.commands.decide.taken import History
from pmr_batch.commands.payroll.payable import Payable, payable
from pmr_batch.commands.payroll.payroll_rows import payroll_file
from pmr_batch.files import FileHash, file_hashes, write_bytes
from pmr_batch.model.decision import Decided
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.produce.decided import DecidedLists, write_lists
from pmr_batch.produce.decided.minutes import Amended
from pmr_batch.produce.decided.payroll import write_payroll_files
from pmr_batch.records.decided_record import HANDED_IN, RECORD, DecidedDocument, DecidedRecord
from pmr_batch.records.json_form import read_json, write_json
from pmr_batch.records.made_files import MadeFiles, Placed, put_files
from pmr_batch.records.run_record import RUN, RunRecord


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
    history: History,
    payroll: Sequence[PayrollFile],
    taken_from: Sequence[DecidedWorkbook],
) -> DecidedFiles:
    """Make all files of a round's decisions and appeals below `place` that are not there yet.

    `payroll` is what payroll was told before; `taken_from` the workbooks, which are kept as they were handed in,
    where decisions or appeals are taken from them.
    """
    run, settings, executor = decided_round.run, decided_round.settings, decided_round.executor
    waiting = payable(history.in_force.values(), settings)
    earlier = _documents(decided_round.decided)
    wanted = WantedDocuments.of(decided_round, history, waiting.decided, earlier)
    gathered = read_current_workbooks(decided_round.folder, run.cycle, run.as_of, executor) if wanted.any else None
    new, without_form = make_documents(place, decided_round, wanted, gathered) if gathered else ((), ())
    hashes = {document.path: document.sha256 for document in new}
    new_file = payroll_file(waiting.decided, history.in_force, payroll, settings, decided_round.round_folder.cycle.ends)
    files = [*payroll, *([new_file] if new_file else [])]
    hashes |= write_payroll_files(place, decided_round.decided, files, run, settings)
    lists = DecidedLists(tuple(history.in_force.values()), tuple(_amended(history.decisions)), history.appeals_in_force)
    hashes |= write_lists(place, lists, run, settings, executor)
    for workbook in taken_from:
        handed_in = f"{HANDED_IN}/{workbook.sha256[:16]} {workbook.name}"
        hashes[handed_in] = write_bytes(place / handed_in, workbook.content)
    kept = [document for document in earlier if document.path not in hashes]
    changed = tuple(_changed(decided_round.round_folder.output, gathered)) if gathered else ()
    lacking_academies = {decided.academy for decided in without_form}
    refused = gathered.refused_of(lacking_academies) if gathered and without_form else ()
    return DecidedFiles(hashes, (*kept, *new), new, new_file, waiting, without_form, changed, refused)


def put_decided_files(files: DecidedFiles, place: Path, decided_round: DecidedRound) -> DecidedFiles:
    """Put the files from `place` into decided/, the record last; lists that are not made any more are removed."""
    made, target = MadeFiles.recorded(decided_round.folder), decided_round.decided
    outdated = [file.path for file in _listed(target)]
    placed = put_files(made, place, target, files.hashes, outdated)
    moved = {wanted: got for got, wanted in placed.beside.items()}
    documents = tuple(
        sorted(
            (replace(document, path=moved.get(document.path, document.path)) for document in files.documents),
            key=lambda document: document.path,
        )
    )
    of_documents = {document.path for document in documents}
    lists = {path: sha256 for path, sha256 in placed.files.items() if path not in of_documents and not _is_kept(path)}
    record = DecidedRecord(
        decided_round.run.run, decided_round.run.cycle, decided_round.run.round, documents, file_hashes(lists)
    )
    put_files(made, place, target, {RECORD: write_json(place / RECORD, record)})
    return replace(files, documents=documents, placed=placed)


def _is_kept(path: str) -> bool:
    """Whether a file is never made again or removed: what payroll was sent, and what was handed in."""
    return path.startswith(("payroll/", f"{HANDED_IN}/"))


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
