"""Writes the files of a round's decisions to a temporary folder, and moves them to decided/.

The decisions are recorded in between. If the program is interrupted after that, the same command completes decided/,
which always follows from the ledger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, read_current_workbooks
from pmr_batch.commands.decide.run_lookup import RUNS, DecidedRound
from pmr_batch.files import FileHash, file_hashes, put_in_place, read_file, write_bytes
from pmr_batch.model.decision import Decided
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Round
from pmr_batch.produce import RUN
from pmr_batch.produce.decided import write_lists
from pmr_batch.produce.decided.documents import Case, DecidedDocument, unchanged_documents, write_documents
from pmr_batch.produce.decided.minutes import Amended
from pmr_batch.produce.run_json import RunRecord
from pmr_batch.records import decision_body
from pmr_batch.records.entries import canonical
from pmr_batch.records.json_form import read_json, write_json
from pmr_batch.records.kept_runs import KEPT
from pmr_batch.templates import in_use

RECORD = "decided.json"


@dataclass(frozen=True)
class DecidedFiles:
    """The files of a round's decisions: lists as SHA-256 by path, and documents.

    `new_documents` are in the temporary folder, `earlier_documents` in decided/ already. `without_form` are people whom
    no return has any more, `changed_returns` the returns that are not what the run read.
    """

    lists: Mapping[str, str]
    new_documents: tuple[DecidedDocument, ...]
    earlier_documents: tuple[DecidedDocument, ...]
    without_form: tuple[Decided, ...]
    changed_returns: tuple[str, ...]

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 by path of all files of decided/ once they are moved there."""
        documents = (*self.earlier_documents, *self.new_documents)
        return {**self.lists, **{document.path: document.sha256 for document in documents}}


def write_decided_files(
    place: Path, decided_round: DecidedRound, history: Sequence[Decided], run_number: str
) -> DecidedFiles:
    """Write all files of a round's decisions below `place`; `history` are the decisions, the first first.

    What the run with `run_number` kept is copied, too, and what earlier runs kept: so decisions can be amended later.
    """
    run, settings, executor = decided_round.run, decided_round.settings, decided_round.executor
    in_force = {decided.payroll_number: decided for decided in history}
    fingerprints = {number: _fingerprint(decided, run) for number, decided in in_force.items() if decided.is_settled}
    earlier = unchanged_documents(decided_round.decided, _documents(decided_round.decided), fingerprints)
    has_document = {decided.payroll_number for decided in earlier}
    wanted = [in_force[number] for number in fingerprints if number not in has_document]
    gathered = read_current_workbooks(decided_round.folder, run.cycle, run.as_of, executor) if wanted else None
    cases = list(_cases(wanted, fingerprints, gathered))
    with_form = {case.decided.payroll_number for case in cases}
    new = list(write_documents(place, cases, settings, run, in_use(decided_round.folder), executor))
    lists = write_lists(place, list(in_force.values()), list(_amended(history)), run, settings, executor)
    lists |= _runs(place, decided_round, run_number)
    lists[RECORD] = write_json(place / RECORD, _record(run, lists, [*earlier, *new]))
    return DecidedFiles(
        lists,
        tuple(new),
        tuple(earlier),
        tuple(decided for decided in wanted if decided.payroll_number not in with_form),
        tuple(_changed(decided_round.round_folder.output, gathered)) if gathered else (),
    )


def _cases(
    wanted: Sequence[Decided], fingerprints: Mapping[str, str], gathered: CurrentWorkbooks | None
) -> Iterator[Case]:
    all_dossiers = gathered.dossiers.values() if gathered else ()
    dossiers = {(dossier.academy, dossier.staff["payroll_number"]): dossier for dossier in all_dossiers}
    for decided in wanted:
        of_person = dossiers.get((decided.academy, decided.payroll_number))
        if of_person is not None:
            yield Case(decided, fingerprints[decided.payroll_number], of_person)


def _runs(place: Path, decided_round: DecidedRound, run_number: str) -> dict[str, str]:
    """Copy what the runs kept whose rows were decided: SHA-256 by path."""
    contents = {path.name: read_file(path) for path in sorted((decided_round.decided / RUNS).glob("*.json"))}
    if run_number == decided_round.run.run:
        contents[f"{run_number}.json"] = read_file(decided_round.round_folder.output / KEPT)
    return {f"{RUNS}/{name}": write_bytes(place / RUNS / name, content) for name, content in contents.items()}


def put_decided_files(files: DecidedFiles, place: Path, folder: Path) -> None:
    """Move the files from `place` to decided/, the record last; delete earlier files that are no longer among them."""
    earlier = _listed(folder)
    lists = [path for path in files.lists if path != RECORD]
    put_in_place(place, folder, [*(document.path for document in files.new_documents), *lists, RECORD])
    for file in earlier:
        if file.path not in files.files and file.is_in(folder):
            (folder / file.path).unlink()


def _amended(history: Sequence[Decided]) -> Iterator[Amended]:
    """Decisions that replaced another one of the same run; in a later run the row is a new case."""
    latest: dict[str, Decided] = {}
    for decided in history:
        earlier = latest.get(decided.payroll_number)
        if earlier is not None and earlier.run == decided.run:
            yield Amended(earlier, decided)
        latest[decided.payroll_number] = decided


def _fingerprint(decided: Decided, run: RunFacts) -> str:
    return hashlib.sha256(canonical(decision_body(decided, run.cycle, run.round.value)).encode()).hexdigest()


def _changed(output: Path, gathered: CurrentWorkbooks) -> Iterator[str]:
    """The paths of returns that have changed since the run read them."""
    run = read_json(output / RUN, RunRecord)
    hashes = {file.path: file.sha256 for file in run.inputs} if run else {}
    yield from (return_.path for return_ in gathered.returns if hashes.get(return_.path) != return_.sha256)


# -- decided.json -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DecidedRecord:
    """decided.json: the documents and lists in the folder, and the last run of the round."""

    run: str
    cycle: str
    round: Round
    documents: tuple[DecidedDocument, ...] = ()
    lists: tuple[FileHash, ...] = ()

    @property
    def files(self) -> list[FileHash]:
        """All files, with their SHA-256 when they were written."""
        return [*(FileHash(document.path, document.sha256) for document in self.documents), *self.lists]


def _record(run: RunFacts, lists: Mapping[str, str], documents: Iterable[DecidedDocument]) -> DecidedRecord:
    in_order = tuple(sorted(documents, key=lambda document: document.path))
    return DecidedRecord(run.run, run.cycle, run.round, in_order, file_hashes(lists))


def _documents(folder: Path) -> tuple[DecidedDocument, ...]:
    record = read_json(folder / RECORD, DecidedRecord)
    return record.documents if record else ()


def _listed(folder: Path) -> list[FileHash]:
    record = read_json(folder / RECORD, DecidedRecord)
    return record.files if record else []
