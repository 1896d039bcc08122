"""Edited copies of the standard workbook: what is taken from them, and what is refused."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from issued_workbooks import AFTER_REVIEWS, START, carried, days, large, opened
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openxml_audit import FileFormat, OpenXmlValidator
from pmr_batch.templates.contrast import contrast, too_little
from pmr_batch.templates.fitted import look_of
from pmr_batch.workbook.look import Look
from templates_edited import BOOK, book, damaged, png, with_part, with_picture
from workbooks import changed, parts_of_zip, zipped

from pmr_batch.excel.writing.standard import Contents, standard_workbook
from pmr_batch.layout.standard_workbook import CHECKS, LISTS, SETTINGS, SHEETS
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.read.worker import read_workbook
from pmr_batch.templates.check import check

PURPLE, LILAC, DARK = "5B2D8E", "F3EDF9", "3B1D5E"
LOGO = png()
#: Bytes that no zip makes smaller.
NOISE = b"".join(hashlib.sha256(str(number).encode()).digest() for number in range(35_000))


def filled(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=f"FF{colour}")


def coloured(book: Any) -> None:
    """Band, a heading of either kind and tabs in the trust's purple: one heading is enough."""
    start = book["Start"]
    for row in start["A1:F2"]:
        for cell in row:
            cell.fill = filled(PURPLE)
    book["Reviews"]["D1"].fill = filled(PURPLE)
    book["Staff"]["A1"].fill = filled(DARK)
    book["Staff"].sheet_properties.tabColor = f"FF{PURPLE}"


def worded(book: Any) -> None:
    """Words in free cells of Start, a sheet of guidance before Staff, a wider column."""
    start = book["Start"]
    start["A28"] = "Ring trust HR on extension 204."
    start["H5"] = "Trust calendar"
    start["H5"].font = Font(bold=True, size=13, color=f"FF{PURPLE}")
    start.merge_cells("H7:J9")
    start["H7"], start["H7"].alignment = "Agree objectives together.", Alignment(wrap_text=True)
    start.row_dimensions[1].height = 60
    guidance = book.create_sheet("Our guidance", 1)
    guidance["A1"], guidance["A2"], guidance["B2"] = "How we write objectives", 1, "Say what pupils will do."
    guidance.column_dimensions["B"].width = 70
    book["Objectives"].column_dimensions["D"].width = 80


def both(book: Any) -> None:
    coloured(book)
    worded(book)


COPY = with_picture(book(both), LOGO)


def told(content: bytes) -> list[str]:
    return [str(each) for each in look_of(content)[1]]


def issued(content: bytes) -> bytes:
    """A workbook that wears the look of a copy."""
    look, misfits = look_of(content)
    assert misfits == []
    return standard_workbook(START, large(3, 1), carried(), days(), AFTER_REVIEWS, look)


def ground(book: Any, sheet: str, cell: str) -> str:
    return str(book[sheet][cell].fill.fgColor.rgb)[2:]


# -- what fits -------------------------------------------------------------------------------------


def test_the_standard_workbook_fits_and_changes_nothing() -> None:
    assert look_of(BOOK) == look_of(book()) == (Look(), [])
    plain = standard_workbook(START, large(3, 1), carried(), days(), AFTER_REVIEWS)
    assert issued(book()) == plain


def test_an_issued_workbook_wears_the_colours() -> None:
    made = opened(issued(COPY))
    assert {ground(made, "Start", cell) for cell in ("A1", "C1", "F2")} == {PURPLE}
    assert {ground(made, sheet, "A1") for sheet in ("Staff", "Objectives", "Reviews")} == {DARK}
    heads = {cell.fill.fgColor.rgb[2:] for cell in made["Objectives"][1]}
    assert heads == {PURPLE, DARK, "EEF3F5"}
    assert ground(made, "Checks", "A1") == PURPLE
    assert made["Staff"].sheet_properties.tabColor.rgb[2:] == PURPLE


