"""The result of an adoption as text for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmr_batch.commands.adopt import Adopted
from pmr_batch.commands.adopt.assembly import NOT_PLACED, READ_OTHERWISE
from pmr_batch.commands.adopt.proposal import Fate, MappingLine
from pmr_batch.commands.adopt.unplaced import UnplacedReason
from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.words import counted

_MOST = 12
_UNNAMED = "a column without a heading"
_WHY = {
    UnplacedReason.NOBODY: "in rows of which nobody can say whose they are",
    UnplacedReason.OCCUPIED: "for a place that holds something else already",
    UnplacedReason.FAULT: "an Excel error, or a formula without its result",
    UnplacedReason.OUTSIDE: "outside the tables, such as a title",
    UnplacedReason.PERSONAL: "looks like personal data that a review does not need; it stays in your file",
    UnplacedReason.LEFT_OUT: "left out, as the mapping says",
}


def as_text(adopted: Adopted) -> str:
    """What was placed and what was not, and where the files are."""
    return "\n".join(
        (
            *_placed(adopted),
            *_doubtful(adopted),
            *_hidden(adopted),
            *_mapping(adopted),
            *_not_placed(adopted),
            *_files(adopted),
        )
    )


def _placed(adopted: Adopted) -> Iterator[str]:
    count = Counter(line.certainty for line in adopted.mapped.lines)
    placed = [line for line in adopted.mapped.lines if line.target]
    parts = [
        f"{count[certainty]} {certainty}"
        for certainty in (Certainty.SURE, Certainty.LIKELY, Certainty.YOURS)
        if count[certainty]
    ]
    yield f"{counted(len(adopted.mapped.lines), 'column')} found, {len(placed)} placed ({', '.join(parts) or 'none'})."
    rows = counted(adopted.gathered.rows - adopted.gathered.rows_unplaced, "row")
    more = f"; {adopted.added} more on the staff list are there, too" if adopted.added else ""
    yield f"{rows} of {adopted.gathered.rows:,} placed, of {counted(adopted.people, 'person', 'people')}{more}."
    if not adopted.has_placed:
        yield (
            "NOBODY WAS PLACED: no row of the file says whose it is. Give the column of payroll numbers or names a "
            "heading such as Payroll number or Name, or choose one in the mapping, and run again."
        )


def _doubtful(adopted: Adopted) -> Iterator[str]:
    """What is to be checked in the mapping, and what is carried along or left out."""
    likely = [line for line in adopted.mapped.lines if line.certainty is Certainty.LIKELY]
    own = [line for line in adopted.mapped.lines if line.certainty is Certainty.NOT_PLACED and line.goes_to is Fate.OWN]
    if likely:
        yield "Likely, so look at them:"
        yield from _shortened([f"  {_heading(line)} → {_goes_to(line)}" for line in likely])
    if own:
        yield "Not placed, so carried along as columns of your own:"
        yield from _shortened([f"  {_heading(line)}" for line in own])
    private = [line for line in adopted.mapped.lines if line.goes_to is Fate.PRIVATE]
    if private:
        yield "Private by the look of it, so left in your file:"
        yield from _shortened([f"  {_heading(line)}" for line in private])
    if adopted.own_sheets:
        yield f"Sheets carried along as they are: {', '.join(adopted.own_sheets)}."


def _hidden(adopted: Adopted) -> Iterator[str]:
    """What is hidden in the office's file, and visible in the workbook."""
    if adopted.hidden:
        yield f"Hidden in your file, and read all the same: {', '.join(adopted.hidden)}."


def _mapping(adopted: Adopted) -> Iterator[str]:
    """The columns that the mapping did not have, and its lines for columns that are gone."""
    mapped = adopted.mapped
    if mapped.saved and mapped.unknown:
        again = f", in {adopted.mapping.name}" if adopted.mapping_is_new else ""
        yield f"Not in {mapped.saved.path.name}, so proposed anew{again}:"
        yield from _shortened([f"  {_heading(line)} → {_goes_to(line)}" for line in mapped.unknown])
    if mapped.unused:
        yield "In the mapping, and no longer in the file:"
        yield from _shortened([f"  {line.sheet}: {line.heading or _UNNAMED}" for line in mapped.unused])


def _not_placed(adopted: Adopted) -> Iterator[str]:
    count = Counter(entry.reason for entry in adopted.gathered.unplaced)
    if count:
        yield f"On the workbook's sheet {NOT_PLACED}:"
        yield from (f"  {count[reason]:>5,}  {words}" for reason, words in _WHY.items() if count[reason])
    if adopted.gathered.changed:
        yield f"On the workbook's sheet {READ_OTHERWISE}:"
        yield f"  {len(adopted.gathered.changed):>5,}  not as typed: numbers, names and values of lists that were meant"


def _files(adopted: Adopted) -> Iterator[str]:
    new = "correct it where it is wrong, and run again" if adopted.mapping_is_new else "as it was"
    yield from adopted.written_in
    yield f"{adopted.mapping}: the mapping; {new}"
    yield f"{adopted.workbook}: the standard workbook; look at it with `pmr-batch check`"


def _shortened(lines: list[str]) -> list[str]:
    more = [f"  … and {len(lines) - _MOST} more, in the mapping"] if len(lines) > _MOST else []
    return lines[:_MOST] + more


def _heading(line: MappingLine) -> str:
    column = line.content.column
    return f"{column.page}: {column.heading or _UNNAMED}"


def _goes_to(line: MappingLine) -> str:
    if line.target is None:
        return str(line.goes_to).lower()
    return f"{line.target.label}{f' ({line.target.item})' if line.target.item else ''}"
