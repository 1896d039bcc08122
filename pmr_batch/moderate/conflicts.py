"""Which members of the committee have an interest in which rows, and from which decisions they withdrew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pmr_batch.model.decision import Decided
from pmr_batch.model.members import Interest, Member
from pmr_batch.model.person import Recommendation
from pmr_batch.words import bare


def members_with_interests(row: Recommendation, interests: Iterable[Interest]) -> Sequence[str]:
    """The members who have to withdraw from a row, in the order of the list."""
    return list(dict.fromkeys(interest.member for interest in interests if interest.touches(row)))


def members(
    interests: Sequence[Interest], rows: Sequence[Recommendation], decided: Iterable[Decided]
) -> Iterator[Member]:
    """Everybody listed, in order; then whoever has withdrawn from a decision in force and is not listed."""
    of_member: dict[str, list[Interest]] = defaultdict(list)
    for interest in interests:
        of_member[interest.member].append(interest)
    conflicts = [decision for decision in decided if decision.decision.conflict]
    listed: set[int] = set()
    for name, own in of_member.items():
        withdrew = [at for at, decision in enumerate(conflicts) if _names(decision, name)]
        listed.update(withdrew)
        touched = tuple(row for row in rows if any(interest.touches(row) for interest in own))
        yield Member(name, tuple(own), touched, tuple(conflicts[at] for at in withdrew))
    unlisted: dict[str, list[Decided]] = defaultdict(list)
    for at, decision in enumerate(conflicts):
        if at not in listed:
            unlisted[decision.decision.conflict or ""].append(decision)
    for name, withdrawn in unlisted.items():
        yield Member(name, (), (), tuple(withdrawn), is_listed=False)


def _names(decision: Decided, member: str) -> bool:
    """Whether what was declared of a decision names the member, whatever else it says."""
    return bare(member) in bare(decision.decision.conflict or "")
