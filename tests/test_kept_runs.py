"""What a run keeps of itself, and how the run before and the cycles before are found again."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from moderated_round import a_round

from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.round import Moderated
from pmr_batch.records.kept_runs import EARLIER, KEPT, ROWS, earlier_runs, kept_run, read_kept_run, write_kept_run

ROUND = a_round(3, 9)


def made_from(fingerprint: str, before: Kept | None = None) -> Moderated:
    """The round as a run with other inputs would leave it, after the run before."""
    run = replace(ROUND.run, run=fingerprint[:8], fingerprint=fingerprint)
    return replace(ROUND, run=run, earlier=Earlier(before))


def ran(output: Path, fingerprint: str) -> dict[str, str]:
    """What a run with such inputs writes, as it finds the folder."""
    output.mkdir(parents=True, exist_ok=True)
    return dict(write_kept_run(output, made_from(fingerprint, before(output, fingerprint))).files)


def before(output: Path, fingerprint: str) -> Kept | None:
    """The run before one with such inputs."""
    return earlier_runs(output, iter(()), fingerprint).last_run


def test_what_was_kept_is_read_back_as_it_was(tmp_path: Path) -> None:
    write_kept_run(tmp_path, ROUND)
    assert read_kept_run(tmp_path / KEPT) == kept_run(ROUND)
    assert {type(one.recommended.amount) for one in kept_run(ROUND).recommendations} == {Decimal}


def test_the_files_it_was_made_from_are_kept_with_their_hashes(tmp_path: Path) -> None:
    assert kept_run(ROUND).inputs == tuple((one.path, one.sha256) for one in ROUND.files)


def test_a_first_run_has_none_before_it(tmp_path: Path) -> None:
    assert {path for path in ran(tmp_path, "a" * 64) if not path.startswith(ROWS)} == {KEPT}
    assert before(tmp_path, "a" * 64) is None


def test_a_run_with_other_inputs_keeps_the_one_before(tmp_path: Path) -> None:
    ran(tmp_path, "a" * 64)
    assert {path for path in ran(tmp_path, "b" * 64) if not path.startswith(ROWS)} == {KEPT, EARLIER}
    was = read_kept_run(tmp_path / EARLIER)
    assert was is not None
    assert was.fingerprint == "a" * 64


def test_the_same_inputs_again_leave_the_same_bytes_and_the_same_run_before(tmp_path: Path) -> None:
    ran(tmp_path, "a" * 64)
    second = ran(tmp_path, "b" * 64)
    assert ran(tmp_path, "b" * 64) == second
    assert ran(tmp_path, "b" * 64) == second


def test_going_back_to_the_first_inputs_is_a_run_after_the_second(tmp_path: Path) -> None:
    ran(tmp_path, "a" * 64)
    ran(tmp_path, "b" * 64)
    ran(tmp_path, "a" * 64)
    assert (was := read_kept_run(tmp_path / EARLIER)) is not None
    assert was.fingerprint == "b" * 64


def test_runs_with_the_same_rows_share_them_and_altered_rows_are_none_at_hand(tmp_path: Path) -> None:
    ran(tmp_path, "a" * 64)
    ran(tmp_path, "b" * 64)
    (rows,) = (tmp_path / ROWS).iterdir()
    rows.write_bytes(gzip.compress(gzip.decompress(rows.read_bytes()).replace(b"Approved", b"Not approved") + b" "))
    assert read_kept_run(tmp_path / KEPT) is None


def _without(told: dict[str, Any], key: str) -> str:
    return json.dumps({name: value for name, value in told.items() if name != key})


@pytest.mark.parametrize("key", ["run", "as_of", "people", "rows", "inputs"])
def test_what_another_version_wrote_is_none_at_hand(tmp_path: Path, key: str) -> None:
    ran(tmp_path, "a" * 64)
    path = tmp_path / KEPT
    path.write_text(_without(json.loads(path.read_text("utf-8")), key), "utf-8")
    assert read_kept_run(path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"run": 1}'])
def test_what_is_damaged_is_none_at_hand(tmp_path: Path, content: str) -> None:
    (tmp_path / KEPT).write_text(content, "utf-8")
    assert read_kept_run(tmp_path / KEPT) is None


def test_the_cycles_before_are_read_up_to_the_first_that_is_not_at_hand(tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("2023", "2022", "2021", "2020")]
    for place in (places[0], places[1], places[3]):
        ran(place, "c" * 64)
    found = earlier_runs(tmp_path / "now", iter(places), "a" * 64)
    assert len(found.cycles) == 2
    assert found.last_cycle == found.cycles[0]
    assert found.last_run is None
