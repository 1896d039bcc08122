"""The letters that are due in lines that a person reads, and as machines take them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from pmr_batch.commands.documents.letters import LetterResult, LetterState
from pmr_batch.words import counted, day, listed

NOTHING_DUE = "No letter is due."


def as_text(told: Sequence[LetterResult], as_of: date) -> str:
    """What is due to whom, why and by when, and what became of it, folder by folder; then the counts."""
    if not told:
        return NOTHING_DUE
    lines = [line for folder, some in groupby(told, lambda one: one.path.parent) for line in _of(folder, some, as_of)]
    return "\n".join((*lines, _counts(told)))


def _of(folder: Any, some: Iterator[LetterResult], as_of: date) -> Iterator[str]:
    yield f"{folder}"
    for one in some:
        yield f"  {one.path.name}"
        yield f"    {why(one, as_of)}"
        yield f"    → {_became(one)}"
    yield ""


def why(one: LetterResult, as_of: date) -> str:
    """Why a letter is due, and by when, such as: Review complete, report not sent: due by 31 October 2026 (6.3)."""
    by = one.due.by
    when = "due now" if by is None else f"{'due' if by >= as_of else 'was due'} by {day(by)}"
    return f"{one.due.why}: {when} ({one.kind.clause})"


def _became(one: LetterResult) -> str:
    if one.state is LetterState.LACKS:
        return f"{one.state}: fill in {listed(one.due.missing_headings)}"
    remedy = "; look at both, then ask to --replace it" if one.state is LetterState.OUTDATED else ""
    return f"{one.state}{remedy}{', also as PDF' if one.pdf else ''}"


def _counts(told: Sequence[LetterResult]) -> str:
    counts = Counter(one.state for one in told)
    parts = [f"{counts[state]} {state}" for state in LetterState if counts[state]]
    return f"{counted(len(told), 'letter')} due: {'; '.join(parts)}"


def as_json(told: Sequence[LetterResult]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "academy": one.academy,
            "payroll_number": one.due.content.payroll_number or None,
            "name": one.due.content.name or None,
            "letter": one.kind.key,
            "clause": one.kind.clause,
            "why": one.due.why,
            "due": one.due.by,
            "state": one.state,
            "lacks": one.due.missing_headings,
            "file": str(one.path),
            "pdf": str(one.pdf) if one.pdf else None,
        }
        for one in told
    ]
