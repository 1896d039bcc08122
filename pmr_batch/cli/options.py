"""Options of several commands, and the order in which commands are listed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from pmr_batch.errors import FileError
from pmr_batch.excel.reading.dates import read_date
from pmr_batch.passwords import NONE, Passwords, given, read_passwords
from pmr_batch.policy.years import FIRST_YEAR, LAST_YEAR
from pmr_batch.words import day
from pmr_batch.workers import MOST_AT_ONCE, at_once


class InOrder(click.Group):
    """A group that lists its commands in the order in which they are declared."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands, as declared."""
        return list(self.commands)


#: A generic type in the newest click only.
class Day(click.ParamType):  # type: ignore[type-arg]
    """A day as year-month-day, such as 2026-10-16, within the years that the program knows."""

    name = "date"
    _TYPED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed; what else was typed is refused, with how to write it."""
        if isinstance(value, date):
            return value
        typed = self._TYPED.fullmatch(value.strip())
        if typed is None:
            self.fail(
                f"{value!r} is not written as year-month-day; write {_written(read_date(value).dates)}", param, ctx
            )
        year, month, number = map(int, typed.groups())
        if not FIRST_YEAR <= year <= LAST_YEAR:
            known = f"from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31"
            self.fail(f"{value!r} lies outside the years that can be reckoned with; give a date {known}", param, ctx)
        try:
            return date(year, month, number)
        except ValueError:
            self.fail(f"{value!r} is no day of the calendar; see how many days the month has", param, ctx)


def _written(meant: Sequence[date]) -> str:
    """How to write what a text may mean: 2026-10-16; of two days, each with its name."""
    if len(meant) == 1:
        return meant[0].isoformat()
    return " or ".join(f"{each.isoformat()} for {day(each)}" for each in meant) or "it such as 2026-10-16"


class PasswordFile(click.ParamType):  # type: ignore[type-arg]
    """A file of passwords; what is in it is in no message."""

    name = "file"

    def convert(self, value: str | Passwords, param: click.Parameter | None, ctx: click.Context | None) -> Passwords:
        """The passwords in it."""
        if isinstance(value, Passwords):
            return value
        try:
            return read_passwords(Path(value))
        except FileError as error:
            self.fail(str(error), param, ctx)


def _opened_with(context: click.Context, _: click.Parameter, value: Passwords | None) -> None:
    """Whatever the command reads is opened with them, until it ends."""
    before = given.set(value or NONE)
    context.call_on_close(lambda: given.reset(before))


def _at_once(context: click.Context, _: click.Parameter, value: int | None) -> None:
    """The command has so many processes, until it ends."""
    before = at_once.set(value)
    context.call_on_close(lambda: at_once.reset(before))


def _or_today(_: click.Context, __: click.Parameter, value: date | None) -> date:
    return value or date.today()  # noqa: DTZ011  (the office's own calendar day)


DAY = Day()
folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="here",
    help="The trust folder, with trust.xlsx in it.",
)
folders_option = click.option(
    "--folder",
    "folders",
    type=click.Path(file_okay=False, path_type=Path),
    multiple=True,
    show_default="here",
    help="The trust folder, with trust.xlsx in it; may be repeated.",
)
as_of_option = click.option(
    "--as-of",
    type=DAY,
    callback=_or_today,
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
password_option = click.option(
    "--password-file",
    type=PasswordFile(),
    callback=_opened_with,
    expose_value=False,
    metavar="FILE",
    help="What protected files are opened with: a text file, a password a line, an academy's as CODE: password.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, MOST_AT_ONCE),
    callback=_at_once,
    expose_value=False,
    metavar="NUMBER",
    show_default="one a core",
    help="How many jobs are done at once; what is made is the same.",
)
pdf_option = click.option("--pdf", is_flag=True, help="Each as PDF, too, by LibreOffice where it is installed.")
