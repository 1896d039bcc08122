"""Whether a decided row is still the one that the committee decided on: compared with the last run of the round.

A decision is bound to its row - person, academy, current and recommended place -, not to the run of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmr_batch.model.decision import Decided, change_of_place
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.person import Recommendation
from pmr_batch.produce.outcome_words import SHORT
from pmr_batch.words import listed

People = Mapping[int, Recommendation]


def changed_rows(people: People, last: Kept, in_force: Mapping[str, Decided]) -> Iterator[tuple[int, str]]:
    """The positions of the rows that are not the last run's any more, and what has changed, in words.

    A row on which a decision is in force is compared with the one that was decided on, whatever became of it since.
    """
    last_rows = {(row.academy, row.payroll_number): row for row in last.recommendations}
    for position, row in people.items():
        now, decided = last_rows.get((row.academy, row.payroll_number)), in_force.get(row.payroll_number)
        if now is None and decided is not None and decided.is_settled:
            change = change_of_place(decided, row)
            if change:
                yield position, f"it was decided as {change[0]}, and says {change[1]} here"
        elif now is None:
            yield position, _not_before_the_committee(row, last)
        elif change := change_of_place(row, now):
            yield position, f"it was {change[0]}, and is {change[1]} now"


def _not_before_the_committee(row: Recommendation, last: Kept) -> str:
    """What became of somebody whose row the last run did not put before the committee."""
    people = [person for person in last.people if person.payroll_number == row.payroll_number]
    elsewhere = sorted({other.academy for other in last.recommendations if other.payroll_number == row.payroll_number})
    if elsewhere:
        return f"it is before the committee at {listed(elsewhere)} now"
    if not people:
        return "no return has this person any more"
    outcomes = listed(dict.fromkeys(SHORT[person.outcome].lower() for person in people))
    reasons = listed(sorted({code for person in people for code in person.reasons}))
    return f"it is not before the committee any more, but {outcomes}{f' ({reasons})' if reasons else ''}"
