"""Makes the standard workbook of an office's own spreadsheet, by a mapping of its headings that the office corrects.

- vocabulary, targets: offices' names for the standard columns, by layout/headings.yml
- person_forms, people_across: sheets that are no tables, with form_labels and person_records
- column_content, proposal: where each column probably goes, and how certain that is
- mapping, mapping_workbook: the Excel file with these proposals, read and written
- staff_matching: the person of a row
- placement, row_builder, unplaced: the office's rows as standard rows; what has no place is listed
- assembly, destination: the standard workbook for an academy and cycle
- adoption_text: the result as text

The file itself is read, and its mapping kept, by what `mapped_files` has for every such file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch import words
from pmr_batch.commands.adopt.assembly import Destination, adopted_book
from pmr_batch.commands.adopt.column_content import ColumnContent
from pmr_batch.commands.adopt.mapping import SavedLine, SavedMapping, key_of, read_mapping
from pmr_batch.commands.adopt.mapping_workbook import mapping_of
from pmr_batch.commands.adopt.people_across import people_across
from pmr_batch.commands.adopt.person_forms import FORMS, forms_of
from pmr_batch.commands.adopt.person_records import consumed, table_of
from pmr_batch.commands.adopt.placement import RowGatherer, is_usable
from pmr_batch.commands.adopt.proposal import MappingLine, propose
from pmr_batch.commands.adopt.row_builder import GatheredRows, own_value
from pmr_batch.commands.adopt.staff_matching import ListedStaff, staff_list_of
from pmr_batch.commands.adopt.unplaced import Unplaced, UnplacedReason, unplaced_cell, unplaced_column
from pmr_batch.commands.adopt.vocabulary import group_of, is_known
from pmr_batch.commands.mapped_files.source_file import SourceFile, SourceSheet, read_source
from pmr_batch.commands.mapped_files.table_finding import HeadingNames, SourceTable, find_tables
from pmr_batch.errors import UsageError
from pmr_batch.excel.protection import all_protected, password_of
from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import Place
from pmr_batch.files import read_file
from pmr_batch.layout.standard_workbook import OBJECTIVES, STAFF, START
from pmr_batch.passwords import given
from pmr_batch.records.made_files import MadeFiles, latest_of, put_contents
from pmr_batch.workbook.findings_sheet import OwnSheet

MAPPING, STANDARD = "mapping", "standard"
_HEADING_NAMES = HeadingNames(is_known, lambda label: group.item if (group := group_of(label)) else None)
MappedTables = list[tuple[SourceTable, list[MappingLine]]]


@dataclass(frozen=True)
class MappedColumns:
    """A line for each column of the file, and the `saved` mapping that was used, if any.

    `unknown` are lines that it did not have, `unused` its lines for columns that the file no longer has.
    """

    saved: SavedMapping | None
    lines: tuple[MappingLine, ...]
    unknown: tuple[MappingLine, ...]
    unused: tuple[SavedLine, ...]


@dataclass(frozen=True)
class Adopted:
    """The result: the workbook, the mapping, and what was gathered.

    `people` is how many people of the file are in the workbook, `added` how many more of the staff list.
    `written_in` are lines on files in which somebody has written.
    """

    workbook: Path
    mapping: Path
    mapping_is_new: bool
    mapped: MappedColumns
    gathered: GatheredRows
    own_sheets: tuple[str, ...]
    hidden: tuple[str, ...]
    people: int
    added: int
    written_in: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has to place anything by hand; where nobody was placed, all of it."""
        return not self.has_placed or any(entry.reason.is_open for entry in self.gathered.unplaced)

    @property
    def has_placed(self) -> bool:
        """Whether any row of the file has a place."""
        return self.gathered.rows > self.gathered.rows_unplaced


def adopt(
    path: Path, folder: Path, destination: Destination, executor: Executor, mapping: Path | None = None
) -> Adopted:
    """Write the standard workbook of an office's file, and its mapping, next to the file, which is only read.

    `mapping` is a corrected one; the one next to the file where it is None. Raises UsageError where the file or
    mapping cannot be used. Both are recorded in the trust folder: one in which somebody has written is left, and the
    new one put beside it. Of a file that is protected with a password, both are protected with the same.
    """
    mapping_file, result = (path.with_name(f"{path.stem} {name}.xlsx") for name in (MAPPING, STANDARD))
    own = read_file(path)
    source = read_source(path.name, own, executor)
    _refuse_standard(path, source)
    # The last of several mappings has what the earlier ones have.
    latest = latest_of(mapping_file)
    mapping_path = mapping or latest
    saved = read_mapping(mapping_path, executor) if mapping_path else None
    people = staff_list_of(destination.settings, destination.academy, destination.cycle)
    persons = _records(source, people)
    tables = {
        page.name: [_decided(table, people, source.date1904, saved) for table in find_tables(page, _HEADING_NAMES)]
        for page in source.pages
        if page.name not in persons.labels
    }
    own_tables = [_decided(table, people, source.date1904, saved) for table in persons.tables]
    if not any(tables.values()) and not own_tables:
        raise UsageError(f"{path.name}: has no table with headings; nothing in it can be placed")
    mapped = _mapped([own_tables, *tables.values()], saved)
    gatherer = RowGatherer(people, destination.listed, source.date1904)
    for table, lines in own_tables:
        gatherer.add_table(table, lines)
    gatherer.gathered.unplaced += _beside_records(source, persons)
    own_sheets = list(_gather(source, tables, gatherer))
    content = adopted_book(destination, gatherer.gathered, own_sheets)
    is_new = _is_new(latest, mapped)
    contents = {mapping_file.name: mapping_of(path.name, mapped.lines, mapped.unused)} if is_new else {}
    password = password_of(own, given.get(), path.name)
    contents = all_protected(contents | {result.name: content}, password, path.parent)
    placed = put_contents(MadeFiles.recorded(folder), path.parent, contents)
    names = {placed.beside.get(name, name): path.parent / name for name in placed.files}
    placed_people = {row.person for row in gatherer.gathered.by_sheet[STAFF.name]}
    return Adopted(
        workbook=names[result.name],
        mapping=names.get(mapping_file.name, latest or mapping_file),
        mapping_is_new=is_new,
        mapped=mapped,
        gathered=gatherer.gathered,
        own_sheets=tuple(sheet.name for sheet in own_sheets),
        hidden=tuple(f"{page.name} ({words.listed(page.hidden)})" for page in source.pages if page.hidden),
        people=len(placed_people),
        added=len(destination.listed.keys() - placed_people),
        written_in=tuple(placed.written_in),
    )


