"""docs/extending.md is followed line by line on a copy of the project; what its console shows must come.

A fenced block is a step by the line above it: `In `file`, below `line`:`, above or in place of it; `At the end of
`file`:`; `` `file`, new:``. A line of a Word document is a paragraph, or its title. In a console block the lines below
a command are in what it prints, in their order.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from program import ROOT

PAGE = ROOT / "docs" / "extending.md"
PLACES = ROOT / "docs" / "how-it-works.md"
COPIED = ("pmr_batch", "doc_templates", "workbook_templates", "docs", "tests", "pyproject.toml")
BLOCK = re.compile(r"^(?:(?P<said>[^\n]+)\n)?\n```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INTO = re.compile(r"In `(?P<file>[^`]+)`, (?P<how>below|above|in place of) `(?P<line>[^`]+)`:")
AT_END, NEW = re.compile(r"At the end of `([^`]+)`:"), re.compile(r"`([^`]+)`, new:")
#: Runs commands one after another in one process, as starting up costs more than most of them.
SHELL = """
import json, runpy, shlex, sys
from pathlib import Path
for command in json.loads(sys.argv[1]):
    print(chr(0), flush=True)
    program, *words = shlex.split(command)
    if program == "grep":
        print("\\n".join(line for line in Path(words[1]).read_text("utf-8").splitlines() if words[0] in line))
    elif words[0] == "-c":
        exec(words[1])
    else:
        sys.argv = words[1:]
        try:
            runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        except SystemExit as end:
            print(f"exit {end.code or 0:d}")
    sys.stdout.flush()
"""


@dataclass(frozen=True)
class Step:
    """A block of the page, and the line above it."""

    said: str
    kind: str
    text: str

    @property
    def commands(self) -> list[tuple[str, list[str]]]:
        """The commands of a console block, each with the lines that it must print."""
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:] if self.kind == "console" else []
        return [(command, expected) for command, *expected in map(str.splitlines, parts)]


def examples() -> dict[str, list[Step]]:
    """The steps of each example by its heading, the innermost."""
    parts = re.split(r"^##+ (.*)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    steps = {
        heading: [Step(**found.groupdict()) for found in BLOCK.finditer(text)]
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }
    return {heading: blocks for heading, blocks in steps.items() if blocks}


def apply(step: Step, folder: Path) -> Path:
    """Do what a block says to the file that the line above it names. Fails where the page and the file disagree."""
    if new := NEW.fullmatch(step.said):
        path = folder / new[1]
        assert not path.exists(), f"{PAGE.name}: {new[1]} is there already"
        path.write_text(step.text, "utf-8")
    elif end := AT_END.fullmatch(step.said):
        path = existing(folder, end[1])
        path.write_text(path.read_text("utf-8") + step.text, "utf-8")
    else:
        into = INTO.fullmatch(step.said)
        assert into, f"{PAGE.name}: no step is written as “{step.said}”"
        path = existing(folder, into["file"])
        (word if path.suffix == ".docx" else insert)(path, step.text, **into.groupdict())
    return path


def existing(folder: Path, file: str) -> Path:
    assert (folder / file).is_file(), f"{PAGE.name}: there is no {file}"
    return folder / file


def insert(path: Path, text: str, *, file: str, how: str, line: str) -> None:
    """Put lines below, above or in place of a line, which the file has once."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    places = [number for number, each in enumerate(lines) if each.rstrip("\n") == line]
    assert len(places) == 1, f"{PAGE.name}: {file} has the line `{line}` {len(places)} times"
    at = places[0] + (how == "below")
    lines[at : at + (how == "in place of")] = [text]
    path.write_text("".join(lines), "utf-8")


def word(path: Path, text: str, *, file: str, how: str, line: str) -> None:
    """Give a paragraph of a Word document, or its title, other words."""
    document = docx.Document(str(path))
    assert how == "in place of", f"{PAGE.name}: words of {file} are replaced"
    if document.core_properties.title == line:
        document.core_properties.title = text.strip()
    else:
        places = [paragraph for paragraph in document.paragraphs if paragraph.text == line]
        assert len(places) == 1, f"{PAGE.name}: {file} has the paragraph `{line}` {len(places)} times"
        first, *others = places[0].runs
        first.text = text.strip()
        for run in others:
            run.text = ""
    document.save(str(path))


