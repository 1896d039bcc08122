"""What was made of the decisions of a round, and what is still to be made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.payroll.payable import awaiting_decision, payable
from pmr_batch.commands.payroll.payroll_rows import payroll_file
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.decision import Decided
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.model.terms import Round
from pmr_batch.records import appeal_fingerprint, decision_fingerprint
from pmr_batch.records.decided_record import RECORD, DecidedDocument, DecidedRecord
from pmr_batch.records.json_form import read_json
from pmr_batch.settings.trust_settings import Cycle, Settings


@dataclass(frozen=True)
class Papers:
    """People whose pay is decided and not confirmed, or who have left; without a document; posts untold to payroll."""

    unconfirmed: int
    left: int
    without_documents: int
    untold: int


def papers(
    folder: Path,
    in_force: Mapping[str, Decided],
    appeals: Mapping[str, Appeal],
    payroll: Sequence[PayrollFile],
    settings: Settings,
    cycle: Cycle,
    round_: Round,
) -> Papers:
    """As `decide` would find them: `folder` is decided/ of the round, `payroll` what payroll was told."""
    waiting = payable(in_force.values(), settings)
    documents = _documents(folder)
    lacking = {
        decided.payroll_number
        for decided in waiting.decided
        if len(documents[decided.payroll_number, decision_fingerprint(decided, cycle.name, round_.value)])
        < len(DecidedDocument.KINDS)
    }
    lacking |= {
        decided.payroll_number
        for decided in awaiting_decision(in_force.values(), settings)
        if not documents[decided.payroll_number, decision_fingerprint(decided, cycle.name, round_.value)]
    }
    lacking |= {
        appeal.payroll_number
        for appeal in appeals.values()
        if appeal.has_a_letter
        and not documents[appeal.payroll_number, appeal_fingerprint(appeal, cycle.name, round_.value)]
    }
    untold = payroll_file(waiting.decided, in_force, payroll, settings, cycle.ends)
    return Papers(len(waiting.unconfirmed), len(waiting.left), len(lacking), len(untold.rows) if untold else 0)


def _documents(folder: Path) -> Mapping[tuple[str, str], set[str]]:
    """The kinds of documents that are there, by payroll number and fingerprint of the decision."""
    record = read_json(folder / RECORD, DecidedRecord)
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document in record.documents if record else ():
        if (folder / document.path).is_file():
            kinds[document.payroll_number, document.decision].add(document.kind)
    return kinds
