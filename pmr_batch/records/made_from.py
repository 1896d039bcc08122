"""What an output is made from, as a key: an output is made anew only where its key, or the file itself, has changed.

A key covers all that the bytes of a file depend on: its own rows and findings, the settings and templates that it uses,
this program to the letter, and the libraries that it is made with. Nothing that was read is kept for it, only the key.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from pmr_batch.records.json_form import read_json
from pmr_batch.records.run_record import RUN, RunFile, RunRecord

#: The libraries that outputs are made with.
LIBRARIES = (
    "docxtpl", "holidays", "jinja2", "lxml", "numpy", "pandas", "pandera", "python-calamine", "python-docx", "scipy",
    "xlsxwriter",
)  # fmt: skip
_PACKAGE = Path(__file__).parent.parent
_COMPILED = (".pyc", ".pyo")


class OutputKeys:
    """Makes the keys of files that share some of what they are made from, such as a template."""

    def __init__(self, *shared: object) -> None:
        self._shared = hashlib.sha256(program().encode())
        self._add(self._shared, shared)

    def key(self, *parts: object) -> str:
        """The key of a file that is made from these besides: values that their repr tells apart."""
        own = self._shared.copy()
        self._add(own, parts)
        return own.hexdigest()

    @staticmethod
    def _add(to: hashlib._Hash, parts: tuple[object, ...]) -> None:
        for part in parts:
            content = part if isinstance(part, bytes) else repr(part).encode()
            to.update(hashlib.sha256(content).digest())


@cache
def program() -> str:
    """SHA-256 of this program, its Python and its libraries."""
    versions = [sys.version, zlib.ZLIB_RUNTIME_VERSION, *(f"{name} {metadata.version(name)}" for name in LIBRARIES)]
    together = hashlib.sha256("\n".join(versions).encode())
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.is_file() and path.suffix not in _COMPILED):
        together.update(f"\n{path.relative_to(_PACKAGE).as_posix()} {path.stat().st_size}\n".encode())
        together.update(path.read_bytes())
    return together.hexdigest()


@dataclass(frozen=True)
class LastFiles:
    """The files of the last finished run in `output`, by path; `cleaned` are the fields that lost characters in one."""

    output: Path
    files: Mapping[str, RunFile] = field(default_factory=dict)
    cleaned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, output: Path) -> LastFiles:
        """As run.json has them; none where there is none."""
        run = read_json(output / RUN, RunRecord)
        if run is None:
            return cls(output)
        return cls(output, {file.path: file for file in run.files}, {form.path: form.fields for form in run.cleaned})

    def standing(self, keys: Mapping[str, str]) -> dict[str, str]:
        """Those of the files to be made, by path with their keys, that stand as they would be made: their SHA-256."""
        known = ((self.files[path], key) for path, key in keys.items() if path in self.files)
        return {file.path: file.sha256 for file, key in known if file.made_from == key and file.is_in(self.output)}
