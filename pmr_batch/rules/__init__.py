"""The rule book: every rule under its code, and the facts they share. Registered by hand, never scanned.

The modules follow the policy: `workbook` and `keys` (section 0), `introduction` (1), `scope` and
`academies` (2), `reviewers`, `standins`, `panels` and `heads` (3), `objectives`, `aims` and `revisions`
(4), `observation` and `development` (5), `meetings`, `reports`, `assessment`, `recommendations`, `pay`, `upper`,
`criteria` and `decisions` (6), `concerns`, `monitoring` and `capability` (7), `confidentiality` (8) and `appendix`;
`explanations` knows the words of all others; `facts` has what rules read beyond cells, `cases` what each
rule finds and lets pass. One code may have several rules, one for each kind of cell it may blame: `RULES`
has the main one, `SHEET_RULES` all of them by sheet.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.rules import (
    academies,
    aims,
    appendix,
    assessment,
    capability,
    concerns,
    confidentiality,
    criteria,
    decisions,
    development,
    heads,
    introduction,
    keys,
    meetings,
    monitoring,
    objectives,
    observation,
    panels,
    pay,
    recommendations,
    reports,
    reviewers,
    revisions,
    scope,
    standins,
    upper,
    workbook,
)
from pmr_batch.rules.explanations import explanation_rules
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.facts import absence, cycle, people, points, scales, standing
from pmr_batch.rules.facts import pay as amounts
from pmr_batch.rules.rule import Rule

_SECTIONS = (
    *(workbook, keys),
    *(introduction, scope, academies),
    *(reviewers, standins, panels, heads),
    *(objectives, aims, revisions),
    *(observation, development),
    *(meetings, reports, assessment, recommendations, pay, upper, criteria, decisions),
    *(concerns, monitoring, capability),
    *(confidentiality, appendix),
)
_BY_SECTION = tuple(rule for section in _SECTIONS for rule in section.RULES)
#: All rules, by code; of one code the main one first.
ALL_RULES: tuple[Rule, ...] = tuple(sorted((*_BY_SECTION, *explanation_rules(_BY_SECTION)), key=attrgetter("code")))
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
        standing.standing,
        standing.in_review,
        standing.under_capability,
        cycle.planning_due,
        cycle.final_due,
        cycle.pay_decision_due,
        cycle.report_due,
        cycle.round,
        absence.long_absence,
        people.has_review,
        scales.current_award_pending,
        scales.recommended_award_pending,
        scales.range_recommended,
        points.current_point,
        points.point_recommended,
        amounts.current_amount,
        amounts.recommended_amount,
        amounts.progresses,
    )
}