def test_an_issued_workbook_has_the_logo_where_it_was_put() -> None:
    parts = parts_of_zip(issued(COPY))
    assert parts["xl/media/image1.png"] == LOGO
    drawing = parts["xl/drawings/drawing1.xml"].decode()
    assert re.findall(r"<xdr:from><xdr:col>(\d+)</xdr:col><xdr:colOff>(\d+)</xdr:colOff><xdr:row>(\d+)<", drawing) == [
        ("2", str(4 * 9525), "0")
    ]
    assert 'descr="Our logo"' in drawing
    assert 'cx="2286000" cy="571500"' in drawing


def test_an_issued_workbook_says_the_trusts_own_words() -> None:
    made = opened(issued(COPY))
    start = made["Start"]
    assert (start["A28"].value, start["H5"].value) == ("Ring trust HR on extension 204.", "Trust calendar")
    assert (start["H5"].font.b, start["H5"].font.color.rgb) == (True, f"FF{PURPLE}")
    assert "H7:J9" in start.merged_cells
    assert start.row_dimensions[1].height == 60
    assert made.sheetnames[:3] == ["Start", "Our guidance", "Staff"]
    assert [[cell.value for cell in row] for row in made["Our guidance"]["A1:B2"]] == [
        ["How we write objectives", None],
        [1, "Say what pupils will do."],
    ]
    assert made["Our guidance"].column_dimensions["B"].width == pytest.approx(70, abs=0.1)
    assert made["Objectives"].column_dimensions["D"].width == pytest.approx(80, abs=0.1)


def test_all_else_is_as_the_declaration_makes_it() -> None:
    plain = opened(standard_workbook(START, large(3, 1), carried(), days(), AFTER_REVIEWS))
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


def test_theme_colours_are_read_as_they_are_shown() -> None:
    def themed(book: Any) -> None:
        book["Reviews"]["D1"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=-0.5))

    look, misfits = look_of(book(themed))
    assert misfits == []
    assert look.dress.styles == {"head": {"bg_color": "#254061"}}


