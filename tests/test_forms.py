"""Appendix A in Word: the policy's words in the policy's order, and every text as it was typed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docxtpl import DocxTemplate, Listing
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree
from moderated_round import a_round
from openxml_audit import OpenXmlValidator
from templates_edited import form, put

from pmr_batch.errors import TemplateError
from pmr_batch.model.person import Pay
from pmr_batch.produce.draft_forms import FormTask, form_names, render, write_forms
from pmr_batch.produce.run_json import run_json
from pmr_batch.word.appendix_a import labels
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import EVERYTHING, Development, FormContent, Objective
from pmr_batch.word.appendix_a.controls import PROMPTS
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.word.filling.fill import WordTemplate

TEMPLATE = APPENDIX_A.standard
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: Appendix A, read off the policy by hand.
POLICY_LABELS = [
    "PERFORMANCE MANAGEMENT",
    "CONFIDENTIAL",
    "NAME OF REVIEWEE",
    "JOB TITLE",
    "NAME OF REVIEWER",
    "PM CYCLE DATES",
    "From",
    "To",
    "Professional Standards applicable to the role",
    "Key aspects of the improvement plan relevant to the role",
    "Date of initial meeting",
    "Date(s) of informal review meeting(s)",
    "Date of final review meeting",
    "Objectives",
    "(Key performance priorities for the year)",
    "Measures/Milestones",
    "(How/when will objective be achieved)",
    "Summary of success/ achievements through the year",
    "(Record of evidence)",
    "Objectives",
    "(Key performance priorities for the year)",
    "Measures/Milestones",
    "(How/when will objective be achieved)",
    "Summary of success/ achievements through the year",
    "(Record of evidence)",
    "Development required",
    "(Skills, knowledge etc.)",
    "Delivery",
    "(How will development needs be met?)",
    "Examples of application/impact",
    "(Has this added value to the role, how has this been applied?)",
    "End of Year Review",
    "Assessment against Objectives",
    "(Summary of achievements, evidence etc)",
    "Assessment of performance against job role",
    "Assessment of overall quality of teaching against relevant Professional Standards",
    "Assessment of reviewee's CPD activity",
    "Pay Recommendation",
    "(if applicable)",
    "Performance Pay Progression criteria set out in the Pay Policy have / have not been met:",
    "Current Pay level: £",
    "Pay Progression recommendation: new pay level: £",
    "Signed",
    "(Reviewer)",
    "Employee's comments",
    "Date",
    "Signed",
    "Date",
]

TEACHER = FormContent(
    name="Ann Appleby",
    payroll_number="0001041",
    trust="Connected Learning",
    academy="Riverside Primary Academy",
    status=labels.DRAFT,
    job_title="Class teacher",
    reviewers=("Bashir Khan",),
    cycle_from=date(2025, 9, 1),
    cycle_to=date(2026, 8, 31),
    standards="Teachers' Standards",
    aspects=("Early reading", "Consistent routines"),
    initial_meeting=date(2025, 9, 24),
    informal_reviews=(date(2026, 1, 21), date(2026, 4, 29)),
    final_review=date(2026, 10, 7),
    objectives=(
        Objective(
            1, "Every pupil reads fluently.", "Termly tests", "85 % at standard", date(2026, 7, 17), "88 %", "Met"
        ),
        Objective(
            2, "Lead phonics.", "Training", "All lessons follow it", date(2026, 5, 22), "Nine of eleven", "Partly met"
        ),
    ),
    development=(Development("Coaching", "Two days' course", "Coached two colleagues"),),
    against_objectives="Met in the main.\n\nReading is at its best.",
    job_role="Carries out all duties.",
    teaching="Seen five times.",
    cpd="Took the initiative.",
    criteria="Have been met",
    current_pay=Pay("Main", "M3", Decimal(36413)),
    recommended_pay=Pay("Main", "M4", Decimal("39172.50")),
    comments="Thank you.",
    reviewer_signed_on=date(2026, 10, 14),
)
MANY = replace(TEACHER, objectives=tuple(replace(TEACHER.objectives[0], no=number) for number in range(1, 13)))
ESSAY = "\n\n".join(f"{number}. {'The year went well. ' * 20}" for number in range(30))
LONG = replace(TEACHER, comments=ESSAY, against_objectives=ESSAY)
#: Marks that turn the order of what is read around.
TURNS = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
AWKWARD = [
    "Smith & Sons",
    "a <b> c </b>",
    "<w:p>",
    "{{ x }}",
    "{% if %}",
    "{# gone? #}",
    "{_{ and }_}",
    "=1+1",
    "café naïve Ł",
    "👩🏽‍🏫 reads",
    "\u200fمرحبا\u200e Ann",
    "line\nbreak",
    "two\n\nbreaks\n",
    "tab\tstop",
    "  spaces  kept  ",
    "&amp; &lt;",
    "]]> <!-- -->",
    "“quotes” \"and\" 'such'",
    "£5\u00a0m",
]


def opened(content: FormContent, template: bytes = TEMPLATE) -> Document:
    return docx.Document(io.BytesIO(render(template, content).content))


def paragraphs(element: Any) -> list[str]:
    """What is read in every paragraph of an element in order, in tables and content controls or not."""
    return ["".join(shown(each) for each in p.iter(f"{W}t", f"{W}tab", f"{W}br")) for p in element.iter(f"{W}p")]


def shown(element: Any) -> str:
    return element.text or "" if element.tag == f"{W}t" else "\t" if element.tag == f"{W}tab" else "\n"


def said(cell: Any) -> str:
    """What is read in a cell, but for what invites to write."""
    lines = [line for line in paragraphs(cell._tc) if line not in PROMPTS.values()]
    return "\n".join(re.sub(r"  Choose( a date)?$", "", line) for line in lines)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


#: What the form asks for beyond Appendix A (clauses 4.4, 6.4 and 6.6), and what invites to write.
ADDED = re.compile(
    "Objective [1-5]|What success looks like|Due on  Choose a date|Outcome  Choose|Evidence if absent|"
    "Additional information|Click to write|Choose|Choose a date"
)


def test_the_blank_form_has_the_labels_of_the_policy_in_order_and_nothing_else() -> None:
    body = opened(FormContent()).element.body
    stretches = [text.strip() for line in paragraphs(body) for text in line.split("\t")]
    assert [text for text in stretches if text and not ADDED.fullmatch(text)] == POLICY_LABELS


def test_a_filled_in_form_shows_each_value_by_its_label() -> None:
    document = opened(TEACHER)
    about, objectives, development, review, signatures = document.tables
    assert [[said(cell) for cell in row.cells][:2] for row in about.rows][:5] == [
        ["NAME OF REVIEWEE", "Ann Appleby"],
        ["JOB TITLE", "Class teacher"],
        ["NAME OF REVIEWER", "Bashir Khan"],
        ["PM CYCLE DATES", "From  1 September 2025"],
        ["Professional Standards applicable to the role", "Teachers' Standards"],
    ]
    assert said(about.cell(5, 1)) == "Early reading\nConsistent routines"
    assert said(about.cell(7, 1)) == "21 January 2026\n29 April 2026"
    assert [said(cell) for cell in objectives.rows[1].cells] == [
        "Objective 1\nEvery pupil reads fluently.",
        "Termly tests\nWhat success looks like\n85 % at standard\nDue on  17 July 2026",
        "88 %\nOutcome  Met",
    ]
    assert [said(cell) for cell in development.rows[1].cells] == list(vars(TEACHER.development[0]).values())
    assert said(review.cell(1, 1)) == "Met in the main.\n\nReading is at its best."
    assert said(review.cell(2, 1)) == "Carries out all duties."
    assert said(signatures.rows[1].cells[-1]) == "Employee's comments\nThank you."
    assert said(signatures.cell(2, 0)) == "Date 14 October 2026"
    assert said(signatures.rows[2].cells[-1]) == "Date \t"


@pytest.mark.parametrize(
    ("criteria", "line"),
    [
        ("", "have / have not been met:"),
        ("Have been met", "have been met:"),
        ("Have not been met", "have not been met:"),
        ("Not applicable", "have / have not been met: not applicable"),
    ],
)
def test_the_pay_line_says_what_was_decided(criteria: str, line: str) -> None:
    pay = said(opened(replace(TEACHER, criteria=criteria)).tables[4].cell(0, 1)).split("\n")
    assert pay == [
        f"Performance Pay Progression criteria set out in the Pay Policy {line}",
        "Current Pay level: £36,413 (Main, M3)",
        "Pay Progression recommendation: new pay level: £39,172.50 (Main, M4)",
    ]


def test_absence_and_additional_information_stand_under_the_job_role() -> None:
    told = said(opened(replace(TEACHER, absence="Autumn only", additional="Mentor")).tables[3].cell(2, 1))
    assert told == "Carries out all duties.\nEvidence if absent\nAutumn only\nAdditional information\nMentor"


@pytest.mark.parametrize(("objectives", "rows"), [(0, (4, 1)), (1, (1,)), (4, (4,)), (5, (4, 1)), (12, (4, 8))])
def test_the_first_four_objectives_stand_in_one_table_and_the_others_in_a_second(
    objectives: int, rows: tuple[int, ...]
) -> None:
    """As in the policy's Appendix A, whose blank form has four and one."""
    tables = opened(replace(TEACHER, objectives=MANY.objectives[:objectives])).tables[1:-3]
    assert tuple(len(table.rows) - 1 for table in tables) == rows
    numbers = [said(row.cells[0]).split("\n")[0] for table in tables for row in table.rows[1:]]
    assert numbers == [f"Objective {n + 1}" for n in range(sum(rows))]


