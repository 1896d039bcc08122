"""How far the year has come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, with_exit_code
from pmr_batch.cli.options import as_of_option, folder_option, json_option, password_option
from pmr_batch.cli.terminal import notices, show
from pmr_batch.errors import UsageError


@click.command()
@click.option(
    "--cycle",
    show_default="all that are running or have something open",
    help="The cycle, such as teaching-2025-26.",
)
@click.option(
    "--page",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write it as a page, too, to open in a browser or print: output/status.html of the trust folder, or FILE.",
)
@click.option(
    "--verify",
    "against_the_ledger",
    is_flag=True,
    help="Hold every file against the ledger instead: as made, written in by hand, missing, unknown. Exits 1 where one "
    "is missing, or the ledger itself was changed.",
)
@password_option
@folder_option
@as_of_option
@json_option
@with_exit_code
def status(
    cycle: str | None, page: str | None, against_the_ledger: bool, folder: Path, as_of: date, as_json: bool
) -> int:
    """Say how far the cycles have come, what is late or open, and what comes next.

    By the ledger, the last run of each round, and what lies in issued/ and incoming/: nothing is checked anew, and it
    takes a second. Each step comes with the command for it.

    Example: pmr-batch status --folder our-trust
    """
    if against_the_ledger:
        if page is not None or cycle is not None:
            raise UsageError("--verify is about all files of the trust folder; leave --cycle and --page out")
        return _verify(folder, as_json)
    from pmr_batch.commands.status import status as look  # noqa: PLC0415
    from pmr_batch.commands.status import status_json, status_text  # noqa: PLC0415

    found = look(folder, cycle, as_of)
    show(lambda: status_json.as_json(found), lambda: status_text.as_text(found), as_json=as_json)
    if page is not None:
        from pmr_batch.commands.status.page_file import write_page  # noqa: PLC0415

        path, placed = write_page(found, folder, Path(page) if page else None)
        notices((*placed.written_in, f"The same as a page: {path}"))
    return CLEAN


def _verify(folder: Path, as_json: bool) -> int:
    from pmr_batch.commands.status import verification_text  # noqa: PLC0415
    from pmr_batch.commands.status.verification import verify  # noqa: PLC0415

    verification = verify(folder)
    show(
        lambda: verification_text.as_json(verification),
        lambda: verification_text.as_text(verification),
        as_json=as_json,
    )
    return CLEAN if verification.holds else ERRORS
