"""What a person has written in is theirs: files are recorded before they appear, and put where nobody has written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from cut_off import cut_off
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import copy_without_decisions
from power_cut import watched_disk

from pmr_batch import records
from pmr_batch.commands.rounds.run import run
from pmr_batch.errors import OutputError
from pmr_batch.files import staged, write_bytes
from pmr_batch.model.terms import Round
from pmr_batch.records.made_files import MadeFiles, MadeState, Placed, put_contents, put_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "trust.xlsx").touch()
    return tmp_path


def make(folder: Path, contents: Mapping[str, bytes], outdated: tuple[str, ...] = ()) -> Placed:
    target = folder / "output"
    with staged(target) as place:
        hashes = {path: write_bytes(place / path, content) for path, content in contents.items()}
        return put_files(MadeFiles.recorded(folder), place, target, hashes, outdated)


def on_disk(folder: Path) -> dict[str, bytes]:
    output = folder / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_what_nobody_has_written_in_is_replaced_and_removed(folder: Path) -> None:
    make(folder, {"forms/Ann.docx": b"first", "forms/Ben.docx": b"first"})
    placed = make(folder, {"forms/Ann.docx": b"second"}, outdated=("forms/Ben.docx",))
    assert on_disk(folder) == {"forms/Ann.docx": b"second"}
    assert (placed.beside, placed.kept) == ({}, ())
    made = MadeFiles.recorded(folder)
    assert made.state(folder / "output/forms/Ann.docx") is MadeState.AS_MADE
    assert made.state(folder / "output/forms/Ben.docx") is None, "it was removed by the program, and is not missing"


def test_what_somebody_has_written_in_stays_and_the_newer_one_goes_beside_it(folder: Path) -> None:
    make(folder, {"Ann.docx": b"first"})
    (folder / "output/Ann.docx").write_bytes(b"signed")
    again = make(folder, {"Ann.docx": b"first"})
    assert (on_disk(folder), again.kept) == ({"Ann.docx": b"signed"}, ("Ann.docx",))
    newer = make(folder, {"Ann.docx": b"second"})
    assert on_disk(folder) == {"Ann.docx": b"signed", "Ann (2).docx": b"second"}
    assert newer.beside == {"Ann (2).docx": "Ann.docx"}
    assert list(newer.written_in) == ["Ann.docx: written in by hand, left as it is; the new one is Ann (2).docx"]
    make(folder, {"Ann.docx": b"third"})
    assert on_disk(folder) == {"Ann.docx": b"signed", "Ann (2).docx": b"third"}
    (folder / "output/Ann (2).docx").write_bytes(b"signed, too")
    make(folder, {"Ann.docx": b"fourth"}, outdated=("Ann (2).docx",))
    assert on_disk(folder) == {"Ann.docx": b"signed", "Ann (2).docx": b"signed, too", "Ann (3).docx": b"fourth"}


def test_a_file_of_somebody_elses_is_never_touched(folder: Path) -> None:
    (folder / "output").mkdir()
    (folder / "output/Ann.docx").write_bytes(b"a scan")
    (folder / "output/Ben.docx").write_bytes(b"the same")
    make(folder, {"Ann.docx": b"made", "Ben.docx": b"the same"}, outdated=("Cat.docx",))
    assert on_disk(folder) == {"Ann.docx": b"a scan", "Ann (2).docx": b"made", "Ben.docx": b"the same"}


def test_an_altered_record_of_the_programs_own_stops_it(folder: Path) -> None:
    make(folder, {"kept.json": b"{}"})
    (folder / "output/kept.json").write_bytes(b"{ }")
    with pytest.raises(OutputError, match=r"kept\.json: is not as the program made it; move it away"):
        make(folder, {"Ann.docx": b"made", "kept.json": b"[]"})
    assert on_disk(folder) == {"kept.json": b"{ }"}, "nothing of it is put"


def test_a_file_outside_of_the_trust_folder_is_recorded_too(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name} elsewhere"
    put_contents(MadeFiles.recorded(folder), elsewhere, {"sample.xlsx": b"made"})
    assert MadeFiles.recorded(folder).state(elsewhere / "sample.xlsx") is MadeState.AS_MADE


def test_a_folder_that_is_no_trusts_gets_no_ledger(tmp_path: Path) -> None:
    put_contents(MadeFiles.recorded(tmp_path), tmp_path, {"Appendix A.docx": b"blank"})
    assert [path.name for path in tmp_path.iterdir()] == ["Appendix A.docx"]


@settings(max_examples=60, deadline=None)
@given(
    rounds=st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from("abc"), st.binary(min_size=1, max_size=2), min_size=1),
            st.dictionaries(st.sampled_from("abc"), st.binary(min_size=3, max_size=4)),
            st.integers(0, 4),
        ),
        max_size=5,
    )
)
def test_whatever_is_cut_off_or_repeated_nobodys_words_are_lost(
    rounds: list[tuple[dict[str, bytes], dict[str, bytes], int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Rounds of making files, each cut off after so many moves, and of people writing in some of them."""
    folder = tmp_path_factory.mktemp("trust")
    (folder / "trust.xlsx").touch()
    theirs: set[bytes] = set()
    for contents, written, limit in rounds:
        with cut_off(limit) as moves:
            try:
                make(folder, contents)
            except KeyboardInterrupt:
                assert moves.were_cut_off
        make(folder, contents)
        there = on_disk(folder)
        assert theirs <= set(there.values())
        made = MadeFiles.recorded(folder)
        for name, content in contents.items():
            stands_for_it = {made.last(path) for path in (folder / "output").glob(f"{name}*")}
            assert hashlib.sha256(content).hexdigest() in stands_for_it
        for name, words in written.items():
            path = folder / "output" / name
            if path.exists() and path.read_bytes() not in theirs:
                path.write_bytes(words)
                theirs.add(words)
    assert records.verify(folder) is None


