"""The command line: each command is one call into the library, and an exit code.

0 clean, or queries only; 1 done, with errors among the findings; 2 could not do the job.
"""

from __future__ import annotations

import functools
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from pmr_batch import __version__
from pmr_batch.errors import PmrError
from pmr_batch.model import Round

CLEAN, ERRORS, FAILED = 0, 1, 2


class InOrder(click.Group):
    """A group that lists its commands in the order in which they are declared."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands, as declared."""
        return list(self.commands)


def ends_plainly(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a command returns into an exit code, and what goes wrong into one line on stderr."""

    @functools.wraps(command)
    def ending(*arguments: Any, **options: Any) -> None:
        try:
            code = command(*arguments, **options)
        except PmrError as error:
            click.echo(str(error), err=True)
            code = error.exit_code
        except Exception as error:  # noqa: BLE001  (the last line of defence: no traceback, no cell's content)
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).name} line {where.lineno}"
            told = f"pmr-batch failed inside ({type(error).__name__} at {place}); report it to its keepers"
            click.echo(told, err=True)
            code = FAILED
        sys.exit(code)

    return ending


def _as_date(_: click.Context, __: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else date.today()  # noqa: DTZ011  (the office's own calendar day)


folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="here",
    help="The trust folder, with trust.xlsx in it.",
)
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_as_date,
    metavar="DATE",
    show_default="today",
    help="The date by which things are due or late, such as 2026-10-16.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, for machines.")


def _progress() -> Callable[[str], None]:
    """Progress on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda what: click.echo(f"{what} …", err=True)


def _notices(lines: Iterable[str]) -> None:
    """What whoever keeps the settings should know, beside the result."""
    for line in lines:
        click.echo(line, err=True)


def _workers() -> Executor:
    return ProcessPoolExecutor(max_workers=os.cpu_count())


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="pmr-batch")
def main() -> None:
    """Annual performance management reviews of a trust of schools.

    From the workbooks of the academies to the pay committee's workbook, findings and Appendix A forms.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a Windows code page has no arrow, nor every name


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("demo-trust"), metavar="[DIR]")
@click.option("--academies", type=click.IntRange(2, 200), default=5, show_default=True, help="How many academies.")
@click.option("--staff", type=click.IntRange(12, 200), default=40, show_default=True, help="People in each, about.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number makes other people.")
@json_option
@ends_plainly
def demo(folder: Path, academies: int, staff: int, seed: int, as_json: bool) -> int:
    """Make a synthetic trust, run it, and say where to look.

    Its workbooks are filled in with known faults; exits 0 when exactly those were found.

    Example: pmr-batch demo demo-trust --academies 3
    """
    from pmr_batch.demo.show import show  # noqa: PLC0415  (pandas takes a second; only commands that need it wait)

    with _workers() as executor:
        shown = show(folder, academies, staff, seed, executor, _progress())
    click.echo(json.dumps(shown.as_json(), ensure_ascii=False, indent=1) if as_json else shown.as_text())
    return CLEAN if shown.as_planted else FAILED


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@as_of_option
@ends_plainly
def init(folder: Path, as_of: date) -> int:
    """Make a new trust folder with a trust.xlsx to fill in.

    Pay points, on-costs, terms, the policy's numbers and the dates of this school year are in it.

    Example: pmr-batch init our-trust
    """
    from pmr_batch.settings.seed import init as make  # noqa: PLC0415

    path = make(folder, as_of)
    click.echo(f"{path}: fill in its sheets in Excel, then hand out workbooks with `pmr-batch issue`.")
    return CLEAN


@main.command()
@click.option("--cycle", required=True, help="The cycle, such as teaching-2025-26.")
@click.option("--academy", "academies", multiple=True, metavar="CODE", help="Only this academy; may be repeated.")
@click.option("--replace", is_flag=True, help="Hand out anew what was issued before.")
@folder_option
@as_of_option
@ends_plainly
def issue(cycle: str, academies: tuple[str, ...], replace: bool, folder: Path, as_of: date) -> int:
    """Hand out the workbooks, pre-filled from the staff list and last cycle's returns.

    From the last returns come reviewers, panels, priorities, open development needs, and what has not ended.

    Example: pmr-batch issue --cycle teaching-2026-27 --folder our-trust
    """
    from pmr_batch.issue import issue as hand_out  # noqa: PLC0415
    from pmr_batch.rollover import last_returns  # noqa: PLC0415
    from pmr_batch.run import find_cycle  # noqa: PLC0415
    from pmr_batch.settings.read import read_trust  # noqa: PLC0415

    settings = read_trust(folder)
    _notices(settings.notices)
    of_cycle = find_cycle(settings, cycle)
    with _workers() as executor:
        last = last_returns(folder, settings, of_cycle, executor)
    for one in hand_out(settings, of_cycle, as_of, folder, academies or None, replace=replace, last_returns=last):
        carried_over = ", with what carries over from last cycle" if one.academy in last else ""
        click.echo(f"{one.path}  {one.people} people{carried_over}")
    return CLEAN


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--academy", required=True, metavar="CODE", help="Whose file it is, as on Academies of trust.xlsx.")
@click.option("--cycle", required=True, help="The cycle, such as teaching-2025-26.")
@click.option(
    "--mapping",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    show_default="the one beside the file",
    help="A mapping made before, such as last year's.",
)
@click.option("--replace", is_flag=True, help="Make the standard workbook anew, by the corrected mapping.")
@folder_option
@as_of_option
@ends_plainly
def adopt(file: Path, academy: str, cycle: str, mapping: Path | None, replace: bool, folder: Path, as_of: date) -> int:
    """Turn an office's own spreadsheet into the standard workbook.

    Proposes where each of its headings goes, in a mapping beside it: correct that in Excel, and run again.
    It is used again next year. Nothing that has no place is dropped: the sheet Not placed lists all of it.

    Example: pmr-batch adopt Riverside.xlsx --academy RIV --cycle teaching-2025-26
    """
    from pmr_batch.adopt import adopt as take_over  # noqa: PLC0415
    from pmr_batch.adopt.told import as_text  # noqa: PLC0415
    from pmr_batch.adopt.whose import frame_of, settings_of  # noqa: PLC0415
    from pmr_batch.rollover import last_returns  # noqa: PLC0415
    from pmr_batch.run import find_cycle  # noqa: PLC0415
    from pmr_batch.templates import look  # noqa: PLC0415

    settings = settings_of(folder)
    _notices(settings.notices)
    of_cycle = find_cycle(settings, cycle)
    with _workers() as executor:
        last = last_returns(folder, settings, of_cycle, executor)
        frame = frame_of(settings, academy, of_cycle, as_of, last, look(folder))
        adopted = take_over(file, frame, executor, mapping, replace=replace)
    click.echo(as_text(adopted))
    return ERRORS if adopted.is_open else CLEAN


@main.command()
@click.option("--cycle", metavar="CYCLE", help="The cycle, such as teaching-2025-26; a blank form needs none.")
@click.option(
    "--stage",
    type=click.Choice(["blank", "start", "draft"]),
    show_default="draft, without a cycle blank",
    help="blank: only whose it is. start: with the objectives, to write in. draft: all that the workbooks hold.",
)
@click.option("--academy", "academies", multiple=True, metavar="CODE", help="Only this academy; may be repeated.")
@click.option("--person", "people", multiple=True, metavar="NUMBER", help="Only this payroll number; may be repeated.")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    show_default="output/<cycle>/forms/<stage> of the trust folder",
    help="Where the forms go.",
)
@click.option("--pdf", is_flag=True, help="Each form as PDF, too, by LibreOffice where it is installed.")
@click.option("--replace", is_flag=True, help="Make anew what was made before.")
@folder_option
@as_of_option
@json_option
@ends_plainly
def forms(  # noqa: PLR0913, PLR0917  (one argument an option)
    cycle: str | None,
    stage: str | None,
    academies: tuple[str, ...],
    people: tuple[str, ...],
    to: Path | None,
    pdf: bool,
    replace: bool,
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Make Appendix A in Word at any time: blank, with the objectives, or filled in.

    For everybody in review, one academy or one person, from the workbooks that came back, else from those issued.

    Example: pmr-batch forms --cycle teaching-2025-26 --stage start --academy RIV --folder our-trust
    """
    from pmr_batch.documents.forms import Asked, make_forms  # noqa: PLC0415
    from pmr_batch.forms.stages import FormStage  # noqa: PLC0415

    asked = Asked(FormStage(stage) if stage else None, academies, people, to, replace, pdf)
    with _workers() as executor:
        made = make_forms(folder, cycle, asked, as_of, executor)
    for one in made:
        _notices(f"{name}: lost what Word cannot hold in {', '.join(lost)}" for name, lost in one.cleaned.items())
    told = json.dumps([one.as_json() for one in made], ensure_ascii=False, indent=1)
    click.echo(told if as_json else "\n".join(one.as_text() for one in made) or "Nobody is in review; no form is made")
    return CLEAN


