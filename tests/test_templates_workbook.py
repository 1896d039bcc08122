"""A trust's own copies of the standard workbook: filled as they are, and what is refused."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from issued_workbooks import AFTER_REVIEWS, START, carried, days, large, opened
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import Table
from openxml_audit import FileFormat, OpenXmlValidator
from templates_edited import BOOK, book, damaged, png, with_part, with_picture
from workbooks import changed, parts_of_zip, zipped

from pmr_batch.layout.standard_workbook import CHECKS, LISTS, SETTINGS, SHEETS
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.read.worker import read_workbook
from pmr_batch.templates.check import check
from pmr_batch.templates.workbook import workbook_misfits
from pmr_batch.workbook.contents import Contents, Mark
from pmr_batch.workbook.samples_sheet import ALL, SAMPLES
from pmr_batch.workbook.standard_book import standard_book, standard_workbook

PURPLE, LILAC, DARK, GOLD = "5B2D8E", "F3EDF9", "3B1D5E", "FFE9A8"
LOGO = png()
#: Bytes that no zip makes smaller.
NOISE = b"".join(hashlib.sha256(str(number).encode()).digest() for number in range(35_000))


def filled(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=f"FF{colour}")


def sample(book: Any, label: str, column: int = 2) -> Any:
    """The sample cell of a label: plain, to be filled in (3), or wrong (4)."""
    return next(row[column - 1] for row in book[SAMPLES].iter_rows() if row[0].value == label)


def coloured(book: Any) -> None:
    """Band, headings, a sample and a tab in the trust's colours."""
    for row in book["Start"]["A1:F2"]:
        for cell in row:
            cell.fill = filled(PURPLE)
    for sheet in SHEETS:
        if not sheet.form:
            for cell in book[sheet.name][1]:
                cell.fill = filled(DARK)
    sample(book, "Band: title").fill = filled(PURPLE)
    sample(book, "To fill in: text").font = Font(name="Georgia", size=11, color=f"FF{DARK}")
    sample(book, "To fill in: text", 3).fill = filled(GOLD)
    book["Staff"].sheet_properties.tabColor = f"FF{PURPLE}"


def worded(book: Any) -> None:
    """Words in free cells of Start, a sheet of guidance before Staff, a wider column, words in a footer."""
    start = book["Start"]
    start["A45"] = "Ring trust HR on extension 204."
    start["H5"] = "Trust calendar"
    start["H5"].font = Font(bold=True, size=13, color=f"FF{PURPLE}")
    start.merge_cells("H7:J9")
    start["H7"], start["H7"].alignment = "Agree objectives together.", Alignment(wrap_text=True)
    start.row_dimensions[1].height = 60
    guidance = book.create_sheet("Our guidance", 1)
    guidance["A1"], guidance["A2"], guidance["B2"] = "How we write objectives", 1, "Say what pupils will do."
    guidance.column_dimensions["B"].width = 70
    book["Objectives"].column_dimensions["D"].width = 80
    book["Staff"].oddHeader.right.text = "Saltmarsh Learning Trust"


def both(book: Any) -> None:
    coloured(book)
    worded(book)


COPY = with_picture(book(both), LOGO)


def told(content: bytes) -> list[str]:
    return [str(each) for each in workbook_misfits(content)[1]]


def issued(content: bytes | None) -> bytes:
    """A workbook made from a copy."""
    return standard_workbook(START, large(3, 1), carried(), days(), AFTER_REVIEWS, content)


def ground(book: Any, sheet: str, cell: str) -> str:
    return str(book[sheet][cell].fill.fgColor.rgb)[2:]


def resolved(cell: Any) -> tuple[Any, ...]:
    """What a cell holds and how it looks."""
    font, fill, sides = cell.font, cell.fill, cell.border
    ground = fill.fgColor.rgb if fill.fill_type else None
    looks = (font.name, font.sz, bool(font.b), font.color and font.color.rgb, ground, sides.left.style)
    return (cell.value, cell.data_type, cell.number_format, cell.alignment.wrap_text or False, *looks)


# -- what fits -------------------------------------------------------------------------------------


def test_the_standard_workbook_as_a_trusts_own_changes_nothing() -> None:
    assert told(BOOK) == []
    assert issued(BOOK) == issued(None)


