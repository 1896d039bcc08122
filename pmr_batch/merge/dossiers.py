"""Everything the returns hold on each person, from every sheet, with the pay that validation worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import BY_NAME, PANEL, PANELS, REVIEWERS, REVIEWS, STAFF, START
from pmr_batch.model.findings import Validated
from pmr_batch.model.person import IN_REVIEW, Dossier, Pay, Row
from pmr_batch.model.returns import Return, Table
from pmr_batch.model.terms import Round
from pmr_batch.policy.roles import means_panel
from pmr_batch.settings.trust_settings import Academy, Settings

#: The facts of validation about rows, as columns of their frames (annual amounts in pence).
_AMOUNTS = ("current_amount", "recommended_amount")
_DUES = ("planning_due", "final_due", "pay_decision_due", "report_due")
_OF_STAFF = (
    *("review_state", "leaves_before_pay", "round"),
    *("current_point", "current_amount", "current_award_pending"),
    *_DUES,
)
_OF_REVIEWS = ("range_recommended", "point_recommended", "recommended_amount", "recommended_award_pending")
_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.LIST: str,
    Kind.DATE: date,
    Kind.NUMBER: (int, float),
    Kind.WHOLE: int,
    Kind.MONEY: Decimal,
}


def dossiers(validated: Validated, settings: Settings, round_: Round | None = None) -> dict[tuple[str, int], Dossier]:
    """By file and Excel row on Staff; without a round, everybody in review is reviewed in it."""
    staff = _by_row(validated.frames[STAFF.name], _OF_STAFF)
    reviews = _by_row(validated.frames[REVIEWS.name], _OF_REVIEWS)
    by_row = {}
    for number, return_ in enumerate(validated.accepted):
        return_rows = _ReturnRows(return_, settings, reviews[number])
        for row in return_rows.rows(STAFF.name):
            facts = staff[number][row["row"]]
            in_round = round_ is None or (facts["round"] == round_.value and not facts["leaves_before_pay"])
            by_row[return_.path, row["row"]] = return_rows.dossier(
                row, facts, in_round and facts["review_state"] == IN_REVIEW
            )
    return by_row


def _by_row(frame: pd.DataFrame, keys: tuple[str, ...]) -> Mapping[int, Mapping[int, Row]]:
    """The facts of validation, by return and Excel row; missing values are None, amounts pounds."""
    facts: dict[int, dict[int, Row]] = defaultdict(dict)
    for row in frame[["return_no", "row", *keys]].to_dict("records"):
        facts[row["return_no"]][row["row"]] = {key: _plain(key, row[key]) for key in keys}
    return facts


def _plain(key: str, value: Any) -> Any:
    if pd.isna(value):
        return None
    if key in _DUES:
        return value.date()
    return Decimal(int(value)) / 100 if key in _AMOUNTS else value


class _ReturnRows:
    """The rows of one return, by payroll number."""

    def __init__(self, return_: Return, settings: Settings, reviews: Mapping[int, Row]) -> None:
        self.return_, self.reviews = return_, reviews
        self.academy: Academy = settings.academies[return_.academy or ""]
        self.start: Row = next(iter(self.rows(START.name)), {})
        self.priorities = tuple(self.rows("Priorities"))
        self.names = {row["payroll_number"]: row["name"] for row in self.rows(REVIEWERS.name)}
        self.by_person = {
            name: self._by_person(name)
            for name in (PANELS.name, "Objectives", "Development", "Meetings", REVIEWS.name, "Concerns")
        }

    def rows(self, sheet: str) -> Iterator[dict[str, Any]]:
        """The rows of a sheet by column key, with `row`; cells of another type are None."""
        table = self.return_.tables.get(sheet) or Table(sheet)
        columns: dict[str, Sequence[Any]] = {"row": table.rows}
        for column in BY_NAME[sheet]:
            types, cells = _TYPES[column.kind], table.columns.get(column.key)
            blank = [None] * len(table.rows)
            columns[column.key] = [cell if isinstance(cell, types) else None for cell in cells] if cells else blank
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))

    def _by_person(self, sheet: str) -> Mapping[str, tuple[Row, ...]]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(sheet):
            grouped[row["payroll_number"]].append(row)
        return {number: tuple(rows) for number, rows in grouped.items()}

    def _of(self, sheet: str, row: Row) -> tuple[Row, ...]:
        return self.by_person[sheet].get(row["payroll_number"] or "", ())

    def dossier(self, staff: Row, facts: Row, of_round: bool) -> Dossier:
        """A person's dossier; `facts` are those of validation about the row on Staff."""
        rows = self._of(REVIEWS.name, staff)
        review = rows[0] if rows else {column.key: None for column in REVIEWS}
        new = self.reviews[rows[0]["row"]] if rows else dict.fromkeys(_OF_REVIEWS)
        return Dossier(
            academy=self.academy.code,
            file=self.return_.path,
            review_state=facts["review_state"],
            of_round=of_round,
            start=self.start,
            staff=staff,
            review=review,
            objectives=self._of("Objectives", staff),
            development=self._of("Development", staff),
            meetings=self._of("Meetings", staff),
            concerns=self._of("Concerns", staff),
            priorities=self.priorities,
            reviewers=self._reviewers(staff),
            recommender=self._recommender(staff, review),
            current=Pay(staff["pay_range"], facts["current_point"], facts["current_amount"]),
            recommended=Pay(new["range_recommended"], new["point_recommended"], new["recommended_amount"]),
            award_pending=bool(facts["current_award_pending"] or new["recommended_award_pending"]),
            due={key: facts[key] for key in _DUES},
        )

    def _reviewers(self, staff: Row) -> tuple[str, ...]:
        reviewer = staff["reviewer"]
        if means_panel(reviewer):
            return tuple(row["member"] for row in self._of(PANELS.name, staff) if row["member"])
        return (self.names.get(reviewer) or reviewer,) if reviewer else ()

    def _recommender(self, staff: Row, review: Row) -> str | None:
        """Blank means whoever authorised the return, for whoever has a panel the panel (3.1)."""
        default = PANEL if means_panel(staff["reviewer"]) else self.start.get("authorised_by")
        who = review["recommended_by"] or default
        return self.names.get(who) or who
