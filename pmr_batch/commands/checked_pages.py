"""The findings of a check as a page beside each file; one that somebody has changed is left, and a new one made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from pmr_batch.commands.check import CheckResult
from pmr_batch.errors import FileError
from pmr_batch.files import read_file, write_bytes
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState
from pmr_batch.produce.returns.checked_page import CheckedWorkbook, PageRecord, checked_page, page_record, record_of
from pmr_batch.read.folder import label_of
from pmr_batch.records.made_files import numbered_names


def write_pages(result: CheckResult, paths: Iterable[Path], as_of: date) -> dict[str, Path]:
    """Write the page of every file that was checked, where the last does not say the same; where it lies, by file.

    Raises OutputError where one cannot be written.
    """
    by_label = {label_of(path): path for path in paths}
    pages = {}
    for checked in _workbooks(result):
        path, before = last_page(by_label[checked.file])
        if before != page_record(checked):
            write_bytes(path, checked_page(checked, as_of, before))
        pages[checked.file] = path
    return pages


def last_page(workbook: Path) -> tuple[Path, PageRecord | None]:
    """Where the page of a workbook goes, and what the page that lies there says of itself: None where none does."""
    wanted = workbook.with_name(f"{workbook.stem} findings.html")
    for path in map(wanted.with_name, chain((wanted.name,), numbered_names(wanted.name))):
        if not path.exists():
            return path, None
        record = _record(path)
        if record is not None:
            return path, record
    raise AssertionError("there are always more names")


def _record(path: Path) -> PageRecord | None:
    try:
        return record_of(read_file(path))
    except FileError:
        return None


def _workbooks(result: CheckResult) -> Iterator[CheckedWorkbook]:
    for file in result.files:
        if file.state is FileState.SKIPPED:
            continue
        yield CheckedWorkbook(
            file.path,
            file if isinstance(file, Return) else None,
            file.academy or "",
            file.sha256,
            tuple(finding for finding in result.findings if finding.file == file.path),
            tuple(to_do for to_do in result.to_do if to_do.academy == file.academy),
            result.not_checked,
        )
