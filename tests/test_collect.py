"""Forms filled in in Word, back in the workbook: every word at its cell, and nothing taken that is in doubt."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from filled_forms import (
    AS_OF,
    BODY,
    PROPERTIES,
    RETURN,
    W,
    beside,
    by_column,
    cells,
    changes,
    collected,
    controls,
    edited,
    in_row,
    made,
    refusals,
    returned,
    trust,
    written,
)
from lxml import etree
from templates_edited import form as own_template
from workbooks import parts_of_zip, zipped

from pmr_batch.cli import main
from pmr_batch.commands.check import check
from pmr_batch.commands.collect.collection_text import as_text
from pmr_batch.commands.collect.form_document import open_form
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.appendix_a.labels import OUTCOME
from pmr_batch.word.appendix_a.stages import FormStage


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust with the return of base.yml: to read."""
    return trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module")
def form(folder: Path) -> Path:
    """Ann Appleby's draft."""
    return made(folder)


@pytest.fixture(scope="module")
def start(folder: Path) -> Path:
    """Her form with the objectives, to write in."""
    return made(folder, FormStage.START)


# -- what is taken ---------------------------------------------------------------------------------


def test_a_form_in_which_nothing_was_written_changes_nothing(folder: Path, form: Path) -> None:
    before = form.read_bytes()
    result = collected(folder, form)
    assert (changes(result), refusals(result), result.copies) == ({}, [], ())
    assert form.read_bytes() == before


def test_every_place_that_is_written_in_goes_to_its_column(folder: Path, form: Path) -> None:
    back = edited(
        form,
        written("standards", "Job description"),
        written("aspect", "Early reading"),
        written("initial_meeting", "7 October 2025"),
        written("informal_review", "11/2/2026".replace("11", "13")),
        written("final_review", "Friday 2nd October 2026"),
        *(written(f"objective.{part}", f"New {part}", 2) for part in ("objective", "measures", "success", "summary")),
        written("objective.due_on", "30 May 2026", 2),
        written("objective.outcome", "Partly met", 2),
        *(written(f"development.{part}", f"New {part}\nin two lines") for part in ("required", "delivery", "impact")),
        *(written(tag, f"New {tag}") for tag in ("against_objectives", "job_role", "teaching", "cpd", "comments")),
        written("criteria", "have not been met:"),
        written("reviewer_signed_on", "16 October 2026"),
        written("employee_signed_on", "2026-10-17"),
    )
    result = collected(folder, back)
    assert refusals(result) == []
    assert by_column(result) == {
        "Staff.Professional standards": "Job description",
        "Staff.Improvement plan aspects": "Early reading",
        "Meetings.Date": date(2026, 2, 13),
        "Objectives.Objective": "New objective",
        "Objectives.Measures and milestones": "New measures",
        "Objectives.What success looks like": "New success",
        "Objectives.Due on": date(2026, 5, 30),
        "Objectives.Outcome": "Partly met",
        "Objectives.Summary of success": "New summary",
        "Development.Development required": "New required\nin two lines",
        "Development.Delivery": "New delivery\nin two lines",
        "Development.Application and impact": "New impact\nin two lines",
        "Reviews.Assessment against objectives": "New against_objectives",
        "Reviews.Assessment against job role": "New job_role",
        "Reviews.Quality of teaching": "New teaching",
        "Reviews.CPD activity": "New cpd",
        "Reviews.Pay criteria": "Have not been met",
        "Reviews.Employee's comments": "New comments",
        "Reviews.Reviewer signed on": date(2026, 10, 16),
        "Reviews.Employee signed on": date(2026, 10, 17),
    }
    assert [one.becomes for each in result.read for one in each.changes if one.column.sheet == "Meetings"] == [
        date(2025, 10, 7),
        date(2026, 10, 2),
        date(2026, 2, 13),
    ]