def test_a_copy_that_another_program_saved_again_gives_the_same_workbook() -> None:
    assert told(book()) == []
    plain, again = opened(issued(None)), opened(issued(book()))
    assert again.sheetnames == plain.sheetnames
    for page in plain:
        other = again[page.title]
        differing = [
            cell.coordinate for row in page for cell in row if resolved(cell) != resolved(other[cell.coordinate])
        ]
        assert differing == [], page.title
        assert [str(each.sqref) for each in other.data_validations.dataValidation] == [
            str(each.sqref) for each in page.data_validations.dataValidation
        ]
        assert [(t.ref, t.column_names) for t in other.tables.values()] == [
            (t.ref, t.column_names) for t in page.tables.values()
        ]
    assert {name: each.attr_text for name, each in again.defined_names.items()} == {
        name: each.attr_text for name, each in plain.defined_names.items()
    }


def test_an_issued_workbook_wears_the_colours() -> None:
    made = opened(issued(COPY))
    assert {ground(made, "Start", cell) for cell in ("A1", "C1", "F2")} == {PURPLE}
    assert {ground(made, sheet, "A1") for sheet in ("Staff", "Objectives", "Reviews")} == {DARK}
    assert ground(made, CHECKS, "A1") == PURPLE
    assert made["Staff"].sheet_properties.tabColor.rgb[2:] == PURPLE
    measures = made["Objectives"]["F2"]
    assert (measures.font.name, measures.font.color.rgb) == ("Georgia", f"FF{DARK}")


def test_cells_that_are_asked_about_look_as_the_samples_do() -> None:
    marks = {"Objectives": {(0, "measures_and_milestones"): Mark("PM403: is blank", "fill_in")}}
    contents = Contents(START, large(3, 1), carried(), marks=marks, template=COPY)
    made = opened(standard_book(contents).bytes())
    assert ground(made, "Objectives", "F2") == GOLD
    (rules,) = [each.rules for each in made["Staff"].conditional_formatting]
    assert [rule.dxf.fill.bgColor.rgb[2:] for rule in rules] == [GOLD, "FBDCD6", GOLD]


def test_an_issued_workbook_has_the_logo_where_it_was_put() -> None:
    parts = parts_of_zip(issued(COPY))
    assert parts["xl/media/logo.png"] == LOGO
    assert parts["xl/drawings/logo.xml"] == parts_of_zip(COPY)["xl/drawings/logo.xml"]
    assert b"<drawing r:id=" in parts["xl/worksheets/sheet1.xml"]


def test_an_issued_workbook_says_the_trusts_own_words() -> None:
    made = opened(issued(COPY))
    start = made["Start"]
    assert (start["A45"].value, start["H5"].value) == ("Ring trust HR on extension 204.", "Trust calendar")
    assert (start["H5"].font.b, start["H5"].font.color.rgb) == (True, f"FF{PURPLE}")
    assert "H7:J9" in start.merged_cells
    assert start.row_dimensions[1].height == 60
    assert made.sheetnames[:3] == ["Start", "Our guidance", "Staff"]
    assert [[cell.value for cell in row] for row in made["Our guidance"]["A1:B2"]] == [
        ["How we write objectives", None],
        [1, "Say what pupils will do."],
    ]
    assert made["Our guidance"].column_dimensions["B"].width == 70
    assert made["Objectives"].column_dimensions["D"].width == 80
    assert made["Staff"].oddHeader.right.text == "Saltmarsh Learning Trust"
    assert made["Staff"].oddFooter.left.text == "Riverside Primary Academy · Teaching 2025-26"


def test_the_samples_are_not_handed_out() -> None:
    made = issued(COPY)
    assert SAMPLES not in opened(made).sheetnames
    assert not any(sample.label.encode() in part for part in parts_of_zip(made).values() for sample in ALL[:3])


def test_all_else_is_as_the_declaration_makes_it() -> None:
    plain = opened(issued(None))
    dressed = opened(issued(COPY))
    for page in plain:
        for row in page.iter_rows():
            for cell in row:
                assert dressed[page.title][cell.coordinate].value == cell.value
        rules = [page.data_validations.dataValidation, dressed[page.title].data_validations.dataValidation]
        assert [len(each) for each in rules] == [len(rules[0])] * 2


def test_lost_drop_downs_and_our_own_sheets_are_no_matter() -> None:
    def bare(book: Any) -> None:
        for sheet in SHEETS:
            book[sheet.name].data_validations.dataValidation = []
        for name in (CHECKS, SETTINGS, LISTS):
            del book[name]

    assert told(book(bare)) == []
    rules = opened(issued(book(bare)))["Staff"].data_validations.dataValidation
    assert len(rules) == len(opened(issued(None))["Staff"].data_validations.dataValidation)


