"""Rules of section 7.1 of the policy: a concern is explained, discussed, and confirmed in writing.

A concern is kept up also while capability takes the place of the review.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS, STAFF
from pmr_batch.rules.facts.concerns import led_to_capability
from pmr_batch.rules.facts.monitoring import confirmation_due
from pmr_batch.rules.facts.standing import CAPABILITY
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, QUERY, Rule, declared, rule

#: What all rules of concerns have in common: an error, and a query.
CONCERN: dict[str, Any] = {
    "clause": "7.1",
    "severity": ERROR,
    "stage": ALWAYS,
    "group": ALL,
    "under_capability": True,
}
CONCERN_ASKED: dict[str, Any] = CONCERN | {"severity": QUERY}

explained = declared(
    "PM701",
    "concern-is-explained",
    **CONCERN,
    blames=(
        CONCERNS.nature_and_seriousness,
        CONCERNS.previous_support,
        CONCERNS.employees_response,
        CONCERNS.further_support_offered,
    ),
    reads=(CONCERNS.discussed_on,),
    says="is blank",
    must_hold="A concern is put to the employee with its nature and seriousness and the support given before; "
    "once it was discussed, the employee's response and the further support offered are written down.",
    remedy="Fill in the cell.",
)

confirmed = declared(
    "PM702",
    "concern-is-confirmed-in-writing",
    **CONCERN,
    blames=(CONCERNS.confirmed_in_writing_on,),
    reads=(CONCERNS.discussed_on, CONCERNS.monitoring_from),
    parameters=("confirmed_within",),
    says="is blank",
    must_hold="A concern and its discussion are confirmed to the employee in writing.",
    remedy="Confirm in writing, and fill in the date.",
)


def _was_discussed(concerns: pd.DataFrame) -> pd.Series:
    """Nothing is confirmed, and nobody monitored, before the employee could discuss the concern."""
    monitored = concerns["monitoring_from"] <= concerns["as_of"]
    further = concerns["confirmed_in_writing_on"].notna() | monitored
    return concerns["discussed_on"].notna() | ~further


undiscussed = replace(
    confirmed,
    slug="concern-is-discussed",
    blames=(CONCERNS.discussed_on,),
    reads=(),
    parameters=(),
    says="is blank, though the concern was confirmed in writing or monitoring has begun",
    must_hold="The employee has the opportunity to discuss a concern; concern and discussion are confirmed in writing.",
    remedy="Fill in the date; where the concern has not been discussed, discuss it first.",
    function=_was_discussed,
)


@rule(
    "PM715",
    "confirmation-comes-in-time",
    **CONCERN_ASKED,
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


def _is_before_monitoring(concerns: pd.DataFrame) -> pd.Series:
    """On the first day of monitoring the employee has it in hand."""
    on = concerns["confirmed_in_writing_on"]
    return ~(on > concerns["monitoring_from"]) | (on < concerns["discussed_on"])


def _is_after_the_discussion(concerns: pd.DataFrame) -> pd.Series:
    """Nobody can confirm what has not been said."""
    return ~(concerns["confirmed_in_writing_on"] < concerns["discussed_on"])


after_monitoring = replace(
    is_confirmed_in_time,
    slug="confirmation-comes-before-monitoring",
    reads=(CONCERNS.discussed_on, CONCERNS.monitoring_from),
    says="is {value}, after monitoring started on {monitoring_from}",
    function=_is_before_monitoring,
)
before_discussion = replace(
    is_confirmed_in_time,
    slug="confirmation-follows-the-discussion",
    reads=(CONCERNS.discussed_on,),
    says="is {value}, before the concern was discussed on {discussed_on}",
    remedy="Explain on Explanations, or mend what was mistyped.",
    function=_is_after_the_discussion,
)

answered = declared(
    "PM714",
    "concern-says-whether-monitored",
    **CONCERN_ASKED | {"clause": "7.1; 7.2"},
    blames=(CONCERNS.monitoring_set,),
    reads=(CONCERNS.discussed_on,),
    says="is blank",
    must_hold="A concern that was discussed leads to monitoring or, where it is particularly serious, to capability.",
    remedy="Choose Yes or No.",
)


def _leads_somewhere(concerns: pd.DataFrame) -> pd.Series:
    """A concern is passed over in silence where it was settled, or let be, with neither."""
    said_no = concerns["monitoring_set"] == "No"
    settled = concerns["monitoring_set"].isna() & concerns["outcome"].notna()
    neither = (said_no | settled) & (concerns["outcome"] != CAPABILITY)
    without = (concerns["status"] == CAPABILITY) & ~concerns["led_to_capability"]
    return ~neither | without


neither = replace(
    answered,
    slug="concern-leads-somewhere",
    reads=(CONCERNS.outcome, STAFF.status, led_to_capability),
    says="is {value}, and the outcome is not Capability",
    remedy="Explain on Explanations why neither followed.",
    function=_leads_somewhere,
)


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (explained, confirmed, undiscussed, is_confirmed_in_time, after_monitoring, before_discussion)
    yield from (answered, neither)
