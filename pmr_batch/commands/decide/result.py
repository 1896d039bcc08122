"""What came of a committee's workbook, for whoever handed it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pmr_batch.commands.decide.alterations import Compared
from pmr_batch.commands.decide.committee_decisions import ReadDecisions
from pmr_batch.commands.decide.decided_files import Papers
from pmr_batch.commands.decide.decided_round import Sitting
from pmr_batch.commands.decide.decision_checks import Fault
from pmr_batch.commands.decide.earlier_decisions import Held
from pmr_batch.commands.decide.recommendations_sheet import CameBack
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Recommendation
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.rules import RULES
from pmr_batch.rules.findings import cut, ordered
from pmr_batch.rules.messages import stamp


@dataclass(frozen=True)
class Taken:
    """What came of it: of a workbook that is `altered` nothing was taken.

    `new` and `amended` decisions were recorded now, `taken_before` rows were before; `in_force` are all of the round.
    `undecided` rows and those that are `wrong` were not taken. `changed` returns are not what the run read.
    """

    workbook: str
    run: RunFacts
    room: Path
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    altered: bool = False
    new: tuple[Decided, ...] = ()
    amended: tuple[tuple[Decided, Decided], ...] = ()
    taken_before: int = 0
    in_force: tuple[Decided, ...] = ()
    undecided: tuple[Recommendation, ...] = ()
    wrong: tuple[Recommendation, ...] = ()
    without_form: tuple[Decided, ...] = ()
    changed: tuple[str, ...] = ()
    cleaned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether some row was not taken, or has no form."""
        return bool(self.undecided or self.wrong or self.without_form)


def altered(sitting: Sitting, back: CameBack, kept: Kept, compared: Compared) -> Taken:
    """Nothing is taken of a workbook that is not as the run made it."""
    faults = (Fault(RULES[spot.code], -1, spot) for spot in compared.altered)
    findings = _findings(back, faults, kept)
    return Taken(back.name, sitting.run, sitting.room, findings, tuple(compared.notes), altered=True)


def taken(  # noqa: PLR0913, PLR0917  (one argument a step of the way)
    sitting: Sitting,
    back: CameBack,
    kept: Kept,
    compared: Compared,
    read: ReadDecisions,
    held: Held,
    history: Sequence[Decided],
    papers: Papers | None,
) -> Taken:
    """What was taken, what was not, and what has come of it."""
    in_force = {one.payroll_number: one for one in history}
    return Taken(
        workbook=back.name,
        run=sitting.run,
        room=sitting.room,
        findings=_findings(back, _but_blank_rows(read), kept),
        notes=tuple(compared.notes),
        new=tuple(held.new),
        amended=tuple(held.amended),
        taken_before=held.taken_before,
        in_force=tuple(in_force.values()),
        undecided=tuple(read.undecided.values()),
        wrong=tuple(read.wrong.values()),
        without_form=papers.without_form if papers else (),
        changed=papers.changed if papers else (),
        cleaned={one.path: one.cleaned for one in papers.fresh if one.cleaned} if papers else {},
        files=papers.files if papers else {},
    )


def _but_blank_rows(read: ReadDecisions) -> Iterator[Fault]:
    """Without those of rows in which nothing is filled in: they are counted, and named."""
    for one in read.faults:
        if one.position not in read.undecided or one.position in read.begun:
            yield one


def _findings(back: CameBack, faults: Iterable[Fault], kept: Kept) -> tuple[Finding, ...]:
    names = {number: one.name for number, one in kept.by_number.items()}
    return tuple(cut(ordered(_finding(back, one, kept, names) for one in faults)))


def _finding(back: CameBack, fault: Fault, kept: Kept, names: Mapping[str, str]) -> Finding:
    found = stamp(fault.spot, fault.rule, None, names, fault.reason)
    person = kept.by_number.get(found.payroll_number or "")
    return replace(found, file=back.name, academy=person.academy if person else None)
