"""Rules of the pay committee's decisions (1.4, 1.5, 6.4), asked by `decide` over rows of Recommendations.

The frame has the committee's columns by key, and one column a fact of what the run knows about the row: points and
ranges are text, missing on a spot salary; pay is annual full-time pence; dates are of the cycle. `decide` asks each
rule of the rows of its group. A blank Effective from is the cycle's own, a blank point or range the recommended one
where the row is approved, the current one where it is not.
"""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS, YES
from pmr_batch.rules.cycles import done_by_now
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.facts.cell_texts import says_something
from pmr_batch.rules.rule import ALL, ALWAYS, DECISION, ERROR, QUERY, SUPPORT, Code, declare, rule


def laid_in(sheet: Sheet, *names: str) -> tuple[Fact, ...]:
    """Facts that `decide` has laid in the frame of a sheet of the committee's workbook, as columns of these names."""

    def column(name: str) -> Fact:
        return Fact(name, sheet, (), lambda rows, _: rows[name])

    return tuple(map(column, names))


current_range, current_point, current_pay = laid_in(RECOMMENDATIONS, "current_range", "current_point", "current_pay")
recommended_range, recommended_point, recommended_pay = laid_in(
    RECOMMENDATIONS, "recommended_range", "recommended_point", "recommended_pay"
)
#: The last day of the cycle, from when its pay holds, the last day to decide, and the day of the recommendation;
#: missing where none is set.
cycle_to, pay_effective_from, pay_decision_due, recommended_on = laid_in(
    RECOMMENDATIONS, "cycle_to", "pay_effective_from", "pay_decision_due", "recommended_on"
)
#: The decisions that settle pay; the others bring the row back in the next run.
SETTLED = ("Approved", "Not approved")


@rule(
    Code("PM107", clause="1.5", severity=ERROR, stage=DECISION, group=SUPPORT, everybody=True, found_by="decide"),
    "support-pay-is-backdated",
    reads=(RECOMMENDATIONS.decision, RECOMMENDATIONS.decided_on, cycle_to, pay_effective_from),
    blames=(RECOMMENDATIONS.effective_from,),
    says="is {value}, and the decision of {decided_on} is backdated to {pay_effective_from}",
    must_hold="A decision on support staff's pay made after 1 April takes effect from the date set for the cycle.",
    remedy="Correct the effective date, or leave it blank.",
)
def is_backdated(rows: pd.DataFrame) -> pd.Series:
    """1 April is the day after the cycle; a decision of that very day is not yet made after it."""
    after_the_first = rows["decided_on"] > rows["cycle_to"] + pd.Timedelta(days=1)
    another_date = rows["effective_from"].notna() & (rows["effective_from"] != rows["pay_effective_from"])
    return ~(rows["decision"].isin(SETTLED) & after_the_first & another_date)


