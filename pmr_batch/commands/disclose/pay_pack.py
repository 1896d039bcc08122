"""The pack for those who make pay decisions: the rows that a round's last run put before the committee."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pmr_batch import records
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.layout.audiences import may_count, may_see
from pmr_batch.layout.columns import Column
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.layout.standard_workbook import CONCERNS, OBJECTIVES, REVIEWS, STAFF, START
from pmr_batch.model.audience import Audience
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.equality import EqualityState, EqualityTable, PayTable
from pmr_batch.model.pack import Pack, PackColumn, PackSheet
from pmr_batch.model.person import Recommendation
from pmr_batch.model.terms import Round, Value
from pmr_batch.moderate.equality_comparisons import comparisons
from pmr_batch.policy.roles import round_of
from pmr_batch.records.kept_runs import KEPT, read_kept_run
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.words import listed


class _Row(NamedTuple):
    """A row before the committee, and what was decided on it."""

    row: Recommendation
    decided: Decided | None


class _Field(NamedTuple):
    """A column of the pack: the column of the layout that it is of, and its value; or what is counted of it."""

    column: Column
    heading: str
    width: float
    get: Callable[[_Row], Value]
    counted: bool = False


_WHO = (
    _Field(START.academy_code, "Academy code", 8, lambda found: found.row.academy),
    _Field(STAFF.payroll_number, "Payroll number", 9, lambda found: found.row.payroll_number),
    _Field(STAFF.by_key["name"], "Name", 14, lambda found: found.row.name),
)
_CASE = (
    *_WHO,
    _Field(STAFF.job_title, "Job title", 14, lambda found: found.row.job_title),
    _Field(STAFF.role, "Role", 9, lambda found: found.row.role),
    _Field(STAFF.contract, "Contract", 10, lambda found: found.row.contract),
    _Field(STAFF.fte, "FTE", 6, lambda found: None if found.row.fte is None else float(found.row.fte)),
    _Field(STAFF.pay_range, "Current range", 11, lambda found: found.row.current.range),
    _Field(STAFF.pay_point, "Current point", 8, lambda found: found.row.current.point),
    _Field(STAFF.current_pay, "Current pay", 10, lambda found: found.row.current.amount),
    _Field(REVIEWS.recommended_range, "Recommended range", 14, lambda found: found.row.recommended.range),
    _Field(REVIEWS.recommended_point, "Recommended point", 14, lambda found: found.row.recommended.point),
    _Field(REVIEWS.recommended_pay, "Recommended pay", 14, lambda found: found.row.recommended.amount),
    _Field(REVIEWS.pay_criteria, "Pay criteria", 11, lambda found: found.row.criteria),
    _Field(OBJECTIVES.outcome, "Objectives met", 9, lambda found: found.row.objectives.met, True),
    _Field(OBJECTIVES.outcome, "Partly met", 7, lambda found: found.row.objectives.partly, True),
    _Field(OBJECTIVES.outcome, "Not met", 7, lambda found: found.row.objectives.not_met, True),
    _Field(OBJECTIVES.outcome, "Not assessed", 9, lambda found: found.row.objectives.not_assessed, True),
    _Field(REVIEWS.reason, "Reason", 24, lambda found: found.row.reason),
    _Field(REVIEWS.employees_comments, "Employee's comments", 20, lambda found: found.row.comments),
    _Field(STAFF.reviewer, "Reviewer", 13, lambda found: found.row.reviewer),
    _Field(REVIEWS.recommended_by, "Recommended by", 13, lambda found: found.row.recommender),
    _Field(CONCERNS.outcome, "Concern open", 9, lambda found: "Yes" if found.row.concern_open else None, True),
)


def _of_decision(column: Column, width: float, get: Callable[[Decided], Value]) -> _Field:
    return _Field(column, column.heading, width, lambda found: get(found.decided) if found.decided else None)


_DECIDED = (
    _of_decision(RECOMMENDATIONS.decision, 11, lambda decided: decided.decision.decision),
    _of_decision(RECOMMENDATIONS.decided_range, 10, lambda decided: decided.decision.pay.range),
    _of_decision(RECOMMENDATIONS.decided_point, 8, lambda decided: decided.decision.pay.point),
    _of_decision(RECOMMENDATIONS.decision_reason, 20, lambda decided: decided.decision.reason),
    _of_decision(RECOMMENDATIONS.decided_on, 10.5, lambda decided: decided.decision.decided_on),
    _of_decision(RECOMMENDATIONS.effective_from, 10.5, lambda decided: decided.decision.effective_from),
    _of_decision(RECOMMENDATIONS.conflict_declared, 12, lambda decided: decided.decision.conflict),
)


def pay(folder: Path, cycle: Cycle, round_: Round, academies: Collection[str]) -> Pack:
    """What those see who make a round's pay decisions (9.2); heads and executives are in their own round's pack.

    Of some academies alone nothing is counted by what is held about people: that is only ever shown of the trust.
    Raises UsageError where the round was not run, or its files are not there as they were kept; LedgerError.
    """
    kept = read_kept_run(folder / OUTPUT / cycle.slug / round_.value / KEPT)
    if kept is None:
        raise UsageError(
            f"{cycle.name}, {round_.value} round: no run has put rows before the committee; "
            f"run it first: pmr-batch run --cycle {cycle.slug} --round {round_.value}"
        )
    decided = records.decisions_in_force(folder, cycle.name, round_.value)
    rows = [_Row(row, decided.get(row.payroll_number)) for row in _rows(kept, round_, academies)]
    taken = [found for found in rows if found.decided]
    codes = sorted(set(academies))
    return Pack(
        audience=Audience.PAY,
        scope=", ".join([*([listed(codes)] if codes else []), cycle.name, f"{round_.value.capitalize()} round"]),
        purpose="Making pay decisions (9.2)",
        left_out="What is said of concerns; status and absence; meetings, assessments; "
        + ("everybody but heads and executives" if round_ is Round.DECEMBER else "heads and executives"),
        sheets=(
            _sheet(RECOMMENDATIONS.name, f"As run {kept.run} put them before the committee.", _CASE, rows),
            *([_sheet("Decisions", "What the committee has decided.", (*_WHO, *_DECIDED), taken)] if taken else []),
        ),
        people=tuple(dict.fromkeys(found.row.payroll_number for found in rows)),
        equality=() if codes else tuple(_equality(kept)),
        pay=() if codes else tuple(_pay_by_sex(kept)),
    )


def _equality(kept: Kept) -> Iterator[EqualityTable]:
    """What runs of the round have shown of each characteristic last: what they hid is not in it."""
    last = {breakdown.by: (breakdown, published) for published in kept.equality for breakdown in published.breakdowns}
    for by, (breakdown, published) in last.items():
        yield EqualityTable(by, EqualityState.COUNTED, published, comparisons(breakdown))


def _pay_by_sex(kept: Kept) -> Iterator[PayTable]:
    """What runs of the round have shown of each pay range last."""
    last = {pay.name: (pay, published) for published in kept.equality for pay in published.pay}
    for name, (pay, published) in last.items():
        yield PayTable(name, len(pay.people), EqualityState.EARLIER, published)


def _rows(kept: Kept, round_: Round, academies: Collection[str]) -> list[Recommendation]:
    rows = (*kept.recommendations, *kept.settled)
    chosen = (row for row in rows if round_of(row.role) is round_ and (not academies or row.academy in academies))
    return sorted(chosen, key=lambda row: (row.academy, row.name.casefold(), row.payroll_number))


def _sheet(
    name: str, note: str, fields: Sequence[_Field], rows: Sequence[_Row], audience: Audience = Audience.PAY
) -> PackSheet:
    """The fields that may be shown, or counted."""
    may = (may_see, may_count)
    shown = [field for field in fields if may[field.counted](audience, field.column)]
    columns = tuple(PackColumn(field.heading, field.width) for field in shown)
    return PackSheet(name, note, columns, tuple(tuple(field.get(found) for field in shown) for found in rows))


def before_committee(folder: Path, cycle: Cycle, round_: Round, payroll_number: str) -> PackSheet | None:
    """A person's row before the committee with what was decided on it, for that person; None where there is none."""
    kept = read_kept_run(folder / OUTPUT / cycle.slug / round_.value / KEPT)
    rows = (
        [row for row in (*kept.recommendations, *kept.settled) if row.payroll_number == payroll_number] if kept else []
    )
    if not rows:
        return None
    decided = records.decisions_in_force(folder, cycle.name, round_.value)
    found = [_Row(row, decided.get(payroll_number)) for row in rows]
    return _sheet(RECOMMENDATIONS.name, "", (*_CASE, *_DECIDED), found, Audience.REVIEWEE)
