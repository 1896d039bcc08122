"""What became of the input files, as machines read it in run.json and from `check`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmr_batch.model.returns import Return
from pmr_batch.model.run_facts import FileFact


def inputs_json(files: Iterable[FileFact | Return]) -> list[dict[str, Any]]:
    """Each input file as an object, in the order given."""
    return [{"path": file.path, "sha256": file.sha256, "academy": file.academy, "state": file.state} for file in files]
