"""records.sqlite: runs, documents and decisions, entry after entry, none of them ever changed.

A destruction takes bodies of entries away, and the chain of their hashes still holds (6.5).

- entries: an entry, and the hash that ties it to the one before
- ledger_schema: the tables of each version of the file, and the way from one version to the next
- ledger: the file itself
- made_files: the files that commands made, and how new ones are put in their place
- decision_entries: the committee's decisions as entries, and those in force
- appeal_entries: appeals as entries, and how they stand
- holds: whose records are kept back from destruction, why, and until when that is looked at again
- destructions: the records of a cycle that were destroyed: begun, and finished
- disclosure_entries, subject_access_entries: what was disclosed to whom; requests to see what is held
- decided_record: decided.json, the documents that were made of decisions
- kept_runs: what a run keeps for later runs
- run_record: what is read again of run.json
- made_from, run_key: what an output, and a whole run, is made from, as a key
- json_form: JSON, written and read in one way

Times of the clock are recorded here only, never in a document. A file comes first where it is the fact (a run's files
are there, then the run is recorded), the entry where the file only follows from it (decisions are recorded, then the
forms and letters appear): whatever is cut off between the two is repaired by running the same command again.
"""

from __future__ import annotations

from pmr_batch.records.appeal_entries import APPEAL, appeal_body, appeal_fingerprint, appeals_in_force, recorded_appeals
from pmr_batch.records.decision_entries import (
    DECIDE,
    DECISION,
    RUN,
    decision_body,
    decision_fingerprint,
    decisions_in_force,
    payroll_files,
    recorded_decisions,
    settled_decisions,
)
from pmr_batch.records.entries import Entry
from pmr_batch.records.ledger import (
    DESTRUCTION,
    RECORDS,
    BrokenEntry,
    append,
    broken_entries,
    check,
    entries,
    every_entry,
    forget,
    verify,
)

__all__ = [
    "APPEAL",
    "DECIDE",
    "DECISION",
    "DESTRUCTION",
    "RECORDS",
    "RUN",
    "BrokenEntry",
    "Entry",
    "appeal_body",
    "appeal_fingerprint",
    "appeals_in_force",
    "append",
    "broken_entries",
    "check",
    "decision_body",
    "decision_fingerprint",
    "decisions_in_force",
    "entries",
    "every_entry",
    "forget",
    "payroll_files",
    "recorded_appeals",
    "recorded_decisions",
    "settled_decisions",
    "verify",
]