def as_excel_saves(content: bytes) -> bytes:
    """What Excel puts into a file besides: prefixes, printers, an order of calculation, extensions."""
    parts = parts_of_zip(content)
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    more = (
        b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
        b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001}"'
    )
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        part = parts[name].replace(b"<worksheet", b"<worksheet" + more, 1)
        part = part.replace(b'<row r="', b'<row x14ac:dyDescent="0.25" r="')
        part = part.replace(b"<pageSetup ", b'<pageSetup r:id="rIdPrinter" ').replace(
            b'<sheetFormatPr defaultRowHeight="15"/>', b'<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>'
        )
        extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
        parts[name] = part.replace(b"</worksheet>", extension)
        rels = name.replace("sheets/", "sheets/_rels/") + ".rels"
        link = f'<Relationship Id="rIdPrinter" Type="{office}/relationships/printerSettings" Target="../printer.bin"/>'
        known = parts.get(
            rels, b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'/>"
        )
        known = known.replace(b"'/>", b"'></Relationships>")
        parts[rels] = known.replace(b"</Relationships>", f"{link}</Relationships>".encode())
    parts["xl/printer.bin"] = b"HP LaserJet in the head's office"
    parts["xl/calcChain.xml"] = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    kinds = b'<Default Extension="bin" ContentType="' + kind + b'"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kinds)
    link = f'<Relationship Id="rIdChain" Type="{office}/relationships/calcChain" Target="calcChain.xml"/>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    return zipped(parts)


def test_what_excel_puts_into_a_copy_besides_stays_out(tmp_path: Path) -> None:
    copy = as_excel_saves(with_picture(BOOK, LOGO))
    assert told(copy) == []
    made = issued(copy)
    assert faults(tmp_path, made) == set()
    assert not any(b"LaserJet" in part or b"calcChain" in part for part in parts_of_zip(made).values())
    plain, again = opened(issued(with_picture(BOOK, LOGO))), opened(made)
    for page in plain:
        assert [[resolved(cell) for cell in row] for row in again[page.title]] == [
            [resolved(cell) for cell in row] for row in page
        ]


def test_guidance_keeps_its_notes_table_and_links_beside_ours(tmp_path: Path) -> None:
    def guided(book: Any) -> None:
        page = book.create_sheet("Our guidance", 1)
        for row in (["Week", "Who"], [1, "Ada"], ["On our intranet", None]):
            page.append(row)
        page["A1"].comment = Comment("Ask us", "trust HR")
        page["A3"].hyperlink = "https://example.invalid/pay"
        page.add_table(Table(displayName="Rota", ref="A1:B2"))
        page.print_area = "A1:B2"

    copy = book(guided)
    assert told(copy) == []
    marks = {"Staff": {(0, "payroll_number"): Mark("PM010: not known")}}
    content = standard_book(Contents(START, large(2, 1), carried(), marks=marks, template=copy)).bytes()
    assert faults(tmp_path, content) <= faults(tmp_path, copy)
    made = opened(content)
    page = made["Our guidance"]
    assert (page["A1"].comment.text, page["A3"].hyperlink.target) == ("Ask us", "https://example.invalid/pay")
    assert (list(page.tables), page.print_area) == (["Rota"], "'Our guidance'!$A$1:$B$2")
    assert made["Staff"]["A2"].comment.text == "PM010: not known"
    numbers = [table.id for sheet in made for table in sheet.tables.values()]
    assert len(numbers) == len(set(numbers))


def test_theme_colours_stay_what_they_are() -> None:
    def themed(book: Any) -> None:
        book["Reviews"]["D1"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=-0.5))

    colour = opened(issued(book(themed)))["Reviews"]["D1"].fill.fgColor
    assert (colour.theme, colour.tint) == (4, -0.5)


@pytest.mark.parametrize("content", [COPY, with_picture(book(), LOGO)], ids=["all", "logo"])
def test_excel_opens_it_without_repair_and_the_same_copy_gives_the_same_bytes(content: bytes, tmp_path: Path) -> None:
    assert faults(tmp_path, issued(content)) <= faults(tmp_path, content)
    assert issued(content) == issued(content)


def faults(folder: Path, content: bytes) -> set[str]:
    """What does not fit the format: openpyxl itself puts the parts of a typeface into another order."""
    (folder / "book.xlsx").write_bytes(content)
    found = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(folder / "book.xlsx").errors
    return {re.sub(r"\[[0-9]+\]", "", f"{each.part_uri} {each.description}") for each in found}


def plain_format(cell: Any) -> str:
    """A number format without the signs by which LibreOffice takes letters literally."""
    return str(cell.number_format).replace("\\", "").replace('"', "").lower()


