"""The live checks: what the declaration asks of a row, written as one Excel formula a row.

The formula lists what is open, such as "• Reviewer: fill in • Due on: not a date". Colours look a cell's
heading up in that text, and Checks counts its bullets: there is one formula, and it comes from the
declaration alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import EXPLANATIONS, REVIEWERS, STAFF, START
from pmr_batch.workbook.column_places import blocks, column_letter, whole
from pmr_batch.workbook.conditions_in_excel import ROW, Asked
from pmr_batch.workbook.formula_pieces import both, fits, is_blank, is_total, quoted, says_nothing
from pmr_batch.workbook.lists_sheet import NUMBERS_MISSED

BULLET = "•"
FILL_IN = "fill in"
NOTHING_YET = "Nothing entered yet"
STUCK = "holds an Excel error, type the value again"
_REPEATED = "stands in a row above already"


class Live:
    """Compiles the checks of one sheet's rows, or of one cell of a form."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.sheet = asked.sheet
        self.own = asked.own

    def to_do(self) -> str:
        """The whole row's formula: everything open on it, or nothing where the row is blank."""
        typed = "+".join(f"SUMPRODUCT(LEN(TRIM({cells})))" for cells in self._blocks())
        blank = f"IFERROR({typed}=0,FALSE)"
        open_ = f"TRIM({'&'.join([_stuck(self._blocks()), *self._open(self.sheet.columns)])})"
        first = self.sheet.columns[0]
        total = quoted(item(first, "looks like a total, and is not read").rstrip())
        says = f'IF({blank},"",IF({is_total(self.own(first.heading))},{total},{open_}))'
        return says if self.sheet.people else self._or_nothing_yet(says)

    def name_shown(self) -> str:
        """The name of the person that the row is about."""
        return self._or_nothing_yet(f'IFERROR(INDEX({whole(STAFF, "Name")},{self.asked.person})&"","")')

    def _or_nothing_yet(self, formula: str) -> str:
        """On a sheet without rows, the first column that works itself out says so: on paper, too."""
        cells = ",".join(("$A:$A", *self._blocks()))
        return f"IF(COUNTA({cells})=1,{quoted(NOTHING_YET)},{formula})"

    def _blocks(self) -> list[str]:
        """The row's cells in which something is typed: those between formulas."""
        return [f"{self.own(first)}:{self.own(last)}" for first, last in blocks(self.sheet)]

    def to_do_of(self, column: Column) -> str:
        """What is open in one cell of a form."""
        at = self.own(column.heading)
        stuck = f'IF(ISERROR({at}),{quoted(f"{BULLET} {STUCK}")},"")'
        return f"TRIM({'&'.join([stuck, *self._open([column])])})"

    def begins(self, column: Column) -> str:
        """What a new row begins with in a column, once the cell is required; it is typed over where it is otherwise."""
        assert column.required is not None
        return f'IF({self.asked.condition(column.required)},{quoted(column.begins)},"")'

    def _open(self, columns: Sequence[Column]) -> Iterator[str]:
        yield from self._blanks(columns)
        for column in columns:
            yield from self._faults(column)
        if not self.sheet.form:
            yield from self._faults_of_keys()

    def _blanks(self, columns: Sequence[Column]) -> Iterator[str]:
        """Required cells that are blank."""
        required = ((self.asked.required(column), column) for column in columns)
        blanks = [
            (self._once(when), _if(self.asked.lacks(column), column, FILL_IN))
            for when, column in required
            if when is not None
        ]
        yield from _under(blanks)

    def _once(self, when: tuple[str, ...]) -> tuple[str, ...]:
        """On a row that repeats a person's, nothing else is told but that (PM011)."""
        if not when or not (self.sheet.people and self.sheet.unique):
            return when
        column = self.sheet.by_key["payroll_number"]
        return (f"NOT({self._stands_above(column)})", *when)

    def _stands_above(self, column: Column) -> str:
        return f"MATCH({self.own(column.heading)},{whole(self.sheet, column.heading)},0)<ROW()"

    # -- filled cells that cannot stand ----------------------------------------------------------

    def _faults(self, column: Column) -> Iterator[str]:
        """Of type and limits (PM006), of the list (PM008), of the order of two dates."""
        at = self.own(column.heading)
        if column.kind is not Kind.TEXT:
            yield _unless(
                f"({says_nothing(column, at)})+{fits(column, at)}",
                column,
                _VERDICTS.get(column.kind) or _number(column),
            )
        if column.not_before:
            yield _if(self.asked.precedes(column), column, f"before {column.not_before}")

    def _faults_of_keys(self) -> Iterator[str]:
        """Payroll numbers not on Staff (PM010) or there twice (PM011), numbers of a person that repeat (PM013)."""
        sheet = self.sheet
        if not sheet.people and sheet not in (STAFF, EXPLANATIONS):
            return
        column = sheet.by_key["payroll_number"]
        at = self.own(column.heading)
        if sheet is not STAFF:
            places = (STAFF, REVIEWERS) if sheet is EXPLANATIONS else (STAFF,)
            found = "+".join(f"ISNUMBER(MATCH({at},{whole(place, column.heading)},0))" for place in places)
            known = f"({is_blank(at)})+{found}+{NUMBERS_MISSED}"
            yield _unless(known, column, f"not on {' or '.join(place.name for place in places)}")
        if sheet.unique:
            yield _if(self._stands_above(column), column, _REPEATED)
        item = sheet.by_key.get(sheet.identity or "")
        if item is not None and item.kind is Kind.WHOLE:
            yield self._repeats(column, item)

    def _repeats(self, person: Column, item: Column) -> str:
        """The same person and number stand in a row above."""
        both_ = [(self._above(one), self.own(one.heading), one) for one in (person, item)]
        stand = [fits(one, at) for _, at, one in both_]
        pairs = ",".join(f"{above},{at}" for above, at, _ in both_)
        return _if(both(*stand, f"COUNTIFS({pairs})>0"), item, _REPEATED)

    def _above(self, column: Column) -> str:
        """The column from its heading to the row above, in a way that stays right when the table grows."""
        at = column_letter(self.sheet, column.heading)
        return f"${at}$1:INDEX(${at}:${at},ROW()-1)"


