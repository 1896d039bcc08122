"""Compares a round under the trust's own policy with the same returns under another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pmr_batch.model.cost import CostLine, Post
from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.findings import Finding, Person, Validated
from pmr_batch.model.person import Recommendation
from pmr_batch.model.policy_comparison import CostPair, Difference, FindingChange, NumberChange, PolicyComparison
from pmr_batch.model.round import Merged
from pmr_batch.model.run_changes import Movement, PersonInRun
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome
from pmr_batch.moderate import recommendations
from pmr_batch.moderate.cost import cost_of
from pmr_batch.rules.book.explained import rule_lines
from pmr_batch.rules.book.numbers import Numbers
from pmr_batch.rules.findings import touched
from pmr_batch.rules.round_findings import RoundFindings
from pmr_batch.settings.trust_settings import Cycle, Settings

#: Whose pay is looked at: everybody in review, for what is an error today will be corrected.
_IN_REVIEW = (*BEFORE_THE_COMMITTEE, Outcome.RETURNED)
_Key = tuple[str | None, int | None]
#: A post by academy and payroll number.
_PostKey = tuple[str, str]


@dataclass(frozen=True)
class RoundUnderPolicy:
    """A round under one policy: its settings, what validation and merge made of the returns, and when pay begins."""

    settings: Settings
    validated: Validated
    merged: Merged
    facts: RunFacts

    @cached_property
    def rows(self) -> Mapping[_Key, Recommendation]:
        """The recommendation of everybody in review, by file and row on Staff."""
        people = [person for person in self.merged.people if person.outcome in _IN_REVIEW]
        effective_from = self.facts.pay_effective_from
        made = recommendations(people, self.merged, self.validated, self.settings, Earlier(), effective_from)
        return {(person.file, person.row): row for person, row in zip(people, made, strict=True)}

    @cached_property
    def posts(self) -> Mapping[_PostKey, Post]:
        """What everybody in review costs, post by post."""
        settings, dossiers = self.settings, self.merged.dossiers.values()
        rows, starts = self.rows.values(), self.facts.pay_effective_from
        cost = cost_of(rows, dossiers, settings.pay, settings.on_costs, starts, settings.area_of)
        return {(post.academy, post.payroll_number): post for post in cost.posts}

    @cached_property
    def findings(self) -> Mapping[tuple[object, ...], Finding]:
        """The findings of the round that count, by what makes each one itself, whatever numbers its message names."""
        of_round = RoundFindings(self.merged.people, self.facts.round)
        others = set(of_round.of_other_rounds(self.merged.findings))
        counting = (finding for finding in self.merged.findings if finding.counts and finding not in others)
        return {_identity(finding): finding for finding in counting}

    def ready_numbers(self) -> frozenset[str]:
        """The payroll numbers of whoever would be before the committee."""
        ready = (person for person in self.merged.people if person.outcome in BEFORE_THE_COMMITTEE)
        return frozenset(person.payroll_number or "" for person in ready)


def compare_policies(
    own: RoundUnderPolicy, other: RoundUnderPolicy, name: str, numbers: tuple[NumberChange, ...], cycle: Cycle
) -> PolicyComparison:
    """A round under two policies; `name` is that of the file with the other, `numbers` what is otherwise in it."""
    known = [key for key in own.posts if _is_known(own.posts[key]) and key in other.posts]
    known = [key for key in known if _is_known(other.posts[key])]
    unknown = len({number for _, number in {*own.posts, *other.posts} - {*known}})
    findings = tuple(_finding_changes(own.findings, other.findings))
    academies: dict[str, list[_PostKey]] = defaultdict(list)
    for key in known:
        academies[key[0]].append(key)
    return PolicyComparison(
        run=own.facts,
        name=name,
        numbers=numbers,
        own=own.merged.people,
        other=other.merged.people,
        differences=tuple(_differences(own, other, findings, frozenset(known))),
        findings=findings,
        rules=rule_lines(Numbers(own.settings.parameters, cycle.starts, own.settings.where)),
        in_review=_pair(own, other, known, unknown),
        before_committee=CostPair(_ready_cost(own, known), _ready_cost(other, known)),
        academies={code: _pair(own, other, keys) for code, keys in academies.items()},
        academy_names={code: academy.name for code, academy in own.settings.academies.items()},
    )


def _is_known(post: Post) -> bool:
    return post.year is not None and post.this_year is not None


def _pair(own: RoundUnderPolicy, other: RoundUnderPolicy, keys: Iterable[_PostKey], unknown: int = 0) -> CostPair:
    keys = list(keys)
    of_own, of_other = (CostLine.of(policy.posts[key] for key in keys) for policy in (own, other))
    return CostPair(of_own, of_other, unknown)


def _ready_cost(policy: RoundUnderPolicy, known: Iterable[_PostKey]) -> CostLine:
    ready = policy.ready_numbers()
    return CostLine.of(policy.posts[key] for key in known if key[1] in ready)


# -- findings --------------------------------------------------------------------------------------


def _identity(finding: Finding) -> tuple[object, ...]:
    place = (finding.file, finding.sheet, finding.row, finding.column)
    return finding.code, finding.academy, finding.payroll_number, *place, finding.item


def _finding_changes(
    own: Mapping[tuple[object, ...], Finding], other: Mapping[tuple[object, ...], Finding]
) -> Iterator[FindingChange]:
    """Those that count under one policy only: first those that would go, each in the order of all findings."""
    yield from (FindingChange(finding, comes=False) for key, finding in own.items() if key not in other)
    yield from (FindingChange(finding, comes=True) for key, finding in other.items() if key not in own)


# -- people ----------------------------------------------------------------------------------------


def _differences(
    own: RoundUnderPolicy,
    other: RoundUnderPolicy,
    findings: Sequence[FindingChange],
    known: frozenset[_PostKey],
) -> Iterator[Difference]:
    codes: dict[tuple[str | None, str], dict[bool, set[str]]] = defaultdict(lambda: {True: set(), False: set()})
    for change in findings:
        for number in touched(change.finding):
            codes[change.finding.file, number][change.comes].add(change.finding.code)
    posts: dict[str, list[_PostKey]] = defaultdict(list)
    for key in own.posts:
        posts[key[1]].append(key)
    for was, would_be in zip(own.merged.people, other.merged.people, strict=True):
        standing = _standing(was, own.rows), _standing(would_be, other.rows)
        of_person = codes[was.file, was.payroll_number or ""]
        movement = _movement(*standing)
        if movement:
            come, gone = (tuple(sorted(of_person[comes])) for comes in (True, False))
            keys = posts.get(was.payroll_number or "", ())
            more = _more(keys, own.posts, other.posts) if keys and known.issuperset(keys) else None
            yield Difference(movement, *standing, gone, come, more)


def _standing(person: Person, rows: Mapping[_Key, Recommendation]) -> PersonInRun:
    return PersonInRun(person, rows.get((person.file, person.row)))


def _movement(own: PersonInRun, other: PersonInRun) -> Movement | None:
    if own.outcome is not other.outcome:
        return Movement.OUTCOME
    if own.recommended != other.recommended:
        return Movement.RECOMMENDATION
    return Movement.QUERIES if own.person.reasons != other.person.reasons else None


def _more(keys: Iterable[_PostKey], own: Mapping[_PostKey, Post], other: Mapping[_PostKey, Post]) -> Decimal:
    """What posts would cost more in a full year."""
    return sum((_year(other[key]) - _year(own[key]) for key in keys), Decimal(0))


def _year(post: Post) -> Decimal:
    assert post.year is not None
    return post.year.change.total
