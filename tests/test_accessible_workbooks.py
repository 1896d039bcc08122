"""Workbooks that are read aloud, enlarged or used without a mouse: the Government Analysis Function's list.

Over the real workbooks of a trust. What is left of the list on purpose, and why, is in docs/decisions.md.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree
from marked_tables import table_rows
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pmr_batch.cli import main
from pmr_batch.produce.committee.on_paper import NAME as ON_PAPER

CYCLE = "teaching-2025-26"
#: Beside the marked tables a row has a title and a link, a sentence, or the cells that approve in one go.
_BESIDE = 3
_WHO = ("--recipient", "Director of Education", "--reason", "Moderation", "--by", "J. Okoro", "--take")
_ASKED = ({"--to": "quality-assurance"}, {"--to": "pay", "--round": "october"})


@pytest.fixture(scope="module")
def workbooks(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The committee's workbook, findings, minutes, an academy's sheet and two packs, by what they are."""
    folder = Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("accessible") / "trust"))
    output = folder / "output" / CYCLE / "october"
    for asked in _ASKED:
        arguments = [word for pair in asked.items() for word in pair]
        command = ["disclose", *arguments, "--cycle", CYCLE, "--folder", str(folder), "--as-of", "2026-11-02", *_WHO]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
    found = {
        "committee": next((output / "committee").glob("*.xlsx")),
        "findings": output / "findings.xlsx",
        "minutes": next((output / "decided" / "minutes").glob("*.xlsx")),
        "academy": next((output / "decided" / "academies").glob("*.xlsx")),
    }
    packs = sorted((folder / "output").rglob("packs/**/*.xlsx"))
    assert len(packs) == len(_ASKED)
    return found | {f"pack {number}": path for number, path in enumerate(packs)}


KINDS = ("committee", "findings", "minutes", "academy", "pack 0", "pack 1")


@pytest.fixture(scope="module")
def opened(workbooks: dict[str, Path]) -> dict[str, Workbook]:
    return {kind: openpyxl.load_workbook(path) for kind, path in workbooks.items()}


def _tables(sheet: Worksheet) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    for table in sheet.tables.values():
        yield table.name, range_boundaries(table.ref)


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_is_merged_and_every_sheet_begins_with_its_title(opened: dict[str, Workbook], kind: str) -> None:
    for sheet in opened[kind]:
        assert not sheet.merged_cells.ranges, sheet.title
        assert isinstance(sheet["A1"].value, str), sheet.title
        assert sheet["A1"].font.sz > sheet["A2"].font.sz, sheet.title
        assert sheet.sheet_state == "visible", sheet.title


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_is_marked_with_one_row_of_headings_and_no_row_of_it_is_blank(
    opened: dict[str, Workbook], kind: str
) -> None:
    names = []
    for sheet in opened[kind]:
        for name, (left, top, right, bottom) in _tables(sheet):
            names.append(name)
            headings = [sheet.cell(top, column).value for column in range(left, right + 1)]
            assert all(isinstance(heading, str) and heading.strip() for heading in headings), (sheet.title, headings)
            assert len({heading.casefold() for heading in headings}) == len(headings), (sheet.title, headings)
            rows = table_rows(sheet, name)
            assert len(rows) == bottom - top
            assert len(rows) == 1 or all(any(value is not None for value in row.values()) for row in rows), name
    assert len(set(names)) == len(names) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_in_no_table_is_a_title_or_a_sentence(opened: dict[str, Workbook], kind: str) -> None:
    for sheet in opened[kind]:
        tables = [place for _, place in _tables(sheet)]
        assert tables, sheet.title
        totals = {bottom + 1 for _, _, _, bottom in tables}
        for row in sheet.iter_rows():
            beside = [
                cell
                for cell in row
                if cell.value is not None
                and not any(
                    left <= cell.column <= right and top <= cell.row <= bottom for left, top, right, bottom in tables
                )
            ]
            captions = sheet.title in ("Recommendations", "Appeals")
            assert len(beside) <= _BESIDE + 2 * captions or row[0].row in totals, (sheet.title, row[0].row)


