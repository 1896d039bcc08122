"""What payroll is to be told now: the rows of everybody whose pay is decided, less what it was told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmr_batch.model.decision import Decided
from pmr_batch.model.payroll import PayrollFile, PayrollRow, Why
from pmr_batch.model.person import Pay
from pmr_batch.policy.pay import canonical_point
from pmr_batch.settings.trust_settings import Settings


def payroll_file(
    payable: Iterable[Decided],
    in_force: Mapping[str, Decided],
    before: Sequence[PayrollFile],
    settings: Settings,
    cycle_end: date,
) -> PayrollFile | None:
    """The next payroll file; None where payroll knows everything.

    `payable` are the decisions in force that settle pay which is confirmed, of people who are employed then; `before`
    the files that payroll has.
    """
    known = latest_rows(before)
    rows = []
    for decided in payable:
        for row in post_rows(decided, settings, cycle_end):
            last = known.get(row.post)
            if last is None or last.why is Why.WITHDRAWN:
                rows.append(row)
            elif last.content != row.content:
                rows.append(replace(row, why=Why.AMENDED))
    rows += (
        replace(last, why=Why.WITHDRAWN)
        for last in known.values()
        if last.why is not Why.WITHDRAWN and not _is_settled(in_force.get(last.payroll_number))
    )
    in_order = sorted(rows, key=lambda row: (row.academy, row.name.casefold(), row.payroll_number))
    return PayrollFile(len(before) + 1, tuple(in_order)) if rows else None


def _is_settled(decided: Decided | None) -> bool:
    """Whether a decision settles pay; of a provisional number that was replaced since, there is none any more."""
    return decided is not None and decided.is_settled


def latest_rows(files: Iterable[PayrollFile]) -> dict[tuple[str, str], PayrollRow]:
    """The last row of each post."""
    return {row.post: row for file in files for row in file.rows}


def post_rows(decided: Decided, settings: Settings, cycle_end: date) -> Iterator[PayrollRow]:
    """A row for each post of a person: the one that was reviewed, and those at other academies that are paid alike.

    Each is paid at the pay area of its academy; on a spot salary, or between the known ends of a range, as decided.
    """
    yield _row(decided, decided.academy, decided.fte, settings, cycle_end)
    for listed in settings.posts_of(decided.payroll_number):
        elsewhere = listed["academy_code"] != decided.academy
        if elsewhere and _is_paid_alike(listed, decided) and not _ends_before(listed["employment_end"], decided):
            fte = None if listed["fte"] is None else Decimal(str(listed["fte"]))
            yield _row(decided, listed["academy_code"], fte, settings, cycle_end)


def has_left(decided: Decided, settings: Settings) -> date | None:
    """The day on which somebody's employment ends by the staff list, where that is before the decided pay begins."""
    posts = settings.posts_of(decided.payroll_number)
    ends = [post["employment_end"] for post in posts if post["academy_code"] == decided.academy]
    return ends[0] if ends and _ends_before(ends[0], decided) else None


def _ends_before(end: date | None, decided: Decided) -> bool:
    return end is not None and end < decided.decision.effective_from


def _is_paid_alike(listed: Mapping[str, object], decided: Decided) -> bool:
    """Whether a post on the staff list is at the place from which the decision starts, or the list does not say."""
    pay_range, point = listed["pay_range"], listed["pay_point"]
    if pay_range is None:
        return True
    same_point = point is None or canonical_point(str(point), str(pay_range)) in (
        decided.current.point,
        decided.decision.pay.point,
    )
    return pay_range in (decided.current.range, decided.decision.pay.range) and same_point


def _row(decided: Decided, academy: str, fte: Decimal | None, settings: Settings, cycle_end: date) -> PayrollRow:
    decision, here = decided.decision, academy == decided.academy
    old = decided.current if here else _paid_at(decided.current, academy, decided, settings, cycle_end)
    new = decision.pay if here else _paid_at(decision.pay, academy, decided, settings, decision.effective_from)
    award, progression = _parts(
        old, new, _on_scale(decided.current, academy, decided, settings, decision.effective_from)
    )
    return PayrollRow(
        why=Why.NEW,
        academy=academy,
        payroll_number=decided.payroll_number,
        name=decided.name,
        decision=decision.decision,
        old=old,
        new=new,
        award=award,
        progression=progression,
        fte=fte,
        effective_from=decision.effective_from,
        backdated_from=decided.backdated_from,
        decided_on=decision.decided_on,
    )


def _parts(old: Pay, new: Pay, old_place: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Award and progression, by what the old place is paid with the new pay; None where that is not known."""
    if (old.range, old.point) == (new.range, new.point) and old.point is not None:
        old_place = new.amount
    if old.amount is None or new.amount is None or old_place is None:
        return None, None
    return old_place - old.amount, new.amount - old_place


def _paid_at(pay: Pay, academy: str, decided: Decided, settings: Settings, on: date) -> Pay:
    """A place on the scales with its pay at an academy on a day; as it is where the scales do not say."""
    amount = _on_scale(pay, academy, decided, settings, on)
    return pay if amount is None else replace(pay, amount=amount)


def _on_scale(pay: Pay, academy: str, decided: Decided, settings: Settings, on: date) -> Decimal | None:
    scale = settings.scale_of(pay, academy, decided.payroll_number, on)
    return scale.annual(pay.point) if scale and pay.point else None
