"""Whether a trust's copy of the standard workbook can be filled: everything that does not fit, and what is its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmr_batch.errors import Misfit, OutputError, TemplateError
from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import Place, address
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import SAVE_AGAIN, Refused
from pmr_batch.excel.writing.parts import PackageParts
from pmr_batch.layout.standard_workbook import SHEETS, START
from pmr_batch.templates.opened_copy import CopySheet, Opened, opened, own_cells, standard
from pmr_batch.templates.sheets_and_headings import OURS, is_tool, look_alikes, sheets, tables
from pmr_batch.words import counted, listed
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.guidance import CONFIDENTIAL
from pmr_batch.workbook.samples_sheet import ALL, SAMPLES, Styles
from pmr_batch.workbook.standard_book import standard_book, template_of
from pmr_batch.workbook.template import TITLE_HERE

_MOST_CELLS, _MOST_SHEETS, _MOST_PICTURES = 2_000, 20, 1_000_000
_MOST_TOLD = 3
#: The blank middle of the title band: a place for a logo.
_FREE_BAND = frozenset((row, column) for row in (1, 2) for column in (3, 4, 5))
_START_PICTURE = "move it to a free place, such as C1:E2 of the title band, below the labels or right of column F"
#: What a sheet may refer to outside of the file.
_ADDRESSES = ("https://", "http://", "mailto:")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Own:
    """What a copy has of its own."""

    pictures: int
    words: int
    sheets: tuple[str, ...]

    def __str__(self) -> str:
        parts = [counted(self.pictures, "picture")] if self.pictures else []
        parts += [f"{counted(self.words, 'cell')} of its own words on Start"] if self.words else []
        parts += [f"{counted(len(self.sheets), 'sheet')} of its own ({listed(self.sheets)})"] if self.sheets else []
        return f"with {listed(parts)}" if parts else "with nothing added"


def workbook_misfits(content: bytes) -> tuple[Own, list[Misfit]]:
    """What a copy has of its own, and every reason why it cannot be filled."""
    try:
        copy = opened(content)
        misfits = [*sheets(copy), *tables(copy), *_copy(copy)]
        return _own(copy), misfits or list(_filled(content))
    except Refused as refused:
        why = Misfit("", refused.why, refused.next_step.replace(" and send that", "").rstrip("."))
        return Own(0, 0, ()), [why]
    except (ValueError, IndexError, OverflowError):
        return Own(0, 0, ()), [Misfit("", "is damaged: it cannot be read", SAVE_AGAIN.split(" and send")[0])]


def _own(copy: Opened) -> Own:
    names = tuple(name for name in copy.pages if _is_guidance(name))
    words = (
        sum(place not in own_cells() for place, _ in copy.pages[START.name].filled()) if START.name in copy.pages else 0
    )
    return Own(sum(len(page.drawn.drawings) for page in copy.pages.values()), words, names)


def _is_guidance(name: str) -> bool:
    return name not in OURS and not is_tool(name)


def _copy(copy: Opened) -> Iterator[Misfit]:
    """What does not fit beside sheets and headings."""
    if copy.date1904:
        yield Misfit("", "counts its dates from 1904", "turn that off in Excel's advanced options, and save it again")
    if START.name in copy.pages:
        yield from _start(copy.pages[START.name])
    yield from _guidance(copy)
    yield from _pictures(copy)
    for name in (sheet.name for sheet in SHEETS if sheet.name in copy.pages):
        says = copy.pages[name].drawn.margins
        if TITLE_HERE not in says or CONFIDENTIAL not in says:
            what = f"its header and footer say no longer {TITLE_HERE} and {CONFIDENTIAL}"
            yield Misfit(name, what, "write both into one of them: every page says whose it is")
        if copy.pages[name].drawn.has_notes:
            yield Misfit(name, "has notes at its cells", "write into free cells: notes are where findings are told")


# -- Start ---------------------------------------------------------------------------------------


def _start(page: CopySheet) -> Iterator[Misfit]:
    free = [place for place, _ in page.filled() if place not in own_cells()]
    yield from _own_words(page)
    for top, bottom in page.drawn.merged:
        if any(_within(place, top, bottom) for place in own_cells()):
            yield Misfit(f"Start {address(top)}", "is merged with cells that are ours", "unmerge it")
    labels = {row for row, column in free if column == 1}
    for row, column in free:
        if column == 2 and row in labels:
            what = "stands beside words in column A, and would be read as an answer"
            yield Misfit(f"Start B{row}", what, "write both into one cell, or further right")
    taken = own_cells() - _FREE_BAND
    for drawing in page.drawn.drawings:
        covered = sorted(place for place in taken if _within(place, *drawing.covers))
        if covered:
            where = f"Start {address(drawing.covers[0])}"
            yield Misfit(where, f"the picture covers {address(covered[0])}", _START_PICTURE)


def _own_words(page: CopySheet) -> list[Misfit]:
    """Words of ours that the copy says otherwise, and cells that are filled in later."""
    before, told = standard().pages[START.name], []
    for place in sorted(own_cells() - before.grid.raw.formulas):
        was, now = before.value(place), page.value(place)
        if now == was or (now is not None and was is not None and _said(now) == _said(was)):
            continue
        where = f"Start {address(place)}"
        if was is None:
            told.append(Misfit(where, "is filled in when a workbook is issued", "clear it"))
        else:
            what = f"says “{_said(now)}” where the standard workbook says “{_said(was)}”"
            told.append(Misfit(where, what, "put it back, and write your own words into a free cell"))
    if len(told) > _MOST_TOLD:
        what = f"its rows, columns or words were moved or changed ({listed(one.where[6:] for one in told[:3])} …)"
        return [Misfit(START.name, what, "put Start back as in the standard workbook, and write into free cells")]
    return told


def _said(value: Any) -> str:
    return " ".join(str("" if value is None else value).split())


def _within(place: Place, top: Place, bottom: Place) -> bool:
    return top[0] <= place[0] <= bottom[0] and top[1] <= place[1] <= bottom[1]


# -- what is the trust's own ---------------------------------------------------------------------


def _guidance(copy: Opened) -> Iterator[Misfit]:
    """Sheets of the trust's own: every office is told what stands there."""
    known = {*OURS, *look_alikes(copy).values()}
    own = [page for name, page in copy.pages.items() if name not in known]
    for page in own:
        if is_tool(page.name):
            yield Misfit(page.name, "is the name of a sheet that comes with findings", "give it another name")
            continue
        yield from _private(page)
        for where in page.faults():
            yield Misfit(f"{page.name} {where}", "is an error, or a formula without a result", "write it as text")
    if len(own) > _MOST_SHEETS:
        yield Misfit("", f"has more than {_MOST_SHEETS} sheets of its own", "put the guidance on fewer sheets")
    free = copy.pages.get(START.name)
    cells = sum(len(list(page.filled())) for page in own)
    cells += sum(place not in own_cells() for place, _ in free.filled()) if free else 0
    if cells > _MOST_CELLS:
        yield Misfit("", f"has more than {_MOST_CELLS:,} cells of the trust's own words", "shorten them")