def test_the_new_copy_holds_it_at_the_cells_that_were_told_and_all_else_as_before(start: Path, tmp_path: Path) -> None:
    folder = trust(tmp_path)
    back = edited(
        start,
        written("objective.summary", "Nine in ten passed"),
        written("objective.objective", "Run the choir"),
        written("objective.objective", "Write the handbook", 3),
        written("objective.due_on", "1 July 2026", 3),
        written("informal_review", "5 May 2026", 1),
        written("development.required", "Choir training", 1),
    )
    before = (folder / RETURN).read_bytes()
    result = collected(folder, back, take=True)
    (copy,) = result.copies
    there = cells(copy.copy)
    assert copy.copy == folder / RETURN.with_name("Riverside collected.xlsx")
    assert (folder / RETURN).read_bytes() == before
    assert {at: there[at] for at in changes(result)} == changes(result)
    assert refusals(result) == [
        "Objectives P2, objective 1: Summary of success: the form says “Nine in ten passed”, the workbook "
        "“Ninety-two in a hundred passed”, which the form was not made with; put right by hand what is to stand there"
    ]
    assert there["Start!B14"] == 2, "it supersedes the one that came"
    assert [there.get(f"Objectives!{at}5") for at in "ACDHJ"] == [
        "0001041",
        4,
        "Write the handbook",
        None,
        date(2026, 7, 1),
    ]
    assert [there.get(f"Meetings!{at}6") for at in "ADE"] == ["0001041", date(2026, 5, 5), "Informal review"]
    assert there["Development!D3"] == "Choir training"
    again = collected(folder, edited(start, written("objective.objective", "Write the handbook", 3)))
    assert changes(again) == {}, "it stands in the workbook already"
    assert collected(folder, back, take=True).copies == ()


def test_a_copy_never_takes_the_place_of_another_and_is_checked_as_the_workbook_was(form: Path, tmp_path: Path) -> None:
    folder = trust(tmp_path)
    returned(folder, {"Objectives": "| Payroll number | No | Due on |\n| 0001041 | 1 | soon |\n| 0001041 | 2 | |"})
    workbook = folder / RETURN
    workbook.with_name("Riverside collected.xlsx").touch()
    (copy,) = collected(folder, edited(form, written("cpd", "New")), workbook=workbook, take=True).copies
    assert copy.copy.name == "Riverside collected (2).xlsx"
    with ThreadPoolExecutor(1) as executor:
        before, after = (
            [(one.code, one.sheet, one.row, one.column, one.value) for one in findings if one.cell]
            for findings in (check([path], folder, AS_OF, executor).findings for path in (workbook, copy.copy))
        )
    assert before == after != []
    shutil.copy(workbook, folder / "there.xlsx")
    asked = ["collect", str(form), "--folder", str(folder), "--to", str(folder / "there.xlsx")]
    refused = CliRunner().invoke(main, asked)
    assert (refused.exit_code, refused.stderr.strip()) == (
        2,
        "there.xlsx: is there already; nothing is overwritten, so give the new copy another name",
    )


#: What is written in each place, and what its cell then holds.
WRITTEN = {
    "cpd": ("first\n\nthird", "first\n\nthird"),
    "teaching": ("=1+1", "=1+1"),
    "job_role": ("a <b> & “c”", "a <b> & “c”"),
    "comments": ("مرحبا 👩🏽‍🏫", "مرحبا 👩🏽‍🏫"),
    "against_objectives": ("x" * 32_767, "x" * 32_767),
    "development.delivery": ("  around  ", "around"),
    "development.impact": ("", None),
}


def test_text_is_taken_as_it_was_written(folder: Path, form: Path, tmp_path: Path) -> None:
    back = edited(form, *(written(tag, text) for tag, (text, _) in WRITTEN.items()))
    result = collected(folder, back, take=True, to=tmp_path / "copy.xlsx")
    there = cells(tmp_path / "copy.xlsx")
    assert {at: there.get(at) for at in changes(result)} == changes(result)
    assert by_column(result) == {
        f"{CONTROLS[tag].column.sheet}.{CONTROLS[tag].column.heading}": becomes for tag, (_, becomes) in WRITTEN.items()
    }


def test_words_beside_a_control_and_lists_and_added_paragraphs_are_read(folder: Path, form: Path) -> None:
    def listed(body: Any) -> None:
        """Two bulleted paragraphs, as they are pasted below the control."""
        line = controls(body, "teaching")[0].getparent()
        for text in ("second", "first"):
            line.addnext(
                parse_xml(
                    f'<w:p {nsdecls("w")}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
                    f"<w:r><w:t>{text}</w:t></w:r></w:p>"
                )
            )

    back = edited(
        form,
        beside("cpd", "Typed where the control was"),
        beside("objective.outcome", "Not met"),
        beside("objective.success", "Outcome: all gained"),
        beside("criteria", "have not been met:"),
        listed,
    )
    assert by_column(collected(folder, back)) == {
        "Reviews.CPD activity": "Typed where the control was",
        "Reviews.Quality of teaching": "Good, and often outstanding\n• first\n• second",
        "Reviews.Pay criteria": "Have not been met",
        "Objectives.Outcome": "Not met",
        "Objectives.What success looks like": "Outcome: all gained",
    }


