"""Facts of where a person stands: in review, or why not (design: outcomes)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.cycle_dates import GRIEVANCE, is_teaching_cycle
from pmr_batch.rules.facts.employment import (
    academy_can_be,
    contract_under_a_term,
    has_left,
    reviewing_academy,
    rows_agree,
)
from pmr_batch.rules.facts.person_rows import earliest, of_person, review_begun, true_of
from pmr_batch.words import listed

CAPABILITY = "Capability"


@fact(STAFF, reads=(STAFF.status, STAFF.status_to, CONCERNS.capability_ended_on))
def status_over(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The status ended before the as-of date: by Status to, or for capability by Capability ended on.

    Status to holds for capability only where no concern here led to it. Whoever left does not come back.
    """
    concerns = context.frames[CONCERNS.name]
    led = concerns["outcome"] == CAPABILITY
    running = led & ~(concerns["capability_ended_on"] < concerns["as_of"])
    ended = staff["status_to"] < staff["as_of"]
    by_concern = (staff["status"] == CAPABILITY) & true_of(concerns, led, staff)
    return ended.where(~by_concern, ~true_of(concerns, running, staff)) & (staff["status"] != "Left")


@fact(STAFF, reads=(STAFF.status, CONCERNS.notified_on))
def capability_from(staff: pd.DataFrame, context: Context) -> pd.Series:
    """From when capability replaced the review: the last Notified on, or Status from where no concern has one."""
    concerns = context.frames[CONCERNS.name]
    led = concerns[(concerns["outcome"] == CAPABILITY) & (concerns["person"] >= 0)]
    notified = of_person(led.groupby("person")["notified_on"].max(), staff).astype("datetime64[s]")
    return notified.fillna(staff["status_from"].where(staff["status"] == CAPABILITY))


@fact(STAFF, reads=(STAFF.status, CONCERNS.capability_ended_on))
def capability_until(staff: pd.DataFrame, context: Context) -> pd.Series:
    """When the capability of `capability_from` ended; missing while it runs."""
    concerns = context.frames[CONCERNS.name]
    led = (concerns["outcome"] == CAPABILITY) & (concerns["person"] >= 0)
    last = concerns[led].sort_values("notified_on", kind="stable").drop_duplicates("person", keep="last")
    ended = of_person(last.set_index("person")["capability_ended_on"], staff).astype("datetime64[s]")
    of_status = staff["status_to"].where(staff["status"] == CAPABILITY)
    return ended.where(true_of(concerns, led, staff), of_status)


@fact(STAFF, reads=(CONCERNS.notified_on, CONCERNS.capability_ended_on))
def capability_notified(staff: pd.DataFrame, context: Context) -> pd.Series:
    """When the capability that runs now was notified, as the person's concerns have it; missing where none runs."""
    concerns = context.frames[CONCERNS.name]
    begun = (concerns["outcome"] == CAPABILITY) & (concerns["notified_on"] <= concerns["as_of"])
    runs = begun & ~(concerns["capability_ended_on"] < concerns["as_of"])
    return earliest(concerns, concerns["notified_on"].where(runs), staff)


@fact(STAFF, reads=(STAFF.status, status_over, STAFF.in_induction, review_begun, is_teaching_cycle))
def is_out_of_scope(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Said to be, or in induction or on a contract of less than one term with no review begun (2.1).

    A contract of which term dates do not tell is taken as in scope.
    """
    short = context.answer(contract_under_a_term)
    excepted: pd.Series = (staff["in_induction"] == "Yes") | (short.values & short.known)
    said: pd.Series = (staff["status"] == "Out of scope") & ~staff["status_over"]
    return said | (staff["is_teaching_cycle"] & excepted & ~staff["review_begun"])


@fact(
    STAFF,
    reads=(
        STAFF.status,
        status_over,
        has_left,
        is_out_of_scope,
        reviewing_academy,
        academy_can_be,
        rows_agree,
    ),
)
def review_state(staff: pd.DataFrame, context: Context) -> pd.Series:
    """One of "in review", "left", "out of scope", "reviewed elsewhere", "suspended" and "other procedure"."""
    elsewhere = staff["academy_can_be"] & staff["rows_agree"] & (staff["reviewing_academy"] != staff["academy"])
    runs = ~staff["status_over"]
    reasons = {
        "left": staff["has_left"],
        "out of scope": staff["is_out_of_scope"],
        "reviewed elsewhere": elsewhere,
        "suspended": (staff["status"] == GRIEVANCE) & runs,
        "other procedure": (staff["status"] == CAPABILITY) & runs,
    }
    words = np.select(list(reasons.values()), list(reasons), "in review")
    return pd.Series(words, index=staff.index, dtype="str")


@fact(STAFF, reads=(STAFF.status, has_left, is_out_of_scope))
def left_unsaid(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has left, and neither does the status say so nor is the person out of scope."""
    return staff["has_left"] & (staff["status"] != "Left") & ~staff["is_out_of_scope"]


@fact(STAFF, reads=(STAFF.status, review_state, capability_notified))
def status_behind(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Capability runs by a concern, and the status does not say so yet (PM710)."""
    here = staff["review_state"].isin(("in review", "suspended"))
    return here & staff["capability_notified"].notna() & (staff["status"] != CAPABILITY)


@fact(STAFF, reads=(review_state, academy_can_be, rows_agree, status_behind))
def in_review(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Whether the person's review goes on here; not before it is agreed that it is here (PM209).

    Capability replaces the review from its notice on, even where the status is behind.
    """
    agreed = staff["academy_can_be"] & staff["rows_agree"]
    return (staff["review_state"] == "in review") & agreed & ~staff["status_behind"]


@fact(STAFF, reads=(review_state, academy_can_be, rows_agree, status_behind))
def under_capability(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Whether capability replaces the person's review here now, by the status or by a concern."""
    by_concern = (staff["review_state"] == "in review") & staff["status_behind"]
    agreed = staff["academy_can_be"] & staff["rows_agree"]
    return ((staff["review_state"] == "other procedure") | by_concern) & agreed


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.reviewed_at, STAFF.status, status_over))
def out_of_scope_in(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The codes of the other academies that have the person out of scope, as a sentence has them; missing for none.

    Not of a row that names the academy where the person is reviewed.
    """
    dropped = (staff["status"] == "Out of scope") & ~staff["status_over"] & staff["reviewed_at"].isna()
    rows = staff[dropped].dropna(subset=["payroll_number"])
    theirs: dict[tuple[str, str], set[str]] = {}
    for cycle, number, academy in zip(rows["cycle"], rows["payroll_number"], rows["academy"], strict=True):
        theirs.setdefault((cycle, number), set()).add(academy)
    posts = zip(staff["cycle"], staff["payroll_number"], staff["academy"], strict=True)
    words = [listed(sorted(theirs.get((cycle, number), set()) - {academy})) or None for cycle, number, academy in posts]
    return pd.Series(words, staff.index, dtype="str")


@fact(STAFF, reads=(STAFF.payroll_number,))
def listed_out_of_scope(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Why the staff list has the post out of scope; missing where it does not."""
    rows = context.settings.staff_list or ()
    grounds = {(row["academy_code"], row["payroll_number"]): row.get("out_of_scope_because") for row in rows}
    posts = zip(staff["academy"], staff["payroll_number"], strict=True)
    return pd.Series([grounds.get(post) for post in posts], staff.index, dtype="str")
