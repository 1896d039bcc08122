"""What Checks works out about one person: who is in review, and from when on what is due (design, section 4).

The formulas follow the facts of the rule book by the same names; a person is a row of Staff by number.
"""

from __future__ import annotations

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import CONCERNS, EXECUTIVES, HEADS, OBJECTIVES, REVIEWS, STAFF
from pmr_batch.workbook.carried_settings import SettingsLayout
from pmr_batch.workbook.column_places import blocks, blocks_worked_on, column_letter, start_cell, table_name, whole
from pmr_batch.workbook.conditions_in_excel import (
    AS_OF,
    IN_REVIEW,
    OTHER_PROCEDURE,
    THROUGHOUT,
    is_teaching,
    parameter,
)
from pmr_batch.workbook.formula_pieces import YES, days_after, is_one_of, lasts, quoted
from pmr_batch.workbook.lists_sheet import (
    ACADEMY_CODES,
    CLOSED_DAYS,
    NOTHING,
    SCHOOL_DAYS_FROM,
    SCHOOL_DAYS_TO,
    TERM_DAYS,
    TERM_ENDS,
)

# What may be asked of concerns that are counted.
_LED_TO_CAPABILITY = f'{whole(CONCERNS, "Outcome")},"Capability"'
_NOTIFIED = f'{whole(CONCERNS, "Notified on")},"<="&{AS_OF}'
_ENDED = f'{whole(CONCERNS, "Capability ended on")},"<"&{AS_OF}'


