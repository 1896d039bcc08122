"""The live checks: what the declaration asks of a row, written as one Excel formula a row.

The formula lists what is open, such as "• Reviewer: fill in • Due on: not a date". Colours look a cell's
heading up in that text, and Checks counts its bullets: there is one formula, and it comes from the
declaration alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmr_batch.layout.column import Column, Kind
from pmr_batch.layout.returns import EXPLANATIONS, REVIEWERS, STAFF, START
from pmr_batch.workbook.asked import ROW, Asked
from pmr_batch.workbook.excel import either, is_blank, quoted
from pmr_batch.workbook.grid import column_letter, headings, position, whole
from pmr_batch.workbook.lists import list_name

BULLET = "•"
FILL_IN = "fill in"
_STUCK = "holds an Excel error, type the value again"


class Live:
    """Compiles the checks of one sheet's rows, or of one cell of a form."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.sheet = asked.sheet
        self.own = asked.own

    def to_do(self) -> str:
        """The whole row's formula: everything open on it, or nothing where the row is blank."""
        names = headings(self.sheet)
        last, columns = column_letter(self.sheet, names[-2]), position(self.sheet, names[-1])
        stuck = quoted(f"{BULLET} This row: {_STUCK}")
        open_ = "&".join(self._open(self.sheet.columns))
        return f'IF(COUNTBLANK($A{ROW}:${last}{ROW})={columns},"",IFERROR(TRIM({open_}),{stuck}))'

    def to_do_of(self, column: Column) -> str:
        """What is open in one cell of a form."""
        open_ = "&".join(self._open([column]))
        return f"IFERROR(TRIM({open_}),{quoted(f'{BULLET} {_STUCK}')})" if open_ else '""'

    def _open(self, columns: Sequence[Column]) -> Iterator[str]:
        yield from self._blanks(columns)
        for column in columns:
            yield from self._faults(column)
        if not self.sheet.form:
            yield from self._faults_of_keys()

    def _blanks(self, columns: Sequence[Column]) -> Iterator[str]:
        """Required cells that are blank, under one condition for all columns that share it."""
        groups: dict[str, list[Column]] = {}
        for column in columns:
            when = self.asked.required(column)
            if when is not None:
                groups.setdefault(when, []).append(column)
        for when, group in groups.items():
            blanks = "&".join(_if(is_blank(self.own(one.heading)), one, FILL_IN) for one in group)
            yield blanks if when == "TRUE" else f'IF(IFERROR({when},FALSE),{blanks},"")'

    # -- filled cells that cannot stand ----------------------------------------------------------

    def _faults(self, column: Column) -> Iterator[str]:
        """Of type and limits (PM006), of the list (PM008), of the order of two dates."""
        at = self.own(column.heading)
        if column.kind is Kind.LIST:
            listed = f"ISNUMBER(MATCH(TRIM({at}),{list_name(column)},0))"
            yield _unless(f"({is_blank(at)})+{listed}", column, "not in the list")
        elif column.kind is Kind.DATE:
            yield _unless(f"ISNUMBER({at})+({is_blank(at)})+ISNUMBER(DATEVALUE({at}))", column, "not a date")
        elif column.kind is not Kind.TEXT:
            yield _of_number(column, at)
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
            yield _unless(f"({is_blank(at)})+{found}", column, f"not on {' or '.join(p.name for p in places)}")
        if sheet.unique:
            above = f"IFERROR(MATCH({at},{whole(sheet, column.heading)},0)<ROW(),FALSE)"
            yield _if(f"NOT({is_blank(at)})*{above}", column, _REPEATED)
        item = sheet.by_key.get(sheet.identity or "")
        if item is not None and item.kind is Kind.WHOLE:
            yield self._repeats(column, item)

    def _repeats(self, person: Column, item: Column) -> str:
        """The same person and number stand in a row above."""
        pairs = "*".join(f"({self._above(one)}={self.own(one.heading)})" for one in (person, item))
        return _if(f"NOT({is_blank(self.own(item.heading))})*SUMPRODUCT({pairs})", item, _REPEATED)

    def _above(self, column: Column) -> str:
        """The column from its heading to the row above, in a way that stays right when the table grows.

        MAX makes one number of ROW, which Excel takes for an array inside SUMPRODUCT.
        """
        at = column_letter(self.sheet, column.heading)
        return f"${at}$1:INDEX(${at}:${at},MAX(ROW())-1)"


_REPEATED = "stands in a row above already"


def _of_number(column: Column, at: str) -> str:
    """A number within its limits, or text that is plainly one."""
    word = _number_word(column)
    faults = [f"{at}<>INT({at})"] if column.kind is Kind.WHOLE else []
    faults += [f"{at}<{column.least:g}"] if column.least is not None else []
    faults += [f"{at}>{column.most:g}"] if column.most is not None else []
    typed = f'ISNUMBER(_xlfn.NUMBERVALUE(SUBSTITUTE({at},"£",""),".",","))'
    limits = _if(either(*faults), column, word) if faults else '""'
    return f"IF(ISNUMBER({at}),{limits},{_unless(f'({is_blank(at)})+{typed}', column, word)})"


def _number_word(column: Column) -> str:
    what = "not a whole number" if column.kind is Kind.WHOLE else "not a number"
    if column.least is not None and column.most is not None:
        return f"{what} from {column.least:g} to {column.most:g}"
    return f"{what} of at least {column.least:g}" if column.least is not None else what


def _if(condition: str, column: Column, verdict: str) -> str:
    return f'IF({condition},{quoted(_item(column, verdict))},"")'


def _unless(condition: str, column: Column, verdict: str) -> str:
    return f'IF({condition},"",{quoted(_item(column, verdict))})'


def _item(column: Column, verdict: str) -> str:
    """In a form the label stands beside it; in a table the heading names the cell."""
    named = "" if column.sheet == START.name else f"{column.heading}: "
    return f"{BULLET} {named}{verdict} "


def in_row(formula: str, row: int) -> str:
    """The formula for an Excel row."""
    return formula.replace(ROW, str(row))


def bullets(text: str) -> str:
    """How many things a To do text names."""
    return f'LEN({text})-LEN(SUBSTITUTE({text},"{BULLET}",""))'
