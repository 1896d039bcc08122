"""Rules of section 5.3 of the policy: how development needs are met, and what came of it."""

from __future__ import annotations

from pmr_batch.layout.standard_workbook import DEVELOPMENT
from pmr_batch.rules.rule import ALL, FINAL, PLANNING, QUERY, Code, declare

needs_met = declare(
    Code("PM504", clause="5.3", severity=QUERY, stage=PLANNING, group=ALL),
    "need-says-how-it-is-met",
    reads=(DEVELOPMENT.development_required,),
    blames=(DEVELOPMENT.delivery,),
    says="is blank",
    must_hold="A development need says how it will be met; “None identified” needs nothing more.",
    remedy="Fill in Delivery.",
)
needs_changed_something = declare(
    Code("PM505", clause="5.3; 6.4", severity=QUERY, stage=FINAL, group=ALL),
    "need-says-what-it-changed",
    reads=(DEVELOPMENT.development_required,),
    blames=(DEVELOPMENT.application_and_impact,),
    says="is blank",
    must_hold="A development need says, at the end of the cycle, what was applied and what it changed.",
    remedy="Fill in Application and impact, or explain on Explanations.",
)


#: The main one of a code first.
RULES = (needs_met, needs_changed_something)