def test_a_line_that_begins_as_a_label_does_is_read_as_what_somebody_wrote(folder: Path, form: Path) -> None:
    def entered(body: Any) -> None:
        """A line of their own above that of the label, which keeps its style."""
        line = controls(body, "objective.summary")[0].getparent()
        line.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{OUTCOME} of the tests was good</w:t></w:r></w:p>"))

    back = edited(form, written("objective.summary", "All gained"), written("objective.outcome", "Not met"), entered)
    assert by_column(collected(folder, back)) == {
        "Objectives.Summary of success": f"All gained\n{OUTCOME} of the tests was good",
        "Objectives.Outcome": "Not met",
    }


def test_lines_that_word_makes_paragraphs_of_are_read(folder: Path, form: Path) -> None:
    def entered(body: Any) -> None:
        """The Enter key in a control: Word makes it one around paragraphs."""
        control = controls(body, "cpd")[0]
        line = control.getparent()
        line.addprevious(control)
        content = control.find(f"{W}sdtContent")
        content.clear()
        for text in ("first", "second"):
            content.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{text}</w:t></w:r></w:p>"))

    def pasted(body: Any) -> None:
        """A small table, pasted below what stands in a place."""
        words = ("Autumn", "Spring")
        cells_of = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in words)
        line = controls(body, "teaching")[0].getparent()
        line.addnext(parse_xml(f"<w:tbl {nsdecls('w')}><w:tr>{cells_of}</w:tr></w:tbl>"))

    result = collected(folder, edited(form, entered, pasted))
    assert by_column(result) == {
        "Reviews.CPD activity": "first\nsecond",
        "Reviews.Quality of teaching": "Good, and often outstanding\nAutumn\nSpring",
    }
    assert refusals(result) == []


def test_arrows_and_faces_that_word_made_while_somebody_typed_are_read(folder: Path, form: Path) -> None:
    def signed(body: Any) -> None:
        run = controls(body, "cpd")[0].find(f"{W}sdtContent")[0]
        for font, place in (("Wingdings", "F0E0"), ("Webdings", "F041")):
            run.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="{font}" w:char="{place}"/>'))

    result = collected(folder, edited(form, written("cpd", "M3 "), signed))
    assert by_column(result) == {"Reviews.CPD activity": "M3 →�"}
    assert refusals(result) == [
        "Not read: signs of the font Webdings, which stand as � in the text; look at them in Word"
    ]


def test_a_row_that_is_taken_is_never_taken_again(form: Path, tmp_path: Path) -> None:
    folder = trust(tmp_path)
    back = edited(
        form,
        in_row(2, 1, "", "A course", ""),
        in_row(1, 3, "", "Weekly", ""),
        written("informal_review", "5 May 2026"),
        written("cpd", ""),
    )
    (copy,) = collected(folder, back, take=True).copies
    assert len(copy.changes) == 7, [str(one) for one in copy.changes]
    assert changes(collected(folder, back)) == {}


def test_the_pay_line_may_be_struck_through_as_on_paper(start: Path, tmp_path: Path) -> None:
    folder = trust(tmp_path)
    returned(folder, {"Reviews": "| Payroll number | Pay criteria |\n| 0001041 | |"})

    def struck(body: Any) -> None:
        control = controls(body, "criteria")[0]
        for text, is_struck in (("have / ", True), ("have not been met:", False)):
            strike = "<w:rPr><w:strike/></w:rPr>" if is_struck else ""
            words = f'<w:r {nsdecls("w")}>{strike}<w:t xml:space="preserve">{text}</w:t></w:r>'
            control.addprevious(parse_xml(words))
        control.getparent().remove(control)

    assert by_column(collected(folder, edited(start, struck))) == {"Reviews.Pay criteria": "Have not been met"}


def test_an_objective_of_the_second_table_is_read_as_those_of_the_first(folder: Path, start: Path) -> None:
    """The base has two objectives, so that the fifth place stands in the second table."""
    back = edited(start, written("objective.objective", "Run a choir", 4), written("objective.summary", "Sang", 4))
    result = collected(folder, back)
    assert refusals(result) == []
    assert by_column(result) == {
        "Objectives.Payroll number": "0001041",
        "Objectives.No": 5,
        "Objectives.Objective": "Run a choir",
        "Objectives.Summary of success": "Sang",
    }


