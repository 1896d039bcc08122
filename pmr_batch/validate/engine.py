"""Validate: pandera schemas over the rows of all academies at once, and findings from their verdicts.

First each sheet's schema asks of every cell its type and list (PM006, PM008). Then, on frames of
repaired and typed values, one schema a sheet asks the required cells and the rules of the policy.
The engine says who is asked and what is due, and stamps who, where and what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from pmr_batch.layout.standard_workbook import SHEETS, STAFF
from pmr_batch.model.findings import Finding, Validated
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState, Round
from pmr_batch.rules import FACTS, RULES, SHEET_RULES
from pmr_batch.rules.findings import ordered
from pmr_batch.rules.messages import names_of, stamp
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import frames
from pmr_batch.validate.applicability import Asked
from pmr_batch.validate.cell_checks import ask_cells
from pmr_batch.validate.collector import Found
from pmr_batch.validate.context import Around
from pmr_batch.validate.explanations import explain
from pmr_batch.validate.orphans import touching
from pmr_batch.validate.rule_checks import ask_rules

#: Facts that merge goes by, as columns of their sheets' frames.
HANDED_OVER = (
    *("review_state", "round", "long_absence"),
    *("current_point", "current_amount", "current_award_pending"),
    *("range_recommended", "point_recommended", "recommended_amount", "recommended_award_pending"),
    "progresses",
)
#: By when each is asked of a person; handed over likewise, but missing where term dates leave it open.
DUES = ("planning_due", "final_due", "pay_decision_due", "report_due")


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
    accepted = [one for one in returns if one.state is FileState.ACCEPTED]
    raws = {sheet.name: frames.raw(sheet, accepted) for sheet in SHEETS}
    found = Found(accepted, raws)
    for raw in raws.values():
        ask_cells(raw, found)
    around = _around(raws, accepted, settings, as_of)
    asked = Asked(around, round_)
    for sheet in SHEETS:
        ask_rules(sheet, sheet_rules.get(sheet.name, ()), around, asked, found)
    told = explain([*found.findings(), *told_by_reader(returns)], asked, found)
    orphans = {sheet.name: around.suspects(sheet.name) for sheet in SHEETS if sheet.people}
    told = touching([*told, *found.findings()], accepted, around.frames, orphans)
    return Validated(
        tuple(ordered(told)),
        tuple(sorted(found.to_do, key=lambda one: (one.due, one.academy or "", one.payroll_number or "", one.code))),
        tuple(sorted(found.not_checked, key=lambda one: (one.code, one.needs))),
        _handed_over(around),
        tuple(accepted),
    )


def _handed_over(around: Around) -> dict[str, pd.DataFrame]:
    frames = dict(around.frames)
    for name in HANDED_OVER:
        fact = around.facts[name]
        frames[fact.sheet.name] = frames[fact.sheet.name].assign(**{name: around.answer(fact).values})
    dues = {name: around.answer(around.facts[name]) for name in DUES}
    known = {name: answer.values.where(answer.known) for name, answer in dues.items()}
    return frames | {STAFF.name: frames[STAFF.name].assign(**known)}


def _around(raws: Mapping[str, frames.Raw], returns: Sequence[Return], settings: Settings, as_of: date) -> Around:
    today = np.datetime64(as_of, "s")
    typed = {name: frames.typed(raw, returns, today) for name, raw in raws.items()}
    frames.with_people(typed)
    bad = {name: raw.bad for name, raw in raws.items()}
    return Around(returns, settings, as_of, typed, bad, FACTS)


def told_by_reader(returns: Sequence[Return]) -> list[Finding]:
    """What the reader saw in every file, accepted or not, as findings."""
    return [stamp(spot, RULES[spot.code], one, names_of(one)) for one in returns for spot in one.spots]
