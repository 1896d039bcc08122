"""Cross-checks of the numbers and dates in the settings: parameters, pay points, term dates, on-costs."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from pmr_batch import words
from pmr_batch.policy.on_costs import ON_COST_GROUPS, ON_COST_ITEMS, SCHEME_OF
from pmr_batch.policy.parameters import defaults, fault_of
from pmr_batch.policy.pay import canonical_point
from pmr_batch.policy.pay_ranges import AREAS_OF_RANGES, PAY_RANGES, POINT_EXAMPLES, pay_range_named
from pmr_batch.policy.terms import HALF_TERMS, year_of
from pmr_batch.settings.cross_checks import Sheets, repeated
from pmr_batch.settings.cycle_checks import own_fault
from pmr_batch.settings.problems import Problem, Row, nearest
from pmr_batch.settings.scale_checks import scale_problems

#: The name of a trust's own range, which drop-downs, papers and letters have to take.
_OWN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 &'()/-]{0,29}")
_MAY_HAVE = "30 letters, digits, blanks and hyphens"
#: A name so like that of a standard range is rather a slip of it.
_A_SLIP = 0.8


def policy_checks(sheets: Sheets) -> Iterator[Problem]:
    """Problems of the policy's numbers, in themselves and for the trust's cycles."""
    yield from _parameters(sheets["Parameters"], sheets["Cycles"])
    yield from _pay_points(sheets["Pay points"])
    yield from _terms(sheets["Terms"])
    yield from _on_costs(sheets.get("On-costs", ()))


def _parameters(rows: Sequence[Row], cycles: Sequence[Row]) -> Iterator[Problem]:
    firsts: dict[str, Row] = {}
    for row in rows:
        if row.has("parameter", "from_"):
            first = firsts.setdefault(row["parameter"], row)
            firsts[row["parameter"]] = row if row["from_"] < first["from_"] else first
    yield from _first_values(list(firsts.values()), cycles)
    yield from parameter_problems(rows)


def parameter_problems(rows: Sequence[Row]) -> Iterator[Problem]:
    """Names that are no parameter, values that are none of theirs, and dates that stand there twice."""
    for row in rows:
        if value_fault := fault_of(row["parameter"], row["value"]) if row.has("parameter", "value") else None:
            yield row.problem(*value_fault)
    for row, above in repeated(rows, "parameter", "from_"):
        yield row.problem("parameter", f"has a value from that date already, in row {above.number}", "keep one row")


def _first_values(firsts: Sequence[Row], cycles: Sequence[Row]) -> Iterator[Problem]:
    """Numbers that begin after a cycle has started; where all of them do, the cycle is at fault.

    A number without a row is the default, from its own first day on.
    """
    listed = {row["parameter"] for row in firsts}
    others = (entry.values[0][0] for name, entry in defaults().entries.items() if name not in listed)
    begins = min((*others, *(row["from_"] for row in firsts)))
    cycles = [row for row in cycles if row.has("from_") and own_fault(row) is None]
    too_early = [row for row in cycles if row["from_"] < begins]
    for row in too_early:
        fault = f"lies before the numbers of the policy begin, {words.day(begins)}"
        yield row.problem("from_", fault, "see that its year is right, or add the values that held then")
    earliest = min((row["from_"] for row in cycles if row["from_"] >= begins), default=date.max)
    for row in firsts:
        if row["from_"] > earliest:
            fault = f"is the first of {row['parameter']}, but a cycle starts on {words.day(earliest)}"
            yield row.problem("from_", fault, "add a row with the value that held then")


def _pay_points(rows: Sequence[Row]) -> Iterator[Problem]:
    own_ranges = _OwnRanges(rows)
    for row in rows:
        yield from own_ranges.problems(row)
        if row.has("area", "range") and not _fits(row["area"], row["range"]):
            own = words.listed(
                f"{area} is the area of {name}, and of no other" for area, name in AREAS_OF_RANGES.items()
            )
            yield row.problem("area", f"does not fit {row['range']}", own)
        if row.has("range", "point") and canonical_point(row["point"], row["range"]) is None:
            yield row.problem("point", f"is no point of {row['range']}", f"write it such as {_examples(row['range'])}")
    for row, above in repeated(rows, _point, "area", "range", "from_"):
        yield row.problem("point", f"has its pay from that date already, in row {above.number}", "keep one row")
    yield from scale_problems(rows)


def _examples(pay_range: str) -> str:
    """Points to take as an example; of the trust's own ranges with letters of its choice."""
    if pay_range_named(pay_range).is_own:
        return "BM1, letters and a number, or 1"
    return f"{', '.join(POINT_EXAMPLES[:-1])} or {POINT_EXAMPLES[-1]}"


