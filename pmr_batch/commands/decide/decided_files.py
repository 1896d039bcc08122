"""The papers of a round's decisions, made whole beside decided/ before anything is recorded, then put into it.

The decisions are recorded in between: what is cut off after that is made good by deciding again, as decided/ always
follows from the ledger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, read_current_workbooks
from pmr_batch.commands.decide.decided_round import Sitting
from pmr_batch.commands.decide.run_lookup import RUNS
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
class Papers:
    """Papers that stand whole in a place of their own, lists by path with their SHA-256, and who is to be told of.

    `fresh` documents are there, `kept` ones stand in decided/ already. `without_form` are people whom no return has
    any more, `changed` the returns that are not what the run read.
    """

    lists: Mapping[str, str]
    fresh: tuple[DecidedDocument, ...]
    kept: tuple[DecidedDocument, ...]
    without_form: tuple[Decided, ...]
    changed: tuple[str, ...]

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 by path of all that is in decided/ once they are in place."""
        return {**self.lists, **{one.path: one.sha256 for one in (*self.kept, *self.fresh)}}


def make_papers(place: Path, sitting: Sitting, history: Sequence[Decided], decided_in: str) -> Papers:
    """Everything that follows from the decisions of a round, `history` from the first on, written below `place`.

    What the run `decided_in` kept goes with it, and what those before it did: so decisions can be amended later.
    """
    run, settings, executor = sitting.run, sitting.settings, sitting.executor
    in_force = {one.payroll_number: one for one in history}
    prints = {number: _fingerprint(one, run) for number, one in in_force.items() if one.is_settled}
    kept = unchanged_documents(sitting.room, _documents(sitting.room), prints)
    have = {one.payroll_number for one in kept}
    wanting = [in_force[number] for number in prints if number not in have]
    found = read_current_workbooks(sitting.folder, run.cycle, run.as_of, executor) if wanting else None
    cases = list(_cases(wanting, prints, found))
    told = {case.decided.payroll_number for case in cases}
    fresh = list(write_documents(place, cases, settings, run, in_use(sitting.folder), executor))
    lists = write_lists(place, list(in_force.values()), list(_amended(history)), run, settings, executor)
    lists |= _runs(place, sitting, decided_in)
    lists[RECORD] = write_json(place / RECORD, _record(run, lists, [*kept, *fresh]))
    return Papers(
        lists,
        tuple(fresh),
        tuple(kept),
        tuple(one for one in wanting if one.payroll_number not in told),
        tuple(_changed(sitting.of_round.output, found)) if found else (),
    )


def _cases(wanting: Sequence[Decided], prints: Mapping[str, str], found: CurrentWorkbooks | None) -> Iterator[Case]:
    there = found.dossiers.values() if found else ()
    dossiers = {(one.academy, one.staff["payroll_number"]): one for one in there}
    for one in wanting:
        dossier = dossiers.get((one.academy, one.payroll_number))
        if dossier is not None:
            yield Case(one, prints[one.payroll_number], dossier)


def _runs(place: Path, sitting: Sitting, decided_in: str) -> dict[str, str]:
    """What the runs kept whose rows were decided: SHA-256 by path."""
    kept = {path.name: read_file(path) for path in sorted((sitting.room / RUNS).glob("*.json"))}
    if decided_in == sitting.run.run:
        kept[f"{decided_in}.json"] = read_file(sitting.of_round.output / KEPT)
    return {f"{RUNS}/{name}": write_bytes(place / RUNS / name, content) for name, content in kept.items()}


def put(papers: Papers, place: Path, room: Path) -> None:
    """Put them into decided/, the record last, and take away what is not among them any more."""
    before = _listed(room)
    lists = [path for path in papers.lists if path != RECORD]
    put_in_place(place, room, [*(one.path for one in papers.fresh), *lists, RECORD])
    for file in before:
        if file.path not in papers.files and file.is_in(room):
            (room / file.path).unlink()


def _amended(history: Sequence[Decided]) -> Iterator[Amended]:
    """Decisions that took the place of another of the same run: one of a later run is the row come again."""
    last: dict[str, Decided] = {}
    for one in history:
        was = last.get(one.payroll_number)
        if was is not None and was.run == one.run:
            yield Amended(was, one)
        last[one.payroll_number] = one


def _fingerprint(one: Decided, run: RunFacts) -> str:
    return hashlib.sha256(canonical(decision_body(one, run.cycle, run.round.value)).encode()).hexdigest()


def _changed(output: Path, found: CurrentWorkbooks) -> Iterator[str]:
    """The returns that were read anew and are not what the run read."""
    run = read_json(output / RUN, RunRecord)
    then = {file.path: file.sha256 for file in run.inputs} if run else {}
    yield from (one.path for one in found.returns if then.get(one.path) != one.sha256)


# -- decided.json: what is there ---------------------------------------------------------------------


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
        """All of them, as they were made."""
        return [*(FileHash(one.path, one.sha256) for one in self.documents), *self.lists]


def _record(run: RunFacts, lists: Mapping[str, str], documents: Iterable[DecidedDocument]) -> DecidedRecord:
    in_order = tuple(sorted(documents, key=lambda one: one.path))
    return DecidedRecord(run.run, run.cycle, run.round, in_order, file_hashes(lists))


def _documents(room: Path) -> tuple[DecidedDocument, ...]:
    record = read_json(room / RECORD, DecidedRecord)
    return record.documents if record else ()


def _listed(room: Path) -> list[FileHash]:
    record = read_json(room / RECORD, DecidedRecord)
    return record.files if record else []
