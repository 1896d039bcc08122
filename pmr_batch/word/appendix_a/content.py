"""One person's Appendix A as plain data, not yet formatted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pmr_batch.model.person import Pay


@dataclass(frozen=True)
class Objective:
    """A row of the objectives table."""

    no: int | None = None
    objective: str = ""
    measures: str = ""
    success: str = ""
    due_on: date | None = None
    summary: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Development:
    """A row of the development table."""

    required: str = ""
    delivery: str = ""
    impact: str = ""


@dataclass(frozen=True)
class Origin:
    """The workbook a form comes from, by academy code and cycle, and its stage: kept in its properties."""

    academy: str
    cycle: str
    stage: str = ""


@dataclass(frozen=True)
class FormContent:
    """Appendix A of one person. Everything may be blank: `FormContent()` is the blank form.

    `reviewers` are the reviewer, or the members of the panel. `status` is the line that tells the stage
    of the form, such as `labels.DRAFT`. `criteria` is as in Reviews, Pay criteria: as recommended,
    or as decided; anything else leaves the pay line open. With `spare_rows`, meetings, objectives and needs have
    as many lines as on the blank form, for more to be written in. One `to_print` has blanks to fill in by hand
    in place of prompts to click on.
    """

    name: str = ""
    payroll_number: str = ""
    trust: str = ""
    academy: str = ""
    status: str = ""
    job_title: str = ""
    reviewers: tuple[str, ...] = ()
    cycle_from: date | None = None
    cycle_to: date | None = None
    standards: str = ""
    aspects: tuple[str, ...] = ()
    initial_meeting: date | None = None
    informal_reviews: tuple[date, ...] = ()
    final_review: date | None = None
    objectives: tuple[Objective, ...] = ()
    development: tuple[Development, ...] = ()
    against_objectives: str = ""
    job_role: str = ""
    absence: str = ""
    additional: str = ""
    teaching: str = ""
    cpd: str = ""
    criteria: str = ""
    current_pay: Pay | None = None
    recommended_pay: Pay | None = None
    comments: str = ""
    reviewer_signed_on: date | None = None
    employee_signed_on: date | None = None
    origin: Origin | None = None
    spare_rows: bool = False
    to_print: bool = False


def _specimen(kind: type, **values: Any) -> Any:
    """A content class with every text and date different: a text is the name of its field."""
    texts = {part.name: f"[{part.name}]" for part in fields(kind) if part.type == "str"}
    dated = (part.name for part in fields(kind) if part.type == "date | None")
    dates = {name: date(2026, 1, 1) + timedelta(days=number) for number, name in enumerate(dated)}
    return kind(**{**texts, **dates, **values})


#: A form in which everything is filled in, to check a template with.
EVERYTHING: FormContent = _specimen(
    FormContent,
    reviewers=("[reviewer 1]", "[reviewer 2]"),
    aspects=("[aspect 1]", "[aspect 2]"),
    informal_reviews=(date(2026, 2, 1), date(2026, 2, 2)),
    objectives=tuple(_specimen(Objective, no=number) for number in range(1001, 1006)),
    development=(_specimen(Development),),
    criteria="Have not been met",
    current_pay=Pay("[range]", "[point]", Decimal("31650.50")),
    recommended_pay=Pay("[new range]", "[new point]", Decimal(32850)),
)
