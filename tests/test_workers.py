"""Worker processes: what one does to itself harms no other, and none outlives the command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from pmr_batch.errors import OutputError
from pmr_batch.workers import Workers

MEBIBYTE = 1024**2


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(2) as executor:
        yield executor


def square(number: int) -> int:
    return number * number


def end() -> None:
    os._exit(1)


def end_once(marks: Path, number: int) -> int:
    """Ends its process the first time it is done, as a want of memory would."""
    mark = marks / str(number)
    if number % 5 == 0 and not mark.exists():
        mark.touch()
        os._exit(1)
    return number


def end_at_seven(number: int) -> int:
    if number == 7:
        os._exit(1)
    return number


def take(size: int) -> int:
    return len(bytes(size))


def test_an_executor_goes_on_after_it_lost_a_worker(workers: Workers) -> None:
    with pytest.raises(BrokenExecutor):
        workers.submit(end).result()
    assert list(workers.map(square, range(5))) == [0, 1, 4, 9, 16]


def test_what_was_lost_is_done_again_in_order(workers: Workers, tmp_path: Path) -> None:
    assert list(workers.map(end_once, [tmp_path] * 20, range(20))) == list(range(20))
    assert len(list(tmp_path.iterdir())) == 4


def test_what_goes_on_being_lost_is_said_in_one_line(workers: Workers) -> None:
    with pytest.raises(
        OutputError, match=r"ended the processes of this command again and again.*close other programs"
    ) as said:
        list(workers.map(end_at_seven, range(10)))
    assert "\n" not in str(said.value)
    assert list(workers.map(square, range(3))) == [0, 1, 4]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_worker_takes_no_more_than_its_limit() -> None:
    with Workers(1, most_bytes=200 * MEBIBYTE) as executor:
        assert executor.submit(take, 100 * MEBIBYTE).result() == 100 * MEBIBYTE
        with pytest.raises(MemoryError):
            executor.submit(take, 400 * MEBIBYTE).result()
        assert executor.submit(square, 3).result() == 9


def test_a_command_that_goes_wrong_waits_for_no_worker() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Workers(1) as executor:  # noqa: PT012  (what is left is what is tested)
        executor.submit(time.sleep, 60)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 30


COMMAND = """
import os, sys, time
from pmr_batch.workers import Workers

with Workers(2) as executor:
    print(*executor.map(os.getppid, []), *{executor.submit(os.getpid).result() for _ in range(20)}, flush=True)
    executor.submit(time.sleep, 600)
    time.sleep(600)
"""


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_workers_end_with_their_parent(signal_: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", COMMAND], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout
        pids = [int(pid) for pid in command.stdout.readline().split()]
        assert pids
        assert all(map(is_running, pids))
        command.send_signal(signal_)
        command.wait()
        last = time.monotonic() + 20
        while any(map(is_running, pids)) and time.monotonic() < last:
            time.sleep(0.05)
        assert not [pid for pid in pids if is_running(pid)]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
