"""A command that is killed, at any of its writes, harms nothing: the same command again makes what one go had made.

Killed is killed: the process ends by a signal at one of the moments at which it opens a file to write, moves or removes
one, makes or removes a folder, or opens the ledger. A few moments are drawn by seed; `make soak` draws many.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from committee_desk import Desk
from filled_forms import CYCLE, trust
from soak import tried

from pmr_batch.cli import main

#: How often each command is killed.
KILLS = tried(2)
WRITES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "sqlite3.connect")
OCTOBER = Path("output", CYCLE, "october")
WHO = ("--recipient", "Director", "--reason", "Moderation", "--by", "J. Okoro", "--take")
#: In the order of a year; each finds what those before have made.
COMMANDS: dict[str, tuple[str, ...]] = {
    "run": ("run", "--cycle", CYCLE, "--round", "october", "--as-of", "2026-10-16"),
    "decide": ("decide", "Decided.xlsx", "--take", "--as-of", "2026-10-23"),
    "disclose": ("disclose", "--to", "quality-assurance", "--cycle", CYCLE, "--as-of", "2026-10-24", *WHO),
    "letters": ("letters", "--cycle", CYCLE, "--as-of", "2026-11-30"),
}


@dataclass
class Moments:
    """The writes of a process so far, those of its workers aside; at the last of them it is killed."""

    last: int | None = None
    count: int = 0
    process: int = field(default_factory=os.getpid)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        is_write = event in WRITES or (event == "open" and isinstance(arguments[1], str) and "w" in arguments[1])
        self.count += is_write
        if is_write and self.count == self.last and os.getpid() == self.process:
            os.kill(self.process, signal.SIGKILL)


def in_a_process(work: Callable[[Moments], None], last: int | None = None) -> int | None:
    """The number of writes of what is done in a process of its own; None where that was killed at the last one."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        moments = Moments(last)
        sys.addaudithook(moments)
        code = 1
        try:
            work(moments)
            os.write(writing, str(moments.count).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert os.WEXITSTATUS(status) == 0, "the command failed"
    return int(said)


def command(folder: Path, name: str) -> Callable[[Moments], None]:
    def work(_: Moments) -> None:
        os.chdir(folder)
        result = CliRunner().invoke(main, [*COMMANDS[name], "--folder", "."])
        assert result.exit_code in (0, 1), result.output

    return work


def files(folder: Path) -> dict[str, str]:
    """The SHA-256 of what lies in a folder, the ledger aside, whose entries bear the time of day."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".lock", "records.")))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture(scope="module")
def stations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path, int]]:
    """The folder before and after each command, and how often it wrote."""
    place = tmp_path_factory.mktemp("year")
    folder = trust(place / "trust")
    found = {}
    for name in COMMANDS:
        if name == "decide":
            desk = Desk(next((folder / OCTOBER / "committee").glob("*.xlsx")))
            desk.put(0, Decision="Approved", Decided_on=date(2026, 10, 22))
            desk.save(folder / "Decided.xlsx")
        before = Path(shutil.copytree(folder, place / f"before {name}"))
        writes = in_a_process(command(folder, name))
        assert writes
        found[name] = (before, Path(shutil.copytree(folder, place / f"after {name}")), writes)
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_is_made_good_by_the_same_again(
    stations: dict[str, tuple[Path, Path, int]], name: str, tmp_path: Path
) -> None:
    before, after, writes = stations[name]
    chance = random.Random(name)
    for number in range(KILLS):
        folder = Path(shutil.copytree(before, tmp_path / str(number)))
        last = chance.randint(1, writes)
        assert in_a_process(command(folder, name), last) is None, "it had ended before"
        theirs = files(before)
        assert files(folder).items() >= theirs.items(), f"killed at write {last}, it had harmed what was there"
        in_a_process(command(folder, name))
        assert files(folder) == files(after), f"killed at write {last} of {writes}"
        verified = CliRunner().invoke(main, ["status", "--verify", "--folder", str(folder), "--json"])
        assert verified.exit_code == 0, (last, json.loads(verified.stdout))
