"""A trust folder, and a synthetic one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, FAILED, with_exit_code
from pmr_batch.cli.options import as_of_option, folder_option, jobs_option, json_option
from pmr_batch.cli.terminal import notices, show, stages, workers


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("demo-trust"), metavar="[DIR]")
@click.option("--academies", type=click.IntRange(2, 200), default=5, show_default=True, help="How many academies.")
@click.option("--staff", type=click.IntRange(12, 200), default=40, show_default=True, help="People in each, about.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number makes other people.")
@jobs_option
@json_option
@with_exit_code
def demo(folder: Path, academies: int, staff: int, seed: int, as_json: bool) -> int:
    """Make a synthetic trust, run it, and say where to look.

    Its workbooks are filled in with known faults; exits 0 when exactly those were found.

    Example: pmr-batch demo demo-trust --academies 3
    """
    from pmr_batch.demo.run_demo import run_demo  # noqa: PLC0415  (pandas takes a second; only commands that need it wait)

    with stages() as progress, workers(progress.watch) as executor:
        result = run_demo(folder, academies, staff, seed, executor, progress)
    show(result.as_json, result.as_text, as_json=as_json)
    return CLEAN if result.as_planted else FAILED


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@as_of_option
@with_exit_code
def init(folder: Path, as_of: date) -> int:
    """Make a new trust folder with a trust.xlsx to fill in.

    Pay points, on-costs, terms, the policy's numbers and the dates of this school year are in it.

    Example: pmr-batch init our-trust
    """
    from pmr_batch.commands.init import init as make  # noqa: PLC0415

    path = make(folder, as_of)
    click.echo(
        f"{path}: fill in its sheets in Excel, the Staff list from an export with `pmr-batch staff`, then hand out "
        "workbooks with `pmr-batch issue`."
    )
    return CLEAN


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--take", is_flag=True, help="Write the list; without it, only what would change is shown.")
@click.option(
    "--mapping",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    show_default="the latest “Staff list mapping” of the trust folder",
    help="How the export is read, as it was corrected in Excel.",
)
@click.option("--all", "whole", is_flag=True, help="Show every joiner, leaver and change, however many there are.")
@folder_option
@as_of_option
@json_option
@with_exit_code
def staff(file: Path, take: bool, mapping: Path | None, whole: bool, folder: Path, as_of: date, as_json: bool) -> int:
    """Take a payroll or HR system's export into the Staff list of trust.xlsx.

    FILE is a CSV or an .xlsx. The first time, a mapping is proposed: correct it in Excel, and run again. Then joiners,
    leavers, movers and changes are shown; with --take the list is written. All else in trust.xlsx stays as it is, and
    the file as it was is kept beside it. The same each month: nobody is dropped, and the list keeps what the export
    does not have.

    Example: pmr-batch staff Staff-export.csv --folder our-trust --take
    """
    from pmr_batch.commands.staff import refresh_staff_list  # noqa: PLC0415
    from pmr_batch.commands.staff.refresh_json import staff_list_json  # noqa: PLC0415
    from pmr_batch.commands.staff.refresh_text import StaffListText  # noqa: PLC0415
    from pmr_batch.files import lock_beside  # noqa: PLC0415
    from pmr_batch.settings.trust_file import TRUST_FILE  # noqa: PLC0415

    found = lock_beside(folder / TRUST_FILE)
    if found:
        notices([f"{TRUST_FILE}: is open in {found[0]}; what is not saved there is not seen here"])
    with stages() as progress, workers(progress.watch) as executor:
        result = refresh_staff_list(file, folder, as_of, executor, mapping=mapping, take=take, progress=progress)
    show(lambda: staff_list_json(result), lambda: str(StaffListText(result, whole=whole)), as_json=as_json)
    return ERRORS if result.is_open else CLEAN
