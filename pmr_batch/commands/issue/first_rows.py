"""The rows that a workbook holds when it is handed out, by sheet name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from pmr_batch.commands.issue.cycle_staff import IN_REVIEW, staff_row
from pmr_batch.commands.issue.decided_points import with_decided
from pmr_batch.layout.standard_workbook import (
    A_NEED,
    DEVELOPMENT,
    EXECUTIVES,
    HEADS,
    ISSUED_MEETINGS,
    MEETINGS,
    OBJECTIVES,
    OBSERVATIONS,
    PANEL,
    PANELS,
    PRIORITIES,
    REVIEWERS,
    REVIEWS,
    STAFF,
    SUPPORT_ROLES,
)
from pmr_batch.model.decision import Decided
from pmr_batch.model.returns import Table, Unread
from pmr_batch.policy.parameters import Parameters
from pmr_batch.policy.roles import means_panel
from pmr_batch.policy.values import Pair
from pmr_batch.settings.trust_settings import Academy, Cycle, Settings
from pmr_batch.workbook.carried_settings import rows_of

Row = dict[str, Any]
#: The tables of last cycle's return by sheet name; empty where there was none.
LastReturn = Mapping[str, Table]

#: Who is observed.
_OBSERVED = ("Teacher", "HLTA")
#: What stays from one cycle to the next, where the staff list does not say otherwise.
_CARRIED_OVER = ("working_pattern", "line_manager", "reviewer", "range_from", "range_to")
_LASTING = ("Suspended: grievance", "Capability", "Misconduct", "Ill health")
#: The parameter of how many objectives are usual; that of heads is the executives', too.
_USUAL_NUMBER = {"Teacher": "objectives_teacher", **dict.fromkeys(SUPPORT_ROLES, "objectives_support")}
_REVIEWER_COLUMNS = frozenset(
    {"name", "position", "qualified_teacher", "teaching_now", "appointed_by", "appointed_on", "suitability"}
)


@dataclass(frozen=True)
class OtherAcademies:
    """What ties people of an academy to others, by payroll number.

    `moved` are the tables of the returns in which they stood last cycle, `reviewed_at` the codes of the academies that
    review whoever has posts at several.
    """

    moved: Mapping[str, LastReturn] = field(default_factory=dict)
    reviewed_at: Mapping[str, str] = field(default_factory=dict)


def first_rows(
    settings: Settings,
    cycle: Cycle,
    academy: Academy,
    people: Sequence[Mapping[str, Any]],
    last: LastReturn,
    decided: Mapping[str, Decided] | None = None,
    others: OtherAcademies | None = None,
) -> dict[str, list[Row]]:
    """Staff with everything known, at the pay that was decided last; the reviewers they name; priorities, panels and
    open development needs of last cycle; and for everybody in review the rows that the policy asks for at least, to be
    filled in: as many objectives as are usual (4.4), the Trust objective of teachers and heads first (4.5), a
    development need (4.5), the meetings of the year (4.1, 6.2, 6.3),
    a review (6.3). Of whoever comes from another academy what is theirs comes along.
    """
    others = others or OtherAcademies()
    moved, reviewed_at = others.moved, others.reviewed_at
    before = {row["payroll_number"]: row for row in _of_last(last, STAFF.name)}
    before |= {number: _without_managers(_of_person(tables, STAFF.name, number)) for number, tables in moved.items()}
    known = [_with_last(staff_row(person, cycle, academy, settings.calendar), before, cycle) for person in people]
    staff = [with_decided(row, (decided or {}).get(row["payroll_number"])) for row in known]
    staff = [row | {"reviewed_at": reviewed_at.get(row["payroll_number"])} for row in staff]
    reviewed = [row for row in staff if row["status"] == IN_REVIEW and row["reviewed_at"] in (None, academy.code)]
    numbers = {row["payroll_number"] for row in staff}
    all_needs = [
        *_of_last(last, DEVELOPMENT.name),
        *(row for number, tables in moved.items() for row in _about_person(tables, DEVELOPMENT.name, number)),
    ]
    needs = [row for row in all_needs if _is_open(row, numbers)]
    with_need = {row["payroll_number"] for row in needs}
    return {
        STAFF.name: staff,
        REVIEWERS.name: list(_reviewers(settings, academy, staff, last)),
        PANELS.name: [row for row in _of_last(last, PANELS.name) if row["payroll_number"] in numbers],
        PRIORITIES.name: _of_last(last, PRIORITIES.name),
        DEVELOPMENT.name: needs + [_about(row) for row in reviewed if row["payroll_number"] not in with_need],
        OBJECTIVES.name: [objective for row in reviewed for objective in _objectives(row, cycle, settings.parameters)],
        MEETINGS.name: [meeting for row in reviewed for meeting in _meetings(row)],
        REVIEWS.name: [_about(row) for row in reviewed],
    }


def _about_person(tables: LastReturn, sheet: str, number: str) -> list[Row]:
    return [row for row in _of_last(tables, sheet) if row["payroll_number"] == number]


def _of_person(tables: LastReturn, sheet: str, number: str) -> Row:
    return next(iter(_about_person(tables, sheet, number)), {})


def _without_managers(row: Row) -> Row:
    """Whoever managed and reviewed somebody at the academy before stays there."""
    return {key: value for key, value in row.items() if key not in ("line_manager", "reviewer")}


def _with_last(row: Row, before: Mapping[Any, Row], cycle: Cycle) -> Row:
    """The working pattern as the office set it, what the staff list leaves blank, and what has not ended."""
    old = before.get(row["payroll_number"], {})
    carried = {key: old[key] for key in _CARRIED_OVER if old.get(key) and (not row[key] or key == "working_pattern")}
    return row | carried | dict(_not_ended(old, cycle))


def _not_ended(old: Row, cycle: Cycle) -> Iterator[tuple[str, Any]]:
    """A status and an absence that reach into the new cycle."""
    if old.get("status") in _LASTING and not _is_before(old.get("status_to"), cycle):
        yield from ((key, old.get(key)) for key in ("status", "status_from", "status_to"))
    if old.get("absent_from") and not _is_before(old.get("absent_to"), cycle):
        yield from ((key, old.get(key)) for key in ("absent_from", "absent_to"))


def _is_before(day: Any, cycle: Cycle) -> bool:
    return isinstance(day, date) and day < cycle.starts


def _is_open(need: Row, numbers: Collection[Any]) -> bool:
    """A development need of somebody still there, of which nobody has said what came of it."""
    named = str(need.get("development_required") or "").strip(" .")
    is_need = named.casefold() not in {"", *(value.casefold() for value in A_NEED.words)}
    return is_need and need["payroll_number"] in numbers and not need.get("application_and_impact")


def _about(person: Row) -> Row:
    return {"payroll_number": person["payroll_number"]}


def _meetings(person: Row) -> Iterator[Row]:
    """The meetings of the year (4.1, 6.2, 6.3), each with its written record, to be dated."""
    for kind in ISSUED_MEETINGS:
        if kind in OBSERVATIONS and person["role"] not in _OBSERVED:
            continue
        yield _about(person) | {"kind": kind, "written_record": "Yes"}


def _objectives(person: Row, cycle: Cycle, parameters: Parameters) -> Iterator[Row]:
    """As many as are usual at least for the role and the length of the person's cycle (4.4); panels set those of
    heads and executives (4.2, 4.3). All but the Trust objective begin as the school's, which most are (4.6).
    """
    set_by = {"set_by": PANEL} if person["role"] in (*HEADS, *EXECUTIVES) else {}
    has_trusts = person["role"] in ("Teacher", *HEADS)
    for number in range(1, _fewest(person, cycle, parameters) + 1):
        if number == 1 and has_trusts:
            yield _about(person) | {"no": 1, "objective": cycle.trust_objective, "kind": "Trust"} | set_by
        else:
            yield _about(person) | {"no": number, "kind": "School"} | set_by


def _fewest(person: Row, cycle: Cycle, parameters: Parameters) -> int:
    """The lower bound of the parameter, scaled to the person's cycle: rounded down, at least 1."""
    usual = parameters.value(_USUAL_NUMBER.get(person["role"], "objectives_head"), cycle.starts)
    assert isinstance(usual, Pair)
    own, whole = person["cycle_to"] - person["cycle_from"], cycle.ends - cycle.starts
    share = min(Fraction(1), Fraction(own.days + 1, whole.days + 1))
    return max(1, int(Fraction(usual.least) * share))


