"""Settings of trust.xlsx, or of a workbook's own Settings sheet: valid, or refused with all problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pmr_batch.errors import SettingsError, UsageError
from pmr_batch.excel.reading.name_matching import bare
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST, SAVE_AGAIN, Refused
from pmr_batch.excel.reading.settings_sheet import AS_OF
from pmr_batch.excel.reading.sheet_matching import IS_MISSING
from pmr_batch.excel.reading.sheet_names import sheet_names
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.files import TRUST_FILE, read_file
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.own_ranges import own_ranges_in
from pmr_batch.layout.trust_workbook import ACADEMIES, CARRIED, CYCLES, PAY_POINTS, TRUST_SHEETS
from pmr_batch.model.returns import Spot, Table
from pmr_batch.policy.pay import canonical_point
from pmr_batch.settings.build import build_settings
from pmr_batch.settings.cross_checks import Sheets, cross_checks
from pmr_batch.settings.cycle_checks import cycle_doubts, cycle_problems
from pmr_batch.settings.date_checks import date_problems, employment_doubts
from pmr_batch.settings.notices import notices
from pmr_batch.settings.point_checks import area_doubts, point_problems, range_doubts
from pmr_batch.settings.policy_checks import policy_checks
from pmr_batch.settings.problems import Problem, Row, gathered
from pmr_batch.settings.scale_checks import scale_doubts
from pmr_batch.settings.sheet_faults import faults_of, missing_sheet, reader_problems, rows_of
from pmr_batch.settings.staff_checks import staff_doubts, staff_problems
from pmr_batch.settings.term_checks import term_doubts
from pmr_batch.settings.trust_settings import Settings

__all__ = ["TRUST_FILE", "CheckedTrust", "check_trust", "from_tables", "is_trust", "read_trust", "trust_tables"]

_LIMITS = OF_THE_TRUST.named("settings workbook")
_NEVER_EMPTY = ("Trust", "Academies", "Cycles")


@dataclass(frozen=True)
class CheckedTrust:
    """What is wrong with a trust.xlsx, and what whoever keeps it should know; with problems it is not used."""

    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def read_trust(folder: Path) -> Settings:
    """The settings of a trust folder.

    Raises UsageError where it has none that can be read, and SettingsError with a line for every problem in it.
    """
    path = folder / TRUST_FILE
    if not path.exists() and not path.is_symlink():
        raise UsageError(f"{folder} has no {TRUST_FILE}; make one with `pmr-batch init`")
    return _settings(read_file(path))


def is_trust(name: str, content: bytes) -> bool:
    """Whether a workbook holds the settings of a trust: by most of its sheets, or by its name."""
    sheets = set(map(bare, sheet_names(content)))
    known = sum(bare(sheet.name) in sheets for sheet in TRUST_SHEETS)
    return 2 * known > len(TRUST_SHEETS) or (not sheets and name.casefold() == TRUST_FILE)


def check_trust(content: bytes) -> CheckedTrust:
    """Check the content of a trust.xlsx as `read_trust` does, with what it tells beside its problems."""
    try:
        read = _read(content)
    except Refused as refused:
        return CheckedTrust((_of_file(refused),))
    return CheckedTrust(tuple(gathered(read.problems, TRUST_SHEETS)), tuple(_notices(read)))


def trust_tables(content: bytes) -> Workbook:
    """The sheets of a trust.xlsx as read, valid or not. Raises SettingsError where it cannot be read as a workbook."""
    try:
        return _workbook(content)
    except Refused as refused:
        raise SettingsError(TRUST_FILE, [_of_file(refused).line]) from None


def _of_file(refused: Refused) -> Problem:
    """The one problem of a file that cannot be read."""
    remedy = f"{refused.own_step[0].lower()}{refused.own_step[1:].rstrip('.')}"
    return Problem("", 0, "", "the file", None, refused.why, remedy)


@lru_cache(maxsize=4)
def _settings(content: bytes) -> Settings:
    """The settings of a file's content; the same content is read once."""
    try:
        read = _read(content)
    except Refused as refused:
        raise SettingsError(TRUST_FILE, [_of_file(refused).line]) from None
    if read.problems:
        raise SettingsError(TRUST_FILE, [problem.line for problem in gathered(read.problems, TRUST_SHEETS)])
    settings_read = build_settings(TRUST_FILE, read.sheets, read.tables, None)
    return replace(settings_read, notices=tuple(f"{TRUST_FILE}: {notice.line}" for notice in _notices(read)))


