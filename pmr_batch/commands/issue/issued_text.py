"""What was handed out, as text and as JSON: to whom it goes, by when it is wanted, and what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from pmr_batch.commands.folders import INCOMING
from pmr_batch.commands.issue import Issued
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import counted, day, listed


def as_text(issued: Sequence[Issued], settings: Settings, cycle: Cycle, carried_over: Collection[str]) -> str:
    """Each workbook; `carried_over` are the academies whose last return it continues."""
    return "\n".join((*_workbooks(issued, carried_over), "", *_next(issued, settings, cycle)))


def _workbooks(issued: Sequence[Issued], carried_over: Collection[str]) -> Iterator[str]:
    for workbook in issued:
        if workbook.before:
            yield f"{workbook.path}  issued before, and left as it is"
            continue
        also = ", with what carries over from last cycle" if workbook.academy in carried_over else ""
        yield f"{workbook.path}  {counted(workbook.people, 'person', 'people')}{also}"


def _next(issued: Sequence[Issued], settings: Settings, cycle: Cycle) -> Iterator[str]:
    new = [workbook for workbook in issued if not workbook.before]
    if new:
        yield f"Next: open each of {counted(len(new), 'mail')} beside the workbooks, attach its workbook, and send it."
    lacking = [workbook.academy for workbook in new if not settings.academies[workbook.academy].office_email]
    if lacking:
        yield f"{listed(lacking)}: no Office e-mail on Academies of {settings.where}; fill in the address yourself."
    if len(new) < len(issued):
        yield "To have a workbook made anew, delete or rename it, and issue again."
    if cycle.final_reviews_by:
        yield f"Final reviews are due by {day(cycle.final_reviews_by)}."
    yield f"What comes back goes into {INCOMING}/{cycle.slug}, whatever the files are called."
    yield f"Then: pmr-batch run --cycle {cycle.slug} --round {cycle.own_round.value}"


def as_json(issued: Sequence[Issued]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "academy": workbook.academy,
            "workbook": str(workbook.path),
            "mail": str(workbook.mail) if workbook.mail else None,
            "people": workbook.people,
            "issued_before": workbook.before,
            "notices": workbook.notices,
        }
        for workbook in issued
    ]