def _reviewers(settings: Settings, academy: Academy, staff: Iterable[Row], last: LastReturn) -> Iterator[Row]:
    """Everybody named as a reviewer, as the staff list knows them, and as last cycle's return did; the head of an
    academy appoints them (3.1).
    """
    listed = {row["payroll_number"]: row for row in reversed(settings.staff_list or ())}
    before = {row["payroll_number"]: row for row in _of_last(last, REVIEWERS.name)}
    head = listed.get(academy.head, {}).get("role")
    appointed = {} if academy.central or head not in HEADS else {"appointed_by": head}
    named = dict.fromkeys(row["reviewer"] for row in staff if row["reviewer"] and not means_panel(row["reviewer"]))
    for number in named:
        old = {key: value for key, value in before.get(number, {}).items() if key in _REVIEWER_COLUMNS and value}
        yield {"payroll_number": number} | appointed | old | _as_listed(listed.get(number))


def _as_listed(person: Mapping[str, Any] | None) -> Row:
    """What the staff list says of a reviewer; a teacher has current teaching experience."""
    if person is None:
        return {}
    known = {
        "name": person["name"],
        "position": person["job_title"],
        "qualified_teacher": person["qualified_teacher"],
        "teaching_now": "Yes" if person["role"] == "Teacher" else None,
    }
    return {key: value for key, value in known.items() if value is not None}


def _of_last(last: LastReturn, sheet: str) -> list[Row]:
    """The rows of a sheet of last cycle's return; what could not be read is left blank."""
    rows = rows_of(last[sheet]) if sheet in last else []
    return [{key: None if isinstance(value, Unread) else value for key, value in row.items()} for row in rows]
