"""A sample of a cycle's objectives for quality assurance, at any time of the year, as a workbook for the moderator."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import read_current_workbooks
from pmr_batch.commands.run import OUTPUT
from pmr_batch.errors import FileError, UsageError
from pmr_batch.excel.reading.cell_grid import InputWorkbook
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST, Refused
from pmr_batch.files import read_file, write_bytes
from pmr_batch.layout.committee_workbook import SAMPLE
from pmr_batch.model.objectives_sample import SEED, SIZE, Sample, SampledObjective
from pmr_batch.model.person import IN_REVIEW
from pmr_batch.moderate.objectives_sample import draw
from pmr_batch.produce.sample_workbook import in_words, sample_workbook
from pmr_batch.words import plain

SAMPLES = "samples"


@dataclass(frozen=True)
class SampleRequest:
    """Which sample is requested; no academies mean all of them."""

    seed: int = SEED
    size: int = SIZE
    academies: Collection[str] = ()
    to: Path | None = None
    replace: bool = False


@dataclass(frozen=True)
class SampleResult:
    """A sample, and the workbook that holds it."""

    sample: Sample
    file: Path

    def as_text(self) -> str:
        """Where it is, and what was drawn."""
        return f"{self.file}\n{in_words(self.sample)}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines, objective by objective."""
        return {
            "file": str(self.file),
            "seed": self.sample.seed,
            "objectives": self.sample.objectives,
            "people": self.sample.people,
            "drawn": [_as_json(objective) for objective in self.sample.drawn],
        }


def _as_json(objective: SampledObjective) -> dict[str, Any]:
    return {
        "academy": objective.academy,
        "payroll_number": objective.payroll_number,
        "no": plain(objective.objective["no"]),
        "why": objective.why,
    }


def make_sample(folder: Path, cycle: str, request: SampleRequest, as_of: date, executor: Executor) -> SampleResult:
    """Draw from everybody in review in the cycle's workbooks, those that came back or else those issued.

    The workbook goes to output/<cycle>/samples, or the file requested. Raises UsageError, before anything is
    written, for unknown academies, a file that is no workbook's, and one that was made before; a file that
    is no sample is not replaced either.
    """
    if request.to:
        _refuse(request.to, request.replace)
    workbooks = read_current_workbooks(folder, cycle, as_of, executor)
    path = request.to or folder / OUTPUT / workbooks.cycle.slug / SAMPLES / _name(request)
    _refuse(path, request.replace)
    in_review = (dossier for dossier in workbooks.dossiers_of(request.academies) if dossier.review_state == IN_REVIEW)
    sample = draw(in_review, request.seed, request.size)
    write_bytes(path, sample_workbook(sample, workbooks.settings, workbooks.cycle.name))
    return SampleResult(sample, path)


def _name(request: SampleRequest) -> str:
    of_academies = f" {' '.join(sorted(set(request.academies)))}" if request.academies else ""
    return f"Objectives sample{of_academies}, seed {request.seed}.xlsx"


def _refuse(path: Path, replace: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path.name} is no name of a workbook; name one that ends in .xlsx")
    if path.exists() and not replace:
        raise UsageError(
            f"{path}: made before, and somebody may have written in it; name another with --to, or ask to --replace"
        )
    if path.exists() and not _is_a_sample(path):
        raise UsageError(f"{path}: is no sample that was made before, so it is not replaced; name another with --to")


def _is_a_sample(path: Path) -> bool:
    """Whether a workbook begins with a sample: no return, settings or committee's workbook does."""
    try:
        return InputWorkbook(read_file(path), OF_THE_TRUST).names[:1] == [SAMPLE.name]
    except (FileError, Refused):
        return False
