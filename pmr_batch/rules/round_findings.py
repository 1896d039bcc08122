"""Which round a finding of a run is about: a run looks at everybody's rows, and decides on some of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.terms import Round
from pmr_batch.policy.roles import round_of
from pmr_batch.rules.findings import touched


class RoundFindings:
    """The rounds of a run's findings, by the roles of its people.

    Heads and executives are decided in December, so what is wrong in their rows is no fault of October's returns, and
    the other way about. What is about nobody in particular is of the run's own round where the academy has anybody in
    it, else of the round that its people are in.
    """

    def __init__(self, people: Iterable[Person], round_: Round) -> None:
        self.round = round_
        self._of_person: dict[tuple[str | None, str | None], Round] = {}
        self._of_academy: dict[str | None, set[Round]] = defaultdict(set)
        for person in people:
            of_person = self._round_of(person)
            self._of_academy[person.academy].add(of_person)
            if self._of_person.setdefault((person.academy, person.payroll_number), of_person) is not of_person:
                self._of_person[person.academy, person.payroll_number] = round_

    def _round_of(self, person: Person) -> Round:
        """Support staff in a return of teachers are misplaced (PM206), which is for this round to put right."""
        of_role = round_of(person.role)
        return self.round if person.role is None or Round.APRIL in (of_role, self.round) else of_role

    def of_academy(self, academy: str | None) -> Round:
        """The round that an academy's return is looked at for in this run."""
        rounds = self._of_academy.get(academy, set())
        return self.round if self.round in rounds or not rounds else min(rounds, key=list(Round).index)

    def of_finding(self, finding: Finding) -> Round:
        """The round of the people whom a finding touches: another one where they are all of that."""
        keys = ((finding.academy, number) for number in touched(finding) or finding.people)
        rounds = {self._of_person[key] for key in keys if key in self._of_person}
        return rounds.pop() if len(rounds) == 1 else self.round if rounds else self.of_academy(finding.academy)

    def of_other_rounds(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those that are not of the run's own round."""
        return tuple(finding for finding in findings if self.of_finding(finding) is not self.round)
