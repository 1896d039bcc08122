"""Whether the sheets and headings of a trust's copy are still those of the standard workbook."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.errors import Misfit
from pmr_batch.excel.reading.addresses import address, letter
from pmr_batch.excel.reading.headings import find_headings
from pmr_batch.excel.reading.name_matching import match
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import SHEETS, TOOL_SHEETS
from pmr_batch.templates.opened_copy import TABLES, CopySheet, Opened, standard
from pmr_batch.words import listed
from pmr_batch.workbook.column_places import headings
from pmr_batch.workbook.samples_sheet import SAMPLES

#: The sheets that a copy must have.
OURS = (*(sheet.name for sheet in SHEETS), SAMPLES)
_SOME = 3
_OFFICES_ADD = "take it out (an office may add columns of its own to its workbook)"


def sheets(copy: Opened) -> Iterator[Misfit]:
    """Sheets renamed, removed or hidden, and what lies in the file beside its sheets."""
    for what in copy.foreign:
        yield Misfit("", f"holds {what}", "take them out and save it as an Excel workbook (.xlsx)")
    alike = look_alikes(copy)
    for name in OURS:
        if name in alike:
            what = f"the sheet is missing; “{alike[name]}” looks like it"
            yield Misfit(name, what, f"name it {name} again")
        elif name not in copy.pages:
            yield Misfit(name, "the sheet is missing", "put it back from the standard workbook")
    for page in copy.pages.values():
        if page.grid.raw.hidden:
            yield Misfit(page.name, "the sheet is hidden", "show it, or delete it if it is your own")


def look_alikes(copy: Opened) -> dict[str, str]:
    """The sheets that have another name than they should, by the right one."""
    given = dict(enumerate(copy.pages))
    found = match(list(OURS), given)
    alike = {name: given[at] for name, at in {**found.found, **found.near}.items()}
    return {name: now for name, now in alike.items() if name not in copy.pages}


def is_tool(name: str) -> bool:
    """Whether a name is one that the tool keeps for its own sheets."""
    return name.casefold() in {tool.casefold() for tool in TOOL_SHEETS}


def tables(copy: Opened) -> Iterator[Misfit]:
    """What does not fit on each sheet that is a table."""
    for sheet in TABLES:
        if sheet.name in copy.pages:
            page = copy.pages[sheet.name]
            yield from _headings(sheet, page) or _below(sheet, page)
            if page.drawn.drawings:
                yield Misfit(sheet.name, "has a picture or shape", "move it to Start or to a sheet of your own")
            if page.drawn.merged:
                yield Misfit(sheet.name, "has merged cells", "unmerge them: a table cannot have any")
            hidden = [letter(at) for at in sorted(page.drawn.hidden) if at <= len(headings(sheet))]
            if hidden:
                yield Misfit(sheet.name, f"has hidden columns ({listed(hidden)})", "show them")


def _headings(sheet: Sheet, page: CopySheet) -> list[Misfit]:
    """Headings renamed, removed, moved, or not ours."""
    wanted = headings(sheet)
    at = find_headings(sheet, page.grid.values)
    if at is None:
        return [Misfit(sheet.name, "has no row of headings", "put row 1 back from the standard workbook")]
    if at.row != 1:
        return [Misfit(sheet.name, f"has its headings in row {at.row}", "delete the rows above them")]
    given = {place[1]: str(value) for place, value in page.filled() if place[0] == 1}
    if tuple(given.get(number) for number in range(1, len(wanted) + 1)) == wanted and len(given) == len(wanted):
        return []
    return list(_differences(sheet, wanted, given))


def _differences(sheet: Sheet, wanted: tuple[str, ...], given: dict[int, str]) -> Iterator[Misfit]:
    left = {number: text for number, text in given.items() if text not in wanted}
    gone = [heading for heading in wanted if heading not in given.values()]
    matched = match(gone, left)
    renamed = {**matched.near, **matched.found}
    for heading in gone:
        if heading in renamed:
            number = renamed[heading]
            what = f"says “{left.pop(number)}” where the standard workbook has “{heading}”"
            yield Misfit(f"{sheet.name} {letter(number)}1", what, "put the heading back")
        elif (number := wanted.index(heading) + 1) in left:
            what = f"says “{left.pop(number)}” where the standard workbook has “{heading}”"
            yield Misfit(f"{sheet.name} {letter(number)}1", what, "put the heading back")
        else:
            yield Misfit(sheet.name, f"the column “{heading}” is missing", "put it back from the standard workbook")
    for number, text in left.items():
        yield Misfit(f"{sheet.name} {letter(number)}1", f"“{text}” is no column of the standard workbook", _OFFICES_ADD)
    if not gone and not left:
        yield Misfit(sheet.name, "its columns were moved, or stand there twice", "put them back in the standard order")


def _below(sheet: Sheet, page: CopySheet) -> Iterator[Misfit]:
    """What stands below the headings: a template holds no rows."""
    formulas = page.grid.raw.formulas | standard().pages[sheet.name].grid.raw.formulas
    there = [address(place) for place, _ in page.filled() if place[0] > 1 and place not in formulas]
    if there:
        more = " and more" if len(there) > _SOME else ""
        what = f"holds something ({listed(there[:_SOME])}{more}) below its headings"
        yield Misfit(sheet.name, what, "clear it: people and rows come when the workbook is issued")
