"""The status as a file: a page of its own, outside the output of a run."""

from __future__ import annotations

from pathlib import Path

from pmr_batch.commands.folders import OUTPUT
from pmr_batch.errors import OutputError, UsageError
from pmr_batch.files import write_bytes
from pmr_batch.model.cycle_status import Status
from pmr_batch.model.terms import Round
from pmr_batch.produce.status_page import status_page
from pmr_batch.records.made_files import MadeFiles, Placed, put_files, staged_alone

PAGE = f"{OUTPUT}/status.html"
_ENDINGS = (".html", ".htm")


def write_page(status: Status, folder: Path, path: Path | None) -> tuple[Path, Placed]:
    """Write the page to a path, or to output/status.html of the trust folder: where it is, and what became of others.

    Raises UsageError for a path among the files of a run, or that is no page's; OutputError or LedgerError.
    """
    path = path or folder / PAGE
    if path.suffix.lower() not in _ENDINGS:
        raise UsageError(f"{path}: is no name of a page; name a file that ends in .html")
    if _is_of_a_run(path.absolute(), folder.absolute()):
        raise UsageError(f"{path}: lies among the files of a run, which are the run's; name another place")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with staged_alone(folder, path.parent) as place:
            sha256 = write_bytes(place / path.name, status_page(status))
            placed = put_files(MadeFiles.recorded(folder), place, path.parent, {path.name: sha256})
    except OSError as error:
        raise OutputError(f"{path}: could not be written ({error.strerror}); name another place") from None
    (name,) = placed.files
    return path.parent / name, placed


def _is_of_a_run(path: Path, folder: Path) -> bool:
    """Whether it lies in the folder of a round."""
    if not path.is_relative_to(folder / OUTPUT):
        return False
    parts = path.relative_to(folder / OUTPUT).parts
    return len(parts) > 2 and parts[1] in {round_.value for round_ in Round}
