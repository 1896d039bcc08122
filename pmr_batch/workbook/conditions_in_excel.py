"""When a cell is required, and whether that is due: the declaration's conditions as Excel expressions.

`§` stands for the row's number until the row is known. What depends on the person alone, such as who is
in review and from when on something is due, is worked out once a person, on Checks, and looked up here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pmr_batch.layout.columns import Column, Kind, Sheet, key_of
from pmr_batch.layout.conditions import (
    AbsentThroughout,
    All,
    Always,
    Any,
    At,
    Begun,
    Condition,
    Differs,
    Filled,
    Has,
    Is,
    IsNot,
    LongAbsence,
    Not,
    OtherThan,
    Passed,
)
from pmr_batch.layout.office_values import words_for_none
from pmr_batch.layout.own_ranges import lists_ranges
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF, START
from pmr_batch.model.terms import Group, Stage
from pmr_batch.rules import RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.workbook.carried_settings import SettingsLayout
from pmr_batch.workbook.column_places import blocks_worked_on, column_letter, headings, start_cell, start_rows, whole
from pmr_batch.workbook.formula_pieces import (
    both,
    day_of,
    either,
    fits,
    is_one_of,
    is_past,
    quoted,
    says_nothing,
)
from pmr_batch.workbook.lists_sheet import NOTHING, list_name

ROW = "§"
#: Names that Checks defines: the as-of date, and columns whose n-th cell is about row n of Staff.
AS_OF, STANDING, LONG_ABSENCE = "As_of", "Standing", "Long_absence"
#: What Long_absence says of an absence in all of the cycle; of others Yes.
THROUGHOUT = "Throughout"
DUE = {Stage.PLANNING: "Planning_due", Stage.FINAL: "Final_due", Stage.REPORT: "Report_due"}
IN_REVIEW, OTHER_PROCEDURE = "In review", "Other procedure"


@dataclass(frozen=True)
class Asked:
    """The expressions of one sheet's rows; `settings` is where those stand that the workbook carries."""

    sheet: Sheet
    settings: SettingsLayout
    _letters: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names = () if self.sheet.form else headings(self.sheet)
        object.__setattr__(self, "_letters", {heading: column_letter(self.sheet, heading) for heading in names})

    # -- cells -----------------------------------------------------------------------------------

    def own(self, heading: str) -> str:
        """The cell of this sheet's column in the row."""
        if self.sheet.form:
            return f"$B${start_rows()[heading]}"
        return f"${self._letters[heading]}{ROW}"

    @property
    def person(self) -> str:
        """The row of Staff that this row is about; an error where there is none."""
        if self.sheet is STAFF:
            return "ROW()"
        return f"MATCH({self.own('Payroll number')},{whole(STAFF, 'Payroll number')},0)"

    def cell(self, heading: str) -> str:
        """The cell of a heading: of this row, else of the person's row on Staff."""
        if self.sheet.form or heading in self._letters:
            return self.own(heading)
        return f"INDEX({whole(STAFF, heading)},{self.person})"

    def of_person(self, name: str) -> str:
        """What Checks has worked out about the person."""
        return f"INDEX({name},{self.person})"

    def parameter(self, name: str) -> str:
        """A number of the policy, as of the start of the person's cycle."""
        return parameter(self.settings, name, self.cell("Cycle from"))

    # -- conditions ------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> str:  # noqa: C901, PLR0911, PLR0912  (one answer a kind)
        """The condition as an expression that is true, false or an error (nobody is found)."""
        match condition:
            case Always():
                return "TRUE"
            case All(parts):
                return both(*map(self.condition, parts))
            case Any(parts):
                return either(*map(self.condition, parts))
            case Not(part):
                return f"NOT({self.condition(part)})"
            case At(stage):
                return self._is_due(stage)
            case Is(column, values):
                return is_one_of(self.cell(column), values)
            case IsNot(column, values):
                return self._is_another(self._column(column), values)
            case OtherThan(column, words):
                words = (*words, *(words_for_none() if self._column(column).nothing in words else ()))
                said = f'TRIM(SUBSTITUTE({self.cell(column)},"."," "))'
                return f"AND({self._stands(column)},NOT({is_one_of(said, words)}))"
            case Filled(column):
                return self._stands(column)
            case Has(sheet, column, values):
                return self._has(BY_NAME[sheet], column, values)
            case Begun(sheet):
                return self._is_worked_on(BY_NAME[sheet])
            case Differs(column, start):
                other = start_cell(start)
                return f'AND({self._stands(column)},{other}<>"",{self.cell(column)}<>{other})'
            case Passed(columns, name):
                return self._passed(columns, name)
            case LongAbsence():
                return f'{self.of_person(LONG_ABSENCE)}<>""'
            case AbsentThroughout():
                return f"{self.of_person(LONG_ABSENCE)}={quoted(THROUGHOUT)}"
        raise TypeError(f"no formula for {type(condition).__name__}")

    def _is_another(self, column: Column, values: tuple[str, ...]) -> str:
        """The cell holds a value of its column's list, and none of these."""
        cell = self.cell(column.heading)
        if lists_ranges(column):
            return f"AND(COUNTIF({list_name(column)},TRIM({cell}))>0,NOT({is_one_of(cell, values)}))"
        return is_one_of(cell, tuple(value for value in column.values if value not in values))

    def _is_due(self, stage: Stage) -> str:
        """Reached for the person; on sheets about nobody, for the first of the people in review."""
        if self.sheet is STAFF or self.sheet.people:
            return f"{self.of_person(DUE[stage])}<={AS_OF}"
        return f'COUNTIFS({STANDING},{quoted(IN_REVIEW)},{DUE[stage]},"<="&{AS_OF})>0'

    def _is_in_review(self) -> str:
        if self.sheet is STAFF or self.sheet.people:
            return f"{self.of_person(STANDING)}={quoted(IN_REVIEW)}"
        return f"COUNTIF({STANDING},{quoted(IN_REVIEW)})>0"

    def _stand_there(self, owners: Collection[Rule]) -> Iterator[str]:
        """That the person stands where the owners ask."""
        yield self._is_in_review()
        if all(rule.under_capability for rule in owners):
            yield f"{self.of_person(STANDING)}={quoted(OTHER_PROCEDURE)}"

    def _has(self, sheet: Sheet, heading: str, values: tuple[str, ...]) -> str:
        """The person has rows on another sheet whose column is filled in, or holds one of the values."""
        person = f"{whole(sheet, 'Payroll number')},{self.own('Payroll number')}"
        wanted = [quoted(value) for value in values] or [quoted("<>")]
        counts = (f"COUNTIFS({person},{whole(sheet, heading)},{value})" for value in wanted)
        return f"{'+'.join(counts)}>0"

    def _is_worked_on(self, sheet: Sheet) -> str:
        """The row of the sheet holds more than it was issued with; an error was typed by somebody, too."""
        blocks = (f"{self.own(first)}:{self.own(last)}" for first, last in blocks_worked_on(sheet))
        return f"IFERROR({'+'.join(f'SUMPRODUCT(LEN(TRIM({cells})))' for cells in blocks)}>0,TRUE)"

    def _passed(self, columns: tuple[str, ...], name: str | None) -> str:
        cells = {column: says_nothing(self._column(column), self.cell(column)) for column in columns}
        stand = (f"({nothing})+{self._stands(column)}" for column, nothing in cells.items())
        days = ",".join(f"IFERROR({day_of(self.cell(column))},0)" for column in columns)
        latest = f"MAX({days})"
        if name is None:
            return f"AND({','.join(stand)},{latest}>0,{latest}<={AS_OF})"
        past = is_past(latest, self.parameter(name), self.cell("Working pattern"), AS_OF)
        return f"AND({','.join(stand)},{latest}>0,{past})"

    # A cell that cannot stand is told once, as such: whatever rests on it waits until it is put right.

    def _column(self, heading: str) -> Column:
        key = key_of(heading)
        return self.sheet.by_key.get(key) or STAFF.by_key[key]

    def _stands(self, heading: str) -> str:
        """The cell is filled in with something of its kind, in its list, not before the date it follows."""
        column, at = self._column(heading), self.cell(heading)
        found = f"ISNUMBER({day_of(at)})" if column.kind is Kind.DATE else fits(column, at)
        return f"AND({found},NOT({self.precedes(column)}))" if column.not_before else found

    def precedes(self, column: Column) -> str:
        """The column's date lies before the one that it must not precede."""
        return f"IFERROR({day_of(self.cell(column.heading))}<{day_of(self.cell(column.not_before or ''))},FALSE)"

    def lacks(self, column: Column) -> str:
        """The cell is blank, and holds nothing that Start says once for all rows."""
        blank = says_nothing(column, self.own(column.heading))
        if column.default is None:
            return blank
        line = START.by_key[key_of(column.default.start)]
        said = f"NOT({says_nothing(line, start_cell(line.heading))})"
        return f"AND({blank},NOT(AND({said},{self.condition(column.default.where)})))"

    # -- required --------------------------------------------------------------------------------

    def required(self, column: Column) -> tuple[str, ...] | None:
        """When a blank of the column is open: where all of these hold, of whom and when its owner asks first."""
        if column.required is None:
            return None
        owners = [RULES[code] for code in column.owners]
        named = _stages(column.required)
        asked_from = (rule.stage for rule in owners if rule.stage is not Stage.ALWAYS and rule.stage not in named)
        parts = [self._is_due(stage) for stage in asked_from]
        groups = {rule.group for rule in owners}
        if groups == {Group.TEACHERS}:
            parts.append(is_one_of(self.cell("Role"), ("Teacher",)))
        if groups <= {Group.TEACHERS, Group.TEACHING}:
            parts.append(is_teaching(self.settings))
        if not all(rule.everybody or rule.code.startswith("PM0") for rule in owners):
            parts.insert(0, either(*self._stand_there(owners)))
        conditions = _one_by_one(column.required)
        return (*parts, *(self.condition(each) for each in conditions if not isinstance(each, Always)))


