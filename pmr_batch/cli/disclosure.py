"""What is shown to others: a pack for one audience."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pmr_batch.cli.exit_codes import CLEAN, ERRORS, with_exit_code
from pmr_batch.cli.options import (
    DAY,
    PasswordFile,
    academies_option,
    as_of_option,
    folder_option,
    json_option,
    password_option,
)
from pmr_batch.cli.terminal import show, workers
from pmr_batch.errors import UsageError
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Disclosure
from pmr_batch.model.subject_access import Step
from pmr_batch.model.terms import Round
from pmr_batch.passwords import Passwords


@click.command()
@click.option("--to", type=click.Choice([audience.value for audience in Audience]), required=True, help="The audience.")
@click.option("--cycle", help="The cycle, such as teaching-2025-26.")
@click.option(
    "--round",
    "round_",
    type=click.Choice([option.value for option in Round]),
    help="For pay: the round; heads are in their own, december.",
)
@academies_option
@click.option("--person", metavar="NUMBER", help="For poor-performance and reviewee: the payroll number.")
@click.option("--recipient", default="", metavar="TEXT", help="Who gets it: a name, or a position.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is disclosed.")
@click.option("--by", default="", metavar="NAME", help="Who discloses it.")
@click.option("--received", type=DAY, metavar="DATE", help="For reviewee: the day on which the request came in.")
@click.option(
    "--clock",
    type=click.Choice(["paused", "resumed", "extended", "answered"]),
    help="For reviewee: a step of a request's clock, on the date of --as-of, with --reason and --by; nothing is made.",
)
@click.option("--take", is_flag=True, help="Make it and record it; else it is only said what would be in it.")
@click.option(
    "--encrypt-with",
    type=PasswordFile(),
    metavar="FILE",
    help="Protect what is sent with the first password in a text file. Send it by another way than the pack.",
)
@password_option
@folder_option
@as_of_option
@json_option
@with_exit_code
def disclose(  # noqa: PLR0913, PLR0917  (one argument an option)
    to: str,
    cycle: str | None,
    round_: str | None,
    academies: tuple[str, ...],
    person: str | None,
    recipient: str,
    reason: str,
    by: str,
    received: date | None,
    clock: str | None,
    take: bool,
    encrypt_with: Passwords | None,
    folder: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Make a pack with only what one audience may see, and record to whom it goes, why and by whom.

    Quality assurance: objectives and outcomes. Standards: the cases of Upper pay range and HLTA at one academy. Poor
    performance: one person with a concern. Pay: what was put before the committee in a round, heads in december. Into
    output/<cycle>/packs. Reviewee: a subject access request, all that is held, with a list of others' names to judge;
    its clock runs from --received, and a hold is set at once. Exits 1 where a return is refused.

    Example: pmr-batch disclose --to quality-assurance --cycle teaching-2025-26
    """
    from pmr_batch.commands.disclose import disclose as make_pack  # noqa: PLC0415
    from pmr_batch.commands.disclose.request import DisclosureRequest  # noqa: PLC0415
    from pmr_batch.commands.disclose.subject_access import move_clock  # noqa: PLC0415

    request = DisclosureRequest(
        Audience(to),
        cycle,
        Round(round_) if round_ else None,
        academies,
        person,
        Disclosure(recipient, reason, by),
        received,
        take,
        _password(encrypt_with),
    )
    if clock is not None:
        if request.audience is not Audience.REVIEWEE or not person:
            raise UsageError("--clock is about the request of one person; add --to reviewee and --person NUMBER")
        moved = move_clock(folder, request, Step(clock), as_of)
        show(moved.as_json, moved.as_text, as_json=as_json)
        return CLEAN
    with workers() as executor:
        result = make_pack(folder, request, as_of, executor)
    show(result.as_json, result.as_text, as_json=as_json)
    return ERRORS if result.refused else CLEAN


def _password(passwords: Passwords | None) -> str | None:
    """What a pack is protected with, where a file of passwords is named."""
    if passwords is None:
        return None
    if passwords.first is None:
        raise UsageError("--encrypt-with: the file has passwords of academies only; write that of the pack alone")
    return passwords.first