@main.command()
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
@folder_option
@as_of_option
@json_option
@ends_plainly
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
    from pmr_batch.collect import collect as read_back  # noqa: PLC0415
    from pmr_batch.collect import told  # noqa: PLC0415

    with _workers() as executor:
        collected = read_back(files, folder, as_of, executor, workbook=workbook, take=take, to=to)
    as_told = json.dumps(told.as_json(collected), ensure_ascii=False, indent=1) if as_json else told.as_text(collected)
    click.echo(as_told)
    return ERRORS if collected.is_open else CLEAN


@main.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE…")
@folder_option
@as_of_option
@json_option
@ends_plainly
def check(files: tuple[Path, ...], folder: Path, as_of: date, as_json: bool) -> int:
    """Check workbooks: what to correct, explain and do.

    By the trust's settings where its folder has their cycle, else by those in the workbook.

    Example: pmr-batch check Riverside.xlsx --as-of 2026-10-16
    """
    from pmr_batch.check import check as look  # noqa: PLC0415
    from pmr_batch.told import check_json, check_text  # noqa: PLC0415

    with _workers() as executor:
        checked = look(files, folder, as_of, executor)
    _notices(checked.notices)
    click.echo(json.dumps(check_json(checked), ensure_ascii=False, indent=1) if as_json else check_text(checked))
    return ERRORS if checked.errors else CLEAN


