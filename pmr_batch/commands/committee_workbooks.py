"""Which of the committee's workbooks are out: those in committee/ of a round that somebody has written in or copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST
from pmr_batch.excel.reading.single_sheet import read_sheets
from pmr_batch.files import read_file
from pmr_batch.layout.committee_workbook import APPEALED, APPEALS, COMMITTEE, DECIDED, RECOMMENDATIONS
from pmr_batch.model.returns import Table
from pmr_batch.records.made_files import MadeFiles, MadeState


@dataclass(frozen=True)
class EnteredDecision:
    """What is entered in the committee's columns of a row; a cell that cannot be read is `Unread`, a blank one None."""

    payroll_number: Any
    decision: Any
    decided_on: Any
    reason: Any


@dataclass(frozen=True)
class WorkbookOut:
    """A committee's workbook that the program did not make as it is now.

    `entered` are the rows with something in the committee's columns; None where it cannot be read.
    """

    path: Path
    entered: tuple[EnteredDecision, ...] | None
    holds_appeals: bool = False

    @property
    def holds_decisions(self) -> bool:
        """Whether any of the committee's cells is filled in; a workbook that cannot be read may hold some."""
        return self.entered is None or bool(self.entered) or self.holds_appeals

    @property
    def line(self) -> str:
        """What it is, and what to do."""
        what = "holds decisions; take them in with `pmr-batch decide`" if self.holds_decisions else "was written in"
        return f"{self.path.name} is out with the committee: it {what}. It is left as it is"


def workbooks_out(output: Path, made: MadeFiles) -> tuple[WorkbookOut, ...]:
    """Those of a round's output, by name."""
    names = sorted(path for path in (output / COMMITTEE).glob("*.xlsx") if not path.name.startswith("~$"))
    return tuple(workbook_out(path, read_file(path)) for path in names if made.state(path) is not MadeState.AS_MADE)


def workbook_out(path: Path, content: bytes) -> WorkbookOut:
    """What is entered in a committee's workbook."""
    try:
        sheets = read_sheets(content, (RECOMMENDATIONS, APPEALS), OF_THE_TRUST)
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        return WorkbookOut(path, None)
    recommendations, appeals = sheets.get(RECOMMENDATIONS.name), sheets.get(APPEALS.name)
    if recommendations is None or not set(DECIDED) <= set(recommendations.table.columns):
        return WorkbookOut(path, None)
    table = recommendations.table
    entered = tuple(_entered(table.columns, position) for position in _filled(table, DECIDED))
    return WorkbookOut(path, entered, bool(appeals and _filled(appeals.table, APPEALED)))


def _filled(table: Table, keys: Sequence[str]) -> list[int]:
    """The positions of the rows with something in any of the columns."""
    columns = [table.columns[key] for key in keys if key in table.columns]
    return [position for position in range(len(table.rows)) if any(column[position] is not None for column in columns)]


def _entered(columns: Any, position: int) -> EnteredDecision:
    keys: Sequence[str] = ("payroll_number", "decision", "decided_on", "decision_reason")
    return EnteredDecision(*(columns[key][position] if key in columns else None for key in keys))
