"""The Word documents of everybody whose pay was decided: each made once, and kept while its decision is in force.

A form that somebody has signed or written in is not made again because the workbook is handed in again, or because a
return has changed since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Dossier
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.draft_forms import FORMS, FormTask, WrittenForm, form_tasks, write_forms
from pmr_batch.produce.form_contents import content
from pmr_batch.produce.letter_files import LETTERS, WrittenLetter, letter_tasks, write_letters
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.templates import InUse
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import FormContent
from pmr_batch.word.appendix_a.stages import final
from pmr_batch.word.letters.kinds import ReadyLetter, pay_outcome_letters
from pmr_batch.word.letters.letter_context import LetterContext


@dataclass(frozen=True)
class DecidedDocument:
    """A document of a person, by its path below decided/; `decision` is the fingerprint of its decision."""

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
    dossier: Dossier

    @property
    def before_the_committee(self) -> Dossier:
        """The same with the pay that was before the committee, whatever a later return has."""
        return replace(self.dossier, current=self.decided.current, recommended=self.decided.recommended)


def unchanged_documents(
    folder: Path, earlier: Iterable[DecidedDocument], fingerprints: Mapping[str, str]
) -> list[DecidedDocument]:
    """The earlier documents of everybody whose decision is unchanged and whose documents are all still there."""
    of_person: dict[str, list[DecidedDocument]] = defaultdict(list)
    for document in earlier:
        of_person[document.payroll_number].append(document)
    return [
        document
        for number, documents in of_person.items()
        if all(
            document.decision == fingerprints.get(number) and (folder / document.path).is_file()
            for document in documents
        )
        for document in documents
    ]


def write_documents(
    place: Path, cases: Sequence[Case], settings: Settings, run: RunFacts, templates: InUse, executor: Executor
) -> Iterator[DecidedDocument]:
    """Make all documents of some decisions below `place`: for each a final Appendix A, and the outcome letter."""
    of_person = {case.decided.payroll_number: case.fingerprint for case in cases}
    forms = _forms(place, cases, settings, run, templates)
    written = executor.map(write_forms, forms)
    numbers = [[form.payroll_number for form in task.contents] for task in forms]
    yield from _with_decisions(numbers, written, of_person)
    letters = list(letter_tasks(place, LETTERS, _letters(cases, settings, run), templates.documents))
    numbers = [[letter.fields["payroll_number"] for letter in task.letters] for task in letters]
    yield from _with_decisions(numbers, executor.map(write_letters, letters), of_person)


def _with_decisions(
    numbers: Iterable[Sequence[str]],
    written: Iterable[Sequence[WrittenForm | WrittenLetter]],
    fingerprints: Mapping[str, str],
) -> Iterator[DecidedDocument]:
    """The files written, with the payroll number and the decision of each; both arguments are by academy."""
    for numbers_of_academy, files in zip(numbers, written, strict=True):
        for number, file in zip(numbers_of_academy, files, strict=True):
            yield DecidedDocument(file.path, file.sha256, number, fingerprints[number], file.cleaned)


def _forms(place: Path, cases: Sequence[Case], settings: Settings, run: RunFacts, templates: InUse) -> list[FormTask]:
    contents = (_final(case, settings, run) for case in cases)
    return form_tasks(place, FORMS, contents, templates.documents[APPENDIX_A.template])


def _letters(cases: Sequence[Case], settings: Settings, run: RunFacts) -> Iterator[ReadyLetter]:
    cycle = settings.cycle(run.cycle)
    assert cycle is not None
    decisions = {case.decided.payroll_number: case.decided.decision for case in cases}
    return pay_outcome_letters(
        [case.before_the_committee for case in cases], decisions, LetterContext(settings, cycle, run.as_of, {})
    )


def _final(case: Case, settings: Settings, run: RunFacts) -> FormContent:
    academy = settings.academies[case.decided.academy].name
    return final(content(case.before_the_committee, settings.trust, academy, run.cycle), case.decided.decision)
