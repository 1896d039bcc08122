"""Merge: all academies to one trust, everybody with an outcome, and nobody lost on the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from pmr_batch.merge.absent import absent, is_expected, missing, missing_people, unsent
from pmr_batch.merge.dossiers import dossiers
from pmr_batch.merge.movers import PlacesOfReview, StaffListRow, with_movers
from pmr_batch.merge.person_outcomes import outcomes
from pmr_batch.merge.reconciliation import reconciliation
from pmr_batch.model.findings import Finding, Validated
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Merged
from pmr_batch.model.terms import Round
from pmr_batch.rules.findings import accept, ordered
from pmr_batch.settings.trust_settings import Cycle, Settings


def merge(
    returns: Sequence[Return],
    validated: Validated,
    settings: Settings,
    cycle: Cycle,
    round_: Round,
    as_of: date,
    settled: Collection[str] = (),
) -> Merged:
    """One table of the trust for a round of a cycle; `settled` are the payroll numbers on whose pay it was decided."""
    found, listed_only = with_the_staff_list(validated, settings, cycle, as_of, all_returns=True)
    findings = [
        *found,
        *unsent(returns, listed_only, round_, settled),
        *missing_people(returns, listed_only, as_of, settled),
    ]
    findings = ordered(accept(findings, settings.accepted))
    people = [*outcomes(validated, findings, round_, settled), *missing(listed_only, findings, returns)]
    people.sort(
        key=lambda person: (person.academy or "", person.file or "", person.row or 0, person.payroll_number or "")
    )
    return Merged(
        tuple(people),
        tuple(findings),
        tuple(reconciliation(people, returns, settings)),
        dossiers(validated, settings, round_),
    )


def with_the_staff_list(
    validated: Validated, settings: Settings, cycle: Cycle, as_of: date, *, all_returns: bool
) -> tuple[list[Finding], list[StaffListRow]]:
    """The findings of a cycle's returns, those about movers settled, and who of the staff list is absent from them.

    `all_returns` says whether all that came are here, or some that are checked.
    """
    places, staff_list = PlacesOfReview(validated, cycle.name), list(settings.staff_of(cycle))
    expected = {(row["academy_code"], row["payroll_number"]) for row in staff_list if is_expected(row, as_of)}
    found = with_movers(validated.findings, places, staff_list, expected, all_returns=all_returns)
    return found, list(absent(staff_list, places))
