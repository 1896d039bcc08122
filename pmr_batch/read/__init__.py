"""Stage: the files of a folder become returns, each accepted, refused, superseded or skipped by name.

- folder: the files below incoming/<cycle>/
- worker: one file's bytes to a return, in a worker process
- surviving_workers: one map over an executor that outlives the death of a worker
- start_checks: was the workbook issued for this trust, academy and cycle (PM004)
- real_numbers: provisional payroll numbers become the real ones, once the staff list has them (PM015)
- current_return: which of several returns of an academy and cycle is current (PM005)
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from pmr_batch.excel.reading.reading_limits import SECONDS_TO_READ
from pmr_batch.model.returns import Return
from pmr_batch.passwords import given
from pmr_batch.read.current_return import supersede
from pmr_batch.read.folder import FoundFile, apart, content_or_return, files_below, found_file, label_of
from pmr_batch.read.real_numbers import with_real_numbers
from pmr_batch.read.start_checks import check_start
from pmr_batch.read.surviving_workers import Work, map_files
from pmr_batch.read.worker import read_return, read_workbook
from pmr_batch.settings.trust_settings import Cycle, Settings

__all__ = ["check_start", "held_against", "numbers_listed", "read_files", "read_returns", "read_workbook"]


def read_returns(folder: Path, cycle: Cycle, settings: Settings, executor: Executor) -> tuple[Return, ...]:
    """Every file below a folder of returns (incoming/<cycle>), by path; of each academy and cycle one is current.

    The trust's settings apply: those that a workbook carries are not read.
    """
    work = partial(
        read_return,
        staff_list=numbers_listed(settings),
        own_ranges=settings.pay.own_ranges,
        passwords=given.get(),
    )
    read = _read(files_below(folder), executor, work)
    return supersede([held_against(return_, settings, cycle) for return_ in read], settings)


def read_files(
    paths: Sequence[Path],
    executor: Executor,
    settings: Settings | None = None,
    staff_list: str = "",
    own_ranges: tuple[str, ...] = (),
) -> tuple[Return, ...]:
    """The files as named, with the settings they carry; checked against the trust's settings where they are given.

    Payroll numbers are held against the settings' staff list, or those of `staff_list`, a number a line; `own_ranges`
    are the trust's own pay ranges, and without any those that a workbook carries. None supersedes another.
    """
    files = [found_file(path, label_of(path)) for path in paths]
    numbers = numbers_listed(settings) if settings else staff_list
    ranges = settings.pay.own_ranges if settings else own_ranges
    work = partial(read_workbook, staff_list=numbers, own_ranges=ranges, passwords=given.get())
    read = _read(files, executor, work)
    return tuple(held_against(return_, settings) if settings else check_start(return_) for return_ in read)


def held_against(return_: Return, settings: Settings, cycle: Cycle | None = None) -> Return:
    """A return held against the trust's settings: refused where it was issued for something else, else with the payroll
    numbers that its people have by now.
    """
    return with_real_numbers(check_start(return_, settings, cycle), settings)


def numbers_listed(settings: Settings) -> str:
    """The payroll numbers of the trust's staff list, a number a line."""
    return "\n".join(sorted({row["payroll_number"] for row in settings.staff_list or ()}))


def _read(files: Sequence[FoundFile], executor: Executor, work: Work) -> list[Return]:
    """One return a file, in the order of the files; bytes are read once, parsed elsewhere."""
    files = apart(files)
    read: dict[str, Return] = {}
    jobs = []
    for file in files:
        job = content_or_return(file)
        if isinstance(job, Return):
            read[file.label] = job
        else:
            jobs.append((file.label, job))
    read |= {return_.path: return_ for return_ in map_files(executor, work, jobs, SECONDS_TO_READ)}
    return [read[file.label] for file in files]
