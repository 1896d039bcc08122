"""The one reader of files: where, what is wrong, and what to do, whatever keeps a file from being read."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pmr_batch import files
from pmr_batch.errors import FileError, OutputError, UsageError
from pmr_batch.files import (
    FileHash,
    file_hash,
    file_hashes,
    files_within,
    put_in_place,
    read_file,
    remove_file,
    staged,
    write_bytes,
)
from pmr_batch.settings.trust_file import read_trust


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    write_bytes(tmp_path / "riv.xlsx", b"\x00\r\n\xff")
    assert read_file(tmp_path / "riv.xlsx") == b"\x00\r\n\xff"


def nothing(path: Path) -> None:
    """Leaves the path as it is."""


def folder(path: Path) -> None:
    path.mkdir()


def dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "gone.xlsx")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def far_too_large(path: Path) -> None:
    """A hole of two gigabytes, which takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(2_000_000_000)


def link_in_a_circle(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("lay", "says"),
    [
        (nothing, "riv.xlsx: is not there; see where it is and how it is called"),
        (folder, "riv.xlsx: is a folder and no file; name a file in it"),
        (dangling_link, "riv.xlsx: is a link to a file that is not there; put the file itself in its place"),
        (pipe, "riv.xlsx: is a device or a pipe and no file; name a file"),
        (device, "riv.xlsx: is a device or a pipe and no file; name a file"),
        (far_too_large, "riv.xlsx: is 2,000,000,000 bytes large; name one of at most 1,000,000,000"),
        (
            link_in_a_circle,
            f"riv.xlsx: cannot be read ({os.strerror(errno.ELOOP)}); see that its disk is there, or copy it to another",
        ),
    ],
    ids=["missing", "folder", "dangling", "pipe", "device", "large", "circle"],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, lay: object, says: str) -> None:
    assert callable(lay)
    lay(tmp_path / "riv.xlsx")
    with pytest.raises(FileError) as refused:
        read_file(tmp_path / "riv.xlsx")
    assert str(refused.value) == says
    assert isinstance(refused.value, UsageError)


def test_a_file_that_may_not_be_read_is_to_be_closed_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    write_bytes(tmp_path / "riv.xlsx", b"PK")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    says = r"^riv\.xlsx: cannot be opened; close it in other programs, and see that you may read it$"
    with pytest.raises(FileError, match=says):
        read_file(tmp_path / "riv.xlsx")


