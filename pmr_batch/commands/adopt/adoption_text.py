"""What came of an adoption, as whoever asked for it reads it on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmr_batch.commands.adopt import Adopted
from pmr_batch.commands.adopt.assembly import NOT_PLACED, READ_OTHERWISE
from pmr_batch.commands.adopt.proposal import Fate, MappingLine, Sure
from pmr_batch.commands.adopt.unplaced import Because
from pmr_batch.words import counted

_MOST = 12
_UNNAMED = "a column without a heading"
_WHY = {
    Because.NOBODY: "in rows of which nobody can say whose they are",
    Because.TAKEN: "for a place that holds something else already",
    Because.FAULT: "an Excel error, or a formula without its result",
    Because.OUTSIDE: "outside the tables, such as a title",
    Because.PERSONAL: "looks like personal data that a review does not need; it stays in your file",
    Because.LEFT_OUT: "left out, as the mapping says",
}


def as_text(adopted: Adopted) -> str:
    """What was placed, what was left, and where the files are."""
    return "\n".join(
        (
            *_placed(adopted),
            *_doubtful(adopted),
            *_hidden(adopted),
            *_mapping(adopted),
            *_left(adopted),
            *_files(adopted),
        )
    )


def _placed(adopted: Adopted) -> Iterator[str]:
    sure = Counter(line.sure for line in adopted.mapped.lines)
    placed = [line for line in adopted.mapped.lines if line.target]
    parts = [f"{sure[one]} {one}" for one in (Sure.SURE, Sure.LIKELY, Sure.YOURS) if sure[one]]
    yield f"{counted(len(adopted.mapped.lines), 'column')} found, {len(placed)} placed ({', '.join(parts) or 'none'})."
    rows = counted(adopted.gathered.rows - adopted.gathered.rows_lost, "row")
    more = f"; {adopted.added} more on the staff list are there, too" if adopted.added else ""
    yield f"{rows} of {adopted.gathered.rows:,} placed, of {counted(adopted.people, 'person', 'people')}{more}."


def _doubtful(adopted: Adopted) -> Iterator[str]:
    """What is worth a look in the mapping; own columns are carried along."""
    likely = [line for line in adopted.mapped.lines if line.sure is Sure.LIKELY]
    own = [line for line in adopted.mapped.lines if line.sure is Sure.NOT_PLACED and line.goes_to is Fate.OWN]
    if likely:
        yield "Likely, so look at them:"
        yield from _some([f"  {_where(line)} → {_said(line)}" for line in likely])
    if own:
        yield "Not placed, so carried along as columns of your own:"
        yield from _some([f"  {_where(line)}" for line in own])
    private = [line for line in adopted.mapped.lines if line.goes_to is Fate.PRIVATE]
    if private:
        yield "Private by the look of it, so left in your file:"
        yield from _some([f"  {_where(line)}" for line in private])
    if adopted.own_sheets:
        yield f"Sheets carried along as they are: {', '.join(adopted.own_sheets)}."


def _hidden(adopted: Adopted) -> Iterator[str]:
    """What nobody sees who opens the file, and stands in the workbook for everybody to see."""
    if adopted.hidden:
        yield f"Hidden in your file, and read all the same: {', '.join(adopted.hidden)}."


def _mapping(adopted: Adopted) -> Iterator[str]:
    """What the mapping did not know, and what it knows in vain."""
    mapped = adopted.mapped
    if mapped.used and mapped.unknown:
        again = "" if adopted.mapping_is_new else "; run again with --replace to have them in it"
        yield f"Not in {mapped.used.path.name}, so proposed anew{again}:"
        yield from _some([f"  {_where(line)} → {_said(line)}" for line in mapped.unknown])
    if mapped.unused:
        yield "In the mapping, and no longer in the file:"
        yield from _some([f"  {one.sheet}: {one.heading or _UNNAMED}" for one in mapped.unused])


def _left(adopted: Adopted) -> Iterator[str]:
    lost = Counter(one.because for one in adopted.gathered.lost)
    if lost:
        yield f"On the workbook's sheet {NOT_PLACED}:"
        yield from (f"  {lost[why]:>5,}  {said}" for why, said in _WHY.items() if lost[why])
    if adopted.gathered.reread:
        yield f"On the workbook's sheet {READ_OTHERWISE}:"
        yield f"  {len(adopted.gathered.reread):>5,}  not as typed: numbers, names and values of lists that were meant"


def _files(adopted: Adopted) -> Iterator[str]:
    new = "correct it where it is wrong, and run again with --replace" if adopted.mapping_is_new else "as it was"
    yield f"{adopted.mapping}: the mapping; {new}"
    yield f"{adopted.workbook}: the standard workbook; look at it with `pmr-batch check`"


def _some(lines: list[str]) -> list[str]:
    more = [f"  … and {len(lines) - _MOST} more, in the mapping"] if len(lines) > _MOST else []
    return lines[:_MOST] + more


def _where(line: MappingLine) -> str:
    found = line.holding.found
    return f"{found.page}: {found.heading or _UNNAMED}"


def _said(line: MappingLine) -> str:
    if line.target is None:
        return str(line.goes_to).lower()
    return f"{line.target.said}{f' ({line.target.item})' if line.target.item else ''}"
