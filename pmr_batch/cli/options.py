"""Options of several commands, and the order in which commands are listed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click


class InOrder(click.Group):
    """A group that lists its commands in the order in which they are declared."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands, as declared."""
        return list(self.commands)


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
cycle_option = click.option("--cycle", required=True, help="The cycle, such as teaching-2025-26.")
academies_option = click.option(
    "--academy", "academies", multiple=True, metavar="CODE", help="Only this academy; may be repeated."
)
people_option = click.option(
    "--person", "people", multiple=True, metavar="NUMBER", help="Only this payroll number; may be repeated."
)
pdf_option = click.option("--pdf", is_flag=True, help="Each as PDF, too, by LibreOffice where it is installed.")
