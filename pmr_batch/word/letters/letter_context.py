"""What letters need besides the dossier: the trust's settings, the cycle, the day, and people's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.model.returns import Return
from pmr_batch.rules.facts.cycle_dates import GRIEVANCE
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import day

CEO = EXECUTIVES[0]
BOARD = "For the Board of Trustees"


@dataclass(frozen=True)
class Signer:
    """Who signs a letter: a name, blank where it is unknown, and the position."""

    name: str = ""
    position: str = ""


class Dates(NamedTuple):
    """The dates by which the steps of a person's review are to be done; None where the trust sets no date."""

    final_review: date | None
    report: date | None
    pay_decision: date | None


@dataclass(frozen=True)
class LetterContext:
    """The settings and cycle of letters written on a day; `names`, by payroll number, add to the staff list.

    `decided_on` are the days on which the pay of the cycle was settled, by payroll number.
    """

    settings: Settings
    cycle: Cycle
    as_of: date
    names: Mapping[str, str]
    decided_on: Mapping[str, date] = field(default_factory=dict)

    def common_fields(self, dossier: Dossier) -> dict[str, Any]:
        """The fields that every letter to a person has."""
        staff = dossier.staff
        return {
            "trust": self.settings.trust,
            "academy": self.settings.academies[dossier.academy].name,
            "policy": self.settings.policy,
            "name": staff["name"] or "",
            "job_title": staff["job_title"] or "",
            "payroll_number": staff["payroll_number"] or "",
            "written_on": self.as_of,
        }

    # -- who -------------------------------------------------------------------------------------

    def name(self, number_or_name: str | None) -> str:
        """The name of a payroll number; any other text is a name already."""
        text = number_or_name or ""
        return self.names.get(text) or self._staff_names.get(text) or text

    def manager(self, dossier: Dossier) -> Signer:
        """The head of a person's academy; for heads and executives the CEO, for the CEO the Board."""
        number = dossier.staff["payroll_number"]
        academy = self.settings.academies[dossier.academy]
        heads = ((academy.executive_head, HEADS[0]), (academy.head, HEADS[1]), (academy.head_of_school, HEADS[2]))
        signers = [Signer(self.name(head), position) for head, position in heads[::-1] if head]
        if signers and number not in academy.heads and not has_panel(dossier):
            return signers[0]
        return Signer(position=BOARD) if dossier.staff["role"] == CEO else self.executive(CEO)

    def executive(self, position: str) -> Signer:
        """An executive, from the staff list; the name is blank where nobody on it has the role."""
        rows = (row for row in self.settings.staff_list or () if row["role"] == position)
        return Signer(next((row["name"] for row in rows), ""), position)

    @cached_property
    def _staff_names(self) -> Mapping[str, str]:
        return {row["payroll_number"]: row["name"] for row in self.settings.staff_list or ()}

    # -- when ------------------------------------------------------------------------------------

    def number(self, parameter: str, dossier: Dossier) -> int:
        """A number of the policy, as it holds for the person's cycle."""
        starts = self.cycle.starts
        value = self.settings.parameters.value(parameter, max(dossier.staff["cycle_from"] or starts, starts))
        assert isinstance(value, int | Decimal), f"{parameter} is no number"
        return int(value)

    def after(self, dossier: Dossier, start: date | None, parameter: str) -> date | None:
        """The date a parameter's number of the person's working days after `start`; None where it is unknown."""
        days = pd.Series([self.number(parameter, dossier)])
        code, pattern = pd.Series([dossier.academy]), pd.Series([dossier.staff["working_pattern"]])
        end = self.settings.calendar.after(code, pattern, pd.Series([start], dtype="datetime64[s]"), days)[0]
        return None if pd.isna(end) else end.date()

    def dates(self, dossier: Dossier) -> Dates:
        """The dates that the cycle sets for the person, by role."""
        cycle = self.cycle
        if has_panel(dossier):
            return Dates(cycle.heads_final_reviews_by, cycle.heads_reports_sent_by, cycle.heads_pay_decisions_by)
        return Dates(cycle.final_reviews_by, cycle.reports_sent_by, cycle.pay_decisions_by)

    def moved(self, by: date | None, dossier: Dossier) -> date | None:
        """A date of the cycle, moved by a suspension that ended; None where there is no date, or it is unknown."""
        staff = dossier.staff
        ended = staff["status_to"] if staff["status"] == GRIEVANCE else None
        if by is None or ended is None or ended >= self.as_of:
            return by
        grace = self.after(dossier, ended, "grievance_grace")
        return max(by, grace) if grace else None

    def has_come(self, on: date | None) -> bool:
        """Whether there is a date, not in the future."""
        return on is not None and on <= self.as_of

    def passed(self, dates: Iterable[tuple[str, date | None]]) -> tuple[str, ...]:
        """Those of some dates that lie behind, each with what it is of, such as: Extended to was 9 October 2026."""
        return tuple(f"{what} was {day(on)}" for what, on in dates if on is not None and on < self.as_of)


def names_in(returns: Iterable[Return]) -> dict[str, str]:
    """The names that people have on Staff and Reviewers, by payroll number."""
    tables = (return_.tables.get(sheet) for return_ in returns for sheet in ("Staff", "Reviewers"))
    named = (
        zip(table.columns.get("payroll_number", ()), table.columns.get("name", ()), strict=False)
        for table in tables
        if table
    )
    return {
        number: name for rows in named for number, name in rows if isinstance(number, str) and isinstance(name, str)
    }


def has_panel(dossier: Dossier) -> bool:
    """Heads and executives, whose reviews are done by a panel (3.1) and to whom the heads' dates apply."""
    return dossier.staff["role"] in (*HEADS, *EXECUTIVES)


def monitored_to(concern: Row) -> date | None:
    """The last day of monitoring, as it was set or extended."""
    return max(filter(None, (concern["monitoring_to"], concern["extended_to"])), default=None)


def blank_headings(row: Row, columns: Iterable[Any]) -> tuple[str, ...]:
    """The headings of the columns that are blank in a row."""
    return tuple(column.heading for column in columns if row[column.key] in (None, ""))
