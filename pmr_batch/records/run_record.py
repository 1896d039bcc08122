"""run.json, as far as it is read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmr_batch.files import FileHash
from pmr_batch.model.findings import ToDo
from pmr_batch.model.letters_due import LettersDue
from pmr_batch.model.run_summary import RunSummary
from pmr_batch.model.terms import FileState

RUN = "run.json"


@dataclass(frozen=True)
class RunInput(FileHash):
    """An input file of a run, by its path below the cycle's incoming folder: what academy it names, and its state."""

    academy: str | None
    state: FileState


@dataclass(frozen=True)
class RunFile(FileHash):
    """A file that a run wrote; `made_from` is the key of what it was made from, None where each run makes it anew."""

    made_from: str | None = None


@dataclass(frozen=True)
class CleanedForm:
    """A form by its path, and the names of the fields in which it lost characters that Word cannot hold."""

    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RunRecord:
    """A run: its number and date, its input files, and those it wrote.

    `made_from` is the key of all that it was made from, `summary` what it came to; they are None, as `letters_due` is,
    where a program wrote it that did not keep them. `made_from` is None, too, where the run has to be done again
    whatever comes. `to_do` is what was not due yet.
    """

    run: str
    as_of: date
    inputs: tuple[RunInput, ...]
    files: tuple[RunFile, ...]
    letters_due: tuple[LettersDue, ...] | None = None
    cleaned: tuple[CleanedForm, ...] = ()
    cycle: str = ""
    made_from: str | None = None
    summary: RunSummary | None = None
    to_do: tuple[ToDo, ...] = ()
