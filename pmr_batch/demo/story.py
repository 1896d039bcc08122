"""Builds the demo: a trust folder with settings, issued workbooks, and returns with known faults."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from pmr_batch.commands.issue import issue, start_of
from pmr_batch.commands.issue.cycle_staff import employed
from pmr_batch.commands.issue.first_rows import first_rows
from pmr_batch.demo.dates import DEMO_AS_OF, YEARS, Year
from pmr_batch.demo.people import School
from pmr_batch.demo.plant import Planted, plant
from pmr_batch.demo.returns import Filler
from pmr_batch.demo.staffing import Trust, make_trust
from pmr_batch.demo.trust import trust_rows
from pmr_batch.demo.words import Words
from pmr_batch.excel.writing.carried import carried
from pmr_batch.excel.writing.days import days_off
from pmr_batch.excel.writing.standard import Contents, standard_book
from pmr_batch.excel.writing.trust import trust_workbook
from pmr_batch.files import write_bytes, write_json
from pmr_batch.settings.trust_file import TRUST_FILE, read_trust
from pmr_batch.settings.trust_settings import Settings

INCOMING, PLANTED_FILE = "incoming", "planted.json"
#: What offices call their files.
_FILE_NAMES = ("{code}.xlsx", "{name} PMR.xlsx", "PMR return {code} final.xlsx", "{code} {cycle}.xlsx")


@dataclass(frozen=True)
class Demo:
    """A demo folder: its as-of date, the cycles it has returns of, and the faults that were planted."""

    folder: Path
    as_of: date
    cycles: tuple[str, ...]
    planted: tuple[Planted, ...]


def build(folder: Path, academies: int = 5, staff: int = 40, seed: int = 1, executor: Executor | None = None) -> Demo:
    """Make the trust folder: trust.xlsx, issued/, incoming/ with faults, planted.json; the same for the same seed.

    `staff` is people of each academy, heads aside. Raises OutputError where a file cannot be written.
    """
    build_correct(folder, academies, staff, seed, executor)
    planted = tuple(plant(folder / INCOMING, seed))
    write_json(folder / PLANTED_FILE, [one.as_json() for one in planted])
    return Demo(folder, DEMO_AS_OF, tuple(year.name for year in YEARS), planted)


def build_correct(
    folder: Path, academies: int = 5, staff: int = 40, seed: int = 1, executor: Executor | None = None
) -> None:
    """As `build`, with no fault in any return."""
    trust = make_trust(academies, staff, seed)
    write_bytes(folder / TRUST_FILE, trust_workbook(trust_rows(trust, seed)))
    settings = read_trust(folder)
    returns = dict(_returns(settings, trust, seed))
    contents = (executor.map if executor else map)(_written, returns.values())
    for year in YEARS:
        issue(settings, settings.cycles[year.name], year.starts + timedelta(1), folder)
    for path, content in zip(returns, contents, strict=True):
        write_bytes(folder / INCOMING / path, content)


def _returns(settings: Settings, trust: Trust, seed: int) -> Iterator[tuple[str, Contents]]:
    """What each return holds, by its path below incoming/."""
    for year in YEARS:
        words = Words(Random(f"returns {seed} {year.name}"))  # noqa: S311  (no secret)
        for number, school in enumerate(trust.schools):
            name = _FILE_NAMES[number % len(_FILE_NAMES)].format(code=school.code, name=school.name, cycle=year.name)
            yield f"{year.slug}/{name}", _filled(settings, trust, school, year, words)


def _filled(settings: Settings, trust: Trust, school: School, year: Year, words: Words) -> Contents:
    """The academy's workbook for a cycle, filled in."""
    academy, cycle = settings.academies[school.code], settings.cycles[year.name]
    filler = Filler(trust, school, year, words)
    people = employed(settings.staff_list or (), academy.code, cycle)
    return Contents(
        start_of(settings, cycle, academy, year.starts + timedelta(1)) | filler.start(),
        filler.rows(first_rows(settings, cycle, academy, people, {})),
        carried(settings.tables, academy.code, cycle.name),
        days_off(settings.calendar, academy.code, cycle.starts, cycle.ends),
        DEMO_AS_OF,
    )


def _written(contents: Contents) -> bytes:
    """A return as .xlsx bytes; in a worker of its own where there are any."""
    return standard_book(contents).bytes()
