"""The packs of one cycle that are made of its returns: quality assurance, standards, poor performance (9.2)."""

from __future__ import annotations

from collections.abc import Collection

from pmr_batch.commands.current_workbooks import CurrentWorkbooks
from pmr_batch.commands.disclose.cycle_records import CycleRecords
from pmr_batch.errors import UsageError
from pmr_batch.layout.standard_workbook import CONCERNS, DEVELOPMENT, MEETINGS, OBJECTIVES, PANELS, REVIEWS, STAFF
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Pack, PackSheet
from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.policy.pay_ranges import UPPER
from pmr_batch.policy.roles import EXECUTIVES, HEADS, ROLES
from pmr_batch.words import listed

_HLTA, _HLTA_STANDARDS, _YES = "HLTA", "HLTA standards", "Yes"
#: Of heads and executives, whom a panel of the Board reviews (3.1), and of whoever has no role, nothing is shown.
_NO_HEADS = frozenset(ROLES) - {*HEADS, *EXECUTIVES}


def quality_assurance(workbooks: CurrentWorkbooks, academies: Collection[str]) -> Pack:
    """Objectives and outcomes of everybody in review but heads and executives, for senior leaders (1.3, 4.6, 9.2)."""
    people = [
        dossier for dossier in workbooks.dossiers_of(academies) if _is_in_review(dossier) and _is_no_head(dossier)
    ]
    records = CycleRecords(workbooks, Audience.QUALITY_ASSURANCE, people)
    sheets = (
        records.about_people(
            OBJECTIVES,
            "Each objective with its outcome. Is it SMART, does it serve the improvement plan, and does it ask as much "
            "as those of others in a like role?",
            (STAFF.role, STAFF.reviewer),
        ),
        records.about_people(STAFF, "Whose objectives these are, and who reviews them.", name="People"),
        records.priorities(),
    )
    return Pack(
        audience=Audience.QUALITY_ASSURANCE,
        scope=_scope(workbooks, academies),
        purpose="The quality assurance of objectives, and consistency between reviewers (1.3, 4.6, 9.2)",
        left_out="Pay, comments, assessments, meetings, concerns, absence; heads and executives; whoever is not in "
        "review",
        sheets=_with_rows(sheets),
        people=records.numbers,
    )


def standards(workbooks: CurrentWorkbooks, academy: str) -> Pack:
    """The cases of the Upper pay range and of HLTAs at one academy, for its head (9.2)."""
    people = [
        dossier
        for dossier in workbooks.dossiers_of((academy,))
        if _is_in_review(dossier) and _is_no_head(dossier) and _is_case(dossier)
    ]
    records = CycleRecords(workbooks, Audience.STANDARDS, people)
    of_staff = records.cells.columns(STAFF)
    sheets = (
        records.about_people(
            REVIEWS,
            "Whoever applied for the Upper pay range or was assessed for it, and every HLTA, with the evidence of "
            "the review.",
            of_staff,
            name="Cases",
            records=True,
        ),
        records.about_people(OBJECTIVES, "Their objectives with the outcomes."),
        records.about_people(DEVELOPMENT, "Their training and development, and what it changed."),
        records.priorities(),
    )
    return Pack(
        audience=Audience.STANDARDS,
        scope=_scope(workbooks, (academy,)),
        purpose="Assessing eligibility for the Upper pay range, and HLTA and other standards (9.2)",
        left_out="Everybody else; amounts and recommendations of pay, comments, meetings, concerns, absence",
        sheets=_with_rows(sheets),
        people=records.numbers,
    )


def poor_performance(workbooks: CurrentWorkbooks, payroll_number: str) -> Pack:
    """The paperwork of one person of whom poor performance is identified, for whoever deals with it (7.1, 9.2).

    Raises UsageError where there is no such person, or no concern about their performance.
    """
    people = [dossier for dossier in workbooks.dossiers_of(()) if dossier.staff["payroll_number"] == payroll_number]
    if not people:
        raise UsageError(f"{payroll_number}: nobody on Staff has this payroll number; write it with its leading zeros")
    if not any(dossier.concerns for dossier in people):
        raise UsageError(
            f"{payroll_number}: has no concern in {workbooks.cycle.name}; paperwork may be shared where poor "
            "performance is identified (9.2): record the concern on Concerns first"
        )
    records = CycleRecords(workbooks, Audience.POOR_PERFORMANCE, people)
    sheets = (
        records.about_people(STAFF, "Whom this is about.", name="Person", records=True),
        records.about_people(PANELS, "The panel that reviews the person."),
        records.about_people(CONCERNS, "Each concern, with monitoring and what came of it.", records=True),
        records.about_people(OBJECTIVES, "The objectives with their outcomes.", records=True),
        records.about_people(DEVELOPMENT, "Training, development and support.", records=True),
        records.about_people(MEETINGS, "Meetings and observations of the cycle."),
        records.about_people(REVIEWS, "The review at the end of the cycle.", name="Review", records=True),
    )
    return Pack(
        audience=Audience.POOR_PERFORMANCE,
        scope=f"{payroll_number}, {workbooks.cycle.name}",
        purpose="Dealing with performance below the standards expected of one person (7.1, 7.2, 9.2)",
        left_out="Everybody else; pay; status, absence and evidence after it; other remarks",
        sheets=_with_rows(sheets),
        people=records.numbers,
    )


def _is_in_review(dossier: Dossier) -> bool:
    return dossier.review_state == IN_REVIEW


def _is_no_head(dossier: Dossier) -> bool:
    return dossier.staff["role"] in _NO_HEADS


def _is_case(dossier: Dossier) -> bool:
    """Whether somebody is assessed for the Upper pay range, or against the HLTA standards."""
    review, staff = dossier.review, dossier.staff
    for_upper = review["upr_application"] == _YES or review["upr_outcome"] is not None
    moves = dossier.recommended.range == UPPER != dossier.current.range
    return for_upper or moves or staff["role"] == _HLTA or staff["professional_standards"] == _HLTA_STANDARDS


def _scope(workbooks: CurrentWorkbooks, academies: Collection[str]) -> str:
    codes = sorted(set(academies))
    return f"{listed(codes)}, {workbooks.cycle.name}" if codes else workbooks.cycle.name


def _with_rows(sheets: Collection[PackSheet]) -> tuple[PackSheet, ...]:
    return tuple(sheet for sheet in sheets if sheet.rows)
