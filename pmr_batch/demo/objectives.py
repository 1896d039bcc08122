"""People's objectives in a cycle, and their outcomes."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmr_batch.demo.cycles import Year
from pmr_batch.demo.employees import Employee
from pmr_batch.demo.pay_recommendation import is_met
from pmr_batch.demo.phrases import Phrases, data
from pmr_batch.demo.review_dates import ReviewDates
from pmr_batch.demo.staffing import Trust
from pmr_batch.layout.standard_workbook import HEADS

Row = dict[str, Any]
#: Fridays before holidays, on which objectives are due.
_FRIDAYS = (date(2026, 7, 17), date(2026, 6, 26), date(2026, 3, 27), date(2026, 2, 13), date(2025, 12, 19))


class Objectives:
    """Makes objectives for an academy's people in a cycle; its measures of the Trust objective are the same for all."""

    def __init__(self, trust: Trust, year: Year, phrases: Phrases) -> None:
        self.trust, self.year, self.phrases = trust, year, phrases
        self.plans = data("plans")
        self.trust_objective = {
            "objective": self.plans["trust objective"][self.year.name],
            "kind": "Trust",
            "measures_and_milestones": self.phrases.say(self.plans["trust measures"]),
            "what_success_looks_like": self.phrases.say(self.plans["trust success"]),
        }

    def _themes(self, person: Employee) -> tuple[Any, list[Any], list[str]]:
        """The texts, the themes that serve a priority first, and whom they are about."""
        if person.by_panel:
            texts = data("teaching")
            return texts, texts["leadership"], [_school_of(person, self.trust)]
        texts = data("teaching" if person.role == "Teacher" else "support")
        themes = texts["school" if person.role == "Teacher" else person.phase]
        return texts, themes, texts["who"][person.phase]

    def of(self, person: Employee, days: ReviewDates, reviewed: bool) -> list[Row]:
        """The rows of Objectives of one person, with outcomes where the review was done."""
        texts, themes, who = self._themes(person)
        own = texts.get("individual", themes) if person.role == "Teacher" else themes
        chosen = [self.phrases.objective([theme for theme in themes if theme.get("priority")], who)]
        for _ in range(2 if person.by_panel else 1):
            others = [
                theme for theme in own if theme["objective"] not in {objective["pattern"] for objective in chosen}
            ]
            chosen.append(self.phrases.objective(others, who))
        rows = [_objective(objective) for objective in chosen]
        if person.role == "Teacher" or person.role in HEADS:
            rows.insert(0, {**self.trust_objective, "slots": {}})
        for number, row in enumerate(rows, 1):
            row.update({"no": number, "set_on": days.set, "due_on": self._due(person)})
            row["set_by"] = "Panel" if person.by_panel else "Agreed" if self.phrases.rng.random() < 0.9 else "Reviewer"
        if days.revised and person.kind == "returned":
            reason = self.phrases.say(data("reviews")["revision"])
            rows[-1] |= {"revised_on": days.revised, "reason_for_revision": reason}
        for row in rows:
            slots = row.pop("slots")
            if reviewed:
                row.update(self._outcome(person, row, rows, texts, slots))
        return rows

    def _due(self, person: Employee) -> date:
        """The last Friday before the summer, seldom one before another holiday, or the last day of a short cycle."""
        within = [day for day in _FRIDAYS if person.cycle_from < day <= person.cycle_to]
        seldom = self.phrases.rng.random() < 0.1
        return within[min(seldom, len(within) - 1)] if within else person.cycle_to

    def _outcome(self, person: Employee, row: Row, rows: list[Row], texts: Any, slots: Row) -> Row:
        first = row is rows[0]
        away = person.kind == "maternity" and row is rows[-1]
        outcome = "Not assessed" if away else "Met"
        if not is_met(person):
            outcome = "Met" if first else "Not met" if row is rows[-1] else "Partly met"
        elif not first and not away and self.phrases.rng.random() < 0.2:
            outcome = "Partly met"
        summaries = texts["leadership summaries" if person.by_panel else "summaries"]
        if row["kind"] == "Trust":
            summaries = self.plans["trust summaries"]
        return {"outcome": outcome, "summary_of_success": self.phrases.say(summaries[outcome], **slots)}


def _objective(chosen: dict[str, str]) -> Row:
    priority = chosen["priority"] or None
    return {
        "objective": chosen["text"],
        "measures_and_milestones": chosen["measures"],
        "what_success_looks_like": chosen["success"],
        "kind": "School" if priority else "Individual",
        "improvement_priority": priority,
        "slots": {key: chosen[key] for key in ("focus", "who", "target")},
    }


def _school_of(person: Employee, trust: Trust) -> str:
    """The responsibility of a head or executive, in words."""
    for school in trust.academies:
        if person in (school.headteacher, school.head_of_school):
            return school.name
        if person is school.executive:
            return " and ".join(academy.name for academy in trust.academies if academy.executive is person)
    return {"CEO": "the Trust", "Chief Learning Officer": "all our schools"}.get(person.role, "the Trust's services")
