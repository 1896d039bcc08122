"""Which of the committee's workbooks are out: those in committee/ of a round that somebody has written in or copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmr_batch.excel.protection import opened
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST
from pmr_batch.excel.reading.single_sheet import read_sheets
from pmr_batch.files import PASSED_OVER, read_file
from pmr_batch.layout.committee_workbook import APPEALED, APPEALS, COMMITTEE, DECIDED, IN_ONE_GO, RECOMMENDATIONS
from pmr_batch.model.returns import Table
from pmr_batch.passwords import given
from pmr_batch.records.made_files import MadeFiles, MadeState


@dataclass(frozen=True)
class EnteredDecision:
    """What is entered in the committee's columns of a row; a cell that cannot be read is `Unread`, a blank one None."""

    payroll_number: Any
    decision: Any
    decided_on: Any
    reason: Any


@dataclass(frozen=True)
class EnteredAppeal:
    """What is entered of an appeal, likewise; a blank cell has what was recorded before."""

    payroll_number: Any
    lodged_on: Any
    heard_on: Any
    outcome: Any


@dataclass(frozen=True)
class WorkbookOut:
    """A committee's workbook that the program did not make as it is now.

    `entered` are the rows of Recommendations with something in the committee's columns, None where it cannot be read;
    `appeals` are those of Appeals; `in_one_go`, whether rows are approved above the headings.
    """

    path: Path
    entered: tuple[EnteredDecision, ...] | None
    appeals: tuple[EnteredAppeal, ...] = ()
    in_one_go: bool = False

    @property
    def holds_decisions(self) -> bool:
        """Whether any of the committee's cells is filled in; a workbook that cannot be read may hold some."""
        return self.entered is None or bool(self.entered or self.appeals or self.in_one_go)

    @property
    def line(self) -> str:
        """What it is, and what to do."""
        what = "holds decisions; take them in with `pmr-batch decide`" if self.holds_decisions else "was written in"
        return f"{self.path.name} is out with the committee: it {what}. It is left as it is"


def workbooks_out(output: Path, made: MadeFiles) -> tuple[WorkbookOut, ...]:
    """Those of a round's output, by name."""
    names = sorted(path for path in (output / COMMITTEE).glob("*.xlsx") if not path.name.startswith(PASSED_OVER))
    return tuple(workbook_out(path, read_file(path)) for path in names if made.state(path) is not MadeState.AS_MADE)


def workbook_out(path: Path, content: bytes) -> WorkbookOut:
    """What is entered in a committee's workbook, row by row."""
    try:
        plain = opened(content, given.get(), limits=OF_THE_TRUST)
        sheets = read_sheets(plain, [RECOMMENDATIONS, APPEALS], OF_THE_TRUST)
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        return WorkbookOut(path, None)
    tables = {name: sheet.table for name, sheet in sheets.items()}
    recommendations = tables.get(RECOMMENDATIONS.name)
    if recommendations is None or not set(DECIDED) <= set(recommendations.columns):
        return WorkbookOut(path, None)
    entered = tuple(EnteredDecision(*cells) for cells in _entered(recommendations, DECIDED, _OF_DECISION))
    table = tables.get(APPEALS.name)
    appeals = tuple(EnteredAppeal(*cells) for cells in _entered(table, APPEALED, _OF_APPEAL)) if table else ()
    sheet = sheets[RECOMMENDATIONS.name]
    row = next((row for row in sheet.above if IN_ONE_GO in row), ())
    at = sheet.columns["decision"]
    return WorkbookOut(path, entered, appeals, in_one_go=at < len(row) and bool(row[at]))


_OF_DECISION = ("payroll_number", "decision", "decided_on", "decision_reason")
_OF_APPEAL = ("payroll_number", "lodged_on", "heard_on", "outcome")


def _entered(table: Table, committee: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The wanted cells of each row with something in one of the committee's columns, by key."""
    filled = [table.columns[key] for key in committee if key in table.columns]
    cells = [table.columns.get(key, (None,) * len(table.rows)) for key in wanted]
    for position in range(len(table.rows)):
        if any(column[position] is not None for column in filled):
            yield tuple(column[position] for column in cells)
