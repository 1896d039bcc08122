"""Compares a run with the one before it in the same round: who moved, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.person import Recommendation
from pmr_batch.model.returns import Return
from pmr_batch.model.run_changes import Change, Movement, PersonInRun
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome, Severity
from pmr_batch.rules.findings import touched
from pmr_batch.rules.personal import PERSONAL_MATTER, is_personal_rule, told_codes
from pmr_batch.words import listed

_Key = tuple[str | None, str | None]


@dataclass(frozen=True)
class _Now:
    """The files that are not what they were, or were not there, what was found about whom, and what rules ask."""

    sent: Collection[str]
    found: Mapping[_Key, Sequence[Finding]]
    must_hold: Mapping[str, str]


def changes(
    before: Kept | None,
    people: Sequence[Person],
    recommendations: Iterable[Recommendation],
    findings: Sequence[Finding],
    returns: Sequence[Return],
    must_hold: Mapping[str, str],
) -> Iterator[Change]:
    """Whoever is new, gone, or stands otherwise than in the run before; nobody where there was none.

    `must_hold` is what each rule asks, by code, with the numbers of the policy filled in.
    """
    if before is None:
        return
    inputs = dict(before.inputs)
    sent = {return_.path for return_ in returns if inputs.get(return_.path) != return_.sha256}
    now = _Now(sent, _by_person(findings), must_hold)
    rows_before, rows_now = _standings(before.people, before.by_key.values()), _standings(people, recommendations)
    for key in sorted({*rows_before, *rows_now}, key=lambda person_key: (person_key[0] or "", person_key[1] or "")):
        for was, is_ in zip_longest(rows_before.get(key, ()), rows_now.get(key, ())):
            movement = _movement(was, is_)
            if movement:
                yield Change(movement, was, is_, tuple(_why(was, is_, now)))


def _standings(people: Iterable[Person], recommendations: Iterable[Recommendation]) -> dict[_Key, list[PersonInRun]]:
    """Everybody by academy and payroll number, or name where there is none; a number may stand on several rows."""
    rows = {(row.academy, row.payroll_number): row for row in recommendations}
    by_person: dict[_Key, list[PersonInRun]] = defaultdict(list)
    for person in people:
        row = rows.get((person.academy or "", person.payroll_number or ""))
        own = row if person.outcome in (*BEFORE_THE_COMMITTEE, Outcome.DECIDED) else None
        by_person[person.academy, person.payroll_number or person.name].append(PersonInRun(person, own))
    return by_person


def _by_person(findings: Iterable[Finding]) -> Mapping[_Key, Sequence[Finding]]:
    by_person: dict[_Key, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            for number in touched(finding):
                by_person[finding.academy, number].append(finding)
    return by_person


def _movement(was: PersonInRun | None, now: PersonInRun | None) -> Movement | None:
    if was is None:
        return Movement.NEW
    if now is None:
        return Movement.GONE
    if was.outcome is not now.outcome and not _was_decided(was, now):
        return Movement.OUTCOME
    if was.recommended != now.recommended:
        return Movement.RECOMMENDATION
    return Movement.QUERIES if was.person.reasons != now.person.reasons else None


def _was_decided(was: PersonInRun, now: PersonInRun) -> bool:
    """Whether all that happened is that the committee met."""
    return was.outcome in BEFORE_THE_COMMITTEE and now.outcome is Outcome.DECIDED


# -- why -------------------------------------------------------------------------------------------


def _why(was: PersonInRun | None, now: PersonInRun | None, run: _Now) -> Iterator[str]:
    if was is None or now is None:
        yield f"{'Was' if now else 'Is'} in no return of this academy, and not on its staff list."
        return
    yield from _file(was.person, now.person, run.sent)
    if was.person.role != now.person.role:
        yield f"Role {now.person.role or 'blank'}, was {was.person.role or 'blank'}."
    found = run.found.get((now.person.academy, now.person.payroll_number), ())
    yield from _settled(was.person, now.person, found)
    yield from _come_up(was.person, now.person, run.must_hold)


def _file(was: Person, now: Person, sent: Collection[str]) -> Iterator[str]:
    """Whether the person stands in another file, or in one that was sent again."""
    if was.file != now.file:
        came_from = was.file or "in no return"
        yield f"File {now.file}, was {came_from}." if now.file else f"In no return, was in {was.file}."
    elif now.file in sent:
        yield f"{now.file} was sent again."


def _settled(was: Person, now: Person, found: Sequence[Finding]) -> Iterator[str]:
    """What was asked and no longer counts: answered, accepted or corrected; of who is in no return nothing is asked."""
    still = {finding.code for finding in found if finding.counts} | set(now.reasons)
    gone = [code for code in was.reasons if code not in still and now.file]
    accepted = {finding.code for finding in found if finding.accepted}
    explained = {finding.code for finding in found if finding.explanation} - accepted
    for said, codes in (
        ("Explained", [code for code in gone if code in explained]),
        ("Accepted", [code for code in gone if code in accepted]),
        ("Corrected", [code for code in gone if code not in explained | accepted]),
    ):
        if codes:
            yield f"{said}: {listed(told_codes(codes))}."


def _come_up(was: Person, now: Person, must_hold: Mapping[str, str]) -> Iterator[str]:
    """What counts and did not; whoever was returned may have had the queries before, which then were not told."""
    for code in now.reasons:
        if code not in was.reasons:
            severity = Severity.ERROR if now.has_errors else Severity.QUERY
            since = "Open" if was.outcome is Outcome.RETURNED and severity is Severity.QUERY else "New"
            told = f"{since} {severity.value} {code}: {must_hold[code]}"
            yield PERSONAL_MATTER if is_personal_rule(code) else told
