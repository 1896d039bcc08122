"""The Word documents of everybody whose pay was decided: each made once, and left as it is while its decision stands.

A form that was signed is not made anew because a return has changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from pmr_batch.forms.appendix_a import APPENDIX_A
from pmr_batch.forms.content import FormContent
from pmr_batch.forms.stages import final
from pmr_batch.moderated import Decided, Dossier
from pmr_batch.produce.contents import content
from pmr_batch.produce.forms import WrittenForm, form_tasks, write_forms
from pmr_batch.settings.model import Settings
from pmr_batch.templates import InUse

FORMS = "forms"


@dataclass(frozen=True)
class Document:
    """A document of a person, by its path below decided/; `decision` is the fingerprint of the one it tells."""

    path: str
    sha256: str
    payroll_number: str
    decision: str
    cleaned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A decision that settles somebody's pay, its fingerprint, and what the returns hold on the person now."""

    decided: Decided
    fingerprint: str
    dossier: Dossier | None


def standing(room: Path, made: Iterable[Document], fingerprints: Mapping[str, str]) -> list[Document]:
    """The documents made before that still say what was decided, and that nobody has written in."""
    return [
        one
        for one in made
        if fingerprints.get(one.payroll_number) == one.decision and _sha256(room / one.path) == one.sha256
    ]


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def write_documents(
    place: Path, cases: Sequence[Case], settings: Settings, cycle: str, templates: InUse, executor: Executor
) -> Iterator[Document]:
    """Make the documents of some decisions below `place`: a final Appendix A for each.

    This is the one place where they are made: every kind goes through its own tasks here, and is recorded alike.
    """
    told = [case for case in cases if case.dossier]
    contents = [_final(case, settings, cycle) for case in told]
    tasks = list(form_tasks(place, FORMS, contents, templates.documents[APPENDIX_A.template]))
    fingerprints = {case.decided.payroll_number: case.fingerprint for case in told}
    for task, written in zip(tasks, executor.map(write_forms, tasks), strict=True):
        for one, form in zip(task.contents, written, strict=True):
            yield _document(form, one.payroll_number, fingerprints)


def _document(written: WrittenForm, number: str, fingerprints: Mapping[str, str]) -> Document:
    return Document(written.path, written.sha256, number, fingerprints[number], written.cleaned)


def _final(case: Case, settings: Settings, cycle: str) -> FormContent:
    """The form as the return has it, with the pay that was before the committee, and what was decided."""
    assert case.dossier is not None
    decided = case.decided
    said = content(case.dossier, settings.trust, settings.academies[decided.academy].name, cycle)
    before = replace(said, current_pay=decided.current, recommended_pay=decided.recommended)
    return final(before, decided.decision)
