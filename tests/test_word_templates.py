"""The standard Word templates, which people edit: what each has, whatever its words, and how it reads."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Opened
from openxml_audit import OpenXmlValidator
from template_dumps import W, direct_formatting, dump
from templates_edited import as_word_does, put
from workbooks import parts_of_zip

from pmr_batch.commands.collect.cell_text import LABELLED
from pmr_batch.files import DOC_TEMPLATES, shipped
from pmr_batch.layout.columns import Kind
from pmr_batch.templates.copies import DOCUMENTS
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.fill import prepared
from pmr_batch.word.filling.fit import misfits

DUMPS = Path(__file__).parent / "templates"
EVERY = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))


def opened(document: Document) -> Opened:
    return docx.Document(io.BytesIO(document.standard))


def parts_of(template: Opened) -> list[Any]:
    """Body, header and footer."""
    page = template.sections[0]
    return [template.element.body, page.header._element, page.footer._element]


def edited(document: Document, edit: Callable[[Opened], Any]) -> Document:
    """The document with its own template edited, as somebody does who words it anew for everybody."""
    template, out = opened(document), io.BytesIO()
    edit(template)
    template.save(out)
    return of(document, out.getvalue())


def of(document: Document, content: bytes) -> Document:
    """The document with other content in place of its template."""
    one = replace(document)
    vars(one)["standard"] = content
    return one


def told(document: Document) -> list[str]:
    """What the check says of the template itself."""
    return [str(each) for each in misfits(document.standard, document)]


# -- what each has ---------------------------------------------------------------------------------


def test_every_template_is_taken_by_a_command_and_has_its_dump() -> None:
    assert {path.name for path in shipped(DOC_TEMPLATES).iterdir()} == set(DOCUMENTS)
    assert {path.stem for path in DUMPS.iterdir()} == {Path(name).stem for name in DOCUMENTS}


@EVERY
def test_it_reads_as_its_dump_says(document: Document, pytestconfig: pytest.Config) -> None:
    path, read = DUMPS / Path(document.template).with_suffix(".txt").name, dump(document.standard)
    if pytestconfig.getoption("--rewrite-dumps"):
        path.write_text(read, "utf-8", newline="\n")
    assert read == path.read_text("utf-8"), "run pytest tests/test_word_templates.py --rewrite-dumps; read the diff"


@EVERY
def test_it_fits_and_word_opens_it(document: Document, tmp_path: Path) -> None:
    assert told(document) == []
    (tmp_path / document.template).write_bytes(document.standard)
    assert OpenXmlValidator().validate(tmp_path / document.template).errors == []


@EVERY
def test_it_is_formatted_by_named_styles_only_in_british_english_on_a4(document: Document) -> None:
    template = opened(document)
    named = {style.style_id for style in template.styles}
    for part in parts_of(template):
        assert direct_formatting(part) == set()
        used = {look.get(f"{W}val") for look in part.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
        assert used <= named
        assert all(one.find(f"{W}pPr/{W}pStyle") is not None for one in part.iter(f"{W}p"))
    assert set(document.kept_styles) <= named
    assert template.styles.element.find(f"{W}docDefaults//{W}lang").get(f"{W}val") == "en-GB"
    page = template.sections[0]
    assert (page.page_width.mm, page.page_height.mm) == pytest.approx((210, 297), abs=0.1)  # type: ignore[union-attr]


@EVERY
def test_it_has_a_title_and_what_is_made_of_it_names_nobody_who_saved_it(document: Document) -> None:
    assert opened(document).core_properties.title == document.title
    saved = edited(document, lambda template: setattr(template.core_properties, "author", "Una Writer"))
    made = prepared(saved.standard).render(document.everything).document
    assert not [name for name in parts_of_zip(made) if name.startswith("docProps")]


@EVERY
def test_lines_of_tags_are_told_from_the_words_by_their_style(document: Document) -> None:
    for line in (line.strip() for line in dump(document.standard).splitlines()):
        assert line.startswith("[Template Tag] ") == bool(re.fullmatch(r"\[[^]]*\] \{%(p|tr) [^%]*%\}", line)), line


@EVERY
def test_tables_are_read_out_and_their_headings_stand_again_on_each_page(document: Document) -> None:
    for table in opened(document).element.body.iter(f"{W}tbl"):
        about = table.find(f"{W}tblPr")
        assert all(about.find(f"{W}{said}").get(f"{W}val") for said in ("tblCaption", "tblDescription"))
        first, *others = (row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr"))
        assert first or about.find(f"{W}tblLook").get(f"{W}firstRow") == "0"
        assert not any(others)


@EVERY
def test_each_page_has_its_number(document: Document) -> None:
    (line,) = (line for line in dump(document.standard).splitlines() if "‹PAGE›" in line)
    assert line.startswith("  [Footer] <Form Confidential: CONFIDENTIAL>")
    assert line.endswith("⇥Page ‹PAGE› of ‹NUMPAGES›")


# -- what is read back out of Appendix A -----------------------------------------------------------


def test_the_places_to_write_in_are_those_that_collect_reads_in_the_order_of_the_form() -> None:
    found: dict[str, list[Any]] = {}
    for control in opened(APPENDIX_A).element.body.iter(f"{W}sdt"):
        found.setdefault(control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"), []).append(control)
    assert list(found) == list(CONTROLS)
    for tag, controls in found.items():
        assert len(controls) == (4 if tag.startswith("objective.") else 2)  # objectives stand in two tables
        for at, control in enumerate(controls):
            about, is_blank = control.find(f"{W}sdtPr"), bool(at % 2)
            assert (about.find(f"{W}showingPlcHdr") is not None) == is_blank
            assert not is_blank or "".join(control.itertext(f"{W}t")) == CONTROLS[tag].blank_text
            assert about.find(f"{W}alias").get(f"{W}val") == CONTROLS[tag].alias
            assert (about.find(f"{W}date") is not None) == (CONTROLS[tag].column.kind == Kind.DATE)
            choices = [one.get(f"{W}value") for one in about.iter(f"{W}listItem")]
            assert choices == list(CONTROLS[tag].choices if CONTROLS[tag].column.kind == Kind.LIST else ())


def test_the_styles_by_which_labels_are_known_are_those_of_the_form() -> None:
    assert {style.style_id for style in opened(APPENDIX_A).styles} >= LABELLED


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (put("JOB TITLE", "POST"), "the words “JOB TITLE” of Appendix A are gone; put them back as they were"),
        (put("Due on", "By"), "the words “Due on” of Appendix A are gone; put them back as they were"),
        (put("{{ cpd }}", ""), "{{ cpd }} is missing; put it back"),
        (
            lambda template: _control(template, "cpd").find(f"{W}sdtPr/{W}tag").set(f"{W}val", "training"),
            "{{ cpd }} stands in a content control not tagged cpd, so that `collect` could not tell what is written "
            "there; copy the whole place from the standard template",
        ),
        (
            lambda template: _remove(_control(template, "cpd", nth=1)),
            "has no content control tagged cpd to write in for everybody; "
            "copy the whole place from the standard template",
        ),
    ],
)  # fmt: skip
def test_the_form_itself_is_held_to_what_is_read_back_out_of_it(edit: Callable[[Opened], Any], says: str) -> None:
    assert told(edited(APPENDIX_A, edit)) == [says]


def _control(template: Opened, tag: str, nth: int = 0) -> Any:
    tagged = (
        one for one in template.element.body.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag
    )
    return list(tagged)[nth]


def _remove(element: Any) -> None:
    element.getparent().remove(element)


# -- editing it ------------------------------------------------------------------------------------


@EVERY
def test_nobody_is_refused_for_wording_a_template_anew(document: Document) -> None:
    """Headings, too, are the words of this file; only labels that are read back are not."""
    free = [line.text for line in opened(document).paragraphs if line.text.strip() and not {*"{\t"} & {*line.text}]
    assert free

    def word_anew(template: Opened, other: str) -> None:
        for words in sorted(set(free), key=len, reverse=True):
            put(words, other.format(words))(template)

    for other in ("{}, in other words", "Other words"):
        assert told(edited(document, lambda template, other=other: word_anew(template, other))) == []


@EVERY
def test_what_word_writes_as_it_saves_changes_nothing(document: Document) -> None:
    saved = of(document, as_word_does(document.standard))
    assert told(saved) == []
    assert dump(saved.standard) == dump(document.standard)
    assert direct_formatting(docx.Document(io.BytesIO(saved.standard)).element.body) == set()


@pytest.mark.office
def test_a_template_saved_by_libreoffice_fits(tmp_path: Path) -> None:
    for document in DOCUMENTS.values():
        (tmp_path / document.template).write_bytes(document.standard)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", "out", *DOCUMENTS]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    for document in DOCUMENTS.values():
        assert told(of(document, (tmp_path / "out" / document.template).read_bytes())) == [], document.template
