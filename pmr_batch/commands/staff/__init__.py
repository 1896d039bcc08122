"""Takes a staff list as payroll or HR systems export it into the sheet Staff list of trust.xlsx, by a mapping.

- present_list: trust.xlsx as it is now
- list_columns, export_words.yml: what exports call the columns of the list, and what is never taken
- export_column, column_proposal, column_reading: where each column goes, and how its cells are read
- export_rows: the rows that are somebody's
- known_words, word_proposal: what the words of the export mean
- list_mapping, mapped_export: the Excel file with these proposals, read and written; the export by it
- post_reading, contracts: the rows as posts, one a person and academy
- comparison: who joins, leaves and moves, and what changes
- list_checks: the list as it would be, checked as the settings are
- kept_copy: trust.xlsx as it was, kept beside the new one
- refresh_text, refresh_json: the result as text, and for machines

The file itself is read, and its mapping kept, by what `mapped_files` has for every such file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmr_batch.commands.mapped_files.text_file import read_export
from pmr_batch.commands.staff.comparison import Comparison, compare
from pmr_batch.commands.staff.contracts import SeveralContracts, one_post_each
from pmr_batch.commands.staff.export_rows import ExportRow, NobodysRow
from pmr_batch.commands.staff.kept_copy import check_not_open, keep_copy, put_file
from pmr_batch.commands.staff.list_checks import CheckedList, check_list
from pmr_batch.commands.staff.list_mapping import mapping_of, read_mapping
from pmr_batch.commands.staff.mapped_export import MappedExport, map_export, with_contracts
from pmr_batch.commands.staff.post_reading import ExportPost, LeftOut, PostReader, UnreadCell
from pmr_batch.commands.staff.present_list import PresentList, present_list
from pmr_batch.commands.staff.word_proposal import FTE_ADDED, WordKind, WordLine
from pmr_batch.errors import OutputError
from pmr_batch.files import read_file, write_bytes
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.records.made_files import latest_of
from pmr_batch.settings.trust_file import TRUST_FILE
from pmr_batch.workbook.trust_rows import with_rows

MAPPING = "Staff list mapping.xlsx"


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
    mapped, rows, nobodys = map_export(path.name, source, present, saved)
    posts, left_out = _posts(rows, present, mapped.words) if not mapped.open_columns else ([], [])
    mapped = with_contracts(mapped, posts, saved)
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