@pytest.mark.office
def test_a_copy_saved_by_libreoffice_is_filled_as_well(tmp_path: Path) -> None:
    (tmp_path / "copy.xlsx").write_bytes(COPY)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", "copy.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "out" / "copy.xlsx").read_bytes()
    assert told(saved) == []
    before, after = opened(issued(COPY)), opened(issued(saved))
    assert after.sheetnames == before.sheetnames
    for page in before:
        for row in page.iter_rows():
            for cell in row:
                other = after[page.title][cell.coordinate]
                assert other.value == cell.value, (page.title, cell)
                assert plain_format(other) == plain_format(cell), (page.title, cell)
                if cell.fill.fill_type and cell.fill.fgColor.type == "rgb":
                    assert other.fill.fgColor.rgb == cell.fill.fgColor.rgb
    assert faults(tmp_path, issued(saved)) <= faults(tmp_path, saved)
    assert LOGO in parts_of_zip(issued(saved)).values()


# -- what goes back --------------------------------------------------------------------------------


def gone_back(content: bytes) -> Any:
    back = read_workbook("RIV.xlsx", content)
    blank = Contents(carried=carried(), days_off=days(), template=COPY)
    return opened(healed(back, [], {}, "", blank))


def test_what_goes_back_wears_it_too_and_has_each_sheet_once() -> None:
    made = gone_back(issued(COPY))
    assert ground(made, "Start", "A1") == PURPLE
    assert made.sheetnames[:4] == ["Start", "Findings", "Our guidance", "Staff"]
    assert made["Start"]["A45"].value == "Ring trust HR on extension 204."
    assert "Left over" not in made.sheetnames


def test_guidance_that_an_office_has_written_on_comes_back_as_it_wrote() -> None:
    answered = openpyxl.load_workbook(io.BytesIO(issued(COPY)))
    answered["Our guidance"]["C2"] = "Done in all year groups"
    out = io.BytesIO()
    answered.save(out)
    made = gone_back(out.getvalue())
    assert made.sheetnames.count("Our guidance") == 1
    assert made["Our guidance"]["C2"].value == "Done in all year groups"


# -- what does not fit -----------------------------------------------------------------------------


def cell(sheet: str, at: str, value: Any) -> Callable[[Any], None]:
    return lambda book: book[sheet].__setitem__(at, value)


def renamed(book: Any) -> None:
    book["Objectives"].title = "Objectivs"


def removed(book: Any) -> None:
    del book["Concerns"]


def hidden(book: Any) -> None:
    book["Panels"].sheet_state = "hidden"


def column_between(book: Any) -> None:
    book["Reviewers"].insert_cols(3)
    book["Reviewers"]["C1"] = "Room"


def row_above(book: Any) -> None:
    book["Objectives"].insert_rows(1)


def start_shifted(book: Any) -> None:
    book["Start"].insert_rows(3)


def findings(book: Any) -> None:
    book.create_sheet("Findings")["A1"] = "ours"


def private(book: Any) -> None:
    book.create_sheet("Guidance")["A1"] = "National Insurance number"


def failed(book: Any) -> None:
    book.create_sheet("Guidance")["A1"] = "=1/0"


def sampleless(book: Any) -> None:
    sample(book, "Finding: link", 1).value = "Link"


def no_footer(book: Any) -> None:
    book["Reviews"].oddFooter.center.text = None


def noted(book: Any) -> None:
    book["Start"]["A5"].comment = Comment("Ask us", "trust HR")


