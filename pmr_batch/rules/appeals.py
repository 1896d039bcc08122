"""Rules of appeals against pay decisions, asked by `decide` over rows of Appeals in which anything is filled in.

The policy leaves appeals to the Pay Policy: what is asked here is that the record is whole. The frame has the
committee's columns by key, and facts: a cell that is blank has what was recorded of the appeal before.
"""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.committee_workbook import APPEALS
from pmr_batch.model.appeal import CHANGES_THE_DECISION
from pmr_batch.rules.cycles import done_by_now
from pmr_batch.rules.decisions import is_backdated, laid_in, payable, stands, still_before_the_committee
from pmr_batch.rules.rule import ALL, ALWAYS, DECISION, ERROR, SUPPORT, Code, declare, rule

#: The day of the decision appealed against; and of the appeal so far, recorded before or filled in now.
decided_on, lodged, heard, ended, explained = laid_in(APPEALS, "decided_on", "lodged", "heard", "ended", "explained")
#: The last day of the cycle, and from when its pay holds.
cycle_to, pay_effective_from = laid_in(APPEALS, "cycle_to", "pay_effective_from")


@rule(
    Code("PM107", clause="1.5", severity=ERROR, stage=DECISION, group=SUPPORT, everybody=True, found_by="decide"),
    "support-pay-is-backdated-on-appeal",
    reads=(heard, cycle_to, pay_effective_from),
    blames=(APPEALS.effective_from,),
    says="is {value}, and what was decided on {heard} is backdated to {pay_effective_from}",
    must_hold=is_backdated.must_hold,
    remedy=is_backdated.remedy,
)
def is_backdated_on_appeal(rows: pd.DataFrame) -> pd.Series:
    """As of the committee's own decisions; a blank has the day of the decision appealed against."""
    after_the_first = rows["heard"] > rows["cycle_to"] + pd.Timedelta(days=1)
    return ~(after_the_first & (rows["effective_from"] != rows["pay_effective_from"]) & rows["effective_from"].notna())


