"""Pieces of Excel formulas, as Excel and LibreOffice both understand them."""

from __future__ import annotations

from pmr_batch.excel.reading.nothing_said import may_say_nothing
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.office_values import meant_value, words_for_nothing
from pmr_batch.layout.standard_workbook import TOTALS
from pmr_batch.workbook.lists_sheet import (
    BANK_HOLIDAYS,
    CLOSED_DAYS,
    END,
    NOT_KNOWN,
    NOTHING_SAID,
    SCHOOL_DAYS_FROM,
    SCHOOL_DAYS_TO,
    list_name,
)

#: Excel's own limit of characters.
LONGEST_FORMULA = 8192
TERM_TIME, ALL_YEAR = "Term time", "All year"
YES = "Yes"
#: Excel's number of the 29 February 1900, up to which its days are not what they seem.
_DAY_THAT_NEVER_WAS = 60


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


def says_nothing(column: Column, at: str) -> str:
    """Blank, or a cell in which nothing is said in a word, as the reader takes it."""
    if not may_say_nothing(column) or _has_words_for_nothing(column):
        return is_blank(at)
    words = NOT_KNOWN if column.nothing else NOTHING_SAID
    return f'COUNTIF({words},TRIM({at})&"{END}")'


def _has_words_for_nothing(column: Column) -> bool:
    """Whether a word for nothing is a value of the column's list: Not applicable of Pay criteria is one."""
    return any(meant_value(word, column.values) or word.capitalize() in column.values for word in words_for_nothing())


def is_total(at: str) -> str:
    """The cell begins a row of sums, as the reader takes it."""
    words = ",".join(map(quoted, TOTALS))
    return f'ISNUMBER(MATCH(TRIM(SUBSTITUTE({at},":","")),{{{words}}},0))'


def fits(column: Column, at: str) -> str:
    """The cell holds something of the column's kind, within its limits, as the reader takes it; never an error."""
    if column.kind is Kind.LIST:
        return f"COUNTIF({list_name(column)},TRIM({at}))"
    if column.kind is Kind.DATE:
        day = f"DATEVALUE({at})"
        # Excel makes up the day or the year that it misses: both must stand in the text.
        whole = f"SEARCH(DAY({day}),{at})*SEARCH(RIGHT(YEAR({day}),2),{at})"
        return f"(N({at})>{_DAY_THAT_NEVER_WAS})+ISNUMBER({whole})"
    if column.kind is Kind.TEXT:
        return f"AND(LEN({at})>0,NOT({says_nothing(column, at)}))"
    number = f'IF(ISNUMBER({at}),{at},_xlfn.NUMBERVALUE(SUBSTITUTE({at},"£",""),".",","))'
    limits = [f"{number}=INT({number})"] if column.kind is Kind.WHOLE else []
    limits += [f"{number}>={column.least:g}"] if column.least is not None else []
    limits += [f"{number}<={column.most:g}"] if column.most is not None else []
    return f"IFERROR({both(f'ISNUMBER({number})', *limits)},FALSE)"


def day_of(at: str) -> str:
    """The day in a cell of a date, typed as one or as text; an error where there is none."""
    return f"IF(ISNUMBER({at}),{at},DATEVALUE({at}))"


def days_after(day: str, number: str, pattern: str) -> str:
    """The date so many working days after a day, by the working pattern.

    Where the term dates of a term-time person, or the pattern, are not known: as weekdays less bank
    holidays, which is never later than the right day.
    """
    school = f"WORKDAY({day},{number},{CLOSED_DAYS})"
    weekdays = f"WORKDAY({day},{number},{BANK_HOLIDAYS})"
    known = f"AND({pattern}={quoted(TERM_TIME)},{_knows_from(day)},{school}<={SCHOOL_DAYS_TO})"
    return f"IF({known},{school},{weekdays})"


def is_past(day: str, number: str, pattern: str, now: str) -> str:
    """More than so many working days after a day it is now; false where not known."""
    start, end = f"{day}+1", f"{now}-1"
    weekdays = f"NETWORKDAYS({start},{end},{BANK_HOLIDAYS})"
    school = f"IF(AND({_knows_from(day)}),NETWORKDAYS({start},MIN({end},{SCHOOL_DAYS_TO}),{CLOSED_DAYS}))"
    return f"N({_by_pattern(pattern, weekdays, school)})>={number}"


def lasts(start: str, end: str, number: str, pattern: str) -> str:
    """From start to end there are at least so many working days, both included; false where not known."""
    weekdays = f"NETWORKDAYS({start},{end},{BANK_HOLIDAYS})>={number}"
    school = f"NETWORKDAYS({start},{end},{CLOSED_DAYS})>={number}"
    return _by_pattern(pattern, weekdays, f"AND({_knows_from(start)},{end}<={SCHOOL_DAYS_TO},{school})")


def _by_pattern(pattern: str, weekdays: str, school: str) -> str:
    return f"IF({pattern}={quoted(ALL_YEAR)},{weekdays},IF({pattern}={quoted(TERM_TIME)},{school}))"


def _knows_from(day: str) -> str:
    return f'{SCHOOL_DAYS_TO}<>"",{day}>={SCHOOL_DAYS_FROM}'
