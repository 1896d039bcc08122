"""The floor: what the files alone take. Inputs are inflated, and the same outputs deflated and written, and no more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_ZIP = b"PK\x03\x04"

#: A file by its parts, uncompressed; one that is no zip is a part of its own, without a name.
Parts = Mapping[str, bytes]


def inflated(content: bytes) -> Parts:
    """The parts of a file."""
    if not content.startswith(_ZIP):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {part.filename: package.read(part) for part in package.infolist()}


def inflate(paths: Iterable[Path]) -> None:
    """Read files, and inflate their parts."""
    for path in paths:
        inflated(path.read_bytes())


def deflate(files: Mapping[str, Parts], folder: Path) -> None:
    """Deflate the parts of files, and write them below a folder by their paths."""
    for name, parts in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if list(parts) == [""]:
            path.write_bytes(parts[""])
            continue
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for part, content in parts.items():
                package.writestr(part, content)
