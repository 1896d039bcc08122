"""A comparison of two policies in words and figures, as its workbook, its page and the terminal have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmr_batch.model.cost import CostLine
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Pay
from pmr_batch.model.policy_comparison import CostPair, Difference, PolicyComparison
from pmr_batch.produce.outcome_words import FOR_COMMITTEE
from pmr_batch.rules.personal import PERSONAL, PERSONAL_MATTER, is_personal, told_codes
from pmr_batch.words import counted, listed, pounds

#: What both sides of every comparison rest on.
AS_IF = (
    "Both from the same returns, and as if the committee had decided nothing yet; nothing of the round is changed by "
    "this comparison, and it binds nobody."
)
#: What the figures of cost are of.
COST_NOTE = (
    "A full year, with pension, National Insurance and levy. Everybody in review is counted whose pay is known under "
    "both policies, also where errors are still open: these will be corrected."
)


@dataclass(frozen=True)
class Figure:
    """A line of figures: under the trust's own policy, under the other, and how much more that is."""

    what: str
    own: int | Decimal
    other: int | Decimal

    @property
    def more(self) -> int | Decimal:
        """The other less the trust's own."""
        return self.other - self.own


def in_words(comparison: PolicyComparison) -> Iterator[str]:
    """The comparison in a few lines."""
    run = comparison.run
    yield f"{run.cycle}, {run.round.value} round, under {comparison.name}"
    for number in comparison.numbers:
        yield f"  {number.name}: {number.own} becomes {number.other}"
    people = counted(len(comparison.differences), "person", "people")
    yield f"  {people} of {len(comparison.own):,} would stand otherwise"
    yield f"  {counted(comparison.goes, 'finding')} would go, {comparison.comes:,} would come"
    yield f"  {more_in_words(comparison.in_review.more)} in a full year{_not_known(comparison.in_review)}"


def more_in_words(more: Decimal) -> str:
    """It would cost £1,200 more, or less; or the same."""
    if not more:
        return "It would cost the same"
    return f"It would cost {pounds(abs(more))} {'more' if more > 0 else 'less'}"


def _not_known(costs: CostPair) -> str:
    return f"; the pay of {counted(costs.unknown, 'person', 'people')} is not known" if costs.unknown else ""


def numbers_in_words(comparison: PolicyComparison) -> str:
    """What is otherwise in the other policy: monitoring_weeks 4 to 8 becomes 5 to 10."""
    return listed(f"{number.name} {number.own} becomes {number.other}" for number in comparison.numbers)


def outcome_figures(comparison: PolicyComparison) -> Sequence[Figure]:
    """How many people have which outcome, as the committee may read them; those that nobody has are left out."""
    own = Counter(person.outcome for person in comparison.own)
    other = Counter(person.outcome for person in comparison.other)
    figures = (
        Figure(short, sum(own[outcome] for outcome in outcomes), sum(other[outcome] for outcome in outcomes))
        for short, _, outcomes in FOR_COMMITTEE
    )
    return tuple(figure for figure in figures if figure.own or figure.other)


def cost_figures(costs: CostPair, before_committee: CostPair) -> Sequence[Figure]:
    """What pay costs more in a full year and in this financial year, progression and award apart."""
    amounts: Sequence[tuple[str, Callable[[CostLine], Decimal]]] = (
        ("Progression, in a full year", lambda line: line.year.progression.total),
        ("Award, in a full year", lambda line: line.year.award.total),
        ("Not split into the two", lambda line: line.year.not_split.total),
        ("All that is more in a full year", _in_a_year),
        ("All that is more in this financial year", lambda line: line.this_year.change.total),
    )
    own, other = _in_a_year(before_committee.own), _in_a_year(before_committee.other)
    return (
        *(Figure(what, amount(costs.own), amount(costs.other)) for what, amount in amounts),
        Figure("Of that, for those before the committee, in a full year", own, other),
    )


def _in_a_year(line: CostLine) -> Decimal:
    return line.year.change.total


def place(pay: Pay | None) -> str | None:
    """Main M3."""
    return " ".join(filter(None, (pay.range, pay.point))) or None if pay else None


def why(difference: Difference) -> str:
    """Which findings would go, and which would come; those of personal matters without a code (9.2)."""
    parts = ((f"{verb}: {listed(told_codes(codes))}." if codes else "") for verb, codes in _verbs(difference))
    return " ".join(filter(None, parts))


def _verbs(difference: Difference) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Would go", difference.gone
    yield "Would come", difference.come


def rule_shown(finding: Finding) -> str:
    """The code of a finding; of a personal matter, that it is one."""
    return PERSONAL if is_personal(finding) else finding.code


def message_shown(finding: Finding) -> str:
    """What was found; of a personal matter, whom to ask."""
    return PERSONAL_MATTER if is_personal(finding) else finding.message
