"""An office's own spreadsheet made into the standard workbook, by a mapping of its headings that the office corrects.

- source: the file's cells, as safely read as a return's
- tables: which rows are headings, of one storey or several, and the columns below them
- vocabulary, headings.yml: what offices call things
- holdings, propose: what each column probably is, and how sure that is
- mapping, mapping_book: the Excel file that says so, read and written
- people, values: whose row it is, and what a cell means; nobody and nothing is guessed at
- gather, made, lost: rows of theirs to rows of ours; what has no place is listed
- assemble, whose: the standard workbook of it all, for an academy and cycle
- told: what came of it, in words
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch import words
from pmr_batch.commands.adopt.assembly import Frame, adopted_book
from pmr_batch.commands.adopt.cell_kinds import Holding
from pmr_batch.commands.adopt.mapping import Known, Used, key_of, read_mapping
from pmr_batch.commands.adopt.mapping_workbook import mapping_book
from pmr_batch.commands.adopt.placement import Gatherer, is_usable
from pmr_batch.commands.adopt.proposal import MappingLine, Sure, propose
from pmr_batch.commands.adopt.row_builder import GatheredRows, own_value
from pmr_batch.commands.adopt.source_file import Source, SourceSheet, read_source
from pmr_batch.commands.adopt.staff_matching import ListedStaff, people_of
from pmr_batch.commands.adopt.table_finding import Block, find_blocks
from pmr_batch.commands.adopt.unplaced import Because, Unplaced, unplaced, unplaced_column
from pmr_batch.errors import UsageError
from pmr_batch.excel.reading import personal_data
from pmr_batch.files import read_file, write_bytes
from pmr_batch.layout.standard_workbook import OBJECTIVES, STAFF, START
from pmr_batch.workbook.findings_sheet import OwnSheet

MAPPING, STANDARD = "mapping", "standard"
Placed = list[tuple[Block, list[MappingLine]]]


@dataclass(frozen=True)
class Mapped:
    """The lines of the file's columns, and the mapping that was used, if one was.

    `unknown` are lines that it did not have, `unused` those of it that the file no longer has.
    """

    used: Used | None
    lines: tuple[MappingLine, ...]
    unknown: tuple[MappingLine, ...]
    unused: tuple[Known, ...]


@dataclass(frozen=True)
class Adopted:
    """What came of it: the files, the mapping, and what has no place or stands otherwise than typed.

    `people` is how many of the file stand in the workbook, `added` how many of the staff list besides.
    """

    workbook: Path
    mapping: Path
    mapping_is_new: bool
    mapped: Mapped
    gathered: GatheredRows
    own_sheets: tuple[str, ...]
    hidden: tuple[str, ...]
    people: int
    added: int

    @property
    def is_open(self) -> bool:
        """Whether anything is left for somebody to place."""
        return any(one.because.is_open for one in self.gathered.lost)


def adopt(
    path: Path, frame: Frame, executor: Executor, mapping: Path | None = None, *, replace: bool = False
) -> Adopted:
    """Write the standard workbook of an office's file, and its mapping, beside it; the file itself is only read.

    `mapping` is one that was made before; where none is named, the one beside the file. Raises UsageError where
    the file or mapping cannot be used, or the workbook is there already and `replace` is not asked for.
    """
    beside, result = (path.with_name(f"{path.stem} {name}.xlsx") for name in (MAPPING, STANDARD))
    if result.exists() and not replace:
        raise UsageError(f"{result.name}: is there already, and may have been worked on; ask to --replace it")
    source = read_source(path.name, read_file(path), executor)
    _refuse_standard(path, source)
    used_path = mapping or (beside if beside.exists() else None)
    used = read_mapping(used_path, executor) if used_path else None
    people = people_of(frame.settings, frame.academy, frame.cycle)
    placed = {page.name: list(_tables(page, people, source.date1904, used)) for page in source.pages}
    if not any(placed.values()):
        raise UsageError(f"{path.name}: has no table with headings; nothing in it can be placed")
    mapped = _mapped(placed, used)
    gatherer = Gatherer(people, frame.listed, source.date1904)
    own = list(_take(source, placed, gatherer))
    content = adopted_book(frame, gatherer.gathered, own)
    is_new = _is_new(beside, mapped, replace)
    if is_new:
        write_bytes(beside, mapping_book(path.name, mapped.lines, mapped.unused))
    write_bytes(result, content)
    found = {one.person for one in gatherer.gathered.made[STAFF.name]}
    return Adopted(
        workbook=result,
        mapping=beside,
        mapping_is_new=is_new,
        mapped=mapped,
        gathered=gatherer.gathered,
        own_sheets=tuple(one.name for one in own),
        hidden=tuple(f"{page.name} ({words.listed(page.hidden)})" for page in source.pages if page.hidden),
        people=len(found),
        added=len(frame.listed.keys() - found),
    )


def _mapped(placed: Mapping[str, Placed], used: Used | None) -> Mapped:
    """One line a column; tables of one sheet with the same headings share theirs."""
    every = [line for of_page in placed.values() for _, some in of_page for line in some]
    lines = list({key_of(line.holding.found): line for line in reversed(every)}.values())[::-1]
    unknown = [line for line in lines if used and used.decision(line.holding.found) is None]
    return Mapped(used, tuple(lines), tuple(unknown), tuple(used.unused(lines)) if used else ())


def _is_new(beside: Path, mapped: Mapped, replace: bool) -> bool:
    """Whether the mapping beside the file is to be written; what the office corrected there stays in it."""
    if not beside.exists():
        return True
    is_used = mapped.used is not None and mapped.used.path.resolve() == beside.resolve()
    return replace and is_used and bool(mapped.unknown)


def _refuse_standard(path: Path, source: Source) -> None:
    names = {words.bare(page.name) for page in source.pages}
    if {words.bare(sheet.name) for sheet in (START, STAFF, OBJECTIVES)} <= names:
        raise UsageError(f"{path.name}: is a standard workbook already; look at it with `pmr-batch check`")


def _tables(
    page: SourceSheet, people: ListedStaff, date1904: bool, used: Used | None
) -> Iterator[tuple[Block, list[MappingLine]]]:
    """The tables of a sheet with a line for each column: as the mapping has it, else as proposed."""
    for block in find_blocks(page):
        decided = {
            found.column: decision for found in block.columns if used and (decision := used.decision(found)) is not None
        }
        yield block, propose([Holding(page, found, people, date1904) for found in block.columns], decided)


def _take(source: Source, placed: dict[str, Placed], gatherer: Gatherer) -> Iterator[OwnSheet]:
    """Gather what the tables hold; sheets without a usable one go along as they are."""
    for page in source.pages:
        usable = [(block, lines) for block, lines in placed[page.name] if is_usable(lines)]
        for block, lines in usable:
            gatherer.take(block, lines)
        if usable:
            gatherer.gathered.lost += _outside(page, [block for block, _ in usable])
        elif page.places:
            yield from _whole(page, gatherer)


def _outside(page: SourceSheet, blocks: Sequence[Block]) -> Iterator[Unplaced]:
    """What stands above, below or between the tables."""
    headings = {place for block in blocks for place in block.headings}
    rows = {row for block in blocks for row in block.rows}
    for place in page.places:
        if place not in headings and place[0] not in rows:
            fault = place in page.faults
            why = "holds an Excel error or no result" if fault else "stands outside the tables, such as a title"
            yield unplaced(page, place, "", why, Because.FAULT if fault else Because.OUTSIDE)


def _whole(page: SourceSheet, gatherer: Gatherer) -> Iterator[OwnSheet]:
    """A sheet of the office's own, cell by cell where it stood; but for personal data that a review does not need."""
    lost = gatherer.gathered.lost
    width = max(column for _, column in page.places)
    rows = {
        row: [own_value(page, (row, at)) if (row, at) in page.cells else None for at in range(1, width + 1)]
        for row in page.by_row
    }
    kind = personal_data.of_sheet(page.name, {row: [value or "" for value in values] for row, values in rows.items()})
    if kind:
        why = f"the sheet looks like {kind}, which a review does not need; it stays out"
        for column in sorted({column for _, column in page.places}):
            places = [place for place in page.places if place[1] == column]
            lost += unplaced_column(page, places, "", why, Because.PERSONAL)
        return
    for place in page.faults:
        lost.append(unplaced(page, place, "", "holds an Excel error or no result", Because.FAULT))
    yield OwnSheet(page.name, rows)


__all__ = ["Adopted", "Frame", "Sure", "adopt"]
