"""Appendix A at any time of the year: blank, with the objectives, as it stands, or with what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import Gathered, gather
from pmr_batch.commands.documents.addressees import asked_for
from pmr_batch.commands.documents.pdf import as_pdf, soffice
from pmr_batch.commands.run import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.files import room_for_names, write_bytes
from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.produce.draft_forms import FORMS, FormTask, WrittenForm, form_tasks, render, write_forms
from pmr_batch.produce.form_contents import contents
from pmr_batch.templates import in_use
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import FormContent
from pmr_batch.word.appendix_a.stages import FormStage, blank, draft, start
from pmr_batch.words import counted

BLANK_FORM = "Appendix A.docx"
#: The stages in which a form can be asked for; the final ones come of decisions.
_AT_STAGE = {FormStage.BLANK: blank, FormStage.START: start, FormStage.DRAFT: draft}


@dataclass(frozen=True)
class FormRequest:
    """Which forms are asked for; no academies and no people are all of them, no stage is what the cycle is good for."""

    stage: FormStage | None = None
    academies: Collection[str] = ()
    people: Collection[str] = ()
    to: Path | None = None
    replace: bool = False
    pdf: bool = False


@dataclass(frozen=True)
class MadeForms:
    """The forms of one academy, and PDFs of them; the blank form is no academy's.

    `cleaned` names, by file name, the fields that lost characters which Word cannot hold.
    """

    academy: str
    folder: Path
    files: tuple[Path, ...]
    pdfs: tuple[Path, ...]
    cleaned: Mapping[str, tuple[str, ...]]

    def as_text(self) -> str:
        """Where they are, and how many."""
        also = f", {counted(len(self.pdfs), 'PDF')}" if self.pdfs else ""
        return f"{self.folder}  {counted(len(self.files), 'form')}{also}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines, with each file's name."""
        names = [path.name for path in (*self.files, *self.pdfs)]
        return {"academy": self.academy or None, "folder": str(self.folder), "files": names}


def make_forms(folder: Path, cycle: str | None, asked: FormRequest, as_of: date, executor: Executor) -> list[MadeForms]:
    """The forms of everybody in review of a cycle, by academy; without a cycle, the policy's blank form.

    They go below output/<cycle>/forms/<stage>/<academy code>, or the folder asked for. Raises UsageError, before
    anything is written, for academies and people who are not there or not in review, for PDFs without LibreOffice,
    and where a form was made before.
    """
    program = soffice() if asked.pdf else None
    if cycle is None:
        return [_blank_form(folder, asked, program)]
    gathered = gather(folder, cycle, as_of, executor)
    stage = asked.stage or FormStage.DRAFT
    found = list(contents(_asked_for(gathered, asked), gathered.settings, gathered.cycle.name))
    room = asked.to or folder / OUTPUT / gathered.cycle.slug / FORMS / stage
    tasks = form_tasks(room, "", map(_AT_STAGE[stage], found), _template(folder))
    _refuse_made([path for task in tasks for path in _paths(task)], asked.replace)
    return [
        _made(task, written, program) for task, written in zip(tasks, executor.map(write_forms, tasks), strict=True)
    ]


def _made(task: FormTask, written: Sequence[WrittenForm], program: str | None) -> MadeForms:
    folder, paths = task.output / task.folder, tuple(_paths(task))
    cleaned = {Path(file.path).name: file.cleaned for file in written if file.cleaned}
    return MadeForms(folder.name, folder, paths, as_pdf(paths, program) if program else (), cleaned)


def _blank_form(folder: Path, asked: FormRequest, program: str | None) -> MadeForms:
    if asked.stage not in (None, FormStage.BLANK) or asked.academies or asked.people:
        raise UsageError("Name the cycle with --cycle; only the blank form of nobody needs none")
    room = asked.to or folder / OUTPUT / FormStage.BLANK
    room_for_names(room)
    path = room / BLANK_FORM
    _refuse_made([path], asked.replace)
    write_bytes(path, render(_template(folder), blank(FormContent())).content)
    return MadeForms("", room, (path,), as_pdf([path], program) if program else (), {})


def _template(folder: Path) -> bytes:
    return in_use(folder).documents[APPENDIX_A.template]


def _paths(task: FormTask) -> list[Path]:
    return [task.output / task.folder / name for name in task.names]


# -- who -------------------------------------------------------------------------------------------


def _asked_for(gathered: Gathered, asked: FormRequest) -> list[Dossier]:
    """The people in review who are asked for; whoever is named and is not in review is told of."""
    there = asked_for(gathered, asked.academies, asked.people)
    here = [dossier for dossier in there if dossier.review_state == IN_REVIEW]
    reviewed = {dossier.staff["payroll_number"] for dossier in here}
    for dossier in there if asked.people else ():
        if (number := dossier.staff["payroll_number"]) not in reviewed:
            raise UsageError(f"{number}: is {dossier.review_state}, so there is no form; look at Status on Staff")
    return here


def _refuse_made(paths: Sequence[Path], replace: bool) -> None:
    there = [] if replace else [path for path in paths if path.exists()]
    if there:
        more = f" and {counted(len(there) - 1, 'other')}" if len(there) > 1 else ""
        raise UsageError(
            f"{there[0]}{more}: made before, and somebody may have written in it; "
            "name another folder with --to, or ask to --replace"
        )
