"""The workbooks of the academies: handed out, taken over, checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, with_exit_code
from pmr_batch.cli.options import (
    academies_option,
    as_of_option,
    cycle_option,
    folder_option,
    json_option,
)
from pmr_batch.cli.terminal import notices, show, workers
from pmr_batch.errors import UsageError


@click.command()
@cycle_option
@academies_option
@folder_option
@as_of_option
@json_option
@with_exit_code
def issue(cycle: str, academies: tuple[str, ...], folder: Path, as_of: date, as_json: bool) -> int:
    """Hand out the workbooks, pre-filled from the staff list and last cycle's returns.

    From the last returns come reviewers, panels, priorities, open development needs, and what has not ended; pay is
    as the committee decided it last, and whoever has no decision is named. Beside each workbook lies a mail to its
    office. One that was issued before is left: the command goes on with those that are missing. Exits 1 where a last
    return is refused, as nothing carries over from it.

    Example: pmr-batch issue --cycle teaching-2026-27 --folder our-trust
    """
    from pmr_batch.commands.folders import find_cycle  # noqa: PLC0415
    from pmr_batch.commands.issue import issue as hand_out  # noqa: PLC0415
    from pmr_batch.commands.issue import issued_text  # noqa: PLC0415
    from pmr_batch.commands.issue.rollover import before  # noqa: PLC0415
    from pmr_batch.settings.trust_file import read_trust  # noqa: PLC0415

    settings = read_trust(folder)
    notices(settings.notices)
    of_cycle = find_cycle(settings, cycle)
    with workers() as executor:
        last_cycle = before(folder, settings, of_cycle, executor)
    notices(last_cycle.notices)
    issued = hand_out(settings, of_cycle, as_of, folder, academies or None, before=last_cycle)
    notices(line for workbook in issued for line in workbook.notices)
    show(
        lambda: issued_text.as_json(issued),
        lambda: issued_text.as_text(issued, settings, of_cycle, last_cycle.returns),
        as_json=as_json,
    )
    return ERRORS if last_cycle.refused else CLEAN


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--academy", required=True, metavar="CODE", help="Whose file it is, as on Academies of trust.xlsx.")
@cycle_option
@click.option(
    "--mapping",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    show_default="the one beside the file",
    help="A mapping made before, such as last year's.",
)
@folder_option
@as_of_option
@with_exit_code
def adopt(file: Path, academy: str, cycle: str, mapping: Path | None, folder: Path, as_of: date) -> int:
    """Turn an office's own spreadsheet into the standard workbook.

    Proposes where each of its headings goes, in a mapping beside it: correct that in Excel, and run again.
    It is used again next year. Nothing that has no place is dropped: the sheet Not placed lists all of it.

    Example: pmr-batch adopt Riverside.xlsx --academy RIV --cycle teaching-2025-26
    """
    from pmr_batch.commands.adopt import adopt as take_over  # noqa: PLC0415
    from pmr_batch.commands.adopt.adoption_text import as_text  # noqa: PLC0415
    from pmr_batch.commands.adopt.destination import destination_of, settings_of  # noqa: PLC0415
    from pmr_batch.commands.folders import find_cycle  # noqa: PLC0415
    from pmr_batch.commands.issue.rollover import last_returns  # noqa: PLC0415
    from pmr_batch.templates import own_workbook  # noqa: PLC0415

    settings = settings_of(folder)
    notices(settings.notices)
    of_cycle = find_cycle(settings, cycle)
    with workers() as executor:
        last = last_returns(folder, settings, of_cycle, executor)
        destination = destination_of(settings, academy, of_cycle, as_of, last, own_workbook(folder))
        adopted = take_over(file, folder, destination, executor, mapping)
    click.echo(as_text(adopted))
    return ERRORS if adopted.is_open else CLEAN


@click.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--why",
    "rule_and_cell",
    type=(str, str),
    metavar="CODE CELL",
    help="How one rule saw the row of a cell of one file, such as PM704 Concerns!C2: the values it went by, whether "
    "it was asked and since when it is due, and its verdict.",
)
@folder_option
@as_of_option
@json_option
@with_exit_code
def check(
    files: tuple[Path, ...], rule_and_cell: tuple[str, str] | None, folder: Path, as_of: date, as_json: bool
) -> int:
    """Check workbooks: what to correct, explain and do; or why a rule says what it says.

    By the trust's settings where its folder has their cycle, else by those in the workbook. The settings themselves,
    trust.xlsx, are checked as what they are.

    Example: pmr-batch check Riverside.xlsx --as-of 2026-10-16

    Example: pmr-batch check --why PM704 Concerns!C2 Riverside.xlsx

    Example: pmr-batch check our-trust/trust.xlsx
    """
    from pmr_batch.commands.check import check as look  # noqa: PLC0415
    from pmr_batch.commands.check import why  # noqa: PLC0415
    from pmr_batch.commands.check_results import check_json, check_text, why_json, why_text  # noqa: PLC0415

    if rule_and_cell:
        if len(files) > 1:
            raise UsageError("--why looks at one file; name one")
        with workers() as executor:
            row_view = why(*rule_and_cell, files[0], folder, as_of, executor)
        show(lambda: why_json(row_view), lambda: why_text(row_view), as_json=as_json)
        return CLEAN
    with workers() as executor:
        checked = look(files, folder, as_of, executor)
    notices(checked.notices)
    show(lambda: check_json(checked), lambda: check_text(checked), as_json=as_json)
    return ERRORS if checked.errors else CLEAN
