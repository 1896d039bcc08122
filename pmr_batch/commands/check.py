"""Checks workbooks for an office or trust HR, without a run: read, then validate; trust.xlsx as what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pmr_batch.commands.trust_check import check_trust_file, trust_files
from pmr_batch.errors import UsageError
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.merge import with_the_staff_list
from pmr_batch.merge.absent import missing_people
from pmr_batch.model.findings import Finding, NotChecked, ToDo, Validated
from pmr_batch.model.returns import Return, Table
from pmr_batch.model.run_facts import FileFact
from pmr_batch.model.terms import FileState, Severity
from pmr_batch.read import held_against, numbers_listed, read_files
from pmr_batch.rules.book.clauses import hint
from pmr_batch.rules.book.explained import find_rule
from pmr_batch.rules.findings import accept, cut, ordered
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import TRUST_FILE, from_tables, read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import reader_findings, validate
from pmr_batch.validate.why import Question, questions, sheets_asked
from pmr_batch.words import listed

_CELL = re.compile(r"\$?(?P<letters>[A-Z]{1,3})\$?(?P<row>[1-9]\d*)")


@dataclass(frozen=True)
class CheckResult:
    """The result of a check of files; `notices` are about the trust's settings, where it used them.

    `files` are the workbooks, and a trust.xlsx as a plain file. `settings` are those that a workbook was checked by,
    by its path.
    """

    findings: tuple[Finding, ...]
    to_do: tuple[ToDo, ...]
    not_checked: tuple[NotChecked, ...]
    files: tuple[Return | FileFact, ...]
    notices: tuple[str, ...] = ()
    settings: Mapping[str, Settings] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """Errors that count."""
        return sum(finding.counts and finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True)
class RowView:
    """Why a rule found something on a row of a file, or did not; `place` is the cell that names the row."""

    file: str
    place: str
    code: str
    questions: tuple[Question, ...]


def check(paths: Sequence[Path], folder: Path | None, as_of: date, executor: Executor) -> CheckResult:
    """Check workbooks by the trust's settings where its folder has their cycle, else by their own.

    The settings of a trust that are among the files are checked themselves. Raises UsageError where there is nothing to
    read, SettingsError where neither settings serve.
    """
    _refuse_missing(paths)
    settings_files = trust_files(paths)
    trusts = [check_trust_file(path) for path in settings_files]
    workbooks = [path for path in paths if path not in settings_files]
    checked = _check_workbooks(workbooks, folder, as_of, executor) if workbooks else CheckResult((), (), (), ())
    return replace(
        checked,
        findings=(*(finding for trust in trusts for finding in trust.findings), *checked.findings),
        files=(*(trust.file for trust in trusts), *checked.files),
    )


def _check_workbooks(paths: Sequence[Path], folder: Path | None, as_of: date, executor: Executor) -> CheckResult:
    files, trust = _read(paths, folder, executor)
    by_settings = list(_by_settings(files, trust))
    parts = [_validated(workbooks, settings, as_of) for settings, workbooks in by_settings]
    findings = [finding for part in parts for finding in part.findings]
    unused = reader_findings([file for file in files if file.state is not FileState.ACCEPTED])
    findings += accept(unused, trust.accepted if trust else ())
    return CheckResult(
        tuple(cut(ordered(findings))),
        tuple(sorted((to_do for part in parts for to_do in part.to_do), key=lambda to_do: (to_do.due, to_do.code))),
        tuple(sorted({rule for part in parts for rule in part.not_checked}, key=lambda rule: (rule.code, rule.needs))),
        tuple(files),
        trust.notices if trust else (),
        {workbook.path: settings for settings, workbooks in by_settings for workbook in workbooks},
    )


def why(code: str, place: str, path: Path, folder: Path | None, as_of: date, executor: Executor) -> RowView:
    """How a rule saw the row of a cell, such as Concerns!C2, and its verdict.

    Raises UsageError for an unknown code or sheet, or a cell that is not on a row of a sheet the rule checks.
    """
    rule = find_rule(code)
    sheet = _sheet_of(place, rule)
    _refuse_missing([path])
    (workbook,), trust = _read([path], folder, executor)
    if workbook.state is not FileState.ACCEPTED:
        raise UsageError(
            f"{workbook.path} is {workbook.state.value}, and no rule is asked of it; see `pmr-batch check`"
        )
    column, row = _cell(place, sheet, workbook)
    ((settings, _),) = _by_settings([workbook], trust)
    findings = _validated([workbook], settings, as_of).findings
    row_questions = questions(rule.code, column, row, workbook, settings, as_of, findings)
    if not row_questions:
        raise UsageError(f"{rule.code} asks nothing of {column}; see `pmr-batch rules {rule.code}`")
    return RowView(workbook.path, place, rule.code, tuple(row_questions))


def _sheet_of(place: str, rule: Rule) -> Sheet:
    """The sheet of a cell, where the rule checks it."""
    name = place.rpartition("!")[0].strip("'")
    if name not in BY_NAME:
        raise UsageError(f"{place} is on no sheet of the workbook; {hint(name, BY_NAME, 'name a cell as Concerns!C2')}")
    asked_on = sheets_asked(rule.code)
    if not asked_on:
        raise UsageError(f"{rule.code} is asked of no row: it is found elsewhere; see `pmr-batch rules {rule.code}`")
    if name not in asked_on:
        raise UsageError(f"{rule.code} is asked on {listed(asked_on)}, and not on {name}; name a cell there")
    return BY_NAME[name]


def _cell(place: str, sheet: Sheet, workbook: Return) -> tuple[Column, int]:
    """The column and the Excel row of a cell on a row of the sheet, as the file has it."""
    match = _CELL.fullmatch(place.rpartition("!")[2].upper())
    table = workbook.tables.get(sheet.name) or Table(sheet.name)
    letters, row = (match["letters"], int(match["row"])) if match else ("", 0)
    for column in sheet:
        if table.rows and table.form_rows.get(column.key) == row and letters == "B":
            return column, table.rows[0]
        if table.letters.get(column.key) == letters and row in table.rows:
            return column, row
    raise UsageError(f"{place} is no cell of a row of {workbook.path}; name one as Concerns!C2")


def _read(paths: Sequence[Path], folder: Path | None, executor: Executor) -> tuple[list[Return], Settings | None]:
    """The files as read, and the trust's settings where there are any."""
    trust = read_trust(folder) if folder and (folder / TRUST_FILE).is_file() else None
    numbers, own_ranges = (numbers_listed(trust), trust.pay.own_ranges) if trust else ("", ())
    files = read_files(paths, executor, staff_list=numbers, own_ranges=own_ranges)
    if all(file.state is FileState.SKIPPED for file in files):
        raise UsageError(f"{', '.join(path.name for path in paths)}: no workbook; name .xlsx files")
    if trust is None:
        return list(files), None
    return [
        held_against(file, trust) if _has_cycle(trust, file) else _alone(file, path, executor)
        for path, file in zip(paths, files, strict=True)
    ], trust


