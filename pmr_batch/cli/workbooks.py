"""The workbooks of the academies: handed out, taken over, checked."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import click
from click.core import ParameterSource

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, with_exit_code
from pmr_batch.cli.options import (
    academies_option,
    as_of_option,
    cycle_option,
    folder_option,
    jobs_option,
    json_option,
    password_option,
)
from pmr_batch.cli.terminal import notices, show, workers
from pmr_batch.errors import PmrError, UsageError


@click.command()
@cycle_option
@academies_option
@password_option
@folder_option
@as_of_option
@jobs_option
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
@password_option
@folder_option
@as_of_option
@jobs_option
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
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[FILE…]")
@click.option("--page", is_flag=True, help="Lay the findings page of each workbook beside it.")
@click.option(
    "--watch",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Check each workbook that is put into a folder or saved there again, and lay its page beside it, until "
    "stopped (Ctrl+C). A workbook that somebody has open is checked once it is closed.",
)
@click.option(
    "--why",
    "rule_and_cell",
    type=(str, str),
    metavar="CODE CELL",
    help="How one rule saw the row of a cell of one file, such as PM704 Concerns!C2: the values it went by, whether "
    "it was asked and since when it is due, and its verdict.",
)
@password_option
@folder_option
@as_of_option
@json_option
@click.pass_context
@jobs_option
@with_exit_code
def check(  # noqa: PLR0913, PLR0917  (an argument an option)
    context: click.Context,
    files: tuple[Path, ...],
    page: bool,
    watch: Path | None,
    rule_and_cell: tuple[str, str] | None,
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Check workbooks: what to correct, explain and do; or why a rule says what it says.

    By the trust's settings where its folder has their cycle, else by those in the workbook. The settings themselves,
    trust.xlsx, are checked as what they are.

    Example: pmr-batch check Riverside.xlsx --as-of 2026-10-16

    A page says what is new, settled and unchanged since the page before of the same workbook.

    Example: pmr-batch check --page Riverside.xlsx

    Example: pmr-batch check --watch "S:/Performance management" --folder our-trust

    Example: pmr-batch check --why PM704 Concerns!C2 Riverside.xlsx

    Example: pmr-batch check our-trust/trust.xlsx
    """
    from pmr_batch.commands.check import check as look  # noqa: PLC0415
    from pmr_batch.commands.check import why  # noqa: PLC0415
    from pmr_batch.commands.check_results import check_json, check_text, why_json, why_text  # noqa: PLC0415

    if watch:
        if files or page or rule_and_cell or as_json:
            raise UsageError("--watch takes no files, and neither --page, --why nor --json; name the folder alone")
        is_given = context.get_parameter_source("as_of") is ParameterSource.COMMANDLINE
        return _check_what_is_saved(watch, folder, as_of if is_given else None)
    if rule_and_cell:
        if page:
            raise UsageError("--why shows one row, and makes no page; leave out --page")
        if len(files) > 1:
            raise UsageError("--why looks at one file; name one")
        with workers() as executor:
            row_view = why(*rule_and_cell, files[0], folder, as_of, executor)
        show(lambda: why_json(row_view), lambda: why_text(row_view), as_json=as_json)
        return CLEAN
    with workers() as executor:
        checked = look(files, folder, as_of, executor)
    pages: list[Path] = []
    if page:
        from pmr_batch.commands.check_pages import write_pages  # noqa: PLC0415

        pages = [each.path for each in write_pages(files, checked, as_of)]
    notices(checked.notices)
    show(lambda: check_json(checked), lambda: check_text(checked), as_json=as_json)
    notices(f"Findings page: {path}" for path in pages)
    return ERRORS if checked.errors else CLEAN


def _check_what_is_saved(watched: Path, folder: Path, as_of: date | None) -> int:
    """Lay its page beside each workbook that is saved in a folder, until stopped; by today where no date is given."""
    from pmr_batch.commands.check import check as look  # noqa: PLC0415
    from pmr_batch.commands.check_pages import has_page, write_pages  # noqa: PLC0415
    from pmr_batch.commands.watched_folder import saved_workbooks  # noqa: PLC0415

    def say(line: str) -> None:
        click.echo(line, err=True)

    say(f"Watching {watched}; press Ctrl+C to stop")
    with suppress(KeyboardInterrupt), workers() as executor:
        for path in saved_workbooks(watched, say):
            try:
                if has_page(path):
                    continue
                on = as_of or date.today()  # noqa: DTZ011  (the office's own calendar day)
                for page in write_pages([path], look([path], folder, on, executor), on):
                    if page.is_new:
                        click.echo(f"{page.line}; see {page.path.name}")
            except PmrError as error:
                say(str(error))
    return CLEAN
