"""The rounds of a year: moderated, sampled and decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, FAILED, with_exit_code
from pmr_batch.cli.options import (
    DAY,
    PasswordFile,
    academies_option,
    as_of_option,
    cycle_option,
    folder_option,
    folders_option,
    jobs_option,
    json_option,
    password_option,
)
from pmr_batch.cli.terminal import cluster, notices, show, stages, workers
from pmr_batch.errors import UsageError
from pmr_batch.model.objectives_sample import SEED, SIZE
from pmr_batch.model.terms import Round
from pmr_batch.passwords import NONE, Passwords, given
from pmr_batch.words import counted
from pmr_batch.workers import at_once

if TYPE_CHECKING:
    from pmr_batch.commands.rounds.trust_runs import RoundJob


@click.command()
@click.argument("named", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
@cycle_option
@click.option("--round", "round_", type=click.Choice([option.value for option in Round]), required=True)
@password_option
@click.option(
    "--encrypt-with",
    type=PasswordFile(),
    metavar="FILE",
    help="Protect the committee's workbook with the first password in a text file, and each return that goes back with "
    "its academy's own, where the file has lines of CODE: password.",
)
@folders_option
@as_of_option
@click.option(
    "--confirm-date",
    type=DAY,
    metavar="DATE",
    help="The date of --as-of once more: run by it although it lies before the last run, or outside the cycle's years.",
)
@click.option(
    "--under",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Only compare: the same returns under the policy of another workbook's sheet Parameters.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run on a cluster: the address of its Dask scheduler, such as tls://host:8786. Its machines must have the "
    "folders under the same path.",
)
@click.option("--profile", is_flag=True, help="Print time and memory of each stage; of one trust.")
@jobs_option
@json_option
@with_exit_code
def run(  # noqa: PLR0913, PLR0917  (one argument an option)
    named: tuple[Path, ...],
    cycle: str,
    round_: str,
    encrypt_with: Passwords | None,
    folders: tuple[Path, ...],
    as_of: date,
    confirm_date: date | None,
    under: Path | None,
    scheduler: str | None,
    profile: bool,
    as_json: bool,
) -> int:
    """Moderate a round: read, validate, merge, moderate, produce.

    Everything goes below output/<cycle>/<round> of the trust folder. A date that is probably a slip, before the
    last run of the round or outside the cycle's years, is told, and nothing is done unless it is confirmed.

    With --under nothing of the round is changed: a workbook and a page in its folder comparisons say who would stand
    otherwise, what it would cost, and which findings would go and come. FILE is a workbook with a sheet Parameters as
    trust.xlsx has it; what it does not name stays. With performance_related_pay and the Value No, everybody in
    review moves one point up.

    Where several folders are named, by --folder or as FOLDER, each is a trust: as many are run at once as there are
    cores, or on a cluster. One that cannot be run is told in a line and stops no other; the exit code is the worst.

    Example: pmr-batch run --cycle teaching-2025-26 --round october
    """
    trusts = list({folder.resolve(): folder for folder in (*folders, *named)}.values()) or [Path()]
    if scheduler or len(trusts) > 1:
        if under or encrypt_with or profile or given.get() != NONE:
            of_one = "--under, --profile, --encrypt-with and --password-file"
            raise UsageError(f"{of_one} are of one trust on this machine; name one folder, and no --scheduler")
        if scheduler and at_once.get():
            raise UsageError("--jobs is of this machine; a cluster has as many jobs at once as it has workers")
        from pmr_batch.commands.rounds.trust_runs import RoundJob  # noqa: PLC0415

        return _run_trusts(trusts, RoundJob(cycle, Round(round_), as_of, confirm_date), scheduler, as_json=as_json)
    (folder,) = trusts
    if under:
        if confirm_date or encrypt_with or profile:
            raise UsageError("--confirm-date, --encrypt-with and --profile are for a run; with --under leave them out")
        return _compare(folder, cycle, Round(round_), as_of, under, as_json=as_json)
    return _run(
        folder, cycle, Round(round_), as_of, confirm_date, encrypt_with or NONE, profile=profile, as_json=as_json
    )


def _run(  # noqa: PLR0913  (what the options of `run` say)
    folder: Path,
    cycle: str,
    round_: Round,
    as_of: date,
    confirmed: date | None,
    passwords: Passwords,
    *,
    profile: bool,
    as_json: bool,
) -> int:
    """Run one trust, unless nothing has changed since the last run."""
    from pmr_batch.commands.rounds.run_results import run_text  # noqa: PLC0415
    from pmr_batch.commands.rounds.standing_run import standing_run  # noqa: PLC0415

    with stages(profile=profile) as progress:
        result = standing_run(folder, cycle, round_, as_of, confirmed) if passwords == NONE else None
        if result is None:
            from pmr_batch.commands.rounds.run import run as moderate  # noqa: PLC0415

            with workers(progress.watch) as executor:
                inputs = (folder, cycle, round_, as_of, executor, progress)
                result = moderate(*inputs, confirmed=confirmed, passwords=passwords)
        else:
            progress("nothing has changed since; all stands as it is")
    notices(result.summary.notices)
    click.echo((result.output / "run.json").read_text("utf-8").rstrip() if as_json else run_text(result))
    return ERRORS if result.errors else CLEAN


def _compare(folder: Path, cycle: str, round_: Round, as_of: date, under: Path, *, as_json: bool) -> int:
    """Compare what one trust's round would be under another policy."""
    from pmr_batch.commands.rounds.run_under import run_under  # noqa: PLC0415

    with stages() as progress, workers(progress.watch) as executor:
        result = run_under(folder, cycle, round_, under, as_of, executor, progress)
    show(result.as_json, result.as_text, as_json=as_json)
    return CLEAN


