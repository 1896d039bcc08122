"""produce: letters in Word, filled in and written, an academy at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pmr_batch.files import write_bytes
from pmr_batch.word.filling.file_names import unique
from pmr_batch.word.filling.fill import Rendered, prepared
from pmr_batch.word.letters.kinds import ReadyLetter

LETTERS = "letters"


@dataclass(frozen=True)
class LetterTask:
    """The letters of one academy, for a worker to fill in and write below `output`; templates by file name."""

    output: Path
    academy: str
    folder: str
    templates: Mapping[str, bytes]
    letters: tuple[ReadyLetter, ...]

    @property
    def paths(self) -> list[str]:
        """Where they go, below the output; no two names alike."""
        return [f"{self.folder}/{letter.file}" for letter in self.letters]


@dataclass(frozen=True)
class WrittenLetter:
    """A letter on disk, by its path below the output; `cleaned` names the fields that lost characters."""

    path: str
    sha256: str
    cleaned: tuple[str, ...]


def letter_tasks(
    output: Path, subfolder: str, letters: Iterable[ReadyLetter], templates: Mapping[str, bytes]
) -> Iterator[LetterTask]:
    """The letters by academy, each in a folder of its code below a subfolder of the output, or the output itself."""
    by_academy: dict[str, list[ReadyLetter]] = defaultdict(list)
    for letter in letters:
        by_academy[letter.academy].append(letter)
    for code, of_academy in sorted(by_academy.items()):
        names = unique(letter.file for letter in of_academy)
        named = (replace(letter, file=name) for letter, name in zip(of_academy, names, strict=True))
        folder = f"{subfolder}/{code}" if subfolder else code
        yield LetterTask(output, code, folder, templates, tuple(named))


def write_letters(task: LetterTask) -> list[WrittenLetter]:
    """Fill in and write the letters of one academy. Raises TemplateError where a text would be lost."""
    written = []
    for path, letter in zip(task.paths, task.letters, strict=True):
        rendered = render(letter, task.templates)
        written.append(WrittenLetter(path, write_bytes(task.output / path, rendered.document), rendered.cleaned))
    return written


def render(letter: ReadyLetter, templates: Mapping[str, bytes]) -> Rendered:
    """A letter, filled in: the same bytes for the same facts and date."""
    return prepared(templates[letter.template]).render(letter.fields, letter.properties, letter.title)