def test_headings_stand_again_on_each_page_and_objectives_are_not_torn() -> None:
    for table in opened(MANY).tables[1:4]:
        heading, *others = (row._tr.find(f".//{W}tblHeader") is not None for row in table.rows)
        assert heading
        assert not any(others)
        assert all(row._tr.find(f".//{W}cantSplit") is not None for row in table.rows)


def test_the_footer_counts_pages_and_names_the_reviewee_by_number() -> None:
    numbered, status = paragraphs(opened(TEACHER).sections[0].footer._element)
    assert re.fullmatch(r"CONFIDENTIAL  ·  Payroll number 0001041\tPage \d+ of \d+", numbered)
    assert status == labels.DRAFT


def test_its_title_and_language_are_set_and_no_property_names_anybody() -> None:
    about = docx.Document(io.BytesIO(render(TEMPLATE, TEACHER).content)).core_properties
    assert (about.title, about.language, about.author) == ("Appendix A", "en-GB", "")
    names = parts(render(TEMPLATE, TEACHER).content)
    assert [name for name in names if name.startswith("docProps")] == ["docProps/core.xml"]


HEBREW, ARABIC = "שרה כהן", "عملت مع الفريق (2026) جيدًا.\nThank you."


def test_what_is_written_from_right_to_left_begins_at_the_right(tmp_path: Path) -> None:
    content = replace(TEACHER, name=HEBREW, comments=ARABIC, cpd=f"Read {HEBREW} aloud.")
    made = opened(content)
    assert ["".join(p.itertext(f"{W}t")) for p in made.element.body.iter(f"{W}p") if _is_from_the_right(p)] == [
        HEBREW,
        ARABIC.replace("\n", ""),
    ]
    assert not [p for p in opened(TEACHER).element.body.iter(f"{W}p") if _is_from_the_right(p)]
    path = tmp_path / "form.docx"
    path.write_bytes(render(TEMPLATE, content).content)
    assert OpenXmlValidator().validate(path).errors == []


