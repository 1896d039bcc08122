"""The wheel, installed as a stranger installs it, does the whole demo from anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"


def succeeds(*command: str | Path, folder: Path) -> str:
    """What a program prints, run in a folder where nothing of the checkout can be seen."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    called = [str(each) for each in command]
    done = subprocess.run(called, cwd=folder, env=clean, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(folder: Path) -> Path:
    """The wheel of the checkout; by the hatchling that is installed, where one is."""
    own = ["--no-build-isolation"] if find_spec("hatchling") else []
    succeeds(sys.executable, "-m", "pip", "wheel", "--no-deps", *own, "-w", folder, ROOT, folder=folder)
    (wheel,) = folder.glob("pmr_batch-*.whl")
    return wheel


def test_the_wheel_alone_does_the_demo(tmp_path: Path) -> None:
    wheel = built(tmp_path)
    names = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("doc_templates", "workbook_templates"):
        shipped = {f"pmr_batch/{kind}/{path.name}" for path in (ROOT / kind).iterdir()}
        assert shipped
        assert shipped <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]

    venv.create(tmp_path / "venv", symlinks=os.name != "nt")
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "--disable-pip-version-check")
    succeeds(*pip, "install", "-q", "-c", CONSTRAINTS, wheel, folder=tmp_path)
    succeeds(*pip, "check", folder=tmp_path)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    told = succeeds(programs / "pmr-batch", "demo", "trust", "--academies", "2", "--staff", "12", folder=elsewhere)
    assert "Every planted fault was found, at its cell, and nothing else." in told
    assert (elsewhere / "trust" / "output" / "teaching-2025-26" / "october" / "report.html").is_file()
