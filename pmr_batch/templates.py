"""Templates: the trust's own copy where it has one, else the standard one that comes with the program."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pmr_batch.errors import UsageError
from pmr_batch.files import write_bytes
from pmr_batch.forms.template import build_form_templates
from pmr_batch.workbook.standard import build_workbook_templates

APPENDIX_A = "appendix_a.docx"
DOC_TEMPLATES, WORKBOOK_TEMPLATES = "doc_templates", "workbook_templates"


def shipped(room: str) -> Path:
    """The folder of standard templates: inside the installed package, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / room
    return inside if inside.is_dir() else package.parent / room


def doc_template(folder: Path, name: str) -> bytes:
    """A Word template by its file name. Raises UsageError where it cannot be read."""
    own = folder / "templates" / name
    path = own if own.is_file() else shipped(DOC_TEMPLATES) / name
    try:
        return path.read_bytes()
    except OSError:
        why = f"{path.name}: the template could not be read; restore it, or remove the trust's copy"
        raise UsageError(why) from None


def fingerprints(folder: Path) -> dict[str, str]:
    """SHA-256 of each Word template in use, by file name."""
    names = sorted(path.name for path in shipped(DOC_TEMPLATES).glob("*.docx"))
    return {name: hashlib.sha256(doc_template(folder, name)).hexdigest() for name in names}


def build(folder: Path) -> list[Path]:
    """Write the standard templates, as the declaration makes them, below a folder."""
    built = {DOC_TEMPLATES: build_form_templates(), WORKBOOK_TEMPLATES: build_workbook_templates()}
    made = []
    for room, files in built.items():
        for name, content in files.items():
            write_bytes(folder / room / name, content)
            made.append(folder / room / name)
    return made