def _is_from_the_right(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if "".join(run.itertext(f"{W}t"))]
    return paragraph.find(f"{W}pPr/{W}bidi") is not None and all(run.find(f"{W}rPr/{W}rtl") is not None for run in runs)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_arrives_as_typed(text: str) -> None:
    made = render(TEMPLATE, replace(TEACHER, name=text, academy=text, comments=text, payroll_number=text))
    document = docx.Document(io.BytesIO(made.content))
    assert made.cleaned == ()
    assert document.tables[0].cell(0, 1).text == text
    assert said(document.tables[4].rows[1].cells[-1]) == f"Employee's comments\n{text}"
    assert document.sections[0].header.paragraphs[0].text == f"Connected Learning\t{text}"
    assert f"Payroll number {text}" in document.sections[0].footer.paragraphs[0].text


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters=f"\ufffe\uffff{TURNS}")))
def test_any_text_arrives_as_typed(text: str) -> None:
    assert said(opened(replace(TEACHER, cpd=text)).tables[3].cell(4, 1)) == text


@pytest.mark.parametrize("mark", TURNS)
def test_what_would_turn_a_text_around_is_taken_out_and_told(mark: str) -> None:
    made = render(TEMPLATE, replace(TEACHER, comments=f"Not {mark}met", objectives=()))
    assert made.cleaned == ("comments",)
    assert said(docx.Document(io.BytesIO(made.content)).tables[-1].rows[1].cells[-1]).endswith("Not met")


