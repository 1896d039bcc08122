"""Faults of whole files and sheets: not sent, sent twice, damaged, of another cycle; a sheet or heading renamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmr_batch.demo.cycles import SUPPORT, TEACHING, Year
from pmr_batch.demo.faults.edited_return import EditedReturn
from pmr_batch.demo.faults.planting import Incoming, NobodyFits, Planted, Planter, planted, planted_on_start
from pmr_batch.files import write_bytes

_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def not_sent(incoming: Incoming) -> Iterator[Planted]:
    """PM021: the last academy has not sent its support return."""
    books = incoming.books(SUPPORT)
    if len(books) < 2:
        raise NobodyFits
    books[-1].path.unlink()
    incoming.leave_unread(books[-1])
    yield Planted("PM021", SUPPORT.name, books[-1].academy, None)


def sent_twice(incoming: Incoming) -> Iterator[Planted]:
    """PM005: the central team's support return came twice, with the same Return number."""
    book = incoming.central(SUPPORT)
    incoming.leave_unread(book)
    yield planted_on_start("PM005", book, "Return number")
    book.put("Staff", 2, {"Job title": "Head of finance and payroll"})
    book.path = book.path.with_name(f"{book.path.stem} corrected{book.path.suffix}")
    write_bytes(book.path, book.content())
    yield planted_on_start("PM005", book, "Return number")


def not_readable(incoming: Incoming) -> Iterator[Planted]:
    """PM001: a copy cut in half, and an .xls workbook; also a lock file and a letter, which do not count."""
    path = incoming.books(TEACHING)[0].path
    content = path.read_bytes()
    for name, part in ((f"{path.stem} (2).xlsx", content[: len(content) // 2]), ("Reviews 2015.xls", _XLS)):
        write_bytes(path.with_name(name), part)
        yield Planted("PM001", TEACHING.name, None, name)
    write_bytes(path.with_name(f"~${path.name}"), b"School office")
    write_bytes(path.with_name("Covering letter.txt"), b"Our return is enclosed.")


def other_cycle(incoming: Incoming) -> Iterator[Planted]:
    """PM004: a second return, of the cycle before."""
    path = incoming.books(TEACHING)[-1].path
    book = EditedReturn(path)
    book.set_start("Cycle", "Teaching 2024-25")
    book.path = path.with_name(f"{path.stem} old{path.suffix}")
    book.save()
    yield planted_on_start("PM004", book, "Cycle")


def renamed(incoming: Incoming) -> Iterator[Planted]:
    """PM002 and PM003: an unneeded sheet and a heading renamed."""
    book = incoming.books(SUPPORT)[-1]
    book.book["Panels"].title = "Panel"
    yield Planted("PM002", book.cycle, book.academy, book.path.name, "Panels")
    yield planted("PM003", book, "Meetings", 1, "Record made by")
    book.put("Meetings", 1, {"Record made by": "Record made"})


def office_additions(incoming: Incoming) -> Iterator[Planted]:
    """PM014 and PM022, which do not count: a column and a sheet of the office's own, a hidden row."""
    book = incoming.books(TEACHING)[0]
    _add_column(book, "Room", {2: "B12"})
    book.book.create_sheet("Office notes")["A1"] = "Ask for missing dates on Friday"
    book.book["Staff"].row_dimensions[4].hidden = True
    yield from ()


def dates_of_birth(incoming: Incoming) -> Iterator[Planted]:
    """PM802: an office keeps dates of birth on Staff."""
    book = incoming.books(TEACHING)[1]
    dates = {2: date(1979, 3, 14), 3: date(1984, 11, 2), 5: date(1991, 6, 27)}
    cell = _add_column(book, "Date of birth", dates)
    yield Planted("PM802", book.cycle, book.academy, book.path.name, "Staff", 1, "Date of birth", cell)


def _add_column(book: EditedReturn, heading: str, values: Mapping[int, Any]) -> str:
    """A column of the office's own on Staff, by rows; the cell of its heading."""
    page, book.touched = book.book["Staff"], True
    column = page.max_column + 2
    for row, value in {1: heading, **values}.items():
        page.cell(row, column).value = value
    return str(page.cell(1, column).coordinate)


def on_start(code: str, year: Year, number: int, label: str) -> Planter:
    """A line of Start left blank, in one of the returns by academy code."""

    def plant(incoming: Incoming) -> Iterator[Planted]:
        book = incoming.books(year)[number]
        book.set_start(label, None)
        yield planted_on_start(code, book, label)

    return plant
