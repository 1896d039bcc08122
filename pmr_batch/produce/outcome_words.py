"""The words and colours of outcomes and states, wherever a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pmr_batch.model.deadlines import Timing
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import FileState, Outcome, Severity
from pmr_batch.rules.personal import PERSONAL_OUTCOMES
from pmr_batch.words import counted

#: Outcomes in the order in which they are shown: first what the committee decides, last who is not there.
SHOWN: tuple[Outcome, ...] = tuple(reversed(Outcome))
#: Each outcome in a few words.
SHORT: Mapping[Outcome, str] = {
    Outcome.READY: "Ready",
    Outcome.READY_WITH_QUERIES: "Ready with queries",
    Outcome.RETURNED: "Returned",
    Outcome.DECIDED: "Decided",
    Outcome.OTHER_PROCEDURE: "Other procedure",
    Outcome.SUSPENDED: "Suspended",
    Outcome.OTHER_ROUND: "Other round",
    Outcome.REVIEWED_ELSEWHERE: "Reviewed elsewhere",
    Outcome.OUT_OF_SCOPE: "Out of scope",
    Outcome.LEFT: "Left",
    Outcome.MISSING: "Missing",
}
#: What each outcome means, to somebody who has not read the policy.
PLAIN: Mapping[Outcome, str] = {
    Outcome.READY: "Nothing is open: ready for the committee.",
    Outcome.READY_WITH_QUERIES: "Ready for the committee, with queries that nobody has answered yet.",
    Outcome.RETURNED: "Not before the committee: the academy has errors to correct.",
    Outcome.DECIDED: "Decided after an earlier run of this round: not before the committee again.",
    Outcome.OTHER_PROCEDURE: "Managed under the capability procedure (7.2).",
    Outcome.SUSPENDED: "Suspended while a grievance is investigated (1.4).",
    Outcome.OTHER_ROUND: "Moderated in another round of the year (1.4, 1.5).",
    Outcome.REVIEWED_ELSEWHERE: "Reviewed at another academy of the trust.",
    Outcome.OUT_OF_SCOPE: "The policy does not apply to this person (2.1).",
    Outcome.LEFT: "Left before the pay decision would take effect.",
    Outcome.MISSING: "On the trust's staff list, but in no return that was read.",
}
#: The same as the committee reads them, with the outcomes that each stands for: it is not told whom a grievance or
#: another procedure is about (9.2).
_PERSONAL = ("A personal matter", "Not in review now, for a personal matter: ask trust HR.")
FOR_COMMITTEE: tuple[tuple[str, str, tuple[Outcome, ...]], ...] = tuple(
    (*_PERSONAL, PERSONAL_OUTCOMES) if outcome in PERSONAL_OUTCOMES else (SHORT[outcome], PLAIN[outcome], (outcome,))
    for outcome in SHOWN
    if outcome is not PERSONAL_OUTCOMES[-1]
)
COMMITTEE_SHORT: Mapping[Outcome, str] = {each: short for short, _, outcomes in FOR_COMMITTEE for each in outcomes}
COMMITTEE_PLAIN: Mapping[Outcome, str] = {each: plain for _, plain, outcomes in FOR_COMMITTEE for each in outcomes}
#: A note on figures of everybody who is ready, in a round in which some are not before the committee again.
DECIDED_COUNT_TOO = "Whoever is decided already counts here too, as this run has the recommendation."
#: Colours as #RRGGBB, told apart in grey print and by the colour-blind by lightness.
COLOUR: Mapping[Outcome, str] = {
    Outcome.READY: "#1B6B50",
    Outcome.READY_WITH_QUERIES: "#8CC4A4",
    Outcome.RETURNED: "#E0A030",
    Outcome.DECIDED: "#2F5F8A",
    Outcome.OTHER_PROCEDURE: "#5A6B8C",
    Outcome.SUSPENDED: "#7F8FAD",
    Outcome.OTHER_ROUND: "#A5B1C8",
    Outcome.REVIEWED_ELSEWHERE: "#BFC8D9",
    Outcome.OUT_OF_SCOPE: "#D3DAE6",
    Outcome.LEFT: "#E3E7EF",
    Outcome.MISSING: "#A33A2C",
}
#: The same for the timing of steps.
TIMING_COLOUR: Mapping[Timing, str] = {
    Timing.IN_ORDER: "#1B6B50",
    Timing.LATE: "#E0A030",
    Timing.OVERDUE: "#A33A2C",
    Timing.TO_COME: "#BFC8D9",
}
#: What became of an academy's return.
STATE: Mapping[FileState | None, str] = {
    FileState.ACCEPTED: "Read",
    FileState.REFUSED: "Refused",
    FileState.SUPERSEDED: "Superseded",
    FileState.SKIPPED: "Skipped",
    None: "No return",
}


def open_counts(findings: Iterable[Finding]) -> Counter[Severity]:
    """How many findings still ask for something, by severity."""
    return Counter(finding.severity for finding in findings if finding.counts)


def open_in_words(findings: Iterable[Finding]) -> str:
    """2 errors and 1 query; empty where nothing is open."""
    counts = open_counts(findings)
    parts = [
        counted(counts[severity], *words)
        for severity, words in ((Severity.ERROR, ("error", "errors")), (Severity.QUERY, ("query", "queries")))
        if counts[severity]
    ]
    return " and ".join(parts)
