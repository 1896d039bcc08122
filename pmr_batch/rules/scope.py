"""Rules of section 2 of the policy: who is reviewed, and in which cycle."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MET, NOT_MET, REVIEWS, STAFF, SUPPORT_ROLES
from pmr_batch.policy.pay_ranges import FOR_QUALIFIED, FOR_SUPPORT, FOR_UNQUALIFIED, MAIN, UNQUALIFIED
from pmr_batch.rules.facts.cycle_dates import (
    cycle_ends,
    cycle_starts,
    is_teaching_cycle,
    pay_effective_from,
    role_belongs,
)
from pmr_batch.rules.facts.employment import contract_under_a_term, ends_agree, has_left, listed_end_told
from pmr_batch.rules.facts.person_rows import has_recommendation, recommended_range
from pmr_batch.rules.facts.review_status import (
    capability_from,
    capability_until,
    in_review,
    left_unsaid,
    listed_out_of_scope,
    out_of_scope_in,
    status_over,
)
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, QUERY, TEACHING, Code, rule
from pmr_batch.words import listed


@rule(
    Code("PM201", clause="2.1", severity=ERROR, stage=ALWAYS, group=TEACHING, everybody=True),
    "short-contracts-are-out-of-scope",
    reads=(STAFF.contract, STAFF.employment_start, contract_under_a_term, in_review, left_unsaid),
    blames=(STAFF.employment_end,),
    says="is {value}, less than one term after {employment_start}, and there are objectives or a review",
    must_hold="Nobody on a contract of less than one term is under review.",
    remedy="Set Status to Out of scope.",
)
def lasts_a_term(staff: pd.DataFrame) -> pd.Series:
    """Without objectives or a review the person is simply out of scope."""
    return ~_is_reviewed_on_a_short_contract(staff)


def _is_reviewed_on_a_short_contract(staff: pd.DataFrame) -> pd.Series:
    """Under review, or was until a contract of less than one term ended."""
    return staff["contract_under_a_term"] & (staff["in_review"] | staff["left_unsaid"])


@rule(
    Code("PM202", clause="2.1", severity=ERROR, stage=ALWAYS, group=TEACHING, everybody=True),
    "induction-is-out-of-scope",
    reads=(in_review,),
    blames=(STAFF.in_induction,),
    says="is {value}, and there are objectives or a review",
    must_hold="Nobody in induction (newly qualified, now early career teachers) is under review.",
    remedy="Set Status to Out of scope.",
)
def is_past_induction(staff: pd.DataFrame) -> pd.Series:
    """Without objectives or a review the person is simply out of scope."""
    return ~((staff["in_induction"] == "Yes") & staff["in_review"])


@rule(
    Code("PM203", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "cycle-starts-in-employment",
    reads=(STAFF.employment_start,),
    blames=(STAFF.cycle_from, STAFF.cycle_to),
    says="is {value}, before the employment started on {employment_start}",
    must_hold="The cycle of a person starts no earlier than the employment and ends no later than the contract.",
    remedy="Adjust the cycle.",
)
def starts_in_employment(staff: pd.DataFrame) -> pd.Series:
    """The cycle is adjusted to the start of the contract."""
    return ~(staff["cycle_from"] < staff["employment_start"])


@rule(
    Code("PM203", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "cycle-ends-in-employment",
    reads=(STAFF.employment_end,),
    blames=(STAFF.cycle_to,),
    says="is {value}, after the employment ends on {employment_end}",
    must_hold=starts_in_employment.must_hold,
    remedy="Adjust the cycle.",
)
def ends_in_employment(staff: pd.DataFrame) -> pd.Series:
    """The cycle is adjusted to the end of the contract."""
    return ~(staff["cycle_to"] > staff["employment_end"])


@rule(
    Code("PM204", clause="2.1", severity=QUERY, stage=ALWAYS, group=ALL),
    "ground-fits",
    reads=(
        STAFF.contract,
        STAFF.employment_start,
        STAFF.employment_end,
        STAFF.induction_completed_on,
        STAFF.cycle_from,
        cycle_starts,
        cycle_ends,
    ),
    blames=(STAFF.cycle_adjusted_because,),
    says="is {value}, which the dates of employment, contract or induction do not bear out",
    must_hold="A ground to adjust the cycle fits: who joined or leaves does so within the cycle, a fixed term "
    "starts or ends in it, and induction was completed in it, before the person's own cycle.",
    remedy="Give the ground that fits, with its date.",
)
def ground_fits(staff: pd.DataFrame) -> pd.Series:
    """A move within the trust leaves no date to hold it against."""
    joined = staff["employment_start"] > staff["cycle_starts"]
    leaving = staff["employment_end"] < staff["cycle_ends"]
    completed = staff["induction_completed_on"]
    inducted = completed.between(staff["cycle_starts"], staff["cycle_from"]) | completed.isna()
    ground = staff["cycle_adjusted_because"]
    return ~(
        ((ground == "Joined") & ~joined)
        | ((ground == "Leaving") & ~leaving)
        | ((ground == "Fixed term") & ~((staff["contract"] == "Fixed term") & (joined | leaving)))
        | ((ground == "Induction completed") & ~inducted)
    )


@rule(
    Code("PM205", clause="2.2; 7.2", severity=ERROR, stage=FINAL, group=ALL, everybody=True),
    "capability-takes-the-recommendation",
    reads=(capability_from, capability_until),
    unmasked=(REVIEWS.recommended_on,),
    blames=(REVIEWS.pay_criteria,),
    says="is {value}, though capability replaced this review on {capability_from}",
    must_hold="No pay recommendation is made while capability takes the place of the review.",
    remedy="Remove the recommendation.",
)
def is_no_capability_case(reviews: pd.DataFrame) -> pd.Series:
    """A recommendation without a date is taken as of the day of the check."""
    on = reviews["recommended_on"].fillna(reviews["as_of"])
    runs = (on >= reviews["capability_from"]) & ~(on > reviews["capability_until"])
    return ~(runs & reviews["pay_criteria"].isin((MET, NOT_MET)))


@rule(
    Code("PM206", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "role-belongs-to-the-cycle",
    reads=(role_belongs,),
    blames=(STAFF.role,),
    says="is {value}, a role of the other cycle",
    must_hold="Executives, heads and teachers are in the teaching cycle, HLTAs and support staff in the support cycle.",
    remedy="Move the row to the other return.",
)
def is_in_its_cycle(staff: pd.DataFrame) -> pd.Series:
    """Each cycle has its own dates and its own round."""
    return staff["role_belongs"]


@rule(
    Code("PM210", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL),
    "pay-range-goes-with-the-person",
    reads=(STAFF.role, STAFF.qualified_teacher, recommended_range),
    blames=(STAFF.pay_range,),
    says="is {value}, while Role is {role} and Qualified teacher is {qualified_teacher}",
    must_hold=f"{listed(FOR_QUALIFIED)} are for qualified teachers, {listed(FOR_UNQUALIFIED)} is for unqualified ones, "
    f"and {listed(FOR_SUPPORT)} for HLTAs and support staff.",
    remedy="Correct the pay range or the role, or explain on Explanations.",
)
def range_fits(staff: pd.DataFrame) -> pd.Series:
    """A head need not say whether qualified; whoever qualified in the year is asked about at its end."""
    pay, qualified, support = staff["pay_range"], staff["qualified_teacher"], staff["role"].isin(SUPPORT_ROLES)
    for_qualified = pay.isin(FOR_QUALIFIED)
    wrong = (
        (for_qualified & ((qualified == "No") | (support & (qualified != "Yes"))))
        | (pay.isin(FOR_UNQUALIFIED) & support)
        | (pay.isin(FOR_SUPPORT) & ~support)
    )
    return ~wrong | (staff["recommended_range"] == MAIN)


@rule(
    Code("PM210", clause="workbook", severity=QUERY, stage=FINAL, group=ALL),
    "qualified-teachers-move-to-main",
    reads=(STAFF.role, STAFF.qualified_teacher, recommended_range),
    blames=(STAFF.pay_range,),
    says=range_fits.says,
    must_hold=range_fits.must_hold,
    remedy=range_fits.remedy,
)
def has_not_qualified(staff: pd.DataFrame) -> pd.Series:
    """Whoever qualified moves to the Main range with the review, if not before."""
    qualified = (staff["pay_range"] == UNQUALIFIED) & (staff["qualified_teacher"] == "Yes")
    support = staff["role"].isin(SUPPORT_ROLES)
    return ~qualified | support | (staff["recommended_range"] == MAIN)


@rule(
    Code("PM211", clause="2.2", severity=QUERY, stage=FINAL, group=ALL, everybody=True),
    "other-procedure-is-explained",
    reads=(STAFF.out_of_scope_because, status_over, has_left),
    blames=(STAFF.status,),
    says="is {value}: another procedure applies",
    must_hold="A review that goes on beside a misconduct or ill-health case, or stops for one, is explained.",
    remedy="Explain on Explanations.",
)
def is_no_other_case(staff: pd.DataFrame) -> pd.Series:
    """Separate procedures apply, and whether the review waits for them is somebody's judgement, until they leave."""
    goes_on = staff["status"].isin(("Misconduct", "Ill health"))
    stopped = (staff["status"] == "Out of scope") & (staff["out_of_scope_because"] == "Other procedure applies")
    return ~(goes_on | stopped) | staff["status_over"] | staff["has_left"]