def test_rows_that_were_added_in_word_are_new_objectives_and_needs(folder: Path, form: Path) -> None:
    back = edited(
        form, in_row(1, 3, "Run a choir", "Weekly", "Sang at Easter"), in_row(2, 1, "Choir training", "A course", "")
    )
    result = collected(folder, back)
    assert refusals(result) == []
    assert changes(result) == {
        "Objectives!A5": "0001041",
        "Objectives!C5": 4,
        "Objectives!D5": "Run a choir",
        "Objectives!F5": "Weekly",
        "Objectives!P5": "Sang at Easter",
        "Development!A3": "0001041",
        "Development!D3": "Choir training",
        "Development!E3": "A course",
    }


def test_an_objective_is_known_again_under_another_number(folder: Path, form: Path) -> None:
    def renumbered(body: Any) -> None:
        (text,) = [each for each in body.iter(f"{W}t") if each.text == "Objective 2"]
        text.text = "Objective 7:"

    result = collected(folder, edited(form, renumbered, written("objective.summary", "Late news", 1)))
    assert (changes(result), refusals(result)) == ({"Objectives!P3": "Late news"}, [])


def test_what_the_trusts_own_template_says_is_not_what_somebody_wrote(tmp_path: Path) -> None:
    def guiding(document: Any) -> None:
        document.add_paragraph("Please return this form to the trust office.")
        place = document.tables[4].cell(4, 1).paragraphs[0]
        place.add_run(" (no more than half a page)")

    folder = trust(tmp_path)
    (folder / "templates").mkdir()
    (folder / "templates" / "appendix_a.docx").write_bytes(own_template(guiding))
    form = made(folder)
    plain = collected(folder, form)
    assert (changes(plain), refusals(plain)) == ({}, [])
    assert by_column(collected(folder, edited(form, written("cpd", "New")))) == {"Reviews.CPD activity": "New"}


def test_two_copies_of_one_form_are_taken_one_after_the_other(folder: Path, form: Path, tmp_path: Path) -> None:
    reviewers = shutil.copy(edited(form, written("cpd", "By the reviewer")), tmp_path / "a.docx")
    employees = shutil.copy(
        edited(form, written("comments", "By the employee"), written("cpd", "Otherwise")), tmp_path / "b.docx"
    )
    result = collected(folder, Path(reviewers), Path(employees))
    assert by_column(result) == {
        "Reviews.CPD activity": "By the reviewer",
        "Reviews.Employee's comments": "By the employee",
    }
    (refusal,) = refusals(result)
    assert refusal.startswith("Reviews G2: CPD activity: the form says “Otherwise”, the workbook “By the reviewer”")


# -- what the office typed meanwhile ---------------------------------------------------------------


def test_three_ways(form: Path, tmp_path: Path) -> None:
    folder = trust(tmp_path)
    returned(
        folder,
        {
            "Reviews": "| Payroll number | CPD activity | Quality of teaching | Assessment against job role |\n"
            "| 0001041 | Typed by the office | Typed the same | Typed by the office |",
            "Objectives": "| Payroll number | No | Due on |\n| 0001041 | 1 | soon |\n| 0001041 | 2 | 2026-07-10 |",
        },
    )
    back = edited(
        form,
        written("cpd", "Written in Word"),
        written("teaching", "Typed the same"),
        written("comments", "Only in Word"),
        written("objective.due_on", "1 July 2026"),
        written("objective.summary", "Late news", 2),
    )
    result = collected(folder, back)
    assert by_column(result) == {"Reviews.Employee's comments": "Only in Word"}
    otherwise = "which the form was not made with; put right by hand what is to stand there"
    assert refusals(result) == [
        f"Objectives J2, objective 1: Due on: the form says “1 July 2026”, the workbook “soon”, {otherwise}",
        "objective 3: is no longer in the workbook, and was written in since; put it back there, if it is to stand",
        "Reviews G2: CPD activity: the form says “Written in Word”, the workbook “Typed by the office”, " + otherwise,
    ]


