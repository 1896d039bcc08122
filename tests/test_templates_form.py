"""Edited copies of Appendix A: accepted while they fit, refused line by line when they do not."""

from __future__ import annotations

import io
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.shared import Mm, RGBColor
from templates_edited import FORM, W, damaged, form, png, put, with_part
from workbooks import changed, parts_of_zip, zipped

from pmr_batch.errors import TemplateError
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.templates.check import check
from pmr_batch.templates.time_limit import within
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import EVERYTHING, FormContent
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.word.filling.fill import WordTemplate
from pmr_batch.word.filling.fit import misfits
from pmr_batch.word.filling.placeholders import placeholders
from pmr_batch.word.filling.places import lines_of

BODY = "word/document.xml"


def told(content: bytes) -> list[str]:
    return [str(each) for each in misfits(content, APPENDIX_A)]


# -- what fits -------------------------------------------------------------------------------------


def branded(document: Document) -> None:
    """A logo in the header, another colour and typeface, guidance, a label in bold."""
    document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(png()), width=Mm(30))
    document.styles["Title"].font.color.rgb = RGBColor(0x5B, 0x2D, 0x8E)
    document.styles["Normal"].font.name = "Arial"
    document.add_paragraph("Please return this form to the trust office by the end of October.")
    document.tables[0].cell(0, 0).paragraphs[0].runs[0].bold = True


def _saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_standard_form_fits() -> None:
    assert told(FORM) == told(form()) == []


def test_a_logo_colours_and_guidance_fit_and_stand_in_every_form() -> None:
    content = form(branded)
    assert told(content) == []
    made = WordTemplate(content).render(fields(EVERYTHING)).document
    assert parts_of_zip(made)["word/media/image1.png"] == png()
    document = docx.Document(io.BytesIO(made))
    assert document.paragraphs[-1].text.startswith("Please return this form")
    assert document.tables[0].cell(0, 1).text == "[name]"


def split_runs(document: Document) -> None:
    """A tag as Word cuts it up when somebody types in its middle, and formats half of it."""
    paragraph = document.tables[0].cell(0, 1).paragraphs[0]
    paragraph.text = "{{ na"
    paragraph.add_run("me").bold = True
    paragraph.add_run(" }}")


@pytest.mark.parametrize(
    "edit",
    [
        split_runs,
        put("{{ o.no }}", "{% if o.no %}{{ o.no }} (row {{ loop.index }}){% endif %}"),
        put("{{ job_title }}", "{{ job_title }}{# trust HR checks this #}"),
        put("{%tr for o in objectives %}", "{%tr for o in objectives%}"),
        put("JOB TITLE", "JOB TITLE (as on the contract)"),
        put("Employee's comments", "Employee’s comments"),
        lambda document: document.sections[0].footer.paragraphs[0].add_run(" {% if trust %}{{ trust }}{% endif %}"),
        lambda document: setattr(document.core_properties, "title", "{{ ().__class__ }}"),
    ],
)
def test_what_does_no_harm_fits(edit: Callable[[Document], Any]) -> None:
    assert told(form(edit)) == []