@pytest.mark.parametrize("kind", KINDS)
def test_tables_stand_at_the_left_edge(opened: dict[str, Workbook], kind: str) -> None:
    for sheet in opened[kind]:
        for name, (left, *_) in _tables(sheet):
            assert left == 1 or "_figures_" in name, (sheet.title, name)


@pytest.mark.parametrize("kind", KINDS)
def test_the_language_the_title_and_what_a_chart_shows_are_said(workbooks: dict[str, Path], kind: str) -> None:
    with zipfile.ZipFile(workbooks[kind]) as package:
        core = package.read("docProps/core.xml").decode("utf-8")
        assert "<dc:language>en-GB</dc:language>" in core
        assert re.search("<dc:title>.+</dc:title>", core)
        for name in package.namelist():
            if "drawings/drawing" in name and not name.endswith(".rels"):
                drawing = etree.fromstring(package.read(name))
                told = [each.get("descr") for each in drawing.iter("{*}cNvPr")]
                assert told
                assert all(told), name


@pytest.mark.parametrize("kind", KINDS)
def test_shorthand_is_explained_on_its_sheet(opened: dict[str, Workbook], kind: str) -> None:
    means = {"[c]": "[c] is confidential", "[z]": "[z] does not apply"}
    for sheet in opened[kind]:
        texts = [cell.value for row in sheet for cell in row if isinstance(cell.value, str)]
        told = " ".join(texts)
        for sign, meaning in means.items():
            assert sign not in texts or meaning in told, (sheet.title, sign)


def test_it_opens_at_its_first_cell_and_links_lead_there_and_back(opened: dict[str, Workbook]) -> None:
    book = opened["committee"]
    assert book.active.title == "Contents"
    assert book.active.sheet_view.selection[0].sqref == "A1"
    links = {sheet.title: [cell.value for row in sheet for cell in row if cell.hyperlink] for sheet in book}
    assert links.pop("Contents") == book.sheetnames[1:]
    assert all(told == ["Contents"] for told in links.values())


def test_the_sheet_for_the_table_prints_one_page_wide_at_nine_points(opened: dict[str, Workbook]) -> None:
    sheet = opened["committee"][ON_PAPER]
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, None, 0)
    ((_, (_, top, right, bottom)),) = _tables(sheet)
    pixels = sum(7 * sheet.column_dimensions[cell.column_letter].width for cell in sheet[top][:right])
    margins = sheet.page_margins.left + sheet.page_margins.right
    scale = min(1.0, (297 / 25.4 - margins) * 96 / pixels)
    sizes = {cell.font.sz for row in sheet.iter_rows(min_row=2, max_row=bottom) for cell in row if cell.value}
    assert min(sizes) * scale >= 9
    flagged = [row[0].row for row in sheet.iter_rows(min_row=top + 1) if row[8].value]
    assert flagged
    assert all(sheet.row_dimensions[row].height * scale >= 24 for row in flagged), "room to write in"
    headings = [cell.value for cell in sheet[top]]
    assert headings[-3:] == ["Look at", "Decision", "Signed"]
    assert "From → to" in headings


def test_papers_of_decisions_have_no_figure_by_a_protected_characteristic(workbooks: dict[str, Path]) -> None:
    words = r"\b(Female|Male|Sex|Ethnic group|Disability|Age band|Extended absence)\b"
    for kind in ("minutes", "academy", "findings"):
        for sheet in openpyxl.load_workbook(workbooks[kind]):
            headings = [str(cell.value) for row in sheet.iter_rows() for cell in row[:1] if cell.value]
            headings += [name for table in sheet.tables.values() for name in table.column_names]
            assert not [heading for heading in headings if re.fullmatch(words, heading)], (kind, sheet.title)


def test_the_rounds_name_is_in_the_files_name(workbooks: dict[str, Path]) -> None:
    assert workbooks["committee"].name == "Pay committee Teaching 2025-26 October.xlsx"
