"""Stage: the files of a folder become returns, each accepted, refused, superseded or skipped by name.

- folder: what lies below incoming/<cycle>/
- worker: one file's bytes to a return, in a worker process
- survive: one map over an executor that outlives the death of a worker
- start: was the workbook issued for this trust, academy and cycle (PM004)
- standing: which return stands where several claim to be one (PM005)
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from pmr_batch.model.returns import Return
from pmr_batch.read.current_return import which_stand
from pmr_batch.read.folder import FoundFile, files_below, found, label_of, opened
from pmr_batch.read.start_checks import fits
from pmr_batch.read.surviving_workers import Work, map_files
from pmr_batch.read.worker import SECONDS_PER_FILE, read_return, read_workbook
from pmr_batch.settings.trust_settings import Cycle, Settings

__all__ = ["fits", "read_files", "read_returns", "read_workbook"]


def read_returns(folder: Path, cycle: Cycle, settings: Settings, executor: Executor) -> tuple[Return, ...]:
    """Every file below a folder of returns (incoming/<cycle>), by path; which return stands is decided.

    The trust's settings rule: those that a workbook carries are not read.
    """
    read = _read(files_below(folder), executor, read_return)
    return which_stand([fits(one, settings, cycle) for one in read], settings)


def read_files(paths: Sequence[Path], executor: Executor, settings: Settings | None = None) -> tuple[Return, ...]:
    """The files as named, with the settings they carry; held against the trust's settings where they are given.

    None supersedes another.
    """
    files = [found(path, label_of(path)) for path in paths]
    read = _read(files, executor, read_workbook)
    return tuple(fits(one, settings) for one in read)


def _read(files: Sequence[FoundFile], executor: Executor, work: Work) -> list[Return]:
    """One return a file, in the order of the files; bytes are read once, parsed elsewhere."""
    read: dict[str, Return] = {}
    jobs = []
    for file in files:
        job = opened(file)
        if isinstance(job, Return):
            read[file.label] = job
        else:
            jobs.append((file.label, job))
    read |= {one.path: one for one in map_files(executor, work, jobs, SECONDS_PER_FILE)}
    return [read[file.label] for file in files]
