"""Not before the committee: everybody else, with outcome and reason in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmr_batch.model import BEFORE_THE_COMMITTEE, Person, Severity
from pmr_batch.moderated import Moderated
from pmr_batch.produce.lists import Field, List
from pmr_batch.produce.outcomes import PLAIN, SHORT, SHOWN
from pmr_batch.words import counted

#: So many messages are told; the rest is counted, for the findings page has them all.
_TOLD = 3

_Key = tuple[str | None, str | None, str]


@dataclass(frozen=True)
class _Other:
    """A person with the academy's name and the reasons as text."""

    person: Person
    academy: str | None
    reasons: str


def others_sheet(moderated: Moderated) -> List[_Other]:
    """Everybody who is not on Recommendations: by outcome, academy and place."""
    messages = _messages(moderated)
    must_hold = {rule.code: rule.must_hold for rule in moderated.rules}
    academies = {one.code: one.name for one in moderated.academies}
    rows = [
        _Other(person, academies.get(person.academy), _reasons(person, messages, must_hold))
        for outcome in SHOWN
        if outcome not in BEFORE_THE_COMMITTEE
        for person in moderated.people
        if person.outcome is outcome
    ]
    return List(
        name="Not before the committee",
        title="Not before the committee",
        note=f"{counted(len(rows), 'person', 'people')}: everybody of this run who is not on Recommendations, and why.",
        fields=_FIELDS,
        rows=tuple(rows),
    )


def _messages(moderated: Moderated) -> Mapping[_Key, list[str]]:
    """What the errors say, by academy, person and code."""
    messages: defaultdict[_Key, list[str]] = defaultdict(list)
    for finding in moderated.findings:
        if finding.severity is Severity.ERROR and finding.counts:
            for number in finding.people or (None,):
                messages[finding.academy, number, finding.code].append(finding.message)
    return messages


def _reasons(person: Person, messages: Mapping[_Key, list[str]], must_hold: Mapping[str, str]) -> str:
    told = list(_told(person, messages, must_hold))
    more = [f"and {len(told) - _TOLD:,} more"] if len(told) > _TOLD else []
    return "\n".join(told[:_TOLD] + more)


def _told(person: Person, messages: Mapping[_Key, list[str]], must_hold: Mapping[str, str]) -> Iterable[str]:
    """What was found about the person; of a rule without a message to hand, what must hold."""
    for code in dict.fromkeys(person.reasons):
        own = messages.get((person.academy, person.payroll_number, code))
        found = own or messages.get((person.academy, None, code)) or [must_hold.get(code, "see the findings")]
        for text in found:
            yield f"{code}: {text}"


_FIELDS: tuple[Field[_Other], ...] = (
    Field("Outcome", 18, lambda one: SHORT[one.person.outcome]),
    Field("Academy code", 10, lambda one: one.person.academy),
    Field("Academy", 22, lambda one: one.academy),
    Field("Payroll number", 11, lambda one: one.person.payroll_number),
    Field("Name", 20, lambda one: one.person.name),
    Field("Role", 14, lambda one: one.person.role),
    Field("What it means", 34, lambda one: PLAIN[one.person.outcome]),
    Field("Reasons", 56, lambda one: one.reasons),
    Field("File", 20, lambda one: one.person.file),
    Field("Row", 7, lambda one: one.person.row),
)