def _alone(file: Return, path: Path, executor: Executor) -> Return:
    """A file of a cycle that the trust does not have, held against nothing but itself."""
    return read_files([path], executor)[0] if file.state is FileState.ACCEPTED else file


def _refuse_missing(paths: Sequence[Path]) -> None:
    if not paths:
        raise UsageError("No FILE is named; name the workbooks to check, or a folder with --watch")
    if missing := [path.name for path in paths if not path.exists()]:
        raise UsageError(f"{', '.join(missing)}: not there; name the workbooks to check")


def _has_cycle(trust: Settings, workbook: Return) -> bool:
    return workbook.cycle is not None and trust.cycle(workbook.cycle) is not None


def _by_settings(files: Sequence[Return], trust: Settings | None) -> Iterator[tuple[Settings, list[Return]]]:
    """The accepted files by the settings they are checked by: the trust's, then each workbook's own."""
    accepted = [return_ for return_ in files if return_.state is FileState.ACCEPTED]
    by_trust = [return_ for return_ in accepted if trust and _has_cycle(trust, return_)]
    if trust and by_trust:
        yield trust, by_trust
    for workbook in accepted:
        if workbook not in by_trust:
            yield _own(workbook), [workbook]


def _own(workbook: Return) -> Settings:
    if not workbook.settings:
        raise UsageError(
            f"{workbook.path}: has no Settings sheet to be checked by; name its trust folder with --folder"
        )
    return from_tables(workbook.settings, f"{workbook.path}, Settings", own=True)


def _validated(returns: Sequence[Return], settings: Settings, as_of: date) -> Validated:
    """The findings of files by their settings; what trust HR accepts is marked."""
    validated = validate(returns, settings, as_of)
    not_checked = [*validated.not_checked]
    if settings.staff_list is None:
        not_checked.append(NotChecked("PM207", "the Staff list sheet of trust.xlsx"))
    missing: list[Finding] = []
    for cycle in settings.cycles.values() if settings.staff_list is not None else ():
        of_cycle = [return_ for return_ in returns if return_.cycle == cycle.name]
        findings, listed_only = with_the_staff_list(validated, settings, cycle, as_of, all_returns=False)
        validated = replace(validated, findings=tuple(findings))
        missing += missing_people(of_cycle, listed_only, as_of)
    findings = [*validated.findings, *missing]
    return replace(validated, findings=tuple(accept(findings, settings.accepted)), not_checked=tuple(not_checked))
