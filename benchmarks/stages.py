"""Each stage measured against a yardstick in the same run, on a synthetic trust: ratios, not seconds, compare machines.

Usage: python benchmarks/stages.py [ACADEMIES [STAFF]]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineWorkbook

from pmr_batch.commands.folders import find_cycle, incoming
from pmr_batch.commands.run import run
from pmr_batch.demo import DEMO_AS_OF, build_correct
from pmr_batch.merge import merge
from pmr_batch.model.terms import Round
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.report import report_page
from pmr_batch.read import read_returns, read_workbook
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.validate import validate

Made = TypeVar("Made")
_CYCLE = "teaching-2025-26"


def timed(what: str, work: Callable[[], Made], yardstick: float | None = None) -> tuple[Made, float]:
    """Do it once, and print the seconds and how many times the yardstick they are."""
    start = time.perf_counter()
    made = work()
    seconds = time.perf_counter() - start
    ratio = f"{seconds / yardstick:8.1f} x" if yardstick else ""
    print(f"{what:44} {seconds:8.2f} s {ratio}")
    return made, seconds


def main(academies: int, staff: int) -> None:
    """Print a line a stage."""
    with tempfile.TemporaryDirectory() as made, ProcessPoolExecutor() as executor:
        folder = Path(made)
        timed(f"making {academies} academies of {staff}", lambda: build_correct(folder, academies, staff, 1))
        settings = read_trust(folder)
        cycle = find_cycle(settings, _CYCLE)
        place = incoming(folder, cycle)
        contents = [path.read_bytes() for path in sorted(place.iterdir())]
        _, bare = timed("calamine alone, one process (the yardstick)", lambda: [_bare(each) for each in contents])
        timed("intake of the same, one process", lambda: [read_workbook("a", each) for each in contents], bare)
        returns, _ = timed("read", lambda: read_returns(place, cycle, settings, executor), bare)
        validated, _ = timed("validate", lambda: validate(returns, settings, DEMO_AS_OF, Round.OCTOBER), bare)
        timed("merge", lambda: merge(returns, validated, settings, cycle, Round.OCTOBER, DEMO_AS_OF), bare)
        ran, _ = timed("the whole run", lambda: run(folder, _CYCLE, Round.OCTOBER, DEMO_AS_OF, executor), bare)
        timed("of it, the committee workbook", lambda: committee_workbook(ran.moderated), bare)
        timed("of it, the report", lambda: report_page(ran.moderated), bare)


def _bare(content: bytes) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["20", "60"][len(sys.argv) - 1 :])))
