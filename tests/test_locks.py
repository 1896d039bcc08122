"""One command at a time writes in a trust folder; who is killed keeps nobody out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pmr_batch.errors import OutputError
from pmr_batch.locks import HOLDER, LOCK, locked

HOLDS = """
import signal, sys, time
from pathlib import Path
from pmr_batch.locks import locked

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup has it ignored
sys.argv[1:] = ["run", "--person", "0001041"]
with locked(Path(sys.stdin.readline().strip())):
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def another_command(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock of a folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as command:
        assert command.stdin
        assert command.stdout
        command.stdin.write(f"{folder}\n")
        command.stdin.flush()
        assert command.stdout.readline() == "held\n"
        yield command
        command.kill()


def test_who_is_at_work_is_said_without_what_was_typed(tmp_path: Path) -> None:
    with another_command(tmp_path) as command, pytest.raises(OutputError) as said, locked(tmp_path):
        pass
    line = str(said.value)
    assert line.startswith(f"{tmp_path.name}: pmr-batch run of ")
    assert line.endswith(f", process {command.pid}) is at work there; wait until it is done, and run again")
    assert "0001041" not in line


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_a_command_that_is_killed_keeps_nobody_out(tmp_path: Path, how: signal.Signals) -> None:
    with another_command(tmp_path) as command:
        command.send_signal(how)
        command.wait()
        with locked(tmp_path):
            assert str(os.getpid()) in (tmp_path / HOLDER).read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_command_may_take_its_lock_again(tmp_path: Path) -> None:
    with locked(tmp_path):
        with locked(tmp_path):
            pass
        assert (tmp_path / HOLDER).exists()
    assert not (tmp_path / HOLDER).exists()


def test_a_folder_in_which_nothing_can_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    why = r"^file: cannot be written in \(.*\); see that you may, and run again$"
    with pytest.raises(OutputError, match=why), locked(tmp_path / "file"):
        pass
