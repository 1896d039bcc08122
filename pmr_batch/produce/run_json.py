"""run.json: what a run was made from, what it came to, and the files it made, with their hashes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from pmr_batch.files import FileHash, file_hashes
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import Outcome, Severity
from pmr_batch.produce.json_lists import inputs_json

_LIBRARIES = ("pandas", "pandera", "python-calamine", "xlsxwriter", "docxtpl", "jinja2", "scipy")


@dataclass(frozen=True)
class RunRecord:
    """What of run.json is read again: the files that a run was made from, and those that it made."""

    inputs: tuple[FileHash, ...]
    files: tuple[FileHash, ...]


def run_json(moderated: Moderated, files: Mapping[str, str], cleaned: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The record of a run, as an object.

    `files` are SHA-256 by path; `cleaned` the fields by path of the forms in which they lost
    characters that Word cannot hold.
    """
    run = moderated.run
    return {
        "run": run.run,
        "fingerprint": run.fingerprint,
        "trust": run.trust,
        "cycle": run.cycle,
        "round": run.round,
        "as_of": run.as_of,
        "version": run.version,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "inputs": inputs_json(moderated.files),
        "counts": _counts(moderated),
        "academies": [_academy(each) for each in moderated.academies],
        "to_do": moderated.to_do,
        "not_checked": moderated.not_checked,
        "notices": moderated.notices,
        "files": file_hashes(files),
        "cleaned": [{"path": path, "fields": fields} for path, fields in sorted(cleaned.items())],
    }


def _counts(moderated: Moderated) -> dict[str, Any]:
    outcomes = Counter(person.outcome for person in moderated.people)
    severities = Counter(finding.severity for finding in moderated.findings if finding.counts)
    answered = [finding for finding in moderated.findings if finding.explanation or finding.accepted]
    return {
        "people": len(moderated.people),
        "outcomes": {outcome: outcomes[outcome] for outcome in Outcome},
        "decided_already": len(moderated.settled),
        "errors": severities[Severity.ERROR],
        "queries": severities[Severity.QUERY],
        "notes": sum(finding.severity is Severity.NOTE for finding in moderated.findings),
        "explained_or_accepted": len(answered),
    }


def _academy(each: AcademyCount) -> dict[str, Any]:
    return {
        "academy": each.code,
        "state": each.state,
        "rows_in": each.rows_in,
        "refused_rows": each.refused_rows,
        "superseded_rows": each.superseded_rows,
        "missing": each.missing,
        "outcomes": {outcome: each.outcomes.get(outcome, 0) for outcome in Outcome},
        "rows_out": each.rows_out,
    }
