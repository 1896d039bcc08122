"""Late: what was done late, is overdue or still to come; by step, by academy, and by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.model.deadlines import AcademyLateness, Lateness, Step, StepCount, Timing
from pmr_batch.model.round import Moderated
from pmr_batch.produce.committee.bars import MOST_BARS, BarSeries, place_bars, rows_of_bars
from pmr_batch.produce.list_sheets import (
    Field,
    height_of,
    mark_pages,
    write_headings,
    write_part,
    write_row,
    write_title,
)
from pmr_batch.produce.outcome_words import STATE, TIMING_COLOUR
from pmr_batch.words import day

NAME = "Late"
#: The counts of the two upper tables are in the same columns, from this one on; requests span several.
_FIRST_TIMING, _REQUESTS, _EMAIL = 3, (7, 9), 10
_LETTERS_OF_REQUESTS = 49
#: So many people are listed below the rest; more begin on a page of their own.
_FEW_PEOPLE = 10
_VERDICT = {Timing.LATE: "fill_in", Timing.OVERDUE: "wrong"}
_CELL = ("cell", "small", "wrap", "inset")


def write_late(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    page, late = book.sheet(NAME), moderated.lateness
    names = {academy.code: academy.name for academy in moderated.academies}
    fields = _fields(names)
    write_title(page, "Late, in order, and still to come", _note(moderated), fields, len(fields) - 1)
    for column, field in enumerate(fields):
        page.width(column, field.width)
    row = write_part(page, 3, "By what is asked", _EMAIL)
    steps, row = row, _steps(page, row, late.by_step)
    row = write_part(page, row + 1, "By academy, and whom to ask for what", _EMAIL)
    chart, row = row, row + _chart_rows(late)
    academies, row = row, _academies(page, row, late.academies)
    _place_chart(page, chart, steps, academies, late)
    row = write_part(page, row + 1, "By person: late and overdue", _EMAIL)
    if len(late.steps) > _FEW_PEOPLE:
        page.paper.set_h_pagebreaks([row - 1])
    _people(page, row, fields, late.steps)
    mark_pages(page, moderated.run, repeat=(row, row) if late.steps else None)
    return page


def _note(moderated: Moderated) -> str:
    counts = {timing: sum(step.counts.get(timing, 0) for step in moderated.lateness.by_step) for timing in Timing}
    summary = ", ".join(f"{counts[timing]:,} {timing.value.lower()}" for timing in Timing)
    return (
        f"As of {day(moderated.run.as_of)}, over everybody in review in this round: {summary}. Each person has their "
        "own last days: those of the cycle, heads and executives by theirs; later for who started later, or whose "
        "review was suspended. What is in order or still to come is counted; what is late or overdue is listed by name."
    )


# -- by what is asked, and by academy --------------------------------------------------------------


def _heads(page: Page, row: int, *headings: str) -> None:
    """The headings before the counts, and those of the counts."""
    for column, heading in enumerate((*headings, *(timing.value for timing in Timing))):
        page.write(row, column, heading, "head", "small")
    page.height(row, 32)


def _counts(page: Page, row: int, counts: Mapping[Timing, int]) -> None:
    for column, timing in enumerate(Timing, _FIRST_TIMING):
        verdict = (_VERDICT[timing],) if timing in _VERDICT and counts.get(timing) else ()
        page.write(row, column, counts.get(timing, 0), "cell", "small", "tally", *verdict)


def _write_across(page: Page, row: int, columns: tuple[int, int], text: str, *styles: str) -> None:
    """Text over several columns."""
    first, last = columns
    page.merge(row, first, 0, last - first, *styles)
    page.write(row, first, text, *styles)


def _steps(page: Page, row: int, steps: Sequence[StepCount]) -> int:
    """One row a step; returns the row after the last."""
    _heads(page, row, "What", "", "Last day")
    _write_across(page, row, (0, 1), "What", "head", "small")
    for position, step in enumerate(steps, row + 1):
        _write_across(page, position, (0, 1), step.what, *_CELL)
        page.write(position, 2, step.first if step.first == step.last else _span(step), *_CELL, "date")
        _counts(page, position, step.counts)
    return row + 1 + len(steps)


def _span(step: StepCount) -> str:
    return f"{step.first:%d/%m/%Y} to {step.last:%d/%m/%Y}"


def _academies(page: Page, row: int, academies: Sequence[AcademyLateness]) -> int:
    """One row an academy; returns the row after the last."""
    _heads(page, row, "Academy code", "Academy", "Return")
    _write_across(page, row, _REQUESTS, "Ask for", "head", "small")
    page.write(row, _EMAIL, "Office e-mail", "head", "small")
    for position, academy in enumerate(academies, row + 1):
        state = STATE[academy.state]
        page.write(position, 0, academy.code, "cell", "small", "wrap")
        page.write(position, 1, academy.name, *_CELL)
        page.write(position, 2, state, *_CELL, *(() if state == "Read" else ("wrong",)))
        _counts(page, position, academy.counts)
        _write_across(page, position, _REQUESTS, "\n".join(academy.requests), *_CELL)
        page.write(position, _EMAIL, academy.email, *_CELL)
        page.height(position, height_of(("\n".join(academy.requests),), (_LETTERS_OF_REQUESTS,)))
    return row + 1 + len(academies)


# -- the chart -------------------------------------------------------------------------------------


def _by_academy(late: Lateness) -> bool:
    return 0 < len(late.academies) <= MOST_BARS


def _bars(late: Lateness) -> Sequence[AcademyLateness | StepCount]:
    """The academies, or the steps where there are too many academies."""
    return late.academies if _by_academy(late) else late.by_step


def _chart_rows(late: Lateness) -> int:
    return rows_of_bars(len(_bars(late))) if late.by_step else 0


def _place_chart(page: Page, row: int, steps: int, academies: int, late: Lateness) -> None:
    if not late.by_step:
        return
    title = "What is asked of people, by academy" if _by_academy(late) else "What is asked of people"
    top, names = (academies, 1) if _by_academy(late) else (steps, 0)
    parts = [
        BarSeries(timing.value, column, TIMING_COLOUR[timing]) for column, timing in enumerate(Timing, _FIRST_TIMING)
    ]
    place_bars(page, row, title, parts, names, (top + 1, top + len(_bars(late))))


# -- by person -------------------------------------------------------------------------------------


def _people(page: Page, row: int, fields: Sequence[Field[Step]], steps: Sequence[Step]) -> None:
    """A table of its own, so that it filters, and its headings stay in sight, below everything else."""
    if not steps:
        page.write(row, 0, "Nothing is late, and nothing overdue.", "line", "quiet")
        return
    page.table("Late_by_person", [field.heading for field in fields], len(steps), row=row)
    write_headings(page, row, fields)
    for position, step in enumerate(steps, row + 1):
        write_row(page, position, fields, step)
    page.text_numbers_are_meant(row + len(steps), len(fields) - 1)


def _fields(academies: Mapping[str | None, str]) -> tuple[Field[Step], ...]:
    return (
        Field("Academy code", 9, lambda step: step.academy),
        Field("Academy", 26, lambda step: academies.get(step.academy)),
        Field("What", 21, lambda step: step.what),
        Field("State", 11, lambda step: step.timing.value, lambda step: _VERDICT[step.timing]),
        Field("Last day", 11, lambda step: step.due),
        Field("Done on", 11, lambda step: step.done),
        Field("Days late", 11, lambda step: step.days),
        Field("Payroll number", 11, lambda step: step.payroll_number),
        Field("Name", 22, lambda step: step.name),
        Field("Role", 16, lambda step: step.role),
        Field("Explanation", 40, lambda step: step.explained),
    )
