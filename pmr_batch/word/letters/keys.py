"""The kinds of letters as they are named on the command line."""

from __future__ import annotations

from enum import StrEnum


class LetterKey(StrEnum):
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
    PUT_OFF = "put-off"
    APPEAL = "appeal"


#: The letters that become due by what a workbook holds; those on pay follow the committee's decision, and the appeal.
DUE_BY_THE_WORKBOOK = tuple(key for key in LetterKey if key not in (LetterKey.PAY, LetterKey.PUT_OFF, LetterKey.APPEAL))