@rule(
    Code("PM212", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "who-has-left-has-the-status",
    reads=(
        *(STAFF.employment_end, pay_effective_from, ends_agree),
        *(contract_under_a_term, in_review, left_unsaid, is_teaching_cycle),
    ),
    blames=(STAFF.status,),
    says="is {value}, though the employment ended on {employment_end}, before the pay takes effect on "
    "{pay_effective_from}",
    must_hold="Whoever's employment ends before the pay takes effect has the Status Left.",
    remedy="Set Status to Left, or correct Employment end.",
)
def is_said_to_have_left(staff: pd.DataFrame) -> pd.Series:
    """Where the staff list has another end, that is told first; a contract of less than one term as PM201."""
    short = _is_reviewed_on_a_short_contract(staff) & staff["is_teaching_cycle"]
    return ~(staff["left_unsaid"] & staff["ends_agree"]) | short


@rule(
    Code("PM212", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "staff-list-agrees-on-the-end",
    needs=("Staff list",),
    reads=(ends_agree, listed_end_told, contract_under_a_term, in_review, left_unsaid, is_teaching_cycle),
    blames=(STAFF.employment_end,),
    says="is {value}, and the staff list {listed_end_told}",
    must_hold="The return and the staff list agree on the end of the employment.",
    remedy="Correct the date, or have the staff list corrected; set Status to Left where the person has left.",
)
def agrees_on_the_end(staff: pd.DataFrame) -> pd.Series:
    """Whoever is not on the staff list at all is told as PM208, a contract of less than one term as PM201."""
    return staff["ends_agree"] | (_is_reviewed_on_a_short_contract(staff) & staff["is_teaching_cycle"])


_NOT_DROPPED = Code("PM213", clause="2.1", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True)
_EITHER = "Nobody who is out of scope has a review with a recommendation, and nobody is both in review and dropped."


@rule(
    _NOT_DROPPED,
    "out-of-scope-without-a-recommendation",
    reads=(STAFF.out_of_scope_because, status_over, has_left, has_recommendation),
    blames=(STAFF.status,),
    says="is {value}, and Reviews recommends on the person's pay",
    must_hold=_EITHER,
    remedy="Correct Status, or explain on Explanations.",
)
def has_no_recommendation(staff: pd.DataFrame) -> pd.Series:
    """Out of scope, the person does not come before the committee, and the work on the review is lost.

    Of a review that stopped for another procedure PM211 asks.
    """
    dropped = (staff["status"] == "Out of scope") & ~staff["status_over"] & ~staff["has_left"]
    stopped = staff["out_of_scope_because"] == "Other procedure applies"
    return ~(dropped & staff["has_recommendation"]) | stopped


@rule(
    _NOT_DROPPED,
    "in-review-without-a-ground-against-it",
    reads=(STAFF.out_of_scope_because, in_review),
    blames=(STAFF.status,),
    says="is {value}, and Out of scope because is “{out_of_scope_because}”",
    must_hold=_EITHER,
    remedy="Correct Status, clear Out of scope because, or explain on Explanations.",
)
def has_no_ground_against_it(staff: pd.DataFrame) -> pd.Series:
    """Whoever was out of scope until Status to keeps the ground."""
    ground = staff["out_of_scope_because"].notna() & (staff["status"] != "Out of scope")
    return ~(ground & staff["in_review"])


@rule(
    _NOT_DROPPED,
    "in-review-by-the-staff-list",
    needs=("Staff list",),
    reads=(
        *(STAFF.out_of_scope_because, STAFF.in_induction, in_review, listed_out_of_scope),
        *(contract_under_a_term, is_teaching_cycle),
    ),
    blames=(STAFF.status,),
    says="is {value}, and the staff list has the person out of scope: {listed_out_of_scope}",
    must_hold=_EITHER,
    remedy="Correct Status or have the staff list corrected, or explain on Explanations.",
)
def is_not_dropped_by_the_list(staff: pd.DataFrame) -> pd.Series:
    """Told once: induction as PM202, a short contract as PM201, a ground on the row itself as above."""
    told = (staff["in_induction"] == "Yes") | staff["contract_under_a_term"]
    told = (told & staff["is_teaching_cycle"]) | staff["out_of_scope_because"].notna()
    return ~(staff["listed_out_of_scope"].notna() & staff["in_review"]) | told


@rule(
    _NOT_DROPPED,
    "in-review-and-not-dropped-elsewhere",
    reads=(STAFF.out_of_scope_because, in_review, out_of_scope_in, listed_out_of_scope),
    blames=(STAFF.status,),
    says="is {value} here, and Out of scope in {out_of_scope_in}",
    must_hold=_EITHER,
    remedy="Agree the Status with {out_of_scope_in}, or explain on Explanations.",
)
def is_not_dropped_elsewhere(staff: pd.DataFrame) -> pd.Series:
    """Whoever is reviewed for both posts says so under Reviewed at."""
    told = staff["out_of_scope_because"].notna() | staff["listed_out_of_scope"].notna()
    return staff["out_of_scope_in"].isna() | ~staff["in_review"] | told


#: The main one of a code first.
RULES = (
    lasts_a_term, is_past_induction, starts_in_employment, ends_in_employment, ground_fits, is_no_capability_case,
    is_in_its_cycle, range_fits, has_not_qualified, is_no_other_case, is_said_to_have_left, agrees_on_the_end,
    has_no_recommendation, has_no_ground_against_it, is_not_dropped_by_the_list, is_not_dropped_elsewhere,
)  # fmt: skip
