"""Not before the committee: everybody else, with outcome and reason in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmr_batch.model.findings import Person
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome, Severity
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.produce.outcome_words import COMMITTEE_PLAIN, COMMITTEE_SHORT, FOR_COMMITTEE, PLAIN, SHORT
from pmr_batch.rules.findings import touched
from pmr_batch.rules.personal import PERSONAL_MATTER, is_personal, is_personal_rule
from pmr_batch.words import counted

#: So many messages are told; the rest is counted, for the findings page has them all.
_TOLD = 3
_ELSEWHERE = frozenset({*BEFORE_THE_COMMITTEE, Outcome.DECIDED})

_Key = tuple[str | None, str | None, str]


@dataclass(frozen=True)
class _Other:
    """A person with the outcome and what it means, the academy's name, and the reasons as text."""

    person: Person
    outcome: str
    means: str
    academy: str | None
    reasons: str


def others_sheet(moderated: Moderated) -> List[_Other]:
    """Everybody who is not on Recommendations: whoever is decided already, then by outcome, academy and place."""
    rows = [*_settled(moderated), *_others(moderated)]
    return List(
        name="Not before the committee",
        title="Not before the committee",
        note=f"{counted(len(rows), 'person', 'people')}: everybody of this run who is not on Recommendations, and why.",
        fields=_FIELDS,
        rows=tuple(rows),
    )


def _settled(moderated: Moderated) -> Iterable[_Other]:
    """What was decided on whom, and how the recommendation has changed since."""
    academies = {academy.code: academy.name for academy in moderated.academies}
    messages, must_hold = _messages(moderated), {rule.code: rule.must_hold for rule in moderated.rules}
    appeals = {row.payroll_number: row.appeal.words for row in moderated.appeals if row.appeal}
    for settled in moderated.settled:
        since = _reasons(settled.person, messages, must_hold)
        appeal = appeals.get(settled.decided.payroll_number)
        reasons = "\n".join(filter(None, (settled.decided.words, appeal, settled.changed, *since)))
        academy = academies.get(settled.person.academy)
        yield _Other(settled.person, SHORT[Outcome.DECIDED], PLAIN[Outcome.DECIDED], academy, reasons)


def _others(moderated: Moderated) -> Iterable[_Other]:
    messages = _messages(moderated)
    must_hold = {rule.code: rule.must_hold for rule in moderated.rules}
    academies = {academy.code: academy.name for academy in moderated.academies}
    shown = [outcomes for _, _, outcomes in FOR_COMMITTEE if not _ELSEWHERE.issuperset(outcomes)]
    for outcomes in shown:
        for person in (person for person in moderated.people if person.outcome in outcomes):
            before = moderated.earlier.decided.get(person.payroll_number or "")
            told = [before.words] if before else []
            reasons = "\n".join((*told, *_reasons(person, messages, must_hold)))
            words = COMMITTEE_SHORT[person.outcome], COMMITTEE_PLAIN[person.outcome]
            yield _Other(person, *words, academies.get(person.academy), reasons)


def _messages(moderated: Moderated) -> Mapping[_Key, list[str]]:
    """What the errors say, by academy, person and code."""
    messages: defaultdict[_Key, list[str]] = defaultdict(list)
    for finding in moderated.findings:
        if finding.severity is Severity.ERROR and finding.counts:
            for number in touched(finding) if finding.people else (None,):
                said = PERSONAL_MATTER if is_personal(finding) else finding.message
                messages[finding.academy, number, finding.code].append(said)
    return messages


def _reasons(person: Person, messages: Mapping[_Key, list[str]], must_hold: Mapping[str, str]) -> list[str]:
    told = list(dict.fromkeys(_told(person, messages, must_hold)))
    more = [f"and {len(told) - _TOLD:,} more"] if len(told) > _TOLD else []
    return told[:_TOLD] + more


def _told(person: Person, messages: Mapping[_Key, list[str]], must_hold: Mapping[str, str]) -> Iterable[str]:
    """What was found about the person; of a rule without a message to hand, what must hold."""
    for code in dict.fromkeys(person.reasons):
        if is_personal_rule(code):
            yield PERSONAL_MATTER
            continue
        own = messages.get((person.academy, person.payroll_number, code))
        found = own or messages.get((person.academy, None, code)) or [must_hold.get(code, "see the findings")]
        for text in found:
            yield text if text == PERSONAL_MATTER else f"{code}: {text}"


_FIELDS: tuple[Field[_Other], ...] = (
    Field("Outcome", 15, lambda row: row.outcome),
    Field("Academy code", 8, lambda row: row.person.academy),
    Field("Academy", 20, lambda row: row.academy),
    Field("Payroll number", 9, lambda row: row.person.payroll_number),
    Field("Name", 17, lambda row: row.person.name),
    Field("Role", 13, lambda row: row.person.role),
    Field("What it means", 28, lambda row: row.means),
    Field("Reasons", 56, lambda row: row.reasons),
    Field("File", 17, lambda row: row.person.file),
    Field("Row", 5, lambda row: row.person.row),
)
