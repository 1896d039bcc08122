"""Settings from checked rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pmr_batch.layout.trust_workbook import CENTRAL
from pmr_batch.model.members import Interest
from pmr_batch.model.returns import Table
from pmr_batch.policy.calendar import Calendar
from pmr_batch.policy.on_costs import OnCosts
from pmr_batch.policy.parameters import Parameters
from pmr_batch.policy.pay import PayPoints, canonical_point
from pmr_batch.settings.problems import Row
from pmr_batch.settings.trust_settings import Academy, Accepted, Cycle, Settings


def build_settings(
    where: str, sheets: Mapping[str, Sequence[Row]], tables: Mapping[str, Table], as_of: date | None
) -> Settings:
    """The settings of a trust; a Staff list without rows is none."""
    (trust,) = sheets["Trust"]
    return Settings(
        where=where,
        trust=trust["trust"],
        policy=trust["policy"],
        approved_on=trust["approved_on"],
        next_review=trust["next_review"],
        issued_by=trust["issued_by"],
        academies={row["academy_code"]: academy_of(row) for row in sheets["Academies"]},
        cycles={row["cycle"]: _cycle(row) for row in sheets["Cycles"]},
        parameters=Parameters.from_rows((row.values for row in sheets["Parameters"]), where),
        pay=PayPoints.from_rows(map(point_of, sheets["Pay points"])),
        calendar=Calendar.from_rows(row.values for row in sheets["Terms"]),
        staff_list=tuple(row.values for row in sheets.get("Staff list", ())) or None,
        equality=tuple(row.values for row in sheets.get("Equality", ())),
        on_costs=OnCosts.from_rows(row.values for row in sheets.get("On-costs", ())),
        returns={(row["academy_code"], row["cycle"]): row["file"] for row in sheets.get("Returns", ())},
        accepted=tuple(_accepted(row) for row in sheets.get("Accepted", ())),
        interests=tuple(_interest(row) for row in sheets.get("Committee members", ())),
        as_of=as_of,
        tables=dict(tables),
    )


def point_of(row: Row) -> dict[str, Any]:
    """A row of Pay points by column key, its point as the scales write it; None where it is none of its range."""
    return {**row.values, "point": canonical_point(row["point"], row["range"])}


def academy_of(row: Row) -> Academy:
    """A row of Academies."""
    return Academy(
        code=row["academy_code"],
        name=row["academy"],
        central=row["kind"] == CENTRAL,
        urn=row["urn"],
        head=row["head_payroll_number"],
        executive_head=row["executive_head_payroll_number"],
        head_of_school=row["head_of_school_payroll_number"],
        office_email=row["office_e_mail"],
        pay_area=row["pay_area"],
        support_pay_area=row["support_pay_area"],
    )


def _cycle(row: Row) -> Cycle:
    return Cycle(
        name=row["cycle"],
        teaching=row["group"] == "Teaching",
        starts=row["from_"],
        ends=row["to"],
        objectives_set_by=row["objectives_set_by"],
        final_reviews_by=row["final_reviews_by"],
        heads_final_reviews_by=row["heads_final_reviews_by"],
        reports_sent_by=row["reports_sent_by"],
        heads_reports_sent_by=row["heads_reports_sent_by"],
        pay_decisions_by=row["pay_decisions_by"],
        heads_pay_decisions_by=row["heads_pay_decisions_by"],
        pay_effective_from=row["pay_effective_from"],
        trust_objective=row["trust_objective"],
    )


def _interest(row: Row) -> Interest:
    return Interest(
        member=row["member"],
        payroll_number=row["payroll_number"],
        academy=row["academy_code"],
        person=row["person"],
        what=row["interest"],
        declared_on=row["declared_on"],
    )


def _accepted(row: Row) -> Accepted:
    return Accepted(
        rule=row["rule"],
        academy=row["academy_code"],
        payroll_number=row["payroll_number"],
        item=row["item"],
        reason=row["reason"],
        by=row["accepted_by"],
        on=row["accepted_on"],
    )
