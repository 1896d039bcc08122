"""The places of Appendix A, by the labels of its rows and the headings of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmr_batch.word.appendix_a import labels


@dataclass(frozen=True)
class FormPlace:
    """A place of a cell: its tag, and its label where it is not the cell's first."""

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
ROWS: Mapping[str, tuple[FormPlace, ...]] = {
    labels.STANDARDS: (FormPlace("standards"),),
    labels.ASPECTS: (FormPlace("aspect"),),
    labels.INITIAL_MEETING: (FormPlace("initial_meeting"),),
    labels.INFORMAL_REVIEWS: (FormPlace("informal_review"),),
    labels.FINAL_REVIEW: (FormPlace("final_review"),),
    labels.AGAINST_OBJECTIVES: (FormPlace("against_objectives"),),
    labels.JOB_ROLE: (
        FormPlace("job_role"),
        FormPlace("absence", labels.ABSENCE),
        FormPlace("additional", labels.ADDITIONAL),
    ),
    labels.TEACHING: (FormPlace("teaching"),),
    labels.CPD: (FormPlace("cpd"),),
}
#: The places of the cells below the headings of the two tables.
COLUMNS: Mapping[str, tuple[tuple[str, tuple[FormPlace, ...]], ...]] = {
    "objective": (
        (labels.OBJECTIVES[0], (FormPlace("objective.objective"),)),
        (
            labels.OBJECTIVES[1],
            (
                FormPlace("objective.measures"),
                FormPlace("objective.success", labels.SUCCESS),
                FormPlace("objective.due_on", labels.DUE_ON),
            ),
        ),
        (labels.OBJECTIVES[2], (FormPlace("objective.summary"), FormPlace("objective.outcome", labels.OUTCOME))),
    ),
    "development": tuple(
        (heading, (FormPlace(f"development.{part}"),))
        for heading, part in zip(labels.DEVELOPMENT, ("required", "delivery", "impact"), strict=True)
    ),
}