def test_a_name_too_long_for_any_disk_is_said_too(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_file(tmp_path / ("a" * 300))


@pytest.mark.parametrize(("lay", "says"), [(folder, "is a folder"), (dangling_link, "is a link to a file that is not")])
def test_settings_that_are_no_file_are_named(tmp_path: Path, lay: object, says: str) -> None:
    assert callable(lay)
    lay(tmp_path / "trust.xlsx")
    with pytest.raises(FileError, match=rf"^trust\.xlsx: {says}"):
        read_trust(tmp_path)


def test_a_file_is_still_as_it_was_made_or_not(tmp_path: Path) -> None:
    made = write_bytes(tmp_path / "forms" / "one.docx", b"form")
    (one,) = file_hashes({"forms/one.docx": made})
    assert one == FileHash("forms/one.docx", made)
    assert one.is_in(tmp_path)
    write_bytes(tmp_path / "forms" / "one.docx", b"signed")
    assert not one.is_in(tmp_path)
    assert not FileHash("forms/two.docx", made).is_in(tmp_path)


def test_a_document_is_not_named_in_a_message_as_it_bears_a_persons_name(tmp_path: Path) -> None:
    (tmp_path / "RIV").touch()
    for name in ("Ann Appleby 0001041.docx", "Ann Appleby 0001041.pdf", "Pay committee.xlsx"):
        with pytest.raises(OutputError) as refused:
            write_bytes(tmp_path / "RIV" / name, b"PK")
        document = name if name.endswith(".xlsx") else "A document in RIV"
        why = os.strerror(errno.EEXIST)
        assert str(refused.value) == f"{document}: could not be written ({why}); free the disk or folder, and run again"


def test_a_document_that_cannot_be_read_is_not_named_either(tmp_path: Path) -> None:
    (tmp_path / "RIV" / "Ann Appleby 0001041.docx").mkdir(parents=True)
    for read in (read_file, file_hash):
        with pytest.raises(FileError, match=r"^A document in RIV: is a folder and no file; name a file in it$"):
            read(tmp_path / "RIV" / "Ann Appleby 0001041.docx")
    with pytest.raises(FileError, match=r"^Our form\.docx: is a folder"):
        read_file(tmp_path / "RIV" / "Ann Appleby 0001041.docx", "Our form.docx")


def test_a_name_with_a_line_break_in_it_stays_one_line(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        read_file(tmp_path / "RIV\nand\u202e on.xlsx")
    assert str(refused.value).startswith("RIV\\u000aand\\u202e on.xlsx: is not there")


# -- as on Windows, where a file that is open elsewhere is neither replaced nor removed -------------------------------


def refusing(of: str, times: float = float("inf")) -> Callable[..., Any]:
    """A method of a path that Windows refuses so many times for a file of this name, and then does."""
    before, left = getattr(Path, of), [times]

    def act(path: Path, *given: Any, **more: Any) -> Any:
        target = given[0] if given else path
        if target.name == "Pay.xlsx" and left[0] > 0:
            left[0] -= 1
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return before(path, *given, **more)

    return act


def test_a_file_that_is_open_elsewhere_stays_and_the_new_one_goes_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bytes(tmp_path / "Pay.xlsx", b"old")
    monkeypatch.setattr(files, "_SECONDS_TO_RETRY", 0.3)
    monkeypatch.setattr(Path, "replace", refusing("replace"))
    said = r"^Pay\.xlsx: is open in another program; close it\. The new one lies beside it, as “… \(new\)”$"
    with pytest.raises(OutputError, match=said):
        write_bytes(tmp_path / "Pay.xlsx", b"new")
    with staged(tmp_path) as place:
        write_bytes(place / "Pay.xlsx", b"newer")
        with pytest.raises(OutputError, match=said):
            put_in_place(place, tmp_path, {"Pay.xlsx": "Pay.xlsx"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "Pay.xlsx": b"old",
        "Pay (new).xlsx": b"newer",
    }


def test_where_neither_can_be_written_it_is_said_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    write_bytes(tmp_path / "Pay.xlsx", b"old")
    monkeypatch.setattr(files, "_SECONDS_TO_RETRY", 0.1)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"^Pay\.xlsx: could not be written"):
        write_bytes(tmp_path / "Pay.xlsx", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_file_that_is_closed_meanwhile_is_replaced_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bytes(tmp_path / "Pay.xlsx", b"old")
    monkeypatch.setattr(Path, "replace", refusing("replace", 2))
    write_bytes(tmp_path / "Pay.xlsx", b"new")
    assert (tmp_path / "Pay.xlsx").read_bytes() == b"new"
    monkeypatch.setattr(Path, "unlink", refusing("unlink", 2))
    remove_file(tmp_path / "Pay.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_removed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bytes(tmp_path / "Pay.xlsx", b"old")
    monkeypatch.setattr(files, "_SECONDS_TO_RETRY", 0.1)
    monkeypatch.setattr(Path, "unlink", refusing("unlink"))
    with pytest.raises(OutputError, match=r"^Pay\.xlsx: could not be removed .*; close it in other programs, and run"):
        remove_file(tmp_path / "Pay.xlsx")


# -- folders -------------------------------------------------------------------------------------


def test_a_folder_that_is_closed_is_not_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/one.docx", "b/two.docx", "three.docx"):
        write_bytes(tmp_path / name, b"PK")
    assert [path.name for path in files_within(tmp_path)] == ["one.docx", "two.docx", "three.docx"]
    assert files_within(tmp_path / "none") == []
    scandir = os.scandir

    def closed(path: Any) -> Any:
        if Path(path).name == "b":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError):
        files_within(tmp_path)
