"""The files of a folder become returns: each accepted, refused, superseded or skipped by name."""

from __future__ import annotations

import hashlib
import os
import pickle
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workbooks import START_FIELDS, a_return, as_excel_does, edited, parts_of_zip, workbook, zipped

from pmr_batch.model.returns import Return, Unread
from pmr_batch.model.terms import FileState
from pmr_batch.policy.calendar import Calendar
from pmr_batch.policy.parameters import Parameters
from pmr_batch.policy.pay import PayPoints
from pmr_batch.read import read_files, read_returns, read_workbook
from pmr_batch.read.surviving_workers import map_files
from pmr_batch.settings.trust_settings import Academy, Cycle, Settings

CYCLE = Cycle(
    name="Teaching 2025-26",
    teaching=True,
    starts=date(2025, 9, 1),
    ends=date(2026, 8, 31),
    objectives_set_by=date(2025, 10, 31),
    final_reviews_by=date(2026, 10, 15),
    heads_final_reviews_by=None,
    reports_sent_by=None,
    heads_reports_sent_by=None,
    pay_decisions_by=None,
    heads_pay_decisions_by=None,
    pay_effective_from=date(2026, 9, 1),
    trust_objective="Every pupil reads every day",
)


def academy(code: str) -> Academy:
    return Academy(code, code.title(), False, None, None, None, None, None, "Rest of England", "National")


SETTINGS = Settings(
    where="trust.xlsx",
    trust="Example Learning Trust",
    policy="Performance Management Policy",
    approved_on=date(2019, 10, 3),
    next_review=date(2026, 9, 1),
    issued_by=None,
    academies={code: academy(code) for code in ("RIV", "OAK")},
    cycles={CYCLE.name: CYCLE},
    parameters=Parameters({}),
    pay=PayPoints({}),
    calendar=Calendar(),
)
GOOD = a_return({"Staff": "| Payroll number | Name |\n| 0001041 | Ann Appleby |"})
ACCEPTED, REFUSED, SUPERSEDED, SKIPPED = FileState.ACCEPTED, FileState.REFUSED, FileState.SUPERSEDED, FileState.SKIPPED


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


def laid(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def start(**fields: Any) -> bytes:
    return a_return(start={name.replace("_", " "): value for name, value in fields.items()})


def states(returns: tuple[Return, ...]) -> dict[str, FileState]:
    return {one.path: one.state for one in returns}


def told(one: Return, code: str) -> list[tuple[str | None, str]]:
    return [(spot.cell, spot.words["what"]) for spot in one.spots if spot.code == code]


def only(returns: tuple[Return, ...]) -> Return:
    (one,) = returns
    return one


def test_a_return_is_accepted_whole(tmp_path: Path, threads: Executor) -> None:
    one = only(read_returns(laid(tmp_path, {"Riverside.XLSX": GOOD}), CYCLE, SETTINGS, threads))
    assert (one.path, one.state, one.academy, one.cycle, one.return_number) == (
        "Riverside.XLSX",
        ACCEPTED,
        "RIV",
        "Teaching 2025-26",
        1,
    )
    assert one.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert one.tables["Staff"].columns["name"] == ("Ann Appleby",)
    assert pickle.loads(pickle.dumps(one)) == one


def test_every_file_of_the_folder_is_named(tmp_path: Path, threads: Executor) -> None:
    laid(
        tmp_path,
        {
            "riv.xlsx": GOOD,
            "sub folder/oak.xlsm": start(Academy_code="OAK"),
            "~$riv.xlsx": b"lock",
            "Thumbs.db": b"x",
            "notes.docx": zipped({"word/document.xml": b"<w/>"}),
            "read me.txt": b"hello",
            "report.xlsx": b"%PDF-1.7",
            "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "open.ods": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "no ending": GOOD,
            "stored.zip": zipped({"riv.xlsx": GOOD}, zipfile.ZIP_STORED),
            "packed.zip": zipped({"returns/riv.XLSX": GOOD}),
            "photos.zip": zipped({"photo.jpg": b"x"}),
            "empty.xlsx": b"",
        },
    )
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "dangling.xlsx").symlink_to(tmp_path / "nowhere")
    (tmp_path / "linked").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.xlsx")
    returns = read_returns(tmp_path, CYCLE, SETTINGS, threads)
    assert states(returns) == {
        "Thumbs.db": SKIPPED,
        "dangling.xlsx": SKIPPED,
        "empty.xlsx": REFUSED,
        "folder.xlsx": SKIPPED,
        "linked": SKIPPED,
        "no ending": REFUSED,
        "notes.docx": SKIPPED,
        "old.xls": REFUSED,
        "open.ods": REFUSED,
        "packed.zip": REFUSED,
        "photos.zip": SKIPPED,
        "pipe.xlsx": SKIPPED,
        "read me.txt": SKIPPED,
        "report.xlsx": REFUSED,
        "riv.xlsx": ACCEPTED,
        "stored.zip": REFUSED,
        "sub folder/oak.xlsm": ACCEPTED,
        "~$riv.xlsx": SKIPPED,
    }
    assert [one.path for one in returns] == sorted(states(returns))
    for one in returns:
        assert [spot.code for spot in one.spots if spot.code == "PM001"] == ["PM001"] * (one.state is REFUSED)
    what = {one.path: dict(one.spots[0].words) for one in returns if one.state is REFUSED}
    assert what["no ending"]["what"] == "is an Excel workbook whose name does not say so"
    assert what["no ending"]["next"] == "Rename it so that it ends in .xlsx, and run again."
    for name in ("stored.zip", "packed.zip"):
        assert what[name]["what"] == "is a zip with a workbook inside"
        assert what[name]["next"].startswith("Unpack it")
    assert what["report.xlsx"]["what"] == "is a PDF under an Excel name"


