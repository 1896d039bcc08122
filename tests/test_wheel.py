"""The wheel, installed as a stranger installs it, does the whole demo from anywhere; `make dist` tries the sdist."""

from __future__ import annotations

import sys
import zipfile
from email.parser import Parser
from importlib.util import find_spec
from pathlib import Path

from installed import ROOT, does_the_demo, succeeds

from pmr_batch import __version__


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
    about = f"pmr_batch-{__version__}.dist-info"
    metadata = Parser().parsestr(zipfile.ZipFile(wheel).read(f"{about}/METADATA").decode())
    assert metadata["License-Expression"] == "MIT"
    assert f"{about}/licenses/LICENCE" in names
    assert does_the_demo(wheel, tmp_path).endswith(__version__)
