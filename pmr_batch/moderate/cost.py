"""What the recommendations cost: over the twelve months to come, over this financial year, and all sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmr_batch.model.cost import CostLine, Post, PricedPoint, RoundCost
from pmr_batch.model.person import Dossier, Recommendation
from pmr_batch.moderate.posts import AreaOf, PostCosts
from pmr_batch.policy.on_costs import OnCosts
from pmr_batch.policy.pay import PayPoints
from pmr_batch.policy.years import financial_year_ends, twelve_months


def cost_of(
    recommendations: Iterable[Recommendation],
    dossiers: Iterable[Dossier],
    pay: PayPoints,
    on_costs: OnCosts,
    effective_from: date,
    area_of: AreaOf = lambda _academy, _range: None,
) -> RoundCost:
    """The cost of everybody before the committee, from the day on which pay takes effect.

    `area_of` gives the pay area of a post at another academy than the one that reviews.
    """
    year, this_year_ends = twelve_months(effective_from), financial_year_ends(effective_from)
    people = tuple(recommendations)
    post_costs = PostCosts(pay, on_costs, year, year.within(None, this_year_ends), dossiers, area_of)
    posts = tuple(post for recommendation in people for post in post_costs.posts(recommendation))
    academies = _sums_by(posts, lambda post: post.academy)
    return RoundCost(
        starts=year.starts,
        ends=year.ends,
        this_year_ends=this_year_ends,
        posts=posts,
        trust=sum(academies.values(), CostLine()),
        academies=academies,
        ranges=_sums_by(posts, lambda post: post.range or ""),
        clear=CostLine.of(post for post in posts if not post.open_query),
        waiting=CostLine.of(post for post in posts if post.open_query),
        rates=tuple(map(str, on_costs.holding(year))),
        prices=tuple(_prices(pay, {person.pay_area for person in people}, effective_from)),
    )


def with_costs(rows: Iterable[Recommendation], cost: RoundCost) -> Iterator[Recommendation]:
    """The rows with what each costs more in a full year, approved and not, over all posts of the person."""
    posts: dict[str, list[Post]] = defaultdict(list)
    for post in cost.posts:
        posts[post.payroll_number].append(post)
    for row in rows:
        years = [post.year for post in posts[row.payroll_number]]
        known = [year for year in years if year is not None]
        if known and len(known) == len(years):
            approved = sum((year.change.total for year in known), Decimal(0))
            kept = sum((year.not_approved.change.total for year in known), Decimal(0))
            yield replace(row, more_if_approved=approved, more_if_not=kept)
        else:
            yield row


def _prices(pay: PayPoints, areas: Collection[str | None], on: date) -> Iterator[PricedPoint]:
    """All points of the areas on a day, by area and range."""
    for area, range_ in pay.scales:
        scale = pay.scale(area, range_, on) if area in areas else None
        for point in scale.points if scale else ():
            yield PricedPoint(area, range_, point.point, point.annual)


def _sums_by(posts: Sequence[Post], key: Callable[[Post], str]) -> Mapping[str, CostLine]:
    """The sums of posts that have a key in common, in the order in which each is met first."""
    groups: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        groups[key(post)].append(post)
    return {name: CostLine.of(group) for name, group in groups.items()}