def test_aspects_that_stand_in_the_workbook_are_changed_where_they_are_those_of_the_form(tmp_path: Path) -> None:
    aspects = "| Payroll number | Improvement plan aspects |\n| 0001041 | {} |"
    folder = trust(tmp_path, {"Staff": aspects.format("Reading")})
    back = edited(made(folder), written("aspect", "Early reading"))
    assert by_column(collected(folder, back)) == {"Staff.Improvement plan aspects": "Early reading"}
    result = collected(returned(folder, {"Staff": aspects.format("Writing")}), back)
    assert by_column(result) == {}
    (refusal,) = refusals(result)
    assert "the form says “Early reading”, the workbook “Writing”" in refusal


# -- what is not taken -----------------------------------------------------------------------------


def removed_row(of: int, row: int) -> Any:
    def edit(body: Any) -> None:
        table = list(body.iter(f"{W}tbl"))[of]
        table.remove(list(table.iter(f"{W}tr"))[row])

    return edit


def shown_as(was: str, now: str) -> Any:
    """Other words where the form only shows something."""

    def edit(body: Any) -> None:
        (text,) = [each for each in body.iter(f"{W}t") if each.text == was]
        text.text = now

    return edit


def typed_in(label: str, text: str, below: str = "") -> Any:
    """Words typed after others of the form, and in a paragraph below."""

    def edit(body: Any) -> None:
        (words,) = [each for each in body.iter(f"{W}t") if each.text == label]
        words.text += text
        if below:
            line = next(words.iterancestors(f"{W}p"))
            line.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{below}</w:t></w:r></w:p>"))

    return edit


def copied_row(of: int, row: int, tag: str) -> Any:
    """A row of a table, copied, and written in in the copy."""

    def edit(body: Any) -> None:
        original = list(list(body.iter(f"{W}tbl"))[of].iter(f"{W}tr"))[row - 1]
        copy = parse_xml(etree.tostring(original))
        original.addnext(copy)
        written(tag, "Of the copy")(copy)

    return edit


#: What somebody does to a form, and what is said of it, in the order of the form.
IN_DOUBT = (
    (
        shown_as("Class teacher", "Deputy head"),
        "JOB TITLE: is “Deputy head”, which the form only shows; change it in the workbook, if it is so",
    ),
    (shown_as("Ann Appleby", "Ann Archer"), "NAME OF REVIEWEE: is “Ann Archer”, which the form only shows"),
    (
        written("initial_meeting", "03/04/2026"),
        "Meetings D2, initial meeting: Date: is “03/04/2026”, which may be two dates; write the month as a word",
    ),
    (written("final_review", ""), "Date of final review meeting: is no longer in the form; it stays in the workbook"),
    (written("informal_review", ""), "Date(s) of informal review meeting(s): a date is no longer in the form"),
    (
        written("objective.due_on", "by Easter"),
        "Objectives J2, objective 1: Due on: is “by Easter”, which is no date; write it as 17 July 2026",
    ),
    (
        written("objective.outcome", "Superb"),
        "Objectives O2, objective 1: Outcome: is “Superb”; choose Met, Partly met, Not met or Not assessed",
    ),
    (
        shown_as("  1 September 2025", "  1 October 2025"),
        "PM CYCLE DATES, From: is “1 October 2025”, which the form only",
    ),
    (
        typed_in("Assessment of performance against job role", ": a strong year"),
        "Not read: “Assessment of performance against job role: a strong year”, which stands in a label; put it into a",
    ),
    (
        typed_in("(Record of evidence)", " see file"),
        "Not read: “(Record of evidence) see file”, which stands in a label",
    ),
    (
        typed_in("Pay Progression recommendation: new pay level: ", "", below="Deserves more"),
        "Not read: “Deserves more”, which stands beside the pay line; put it into a place of the form",
    ),
    (
        typed_in("NAME OF REVIEWEE", " (Mrs)"),
        "Not read: “NAME OF REVIEWEE (Mrs)”, which stands in a label; put it",
    ),
    (typed_in("Objective 3", " writing"), "Not read: “writing”, which stands beside the number of objective 3; put it"),
    (copied_row(3, 5, "cpd"), "Not read: “Of the copy”, which stands in a second row of its kind; make one of the two"),
    (removed_row(1, 2), "objective 2: is no longer in the form; it stays in the workbook: take it out there, "),
    (removed_row(2, 1), "need 1: is no longer in the form; it stays in the workbook"),
    (removed_row(3, 3), "Assessment of overall quality of teaching against relevant Professional Standards: is no"),
    (
        written("cpd", "x" * 32_768),
        "Reviews G2: CPD activity: is 32,768 characters long, and a cell of Excel holds 32,767; shorten it",
    ),
)


