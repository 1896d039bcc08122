"""Cross-checks of the dates of cycles: each with its deadlines, and the cycles of a group with each other.

A cycle whose own dates cannot be right has one problem, and its deadlines none: they would only follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from pmr_batch import words
from pmr_batch.policy.years import twelve_months
from pmr_batch.settings.problems import Problem, Row

_DAY = timedelta(days=1)
#: A cycle that is longer than eighteen months has the wrong year in one of its dates.
_LONGEST = timedelta(days=548)
#: How far from the end of its cycle a deadline can lie: six months before, nine after; in another year it is a slip.
_BEFORE, _AFTER = timedelta(days=184), timedelta(days=275)
_YEARS_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(?:20)?(\d\d)(?!\d)")
_DEADLINES = (
    "final_reviews_by",
    "heads_final_reviews_by",
    "reports_sent_by",
    "heads_reports_sent_by",
    "pay_decisions_by",
    "heads_pay_decisions_by",
    "pay_effective_from",
)
#: A deadline, and those that it comes before or with. Reports may be sent after the decision.
_IN_ORDER = (
    ("final_reviews_by", ("reports_sent_by", "pay_decisions_by")),
    ("heads_final_reviews_by", ("heads_reports_sent_by", "heads_pay_decisions_by")),
)
_SLIP, _ONE_OR_OTHER = "see that its year is right", "correct the one or the other"
#: The first day of a year of the policy (1.4, 1.5), by group: month and day.
_POLICY_YEAR = {"Teaching": (9, 1), "Support": (4, 1)}
#: What the name of a cycle of a group cannot say.
_OTHER = {"Teaching": "support", "Support": "teaching"}


def cycle_problems(rows: Sequence[Row]) -> Iterator[Problem]:
    """Groups and dates of cycles that cannot be right."""
    sound = []
    for row in rows:
        if fault := own_fault(row):
            yield fault
        elif row.has("from_", "to"):
            sound.append(row)
            yield from _deadlines(row)
    yield from _overlaps(sound)


def cycle_doubts(rows: Sequence[Row]) -> Iterator[Problem]:
    """Cycles that are not the policy's year, and pay that does not change with it."""
    for row in rows:
        if not row.has("from_", "to", "group", "cycle") or own_fault(row):
            continue
        year = twelve_months(row["from_"])
        if (row["from_"].month, row["from_"].day) != _POLICY_YEAR[row["group"]] or row["to"] != year.ends:
            first = date(row["from_"].year, *_POLICY_YEAR[row["group"]])
            usual = f"{words.day(first)} to {words.day(twelve_months(first).ends)}"
            fault = f"begins a cycle that ends {words.day(row['to'])}, and the policy's year is {usual} (1.4, 1.5)"
            yield row.problem("from_", fault, "see that both dates are meant")
        elif row.has("pay_effective_from"):
            usual_days = [row["to"] + _DAY, *([row["to"]] if row["group"] == "Support" else [])]
            if row["pay_effective_from"] not in usual_days and _slip(row, "pay_effective_from") is None:
                fault = f"is not {' or '.join(map(words.day, usual_days))}, when the pay of this cycle usually changes"
                yield row.problem("pay_effective_from", fault, "see that it is meant")


def own_fault(row: Row) -> Problem | None:
    """What is wrong with the cycle itself, by its name and its length."""
    other = _OTHER.get(row["group"], "")
    if other and other in (row["cycle"] or "").lower():
        return row.problem("group", f"does not fit {words.shown(row['cycle'])}", _ONE_OR_OTHER)
    if not row.has("from_"):
        return None
    named = _YEARS_IN_NAME.search(row["cycle"] or "")
    if named and (int(named[1]) + 1) % 100 == int(named[2]) and row["from_"].year != int(named[1]):
        return row.problem("from_", f"does not fit {words.shown(row['cycle'])}", _ONE_OR_OTHER)
    if row.has("to") and row["to"] - row["from_"] > _LONGEST:
        fault = f"lies more than eighteen months after From, {words.day(row['from_'])}, and a cycle is a year (1.4)"
        return row.problem("to", fault, _ONE_OR_OTHER)
    return None


def _deadlines(row: Row) -> Iterator[Problem]:
    slips = {key: slip for key in ("objectives_set_by", *_DEADLINES) if (slip := _slip(row, key))}
    yield from slips.values()
    for key, later in _IN_ORDER:
        if key in slips or not row.has(key):
            continue
        before = [other for other in later if other not in slips and row.has(other) and row[other] < row[key]]
        if before:
            named = words.listed(f"{_heading(row, other)}, {words.day(row[other])}" for other in before)
            yield row.problem(key, f"lies after {named}", "put the deadlines in their order")


def _slip(row: Row, key: str) -> Problem | None:
    """What is wrong with a deadline by its distance from the cycle; a year off is the usual slip."""
    if not row.has(key):
        return None
    starts, ends, deadline = row["from_"], row["to"], row[key]
    if key == "objectives_set_by":
        if starts - _BEFORE <= deadline <= ends:
            return None
        fault = f"does not lie at the start of the cycle, {words.day(starts)}, or soon after (4.1)"
    elif deadline < starts:
        return row.problem(key, f"lies before the cycle starts, {words.day(starts)}", _ONE_OR_OTHER)
    elif ends - _BEFORE <= deadline <= ends + _AFTER:
        return None
    else:
        side = "before" if deadline < ends else "after"
        fault = f"lies many months {side} the cycle ends, {words.day(ends)}"
    return row.problem(key, fault, _SLIP)


def _overlaps(rows: Sequence[Row]) -> Iterator[Problem]:
    """Cycles of one group that have days in common: nobody is reviewed in two at once."""
    for group in _POLICY_YEAR:
        of_group = sorted((row for row in rows if row["group"] == group), key=lambda row: (row["from_"], row.number))
        for before, row in pairwise(of_group):
            if row["from_"] <= before["to"]:
                other = f"{words.shown(before['cycle'])} (row {before.number})"
                fault = f"lies in {other}, which ends {words.day(before['to'])}"
                yield row.problem("from_", fault, "let a cycle start after the one before of its group has ended")


def _heading(row: Row, key: str) -> str:
    return row.sheet.by_key[key].heading
