"""Cells as a sheet's XML has them: text stays text, and nothing is lost unsaid."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from pmr_batch.errors import OutputError
from pmr_batch.model.terms import Value

#: Excel's limit of the characters of a cell (UTF-16).
LONGEST_TEXT = 32_767
#: So many signs fit whatever they are: some count as two characters.
MOST_SIGNS = LONGEST_TEXT // 2
#: Excel keeps so many digits of a number, and no more.
_DIGITS = 15
FIRST_DAY = date(1900, 1, 1)
_DAY_BEFORE, _DAY_THAT_NEVER_WAS, _SECONDS = date(1899, 12, 31), 59, 86_400
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


def markup(text: str) -> str:
    """Text between tags, or within a quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def is_too_long(text: str) -> bool:
    """Whether a text is longer than a cell of Excel holds."""
    return len(text) > MOST_SIGNS and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT


def escaped(text: str) -> str:
    """Text of a cell or note: control characters as Excel writes them (_x000B_), half characters as U+FFFD."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if text.isprintable() and "_x" not in text:
        return text
    text = _LONE_SURROGATE.sub("\ufffd", _LOOKS_ESCAPED.sub(r"_x005F\1", text))
    return _CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)


class Strings:
    """The texts of a workbook, each once: a cell holds its text's number; `first` is that of the first one here."""

    def __init__(self, first: int = 0) -> None:
        self._first = first
        self._numbers: dict[str, int] = {}

    def number(self, text: str, sheet: str, at: str) -> int:
        """The number of a text. Raises OutputError, by the cell it is to stand in, for one longer than a cell holds."""
        number = self._numbers.get(text)
        if number is None:
            if is_too_long(text):
                raise OutputError(f"{sheet} {at}: text longer than Excel's {LONGEST_TEXT:,} characters")
            number = self._numbers[text] = self._first + len(self._numbers)
        return number

    def xml(self) -> str:
        """The texts as the list of shared strings has them."""
        return "".join(map(_string_xml, self._numbers))


def _string_xml(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<si><t{space}>{escaped(text)}</t></si>"


def cell_xml(at: str, style: int, value: Value, strings: Strings, sheet: str = "") -> str:
    """A value as what it is: text, date, number, or a blank with its style.

    Money as Decimal pounds is written as the number. A number or day that Excel cannot hold exactly stands as text.
    Raises TypeError for a truth value or anything else, OutputError for too long text, by sheet and cell.
    """
    match value:
        case None | "":
            return f'<c r="{at}" s="{style}"/>'
        case str():
            return text_xml(at, style, value, strings, sheet)
    number = number_of(value)
    if isinstance(number, str):
        return text_xml(at, style, number, strings, sheet)
    return f'<c r="{at}" s="{style}"><v>{number:.16G}</v></c>'


def number_of(value: Value) -> float | str:
    """A number or day as Excel keeps it; as text where it cannot hold it exactly. Raises TypeError for all else."""
    match value:
        case bool():
            raise TypeError("a cell holds Yes or No, never a truth value")
        case date():
            day = serial(value)
            return f"{value.day:02}/{value.month:02}/{value.year:04}" if day is None else day
        case float() if isfinite(value):
            return value
        case int() | Decimal() if Decimal(value).is_finite():
            exact = len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS
            return float(value) if exact else str(value)
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


def text_xml(at: str, style: int, text: str, strings: Strings, sheet: str = "") -> str:
    """Text in a cell. Raises OutputError where it is longer than a cell holds."""
    return f'<c r="{at}" s="{style}" t="s"><v>{strings.number(text, sheet, at)}</v></c>'


def inline_xml(at: str, style: int, value: Value) -> str:
    """A value as `cell_xml` writes it, with its text in the cell itself: the same in every workbook."""
    exact = value if value is None or isinstance(value, str) else number_of(value)
    if exact in (None, ""):
        return f'<c r="{at}" s="{style}"/>'
    if isinstance(exact, str):
        if is_too_long(exact):
            raise OutputError(f"{at}: text longer than Excel's {LONGEST_TEXT:,} characters")
        return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(exact)}</t></is></c>'
    return f'<c r="{at}" s="{style}"><v>{exact:.16G}</v></c>'


def formula_xml(at: str, style: int, formula: str, result: str = "") -> str:
    """A formula of ours, escaped already and without the equals sign; `result` is shown until it is calculated."""
    kind = ' t="str"' if result else ""
    return f'<c r="{at}" s="{style}"{kind}><f>{formula}</f><v>{escaped(result)}</v></c>'


def fault_xml(at: str, style: int, error: str) -> str:
    """An Excel error such as #REF!, as the error that it is; one that not every Excel knows stands as #N/A."""
    known = error if error in _ERRORS else "#N/A"
    return f'<c r="{at}" s="{style}" t="e"><f>{known}</f><v>{known}</v></c>'


def serial(day: date) -> float | None:
    """A day as Excel counts it, with the time as its fraction; None before 1900, which Excel cannot count."""
    plain = date(day.year, day.month, day.day)
    if plain < FIRST_DAY:
        return None
    number = (plain - _DAY_BEFORE).days
    number += number > _DAY_THAT_NEVER_WAS
    if isinstance(day, datetime):
        seconds = day.hour * 3_600 + day.minute * 60 + day.second + day.microsecond / 1e6
        return number + seconds / _SECONDS
    return number


def row_xml(row: int, cells: str, height: float | None = None, *, fixed: bool = False) -> str:
    """A row; one of a height that is not `fixed` is fitted anew when somebody types more into it."""
    high = "" if height is None else f' ht="{height:g}"' + (' customHeight="1"' if fixed else "")
    return f'<row r="{row}"{high}>{cells}</row>'
