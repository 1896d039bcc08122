"""The demo's pay committee: it fills in its decisions on a copy of its workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl

from pmr_batch.commands.rounds.run import RunResult
from pmr_batch.demo.faults.edited_return import saved
from pmr_batch.files import write_bytes
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.person import Recommendation
from pmr_batch.model.terms import Round
from pmr_batch.policy.pay import canonical_point
from pmr_batch.produce.committee.recommendations import columns, recommendations_sheet

#: The folder of the decided copies.
FROM_COMMITTEE = "from the committee"
#: When it met on each round; on support staff in the summer term.
MET_ON = {Round.OCTOBER: date(2026, 10, 22), Round.DECEMBER: date(2026, 10, 22), Round.APRIL: date(2026, 5, 29)}
#: The day on which the last decisions are recorded.
RECORDED_ON = date(2026, 10, 23)
_EVERY_NINTH = 9
Cells = dict[str, str | date]


def decided_workbook(folder: Path, ran: RunResult) -> Path:
    """A copy of the round's workbook with the committee's decisions, below `folder`."""
    path_in_run = next(path for path in ran.files if path.startswith("committee/"))
    run = ran.moderated.run
    column_numbers, first = columns(run), recommendations_sheet(ran.moderated).first
    book = openpyxl.load_workbook(ran.output / path_in_run)
    page = book[RECOMMENDATIONS.name]
    for number, decided in enumerate(_decisions(ran.moderated.recommendations, MET_ON[run.round])):
        for key, value in decided.items():
            page.cell(first + 1 + number, column_numbers[RECOMMENDATIONS.by_key[key].heading] + 1).value = value
    path = folder / FROM_COMMITTEE / f"Pay committee {run.cycle} {run.round.value}.xlsx"
    write_bytes(path, saved(book))
    return path


def _decisions(rows: Sequence[Recommendation], met_on: date) -> Iterator[Cells]:
    """The committee's cells, row by row: mostly approved as recommended, with one of each other decision."""
    accelerated = next((number for number, row in enumerate(rows) if number > 3 and _above(row)), None)
    conflicts = (number for number, row in enumerate(rows) if any("conflict" in told for told in row.look_at))
    withdrawn_from = next(conflicts, None)
    for number, row in enumerate(rows):
        decided: Cells = {"decision": "Approved", "decided_on": met_on}
        if number == 1:
            decided |= {"decision": "Deferred", "decision_reason": "The employee's comments are still to come."}
        elif number == 2:
            reason = "Say how the second objective was assessed; the evidence is not told."
            decided |= {"decision": "Referred back", "decision_reason": reason}
        elif number == accelerated:
            reason = "Results well above the plan in two years running: one point more than recommended."
            decided |= {"decided_point": _above(row) or "", "decision_reason": reason}
        elif row.recommended.amount is None:
            reason = "What the recommended point is paid is not among the trust's pay points yet."
            decided |= {"decision": "Deferred", "decision_reason": reason}
        elif number % _EVERY_NINTH == _EVERY_NINTH - 1:
            decided |= {
                "decision": "Not approved",
                "decision_reason": "The criteria of the Pay Policy are not met yet.",
            }
        if number == withdrawn_from:
            decided["conflict_declared"] = "P. Lindqvist, who is related to the employee"
        yield decided


def _above(row: Recommendation) -> str | None:
    """One point more than recommended, for whoever moves up the lower half of the main range."""
    if row.recommended.range != "Main" or row.recommended.point not in ("M2", "M3", "M4"):
        return None
    return canonical_point(str(int(row.recommended.point[1:]) + 1), "Main")