@pytest.mark.office
def test_a_form_saved_by_libreoffice_fits(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(form(branded))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", "out", "form.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert told((tmp_path / "out" / "form.docx").read_bytes()) == []


# -- what does not ---------------------------------------------------------------------------------


CELL = "table 1, row 1, cell 2: "
PLAIN = (
    " is no tag of a template; "
    "use {{ name }}, {% if name %} … {% endif %} and {% for … %} only, as the standard one does"
)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (
            put("{{ reviewers }}", "{{ reviwers }}"),
            "table 1, row 3, cell 2: {{ reviwers }} is unknown; did you mean reviewers?",
        ),
        (put("{{ name }}", "{{ Name }}"), f"{CELL}{{{{ Name }}}} is unknown; did you mean name?"),
        (
            put("{{ name }}", "{{ name }} {{ shoe_size }}"),
            f"{CELL}{{{{ shoe_size }}}} is unknown; take it out; docs/placeholders.md lists what there is",
        ),
        (
            put("{{ d.delivery }}", "{{ d.delivry }}"),
            "table 4, row 3, cell 2: {{ d.delivry }} is unknown; did you mean d.delivery?",
        ),
        (
            put("{{ name }}", "{{ name }} {{ o.no }}"),
            f"{CELL}{{{{ o.no }}}} is unknown: no loop around it calls anything “o”; "
            "put it inside {% for o in objectives %} … {% endfor %}",
        ),
        (put("{{ comments }}", ""), "{{ comments }} is missing; put it back beside “Employee's comments”"),
        (
            put("{{ d.delivery }}", ""),
            "{{ d.delivery }} is missing; "
            "put it back beside “Delivery” within the loop through development",
        ),
        (
            put("{{ name }}", "{{ name }} {{ objectives }}"),
            f"{CELL}{{{{ objectives }}}} is a list; go through it: {{% for x in objectives %}} … {{% endfor %}}",
        ),
        (
            put("{%p for aspect in aspects %}", "{%p for aspect in aspect %}"),
            "table 1, row 6, cell 2: {%p for aspect in aspect %} goes through “aspect”, which is no list it has; "
            "did you mean aspects?",
        ),
        (
            put("{{ name }}", "{% if cpd %}{{ name }}"),
            f"{CELL}{{% if cpd %}} is not closed; put its {{% endif %}} back",
        ),
        (
            put("{{ name }}", "{{ name }}{% endif %}"),
            f"{CELL}{{% endif %}} ends what was never opened; put the tags in pairs, one inside the other",
        ),
        (
            put("{{ name }}", "{% if cpd %}{% for a in aspects %}{{ name }}{% endif %}{% endfor %}"),
            f"{CELL}{{% endif %}} comes before the end of {{% for a in aspects %}}; "
            "put the tags in pairs, one inside the other",
        ),
        (put("{{ name }}", "{{ name"), f"{CELL}“{{{{” stands without the rest of its tag; type the whole tag again"),
        (put("{{ name }}", "{{ name }} {{ cpd.upper() }}"), f"{CELL}{{{{ cpd.upper() }}}}{PLAIN}"),
        (put("{{ name }}", "{{ name }} {{ name|upper }}"), f"{CELL}{{{{ name|upper }}}}{PLAIN}"),
        (put("{{ name }}", "{{ name }} {{r cpd }}"), f"{CELL}{{{{r cpd }}}}{PLAIN}"),
        (put("{{ name }}", "{{ name }} {{p cpd }}"), f"{CELL}{{{{p cpd }}}}{PLAIN}"),
        (
            put("{{ name }}", "{{ name }} {% cellbg name %}"),
            f"{CELL}{{% cellbg name %}}{PLAIN}",
        ),
        (put("{{ name }}", "{{ name }} {%- if cpd %}"), f"{CELL}{{%- if cpd %}}{PLAIN}"),
        (
            put("{{ name }}", "{% if cpd %}{{ name }}{% endif %}"),
            "{{ name }} does not show where nothing else is filled in; take it out of its {% if %}",
        ),
        (
            put("NAME OF REVIEWEE", "{%p if cpd %} NAME OF REVIEWEE {%p endif %}"),
            "table 1, row 1, cell 1: {%p if cpd %} stands with other words (NAME OF REVIEWEE {%p endif %}), "
            "which would be lost; give the tag a paragraph of its own",
        ),
        (put("JOB TITLE", "POST"), "the words “JOB TITLE” of Appendix A are gone; put them back as they were"),
        (
            put("{%tr for o in objectives %}", ""),
            "table 2, row 3, cell 1: {{ o.no }} is unknown: no loop around it calls anything “o”; "
            "put it inside {% for o in objectives %} … {% endfor %}",
        ),
    ],
)  # fmt: skip
def test_one_fault_is_told_in_one_line(edit: Callable[[Document], Any], says: str) -> None:
    assert told(form(edit)) == [says]


def test_an_if_over_two_cells_is_told() -> None:
    def edit(document: Document) -> None:
        put("{{ name }}", "{% if cpd %}{{ name }}")(document)
        put("{{ job_title }}", "{{ job_title }}{% endif %}")(document)

    (line,) = told(form(edit))
    assert line == (
        "table 1, row 2, cell 2: {% endif %} does not stand where {% if cpd %} (table 1, row 1, cell 2) does; "
        "open and close it in one paragraph, or write {%p … %} in paragraphs of their own"
    )


def test_a_cell_left_without_a_paragraph_is_told() -> None:
    def edit(document: Document) -> None:
        cell = document.tables[4].cell(4, 1)
        cell.paragraphs[0].insert_paragraph_before("{%p if cpd %}")
        cell.add_paragraph("{%p endif %}")

    (line,) = told(form(edit))
    assert line.startswith("leaves a table cell without a paragraph where there is nothing to show")


def test_all_problems_are_told_at_once() -> None:
    def edit(document: Document) -> None:
        for was, now in (("{{ name }}", "{{ nmae }}"), ("{{ cpd }}", ""), ("JOB TITLE", "POST")):
            put(was, now)(document)

    assert len(told(form(edit))) == 3


def test_tags_in_the_header_are_held_to_the_same() -> None:
    content = form(lambda document: document.sections[0].header.paragraphs[0].add_run("{{ acadmy }}"))
    assert told(content) == ["header, paragraph 1: {{ acadmy }} is unknown; did you mean academy?"]


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "word/_rels/document.xml.rels"


