"""Checks the committee's cells on Recommendations, all rows at once: types and lists, then the rules of decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.commands.decide.committee_cells import CommitteeCells, DecisionFault
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.person import Recommendation
from pmr_batch.model.terms import Group, Round
from pmr_batch.rules import ALL_RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_settings import Cycle

#: The rules of decisions with a function; the others are applied where the decisions are read and compared.
DECISION_RULES = tuple(
    rule for rule in ALL_RULES if rule.found_by == "decide" and rule.function and rule.sheet is RECOMMENDATIONS
)


def check_decisions(
    cells: CommitteeCells, people: Mapping[int, Recommendation], cycle: Cycle, round_: Round, as_of: date
) -> Iterator[DecisionFault]:
    """All faults of the committee's cells in the rows of `people`, who are by position in the table."""
    yield from cells.bad_cells()
    frame = cells.frame(as_of).assign(**_facts(list(people.values()), cycle, round_))
    yield from cells.broken((rule for rule in DECISION_RULES if is_about(rule, cycle)), frame)


def is_about(rule: Rule, cycle: Cycle) -> bool:
    """Whether a rule is about people of a cycle."""
    return rule.group is Group.ALL or (rule.group is Group.SUPPORT) != cycle.teaching


def _facts(people: list[Recommendation], cycle: Cycle, round_: Round) -> dict[str, Any]:
    """What the run knows of each row, and the dates of the cycle."""
    dates = {
        "cycle_to": cycle.ends,
        "pay_effective_from": cycle.pay_effective_from,
        "pay_decision_due": cycle.pay_decisions_of(round_),
    }
    facts: dict[str, Any] = {name: np.full(len(people), on, "datetime64[s]") for name, on in dates.items()}
    facts["recommended_on"] = np.array([person.recommended_on for person in people], "datetime64[s]")
    for name in ("current", "recommended"):
        pays = [getattr(person, name) for person in people]
        facts[f"{name}_range"] = pd.array([pay.range for pay in pays], dtype="str")
        facts[f"{name}_point"] = pd.array([pay.point for pay in pays], dtype="str")
        pence = [None if pay.amount is None else int(pay.amount * 100) for pay in pays]
        facts[f"{name}_pay"] = pd.array(pence, dtype="Int64")
    return facts