@pytest.mark.parametrize("content", [COPY, with_picture(book(), LOGO)], ids=["all", "logo"])
def test_excel_opens_it_without_repair_and_the_same_copy_gives_the_same_bytes(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(issued(content))
    assert OpenXmlValidator(FileFormat.MICROSOFT_365).validate(tmp_path / "book.xlsx").errors == []
    assert issued(content) == (tmp_path / "book.xlsx").read_bytes()


@pytest.mark.office
def test_a_copy_saved_by_libreoffice_gives_the_same_look(tmp_path: Path) -> None:
    (tmp_path / "copy.xlsx").write_bytes(COPY)
    (tmp_path / "plain.xlsx").write_bytes(BOOK)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", "copy.xlsx", "plain.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert look_of((tmp_path / "out" / "plain.xlsx").read_bytes()) == (Look(), [])
    look, misfits = look_of((tmp_path / "out" / "copy.xlsx").read_bytes())
    before = look_of(COPY)[0]
    assert misfits == []
    assert (look.dress.tabs, look.dress.widths) == (before.dress.tabs, before.dress.widths)
    parts = ("band", "head", "head_prefilled")
    assert [look.dress.styles[part] for part in parts] == [before.dress.styles[part] for part in parts]
    assert [one.value for one in look.start.words] == [one.value for one in before.start.words]
    assert [(one.row, one.column, one.content) for one in look.start.pictures] == [(0, 2, LOGO)]


# -- what goes back --------------------------------------------------------------------------------


def gone_back(content: bytes) -> Any:
    back = read_workbook("RIV.xlsx", content)
    look = look_of(COPY)[0]
    blank = Contents(carried=carried(), days_off=days(), look=look)
    return opened(healed(back, [], {}, "3fa85c01", "", blank))


def test_what_goes_back_wears_it_too_and_has_each_sheet_once() -> None:
    made = gone_back(issued(COPY))
    assert ground(made, "Start", "A1") == PURPLE
    assert made.sheetnames[:4] == ["Start", "Findings", "Our guidance", "Staff"]
    assert made["Start"]["A28"].value == "Ring trust HR on extension 204."
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


def pale_band(book: Any) -> None:
    for row in book["Start"]["A1:F2"]:
        for each in row:
            each.fill = filled("F2C14E")


def two_colours(book: Any) -> None:
    book["Reviews"]["D1"].fill = filled(PURPLE)
    book["Meetings"]["D1"].fill = filled(DARK)


def faint_words(book: Any) -> None:
    book["Start"]["H5"] = "Trust calendar"
    book["Start"]["H5"].font = Font(color="FFBBBBBB")


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


TAKE_OUT = "take it out (an office may add columns of its own to its workbook)"
CLEAR = "clear it: people and rows come when the workbook is issued"
PUT_BACK = "put it back, and write your own words into a free cell"
COLOURS = "take a darker and a lighter colour, with a contrast of at least 4.5 to 1"
PLACE = "move it to a free place, such as C1:E2 of the title band, below the labels or right of column F"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (renamed, ["Objectives: the sheet is missing; “Objectivs” looks like it; name it Objectives again"]),
        (removed, ["Concerns: the sheet is missing; put it back from the standard workbook"]),
        (hidden, ["Panels: the sheet is hidden; show it, or delete it if it is your own"]),
        (
            cell("Objectives", "E1", "Measures & milestones"),
            ["Objectives E1: says “Measures & milestones” where the standard workbook has “Measures and milestones”; "
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
        (
            pale_band,
            [
                "Start A1 (the title band): text #FFFFFF on #F2C14E has a contrast of 1.67 to 1, and needs 4.5 to 1; "
                f"{COLOURS}",
                "Start A2 (the second line of the title band): text #D7E6EA on #F2C14E has a contrast of 1.31 to 1, "
                f"and needs 4.5 to 1; {COLOURS}",
            ],
        ),
        (
            two_colours,
            ["headings have several colours (#3B1D5E in Meetings D1, #5B2D8E in Reviews D1); give all of them the same "
             "one"],
        ),
        (
            faint_words,
            [f"Start H5: text #BBBBBB on #FFFFFF has a contrast of 1.91 to 1, and needs 4.5 to 1; {COLOURS}"],
        ),
        (findings, ["Findings: is the name of a sheet that comes with findings; give it another name"]),
        (
            private,
            ["Guidance: looks as if it held National Insurance numbers (PM802); take that out: every office would be "
             "told"],
        ),
        (failed, ["Guidance A1: is an error, or a formula without a result; write it as text"]),
    ],
)  # fmt: skip
def test_one_fault_is_told_in_one_line(edit: Callable[[Any], None], says: list[str]) -> None:
    assert told(book(edit)) == says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (with_picture(BOOK, LOGO, at=(4, 0)), [f"Start A5: the picture covers A5; {PLACE}"]),
        (with_picture(BOOK, LOGO, size=(600, 60)), [f"Start C1: the picture covers F1; {PLACE}"]),
        (with_picture(BOOK, LOGO, size=(240, 300)), [f"Start C1: the picture covers C4; {PLACE}"]),
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
        (with_part(BOOK, "xl/media/a.bin", bytes(29_000_000)), "grows beyond all measure"),
        (changed(BOOK, "xl/styles.xml", lambda part: part.replace(b'fillId="2"', b'fillId="9"')), "its formats cannot"),
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


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert too_little("#767676", "#FFFFFF") is None
    assert too_little("#777777", "#FFFFFF") == "text #777777 on #FFFFFF has a contrast of 4.47 to 1, and needs 4.5 to 1"


def test_a_look_has_no_say_in_what_a_workbook_is() -> None:
    look = look_of(COPY)[0]
    assert set(vars(look)) == {"dress", "start", "own"}
    assert replace(look, dress=Look().dress, start=Look().start, own={}) == Look()
