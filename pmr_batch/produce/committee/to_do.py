"""The To do column of Recommendations: what a row still needs from the committee, as a formula of that row."""

from __future__ import annotations

from collections.abc import Mapping

from pmr_batch.excel.writing.book import letter

#: The heading of the column that holds the formula, and two of its answers.
TO_DO = "To do"
TO_DECIDE, DONE = "To decide", "Done"
#: Words of the formula's answer, by which cells are coloured.
NEEDS_REASON, NEEDS_DATE = "reason", "date"


def to_do_formula(at: Mapping[str, int], row: int) -> str:
    """The formula for a row from 0: To decide, what it needs, or Done (6.4).

    A reason is needed where the outcome differs from the recommendation, and where a row is deferred or
    referred back, so that the academy knows what is asked for.
    """
    cell = {heading: f"${letter(column)}{row + 1}" for heading, column in at.items()}
    no_reason = f'AND({_differs(cell)},{cell["Decision reason"]}="")'
    no_date = f'{cell["Decided on"]}=""'
    begun = "&".join(cell[heading] for heading in _OTHER_COLUMNS)
    return (
        f'IF({cell["Decision"]}="",IF({begun}="","{TO_DECIDE}","Needs a decision"),'
        f'IF({no_reason},IF({no_date},"Needs a reason and a date","Needs a reason"),'
        f'IF({no_date},"Needs a date","{DONE}")))'
    )


_OTHER_COLUMNS = ("Decided range", "Decided point", "Decision reason", "Decided on")


def _differs(cell: Mapping[str, str]) -> str:
    """Whether the point, range or pay that results is not the recommended one, or the row comes again."""
    decision = cell["Decision"]
    deferred = f'OR({decision}="Deferred",{decision}="Referred back")'
    parts = [deferred]
    for scale in ("range", "point"):
        decided, current, recommended = cell[f"Decided {scale}"], cell[f"Current {scale}"], cell[f"Recommended {scale}"]
        approved = f'{decision}="Approved"'
        parts.append(f'IF({decided}<>"",{decided},IF({approved},{recommended},{current}))<>{recommended}')
    other_pay = f"{cell['Current pay']}<>{cell['Recommended pay']}"
    spot = f'AND({cell["Recommended point"]}="",{decision}="Not approved",{other_pay})'
    return f"OR({','.join([*parts, spot])})"
