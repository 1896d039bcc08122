"""Facts of a pay that is typed: whether it is that of the pay points, and what it may be instead."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.policy.slips import Place, Slip, slip
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.facts.pay_points import current_point, point_recommended
from pmr_batch.rules.facts.pay_scales import (
    EFFECTIVE,
    ENDS,
    areas_of,
    current_award_pending,
    current_scale,
    days_of,
    range_recommended,
    recommended_award_pending,
    recommended_scale,
)


@dataclass(frozen=True)
class Typed:
    """A pay that may be typed, and what it is held against."""

    pay: Column
    range: Column | Fact
    point: Fact
    scale: Fact
    award_pending: Fact
    when: str


TYPED = {
    STAFF: Typed(STAFF.current_pay, STAFF.pay_range, current_point, current_scale, current_award_pending, ENDS),
    REVIEWS: Typed(
        REVIEWS.recommended_pay,
        range_recommended,
        point_recommended,
        recommended_scale,
        recommended_award_pending,
        EFFECTIVE,
    ),
}


@cache
def pay_slip(sheet: Sheet) -> Fact:
    """What is wrong with the pay typed on a sheet (policy.slips.Slip), None where nothing is.

    Nothing is while an award is pending: the office may know more than the pay points.
    """
    typed = TYPED[sheet]

    def slips(rows: pd.DataFrame, context: Context) -> pd.Series:
        given = rows[rows[typed.pay.key].notna() & ~rows[typed.award_pending.key]]
        places = zip(
            areas_of(given, context, given[typed.range.key]),
            given[typed.range.key],
            given[typed.point.key],
            days_of(given, context, typed.when),
            strict=True,
        )
        pays = zip(places, given[typed.pay.key], given["fte"], strict=True)
        faults = [_slip(context, place, pence, fte) for place, pence, fte in pays]
        return pd.Series(faults, index=given.index, dtype=object).reindex(rows.index)

    sources = (typed.pay, typed.range, typed.point, typed.award_pending, STAFF.fte)
    return Fact(f"{typed.pay.key}_slip", sheet, sources, slips)


def _slip(context: Context, place: tuple[Any, ...], pence: int, fte: float) -> Slip | None:
    area, pay_range, point, on = place
    if area is None or on is None:
        return None
    at = Place(area, pay_range, point if isinstance(point, str) else None, on)
    return slip(context.settings.pay, at, Decimal(int(pence)) / 100, None if np.isnan(fte) else Decimal(str(fte)))


@cache
def pay_is_on_scale(sheet: Sheet) -> Fact:
    """Whether a pay typed on a sheet is that of the pay points; false, and unknown to the rule, without a scale."""
    typed = TYPED[sheet]

    def on_scale(rows: pd.DataFrame, context: Context) -> pd.Series:
        unsure = rows[typed.pay.key].notna() & ~context.answer(typed.scale).known
        wrong = [isinstance(cell, Slip) and not cell.part_time for cell in rows[f"{typed.pay.key}_slip"]]
        return pd.Series(~(unsure.to_numpy(bool) | np.array(wrong, bool)), index=rows.index)

    return Fact(f"{typed.pay.key}_is_on_scale", sheet, (pay_slip(sheet),), on_scale)


@cache
def is_full_time(sheet: Sheet) -> Fact:
    """Whether a pay typed on a sheet is not the actual pay of a part-timer."""
    key = f"{TYPED[sheet].pay.key}_slip"

    def full(rows: pd.DataFrame, _: Context) -> pd.Series:
        part_time = [isinstance(cell, Slip) and cell.part_time for cell in rows[key]]
        return ~pd.Series(part_time, index=rows.index, dtype=bool)

    return Fact(f"{TYPED[sheet].pay.key}_is_full_time", sheet, (pay_slip(sheet),), full)


@cache
def words_of(sheet: Sheet, part: str) -> Fact:
    """A part of what is told of a slip, `pay_instead` or `pay_due`; blank where there is none."""
    key = f"{TYPED[sheet].pay.key}_slip"

    def words(rows: pd.DataFrame, _: Context) -> pd.Series:
        said = [getattr(cell, part.removeprefix("pay_")) if isinstance(cell, Slip) else "" for cell in rows[key]]
        return pd.Series(said, index=rows.index, dtype="str")

    return Fact(part, sheet, (pay_slip(sheet),), words)
