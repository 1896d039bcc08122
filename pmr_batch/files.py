"""The one reader and the one writer of files: each appears whole or not at all, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import shutil
import stat
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import yaml

from pmr_batch.errors import FileError, OutputError
from pmr_batch.words import visible

#: The trust's settings; the folder that has it is a trust folder.
TRUST_FILE = "trust.xlsx"
#: The folder of the trust's own copies of templates, and those of the standard ones that come with the program.
TEMPLATES, DOC_TEMPLATES, WORKBOOK_TEMPLATES = "templates", "doc_templates", "workbook_templates"
#: Every stamp inside a file we write: the first moment a zip can name.
FIXED_STAMP = (1980, 1, 1, 0, 0, 0)
#: The ending of files that are not whole yet; swept at the start of a run.
UNFINISHED = ".unfinished"
#: The files that Excel and LibreOffice lay beside one that they have open.
_LOCKS = {"~${}": "Excel", ".~lock.{}#": "LibreOffice"}
#: How the names begin of files that nobody has put there: locks of Excel and Word, and hidden ones.
PASSED_OVER = ("~$", ".")
_SECONDS_TO_RETRY = 3.0
#: Bytes of the largest file that anything reads; what is read as a workbook or form has limits of its own.
LARGEST = 1_000_000_000
#: So few files are brought to the disk one by one.
_FEW = 20
#: Excel opens no file whose path is longer; Word and Windows itself stop at some 40 more.
LONGEST_PATH = 218
#: Characters for the shortest name of a file that still says whose it is.
_NAME = 64
#: The endings of files that bear people's names.
_OF_PEOPLE = (".docx", ".pdf")
#: Characters for the number of a file that is put beside another: “ (99)”.
_BESIDE = 5


@dataclass(frozen=True)
class FileHash:
    """A file by its path, with forward slashes, and the SHA-256 of its content."""

    path: str
    sha256: str

    def is_in(self, folder: Path) -> bool:
        """Whether it lies in a folder, and is still the same."""
        path = folder / self.path
        return path.is_file() and file_hash(path) == self.sha256


def file_hashes(files: Mapping[str, str]) -> tuple[FileHash, ...]:
    """A mapping of paths to SHA-256 as a list, sorted by path."""
    return tuple(FileHash(path, sha256) for path, sha256 in sorted(files.items()))


def room_for_names(folder: Path) -> int:
    """How many characters the names of files may have in a folder, so that Excel and Word open them.

    A place where files are only staged does not count: they are opened where they end up. Raises OutputError where
    that is too few.
    """
    ends_up = Path(*(part for part in folder.resolve().parts if not part.endswith(UNFINISHED)))
    deep = len(str(ends_up)) + 1 + _BESIDE
    if deep + _NAME > LONGEST_PATH:
        raise OutputError(
            f"{folder}: is {len(str(ends_up))} characters long, and Excel opens no file whose path has more than "
            f"{LONGEST_PATH}; move it nearer to the top of its drive, or give folders shorter names"
        )
    return LONGEST_PATH - deep


def shipped(folder: str) -> Path:
    """A folder of files that come with the program: inside the installed package, next to it in a checkout."""
    package = Path(__file__).parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder


def read_yaml(text: str) -> Any:
    """What a YAML text of the program holds: read by the safe loader, in C where the library has it."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both loaders are safe)


def read_file(path: Path, name: str = "") -> bytes:
    """The content of a file. Raises FileError: which file, why it cannot be read, and what to do.

    `name` is what it is called there, where it is not its `shown_name`.
    """
    with _readable(path, name):
        return path.read_bytes()


