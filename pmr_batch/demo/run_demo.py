"""The whole demo: build the trust, run its rounds, compare findings with planted faults, record decisions."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmr_batch.commands.decide import DecisionResult, decide
from pmr_batch.commands.rounds.run import RunResult, run
from pmr_batch.demo.committee import FROM_COMMITTEE, RECORDED_ON, decided_workbook
from pmr_batch.demo.comparison import Place, compare
from pmr_batch.demo.trust_folder import PLANTED_FILE, Demo, build
from pmr_batch.errors import UsageError
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Round
from pmr_batch.records import RECORDS
from pmr_batch.records.made_files import MadeFiles, MadeState, record_files
from pmr_batch.words import counted

#: Every round the demo has people for, with its cycle.
ROUNDS = (
    ("Teaching 2025-26", Round.OCTOBER),
    ("Teaching 2025-26", Round.DECEMBER),
    ("Support 2025-26", Round.APRIL),
)


@dataclass(frozen=True)
class FinishedDemo:
    """A finished demo: its runs, the committee's decisions, and where findings and planted faults differ."""

    demo: Demo
    runs: tuple[RunResult, ...]
    decided: tuple[DecisionResult, ...]
    missing: tuple[Place, ...]
    unexpected: tuple[Place, ...]

    @property
    def as_planted(self) -> bool:
        """Whether exactly the planted faults were found."""
        return not self.missing and not self.unexpected

    def as_json(self) -> dict[str, Any]:
        """The result for machines."""
        return {
            "folder": str(self.demo.folder),
            "as_of": self.demo.as_of.isoformat(),
            "planted": len(self.demo.planted),
            "missing": [list(place) for place in self.missing],
            "unexpected": [list(place) for place in self.unexpected],
            "outputs": [str(ran.output) for ran in self.runs],
            "decided": [str(taken.folder) for taken in self.decided],
        }

    def as_text(self) -> str:
        """The result for people: the comparison, and where to look."""
        return "\n".join((*self._verdict(), "", "Where to look:", *self._where()))

    def _verdict(self) -> Iterator[str]:
        people = sum(len(ran.moderated.recommendations) for ran in self.runs)
        faults = counted(len(self.demo.planted), "fault")
        rules = counted(len({fault.code for fault in self.demo.planted}), "rule")
        ready = counted(people, "person", "people")
        yield f"{self.demo.folder}: {faults} against {rules} planted in the returns, {ready} ready."
        if self.as_planted:
            yield "Every planted fault was found, at its cell, and nothing else."
        for verdict, places in (("planted, not found", self.missing), ("found, not planted", self.unexpected)):
            yield from (f"{verdict}: {' '.join(str(part) for part in place if part is not None)}" for place in places)

    def _where(self) -> Iterator[str]:
        folder = self.demo.folder
        yield f"  {folder / 'trust.xlsx'}  the trust's settings"
        yield f"  {folder / 'incoming'}  what the academies sent"
        yield f"  {folder / PLANTED_FILE}  the faults that were planted"
        yield f"  {folder / FROM_COMMITTEE}  the committee's workbooks, decided"
        decisions = {taken.folder.parent: len(taken.in_force) for taken in self.decided}
        for ran in self.runs:
            forms = sum(path.startswith("forms/") for path in ran.files)
            yield ""
            yield f"  {ran.moderated.run.cycle}, {ran.moderated.run.round.value} round: {ran.output}"
            yield "    report.html      the run at a glance"
            yield from (f"    {path}" for path in sorted(ran.files) if path.startswith("committee/"))
            yield "    findings.xlsx    every finding"
            yield "    returns/         what goes back to each academy"
            yield f"    forms/           Appendix A, {counted(forms, 'draft')}"
            yield f"    decided/         what comes of {counted(decisions.get(ran.output, 0), 'decision')}"


def run_demo(
    folder: Path, academies: int, staff: int, seed: int, executor: Executor, progress: Callable[[str], None]
) -> FinishedDemo:
    """Build a demo folder, run all its rounds, and record its committee's decisions on each.

    Raises UsageError where the folder holds something else.
    """
    _clear_folder(folder)
    progress("making a synthetic trust")
    demo = build(folder, academies, staff, seed, executor)
    runs = []
    findings: dict[str, list[Finding]] = defaultdict(list)
    for cycle, round_ in ROUNDS:
        runs.append(run(folder, cycle, round_, demo.as_of, executor, _within(round_, progress)))
        findings[cycle] += runs[-1].moderated.findings
    missing, unexpected = compare(demo.planted, findings)
    decided = [_decided(folder, ran, executor, progress) for ran in runs if ran.moderated.recommendations]
    record_files(folder, _files(folder))
    return FinishedDemo(demo, tuple(runs), tuple(decided), tuple(missing), tuple(unexpected))


def _decided(folder: Path, ran: RunResult, executor: Executor, progress: Callable[[str], None]) -> DecisionResult:
    """The recorded decisions of a round, once the committee has met on it."""
    workbook = decided_workbook(folder, ran)
    return decide(workbook, folder, RECORDED_ON, executor, progress=_within(ran.moderated.run.round, progress))


def _within(round_: Round, progress: Callable[[str], None]) -> Callable[[str], None]:
    return lambda what: progress(f"{round_.value} round: {what}")


def _files(folder: Path) -> list[Path]:
    """All files of a demo but the ledger."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != RECORDS]


def _clear_folder(folder: Path) -> None:
    """Remove an earlier demo. Raises UsageError where the folder holds anything else, or somebody has changed it."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / PLANTED_FILE).is_file():
        raise UsageError(f"{folder}: is no demo folder and is not empty; name another folder")
    made = MadeFiles.recorded(folder)
    changed = next((path for path in _files(folder) if made.state(path) is not MadeState.AS_MADE), None)
    if changed:
        raise UsageError(f"{changed}: was changed by hand; remove the demo folder yourself, or name another")
    shutil.rmtree(folder)