@rule(
    Code("PM108", clause="1.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="decide"),
    "done-things-lie-behind",
    blames=(RECOMMENDATIONS.decided_on,),
    says=done_by_now.says,
    must_hold=done_by_now.must_hold,
    remedy=done_by_now.remedy,
)
def is_in_the_past(rows: pd.DataFrame) -> pd.Series:
    """As of every date of something done."""
    return ~(rows["decided_on"] > rows["as_of"])


@rule(
    Code("PM109", clause="1.4", severity=QUERY, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "decision-in-time",
    reads=(RECOMMENDATIONS.decision, pay_decision_due),
    blames=(RECOMMENDATIONS.decided_on,),
    reason=RECOMMENDATIONS.decision_reason,
    says="is {value}, after the last day for pay decisions, {pay_decision_due}",
    must_hold="Pay decisions are made on or before 31 October, those on heads and executives by 31 December, those on "
    "support staff by the date that the trust sets, if any.",
    remedy="Explain the delay in Decision reason.",
)
def is_decided_in_time(rows: pd.DataFrame) -> pd.Series:
    """A row that comes again is not decided yet; a date still to come is told as PM108."""
    on = rows["decided_on"]
    late = (on > rows["pay_decision_due"]) & (on <= rows["as_of"])
    return ~(rows["decision"].isin(SETTLED) & late)


@rule(
    Code("PM622", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "row-is-decided",
    blames=(RECOMMENDATIONS.decision,),
    says="is blank",
    must_hold="The committee decides each row, dates the decision, and gives a reason where it differs from the "
    "recommendation.",
    remedy="Choose the decision.",
)
def is_decided(rows: pd.DataFrame) -> pd.Series:
    """The rest of the rows is taken; this one comes again."""
    return rows["decision"].notna()


def _differs(rows: pd.DataFrame) -> pd.Series:
    """Whether the range, the point or the spot salary that results is not the recommended one."""
    approved, refused = (rows["decision"] == word for word in SETTLED)
    other = pd.Series(False, index=rows.index)
    for part in ("range", "point"):
        recommended = rows[f"recommended_{part}"]
        decided = rows[f"decided_{part}"].fillna(recommended.where(approved, rows[f"current_{part}"]))
        other |= decided.fillna("") != recommended.fillna("")
    other_pay = (rows["current_pay"] != rows["recommended_pay"]).fillna(False).astype(bool)
    return (approved | refused) & other | (refused & rows["recommended_point"].isna() & other_pay)


@rule(
    Code("PM622", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "decision-is-dated",
    reads=(RECOMMENDATIONS.decision,),
    blames=(RECOMMENDATIONS.decided_on,),
    says="is blank",
    must_hold=is_decided.must_hold,
    remedy="Fill in the day of the decision.",
)
def is_dated(rows: pd.DataFrame) -> pd.Series:
    """Of a row without a decision only the decision is asked for."""
    return rows["decided_on"].notna() | rows["decision"].isna()


@rule(
    Code("PM622", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "decision-has-its-reason",
    reads=(
        *(RECOMMENDATIONS.decision, RECOMMENDATIONS.decided_range, RECOMMENDATIONS.decided_point),
        *(current_range, current_point, current_pay),
        *(recommended_range, recommended_point, recommended_pay),
    ),
    blames=(RECOMMENDATIONS.decision_reason,),
    says="is {value}, and the decision is not the recommendation",
    must_hold=is_decided.must_hold,
    remedy="Give the reason.",
)
def has_its_reason(rows: pd.DataFrame) -> pd.Series:
    """A row that comes again says what is asked for."""
    comes_again = rows["decision"].notna() & ~rows["decision"].isin(SETTLED)
    return says_something(rows["decision_reason"]) | ~(comes_again | _differs(rows))


@rule(
    Code("PM622", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "letter-has-a-reason-to-give",
    reads=(
        *(RECOMMENDATIONS.decision, RECOMMENDATIONS.decided_range, RECOMMENDATIONS.decided_point),
        RECOMMENDATIONS.decision_reason,
        *(current_range, current_point, current_pay),
        *(recommended_range, recommended_point, recommended_pay),
    ),
    blames=(RECOMMENDATIONS.reason_in_letter,),
    says="is {value}, and there is no Decision reason for the letter to give",
    must_hold=is_decided.must_hold,
    remedy="Give the reason, or leave this blank.",
)
def has_a_reason_to_give(rows: pd.DataFrame) -> pd.Series:
    """Where the decision itself needs a reason, that is told at Decision reason."""
    as_recommended = rows["decision"].isin(SETTLED) & ~_differs(rows)
    to_be_given = as_recommended & (rows["reason_in_letter"] == YES).fillna(False).astype(bool)
    return ~to_be_given | says_something(rows["decision_reason"])


@rule(
    Code("PM622", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "decision-follows-the-recommendation",
    reads=(RECOMMENDATIONS.decision, recommended_on),
    blames=(RECOMMENDATIONS.decided_on,),
    says="is {value}, and the recommendation is of {recommended_on}",
    must_hold="A decision follows the recommendation that it is on.",
    remedy="Correct the day of the decision.",
)
def follows_the_recommendation(rows: pd.DataFrame) -> pd.Series:
    """A recommendation without a date is told in the return."""
    return ~(rows["decided_on"] < rows["recommended_on"])


# Found as each decision is priced.
payable = declare(
    Code("PM628", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "decided-place-is-paid",
    reads=(RECOMMENDATIONS.decided_range, RECOMMENDATIONS.effective_from),
    blames=(RECOMMENDATIONS.decided_point,),
    says="{what}",
    must_hold="What is decided stands on the pay scale that holds from the day on which it takes effect.",
    remedy="Decide on a place that the scale has; or fill in what is missing, or refer the row back.",
)

# Found by comparison with the ledger.
stands = declare(
    Code("PM629", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "decision-stands",
    blames=(RECOMMENDATIONS.decision,),
    says="is {value}, where {taken}",
    must_hold="A decision that was taken stands, unless the committee changes it and gives its reason.",
    remedy="Fill in what was taken; or give the Decision reason, and decide again with --amend.",
)

# Found by comparison with what the run kept; nothing of an altered workbook is taken.
as_the_run_made_it = declare(
    Code("PM623", clause="workbook", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "row-is-the-runs-own",
    reads=(RECOMMENDATIONS.academy_code, RECOMMENDATIONS.run_number),
    blames=(RECOMMENDATIONS.payroll_number,),
    says="{what}",
    must_hold="Beside the committee's columns the workbook is as the run made it: the same people, recommendations, "
    "decisions and run number.",
    remedy="Use the workbook of that run; nothing of this one was taken.",
)

# Found by comparison with the last run of the round.
still_before_the_committee = declare(
    Code("PM631", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "row-is-still-the-same",
    reads=(RECOMMENDATIONS.academy_code, RECOMMENDATIONS.payroll_number),
    blames=(RECOMMENDATIONS.decision,),
    says="is {value}, and the row is not as it was when this workbook was made: {what}",
    must_hold="A decision is on one person, academy, current and recommended place, an appeal on one decision: a row "
    "of an earlier run is taken where that still stands.",
    remedy="Decide on the row in the workbook of the last run.",
)


#: The main one of a code first.
RULES = (
    is_backdated, is_in_the_past, is_decided_in_time, is_decided, is_dated, has_its_reason, has_a_reason_to_give,
    follows_the_recommendation, as_the_run_made_it, payable, stands, still_before_the_committee,
)  # fmt: skip
