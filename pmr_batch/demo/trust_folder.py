"""Builds the demo folder: a trust with settings, issued workbooks, and returns with known faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from pmr_batch.commands.folders import INCOMING
from pmr_batch.commands.issue import issue, start_of
from pmr_batch.commands.issue.cycle_staff import employed
from pmr_batch.commands.issue.first_rows import first_rows
from pmr_batch.demo.cycles import DEMO_AS_OF, YEARS, Year
from pmr_batch.demo.employees import School
from pmr_batch.demo.faults.planting import Planted, Planter, plant
from pmr_batch.demo.faults.table import FAULTS
from pmr_batch.demo.filled_return import Filler
from pmr_batch.demo.phrases import Phrases
from pmr_batch.demo.said_once import say_once
from pmr_batch.demo.settings_rows import trust_rows
from pmr_batch.demo.staffing import Trust, make_trust
from pmr_batch.demo.typed_pay import TypedPay
from pmr_batch.files import write_bytes
from pmr_batch.records.json_form import write_json
from pmr_batch.settings.trust_file import TRUST_FILE, read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.workbook.carried_settings import CarriedRows
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.standard_book import standard_book
from pmr_batch.workbook.trust_book import trust_workbook

PLANTED_FILE = "planted.json"
#: The file names of offices.
_FILE_NAMES = ("{code}.xlsx", "{name} PMR.xlsx", "PMR return {code} final.xlsx", "{code} {cycle}.xlsx")


@dataclass(frozen=True)
class Demo:
    """A demo folder: its as-of date, the cycles it has returns of, and the faults that were planted."""

    folder: Path
    as_of: date
    cycles: tuple[str, ...]
    planted: tuple[Planted, ...]


def build(
    folder: Path,
    academies: int = 5,
    staff: int = 40,
    seed: int = 1,
    executor: Executor | None = None,
    faults: Sequence[Planter] = FAULTS,
) -> Demo:
    """Make the trust folder: trust.xlsx, issued/, incoming/ with faults, planted.json; the same for the same seed.

    `staff` is people of each academy, heads aside. Raises OutputError where a file cannot be written.
    """
    trust = build_correct(folder, academies, staff, seed, executor)
    planted = tuple(plant(folder / INCOMING, seed, faults, trust.ordinary))
    _write_settings(folder, trust, seed, [fault for fault in planted if fault.accepted])
    write_json(folder / PLANTED_FILE, [fault.as_json() for fault in planted])
    return Demo(folder, DEMO_AS_OF, tuple(year.name for year in YEARS), planted)


def build_correct(
    folder: Path, academies: int = 5, staff: int = 40, seed: int = 1, executor: Executor | None = None
) -> Trust:
    """As `build`, without faults; returns the trust."""
    trust = make_trust(academies, staff, seed)
    _write_settings(folder, trust, seed)
    settings = read_trust(folder)
    returns = dict(_returns(settings, trust, seed))
    contents = (executor.map if executor else map)(_written, returns.values())
    for year in YEARS:
        issue(settings, settings.cycles[year.name], year.starts + timedelta(1), folder)
    for path, content in zip(returns, contents, strict=True):
        write_bytes(folder / INCOMING / path, content)
    return trust


def _write_settings(folder: Path, trust: Trust, seed: int, accepted: Sequence[Planted] = ()) -> None:
    """trust.xlsx, with the findings that trust HR accepts."""
    rows = trust_rows(trust, seed)
    rows["Accepted"] = [
        {
            "rule": fault.code,
            "academy_code": fault.academy,
            "payroll_number": fault.payroll_number,
            "reason": fault.accepted,
            "accepted_by": "Trust HR",
            "accepted_on": DEMO_AS_OF,
        }
        for fault in accepted
    ]
    write_bytes(folder / TRUST_FILE, trust_workbook(rows))


def _returns(settings: Settings, trust: Trust, seed: int) -> Iterator[tuple[str, Contents]]:
    """The content of each return, by its path below incoming/."""
    for year in YEARS:
        phrases = Phrases(Random(f"returns {seed} {year.name}"))  # noqa: S311  (no secret)
        for number, school in enumerate(trust.schools):
            name = _FILE_NAMES[number % len(_FILE_NAMES)].format(code=school.code, name=school.name, cycle=year.name)
            yield f"{year.slug}/{name}", _filled(settings, trust, school, year, phrases)


def _filled(settings: Settings, trust: Trust, school: School, year: Year, phrases: Phrases) -> Contents:
    """The academy's workbook for a cycle, filled in."""
    academy, cycle = settings.academies[school.code], settings.cycles[year.name]
    filler = Filler(trust, school, year, phrases, TypedPay(settings))
    people = employed(settings.staff_list or (), academy.code, cycle)
    start = start_of(settings, cycle, academy, year.starts + timedelta(1)) | filler.start()
    rows = filler.rows(first_rows(settings, cycle, academy, people, {}))
    say_once(start, rows)
    return Contents(
        start,
        rows,
        CarriedRows(settings.tables).of(academy.code, cycle.name),
        days_off(settings.calendar, academy.code, cycle.starts, cycle.ends),
        DEMO_AS_OF,
    )


def _written(contents: Contents) -> bytes:
    """A return as .xlsx bytes; in a worker of its own where there are any."""
    return standard_book(contents).bytes()
