"""Records: until when they are kept, kept back, and destroyed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, with_exit_code
from pmr_batch.cli.options import DAY, InOrder, as_of_option, cycle_option, folder_option, json_option, password_option
from pmr_batch.cli.terminal import show, workers
from pmr_batch.errors import UsageError
from pmr_batch.records.holds import HoldReason

_by_option = click.option("--by", required=True, metavar="NAME", help="Who does it; goes into the ledger.")


@click.group(cls=InOrder)
def retention() -> None:
    """Keep records for six years and no longer, and keep back what has to stay (6.5).

    Example: pmr-batch retention list --folder our-trust
    """


@retention.command(name="list")
@click.option("--cycle", show_default="all that have records", help="The cycle, such as teaching-2019-20.")
@password_option
@folder_option
@as_of_option
@json_option
@with_exit_code
def list_(cycle: str | None, folder: Path, as_of: date, as_json: bool) -> int:
    """Say what there is of each cycle, until when it is kept, and what is due to be destroyed.

    The six years run from the later of the cycle's end, an amendment, an appeal and a capability procedure. Every copy
    is found: in the folders of the cycle, beside them, and where --to of other commands wrote it. Exits 1 where a hold
    should have been looked at again, or a destruction was cut off.

    Example: pmr-batch retention list --folder our-trust
    """
    from pmr_batch.commands.retention import retention_text  # noqa: PLC0415
    from pmr_batch.commands.retention.listing import list_records  # noqa: PLC0415

    with workers() as executor:
        found = list_records(folder, as_of, executor, cycle)
    show(lambda: retention_text.list_json(found), lambda: retention_text.list_text(found), as_json=as_json)
    return ERRORS if found.overdue_holds or any(each.begun for each in found.cycles) else CLEAN


@retention.command()
@click.argument("number", metavar="PAYROLL_NUMBER")
@click.option("--reason", type=click.Choice([reason.value for reason in HoldReason]), required=True)
@_by_option
@click.option("--review", type=DAY, required=True, metavar="DATE", help="The day on which it is looked at again.")
@click.option("--cycle", show_default="all", help="Only what this cycle has, such as teaching-2019-20.")
@click.option(
    "--also", multiple=True, metavar="NUMBER", help="Another payroll number of the same person; may be repeated."
)
@folder_option
@as_of_option
@json_option
@with_exit_code
def hold(  # noqa: PLR0913, PLR0917  (one argument an option)
    number: str,
    reason: str,
    by: str,
    review: date,
    cycle: str | None,
    also: tuple[str, ...],
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Keep back the records of one person from destruction.

    It holds under every payroll number that the person has had or gets, and by the name. Of a file that is about
    others too, what is about the person stays. The reason is one of the list: nothing is written about anybody's
    circumstances.

    \b
    Example: pmr-batch retention hold 0012345 --reason audit --by Okoro --review 2027-01-29
    """  # noqa: D301  (a mark of the library: the next line is not broken)
    from pmr_batch.commands.retention import retention_text  # noqa: PLC0415
    from pmr_batch.commands.retention.holding import hold_records  # noqa: PLC0415

    put = hold_records(folder, number, HoldReason(reason), by, as_of, review, cycle, also)
    show(lambda: retention_text.hold_json(*put), lambda: retention_text.hold_text(*put), as_json=as_json)
    return CLEAN


@retention.command()
@click.argument("number", type=int, metavar="HOLD")
@_by_option
@folder_option
@as_of_option
@with_exit_code
def release(number: int, by: str, folder: Path, as_of: date) -> int:
    """End a hold, by its number on `retention list`.

    Example: pmr-batch retention release 214 --by "J. Okoro" --folder our-trust
    """
    from pmr_batch.commands.retention.holding import release_records  # noqa: PLC0415

    click.echo(release_records(folder, number, by, as_of))
    return CLEAN


@retention.command()
@cycle_option
@click.option("--confirm", metavar="NAME", help="The cycle's name as on Cycles, typed; without it, nothing is changed.")
@click.option("--by", metavar="NAME", help="Who destroys; goes into the ledger.")
@click.option("--second", metavar="NAME", help="Who stands by, somebody else; goes into the ledger.")
@password_option
@folder_option
@as_of_option
@json_option
@with_exit_code
def destroy(
    cycle: str, confirm: str | None, by: str | None, second: str | None, folder: Path, as_of: date, as_json: bool
) -> int:
    """Destroy the records of a cycle whose time is up, with a record of it.

    Shows what would be destroyed; with --confirm, --by and --second it is. Refused while recorded files are missing,
    rows are undecided, or holds are overdue. What is kept back of people stays, out of shared files too. Cut off, the
    same command again goes on. The record has the cycle, academies, counts, rule, who and when: no person, no file.

    Example: pmr-batch retention destroy --cycle teaching-2019-20
    """
    from pmr_batch.commands.retention import retention_text  # noqa: PLC0415
    from pmr_batch.commands.retention.destruction import Confirmation, plan  # noqa: PLC0415
    from pmr_batch.commands.retention.destruction import destroy as do_destroy  # noqa: PLC0415

    if confirm is None and (by or second):
        raise UsageError("--by and --second belong to --confirm, with the cycle's name; leave them out to see first")
    with workers() as executor:
        if confirm is None:
            planned, done = plan(folder, cycle, as_of, executor), None
        else:
            confirmation = Confirmation(by or "", second or "", confirm)
            planned, done = do_destroy(folder, cycle, as_of, executor, confirmation)
    show(
        lambda: retention_text.plan_json(planned, done),
        lambda: retention_text.destroyed_text(planned, done) if done else retention_text.plan_text(planned),
        as_json=as_json,
    )
    return ERRORS if planned.obstacles else CLEAN
