"""Appendix A at any time of the year: blank, with the objectives, or as a draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, read_current_workbooks
from pmr_batch.commands.documents.addressees import requested_people
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
#: The stages in which a form can be requested; the final ones follow from decisions.
_AT_STAGE = {FormStage.BLANK: blank, FormStage.START: start, FormStage.DRAFT: draft}


@dataclass(frozen=True)
class FormRequest:
    """Which forms are requested; no academies and no people mean all of them, no stage the fullest one."""

    stage: FormStage | None = None
    academies: Collection[str] = ()
    people: Collection[str] = ()
    to: Path | None = None
    replace: bool = False
    pdf: bool = False


@dataclass(frozen=True)
class AcademyForms:
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


def make_forms(
    folder: Path, cycle: str | None, request: FormRequest, as_of: date, executor: Executor
) -> list[AcademyForms]:
    """The forms of everybody in review of a cycle, by academy; without a cycle, the policy's blank form.

    They go below output/<cycle>/forms/<stage>/<academy code>, or the folder requested. Raises UsageError, before
    anything is written, for academies and people who are not there or not in review, for PDFs without LibreOffice,
    and where a form was made before.
    """
    program = soffice() if request.pdf else None
    if cycle is None:
        return [_blank_form(folder, request, program)]
    workbooks = read_current_workbooks(folder, cycle, as_of, executor)
    stage = request.stage or FormStage.DRAFT
    form_contents = list(contents(_people_in_review(workbooks, request), workbooks.settings, workbooks.cycle.name))
    output = request.to or folder / OUTPUT / workbooks.cycle.slug / FORMS / stage
    tasks = form_tasks(output, "", map(_AT_STAGE[stage], form_contents), _template(folder))
    _refuse_existing([path for task in tasks for path in _paths(task)], request.replace)
    return [
        _academy_forms(task, written, program)
        for task, written in zip(tasks, executor.map(write_forms, tasks), strict=True)
    ]


def _academy_forms(task: FormTask, written: Sequence[WrittenForm], program: str | None) -> AcademyForms:
    folder, paths = task.output / task.folder, tuple(_paths(task))
    cleaned = {Path(file.path).name: file.cleaned for file in written if file.cleaned}
    return AcademyForms(folder.name, folder, paths, as_pdf(paths, program) if program else (), cleaned)


def _blank_form(folder: Path, request: FormRequest, program: str | None) -> AcademyForms:
    if request.stage not in (None, FormStage.BLANK) or request.academies or request.people:
        raise UsageError("Name the cycle with --cycle; only the blank form of nobody needs none")
    output = request.to or folder / OUTPUT / FormStage.BLANK
    room_for_names(output)
    path = output / BLANK_FORM
    _refuse_existing([path], request.replace)
    write_bytes(path, render(_template(folder), blank(FormContent())).content)
    return AcademyForms("", output, (path,), as_pdf([path], program) if program else (), {})


def _template(folder: Path) -> bytes:
    return in_use(folder).documents[APPENDIX_A.template]


def _paths(task: FormTask) -> list[Path]:
    return [task.output / task.folder / name for name in task.names]


# -- who -------------------------------------------------------------------------------------------


def _people_in_review(workbooks: CurrentWorkbooks, request: FormRequest) -> list[Dossier]:
    """The people in review who are requested. Raises UsageError for somebody named who is not in review."""
    dossiers = requested_people(workbooks, request.academies, request.people)
    in_review = [dossier for dossier in dossiers if dossier.review_state == IN_REVIEW]
    reviewed = {dossier.staff["payroll_number"] for dossier in in_review}
    for dossier in dossiers if request.people else ():
        if (number := dossier.staff["payroll_number"]) not in reviewed:
            raise UsageError(f"{number}: is {dossier.review_state}, so there is no form; look at Status on Staff")
    return in_review


def _refuse_existing(paths: Sequence[Path], replace: bool) -> None:
    existing = [] if replace else [path for path in paths if path.exists()]
    if existing:
        more = f" and {counted(len(existing) - 1, 'other')}" if len(existing) > 1 else ""
        raise UsageError(
            f"{existing[0]}{more}: made before, and somebody may have written in it; "
            "name another folder with --to, or ask to --replace"
        )
