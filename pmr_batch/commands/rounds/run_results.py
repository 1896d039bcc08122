"""The result of `run` as text for the terminal, alone or among others."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.commands.rounds.finished_run import FinishedRun
from pmr_batch.words import counted, listed


def run_text(result: FinishedRun) -> str:
    """A run in a few lines: outcomes, what is open, and where to look."""
    summary = result.summary
    return "\n".join(
        (
            f"{summary.cycle}, {summary.round} round, run {summary.run}",
            *(f"  {count:>6,}  {words}" for count, words in summary.outcomes),
            f"  {summary.open} open",
            *(f"  {line}" for line in _to_look_at(result)),
            *_unsent(result),
            f"Look at {result.output / 'report.html'}, and at",
            *_files(result),
        )
    )


def trust_lines(result: FinishedRun) -> tuple[str, ...]:
    """A run among others: run number and counts on one line, then what is to be looked at, and where the report is."""
    summary = result.summary
    outcomes = ", ".join(f"{count:,} {words}" for count, words in summary.outcomes)
    return (
        f"run {summary.run}: {outcomes or 'nobody'}; {summary.open} open",
        *_to_look_at(result),
        *_unsent(result),
        f"look at {result.output / 'report.html'}",
    )


def _to_look_at(result: FinishedRun) -> Iterator[str]:
    """What stands out, and what the run left as people had changed it."""
    yield from result.summary.to_look_at
    yield from (workbook.line for workbook in result.out)
    yield from result.placed.written_in


def _unsent(result: FinishedRun) -> Iterator[str]:
    """The academies that have sent nothing."""
    names = result.summary.not_sent
    if names:
        yield f"No return yet from {counted(len(names), 'academy', 'academies')}: {listed(names)}."


def _files(result: FinishedRun) -> Iterator[str]:
    """Where what was made lies, folder by folder."""
    paths = sorted(result.files)
    mails = sum(path.endswith(".eml") for path in paths)
    yield from (f"  {path}" for path in paths if path.startswith("committee/"))
    yield f"  returns/  what goes back to the academies, {counted(mails, 'mail')} ready to send"
    yield f"  forms/  Appendix A, {counted(sum(path.startswith('forms/') for path in paths), 'draft')}"
    yield "  findings.xlsx  every finding"
