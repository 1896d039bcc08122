"""Moderate: what the committee needs to know of each person, and over the whole trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any

from pmr_batch.layout.standard_workbook import PANEL
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.findings import Finding, Person, Validated
from pmr_batch.model.person import Dossier, ObjectiveCounts, Recommendation, Row
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Merged, Moderated, Settled
from pmr_batch.model.run_facts import FileFact, RunFacts
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, FileState, Outcome, Severity
from pmr_batch.moderate.appeals import appeal_rows
from pmr_batch.moderate.conflicts import members
from pmr_batch.moderate.consistency import consistency
from pmr_batch.moderate.cost import cost_of, with_costs
from pmr_batch.moderate.deadlines import lateness
from pmr_batch.moderate.equality import equality
from pmr_batch.moderate.look_at import look_at_first
from pmr_batch.moderate.objectives_sample import draw
from pmr_batch.moderate.progression import at_the_top, can_progress
from pmr_batch.moderate.run_changes import changes
from pmr_batch.moderate.trend import trend
from pmr_batch.moderate.unconfirmed_pay import unconfirmed_pay
from pmr_batch.moderate.upper_pay_range import applications
from pmr_batch.policy.roles import means_panel
from pmr_batch.rules.book.explained import rule_lines
from pmr_batch.rules.book.numbers import Numbers
from pmr_batch.rules.findings import cut, touched
from pmr_batch.rules.round_findings import RoundFindings
from pmr_batch.settings.trust_settings import Cycle, Settings


def moderate(
    facts: RunFacts,
    merged: Merged,
    validated: Validated,
    returns: Sequence[Return],
    settings: Settings,
    cycle: Cycle,
    earlier: Earlier,
) -> Moderated:
    """The round as the committee sees it; findings cut to a readable number."""
    people = [person for person in merged.people if person.outcome in (*BEFORE_THE_COMMITTEE, Outcome.DECIDED)]
    rows_of = tuple(
        zip(
            people, recommendations(people, merged, validated, settings, earlier, facts.pay_effective_from), strict=True
        )
    )
    rows = tuple(row for person, row in rows_of if person.outcome in BEFORE_THE_COMMITTEE)
    settled = tuple(
        Settled(person, earlier.decided[person.payroll_number or ""], row)
        for person, row in rows_of
        if person.outcome is Outcome.DECIDED
    )
    # Groups are compared with everybody's results, also those of whom the committee has decided already.
    compared = [person for person, _ in rows_of if is_compared(person)]
    results = tuple(row for person, row in rows_of if is_compared(person))
    rules = rule_lines(Numbers(settings.parameters, cycle.starts, settings.where))
    must_hold = {rule.code: " ".join(rule.must_hold.splitlines()) for rule in rules}
    findings = tuple(cut(merged.findings))
    compared_results = consistency(
        results, _dossiers(compared, merged), merged.findings, settings.parameters, cycle.starts, earlier.last_cycle
    )
    trends = tuple(trend(facts.cycle, results, earlier.cycles))
    rows = look_at_first(rows, compared_results, earlier, settings.interests)
    cost = cost_of(
        rows, merged.dossiers.values(), settings.pay, settings.on_costs, facts.pay_effective_from, settings.area_of
    )
    rows = tuple(with_costs(rows, cost))
    return Moderated(
        run=facts,
        academies=merged.academies,
        people=merged.people,
        recommendations=rows,
        findings=findings,
        rules=rules,
        deadlines=cycle.deadlines(facts.round),
        to_do=validated.to_do,
        not_checked=validated.not_checked,
        notices=(*settings.notices, *unconfirmed_pay(rows, settings, facts.pay_effective_from)),
        files=tuple(_file(return_, merged.findings) for return_ in returns),
        earlier=earlier,
        consistency=replace(compared_results, trend=trends),
        cost=cost,
        equality=equality(facts, results, validated, settings, cycle, earlier),
        lateness=lateness(merged, settings.academies, facts.round, facts.as_of),
        changes=tuple(
            changes(
                earlier.last_run,
                merged.people,
                (*rows, *(person.now for person in settled)),
                merged.findings,
                returns,
                must_hold,
            )
        ),
        upper_pay_range=tuple(applications(merged, settings.academies, earlier)),
        sample=draw(dossier for dossier in merged.dossiers.values() if dossier.of_round),
        settled=settled,
        of_other_rounds=RoundFindings(merged.people, facts.round).of_other_rounds(findings),
        appeals=tuple(appeal_rows(earlier)),
        members=tuple(members(settings.interests, rows, earlier.decided.values())),
    )


def is_compared(person: Person) -> bool:
    """Whether a person's result counts among those of the trust: ready, or decided and without an error since."""
    if person.outcome is Outcome.DECIDED:
        return not person.has_errors
    return person.outcome in BEFORE_THE_COMMITTEE