def linked(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    link = f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(FORM, RELS, lambda part: part.replace(b"</Relationships>", link.encode()))


def within_body(xml: str) -> bytes:
    return changed(FORM, BODY, lambda part: part.replace(b"<w:body>", f"<w:body>{xml}".encode()))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (with_part(FORM, "word/vbaProject.bin", b"x"), "holds macros"),
        (with_part(FORM, "word/embeddings/oleObject1.bin", b"x"), "holds embedded objects"),
        (with_part(FORM, "word/comments.xml", b"<a/>"), "holds comments"),
        (linked("hyperlink", "https://example.org/policy"), "links to something outside itself (https://example.org"),
        (linked("attachedTemplate", "file:///C:/Users/x/Normal.dotm"), "is attached to a Word template elsewhere"),
        (linked("image", "http://example.org/a.png"), "links to something outside itself"),
        (within_body('<w:p><w:ins w:author="A"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'), "holds tracked changes"),
        (
            within_body('<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "c:\\x"'
                        "</w:instrText></w:r></w:p>"),
            "has a field that reaches outside the document (INCLUDETEXT)",
        ),
        (within_body('<w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p>'), "has a field that reaches outside"),
        (within_body(f'<w:altChunk r:id="x1" xmlns:r="{OFFICE}"/>'), "holds another document inside"),
        (with_part(FORM, "word/footnotes.xml", f'<a xmlns:w="{W[1:-1]}"><w:t>{{{{ name }}}}</w:t></a>'.encode()),
         "footnotes: a tag stands where none is filled in"),
    ],
)  # fmt: skip
def test_what_runs_reaches_outside_or_tells_on_people_is_refused(content: bytes, says: str) -> None:
    assert says in told(content)[0]


def test_a_form_that_makes_every_form_large_is_refused() -> None:
    parts = {**parts_of_zip(FORM), "word/media/photo.jpg": bytes(2_000_000)}
    (line,) = told(zipped(parts, 0))
    assert line.startswith("is 2.1 MB large, and every document would be, too; 2 MB is the most")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no Word document"),
        (b"%PDF-1.7", "is no Word document"),
        (FORM[:-200], "is damaged: it is not whole, or was changed on its way"),
        (zipped({"a.txt": b"x"}), "is no Word document"),
        (changed(FORM, BODY, lambda part: part[:-20]), "is damaged: a part of it is not whole"),
        (changed(FORM, BODY, lambda part: b"<!DOCTYPE a>" + part), "holds a document type declaration"),
        (with_part(FORM, "word/media/a.bin", bytes(29_000_000)), "grows beyond all measure when it is opened"),
        (with_part(FORM, "../outside.xml", b"<a/>"), "names parts outside itself"),
    ],
)
def test_hostile_and_damaged_files_are_refused_in_one_line(content: bytes, says: str) -> None:
    (line,) = told(content)
    assert says in line


def test_random_damage_is_refused_or_does_no_harm() -> None:
    for at in range(0, len(FORM), 997):
        damaged = bytearray(FORM)
        damaged[at] ^= 0x10
        assert len(told(bytes(damaged))) <= 1


@pytest.mark.parametrize("seed", range(30))
def test_damage_within_the_parts_is_told_or_does_no_harm(seed: int) -> None:
    dice = Random(seed)
    content = form(branded)
    header = next(name for name in parts_of_zip(content) if name.startswith("word/header"))
    content = damaged(content, dice.choice([BODY, "word/styles.xml", header, RELS]), dice)
    assert all(line.isprintable() for line in told(content))


def without_control(document: Document) -> None:
    """The words of a content control, when the control itself is removed."""
    control = next(each for each in document.element.body.iter(f"{W}sdt") if "{{ cpd }}" in "".join(each.itertext()))
    for run in control.find(f"{W}sdtContent"):
        control.addprevious(run)
    control.getparent().remove(control)


def test_a_place_that_is_no_longer_a_content_control_is_told() -> None:
    assert told(form(without_control)) == [
        "{{ cpd }} stands in no content control, so that `collect` could not tell what is written there; "
        "copy the whole place from the standard template"
    ]


# -- the renderer ----------------------------------------------------------------------------------


def test_a_table_of_many_cells_is_looked_at_once_a_cell() -> None:
    document = docx.Document(io.BytesIO(FORM))
    document.add_table(100, 100)
    started = time.process_time()
    lines = lines_of(parts_of(_saved(document), workbook=False))[BODY]
    assert time.process_time() - started < 5, "a minute, where each cell counts all the others"
    assert lines[-1].place.endswith("row 100, cell 100")


def test_what_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    assert within(0.3, time.sleep, 30) is None
    assert time.monotonic() - began < 10
    (misfit,) = check(FORM, APPENDIX_A, seconds=0).misfits
    assert "or takes more than 0 seconds" in str(misfit)


def test_a_template_that_does_not_fit_is_never_rendered_with_a_blank() -> None:
    with pytest.raises(TemplateError, match=re.escape("does not have: shoe_size")):
        WordTemplate(form(put("{{ name }}", "{{ name }} {{ shoe_size }}"))).render(fields(FormContent()))


def test_every_field_of_the_form_is_a_placeholder_with_words_beside_it() -> None:
    shown = {(one.of, one.name) for one in placeholders(APPENDIX_A)}
    assert shown == {("", name) for name in APPENDIX_A.texts} | {
        (of, name) for of, parts in APPENDIX_A.lists.items() for name in (parts or {""})
    }
    nowhere = {one.name for one in placeholders(APPENDIX_A) if not one.next_to}
    assert nowhere == {"status", "trust", "academy"}
