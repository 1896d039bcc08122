"""Word documents as PDF, by LibreOffice where it is installed: in batches, each file whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pmr_batch.commands.documents.steady_pdf import steady
from pmr_batch.errors import OutputError, UsageError
from pmr_batch.files import UNFINISHED, shown_name
from pmr_batch.records.made_files import MadeFiles, made_entries, put_contents
from pmr_batch.word.filling.printable import printable

#: How many documents one start of LibreOffice takes; a start costs a second, a form a fifth of one.
BATCH = 40
SECONDS_TO_START, SECONDS_PER_FILE = 60.0, 10.0
#: Tagged, so that it can be read out; plain text where the form has controls to fill in.
_EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportFormFields":{"type":"boolean","value":"false"}}'
)
_NOT_INSTALLED = "LibreOffice is not installed here (no soffice command), so there are no PDFs"


def soffice() -> str:
    """The command of LibreOffice. Raises UsageError where it is not installed."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    command = command or next((str(path) for path in _usual_places() if path.is_file()), None)
    if command is None:
        raise UsageError(f"{_NOT_INSTALLED}; install it, or leave out --pdf")
    return command


def _usual_places() -> Iterator[Path]:
    """Where its installers put it on Windows and macOS: there it is no command."""
    for name in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)"):
        if folder := os.environ.get(name):
            yield Path(folder, "LibreOffice", "program", "soffice.exe")
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


def as_pdf(folder: Path, documents: Sequence[Path], program: str) -> tuple[Path, ...]:
    """Write each document as PDF next to it, in their order, by the command that `soffice` returned.

    They are recorded in the trust folder; one that somebody has changed is left, and the new one put beside it. Raises
    OutputError where it made no PDF of a document: those made before that stay.
    """
    recorded, pdfs = made_entries(folder), list[Path]()
    made = MadeFiles.of(folder, recorded)
    of_documents = [recorded[made.name(path)][-1] for path in documents if made.name(path) in recorded]
    made = replace(made, cycle=of_documents[0].cycle if of_documents else None)
    for place, of_place in groupby(documents, key=lambda path: path.parent):
        paths = list(of_place)
        for first in range(0, len(paths), BATCH):
            contents = _converted(program, place, paths[first : first + BATCH])
            pdfs += (place / name for name in put_contents(made, place, contents).files)
    return tuple(pdfs)


def _converted(program: str, folder: Path, documents: Sequence[Path]) -> dict[str, bytes]:
    """One start of LibreOffice, with a profile and a folder of its own next to the documents, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix=".pdf-", suffix=UNFINISHED, dir=folder) as place:
        printed = Path(place).resolve() / "printed"
        printed.mkdir()
        for document in documents:
            (printed / document.name).write_bytes(printable(document.read_bytes()))
        _run(program, printed, [path.name for path in documents])
        return dict(_collected(printed, documents))


def _run(program: str, place: Path, names: Sequence[str]) -> None:
    command = [
        program,
        f"-env:UserInstallation={(place.parent / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _EXPORT,
        "--outdir",
        str(place),
        *(str(place / name) for name in names),
    ]
    seconds = SECONDS_TO_START + SECONDS_PER_FILE * len(names)
    environment = os.environ | {"HOME": str(place.parent)}
    try:
        subprocess.run(  # noqa: S603  (a program that was looked up, and paths of our own making)
            command, env=environment, capture_output=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise OutputError(
            f"LibreOffice took more than {seconds:g} seconds over a document in {place.parent.parent.name}; try again"
        ) from None
    except OSError as error:
        raise OutputError(f"LibreOffice could not be started ({error.strerror}); leave out --pdf") from None


def _collected(place: Path, documents: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for document in documents:
        try:
            content = (place / f"{document.stem}.pdf").read_bytes()
        except OSError:
            content = b""
        if not (content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")):
            raise OutputError(
                f"{shown_name(document)}: LibreOffice made no PDF of it; open it there, and see what it says"
            )
        yield f"{document.stem}.pdf", steady(content)
