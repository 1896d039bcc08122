"""What a run keeps for later runs, and how what earlier runs kept is found.

kept.json is this run's, earlier.json that of the run before it with other inputs. The rows that a run put before the
committee are a file in rows/, named by its content, which runs with the same rows share: `decide` checks a committee's
workbook of any run against its rows, the next run reports changes by them, and next cycle's run last cycle's points.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from pmr_batch.files import write_bytes
from pmr_batch.model.appeal import DecidedPerson
from pmr_batch.model.earlier_runs import Earlier, Kept, KeptReturn
from pmr_batch.model.equality import Published
from pmr_batch.model.findings import Person
from pmr_batch.model.open_points import OpenPoint, open_points
from pmr_batch.model.person import Recommendation
from pmr_batch.model.round import Moderated
from pmr_batch.records.json_form import as_json, from_json, json_text, read_json, write_json

KEPT, EARLIER, ROWS = "kept.json", "earlier.json", "rows"
_ENDING = ".json.gz"


@dataclass(frozen=True)
class CommitteeRows:
    """The rows that a run put before the committee, those of whoever was decided already, and those of Appeals."""

    recommendations: tuple[Recommendation, ...]
    settled: tuple[Recommendation, ...]
    appeals: tuple[DecidedPerson, ...] = ()


@dataclass(frozen=True)
class _KeptFile:
    """kept.json: what a run keeps, but for its rows, which are in the file of the name `rows`."""

    run: str
    fingerprint: str
    as_of: date
    cycle: str
    people: tuple[Person, ...]
    equality: tuple[Published, ...]
    inputs: tuple[tuple[str, str], ...]
    rows: str
    open: tuple[OpenPoint, ...] | None = None
    returns: tuple[KeptReturn, ...] = ()


@dataclass(frozen=True)
class WrittenRun:
    """What a run has kept: SHA-256 by path, and the name of its rows."""

    files: Mapping[str, str]
    rows: str


def kept_run(moderated: Moderated, returns: Iterable[KeptReturn] = ()) -> Kept:
    """What this run keeps; `returns` are what goes back."""
    run = moderated.run
    return Kept(
        run=run.run,
        fingerprint=run.fingerprint,
        as_of=run.as_of,
        cycle=run.cycle,
        people=moderated.people,
        recommendations=moderated.recommendations,
        settled=tuple(settled.now for settled in moderated.settled),
        appeals=moderated.appeals,
        equality=moderated.equality.published,
        inputs=tuple((file.path, file.sha256) for file in moderated.files),
        open=open_points(moderated.findings),
        returns=tuple(returns),
    )


def write_kept_run(output: Path, moderated: Moderated, returns: Iterable[KeptReturn] = ()) -> WrittenRun:
    """Write kept.json, and earlier.json where there was a run before, with the rows of both."""
    before = moderated.earlier.last_run
    files, rows = _written(output, KEPT, kept_run(moderated, returns))
    if before:
        files |= _written(output, EARLIER, before)[0]
    return WrittenRun(files, rows)


def _written(output: Path, name: str, kept: Kept) -> tuple[dict[str, str], str]:
    committee_rows = CommitteeRows(kept.recommendations, kept.settled, kept.appeals)
    content = gzip.compress(json_text(committee_rows).encode(), 6, mtime=0)
    sha256 = hashlib.sha256(content).hexdigest()
    rows = sha256[:16]
    path = f"{ROWS}/{rows}{_ENDING}"
    if not (output / path).exists():
        write_bytes(output / path, content)
    of_file = {field.name: getattr(kept, field.name) for field in fields(_KeptFile) if field.name != "rows"}
    return {path: sha256, name: write_json(output / name, {**as_json(of_file), "rows": rows})}, rows


def earlier_runs(output: Path, outputs_before: Iterator[Path], fingerprint: str) -> Earlier:
    """The run before in `output`, and the same round's runs in `outputs_before`, the latest first.

    A run with the same inputs is this one again: then the run before that is the run before. The cycles end with
    the first that kept nothing.
    """
    last = read_kept_run(output / KEPT)
    if last is not None and last.fingerprint == fingerprint:
        last = read_kept_run(output / EARLIER)
    cycles = []
    for folder in outputs_before:
        run = read_kept_run(folder / KEPT)
        if run is None:
            break
        cycles.append(run)
    return Earlier(last, tuple(cycles))


def read_kept_run(path: Path) -> Kept | None:
    """What a run kept; None where there is none, or none that this version of the program wrote."""
    kept = read_json(path, _KeptFile)
    rows = read_rows(path.parent, kept.rows) if kept else None
    if kept is None or rows is None:
        return None
    of_file = {field.name: getattr(kept, field.name) for field in fields(_KeptFile) if field.name != "rows"}
    return Kept(**of_file, recommendations=rows.recommendations, settled=rows.settled, appeals=rows.appeals)


def read_rows(output: Path, name: str) -> CommitteeRows | None:
    """The rows of a name in the output of a round; None where they are not there as they were kept."""
    try:
        content = (output / ROWS / f"{name}{_ENDING}").read_bytes()
        if not hashlib.sha256(content).hexdigest().startswith(name):
            return None
        return from_json(json.loads(gzip.decompress(content)), CommitteeRows)
    except (OSError, ValueError, EOFError):
        return None
