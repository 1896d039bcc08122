"""The letters that are due, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from pmr_batch.commands.documents.letters import LetterResult, LetterState, MadeLetters
from pmr_batch.words import counted, day, listed

NOTHING_DUE = "No letter is due."


def as_text(made: MadeLetters, as_of: date) -> str:
    """What is due to whom, why and by when, and what became of it, folder by folder; then the counts.

    Then the returns that are refused, a line each.
    """
    lines = [
        line
        for folder, of_folder in groupby(made.letters, lambda letter: letter.path.parent)
        for line in _folder_lines(folder, of_folder, as_of)
    ]
    lines += [_counts(made.letters)] if made.letters else [NOTHING_DUE] if not made.refused else []
    return "\n".join((*lines, *map(str, made.refused)))


def _folder_lines(folder: Any, of_folder: Iterator[LetterResult], as_of: date) -> Iterator[str]:
    yield f"{folder}"
    for letter in of_folder:
        yield f"  {letter.path.name}"
        yield f"    {why(letter, as_of)}"
        yield f"    → {_state_text(letter)}"
    yield ""


def why(letter: LetterResult, as_of: date) -> str:
    """Why a letter is due, and by when, such as: Review complete, report not sent: due by 31 October 2026 (6.3)."""
    by = letter.due.by
    when = "due now" if by is None else f"{'due' if by >= as_of else 'was due'} by {day(by)}"
    return f"{letter.due.why}: {when} ({letter.kind.clause})"


def _state_text(letter: LetterResult) -> str:
    if letter.state is LetterState.INCOMPLETE:
        return f"{letter.state}: fill in {listed(letter.due.missing_headings)}"
    if letter.state is LetterState.PASSED:
        return f"{letter.state}: {listed(letter.due.passed)}; put in what holds now, or say it in a letter of your own"
    remedy = (
        "; look at both, then delete or rename it to have it made anew" if letter.state is LetterState.OUTDATED else ""
    )
    return f"{letter.state}{remedy}{', also as PDF' if letter.pdf else ''}"


def _counts(letters: Sequence[LetterResult]) -> str:
    counts = Counter(letter.state for letter in letters)
    parts = [f"{counts[state]} {state}" for state in LetterState if counts[state]]
    return f"{counted(len(letters), 'letter')} due: {'; '.join(parts)}"


def as_json(made: MadeLetters) -> list[dict[str, Any]]:
    """The same for machines."""
    letters = [
        {
            "academy": letter.academy,
            "payroll_number": letter.due.content.payroll_number or None,
            "name": letter.due.content.name or None,
            "letter": letter.kind.key,
            "clause": letter.kind.clause,
            "why": letter.due.why,
            "due": letter.due.by,
            "state": letter.state,
            "lacks": letter.due.missing_headings,
            "passed": letter.due.passed,
            "file": str(letter.path),
            "pdf": str(letter.pdf) if letter.pdf else None,
        }
        for letter in made.letters
    ]
    who, what = ("academy", "payroll_number", "name"), ("letter", "clause", "why", "due")
    nothing = dict.fromkeys((*who, *what, "state", "lacks", "passed", "file", "pdf"))
    return [*letters, *(nothing | {"refused": return_.as_json()} for return_ in made.refused)]