def test_a_run_cut_off_while_its_files_are_put_leaves_no_second_copies(demo_folder: Path, tmp_path: Path) -> None:
    """The files of a run that was cut off are known for the program's own, whatever the next run makes."""
    trusts = []
    for name in ("cut off", "whole"):
        left_out = ignore_patterns("records.sqlite", "decided", "december", "forms", "returns")
        folder = copytree(demo_folder, tmp_path / name, ignore=left_out)
        copy_without_decisions(demo_folder, folder)
        trusts.append(folder)
    with ThreadPoolExecutor(2) as executor:
        with cut_off(7), pytest.raises(KeyboardInterrupt):
            run(trusts[0], "Teaching 2025-26", Round.OCTOBER, date(2026, 10, 19), executor)
        for trust in trusts:
            run(trust, "Teaching 2025-26", Round.OCTOBER, date(2026, 10, 20), executor)
    outputs = [trust / "output/teaching-2025-26/october" for trust in trusts]
    after_cut_off, whole = (
        {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()} for output in outputs
    )
    assert not [path for path in after_cut_off if "(2)" in path]
    assert after_cut_off == whole
    assert json.loads((outputs[0] / "run.json").read_text("utf-8")) == json.loads(
        (outputs[1] / "run.json").read_text("utf-8")
    )


def test_where_the_power_fails_nothing_is_torn_and_run_json_promises_nothing_that_is_not_there(
    demo_folder: Path, tmp_path: Path
) -> None:
    """The disk is waited for once for all forms, not once a form."""
    left_out = ignore_patterns("records.sqlite", "output")
    folder = copytree(demo_folder, tmp_path / "trust", ignore=left_out)
    with ThreadPoolExecutor(2) as executor, watched_disk(folder, "run.json") as disk:
        run(folder, "Teaching 2025-26", Round.OCTOBER, date(2026, 10, 19), executor)
    forms = [path for path in disk.moved if path.suffix == ".docx"]
    assert disk.moved[-1].name == "run.json"
    assert (disk.torn, disk.lost, disk.unkept) == ([], [], {})
    folders = {path.parent for path in disk.moved}
    assert disk.waits <= len(folders) + 6 < len(forms)


def test_a_few_files_are_on_the_disk_before_they_have_their_names(folder: Path) -> None:
    with watched_disk(folder, "b") as disk:
        make(folder, {"a": b"first", "forms/c": b"second"})
        make(folder, {"b": b"promises both"})
    assert [path.name for path in disk.moved] == ["a", "c", "b"]
    assert (disk.torn, disk.lost, disk.unkept) == ([], [], {})