def _dossiers(people: Iterable[Person], merged: Merged) -> Iterator[Dossier]:
    """What the returns hold on each of the people, all of whom stand in a row."""
    for person in people:
        assert person.file is not None
        assert person.row is not None
        yield merged.dossiers[person.file, person.row]


def _file(return_: Return, findings: Sequence[Finding]) -> FileFact:
    """What became of a file, and why where it was not read."""
    if return_.state is not FileState.REFUSED:
        return FileFact(return_.path, return_.sha256, return_.academy, return_.state)
    errors = (finding for finding in findings if finding.file == return_.path and finding.severity is Severity.ERROR)
    why = next((finding.message.removeprefix(f"{return_.path}: ") for finding in errors), "")
    return FileFact(return_.path, return_.sha256, return_.academy, return_.state, why[:1].upper() + why[1:])


def recommendations(
    people: Sequence[Person],
    merged: Merged,
    validated: Validated,
    settings: Settings,
    earlier: Earlier,
    effective_from: date,
) -> Iterator[Recommendation]:
    """One row a person, in the order of the people; whoever was put off, with what was asked for.

    `effective_from` is the day on which the recommended pay begins.
    """
    queries, tops = _queries(merged.findings), at_the_top(validated)
    for person, dossier in zip(people, _dossiers(people, merged), strict=True):
        of_person = queries[person.file, person.payroll_number]
        row = _recommendation(person, dossier, of_person, settings, effective_from)
        yield replace(
            row,
            **_point_history(row, earlier),
            earlier=_put_off(row, earlier.decided),
            can_progress=can_progress(dossier, tops),
        )


def _put_off(recommendation: Recommendation, decided: Mapping[str, Decided]) -> str | None:
    """Deferred on 22 October 2026: what for; and how the recommendation has changed since."""
    decision = decided.get(recommendation.payroll_number)
    if decision is None or decision.is_settled:
        return None
    return "\n".join(filter(None, (decision.words, decision.differs(recommendation))))


def _point_history(recommendation: Recommendation, earlier: Earlier) -> dict[str, Any]:
    """The point of last cycle, and for how many cycles, this one counted, the current one has been held."""
    earlier_rows = [cycle.by_number.get(recommendation.payroll_number) for cycle in earlier.cycles]
    if not earlier_rows or earlier_rows[0] is None:
        return {}
    place = (recommendation.current.range, recommendation.current.point)
    held = takewhile(lambda past: past is not None and (past.current.range, past.current.point) == place, earlier_rows)
    return {"last_point": earlier_rows[0].current.point, "years_on_point": 1 + sum(1 for _ in held)}


def _queries(findings: Sequence[Finding]) -> Mapping[tuple[str | None, str | None], list[Finding]]:
    """Queries by file and payroll number, also those that only touch the person."""
    queries: dict[tuple[str | None, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is Severity.QUERY:
            for number in touched(finding):
                queries[finding.file, number].append(finding)
    return queries


def _recommendation(
    person: Person, dossier: Dossier, queries: Sequence[Finding], settings: Settings, effective_from: date
) -> Recommendation:
    staff, review = dossier.staff, dossier.review
    academy = settings.academies[dossier.academy]
    paying = settings.paid_at(dossier.academy, person.payroll_number) or academy
    scale = settings.scale_of(dossier.recommended, dossier.academy, person.payroll_number, effective_from)
    return Recommendation(
        academy=academy.code,
        academy_name=academy.name,
        payroll_number=person.payroll_number or "",
        name=person.name or "",
        job_title=staff["job_title"],
        role=person.role or "",
        contract=staff["contract"],
        fte=None if staff["fte"] is None else Decimal(str(staff["fte"])),
        pay_area=settings.pay.area_of(paying, staff["pay_range"]) if staff["pay_range"] else None,
        current=dossier.current,
        recommended=dossier.recommended,
        criteria=review["pay_criteria"],
        objectives=ObjectiveCounts.of(dossier.objectives),
        reason=review["reason"],
        recommended_on=review["recommended_on"],
        reviewer=", ".join(dossier.reviewers) or None,
        reviewer_number=PANEL if means_panel(staff["reviewer"]) else staff["reviewer"],
        recommender=dossier.recommender,
        open_queries=tuple(query.code for query in queries if query.counts),
        explained=tuple(query.code for query in queries if not query.counts),
        comments=review["employees_comments"],
        concern_open=any(_is_open(concern) for concern in dossier.concerns),
        award_pending=dossier.award_pending,
        pay_confirmed=scale is None or scale.is_confirmed(dossier.recommended.point),
    )


def _is_open(concern: Row) -> bool:
    """A concern is open until it has an outcome; one that led to capability, until that has ended."""
    if concern["outcome"] == "Capability":
        return concern["capability_ended_on"] is None
    return concern["outcome"] is None
