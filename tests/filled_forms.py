"""Appendix A forms as people fill them in: content controls written in as Word does, and a trust that made them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from casebook import Case, workbook
from docx.oxml import OxmlElement, parse_xml
from lxml import etree
from workbooks import parts_of_zip, zipped

from pmr_batch.commands.collect import Collected, collect
from pmr_batch.commands.documents.forms import FormRequest, make_forms
from pmr_batch.excel.reading.addresses import letter
from pmr_batch.word.appendix_a.stages import FormStage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY, PROPERTIES = "word/document.xml", "docProps/custom.xml"
AS_OF = date(2026, 10, 20)
CYCLE = "teaching-2025-26"
RETURN = Path("incoming") / CYCLE / "Riverside.xlsx"
Edit = Callable[[etree._Element], Any]


def trust(folder: Path, told: Mapping[str, str] | None = None) -> Path:
    """A trust folder with one return in it: that of base.yml, with some tables laid over it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trust.xlsx").write_bytes(Case("", "", AS_OF, "teacher", {}).trust)
    return returned(folder, told)


def returned(folder: Path, told: Mapping[str, str] | None = None) -> Path:
    """The trust folder with another return in the place of the one there."""
    (folder / RETURN).parent.mkdir(parents=True, exist_ok=True)
    (folder / RETURN).write_bytes(workbook("teacher", "", told or {}))
    return folder


def made(folder: Path, stage: FormStage = FormStage.DRAFT, person: str = "0001041") -> Path:
    """The form of one person."""
    with ThreadPoolExecutor(1) as executor:
        asked = FormRequest(stage, people=[person], to=folder / "made" / stage)
        (one,) = make_forms(folder, CYCLE, asked, AS_OF, executor).academies
    (path,) = one.files
    return path


def edited(path: Path, *edits: Edit, without: str = "", **parts: bytes) -> Path:
    """The form after some edits of its body; `without` a part, or with other `parts`."""
    whole = parts_of_zip(path.read_bytes()) | parts
    body = etree.fromstring(whole[BODY])
    for edit in edits:
        edit(body)
    whole[BODY] = etree.tostring(body)
    whole.pop(without, None)
    back = path.parent / "back" / path.name
    back.parent.mkdir(exist_ok=True)
    back.write_bytes(zipped(whole))
    return back


def written(tag: str, text: str, nth: int = 0) -> Edit:
    """An edit: text in the nth content control of a tag; an emptied one shows its invitation again, as in Word."""

    def edit(body: etree._Element) -> None:
        control = controls(body, tag)[nth]
        showing = control.find(f"{W}sdtPr/{W}showingPlcHdr")
        if showing is not None:
            showing.getparent().remove(showing)
        content = control.find(f"{W}sdtContent")
        for run in list(content):
            content.remove(run)
        content.append(run_of(text or "Click or tap here to enter text."))
        if not text:
            control.find(f"{W}sdtPr").append(OxmlElement("w:showingPlcHdr"))

    return edit


def beside(tag: str, text: str, nth: int = 0) -> Edit:
    """An edit: the content control is deleted, and text is typed in its place."""

    def edit(body: etree._Element) -> None:
        control = controls(body, tag)[nth]
        control.addprevious(run_of(text))
        control.getparent().remove(control)

    return edit


def in_row(of: int, row: int, *texts: str) -> Edit:
    """An edit: a row of a table copied below itself, as Word copies rows, and written in cell by cell."""

    def edit(body: etree._Element) -> None:
        rows = list(list(body.iter(f"{W}tbl"))[of].iter(f"{W}tr"))
        copy = parse_xml(etree.tostring(rows[row]))
        rows[-1].addnext(copy)
        for cell, text in zip(copy.iter(f"{W}tc"), texts, strict=True):
            first = next(cell.iter(f"{W}sdt"))
            for other in list(cell.iter(f"{W}sdt"))[1:]:
                other.getparent().remove(other)
            first.addprevious(run_of(text))
            first.getparent().remove(first)

    return edit


def run_of(text: str) -> Any:
    """A run with line breaks and tabs as Word stores them."""
    run = OxmlElement("w:r")
    for at, line in enumerate(text.split("\n")):
        if at:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    return run


def controls(body: etree._Element, tag: str) -> list[Any]:
    """The content controls of a tag."""
    return [one for one in body.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag]


def collected(folder: Path, *paths: Path, **more: Any) -> Collected:
    """What comes of collecting forms."""
    with ThreadPoolExecutor(1) as executor:
        return collect(paths, folder, AS_OF, executor, **more)


def changes(result: Collected) -> dict[str, Any]:
    """What would stand where, by sheet and cell."""
    return {f"{one.column.sheet}!{one.cell}": one.becomes for each in result.read for one in each.changes}


def by_column(result: Collected) -> dict[str, Any]:
    """What would stand where, by sheet and column; the last row of several."""
    return {f"{one.column.sheet}.{one.column.heading}": one.becomes for each in result.read for one in each.changes}


def refusals(result: Collected) -> list[str]:
    """What is not taken."""
    return [str(one) for each in result.read for one in each.not_taken]


def cells(path: Path) -> dict[str, Any]:
    """Every filled cell of a workbook, by sheet and address; dates as dates."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    return {
        f"{sheet.title}!{letter(cell.column)}{cell.row}": cell.value.date() if cell.is_date else cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