def test_what_is_in_doubt_is_named_and_not_taken(folder: Path, form: Path) -> None:
    result = collected(folder, edited(form, *(edit for edit, _ in IN_DOUBT)))
    told = sorted(refusals(result))
    assert len(told) == len(IN_DOUBT), told
    assert [
        refusal
        for refusal, (_, says) in zip(told, sorted(IN_DOUBT, key=lambda one: one[1]), strict=True)
        if not refusal.startswith(says)
    ] == []
    assert (changes(result), result.copies) == ({}, ())


def test_signs_that_no_cell_can_hold_are_left_out_and_it_is_told(folder: Path, form: Path) -> None:
    back = edited(form, written("cpd", "Read\u202e two books"), written("objective.outcome", "NOT MET"))
    result = collected(folder, back)
    assert by_column(result) == {
        "Reviews.CPD activity": "Read two books",
        "Objectives.Outcome": "Not met",
    }
    assert result.read[0].notes == ("Reviews G2: CPD activity: signs that no cell can hold were left out",)


def test_a_form_that_is_made_out_to_somebody_else_is_theirs(folder: Path, form: Path) -> None:
    back = edited(form, shown_as("Ann Appleby", "Ben Barlow"), written("cpd", "New"))
    assert refusals(collected(folder, back)) == [
        "is made out to “Ben Barlow”, and was made for Ann Appleby, 0001041; make a form for each"
    ]


def test_what_has_no_place_in_a_workbook_is_named(folder: Path, form: Path) -> None:
    def aside(body: Any) -> None:
        last = [one for one in body[0] if one.tag == f"{W}p"][-1]
        last.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>See overleaf</w:t></w:r></w:p>"))
        last.append(OxmlElement("w:drawing"))
        last.append(OxmlElement("w:footnoteReference"))

    comments = b'<w:comments xmlns:w="%s"><w:comment/></w:comments>' % W[1:-1].encode()
    back = edited(form, aside, **{"word/comments.xml": comments})
    assert refusals(collected(folder, back)) == [
        "Not read: a comment in the margin: without words; answer it in Word, or put it into a place of the form",
        "Not read: footnotes; read them in Word",
        "Not read: pictures, text boxes, formulas or objects; look at them in Word",
        "Not read: “See overleaf”, which stands outside the tables; put it into a place of the form",
    ]


def test_a_name_that_is_typed_where_people_sign_stays_in_the_form(folder: Path, form: Path) -> None:
    def signed(body: Any) -> None:
        for line in body.iter(f"{W}p"):
            if "".join(line.itertext(f"{W}t")) == "Signed ":
                line.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>A. Appleby</w:t></w:r>"))

    result = collected(folder, edited(form, signed))
    assert (changes(result), refusals(result)) == ({}, [])
    stays = "“Signed A. Appleby” stays in the form: of a signature the workbook has the date"
    assert result.read[0].notes == (stays, stays)


def test_a_word_is_taken_or_named_wherever_somebody_writes_it(folder: Path, form: Path, tmp_path: Path) -> None:
    def below(number: int) -> Any:
        """A paragraph of its own below one of the form's."""

        def edit(body: Any) -> None:
            words = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>zebra {number}</w:t></w:r></w:p>")
            list(body.iter(f"{W}p"))[number].addnext(words)

        return edit

    number_of_paragraphs = len(list(etree.fromstring(parts_of_zip(form.read_bytes())[BODY]).iter(f"{W}p")))
    for number in range(number_of_paragraphs):
        shutil.copy(edited(form, below(number)), tmp_path / f"{number:03}.docx")
    result = collected(folder, tmp_path)
    assert len(result.read) == number_of_paragraphs > 80
    assert [one.path.name for one in result.read if not (one.changes or one.not_taken or one.notes)] == []


def test_of_tracked_changes_what_was_put_in_counts_and_it_is_told(folder: Path, form: Path) -> None:
    def tracked(body: Any) -> None:
        content = controls(body, "cpd")[0].find(f"{W}sdtContent")
        run = content[0]
        gone, new = (OxmlElement(f"w:{tag}") for tag in ("del", "ins"))
        content.extend((gone, new))
        gone.append(run)
        run[0].tag = f"{W}delText"
        new.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>Put in</w:t></w:r>"))

    result = collected(folder, edited(form, tracked))
    assert by_column(result) == {"Reviews.CPD activity": "Put in"}
    assert result.read[0].notes == ("holds tracked changes: what was put in is read, what was taken out is not",)


