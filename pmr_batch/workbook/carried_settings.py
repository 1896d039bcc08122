"""The settings a workbook carries with it: which rows of trust.xlsx an academy needs, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import compress

from pmr_batch.excel.writing.addresses import address, letter
from pmr_batch.excel.writing.sheet_xml import inline_xml, row_xml
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import SETTINGS
from pmr_batch.layout.trust_workbook import ACADEMIES, CARRIED, CENTRAL, CYCLES, PARAMETERS, PAY_POINTS, SCHOOL, TERMS
from pmr_batch.model.returns import Table
from pmr_batch.model.terms import Value
from pmr_batch.packages import Pressed, pressed
from pmr_batch.workbook import guidance
from pmr_batch.workbook.cell_styles import style_of
from pmr_batch.workbook.new_sheet import NewSheet
from pmr_batch.workbook.template import Template

Row = Mapping[str, Value]
Rows = Sequence[Row]

AS_OF_LABEL, SHEET_LABEL = "As-of date", "Sheet"
AS_OF_CELL = f"{SETTINGS}!$B$1"
#: What another academy's row keeps in an academy's workbook: enough to name where somebody is reviewed.
_OF_OTHERS = ("academy_code", "academy", "kind", "pay_area", "support_pay_area")
_LABEL_WIDTH, _VALUE_WIDTH = 26, 30


def rows_of(table: Table) -> list[dict[str, Value]]:
    """A table as rows by column key."""
    return [{key: values[at] for key, values in table.columns.items()} for at in range(len(table.rows))]


class CarriedRows:
    """What of a trust's settings its workbooks carry, by sheet name; what they share is there once."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._rows: dict[str, Rows] = {
            sheet.name: rows_of(tables[sheet.name]) for sheet in CARRIED if sheet.name in tables
        }
        self._academies = self._rows.get(ACADEMIES.name, ())
        self._others: Rows = [{key: row[key] for key in _OF_OTHERS} for row in self._academies]

    def of(self, academy: str, cycle: str) -> dict[str, Rows]:
        """Those of the workbook of an academy and cycle.

        Its own row of Academies, the others by code and name only; its cycle; the pay points of its areas;
        the term dates of its own and of every academy; all of the rest.
        """
        own = [_is_of(row, academy) for row in self._academies]
        areas = {row[key] for row in compress(self._academies, own) for key in ("pay_area", "support_pay_area")}
        keeps: dict[Sheet, Callable[[Row], bool]] = {
            CYCLES: lambda row: row["cycle"] == cycle,
            PAY_POINTS: lambda row: row["area"] in areas,
            TERMS: lambda row: row.get("academy_code") in (None, academy),
        }
        kept = {sheet.name: [*filter(keep, self._rows.get(sheet.name, ()))] for sheet, keep in keeps.items()}
        rows = zip(self._academies, self._others, own, strict=True)
        return {**self._rows, **kept, ACADEMIES.name: [row if is_own else other for row, other, is_own in rows]}


def _is_of(row: Row, academy: str) -> bool:
    return row["academy_code"] == academy


@dataclass(frozen=True)
class SettingsLayout:
    """Where on the sheet Settings the formulas find what they ask for: the same for all academies of a trust.

    `cycles` and `parameters` are the first rows of those blocks, from 0; `cycle` is the place of the workbook's cycle
    in its block, None where it carries none; `dated` are the names of the parameters in their order, each with whether
    its first date is one.
    """

    cycles: int
    cycle: int | None
    parameters: int
    dated: tuple[tuple[Value, bool], ...]

    def cell_of_cycle(self, key: str) -> str | None:
        """The cell of something about the workbook's cycle, by column key of Cycles."""
        return None if self.cycle is None else _setting(CYCLES, self.cycles + self.cycle, key)

    def parameter(self, name: str) -> list[tuple[str, str]]:
        """The cells of a parameter's first dates and values, oldest first."""
        rows = (self.parameters + at for at, (own, is_dated) in enumerate(self.dated) if own == name and is_dated)
        return [(_setting(PARAMETERS, row, "from_"), _setting(PARAMETERS, row, "value")) for row in rows]


def _setting(sheet: Sheet, row: int, key: str) -> str:
    """The cell of a setting: of a block's row, whose title and headings go before it, by column key."""
    return f"{SETTINGS}!${letter(list(sheet.by_key).index(key))}${row + 3}"


