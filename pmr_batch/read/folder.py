"""The files of the incoming folder: workbooks to read, and everything else by name."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pmr_batch.errors import FileError
from pmr_batch.excel.reading.preflight import part_names
from pmr_batch.excel.reading.reading_limits import LIMITS, Refused
from pmr_batch.files import PASSED_OVER, read_file
from pmr_batch.model.returns import Return, Spot
from pmr_batch.model.terms import FileState
from pmr_batch.words import visible

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: Lock files of Excel, and hidden files.
_ZIP = b"PK\x03\x04"
_BOOK_PART = "xl/workbook.xml"
_NAMELESS = Refused(
    "is an Excel workbook whose name does not say so", "Rename it so that it ends in .xlsx, and run again."
)
_PACKED = Refused(
    "is a zip with a workbook inside", "Unpack it, put the workbook itself into the folder, and run again."
)


@dataclass(frozen=True)
class FoundFile:
    """A file, or what only looks like one; `label` is its name for people and findings."""

    path: Path
    label: str
    workbook: bool


def files_below(folder: Path) -> list[FoundFile]:
    """Every file below a folder, by path with forward slashes, and what only looks like one: links to
    folders, folders named as workbooks or closed to us.
    """
    files: list[Path] = []
    closed: list[OSError] = []
    for base, folders, names in os.walk(folder, onerror=closed.append):
        paths = [Path(base, name) for name in (*names, *folders)]
        files += [path for path in paths if not path.is_dir() or path.is_symlink() or _is_named(path)]
    files += [Path(error.filename) for error in closed if Path(error.filename) != folder]
    return sorted((found_file(path, label_of(path.relative_to(folder))) for path in files), key=lambda file: file.label)


def label_of(path: Path) -> str:
    """The path for people and findings: bytes that are no text are replaced, what cannot be seen is written out."""
    return visible(os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def apart(files: Iterable[FoundFile]) -> list[FoundFile]:
    """The same, each by a label of its own: names that differ only in bytes that are no text are numbered."""
    named: Counter[str] = Counter()
    numbered = []
    for file in files:
        named[file.label] += 1
        number = named[file.label]
        numbered.append(file if number == 1 else replace(file, label=f"{file.label} ({number})"))
    return numbered


def found_file(path: Path, label: str) -> FoundFile:
    """A path and whether its name is a workbook's; Excel's lock files (~$) only look like it."""
    return FoundFile(path, label, _is_named(path) and not path.name.startswith(PASSED_OVER))


def _is_named(path: Path) -> bool:
    return path.suffix.lower() in _WORKBOOKS


def content_or_return(file: FoundFile) -> bytes | Return:
    """The bytes of a workbook, read once; a Return with the reason where there are none."""
    if not file.path.is_file():
        return Return(file.label, "", FileState.SKIPPED)
    try:
        size = file.path.stat().st_size
        if size > LIMITS.file_bytes:
            return refused(file.label, "", _too_large(size)) if file.workbook else _skipped(file.label, b"")
        content = read_file(file.path)
    except FileError as error:
        return refused(file.label, "", Refused.unread(error))
    if file.workbook:
        return content
    packed = None if file.path.name.startswith(PASSED_OVER) else _packed_workbook(content)
    return refused(file.label, content, packed) if packed else _skipped(file.label, content)


def _packed_workbook(content: bytes) -> Refused | None:
    """What is wrong with a file that is no workbook by its name, and is or holds one."""
    names = [name.casefold() for name in part_names(content)] if content.startswith(_ZIP) else []
    if _BOOK_PART in names:
        return _NAMELESS
    return _PACKED if any(name.endswith(_WORKBOOKS) for name in names) else None


def refused(label: str, content: bytes | str, reason: Refused) -> Return:
    """The return of a file that cannot be used (PM001)."""
    words = {"what": reason.why, "why": reason.why, "next": reason.next_step}
    return Return(label, _hash(content), FileState.REFUSED, spots=(Spot("PM001", words=words),))


def _skipped(label: str, content: bytes) -> Return:
    return Return(label, _hash(content), FileState.SKIPPED)


def _hash(content: bytes | str) -> str:
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content


def _too_large(size: int) -> Refused:
    why = f"is {size:,} bytes large, more than the {LIMITS.file_bytes:,} that are read"
    return Refused(why, "Remove pictures and sheets that do not belong to the return, and send it again.")
