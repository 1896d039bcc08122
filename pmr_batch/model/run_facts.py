"""Which run it is, its deadlines, input files and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState, Round, Severity, Stage


@dataclass(frozen=True)
class RunFacts:
    """Which run this is, and its settings.

    `fingerprint` covers inputs, settings, templates, program version and as-of date; `run` is its
    first 8 characters. `pay_effective_from` is the default of the committee's Effective from. `made_from` is the key
    of everything that was read, to the byte; None where any of it changed meanwhile. `own_ranges` are the trust's own
    pay ranges.
    """

    run: str
    fingerprint: str
    as_of: date
    cycle: str
    round: Round
    trust: str
    policy: str
    next_review: date
    version: str
    pay_effective_from: date
    made_from: str | None = None
    own_ranges: tuple[str, ...] = ()


#: The deadlines by which returns are expected, and by which pay is decided.
FINAL_REVIEWS_BY, PAY_DECISIONS_BY = "Final reviews by", "Pay decisions by"


@dataclass(frozen=True)
class Deadline:
    """A date of the cycle that matters in this round, in the words of the Cycles sheet."""

    what: str
    due: date


@dataclass(frozen=True)
class FileFact:
    """What became of one input file; `path` is relative to the incoming folder, `why` says so in words."""

    path: str
    sha256: str
    academy: str | None
    state: FileState
    why: str = ""


def inputs_json(files: Iterable[FileFact | Return]) -> list[dict[str, Any]]:
    """Each input file as an object, in the order given, for run.json and `check`."""
    return [{"path": file.path, "sha256": file.sha256, "academy": file.academy, "state": file.state} for file in files]


@dataclass(frozen=True)
class RuleFact:
    """One rule in force, as a line of the rule book has it.

    `module` names the sheets it is about, `message` how its findings read, with ‹…› where they differ.
    """

    code: str
    clause: str
    severity: Severity
    must_hold: str
    remedy: str
    stage: Stage
    module: str
    message: str
