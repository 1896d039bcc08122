"""What can go wrong, said in one line: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class PmrError(Exception):
    """Ends the command with one clear line and an exit code (design: 2 = could not do the job)."""

    exit_code = 2


class UsageError(PmrError):
    """The command was asked for something that is not there: a folder, a cycle, a file."""


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


class RuleCrash(PmrError):
    """A rule failed to answer; the run is not to be trusted. Carries codes and addresses only."""


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
