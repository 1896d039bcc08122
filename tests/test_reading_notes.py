"""Notes at cells come back where they hung; colours and words struck through are told."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from workbooks import a_return, as_excel_does, changed, edited, parts_of_zip, zipped

from pmr_batch.layout.standard_workbook import OBJECTIVES
from pmr_batch.model.returns import CellNote, Return
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.read.worker import read_return
from pmr_batch.rules import RULES
from pmr_batch.rules.messages import names_of, stamp
from pmr_batch.workbook.contents import Contents

STAFF_ROWS = """
    | Payroll number | Name        | Role    | Employment start |
    | 0001041        | Ann Appleby | teacher | 2019-09-01       |
    |                |             |         |                  |
    | 0001042        | Bo Birch    | HLTA    | 2019-09-01       |
"""
RED = PatternFill("solid", fgColor="FFFF0000")


def note(page: Any, cell: str, text: str) -> None:
    page[cell].comment = Comment(text, "Office")


def read(edit: Any, sheets: Any = None) -> Return:
    content = edited(a_return({"Staff": STAFF_ROWS, **(sheets or {})}), edit)
    return read_return("return.xlsx", content)


def back(one: Return) -> tuple[bytes, Any]:
    """The workbook that goes back, and as it opens."""
    names = names_of(one)
    content = healed(one, [stamp(spot, RULES[spot.code], one, names) for spot in one.spots], names, "", Contents())
    return content, openpyxl.load_workbook(io.BytesIO(content))


def hung(book: Any, sheet: str) -> dict[str, str]:
    cells = (cell for row in book[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def told(one: Return, code: str) -> list[tuple[str | None, str]]:
    return [(spot.sheet, spot.words["what"]) for spot in one.spots if spot.code == code]


# -- notes ---------------------------------------------------------------------------------------


def test_notes_are_told_and_come_back_at_their_cells() -> None:
    def edit(book: Any) -> None:
        note(book["Staff"], "B4", "back in May\nor June")
        note(book["Staff"], "A1", "from payroll")
        note(book["Start"], "B16", "ask Olga")

    one = read(edit)
    assert one.notes == (
        CellNote("Start", 16, "B16", "Authorised by", "ask Olga"),
        CellNote("Staff", 0, "A1", "Payroll number", "from payroll"),
        CellNote("Staff", 4, "B4", "Name", "back in May\nor June"),
    )
    assert told(one, "PM014") == [
        ("Start", "has notes at the cell B16; they are carried along"),
        ("Staff", "has notes at 2 cells (A1, B4); they are carried along"),
    ]
    _, book = back(one)
    assert hung(book, "Staff")["A1"] == "from payroll"
    assert hung(book, "Staff")["B3"] == "back in May\nor June"
    assert list(hung(book, "Start").values()) == ["ask Olga"]


def test_a_note_at_a_cell_with_a_finding_follows_it_and_is_read_again_alone() -> None:
    one = read(lambda book: note(book["Staff"], "C2", "see Query PM405: of last year"))
    content, book = back(one)
    text = hung(book, "Staff")["E2"]
    assert text.startswith("Note PM015: ")
    assert text.endswith("\n\nsee Query PM405: of last year")
    again = read_return("return.xlsx", content)
    assert [each.text for each in again.notes] == ["see Query PM405: of last year"]
    _, book = back(again)
    assert hung(book, "Staff")["E2"] == "see Query PM405: of last year"


def test_what_an_office_writes_into_a_note_of_ours_is_its_own() -> None:
    one = read(lambda book: None)
    content, book = back(one)
    ours = hung(book, "Staff")["E2"]

    def answer(book: Any) -> None:
        note(book["Staff"], "E2", f"{ours}\nRight, thank you")

    (theirs,) = read_return("return.xlsx", edited(content, answer)).notes
    assert theirs.text == "Right, thank you"

    def answer_on_the_line(book: Any) -> None:
        note(book["Staff"], "E2", f"{ours} Right, thank you")

    (theirs,) = read_return("return.xlsx", edited(content, answer_on_the_line)).notes
    assert theirs.text == f"{ours} Right, thank you"


def test_a_long_note_of_ours_that_was_cut_short_is_still_ours() -> None:
    def many(book: Any) -> None:
        for row in range(2, 40):
            book["Objectives"].cell(row, 1, "0001041")
            book["Objectives"].cell(row, 2, f"{'x' * 70}")

    one = read(many)
    names = names_of(one)
    one = Return(**{**one.__dict__, "spots": one.spots * 12})
    content = healed(one, [stamp(spot, RULES[spot.code], one, names) for spot in one.spots], names, "", Contents())
    assert max(map(len, hung(openpyxl.load_workbook(io.BytesIO(content)), "Staff").values())) == 1_000
    assert read_return("return.xlsx", content).notes == ()


def test_notes_that_have_no_cell_in_the_fresh_workbook_are_left_over() -> None:
    def edit(book: Any) -> None:
        note(book["Staff"], "B3", "a blank row")
        note(book["Rota"], "A1", "Tuesdays")
        note(book["Findings"], "B2", "we know")

    one = read(edit, {"Rota": "| Week |\n| 1 |", "Findings": "| x |"})
    _, book = back(one)
    left = [[cell.value for cell in row] for row in book["Left over"].iter_rows(min_row=2)]
    assert left == [
        ["Staff", "Note at B3", 3, "a blank row"],
        ["Rota", "Note at A1", 1, "Tuesdays"],
        ["Findings", "Note at B2", 2, "we know"],
    ]


def test_notes_on_columns_of_the_office_go_along_with_them_unless_they_stay_behind() -> None:
    rows = [
        ["Payroll number", "No", "Objective", "Kind", "Due on", "Set on", "Done?", "NI number"],
        ["0001041", 1, *[None] * 4, "x", "y"],
    ]
    headings = [each.heading for each in OBJECTIVES if each.heading not in rows[0]]
    rows[0] += headings

    def edit(book: Any) -> None:
        note(book["Objectives"], "G2", "nearly")
        note(book["Objectives"], "H2", "from payroll")
        note(book["Objectives"], "C2", "her number is QQ123456C")

    one = read(edit, {"Objectives": rows})
    assert [each.text for each in one.notes] == ["nearly"]
    assert told(one, "PM802") == [
        ("Objectives", "looks like it holds National Insurance numbers; it is not carried along"),
        ("Objectives", "looks like it holds National Insurance numbers; it is not carried along"),
    ]
    _, book = back(one)
    (cell,) = hung(book, "Objectives")
    assert book["Objectives"].cell(1, book["Objectives"][cell].column).value == "Done?"
    assert hung(book, "Objectives")[cell] == "nearly"


def test_threaded_comments_are_notes_with_who_said_what() -> None:
    content = edited(
        a_return({"Staff": STAFF_ROWS}), lambda book: note(book["Staff"], "B2", "[Threaded comment]\n\nYour version")
    )
    parts = parts_of_zip(content)
    space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
    said = "".join(
        f'<threadedComment ref="B2" personId="{{{at}}}" id="{{A{at}}}"><text>{text}</text></threadedComment>'
        for at, text in enumerate(("Is she back?", "In May &amp; June"))
    )
    parts["xl/threadedComments/threadedComment1.xml"] = f"<ThreadedComments {space}>{said}</ThreadedComments>".encode()
    people = '<person displayName="Olga" id="{0}"/>'
    parts["xl/persons/person.xml"] = f"<personList {space}>{people}</personList>".encode()
    of_2017 = "http://schemas.microsoft.com/office/2017/10/relationships"
    link = f'<Relationship Id="t1" Type="{of_2017}/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
    rels = "xl/worksheets/_rels/sheet2.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{link}</Relationships>".encode())
    link = f'<Relationship Id="p1" Type="{of_2017}/person" Target="persons/person.xml"/>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{link}</Relationships>".encode())
    one = read_return("return.xlsx", zipped(parts))
    assert [(each.cell, each.text) for each in one.notes] == [("B2", "Olga: Is she back?\nIn May & June")]
    assert (None, "holds threaded comments, which are carried along as notes") in told(one, "PM022")


def test_a_note_longer_than_a_cell_is_refused_with_its_place() -> None:
    one = read(lambda book: note(book["Staff"], "B2", "x" * 20_000))
    assert told(one, "PM001") == [(None, "has a note of 20,000 characters at the cell B2 of the sheet “Staff”")]


# -- looks ---------------------------------------------------------------------------------------


def test_colours_given_by_hand_and_words_struck_through_are_told() -> None:
    def edit(book: Any) -> None:
        book["Staff"]["B2"].fill = RED
        book["Staff"]["D4"].fill = RED
        book["Staff"]["A4"].font = Font(color="FFC00000")
        book["Staff"]["B4"].font = Font(strike=True)
        book["Priorities"]["A2"].value = "READ"
        book["Priorities"]["A2"].font = Font(strike=True)

    assert told(read(edit), "PM022") == [
        ("Staff", "has words struck through in the cell B4; they are read as they stand"),
        ("Staff", "has colours of its own in 3 cells (B2, A4, D4); what they mean is not read"),
        ("Priorities", "has words struck through in the cell A2; they are read as they stand"),
    ]


def test_words_partly_struck_through_are_told() -> None:
    struck = b'<si><r><t xml:space="preserve">Ann </t></r><r><rPr><strike/></rPr><t>Appleby</t></r></si>'
    content = changed(
        as_excel_does(a_return({"Staff": STAFF_ROWS})),
        "xl/sharedStrings.xml",
        lambda part: part.replace(b"<si><t>Ann Appleby</t></si>", struck),
    )
    one = read_return("return.xlsx", content)
    assert one.tables["Staff"].columns["name"][0] == "Ann Appleby"
    assert told(one, "PM022") == [("Staff", "has words struck through in the cell B2; they are read as they stand")]


@pytest.mark.parametrize("colour", ["FFFFF0C2", "FFFBDCD6", "FFF7F9FA", "FFFFFFFF", "FF000000"])
def test_the_programs_own_colours_and_plain_ones_say_nothing(colour: str) -> None:
    one = read(lambda book: setattr(book["Staff"]["B2"], "fill", PatternFill("solid", fgColor=colour)))
    assert told(one, "PM022") == []


def test_a_column_that_is_coloured_throughout_says_nothing_but_its_exceptions_do() -> None:
    def edit(book: Any) -> None:
        book["Staff"]["A5"] = "0001043"
        for row in range(1, 8):
            book["Staff"].cell(row, 2).fill = RED
        book["Staff"]["B4"].fill = PatternFill("solid", fgColor="FF00FF00")

    assert told(read(edit), "PM022") == [("Staff", "has colours of its own in the cell B4; what they mean is not read")]
