"""The runs of several trusts as text for the terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pmr_batch.commands.rounds.trust_runs import TrustRun
from pmr_batch.records.run_record import RUN
from pmr_batch.words import counted, listed


def messages(trust: TrustRun) -> Iterator[str]:
    """What whoever keeps its settings should know, and why it could not be run: each with the trust's folder."""
    for line in (*trust.notices, *(() if trust.output else trust.lines)):
        yield _placed(trust.folder, line)


def result_text(trust: TrustRun) -> str:
    """What a trust's run came to, under its folder."""
    first, *others = trust.lines
    return "\n".join((_placed(trust.folder, first), *(f"  {line}" for line in others)))


def last_line(trusts: Sequence[TrustRun]) -> str:
    """How many were run, and which were not."""
    failed = [str(trust.folder) for trust in trusts if not trust.output]
    line = f"{counted(len(trusts) - len(failed), 'trust')} run"
    return f"{line}; {len(failed)} could not be: {listed(failed)}" if failed else line


def as_json(trusts: Sequence[TrustRun]) -> dict[str, Any]:
    """Each trust by its folder, with its run.json; null and the problems where it could not be run."""
    return {
        "trusts": [
            {
                "folder": str(trust.folder),
                "problems": [] if trust.output else list(trust.lines),
                "run": json.loads((trust.output / RUN).read_text("utf-8")) if trust.output else None,
            }
            for trust in trusts
        ]
    }


def _placed(folder: Path, line: str) -> str:
    """A line with the folder it is about, unless it begins with it."""
    return line if line.startswith(str(folder)) else f"{folder}: {line}"
