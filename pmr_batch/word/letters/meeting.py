"""The record of a meeting, for whoever held it or took notes to write in (8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.layout.standard_workbook import FINAL_REVIEWS, OBSERVATIONS, REVIEW_MEETINGS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.model.terms import Outcome
from pmr_batch.word.filling.markup import Table, cell, line, paragraph, row, where
from pmr_batch.word.filling.styles import WIDTH
from pmr_batch.word.letters.concern import KEPT_UP
from pmr_batch.word.letters.desk import Desk
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.frame import CONFIDENTIAL, heading, page, points, table, to_sign
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.letter import Due, Kind, Paper
from pmr_batch.words import day, listed

_TITLE = "Record of a meeting"
_HALVES = (WIDTH // 2, WIDTH - WIDTH // 2)
_SIGNED = (3062, 3288, WIDTH - 6350)
_AGREED = (4838, 2600, WIDTH - 7438)
#: Heights that leave room to write, in twentieths of a point.
_ROOM, _LINE = 2600, 480


@dataclass(frozen=True)
class Record(Paper):
    """A meeting that was held; what was said and agreed is written in. What it was about decides its points."""

    kind: str = ""
    held_on: date | None = None
    held_by: str = ""
    recorded_by: str = ""
    initial: bool = False
    progress: bool = False
    final: bool = False
    concern: bool = False
    monitoring: bool = False
    capability: bool = False


#: What a meeting of each sort goes through, by the condition it is shown under.
_POINTS = {
    "initial": (
        "objectives for the cycle, with measures, milestones and what success looks like (4.4)",
        "training and support (4.5)",
    ),
    "progress": (
        "progress against each objective, and what helps or hinders (6.2)",
        "development and support: what was done, what is needed",
        "whether an objective needs to be revised (4.7)",
    ),
    "final": (
        "performance against the objectives, the job and the standards that apply (6.1)",
        "training and development, and what they changed (6.4)",
        "the recommendation on pay, where there is one (6.4)",
    ),
    "concern": (
        "the nature and seriousness of the concerns (7.1)",
        "earlier discussions, and support offered or given",
        "the employee's comments",
        "further guidance and support, and whether monitoring is set",
    ),
    "monitoring": (
        "progress against the targets (7.1)",
        "support given and needed",
        "the employee's comments, and the next contact",
    ),
    "capability": (
        "why the capability procedure applies (7.2)",
        "the employee's answer",
        "what was decided, and what follows",
    ),
}


def _build() -> bytes:
    gone_through = "".join(where(sort, points(*words)) for sort, words in _POINTS.items())
    body = (
        line("Title", _TITLE),
        line("Subtitle", CONFIDENTIAL),
        line("LetterClause", "{{ policy }}, clause 8.1. Made out on {{ written_on }}."),
        table(
            "The meeting",
            "The employee, the meeting, who held it and who made the record.",
            ("Employee", "{{ name }}{% if job_title %}, {{ job_title }}{% endif %}"),
            ("Meeting", "{{ kind }}, {{ held_on }}"),
            ("Held by", "{{ held_by }}"),
            ("Others present", ""),
            ("Record made by", "{{ recorded_by }}"),
        ),
        heading("Points to cover"),
        gone_through,
        heading("What was said"),
        _boxes(("By whoever held the meeting", "By the employee")),
        heading("What was agreed"),
        _agreed(),
        heading("Signed as a true record"),
        _signed(),
        paragraph("FormEnd"),
    )
    return page("".join(body), _TITLE)


def _boxes(labels: tuple[str, str]) -> str:
    """Room to write, side by side."""
    made = Table(_HALVES, "What was said", "Room to write for both sides.", "column")
    heads = (cell(line("FormLabel", words), width) for words, width in zip(labels, _HALVES, strict=True))
    blank = (cell(paragraph("FormText"), width) for width in _HALVES)
    return made(row(*heads, heading=True), row(*blank, height=_ROOM, breaks=True))


def _agreed() -> str:
    """Room for what was agreed."""
    made = Table(_AGREED, "What was agreed", "One row an action: who does it, and by when.", "column")
    labels = ("What is to be done", "Who", "By when")
    heads = (cell(line("FormLabel", words), width) for words, width in zip(labels, _AGREED, strict=True))
    blank = row(*(cell(paragraph("FormText"), width) for width in _AGREED), height=_LINE)
    return made(row(*heads, heading=True), *[blank] * 3)


def _signed() -> str:
    """Room to sign for both."""
    made = Table(_SIGNED, "Signatures", "Whoever made the record signs, and the employee.", "row")
    rows = (
        row(cell(line("LetterSigner", label), _SIGNED[0]), *to_sign(*_SIGNED[1:]))
        for label in ("Record made by", "Employee")
    )
    return made(*rows)


def due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """Of each meeting with Written record No, observations and drop-ins aside; the policy names no day."""
    for meeting in dossier.meetings if dossier.standing in (*KEPT_UP, Outcome.SUSPENDED) else ():
        without = meeting["written_record"] == "No" and meeting["kind"] not in OBSERVATIONS
        if without and meeting["kind"] and desk.has_come(meeting["date"]):
            kind, held_on = meeting["kind"].lower(), meeting["date"]
            yield Due(
                _record(meeting, dossier, desk),
                f"No written record of the {kind} of {day(held_on)}",
                None,
                f"{kind} {held_on.isoformat()}",
            )


def _record(meeting: Row, dossier: Dossier, desk: Desk) -> Record:
    kind = meeting["kind"]
    held_by = desk.name(meeting["held_by"]) or listed(dossier.reviewers)
    return Record(
        **desk.head(dossier),
        kind=kind,
        held_on=meeting["date"],
        held_by=held_by,
        recorded_by=desk.name(meeting["record_made_by"]) or held_by,
        initial=kind == "Initial meeting",
        progress=kind in REVIEW_MEETINGS,
        final=kind in FINAL_REVIEWS,
        concern=kind == "Concern",
        monitoring=kind == "Monitoring contact",
        capability=kind == "Capability",
    )


RECORD = Kind(
    Key.RECORD, "8.1", document("Record of a meeting", "meeting_record.docx", _build, Record), due, called="Record of"
)
