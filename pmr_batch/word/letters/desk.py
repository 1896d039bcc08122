"""Whose name, date and number it is that a letter needs: the trust's settings, and everybody's names, at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.rules.facts.cycle_dates import GRIEVANCE
from pmr_batch.settings.trust_settings import Cycle, Settings

CEO = EXECUTIVES[0]
BOARD = "For the Board of Trustees"


@dataclass(frozen=True)
class Signer:
    """Who signs: a name, blank where it is not known, and the position in which that person does."""

    name: str = ""
    position: str = ""


class Dates(NamedTuple):
    """By when a person's review is to be done; None where the trust sets no date."""

    final_review: date | None
    report: date | None
    pay_decision: date | None


@dataclass(frozen=True)
class Desk:
    """Where letters of a cycle are written, on a day; `names` are people's by payroll number, beside the staff list."""

    settings: Settings
    cycle: Cycle
    as_of: date
    names: Mapping[str, str]

    def head(self, dossier: Dossier) -> dict[str, Any]:
        """What the letter to a person begins with."""
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

    def name(self, named: str | None) -> str:
        """The name of a payroll number; what is none is a name already."""
        return self.names.get(named or "") or self._listed.get(named or "") or named or ""

    def manager(self, dossier: Dossier) -> Signer:
        """The head whose business a person is; of heads and executives the CEO, of the CEO the Board."""
        number = dossier.staff["payroll_number"]
        academy = self.settings.academies[dossier.academy]
        heads = ((academy.executive_head, HEADS[0]), (academy.head, HEADS[1]), (academy.head_of_school, HEADS[2]))
        found = [Signer(self.name(head), position) for head, position in heads[::-1] if head]
        if found and number not in academy.heads and not has_panel(dossier):
            return found[0]
        return Signer(position=BOARD) if dossier.staff["role"] == CEO else self.executive(CEO)

    def executive(self, position: str) -> Signer:
        """An executive, from the staff list; the name is blank where nobody there has the role."""
        listed = (row for row in self.settings.staff_list or () if row["role"] == position)
        return Signer(next((row["name"] for row in listed), ""), position)

    @cached_property
    def _listed(self) -> Mapping[str, str]:
        return {row["payroll_number"]: row["name"] for row in self.settings.staff_list or ()}

    # -- when ------------------------------------------------------------------------------------

    def number(self, parameter: str, dossier: Dossier) -> int:
        """A number of the policy, as it holds for the person's cycle."""
        starts = self.cycle.starts
        value = self.settings.parameters.value(parameter, max(dossier.staff["cycle_from"] or starts, starts))
        assert isinstance(value, int | Decimal), f"{parameter} is no number"
        return int(value)

    def after(self, dossier: Dossier, start: date | None, parameter: str) -> date | None:
        """So many working days of the person after a date, as a parameter has it; None where nobody knows."""
        days = pd.Series([self.number(parameter, dossier)])
        code, pattern = pd.Series([dossier.academy]), pd.Series([dossier.staff["working_pattern"]])
        found = self.settings.calendar.after(code, pattern, pd.Series([start], dtype="datetime64[s]"), days)[0]
        return None if pd.isna(found) else found.date()

    def dates(self, dossier: Dossier) -> Dates:
        """What the cycle sets for the person, by role."""
        cycle = self.cycle
        if has_panel(dossier):
            return Dates(cycle.heads_final_reviews_by, cycle.heads_reports_sent_by, cycle.heads_pay_decisions_by)
        return Dates(cycle.final_reviews_by, cycle.reports_sent_by, cycle.pay_decisions_by)

    def moved(self, by: date | None, dossier: Dossier) -> date | None:
        """A date of the cycle as a suspension that ended moves it; None where there is none, or nobody knows."""
        staff = dossier.staff
        ended = staff["status_to"] if staff["status"] == GRIEVANCE else None
        if by is None or ended is None or ended >= self.as_of:
            return by
        grace = self.after(dossier, ended, "grievance_grace")
        return max(by, grace) if grace else None

    def has_come(self, day: date | None) -> bool:
        """Whether a date is there, and not in the future."""
        return day is not None and day <= self.as_of


def has_panel(dossier: Dossier) -> bool:
    """Heads and executives, whose reviews are done by a panel (3.1) and to whom the heads' dates apply."""
    return dossier.staff["role"] in (*HEADS, *EXECUTIVES)


def monitored_to(concern: Row) -> date | None:
    """The last day of monitoring, as it was set or extended."""
    return max(filter(None, (concern["monitoring_to"], concern["extended_to"])), default=None)


def lacking(row: Row, columns: Iterable[Any]) -> tuple[str, ...]:
    """The headings of the columns that are blank in a row."""
    return tuple(column.heading for column in columns if row[column.key] in (None, ""))
