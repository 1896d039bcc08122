"""LibreOffice as a witness: workbooks calculated anew in the language of their offices, saved and shown."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import openpyxl
from lxml.html import HtmlElement
from openpyxl.workbook import Workbook

from pmr_batch.excel.writing.palette import AMBER, ROSE
from pmr_batch.layout.standard_workbook import BY_NAME, TO_DO
from pmr_batch.workbook.column_places import start_rows

#: Every formula anew, whatever result is stored; dates typed as text are read as in England.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>en-GB</value></prop></item></oor:items>
"""
#: Sheet, Excel row and heading: ("Staff", 3, "Reviewer").
Place = tuple[str, int, str]


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, Workbook]:
    """What LibreOffice saves of workbooks, by their names."""
    files = _converted(folder, books, "xlsx")
    return {name: openpyxl.load_workbook(path, data_only=True) for name, path in files.items()}


@dataclass(frozen=True)
class Shown:
    """A workbook as LibreOffice shows it: the cells that To do names, and those in a colour of the live checks."""

    named: frozenset[Place]
    coloured: frozenset[Place]


def shown(folder: Path, books: Mapping[str, bytes]) -> dict[str, Shown]:
    """How LibreOffice shows workbooks, conditional colours and all, by their names."""
    unhidden = {name: _unhidden(content) for name, content in books.items()}
    return {name: _shown(path) for name, path in _converted(folder, unhidden, "html").items()}


def _unhidden(content: bytes) -> bytes:
    """With every row to be seen, so that the n-th line of a sheet is its row n."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            is_sheet = part.filename.startswith("xl/worksheets/")
            new.writestr(part, re.sub(rb'(<row\b[^>]*) hidden="(1|true)"', rb"\1", text) if is_sheet else text)
    return out.getvalue()


def _converted(folder: Path, books: Mapping[str, bytes], kind: str) -> dict[str, Path]:
    """All in one start of the program, which takes longer than most workbooks."""
    profile, made = folder / "profile", folder / "made"
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(_PROFILE)
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    files = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run([*command, "--outdir", str(made), *files], check=True, capture_output=True, timeout=300)
    return {name: made / f"{name}.{kind}" for name in books}


# -- a page, sheet by sheet ------------------------------------------------------------------------


def _shown(page: Path) -> Shown:
    named, coloured = set[Place](), set[Place]()
    for sheet, rows in _sheets(page):
        if sheet in BY_NAME:
            look = _look_at_form if BY_NAME[sheet].form else _look_at_table
            for place, is_named, is_coloured in look(sheet, rows):
                named |= {place} if is_named else set()
                coloured |= {place} if is_coloured else set()
    return Shown(frozenset(named), frozenset(coloured))


def _sheets(page: Path) -> Iterator[tuple[str, list[list[HtmlElement]]]]:
    """The cells of each sheet, row by row from the first."""
    for table in lxml.html.parse(page).iter("table"):
        title = table.getprevious()
        if title is not None and title.get("name", "").startswith("table"):
            yield title.find(".//em").text, [row.findall("td") for row in table.iter("tr")]


def _look_at_form(sheet: str, rows: Sequence[Sequence[HtmlElement]]) -> Iterator[tuple[Place, bool, bool]]:
    for label, row in start_rows().items():
        _, value, to_do, *_ = rows[row - 1]
        yield (sheet, row, label), bool(to_do.text_content().strip()), _is_coloured(value)


def _look_at_table(sheet: str, rows: Sequence[Sequence[HtmlElement]]) -> Iterator[tuple[Place, bool, bool]]:
    headings = [cell.text_content().strip() for cell in rows[0]]
    for number, cells in enumerate(rows[1:], start=2):
        beside = dict(zip(headings, cells, strict=True))
        items = beside[TO_DO].text_content().split("•")[1:]
        named = {item.partition(":")[0].strip() for item in items}
        for heading, cell in beside.items():
            yield (sheet, number, heading), heading in named, _is_coloured(cell)


def _is_coloured(cell: HtmlElement) -> bool:
    return cell.get("bgcolor", "").upper() in (AMBER, ROSE)