@main.command()
@click.option("--cycle", required=True, help="The cycle, such as teaching-2025-26.")
@click.option("--round", "round_", type=click.Choice([each.value for each in Round]), required=True)
@folder_option
@as_of_option
@json_option
@ends_plainly
def run(cycle: str, round_: str, folder: Path, as_of: date, as_json: bool) -> int:
    """Moderate a round: read, validate, merge, moderate, produce.

    Everything goes below output/<cycle>/<round> of the trust folder.

    Example: pmr-batch run --cycle teaching-2025-26 --round october
    """
    from pmr_batch.run import run as moderate  # noqa: PLC0415
    from pmr_batch.told import run_text  # noqa: PLC0415

    with _workers() as executor:
        ran = moderate(folder, cycle, Round(round_), as_of, executor, _progress())
    _notices(ran.moderated.notices)
    click.echo((ran.output / "run.json").read_text("utf-8").rstrip() if as_json else run_text(ran))
    return ERRORS if ran.errors else CLEAN


@main.command()
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
@ends_plainly
def rules(code: str | None, clause: str | None, excel: Path | None, folder: Path, as_of: date, as_json: bool) -> int:
    """List the rule book, or explain one rule or clause.

    The policy's numbers are those of the trust folder, where there is one, else the defaults.

    Example: pmr-batch rules PM704
    """
    from pmr_batch.rulebook.entries import entry  # noqa: PLC0415
    from pmr_batch.rulebook.machine import as_json as entry_json  # noqa: PLC0415
    from pmr_batch.rulebook.numbers import numbers  # noqa: PLC0415
    from pmr_batch.rulebook.told import as_text  # noqa: PLC0415

    in_force = numbers(folder, as_of)
    if excel:
        from pmr_batch.produce.rule_book import write_rule_book  # noqa: PLC0415

        click.echo(write_rule_book(excel, code or clause, in_force))
        return CLEAN
    asked = entry(code, clause, in_force)
    told = entry_json(asked, in_force) if as_json else as_text(asked, in_force)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else told)
    return CLEAN


@main.group(cls=InOrder)
def templates() -> None:
    """The standard templates, and a trust's edited copies of them.

    Example: pmr-batch templates build our-copies
    """


@templates.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="[DIR]")
@ends_plainly
def build(folder: Path) -> int:
    """Write the standard templates: Word forms and the blank workbooks.

    Example: pmr-batch templates build our-copies
    """
    from pmr_batch.templates import build as write  # noqa: PLC0415

    for path in write(folder):
        click.echo(path)
    return CLEAN


@templates.command(name="check")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="[FILE…]")
@folder_option
@json_option
@ends_plainly
def check_templates(files: tuple[Path, ...], folder: Path, as_json: bool) -> int:
    """Check that edited templates still fit: all in templates/ of the trust folder, or those named.

    Says of each what is taken from it, or line by line what does not fit, where, and what to do; exits 1 then.

    Example: pmr-batch templates check "Our form.docx"
    """
    from pmr_batch.templates.copies import copies  # noqa: PLC0415

    looked_at = list(copies(files, folder))
    if as_json:
        click.echo(json.dumps([one.as_json() for one in looked_at], ensure_ascii=False, indent=1))
    for line in [] if as_json else [line for one in looked_at for line in one.lines()]:
        click.echo(line)
    if not looked_at:
        click.echo("templates/ holds no copies of the trust's own; the standard templates are used", err=True)
    return CLEAN if all(one.fits for one in looked_at) else ERRORS


if __name__ == "__main__":
    main()