# -- whose it is -----------------------------------------------------------------------------------


def without_controls(body: Any) -> None:
    """As Google Docs leaves a form: plain words, and the invitations among them."""
    for control in list(body.iter(f"{W}sdt")):
        for run in list(control.find(f"{W}sdtContent")):
            control.addprevious(run)
        control.getparent().remove(control)


def test_a_form_that_lost_controls_and_properties_is_known_by_what_it_shows(tmp_path: Path) -> None:
    folder = trust(tmp_path)
    returned(folder, {"Reviews": "| Payroll number | CPD activity |\n| 0001041 | |"})
    form = made(folder)
    plain = collected(folder, edited(form, without_controls, without=PROPERTIES))
    assert (changes(plain), refusals(plain)) == ({}, [])
    back = edited(
        form,
        written("cpd", "Written\nsince"),
        written("teaching", "Otherwise"),
        in_row(1, 3, "Run a choir", "Weekly", ""),
        without_controls,
        without=PROPERTIES,
    )
    result = collected(folder, back)
    assert by_column(result) == {
        "Reviews.CPD activity": "Written\nsince",
        "Objectives.Payroll number": "0001041",
        "Objectives.No": 4,
        "Objectives.Objective": "Run a choir",
        "Objectives.Measures and milestones": "Weekly",
    }
    (refusal,) = refusals(result)
    assert refusal.startswith("Reviews F2: Quality of teaching: the form says “Otherwise”, the workbook “Good, and")


def with_property(was: bytes, now: bytes) -> Any:
    return lambda form: {PROPERTIES: parts_of_zip(form.read_bytes())[PROPERTIES].replace(was, now)}


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (with_property(b">1<", b">9<"), "was made by another version of the program (form 9, now 1); make it anew"),
        (
            with_property(b">RIV<", b">OAK<"),
            "is about 0001041 of OAK, Teaching 2025-26, of whom there is no row on Staff, or no workbook that can be",
        ),
        (with_property(b"Teaching 2025-26", b"Teaching 2019-20"), "is about 0001041 of RIV, Teaching 2019-20, of whom"),
        (
            with_property(b">0001041<", b">0001042<"),
            "was made for 0001042, and its footer says 0001041; make a form for each",
        ),
    ],
)
def test_a_form_of_another_person_cycle_or_version_is_not_taken(
    folder: Path, form: Path, parts: Any, says: str
) -> None:
    result = collected(folder, edited(form, written("cpd", "New"), **parts(form)))
    (refusal,) = refusals(result)
    assert refusal.startswith(says)
    assert changes(result) == {}


def test_a_form_of_another_academy_than_the_workbook_that_is_named(folder: Path, form: Path) -> None:
    back = edited(form, written("cpd", "New"), **with_property(b">RIV<", b">OAK<")(form))
    assert refusals(collected(folder, back, workbook=folder / RETURN)) == [
        "is a form of OAK, Teaching 2025-26; Riverside.xlsx is RIV, Teaching 2025-26"
    ]


def test_the_blank_form_of_nobody_is_nobodys(folder: Path, tmp_path: Path) -> None:
    asked = ["forms", "--folder", str(folder), "--to", str(tmp_path)]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert refusals(collected(folder, tmp_path / "Appendix A.docx")) == [
        "names nobody: it is a blank form; make one for the person with `pmr-batch forms`"
    ]


