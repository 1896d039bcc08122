"""run.json: what a run was made from, what it came to, and the files it made, with their hashes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import Outcome, Severity
from pmr_batch.produce.json_lists import inputs_json, not_checked_json

_LIBRARIES = ("pandas", "pandera", "python-calamine", "xlsxwriter", "docxtpl", "jinja2", "scipy")


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
        "round": run.round.value,
        "as_of": run.as_of.isoformat(),
        "version": run.version,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "inputs": inputs_json(moderated.files),
        "counts": _counts(moderated),
        "academies": [_academy(each) for each in moderated.academies],
        "to_do": [
            {
                "due": each.due.isoformat(),
                "code": each.code,
                "academy": each.academy,
                "payroll_number": each.payroll_number,
                "sheet": each.sheet,
                "column": each.column,
            }
            for each in moderated.to_do
        ],
        "not_checked": not_checked_json(moderated.not_checked),
        "notices": list(moderated.notices),
        "files": [{"path": path, "sha256": sha256} for path, sha256 in sorted(files.items())],
        "cleaned": [{"path": path, "fields": list(fields)} for path, fields in sorted(cleaned.items())],
    }


def _counts(moderated: Moderated) -> dict[str, Any]:
    outcomes = Counter(person.outcome for person in moderated.people)
    severities = Counter(finding.severity for finding in moderated.findings if finding.counts)
    answered = [finding for finding in moderated.findings if finding.explanation or finding.accepted]
    return {
        "people": len(moderated.people),
        "outcomes": {outcome.value: outcomes[outcome] for outcome in Outcome},
        "decided_already": len(moderated.settled),
        "errors": severities[Severity.ERROR],
        "queries": severities[Severity.QUERY],
        "notes": sum(finding.severity is Severity.NOTE for finding in moderated.findings),
        "explained_or_accepted": len(answered),
    }


def _academy(each: AcademyCount) -> dict[str, Any]:
    return {
        "academy": each.code,
        "state": each.state.value if each.state else None,
        "rows_in": each.rows_in,
        "refused_rows": each.refused_rows,
        "superseded_rows": each.superseded_rows,
        "missing": each.missing,
        "outcomes": {outcome.value: each.outcomes.get(outcome, 0) for outcome in Outcome},
        "rows_out": each.rows_out,
    }
