"""Faults of whole files: unreadable, of another cycle, twice, not sent; a sheet or heading renamed."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.demo.dates import SUPPORT, TEACHING
from pmr_batch.demo.plant.book import Book
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import NobodyFits, Site
from pmr_batch.files import write_bytes


def not_sent(site: Site) -> Iterator[Planted]:
    """PM021: the last academy has not sent its support return."""
    books = site.books(SUPPORT)
    if len(books) < 2:
        raise NobodyFits
    books[-1].path.unlink()
    site.lose(books[-1])
    yield Planted("PM021", SUPPORT.name, books[-1].academy, None)


def sent_twice(site: Site) -> Iterator[Planted]:
    """PM005: the central team's support return came twice, with the same Return number."""
    (book,) = site.books(SUPPORT, central=True)
    again = book.path.with_name(f"{book.path.stem} corrected{book.path.suffix}")
    site.lose(book)
    yield book.planted_on_start("PM005", "Return number")
    book.put("Staff", 2, Job_title="Head of finance and payroll")
    write_bytes(again, book.content())
    book.path, first = again, book.path
    yield book.planted_on_start("PM005", "Return number")
    book.path = first


def cut_short(site: Site) -> Iterator[Planted]:
    """PM001: a copy of a return, of which half was lost in sending."""
    path = site.books(TEACHING)[0].path
    copy = path.with_name(f"{path.stem} (2){path.suffix}")
    content = path.read_bytes()
    write_bytes(copy, content[: len(content) // 2])
    yield Planted("PM001", TEACHING.name, None, copy.name)


def other_cycle(site: Site) -> Iterator[Planted]:
    """PM004: beside the good return, one of the cycle before."""
    path = site.books(TEACHING)[-1].path
    book = Book(path)
    expected = book.cycle
    book.set_start("Cycle", "Teaching 2024-25")
    book.path = path.with_name(f"{path.stem} old{path.suffix}")
    book.save()
    row = book.start_row("Cycle")
    yield Planted("PM004", expected, book.academy, book.path.name, "Start", row, "Cycle", f"B{row}")


def sheet_renamed(site: Site) -> Iterator[Planted]:
    """PM002: a sheet that an academy does not need, under another name."""
    book = _spoilt(site)
    book.book["Panels"].title = "Panel"
    book.touched = True
    yield Planted("PM002", book.cycle, book.academy, book.path.name, "Panels")


def heading_renamed(site: Site) -> Iterator[Planted]:
    """PM003: a heading that was made shorter."""
    book = _spoilt(site)
    cell = book.cell("Meetings", 1, "Record made by")
    cell.value = "Record made"
    book.touched = True
    place = ("Meetings", 1, "Record made by", cell.coordinate)
    yield Planted("PM003", book.cycle, book.academy, book.path.name, *place)


def not_authorised(site: Site) -> Iterator[Planted]:
    """PM017: the date of the authorisation was forgotten."""
    book = _spoilt(site)
    book.set_start("Authorised on", None)
    yield book.planted_on_start("PM017", "Authorised on")


def _spoilt(site: Site) -> Book:
    """The one return that has faults for which everybody in it goes back."""
    return site.books(SUPPORT)[-1]


def not_quality_assured(site: Site) -> Iterator[Planted]:
    """PM414: nobody is named who held the objectives against the plan."""
    book = site.books(TEACHING)[0]
    book.set_start("Objectives quality assured by", None)
    yield book.planted_on_start("PM414", "Objectives quality assured by")


def not_moderated(site: Site) -> Iterator[Planted]:
    """PM417: no date on which objectives were compared across the school."""
    book = site.books(TEACHING)[-1]
    book.set_start("Objectives moderated on", None)
    yield book.planted_on_start("PM417", "Objectives moderated on")


def own_column_and_sheet(site: Site) -> Iterator[Planted]:
    """PM014 and PM022, which do not count: a column and a sheet of the office's own, a hidden row."""
    book = site.books(TEACHING)[0]
    page = book.book["Staff"]
    page.cell(1, page.max_column + 2).value = "Room"
    page.cell(2, page.max_column).value = "B12"
    book.book.create_sheet("Office notes")["A1"] = "Ask for missing dates on Friday"
    page.row_dimensions[4].hidden = True
    book.touched = True
    yield from ()


PLANTERS = (
    ("PM021", not_sent),
    ("PM005", sent_twice),
    ("PM001", cut_short),
    ("PM004", other_cycle),
)
#: What spoils a return for the planters that come after.
SPOILERS = (
    ("PM002", sheet_renamed),
    ("PM003", heading_renamed),
    ("PM017", not_authorised),
    ("PM414", not_quality_assured),
    ("PM417", not_moderated),
    ("PM014", own_column_and_sheet),
)
