"""Reconciliation: rows in = outcomes out, per academy and in the trust, with control totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.produce.outcome_words import FOR_COMMITTEE, STATE
from pmr_batch.words import counted

_AGREES = "agrees"
_ALL_AGREE = (_AGREES,) * 3


@dataclass(frozen=True)
class _AcademyLine:
    """One academy, or the whole trust: what went in, and what is on the sheets of this workbook.

    `current` and `recommended` are sums of annual full-time pay on Recommendations, in pounds.
    """

    code: str | None
    name: str
    state: str
    rows_in: int
    rows_out: int
    refused: int
    superseded: int
    outcomes: Counter[Outcome]
    recommended_rows: int
    other_rows: int
    current: Decimal
    recommended: Decimal

    @property
    def before(self) -> int:
        """People with an outcome that takes them before the committee."""
        return sum(self.outcomes[outcome] for outcome in BEFORE_THE_COMMITTEE)

    @property
    def not_before(self) -> int:
        """Everybody else."""
        return sum(self.outcomes.values()) - self.before

    @property
    def checks(self) -> tuple[str, str, str]:
        """Rows in against rows out, and people against the rows of the two sheets that list them."""
        return (
            _check(self.rows_in, self.rows_out),
            _check(self.before, self.recommended_rows),
            _check(self.not_before, self.other_rows),
        )


def reconciliation_sheet(moderated: Moderated) -> List[_AcademyLine]:
    """One row an academy, and the trust counted on its own, so that nobody falls between academies."""
    lines = _lines(moderated)
    trust = _trust(moderated)
    differing = sum(line.checks != _ALL_AGREE for line in (*lines, trust))
    verdict = (
        "Everything agrees."
        if not differing
        else f"{counted(differing, 'row does', 'rows do')} not agree: do not decide on this workbook."
    )
    return List(
        name="Reconciliation",
        title="Reconciliation",
        note=f"{verdict} Rows in are the rows of every Staff sheet that came in; each is counted once in Rows out. "
        "Missing people stand on the staff list only, so in no row. Pay is annual and full-time.",
        fields=_FIELDS,
        rows=lines,
        total=trust,
    )


def _lines(moderated: Moderated) -> tuple[_AcademyLine, ...]:
    listed: defaultdict[str | None, list[Recommendation]] = defaultdict(list)
    for recommendation in moderated.recommendations:
        listed[recommendation.academy].append(recommendation)
    others = Counter(person.academy for person in moderated.people if person.outcome not in BEFORE_THE_COMMITTEE)
    return tuple(_line(academy, listed[academy.code], others[academy.code]) for academy in moderated.academies)


def _line(count: AcademyCount, listed: list[Recommendation], others: int) -> _AcademyLine:
    return _AcademyLine(
        code=count.code,
        name=count.name,
        state=STATE[count.state],
        rows_in=count.rows_in,
        rows_out=count.rows_out,
        refused=count.refused_rows,
        superseded=count.superseded_rows,
        outcomes=Counter(dict(count.outcomes)),
        recommended_rows=len(listed),
        other_rows=others,
        current=_sum(recommendation.current for recommendation in listed),
        recommended=_sum(recommendation.recommended for recommendation in listed),
    )


def _trust(moderated: Moderated) -> _AcademyLine:
    academies = moderated.academies
    return _AcademyLine(
        code=None,
        name=moderated.run.trust,
        state="",
        rows_in=sum(academy.rows_in for academy in academies),
        rows_out=sum(academy.rows_out for academy in academies),
        refused=sum(academy.refused_rows for academy in academies),
        superseded=sum(academy.superseded_rows for academy in academies),
        outcomes=Counter(person.outcome for person in moderated.people),
        recommended_rows=len(moderated.recommendations),
        other_rows=sum(person.outcome not in BEFORE_THE_COMMITTEE for person in moderated.people),
        current=_sum(recommendation.current for recommendation in moderated.recommendations),
        recommended=_sum(recommendation.recommended for recommendation in moderated.recommendations),
    )


def _sum(pays: Iterable[Pay]) -> Decimal:
    return sum((pay.amount for pay in pays if pay.amount is not None), Decimal(0))


def _check(expected: int, found: int) -> str:
    return _AGREES if expected == found else f"differs by {found - expected:+,}"


def _count(heading: str, get: Callable[[_AcademyLine], int]) -> Field[_AcademyLine]:
    return Field(heading, 6.5, get, upright=True)


def _of(short: str, outcomes: tuple[Outcome, ...]) -> Field[_AcademyLine]:
    return _count(short, lambda line: sum(line.outcomes[outcome] for outcome in outcomes))


def _verdict(heading: str, which: int) -> Field[_AcademyLine]:
    return Field(
        heading,
        10,
        lambda line: line.checks[which],
        lambda line: "done" if line.checks[which] == _AGREES else "wrong",
    )


_FIELDS: tuple[Field[_AcademyLine], ...] = (
    Field("Academy code", 9, lambda line: line.code),
    Field("Academy", 24, lambda line: line.name),
    Field("Return", 10, lambda line: line.state),
    _count("Rows in", lambda line: line.rows_in),
    *(_of(short, outcomes) for short, _, outcomes in FOR_COMMITTEE if Outcome.MISSING not in outcomes),
    _count("Refused rows", lambda line: line.refused),
    _count("Superseded rows", lambda line: line.superseded),
    _count("Rows out", lambda line: line.rows_out),
    _verdict("Rows in and out", 0),
    _count("Missing", lambda line: line.outcomes[Outcome.MISSING]),
    _count("Listed on Recommendations", lambda line: line.recommended_rows),
    _verdict("Ready and listed", 1),
    _count("Listed as not before", lambda line: line.other_rows),
    _verdict("Others and listed", 2),
    Field("Current pay", 15, lambda line: line.current),
    Field("Recommended pay", 15, lambda line: line.recommended),
)
