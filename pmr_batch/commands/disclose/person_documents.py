"""The Word documents and PDFs of one person in the output: they bear the payroll number in their name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from pmr_batch.commands.folders import OUTPUT, PACKS
from pmr_batch.files import files_within, read_file
from pmr_batch.records.made_files import MadeFiles, MadeState
from pmr_batch.word.filling.file_names import has_number

_ENDINGS = (".docx", ".pdf")
_DOCUMENT = "word/document.xml"
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class PersonDocument:
    """A document by its path below output/. As it was made, it names nobody in its properties, and has a `content`.

    One that somebody has written in may hold anything, also where nobody looks: it is looked through by a person.
    """

    path: str
    content: bytes | None

    @property
    def text(self) -> str:
        """The words of a Word document; none of another."""
        if self.content is None or not self.path.endswith(".docx"):
            return ""
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            root = etree.fromstring(package.read(_DOCUMENT), etree.XMLParser(resolve_entities=False, no_network=True))
        paragraphs = root.iter(f"{_TEXT}p")
        return "\n".join("".join(part.text or "" for part in paragraph.iter(f"{_TEXT}t")) for paragraph in paragraphs)


def is_of(path: str, numbers: Collection[str]) -> bool:
    """Whether the name of a document says that it is of one of some payroll numbers."""
    name = PurePosixPath(path)
    return name.suffix in _ENDINGS and any(has_number(name.stem, number) for number in numbers)


def person_documents(folder: Path, numbers: Collection[str]) -> Iterator[PersonDocument]:
    """The documents of a person, by path. Raises FileError, LedgerError, OSError."""
    made = MadeFiles.recorded(folder)
    output = folder / OUTPUT
    for path in files_within(output):
        if PACKS in path.parts or not is_of(path.name, numbers):
            continue
        as_made = made.state(path) is MadeState.AS_MADE
        yield PersonDocument(path.relative_to(output).as_posix(), read_file(path) if as_made else None)
