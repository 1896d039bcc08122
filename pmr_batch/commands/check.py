"""Checks workbooks as an office or trust HR asks for it, without making a run: read, then validate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmr_batch.errors import UsageError
from pmr_batch.merge.absent import absent, missing_people
from pmr_batch.model.findings import Finding, NotChecked, ToDo, Validated
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState, Severity
from pmr_batch.read import fits, read_files
from pmr_batch.rules.findings import accept, cut, ordered
from pmr_batch.settings.trust_file import TRUST_FILE, from_tables, read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import reader_findings, validate


@dataclass(frozen=True)
class CheckResult:
    """What a check came to, over all its files; `notices` are about the trust's settings, where it went by them."""

    findings: tuple[Finding, ...]
    to_do: tuple[ToDo, ...]
    not_checked: tuple[NotChecked, ...]
    files: tuple[Return, ...]
    notices: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """Errors that count."""
        return sum(one.counts and one.severity is Severity.ERROR for one in self.findings)


def check(paths: Sequence[Path], folder: Path | None, as_of: date, executor: Executor) -> CheckResult:
    """Check workbooks by the trust's settings where its folder has their cycle, else by their own.

    Raises UsageError where there is nothing to read, SettingsError where neither settings serve.
    """
    if not paths:
        raise UsageError("No file is named; name the workbooks to check")
    if gone := [path.name for path in paths if not path.exists()]:
        raise UsageError(f"{', '.join(gone)}: not there; name the workbooks to check")
    trust = read_trust(folder) if folder and (folder / TRUST_FILE).is_file() else None
    read = read_files(paths, executor)
    if all(one.state is FileState.SKIPPED for one in read):
        raise UsageError(f"{', '.join(path.name for path in paths)}: no workbook; name .xlsx files")
    files = [fits(one, trust) if trust and _has_cycle(trust, one) else one for one in read]
    parts = [_validated(ones, settings, as_of) for settings, ones in _by_settings(files, trust)]
    findings = [finding for part in parts for finding in part.findings]
    unused = reader_findings([one for one in files if one.state is not FileState.ACCEPTED])
    findings += accept(unused, trust.accepted if trust else ())
    return CheckResult(
        tuple(cut(ordered(findings))),
        tuple(sorted((one for part in parts for one in part.to_do), key=lambda one: (one.due, one.code))),
        tuple(sorted({one for part in parts for one in part.not_checked}, key=lambda one: (one.code, one.needs))),
        tuple(files),
        trust.notices if trust else (),
    )


def _has_cycle(trust: Settings, one: Return) -> bool:
    return one.cycle is not None and trust.cycle(one.cycle) is not None


def _by_settings(files: Sequence[Return], trust: Settings | None) -> Iterator[tuple[Settings, list[Return]]]:
    """The accepted files that one settings rule, together: the trust's, then each workbook's own."""
    accepted = [one for one in files if one.state is FileState.ACCEPTED]
    ruled = [one for one in accepted if trust and _has_cycle(trust, one)]
    if trust and ruled:
        yield trust, ruled
    for one in accepted:
        if one not in ruled:
            yield _own(one), [one]


def _own(one: Return) -> Settings:
    if not one.settings:
        raise UsageError(f"{one.path}: has no Settings sheet to be checked by; name its trust folder with --folder")
    return from_tables(one.settings, f"{one.path}, Settings", own=True)


def _validated(returns: Sequence[Return], settings: Settings, as_of: date) -> Validated:
    """The findings of files by their settings; what trust HR accepts is marked."""
    validated = validate(returns, settings, as_of)
    findings, not_checked = [*validated.findings], [*validated.not_checked]
    if settings.staff_list is None:
        not_checked.append(NotChecked("PM207", "the Staff list sheet of trust.xlsx"))
    else:
        for cycle in settings.cycles.values():
            of_cycle = [one for one in returns if one.cycle == cycle.name]
            findings += missing_people(of_cycle, absent(validated, settings, cycle), as_of)
    return replace(validated, findings=tuple(accept(findings, settings.accepted)), not_checked=tuple(not_checked))
