"""Where the places of Appendix A stand: by the labels of its rows, the headings of its columns, and within cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmr_batch.word.appendix_a import labels


@dataclass(frozen=True)
class Place:
    """A place of a cell: its tag, and the words that name it there, if it is not the cell's first."""

    tag: str
    label: str = ""


#: What the form only shows, by the label of its row or line; two share the row of the cycle.
SHOWN: Mapping[str, str] = {
    "name": labels.NAME_OF_REVIEWEE,
    "job_title": labels.JOB_TITLE,
    "reviewers": labels.NAME_OF_REVIEWER,
    "current_pay": labels.CURRENT_PAY,
    "recommended_pay": labels.NEW_PAY,
    "cycle_from": f"{labels.CYCLE_DATES}, {labels.FROM}",
    "cycle_to": f"{labels.CYCLE_DATES}, {labels.TO}",
}
#: The places of the rows that have a label at their left.
ROWS: Mapping[str, tuple[Place, ...]] = {
    labels.STANDARDS: (Place("standards"),),
    labels.ASPECTS: (Place("aspect"),),
    labels.INITIAL_MEETING: (Place("initial_meeting"),),
    labels.INFORMAL_REVIEWS: (Place("informal_review"),),
    labels.FINAL_REVIEW: (Place("final_review"),),
    labels.AGAINST_OBJECTIVES: (Place("against_objectives"),),
    labels.JOB_ROLE: (Place("job_role"), Place("absence", labels.ABSENCE), Place("additional", labels.ADDITIONAL)),
    labels.TEACHING: (Place("teaching"),),
    labels.CPD: (Place("cpd"),),
}
#: The places of the cells below the headings of the two tables.
COLUMNS: Mapping[str, tuple[tuple[str, tuple[Place, ...]], ...]] = {
    "objective": (
        (labels.OBJECTIVES[0], (Place("objective.objective"),)),
        (
            labels.OBJECTIVES[1],
            (
                Place("objective.measures"),
                Place("objective.success", labels.SUCCESS),
                Place("objective.due_on", labels.DUE_ON),
            ),
        ),
        (labels.OBJECTIVES[2], (Place("objective.summary"), Place("objective.outcome", labels.OUTCOME))),
    ),
    "development": tuple(
        (heading, (Place(f"development.{part}"),))
        for heading, part in zip(labels.DEVELOPMENT, ("required", "delivery", "impact"), strict=True)
    ),
}
