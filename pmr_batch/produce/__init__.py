"""Produce: everything that a run leaves below output/<cycle>/<round>, each file whole or not at all.

run.json goes first and comes back last: a folder without it holds no finished run.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmr_batch.files import sweep, write_bytes, write_json
from pmr_batch.forms.appendix_a import APPENDIX_A
from pmr_batch.forms.content import FormContent
from pmr_batch.forms.labels import DRAFT
from pmr_batch.model import Return
from pmr_batch.moderated import Dossier, Merged, Moderated
from pmr_batch.produce.committee import committee_workbook, holds_decisions
from pmr_batch.produce.contents import content
from pmr_batch.produce.findings_workbook import findings_workbook
from pmr_batch.produce.forms import forms
from pmr_batch.produce.listings import findings_json, people_json
from pmr_batch.produce.report import report_page
from pmr_batch.produce.returns import going_back, send_back
from pmr_batch.produce.summary import run_json
from pmr_batch.settings.model import Settings
from pmr_batch.templates import InUse

RUN = "run.json"
#: The record of the run before, while its files are being replaced.
REPLACED = ".replaced-run.json"


def produce(
    output: Path,
    moderated: Moderated,
    merged: Merged,
    returns: Sequence[Return],
    settings: Settings,
    templates: InUse,
    executor: Executor,
) -> dict[str, str]:
    """Write all files of a run and remove those of the run before; SHA-256 by path below `output`."""
    before = _files_of_last_run(output)
    if (output / RUN).exists():
        (output / RUN).replace(output / REPLACED)
    sweep(output)
    tasks = _form_tasks(output, merged.dossiers, settings, templates.documents[APPENDIX_A.template])
    written = [form for of_academy in executor.map(write_forms, tasks) for form in of_academy]
    made = {form.path: form.sha256 for form in written}
    tasks_back = going_back(output, moderated, returns, merged.findings, settings, templates.look)
    for sent in executor.map(send_back, tasks_back):
        made |= sent
    made["findings.json"] = write_json(output / "findings.json", findings_json(moderated.findings))
    made["findings.xlsx"] = write_bytes(output / "findings.xlsx", findings_workbook(moderated))
    made["people.json"] = write_json(output / "people.json", people_json(moderated.people))
    committee = _committee_path(output, moderated)
    made[committee] = write_bytes(output / committee, committee_workbook(moderated))
    made["report.html"] = write_bytes(output / "report.html", report_page(moderated))
    _remove_left(output, before, made)
    write_json(output / RUN, run_json(moderated, made, {form.path: form.cleaned for form in written if form.cleaned}))
    (output / REPLACED).unlink(missing_ok=True)
    return made


# -- forms ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FormTask:
    """The forms of one academy, for a worker to fill in and write."""

    output: Path
    folder: str
    template: bytes
    contents: tuple[FormContent, ...]


@dataclass(frozen=True)
class WrittenForm:
    """A form on disk, by its path below the output; `cleaned` names the fields that lost characters."""

    path: str
    sha256: str
    cleaned: tuple[str, ...]


def _form_tasks(
    output: Path, dossiers: Mapping[tuple[str, int], Dossier], settings: Settings, template: bytes
) -> Iterator[FormTask]:
    """Everybody in review of the round gets a draft."""
    by_academy: dict[str, list[FormContent]] = defaultdict(list)
    for dossier in dossiers.values():
        if dossier.of_round:
            name = settings.academies[dossier.academy].name
            by_academy[dossier.academy].append(content(dossier, settings.trust, name, DRAFT))
    for code, contents in sorted(by_academy.items()):
        yield FormTask(output, f"forms/{code}", template, tuple(contents))


def write_forms(task: FormTask) -> list[WrittenForm]:
    """Fill in and write the forms of one academy."""
    written = []
    for name, form in forms(task.template, task.contents):
        path = f"{task.folder}/{name}"
        written.append(WrittenForm(path, write_bytes(task.output / path, form.content), form.cleaned))
    return written


# -- what an earlier run left --------------------------------------------------------------------


def _committee_path(output: Path, moderated: Moderated) -> str:
    """The committee workbook's path; with the run number where the one that stands holds decisions."""
    run = moderated.run
    path = f"committee/Pay committee {run.cycle}.xlsx"
    if (output / path).exists() and holds_decisions((output / path).read_bytes()):
        return f"committee/Pay committee {run.cycle} {run.run}.xlsx"
    return path


def _files_of_last_run(output: Path) -> dict[str, str]:
    """SHA-256 by path of what the last finished run made, also where one after it was cut off."""
    record = output / RUN
    if not record.exists():
        record = output / REPLACED
    try:
        run: dict[str, Any] = json.loads(record.read_text("utf-8"))
        return {each["path"]: each["sha256"] for each in run["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remove_left(output: Path, before: Mapping[str, str], made: Mapping[str, str]) -> None:
    """Remove what only the run before made, unless somebody has changed it since."""
    for name, sha256 in before.items():
        path = output / name
        if name not in made and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
