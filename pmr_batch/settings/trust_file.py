"""Settings of trust.xlsx, or of a workbook's own Settings sheet: whole, or refused with all problems in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pmr_batch import words
from pmr_batch.errors import SettingsError, UsageError
from pmr_batch.excel.reading.reading_limits import SAVE_AGAIN, Refused
from pmr_batch.excel.reading.settings_sheet import AS_OF
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.files import read_file
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.trust_workbook import CARRIED, TRUST_SHEETS
from pmr_batch.model.returns import Spot, Table
from pmr_batch.policy.pay import canonical_point
from pmr_batch.settings.build import settings
from pmr_batch.settings.cross_checks import cross_checks
from pmr_batch.settings.notices import notices
from pmr_batch.settings.policy_checks import policy_checks
from pmr_batch.settings.problems import Problem, Row
from pmr_batch.settings.sheet_faults import absent, faults_of, rows_of, seen_by_reader
from pmr_batch.settings.trust_settings import Settings

TRUST_FILE = "trust.xlsx"
_NEVER_EMPTY = ("Trust", "Academies", "Cycles")
#: A column filled in wrongly all the way down is told for so many rows, and then counted.
_MOST_LINES = 20


def read_trust(folder: Path) -> Settings:
    """The settings of a trust folder.

    Raises UsageError where it has none that can be read, and SettingsError with a line for every problem in it.
    """
    path = folder / TRUST_FILE
    if not path.exists() and not path.is_symlink():
        raise UsageError(f"{folder} has no {TRUST_FILE}; make one with `pmr-batch init`")
    return _settings(read_file(path))


@lru_cache(maxsize=4)
def _settings(content: bytes) -> Settings:
    """Settings stay as they are: the same file, asked for again, is not read again."""
    book = _opened(content)
    read = from_tables(book.tables, TRUST_FILE, own=False, seen=book.spots)
    return replace(read, notices=tuple(f"{TRUST_FILE}: {line}" for line in notices(book.tables, book.spots)))


def from_tables(tables: Mapping[str, Table], where: str, own: bool, seen: Sequence[Spot] = ()) -> Settings:
    """The settings in tables by sheet name; `own` for those a workbook carries, without staff list.

    `seen` is what the reader saw in them. Raises SettingsError, naming `where`, with a line for every problem.
    """
    declared = CARRIED if own else TRUST_SHEETS
    problems = [*map(absent, (sheet for sheet in declared if sheet.name not in tables)), *seen_by_reader(seen)]
    sheets: dict[str, list[Row]] = {}
    for sheet in (sheet for sheet in declared if sheet.name in tables):
        faults = list(faults_of(sheet, tables[sheet.name]))
        sheets[sheet.name] = rows_of(sheet, tables[sheet.name], faults)
        problems += faults
    problems += _between(sheets, len(sheets) == len(declared))
    if problems:
        raise SettingsError(where, list(_lines(problems, declared)))
    return settings(where, sheets, tables, _as_of(tables) if own else None)


def _opened(content: bytes) -> Workbook:
    """The workbook as read; whatever goes wrong within is one line, and none of a library's."""
    try:
        return read_tables(content, TRUST_SHEETS, points=canonical_point)
    except KeyboardInterrupt:
        raise
    except Refused as refused:
        problem = f"the file {refused.why}. {refused.next_step}"
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        problem = f"the file cannot be read as a workbook. {SAVE_AGAIN}"
    raise SettingsError(TRUST_FILE, [problem])


def _between(sheets: Mapping[str, Sequence[Row]], whole: bool) -> Iterator[Problem]:
    """What is wrong between sheets; where one is missing or empty, that alone is told."""
    empty = [name for name in _NEVER_EMPTY if name in sheets and not sheets[name]]
    yield from (Problem(name, 0, "", "the sheet", None, "has no rows", "fill it in") for name in empty)
    if whole and not empty:
        yield from cross_checks(sheets)
        yield from policy_checks(sheets)


def _lines(problems: Iterable[Problem], declared: Sequence[Sheet]) -> Iterator[str]:
    """One line a problem, by sheet and row; of a column's many, the first and a count."""
    names = [sheet.name for sheet in declared]
    in_order = sorted(problems, key=lambda problem: (names.index(problem.sheet), problem.row))
    told: dict[tuple[str, str], list[str]] = {}
    for problem in in_order:
        told.setdefault((problem.sheet, problem.heading), []).append(problem.line)
    more = {key: len(set(lines)) - _MOST_LINES for key, lines in told.items()}
    shown = {line for lines in told.values() for line in list(dict.fromkeys(lines))[:_MOST_LINES]}
    yield from dict.fromkeys(problem.line for problem in in_order if problem.line in shown)
    for (sheet, heading), number in more.items():
        if number > 0:
            yield f"{sheet}: {heading} has {words.counted(number, 'problem')} more; put right those above first"


def _as_of(tables: Mapping[str, Table]) -> date | None:
    cells = tables[AS_OF.name].columns.get("as_of", ()) if AS_OF.name in tables else ()
    return next((cell for cell in cells if isinstance(cell, date)), None)
