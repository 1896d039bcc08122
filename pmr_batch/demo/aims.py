"""What people aim at in a cycle: their objectives, and what came of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmr_batch.demo.dates import Year
from pmr_batch.demo.diary import Diary
from pmr_batch.demo.pay import is_met
from pmr_batch.demo.people import Person
from pmr_batch.demo.staffing import Trust
from pmr_batch.demo.words import Words, bank
from pmr_batch.layout.standard_workbook import HEADS

Row = dict[str, Any]


class Aims:
    """Makes objectives for the people of a cycle."""

    def __init__(self, trust: Trust, year: Year, words: Words) -> None:
        self.trust, self.year, self.words = trust, year, words
        self.plans = bank("plans")

    def _bank(self, person: Person) -> tuple[Any, list[Any], list[str]]:
        """The word bank, the themes that serve a priority first, and whom they are about."""
        if person.by_panel:
            words = bank("teaching")
            return words, words["leadership"], [_school_of(person, self.trust)]
        if person.role == "Teacher":
            words = bank("teaching")
            return words, words["school"], words["who"][person.phase]
        words = bank("support")
        return words, words[person.phase], words["who"][person.phase]

    def of(self, person: Person, days: Diary, reviewed: bool) -> list[Row]:
        """The rows of Objectives of one person, with outcomes where the review was done."""
        words, themes, who = self._bank(person)
        own = words.get("individual", themes) if person.role == "Teacher" else themes
        told = [self.words.theme([theme for theme in themes if theme.get("priority")], who)]
        for _ in range(2 if person.by_panel else 1):
            other = [theme for theme in own if theme["objective"] not in {one["pattern"] for one in told}]
            told.append(self.words.theme(other, who))
        rows = [self._objective(one) for one in told]
        if person.role == "Teacher" or person.role in HEADS:
            rows.insert(0, self._trust_objective())
        for number, row in enumerate(rows, 1):
            row.update({"no": number, "set_on": days.initial, "due_on": self._due(person)})
            row["set_by"] = "Panel" if person.by_panel else "Agreed" if self.words.rng.random() < 0.9 else "Reviewer"
        if days.revised and person.kind == "returned":
            reason = self.words.say(bank("reviews")["revision"])
            rows[-1] |= {"revised_on": days.revised, "reason_for_revision": reason}
        for row in rows:
            slots = row.pop("slots")
            if reviewed:
                row.update(self._outcome(person, row, rows, words, slots))
        return rows

    def _trust_objective(self) -> Row:
        return {
            "objective": self.plans["trust objective"][self.year.name],
            "kind": "Trust",
            "measures_and_milestones": self.words.say(self.plans["trust measures"]),
            "what_success_looks_like": self.words.say(self.plans["trust success"]),
            "slots": {},
        }

    def _objective(self, told: dict[str, str]) -> Row:
        priority = told["priority"] or None
        return {
            "objective": told["text"],
            "measures_and_milestones": told["measures"],
            "what_success_looks_like": told["success"],
            "kind": "School" if priority else "Individual",
            "improvement_priority": priority,
            "slots": {key: told[key] for key in ("focus", "who", "target")},
        }

    def _due(self, person: Person) -> date:
        """A Friday before the holidays, or the last day of a short cycle."""
        fridays = (date(2026, 7, 17), date(2026, 6, 26), date(2026, 3, 27), date(2026, 2, 13), date(2025, 12, 19))
        within = [day for day in fridays if person.cycle_from < day <= person.cycle_to]
        return self.words.rng.choice(within[:2]) if within else person.cycle_to

    def _outcome(self, person: Person, row: Row, rows: list[Row], words: Any, slots: Row) -> Row:
        first = row is rows[0]
        away = person.kind == "maternity" and row is rows[-1]
        outcome = "Not assessed" if away else "Met"
        if not is_met(person):
            outcome = "Met" if first else "Not met" if row is rows[-1] else "Partly met"
        elif not first and not away and self.words.rng.random() < 0.2:
            outcome = "Partly met"
        summaries = words["leadership summaries" if person.by_panel else "summaries"]
        if row["kind"] == "Trust":
            summaries = self.plans["trust summaries"]
        return {"outcome": outcome, "summary_of_success": self.words.say(summaries[outcome], **slots)}


def _school_of(person: Person, trust: Trust) -> str:
    """What a head or executive answers for, in words."""
    for school in trust.academies:
        if person in (school.headteacher, school.head_of_school):
            return school.name
        if person is school.executive:
            both = [each.name for each in trust.academies if each.executive is person]
            return " and ".join(both)
    return {"CEO": "the Trust", "Chief Learning Officer": "all our schools"}.get(person.role, "the Trust's services")
