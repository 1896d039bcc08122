"""The rule book: every rule under its code, and the facts they share. Registered by hand, never scanned.

The modules follow the policy: `workbook`, `payroll_numbers` and `dates` (section 0), `cycles` (1), `scope` and
`academies` (2), `reviewers`, `stand_ins`, `panels` and `heads` (3), `objectives`, `aims` and `revisions` (4),
`observation` and `development` (5), `meetings`, `reports`, `assessment`, `recommendations`, `pay`, `upper_pay_range`,
`pay_criteria`, `decisions` and `appeals` (6), `concerns`, `monitoring` and `capability` (7), `confidentiality` (8) and
`appendix_a`; `explanations` knows the words of all others; `facts` has what rules read beyond cells, `cases` what each
rule finds and lets pass, `messages` makes findings of what they found. One code may have several rules, one for each
kind of cell it may blame: `RULES` has the main one, `SHEET_RULES` all of them by sheet.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.rules import (
    academies,
    aims,
    appeals,
    appendix_a,
    assessment,
    capability,
    concerns,
    confidentiality,
    cycles,
    dates,
    decisions,
    development,
    heads,
    meetings,
    monitoring,
    objectives,
    observation,
    panels,
    pay,
    pay_criteria,
    payroll_numbers,
    recommendations,
    reports,
    reviewers,
    revisions,
    scope,
    stand_ins,
    upper_pay_range,
    workbook,
)
from pmr_batch.rules.columns import check_declared
from pmr_batch.rules.explanations import explanation_rules
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.facts import (
    absence,
    cycle_dates,
    employment,
    pay_movement,
    pay_points,
    pay_scales,
    person_rows,
    review_status,
)
from pmr_batch.rules.rule import Rule

_SECTIONS = (
    *(workbook, payroll_numbers, dates),
    *(cycles, scope, academies),
    *(reviewers, stand_ins, panels, heads),
    *(objectives, aims, revisions),
    *(observation, development),
    *(meetings, reports, assessment, recommendations, pay, upper_pay_range, pay_criteria, decisions, appeals),
    *(concerns, monitoring, capability),
    *(confidentiality, appendix_a),
)
_BY_SECTION = tuple(rule for section in _SECTIONS for rule in section.RULES)
#: All rules, by code; of one code the main one first.
ALL_RULES: tuple[Rule, ...] = tuple(sorted((*_BY_SECTION, *explanation_rules(_BY_SECTION)), key=attrgetter("code")))
check_declared(ALL_RULES)
#: The main rule of each code, in code order.
RULES: dict[str, Rule] = {code: next(rules) for code, rules in groupby(ALL_RULES, key=attrgetter("code"))}
#: All rules that are asked about the rows of a sheet, by the sheet's name.
SHEET_RULES: dict[str, tuple[Rule, ...]] = {
    sheet.name: tuple(rule for rule in ALL_RULES if rule.sheet is sheet and rule.found_by == "rule") for sheet in SHEETS
}
#: The facts that the engine, merge and conditions ask for by name.
FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        review_status.review_state,
        review_status.in_review,
        review_status.under_capability,
        employment.leaves_before_pay,
        cycle_dates.planning_due,
        cycle_dates.final_due,
        cycle_dates.pay_decision_due,
        cycle_dates.report_due,
        cycle_dates.round,
        absence.long_absence,
        absence.absent_throughout,
        person_rows.has_review,
        pay_scales.current_award_pending,
        pay_scales.recommended_award_pending,
        pay_scales.range_recommended,
        pay_points.current_point,
        pay_points.point_recommended,
        pay_movement.current_amount,
        pay_movement.recommended_amount,
        pay_movement.progresses,
        pay_movement.at_top,
    )
}