def others(place: str, names: list[str]) -> list[str]:
    """The cases of rules that the page does not name: reading all takes long."""
    page = PAGE.read_text("utf-8")
    cases = [name for name in names if Path(place).name == "cases" and name.startswith("PM")]
    return [name for name in cases if name.removesuffix(".yml") not in page]


def copied(folder: Path) -> None:
    """Copy the project, compiled files too."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=others)
        else:
            shutil.copy2(ROOT / name, folder / name)


def run(folder: Path, commands: list[str]) -> list[str]:
    """What each command prints in a folder, errors too, and its exit code."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = own | {"PYTHONPATH": str(folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", SHELL, json.dumps(commands)],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    return ran.stdout.split("\0\n")[1:]


@dataclass(frozen=True)
class Followed:
    """A copy on which all examples were followed: the files they changed, and what each command printed."""

    folder: Path
    changed: set[Path]
    printed: dict[str, list[str]]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """All examples on one copy, one after another; then their commands, in one process."""
    folder, changed = tmp_path_factory.mktemp("project"), set()
    copied(folder)
    commands: dict[str, list[str]] = {heading: [] for heading in examples()}
    for heading, steps in examples().items():
        for step in steps:
            if step.kind != "console":
                changed.add(apply(step, folder))
            for command, _ in step.commands:
                if command.startswith("cp "):
                    _, source, target = command.split()
                    shutil.copy(existing(folder, source), folder / target)
                else:
                    commands[heading].append(command)
    printed = iter(run(folder, [command for named in commands.values() for command in named]))
    return Followed(folder, changed, {heading: [next(printed) for _ in named] for heading, named in commands.items()})


def test_the_page_has_an_example_of_each_thing_that_is_added() -> None:
    assert list(examples()) == [
        "A rule", "A new value from a date on", "A new number", "A column", "A letter", "A committee sheet",
        "A pay range",
    ]  # fmt: skip
    blocks = sum(map(len, examples().values()))
    assert PAGE.read_text("utf-8").count("\n```") == 2 * blocks, "a block is no step"


@pytest.mark.parametrize("heading", examples())
def test_an_example_works_as_it_is_written(heading: str, followed: Followed) -> None:
    shown = [each for step in examples()[heading] for each in step.commands if not each[0].startswith("cp ")]
    for (command, expected), printed in zip(shown, followed.printed[heading], strict=True):
        places = [printed.find(line) for line in expected]
        assert expected, f"$ {command}: the page does not say what it prints"
        assert -1 not in places, f"$ {command}\n{printed}"
        assert places == sorted(places), f"$ {command}\n{printed}"
        assert not re.search(r"^exit [1-9]", printed, re.MULTILINE), f"$ {command}\n{printed}"


@pytest.mark.parametrize("lint", ["check", "format --check"])
def test_what_the_examples_add_passes_the_linter(lint: str, followed: Followed) -> None:
    sources = [path for path in followed.changed if path.suffix == ".py"]
    linted = subprocess.run(
        [sys.executable, "-m", "ruff", *lint.split(), "--no-cache", *sources],
        cwd=followed.folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert linted.returncode == 0, linted.stdout


def test_the_paths_of_where_is_are_there() -> None:
    section = PLACES.read_text("utf-8").partition("## Where is")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.*) \| (.*) \|$", section, re.MULTILINE)[2:]
    paths = [re.findall(r"`([^`]+/[^`]*)`", cell) for _, cell in rows]
    assert len(rows) >= 9
    assert all(paths)
    assert [path for named in paths for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("In `a.py`, below `three`:", "a.py has the line `three` 0 times"),
        ("In `a.py`, above `one`:", "a.py has the line `one` 2 times"),
        ("In `b.py`, above `one`:", "there is no b.py"),
        ("At the end of `b.py`:", "there is no b.py"),
        ("`a.py`, new:", "a.py is there already"),
        ("Then, somewhere in `a.py`:", "no step is written as"),
    ],
)
def test_a_step_that_no_longer_fits_says_so(said: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\none\n", "utf-8")
    with pytest.raises(AssertionError, match=re.escape(fault)):
        apply(Step(said, "python", "new\n"), tmp_path)


@pytest.mark.parametrize(
    ("how", "lines"),
    [("below", ["one", "two", "new"]), ("above", ["one", "new", "two"]), ("in place of", ["one", "new"])],
)
def test_a_step_puts_its_lines_where_it_says(how: str, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\n", "utf-8")
    path = apply(Step(f"In `a.py`, {how} `two`:", "python", "new\n"), tmp_path)
    assert path.read_text("utf-8").split() == lines
