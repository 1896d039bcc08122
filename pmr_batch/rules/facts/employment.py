"""Facts of scope (section 2): short contracts, and people of several academies."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.policy.calendar import TERM_TIME
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.cycle_dates import pay_effective_from
from pmr_batch.rules.facts.day_counts import missing
from pmr_batch.rules.facts.person_rows import review_begun
from pmr_batch.words import day, listed

#: A sheet has a name of its own.
_NAME = STAFF.by_key["name"]
_A_YEAR = pd.Timedelta(days=365)


@fact(STAFF, reads=(STAFF.contract, STAFF.employment_start, STAFF.employment_end))
def contract_under_a_term(staff: pd.DataFrame, context: Context) -> Answer:
    """A fixed-term contract of fewer school days than the term it starts in (2.1).

    Counted in school days whatever the working pattern. A contract of a year is longer than any
    term, so term dates are asked for only by shorter ones; where they are missing it may be under a term.
    """
    starts, ends = staff["employment_start"], staff["employment_end"]
    short = (staff["contract"] == "Fixed term") & (ends >= starts) & (ends - starts < _A_YEAR)
    short_contracts = staff[short]
    schools = short_contracts.assign(working_pattern=TERM_TIME)
    days = context.calendar.count(schools["academy"], schools["working_pattern"], starts[short], ends[short])
    first = pd.Series(pd.to_datetime(starts[short]).dt.date, short_contracts.index, dtype=object)
    pairs = zip(short_contracts["academy"], first, strict=True)
    term = pd.Series(
        [context.calendar.term_days(academy, day) for academy, day in pairs], short_contracts.index, dtype="float64"
    )
    unknown = days.isna() | term.isna()
    needs = missing(schools[unknown], context, starts, ends)
    return Answer(
        _filled((days < term) | unknown, staff),
        ~_filled(unknown, staff),
        needs,
    )


def _filled(of_short_contracts: pd.Series, staff: pd.DataFrame) -> pd.Series:
    return of_short_contracts.reindex(staff.index, fill_value=False).astype(bool)


@fact(STAFF, reads=(STAFF.payroll_number,))
def listed_end(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The end of the employment on the staff list for the academy; missing where there is none."""
    ends = _listed_ends(context)
    dates = [ends.get(post) for post in zip(staff["academy"], staff["payroll_number"], strict=True)]
    return pd.Series(np.array(dates, "datetime64[s]"), staff.index)


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.employment_end, listed_end))
def ends_agree(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The return and the staff list have the same end of the employment, or neither has one; true off the list."""
    here, there = staff["employment_end"], staff["listed_end"]
    posts = pd.MultiIndex.from_frame(staff[["academy", "payroll_number"]])
    return (here == there) | (here.isna() & there.isna()) | ~posts.isin(list(_listed_ends(context)))


def _listed_ends(context: Context) -> dict[tuple[str, str], date | None]:
    """When each post on the staff list ends, by academy and payroll number."""
    rows = context.settings.staff_list or ()
    return {(row["academy_code"], row["payroll_number"]): row.get("employment_end") for row in rows}


@fact(STAFF, reads=(listed_end,))
def listed_end_told(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The end of the employment on the staff list, in words."""
    words = [f"ends it on {day(end)}" if pd.notna(end) else "has no end of it" for end in staff["listed_end"]]
    return pd.Series(words, staff.index, dtype="str")


@fact(STAFF, reads=(STAFF.employment_end, pay_effective_from))
def leaves_before_pay(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The employment ends, by the return or by the staff list, before the cycle's pay decisions take effect."""
    return _first_end(staff, context) < staff["pay_effective_from"]


@fact(STAFF, reads=(STAFF.status, leaves_before_pay))
def has_left(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has left before the cycle's pay decisions take effect, whatever the status; who leaves later is in review.

    Whose employment is still to end is in review until then, unless the status is Left. With that status and no
    end, which is asked for, nobody is in review.
    """
    said, end = staff["status"] == "Left", _first_end(staff, context)
    return (staff["leaves_before_pay"] & (said | (end < staff["as_of"]))) | (said & end.isna())


def _first_end(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The earlier of the ends that the return and the staff list have."""
    here, there = staff["employment_end"], context.answer(listed_end).values
    return here.where(~(there < here), there).fillna(there)


@fact(STAFF, reads=(STAFF.reviewed_at,))
def reviewing_academy(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The code of the academy that reviews the person, as the row has it; blank means here."""
    codes = {code.casefold(): code for code in context.settings.academies}
    named = [codes.get(str(code).strip().casefold(), code) for code in staff["reviewed_at"]]
    return pd.Series(named, index=staff.index, dtype="str").fillna(staff["academy"])


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.status, has_left, reviewing_academy))
def academy_can_be(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The academy named is one of the trust's and has a row for the person, as far as its return is here."""
    rows = _standing_rows(staff)
    here = set(zip(rows["cycle"], rows["academy"], rows["payroll_number"], strict=True))
    sent = set(zip(staff["cycle"], staff["academy"], strict=True))
    keys = zip(staff["cycle"], staff["reviewing_academy"], staff["payroll_number"], strict=True)
    can = [
        (cycle, academy, number) in here or ((cycle, academy) not in sent and academy in context.settings.academies)
        for cycle, academy, number in keys
    ]
    return pd.Series(can, index=staff.index, dtype=bool) | (staff["reviewing_academy"] == staff["academy"])


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.status, has_left, academy_can_be, reviewing_academy))
def rows_agree(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The row names the same academy as the person's first row that can stand: that one holds until they agree.

    Where a review has begun at one of them, that row comes first: there is nothing to miss at the others.
    """
    rows = _standing_rows(staff)
    rows = rows[rows["academy_can_be"]]
    begun = context.answer(review_begun).values.reindex(rows.index).astype(bool)
    in_turn = rows[begun.to_numpy()], rows[~begun.to_numpy()]
    first = pd.concat(in_turn).drop_duplicates(["cycle", "payroll_number"])
    keys = pd.MultiIndex.from_frame(first[["cycle", "payroll_number"]])
    of_first = (
        first["reviewing_academy"].set_axis(keys).reindex(pd.MultiIndex.from_frame(rows[["cycle", "payroll_number"]]))
    )
    agree = pd.Series(rows["reviewing_academy"].to_numpy() == of_first.to_numpy(), rows.index, dtype=bool)
    return agree.reindex(staff.index, fill_value=True)


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.status, has_left, reviewing_academy))
def their_choices(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Which academy each of the person's rows has as the one that reviews: the one at OAK says RIV."""
    rows = _standing_rows(staff)
    said = "the one at " + rows["academy"] + " says " + rows["reviewing_academy"]
    return _of_all_their_rows(said, staff)


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.fte, STAFF.status, has_left))
def their_ftes(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The person's FTE at each academy: 0.6 at OAK and 0.5 at RIV."""
    rows = _standing_rows(staff).drop_duplicates(["cycle", "academy", "payroll_number"])
    said = pd.Series([f"{fte:g}" for fte in rows["fte"]], rows.index, dtype="str") + " at " + rows["academy"]
    return _of_all_their_rows(said, staff)


def _of_all_their_rows(said: pd.Series, staff: pd.DataFrame) -> pd.Series:
    """What is said of each of a person's rows in all academies, as a sentence has it."""
    theirs: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    academies = staff["academy"].reindex(said.index).sort_values(kind="stable")
    rows = staff[["cycle", "payroll_number"]].reindex(academies.index)
    for cycle, number, words in zip(rows["cycle"], rows["payroll_number"], said.reindex(rows.index), strict=True):
        theirs[cycle, number][words] = None
    keys = zip(staff["cycle"], staff["payroll_number"], strict=True)
    told = [listed(theirs[key]) if key in theirs else None for key in keys]
    return pd.Series(told, staff.index, dtype="str")


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.fte, STAFF.status, has_left))
def total_fte(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The person's FTE over all academies."""
    rows = _standing_rows(staff).drop_duplicates(["cycle", "academy", "payroll_number"])
    total = rows.groupby(["cycle", "payroll_number"])["fte"].sum()
    keys = pd.MultiIndex.from_frame(staff[["cycle", "payroll_number"]])
    return pd.Series(np.round(total.reindex(keys).to_numpy(float), 3), staff.index)


def _standing_rows(staff: pd.DataFrame) -> pd.DataFrame:
    """Rows of people who are there to be reviewed somewhere."""
    there = ~staff["has_left"] & (staff["status"] != "Out of scope")
    return staff[there & staff["payroll_number"].notna()]


@fact(STAFF, reads=(STAFF.payroll_number, _NAME))
def name_elsewhere(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The name that the same payroll number bears in another academy, on a row before; else blank."""
    return _first_elsewhere(staff)["name"]


@fact(STAFF, reads=(STAFF.payroll_number, _NAME))
def academy_elsewhere(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The academy of `name_elsewhere`."""
    return _first_elsewhere(staff)["academy"]


def _first_elsewhere(staff: pd.DataFrame) -> pd.DataFrame:
    named = staff.dropna(subset=["payroll_number", "name"])
    first = named.drop_duplicates("payroll_number").set_index("payroll_number")[["academy", "name"]]
    elsewhere = first.reindex(staff["payroll_number"]).set_axis(staff.index)
    return elsewhere.where(elsewhere["academy"] != staff["academy"])
