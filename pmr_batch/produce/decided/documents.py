"""The Word documents of everybody whose pay was decided: each made once.

A form that somebody has signed or written in is not made again because the workbook is handed in again, or because a
return has changed since. Where a decision is amended, the first documents stay, and the new ones say what they replace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Dossier
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.draft_forms import FORMS, FormTask, WrittenForm, form_tasks, write_forms
from pmr_batch.produce.form_contents import content
from pmr_batch.produce.letter_files import LETTERS, WrittenLetter, letter_tasks, write_letters
from pmr_batch.records.decided_record import DecidedDocument
from pmr_batch.records.made_files import numbered_names
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.templates import InUse
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import FormContent
from pmr_batch.word.appendix_a.stages import final
from pmr_batch.word.letters.kinds import ReadyLetter, pay_outcome_letter
from pmr_batch.word.letters.letter_context import LetterContext


@dataclass(frozen=True)
class Case:
    """A decision that settles somebody's pay, its fingerprint, and what the returns hold on the person now.

    `replaced` is the decision that it amends.
    """

    decided: Decided
    fingerprint: str
    dossier: Dossier
    replaced: Decided | None = None

    @property
    def before_the_committee(self) -> Dossier:
        """The same with the pay that was before the committee, whatever a later return has."""
        return replace(self.dossier, current=self.decided.current, recommended=self.decided.recommended)


def write_documents(
    place: Path,
    cases: Sequence[Case],
    settings: Settings,
    run: RunFacts,
    templates: InUse,
    executor: Executor,
    taken: Collection[str] = (),
) -> Iterator[DecidedDocument]:
    """Make all documents of some decisions below `place`: for each a final Appendix A, and the outcome letter.

    `taken` are the paths of documents that stay; the new ones get others.
    """
    of_person = {case.decided.payroll_number: case.fingerprint for case in cases}
    forms = _forms(place, cases, settings, run, templates)
    written = executor.map(write_forms, forms)
    numbers = [[form.payroll_number for form in task.contents] for task in forms]
    yield from _documents(place, numbers, written, of_person, taken)
    letters = list(letter_tasks(place, LETTERS, _letters(cases, settings, run), templates.documents))
    numbers = [[letter.fields["payroll_number"] for letter in task.letters] for task in letters]
    yield from _documents(place, numbers, executor.map(write_letters, letters), of_person, taken)


def _documents(
    place: Path,
    numbers: Iterable[Sequence[str]],
    written: Iterable[Sequence[WrittenForm | WrittenLetter]],
    fingerprints: Mapping[str, str],
    taken: Collection[str],
) -> Iterator[DecidedDocument]:
    """The files written, with the payroll number and the decision of each; both arguments are by academy."""
    for numbers_of_academy, files in zip(numbers, written, strict=True):
        made = {file.path for file in files}
        for number, file in zip(numbers_of_academy, files, strict=True):
            path = file.path
            if path in taken:
                path = next(other for other in numbered_names(path) if other not in taken and other not in made)
                (place / file.path).rename(place / path)
            yield DecidedDocument(path, file.sha256, number, fingerprints[number], file.cleaned)


def _forms(place: Path, cases: Sequence[Case], settings: Settings, run: RunFacts, templates: InUse) -> list[FormTask]:
    contents = (_final(case, settings, run) for case in cases)
    return form_tasks(place, FORMS, contents, templates.documents[APPENDIX_A.template])


def _letters(cases: Sequence[Case], settings: Settings, run: RunFacts) -> Iterator[ReadyLetter]:
    cycle = settings.cycle(run.cycle)
    assert cycle is not None
    context = LetterContext(settings, cycle, run.as_of, {})
    for case in cases:
        replaced = case.replaced.decision.decided_on if case.replaced else None
        yield pay_outcome_letter(case.before_the_committee, case.decided.decision, context, replaced)


def _final(case: Case, settings: Settings, run: RunFacts) -> FormContent:
    academy = settings.academies[case.decided.academy].name
    form = content(case.before_the_committee, settings.trust, academy, run.cycle)
    return final(form, case.decided.decision, case.replaced.decision if case.replaced else None)
