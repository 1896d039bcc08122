"""What the kinds of letters are called on the command line."""

from __future__ import annotations

from enum import StrEnum


class Key(StrEnum):
    """A kind of letter, by name."""

    REPORT = "report"
    CONCERN = "concern"
    EXTENSION = "extension"
    OUTCOME = "outcome"
    CAPABILITY = "capability"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    RECORD = "record"
    PAY = "pay"


#: What the workbook alone makes due; a pay decision is the committee's.
DUE_BY_THE_WORKBOOK = tuple(key for key in Key if key is not Key.PAY)
