"""Rules of section 4.1 to 4.4 of the policy: objectives are set in time, by the right people, and SMART."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import OBJECTIVES, STAFF
from pmr_batch.rules.facts.absence import absent_throughout
from pmr_batch.rules.facts.cell_texts import in_words
from pmr_batch.rules.facts.cycle_dates import in_own_cycle, objectives_due
from pmr_batch.rules.facts.objective_sets import (
    has_trust_words,
    is_first_objective,
    is_first_of_these_words,
    is_first_set,
    objective_count,
    objectives_beside_usual,
    objectives_least,
    objectives_most,
    others_with_these_words,
    own_words,
    people_with_these_words,
    share_with_these_words,
    words_said,
)
from pmr_batch.rules.facts.person_rows import TRUST, has_objectives, has_panel
from pmr_batch.rules.rule import ALL, ERROR, PLANNING, QUERY, Code, declare, rule


@rule(
    Code("PM401", clause="4.1", severity=QUERY, stage=PLANNING, group=ALL),
    "objectives-set-in-time",
    reads=(is_first_set, objectives_due),
    blames=(OBJECTIVES.set_on,),
    parameters=("objectives_set_within",),
    says="is {value} for the first objectives, which were due by {objectives_due}",
    must_hold="Objectives are set before, or as soon as possible after, the start of the cycle, each with its date.",
    remedy="Explain the delay on Explanations; where no date is given, fill it in.",
)
def are_set_in_time(objectives: pd.DataFrame) -> pd.Series:
    """One finding a person; a date still to come is told as PM108."""
    on = objectives["set_on"]
    late = (on > objectives["objectives_due"]) & (on <= objectives["as_of"])
    return ~(objectives["is_first_set"] & late)


@rule(
    Code("PM402", clause="4.2; 4.3; 4.5", severity=ERROR, stage=PLANNING, group=ALL),
    "objectives-set-by-the-right-people",
    reads=(has_panel,),
    blames=(OBJECTIVES.set_by,),
    says="is {value}, and the role is {role}",
    must_hold="The panel sets the objectives of heads and executives; everybody else agrees them with the reviewer, "
    "or the reviewer decides.",
    remedy="Choose who set them.",
)
def are_set_by_the_right_people(objectives: pd.DataFrame) -> pd.Series:
    """Only heads and executives have a panel."""
    return objectives["set_by"].isna() | ((objectives["set_by"] == "Panel") == objectives["has_panel"])


@rule(
    Code("PM403", clause="4.4", severity=ERROR, stage=PLANNING, group=ALL),
    "objective-is-in-words",
    blames=(OBJECTIVES.objective,),
    says="is {value}, which is not in words",
    must_hold="Everybody in review has objectives, each in words.",
    remedy="Add the objective, or delete the row where there is none.",
)
def is_in_words(objectives: pd.DataFrame) -> pd.Series:
    """A dash or a number holds a place, and sets nothing."""
    return objectives["objective"].isna() | in_words(objectives["objective"])


@rule(
    Code("PM403", clause="4.4", severity=ERROR, stage=PLANNING, group=ALL),
    "everybody-has-objectives",
    reads=(has_objectives, absent_throughout),
    blames=(STAFF.payroll_number,),
    of_person=True,
    says="has no row on Objectives",
    must_hold=is_in_words.must_hold,
    remedy="Add objectives.",
)
def everybody_has_objectives(staff: pd.DataFrame) -> pd.Series:
    """Nobody can be assessed against nothing, but for whoever was away for all of the cycle."""
    return staff["has_objectives"] | staff["absent_throughout"]


@rule(
    Code("PM404", clause="4.4", severity=QUERY, stage=PLANNING, group=ALL),
    "number-of-objectives-is-reasonable",
    reads=(
        *(is_first_objective, objective_count, objectives_least, objectives_most, objectives_beside_usual),
        absent_throughout,
    ),
    blames=(OBJECTIVES.no,),
    parameters=("objectives_teacher", "objectives_head", "objectives_support"),
    says="is {value}, {objectives_beside_usual} for the role and the length of the cycle",
    must_hold="The number of objectives is reasonable for the role and the length of the person's cycle.",
    remedy="Explain on Explanations, or change the number of objectives.",
)
def are_a_reasonable_number(objectives: pd.DataFrame) -> pd.Series:
    """One finding a person, at the first objective."""
    count = objectives["objective_count"]
    usual = count.between(objectives["objectives_least"], objectives["objectives_most"])
    return usual | ~objectives["is_first_objective"] | objectives["absent_throughout"]


success_described = declare(
    Code("PM405", clause="4.4", severity=ERROR, stage=PLANNING, group=ALL),
    "objective-says-what-success-is",
    blames=(OBJECTIVES.what_success_looks_like,),
    says="is blank",
    must_hold="Each objective describes what success may look like.",
    remedy="Fill in the cell.",
)
measurable = declare(
    Code("PM406", clause="4.4", severity=ERROR, stage=PLANNING, group=ALL),
    "objective-is-measurable",
    blames=(OBJECTIVES.measures_and_milestones,),
    says="is blank",
    must_hold="Each objective is measurable: it has measures and milestones.",
    remedy="Fill in the cell.",
)


@rule(
    Code("PM407", clause="4.4", severity=ERROR, stage=PLANNING, group=ALL),
    "objective-is-time-bound",
    reads=(STAFF.cycle_from, STAFF.cycle_to),
    blames=(OBJECTIVES.due_on,),
    says="is {value}, outside the person's cycle, {cycle_from} to {cycle_to}",
    must_hold="Each objective is time-bound: it has a date within the person's cycle.",
    remedy="Give a date within the cycle.",
)
def is_time_bound(objectives: pd.DataFrame) -> pd.Series:
    """An objective that ends outside the cycle cannot be assessed at its end."""
    return in_own_cycle(objectives, "due_on")


@rule(
    Code("PM408", clause="4.4", severity=QUERY, stage=PLANNING, group=ALL),
    "objective-is-specific",
    reads=(OBJECTIVES.kind, words_said, has_trust_words),
    blames=(OBJECTIVES.objective,),
    parameters=("objective_words", "objective_copies"),
    says="is {value}, shorter than {objective_words} words",
    must_hold="An objective is specific: long enough to say something, and not the same words for many people.",
    remedy="Rewrite the objective for this person.",
)
def says_something(objectives: pd.DataFrame) -> pd.Series:
    """The Trust objective is the CEO's; what has no words at all is told as PM403."""
    trusts = (objectives["kind"] == TRUST) | objectives["has_trust_words"]
    return trusts | ~in_words(objectives["objective"]) | ~(objectives["words_said"] < objectives["objective_words"])


@rule(
    Code("PM408", clause="4.4", severity=QUERY, stage=PLANNING, group=ALL),
    "objective-is-the-persons-own",
    reads=(own_words, is_first_of_these_words, people_with_these_words, share_with_these_words),
    affects=others_with_these_words,
    blames=(OBJECTIVES.objective,),
    parameters=("objective_words", "objective_copies"),
    says="is {value}, the same words for {share_with_these_words}",
    must_hold=says_something.must_hold,
    remedy="Rewrite the objective for each person.",
)
def is_the_persons_own(objectives: pd.DataFrame) -> pd.Series:
    """One finding a text in each academy, at its first row."""
    many = objectives["people_with_these_words"] > objectives["objective_copies"]
    return ~(objectives["is_first_of_these_words"] & many)


#: The main one of a code first.
RULES = (
    are_set_in_time, are_set_by_the_right_people, is_in_words, everybody_has_objectives, are_a_reasonable_number,
    success_described, measurable, is_time_bound, says_something, is_the_persons_own,
)  # fmt: skip