def test_a_workbook_is_read_by_what_it_is_not_by_its_ending(tmp_path: Path, threads: Executor) -> None:
    assert only(read_returns(laid(tmp_path, {"riv.xls": GOOD}), CYCLE, SETTINGS, threads)).state is ACCEPTED


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, threads: Executor) -> None:
    laid(tmp_path, {"riv.xlsx": GOOD})
    (tmp_path / "riv.xlsx").chmod(0)
    if os.access(tmp_path / "riv.xlsx", os.R_OK):
        pytest.skip("whoever runs the tests may read everything")
    assert told(only(read_returns(tmp_path, CYCLE, SETTINGS, threads)), "PM001")


@pytest.mark.parametrize(
    ("fields", "cell", "says"),
    [
        ({"Trust": "Another Trust"}, "B1", "is “Another Trust”; this trust is “Example Learning Trust”"),
        ({"Academy_code": "XYZ"}, "B2", "is “XYZ”, which is no academy of this trust"),
        ({"Cycle": "Teaching 2024-25"}, "B4", "is “Teaching 2024-25”; this is the cycle “Teaching 2025-26”"),
        ({"Cycle_from": date(2025, 9, 2)}, "B5", "is 2 September 2025; the cycle has 1 September 2025"),
        ({"Template_version": "99"}, "B8", "is “99”; accepted is 1 or 2"),
        ({"Return_number": None}, "B10", "is blank"),
        ({"Return_number": 0}, "B10", "is 0; the first is 1"),
        ({"Return_number": "two"}, "B10", "is no whole number that can be read"),
        ({"Issued_on": "03/04/2025"}, "B9", "is no date that can be read"),
        ({"Academy": " "}, "B3", "is blank"),
    ],
)
def test_a_workbook_that_was_not_issued_for_this_is_refused(
    tmp_path: Path, threads: Executor, fields: dict[str, Any], cell: str, says: str
) -> None:
    one = only(read_returns(laid(tmp_path, {"a.xlsx": start(**fields)}), CYCLE, SETTINGS, threads))
    assert one.state is REFUSED
    assert told(one, "PM004") == [(cell, says)]
    assert one.tables["Staff"].rows == ()


def test_start_is_read_forgivingly(tmp_path: Path, threads: Executor) -> None:
    content = start(Trust="example  learning trust", Academy_code=" riv", Cycle="teaching 2025–26", Template_version=1)
    one = only(read_returns(laid(tmp_path, {"a.xlsx": content}), CYCLE, SETTINGS, threads))
    assert (one.state, one.academy, one.cycle) == (ACCEPTED, "RIV", "Teaching 2025-26")


