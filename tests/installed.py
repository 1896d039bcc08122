"""A wheel or sdist as a stranger installs it: into an empty environment, used from anywhere but the checkout.

As a program it tries the distributions that are named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
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


def installed(distribution: Path, folder: Path) -> Path:
    """The program of a distribution, in a new environment below a folder that holds it and what it needs alone."""
    venv.create(folder / "venv", symlinks=os.name != "nt")
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "--disable-pip-version-check")
    # What is never run need not be compiled: that would take as long as all else.
    succeeds(*pip, "install", "-q", "--no-compile", "-c", CONSTRAINTS, distribution, folder=folder)
    succeeds(*pip, "check", folder=folder)
    return programs / "pmr-batch"


def does_the_demo(distribution: Path, folder: Path) -> str:
    """Install it, and run a small demo; what it says of its version."""
    program, elsewhere = installed(distribution, folder), folder / "elsewhere"
    elsewhere.mkdir()
    version = succeeds(program, "--version", folder=elsewhere)
    told = succeeds(program, "demo", "trust", "--academies", "2", "--staff", "12", folder=elsewhere)
    assert "Every planted fault was found, at its cell, and nothing else." in told
    assert (elsewhere / "trust" / "output" / "teaching-2025-26" / "october" / "report.html").is_file()
    return version.strip()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as place:
            said = does_the_demo(Path(name).resolve(), Path(place))
        sys.stdout.write(f"{Path(name).name}: {said}, does the demo\n")
