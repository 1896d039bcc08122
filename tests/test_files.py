"""The one reader of files: where, what is wrong, and what to do, whatever keeps a file from being read."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pmr_batch.errors import FileError, OutputError, UsageError
from pmr_batch.files import FileHash, file_hashes, read_file, write_bytes
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
