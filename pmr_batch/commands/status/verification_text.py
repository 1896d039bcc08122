"""The files against the ledger, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pmr_batch.commands.status.verification import HeldFile, HeldState, Verification
from pmr_batch.records import RECORDS, BrokenEntry
from pmr_batch.words import counted, day, shortened_list, visible

#: What each state means to somebody who looks after the folder.
_MEANS = {
    HeldState.AS_MADE: "",
    HeldState.WRITTEN_IN: "this is in order: no command overwrites them",
    HeldState.MOVED: "each lies elsewhere in the folder, as it was made",
    HeldState.MISSING: "restore them from a backup, or repeat the command that made them",
    HeldState.UNREAD: "close it in other programs, see that you may read it, and verify again",
    HeldState.REMOVED: "out of date, and replaced by a later one",
    HeldState.UNKNOWN: "no command made them: they are left alone",
}


def as_text(verification: Verification) -> str:
    """The counts, each difference by name, and what to do."""
    broken = verification.broken
    if broken:
        first = f"entry {broken[0].number}"
        return "\n".join(
            (
                *(f"{RECORDS}: entry {entry.number} {entry.why}." for entry in broken),
                f"Nothing can be held against it. Put back {RECORDS} from a backup made before {first} "
                "was changed, and repeat what was run since: every file stays as it is.",
            )
        )
    if not verification.files and not verification.destroyed:
        return "No file has been made in this folder yet."
    return "\n".join((*_counts(verification), *_destroyed(verification), *_differences(verification)))


def _counts(verification: Verification) -> Iterator[str]:
    for state in HeldState:
        number = verification.counts.get(state, 0)
        if number:
            yield f"{number:>7,}  {state}{f': {_MEANS[state]}' if _MEANS[state] else ''}"


def _destroyed(verification: Verification) -> Iterator[str]:
    for number, destruction in verification.destroyed.items():
        count = f"{counted(destruction.count, 'file')} on {day(destruction.on)}"
        yield f"{destruction.cycle}: destroyed by entry {number}, {count}"


def _differences(verification: Verification) -> Iterator[str]:
    for state in HeldState:
        files = [file for file in verification.differences if file.state is state]
        if files and state is HeldState.REMOVED:
            yield ""
            yield f"{state.capitalize()}: {counted(len(files), 'file')}, by {_entries(files)}"
        elif files:
            yield ""
            yield f"{state.capitalize()}:"
            yield from (f"  {visible(_line(file))}" for file in files)


def _entries(files: Sequence[HeldFile]) -> str:
    """Entries 12 and 40; of many the first, and how many more."""
    numbers = sorted({file.entry for file in files if file.entry})
    return f"{'entry' if len(numbers) == 1 else 'entries'} {shortened_list([str(number) for number in numbers])}"


def _line(file: HeldFile) -> str:
    if file.state is HeldState.MOVED:
        return f"{file.path} is {file.other} now"
    if file.state is HeldState.MISSING or (file.state is HeldState.UNREAD and file.entry):
        return f"{file.path} (entry {file.entry})"
    return f"{file.path}, a copy of {file.other}" if file.other else file.path


def _broken(entry: BrokenEntry) -> dict[str, Any]:
    return {"entry": entry.number, "why": entry.why}


def as_json(verification: Verification) -> dict[str, Any]:
    """The same for machines; `files` are all that are not as they were made."""
    return {
        "holds": verification.holds,
        "broken": _broken(verification.broken[0]) if verification.broken else None,
        "all_broken": [_broken(entry) for entry in verification.broken],
        "destroyed": [
            {"cycle": destruction.cycle, "entry": number, "files": destruction.count, "on": destruction.on}
            for number, destruction in verification.destroyed.items()
        ],
        "counts": {state.value: verification.counts.get(state, 0) for state in HeldState},
        "files": [
            {"file": file.path, "state": file.state, "entry": file.entry, "other": file.other}
            for file in verification.differences
        ],
    }
