"""The posts of each person before the committee, and what current and recommended pay cost in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from pmr_batch.model.cost import UNKNOWN, Cost, CostChange, FullTime, Post, Remark
from pmr_batch.model.person import Dossier, Pay, Recommendation
from pmr_batch.model.terms import Outcome
from pmr_batch.policy.on_costs import INSURANCE, LEVY, PENSION_OF, OnCosts, group_of
from pmr_batch.policy.pay import PayPoints
from pmr_batch.policy.years import Days

#: The pension of whoever may be in either scheme: no rate has this name.
EITHER_PENSION = "Employer pension"
#: The pay area of an academy for a pay range; None where the academy is not known.
AreaOf = Callable[[str, str], str | None]
_ELSEWHERE = Outcome.REVIEWED_ELSEWHERE.value
_PENNY = Decimal("0.01")
_NOTHING = Decimal(0)


def to_penny(amount: Decimal) -> Decimal:
    """The one place where cost is rounded: to the nearest penny, half a penny away from nought."""
    return amount.quantize(_PENNY, ROUND_HALF_UP)


@dataclass(frozen=True)
class Job:
    """A row of Staff as far as cost goes; `here` is true of the one under which the person is reviewed.

    `pay` is the current point's annual full-time pay at the pay area of the academy.
    """

    academy: str
    here: bool
    place: tuple[str | None, str | None]
    fte: Decimal | None
    pay: Decimal | None = None
    starts: date | None = None
    ends: date | None = None


def jobs_of(dossiers: Iterable[Dossier]) -> Mapping[tuple[str, str], Sequence[Job]]:
    """By the academy that reviews, in lower case, and payroll number: the rows of whoever is reviewed there."""
    jobs: dict[tuple[str, str], list[Job]] = defaultdict(list)
    for dossier in dossiers:
        if dossier.of_round or dossier.review_state == _ELSEWHERE:
            staff, place = dossier.staff, (dossier.current.range, dossier.current.point)
            fte = None if staff["fte"] is None else Decimal(str(staff["fte"]))
            dates = (staff["employment_start"], staff["employment_end"])
            job = Job(dossier.academy, dossier.of_round, place, fte, dossier.current.amount, *dates)
            reviewing_academy = dossier.academy if dossier.of_round else staff["reviewed_at"] or ""
            jobs[reviewing_academy.strip().casefold(), staff["payroll_number"] or ""].append(job)
    return jobs


def full_time(person: Recommendation, pay: PayPoints, on: date) -> FullTime:
    """A person's annual full-time pay, with what the current point is paid on the scale of a day.

    Where the scale does not say, as in ranges known by their ends only, whoever keeps the point has the award
    alone. Nothing else can be split: pay without a point, and a move from a point whose new pay is not known.
    """
    current, recommended = person.current, person.recommended
    return FullTime(current.amount, _same_point(current, recommended, person.pay_area, pay, on), recommended.amount)


def _same_point(current: Pay, recommended: Pay, area: str | None, pay: PayPoints, on: date) -> Decimal | None:
    paid = pay.annual(area, current.range, current.point, on) if area and current.range and current.point else None
    if paid is not None:
        return paid
    keeps_point = current.point is not None and (current.range, current.point) == (recommended.range, recommended.point)
    return recommended.amount if keeps_point or current.amount == recommended.amount else None


class PostCosts:
    """Works out the cost of posts; what is the same for many is worked out once.

    `year` is the twelve months to come, `this_year` those of its days that lie in the financial year.
    """

    def __init__(
        self,
        pay: PayPoints,
        on_costs: OnCosts,
        year: Days,
        this_year: Days,
        dossiers: Iterable[Dossier],
        area_of: AreaOf,
    ) -> None:
        self.pay, self.on_costs, self.year, self.this_year = pay, on_costs, year, this_year
        self.area_of = area_of
        self.jobs = jobs_of(dossiers)
        self.change = cache(self._change)
        self.left_out = cache(self._left_out)

    def posts(self, person: Recommendation) -> Iterator[Post]:
        """The post under which the person is reviewed, then those at other academies that are paid alike.

        Each is paid by the pay area of its academy. National Insurance is worked out on all of them together, as the
        trust is one employer.
        """
        place = (person.current.range, person.current.point)
        own_job = Job(person.academy, True, place, person.fte, person.current.amount)
        all_jobs = self.jobs.get((person.academy.casefold(), person.payroll_number), (own_job,))
        jobs = sorted(all_jobs, key=lambda job: not job.here)
        alike = [job for job in jobs if job.place == jobs[0].place]
        paid = [full_time(self._paid_at(person, job), self.pay, self.year.starts) for job in alike]
        remarks = (*self._of_scales(person), *_of_jobs(len(alike), len(jobs)))
        fte = sum((job.fte for job in alike if job.fte is not None), _NOTHING)
        whole = _whole(paid, [job.fte for job in alike])
        for job, paid_there in zip(alike, paid, strict=True):
            yield self._post(person, job, paid_there, whole or paid_there.times(fte), remarks)

    def _paid_at(self, person: Recommendation, job: Job) -> Recommendation:
        """The person as paid in a post: current and recommended point at the pay area of its academy."""
        area = self.area_of(job.academy, person.recommended.range or person.current.range or "")
        if job.here or area in (None, person.pay_area):
            return person
        new = person.recommended
        amount = self.pay.annual(area, new.range, new.point, self.year.starts) if new.range and new.point else None
        return replace(
            person,
            pay_area=area,
            current=replace(person.current, amount=job.pay),
            recommended=new if amount is None else replace(new, amount=amount),
        )

    def _post(
        self, person: Recommendation, job: Job, paid: FullTime, whole: FullTime, remarks: Sequence[Remark]
    ) -> Post:
        """One post; `whole` is the pay of all the person's posts together, by their FTE."""
        group = group_of(person.role, person.current.range)
        all_remarks = (*_of_pay(person, paid), *remarks, *self._of_job(job))
        known = not UNKNOWN.intersection(all_remarks)
        employed = self.this_year.within(job.starts, job.ends)
        return Post(
            academy=job.academy,
            payroll_number=person.payroll_number,
            name=person.name,
            role=person.role,
            range=person.current.range,
            point=person.current.point,
            recommended_point=person.recommended.point,
            fte=job.fte,
            full_time=paid,
            year=self.change(paid.times(job.fte), whole, group, self.year) if known and job.fte else None,
            this_year=self.change(paid.times(job.fte), whole, group, employed) if known and job.fte else None,
            open_query=bool(person.open_queries),
            remarks=all_remarks,
            left_out=self.left_out(group) if known else (),
        )

    def _change(self, paid: FullTime, whole: FullTime, group: str | None, days: Days) -> CostChange:
        """What a post costs over days, and how that changes; `whole` is the pay of all the person's posts."""
        assert paid.current is not None
        assert paid.recommended is not None
        same_point = paid.current if paid.same_point is None else paid.same_point
        of_all = (whole.current, whole.current if whole.same_point is None else whole.same_point, whole.recommended)
        current, same, new = (
            self._cost(part, total or part, group, days)
            for part, total in zip((paid.current, same_point, paid.recommended), of_all, strict=True)
        )
        if paid.same_point is None:
            return CostChange(current=current, not_split=new - same)
        return CostChange(current=current, award=same - current, progression=new - same)

    def _cost(self, part: Decimal, actual: Decimal, group: str | None, days: Days) -> Cost:
        """A post's part of what a person's actual pay costs over days; an on-cost without a rate is nought."""
        on_costs = (self.on_costs.cost(item, group, actual, days) or _NOTHING for item in _items(group))
        amounts = (actual * days.count / days.of, *on_costs)
        return Cost(*(to_penny(amount * part / actual if actual else _NOTHING) for amount in amounts))

    def _left_out(self, group: str | None) -> tuple[str, ...]:
        """The on-costs of a group that have no rate on every day of the year."""
        return tuple(item for item in _items(group) if self.on_costs.cost(item, group, _NOTHING, self.year) is None)

    def _of_scales(self, person: Recommendation) -> Iterator[Remark]:
        """Whether the scale of the recommended range holds all year: the award of the next is in no sum."""
        area, pay_range = person.pay_area, person.recommended.range
        if area and pay_range:
            first, last = (self.pay.scale(area, pay_range, on) for on in (self.year.starts, self.year.ends))
            if first is not last:
                yield Remark.LATER_SCALE

    def _of_job(self, job: Job) -> Iterator[Remark]:
        """What must be known of one row of Staff."""
        if not job.fte:
            yield Remark.UNKNOWN_FTE
        if self.year.within(job.starts, job.ends).count < self.year.count:
            yield Remark.NOT_ALL_YEAR


