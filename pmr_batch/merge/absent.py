"""Who is absent: academies that sent nothing (PM021), and people on the staff list only (PM207).

Whoever is reviewed in another academy's return is not absent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.merge.movers import PlacesOfReview, StaffListRow
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.returns import Return, Spot
from pmr_batch.model.terms import FileState, Outcome, Round, Severity
from pmr_batch.policy.roles import round_of
from pmr_batch.rules import RULES
from pmr_batch.rules.messages import stamp


def unsent(
    returns: Sequence[Return], absent: Iterable[StaffListRow], round_: Round, settled: Collection[str] = ()
) -> list[Finding]:
    """PM021: an academy has people of the round whose pay is not settled, and no return names it, refused or not.

    `absent` are the staff list's people who are in no return.
    """
    named = {return_.academy for return_ in returns if return_.state is not FileState.SKIPPED}
    people: dict[str, list[str]] = defaultdict(list)
    for row in absent:
        code, number = row["academy_code"], row["payroll_number"]
        if round_of(row["role"]) is round_ and code not in named and number not in settled:
            people[code].append(number)
    return [_unsent(code, numbers) for code, numbers in people.items()]


def _unsent(code: str, numbers: Sequence[str]) -> Finding:
    words = {"academy": code, "people": str(len(numbers))}
    return stamp(Spot("PM021", words=words, affects=tuple(sorted(numbers))), RULES["PM021"], None, {})


def absent(staff_list: Iterable[StaffListRow], places: PlacesOfReview) -> Iterator[StaffListRow]:
    """The staff list's people who are neither on their academy's Staff sheet, nor reviewed at another academy."""
    for row in staff_list:
        number = row["payroll_number"]
        if (row["academy_code"], number) not in places.with_row and number not in places:
            yield row


def missing_people(
    returns: Sequence[Return], absent: Iterable[StaffListRow], as_of: date, settled: Collection[str] = ()
) -> Iterator[Finding]:
    """PM207: people employed now and in scope, whose academy's return was read without them; nobody who is settled.

    Where Staff is not there, or has no payroll numbers, that is the fault, and nobody is missed besides.
    """
    accepted = {return_.academy: return_ for return_ in returns if return_.state is FileState.ACCEPTED}
    for row in absent:
        return_ = accepted.get(row["academy_code"])
        is_settled = row["payroll_number"] in settled
        if return_ is not None and _has_staff(return_) and not is_settled and is_expected(row, as_of):
            words = {"academy": str(row["academy_code"])}
            spot = Spot("PM207", payroll_number=row["payroll_number"], words=words)
            yield stamp(spot, RULES["PM207"], return_, {row["payroll_number"]: str(row["name"])})


def _has_staff(return_: Return) -> bool:
    staff = return_.tables.get(STAFF.name)
    return staff is not None and staff.has(STAFF.payroll_number.key)


def is_expected(row: StaffListRow, as_of: date) -> bool:
    """Whether somebody of the staff list is employed on a day, and in scope."""
    employed = row["employment_start"] <= as_of and (row["employment_end"] or as_of) >= as_of
    return employed and not row["out_of_scope_because"] and row["in_induction"] != "Yes"


def missing(absent: Sequence[StaffListRow], findings: Sequence[Finding], returns: Sequence[Return]) -> Iterator[Person]:
    """The people on the staff list only, with the codes of the errors that explain it.

    Those are their own, or those of a return that was refused, or has no Staff that could be read.
    """
    unread = {
        return_.path: return_
        for return_ in returns
        if return_.state is FileState.REFUSED or (return_.state is FileState.ACCEPTED and not _has_staff(return_))
    }
    own, of_academy = defaultdict(set), defaultdict(set)
    for finding in findings:
        return_ = unread.get(finding.file or "")
        if finding.severity is not Severity.ERROR:
            continue
        if finding.code in {"PM021", "PM207"}:
            for number in finding.people:
                own[finding.academy, number].add(finding.code)
        elif return_ and (return_.state is FileState.REFUSED or finding.sheet == STAFF.name):
            of_academy[return_.academy].add(finding.code)
    for row in absent:
        code, number = row["academy_code"], row["payroll_number"]
        why = tuple(sorted(own[code, number] or of_academy[code]))
        yield Person(code, number, row["name"], row["role"], None, None, Outcome.MISSING, why, has_errors=bool(why))
