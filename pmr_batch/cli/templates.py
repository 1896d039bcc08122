"""The standard templates, and edited ones."""

from __future__ import annotations

from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, with_exit_code
from pmr_batch.cli.options import InOrder, folder_option, json_option
from pmr_batch.cli.terminal import notices, show


@click.group(cls=InOrder)
def templates() -> None:
    """The standard templates, and a trust's edited copies of them.

    Example: pmr-batch templates build our-copies
    """


@templates.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="[DIR]")
@with_exit_code
def build(folder: Path) -> int:
    """Copy out the standard templates, to edit: the Word documents and the blank workbook.

    Example: pmr-batch templates build our-copies
    """
    from pmr_batch.templates import build as write  # noqa: PLC0415

    placed = write(folder)
    for path in placed.files:
        click.echo(folder / path)
    notices(placed.written_in)
    return CLEAN


@templates.command(name="check")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[FILE…]")
@folder_option
@json_option
@with_exit_code
def check_templates(files: tuple[Path, ...], folder: Path, as_json: bool) -> int:
    """Check that edited templates still fit: all in templates/ of the trust folder, or those named.

    Says of each what is taken from it, or line by line what does not fit, where, and what to do; exits 1 then.

    Example: pmr-batch templates check "Our form.docx"
    """
    from pmr_batch.templates.copies import copies  # noqa: PLC0415

    checked = list(copies(files, folder))
    if as_json or checked:
        show(
            lambda: [template.as_json() for template in checked],
            lambda: "\n".join(line for template in checked for line in template.lines()),
            as_json=as_json,
        )
    if not checked:
        click.echo("templates/ holds no copies of the trust's own; the standard templates are used", err=True)
    return CLEAN if all(template.fits for template in checked) else ERRORS
