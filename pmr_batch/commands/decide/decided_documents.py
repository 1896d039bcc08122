"""Which documents of decisions and appeals are not there yet, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.current_workbooks import CurrentWorkbooks
from pmr_batch.commands.decide.run_lookup import DecidedRound
from pmr_batch.commands.decide.taken import History
from pmr_batch.commands.payroll.payable import awaiting_decision
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Dossier
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.decided.documents import (
    AppealCase,
    Case,
    write_appeal_letters,
    write_documents,
    write_put_off_letters,
)
from pmr_batch.records import appeal_fingerprint, decision_fingerprint
from pmr_batch.records.decided_record import DecidedDocument
from pmr_batch.templates import in_use

Dossiers = Mapping[tuple[str, str], Dossier]


@dataclass(frozen=True)
class WantedDocuments:
    """What is not there of a round's history: of decisions some `kinds` of documents, of appeals the letter.

    `put_off` are the rows deferred or referred back whose letter is not there.

    `fingerprints` are of the decisions, as the kinds by payroll number; `taken` are the paths of documents that stay.
    """

    history: History
    decisions: tuple[Decided, ...]
    kinds: Mapping[str, frozenset[str]]
    fingerprints: Mapping[str, str]
    put_off: tuple[Decided, ...]
    appeals: tuple[Appeal, ...]
    taken: frozenset[str]

    @classmethod
    def of(
        cls,
        decided_round: DecidedRound,
        history: History,
        decisions: Iterable[Decided],
        earlier: Sequence[DecidedDocument],
    ) -> WantedDocuments:
        """Of the decisions that may be told, those put off, and the appeals in force.

        `earlier` are the documents made before.
        """
        run, folder = decided_round.run, decided_round.decided
        fingerprints = {decided.payroll_number: _fingerprint(decided, run) for decided in decisions}
        kinds = _lacking(folder, earlier, fingerprints)
        still_there = [document for document in earlier if (folder / document.path).is_file()]
        told = {document.decision for document in still_there}
        put_off = tuple(
            decided
            for decided in awaiting_decision(history.in_force.values(), decided_round.settings)
            if _fingerprint(decided, run) not in told
        )
        ended = (appeal for appeal in history.appeals_in_force.values() if appeal.has_a_letter)
        return cls(
            history,
            tuple(decided for decided in decisions if kinds[decided.payroll_number]),
            kinds,
            fingerprints | {decided.payroll_number: _fingerprint(decided, run) for decided in put_off},
            put_off,
            tuple(appeal for appeal in ended if _appeal_fingerprint(appeal, run) not in told),
            frozenset(document.path for document in still_there),
        )

    @property
    def any(self) -> bool:
        """Whether any document is to be made."""
        return bool(self.decisions or self.put_off or self.appeals)


def make_documents(
    place: Path, decided_round: DecidedRound, wanted: WantedDocuments, gathered: CurrentWorkbooks
) -> tuple[tuple[DecidedDocument, ...], tuple[Decided, ...]]:
    """Make the documents that are wanted below `place`.

    Also the decisions on people whom no return has any more, or whose academy's return is refused: nothing is made of
    them, but a letter about the appeal of somebody who is gone.
    """
    run, settings, executor = decided_round.run, decided_round.settings, decided_round.executor
    dossiers = {(dossier.academy, dossier.staff["payroll_number"]): dossier for dossier in gathered.dossiers.values()}
    cases, put_off = (list(_cases(wanted, decisions, dossiers)) for decisions in (wanted.decisions, wanted.put_off))
    appeals = list(_appeal_cases(wanted, dossiers, gathered.kept_back, run))
    templates = in_use(decided_round.folder)
    written = write_documents(place, cases, settings, run, templates, executor, wanted.taken)
    new = [document for document in written if document.kind in wanted.kinds[document.payroll_number]]
    new += write_put_off_letters(place, put_off, settings, run, templates, executor, wanted.taken)
    new += write_appeal_letters(place, appeals, settings, run, templates, executor, wanted.taken)
    told = {case.fingerprint for case in (*cases, *put_off)} | {case.fingerprint for case in appeals}
    waiting = [
        one.payroll_number
        for one in (*wanted.decisions, *wanted.put_off)
        if wanted.fingerprints[one.payroll_number] not in told
    ]
    waiting += [one.payroll_number for one in wanted.appeals if _appeal_fingerprint(one, run) not in told]
    return tuple(new), tuple(wanted.history.in_force[number] for number in dict.fromkeys(waiting))


def _lacking(
    folder: Path, earlier: Sequence[DecidedDocument], fingerprints: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """The kinds of documents that each person does not have of the decision in force, by payroll number."""
    there = {
        (document.payroll_number, document.kind)
        for document in earlier
        if document.decision == fingerprints.get(document.payroll_number) and (folder / document.path).is_file()
    }
    return {
        number: frozenset(kind for kind in DecidedDocument.KINDS if (number, kind) not in there)
        for number in fingerprints
    }


def _cases(wanted: WantedDocuments, decisions: Iterable[Decided], dossiers: Dossiers) -> Iterator[Case]:
    replaced, history = _replaced(wanted.history), wanted.history
    for decided in decisions:
        number = decided.payroll_number
        of_person, appeal = dossiers.get((decided.academy, number)), history.appeals_in_force.get(number)
        if appeal is not None and appeal.result != history.in_force[number].decision:
            appeal = None
        if of_person is not None:
            yield Case(decided, wanted.fingerprints[number], of_person, replaced.get(number), appeal)


def _replaced(history: History) -> dict[str, Decided]:
    """The decision that settled pay before the one in force, by payroll number."""
    settled: dict[str, list[Decided]] = {}
    for decided in history.decisions:
        if decided.is_settled and decided != history.in_force[decided.payroll_number]:
            settled.setdefault(decided.payroll_number, []).append(decided)
    return {number: decisions[-1] for number, decisions in settled.items()}


def _appeal_cases(
    wanted: WantedDocuments, dossiers: Dossiers, kept_back: frozenset[str], run: RunFacts
) -> Iterator[AppealCase]:
    """The letters about appeals, but at academies that are kept back; of somebody who is gone without the job title."""
    for appeal in wanted.appeals:
        dossier = dossiers.get((appeal.academy, appeal.payroll_number))
        if dossier is None and appeal.academy in kept_back:
            continue
        job_title = (dossier.staff["job_title"] or "") if dossier else ""
        of_person = [other for other in wanted.history.appeals if other.payroll_number == appeal.payroll_number]
        before = [other.last_step_on for other in of_person[:-1] if other.has_a_letter]
        yield AppealCase(appeal, _appeal_fingerprint(appeal, run), job_title, before[-1] if before else None)


def _fingerprint(decided: Decided, run: RunFacts) -> str:
    return decision_fingerprint(decided, run.cycle, run.round.value)


def _appeal_fingerprint(appeal: Appeal, run: RunFacts) -> str:
    return appeal_fingerprint(appeal, run.cycle, run.round.value)
