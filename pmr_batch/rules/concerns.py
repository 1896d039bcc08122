"""Rules of section 7.1 of the policy: a concern is explained, discussed, and confirmed in writing.

A concern is kept up also while capability takes the place of the review.
"""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS, STAFF
from pmr_batch.rules.facts.concern_history import led_to_capability
from pmr_batch.rules.facts.monitoring_periods import confirmation_due
from pmr_batch.rules.facts.review_status import CAPABILITY
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, QUERY, Code, declare, rule

explained = declare(
    Code("PM701", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "concern-is-explained",
    reads=(CONCERNS.discussed_on,),
    blames=(
        CONCERNS.nature_and_seriousness,
        CONCERNS.previous_support,
        CONCERNS.employees_response,
        CONCERNS.further_support_offered,
    ),
    says="is blank",
    must_hold="A concern is put to the employee with its nature and seriousness and the support given before; "
    "once it was discussed, the employee's response and the further support offered are written down.",
    remedy="Fill in the cell.",
)

confirmed = declare(
    Code("PM702", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "concern-is-confirmed-in-writing",
    reads=(CONCERNS.discussed_on, CONCERNS.monitoring_from),
    blames=(CONCERNS.confirmed_in_writing_on,),
    parameters=("confirmed_within",),
    says="is blank",
    must_hold="A concern and its discussion are confirmed to the employee in writing.",
    remedy="Confirm in writing, and fill in the date.",
)


@rule(
    Code("PM702", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "concern-is-discussed",
    unmasked=(CONCERNS.confirmed_in_writing_on, CONCERNS.monitoring_from),
    blames=(CONCERNS.discussed_on,),
    says="is blank, though the concern was confirmed in writing or monitoring has begun",
    must_hold="The employee has the opportunity to discuss a concern; concern and discussion are confirmed in writing.",
    remedy="Fill in the date; where the concern has not been discussed, discuss it first.",
)
def was_discussed(concerns: pd.DataFrame) -> pd.Series:
    """Nothing is confirmed, and nobody monitored, before the employee could discuss the concern."""
    monitored = concerns["monitoring_from"] <= concerns["as_of"]
    further = concerns["confirmed_in_writing_on"].notna() | monitored
    return concerns["discussed_on"].notna() | ~further


@rule(
    Code("PM715", clause="7.1", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "confirmation-comes-in-time",
    reads=(CONCERNS.discussed_on, CONCERNS.monitoring_from, confirmation_due),
    blames=(CONCERNS.confirmed_in_writing_on,),
    parameters=("confirmed_within",),
    says="is {value}, more than {confirmed_within} working days after the discussion on {discussed_on}",
    must_hold="The confirmation in writing follows the discussion, within {confirmed_within} working days "
    "and before monitoring starts.",
    remedy="Explain on Explanations.",
)
def is_confirmed_in_time(concerns: pd.DataFrame) -> pd.Series:
    """A confirmation after monitoring started is told as that, whenever the discussion was."""
    on = concerns["confirmed_in_writing_on"]
    return ~(on > concerns["confirmation_due"]) | (on > concerns["monitoring_from"])


@rule(
    Code("PM715", clause="7.1", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "confirmation-comes-before-monitoring",
    reads=(CONCERNS.discussed_on, CONCERNS.monitoring_from),
    blames=(CONCERNS.confirmed_in_writing_on,),
    parameters=("confirmed_within",),
    says="is {value}, after monitoring started on {monitoring_from}",
    must_hold=is_confirmed_in_time.must_hold,
    remedy="Explain on Explanations.",
)
def is_before_monitoring(concerns: pd.DataFrame) -> pd.Series:
    """On the first day of monitoring the employee has it in hand."""
    on = concerns["confirmed_in_writing_on"]
    return ~(on > concerns["monitoring_from"]) | (on < concerns["discussed_on"])


@rule(
    Code("PM715", clause="7.1", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "confirmation-follows-the-discussion",
    reads=(CONCERNS.discussed_on,),
    blames=(CONCERNS.confirmed_in_writing_on,),
    parameters=("confirmed_within",),
    says="is {value}, before the concern was discussed on {discussed_on}",
    must_hold=is_confirmed_in_time.must_hold,
    remedy="Explain on Explanations, or mend what was mistyped.",
)
def is_after_the_discussion(concerns: pd.DataFrame) -> pd.Series:
    """Nobody can confirm what has not been said."""
    return ~(concerns["confirmed_in_writing_on"] < concerns["discussed_on"])


answered = declare(
    Code("PM714", clause="7.1; 7.2", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "concern-says-whether-monitored",
    reads=(CONCERNS.discussed_on,),
    blames=(CONCERNS.monitoring_set,),
    says="is blank",
    must_hold="A concern that was discussed leads to monitoring or, where it is particularly serious, to capability.",
    remedy="Choose Yes or No.",
)


@rule(
    Code("PM714", clause="7.1; 7.2", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "concern-leads-somewhere",
    reads=(CONCERNS.outcome, STAFF.status, led_to_capability),
    blames=(CONCERNS.monitoring_set,),
    says="is {value}, and the outcome is not Capability",
    must_hold=answered.must_hold,
    remedy="Explain on Explanations why neither followed.",
)
def leads_somewhere(concerns: pd.DataFrame) -> pd.Series:
    """A concern is passed over in silence where it was settled, or let be, with neither."""
    said_no = concerns["monitoring_set"] == "No"
    settled = concerns["monitoring_set"].isna() & concerns["outcome"].notna()
    neither = (said_no | settled) & (concerns["outcome"] != CAPABILITY)
    without = (concerns["status"] == CAPABILITY) & ~concerns["led_to_capability"]
    return ~neither | without


#: The main one of a code first.
RULES = (
    explained, confirmed, was_discussed, is_confirmed_in_time, is_before_monitoring, is_after_the_discussion,
    answered, leads_somewhere,
)  # fmt: skip
