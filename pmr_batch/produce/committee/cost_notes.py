"""What must be known of the figures on Cost: how to read them, what is not in them, and whom that touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmr_batch.layout.trust_workbook import ON_COSTS
from pmr_batch.model.cost import Post, Remark, RoundCost
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome
from pmr_batch.policy.on_costs import ON_COST_ITEMS, SCHEME_OF
from pmr_batch.words import counted, day, listed

#: So many people are named, and the others counted.
_MOST_NAMES = 4
#: A remark as the row of a post has it, and as it stands before the people it touches.
_WORDS: Mapping[Remark, tuple[str, str]] = {
    Remark.UNKNOWN_PAY: ("Pay is not known: not in the sums", "Not in these sums, for want of a known pay"),
    Remark.UNKNOWN_FTE: ("FTE is not known: not in the sums", "Not in these sums, for want of a known FTE"),
    Remark.AWARD_PENDING: (
        "Award pending: not in the sums",
        "On a scale for which an award is pending, so that no award is in these sums",
    ),
    Remark.NO_NEW_SCALE: (
        "No new scale",
        "At a point that is paid the same when pay takes effect, so without an award",
    ),
    Remark.LATER_SCALE: (
        "Another scale begins within the year: not in the sums",
        "In a range whose next scale begins within these twelve months, so that its award is not in these sums",
    ),
    Remark.NOT_SPLIT: (
        "Progression and award cannot be told apart",
        "Not split into progression and award, as there is no point, or its pay on the new scale is not known "
        "(not approved, they keep the current pay)",
    ),
    Remark.FALLS: ("Pay falls", "Paid less than now, which lowers these sums"),
    Remark.NOT_ALL_YEAR: (
        "Not employed for all twelve months",
        "Not employed for all twelve months: whole in the full year, by their days in this financial year",
    ),
    Remark.SEVERAL_POSTS: (
        "Works at several academies",
        "At work at several academies, so that National Insurance is on all their pay together, shared by FTE",
    ),
    Remark.OTHER_PAY: (
        "Another post, on other pay, is not in the sums",
        "With another post in the trust, on other pay, which is not in these sums",
    ),
}


def how_to_read(cost: RoundCost) -> tuple[str, str]:
    """The times and the rounding; then what the columns are."""
    return (
        f"A full year is {day(cost.starts)} to {day(cost.ends)}; this financial year ends on "
        f"{day(cost.this_year_ends)}. Every day counts alike, for a rate holds from its own day on. Pay is by FTE, "
        "without allowances. Each amount of a post is rounded to the penny; sums are of rounded amounts.",
        "Award is what the same point rises by from the old scale to the new, progression what the move of point "
        "costs on the new one. Pension is as if all were in their scheme, National Insurance on pay over its "
        "threshold, the levy on all pay, before its allowance. Whoever works at several academies has a post at each.",
    )


def remarks(post: Post) -> str | None:
    """What must be known of one post; None where nothing is."""
    told = [_WORDS[remark][0] for remark in post.remarks]
    return "; ".join([*told, *(f"{item} left out" for item in post.left_out)]) or None


def to_know(moderated: Moderated, cost: RoundCost) -> Iterator[str]:
    """A sentence for all that is left out, or counted otherwise than one may think."""
    if moderated.settled:
        yield f"Not in these sums, as the committee has decided already: {_count(len(moderated.settled))}."
    others = sum(person.outcome not in (*BEFORE_THE_COMMITTEE, Outcome.DECIDED) for person in moderated.people)
    if others:
        yield f"Not in these sums, as they are not ready for the committee: {_count(others)}."
    for remark, (_, sentence) in _WORDS.items():
        if touched := [post for post in cost.posts if remark in post.remarks]:
            yield f"{sentence}: {_people(touched)}."
    for item in sorted({item for post in cost.posts for item in post.left_out}):
        yield f"{_left_out(item)}: {_people([post for post in cost.posts if item in post.left_out])}."


def _count(people: int) -> str:
    return counted(people, "person", "people")


def _left_out(item: str) -> str:
    """Why an on-cost is left out, and what to do about it."""
    if item not in ON_COST_ITEMS:
        return f"{item} left out, as a spot salary does not tell the scheme that an executive is in"
    group = f", Group {SCHEME_OF[item]}" if item in SCHEME_OF else ""
    enter = f"enter there Item {item}{group}, From and Rate"
    return f"{item} left out, as {ON_COSTS.name} of trust.xlsx has no rate of it for all twelve months ({enter})"


def _people(posts: Sequence[Post]) -> str:
    """3 people, A (RIV), B (RIV) and C (OAK); the names of the first, where they are many."""
    names = list(dict.fromkeys(f"{post.name} ({post.academy})" for post in posts))
    number = _count(len({post.payroll_number for post in posts}))
    shown = names if len(names) <= _MOST_NAMES else [*names[: _MOST_NAMES - 1], "others, named on Cost by person"]
    return f"{number}, {listed(shown)}"
