"""The rule book."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, with_exit_code
from pmr_batch.cli.options import as_of_option, folder_option, json_option
from pmr_batch.cli.terminal import show


@click.command()
@click.argument("code", required=False, metavar="[CODE]")
@click.option("--clause", metavar="NUMBER", help="A clause of the policy, such as 7.1, and how each point is met.")
@click.option(
    "--excel",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the rule book as a new Excel workbook.",
)
@folder_option
@as_of_option
@json_option
@with_exit_code
def rules(code: str | None, clause: str | None, excel: Path | None, folder: Path, as_of: date, as_json: bool) -> int:
    """List the rule book, or explain one rule or clause.

    The policy's numbers are those of the trust folder, where there is one, else the defaults.

    Example: pmr-batch rules PM704
    """
    from pmr_batch.commands.rule_book import look_up, write_rule_book  # noqa: PLC0415

    page = look_up(None if excel else code, None if excel else clause, folder, as_of)
    if excel:
        click.echo(write_rule_book(excel, code or clause, page.numbers))
    else:
        show(page.as_json, page.as_text, as_json=as_json)
    return CLEAN
