"""Settings of trust.xlsx, or of a workbook's own Settings sheet: valid, or refused with all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pmr_batch import words
from pmr_batch.errors import SettingsError, UsageError
from pmr_batch.excel.reading.reading_limits import SAVE_AGAIN, Refused
from pmr_batch.excel.reading.settings_sheet import AS_OF
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.files import TRUST_FILE, read_file
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.trust_workbook import CARRIED, TRUST_SHEETS
from pmr_batch.model.returns import Spot, Table
from pmr_batch.policy.pay import canonical_point
from pmr_batch.settings.build import build_settings
from pmr_batch.settings.cross_checks import cross_checks
from pmr_batch.settings.notices import notices
from pmr_batch.settings.policy_checks import policy_checks
from pmr_batch.settings.problems import Problem, Row
from pmr_batch.settings.sheet_faults import faults_of, missing_sheet, reader_problems, rows_of
from pmr_batch.settings.trust_settings import Settings

__all__ = ["TRUST_FILE", "from_tables", "read_trust"]

_NEVER_EMPTY = ("Trust", "Academies", "Cycles")
#: Of a column's problems so many have a line each; the others are counted.
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
    """The settings of a file's content; the same content is read once."""
    book = trust_tables(content)
    settings_read = from_tables(book.tables, TRUST_FILE, own=False, spots=book.spots)
    return replace(settings_read, notices=tuple(f"{TRUST_FILE}: {line}" for line in notices(book.tables, book.spots)))


def from_tables(tables: Mapping[str, Table], where: str, own: bool, spots: Sequence[Spot] = ()) -> Settings:
    """The settings in tables by sheet name; `own` for those a workbook carries, without staff list.

    `spots` are the reader's. Raises SettingsError, naming `where`, with a line for every problem.
    """
    declared = CARRIED if own else TRUST_SHEETS
    sheets, problems = _checked(tables, declared, spots)
    if problems:
        raise SettingsError(where, list(_lines(problems, declared)))
    return build_settings(where, sheets, tables, _as_of(tables) if own else None)


@dataclass(frozen=True)
class CheckedTrust:
    """What is wrong with a trust.xlsx; with problems it is not used."""

    problems: tuple[Problem, ...]


def check_trust(content: bytes) -> CheckedTrust:
    """Check the content of a trust.xlsx as `read_trust` does."""
    book = trust_tables(content)
    return CheckedTrust(tuple(_checked(book.tables, TRUST_SHEETS, book.spots)[1]))


def _checked(
    tables: Mapping[str, Table], declared: Sequence[Sheet], spots: Sequence[Spot]
) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows by sheet, and all problems."""
    problems = [*map(missing_sheet, (sheet for sheet in declared if sheet.name not in tables)), *reader_problems(spots)]
    sheets: dict[str, list[Row]] = {}
    for sheet in (sheet for sheet in declared if sheet.name in tables):
        faults = list(faults_of(sheet, tables[sheet.name]))
        sheets[sheet.name] = rows_of(sheet, tables[sheet.name], faults)
        problems += faults
    problems += _cross_problems(sheets, len(sheets) == len(declared))
    return sheets, problems


def trust_tables(content: bytes) -> Workbook:
    """The sheets of a trust.xlsx as read, valid or not. Raises SettingsError where it cannot be read as a workbook."""
    try:
        return read_tables(content, TRUST_SHEETS, points=canonical_point)
    except KeyboardInterrupt:
        raise
    except Refused as refused:
        problem = f"the file {refused.why}. {refused.next_step}"
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        problem = f"the file cannot be read as a workbook. {SAVE_AGAIN}"
    raise SettingsError(TRUST_FILE, [problem])


def _cross_problems(sheets: Mapping[str, Sequence[Row]], whole: bool) -> Iterator[Problem]:
    """Problems between sheets; where a sheet is missing or empty, only that."""
    empty = [name for name in _NEVER_EMPTY if name in sheets and not sheets[name]]
    yield from (Problem(name, 0, "", "the sheet", None, "has no rows", "fill it in") for name in empty)
    if whole and not empty:
        yield from cross_checks(sheets)
        yield from policy_checks(sheets)


def _lines(problems: Iterable[Problem], declared: Sequence[Sheet]) -> Iterator[str]:
    """One line a problem, by sheet and row; of a column's many, the first and a count."""
    names = [sheet.name for sheet in declared]
    in_order = sorted(problems, key=lambda problem: (names.index(problem.sheet), problem.row))
    lines_by_column: dict[tuple[str, str], list[str]] = {}
    for problem in in_order:
        lines_by_column.setdefault((problem.sheet, problem.heading), []).append(problem.line)
    more = {key: len(set(lines)) - _MOST_LINES for key, lines in lines_by_column.items()}
    shown = {line for lines in lines_by_column.values() for line in list(dict.fromkeys(lines))[:_MOST_LINES]}
    yield from dict.fromkeys(problem.line for problem in in_order if problem.line in shown)
    for (sheet, heading), number in more.items():
        if number > 0:
            yield f"{sheet}: {heading} has {words.counted(number, 'problem')} more; put right those above first"


def _as_of(tables: Mapping[str, Table]) -> date | None:
    cells = tables[AS_OF.name].columns.get("as_of", ()) if AS_OF.name in tables else ()
    return next((cell for cell in cells if isinstance(cell, date)), None)