_VERDICTS = {Kind.LIST: "not in the list", Kind.DATE: "not a date"}


def _under(open_: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    """What is open under its conditions: those that several share, one within the other, are asked once."""
    groups: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
    for (*conditions,), says in open_:
        groups.setdefault(tuple(conditions[:1]), []).append((tuple(conditions[1:]), says))
    for first, group in groups.items():
        if not first:
            yield from (says for _, says in group)
        else:
            yield f'IF(IFERROR({first[0]},FALSE),{"&".join(_under(group))},"")'


def _stuck(blocks: Sequence[str]) -> str:
    """The last cell of a row that holds an Excel error, by its heading; whatever rests on it waits."""
    last = ",".join(f"SUMPRODUCT(MAX(ISERROR({cells})*COLUMN({cells})))" for cells in blocks)
    said = f"{quoted(f'{BULLET} ')}&INDEX($1:$1,MAX({last}))&{quoted(f': {STUCK} ')}"
    any_ = "+".join(f"SUMPRODUCT(--ISERROR({cells}))" for cells in blocks)
    return f'IF({any_},{said},"")'


def _number(column: Column) -> str:
    what = "not a whole number" if column.kind is Kind.WHOLE else "not a number"
    if column.least is not None and column.most is not None:
        return f"{what} from {column.least:g} to {column.most:g}"
    return f"{what} of at least {column.least:g}" if column.least is not None else what


def _if(condition: str, column: Column, verdict: str) -> str:
    return f'IFERROR(IF({condition},{quoted(item(column, verdict))},""),"")'


def _unless(condition: str, column: Column, verdict: str) -> str:
    return f'IFERROR(IF({condition},"",{quoted(item(column, verdict))}),"")'


def item(column: Column, verdict: str) -> str:
    """What To do says of one cell. In a form the label stands beside it; in a table the heading names the cell."""
    named = "" if column.sheet == START.name else f"{column.heading}: "
    return f"{BULLET} {named}{verdict} "


def in_row(formula: str, row: int) -> str:
    """The formula for an Excel row."""
    return formula.replace(ROW, str(row))


def bullets(text: str) -> str:
    """How many things a To do text names."""
    return f'LEN({text})-LEN(SUBSTITUTE({text},"{BULLET}",""))'