def test_what_word_cannot_hold_is_taken_out_and_told() -> None:
    objectives = (replace(TEACHER.objectives[0], measures="ta\x07x\ud800"), TEACHER.objectives[1])
    made = render(TEMPLATE, replace(TEACHER, comments="a\x00b\r\nc\x0bd", objectives=objectives))
    assert made.cleaned == ("comments", "objectives 1, measures")
    tables = docx.Document(io.BytesIO(made.content)).tables
    assert said(tables[4].rows[1].cells[-1]).endswith("ab\nc\nd")
    assert said(tables[1].cell(1, 1)).startswith("tax\n")


def test_the_record_of_a_run_tells_which_forms_lost_characters(tmp_path: Path) -> None:
    other = replace(TEACHER, payroll_number="0009999", comments="a\x00b")
    whole, cleaned = write_forms(FormTask(tmp_path, "forms/RIV", TEMPLATE, (TEACHER, other)))
    assert (whole.cleaned, cleaned.cleaned) == ((), ("comments",))
    assert (tmp_path / cleaned.path).is_file()
    record = run_json(a_round(1, 2), {}, {cleaned.path: cleaned.cleaned}, (), may_stand=True)
    assert record["cleaned"] == [{"path": cleaned.path, "fields": ("comments",)}]


@pytest.mark.parametrize(
    "content", [FormContent(), TEACHER, MANY, LONG, EVERYTHING], ids=["blank", "one", "many", "long", "all"]
)
def test_the_parts_are_those_that_docxtpl_makes(content: FormContent) -> None:
    ours, theirs = parts(render(TEMPLATE, content).content), parts(made_by_docxtpl(TEMPLATE, fields(content)))
    assert_same_parts(ours, theirs)


def test_the_parts_are_the_same_where_docxtpl_mends_a_table() -> None:
    document = docx.Document()
    table = document.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ("{%tc for a in aspects %}", "{{ a }}", "{%tc endfor %}"), strict=True):
        cell.text = text
    document.sections[0].footer.paragraphs[0].text = "{{ name }}"
    saved = io.BytesIO()
    document.save(saved)
    context = {"aspects": ["one", "two", "three", "four"], "name": "Ann"}
    ours = parts(WordTemplate(saved.getvalue()).render(context).document)
    assert_same_parts(ours, parts(made_by_docxtpl(saved.getvalue(), context)))
    assert ours["word/document.xml"].count(b"<w:gridCol") == 4