@dataclass(frozen=True)
class _PersonTables:
    """The tables of sheets that hold a person each, or a person a column; and what of each sheet has its place in one.

    `labels` are the places by the sheet's name.
    """

    tables: tuple[SourceTable, ...]
    labels: Mapping[str, set[Place]]


def _records(source: SourceFile, people: ListedStaff) -> _PersonTables:
    across = {page.name: found for page in source.pages if (found := people_across(page, people)) is not None}
    others = SourceFile(tuple(page for page in source.pages if page.name not in across), source.date1904)
    forms = forms_of(others, people)
    tables = [table_of(name, found.records) for name, found in across.items()]
    if forms:
        tables.insert(0, table_of(FORMS, [form.record for form in forms]))
    labels = {name: found.labels for name, found in across.items()} | {form.page.name: form.labels for form in forms}
    records = [record for found in across.values() for record in found.records] + [form.record for form in forms]
    return _PersonTables(tuple(tables), consumed(records, labels))


def _beside_records(source: SourceFile, persons: _PersonTables) -> Iterator[Unplaced]:
    """The cells of forms that are neither labels nor what is said beside them."""
    for page in source.pages:
        for place in page.places if page.name in persons.labels else ():
            if place not in persons.labels[page.name]:
                yield _outside_cell(page, place)


def _mapped(tables: Iterable[MappedTables], saved: SavedMapping | None) -> MappedColumns:
    """One line a column; tables of one sheet with the same headings share theirs."""
    all_lines = [line for tables_of_sheet in tables for _, lines in tables_of_sheet for line in lines]
    lines = list({key_of(line.content.column): line for line in reversed(all_lines)}.values())[::-1]
    unknown = [line for line in lines if saved and saved.decision(line.content.column) is None]
    return MappedColumns(saved, tuple(lines), tuple(unknown), tuple(saved.unused(lines)) if saved else ())


def _is_new(latest: Path | None, mapped: MappedColumns) -> bool:
    """Whether a mapping is to be written; the office's corrections stay in the one that is there, and go into it."""
    if latest is None:
        return True
    is_used = mapped.saved is not None and mapped.saved.path.resolve() == latest.resolve()
    return is_used and bool(mapped.unknown)


def _refuse_standard(path: Path, source: SourceFile) -> None:
    names = {words.bare(page.name) for page in source.pages}
    if {words.bare(sheet.name) for sheet in (START, STAFF, OBJECTIVES)} <= names:
        raise UsageError(f"{path.name}: is a standard workbook already; look at it with `pmr-batch check`")


def _decided(
    table: SourceTable, people: ListedStaff, date1904: bool, saved: SavedMapping | None
) -> tuple[SourceTable, list[MappingLine]]:
    """A table with a line for each column: as the mapping has it, else as proposed."""
    decided = {
        column.number: decision
        for column in table.columns
        if saved and (decision := saved.decision(column)) is not None
    }
    return table, propose([ColumnContent(table.page, column, people, date1904) for column in table.columns], decided)


def _gather(source: SourceFile, mapped: dict[str, MappedTables], gatherer: RowGatherer) -> Iterator[OwnSheet]:
    """Gather the rows of all tables; sheets without a usable table are carried along as they are."""
    for page in source.pages:
        if page.name not in mapped:
            continue
        usable = [(table, lines) for table, lines in mapped[page.name] if is_usable(lines)]
        for table, lines in usable:
            gatherer.add_table(table, lines)
        if usable:
            gatherer.gathered.unplaced += _outside(page, [table for table, _ in usable])
        elif page.places:
            yield from _own_sheet(page, gatherer)


def _outside(page: SourceSheet, tables: Sequence[SourceTable]) -> Iterator[Unplaced]:
    """The cells above, below or between the tables."""
    headings = {place for table in tables for place in table.headings}
    rows = {row for table in tables for row in table.rows}
    for place in page.places:
        if place not in headings and place[0] not in rows:
            yield _outside_cell(page, place)


def _outside_cell(page: SourceSheet, place: Place) -> Unplaced:
    fault = place in page.faults
    why = "holds an Excel error or no result" if fault else "stands outside the tables, such as a title"
    return unplaced_cell(page, place, "", why, UnplacedReason.FAULT if fault else UnplacedReason.OUTSIDE)


def _own_sheet(page: SourceSheet, gatherer: RowGatherer) -> Iterator[OwnSheet]:
    """A sheet of the office's own, cell by cell; left out where it is personal data that a review does not need."""
    unplaced = gatherer.gathered.unplaced
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
            unplaced += unplaced_column(page, places, "", why, UnplacedReason.PERSONAL)
        return
    for place in page.faults:
        unplaced.append(unplaced_cell(page, place, "", "holds an Excel error or no result", UnplacedReason.FAULT))
    yield OwnSheet(page.name, rows)
