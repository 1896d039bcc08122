"""The Word documents of everybody whose pay was decided: each made once.

A form that somebody has signed or written in is not made again because the workbook is handed in again, or because a
return has changed since. Where a decision is amended, the first documents stay, and the new ones say what they replace.
An appeal ends in new documents, or in a letter of its own where the decision stands. Whoever was put off has a letter
that says so, and no form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmr_batch.model.appeal import Appeal
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Dossier
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.draft_forms import FORMS, FormTask, WrittenForm, form_tasks, write_forms
from pmr_batch.produce.form_contents import content
from pmr_batch.produce.letter_files import LETTERS, LetterTask, WrittenLetter, letter_tasks, write_letters
from pmr_batch.records.decided_record import DecidedDocument
from pmr_batch.records.made_files import numbered_names
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.templates import InUse
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import FormContent
from pmr_batch.word.appendix_a.stages import final
from pmr_batch.word.letters.kinds import ReadyLetter, appeal_outcome_letter, pay_outcome_letter, put_off_letter
from pmr_batch.word.letters.letter_context import LetterContext


@dataclass(frozen=True)
class Case:
    """A decision on somebody's pay, its fingerprint, and what the returns hold on the person now.

    `replaced` is the decision that it amends, `appeal` the one that led to it.
    """

    decided: Decided
    fingerprint: str
    dossier: Dossier
    replaced: Decided | None = None
    appeal: Appeal | None = None

    @property
    def before_the_committee(self) -> Dossier:
        """The same with the pay that was before the committee, whatever a later return has."""
        return replace(self.dossier, current=self.decided.current, recommended=self.decided.recommended)


@dataclass(frozen=True)
class AppealCase:
    """An appeal that left the decision as it was, its fingerprint, and the person's job title, blank where not known.

    `replaced` is the day of the outcome that it amends.
    """

    appeal: Appeal
    fingerprint: str
    job_title: str
    replaced: date | None = None


def write_documents(
    place: Path,
    cases: Sequence[Case],
    settings: Settings,
    run: RunFacts,
    templates: InUse,
    executor: Executor,
    taken: Collection[str] = (),
) -> Iterator[DecidedDocument]:
    """Make all documents of some decisions that settle pay below `place`: for each a final Appendix A, and the letter.

    `taken` are the paths of documents that stay; the new ones get others.
    """
    of_person = {case.decided.payroll_number: case.fingerprint for case in cases}
    forms = _forms(place, cases, settings, run, templates)
    written = executor.map(write_forms, forms)
    numbers = [[form.payroll_number for form in task.contents] for task in forms]
    yield from _documents(place, numbers, written, of_person, taken)
    letters = letter_tasks(place, LETTERS, _letters(cases, settings, run), templates.documents)
    yield from _write_letters(place, list(letters), executor, of_person, taken)


def write_put_off_letters(
    place: Path,
    cases: Sequence[Case],
    settings: Settings,
    run: RunFacts,
    templates: InUse,
    executor: Executor,
    taken: Collection[str] = (),
) -> Iterator[DecidedDocument]:
    """Make the letters to those deferred or referred back; `taken` as for `write_documents`."""
    context = _context(settings, run)
    ready = (put_off_letter(case.dossier, case.decided.decision, context, _day_of(case.replaced)) for case in cases)
    of_person = {case.decided.payroll_number: case.fingerprint for case in cases}
    letters = letter_tasks(place, LETTERS, ready, templates.documents)
    yield from _write_letters(place, list(letters), executor, of_person, taken)


def write_appeal_letters(
    place: Path,
    cases: Sequence[AppealCase],
    settings: Settings,
    run: RunFacts,
    templates: InUse,
    executor: Executor,
    taken: Collection[str] = (),
) -> Iterator[DecidedDocument]:
    """Make the letters about appeals that left the decision as it was; `taken` as for `write_documents`."""
    context = _context(settings, run)
    ready = (appeal_outcome_letter(case.appeal, case.job_title, context, case.replaced) for case in cases)
    of_person = {case.appeal.payroll_number: case.fingerprint for case in cases}
    letters = letter_tasks(place, LETTERS, ready, templates.documents)
    yield from _write_letters(place, list(letters), executor, of_person, taken)


def _write_letters(
    place: Path,
    tasks: Sequence[LetterTask],
    executor: Executor,
    fingerprints: Mapping[str, str],
    taken: Collection[str],
) -> Iterator[DecidedDocument]:
    numbers = [[letter.fields["payroll_number"] for letter in task.letters] for task in tasks]
    yield from _documents(place, numbers, executor.map(write_letters, tasks), fingerprints, taken)


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
    context = _context(settings, run)
    for case in cases:
        decision, replaced = case.decided.decision, _day_of(case.replaced)
        yield pay_outcome_letter(case.before_the_committee, decision, context, replaced, case.appeal)


def _day_of(replaced: Decided | None) -> date | None:
    return replaced.decision.decided_on if replaced else None


def _context(settings: Settings, run: RunFacts) -> LetterContext:
    cycle = settings.cycle(run.cycle)
    assert cycle is not None
    return LetterContext(settings, cycle, run.as_of, {})


def _final(case: Case, settings: Settings, run: RunFacts) -> FormContent:
    academy = settings.academies[case.decided.academy].name
    form = content(case.before_the_committee, settings.trust, academy, run.cycle)
    return final(form, case.decided.decision, case.replaced.decision if case.replaced else None)