def _private(page: CopySheet) -> Iterator[Misfit]:
    rows = {row: [value or "" for value in cells] for row, cells in enumerate(page.grid.values, 1)}
    if kind := personal_data.of_sheet(page.name, rows):
        yield Misfit(page.name, f"looks as if it held {kind} (PM802)", "take that out: every office would be told")


def _pictures(copy: Opened) -> Iterator[Misfit]:
    size = 0
    for page in copy.pages.values():
        for drawing in page.drawn.drawings:
            where = f"{page.name} {address(drawing.covers[0])}"
            if not drawing.content:
                yield Misfit(where, "has a shape, chart or text box", "use a picture, or write into cells")
            elif not drawing.content.startswith(_PICTURES):
                yield Misfit(where, "the picture is no whole PNG or JPEG", "save it as PNG and put it in again")
            before, size = size, size + len(drawing.content)
            if before <= _MOST_PICTURES < size:
                what = f"with this picture ({len(drawing.content) / 1e6:.1f} MB) the pictures are over 1 MB together"
                yield Misfit(where, what, "use smaller ones: every workbook carries them")


# -- filling it ----------------------------------------------------------------------------------


def _filled(content: bytes) -> Iterator[Misfit]:
    """What fails when it is filled, and what would reach outside of the workbooks."""
    yield from _links(PackageParts(parts_of(content)))
    try:
        standard_book(Contents(template=content)).bytes()
        yield from _formats(template_of(content).formats)
    except (TemplateError, OutputError) as error:
        where, _, what = str(error).partition(": ")
        yield Misfit(where, what, "put it back from the standard workbook")
    except (LookupError, ValueError, SyntaxError):
        yield Misfit("", "is damaged: its formats cannot be read", SAVE_AGAIN.split(" and send")[0])


def _formats(formats: Mapping[Styles, str]) -> Iterator[Misfit]:
    """Samples whose number formats no longer show what their cells hold."""
    for sample in ALL:
        for column, styles in sample.looks():
            code = formats[styles]
            wrong = ("text" in styles and code != "@") or (
                "date" in styles and not {"d", "m", "y"} <= set(code.lower())
            )
            if wrong:
                what = f"the sample “{sample.label}” ({column}) has another number format ({code})"
                yield Misfit(SAMPLES, what, "change colours, typefaces and borders only")


def _links(parts: PackageParts) -> Iterator[Misfit]:
    for name in parts.content:
        for link in parts.relations(name):
            if link.external and not (link.kind == "hyperlink" and link.target.startswith(_ADDRESSES)):
                yield Misfit("", f"refers to something outside of it ({link.kind})", "take that out")
            if "richdata" in link.target.casefold():
                yield Misfit("", "has a picture within a cell", "place it over the cells")
