"""Rules of section 4.5 and 4.6 of the policy: the Trust objective, development, and the improvement plan."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import DEVELOPMENT, OBJECTIVES, STAFF, START
from pmr_batch.rules.facts.absence import absent_throughout
from pmr_batch.rules.facts.cell_texts import in_words
from pmr_batch.rules.facts.cycle_dates import is_teaching_cycle
from pmr_batch.rules.facts.objective_sets import (
    has_trust_objective,
    has_trust_words,
    has_trust_words_somewhere,
    is_on_priorities,
)
from pmr_batch.rules.facts.person_rows import TRUST, has_development, has_objectives
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, PLANNING, QUERY, TEACHERS_AND_HEADS, Code, declare, rule


@rule(
    Code("PM409", clause="4.5", severity=ERROR, stage=PLANNING, group=TEACHERS_AND_HEADS),
    "trust-objective-is-marked",
    reads=(has_trust_words, has_trust_objective, is_teaching_cycle),
    blames=(OBJECTIVES.kind,),
    says="is {value}, though these are the words of the Trust objective",
    must_hold="Each set of objectives of the teaching staff includes the overall Trust objective.",
    remedy="Choose Trust as its Kind.",
)
def is_marked(objectives: pd.DataFrame) -> pd.Series:
    """The objective is there, under another Kind. A teacher in the wrong return is told as PM206."""
    return objectives["has_trust_objective"] | ~objectives["has_trust_words"] | ~objectives["is_teaching_cycle"]


@rule(
    Code("PM409", clause="4.5", severity=ERROR, stage=PLANNING, group=TEACHERS_AND_HEADS),
    "trust-objective-is-included",
    reads=(has_objectives, has_trust_objective, has_trust_words_somewhere, is_teaching_cycle, absent_throughout),
    blames=(STAFF.payroll_number,),
    of_person=True,
    says="has objectives, but none of Kind Trust",
    must_hold=is_marked.must_hold,
    remedy="Add the Trust objective.",
)
def includes_the_trust_objective(staff: pd.DataFrame) -> pd.Series:
    """Whoever has no objectives at all is told as PM403."""
    included = staff["has_trust_objective"] | staff["has_trust_words_somewhere"]
    return included | ~staff["has_objectives"] | ~staff["is_teaching_cycle"] | staff["absent_throughout"]


@rule(
    Code("PM410", clause="4.5", severity=QUERY, stage=PLANNING, group=ALL),
    "trust-objective-in-the-ceos-words",
    reads=(OBJECTIVES.kind, has_trust_words),
    blames=(OBJECTIVES.objective,),
    says="is {value}, though its Kind is Trust",
    must_hold="A Trust objective carries the words that the CEO designated for the cycle.",
    remedy="Use the words of the Trust objective on the Start sheet.",
)
def carries_the_words(objectives: pd.DataFrame) -> pd.Series:
    """Something may be added to the words; an objective without any is told as PM403."""
    other_words = (objectives["kind"] == TRUST) & ~objectives["has_trust_words"]
    return ~(other_words & in_words(objectives["objective"]))


development_named = declare(
    Code("PM411", clause="4.5", severity=QUERY, stage=PLANNING, group=ALL),
    "development-is-set-out",
    blames=(DEVELOPMENT.development_required,),
    says="is blank",
    must_hold="Training and support identified are set out in writing for everybody in review; "
    "“None identified” is an answer.",
    remedy="Fill in what was identified, or None identified.",
)


@rule(
    Code("PM411", clause="4.5", severity=QUERY, stage=PLANNING, group=ALL),
    "everybody-has-development",
    reads=(has_development, absent_throughout),
    blames=(STAFF.payroll_number,),
    of_person=True,
    says="has no row on Development",
    must_hold=development_named.must_hold,
    remedy="Add a row on Development.",
)
def everybody_has_development(staff: pd.DataFrame) -> pd.Series:
    """Support is identified together with the objectives."""
    return staff["has_development"] | staff["absent_throughout"]


priority_served = declare(
    Code("PM412", clause="4.6", severity=QUERY, stage=PLANNING, group=ALL),
    "school-objective-serves-a-priority",
    reads=(OBJECTIVES.kind,),
    blames=(OBJECTIVES.improvement_priority,),
    says="is blank",
    must_hold="A school objective serves a priority of the academy's improvement plan.",
    remedy="Choose the priority.",
)


@rule(
    Code("PM413", clause="4.6", severity=QUERY, stage=ALWAYS, group=ALL),
    "priority-is-on-priorities",
    reads=(is_on_priorities,),
    blames=(OBJECTIVES.improvement_priority,),
    says="is {value}, which is not on Priorities",
    must_hold="A priority that an objective names is on the sheet Priorities.",
    remedy="Correct the reference, or add the priority.",
)
def is_listed(objectives: pd.DataFrame) -> pd.Series:
    """Appendix A shows the words of the priority, found by its reference."""
    return objectives["is_on_priorities"] | objectives["improvement_priority"].isna()


quality_assured = declare(
    Code("PM414", clause="4.6", severity=ERROR, stage=PLANNING, group=ALL),
    "objectives-are-quality-assured",
    blames=(START.objectives_quality_assured_by, START.objectives_quality_assured_on),
    says="is blank",
    must_hold="Objectives are quality assured against the improvement plan.",
    remedy="Fill in who quality assured them, and when.",
)
moderated = declare(
    Code("PM417", clause="4.6", severity=ERROR, stage=PLANNING, group=ALL),
    "objectives-are-moderated",
    blames=(START.objectives_moderated_by, START.objectives_moderated_on),
    says="is blank",
    must_hold="Objectives are moderated across the school, so that they are consistent and fair.",
    remedy="Fill in who moderated them, and when.",
)


#: The main one of a code first.
RULES = (
    is_marked, includes_the_trust_objective, carries_the_words, development_named, everybody_has_development,
    priority_served, is_listed, quality_assured, moderated,
)  # fmt: skip
