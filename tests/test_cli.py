"""The command line: exit codes, one clear line for whatever is wrong, and help that shows how."""

from __future__ import annotations

import errno
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result
from program import call

from pmr_batch.cli import main
from pmr_batch.demo import build_correct
from pmr_batch.errors import ending

RUN = ("run", "--cycle", "teaching-2025-26", "--round", "october", "--as-of", "2026-10-16")
CLEAN, ERRORS, FAILED = 0, 1, 2


def ask(*arguments: str | Path) -> Result:
    """The command line in this process."""
    return CliRunner().invoke(main, [str(each) for each in arguments], prog_name="pmr-batch")


def line(result: Result) -> str:
    """The one line that says what is wrong; nothing else is printed."""
    assert result.exit_code == FAILED, result.output
    assert result.stdout == ""
    (told,) = result.stderr.splitlines()
    assert "failed inside" not in told
    return told


@pytest.fixture
def trust(demo_folder: Path, tmp_path: Path) -> Path:
    """A trust folder of its own: settings, and nothing that came in."""
    shutil.copy(demo_folder / "trust.xlsx", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def clean_return(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A return in which nothing is wrong, of the trust of the demo."""
    folder = tmp_path_factory.mktemp("correct")
    build_correct(folder, academies=3, staff=20)
    return min((folder / "incoming/teaching-2025-26").glob("*.xlsx"))


# -- what is wrong, in one line --------------------------------------------------------------------


def test_no_such_folder(tmp_path: Path) -> None:
    told = line(ask(*RUN, "--folder", tmp_path / "nowhere"))
    assert "nowhere" in told
    assert "trust.xlsx" in told


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system takes no such names")
@pytest.mark.parametrize("command", [("status", "--verify"), ("retention", "list"), ("templates", "check")])
@pytest.mark.parametrize("extra", [(), ("--json",)])
def test_files_whose_names_are_no_text_are_named(trust: Path, command: tuple[str, ...], extra: tuple[str, ...]) -> None:
    for place in ("output/teaching-2025-26", "templates", "."):
        (trust / place).mkdir(parents=True, exist_ok=True)
        for name in (b"caf\xe9.docx", "back\u202ewards\nand on.docx".encode()):
            Path(os.fsdecode(os.fsencode(trust / place) + b"/" + name)).write_bytes(b"")
    called = call(*command, *extra, "--folder", trust)
    assert (called.returncode in (CLEAN, ERRORS), called.stderr) == (True, "")
    assert "caf\\udce9.docx" in called.stdout
    assert extra or "back\\u202ewards\\u000aand on.docx" in called.stdout


def test_no_trust_file(tmp_path: Path) -> None:
    assert "has no trust.xlsx; make one with `pmr-batch init`" in line(ask(*RUN, "--folder", tmp_path))
    issued = ask("issue", "--cycle", "teaching-2025-26", "--folder", tmp_path)
    assert "has no trust.xlsx; make one with `pmr-batch init`" in line(issued)


def test_nothing_incoming(trust: Path) -> None:
    told = line(ask(*RUN, "--folder", trust))
    assert told.startswith("incoming/teaching-2025-26 is not there")
    (trust / "incoming/teaching-2025-26").mkdir(parents=True)
    assert line(ask(*RUN, "--folder", trust)).startswith("incoming/teaching-2025-26 is empty")
    assert not (trust / "output").exists()


@pytest.mark.parametrize("name", ["teaching-2025-62", "Teaching 2025", "teachin-2025-26"])
def test_a_cycle_that_is_not_there_brings_the_nearest(trust: Path, name: str) -> None:
    told = line(ask("run", "--cycle", name, "--round", "october", "--folder", trust))
    assert name in told
    assert "did you mean teaching-2025-26?" in told


def test_a_cycle_like_no_other_brings_them_all(trust: Path) -> None:
    told = line(ask("issue", "--cycle", "xyz", "--folder", trust))
    assert told == "Cycle 'xyz' is not on the Cycles sheet of trust.xlsx. It has: teaching-2025-26, support-2025-26"


@pytest.mark.parametrize(("cycle", "round_"), [("teaching-2025-26", "april"), ("support-2025-26", "october")])
def test_a_round_that_the_cycle_has_not(trust: Path, cycle: str, round_: str) -> None:
    told = line(ask("run", "--cycle", cycle, "--round", round_, "--folder", trust))
    assert f"has no {round_} round" in told


@pytest.mark.parametrize("sheet", ["Cycles", "Parameters", "Staff list"])
def test_a_trust_file_without_a_sheet(trust: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(trust / "trust.xlsx")
    del book[sheet]
    book.save(trust / "trust.xlsx")
    result = ask(*RUN, "--folder", trust)
    assert result.exit_code == FAILED
    assert [told for told in result.stderr.splitlines() if sheet in told]
    assert "failed inside" not in result.stderr


def test_a_trust_file_that_is_no_workbook(trust: Path) -> None:
    (trust / "trust.xlsx").write_text("Academy code,Academy\nRIV,Riverside\n", "utf-8")
    result = ask(*RUN, "--folder", trust)
    assert result.exit_code == FAILED
    assert "trust.xlsx" in result.stderr
    assert "failed inside" not in result.stderr


def test_a_file_to_check_that_is_not_there(tmp_path: Path) -> None:
    assert line(ask("check", tmp_path / "Riverside.xlsx")).startswith("Riverside.xlsx: not there")


def test_a_file_to_check_that_is_no_workbook(tmp_path: Path) -> None:
    letter = tmp_path / "letter.xlsx"
    letter.write_text("Dear colleague", "utf-8")
    result = ask("check", letter, "--folder", tmp_path)
    assert result.exit_code == ERRORS
    assert "PM001" in result.stdout
    assert result.stderr == ""


def test_a_file_to_check_without_settings(clean_return: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(clean_return)
    del book["Settings"]
    book.save(tmp_path / "own.xlsx")
    told = line(ask("check", tmp_path / "own.xlsx", "--folder", tmp_path))
    assert "Settings" in told
    assert "--folder" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "--wat", "x.xlsx"), "No such option '--wat'"),
        (("run", "--cycle", "teaching-2025-26"), "--round"),
        (("run", "--cycle", "teaching-2025-26", "--round", "may"), "october"),
        (("check",), "FILE"),
        (("check", "x.xlsx", "--as-of", "16.10.2026"), "16.10.2026"),
        (("demo", "x", "--academies", "1"), "--academies"),
        (("chek",), "chek"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], told: str) -> None:
    result = ask(*arguments)
    assert result.exit_code == FAILED
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_demo_never_clears_a_folder_that_is_no_demo(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    assert "is no demo folder and is not empty" in line(ask("demo", tmp_path))
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"


def test_init_never_overwrites(tmp_path: Path) -> None:
    assert ask("init", tmp_path / "ours", "--as-of", "2026-09-01").exit_code == CLEAN
    before = (tmp_path / "ours/trust.xlsx").read_bytes()
    assert "trust.xlsx" in line(ask("init", tmp_path / "ours", "--as-of", "2026-09-02"))
    assert (tmp_path / "ours/trust.xlsx").read_bytes() == before


# -- results ---------------------------------------------------------------------------------------


def test_errors_among_the_findings_are_exit_code_1(demo_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(demo_folder, tmp_path / "trust")
    result = ask(*RUN, "--folder", folder, "--json")
    told = json.loads(result.stdout)
    assert told["counts"]["errors"] > 0
    assert result.exit_code == ERRORS
    assert told == json.loads((folder / "output/teaching-2025-26/october/run.json").read_text("utf-8"))


def test_check_tells_machines_what_the_design_says(demo_folder: Path, tmp_path: Path) -> None:
    issued = next((demo_folder / "issued/teaching-2025-26").glob("[!H]*.xlsx"))
    result = ask("check", issued, "--as-of", "2025-10-01", "--json", "--folder", tmp_path)
    told = json.loads(result.stdout)
    assert list(told) == ["findings", "to_do", "not_checked", "files"]
    assert [sorted(each) for each in told["files"]] == [["academy", "path", "sha256", "state"]]
    assert told["to_do"]
    assert told["not_checked"]
    for each in told["to_do"]:
        assert list(each) == ["due", "code", "payroll_number", "sheet", "column"]
    for each in told["not_checked"]:
        assert list(each) == ["code", "needs"]


def test_a_clean_return_is_clean_by_its_own_settings_and_the_trusts(
    clean_return: Path, demo_folder: Path, tmp_path: Path
) -> None:
    shutil.copy(clean_return, tmp_path)
    asked = ("check", clean_return.name, "--as-of", "2026-10-16", "--json")
    alone, ruled = call(*asked, folder=tmp_path), call(*asked, "--folder", demo_folder, folder=tmp_path)
    assert (alone.returncode, ruled.returncode) == (CLEAN, CLEAN)
    one, other = json.loads(alone.stdout), json.loads(ruled.stdout)
    assert one["findings"] == other["findings"]
    assert one["to_do"] == other["to_do"]
    assert one["files"] == other["files"]


def test_results_are_utf_8_whatever_the_machine_writes_in(demo_folder: Path, tmp_path: Path) -> None:
    incoming = sorted((demo_folder / "incoming/teaching-2025-26").glob("*.xlsx"))
    asked = ("check", *incoming, "--as-of", "2026-10-16", "--folder", demo_folder)
    usual, windows = call(*asked), call(*asked, PYTHONIOENCODING="cp1252")
    assert windows.returncode == usual.returncode == ERRORS
    assert windows.stdout == usual.stdout
    assert "→" in windows.stdout
    assert windows.stderr == ""


# -- help ------------------------------------------------------------------------------------------


Words = tuple[str, ...]


def commands(group: click.Group = main, before: Words = ()) -> Iterator[tuple[Words, click.Command]]:
    """Every command with the words that call it, groups too."""
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


def test_help_lists_the_commands_in_the_order_of_a_year() -> None:
    listed = ask("--help").stdout.partition("Commands:")[2].splitlines()
    names = [told.split()[0] for told in listed if told.strip()]
    assert names == [
        "demo",
        "init",
        "staff",
        "issue",
        "adopt",
        "forms",
        "collect",
        "check",
        "run",
        "sample",
        "decide",
        "letters",
        "status",
        "disclose",
        "retention",
        "rules",
        "templates",
    ]


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_every_help_says_how_with_an_example_on_one_line(words: Words) -> None:
    result = ask(*words, "--help")
    assert result.exit_code == CLEAN
    told = result.stdout.partition("\nOptions:")[0].strip().splitlines()[-1].strip()
    assert told.startswith(f"Example: pmr-batch {' '.join(words)}")


def test_the_examples_can_be_typed_as_they_stand() -> None:
    for words, command in commands():
        example = shlex.split((command.help or "").rpartition("Example: pmr-batch ")[2])
        place, left = main, example
        while isinstance(place, click.Group):
            place, left = place.commands[left[0]], left[1:]
        with place.make_context(" ".join(words), list(left)):
            pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_what_is_made_is_for_its_owner_alone(demo_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    for part in ("issued", "incoming"):
        shutil.copytree(demo_folder / part, folder / part)
    shutil.copy(demo_folder / "trust.xlsx", folder)
    before = {folder, *folder.rglob("*")}
    done = call("forms", "--cycle", "teaching-2025-26", "--folder", folder, "--academy", "RIV", "--as-of", "2026-10-16")
    assert done.returncode == 0, done.stderr
    made = {*folder.rglob("*")} - before
    assert {path.suffix for path in made} >= {".docx", ".sqlite"}
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in made if path.stat().st_mode & 0o077} == {}


def test_a_folder_that_is_closed_is_named_itself_and_a_file_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    for path in (tmp_path / "output", tmp_path / "output" / "Ann Appleby 0001041.docx"):
        said, code = ending(PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path)))
        assert said.startswith("output: the system refused it (")
        assert code == FAILED


def test_what_the_system_refuses_is_one_line_with_the_folder(demo_folder: Path, tmp_path: Path) -> None:
    shutil.copy(demo_folder / "trust.xlsx", tmp_path)
    (tmp_path / "incoming").touch()
    done = call("issue", "--cycle", "teaching-2025-26", "--folder", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("incoming: the system refused it (")
    assert done.stderr.count("\n") == 1
    assert "then run again" in done.stderr
