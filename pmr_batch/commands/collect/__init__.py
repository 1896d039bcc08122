"""Forms that reviewers filled in in Word, read back into a new copy of their academy's workbook.

- opened: a .docx, safely opened, and what in it is not read
- places: where the places of the form stand
- signs: what Word keeps as signs of a font
- pieces: what is written in a cell of a form, place by place
- filled: what is written in a form, as plain data
- tables: a table of a form, row by row
- form: a whole form: whose it is, and all its places
- whose: whose form it is, and whether it is taken at all
- desk: the workbook that a form belongs to, and what it holds now
- rows: which row of a form is which row of the workbook
- values: the text of a place as the value of its column
- person: somebody's rows of the workbook, while forms change them
- compare: what was written since the form was made, against what the office typed since
- changes: what is taken, and what is not, in words
- taken: the new copy
- told: what came of it, in words
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmr_batch.commands.collect.form_comparison import Comparison
from pmr_batch.commands.collect.form_document import opened
from pmr_batch.commands.collect.form_owner import Foreign, whose
from pmr_batch.commands.collect.form_reading import read_form
from pmr_batch.commands.collect.new_copy import free_copy, with_changes
from pmr_batch.commands.collect.target_workbook import FormWorkbook, FormWorkbooks
from pmr_batch.commands.collect.workbook_changes import CellChange, NotTaken
from pmr_batch.errors import FileError, UsageError
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.files import read_file, write_bytes
from pmr_batch.words import listed

#: What a form may have been saved as: read, or refused by name.
_FORMS = (".docx", ".docm", ".dotx", ".doc", ".rtf", ".odt", ".pages")
_LOCKS = ("~$", ".")


@dataclass(frozen=True)
class ReadForm:
    """What came of one form: what was written in it, and what of it is not taken.

    `person` is empty and there is no `desk` where nobody can say whose it is.
    """

    path: Path
    person: str = ""
    desk: FormWorkbook | None = None
    changes: tuple[CellChange, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkbookCopy:
    """A new copy of an academy's workbook: what it would hold, and where it is once it is written."""

    academy: str
    workbook: Path
    copy: Path
    forms: int
    changes: tuple[CellChange, ...]


@dataclass(frozen=True)
class Collected:
    """What came of all forms; the copies are written only where that was asked for.

    `others` lie in a folder that was named, and are no Word documents: scans and PDFs, perhaps.
    """

    read: tuple[ReadForm, ...]
    copies: tuple[WorkbookCopy, ...]
    written: bool
    others: tuple[Path, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether anything was not taken."""
        return any(one.not_taken for one in self.read)


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
    """Read forms against their academies' workbooks; with `take`, write a new copy of each that changes.

    The workbook of a form is the one its academy sent last, else the one it was handed, of the form's cycle; or the
    one named. Folders are walked. Raises UsageError where there is no form or workbook to read, SettingsError where
    the settings do not serve.
    """
    there = list(_files(paths))
    files = [path for path in there if path in paths or path.suffix.lower() in _FORMS]
    if not files:
        raise UsageError(f"{listed(path.name for path in paths)}: no Word document (.docx) is there; name the forms")
    if to is not None and to.exists():
        raise UsageError(f"{to.name}: is there already; nothing is overwritten, so give the new copy another name")
    desks = FormWorkbooks(folder, as_of, executor, workbook)
    known = desks.known_words()
    read = [_read(path, desks, known) for path in files]
    copies = list(_copies(read, desks, to))
    if to is not None and len(copies) > 1:
        raise UsageError(f"--to names one file, and {len(copies)} workbooks change; leave it out")
    for desk, copy in copies if take else ():
        write_bytes(copy.copy, with_changes(desk, copy.changes))
    others = tuple(path for path in there if path not in files)
    return Collected(tuple(read), tuple(copy for _, copy in copies), take, others)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that are named, and those below the folders that are."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith(_LOCKS))
        else:
            yield path


def _read(path: Path, desks: FormWorkbooks, known: frozenset[str]) -> ReadForm:
    try:
        filled = read_form(opened(read_file(path)), known)
        desk, dossier = whose(filled, desks)
    except FileError as error:
        return ReadForm(path, not_taken=(NotTaken("", f"{error.what}; {error.remedy}"),))
    except Refused as refused:
        return ReadForm(path, not_taken=(NotTaken("", f"{refused.why}. {refused.next_step}"),))
    except Foreign as reason:
        return ReadForm(path, not_taken=(NotTaken("", str(reason)),))
    compared = Comparison(filled, desk, dossier)
    number = dossier.staff["payroll_number"]
    desk.people[number] = [compared.after]
    unread = (NotTaken("Not read", what) for what in filled.unread)
    return ReadForm(
        path,
        f"{dossier.staff['name']}, {number}",
        desk,
        tuple(compared.changes),
        (*compared.not_taken, *unread),
        (*filled.notes, *compared.notes),
    )


def _copies(
    read: Sequence[ReadForm], desks: FormWorkbooks, to: Path | None
) -> Iterator[tuple[FormWorkbook, WorkbookCopy]]:
    """The workbooks that change."""
    for desk in desks.all():
        some = [one for one in read if one.desk is desk and one.changes]
        if some:
            changes = tuple(change for one in some for change in one.changes)
            yield desk, WorkbookCopy(desk.academy, desk.path, to or free_copy(desk.path), len(some), changes)
