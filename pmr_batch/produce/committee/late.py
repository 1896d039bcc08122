"""Late: what was done late, is overdue or still to come; by step, by academy, and by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.model.deadlines import AcademyLateness, Lateness, Step, StepCount, Timing
from pmr_batch.model.round import Moderated
from pmr_batch.produce.committee.bars import MOST_BARS, BarSeries, place_bars, rows_of_bars
from pmr_batch.produce.list_sheets import (
    NOTE,
    Field,
    height_of,
    lines_of,
    mark_pages,
    mark_table,
    write_headings,
    write_lines,
    write_part,
    write_row,
    write_title,
)
from pmr_batch.produce.outcome_words import STATE, TIMING_COLOUR
from pmr_batch.produce.page_breaks import break_pages
from pmr_batch.words import day

NAME = "Late"
#: The counts of the two upper tables are in the same columns, from this one on.
_FIRST_TIMING, _EMAIL, _REQUESTS = 3, 7, 8
_VERDICT = {Timing.LATE: "fill_in", Timing.OVERDUE: "wrong"}
_CELL = ("cell", "small", "wrap", "inset")


def write_late(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    page, late = book.sheet(NAME), moderated.lateness
    names = {academy.code: academy.name for academy in moderated.academies}
    fields = _fields(names)
    last = len(fields) - 1
    write_title(page, "Late, in order, and still to come", last)
    for column, field in enumerate(fields):
        page.width(column, field.width)
    row = write_lines(page, NOTE, lines_of(_note(moderated), sum(field.width for field in fields)))
    parts = [0]
    if late.by_step or late.academies:
        row = write_part(page, row, "By what is asked", last)
        steps, row = row, _steps(page, row, late.by_step)
        parts.append(row)
        row = write_part(page, row, "By academy" if _by_academy(late) else "What is asked, in a chart", last)
        chart, row = row, row + _chart_rows(late)
        parts.append(row)
        row = write_part(page, row, "Whom to ask for what", last)
        academies, row = row, _academies(page, row, late.academies, fields[_REQUESTS].width)
        _place_chart(page, chart, steps, academies, late)
    parts.append(row)
    row = write_part(page, row, "By person: late and overdue", last)
    _people(page, row, fields, late.steps)
    mark_pages(page, moderated.run, repeat=(row, row) if late.steps else None)
    break_pages(page, [field.width for field in fields], parts, row + 1 + len(late.steps))
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


def _heads(page: Page, row: int, before: Sequence[str], after: Sequence[str], rows: int) -> None:
    """The headings before the counts, of the counts and after them, marked as those of a table of so many rows."""
    headings = (*before, *(timing.value for timing in Timing), *after)
    page.table(f"{NAME}_by_{before[0]}", headings, rows, row=row)
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head", "small")
    page.height(row, 32)


def _counts(page: Page, row: int, counts: Mapping[Timing, int]) -> None:
    for column, timing in enumerate(Timing, _FIRST_TIMING):
        verdict = (_VERDICT[timing],) if timing in _VERDICT and counts.get(timing) else ()
        page.write(row, column, counts.get(timing, 0), "cell", "small", "tally", *verdict)


def _steps(page: Page, row: int, steps: Sequence[StepCount]) -> int:
    """One row a step; returns the row after the last."""
    _heads(page, row, ("Step", "People", "Last day"), (), len(steps))
    for position, step in enumerate(steps, row + 1):
        page.write(position, 0, step.what, *_CELL)
        page.write(position, 1, sum(step.counts.values()), "cell", "small", "tally")
        page.write(position, 2, step.first if step.first == step.last else _span(step), *_CELL, "date")
        _counts(page, position, step.counts)
    return row + 1 + max(len(steps), 1)


def _span(step: StepCount) -> str:
    return f"{step.first:%d/%m/%Y} to {step.last:%d/%m/%Y}"


def _academies(page: Page, row: int, academies: Sequence[AcademyLateness], letters: float) -> int:
    """One row an academy, its requests in a column of so many letters; returns the row after the last."""
    _heads(page, row, ("Academy", "Code", "Return"), ("Office e-mail", "Ask for"), len(academies))
    for position, academy in enumerate(academies, row + 1):
        state, requests = STATE[academy.state], "\n".join(academy.requests)
        page.write(position, 0, academy.name, *_CELL)
        page.write(position, 1, academy.code, "cell", "small", "wrap")
        page.write(position, 2, state, *_CELL, *(() if state == "Read" else ("wrong",)))
        _counts(page, position, academy.counts)
        page.write(position, _EMAIL, academy.email, *_CELL)
        page.write(position, _REQUESTS, requests, *_CELL)
        page.height(position, height_of((requests,), (letters,)))
    return row + 1 + max(len(academies), 1)


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
    top, names = (academies, 0) if _by_academy(late) else (steps, 0)
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
    mark_table(page, row, fields, len(steps), "by person")
    write_headings(page, row, fields)
    for position, step in enumerate(steps, row + 1):
        write_row(page, position, fields, step)
    page.text_numbers_are_meant(row + len(steps), len(fields) - 1)


def _fields(academies: Mapping[str | None, str]) -> tuple[Field[Step], ...]:
    return (
        Field("Academy", 26, lambda step: academies.get(step.academy)),
        Field("Academy code", 9, lambda step: step.academy),
        Field("What", 21, lambda step: step.what),
        Field("State", 11, lambda step: step.timing.value, lambda step: _VERDICT[step.timing]),
        Field("Last day", 11, lambda step: step.due),
        Field("Done on", 11, lambda step: step.done),
        Field("Days late", 11, lambda step: step.days),
        Field("Name", 26, lambda step: step.name),
        Field("Explanation", 46, lambda step: step.explained),
        Field("Payroll number", 11, lambda step: step.payroll_number),
        Field("Role", 16, lambda step: step.role),
    )
