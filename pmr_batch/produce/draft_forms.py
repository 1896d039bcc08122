"""produce: Appendix A in Word, one file a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pmr_batch.files import room_for_names, write_bytes
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import FormContent
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.word.appendix_a.original_form import properties
from pmr_batch.word.filling.file_names import file_name, unique
from pmr_batch.word.filling.fill import prepared
from pmr_batch.word.filling.printable import printable

#: The folder of the forms in the output of a run.
FORMS = "forms"


@dataclass(frozen=True)
class Form:
    """One person's Appendix A; `cleaned` names the fields that lost characters Word cannot hold."""

    content: bytes
    cleaned: tuple[str, ...] = ()


def render(template: bytes, content: FormContent) -> Form:
    """Appendix A of one person: the same bytes for the same content.

    Raises TemplateError where the template and the form do not fit, or a text would be lost.
    """
    texts = fields(content)
    rendered = prepared(template).render(texts, properties(content, texts), APPENDIX_A.title)
    document = printable(rendered.document) if content.to_print else rendered.document
    return Form(document, rendered.cleaned)


def form_names(contents: Iterable[FormContent], folder: Path) -> list[str]:
    """The file names of forms in a folder, in their order, no two alike. Raises OutputError for too deep a folder."""
    most_letters = room_for_names(folder)
    return unique(file_name(content.name, content.payroll_number, longest=most_letters) for content in contents)


# -- an academy at a time --------------------------------------------------------------------------


@dataclass(frozen=True)
class FormTask:
    """The forms of one academy, for a worker to fill in and write below `output`.

    Those of which the paths are in `standing` are left: they would be the same.
    """

    output: Path
    folder: str
    template: bytes
    contents: tuple[FormContent, ...]
    standing: Collection[str] = ()

    @cached_property
    def names(self) -> list[str]:
        """The file name of each. Raises OutputError where the folder lies too deep."""
        return form_names(self.contents, self.output / self.folder)

    @property
    def by_path(self) -> dict[str, FormContent]:
        """What each form holds, by its path below the output. Raises OutputError as `names`."""
        return {f"{self.folder}/{name}": content for name, content in zip(self.names, self.contents, strict=True)}


@dataclass(frozen=True)
class WrittenForm:
    """A form on disk, by its path below the output; `cleaned` names the fields that lost characters."""

    path: str
    sha256: str
    cleaned: tuple[str, ...]


def form_tasks(output: Path, subfolder: str, contents: Iterable[FormContent], template: bytes) -> list[FormTask]:
    """The forms by academy, each in a folder of its code below a subfolder of the output, or the output itself.

    Raises OutputError where a folder lies too deep: before anything is written.
    """
    by_academy: dict[str, list[FormContent]] = defaultdict(list)
    for content in contents:
        if content.origin:
            by_academy[content.origin.academy].append(content)
    folders = {code: f"{subfolder}/{code}" if subfolder else code for code in sorted(by_academy)}
    for folder in folders.values():
        room_for_names(output / folder)
    return [FormTask(output, folder, template, tuple(by_academy[code])) for code, folder in folders.items()]


def write_forms(task: FormTask) -> list[WrittenForm]:
    """Fill in and write the forms of one academy."""
    written = []
    for path, content in task.by_path.items():
        if path not in task.standing:
            form = render(task.template, content)
            written.append(WrittenForm(path, write_bytes(task.output / path, form.content), form.cleaned))
    return written