def test_lines_of_start_that_are_gone_refuse_only_where_they_are_needed(tmp_path: Path, threads: Executor) -> None:
    def without(label: str) -> bytes:
        def drop(book: Any) -> None:
            start = book["Start"]
            next(cell for cell in start["A"] if cell.value == label).value = None

        return edited(GOOD, drop)

    laid(tmp_path, {"code.xlsx": without("Academy code"), "issued.xlsx": without("Issued on")})
    assert states(read_returns(tmp_path, CYCLE, SETTINGS, threads)) == {"code.xlsx": REFUSED, "issued.xlsx": ACCEPTED}
    content = edited(GOOD, lambda book: book.remove(book["Start"]))
    one = only(read_returns(laid(tmp_path / "none", {"none.xlsx": content}), CYCLE, SETTINGS, threads))
    assert (one.state, [spot.code for spot in one.spots]) == (REFUSED, ["PM004"])


def test_the_same_bytes_twice_count_once(tmp_path: Path, threads: Executor) -> None:
    laid(tmp_path, {"a.xlsx": GOOD, "copy of a.xlsx": GOOD})
    returns = read_returns(tmp_path, CYCLE, SETTINGS, threads)
    assert states(returns) == {"a.xlsx": ACCEPTED, "copy of a.xlsx": SUPERSEDED}
    assert not any(one.spots for one in returns)


def test_the_highest_return_number_stands(tmp_path: Path, threads: Executor) -> None:
    laid(
        tmp_path,
        {"a.xlsx": start(Return_number=3), "b.xlsx": start(Return_number=10), "c.xlsx": start(Return_number=2)},
    )
    laid(tmp_path, {"oak.xlsx": start(Academy_code="OAK")})
    assert states(read_returns(tmp_path, CYCLE, SETTINGS, threads)) == {
        "a.xlsx": SUPERSEDED,
        "b.xlsx": ACCEPTED,
        "c.xlsx": SUPERSEDED,
        "oak.xlsx": ACCEPTED,
    }


def test_two_returns_of_one_number_are_both_named_and_neither_is_used(tmp_path: Path, threads: Executor) -> None:
    second, other = start(Return_number=2), start(Return_number=2, Position="CEO")
    laid(tmp_path, {"a.xlsx": second, "b.xlsx": other, "c.xlsx": second, "old.xlsx": start()})
    returns = read_returns(tmp_path, CYCLE, SETTINGS, threads)
    assert states(returns) == {"a.xlsx": REFUSED, "b.xlsx": REFUSED, "c.xlsx": SUPERSEDED, "old.xlsx": SUPERSEDED}
    assert told(returns[0], "PM005") == [("B10", "is 2 in b.xlsx too; they differ in 1 cell (Start B17)")]
    assert told(returns[1], "PM005") == [("B10", "is 2 in a.xlsx too; they differ in 1 cell (Start B17)")]
    assert returns[0].tables


@pytest.mark.parametrize("named", ["sub/B.xlsx", "sub\\b.xlsx", " sub/b.xlsx "])
def test_the_settings_say_which_file_stands(tmp_path: Path, threads: Executor, named: str) -> None:
    laid(tmp_path, {"a.xlsx": start(Return_number=2), "sub/b.xlsx": start(Return_number=1)})
    settings = replace(SETTINGS, returns={("RIV", CYCLE.name): named})
    assert states(read_returns(tmp_path, CYCLE, settings, threads)) == {"a.xlsx": SUPERSEDED, "sub/b.xlsx": ACCEPTED}


def test_a_file_that_the_settings_name_and_nobody_has_decides_nothing(tmp_path: Path, threads: Executor) -> None:
    laid(tmp_path, {"a.xlsx": start(), "b.xlsx": start(Position="CEO")})
    settings = replace(SETTINGS, returns={("RIV", CYCLE.name): "gone.xlsx"})
    returns = read_returns(tmp_path, CYCLE, settings, threads)
    says = "is 1 in b.xlsx too; they differ in 1 cell (Start B17); Returns names gone.xlsx, which is not among them"
    assert told(returns[0], "PM005") == [("B10", says)]


def test_files_are_checked_without_a_trust_folder(tmp_path: Path, threads: Executor) -> None:
    content = start(Trust="Any Trust")
    laid(tmp_path, {"a.xlsx": content, "b.xlsx": start(Cycle=None), "c.xlsx": content})
    paths = [tmp_path / name for name in ("c.xlsx", "a.xlsx", "b.xlsx", "gone.xlsx")]
    returns = read_files(paths, threads)
    assert [one.path for one in returns] == [path.as_posix() for path in paths]
    assert [one.state for one in returns] == [ACCEPTED, ACCEPTED, REFUSED, SKIPPED]
    assert [one.state for one in read_files(paths[:2], threads, SETTINGS)] == [REFUSED, REFUSED]


