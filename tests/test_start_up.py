"""A command loads what it needs: a check, which offices wait for, none of what only a run or a test needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import call

#: Statistics, Word, Excel files and pages that are written, and data that tests make up.
NOT_FOR_A_CHECK = {"scipy", "docx", "docxtpl", "xlsxwriter", "jinja2", "hypothesis"}
#: What takes longest to load.
NOT_FOR_HELP = NOT_FOR_A_CHECK | {"numpy", "pandas", "pandera", "holidays"}


def loaded(*arguments: str | Path) -> set[str]:
    """The packages that a command loads, in its own process; not those of its workers."""
    called = call(*arguments, PYTHONPROFILEIMPORTTIME="1")
    assert called.returncode in (0, 1), called.stderr
    lines = [line for line in called.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize("command", [(), ("check",), ("run",)], ids=["all", "check", "run"])
def test_help_loads_none_of_the_large_libraries(command: tuple[str, ...]) -> None:
    packages = loaded(*command, "--help")
    assert "click" in packages
    assert not packages & NOT_FOR_HELP


def test_a_check_loads_nothing_that_only_others_need(demo_folder: Path) -> None:
    workbook = min((demo_folder / "issued/teaching-2025-26").glob("*.xlsx"))
    packages = loaded("check", workbook, "--as-of", "2025-10-01", "--folder", demo_folder, "--json")
    assert "pandas" in packages
    assert not packages & NOT_FOR_A_CHECK
