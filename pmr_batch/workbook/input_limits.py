"""What may be typed into a column, and what Excel says while it is typed: drop-downs, dates, numbers, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmr_batch.layout.columns import Column, Kind

#: Dates that a person may plausibly mean; all else is a slip of the finger.
EARLIEST, LATEST = date(1940, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class GrowsOn:
    """A list under a defined name that grows on another sheet; it warns of what is not in it, or only offers."""

    name: str
    sheet: str
    warns: bool = True


HEADING_RULE: Mapping[str, Any] = {
    "validate": "custom",
    "value": "=FALSE",
    "error_title": "This is a heading",
    "error_message": "The workbook is read by its headings. Press Esc to leave this one as it is.",
}
FORMULA_RULE: Mapping[str, Any] = {
    "validate": "custom",
    "value": "=FALSE",
    "error_title": "Filled in by itself",
    "error_message": "This cell works itself out. Press Esc to leave it as it is.",
}


def rule_of(column: Column, grows_on: GrowsOn | None = None) -> dict[str, Any] | None:
    """The data validation of a column, or None where anything may be typed and there is nothing to say."""
    rule = _of_sheet(grows_on) if grows_on else _of_kind(column)
    if column.note:
        rule = {"validate": "any"} | rule | {"input_title": column.heading, "input_message": _sentence(column.note)}
    return rule or None


def _of_sheet(grows_on: GrowsOn) -> dict[str, Any]:
    """It warns at most, for the other sheet may be filled in later."""
    rule: dict[str, Any] = {"validate": "list", "source": f"={grows_on.name}"}
    if not grows_on.warns:
        return rule | {"show_error": False}
    where = grows_on.sheet
    return rule | {
        "error_type": "warning",
        "error_title": f"Not on {where} yet",
        "error_message": f"This does not stand on {where}. Add it there, or choose from the list.",
    }


def _of_kind(column: Column) -> dict[str, Any]:
    match column.kind:
        case Kind.TEXT:
            return {}
        case Kind.LIST:
            return {
                "validate": "list",
                "source": list(column.values),
                "error_title": "Not in the list",
                "error_message": "Please choose from the list: the arrow beside the cell opens it.",
            }
        case Kind.DATE:
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": EARLIEST,
                "maximum": LATEST,
                "error_title": "Not a date",
                "error_message": "Please type a date with its year, such as 15/10/2025.",
            }
    return _number(column)


def _number(column: Column) -> dict[str, Any]:
    least = column.least if column.least is not None else 0
    limits: dict[str, Any] = {"criteria": ">=", "value": least}
    asks = f"of at least {least:g}"
    if column.most is not None:
        limits = {"criteria": "between", "minimum": least, "maximum": column.most}
        asks = f"from {least:g} to {column.most:g}"
    what = _NUMBERS[column.kind]
    return {
        "validate": "integer" if column.kind is Kind.WHOLE else "decimal",
        **limits,
        "error_title": f"Not {what}",
        "error_message": f"Please type {what} {asks}.",
    }


_NUMBERS = {Kind.WHOLE: "a whole number", Kind.NUMBER: "a number", Kind.MONEY: "an amount in pounds"}


def _sentence(note: str) -> str:
    """The note as a sentence."""
    text = note[0].upper() + note[1:]
    return text if text.endswith((".", "…")) else f"{text}."