HOSTILE = {
    "empty.docx": b"",
    "old.doc": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    "locked.docx": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "page.docx": b"<html></html>",
    "torn.docx": b"PK\x03\x04" + bytes(100),
    "other.docx": zipped({"a.txt": b"x"}),
    "entity.docx": zipped({BODY: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "letter.docx": zipped({BODY: f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'.encode()}),
    "deep.docx": zipped({BODY: b"<a>" * 5_000 + b"</a>" * 5_000}),
    "bomb.docx": zipped({BODY: b"<a>" + b" " * 29_000_000 + b"</a>"}),
}


def test_what_is_no_form_is_named_and_stops_nothing(folder: Path, form: Path, tmp_path: Path) -> None:
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "~$open.docx").write_bytes(b"lock")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    shutil.copy(edited(form, written("cpd", "New")), tmp_path / "zz.docx")
    result = collected(folder, tmp_path)
    assert [one.path.name for one in result.read] == [*sorted(HOSTILE), "zz.docx"]
    told = {one.path.name: str(one.not_taken[0]) for one in result.read[:-1]}
    assert all(len(one.not_taken) == 1 and told[one.path.name].endswith(".") for one in result.read[:-1])
    assert told["locked.docx"].startswith("is protected with a password. Open it in Word, take the password out")
    assert told["old.doc"].startswith(
        "is no Word document (.docx). Open it in Word, save it as a Word document (.docx)"
    )
    assert told["empty.docx"].startswith("is empty (0 bytes). ")
    assert by_column(result) == {"Reviews.CPD activity": "New"}
    assert [path.name for path in result.others] == ["scan.pdf"]
    assert (
        as_text(result).count("scan.pdf\n  NOT TAKEN  is a PDF or a picture") == as_text(result).count("scan.pdf") == 1
    )


def test_random_damage_is_refused_or_does_no_harm(form: Path) -> None:
    content = form.read_bytes()
    for at in range(0, len(content), 97):
        damaged = bytearray(content)
        damaged[at] ^= 0x10
        with suppress(Refused):
            assert open_form(bytes(damaged)).body.tag == f"{W}document"


# -- the command -----------------------------------------------------------------------------------


def test_the_command_shows_first_then_takes_and_says_what_it_did_not(form: Path, tmp_path: Path) -> None:
    folder = trust(tmp_path)
    back = edited(form, written("cpd", "New words"), written("objective.due_on", "soon"))
    asked = ["collect", str(back), "--folder", str(folder), "--as-of", AS_OF.isoformat()]
    shown = CliRunner().invoke(main, asked)
    assert shown.exit_code == 1
    assert shown.stdout.splitlines() == [
        "Ann Appleby 0001041 Appendix A.docx  Ann Appleby, 0001041",
        "  Reviews G2: CPD activity: “Took what the hub taught far” → “New words”",
        "  NOT TAKEN  Objectives J2, objective 1: Due on: is “soon”, which is no date; write it as 17 July 2026",
        f"{folder / RETURN}: RIV, 1 cell of 1 form to take; add --take to write Riverside collected.xlsx",
    ]
    assert not (folder / RETURN).with_name("Riverside collected.xlsx").exists()
    taken = json.loads(CliRunner().invoke(main, [*asked, "--take", "--json"]).stdout)
    assert taken["forms"][0]["changes"] == [
        {
            "sheet": "Reviews",
            "cell": "G2",
            "column": "CPD activity",
            "item": None,
            "was": "Took what the hub taught far",
            "becomes": "New words",
        }
    ]
    assert Path(taken["workbooks"][0]["copy"]).is_file()


def test_an_office_without_a_trust_folder_names_its_workbook(form: Path, tmp_path: Path) -> None:
    folder = trust(tmp_path / "trust")
    (issued,) = collected(folder, edited(form, written("cpd", "Once")), take=True).copies
    office = tmp_path / "office"
    office.mkdir()
    shutil.copy(issued.copy, office / "Ours.xlsx")
    back = shutil.copy(edited(form, written("comments", "Thank you")), office)
    (copy,) = collected(office, Path(back), workbook=office / "Ours.xlsx", take=True).copies
    there = cells(copy.copy)
    assert (copy.copy.name, there["Reviews!W2"], there["Start!B14"]) == ("Ours collected.xlsx", "Thank you", 3)
    told = CliRunner().invoke(main, ["collect", str(back), "--folder", str(office)])
    assert (told.exit_code, told.stderr.strip()) == (
        2,
        f"{office} has no trust.xlsx; name the trust folder (--folder) or a --workbook",
    )


def test_the_invitation_that_libreoffice_leaves_beside_the_words_is_no_word(folder: Path, form: Path) -> None:
    def typed_before(body: Any) -> None:
        control = controls(body, "comments")[0]
        control.find(f"{W}sdtContent").insert(0, parse_xml(f"<w:r {nsdecls('w')}><w:t>Thank you</w:t></w:r>"))

    assert by_column(collected(folder, edited(form, typed_before))) == {"Reviews.Employee's comments": "Thank you"}
