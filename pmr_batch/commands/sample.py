"""A sample of a cycle's objectives for quality assurance, at any time of the year, as a workbook for the moderator."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import RefusedReturn, read_current_workbooks
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.model.objectives_sample import SEED, SIZE, Sample, SampledObjective
from pmr_batch.model.person import IN_REVIEW
from pmr_batch.moderate.objectives_sample import draw
from pmr_batch.produce.sample_workbook import in_words, sample_workbook
from pmr_batch.records.made_files import MadeFiles, put_contents
from pmr_batch.words import plain

SAMPLES = "samples"


@dataclass(frozen=True)
class SampleRequest:
    """Which sample is requested; no academies mean all of them."""

    seed: int = SEED
    size: int = SIZE
    academies: Collection[str] = ()
    to: Path | None = None


@dataclass(frozen=True)
class SampleResult:
    """A sample, the workbook that holds it, and the returns that are refused: nothing of them could be drawn.

    There is no `file` where there was nothing else to draw from. `written_in` says of an earlier one that somebody has
    written in it.
    """

    sample: Sample
    file: Path | None
    written_in: tuple[str, ...] = ()
    refused: tuple[RefusedReturn, ...] = ()

    def as_text(self) -> str:
        """Where it is, what was drawn, and which returns are refused."""
        drawn = (str(self.file), *self.written_in, in_words(self.sample)) if self.file else ("Nothing is drawn",)
        return "\n".join((*drawn, *map(str, self.refused)))

    def as_json(self) -> dict[str, Any]:
        """The same for machines, objective by objective."""
        return {
            "file": str(self.file) if self.file else None,
            "written_in": self.written_in,
            "seed": self.sample.seed,
            "objectives": self.sample.objectives,
            "people": self.sample.people,
            "drawn": [_as_json(objective) for objective in self.sample.drawn],
            "refused": [return_.as_json() for return_ in self.refused],
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

    Nothing is drawn of an academy whose return is refused. The workbook goes to output/<cycle>/samples, or the file
    requested; beside one that somebody has written in. Raises UsageError, before anything is written, for unknown
    academies, and a file that is no workbook's.
    """
    if request.to and request.to.suffix.lower() != ".xlsx":
        raise UsageError(f"{request.to.name} is no name of a workbook; name one that ends in .xlsx")
    workbooks = read_current_workbooks(folder, cycle, as_of, executor)
    path = request.to or folder / OUTPUT / workbooks.cycle.slug / SAMPLES / _name(request)
    people, refused = workbooks.dossiers_of(request.academies), workbooks.refused_of(request.academies)
    in_review = (dossier for dossier in people if dossier.review_state == IN_REVIEW)
    sample = draw(in_review, request.seed, request.size)
    if refused and not people:
        return SampleResult(sample, None, refused=refused)
    content = sample_workbook(sample, workbooks.settings, workbooks.cycle.name)
    placed = put_contents(MadeFiles.recorded(folder, workbooks.cycle.name), path.parent, {path.name: content})
    return SampleResult(sample, path.parent / next(iter(placed.files)), tuple(placed.written_in), refused)


def _name(request: SampleRequest) -> str:
    of_academies = f" {' '.join(sorted(set(request.academies)))}" if request.academies else ""
    return f"Objectives sample{of_academies}, seed {request.seed}.xlsx"
