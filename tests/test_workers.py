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

from pmr_batch import workers as workers_of
from pmr_batch.errors import OutputError
from pmr_batch.workers import MOST_BYTES, Workers, at_once, cores, share_of_memory

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


@pytest.mark.parametrize(("cores", "processes"), [(2, 2), (61, 61), (62, 61), (256, 61)])
def test_there_are_no_more_processes_than_windows_waits_for(
    cores: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(workers_of, "cores", lambda: cores)
    monkeypatch.setattr(workers_of, "ProcessPoolExecutor", lambda processes, **_: started.append(processes))
    with pytest.raises(AttributeError):
        Workers().submit(square, 1)
    assert started == [processes]


def test_a_command_that_goes_wrong_waits_for_no_worker() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Workers(1) as executor:  # noqa: PT012  (what is left is what is tested)
        executor.submit(time.sleep, 60)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 30


COMMAND = """
import os, signal, sys, time
from pmr_batch.workers import Workers

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup has it ignored
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


# -- how many ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu.max": "100000 100000\n"}, 1),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1),
    ],
)
def test_a_container_has_no_more_workers_than_cores(
    files: dict[str, str], expected: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    assert cores(limited(tmp_path, files)) == (expected or 4)


def test_a_part_of_a_core_counts_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    assert cores(limited(tmp_path, {"cpu.max": "250000 100000\n"})) == 3


def test_workers_share_the_memory_of_a_container_with_the_command(tmp_path: Path) -> None:
    groups = limited(tmp_path, {"memory.max": f"{6 * 1024 * MEBIBYTE}\n"})
    assert share_of_memory(2, groups) == 2 * 1024 * MEBIBYTE
    assert share_of_memory(99, groups) == 512 * MEBIBYTE
    assert share_of_memory(2, limited(tmp_path, {"memory.max": "max\n"})) == MOST_BYTES


def limited(groups: Path, files: dict[str, str]) -> Path:
    """A place with the limits of a container."""
    for name, content in files.items():
        (groups / name).parent.mkdir(exist_ok=True)
        (groups / name).write_text(content, "ascii")
    return groups


def test_the_command_has_as_many_processes_as_it_is_given() -> None:
    before = at_once.set(3)
    try:
        assert Workers().processes == 3
    finally:
        at_once.reset(before)
