"""Validate: pandera schemas over the rows of all academies at once, and findings from their verdicts.

First each sheet's schema asks of every cell its type and list (PM006, PM008), and dates are held against their cycle
(PM023). Then, on frames of repaired and typed values, one schema a sheet asks the required cells and the rules of the
policy.
The engine says who is asked and what is due, and stamps who, where and what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Kind
from pmr_batch.layout.schemas import ColumnCheck, cell_checks, refusals
from pmr_batch.layout.standard_workbook import SHEETS, STAFF
from pmr_batch.model.findings import Finding, ToDo, Validated
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState, Round
from pmr_batch.rules import FACTS, RULES, SHEET_RULES
from pmr_batch.rules.findings import ordered
from pmr_batch.rules.messages import names_of, stamp
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import frames
from pmr_batch.validate.applicability import Applicability
from pmr_batch.validate.collector import Collector
from pmr_batch.validate.context import ValidationContext
from pmr_batch.validate.dates import still_to_come, wrong_dates
from pmr_batch.validate.explanations import explain
from pmr_batch.validate.orphans import touching
from pmr_batch.validate.referred_rows import touching_referrers
from pmr_batch.validate.rule_checks import check_rules

#: Facts that merge goes by, as columns of their sheets' frames.
HANDED_OVER = (
    *("review_state", "leaves_before_pay", "round", "long_absence", "at_top"),
    *("current_point", "current_amount", "current_award_pending"),
    *("range_recommended", "point_recommended", "recommended_amount", "recommended_award_pending"),
    "progresses",
)
#: By when each is asked of a person; handed over likewise, but missing where term dates leave it open.
DUE_DATES = ("planning_due", "final_due", "pay_decision_due", "report_due")


def validate(
    returns: Sequence[Return],
    settings: Settings,
    as_of: date,
    round_: Round | None = None,
    sheet_rules: Mapping[str, Sequence[Rule]] = SHEET_RULES,
) -> Validated:
    """Ask every rule about every row it is asked about. `round_` is None in `check`.

    Raises RuleCrash when a rule crashes or does not answer for every row.
    """
    accepted = [each for each in returns if each.state is FileState.ACCEPTED]
    collector, context = typed_rows(accepted, settings, as_of)
    applicability = Applicability(context, round_)
    for sheet in SHEETS:
        check_rules(sheet, sheet_rules.get(sheet.name, ()), applicability, collector)
    findings = explain([*collector.findings(), *reader_findings(returns)], applicability, collector)
    orphans = {sheet.name: context.suspects(sheet.name) for sheet in SHEETS if sheet.people}
    findings = touching([*findings, *collector.findings()], accepted, context.frames, orphans)
    findings = touching_referrers(findings, accepted, context.frames)
    return Validated(
        tuple(ordered(findings)),
        tuple(sorted(collector.to_do, key=_by_date)),
        tuple(sorted(collector.not_checked, key=lambda rule: (rule.code, rule.needs))),
        _handed_over(context),
        tuple(accepted),
    )


def _by_date(to_do: ToDo) -> tuple[date, str, str, str]:
    return to_do.due, to_do.academy or "", to_do.payroll_number or "", to_do.code


def typed_rows(accepted: Sequence[Return], settings: Settings, as_of: date) -> tuple[Collector, ValidationContext]:
    """Ask every cell its type, list and place in time; what was found, and the frames of what is left.

    A date of something done that lies in the future stays in its frame, for PM108 and PM023; it is bad for all others.
    """
    raws = {sheet.name: frames.raw(sheet, accepted) for sheet in SHEETS}
    collector = Collector(accepted, raws)
    refused = {name: _refused(raw, settings.pay.own_ranges) for name, raw in raws.items()}
    for name, raw in raws.items():
        _tell(refused[name], raw, collector, in_order=False)
    typed = {name: frames.typed(raw, accepted, np.datetime64(as_of, "s")) for name, raw in raws.items()}
    for wrong in wrong_dates(typed, settings, as_of):
        collector.add(RULES["PM023"], wrong.column, wrong.position, {"where": wrong.where})
        raws[wrong.column.sheet].bad.loc[wrong.position, wrong.column.key] = True
    for name, raw in raws.items():
        to_come = {column.key: still_to_come(typed[name], column) for column in raw.sheet if column.kind is Kind.DATE}
        for key, early in to_come.items():
            if early.any():
                raw.bad.loc[early, key] = True
        _tell(refused[name], raw, collector, in_order=True)
        frames.blank(typed[name], raw, to_come)
    frames.with_people(typed)
    bad = {name: raw.bad for name, raw in raws.items()}
    return collector, ValidationContext(accepted, settings, as_of, typed, bad, FACTS)


def _refused(raw: frames.Raw, own_ranges: tuple[str, ...]) -> list[tuple[ColumnCheck, frames.Mask]]:
    """Validate a sheet's rows of all returns, once; each check that some cells fail, and which."""
    checks = {check.name: check for check in cell_checks(raw.sheet, own_ranges)}
    return [(checks[name], ~holds.to_numpy()) for name, holds in refusals(checks, raw.rows).items()]


def _tell(
    refused: Sequence[tuple[ColumnCheck, frames.Mask]], raw: frames.Raw, collector: Collector, in_order: bool
) -> None:
    """Collect what fails; those cells are bad from here on. `in_order`: of two good dates whose order is wrong."""
    for check, fails in refused:
        if bool(check.earlier) is in_order:
            good = ~raw.bad[[column.key for column in (check.column, *check.earlier)]].any(axis=1).to_numpy(bool)
            cells = raw.rows[check.column.key].to_numpy()
            for position in np.flatnonzero(fails & good):
                collector.add(RULES[check.code], check.column, int(position), check.words(cells[position]))
            if (fails & good).any():
                raw.bad.loc[fails & good, check.column.key] = True


def _handed_over(context: ValidationContext) -> dict[str, pd.DataFrame]:
    handed_over = dict(context.frames)
    for name in HANDED_OVER:
        fact = context.facts[name]
        handed_over[fact.sheet.name] = handed_over[fact.sheet.name].assign(**{name: context.answer(fact).values})
    answers = {name: context.answer(context.facts[name]) for name in DUE_DATES}
    known = {name: answer.values.where(answer.known) for name, answer in answers.items()}
    return handed_over | {STAFF.name: handed_over[STAFF.name].assign(**known)}


def reader_findings(returns: Sequence[Return]) -> list[Finding]:
    """What the reader saw in every file, accepted or not, as findings."""
    return [stamp(spot, RULES[spot.code], each, names_of(each)) for each in returns for spot in each.spots]
