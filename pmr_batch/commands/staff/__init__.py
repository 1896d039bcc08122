"""Takes a staff list as payroll or HR systems export it into the sheet Staff list of trust.xlsx, by a mapping.

- present_list: trust.xlsx as it is now
- list_columns, export_words.yml: what exports call the columns of the list, and what is never taken
- export_column, column_proposal, column_reading: where each column goes, and how its cells are read
- export_rows: the rows that are somebody's
- known_words, word_proposal: what the words of the export mean
- list_mapping: the Excel file with these proposals, read and written
- post_reading, contracts: the rows as posts, one a person and academy
- comparison: who joins, leaves and moves, and what changes
- list_checks: the list as it would be, checked as the settings are
- kept_copy: trust.xlsx as it was, kept beside the new one
- refresh_text: the result as text and JSON

The file itself is read, and its mapping kept, by what `mapped_files` has for every such file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.mapped_files.saved_mapping import normal_name
from pmr_batch.commands.mapped_files.source_file import SourceFile, SourceSheet
from pmr_batch.commands.mapped_files.table_finding import HeadingNames, find_tables
from pmr_batch.commands.mapped_files.text_file import read_export
from pmr_batch.commands.staff.column_proposal import ColumnLine, propose_columns
from pmr_batch.commands.staff.column_reading import with_readings
from pmr_batch.commands.staff.comparison import Comparison, compare
from pmr_batch.commands.staff.contracts import SeveralContracts, are_several, one_post_each
from pmr_batch.commands.staff.export_column import ExportColumn
from pmr_batch.commands.staff.export_rows import ExportRow, ExportTable, NobodysRow
from pmr_batch.commands.staff.kept_copy import check_not_open, keep_copy, put_file
from pmr_batch.commands.staff.list_checks import CheckedList, check_list
from pmr_batch.commands.staff.list_columns import ROLE, TITLE, is_known
from pmr_batch.commands.staff.list_mapping import SavedMapping, mapping_of, read_mapping
from pmr_batch.commands.staff.post_reading import ExportPost, LeftOut, PostReader, UnreadCell
from pmr_batch.commands.staff.present_list import PresentList, present_list
from pmr_batch.commands.staff.word_proposal import (
    FTE_ADDED,
    TWO_CONTRACTS,
    WordKind,
    WordLine,
    folded,
    propose_words,
)
from pmr_batch.errors import OutputError, UsageError
from pmr_batch.files import read_file, write_bytes
from pmr_batch.layout.conditions import ALWAYS
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.records.made_files import latest_of
from pmr_batch.settings.trust_file import TRUST_FILE
from pmr_batch.words import listed
from pmr_batch.workbook.trust_rows import with_rows

MAPPING = "Staff list mapping.xlsx"
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


@dataclass(frozen=True)
class Refreshed:
    """The result of reading the posts and holding them against the list.

    `posts` are one a person and academy. `checked` is what is wrong with the list as it would be.
    """

    posts: tuple[ExportPost, ...]
    comparison: Comparison
    several: tuple[SeveralContracts, ...]
    left_out: tuple[LeftOut, ...]
    nobodys: tuple[NobodysRow, ...]
    checked: CheckedList

    @property
    def unread(self) -> list[UnreadCell]:
        """The cells that cannot be read."""
        return [cell for post in self.posts for cell in post.unread]


@dataclass(frozen=True)
class StaffList:
    """The result of the command: the mapping, and, where it is settled, what the export changes.

    `written_mapping` is the mapping to be corrected, where one was written; `used_mapping` the one that was used.
    `copy` is trust.xlsx as it was, where it was written anew. `open_by` names the program that has it open, if any.
    """

    file: str
    mapped: MappedExport
    used_mapping: Path | None
    written_mapping: Path | None
    refreshed: Refreshed | None = None
    take: bool = False
    copy: Path | None = None

    @property
    def is_open(self) -> bool:
        """Whether anything waits for somebody."""
        found = self.refreshed
        if found is None or found.checked.problems or found.unread or found.nobodys:
            return True
        return any(leaver.is_open for leaver in found.comparison.leavers)


def refresh_staff_list(
    path: Path,
    folder: Path,
    as_of: date,
    executor: Executor,
    *,
    mapping: Path | None = None,
    take: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> StaffList:
    """Take an export into the Staff list of a trust folder; without `take`, only show what would change.

    Where no mapping settles what its columns and words mean, one is written, and nothing else. Nothing is written
    either where the settings would not accept the list. Raises UsageError where the export, the mapping or trust.xlsx
    cannot be used, OutputError where trust.xlsx is open in another program or was saved meanwhile.
    """
    if take:
        check_not_open(folder / TRUST_FILE)
    present = present_list(folder)
    progress(f"reading {path.name}")
    source = read_export(path.name, read_file(path), executor)
    used = mapping or latest_of(folder / MAPPING)
    saved = read_mapping(used, executor, present) if used else None
    mapped, rows, nobodys = _mapped(path.name, source, present, saved)
    posts, left_out = _posts(rows, present, mapped.words) if not mapped.open_columns else ([], [])
    mapped = _with_contracts(mapped, posts, saved)
    if not mapped.is_settled:
        written = None
        if saved is None or mapped.new_columns or mapped.new_words:
            wanted = mapping or folder / MAPPING
            content = mapping_of(path.name, mapped.columns, mapped.words, present, saved)
            written = put_file(folder, wanted, content)
        return StaffList(path.name, mapped, used, written, take=take)
    progress("comparing it with the Staff list")
    refreshed, content = _refreshed(posts, present, as_of, mapped, (left_out, nobodys))
    result = StaffList(path.name, mapped, used, None, refreshed, take)
    if not take or refreshed.checked.problems or not refreshed.comparison.row_changes:
        return result
    return replace(result, copy=_take(folder, present, content, as_of))


# -- the mapping ---------------------------------------------------------------------------------


def _mapped(
    name: str, source: SourceFile, present: PresentList, saved: SavedMapping | None
) -> tuple[MappedExport, list[ExportRow], list[NobodysRow]]:
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


def _with_contracts(mapped: MappedExport, posts: Sequence[ExportPost], saved: SavedMapping | None) -> MappedExport:
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


# -- the list ------------------------------------------------------------------------------------


def _posts(
    rows: Sequence[ExportRow], present: PresentList, words: Sequence[WordLine]
) -> tuple[list[ExportPost], list[LeftOut]]:
    reader = PostReader(present, words, rows)
    read = [reader.read(row) for row in rows]
    return [post for post in read if isinstance(post, ExportPost)], [row for row in read if isinstance(row, LeftOut)]


def _refreshed(
    posts: Sequence[ExportPost],
    present: PresentList,
    as_of: date,
    mapped: MappedExport,
    others: tuple[Sequence[LeftOut], Sequence[NobodysRow]],
) -> tuple[Refreshed, bytes]:
    left_out, nobodys = others
    choice = next((line.means for line in mapped.words if line.kind is WordKind.SEVERAL), FTE_ADDED)
    single, several = one_post_each(posts, choice, as_of)
    found = compare(single, present, [row.number for row in left_out], as_of)
    content = with_rows(present.content, STAFF_LIST, found.row_changes) if found.row_changes else present.content
    checked = check_list(content, present, found)
    return Refreshed(tuple(single), found, tuple(several), tuple(left_out), tuple(nobodys), checked), content


def _take(folder: Path, present: PresentList, content: bytes, as_of: date) -> Path:
    """Write the list, and keep the file as it was beside it."""
    path = folder / TRUST_FILE
    check_not_open(path)
    if read_file(path) != present.content:
        raise OutputError(f"{TRUST_FILE}: was saved while the export was read; nothing was written, so run again")
    copy = keep_copy(folder, path, present.content, as_of)
    write_bytes(path, content)
    return copy
