"""Whether a run would only make again what is there: then nothing is read or made, and all stands as it is.

This is asked before the libraries that a run needs are loaded; it hashes what would be read, and what was made.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

from pmr_batch import records
from pmr_batch.commands.committee_workbooks import workbooks_out
from pmr_batch.commands.folders import INCOMING, OUTPUT
from pmr_batch.commands.rounds.finished_run import FinishedRun
from pmr_batch.files import TRUST_FILE, room_for_names
from pmr_batch.locks import locked
from pmr_batch.model.terms import Round
from pmr_batch.records.json_form import read_json
from pmr_batch.records.made_files import MadeFiles, Placed, standing_files
from pmr_batch.records.run_key import run_key
from pmr_batch.records.run_record import RUN, RunRecord


def standing_run(
    folder: Path, cycle_name: str, round_: Round, as_of: date, confirmed: date | None = None
) -> FinishedRun | None:
    """The last run of a round where this one would be it again, file by file; None where anything has to be done.

    Raises LedgerError and OutputError as the run would.
    """
    found = _last_run(folder, cycle_name, round_)
    if found is None or not (folder / TRUST_FILE).is_file():
        return None
    output, run = found
    with locked(folder):
        records.check(folder)
        returns = folder / INCOMING / output.parent.name
        if run.made_from != run_key(folder, returns, output, run.cycle, as_of, confirmed):
            return None
        made = MadeFiles.recorded(folder)
        placed = _standing(made, output, run)
        recorded = records.entries(folder, records.RUN, run.cycle, round_.value)[-1:]
        if placed is None or run.summary is None or [entry.body["run"] for entry in recorded] != [run.run]:
            return None
        return FinishedRun(output, run.summary, placed, workbooks_out(output, made))


def _last_run(folder: Path, cycle_name: str, round_: Round) -> tuple[Path, RunRecord] | None:
    """The output of the last run of a cycle, by its name or that of its folder, and its record."""
    for path in sorted((folder / OUTPUT).glob(f"*/{round_.value}/{RUN}")):
        run = read_json(path, RunRecord)
        if run and run.made_from and cycle_name in (run.cycle, path.parent.parent.name):
            return path.parent, run
    return None


def _standing(made: MadeFiles, output: Path, run: RunRecord) -> Placed | None:
    """What became of the files of a run; None where one is not there as it would be made again."""
    record = made.last(output / RUN)
    if record is None or standing_files(made, output, {RUN: record}) is None or not _have_room(output, run):
        return None
    return standing_files(made, output, {file.path: file.sha256 for file in run.files})


def _have_room(output: Path, run: RunRecord) -> bool:
    """Whether the names of all documents are short enough for where they lie: the trust folder may have been moved."""
    documents = [PurePosixPath(file.path) for file in run.files if file.path.endswith(".docx")]
    room = {folder: room_for_names(output / folder) for folder in {path.parent for path in documents}}
    return all(len(path.name) <= room[path.parent] for path in documents)