TAKE_OUT = "take it out (an office may add columns of its own to its workbook)"
CLEAR = "clear it: people and rows come when the workbook is issued"
PUT_BACK = "put it back, and write your own words into a free cell"
PLACE = "move it to a free place, such as C1:E2 of the title band, below the labels or right of column F"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (renamed, ["Objectives: the sheet is missing; “Objectivs” looks like it; name it Objectives again"]),
        (removed, ["Concerns: the sheet is missing; put it back from the standard workbook"]),
        (hidden, ["Panels: the sheet is hidden; show it, or delete it if it is your own"]),
        (
            cell("Objectives", "F1", "Measures & milestones"),
            ["Objectives F1: says “Measures & milestones” where the standard workbook has “Measures and milestones”; "
             "put the heading back"],
        ),
        (
            cell("Reviewers", "Z1", "Room"),
            [f"Reviewers Z1: “Room” is no column of the standard workbook; {TAKE_OUT}"],
        ),
        (
            column_between,
            [f"Reviewers C1: “Room” is no column of the standard workbook; {TAKE_OUT}"],
        ),
        (row_above, ["Objectives: has its headings in row 2; delete the rows above them"]),
        (cell("Staff", "A2", "0001041"), [f"Staff: holds something (A2) below its headings; {CLEAR}"]),
        (
            cell("Start", "A1", "Our performance reviews"),
            ["Start A1: says “Our performance reviews” where the standard workbook says “Performance management”; "
             f"{PUT_BACK}"],
        ),
        (cell("Start", "B5", "Saltmarsh"), ["Start B5: is filled in when a workbook is issued; clear it"]),
        (cell("Start", "E15", "soon"), ["Start E15: is filled in when a workbook is issued; clear it"]),
        (
            start_shifted,
            ["Start: its rows, columns or words were moved or changed (A4, C4 and E4 …); put Start back as in the "
             "standard workbook, and write into free cells"],
        ),
        (findings, ["Findings: is the name of a sheet that comes with findings; give it another name"]),
        (
            private,
            ["Guidance: looks as if it held National Insurance numbers (PM802); take that out: every office would be "
             "told"],
        ),
        (failed, ["Guidance A1: is an error, or a formula without a result; write it as text"]),
        (
            sampleless,
            ["Samples: the sample “Finding: link” (Plain) is missing; put it back from the standard workbook"],
        ),
        (
            no_footer,
            ["Reviews: its header and footer say no longer [Academy, cycle] and CONFIDENTIAL; write both into one of "
             "them: every page says whose it is"],
        ),
        (noted, ["Start: has notes at its cells; write into free cells: notes are where findings are told"]),
    ],
)  # fmt: skip
def test_one_fault_is_told_in_one_line(edit: Callable[[Any], None], says: list[str]) -> None:
    assert told(book(edit)) == says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (with_picture(BOOK, LOGO, at=(4, 0)), [f"Start A5: the picture covers A5; {PLACE}"]),
        (with_picture(BOOK, LOGO, to=(2, 6)), [f"Start C1: the picture covers F1; {PLACE}"]),
        (with_picture(BOOK, LOGO, to=(5, 4)), [f"Start C1: the picture covers C4; {PLACE}"]),
        (
            with_picture(BOOK, LOGO, sheet=2),
            ["Staff: has a picture or shape; move it to Start or to a sheet of your own"],
        ),
        (
            with_picture(BOOK, b"GIF89a"),
            ["Start C1: the picture is no whole PNG or JPEG; save it as PNG and put it in again"],
        ),
        (
            with_picture(BOOK, LOGO + NOISE),
            ["Start C1: with this picture (1.1 MB) the pictures are over 1 MB together; "
             "use smaller ones: every workbook carries them"],
        ),
        (
            with_part(BOOK, "xl/vbaProject.bin", b"x"),
            ["holds macros; take them out and save it as an Excel workbook (.xlsx)"],
        ),
        (
            with_part(BOOK, "xl/externalLinks/externalLink1.xml", b"<a/>"),
            ["holds links to other workbooks; take them out and save it as an Excel workbook (.xlsx)"],
        ),
    ],
)  # fmt: skip
def test_pictures_and_foreign_parts_are_told(content: bytes, says: list[str]) -> None:
    assert told(content) == says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty (0 bytes)"),
        (BOOK[:-300], "is damaged: it is not whole, or was changed on its way"),
        (zipped({"a.txt": b"x"}), "is a zip of other files under an Excel name"),
        (changed(BOOK, "xl/styles.xml", lambda part: part + bytes(29_000_000)), "grows beyond all measure"),
        (changed(BOOK, "xl/styles.xml", lambda part: part.replace(b'lId="2"', b'lId="99"')), "its formats cannot be"),
        (changed(BOOK, "xl/styles.xml", lambda part: b"<!DOCTYPE a>" + part), "holds a document type declaration"),
    ],
)
def test_hostile_and_damaged_files_are_refused_in_one_line(content: bytes, says: str) -> None:
    (line,) = told(content)
    assert says in line
    (misfit,) = check(content, None).misfits
    assert str(misfit) == line


@pytest.mark.parametrize("seed", range(30))
def test_damage_within_the_parts_is_told_or_does_no_harm(seed: int) -> None:
    dice = Random(seed)
    parts = ("styles", "worksheets/sheet1", "worksheets/sheet3", "drawings/logo", "workbook")
    assert all(line.isprintable() for line in told(damaged(COPY, f"xl/{dice.choice(parts)}.xml", dice)))
