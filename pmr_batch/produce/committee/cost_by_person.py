"""Cost by person: a line a post, full-time and by FTE; its sums are those of Cost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from pmr_batch.model.cost import CostChange, FullTime, Post
from pmr_batch.model.round import Moderated
from pmr_batch.produce.committee.cost_notes import how_to_read, remarks
from pmr_batch.produce.list_sheets import Field, List

NAME = "Cost by person"
_NOBODY = "Nobody is before the committee."


def cost_by_person_sheet(moderated: Moderated) -> List[Post]:
    """One row a post before the committee, in the order of Recommendations, and their sums."""
    cost = moderated.cost
    posts = cost.posts if cost else ()
    return List(
        name=NAME,
        title=f"Cost by person: {moderated.run.cycle}",
        note=how_to_read(cost)[0] if cost and posts else _NOBODY,
        fields=(*_PRINTED, *_ON_SCREEN),
        rows=posts,
        total=_total(cost.trust.year, cost.trust.this_year) if cost and posts else None,
        freeze=3,
        printed=len(_PRINTED),
    )


def _total(year: CostChange, this_year: CostChange) -> Post:
    """All posts together; full-time pay is not added up, as nobody is paid it."""
    return Post(
        academy="",
        payroll_number="",
        name="All posts",
        role="",
        range=None,
        point=None,
        recommended_point=None,
        fte=None,
        full_time=FullTime(),
        year=year,
        this_year=this_year,
    )


def _money(heading: str, get: Callable[[Post], Decimal | None], width: float = 11.5) -> Field[Post]:
    return Field(heading, width, get, style="pence")


def _of_year(heading: str, get: Callable[[CostChange], Decimal], width: float = 11.5) -> Field[Post]:
    return _money(heading, lambda post: get(post.year) if post.year else None, width)


_PRINTED: tuple[Field[Post], ...] = (
    Field("Academy code", 8, lambda post: post.academy),
    Field("Payroll number", 9, lambda post: post.payroll_number),
    Field("Name", 16, lambda post: post.name),
    Field("Range", 10, lambda post: post.range),
    Field("Point now", 6, lambda post: post.point),
    Field("New point", 6, lambda post: post.recommended_point),
    Field("FTE", 5, lambda post: None if post.fte is None else float(post.fte), style="number"),
    _money("Full-time pay now", lambda post: post.full_time.current),
    _money("Full-time pay new", lambda post: post.full_time.recommended),
    _of_year("Pay by FTE now", lambda year: year.current.pay, 14),
    _of_year("Progression", lambda year: year.progression.pay, 12.5),
    _of_year("Award", lambda year: year.award.pay, 12.5),
    _of_year("Not split", lambda year: year.not_split.pay),
    _of_year("On-costs", lambda year: year.change.on_costs, 12.5),
    _of_year("More in a full year", lambda year: year.change.total, 13),
    _money("More this financial year", lambda post: post.this_year.change.total if post.this_year else None, 13),
    Field("Remarks", 24, remarks),
)
_ON_SCREEN: tuple[Field[Post], ...] = (
    Field("Open query", 8, lambda post: "Yes" if post.open_query else None),
    Field("Role", 14, lambda post: post.role),
    _money("Full-time pay of the same point, new scale", lambda post: post.full_time.same_point, 20),
    _of_year("Pay by FTE new", lambda year: year.recommended.pay, 14),
    _of_year("Pension", lambda year: year.change.pension),
    _of_year("National Insurance", lambda year: year.change.insurance),
    _of_year("Levy", lambda year: year.change.levy),
    _of_year("Cost of a year now", lambda year: year.current.total, 15),
    _of_year("Cost of a year new", lambda year: year.recommended.total, 15),
)
