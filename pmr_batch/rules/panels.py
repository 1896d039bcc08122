"""Rules of section 3.1 of the policy: the panels that review executives and heads, and nobody else."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.facts.panel_members import panel_wrong, says_panel
from pmr_batch.rules.facts.person_rows import has_panel
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, EXECUTIVES, HEADS, PLANNING, Code, declare, rule


@rule(
    Code("PM303", clause="3.1", severity=ERROR, stage=PLANNING, group=EXECUTIVES),
    "executives-have-a-panel-of-trustees",
    reads=(STAFF.payroll_number, STAFF.role, panel_wrong),
    blames=(STAFF.reviewer,),
    of_person=True,
    says="is {role}, and {panel_wrong}",
    must_hold="The CEO, the Chief Learning Officer and the Chief Operations Officer are reviewed by a panel of at "
    "least two Trustees, and of nobody else but an external adviser.",
    remedy="Type Panel as Reviewer on Staff, and put the members right on Panels.",
)
def is_reviewed_by_the_right_panel(staff: pd.DataFrame) -> pd.Series:
    """Whoever names themself as reviewer is told as PM302."""
    return staff["panel_wrong"].isna() | (staff["reviewer"] == staff["payroll_number"])


heads_panel = declare(
    Code("PM304", clause="3.1", severity=ERROR, stage=PLANNING, group=HEADS),
    "heads-have-a-panel",
    is_reviewed_by_the_right_panel.function,
    reads=(STAFF.payroll_number, STAFF.role, panel_wrong),
    blames=(STAFF.reviewer,),
    of_person=True,
    says="is {role}, and {panel_wrong}",
    must_hold="A head's panel has a Trustee, a Chair of Governors, and the CEO or the Chief Learning Officer, "
    "and nobody else but an external adviser.",
    remedy="Type Panel as Reviewer on Staff, and put the members right on Panels.",
)


@rule(
    Code("PM305", clause="3.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "others-have-no-panel",
    reads=(STAFF.role, has_panel),
    blames=(STAFF.reviewer,),
    says="is {value}, though the person's role is {role}",
    must_hold="Only executives and heads are reviewed by a panel; everybody else has one reviewer.",
    remedy="Type the payroll number of the reviewer, who has a row on Reviewers.",
)
def has_no_panel(staff: pd.DataFrame) -> pd.Series:
    """Teachers and support staff have one reviewer, appointed by the head."""
    return ~says_panel(staff["reviewer"]) | staff["has_panel"]


#: The main one of a code first.
RULES = (is_reviewed_by_the_right_panel, heads_panel, has_no_panel)