def _whole(paid: Sequence[FullTime], ftes: Sequence[Decimal | None]) -> FullTime | None:
    """The pay of all posts together, by their FTE; None where one of them is not known."""
    known = [there.times(fte) for there, fte in zip(paid, ftes, strict=True) if fte]
    totals = [[getattr(there, which) for there in known] for which in ("current", "same_point", "recommended")]
    if not known or None in (*totals[0], *totals[2]):
        return None
    current, same_point, recommended = (None if None in amounts else sum(amounts, _NOTHING) for amounts in totals)
    return FullTime(current, same_point, recommended)


def _items(group: str | None) -> tuple[str, str, str]:
    """The pension of a group, and what is paid for everybody."""
    return PENSION_OF.get(group or "", EITHER_PENSION), INSURANCE, LEVY


def _of_pay(person: Recommendation, paid: FullTime) -> Iterator[Remark]:
    """What must be known of the pay; where all of it is unknown, nothing else."""
    if paid.current is None or paid.recommended is None:
        yield Remark.UNKNOWN_PAY
        return
    if person.award_pending:
        yield Remark.AWARD_PENDING
    elif person.current.point is not None and paid.same_point == paid.current:
        yield Remark.NO_NEW_SCALE
    if paid.same_point is None:
        yield Remark.NOT_SPLIT
    if paid.recommended < paid.current:
        yield Remark.FALLS


def _of_jobs(alike: int, jobs: int) -> Iterator[Remark]:
    """What else the person does in the trust."""
    if alike > 1:
        yield Remark.SEVERAL_POSTS
    if jobs > alike:
        yield Remark.OTHER_PAY