def test_whatever_happens_inside_a_worker_is_said_in_our_own_words() -> None:
    parts = parts_of_zip(GOOD)
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b'r="1"', b'r="Ann Appleby"', 1)
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b'r="A2"', b"", 1)
    one = read_workbook("a.xlsx", zipped(parts))
    assert one.state is REFUSED
    assert told(one, "PM001") == [(None, "cannot be read as a workbook")]
    assert "Appleby" not in repr(one)


def deadly(label: str, content: bytes) -> Return:
    """Reads; but one kind of file ends the process, as a reader's fault would, and one never ends."""
    if content == b"dies":
        os._exit(1)
    while content == b"hangs":
        pass
    return read_workbook(label, content)


def test_a_file_that_ends_its_worker_takes_no_other_with_it() -> None:
    contents = {f"{number:03}.xlsx": GOOD for number in range(60)}
    contents |= {"005.xlsx": b"dies", "033.xlsx": b"dies", "034.xlsx": b"%PDF"}
    with ProcessPoolExecutor(2) as executor:
        returns = {one.path: one for one in map_files(executor, deadly, list(contents.items()), 20)}
    assert set(returns) == set(contents)
    assert {path for path, one in returns.items() if one.state is not ACCEPTED} == {"005.xlsx", "033.xlsx", "034.xlsx"}
    assert told(returns["005.xlsx"], "PM001") == [(None, "makes the reading of workbooks fail")]
    assert told(returns["034.xlsx"], "PM001") == [(None, "is a PDF under an Excel name")]


def test_a_file_that_never_ends_is_given_up() -> None:
    jobs = [("a.xlsx", b"hangs"), ("b.xlsx", GOOD)]
    returns = {one.path: one for one in map_files(Lost(), deadly, jobs, 0.5)}
    assert {path: one.state for path, one in returns.items()} == {"a.xlsx": REFUSED, "b.xlsx": ACCEPTED}
    assert told(returns["a.xlsx"], "PM001") == [(None, "takes more than 0.5 seconds to read")]


class Lost(Executor):
    """An executor whose workers never answer."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return Future()


def test_processes_and_threads_read_the_same(tmp_path: Path, threads: Executor) -> None:
    laid(tmp_path, {"a.xlsx": GOOD, "b.xlsx": as_excel_does(GOOD), "c.xlsx": b"", "d.xlsx": workbook({"x": "| 1 |"})})
    with ProcessPoolExecutor(1) as processes:
        assert read_returns(tmp_path, CYCLE, SETTINGS, processes) == read_returns(tmp_path, CYCLE, SETTINGS, threads)


def test_a_file_name_that_is_no_text_can_still_be_named(tmp_path: Path, threads: Executor) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.xlsx")).write_bytes(GOOD)
    one = only(read_returns(tmp_path, CYCLE, SETTINGS, threads))
    assert one.path.encode() == "caf\ufffd.xlsx".encode()
    assert one.state is ACCEPTED


def test_names_that_look_alike_are_two_files(tmp_path: Path, threads: Executor) -> None:
    for name, content in ((b"caf\xe8.xlsx", b""), (b"caf\xe9.xlsx", GOOD)):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(content)
    read = read_returns(tmp_path, CYCLE, SETTINGS, threads)
    assert [(one.path, one.state) for one in read] == [("caf\ufffd.xlsx", REFUSED), ("caf\ufffd.xlsx (2)", ACCEPTED)]


def test_a_file_name_is_shown_on_one_line_and_in_its_order(tmp_path: Path, threads: Executor) -> None:
    for name in ("a\nb.xlsx", "a\u202eb.xlsx", "a\u2066b.xlsx", "ab.xlsx"):
        (tmp_path / name).write_bytes(GOOD)
    read = read_returns(tmp_path, CYCLE, SETTINGS, threads)
    assert sorted(one.path for one in read) == ["a\\u000ab.xlsx", "a\\u202eb.xlsx", "a\\u2066b.xlsx", "ab.xlsx"]


def test_what_is_unread_on_start_is_no_academy(tmp_path: Path, threads: Executor) -> None:
    one = only(read_returns(laid(tmp_path, {"a.xlsx": start(Academy_code="#REF!")}), CYCLE, SETTINGS, threads))
    assert one.tables["Start"].columns["academy_code"] == (Unread("#REF!", "PM007"),)
    assert (one.state, one.academy) == (REFUSED, None)
    assert START_FIELDS["Academy code"] == "RIV"
