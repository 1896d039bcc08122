"""Produce: everything that a run leaves below output/<cycle>/<round>, each file whole or not at all.

run.json is removed first and written last: a folder without it holds no finished run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from pmr_batch.files import FileHash, read_file, sweep, write_bytes
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Merged, Moderated
from pmr_batch.produce.committee import committee_workbook, holds_decisions
from pmr_batch.produce.draft_forms import FORMS, form_tasks, write_forms
from pmr_batch.produce.findings_workbook import findings_workbook
from pmr_batch.produce.form_contents import contents
from pmr_batch.produce.report import report_page
from pmr_batch.produce.returns import return_tasks, write_return_files
from pmr_batch.produce.run_json import RunRecord, run_json
from pmr_batch.records.json_form import read_json, write_json
from pmr_batch.records.kept_runs import write_kept_run
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.templates import InUse
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.stages import draft

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
    last_files = _files_of_last_run(output)
    if (output / RUN).exists():
        (output / RUN).replace(output / REPLACED)
    sweep(output)
    of_round = [dossier for dossier in merged.dossiers.values() if dossier.of_round]
    drafts = map(draft, contents(of_round, settings, moderated.run.cycle))
    tasks = form_tasks(output, FORMS, drafts, templates.documents[APPENDIX_A.template])
    written = [form for of_academy in executor.map(write_forms, tasks) for form in of_academy]
    hashes = {form.path: form.sha256 for form in written}
    academies = return_tasks(output, moderated, returns, merged.findings, settings, templates.workbook)
    for written_hashes in executor.map(write_return_files, academies):
        hashes |= written_hashes
    hashes["findings.json"] = write_json(output / "findings.json", moderated.findings)
    hashes["findings.xlsx"] = write_bytes(output / "findings.xlsx", findings_workbook(moderated))
    hashes["people.json"] = write_json(output / "people.json", moderated.people)
    hashes |= write_kept_run(output, moderated)
    committee = _committee_path(output, moderated)
    hashes[committee] = write_bytes(output / committee, committee_workbook(moderated))
    hashes["report.html"] = write_bytes(output / "report.html", report_page(moderated))
    _remove_outdated(output, last_files, hashes)
    write_json(output / RUN, run_json(moderated, hashes, {form.path: form.cleaned for form in written if form.cleaned}))
    (output / REPLACED).unlink(missing_ok=True)
    return hashes


# -- what an earlier run left --------------------------------------------------------------------


def _committee_path(output: Path, moderated: Moderated) -> str:
    """The committee workbook's path; with the run number where the existing one holds decisions."""
    run = moderated.run
    path = f"committee/Pay committee {run.cycle}.xlsx"
    if (output / path).exists() and holds_decisions(read_file(output / path)):
        return f"committee/Pay committee {run.cycle} {run.run}.xlsx"
    return path


def _files_of_last_run(output: Path) -> tuple[FileHash, ...]:
    """The files of the last finished run, also where a later one was cut off."""
    record = output / RUN
    run = read_json(record if record.exists() else output / REPLACED, RunRecord)
    return run.files if run else ()


def _remove_outdated(output: Path, last_files: Sequence[FileHash], hashes: Mapping[str, str]) -> None:
    """Remove files that only the last run wrote, unless somebody has changed them since."""
    for file in last_files:
        if file.path not in hashes and file.is_in(output):
            path = output / file.path
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