class Standing:
    """The formulas about the person in row `row` of Staff, wherever rows are inserted."""

    def __init__(self, settings: SettingsLayout, row: int) -> None:
        self.settings = settings
        self.row = row

    def cell(self, heading: str) -> str:
        """A cell of the person's row."""
        return f"INDEX({whole(STAFF, heading)},{self.row})"

    @property
    def is_there(self) -> str:
        """The row of Staff holds anything at all."""
        ends = (tuple(column_letter(STAFF, heading) for heading in block) for block in blocks(STAFF))
        blank = "+".join(f"COUNTBLANK(INDEX(Staff!${first}:${last},{self.row},0))" for first, last in ends)
        return f"{blank}<{len(STAFF.columns)}"

    @property
    def standing(self) -> str:
        """Where the person stands: the first outcome that fits; nowhere where the academy named is none (PM209)."""
        status, elsewhere, here = self.cell("Status"), self.cell("Reviewed at"), start_cell("Academy code")
        reasons = {
            "Left": self._has_left,
            "Out of scope": self._is_out_of_scope,
            "Reviewed nowhere": f'AND({elsewhere}<>"",COUNTIF({ACADEMY_CODES},{elsewhere})=0)',
            "Reviewed elsewhere": f"AND({elsewhere}<>{here},COUNTIF({ACADEMY_CODES},{elsewhere})>0)",
            "Suspended": f'AND({status}="Suspended: grievance",NOT({self._status_over}))',
            OTHER_PROCEDURE: f'OR(AND({status}="Capability",NOT({self._status_over})),{self._capability_runs})',
        }
        found = quoted(IN_REVIEW)
        for word, holds in reversed(reasons.items()):
            found = f"IF(IFERROR({holds},FALSE),{quoted(word)},{found})"
        return f'IF({self.is_there},{found},"")'

    @property
    def _has_left(self) -> str:
        end = self.cell("Employment end")
        paid_from = self.settings.cell_of_cycle("pay_effective_from") or NOTHING
        said = f'{self.cell("Status")}="Left"'
        return f"IF(N({end})>0,AND({end}<{paid_from},OR({said},{end}<{AS_OF})),{said})"

    @property
    def _status_over(self) -> str:
        """By Status to, or for capability by the concerns that led to it."""
        status, until = self.cell("Status"), self.cell("Status to")
        by_concern = f'AND({status}="Capability",{self._led()}>0)'
        ended = f"{self._led()}={self._led(_ENDED)}"
        return f'AND({status}<>"Left",IF({by_concern},{ended},AND(N({until})>0,N({until})<{AS_OF})))'

    @property
    def _capability_runs(self) -> str:
        """Notified by now and not ended, as the person's concerns have it, whatever the status says."""
        return f"{self._led(_NOTIFIED)}>{self._led(_NOTIFIED, _ENDED)}"

    def _led(self, *more: str) -> str:
        """How many concerns of the person led to capability, of which more holds."""
        person = f"{whole(CONCERNS, 'Payroll number')},{self.cell('Payroll number')}"
        return f"COUNTIFS({','.join((person, _LED_TO_CAPABILITY, *more))})"

    @property
    def _is_out_of_scope(self) -> str:
        said = f'AND({self.cell("Status")}="Out of scope",NOT({self._status_over}))'
        excepted = f"OR({self.cell('In induction')}={quoted(YES)},{self._under_a_term})"
        return f"IF({said},TRUE,IF({is_teaching(self.settings)},IF({excepted},{self._begun}=0)))"

    @property
    def _under_a_term(self) -> str:
        """A fixed-term contract of fewer school days than the term it starts in (2.1); false where not known."""
        start, end = self.cell("Employment start"), self.cell("Employment end")
        known = f'{SCHOOL_DAYS_TO}<>"",{start}>={SCHOOL_DAYS_FROM},{end}<={SCHOOL_DAYS_TO}'
        short = f"{end}>={start},{end}-{start}<365"
        term = f'INDEX({TERM_DAYS},COUNTIF({TERM_ENDS},"<"&{start})+1)'
        shorter = f"NETWORKDAYS({start},{end},{CLOSED_DAYS})<{term}"
        return f'IFERROR(IF(AND({self.cell("Contract")}="Fixed term",{known},{short}),{shorter}),FALSE)'

    @property
    def _begun(self) -> str:
        """How many cells of the person's objectives and review somebody has worked on."""
        number = self.cell("Payroll number")
        person = f"{whole(OBJECTIVES, 'Payroll number')},{number}"
        own = f'{whole(OBJECTIVES, "Kind")},"<>Trust",{whole(OBJECTIVES, "Objective")},"?*"'
        filled = [_filled(sheet, number) for sheet in (OBJECTIVES, REVIEWS)]
        return "+".join([f"COUNTIFS({person},{own})", *filled])

    @property
    def planning_due(self) -> str:
        """From when objectives must be there (4.1)."""
        start = f"MAX({self.cell('Cycle from')},{start_cell('Cycle from')})"
        number = self._parameter("objectives_set_within")
        set_by = self.settings.cell_of_cycle("objectives_set_by") or NOTHING
        return f"MAX({days_after(start, number, self.cell('Working pattern'))},{set_by})"

    @property
    def final_due(self) -> str:
        """By when the final review is held (1.4)."""
        return self._deadline("final_reviews_by")

    @property
    def report_due(self) -> str:
        """By when the written report is sent (6.3)."""
        return self._deadline("reports_sent_by")

    def _deadline(self, key: str) -> str:
        """The cycle's date by role, moved on by a grievance suspension that ended; none where it is blank."""
        own, heads = (self.settings.cell_of_cycle(name) or NOTHING for name in (key, f"heads_{key}"))
        day = f"IF({is_one_of(self.cell('Role'), (*HEADS, *EXECUTIVES))},{heads},{own})"
        until = self.cell("Status to")
        ended = f'AND({self.cell("Status")}="Suspended: grievance",N({until})>0,{until}<{AS_OF})'
        grace = days_after(until, self._parameter("grievance_grace"), self.cell("Working pattern"))
        return f'IF(N({day})=0,"",IF({ended},MAX({day},{grace}),{day}))'

    @property
    def long_absence(self) -> str:
        """Away for all of the cycle, or for at least the parameter's working days; without an end, until now."""
        since, until = self.cell("Absent from"), self.cell("Absent to")
        start = f"MAX({since},{self.cell('Cycle from')})"
        end = f'MIN(IF({until}="",{AS_OF},{until}),{self.cell("Cycle to")})'
        long = lasts(start, end, self._parameter("extended_absence"), self.cell("Working pattern"))
        spoken = f'IF({self._absent_throughout},{quoted(THROUGHOUT)},IF({long},{quoted(YES)},""))'
        return f'IFERROR(IF(AND(N({since})>0,{end}>={start}),{spoken},""),"")'

    @property
    def _absent_throughout(self) -> str:
        """From before objectives were due to the end of the person's cycle, or still (6.6)."""
        since, until, last = (self.cell(heading) for heading in ("Absent from", "Absent to", "Cycle to"))
        set_by = self.settings.cell_of_cycle("objectives_set_by") or NOTHING
        limit = f"IF({self.cell('Cycle from')}>{set_by},{self.planning_due},{set_by})"
        return f'AND({since}<{limit},OR({until}="",{until}>={last}))'

    def _parameter(self, name: str) -> str:
        return parameter(self.settings, name, self.cell("Cycle from"))


def _filled(sheet: Sheet, number: str) -> str:
    """How many of the person's cells are filled in, beside those issued."""
    table = table_name(sheet)
    rows = f"({table}[Payroll number]={number})"
    ends = (tuple(heading.replace("'", "''") for heading in block) for block in blocks_worked_on(sheet))
    parts = [f'({table}[[{first}]:[{last}]]<>"")' for first, last in ends]
    return "+".join(f"SUMPRODUCT({rows}*{part})" for part in parts)
