"""What one return of an academy holds, and another does not: rows and cells, found whatever their order is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXPLANATIONS, OBJECTIVES, SHEETS, STAFF
from pmr_batch.model.returns import Return, Table
from pmr_batch.model.terms import Value
from pmr_batch.words import counted, plain
from pmr_batch.workbook.return_content import filled_cells

#: So many places of a kind are named; the others are counted.
_NAMED = 8
#: More pairs of rows of one person than these are not weighed against each other.
_MOST_WEIGHED = 10_000
_TRUST = "Trust"


@dataclass(frozen=True)
class _Row:
    """A row by its Excel row, with its filled cells by column key."""

    number: int
    cells: Mapping[str, Value]


_Pair = tuple[_Row | None, _Row | None]


@dataclass(frozen=True)
class Places:
    """Rows and cells of a return, in words, such as `Meetings 7 of 0001041` and `Reviews F4 of 0001041`."""

    rows: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows or self.cells)

    def __str__(self) -> str:
        parts = [(self.rows, "row"), (self.cells, "cell")]
        return " and ".join(f"{counted(len(places), what)} ({_first(places)})" for places, what in parts if places)


def _first(places: Sequence[str]) -> str:
    others = f" and {len(places) - _NAMED:,} more" if len(places) > _NAMED else ""
    return ", ".join(places[:_NAMED]) + others


def lost(older: Return, newer: Return, *, made_from_older: bool) -> Places:
    """What of the older return would be lost if the newer one took its place: places of the older one.

    Lost is each row that somebody has worked on and that is gone, and each filled cell of a row that is blank now; what
    was changed, put into another order or given another number is not. In a workbook that was made from the older
    return an office may have emptied a cell because it was asked to: there lost are rows only, gone or emptied.
    """
    rows: list[str] = []
    cells: list[str] = []
    for sheet in SHEETS:
        may_go = made_from_older and (sheet.form or sheet is EXPLANATIONS)
        for before, now in () if may_go else _pairs(sheet, older, newer):
            if before is None:
                continue
            if now is None or (made_from_older and not _is_worked_on(sheet, now)):
                if _is_worked_on(sheet, before) and not _is_doubled(sheet, before, newer):
                    rows.append(_row_place(sheet, before))
            elif not made_from_older:
                cells += _cell_places(sheet, older, before, before.cells.keys() - now.cells.keys())
    return Places(tuple(rows), tuple(cells))


def _is_doubled(sheet: Sheet, row: _Row, newer: Return) -> bool:
    """Whether a person whose row stood twice has one left, with every cell of this row filled in (PM011)."""
    if not sheet.unique:
        return False
    number = row.cells.get("payroll_number")
    theirs = (cells for _, cells in filled_cells(newer, sheet.name) if cells.get("payroll_number") == number)
    return any(not row.cells.keys() - cells.keys() for cells in theirs)


def differing(one: Return, other: Return) -> Places:
    """Where one return differs from another: its rows that the other has not, and its cells that are otherwise there.

    Cells are named also where they are blank in the one; rows that only the other has are not.
    """
    rows: list[str] = []
    cells: list[str] = []
    for sheet in SHEETS:
        for here, there in _pairs(sheet, one, other):
            if here is not None and there is None:
                rows.append(_row_place(sheet, here))
            elif here is not None and there is not None:
                keys = here.cells.keys() | there.cells.keys()
                cells += _cell_places(sheet, one, here, [key for key in keys if _differs(key, here, there)])
    return Places(tuple(rows), tuple(cells))


def _differs(key: str, here: _Row, there: _Row) -> bool:
    return bool(plain(here.cells.get(key)) != plain(there.cells.get(key)))


def _is_worked_on(sheet: Sheet, row: _Row) -> bool:
    """Whether a row holds more than it may have been issued with; everybody on Staff counts."""
    own_objective = sheet is OBJECTIVES and row.cells.get("kind") != _TRUST and "objective" in row.cells
    worked_on = any(column.key in row.cells for column in sheet.worked_on if column.key != "payroll_number")
    return worked_on or own_objective or sheet is STAFF


# -- the same row in two returns -------------------------------------------------------------------


def _pairs(sheet: Sheet, first: Return, second: Return) -> Iterator[_Pair]:
    """Each row of the first return beside the same row of the second, then the rows that only the second has."""
    rows, others = (
        [_Row(number, cells) for number, cells in filled_cells(one, sheet.name) if cells] for one in (first, second)
    )
    if sheet.form:
        yield rows[0] if rows else _Row(1, {}), others[0] if others else _Row(1, {})
        return
    pairs: dict[int, _Row] = {}
    for matching in (
        _by(lambda row: tuple(sorted((key, str(plain(value))) for key, value in row.cells.items()))),
        _by(_key(sheet), once=True),
        _by_likeness(sheet),
        _by(_without_number),
        *([_by(lambda row: row.cells.get("name"), once=True)] if sheet is STAFF else []),
        _by(_key(sheet)),
    ):
        left = [row for row in rows if row.number not in pairs]
        taken = {row.number for row in pairs.values()}
        found = matching(left, [row for row in others if row.number not in taken])
        pairs |= {row.number: other for row, other in found}
    yield from ((row, pairs.get(row.number)) for row in rows)
    taken = {row.number for row in pairs.values()}
    yield from ((None, row) for row in others if row.number not in taken)


_Matching = Callable[[Sequence[_Row], Sequence[_Row]], Iterable[tuple[_Row, _Row]]]
_Same = Callable[[_Row], Hashable]


def _by(same: _Same, *, once: bool = False) -> _Matching:
    """Rows of which something is the same, in their order; with `once`, where that is so of one row of each."""

    def matching(rows: Sequence[_Row], others: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
        by_value: dict[Hashable, list[_Row]] = defaultdict(list)
        for other in others:
            by_value[same(other)].append(other)
        of_value: dict[Hashable, list[_Row]] = defaultdict(list)
        for row in rows:
            of_value[same(row)].append(row)
        for value, theirs in of_value.items():
            if value and (not once or len(theirs) == len(by_value[value]) == 1):
                yield from zip(theirs, by_value[value], strict=False)

    return matching


def _by_likeness(sheet: Sheet) -> _Matching:
    """Rows about the same person or thing, those first that have most cells in common."""
    (first, *_) = _key_columns(sheet)

    def matching(rows: Sequence[_Row], others: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
        by_thing: dict[Value, list[_Row]] = defaultdict(list)
        for other in others:
            by_thing[other.cells.get(first)].append(other)
        of_thing: dict[Value, list[_Row]] = defaultdict(list)
        for row in rows:
            of_thing[row.cells.get(first)].append(row)
        for thing, theirs in of_thing.items():
            if thing is not None and len(theirs) * len(by_thing[thing]) <= _MOST_WEIGHED:
                yield from _likest(theirs, by_thing[thing])

    return matching


def _likest(rows: Sequence[_Row], others: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """More than the person or thing itself is in common."""
    weighed = [(-_in_common(row, other), row.number, other.number) for row in rows for other in others]
    left, others_left = ({row.number: row for row in each} for each in (rows, others))
    for weight, number, other_number in sorted(weighed):
        if weight < -1 and number in left and other_number in others_left:
            yield left.pop(number), others_left.pop(other_number)


def _in_common(row: _Row, other: _Row) -> int:
    return sum(plain(other.cells.get(key)) == plain(value) for key, value in row.cells.items())


def _key_columns(sheet: Sheet) -> list[str]:
    keys = [key for key in ("payroll_number", sheet.identity) if key and key in sheet.by_key]
    return keys or [sheet.columns[0].key]


def _key(sheet: Sheet) -> _Same:
    keys = _key_columns(sheet)
    return lambda row: tuple(row.cells.get(key) for key in keys)


def _without_number(row: _Row) -> Hashable:
    return tuple(sorted((key, str(plain(value))) for key, value in row.cells.items() if key != "payroll_number"))


# -- where ---------------------------------------------------------------------------------------


def _row_place(sheet: Sheet, row: _Row) -> str:
    return f"{sheet.name} {row.number}{_about(row)}"


def _cell_places(sheet: Sheet, one: Return, row: _Row, keys: Iterable[str]) -> Iterator[str]:
    table, wanted = one.tables.get(sheet.name, Table(sheet.name)), set(keys)
    for column in sheet:
        if column.key in wanted:
            _, cell = table.place(column.key, row.number)
            yield f"{sheet.name} {cell or column.heading}{_about(row)}"


def _about(row: _Row) -> str:
    number = row.cells.get("payroll_number")
    return f" of {plain(number)}" if number is not None else ""