def file_hash(path: Path) -> str:
    """The SHA-256 of a file. Raises FileError as `read_file`."""
    with _readable(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _readable(path: Path, name: str = "") -> Iterator[None]:
    """Let a file be read within. Raises FileError where it is none, is too large, or the system refuses."""
    name = name or shown_name(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not path.is_dir():
            raise FileError(name, "is a device or a pipe and no file", "name a file")
        if status.st_size > LARGEST:
            raise FileError(name, f"is {status.st_size:,} bytes large", f"name one of at most {LARGEST:,}")
        yield
    except OSError as error:
        raise FileError(name, *_why_unread(path, error)) from None


def _why_unread(path: Path, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return "is a link to a file that is not there", "put the file itself in its place"
    if isinstance(error, FileNotFoundError):
        return "is not there", "see where it is and how it is called"
    # Windows calls it a lack of permission to read a folder.
    if isinstance(error, IsADirectoryError) or (isinstance(error, PermissionError) and path.is_dir()):
        return "is a folder and no file", "name a file in it"
    if isinstance(error, PermissionError):
        return "cannot be opened", "close it in other programs, and see that you may read it"
    return f"cannot be read ({error.strerror})", "see that its disk is there, or copy it to another"


def files_within(folder: Path) -> list[Path]:
    """Every file below a folder, sorted; links to folders are not followed.

    Raises OSError where a folder cannot be read: it is not an empty one. One that is not there is.
    """
    paths = (Path(base, name) for base, _, names in os.walk(folder, onerror=refuse_unread) for name in names)
    return sorted(path for path in paths if path.is_file())


def refuse_unread(error: OSError) -> None:
    """Raise what keeps `os.walk` from reading a folder, unless the folder is not there."""
    if not isinstance(error, FileNotFoundError):
        raise error


def lock_beside(path: Path) -> tuple[str, Path] | None:
    """The program that has a file open, and the lock that says so; None where none does, as far as can be seen."""
    locks = ((program, path.with_name(name.format(path.name))) for name, program in _LOCKS.items())
    return next(((program, lock) for program, lock in locks if lock.exists()), None)


def write_bytes(path: Path, content: bytes) -> str:
    """Write a file whole or not at all, and return its SHA-256. Raises OutputError; the old file is then untouched.

    A file that is only staged is durable once it is put in place.
    """
    is_staged = any(part.endswith(UNFINISHED) for part in path.parts)
    unfinished = path if is_staged else path.with_name(f".{secrets.token_hex(4)}{UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            if not is_staged:
                file.flush()
                os.fsync(file.fileno())
        if not is_staged:
            _replace(unfinished, path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        why = f"{shown_name(path)}: could not be written ({error.strerror}); free the disk or folder, and run again"
        raise OutputError(why) from None
    return hashlib.sha256(content).hexdigest()


def remove_file(path: Path) -> None:
    """Remove a file, where there is one. Raises OutputError where it cannot be."""
    try:
        _patiently(lambda: path.unlink(missing_ok=True))
    except OSError as error:
        why = f"{shown_name(path)}: could not be removed ({error.strerror}); close it in other programs, and run again"
        raise OutputError(why) from None


def _replace(unfinished: Path, path: Path) -> None:
    try:
        _patiently(lambda: unfinished.replace(path))
    except PermissionError:
        new = path.with_name(f"{path.stem} (new){path.suffix}")
        unfinished.replace(new)
        why = f"{shown_name(path)}: is open in another program; close it. The new one lies beside it, as “… (new)”"
        raise OutputError(why) from None


def shown_name(path: Path) -> str:
    """The name of a file in a message, on one line; of a document, whose name is a person's, its folder."""
    return visible(f"A document in {path.parent.name}" if path.suffix in _OF_PEOPLE else path.name)


def _patiently(act: Callable[[], object]) -> None:
    """Windows refuses to replace or remove a file that is open in Excel or Word: try for a little while."""
    last = time.monotonic() + _SECONDS_TO_RETRY
    while True:
        try:
            act()
            return
        except PermissionError:
            if time.monotonic() > last:
                raise
            time.sleep(0.2)


def sweep(folder: Path) -> None:
    """Remove unfinished files of an earlier run."""
    for leftover in list(folder.rglob(f".*{UNFINISHED}")):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def sweep_staged(folder: Path) -> None:
    """Remove what a killed command had staged for a folder; only where no other command may be at work in it."""
    for leftover in folder.glob(f".{'[0-9a-f]' * 8}{UNFINISHED}"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A place on the disk of `folder` for files that are to appear in it together; gone afterwards.

    Raises OutputError where nothing can be written there.
    """
    place = folder / f".{secrets.token_hex(4)}{UNFINISHED}"
    try:
        place.mkdir(parents=True)
    except OSError as error:
        why = f"{folder.resolve().name}: cannot be written in ({error.strerror}); see that you may, and run again"
        raise OutputError(why) from None
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def put_in_place(place: Path, folder: Path, names: Mapping[str, str]) -> None:
    """Move finished files below `place` to a path below `folder`, in this order, once all of them are on the disk.

    `names` are their paths there by those below `place`. Whatever is put in place later is not there without them, even
    where the power fails in between: one wait for the disk before, for all contents, and one after, for all names.
    Raises OutputError for one that cannot be moved, as it is open in another program; those before it are in place.
    """
    _sync([place / name for name in names])
    for name, wanted in names.items():
        path = folder / wanted
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(place / name, path)
        except OSError as error:
            why = f"could not be put in its place ({error.strerror}); free the disk or folder, and run again"
            raise OutputError(f"{shown_name(path)}: {why}") from None
    _sync_folders({folder / inside for wanted in names.values() for inside in PurePath(wanted).parents})


def _sync(paths: Sequence[Path]) -> None:
    """See that files are on the disk: all at once where the system can, else one by one."""
    if len(paths) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _sync_folders(folders: Iterable[Path]) -> None:
    """See that names are on the disk; Windows keeps the order of moves itself, and opens no folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    for path in sorted(folders):
        number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with suppress(OSError):  # some network drives have no such thing
                os.fsync(number)
        finally:
            os.close(number)


def fixed_zip(content: bytes) -> bytes:
    """The same zip (.docx, .xlsx) with fixed stamps, parts in the same order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, FIXED_STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(part))
    return out.getvalue()
