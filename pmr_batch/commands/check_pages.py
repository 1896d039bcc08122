"""The findings page that `check` lays beside a workbook, and what has changed since the page that lay there before."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmr_batch.commands.check import CheckResult
from pmr_batch.files import read_file, write_bytes
from pmr_batch.model.coming_due import lines_by_day
from pmr_batch.model.findings import Finding
from pmr_batch.model.open_points import OpenPoint, Progress, open_points
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState
from pmr_batch.produce.returns.finding_words import open_counts
from pmr_batch.produce.returns.page import CORRECT, PageFacts, findings_page
from pmr_batch.records.json_form import as_json, from_json
from pmr_batch.records.made_files import hash_of, with_those_beside
from pmr_batch.rules.messages import names_of
from pmr_batch.words import counted
from pmr_batch.workbook.return_content import content_number

#: Where a page bears the SHA-256 of itself, with zeros in that place: a page with another was written in.
_SEAL = re.compile(rb"seal:([0-9a-f]{64}) ")
_NO_SEAL = "0" * 64
_KEPT = re.compile(r'<meta name="pmr-batch" content="seal:[0-9a-f]{64} ([^"]*)">')
_CORRECT_AND_SAVE = f"{CORRECT} Then save the workbook."


@dataclass(frozen=True)
class _Before:
    """The check before this one of another content of the workbook: its date, and what was open."""

    as_of: date
    open: tuple[OpenPoint, ...]


@dataclass(frozen=True)
class _Kept:
    """What a page keeps of its check: of which file, with which content, and what was open."""

    sha256: str
    content: str
    as_of: date
    open: tuple[OpenPoint, ...]
    before: _Before | None = None


@dataclass(frozen=True)
class CheckedPage:
    """The page of a workbook, and what it says in one line; `is_new` where it was not there already as it is."""

    path: Path
    line: str
    is_new: bool


def write_pages(paths: Sequence[Path], checked: CheckResult, as_of: date) -> Iterator[CheckedPage]:
    """Lay its page beside each of the workbooks that were checked; trust.xlsx and what is no workbook has none."""
    settings = {file.sha256 for file in checked.files if not isinstance(file, Return)}
    workbooks = [path for path in paths if not path.is_file() or hash_of(path) not in settings]
    files = (file for file in checked.files if isinstance(file, Return))
    for path, file in zip(workbooks, files, strict=True):
        if file.state is not FileState.SKIPPED:
            yield _write_page(path, file, checked, as_of)


def has_page(path: Path) -> bool:
    """Whether the page of a file as it is lies beside it."""
    page, kept = _page_of(path)
    return kept is not None and page.is_file() and kept.sha256 == hash_of(path)


def _write_page(path: Path, file: Return, checked: CheckResult, as_of: date) -> CheckedPage:
    findings = [finding for finding in checked.findings if (finding.file or file.path) == file.path]
    page, last = _page_of(path)
    content = content_number(file) if file.state is FileState.ACCEPTED else file.sha256
    now = open_points(findings)
    line = f"{path.name}: {_counts(findings)}"
    if last and (last.content, last.as_of, last.open) == (content, as_of, now):
        return CheckedPage(page, line, is_new=False)
    before = last.before if last and last.content == content else _Before(last.as_of, last.open) if last else None
    kept = _Kept(file.sha256, content, as_of, now, before)
    progress = Progress.since(before.as_of, before.open, findings) if before else None
    settings = checked.settings.get(file.path)
    facts = PageFacts(
        settings.trust if settings else "",
        file.cycle or path.name,
        as_of,
        "",
        settings.policy if settings else "",
        settings.next_review if settings else None,
        _CORRECT_AND_SAVE,
        later=tuple(_later(checked, file)),
        progress=progress,
    )
    academy = settings.academies.get(file.academy or "") if settings else None
    name = academy.name if academy else file.academy or path.stem
    text = f"seal:{_NO_SEAL} {json.dumps(as_json(kept), ensure_ascii=True)}"
    made = findings_page(facts, name, findings, file, names_of(file), goes_back=False, kept=text)
    seal = hashlib.sha256(made).hexdigest()
    write_bytes(page, made.replace(_NO_SEAL.encode(), seal.encode(), 1))
    return CheckedPage(page, f"{line}. {progress.line}" if progress else line, is_new=True)


def _counts(findings: list[Finding]) -> str:
    errors, queries = open_counts(findings)
    return f"{counted(errors, 'error')}, {counted(queries, 'query', 'queries')}"


def _later(checked: CheckResult, file: Return) -> Iterator[str]:
    """What falls due in the academy, a line a day."""
    for line in lines_by_day(to_do for to_do in checked.to_do if to_do.academy == file.academy):
        yield f"{line}."


def _page_of(path: Path) -> tuple[Path, _Kept | None]:
    """Where the page of a workbook goes, and what the one there keeps: one that somebody has written in is left."""
    for page in with_those_beside(path.with_name(f"{path.stem} findings.html")):
        if not page.exists():
            return page, None
        kept = _read(read_file(page))
        if kept is not None:
            return page, kept
    raise AssertionError("there are always more names")


def _read(content: bytes) -> _Kept | None:
    """What a page keeps; None of a file that is no page, or not as it was made."""
    seal = _SEAL.search(content)
    if seal is None:
        return None
    unsealed = content.replace(seal[1], _NO_SEAL.encode(), 1)
    kept = _KEPT.search(content.decode("utf-8", "replace"))
    if kept is None or hashlib.sha256(unsealed).hexdigest() != seal[1].decode():
        return None
    return from_json(json.loads(html.unescape(kept[1])), _Kept)
