"""What can go wrong, in one line: where, what, and what to do."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent


class PmrError(Exception):
    """Ends the command with one clear line and an exit code (design: 2 = could not do the job)."""

    exit_code = 2


class UsageError(PmrError):
    """The command names something that does not exist: a folder, a cycle, a file."""


class FileError(UsageError):
    """A file cannot be read; `what` completes "The file …", `remedy` says what to do."""

    def __init__(self, name: str, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{name}: {what}; {remedy}")


class SettingsError(PmrError):
    """trust.xlsx, or the Settings sheet of a workbook, cannot be used; one problem a line."""

    def __init__(self, where: str, problems: list[str]) -> None:
        self.where = where
        self.problems = problems
        super().__init__("\n".join(f"{where}: {problem}" for problem in problems))


class DeclarationError(PmrError):
    """A rule or fact reads what it does not declare; raised as rules are loaded."""


class RuleCrash(PmrError):
    """A rule or fact failed to answer; the run is not to be trusted. Carries its name and a line, and no value."""

    @classmethod
    def of(cls, name: str, error: Exception, function: Callable[..., Any] | None = None) -> RuleCrash:
        """The crash of a rule's or fact's function: the error's class, and the line in the function's own module."""
        kind = type(error).__name__
        crash = f"{name}: crashed ({kind} at {_line(error, function)}); nothing was made"
        return cls(f"{crash}. Report it to whoever keeps pmr_batch")


def _line(error: Exception, function: Callable[..., Any] | None) -> str:
    """The last line that ran in the function's file; where none did, that of the function."""
    places = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    code = getattr(function, "__code__", None)
    if code is not None:
        own = [place for place in places if place[0] == code.co_filename]
        places = own or [(code.co_filename, code.co_firstlineno)]
    return _place(*places[-1])


def ending(error: Exception) -> tuple[str, int]:
    """What an error says when it ends a command, a line for each problem and no cell's content; and the exit code."""
    if isinstance(error, PmrError):
        return str(error), error.exit_code
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        said = (
            f"{_folder(error)}: the system refused it ({why}); see that the folder is there, that you may read and "
            "write in it, and that no other program has it open; then run again"
        )
        return said, PmrError.exit_code
    *_, last = frames(error)
    place = last.split()[0]
    said = f"pmr-batch failed inside ({type(error).__name__} at {place}); report it to its keepers"
    return said, PmrError.exit_code


def _folder(error: OSError) -> str:
    """The folder that an error is about, or the one of its file: the name of a file may be a person's."""
    name = error.filename2 or error.filename
    if not isinstance(name, str | bytes):
        return "The trust folder"
    path = Path(os.fsdecode(name)).resolve()
    return path.name if os.path.isdir(path) else path.parent.name  # noqa: PTH112  (Path's raises in a closed folder)


def frames(error: BaseException) -> Iterator[str]:
    """The frames of an error and its cause, a line each: file, line and function, and no value."""
    if error.__cause__ is not None:
        yield from frames(error.__cause__)
    yield f"{type(error).__name__}, raised through"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_place(frame.filename, frame.lineno or 0)} {frame.name}"


def _place(file: str, line: int) -> str:
    """rules/scope.py:85, in the package; elsewhere the file's name alone."""
    path = Path(file)
    return f"{path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else path.name}:{line}"


@dataclass(frozen=True)
class Misfit:
    """Why an edited template cannot be used: where in it, what is wrong there, and what to do."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}" if self.where else f"{self.what}; {self.remedy}"


class TemplateError(PmrError):
    """A template cannot be used as it is."""

    @classmethod
    def of(cls, name: str, misfits: Sequence[Misfit]) -> TemplateError:
        """The misfits of the template of a file name, one a line."""
        return cls("\n".join(f"{name}: {misfit}" for misfit in misfits))


class OutputError(PmrError):
    """A file could not be written; the old one, if any, is untouched."""


class LedgerError(PmrError):
    """The ledger cannot be read or added to; nothing was recorded."""
