"""Another policy, to be held against the trust's own on the same returns: a workbook with a Parameters sheet.

It has the columns Parameter, Value and From, as Parameters of trust.xlsx has them (a copy of trust.xlsx will do), and
names the numbers that would be others; whatever it does not name stays as it is. One name is no number of the policy:
`performance_related_pay`, whose value is Yes or No.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pmr_batch.errors import SettingsError, UsageError
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST, Refused
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.trust_workbook import PARAMETERS
from pmr_batch.model.policy_comparison import NumberChange
from pmr_batch.policy.parameters import Parameters
from pmr_batch.settings.policy_checks import parameter_problems
from pmr_batch.settings.problems import Problem, Row, gathered
from pmr_batch.settings.sheet_faults import faults_of, missing_sheet, reader_problems, rows_of
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import bare, day

#: What the sheet may say besides the policy's numbers: whether pay progression follows performance (1.1).
PERFORMANCE_PAY, YES, NO = "performance_related_pay", "Yes", "No"
#: What is read of its sheet Parameters; the other columns say again what is known of a number.
_SHEET = Sheet(PARAMETERS.name, (PARAMETERS.parameter, PARAMETERS.value, PARAMETERS.from_), purpose=PARAMETERS.purpose)
_CLAUSE, _MEANING = "1.1", "whether performance decides annual pay progression"


@dataclass(frozen=True)
class OtherPolicy:
    """The numbers of another policy, whether pay follows performance in it, and what is not as in the trust's own."""

    name: str
    parameters: Parameters
    performance_pay: bool
    numbers: tuple[NumberChange, ...]


def read_other_policy(content: bytes, name: str, settings: Settings, starts: date) -> OtherPolicy:
    """The policy in a workbook of a file name, for a cycle that `starts` on a day.

    Raises SettingsError with a line for every problem in it, and UsageError where nothing in it differs.
    """
    rows = _rows(content, name)
    switches, numbers = _parted(rows)
    problems = [*_switch_problems(switches, starts), *parameter_problems(numbers)]
    if problems:
        raise SettingsError(name, [problem.line for problem in gathered(problems, (_SHEET,))])
    named = Parameters.from_rows((row.values for row in numbers), name)
    names = dict.fromkeys(row["parameter"] for row in numbers)
    entries = {**settings.parameters.entries, **{number: named.entries[number] for number in names}}
    parameters = Parameters(entries, name)
    performance_pay = _holds(switches, starts)
    changes = (*_changes(settings.parameters, parameters, names, starts), *_switched(performance_pay))
    if not changes:
        raise UsageError(
            f"{name}: for a cycle that starts on {day(starts)} nothing on its sheet {PARAMETERS.name} is otherwise "
            f"than in {settings.where}; change a Value, or add {PERFORMANCE_PAY} with the Value {NO}"
        )
    return OtherPolicy(name, parameters, performance_pay, changes)


def _rows(content: bytes, name: str) -> list[Row]:
    """The rows of its Parameters sheet. Raises SettingsError."""
    try:
        book = read_tables(content, (_SHEET,), limits=OF_THE_TRUST)
    except Refused as refused:
        remedy = f"{refused.next_step[0].lower()}{refused.next_step[1:].rstrip('.')}"
        raise SettingsError(name, [f"the file {refused.why}; {remedy}"]) from None
    table = book.tables.get(PARAMETERS.name)
    if table is None:
        raise SettingsError(name, [missing_sheet(_SHEET).line])
    of_sheet = [spot for spot in book.spots if spot.sheet == PARAMETERS.name]
    faults = list(faults_of(_SHEET, table))
    problems = [*reader_problems(of_sheet), *faults]
    if problems:
        raise SettingsError(name, [problem.line for problem in gathered(problems, (_SHEET,))])
    return rows_of(_SHEET, table)


def _parted(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows on whether pay follows performance, and those of numbers."""
    switches = [row for row in rows if _is_switch(row)]
    return switches, [row for row in rows if not _is_switch(row)]


def _is_switch(row: Row) -> bool:
    """However it is typed: performance-related pay."""
    return "_".join(bare(row["parameter"].replace("_", " ")).split()) == PERFORMANCE_PAY


def _switch_problems(rows: Sequence[Row], starts: date) -> Iterator[Problem]:
    for row in rows:
        if row["value"] not in (YES, NO):
            yield row.problem("value", f"is no value for {PERFORMANCE_PAY}", f"type {YES} or {NO}")
    if rows and all(row["from_"] > starts for row in rows):
        fault = f"lies after the start of the cycle, {day(starts)}"
        yield rows[0].problem("from_", fault, "give the first cycle start that the value holds for")


def _holds(rows: Sequence[Row], starts: date) -> bool:
    """Whether pay follows performance in a cycle that starts on a day, as the newest row by then says."""
    held = sorted((row for row in rows if row["from_"] <= starts), key=lambda row: row["from_"])
    return not held or held[-1]["value"] == YES


def _changes(own: Parameters, other: Parameters, names: Mapping[str, None], starts: date) -> Iterator[NumberChange]:
    """The numbers that are others for the cycle. Raises SettingsError where one has no value for it."""
    for name in names:
        was, value, described = own.value(name, starts), other.value(name, starts), own.describe(name)
        if was != value:
            yield NumberChange(name, described.clause, described.unit, described.meaning, str(was), str(value))


def _switched(performance_pay: bool) -> Iterator[NumberChange]:
    if not performance_pay:
        yield NumberChange(PERFORMANCE_PAY, _CLAUSE, "", _MEANING, YES, NO)


def under(settings: Settings, policy: OtherPolicy) -> Settings:
    """The trust's settings with the numbers of another policy."""
    return replace(settings, parameters=policy.parameters)
