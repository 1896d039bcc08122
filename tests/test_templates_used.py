"""`templates check` as its users have it, and a trust's own copies used by issue and run."""

from __future__ import annotations

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from templates_edited import BOOK, FORM, book, form, put
from test_templates_workbook import COPY, PURPLE, ground

from pmr_batch import templates
from pmr_batch.cli import main
from pmr_batch.commands.issue import issue
from pmr_batch.commands.rounds.run import run
from pmr_batch.errors import TemplateError
from pmr_batch.model.terms import Round
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.workbook.standard_book import STANDARD_WORKBOOK

CYCLE = "teaching-2025-26"
AS_OF = date(2026, 10, 16)


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["templates", "check", *map(str, arguments)], prog_name="pmr-batch")


@pytest.fixture
def trust(demo_folder: Path, tmp_path: Path) -> Path:
    """A trust folder with what came in, and room for templates."""
    shutil.copy(demo_folder / "trust.xlsx", tmp_path)
    shutil.copytree(demo_folder / "incoming", tmp_path / "incoming")
    (tmp_path / "templates").mkdir()
    return tmp_path


# -- the command -----------------------------------------------------------------------------------


def test_copies_that_fit_are_named_with_what_is_taken(trust: Path) -> None:
    (trust / "templates" / APPENDIX_A.template).write_bytes(FORM)
    (trust / "templates" / STANDARD_WORKBOOK).write_bytes(COPY)
    result = ask("--folder", trust)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"{STANDARD_WORKBOOK}: OK, with 1 picture, 3 cells of its own words on Start and 1 sheet of its own "
        "(Our guidance)",
        f"{APPENDIX_A.template}: OK, with its 43 placeholders",
    ]


def test_a_copy_that_cannot_be_read_is_no_standard_one(trust: Path) -> None:
    (trust / "templates" / APPENDIX_A.template).symlink_to(trust / "gone.docx")
    says = f"{APPENDIX_A.template}: is a link to a file that is not there; put the file itself in its place\n"
    result = ask("--folder", trust)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", says)
    ran = ("run", "--cycle", CYCLE, "--round", "october", "--as-of", "2026-10-16", "--folder", str(trust))
    result = CliRunner().invoke(main, ran)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", says)


def test_what_does_not_fit_is_told_line_by_line(trust: Path) -> None:
    (trust / "templates" / APPENDIX_A.template).write_bytes(form(put("{{ reviewers }}", "{{ reviwers }}")))
    (trust / "templates" / "My notes.txt").write_text("x")
    (trust / "templates" / "~$appendix_a.docx").write_text("x")
    result = ask("--folder", trust)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "My notes.txt: no command takes it; name it as the standard template is called "
        "(`pmr-batch templates build` writes them), or take it away",
        f"{APPENDIX_A.template}: table 1, row 3, cell 2: {{{{ reviwers }}}} is unknown; did you mean reviewers?",
    ]


def test_files_are_checked_whatever_they_are_called(tmp_path: Path) -> None:
    (tmp_path / "Our form.docx").write_bytes(FORM)
    (tmp_path / "Our workbook.xlsx").write_bytes(book(lambda made: made.remove(made["Panels"])))
    result = ask(tmp_path / "Our form.docx", tmp_path / "Our workbook.xlsx", "--json")
    assert result.exit_code == 1
    fits, wrong = json.loads(result.stdout)
    assert (fits["file"], fits["fits"], fits["problems"]) == ("Our form.docx", True, [])
    assert wrong["problems"] == [
        {"where": "Panels", "what": "the sheet is missing", "remedy": "put it back from the standard workbook"}
    ]


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "form.doc").write_bytes(FORM)
    result = ask(tmp_path / "form.doc")
    assert result.exit_code == 1
    assert "neither a Word document nor an Excel workbook by its ending (.doc)" in result.stdout
    missing = ask(tmp_path / "none.docx")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr.count("\n") == 1


def test_a_trust_without_copies_is_told_so(tmp_path: Path) -> None:
    result = ask("--folder", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "the standard templates are used" in result.stderr


# -- issue and run ---------------------------------------------------------------------------------


def test_issued_workbooks_wear_the_trusts_look(trust: Path) -> None:
    (trust / "templates" / STANDARD_WORKBOOK).write_bytes(COPY)
    settings = read_trust(trust)
    made = issue(settings, settings.cycles["Teaching 2025-26"], date(2025, 9, 8), trust)
    first = openpyxl.load_workbook(made[0].path)
    assert ground(first, "Start", "A1") == PURPLE
    assert first.sheetnames[1] == "Our guidance"
    for one in made:
        one.path.unlink()
    again = issue(settings, settings.cycles["Teaching 2025-26"], date(2025, 9, 8), trust)
    assert [one.sha256 for one in again] == [one.sha256 for one in made]


def test_nothing_is_issued_by_a_copy_that_does_not_fit(trust: Path) -> None:
    (trust / "templates" / STANDARD_WORKBOOK).write_bytes(book(lambda made: made.remove(made["Panels"])))
    settings = read_trust(trust)
    with pytest.raises(TemplateError, match="Panels: the sheet is missing"):
        issue(settings, settings.cycles["Teaching 2025-26"], date(2025, 9, 8), trust)
    assert not (trust / "issued").exists()


def test_a_run_uses_the_trusts_copies_and_is_another_run(trust: Path, demo_folder: Path) -> None:
    (trust / "templates" / APPENDIX_A.template).write_bytes(
        form(lambda one: one.add_paragraph("Return to the trust office."))
    )
    (trust / "templates" / STANDARD_WORKBOOK).write_bytes(COPY)
    with ThreadPoolExecutor(2) as executor:
        ran = run(trust, CYCLE, Round.OCTOBER, AS_OF, executor)
    back = next(ran.output.glob("returns/*/*.xlsx"))
    assert ground(openpyxl.load_workbook(back), "Start", "A1") == PURPLE
    before = json.loads((demo_folder / "output" / CYCLE / "october" / "run.json").read_text("utf-8"))
    assert json.loads((ran.output / "run.json").read_text("utf-8"))["run"] != before["run"]


def test_a_run_does_not_begin_with_a_copy_that_does_not_fit(trust: Path) -> None:
    (trust / "templates" / APPENDIX_A.template).write_bytes(form(put("{{ comments }}", "")))
    with ThreadPoolExecutor(2) as executor, pytest.raises(TemplateError, match=r"\{\{ comments \}\} is missing"):
        run(trust, CYCLE, Round.OCTOBER, AS_OF, executor)
    assert not (trust / "output").exists()


def test_the_fingerprint_covers_every_copy(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    before = templates.fingerprints(tmp_path)
    assert set(before) == set(templates.DOCUMENTS)
    for name, content in ((APPENDIX_A.template, form()), (STANDARD_WORKBOOK, BOOK)):
        (tmp_path / "templates" / name).write_bytes(content)
        assert templates.fingerprints(tmp_path)[name] == hashlib.sha256(content).hexdigest()