def made_by_docxtpl(template: bytes, context: Any) -> bytes:
    """The same form, made by docxtpl alone."""

    def listing(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: listing(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [listing(inner) for inner in value]
        return Listing(value) if value else ""

    document, out = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    document.render(listing(context), Environment(autoescape=True))
    document.save(out)
    return out.getvalue()


def assert_same_parts(ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    """Every part the same XML; docxtpl keeps properties, so they and the lists of parts differ."""
    left_out = re.compile(r"docProps/|_rels/\.rels|\[Content_Types\]|customXml/")
    names = {name for name in theirs if not left_out.match(name)}
    assert {name for name in ours if not left_out.match(name)} == names
    for name in names:
        assert etree.tostring(etree.fromstring(ours[name]), method="c14n") == etree.tostring(
            etree.fromstring(theirs[name]), method="c14n"
        ), name


def test_the_same_content_gives_the_same_bytes() -> None:
    again = WordTemplate(TEMPLATE).render(fields(TEACHER), title=APPENDIX_A.title).document
    assert render(TEMPLATE, TEACHER).content == again


def filled_in(template: bytes) -> None:
    """Fill in a template blank, and with everything a form can say."""
    for content in (FormContent(), EVERYTHING):
        render(template, content)


def with_body(*lines: str) -> bytes:
    """A template of these paragraphs."""
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{{ nickname }}", "does not have: nickname"),
        ("{% for o in objectives %}{{ o.nickname }}{% endfor %}", "do not fit"),
        ("{{ name", "cannot be read"),
        ("{{ name.upper() }}", "only name fields"),
        ("{{ name|upper }}", "only name fields"),
        ("{{ ().__class__ }}", "only name fields"),
        ("{{ name * 99 }}", "only name fields"),
        ("{% set a = name %}", "only name fields"),
        ("{% include 'other' %}", "only name fields"),
        ("{{ name.__class__ }}", "do not fit"),
        ("{{ trust }}", "does not show"),
    ],
)
def test_a_template_that_does_not_fit_is_refused(line: str, says: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(says)):
        filled_in(with_body("{{ name }} {{ payroll_number }} {{ trust }}", line))


def test_what_is_no_word_document_is_refused() -> None:
    with pytest.raises(TemplateError, match="no Word document"):
        render(b"PK junk", TEACHER)


def test_a_text_that_the_template_leaves_out_is_missed_not_lost() -> None:
    with pytest.raises(TemplateError, match="comments"):
        render(form(put("{{ comments }}", "")), TEACHER)


@pytest.mark.parametrize("content", [FormContent(), TEACHER, MANY, LONG], ids=["blank", "one", "many", "long"])
def test_word_opens_it(content: FormContent, tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(render(TEMPLATE, content).content)
    assert OpenXmlValidator().validate(path).errors == []


def test_two_people_of_one_name_have_two_files() -> None:
    made = form_names([TEACHER, replace(TEACHER, name="ann appleby"), FormContent()], Path())
    first, second = "Ann Appleby 0001041 Appendix A.docx", "ann appleby 0001041 Appendix A (2).docx"
    assert made == [first, second, "No name Appendix A.docx"]


@pytest.mark.office
def test_libreoffice_sets_every_page(tmp_path: Path) -> None:
    for name, content in {"one": TEACHER, "long": LONG}.items():
        (tmp_path / f"{name}.docx").write_bytes(render(TEMPLATE, content).content)
    soffice = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "one.docx", "long.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert len(pdf_pages(tmp_path / "one.pdf")) == 2
    pages = pdf_pages(tmp_path / "long.pdf")
    assert len(pages) >= 4
    assert sum(page.count("29. The year went well.") for page in pages) == 2
    for number, page in enumerate(pages, 1):
        assert "CONFIDENTIAL" in page
        assert f"Page {number} of {len(pages)}" in page


def pdf_pages(path: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return text.rstrip("\f").split("\f")