def _run_trusts(trusts: Sequence[Path], job: RoundJob, scheduler: str | None, *, as_json: bool) -> int:
    """Run several trusts, say of each how it ended, and return the worst exit code."""
    from pmr_batch.commands.rounds.trust_runs import run_trust, run_trust_on_cluster, run_trusts  # noqa: PLC0415
    from pmr_batch.commands.rounds.trust_runs_text import as_json as for_machines  # noqa: PLC0415
    from pmr_batch.commands.rounds.trust_runs_text import last_line, messages, result_text  # noqa: PLC0415

    folders = [folder.absolute() for folder in trusts] if scheduler else trusts
    work = run_trust_on_cluster if scheduler else run_trust
    with stages() as progress, cluster(scheduler) if scheduler else workers(most_bytes=None) as executor:
        progress(f"running {counted(len(folders), 'trust')}")
        ended = list(run_trusts(folders, job, work, executor, progress.watch))
    for trust in ended:
        notices(messages(trust))
        if trust.output and not as_json:
            click.echo(result_text(trust))
    show(lambda: for_machines(ended), lambda: last_line(ended), as_json=as_json)
    if not all(trust.output for trust in ended):
        return FAILED
    return ERRORS if any(trust.errors for trust in ended) else CLEAN


@click.command()
@cycle_option
@click.option("--seed", type=int, default=SEED, show_default=True, help="Another number draws others.")
@click.option(
    "--size",
    type=click.IntRange(min=0),
    default=SIZE,
    show_default=True,
    help="So many at least: more are drawn at random where those that must be in it are fewer.",
)
@academies_option
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    show_default="output/<cycle>/samples of the trust folder",
    help="The workbook to write.",
)
@password_option
@folder_option
@as_of_option
@json_option
@with_exit_code
def sample(  # noqa: PLR0913, PLR0917  (one argument an option)
    cycle: str,
    seed: int,
    size: int,
    academies: tuple[str, ...],
    to: Path | None,
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Draw a sample of objectives for quality assurance.

    One of every reviewer's at least; all that were not met, all of leadership, and all of those who applied for the
    Upper pay range. The same seed draws the same, from the workbooks that came back, else from those issued. Of an
    academy whose return is refused nothing is drawn; exits 1 then.

    Example: pmr-batch sample --cycle teaching-2025-26 --academy RIV --seed 7
    """
    from pmr_batch.commands.sample import SampleRequest, make_sample  # noqa: PLC0415

    with workers() as executor:
        result = make_sample(folder, cycle, SampleRequest(seed, size, academies, to), as_of, executor)
    show(result.as_json, result.as_text, as_json=as_json)
    return ERRORS if result.refused else CLEAN


@click.command()
@click.argument(
    "workbooks", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="WORKBOOK..."
)
@click.option("--take", is_flag=True, help="Take them; without it, only what would be taken and made is shown.")
@click.option("--amend", is_flag=True, help="Change what was taken; each decision and appeal says why in its reason.")
@password_option
@folder_option
@as_of_option
@jobs_option
@json_option
@with_exit_code
def decide(workbooks: tuple[Path, ...], take: bool, amend: bool, folder: Path, as_of: date, as_json: bool) -> int:
    """Take in the pay committee's decisions: final forms, payroll file, academies' sheets, minutes.

    Shows first what differs from the recommendations, and what would be made; --take takes it. Several copies of one
    workbook are merged; where they contradict each other, nothing is taken. Reads only the committee's columns on
    Recommendations and Appeals. A workbook altered beside them is refused whole; a row with an error, or undecided,
    alone. Everything goes into decided/ of the round's output, and into the ledger.

    Example: pmr-batch decide Decided.xlsx --folder our-trust --take
    """
    from pmr_batch.commands.decide import decide as take_in  # noqa: PLC0415
    from pmr_batch.commands.decide import decision_text  # noqa: PLC0415

    with stages() as progress, workers(progress.watch) as executor:
        result = take_in(*(workbooks, folder, as_of, executor), amend=amend, preview=not take, progress=progress)
    show(lambda: decision_text.as_json(result), lambda: decision_text.as_text(result), as_json=as_json)
    if result.altered:
        return FAILED
    return ERRORS if result.is_open else CLEAN
