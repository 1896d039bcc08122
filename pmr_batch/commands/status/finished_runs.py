"""The last run of a round, by what it left in its output."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pmr_batch.model.findings import Person
from pmr_batch.model.terms import FileState
from pmr_batch.records.json_form import from_json
from pmr_batch.records.made_files import hash_of
from pmr_batch.records.run_record import RUN, RunRecord

_PEOPLE, _FINDINGS = "people.json", "findings.json"
#: The rules that refuse a file.
_REFUSING = ("PM001", "PM004", "PM005")


@dataclass(frozen=True)
class FinishedRun:
    """A run: its record, everybody with an outcome, and the codes by which files are refused, by path.

    `is_whole` is false where people.json is not the one that the run wrote.
    """

    record: RunRecord
    people: tuple[Person, ...]
    refusals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_whole: bool = True


def finished_run(output: Path) -> FinishedRun | None:
    """The run in the output of a round; None where there is none, or none that this program can read."""
    record = from_json(_content(output / RUN), RunRecord)
    if record is None:
        return None
    people = from_json(_content(output / _PEOPLE), tuple[Person, ...])
    hashes = {file.path: file.sha256 for file in record.files}
    is_whole = people is not None and hash_of(output / _PEOPLE) == hashes.get(_PEOPLE)
    some_refused = any(file.state is FileState.REFUSED for file in record.inputs)
    return FinishedRun(record, people or (), _refusals(output) if some_refused else {}, is_whole)


def _refusals(output: Path) -> dict[str, tuple[str, ...]]:
    """Of each file the codes of the rules that refuse one, as far as they were found in it."""
    codes: dict[str, set[str]] = defaultdict(set)
    findings = _content(output / _FINDINGS)
    for finding in findings if isinstance(findings, list) else ():
        if isinstance(finding, dict) and finding.get("code") in _REFUSING:
            codes[str(finding.get("file"))].add(finding["code"])
    return {file: tuple(sorted(of_file)) for file, of_file in codes.items()}


def _content(path: Path) -> object:
    """The content of a JSON file; None where there is none."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
