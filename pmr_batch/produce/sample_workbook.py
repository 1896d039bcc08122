"""Objectives sample: each objective drawn, with columns for its moderator's notes (4.6)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.committee_workbook import SAMPLE
from pmr_batch.model.objectives_sample import Sample, SampledObjective, SampleReason
from pmr_batch.produce.list_sheets import Field, List, lay_out
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, day


def sample_workbook(sample: Sample, settings: Settings, cycle: str) -> bytes:
    """A workbook of its own; the same bytes for the same sample. Raises OutputError."""
    book = Book(f"{SAMPLE.name} {cycle}")
    sheet = sample_list(sample, f", {cycle}")
    page = lay_out(book, sheet)
    offer_choices(page, sheet)
    policy = f"{settings.policy}, next review {day(settings.next_review)}"
    page.print_on_a4((policy, "CONFIDENTIAL"), repeat=sheet.headings)
    return book.bytes()


def sample_list(sample: Sample, of: str = "") -> List[SampledObjective]:
    """One row an objective, by academy and person; the title says `of` what."""
    return List(
        name=SAMPLE.name,
        title=f"{SAMPLE.name}{of}",
        note=f"{in_words(sample)} The same seed draws the same. Look at whether each is SMART, serves the improvement "
        "plan, and asks as much as those of others in a like role; note it in the light columns.",
        fields=_FIELDS,
        rows=sample.drawn,
        freeze=4,
    )


def in_words(sample: Sample) -> str:
    """What was drawn, from what, and why."""
    counts = Counter(reason for objective in sample.drawn for reason in objective.why)
    reasons = ", ".join(
        f"{counts[reason]:,} {reason.value[0].lower()}{reason.value[1:]}" for reason in SampleReason if counts[reason]
    )
    return (
        f"{counted(len(sample.drawn), 'objective')} of {sample.objectives:,}, of "
        f"{counted(sample.people, 'person', 'people')}, drawn with seed {sample.seed}"
        f"{f': {reasons}' if reasons else ''}."
    )


def offer_choices(page: Page, sheet: List[SampledObjective]) -> None:
    """Drop-downs and hints in the moderator's columns."""
    columns = {field.heading: column for column, field in enumerate(_FIELDS)}
    first, last = sheet.headings + 1, sheet.headings + max(len(sheet.rows), 1)
    for column in SAMPLE:
        page.limit((first, columns[column.heading]), (last, columns[column.heading]), _rule(column))


def _rule(column: Column) -> dict[str, Any]:
    hint = {"input_title": column.heading, "input_message": f"{column.note}."}
    if column.kind is not Kind.LIST:
        return hint | {"validate": "any"}
    message = f"One of: {', '.join(column.values)}."
    return hint | {"validate": "list", "source": list(column.values), "error_message": message}


_FIELDS: tuple[Field[SampledObjective], ...] = (
    Field("Academy code", 8, lambda objective: objective.academy),
    Field("Payroll number", 9, lambda objective: objective.payroll_number),
    Field("Name", 14, lambda objective: objective.name),
    Field("No", 4, lambda objective: objective.objective["no"]),
    Field("Role", 12, lambda objective: objective.role),
    Field("Reviewer", 14, lambda objective: objective.reviewer),
    Field("Why drawn", 13, lambda objective: "\n".join(reason.value for reason in objective.why)),
    Field("Objective", 34, lambda objective: objective.objective["objective"]),
    Field("Kind", 9, lambda objective: objective.objective["kind"]),
    Field("Improvement plan priority", 22, lambda objective: objective.priority),
    Field("Measures and milestones", 26, lambda objective: objective.objective["measures_and_milestones"]),
    Field("What success looks like", 26, lambda objective: objective.objective["what_success_looks_like"]),
    Field("Due on", 10.5, lambda objective: objective.objective["due_on"]),
    Field("Outcome", 9.5, lambda objective: objective.objective["outcome"]),
    *(Field(column.heading, {Kind.TEXT: 26}.get(column.kind, 10), lambda _: None, filled_in=True) for column in SAMPLE),
)
