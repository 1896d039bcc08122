"""An export by its mapping: a line for each column and each word, as the mapping has them, else as proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.mapped_files.saved_mapping import normal_name
from pmr_batch.commands.mapped_files.source_file import SourceFile, SourceSheet
from pmr_batch.commands.mapped_files.table_finding import HeadingNames, find_tables
from pmr_batch.commands.staff.column_proposal import ColumnLine, propose_columns
from pmr_batch.commands.staff.column_reading import with_readings
from pmr_batch.commands.staff.contracts import are_several
from pmr_batch.commands.staff.export_column import ExportColumn
from pmr_batch.commands.staff.export_rows import ExportRow, ExportTable, NobodysRow
from pmr_batch.commands.staff.list_columns import ROLE, TITLE, is_known
from pmr_batch.commands.staff.list_mapping import SavedMapping
from pmr_batch.commands.staff.post_reading import ExportPost
from pmr_batch.commands.staff.present_list import PresentList
from pmr_batch.commands.staff.word_proposal import (
    FTE_ADDED,
    TWO_CONTRACTS,
    WordKind,
    WordLine,
    folded,
    propose_words,
)
from pmr_batch.errors import UsageError
from pmr_batch.layout.conditions import ALWAYS
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.words import listed

_HEADING_NAMES = HeadingNames(is_known, lambda _: None)


@dataclass(frozen=True)
class MappedExport:
    """An export by its mapping: a line for each column and each word; `new` of them are in no mapping yet.

    `unread_sheets` are sheets that have no column of payroll numbers.
    """

    tables: tuple[ExportTable, ...]
    columns: tuple[ColumnLine, ...]
    words: tuple[WordLine, ...]
    new_columns: tuple[ColumnLine, ...]
    new_words: tuple[WordLine, ...]
    unread_sheets: tuple[str, ...]

    @property
    def hidden(self) -> list[str]:
        """What of its sheets is hidden, and read all the same."""
        pages = {table.table.page.name: table.table.page for table in self.tables}
        return [f"{page.name} ({listed(page.hidden)})" for page in pages.values() if page.hidden]

    @property
    def missing(self) -> list[str]:
        """The headings of Staff list that every row needs, and that no column of the export goes to."""
        targets = {line.target.key for line in self.columns if line.target}
        needed = [column for column in STAFF_LIST if column.required is ALWAYS and column.key not in targets]
        return [column.heading for column in needed if column.key != ROLE.key or TITLE.key not in targets]

    @property
    def has_numbers(self) -> bool:
        """Whether a column says who people are."""
        return any(table.is_usable for table in self.tables)

    @property
    def open_columns(self) -> list[ColumnLine]:
        """The columns of which something has to be said."""
        return [line for line in self.columns if line.certainty is Certainty.OPEN]

    @property
    def open_words(self) -> list[WordLine]:
        """The words whose meaning has to be said."""
        return [line for line in self.words if not line.means]

    @property
    def is_settled(self) -> bool:
        """Whether everything was decided in a mapping, or needs no decision."""
        return self.has_numbers and not (self.open_columns or self.open_words or self.new_columns or self.new_words)


def map_export(
    name: str, source: SourceFile, present: PresentList, saved: SavedMapping | None
) -> tuple[MappedExport, list[ExportRow], list[NobodysRow]]:
    """The export by a saved mapping, the rows of people in it, and those that cannot be taken.

    Raises UsageError, naming the file, where it has no table of people.
    """
    tables = [table for page in source.pages for table in _tables(page, source.date1904, present, saved)]
    usable = [table for table in tables if table.is_usable] or [table for table in tables if table.is_of_people]
    if not usable:
        need = "headings such as Payroll number, Name and Job title in one row"
        raise UsageError(f"{name}: has no table of people, with {need}; nobody can be found in it")
    found = [row for table in usable if table.is_usable for row in table.rows(present)]
    rows = [row for row in found if isinstance(row, ExportRow)]
    columns = {(normal_name(line.content.heading), line.content.column.nth): line for line in _lines(usable)}
    words = propose_words(rows, present, saved.words if saved else {})
    mapped = MappedExport(
        tuple(usable),
        tuple(columns.values()),
        tuple(words),
        tuple(line for line in columns.values() if _is_new(line, saved)),
        tuple(line for line in words if saved is None or line.key not in saved.words),
        tuple(page.name for page in source.pages if page.places and page.name not in {_page(t) for t in usable}),
    )
    return mapped, rows, [row for row in found if isinstance(row, NobodysRow)]


def _tables(
    page: SourceSheet, date1904: bool, present: PresentList, saved: SavedMapping | None
) -> Iterable[ExportTable]:
    for table in find_tables(page, _HEADING_NAMES):
        contents = [ExportColumn(page, column, present, date1904) for column in table.columns]
        decided = {
            at: ColumnLine(content, known.goes_to, known.certainty, known.reading)
            for at, content in enumerate(contents)
            if saved and (known := saved.column(content.column))
        }
        yield ExportTable(table, with_readings(propose_columns(contents, decided)))


def _page(table: ExportTable) -> str:
    return table.table.page.name


def _lines(tables: Iterable[ExportTable]) -> Iterable[ColumnLine]:
    return (line for table in tables for line in table.lines)


def _is_new(line: ColumnLine, saved: SavedMapping | None) -> bool:
    """Whether a column goes somewhere that nobody has looked at yet."""
    return saved is None or (line.target is not None and saved.column(line.content.column) is None)


def with_contracts(mapped: MappedExport, posts: Sequence[ExportPost], saved: SavedMapping | None) -> MappedExport:
    """The question what becomes of several contracts of one person at one academy, where there are such."""
    people = are_several(posts)
    if not people:
        return mapped
    key = (WordKind.SEVERAL, folded(TWO_CONTRACTS))
    known = saved.words.get(key) if saved else None
    certainty = Certainty.YOURS if known else Certainty.LIKELY
    line = WordLine(WordKind.SEVERAL, TWO_CONTRACTS, people, known or FTE_ADDED, certainty)
    new = mapped.new_words if known else (*mapped.new_words, line)
    return replace(mapped, words=(*mapped.words, line), new_words=new)
