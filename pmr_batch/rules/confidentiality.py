"""Rules of section 8 of the policy: records of meetings, and data that nobody needs."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MEETINGS, OBSERVATIONS, STAFF
from pmr_batch.rules.facts.leaders import in_central_workbook
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, HEADS_AND_EXECUTIVES, QUERY, Code, declare, rule


@rule(
    Code("PM801", clause="8.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "meeting-has-a-record",
    reads=(MEETINGS.kind,),
    blames=(MEETINGS.written_record,),
    says="is {value}",
    must_hold="A written record is made of every meeting under this procedure, observations and drop-ins aside.",
    remedy="Make the record, and choose Yes.",
)
def is_recorded(meetings: pd.DataFrame) -> pd.Series:
    """The record itself stays with the reviewer; the workbook says that there is one."""
    return (meetings["written_record"] != "No") | meetings["kind"].isin(OBSERVATIONS)


#: Found by the reader in columns and sheets of the office's own, and told by their names alone. What somebody
#: writes into a cell of the standard workbook is for people to notice.
no_more_than_needed = declare(
    Code("PM802", clause="8.1", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True, found_by="reader"),
    "no-personal-data-beyond-need",
    says="{what}",
    must_hold="A return carries no personal data that the procedure does not need: nothing on health, no dates of "
    "birth, National Insurance numbers, bank details or home addresses.",
    remedy="Remove it, or explain on Explanations.",
)


@rule(
    Code("PM803", clause="8.1", severity=QUERY, stage=ALWAYS, group=HEADS_AND_EXECUTIVES),
    "heads-are-in-the-central-workbook",
    reads=(in_central_workbook,),
    blames=(STAFF.role,),
    says="is {value}, in a workbook that an academy's office keeps",
    must_hold="The review of a head or an executive is kept in the central workbook, which no academy's office sees.",
    remedy="Move the person to the central workbook, or explain on Explanations.",
)
def is_kept_apart(staff: pd.DataFrame) -> pd.Series:
    """An office does not read the review of its own head."""
    return staff["in_central_workbook"]


#: The main one of a code first.
RULES = (is_recorded, no_more_than_needed, is_kept_apart)
