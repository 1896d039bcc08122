"""pmr-batch as its users have it: a program of its own, in a folder and environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def call(*arguments: str | Path, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the program printed, and its exit code."""
    whole = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    command = [sys.executable, "-m", "pmr_batch.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=whole, capture_output=True, encoding="utf-8", check=False)
