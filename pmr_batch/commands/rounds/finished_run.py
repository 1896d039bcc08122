"""A finished run of a round, whether all of it was made or it stands as the run before left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.committee_workbooks import WorkbookOut
from pmr_batch.model.run_summary import RunSummary
from pmr_batch.records.made_files import Placed


@dataclass(frozen=True)
class FinishedRun:
    """A finished run: its output folder, what it came to, and its files.

    `out` are the committee's workbooks that somebody has written in or copied, which the run left as they are.
    """

    output: Path
    summary: RunSummary
    placed: Placed
    out: tuple[WorkbookOut, ...]

    @property
    def files(self) -> Mapping[str, str]:
        """SHA-256 by path below the output."""
        return self.placed.files

    @property
    def errors(self) -> int:
        """Errors that count."""
        return self.summary.errors
