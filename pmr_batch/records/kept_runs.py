"""What a run keeps of itself beside its papers, and how what earlier runs kept is found again.

kept.json is this run's, earlier.json that of the run before it with other inputs. `decide` holds the committee's
workbook against it, the next run of the round tells what has changed, and next cycle's where everybody stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.round import Moderated
from pmr_batch.records.json_form import read_json, write_json

KEPT, EARLIER = "kept.json", "earlier.json"


def kept(moderated: Moderated) -> Kept:
    """What this run keeps."""
    run = moderated.run
    return Kept(
        run=run.run,
        fingerprint=run.fingerprint,
        as_of=run.as_of,
        cycle=run.cycle,
        people=moderated.people,
        recommendations=moderated.recommendations,
        settled=tuple(pair.now for pair in moderated.settled),
        equality=moderated.equality.published,
        inputs=tuple((file.path, file.sha256) for file in moderated.files),
    )


def write_kept(output: Path, moderated: Moderated) -> dict[str, str]:
    """Write kept.json, and earlier.json where there was a run before: SHA-256 by file name."""
    before = moderated.earlier.last_run
    made = {EARLIER: write_json(output / EARLIER, before)} if before else {}
    return made | {KEPT: write_json(output / KEPT, kept(moderated))}


def earlier(output: Path, before: Iterator[Path], fingerprint: str) -> Earlier:
    """What is at hand of the run before in `output`, and of the same round's outputs `before`, the latest first.

    A run with the same inputs is this one again: then what went before that is the run before. The cycles end
    with the first of which nothing is at hand.
    """
    last = read_kept(output / KEPT)
    if last is not None and last.fingerprint == fingerprint:
        last = read_kept(output / EARLIER)
    cycles = []
    for place in before:
        found = read_kept(place / KEPT)
        if found is None:
            break
        cycles.append(found)
    return Earlier(last, tuple(cycles))


def read_kept(path: Path) -> Kept | None:
    """What a run kept; None where there is none, or none that this version of the program wrote."""
    return read_json(path, Kept)
