"""People whom the staff list has at another academy than the one that reviews them: where they are reviewed settles it.

Whoever moves within the trust may be reviewed where they were; whoever works at two academies is reviewed at one.
Nobody of them is missing elsewhere: both academies are told, with a note (PM214).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.model.findings import Finding, Validated
from pmr_batch.model.returns import Return, Spot
from pmr_batch.rules import RULES
from pmr_batch.rules.messages import stamp
from pmr_batch.words import listed

StaffListRow = Mapping[str, Any]
#: The states of people whose review, or what takes its place, is at the academy of their row.
_REVIEWED_HERE = ("in review", "suspended", "other procedure")
_NOT_LISTED, _NOTE = "PM208", "PM214"


@dataclass(frozen=True)
class _Row:
    """A row of Staff: its return, the Excel row, and the name in it."""

    return_: Return
    row: int
    name: str


class PlacesOfReview:
    """Where everybody is reviewed in a cycle, as the returns that were read have it."""

    def __init__(self, validated: Validated, cycle_name: str) -> None:
        staff = validated.frames[STAFF.name]
        staff = staff[(staff["cycle"] == cycle_name) & staff["payroll_number"].notna()]
        self.with_row = set(zip(staff["academy"], staff["payroll_number"], strict=True))
        self.returns = {return_.academy or "": return_ for return_ in validated.accepted if return_.cycle == cycle_name}
        self._places: dict[str, list[_Row]] = defaultdict(list)
        for row in staff[staff["review_state"].isin(_REVIEWED_HERE)].to_dict("records"):
            place = _Row(validated.accepted[row["return_no"]], row["row"], str(row["name"]))
            self._places[row["payroll_number"]].append(place)

    def __contains__(self, payroll_number: object) -> bool:
        return payroll_number in self._places

    def only_one(self) -> Iterator[tuple[str, _Row]]:
        """Everybody who is reviewed at one place, by payroll number; of several, one is agreed first (PM209)."""
        yield from ((number, places[0]) for number, places in self._places.items() if len(places) == 1)


def with_movers(
    findings: Iterable[Finding],
    places: PlacesOfReview,
    staff_list: Sequence[StaffListRow],
    expected: Collection[tuple[str, str]],
    *,
    all_returns: bool,
) -> list[Finding]:
    """The findings, with a note to both academies of each person who is reviewed at another than the staff list has.

    `staff_list` are the rows of the cycle, and `expected` the academies and payroll numbers of those who are employed
    now and in scope. Where not `all_returns` that came are here, it takes that of the other academy to settle it: until
    then the staff list is asked about (PM208).
    """
    listed_at: dict[str, dict[str, StaffListRow]] = defaultdict(dict)
    for row in staff_list:
        listed_at[row["payroll_number"]][row["academy_code"]] = row
    notes: list[Finding] = []
    settled: set[tuple[str | None, str]] = set()
    for number, place in places.only_one():
        academy = place.return_.academy or ""
        others = [code for code in listed_at.get(number, {}) if code != academy]
        sent = [code for code in others if code in places.returns]
        lacking = [code for code in sent if (code, number) not in places.with_row]
        has_moved = bool(others) and academy not in listed_at[number]
        if lacking or (has_moved and (sent or all_returns)):
            told = [code for code in lacking if (code, number) in expected]
            notes += _notes(number, place, listed_at[number], [places.returns[code] for code in told])
            settled.add((academy, number))
    asked = (
        finding
        for finding in findings
        if finding.code != _NOT_LISTED or (finding.academy, finding.payroll_number) not in settled
    )
    return [*asked, *notes]


def _notes(number: str, place: _Row, listed_at: Collection[str], others: Iterable[Return]) -> Iterator[Finding]:
    """A note at the person's row, and one to each of the other academies."""
    academy = place.return_.academy or ""
    words = {"listed": listed(listed_at), "academy": academy}
    _, cell = place.return_.tables[STAFF.name].place("payroll_number", place.row)
    heading = STAFF.by_key["payroll_number"].heading
    names = {number: place.name}
    at_the_row = Spot(_NOTE, STAFF.name, place.row, heading, cell, number, value=number, words=words)
    yield stamp(at_the_row, RULES[_NOTE], place.return_, names)
    without_row = Spot(_NOTE, payroll_number=number, words=words)
    yield from (stamp(without_row, RULES[_NOTE], other, names) for other in others)