@rule(
    Code("PM108", clause="1.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="decide"),
    "done-things-lie-behind",
    blames=(APPEALS.lodged_on,),
    says=done_by_now.says,
    must_hold=done_by_now.must_hold,
    remedy=done_by_now.remedy,
)
def was_lodged_by_now(rows: pd.DataFrame) -> pd.Series:
    """As of every date of something done."""
    return ~(rows["lodged_on"] > rows["as_of"])


@rule(
    Code("PM108", clause="1.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True, found_by="decide"),
    "done-things-lie-behind",
    blames=(APPEALS.heard_on,),
    says=done_by_now.says,
    must_hold=done_by_now.must_hold,
    remedy=done_by_now.remedy,
)
def was_heard_by_now(rows: pd.DataFrame) -> pd.Series:
    """A hearing that is only arranged is none yet."""
    return ~(rows["heard_on"] > rows["as_of"])


@rule(
    Code("PM632", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "appeal-is-lodged",
    reads=(lodged,),
    blames=(APPEALS.lodged_on,),
    says="is blank",
    must_hold="An appeal has the day on which it was lodged; its outcome, the day of the hearing and a reason.",
    remedy="Fill in the day on which the appeal was lodged.",
)
def is_lodged(rows: pd.DataFrame) -> pd.Series:
    """Of a row in which nothing is filled in, nothing is asked."""
    return rows["lodged"].notna()


@rule(
    Code("PM632", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "appeal-with-an-outcome-was-heard",
    reads=(heard, ended),
    blames=(APPEALS.heard_on,),
    says="is blank, and the appeal has an outcome",
    must_hold=is_lodged.must_hold,
    remedy="Fill in the day of the hearing, or on which the appeal was withdrawn.",
)
def is_heard(rows: pd.DataFrame) -> pd.Series:
    """An appeal that is withdrawn has the day of that."""
    return rows["heard"].notna() | rows["ended"].isna()


@rule(
    Code("PM632", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "appeal-with-an-outcome-has-its-reason",
    reads=(ended, explained),
    blames=(APPEALS.reason,),
    says="is blank, and the appeal has an outcome",
    must_hold=is_lodged.must_hold,
    remedy="Give the reason.",
)
def has_its_reason(rows: pd.DataFrame) -> pd.Series:
    """Whatever the outcome."""
    return rows["explained"].notna() | rows["ended"].isna()


@rule(
    Code("PM633", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "appeal-follows-the-decision",
    reads=(decided_on,),
    blames=(APPEALS.lodged_on,),
    says="is {value}, before the decision of {decided_on}",
    must_hold="An appeal is lodged on or after the day of the decision, and heard on or after that day.",
    remedy="Correct the date.",
)
def is_after_the_decision(rows: pd.DataFrame) -> pd.Series:
    """How long after it an appeal may be lodged is for the Pay Policy."""
    return ~(rows["lodged_on"] < rows["decided_on"])


@rule(
    Code("PM633", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "hearing-follows-the-appeal",
    reads=(lodged,),
    blames=(APPEALS.heard_on,),
    says="is {value}, before the appeal was lodged on {lodged}",
    must_hold=is_after_the_decision.must_hold,
    remedy="Correct the date.",
)
def is_heard_after_it_was_lodged(rows: pd.DataFrame) -> pd.Series:
    """Heard on the day itself is in order."""
    return ~(rows["heard_on"] < rows["lodged"])


# Found as each appeal is priced.
changes_the_decision = declare(
    Code("PM634", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "upheld-appeal-changes-the-decision",
    reads=(APPEALS.outcome, APPEALS.decided_range, APPEALS.effective_from),
    blames=(APPEALS.decided_point,),
    says="{what}",
    must_hold="An appeal that is upheld ends in another place or day than the decision had; any other leaves it.",
    remedy="Fill in the range and point that hold instead, or the day from which they do; or correct the outcome.",
)


@rule(
    Code("PM634", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "only-an-upheld-appeal-changes-the-decision",
    reads=(ended, APPEALS.decided_range, APPEALS.decided_point, APPEALS.effective_from),
    blames=(APPEALS.outcome,),
    says="is {value}, and a decided range, a point or a day is filled in",
    must_hold=changes_the_decision.must_hold,
    remedy="Choose Upheld or Upheld in part; or leave Decided range, Decided point and Effective from blank.",
)
def is_upheld_where_it_changes(rows: pd.DataFrame) -> pd.Series:
    """Nothing is half taken: neither an outcome without its place, nor a place without its outcome."""
    changed = rows[["decided_range", "decided_point", "effective_from"]].notna().any(axis=1)
    return ~changed | rows["ended"].isin(CHANGES_THE_DECISION)


# Found as each appeal is priced, and by comparison with the ledger.
payable_on_appeal = declare(
    Code("PM628", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "place-decided-on-appeal-is-paid",
    reads=(APPEALS.decided_range, APPEALS.effective_from),
    blames=(APPEALS.decided_point,),
    says=payable.says,
    must_hold=payable.must_hold,
    remedy="Decide on a place that the scale has; or fill in what is missing.",
)
recorded_stands = declare(
    Code("PM629", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "recorded-appeal-stands",
    blames=(APPEALS.outcome,),
    says="is {value}, where {taken}",
    must_hold=stands.must_hold,
    remedy="Leave blank what is recorded; or give the Reason, and decide again with --amend.",
)
decision_still_stands = declare(
    Code("PM631", clause="6.4", severity=ERROR, stage=DECISION, group=ALL, everybody=True, found_by="decide"),
    "decision-appealed-against-still-stands",
    reads=(APPEALS.academy_code,),
    blames=(APPEALS.payroll_number,),
    says="is {value}, and the decision is not the one of this row any more: {what}",
    must_hold=still_before_the_committee.must_hold,
    remedy="Enter the appeal in the workbook of the last run.",
)


#: The main one of a code first.
RULES = (
    is_backdated_on_appeal, was_lodged_by_now, was_heard_by_now, is_lodged, is_heard, has_its_reason,
    is_after_the_decision, is_heard_after_it_was_lodged, changes_the_decision, is_upheld_where_it_changes,
    payable_on_appeal, recorded_stands, decision_still_stands,
)  # fmt: skip