def from_tables(tables: Mapping[str, Table], where: str, own: bool, spots: Sequence[Spot] = ()) -> Settings:
    """The settings in tables by sheet name; `own` for those a workbook carries, without staff list.

    `spots` are the reader's. Raises SettingsError, naming `where`, with a line for every problem.
    """
    declared = CARRIED if own else TRUST_SHEETS
    read = _read_sheets(tables, declared, spots, own=own)
    if read.problems:
        raise SettingsError(where, [problem.line for problem in gathered(read.problems, declared)])
    return build_settings(where, read.sheets, tables, _as_of(tables) if own else None)


# -- reading and checking --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Read:
    """The sheets of the settings as rows, a cell at fault None in them, and all that is wrong with them."""

    tables: Mapping[str, Table]
    spots: tuple[Spot, ...]
    sheets: Mapping[str, Sequence[Row]]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=2)
def _read(content: bytes) -> _Read:
    """The sheets of a trust.xlsx as read and checked. Raises Refused."""
    book = _workbook(content)
    return _read_sheets(book.tables, TRUST_SHEETS, book.spots, own=False)


def _workbook(content: bytes) -> Workbook:
    """The workbook as read. Raises Refused, whatever goes wrong in a library."""
    try:
        return read_tables(content, TRUST_SHEETS, points=canonical_point, limits=_LIMITS)
    except (KeyboardInterrupt, Refused):
        raise
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        raise Refused("cannot be read as a workbook", SAVE_AGAIN) from None


def _read_sheets(tables: Mapping[str, Table], declared: Sequence[Sheet], spots: Sequence[Spot], *, own: bool) -> _Read:
    required = [sheet for sheet in declared if sheet.since == 1]
    spots = [spot for spot in spots if not _is_left_out(spot, declared)]
    problems = [*map(missing_sheet, (sheet for sheet in required if sheet.name not in tables)), *reader_problems(spots)]
    own_ranges = own_ranges_in(tables)
    sheets: dict[str, list[Row]] = {}
    for sheet in (sheet for sheet in declared if sheet.name in tables):
        faults = list(faults_of(sheet, tables[sheet.name], own_ranges))
        sheets[sheet.name] = rows_of(sheet, tables[sheet.name], faults)
        problems += faults
    empty = [name for name in _NEVER_EMPTY if name in sheets and not sheets[name]]
    problems += [Problem(name, 0, "", "the sheet", None, "has no rows", "fill it in") for name in empty]
    if all(sheet.name in sheets for sheet in required) and not empty:
        problems += _between_sheets(sheets, own=own)
    return _Read(tables, tuple(spots), sheets, tuple(problems))


def _is_left_out(spot: Spot, declared: Sequence[Sheet]) -> bool:
    """Whether it says no more than that a sheet is not there which older files do not have."""
    later = {sheet.name for sheet in declared if sheet.since > 1}
    return spot.code == "PM002" and spot.sheet in later and spot.words["what"] == IS_MISSING


def _between_sheets(sheets: Sheets, *, own: bool) -> Iterator[Problem]:
    """Problems between rows and sheets; what a workbook carries was checked by the trust's when it was issued."""
    yield from cross_checks(sheets)
    yield from policy_checks(sheets)
    if not own:
        yield from cycle_problems(sheets[CYCLES.name])
        yield from date_problems(sheets)
        yield from staff_problems(sheets)
        yield from point_problems(sheets)


def _notices(read: _Read) -> list[Problem]:
    """Repairs, changed numbers, and doubts; those that need academies and cycles where these are there."""
    sheets, whole = read.sheets, all(read.sheets.get(sheet.name) for sheet in (ACADEMIES, CYCLES))
    doubts = [*scale_doubts(sheets.get(PAY_POINTS.name, ())), *range_doubts(sheets), *staff_doubts(sheets)]
    if whole:
        doubts += cycle_doubts(sheets[CYCLES.name])
        doubts += [*area_doubts(sheets), *term_doubts(sheets), *employment_doubts(sheets)]
    certain = frozenset(read.problems)
    return notices(sheets, read.spots, (doubt for doubt in doubts if doubt not in certain))


def _as_of(tables: Mapping[str, Table]) -> date | None:
    cells = tables[AS_OF.name].columns.get("as_of", ()) if AS_OF.name in tables else ()
    return next((cell for cell in cells if isinstance(cell, date)), None)
