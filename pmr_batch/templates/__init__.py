"""Templates: the trust's own copy where it has one and it fits, else the standard one that comes with the program.

opened     a copy of the standard workbook beside the standard one
tables     its sheets and headings
workbook   all that a copy must have to be filled
limited    work that is ended when it takes too long
check      any edited template: whether it fits
copies     those of a trust
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.errors import TemplateError
from pmr_batch.files import DOC_TEMPLATES, TEMPLATES, WORKBOOK_TEMPLATES, read_file, shipped
from pmr_batch.records.made_files import MadeFiles, Placed, put_contents
from pmr_batch.templates.check import check
from pmr_batch.templates.copies import DOCUMENTS
from pmr_batch.workbook.standard_book import STANDARD_WORKBOOK, build_workbook_templates


@dataclass(frozen=True)
class InUse:
    """The templates of a trust: those of the Word documents by file name, and its own standard workbook, if any."""

    documents: Mapping[str, bytes]
    workbook: bytes | None


def in_use(folder: Path) -> InUse:
    """The trust's own copies, else the standard ones. Raises TemplateError with every reason why one does not fit."""
    for name in DOCUMENTS:
        if _own(folder, name):
            _fitting(folder, name)
    return InUse({name: doc_template(folder, name) for name in DOCUMENTS}, own_workbook(folder))


def own_workbook(folder: Path) -> bytes | None:
    """The trust's copy of the standard workbook, None where it has none. Raises TemplateError where it does not fit."""
    return _fitting(folder, STANDARD_WORKBOOK) if _own(folder, STANDARD_WORKBOOK) else None


def _own(folder: Path, name: str) -> Path | None:
    """The trust's own copy of a template, where it has one; also one that cannot be read."""
    path = folder / TEMPLATES / name
    return path if path.exists() or path.is_symlink() else None


def _fitting(folder: Path, name: str) -> bytes:
    content = read_file(folder / TEMPLATES / name, name)
    checked = check(content, DOCUMENTS.get(name))
    if checked.misfits:
        raise TemplateError.of(f"{TEMPLATES}/{name}", checked.misfits)
    return content


def doc_template(folder: Path, name: str) -> bytes:
    """A Word template by its file name. Raises UsageError where it cannot be read."""
    return read_file(_own(folder, name) or shipped(DOC_TEMPLATES) / name, name)


def fingerprints(folder: Path) -> dict[str, str]:
    """SHA-256 of each template in use, by file name; of the standard workbook only where the trust has its own."""
    contents = {name: doc_template(folder, name) for name in sorted(DOCUMENTS)}
    if own := _own(folder, STANDARD_WORKBOOK):
        contents[STANDARD_WORKBOOK] = read_file(own)
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def build(folder: Path) -> Placed:
    """Copy the standard Word templates, and write the blank workbook as the declaration makes it, below a folder.

    One that is there and has been edited is left, and the standard one put beside it.
    """
    documents = {name: document.standard for name, document in DOCUMENTS.items()}
    built = {DOC_TEMPLATES: documents, WORKBOOK_TEMPLATES: build_workbook_templates()}
    contents = {f"{room}/{name}": content for room, files in built.items() for name, content in files.items()}
    return put_contents(MadeFiles.recorded(folder), folder, contents)
