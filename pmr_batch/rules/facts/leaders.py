"""Who leads: the heads of each academy, and for the central team the CEO (3.1).

They authorise returns, appoint reviewers, decide on concerns about them, and recommend pay. Heads are
those on Academies of trust.xlsx, the CEO is whoever the staff list or the central workbook has in that
role. Where neither says who leads, it is not known: nobody is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWERS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.words import brief

CEO = "CEO"
_HEADS_UNKNOWN = "payroll numbers of the academy's heads, on Academies of trust.xlsx"
_NO_CENTRAL = "an academy of Kind Central, on Academies of trust.xlsx"
_CEO_UNKNOWN = "the CEO, on the staff list of trust.xlsx or in the central workbook"


def positions(code: str | None, context: Context) -> dict[str, set[str]]:
    """Payroll numbers of those who lead an academy, with the positions each holds."""
    academy = context.settings.academies.get(code or "")
    if academy is None:
        return {}
    if academy.central:
        return {number: {CEO} for number in _chief_executives(context)}
    held = {
        "Executive Headteacher": academy.executive_head,
        "Headteacher": academy.head,
        "Head of School": academy.head_of_school,
    }
    by_number: dict[str, set[str]] = {}
    for position, number in held.items():
        if number:
            by_number.setdefault(number, set()).add(position)
    return by_number


def are_leaders(numbers: pd.Series, codes: Iterable[str | None], context: Context) -> Answer:
    """Whether each payroll number is one of those who lead the academy beside it."""
    codes = list(codes)
    by_code = {code: positions(code, context) for code in dict.fromkeys(codes)}
    values = [number in by_code[code] for number, code in zip(numbers, codes, strict=True)]
    known = [bool(by_code[code]) for code in codes]
    needs = {_lacking(code, context) for code, leaders in by_code.items() if not leaders} - {""}
    index = numbers.index
    return Answer(
        pd.Series(values, index=index, dtype=bool), pd.Series(known, index=index, dtype=bool), "; ".join(sorted(needs))
    )


def leaders_of(codes: pd.Series, context: Context) -> pd.Series:
    """Those who lead each academy, as a sentence has them: Ann Appleby (Headteacher, 0001001) or 0009002 (…)."""
    names = known_names(context)
    words = {code: _in_words(positions(code, context), names) for code in codes.unique()}
    return pd.Series([words[code] for code in codes], index=codes.index, dtype="str")


def holders_in_words(numbers: Iterable[str], codes: Iterable[str | None], context: Context) -> list[str]:
    """Each number with the positions that it holds in the academy beside it, likewise; empty where it holds none."""
    names, codes = known_names(context), list(codes)
    led = {code: positions(code, context) for code in dict.fromkeys(codes)}
    pairs = zip(numbers, (led[code] for code in codes), strict=True)
    return [_person(each, sorted(held[each]), names.get(each)) if each in held else "" for each, held in pairs]


def is_central(codes: pd.Series, context: Context) -> pd.Series:
    """Whether each code is that of the central workbook."""
    central = {code for code, academy in context.settings.academies.items() if academy.central}
    return codes.isin(central)


def known_names(context: Context) -> dict[str, str]:
    """Names by payroll number, as the returns have them on Staff and Reviewers, else the staff list."""
    names = {row["payroll_number"]: str(row["name"]) for row in context.settings.staff_list or () if row.get("name")}
    for sheet in (REVIEWERS.name, STAFF.name):
        rows = context.frames[sheet].dropna(subset=["payroll_number", "name"])
        names |= dict(zip(rows["payroll_number"], rows["name"], strict=True))
    return names


def _in_words(leaders: dict[str, set[str]], names: Mapping[str, str]) -> str:
    return " or ".join(_person(number, sorted(held), names.get(number)) for number, held in sorted(leaders.items()))


def _person(number: str, held: Sequence[str], name: str | None) -> str:
    return f"{brief(name)} ({', '.join((*held, number))})" if name else f"{number} ({', '.join(held)})"


def _chief_executives(context: Context) -> set[str]:
    staff = context.frames[STAFF.name]
    listed = {row["payroll_number"] for row in context.settings.staff_list or () if row.get("role") == CEO}
    return listed | set(staff.loc[staff["role"] == CEO, "payroll_number"].dropna())


def _lacking(code: str | None, context: Context) -> str:
    academy = context.settings.academies.get(code or "")
    if academy is None:
        return ""
    return _CEO_UNKNOWN if academy.central else _HEADS_UNKNOWN


@fact(STAFF)
def in_central_workbook(staff: pd.DataFrame, context: Context) -> Answer:
    """The row stands in the central workbook; not known where the trust has none."""
    there = any(academy.central for academy in context.settings.academies.values())
    known = pd.Series(there, index=staff.index, dtype=bool)
    return Answer(is_central(staff["academy"], context), known, "" if there else _NO_CENTRAL)