def _stages(condition: Condition) -> frozenset[Stage]:
    """The stages that a condition names."""
    match condition:
        case At(stage):
            return frozenset({stage})
        case All(parts) | Any(parts):
            return frozenset().union(*map(_stages, parts))
        case Not(part):
            return _stages(part)
    return frozenset()


def _one_by_one(condition: Condition) -> Iterator[Condition]:
    """What must hold together, so that columns can share what they have in common."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _one_by_one(part)
    else:
        yield condition


def parameter(settings: SettingsLayout, name: str, cycle_from: str) -> str:
    """A number of the policy, as of the start of a person's cycle; an error where the settings lack it."""
    cells = settings.parameter(name)
    if not cells:
        return "NA()"
    (first, value), (last_first, last_value) = cells[0], cells[-1]
    if len(cells) == 1:
        return f"VALUE({value})"
    start = f"MAX({cycle_from},{start_cell('Cycle from')})"
    return f"VALUE(LOOKUP({start},{first}:{_same_sheet(last_first)},{value}:{_same_sheet(last_value)}))"


def _same_sheet(at: str) -> str:
    return at.rpartition("!")[2]


def is_teaching(settings: SettingsLayout) -> str:
    """The workbook's cycle is a teaching cycle."""
    return f'{settings.cell_of_cycle("group") or NOTHING}="Teaching"'
