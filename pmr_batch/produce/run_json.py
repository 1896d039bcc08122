"""run.json: the inputs of a run, its counts, and the files it wrote, with their hashes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

from pmr_batch.model.letters_due import LettersDue
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.run_facts import inputs_json
from pmr_batch.model.terms import Outcome, Severity
from pmr_batch.produce.outcome_words import open_counts
from pmr_batch.produce.run_summary import summary_of
from pmr_batch.records.made_from import LIBRARIES
from pmr_batch.records.run_record import RunFile


def run_json(
    moderated: Moderated,
    files: Sequence[RunFile],
    cleaned: Mapping[str, Sequence[str]],
    letters: Sequence[LettersDue],
    *,
    may_stand: bool,
) -> dict[str, Any]:
    """The record of a run, as an object.

    `cleaned` are the fields by path of the forms in which they lost characters that Word cannot hold; `letters` those
    that are due. `may_stand` is whether the same run again may leave all as it is.
    """
    run = moderated.run
    return {
        "run": run.run,
        "fingerprint": run.fingerprint,
        "made_from": run.made_from if may_stand else None,
        "trust": run.trust,
        "cycle": run.cycle,
        "round": run.round,
        "as_of": run.as_of,
        "version": run.version,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "inputs": inputs_json(moderated.files),
        "counts": _counts(moderated),
        "summary": summary_of(moderated),
        "academies": [_academy(academy) for academy in moderated.academies],
        "to_do": moderated.to_do,
        "not_checked": moderated.not_checked,
        "letters_due": letters,
        "notices": moderated.notices,
        "files": [
            {"path": file.path, "sha256": file.sha256} | ({"made_from": file.made_from} if file.made_from else {})
            for file in sorted(files, key=lambda file: file.path)
        ],
        "cleaned": [{"path": path, "fields": fields} for path, fields in sorted(cleaned.items())],
    }


def _counts(moderated: Moderated) -> dict[str, Any]:
    outcomes = Counter(person.outcome for person in moderated.people)
    severities, others = open_counts(moderated.of_round), open_counts(moderated.of_other_rounds)
    answered = [finding for finding in moderated.findings if finding.explanation or finding.accepted]
    return {
        "people": len(moderated.people),
        "outcomes": {outcome: outcomes[outcome] for outcome in Outcome},
        "decided_already": len(moderated.settled),
        "pending_appeals": len(moderated.pending_appeals),
        "errors": severities[Severity.ERROR],
        "queries": severities[Severity.QUERY],
        "of_other_rounds": {"errors": others[Severity.ERROR], "queries": others[Severity.QUERY]},
        "notes": sum(finding.severity is Severity.NOTE for finding in moderated.findings),
        "explained_or_accepted": len(answered),
    }


def _academy(academy: AcademyCount) -> dict[str, Any]:
    return {
        "academy": academy.code,
        "state": academy.state,
        "rows_in": academy.rows_in,
        "refused_rows": academy.refused_rows,
        "superseded_rows": academy.superseded_rows,
        "missing": academy.missing,
        "outcomes": {outcome: academy.outcomes.get(outcome, 0) for outcome in Outcome},
        "rows_out": academy.rows_out,
    }
