"""Which of the committee's workbooks are out: those in committee/ of a round that somebody has written in or copied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pmr_batch.files import read_file
from pmr_batch.produce.committee import COMMITTEE, holds_decisions
from pmr_batch.records.made_files import MadeFiles, MadeState


@dataclass(frozen=True)
class WorkbookOut:
    """A committee's workbook that the program did not make as it is now."""

    path: Path
    holds_decisions: bool

    @property
    def line(self) -> str:
        """What it is, and what to do."""
        what = "holds decisions; take them in with `pmr-batch decide`" if self.holds_decisions else "was written in"
        return f"{self.path.name} is out with the committee: it {what}. It is left as it is"


def workbooks_out(folder: Path, output: Path) -> tuple[WorkbookOut, ...]:
    """Those of a round's output in a trust folder, by name."""
    made = MadeFiles.recorded(folder)
    names = sorted(path for path in (output / COMMITTEE).glob("*.xlsx") if not path.name.startswith("~$"))
    return tuple(
        WorkbookOut(path, holds_decisions(read_file(path)))
        for path in names
        if made.state(path) is not MadeState.AS_MADE
    )
