"""What a run keeps for later runs, and how what earlier runs kept is found.

kept.json is this run's, earlier.json that of the run before it with other inputs. `decide` checks the committee's
workbook against it, the next run of the round reports changes by it, and next cycle's run last cycle's points.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.round import Moderated
from pmr_batch.records.json_form import read_json, write_json

KEPT, EARLIER = "kept.json", "earlier.json"


def kept_run(moderated: Moderated) -> Kept:
    """What this run keeps."""
    run = moderated.run
    return Kept(
        run=run.run,
        fingerprint=run.fingerprint,
        as_of=run.as_of,
        cycle=run.cycle,
        people=moderated.people,
        recommendations=moderated.recommendations,
        settled=tuple(settled.now for settled in moderated.settled),
        equality=moderated.equality.published,
        inputs=tuple((file.path, file.sha256) for file in moderated.files),
    )


def write_kept_run(output: Path, moderated: Moderated) -> dict[str, str]:
    """Write kept.json, and earlier.json where there was a run before: SHA-256 by file name."""
    before = moderated.earlier.last_run
    hashes = {EARLIER: write_json(output / EARLIER, before)} if before else {}
    return hashes | {KEPT: write_json(output / KEPT, kept_run(moderated))}


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
    return read_json(path, Kept)
