"""records.sqlite: what was run, made and decided, entry after entry, none of them ever changed.

- chain: an entry, and how each is tied to the one before
- schema: the tables of each version of the file, and the way from one version to the next
- store: the file itself
- decisions: the committee's decisions as entries, and those in force

Times of the clock stand here only, never in a paper. A file comes first where it is the fact (a run's papers are
there, then the run is recorded), the entry where the paper only follows from it (decisions are recorded, then the
forms and letters appear): whatever is cut off between the two is made good by the same command again.
"""

from __future__ import annotations

from pmr_batch.records.decision_entries import DECIDE, DECISION, RUN, decision_body, in_force, settled, taken
from pmr_batch.records.entries import Entry
from pmr_batch.records.ledger import RECORDS, Broken, append, check, entries, verify

__all__ = [
    "DECIDE",
    "DECISION",
    "RECORDS",
    "RUN",
    "Broken",
    "Entry",
    "append",
    "check",
    "decision_body",
    "entries",
    "in_force",
    "settled",
    "taken",
    "verify",
]
