"""The edited templates of a trust: which there are, and whether each fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pmr_batch.errors import Misfit, UsageError
from pmr_batch.forms.template import APPENDIX_A
from pmr_batch.templates.check import Checked, Kind, check
from pmr_batch.workbook.standard import STANDARD_WORKBOOK

#: The trust's own copies lie in this folder, under these names.
TEMPLATES = "templates"
NAMES = {APPENDIX_A: Kind.FORM, STANDARD_WORKBOOK: Kind.WORKBOOK}
_BY_ENDING = {".docx": Kind.FORM, ".xlsx": Kind.WORKBOOK}


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
        told = [f"{self.name}: {misfit}" for misfit in self.checked.misfits]
        return told or [f"{self.name}: OK, {self.checked.taken}"]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        problems = [asdict(misfit) for misfit in self.checked.misfits]
        return {"file": self.name, "fits": self.fits, "taken": self.checked.taken, "problems": problems}


def copies(files: Iterable[Path], folder: Path) -> Iterator[Copy]:
    """The files named, or all of the trust folder's templates/. Raises UsageError where one cannot be read."""
    named = list(files)
    for path in named or _of_trust(folder):
        kind = _BY_ENDING.get(path.suffix.lower())
        if not named and path.name not in NAMES:
            what, remedy = "no command takes it", f"name it {' or '.join(NAMES)}, or take it away"
            yield Copy(path.name, Checked((Misfit("", what, remedy),)))
        elif kind is None:
            what = f"is neither a Word document nor an Excel workbook by its ending ({path.suffix or 'none'})"
            yield Copy(path.name, Checked((Misfit("", what, "save it as .docx or .xlsx"),)))
        else:
            yield Copy(path.name, check(content_of(path), kind))


def _of_trust(folder: Path) -> list[Path]:
    """The files of templates/, without those that Office and the system lay beside open ones."""
    room = folder / TEMPLATES
    if not room.is_dir():
        return []
    return sorted(path for path in room.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))


def content_of(path: Path) -> bytes:
    """The bytes of a template. Raises UsageError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: could not be read ({error.strerror}); name a template that is there") from None
