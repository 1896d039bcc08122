"""Produce: everything that a run leaves below output/<cycle>/<round>, each file whole or not at all.

All files are made first, and then put in place; run.json is the last, and stands until then: where it does not fit the
others, a run was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from pmr_batch.excel.protection import all_protected
from pmr_batch.files import staged, sweep, write_bytes
from pmr_batch.layout.committee_workbook import COMMITTEE
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Merged, Moderated
from pmr_batch.passwords import NONE, Passwords
from pmr_batch.produce.committee import committee_workbook, file_name
from pmr_batch.produce.draft_forms import FORMS, FormTask, form_tasks, write_forms
from pmr_batch.produce.findings_workbook import findings_workbook
from pmr_batch.produce.form_contents import contents
from pmr_batch.produce.letters_due import letters_due
from pmr_batch.produce.report import report_page
from pmr_batch.produce.returns import return_tasks, write_reminders, write_return_files
from pmr_batch.produce.run_json import run_json
from pmr_batch.records.json_form import write_json
from pmr_batch.records.kept_runs import ROWS, write_kept_run
from pmr_batch.records.made_files import MadeFiles, Placed, put_files
from pmr_batch.records.made_from import LastFiles, OutputKeys
from pmr_batch.records.run_record import RUN, RunFile
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.templates import InUse
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.stages import draft


@dataclass(frozen=True)
class Produced:
    """The files of a run, and the name of what it keeps of its rows for `decide`."""

    placed: Placed
    rows: str


def produce(  # noqa: PLR0913, PLR0917  (what each stage before has handed over)
    made: MadeFiles,
    output: Path,
    moderated: Moderated,
    merged: Merged,
    returns: Sequence[Return],
    settings: Settings,
    templates: InUse,
    executor: Executor,
    passwords: Passwords = NONE,
) -> Produced:
    """Make all files of a run in `output`, and remove what the run before alone made; `made` are those of the trust.

    Forms and what goes back stand where what they are made from is what the run before made them from.
    `passwords` are those that returns and the committee's workbook are to be protected with.
    """
    sweep(output)
    last = LastFiles.of(output)
    last_files = [path for path in last.files if not path.startswith(f"{ROWS}/")]
    with staged(output) as place:
        of_round = [dossier for dossier in merged.dossiers.values() if dossier.of_round]
        drafts = map(draft, contents(of_round, settings, moderated.run.cycle))
        forms = form_tasks(place, FORMS, drafts, templates.documents[APPENDIX_A.template])
        academies = [
            replace(task, password=passwords.of(task.code), lies_in=output)
            for task in return_tasks(place, moderated, returns, merged.findings, settings, templates.workbook)
        ]
        keys = _form_keys(forms) | {path: key for task in academies for path, key in task.keys.items()}
        hashes = last.standing(keys)
        cleaned = {path: fields for path, fields in last.cleaned.items() if path in hashes}
        forms = [replace(task, standing=hashes.keys() & task.by_path) for task in forms]
        academies = [replace(task, standing=hashes.keys() & task.keys) for task in academies]
        # Both are begun before the committee's workbook, which this process makes meanwhile.
        forms_made = executor.map(write_forms, [task for task in forms if len(task.standing) < len(task.contents)])
        returns_made = executor.map(write_return_files, [task for task in academies if task.is_to_make])
        of_all = write_reminders(place, moderated, settings)
        of_all["findings.json"] = write_json(place / "findings.json", moderated.findings)
        of_all["findings.xlsx"] = write_bytes(place / "findings.xlsx", findings_workbook(moderated))
        of_all["people.json"] = write_json(place / "people.json", moderated.people)
        kept = write_kept_run(place, moderated, [task.kept for task in academies])
        of_all |= kept.files
        committee = f"{COMMITTEE}/{file_name(moderated.run)}"
        protected = all_protected({committee: committee_workbook(moderated)}, passwords.first, output)
        of_all[committee] = write_bytes(place / committee, protected[committee])
        of_all["report.html"] = write_bytes(place / "report.html", report_page(moderated))
        for form in chain.from_iterable(forms_made):
            hashes[form.path] = form.sha256
            if form.cleaned:
                cleaned[form.path] = form.cleaned
        for written_hashes in returns_made:
            hashes |= written_hashes
        hashes |= of_all  # put in place last: a run counts as the run before by what it keeps
        placed = put_files(made, place, output, hashes, last_files)
        files = [RunFile(*file, keys.get(placed.beside.get(file[0], file[0]))) for file in placed.files.items()]
        cycle, as_of = settings.cycles[moderated.run.cycle], moderated.run.as_of
        letters = letters_due(merged.dossiers.values(), returns, settings, cycle, as_of)
        content = run_json(moderated, files, cleaned, letters, may_stand=passwords == NONE and not placed.beside)
        record = {RUN: write_json(place / RUN, content)}
        put_files(made, place, output, record)
    return Produced(placed, kept.rows)


def _form_keys(tasks: Iterable[FormTask]) -> dict[str, str]:
    """What each form is made from, by path."""
    by_template = {task.template: OutputKeys(task.template) for task in tasks}
    return {path: by_template[task.template].key(content) for task in tasks for path, content in task.by_path.items()}