class _OwnRanges:
    """The ranges of the trust's own, by the first row of each."""

    def __init__(self, rows: Sequence[Row]) -> None:
        own = (row for row in rows if row.has("range", "point") and pay_range_named(row["range"]).is_own)
        self._firsts = {row["range"]: row for row in reversed([*own]) if _point(row)}

    def problems(self, row: Row) -> Iterator[Problem]:
        """A name that is none, said once, and a point that begins otherwise than the first of its range."""
        name, point = row["range"], _point(row)
        first = self._firsts.get(name or "")
        if first is None or point is None:
            return
        if row is first and not _OWN_NAME.fullmatch(name):
            yield row.problem("range", "is no name of a range", f"begin it with a letter; it may have {_MAY_HAVE}")
        elif row is first and (near := words.nearest(name, PAY_RANGES, _A_SLIP, str.casefold)):
            fault = f"is no pay range, and too like {near} to be one of the trust's own"
            yield row.problem("range", fault, f"choose {near}, or give the trust's own another name")
        alike = _point(first) or ""
        if point.rstrip(string.digits) != alike.rstrip(string.digits):
            fault = f"begins otherwise than {alike}, the point of {name} in row {first.number}"
            yield row.problem("point", fault, "begin all points of a range alike")


def _fits(area: str, pay_range: str) -> bool:
    """Whether a range is paid in an area: its own one, or any that is no other range's own."""
    named = pay_range_named(pay_range)
    return named.is_own or area == named.area or not (named.area or area in AREAS_OF_RANGES)


def _point(row: Row) -> str | None:
    """The point as this program writes it, so that MPS1 repeats M1."""
    return canonical_point(row["point"], row["range"]) if row.has("range", "point") else None


def _terms(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        year = year_of(row["school_year"]) if row.has("school_year") else None
        if row.has("school_year") and year is None:
            yield row.problem("school_year", "is no school year", "write it such as 2025/26")
        if row.has("term") and row["term"] not in HALF_TERMS:
            fault = f"is no half term{nearest(row['term'], HALF_TERMS)}"
            yield row.problem("term", fault, f"use {words.listed(HALF_TERMS)}")
        for key in ("from_", "to"):
            if year and row.has(key) and not date(year, 8, 1) <= row[key] <= date(year + 1, 8, 31):
                yield row.problem(key, f"lies outside {row['school_year']}", "correct the one or the other")
    for row, above in repeated(rows, "term", "school_year", "academy_code"):
        yield row.problem("term", f"of this year is there already, in row {above.number}", "keep one row")
    yield from _overlaps(rows)


def _overlaps(rows: Sequence[Row]) -> Iterator[Problem]:
    whole = [row for row in rows if row.has("from_", "to")]
    in_order = sorted(whole, key=lambda row: (row["academy_code"] or "", row["from_"], row.number))
    for before, row in pairwise(in_order):
        if row["academy_code"] == before["academy_code"] and row["from_"] <= before["to"]:
            fault = f"lies in the half term of row {before.number}, which ends {words.day(before['to'])}"
            yield row.problem("from_", fault, "correct the one or the other")


def _on_costs(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        if row.has("group") and row["group"] not in ON_COST_GROUPS:
            yield row.problem("group", "is no group", "write Teachers or Support staff; blank is everybody")
        elif SCHEME_OF.get(row["item"], row["group"]) != row["group"] and row.has("group"):
            fault = f"does not fit {row['item']}"
            yield row.problem("group", fault, f"write {SCHEME_OF[row['item']]}, or leave it blank")
        if row.has("item") and row["item"] not in ON_COST_ITEMS:
            fault = f"is no on-cost that is worked out{nearest(row['item'], ON_COST_ITEMS)}"
            yield row.problem("item", fault, f"use {words.listed(ON_COST_ITEMS)}")
    for row, above in repeated(rows, "item", "from_", "group"):
        yield row.problem("item", f"has a rate from that date already, in row {above.number}", "keep one row")
