"""How the cells of a column are read where they may be read in two ways: the order of days and months, the digits of
payroll numbers, shares of full time, the order of names. Settled by the column's own cells, else asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.staff.column_proposal import ColumnLine
from pmr_batch.commands.staff.export_column import ExportColumn, read_share
from pmr_batch.commands.staff.list_columns import NAME, NUMBER, ListColumn
from pmr_batch.excel.reading.day_order import DayOrder, OrderEvidence, evidence_of
from pmr_batch.layout.columns import Kind

AS_WRITTEN = "as written"
SHORT_YEARS = "; years of two digits are 1930 to 2029"
TURNED_ROUND = "; Excel took days for months in the others"
PERCENT, SHARE = "percent of full time", "part of 1"
SURNAME_FIRST, FORENAME_FIRST = "surname first", "forename first"
_DAYS = (*DayOrder, *(f"{order}{SHORT_YEARS}" for order in DayOrder), f"{DayOrder.MONTH_FIRST}{TURNED_ROUND}")
_DIGITS = re.compile(r"(\d{1,2}) digits")
_WIDTHS = range(4, 11)
#: So many payroll numbers of one length on the list settle it.
_ENOUGH_NUMBERS = 3
_FEWEST_TURNED = 3
_MOST = 0.8
#: More than this is no share of full time, not even of several contracts.
_MOST_OF_A_SHARE = 2


@dataclass(frozen=True)
class ProposedReading:
    """A reading, how sure it is, and what is asked where it is open."""

    text: str
    certainty: Certainty = Certainty.SURE
    why: str = ""


def choices_of(target: ListColumn | None) -> tuple[str, ...]:
    """The readings that a column of the list may have; none where there is only one."""
    if target is None:
        return ()
    if target.column.kind is Kind.DATE:
        return tuple(map(str, _DAYS))
    if target == NUMBER:
        return AS_WRITTEN, *(f"{width} digits" for width in _WIDTHS)
    if target.key == "fte":
        return SHARE, PERCENT
    return (FORENAME_FIRST, SURNAME_FIRST) if target == NAME else ()


def is_choice(target: ListColumn, reading: str) -> bool:
    """Whether a reading is one that the column may have."""
    return reading in choices_of(target) or (target == NUMBER and _DIGITS.fullmatch(reading) is not None)


def digits_of(reading: str) -> int | None:
    """The digits that payroll numbers are filled up to; None where they are as written."""
    match = _DIGITS.fullmatch(reading)
    return int(match[1]) if match else None


def with_readings(lines: Sequence[ColumnLine]) -> list[ColumnLine]:
    """The lines with how their cells are read; what a mapping decided stands as long as the cells do not contradict."""
    order = _order_of_all(lines)
    return [_with_reading(line, order) for line in lines]


def _with_reading(line: ColumnLine, order: DayOrder | None) -> ColumnLine:
    target = line.target
    if target is None or (line.reading and not _contradicts(line)):
        return line
    proposed = _proposed(target, line.content, order)
    if line.reading and line.certainty is Certainty.YOURS:
        why = f"the mapping says {line.reading}, which its cells contradict now; say how they are read"
        return replace(line, reading="", certainty=Certainty.OPEN, why=why)
    changed = f"was {line.reading} before" if line.reading and proposed.text else ""
    certainty = _less_sure(line.certainty, proposed.certainty)
    return replace(line, reading=proposed.text, certainty=certainty, why=proposed.why or changed or line.why)


def _less_sure(first: Certainty, second: Certainty) -> Certainty:
    for certainty in (Certainty.OPEN, Certainty.LIKELY):
        if certainty in (first, second):
            return certainty
    return first


def _contradicts(line: ColumnLine) -> bool:
    """Whether a decided reading cannot be right for the cells as they are now."""
    target = line.target
    if target is None or not is_choice(target, line.reading):
        return True
    evidence = evidence_of(_texts_of_days(line.content)) if target.column.kind is Kind.DATE else OrderEvidence()
    settled = evidence.settled
    short = evidence.short_years > 0 and SHORT_YEARS not in line.reading
    return short or (settled is not None and not line.reading.startswith(settled))


def _proposed(target: ListColumn, content: ExportColumn, order: DayOrder | None) -> ProposedReading:
    if target.column.kind is Kind.DATE:
        return _order_of_days(content, order)
    if target == NUMBER:
        return _digits(content)
    if target.key == "fte":
        return _share_or_percent(content)
    if target == NAME:
        return ProposedReading(SURNAME_FIRST if _is_surname_first(content) else FORENAME_FIRST)
    return ProposedReading("")


# -- days and months -----------------------------------------------------------------------------


def _texts_of_days(content: ExportColumn) -> Iterable[str]:
    return (value for value in content.values if isinstance(value, str))


def _order_of_all(lines: Sequence[ColumnLine]) -> DayOrder | None:
    """The one order that the columns of dates settle, for those that do not settle their own."""
    days = [line.content for line in lines if line.target and line.target.column.kind is Kind.DATE]
    settled = {evidence_of(_texts_of_days(content)).settled for content in days} - {None}
    return settled.pop() if len(settled) == 1 else None


def _order_of_days(content: ExportColumn, order_of_all: DayOrder | None) -> ProposedReading:
    evidence = evidence_of(_texts_of_days(content))
    question = _question_of_days(content, evidence, order_of_all)
    if question:
        return ProposedReading("", Certainty.OPEN, question)
    if evidence.settled is not None:
        return ProposedReading(str(evidence.settled))
    return ProposedReading(str(order_of_all), Certainty.LIKELY) if evidence.either else ProposedReading("")


def _question_of_days(content: ExportColumn, evidence: OrderEvidence, order_of_all: DayOrder | None) -> str:
    """What has to be said of a column of dates; empty where its cells, or those of other columns, settle it."""
    if evidence.short_years:
        return f"{evidence.short_years} dates have a year of two digits; say which century, and the order"
    if evidence.settled is DayOrder.MONTH_FIRST and _may_be_turned(content):
        return "the month comes first in texts, and in date cells Excel may have taken days for months"
    if evidence.day_first and evidence.month_first:
        return "some of its dates can only have the day first, others only the month; say which is right"
    if evidence.settled is None and evidence.either and order_of_all is None:
        return "each of its dates may have the day or the month first; say which"
    return ""


def _may_be_turned(content: ExportColumn) -> bool:
    """Whether all date cells have a day that might be a month: Excel left as text what it could not turn."""
    days = [value.day for value in content.values if isinstance(value, dt.date)]
    return len(days) >= _FEWEST_TURNED and max(days) <= 12


# -- payroll numbers, shares, names --------------------------------------------------------------


def _digits(content: ExportColumn) -> ProposedReading:
    """Lost zeros: settled by the list, by numbers of the column that have theirs, or by numbers of one length."""
    lengths = {len(text) for text in content.texts if text.isdecimal()}
    listed = [number for number in content.present.by_number if number.isdecimal()]
    of_list = {len(number) for number in listed}
    if len(listed) >= _ENOUGH_NUMBERS and len(of_list) == 1 and lengths and max(lengths) <= max(of_list):
        return ProposedReading(AS_WRITTEN if lengths == of_list else f"{max(of_list)} digits")
    with_zeros = {len(text) for text in content.texts if text.isdecimal() and text.startswith("0")}
    if len(with_zeros) == 1 and max(lengths) == max(with_zeros):
        return ProposedReading(AS_WRITTEN if lengths == with_zeros else f"{max(with_zeros)} digits")
    if len(lengths) <= 1 or set(content.texts) <= content.present.by_number.keys():
        return ProposedReading(AS_WRITTEN)
    why = f"its numbers have from {min(lengths)} to {max(lengths)} digits; say whether zeros before them were lost"
    return ProposedReading("", Certainty.OPEN, why)


def _share_or_percent(content: ExportColumn) -> ProposedReading:
    amounts = [amount for text in content.texts if "%" not in text and (amount := read_share(text)) is not None]
    in_percent = any(amount > _MOST_OF_A_SHARE for amount in amounts)
    return ProposedReading(PERCENT, Certainty.LIKELY) if in_percent else ProposedReading(SHARE)


def _is_surname_first(content: ExportColumn) -> bool:
    """Whether most names have a comma, or begin with a surname in capitals before a forename that is not."""
    firsts = [(text.split()[0], text.split()[-1]) for text in content.texts if " " in text]
    in_capitals = sum(first.isupper() and len(first) > 1 and not last.isupper() for first, last in firsts)
    return bool(content.texts) and in_capitals >= _MOST * len(content.texts)
