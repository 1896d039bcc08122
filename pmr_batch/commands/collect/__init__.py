"""Reads forms that reviewers filled in in Word back into a new copy of their academy's workbook.

- form_document: opens a .docx safely as Word shows it, and reports what in it is not read, with margin_comments and
  foreign_content
- form_reading: reads a whole form, with form_tables, cell_text, form_places and symbol_fonts
- filled_form: the text of a form as plain data
- form_owner: finds the workbook and person of a form, or why it is refused
- target_workbook: the workbook of a form, and what it holds now
- row_matching, field_values: the row of the workbook for a row of the form, and the value for a text
- form_comparison: compares the form, what it was made with, and the workbook
- person_rows, workbook_changes: the person's rows while they change, and the changes
- new_copy: writes the new copy
- collection_text: the result as text and JSON
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmr_batch.commands.collect.form_comparison import Comparison
from pmr_batch.commands.collect.form_document import open_form
from pmr_batch.commands.collect.form_owner import FormRefused, find_owner
from pmr_batch.commands.collect.form_reading import read_form
from pmr_batch.commands.collect.new_copy import free_copy, with_changes
from pmr_batch.commands.collect.target_workbook import FormWorkbook, FormWorkbooks
from pmr_batch.commands.collect.workbook_changes import CellChange, NotTaken
from pmr_batch.errors import FileError, UsageError
from pmr_batch.excel.protection import all_protected, password_of
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.files import PASSED_OVER, files_within, read_file
from pmr_batch.passwords import given
from pmr_batch.records.made_files import MadeFiles, put_contents
from pmr_batch.words import listed, shortened_list

#: What a form may have been saved as: read, or refused by name.
_FORMS = (".docx", ".docm", ".dotx", ".doc", ".rtf", ".odt", ".pages")
#: What a scan of a form is saved as: nothing can be read back.
_SCANS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".bmp")


@dataclass(frozen=True)
class ReadForm:
    """The result of one form: what changes in the workbook, and what is not taken.

    `person` is empty and `workbook` None where the form's owner is not known.
    """

    path: Path
    person: str = ""
    workbook: FormWorkbook | None = None
    changes: tuple[CellChange, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkbookCopy:
    """A new copy of an academy's workbook: what it would hold, and where it is once it is written.

    `is_return` where it lies among the returns of the trust folder; `was_issued` where the workbook is one that was
    issued, as its academy has sent none.
    """

    academy: str
    workbook: Path
    copy: Path
    forms: int
    changes: tuple[CellChange, ...]
    is_return: bool = False
    was_issued: bool = False


@dataclass(frozen=True)
class Collected:
    """The result of all forms; the copies are only planned where `written` is False.

    `others` are files of a named folder that are no Word documents; `scans` those of them that may be forms.
    """

    read: tuple[ReadForm, ...]
    copies: tuple[WorkbookCopy, ...]
    written: bool
    others: tuple[Path, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether anything was not taken."""
        return bool(self.scans) or any(form.not_taken for form in self.read)

    @property
    def scans(self) -> tuple[Path, ...]:
        """PDFs and pictures: forms, perhaps, out of which nothing can be read back."""
        return tuple(path for path in self.others if path.suffix.lower() in _SCANS)


def collect(
    paths: Sequence[Path],
    folder: Path,
    as_of: date,
    executor: Executor,
    *,
    workbook: Path | None = None,
    take: bool = False,
    to: Path | None = None,
) -> Collected:
    """Compare forms with their academies' workbooks; with `take`, write a new copy of each workbook that changes.

    The workbook of a form is `workbook` where that is given, else the last one that its academy sent, or was issued,
    for the form's cycle. Folders are searched. Raises UsageError where there is no form or workbook to read,
    SettingsError where the settings cannot be used.
    """
    all_files = list(_files(paths))
    files = [path for path in all_files if path in paths or path.suffix.lower() in _FORMS]
    if not files:
        only = f", only {shortened_list([path.name for path in all_files])}" if all_files else ""
        where = listed(path.name for path in paths)
        raise UsageError(f"{where}: no Word document (.docx) is there{only}; name the forms as they came from Word")
    if to is not None and to.exists():
        raise UsageError(f"{to.name}: is there already; nothing is overwritten, so give the new copy another name")
    workbooks = FormWorkbooks(folder, as_of, executor, workbook)
    known_words = workbooks.known_words()
    read = [_read(path, workbooks, known_words) for path in files]
    copies = list(_copies(read, workbooks, to))
    if to is not None and len(copies) > 1:
        raise UsageError(f"--to names one file, and {len(copies)} workbooks change; leave it out")
    for target, copy in copies if take else ():
        made = MadeFiles.recorded(folder, target.cycle.name)
        contents = all_protected(
            {copy.copy.name: with_changes(target, copy.changes)}, _password(target.path), copy.copy.parent
        )
        put_contents(made, copy.copy.parent, contents)
    others = tuple(path for path in all_files if path not in files)
    return Collected(tuple(read), tuple(copy for _, copy in copies), take, others)


def _password(workbook: Path) -> str | None:
    """What a workbook is protected with, so that its new copy is, too."""
    return password_of(read_file(workbook), given.get(), workbook.name)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that are named, and those below the folders that are."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in files_within(path) if not file.name.startswith(PASSED_OVER))
        else:
            yield path


def _read(path: Path, workbooks: FormWorkbooks, known_words: frozenset[str]) -> ReadForm:
    try:
        filled = read_form(open_form(read_file(path), known_words), known_words)
        workbook, dossier = find_owner(filled, workbooks)
    except FileError as error:
        return ReadForm(path, not_taken=(NotTaken("", f"{error.what}; {error.remedy}"),))
    except Refused as refused:
        return ReadForm(path, not_taken=(NotTaken("", f"{refused.why}. {refused.next_step}"),))
    except FormRefused as reason:
        return ReadForm(path, not_taken=(NotTaken("", str(reason)),))
    comparison = Comparison(filled, workbook, dossier)
    number = dossier.staff["payroll_number"]
    workbook.people[number] = [comparison.after]
    unread = (NotTaken("Not read", what) for what in filled.unread)
    return ReadForm(
        path,
        f"{dossier.staff['name']}, {number}",
        workbook,
        tuple(comparison.changes),
        (*comparison.not_taken, *unread),
        (*filled.notes, *comparison.notes),
    )


def _copies(
    read: Sequence[ReadForm], workbooks: FormWorkbooks, to: Path | None
) -> Iterator[tuple[FormWorkbook, WorkbookCopy]]:
    """The workbooks that change."""
    for workbook in workbooks.opened():
        forms = [form for form in read if form.workbook is workbook and form.changes]
        if forms:
            changes = tuple(change for form in forms for change in form.changes)
            path = to or free_copy(workbook.path, workbook.copies)
            copy = WorkbookCopy(workbook.academy, workbook.path, path, len(forms), changes)
            yield workbook, replace(copy, is_return=workbooks.is_return(path), was_issued=workbook.was_issued)
