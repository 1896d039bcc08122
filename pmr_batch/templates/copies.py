"""The edited templates of a trust: which there are, and whether each fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pmr_batch.errors import Misfit
from pmr_batch.files import PASSED_OVER, TEMPLATES, read_file
from pmr_batch.templates.check import Checked, check
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.fit import document_of
from pmr_batch.word.letters.kinds import KINDS
from pmr_batch.words import visible
from pmr_batch.workbook.standard_book import STANDARD_WORKBOOK

#: Every Word document the product makes, by the file name of its template.
DOCUMENTS: Mapping[str, Document] = {each.template: each for each in (APPENDIX_A, *(kind.document for kind in KINDS))}
#: The trust's own copies bear the names of the standard ones.
NAMES = (*DOCUMENTS, STANDARD_WORKBOOK)
_NAME_IT = "name it as the standard template is called (`pmr-batch templates build` writes them), or take it away"


@dataclass(frozen=True)
class Copy:
    """An edited template by its file name, and whether it fits."""

    name: str
    checked: Checked

    @property
    def fits(self) -> bool:
        """Whether it can be used."""
        return not self.checked.misfits

    def lines(self) -> list[str]:
        """What is to be said of it: one line a problem, or that it fits and what is taken from it."""
        name = visible(self.name)
        told = [f"{name}: {misfit}" for misfit in self.checked.misfits]
        return told or [f"{name}: OK, {self.checked.taken}"]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        problems = [asdict(misfit) for misfit in self.checked.misfits]
        return {"file": self.name, "fits": self.fits, "taken": self.checked.taken, "problems": problems}


def copies(files: Iterable[Path], folder: Path) -> Iterator[Copy]:
    """The files named, or all of the trust folder's templates/. Raises UsageError where one cannot be read."""
    named = list(files)
    for path in named or _of_trust(folder):
        ending = path.suffix.lower()
        if not named and path.name not in NAMES:
            what, remedy = "no command takes it", _NAME_IT
            yield Copy(path.name, Checked((Misfit("", what, remedy),)))
        elif ending == ".xlsx":
            yield Copy(path.name, check(read_file(path), None))
        elif ending == ".docx":
            content = read_file(path, path.name)
            yield Copy(path.name, check(content, DOCUMENTS.get(path.name) or document_of(content, DOCUMENTS.values())))
        else:
            what = f"is neither a Word document nor an Excel workbook by its ending ({path.suffix or 'none'})"
            yield Copy(path.name, Checked((Misfit("", what, "save it as .docx or .xlsx"),)))


def _of_trust(folder: Path) -> list[Path]:
    """The files of templates/, without those that Office and the system lay beside open ones.

    What has the name of a copy is one, also where it is no file.
    """
    room = folder / TEMPLATES
    if not room.is_dir():
        return []
    return sorted(
        path
        for path in room.iterdir()
        if path.name in NAMES or (path.is_file() and not path.name.startswith(PASSED_OVER))
    )
