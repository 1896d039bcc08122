"""Pieces of Excel formulas, as Excel and LibreOffice both understand them."""

from __future__ import annotations

from pmr_batch.workbook.lists import BANK_HOLIDAYS, CLOSED_DAYS, SCHOOL_DAYS_FROM, SCHOOL_DAYS_TO

#: Excel's own limit of characters.
LONGEST_FORMULA = 8192
TERM_TIME, ALL_YEAR = "Term time", "All year"
YES = "Yes"


def quoted(text: str) -> str:
    """Text as a formula has it."""
    return '"' + text.replace('"', '""') + '"'


def both(*parts: str) -> str:
    """All parts hold; one part stands for itself."""
    return parts[0] if len(parts) == 1 else f"AND({','.join(parts)})"


def either(*parts: str) -> str:
    """At least one part holds."""
    return parts[0] if len(parts) == 1 else f"OR({','.join(parts)})"


def is_one_of(at: str, values: tuple[str, ...]) -> str:
    """The cell holds one of the values."""
    return either(*(f"{at}={quoted(value)}" for value in values))


def is_blank(at: str) -> str:
    """Blank, or nothing but spaces, as the reader takes it."""
    return f'TRIM({at})=""'


def days_after(day: str, number: str, pattern: str, unknown: str = "") -> str:
    """The date so many working days after a day, by the working pattern.

    Where the term dates of a term-time person, or the pattern, are not known: `unknown`, else as
    weekdays less bank holidays, which is never later than the right day.
    """
    school = f"WORKDAY({day},{number},{CLOSED_DAYS})"
    weekdays = f"WORKDAY({day},{number},{BANK_HOLIDAYS})"
    known = f'AND({SCHOOL_DAYS_TO}<>"",{day}>={SCHOOL_DAYS_FROM},{school}<={SCHOOL_DAYS_TO})'
    otherwise = f"IF({pattern}={quoted(ALL_YEAR)},{weekdays},{unknown})" if unknown else weekdays
    return f"IF({pattern}={quoted(TERM_TIME)},IF({known},{school},{unknown or weekdays}),{otherwise})"


def lasts(start: str, end: str, number: str, pattern: str) -> str:
    """From start to end there are at least so many working days, both included; false where not known."""
    weekdays = f"NETWORKDAYS({start},{end},{BANK_HOLIDAYS})>={number}"
    school = f"NETWORKDAYS({start},{end},{CLOSED_DAYS})>={number}"
    known = f'{SCHOOL_DAYS_TO}<>"",{start}>={SCHOOL_DAYS_FROM},{end}<={SCHOOL_DAYS_TO}'
    of_school = f"IF({pattern}={quoted(TERM_TIME)},AND({known},{school}))"
    return f"IF({pattern}={quoted(ALL_YEAR)},{weekdays},{of_school})"
