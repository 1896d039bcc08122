"""Appendix A at any time of the year: blank, with the objectives, or as a draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, RefusedReturn, read_current_workbooks
from pmr_batch.commands.documents.addressees import requested_people
from pmr_batch.commands.documents.pdf import as_pdf, soffice
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.files import room_for_names
from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.produce.draft_forms import FORMS, WrittenForm, form_tasks, render, write_forms
from pmr_batch.produce.form_contents import contents
from pmr_batch.records.made_files import MadeFiles, Placed, put_contents, put_files, staged_alone
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
    pdf: bool = False


@dataclass(frozen=True)
class AcademyForms:
    """The forms of one academy, and PDFs of them; the blank form is no academy's.

    `cleaned` names, by file name, the fields that lost characters which Word cannot hold. `written_in` are lines on
    those that somebody has written in.
    """

    academy: str
    folder: Path
    files: tuple[Path, ...]
    pdfs: tuple[Path, ...]
    cleaned: Mapping[str, tuple[str, ...]]
    written_in: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Where they are, and how many."""
        also = f", {counted(len(self.pdfs), 'PDF')}" if self.pdfs else ""
        lines = (f"{self.folder}  {counted(len(self.files), 'form')}{also}", *self.written_in)
        return "\n  ".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The same for machines, with each file's name."""
        names = [path.name for path in (*self.files, *self.pdfs)]
        return {
            "academy": self.academy or None,
            "folder": str(self.folder),
            "files": names,
            "written_in": self.written_in,
        }


@dataclass(frozen=True)
class MadeForms:
    """The forms that were made, by academy, and the returns of which none could be."""

    academies: tuple[AcademyForms, ...]
    refused: tuple[RefusedReturn, ...] = ()

    def as_text(self) -> str:
        """A line an academy, and one a return that is refused."""
        made = [academy.as_text() for academy in self.academies]
        return "\n".join([*made, *map(str, self.refused)]) or "Nobody is in review; no form is made"

    def as_json(self) -> list[dict[str, Any]]:
        """The same for machines."""
        nothing: dict[str, Any] = {"academy": None, "folder": None, "files": [], "written_in": ()}
        refused = [nothing | {"refused": return_.as_json()} for return_ in self.refused]
        return [*(academy.as_json() for academy in self.academies), *refused]


def make_forms(folder: Path, cycle: str | None, request: FormRequest, as_of: date, executor: Executor) -> MadeForms:
    """The forms of everybody in review of a cycle, by academy; without a cycle, the policy's blank form.

    None of an academy whose return is refused. They go below output/<cycle>/forms/<stage>/<academy code>, or the folder
    requested. One that somebody has written in is left. Raises UsageError, before anything is written, for academies
    and people who are not there or not in review, and for PDFs without LibreOffice.
    """
    program = soffice() if request.pdf else None
    if cycle is None:
        return MadeForms((_blank_form(folder, request, program),))
    workbooks = read_current_workbooks(folder, cycle, as_of, executor)
    stage = request.stage or FormStage.DRAFT
    form_contents = list(contents(_people_in_review(workbooks, request), workbooks.settings, workbooks.cycle.name))
    output = request.to or folder / OUTPUT / workbooks.cycle.slug / FORMS / stage
    tasks = list(form_tasks(output, "", map(_AT_STAGE[stage], form_contents), _template(folder)))
    refused = workbooks.refused_of(request.academies, request.people)
    if not tasks:
        return MadeForms((), refused)
    with staged_alone(folder, output) as place:
        tasks = [replace(task, output=place) for task in tasks]
        written = [(task.folder, forms) for task, forms in zip(tasks, executor.map(write_forms, tasks), strict=True)]
        hashes = {form.path: form.sha256 for _, forms in written for form in forms}
        placed = put_files(MadeFiles.recorded(folder, workbooks.cycle.name), place, output, hashes)
    made = tuple(_academy_forms(folder, output, code, forms, placed, program) for code, forms in written)
    return MadeForms(made, refused)


def _academy_forms(
    folder: Path, output: Path, code: str, written: Sequence[WrittenForm], placed: Placed, program: str | None
) -> AcademyForms:
    names = [path.removeprefix(f"{code}/") for path in placed.files if path.startswith(f"{code}/")]
    paths = tuple(output / code / name for name in names)
    cleaned = {Path(file.path).name: file.cleaned for file in written if file.cleaned}
    written_in = tuple(line for line in placed.written_in if line.startswith(f"{code}/"))
    pdfs = as_pdf(folder, paths, program) if program else ()
    return AcademyForms(code, output / code, paths, pdfs, cleaned, written_in)


def _blank_form(folder: Path, request: FormRequest, program: str | None) -> AcademyForms:
    if request.stage not in (None, FormStage.BLANK) or request.academies or request.people:
        raise UsageError("Name the cycle with --cycle; only the blank form of nobody needs none")
    output = request.to or folder / OUTPUT / FormStage.BLANK
    room_for_names(output)
    content = render(_template(folder), blank(FormContent())).content
    placed = put_contents(MadeFiles.recorded(folder), output, {BLANK_FORM: content})
    paths = tuple(output / path for path in placed.files)
    pdfs = as_pdf(folder, paths, program) if program else ()
    return AcademyForms("", output, paths, pdfs, {}, tuple(placed.written_in))


def _template(folder: Path) -> bytes:
    return in_use(folder).documents[APPENDIX_A.template]


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
