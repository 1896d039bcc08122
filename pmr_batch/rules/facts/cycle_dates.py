"""Facts of a person's cycle: its dates, and from when on the person's work is due."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.day_counts import day_after
from pmr_batch.rules.facts.person_rows import has_panel, is_support
from pmr_batch.words import day

GRIEVANCE = "Suspended: grievance"


def of_cycle(rows: pd.DataFrame, context: Context, attribute: str) -> pd.Series:
    """A date of the cycle of each row's return; missing where the trust sets none."""
    dates = {name: getattr(cycle, attribute) for name, cycle in context.settings.cycles.items()}
    days = [np.datetime64(dates.get(name) or "NaT", "s") for name in rows["cycle"]]
    return pd.Series(np.array(days, "datetime64[s]"), index=rows.index)


def in_own_cycle(rows: pd.DataFrame, key: str) -> pd.Series:
    """Whether a date lies within the person's cycle; true where either is blank."""
    return ~((rows[key] < rows["cycle_from"]) | (rows[key] > rows["cycle_to"]))


@fact(STAFF)
def cycle_starts(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The first day of the cycle of the return."""
    return of_cycle(staff, context, "starts")


@fact(STAFF)
def cycle_ends(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The last day of the cycle of the return."""
    return of_cycle(staff, context, "ends")


@fact(STAFF, reads=(STAFF.cycle_from, STAFF.cycle_to, cycle_starts, cycle_ends))
def cycle_differs(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Which of the person's dates are not those of the cycle, in words; missing where both are."""
    pairs = (("Cycle from", "cycle_from", "cycle_starts"), ("Cycle to", "cycle_to", "cycle_ends"))
    words = [
        ", and ".join(
            f"{heading} is {day(row[own])}, not {day(row[whole])}"
            for heading, own, whole in pairs
            if pd.notna(row[own]) and pd.notna(row[whole]) and row[own] != row[whole]
        )
        for row in staff[["cycle_from", "cycle_to", "cycle_starts", "cycle_ends"]].to_dict("records")
    ]
    return pd.Series([text or None for text in words], staff.index, dtype="str")


@fact(STAFF, reads=(STAFF.role, has_panel, is_support))
def deadline_group(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Whose last days hold for the person (1.4), as a sentence has them."""
    words = np.select([staff["has_panel"], staff["is_support"]], ["heads and executives", "support staff"], "teachers")
    return pd.Series(words, staff.index, dtype="str")


@fact(STAFF)
def pay_effective_from(staff: pd.DataFrame, context: Context) -> pd.Series:
    """From when pay decisions of the cycle take effect."""
    return of_cycle(staff, context, "pay_effective_from")


@fact(STAFF)
def trust_objective(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The overall Trust objective that the CEO designated for the cycle."""
    words = {name: cycle.trust_objective for name, cycle in context.settings.cycles.items()}
    return pd.Series([words.get(name) for name in staff["cycle"]], index=staff.index, dtype="str")


@fact(STAFF)
def is_teaching_cycle(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Whether the return is one of a teaching cycle."""
    teaching = {name for name, cycle in context.settings.cycles.items() if cycle.teaching}
    return staff["cycle"].isin(teaching)


@fact(STAFF, reads=(is_support, is_teaching_cycle))
def role_belongs(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The role is one of the cycle of the return; what rests on the role of a misplaced person is not asked."""
    return staff["role"].isna() | (staff["is_support"] != staff["is_teaching_cycle"])


@fact(STAFF, reads=(STAFF.cycle_from, cycle_starts))
def own_start(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The start of the person's own cycle, within the cycle; the cycle's where it is not given."""
    starts = staff["cycle_starts"]
    return staff["cycle_from"].where(staff["cycle_from"] > starts, starts)


@fact(STAFF, reads=(own_start, STAFF.working_pattern), parameters=("objectives_set_within",))
def objectives_due(staff: pd.DataFrame, context: Context) -> Answer:
    """By when first objectives are set (4.1): the cycle's date, or the parameter after the own start."""
    after = day_after(staff, context, staff["own_start"], staff["objectives_set_within"])
    set_by = of_cycle(staff, context, "objectives_set_by")
    return Answer(after.values.where(after.values > set_by, set_by), after.known, after.needs)


@fact(STAFF, reads=(objectives_due,))
def planning_due(staff: pd.DataFrame, context: Context) -> pd.Series:
    """From when what is planned at the start of the cycle must be there."""
    return staff["objectives_due"]


@fact(STAFF, reads=(has_panel, STAFF.status, STAFF.status_to, STAFF.working_pattern), parameters=("grievance_grace",))
def final_due(staff: pd.DataFrame, context: Context) -> Answer:
    """By when the final review is held (1.4): mid-October, or the heads' date."""
    return _deadline(staff, context, "final_reviews_by", "heads_final_reviews_by")


@fact(STAFF, reads=(has_panel, STAFF.status, STAFF.status_to, STAFF.working_pattern), parameters=("grievance_grace",))
def pay_decision_due(staff: pd.DataFrame, context: Context) -> Answer:
    """By when the pay recommendation and decision are made (1.4): 31 October, or the heads' date."""
    return _deadline(staff, context, "pay_decisions_by", "heads_pay_decisions_by")


@fact(STAFF, reads=(has_panel, STAFF.status, STAFF.status_to, STAFF.working_pattern), parameters=("grievance_grace",))
def report_due(staff: pd.DataFrame, context: Context) -> Answer:
    """By when the written report is sent (6.3): 31 October, or the heads' date."""
    return _deadline(staff, context, "reports_sent_by", "heads_reports_sent_by")


def _deadline(staff: pd.DataFrame, context: Context, own: str, heads: str) -> Answer:
    """The cycle's date by role, moved on by a grievance suspension that ended; missing = not asked for."""
    date = of_cycle(staff, context, heads).where(staff["has_panel"], of_cycle(staff, context, own))
    ended = (staff["status"] == GRIEVANCE) & (staff["status_to"] < staff["as_of"]) & date.notna()
    grace = day_after(staff, context, staff["status_to"].where(ended), staff["grievance_grace"])
    return Answer(grace.values.where(grace.values > date, date), grace.known, grace.needs)


@fact(STAFF, reads=(STAFF.role, has_panel, is_teaching_cycle))
def round(staff: pd.DataFrame, context: Context) -> pd.Series:  # noqa: A001  (the word of the field)
    """The round that moderates the person, by role; without a role, by the cycle of the return."""
    october = (staff["role"] == "Teacher") | (staff["role"].isna() & staff["is_teaching_cycle"])
    words = np.select([staff["has_panel"], october], ["december", "october"], "april")
    return pd.Series(words, index=staff.index, dtype="str")
