"""What merge and moderate hand to produce: a moderated round, plain and frozen.

Money is annual full-time pay in Decimal pounds, without allowances. Text that came out of a
workbook is data, in every field.

facts     which run it is, its deadlines, files and rules
person    one person: what the returns hold, the row before the committee, what was decided
decided   a decision with the row it was taken on, as it is recorded
earlier   what earlier runs put before the committee
consistency   groups beside the rest of the trust, what does not fit, the same words for many
cost      what the recommendations cost the trust as an employer
equality  who progresses, by what stands beside no name
upper     applications for the Upper pay range
changes   who moved since the run before, and why
sample    objectives drawn for quality assurance
lateness  what was done late, is overdue or to come, and whom to ask for what
round     everybody merged, then moderated
"""

from __future__ import annotations

from pmr_batch.moderated.decided import Decided, place
from pmr_batch.moderated.earlier import Earlier, Kept
from pmr_batch.moderated.facts import PAY_DECISIONS_BY, Deadline, FileFact, RuleFact, RunFacts
from pmr_batch.moderated.person import IN_REVIEW, Decision, Dossier, ObjectiveCounts, Pay, Recommendation, Row
from pmr_batch.moderated.round import AcademyCount, Merged, Moderated, Settled

__all__ = [
    "IN_REVIEW",
    "PAY_DECISIONS_BY",
    "AcademyCount",
    "Deadline",
    "Decided",
    "Decision",
    "Dossier",
    "Earlier",
    "FileFact",
    "Kept",
    "Merged",
    "Moderated",
    "ObjectiveCounts",
    "Pay",
    "Recommendation",
    "Row",
    "RuleFact",
    "RunFacts",
    "Settled",
    "place",
]
