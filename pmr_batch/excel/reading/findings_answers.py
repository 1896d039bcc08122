"""Answers that an office typed on the sheet Findings, beside what was found: they are explanations (PM015).

The workbook that goes back lists each open query on Explanations, with everything filled in but the explanation; an
answer to a query goes there. An answer to anything else is carried along as a note, and told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.reading.cell_values import Repair
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.layout.standard_workbook import EXPLANATIONS, FINDINGS_LIST, START
from pmr_batch.model.returns import CellNote, Spot
from pmr_batch.words import bare, day

#: What the program itself writes as an answer begins with one of these; so much of an explanation is compared.
_EXPLAINED, _ACCEPTED, _COMPARED = "Explained: ", "Accepted: ", 200
_QUERY = "Query"


@dataclass(frozen=True)
class _Answer:
    """An answer, the cell it stands in, and the finding it is beside, as the sheet has it."""

    text: str
    row: int
    cell: str
    kind: str
    rule: str
    payroll_number: str | None
    found: str


def take_answers(
    findings: Draft, drafts: Mapping[str, Draft], saved_on: dt.date | None
) -> tuple[list[CellNote], list[Spot]]:
    """Put the answers of the sheet Findings into the open rows of Explanations that they answer.

    `saved_on` is the day on which the workbook was saved, for the answers' date. Returns what fits no open query: as
    notes to be carried along, and what is told of them.
    """
    explanations = drafts.get(EXPLANATIONS.name)
    left: list[_Answer] = []
    answers = [answer for answer in _answers(findings) if not _stands_already(answer, explanations)]
    rows = _rows_of(answers, explanations) if explanations else {}
    for answer in answers:
        position = rows.get(answer.row)
        if explanations is None or position is None:
            left.append(answer)
        else:
            _take(explanations, position, answer, _office(drafts.get(START.name)), saved_on)
    notes = [CellNote(FINDINGS_LIST.name, answer.row, answer.cell, None, answer.text) for answer in left]
    return notes, [_told(answer) for answer in left]


def _answers(findings: Draft) -> Iterator[_Answer]:
    """What somebody typed in the column Answer."""
    for position, row in enumerate(findings.rows):
        cells = {key: values[position] for key, values in findings.columns.items() if isinstance(values[position], str)}
        text = cells.get(FINDINGS_LIST.answer.key, "")
        if text:
            yield _Answer(
                text,
                row,
                address((row, findings.places[FINDINGS_LIST.answer.key])),
                cells.get(FINDINGS_LIST.what_it_is.key, ""),
                cells.get(FINDINGS_LIST.rule.key, "").strip().upper(),
                cells.get(FINDINGS_LIST.payroll_number.key),
                cells.get(FINDINGS_LIST.what_was_found.key, ""),
            )


def _stands_already(answer: _Answer, explanations: Draft | None) -> bool:
    """Whether an answer is the program's own, or what the same query has on Explanations."""
    if answer.text.startswith(_ACCEPTED):
        return True
    said = answer.text.removeprefix(_EXPLAINED)
    known = [
        str(_cell(explanations, "explanation", at) or "")
        for at in range(len(explanations.rows) if explanations else 0)
        if explanations and _is_of(explanations, at, answer)
    ]
    if answer.text.startswith(_EXPLAINED):
        return any(text and said.startswith(text[:_COMPARED]) for text in known)
    return said in known


def _is_of(explanations: Draft, at: int, answer: _Answer) -> bool:
    rule, number = (_cell(explanations, key, at) for key in ("rule", "payroll_number"))
    return bool(rule == answer.rule and number == answer.payroll_number)


def _rows_of(answers: Iterable[_Answer], explanations: Draft) -> dict[int, int]:
    """The open row of Explanations, by position, of each answer, by its row: the only one that fits it alone."""
    rows: dict[int, int] = {}
    for answer in answers:
        fitting = [at for at in _open(explanations, answer) if at not in rows.values()]
        if len(fitting) > 1:
            fitting = [at for at in fitting if _is_about(explanations, at, answer.found)]
        if len(fitting) == 1:
            rows[answer.row] = fitting[0]
    return rows


def _open(explanations: Draft, answer: _Answer) -> list[int]:
    if answer.kind != _QUERY:
        return []
    rows = [at for at in range(len(explanations.rows)) if _is_of(explanations, at, answer)]
    return [at for at in rows if _cell(explanations, "explanation", at) is None]


def _is_about(explanations: Draft, at: int, found: str) -> bool:
    """Whether what was found names the item, before a colon, and the value that a row of Explanations has."""
    item, about = (bare(str(_cell(explanations, key, at) or "")) for key in ("item", "about"))
    which, _, said = found.partition(":")
    return (not item or f" {item} " in f" {bare(_with_iso_day(which))} ") and (
        not about or about in bare(said or found)
    )


def _with_iso_day(which: str) -> str:
    """The words that name an item, and a day among them as Explanations has it: of 3 March 2026 is 2026-03-03, too."""
    try:
        named = dt.datetime.strptime(which.removeprefix("of "), "%d %B %Y").replace(tzinfo=dt.UTC)
    except ValueError:
        return which
    return f"{which} {named.date().isoformat()}"


def _cell(draft: Draft, key: str, at: int) -> Any:
    return draft.columns[key][at] if key in draft.columns else None


def _take(explanations: Draft, at: int, answer: _Answer, office: str, saved_on: dt.date | None) -> None:
    where = f"as typed on {FINDINGS_LIST.name}, {answer.cell}"
    values: dict[str, tuple[Any, str]] = {
        "explanation": (answer.text, where),
        "explained_by": (office, "whoever typed it there"),
        "explained_on": (saved_on, "the day on which the workbook was saved"),
    }
    for key, (value, how) in values.items():
        if value is not None and key in explanations.columns and explanations.columns[key][at] is None:
            became = day(value) if isinstance(value, dt.date) else value
            explanations.put(key, at, value, Repair("", became, how))


def _office(start: Draft | None) -> str:
    """Who types into the workbook."""
    academy = start.columns.get(START.academy.key, [None])[0] if start else None
    return f"the office of {academy}" if isinstance(academy, str) else "the office"


def _told(answer: _Answer) -> Spot:
    why = "fits no open query on Explanations" if answer.kind == _QUERY else "answers what only a correction settles"
    words = {"what": f"has an answer that {why}; it is carried along, and asks for nothing"}
    heading = FINDINGS_LIST.answer.heading
    return Spot("PM014", FINDINGS_LIST.name, answer.row, heading, answer.cell, value=answer.text, words=words)
