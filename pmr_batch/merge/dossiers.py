"""All that the returns hold on each person in review, from every sheet, with pay worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pmr_batch.layout.column import Kind
from pmr_batch.layout.returns import BY_NAME, PANELS, REVIEWERS, REVIEWS, STAFF, START
from pmr_batch.model import Return, Round, Table, Validated
from pmr_batch.moderated import Dossier, Pay, Row
from pmr_batch.policy.pay import area_for
from pmr_batch.settings.model import Academy, Cycle, Settings

PANEL = "Panel"
_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.LIST: str,
    Kind.DATE: date,
    Kind.NUMBER: (int, float),
    Kind.WHOLE: int,
    Kind.MONEY: Decimal,
}


def dossiers(
    validated: Validated, settings: Settings, cycle: Cycle, round_: Round
) -> dict[tuple[str, int], Dossier]:
    """By file and Excel row on Staff, of everybody in review."""
    staff = validated.frames[STAFF.name]
    of_round: dict[tuple[int, int], bool] = {
        (number, row): round_name == round_.value
        for number, row, standing, round_name in zip(
            staff["return_no"], staff["row"], staff["standing"], staff["round"], strict=True
        )
        if standing == "in review"
    }
    made = {}
    for number, one in enumerate(validated.accepted):
        desk = _Desk(one, settings, cycle)
        for row in desk.rows(STAFF.name):
            if (number, row["row"]) in of_round:
                made[one.path, row["row"]] = desk.dossier(row, of_round[number, row["row"]])
    return made


class _Desk:
    """One return, its rows at hand by payroll number."""

    def __init__(self, one: Return, settings: Settings, cycle: Cycle) -> None:
        self.one, self.settings, self.cycle = one, settings, cycle
        self.academy: Academy = settings.academies[one.academy or ""]
        self.start: Row = next(iter(self.rows(START.name)), {})
        self.priorities = tuple(self.rows("Priorities"))
        self.names = {row["payroll_number"]: row["name"] for row in self.rows(REVIEWERS.name)}
        self.by_person = {
            name: self._by_person(name)
            for name in (PANELS.name, "Objectives", "Development", "Meetings", REVIEWS.name, "Concerns")
        }

    def rows(self, sheet: str) -> Iterator[dict[str, Any]]:
        """The rows of a sheet by column key, with `row`; cells of another type are None."""
        table = self.one.tables.get(sheet) or Table(sheet)
        columns = [
            (column.key, _TYPES[column.kind], table.columns[column.key])
            for column in BY_NAME[sheet]
            if column.key in table.columns
        ]
        blank = {column.key: None for column in BY_NAME[sheet]}
        for position, row in enumerate(table.rows):
            cells = ((key, cells[position], types) for key, types, cells in columns)
            read = {key: cell if isinstance(cell, types) else None for key, cell, types in cells}
            yield {"row": row} | blank | read

    def _by_person(self, sheet: str) -> Mapping[str, tuple[Row, ...]]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(sheet):
            grouped[row["payroll_number"]].append(row)
        return {number: tuple(rows) for number, rows in grouped.items()}

    def _of(self, sheet: str, row: Row) -> tuple[Row, ...]:
        return self.by_person[sheet].get(row["payroll_number"] or "", ())

    def dossier(self, staff: Row, of_round: bool) -> Dossier:
        review = next(iter(self._of(REVIEWS.name, staff)), {column.key: None for column in REVIEWS})
        current = self._current(staff)
        return Dossier(
            academy=self.academy.code,
            file=self.one.path,
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
            current=current,
            recommended=self._recommended(review, current),
            award_pending=self._award_pending(staff["pay_range"]),
        )

    def _reviewers(self, staff: Row) -> tuple[str, ...]:
        reviewer = staff["reviewer"]
        if reviewer == PANEL:
            return tuple(row["member"] for row in self._of(PANELS.name, staff) if row["member"])
        return (self.names.get(reviewer) or reviewer,) if reviewer else ()

    def _recommender(self, staff: Row, review: Row) -> str | None:
        """Blank means whoever authorised the return, for whoever has a panel the panel (3.1)."""
        default = PANEL if staff["reviewer"] == PANEL else self.start.get("authorised_by")
        who = review["recommended_by"] or default
        return self.names.get(who) or who

    # -- pay: full-time, of the point, at the end of the cycle and when the decision takes effect ----

    def _current(self, staff: Row) -> Pay:
        amount = self._annual(staff["pay_range"], staff["pay_point"], self.cycle.ends)
        return Pay(staff["pay_range"], staff["pay_point"], amount or staff["current_pay"])

    def _recommended(self, review: Row, current: Pay) -> Pay:
        pay_range = review["recommended_range"] or current.range
        same_range = pay_range == current.range
        point = review["recommended_point"] or (current.point if same_range else None)
        amount = self._annual(pay_range, point, self.cycle.pay_effective_from)
        kept = current.amount if same_range and point is None else None
        return Pay(pay_range, point, amount or review["recommended_pay"] or kept)

    def _annual(self, pay_range: str | None, point: str | None, on: date) -> Decimal | None:
        if not pay_range or not point:
            return None
        return self.settings.pay.annual(area_for(self.academy, pay_range), pay_range, point, on)

    def _award_pending(self, pay_range: str | None) -> bool:
        """Whether the scale is older than the parameter's months when the decision takes effect."""
        on = self.cycle.pay_effective_from
        scale = self.settings.pay.scale(area_for(self.academy, pay_range), pay_range, on) if pay_range else None
        months = self.settings.parameters.value("scale_age", self.cycle.starts)
        age = (on.year - scale.starts.year) * 12 + on.month - scale.starts.month if scale else 0
        return age > int(str(months))
