"""A trust folder, and a synthetic one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, FAILED, with_exit_code
from pmr_batch.cli.options import as_of_option, json_option
from pmr_batch.cli.terminal import progress, show, workers


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("demo-trust"), metavar="[DIR]")
@click.option("--academies", type=click.IntRange(2, 200), default=5, show_default=True, help="How many academies.")
@click.option("--staff", type=click.IntRange(12, 200), default=40, show_default=True, help="People in each, about.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number makes other people.")
@json_option
@with_exit_code
def demo(folder: Path, academies: int, staff: int, seed: int, as_json: bool) -> int:
    """Make a synthetic trust, run it, and say where to look.

    Its workbooks are filled in with known faults; exits 0 when exactly those were found.

    Example: pmr-batch demo demo-trust --academies 3
    """
    from pmr_batch.demo.run_demo import run_demo  # noqa: PLC0415  (pandas takes a second; only commands that need it wait)

    with workers() as executor:
        result = run_demo(folder, academies, staff, seed, executor, progress())
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
    click.echo(f"{path}: fill in its sheets in Excel, then hand out workbooks with `pmr-batch issue`.")
    return CLEAN