@dataclass(frozen=True)
class Carried:
    """The settings of the workbook of an academy and cycle.

    Row 0 of their sheet holds the as-of date. A block is a row with "Sheet" and its name, its headings, and its rows;
    a blank row follows. The rows of a parameter stand together, by their first dates.
    """

    rows: Mapping[str, Rows]
    academy_code: Value = None
    cycle_name: Value = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", {**self.rows, PARAMETERS.name: _together(self.rows.get(PARAMETERS.name, ()))})

    def blocks(self) -> Iterator[tuple[int, Sheet, Rows]]:
        """The first row of each block, its sheet and its rows."""
        row = 2
        for sheet in CARRIED:
            rows = self.rows.get(sheet.name, ())
            yield row, sheet, rows
            row += 3 + len(rows)

    def layout(self) -> SettingsLayout:
        """Where the formulas find what they ask for."""
        firsts = {sheet.name: row for row, sheet, _ in self.blocks()}
        names = [row.get("cycle") for row in self.rows.get(CYCLES.name, ())]
        at = names.index(self.cycle_name) if self.cycle_name in names else 0
        dated = ((row.get("parameter"), isinstance(row.get("from_"), date)) for row in self.rows[PARAMETERS.name])
        return SettingsLayout(firsts[CYCLES.name], at if names else None, firsts[PARAMETERS.name], tuple(dated))

    def is_central(self) -> bool:
        """Whether this is the central workbook, for heads, executives and the central team."""
        return self._kind() == CENTRAL

    def is_of_a_school(self) -> bool:
        """Whether this is the workbook of a school: nobody in it is reviewed by a panel."""
        return self._kind() == SCHOOL

    def _kind(self) -> Value:
        kinds = {row.get("academy_code"): row.get("kind") for row in self.rows.get(ACADEMIES.name, ())}
        return kinds.get(self.academy_code)

    def cycle(self) -> Row:
        """The row of the workbook's cycle; empty where it carries none."""
        at = self.layout().cycle
        return {} if at is None else self.rows[CYCLES.name][at]


def _together(parameters: Rows) -> Rows:
    names = [row.get("parameter") for row in parameters]
    return sorted(parameters, key=lambda row: (names.index(row.get("parameter")), _first_day(row)))


def _first_day(row: Row) -> date:
    """What is no date stands last."""
    return day if isinstance(day := row.get("from_"), date) else date.max


def write_settings(
    page: NewSheet, template: Template, settings: Carried, as_of: date | None, footer: tuple[str, str]
) -> None:
    """The sheet Settings, protected: what the checks of this workbook go by."""
    page.width(0, _LABEL_WIDTH)
    page.width(1, _VALUE_WIDTH)
    page.width(2, 17, last=12)
    page.write(0, 0, AS_OF_LABEL, "label")
    page.write(0, 1, as_of, "cell", "date")
    page.write(0, 2, guidance.SETTINGS, "line", "quiet")
    last = 0
    for row, sheet, rows in settings.blocks():
        values = tuple(tuple(each.get(key) for key in sheet.by_key) for each in rows)
        page.append(_block(template, row, sheet, values))
        last = row + 2 + len(rows)
    page.text_numbers_are_meant(last, 12)
    page.freeze(1, 0)
    page.print_on_a4(footer)
    page.protect()
    page.hide()


@lru_cache(maxsize=32)
def _block(template: Template, row: int, sheet: Sheet, rows: tuple[tuple[Value, ...], ...]) -> Pressed:
    """The rows of a block: the same in every workbook of a trust that carries the same of this sheet there."""
    styles = template.styles
    title = [inline_xml(address(row, 0), styles["band", "inset"], SHEET_LABEL)]
    title.append(inline_xml(address(row, 1), styles["band", "strong", "inset"], sheet.name))
    title += (inline_xml(address(row, at), styles["band",], None) for at in range(2, len(sheet.columns)))
    heads = (inline_xml(address(row + 1, at), styles["label",], column.heading) for at, column in enumerate(sheet))
    lines = [row_xml(row + 1, "".join(title)), row_xml(row + 2, "".join(heads))]
    lines += (_line(template, down, sheet, values) for down, values in enumerate(rows, row + 2))
    return pressed("".join(lines).encode())


@lru_cache(maxsize=4_096)
def _line(template: Template, row: int, sheet: Sheet, values: tuple[Value, ...]) -> str:
    """A row of a block: that of another academy is the same in nearly all workbooks."""
    looks = (template.styles["cell", style_of(column)] for column in sheet)
    cells = (inline_xml(address(row, at), *cell) for at, cell in enumerate(zip(looks, values, strict=True)))
    return row_xml(row + 1, "".join(cells))
