"""Word documents: made, and read back."""

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
    jobs_option,
    json_option,
    password_option,
    pdf_option,
    people_option,
)
from pmr_batch.cli.terminal import notices, show, workers
from pmr_batch.word.letters.keys import DUE_BY_THE_WORKBOOK, LetterKey


@click.command()
@click.option("--cycle", metavar="CYCLE", help="The cycle, such as teaching-2025-26; a blank form needs none.")
@click.option(
    "--stage",
    type=click.Choice(["blank", "start", "draft"]),
    show_default="draft, without a cycle blank",
    help="blank: only whose it is. start: with the objectives, to write in. draft: all that the workbooks hold.",
)
@academies_option
@people_option
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    show_default="output/<cycle>/forms/<stage> of the trust folder",
    help="Where the forms go.",
)
@pdf_option
@password_option
@folder_option
@as_of_option
@jobs_option
@json_option
@with_exit_code
def forms(  # noqa: PLR0913, PLR0917  (one argument an option)
    cycle: str | None,
    stage: str | None,
    academies: tuple[str, ...],
    people: tuple[str, ...],
    to: Path | None,
    pdf: bool,
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Make Appendix A in Word at any time: blank, with the objectives, or filled in.

    For everybody in review, one academy or one person, from the workbooks that came back, else from those issued.
    Of an academy whose return is refused nothing is made; exits 1 then.

    Example: pmr-batch forms --cycle teaching-2025-26 --stage start --academy RIV
    """
    from pmr_batch.commands.documents.forms import FormRequest, make_forms  # noqa: PLC0415
    from pmr_batch.word.appendix_a.stages import FormStage  # noqa: PLC0415

    request = FormRequest(FormStage(stage) if stage else None, academies, people, to, pdf)
    with workers() as executor:
        made = make_forms(folder, cycle, request, as_of, executor)
    for result in made.academies:
        notices(f"{name}: lost what Word cannot hold in {', '.join(lost)}" for name, lost in result.cleaned.items())
    show(made.as_json, made.as_text, as_json=as_json)
    return ERRORS if made.refused else CLEAN


@click.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--workbook",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    show_default="each academy's latest in the trust folder",
    help="The workbook that the forms belong to.",
)
@click.option("--take", is_flag=True, help="Write the new copy; without it, only what would change is shown.")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    show_default="“… collected.xlsx” beside the workbook",
    help="Where the new copy goes.",
)
@password_option
@folder_option
@as_of_option
@jobs_option
@json_option
@with_exit_code
def collect(
    files: tuple[Path, ...],
    workbook: Path | None,
    take: bool,
    to: Path | None,
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Read forms that were filled in in Word back into a new copy of their academy's workbook.

    Shows first, cell by cell, what would change, and names what is not taken: exits 1 then. A folder stands for
    all forms in it. Neither the forms nor the workbook are written to.

    Example: pmr-batch collect "Forms back" --folder our-trust --take
    """
    from pmr_batch.commands.collect import collect as read_back  # noqa: PLC0415
    from pmr_batch.commands.collect import collection_text  # noqa: PLC0415

    with workers() as executor:
        collected = read_back(files, folder, as_of, executor, workbook=workbook, take=take, to=to)
    show(lambda: collection_text.as_json(collected), lambda: collection_text.as_text(collected), as_json=as_json)
    return ERRORS if collected.is_open else CLEAN


@click.command()
@cycle_option
@academies_option
@people_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([key.value for key in DUE_BY_THE_WORKBOOK]),
    help="Only this kind; may be repeated.",
)
@click.option("--list", "only_list", is_flag=True, help="Only say what is due; write nothing.")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    show_default="output/<cycle>/<round>/letters of the trust folder",
    help="Where the letters go.",
)
@pdf_option
@password_option
@folder_option
@as_of_option
@jobs_option
@json_option
@with_exit_code
def letters(  # noqa: PLR0913, PLR0917  (one argument an option)
    cycle: str,
    academies: tuple[str, ...],
    people: tuple[str, ...],
    kinds: tuple[str, ...],
    only_list: bool,
    to: Path | None,
    pdf: bool,
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Make the other writings of the policy that are due, and say for whom, why and by when.

    Due is what the workbooks call for and do not show as done. A letter made before stands, as somebody may have
    written in it. Exits 1 where a letter cannot be made yet, the workbook has changed since it was made, or the return
    of an academy is refused: of that one none is made.

    Example: pmr-batch letters --cycle teaching-2025-26 --academy RIV --list
    """
    from pmr_batch.commands.documents import due_letters_text  # noqa: PLC0415
    from pmr_batch.commands.documents.letters import LetterRequest, make_letters  # noqa: PLC0415

    request = LetterRequest(academies, people, [LetterKey(kind) for kind in kinds], to, pdf, only_list)
    with workers() as executor:
        made = make_letters(folder, cycle, request, as_of, executor)
    notices(
        f"{result.path.name}: lost what Word cannot hold in {', '.join(result.cleaned)}"
        for result in made.letters
        if result.cleaned
    )
    show(lambda: due_letters_text.as_json(made), lambda: due_letters_text.as_text(made, as_of), as_json=as_json)
    return ERRORS if made.is_open else CLEAN
