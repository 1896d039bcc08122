"""What a workbook that goes back has besides: the sheet Findings with its links, and the office's own sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmr_batch.layout.standard_workbook import FINDINGS, FINDINGS_LIST
from pmr_batch.model.terms import Value
from pmr_batch.workbook import guidance
from pmr_batch.workbook.new_sheet import NewSheet
from pmr_batch.workbook.sizes import fit_lines, fit_texts, lines_of, pages_wide

#: Headings of Findings with their widths in characters.
_HEADINGS = tuple((column.heading, column.width) for column in FINDINGS_LIST)
_TITLE, _NOTE, _HEAD = 0, 1, 2
#: Of a sheet of the office's own: columns as wide as their texts, between these.
_NARROWEST, _WIDEST, _SPARE = 12, 48, 4


@dataclass(frozen=True)
class Told:
    """A line of Findings. `verdict` names the style of what it is; `leads_to` is a sheet and a cell of this book."""

    kind: str
    verdict: str
    where: str
    leads_to: tuple[str, str] | None
    payroll_number: str | None
    name: str | None
    found: str
    remedy: str
    answer: str | None
    code: str


@dataclass(frozen=True)
class OwnSheet:
    """A sheet that the office added: its filled rows, by Excel row. A `headed` one is ours, for what was left over."""

    name: str
    rows: Mapping[int, Sequence[Any]]
    headed: bool = False


def write_findings(page: NewSheet, told: Sequence[Told], summary: str, footer: tuple[str, str]) -> None:
    """The sheet Findings: one line each, in the order given, with a link to the cell."""
    last = len(_HEADINGS) - 1
    page.fill(_TITLE, range(last + 1), "band")
    page.write(_TITLE, 0, FINDINGS, "band", "heading", "indent")
    page.write(_TITLE, last, guidance.CONFIDENTIAL, "band", "strong", "right", "indent")
    page.height(_TITLE, 30)
    page.write(_NOTE, 0, f"{summary} {guidance.FINDINGS}", "line", "quiet", "inset", "middle")
    page.height(_NOTE, 24)
    for column, (heading, width) in enumerate(_HEADINGS):
        page.width(column, width)
        page.write(_HEAD, column, heading, "head")
    page.height(_HEAD, 34)
    for row, one in enumerate(told, _HEAD + 1):
        _write_told(page, row, one)
    page.filter((_HEAD, 0), (max(_HEAD + 1, _HEAD + len(told)), last))
    page.freeze(_HEAD + 1, 0)
    page.text_numbers_are_meant(_HEAD + len(told) + 1, last)
    page.print_on_a4(footer, repeat=_HEAD)


def _write_told(page: NewSheet, row: int, one: Told) -> None:
    look = ("cell", "wrap", "inset")
    texts = (one.kind, one.where, one.payroll_number, one.name, one.found, one.remedy, one.answer, one.code)
    for column, text in enumerate(texts):
        page.write(row, column, text, *look, *((one.verdict,) if column == 0 and one.verdict else ()))
    if one.leads_to:
        page.link(row, 1, *one.leads_to, one.where, *look, "link")
    fit_lines(page, row, max(lines_of(text, width) for text, (_, width) in zip(texts, _HEADINGS, strict=True)))


def write_own(page: NewSheet, own: OwnSheet, footer: tuple[str, str]) -> None:
    """A sheet of the office's own, cell by cell where it stood."""
    widths = _widths_of(own)
    for column, width in enumerate(widths):
        page.width(column, width)
    for row, values in own.rows.items():
        is_head = own.headed and row == 1
        look = ("head",) if is_head else ("cell", "wrap", "inset") if own.headed else ("wrap", "top")
        for column, value in enumerate(values):
            kind = ("date",) if isinstance(value, date) else ()
            page.write(row - 1, column, cell_value(value), *look, *kind)
        fit_texts(page, row - 1, [(cell_value(value), width) for value, width in zip(values, widths, strict=False)])
    if own.headed:
        page.freeze(1, 0)
    page.print_on_a4(footer, purpose="", wide=pages_wide(widths), repeat=0 if own.headed else None)


def _widths_of(own: OwnSheet) -> list[float]:
    """Each column as wide as its longest line, within reason."""
    longest: dict[int, int] = defaultdict(int)
    for values in own.rows.values():
        for column, value in enumerate(values):
            lines = [value] if not isinstance(value, str) else value.split("\n")
            longest[column] = max(longest[column], *(len(str(line)) for line in lines))
    return [min(max(longest[column] + _SPARE, _NARROWEST), _WIDEST) for column in range(len(longest))]


def cell_value(value: Any) -> Value:
    """What a cell was found to hold, as a cell can hold it; a truth value stands as Excel shows it."""
    return str(value).upper() if isinstance(value, bool) else value
