"""Pay recommendations: by the person's year, within the range."""

from __future__ import annotations

from typing import Any

from pmr_batch.demo.employees import Employee
from pmr_batch.demo.phrases import Phrases, data
from pmr_batch.demo.typed_pay import TypedPay
from pmr_batch.policy.pay import rank
from pmr_batch.policy.pay_ranges import RANGES, SPOT_SALARY

MET, NOT_MET, NOT_APPLICABLE = "Have been met", "Have not been met", "Not applicable"
_TOPS = {"Main": 6, "Upper": 3, "Unqualified": 6}
#: Kinds of year after which the criteria have not been met, with the reason's place in data/reviews.yml.
_NOT_MET = {
    "not progressing": "not progressing",
    "monitoring, last week": "concern open",
    "monitoring, just over": "concern open",
    "monitoring, first week": "concern open",
    "capability ended": "capability ended",
}
#: A rise of a lead practitioner, annual pounds; more than an award gives.
_RISE = 4_000


def is_met(person: Employee) -> bool:
    """Whether the criteria have been met, as far as the person's year tells."""
    return person.kind not in _NOT_MET


def recommendation(person: Employee, phrases: Phrases, typed: TypedPay) -> dict[str, Any]:
    """The pay columns of a row of Reviews."""
    if person.pay_range == SPOT_SALARY:
        return {"pay_criteria": NOT_APPLICABLE}
    if person.kind in _NOT_MET:
        row = {"pay_criteria": NOT_MET, "reason": _reason(_NOT_MET[person.kind], person, phrases)}
    else:
        row = {"pay_criteria": MET, **_rise(person, phrases)}
    pay = None if "recommended_range" in row else typed.recommended(person, row.get("recommended_point"))
    return row if pay is None else row | {"recommended_pay": pay}


def _rise(person: Employee, phrases: Phrases) -> dict[str, Any]:
    """The pay columns where the criteria are met; no rise at the top."""
    if person.kind == "upper range":
        upper = {"recommended_range": "Upper", "recommended_point": "U1"}
        return {"upr_application": "Yes", "upr_outcome": "Meets", **upper}
    if person.kind == "upper range refused":
        reason = _reason("upr not met", person, phrases)
        return {"reason": reason, "upr_application": "Yes", "upr_outcome": "Does not meet"}
    if person.kind == "qualified":
        return {"recommended_range": "Main", "recommended_point": "M1"}
    if person.current_pay is not None:
        return {"recommended_pay": person.current_pay + _RISE}
    return {"recommended_point": _next(person)}


def _next(person: Employee) -> str | None:
    """The point above, or nothing at the top."""
    assert person.pay_point
    letters, number = RANGES[person.pay_range].letters, rank(person.pay_point)
    top = rank(person.grade[1]) if person.grade else _TOPS[person.pay_range]
    return f"{letters}{number + 1}" if number < top else None


def _reason(key: str, person: Employee, phrases: Phrases) -> str:
    reviews = data("reviews")
    patterns = reviews[key] if isinstance(reviews[key], list) else [reviews[key]]
    return phrases.rarely(patterns, name=[person.given], month=reviews["months"])
