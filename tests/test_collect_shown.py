"""What Word shows the reader of a form as said is what is taken, and what it does not is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from filled_forms import AS_OF, W, by_column, collected, controls, edited, made, refusals, trust, written
from lxml import etree
from workbooks import parts_of_zip

from pmr_batch.cli import main

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = (
    f'xmlns:w="{W[1:-1]}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:new="urn:of-another-maker" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
COMMENTS = "Reviews.Employee's comments"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust with the return of base.yml: to read."""
    return trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module")
def form(folder: Path) -> Path:
    """Ann Appleby's draft."""
    return made(folder)


def run(text: str, look: str = "") -> str:
    """A run of text, with its look as direct formatting."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(runs: str, look: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>"


def in_list(number: int, level: int = 0) -> str:
    """What makes a paragraph a line of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def elements(xml: str) -> list[Any]:
    """The elements of a piece of XML."""
    return list(etree.fromstring(f"<all {SPACES}>{xml}</all>"))


def commented(xml: str, tag: str = "comments") -> Any:
    """An edit: runs, or paragraphs, stand in the place of the employee's comments."""

    def edit(body: Any) -> None:
        control = controls(body, tag)[0]
        for showing in control.iter(f"{W}showingPlcHdr"):
            showing.getparent().remove(showing)
        content = control.find(f"{W}sdtContent")
        if elements(xml)[0].tag == f"{W}p":
            control.getparent().addprevious(control)
        content.clear()
        content.extend(elements(xml))

    return edit


def with_more(form: Path, part: str, xml: str) -> dict[str, bytes]:
    """A part of the form with more at its end."""
    root = etree.fromstring(parts_of_zip(form.read_bytes())[part])
    root.extend(elements(xml))
    return {part: etree.tostring(root)}


STYLED = (
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="GoneToo"><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:type="character" w:styleId="Twice"><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="GoneLine"><w:rPr><w:strike w:val="1"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="HiddenLine"><w:rPr><w:vanish/></w:rPr></w:style>'
)

#: What stands in the place of the comments, what is taken of it, and what is told.
UNSEEN: Mapping[str, tuple[str, str, str]] = {
    "struck through": (
        run("I agree") + run(" but not with the pay", "<w:strike/>"),
        "I agree",
        "“but not with the pay” is struck through, and is not taken",
    ),
    "struck through twice": (
        run("Yes ") + run("no", "<w:dstrike/>"),
        "Yes",
        "“no” is struck through, and is not taken",
    ),
    "struck through and on again": (run("Yes ") + run("indeed", '<w:strike w:val="0"/>'), "Yes indeed", ""),
    "struck through by a style": (
        run("Yes ") + run("no", '<w:rStyle w:val="Gone"/>'),
        "Yes",
        "“no” is struck through, and is not taken",
    ),
    "by a style that is based on it": (
        run("Yes ") + run("no", '<w:rStyle w:val="GoneToo"/>') + run(" no", '<w:rStyle w:val="Twice"/>'),
        "Yes",
        "“no no” is struck through, and is not taken",
    ),
    "by a paragraph's style": (
        line(run("Yes")) + line(run("No"), '<w:pStyle w:val="GoneLine"/>'),
        "Yes",
        "“No” is struck through, and is not taken",
    ),
    "by the styles of paragraph and text, which cancel out": (
        line(run("Yes", '<w:rStyle w:val="Gone"/>'), '<w:pStyle w:val="GoneLine"/>'),
        "Yes",
        "",
    ),
    "struck through before a tracked change of its look": (
        run("Yes", "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"),
        "Yes",
        "",
    ),
    "hidden": (run("Yes ") + run("no", "<w:vanish/>"), "Yes", "“no” is hidden, and is not taken"),
    "hidden by a style": (
        line(run("Yes")) + line(run("No"), '<w:pStyle w:val="HiddenLine"/>') + line(run("Indeed")),
        "Yes\nIndeed",
        "“No” is hidden, and is not taken",
    ),
    "hidden in views of the web only": (run("Yes", "<w:webHidden/>"), "Yes", ""),
    "a hidden end of a paragraph": (
        line(run("Yes, "), "<w:rPr><w:vanish/></w:rPr>") + line(run("indeed")),
        "Yes, indeed",
        "",
    ),
}

TRACKED = "holds tracked changes: what was put in is read, what was taken out is not"
#: The same of tracked changes, alternatives, readings and fields.
SHOWN: Mapping[str, tuple[str, str, str]] = {
    "moved": (
        f"<w:moveTo>{run('First. ')}</w:moveTo>{run('Last.')}<w:moveFrom>{run('First. ')}</w:moveFrom>",
        "First. Last.",
        TRACKED,
    ),
    "put in and taken out again": (
        f"{run('Yes')}<w:ins><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:ins>"
        f"<w:ins>{run(' indeed')}</w:ins>",
        "Yes indeed",
        TRACKED,
    ),
    "the end of a paragraph taken out": (
        line(run("Yes, "), "<w:rPr><w:del/></w:rPr>") + line(run("indeed")),
        "Yes, indeed",
        TRACKED,
    ),
    "a line taken out": (
        line(run("Yes"))
        + line("<w:del><w:r><w:delText>No</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>")
        + line(run("Indeed")),
        "Yes\nIndeed",
        TRACKED,
    ),
    "a text box for newer and older programs": (
        run("Yes")
        + '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>box'
        "</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
        "Yes\nbox",
        "",
    ),
    "what only another maker's program shows": (
        f'{run("Yes")}<mc:AlternateContent><mc:Choice Requires="new">{run(" new")}</mc:Choice>'
        f"<mc:Fallback>{run(' old')}</mc:Fallback></mc:AlternateContent>",
        "Yes old",
        "",
    ),
    "a reading above a word": (
        f"<w:r><w:ruby><w:rt>{run('kana')}</w:rt><w:rubyBase>{run('kanji')}</w:rubyBase></w:ruby></w:r>",
        "kanji",
        "",
    ),
    "a field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCPROPERTY x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("inner")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f"<w:r><w:instrText> = 1 </w:instrText></w:r>{run('typed into the instruction')}"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("outer")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "outer",
        "",
    ),
    "a simple field": (f'<w:fldSimple w:instr=" AUTHOR ">{run("A. Head")}</w:fldSimple>', "A. Head", ""),
    "a date that Word works out anew": (
        f'<w:fldSimple w:instr=" DATE \\@ d ">{run("3 May 2026")}</w:fldSimple>',
        "3 May 2026",
        "holds fields that Word works out anew (DATE): what they showed when it was saved is read",
    ),
    "a field that never ends": (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("Yes, indeed")}',
        "Yes, indeed",
        "",
    ),
    "a tick box": (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(" agreed")}',
        "☒ agreed",
        "",
    ),
    "a drop-down list": (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/>'
        '<w:listEntry w:val="Yes"/></w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "Yes",
        "",
    ),
    "words to click on": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> MACROBUTTON NoMacro Well done </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "Well done",
        "holds fields that fetch something or start a program (MACROBUTTON): neither is done",
    ),
}


@pytest.mark.parametrize("of", [UNSEEN, SHOWN], ids=["unseen", "shown"])
def test_what_word_shows_is_taken_and_what_it_does_not_is_told(
    folder: Path, form: Path, of: Mapping[str, tuple[str, str, str]]
) -> None:
    said = {}
    for name, (xml, _, _) in of.items():
        result = collected(folder, edited(form, commented(xml), **with_more(form, STYLES, STYLED)))
        said[name] = (by_column(result).get(COMMENTS), result.read[0].notes)
    assert said == {name: (taken, (note,) if note else ()) for name, (_, taken, note) in of.items()}


def test_a_field_without_its_result_is_named(folder: Path, form: Path) -> None:
    ends = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    begins = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    xml = f"{run('On ')}{begins}<w:r><w:instrText> REF day </w:instrText></w:r>{ends}{run(' and')}"
    entry = f"{begins}<w:r><w:instrText> XE word </w:instrText></w:r>{ends}"
    assert refusals(collected(folder, edited(form, commented(xml + entry)))) == [
        "Not read: fields without their results (REF); type the words themselves into the form"
    ]


def test_a_label_that_is_struck_through_is_still_the_label_of_its_row(folder: Path, form: Path) -> None:
    def struck(body: Any) -> None:
        for words in body.iter(f"{W}t"):
            if (words.text or "").startswith("Assessment of overall quality of teaching"):
                words.getparent().insert(0, parse_xml(f"<w:rPr {SPACES}><w:strike/></w:rPr>"))

    result = collected(folder, edited(form, struck, written("teaching", "Does not teach")))
    assert (by_column(result), refusals(result)) == ({"Reviews.Quality of teaching": "Does not teach"}, [])


def test_a_row_that_was_deleted_with_tracking_on_is_gone(folder: Path, form: Path) -> None:
    def deleted(body: Any) -> None:
        row = list(list(body.iter(f"{W}tbl"))[2].iter(f"{W}tr"))[1]
        row.insert(0, parse_xml(f"<w:trPr {SPACES}><w:del/></w:trPr>"))

    assert refusals(collected(folder, edited(form, deleted))) == [
        "need 1: is no longer in the form; it stays in the workbook: take it out there, if it is to go"
    ]


# -- lists -----------------------------------------------------------------------------------------


def level(number: int, format_: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def of_style(name: str) -> str:
    """What links a level of a list to a style."""
    return f'<w:pStyle w:val="{name}"/>'


GOES_ON = '<w:lvlRestart w:val="0"/>'
#: Lists 91 and 92 go on counting each other, 93 starts anew, 94 starts its second level at 5; 95 is numbered as in
#: laws, 96 in Roman numerals from 3, 97 by dashes, 98 not at all; 99 by a style.
LISTS = (
    f'<w:abstractNum w:abstractNumId="91">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%2)")}'
    f"{level(2, 'lowerRoman', '(%3)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="95">{level(0, "upperLetter", "%1")}{level(1, "decimal", "%1.%2")}'
    f"{level(2, 'decimal', '%1.%2.%3', '<w:isLgl/>')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="96">{level(0, "upperRoman", "%1.", start=3)}'
    f"{level(1, 'ordinal', '%2', GOES_ON)}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="97">{level(0, "bullet", "-")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="98">{level(0, "none", "")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="99">{level(0, "decimalZero", "%1", of_style("Numbered"))}'
    f"{level(1, 'decimal', '%1-%2', of_style('Below'))}</w:abstractNum>"
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'
        for number, of, more in (
            (91, 91, ""),
            (92, 91, ""),
            (93, 91, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
            (94, 91, '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'),
            (95, 95, ""),
            (96, 96, ""),
            (97, 97, ""),
            (98, 98, ""),
            (99, 99, ""),
        )
    )
)
NUMBERED = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr></w:style>'
    for name in ("Numbered", "Below")
)
PLAIN, BELOW, ABOVE = "", '<w:pStyle w:val="Below"/>', '<w:pStyle w:val="Numbered"/>'
#: Lines by what makes them lines of a list, and what stands before each.
COUNTED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "goes on after a remark": ((in_list(91), PLAIN, in_list(91)), ("1. ", "", "2. ")),
    "of two levels": (
        tuple(in_list(91, at) for at in (0, 1, 1, 0, 1, 2)),
        ("1. ", "a) ", "b) ", "2. ", "a) ", "(i) "),
    ),
    "goes on in another list": ((in_list(91), in_list(92), in_list(91)), ("1. ", "2. ", "3. ")),
    "starts anew": ((in_list(91), in_list(91), in_list(93), in_list(93)), ("1. ", "2. ", "1. ", "2. ")),
    "starts a level at another number": ((in_list(94), in_list(94, 1), in_list(94, 1)), ("1. ", "e) ", "f) ")),
    "as in laws": (tuple(in_list(95, at) for at in (0, 1, 2, 1, 0)), ("A ", "A.1 ", "1.1.1 ", "A.2 ", "B ")),
    "from three, and a level that goes on": (
        tuple(in_list(96, at) for at in (0, 1, 0, 1)),
        ("III. ", "1st ", "IV. ", "2nd "),
    ),
    "dashes": ((in_list(97), in_list(97)), ("• ", "• ")),
    "no numbers": ((in_list(98), in_list(0)), ("", "")),
    "by a style": ((ABOVE, BELOW, BELOW, ABOVE), ("01 ", "01-1 ", "01-2 ", "02 ")),
    "taken out of its style's list": ((ABOVE, ABOVE + in_list(0), ABOVE), ("01 ", "", "02 ")),
}


def test_lists_are_numbered_as_word_numbers_them(folder: Path, form: Path) -> None:
    parts = with_more(form, STYLES, NUMBERED) | with_more(form, NUMBERING, LISTS)
    said = {}
    for name, (looks, _) in COUNTED.items():
        xml = "".join(line(run("line"), look) for look in looks)
        said[name] = by_column(collected(folder, edited(form, commented(xml), **parts)))[COMMENTS]
    assert said == {name: "\n".join(f"{mark}line" for mark in marks) for name, (_, marks) in COUNTED.items()}


def test_lines_that_are_not_shown_are_not_counted(folder: Path, form: Path) -> None:
    deleted = line("<w:del><w:r><w:delText>No</w:delText></w:r></w:del>", in_list(91) + "<w:rPr><w:del/></w:rPr>")
    hidden = line(run("No", "<w:vanish/>"), in_list(91) + "<w:rPr><w:vanish/></w:rPr>")
    xml = "".join((line(run("Yes"), in_list(91)), deleted, hidden, line(run("Indeed"), in_list(91))))
    back = edited(form, commented(xml), **with_more(form, NUMBERING, LISTS))
    assert by_column(collected(folder, back)) == {COMMENTS: "1. Yes\n2. Indeed"}


# -- what comes along with the words -----------------------------------------------------------------


def test_macros_attached_templates_and_external_pictures_are_told(folder: Path, form: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    outside = [
        f'<Relationships xmlns="{package}"><Relationship Id="x1" Type="{kind}/{name}" Target="file:///x" '
        'TargetMode="External"/></Relationships>'
        for name in ("attachedTemplate", "image", "hyperlink")
    ]
    parts = {
        "word/vbaProject.bin": b"macro",
        "word/_rels/settings.xml.rels": outside[0].encode(),
        "word/_rels/header9.xml.rels": outside[1].encode(),
        "word/_rels/footer9.xml.rels": outside[2].encode(),
    }
    result = collected(folder, edited(form, written("comments", "Yes"), **parts))
    assert by_column(result) == {COMMENTS: "Yes"}
    assert result.read[0].notes == (
        "holds macros: they are not run",
        "is attached to a Word template that lies elsewhere: nothing is fetched from it",
        "shows pictures that lie elsewhere: nothing is fetched",
    )


def test_comments_in_the_margin_are_quoted(folder: Path, form: Path) -> None:
    xml = (
        f'{run("I agree ")}<w:commentRangeStart w:id="7"/>{run("with the pay")}<w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r>'
    )
    comments = (
        f'<w:comments {SPACES}><w:comment w:id="7" w:author="A. Head">{line(run("Is this right?"))}</w:comment>'
        f'<w:comment w:id="8">{line(run("Ask ") + run("nobody", "<w:strike/>"))}</w:comment><w:comment/></w:comments>'
    )
    result = collected(folder, edited(form, commented(xml), **{"word/comments.xml": comments.encode()}))
    to_do = "answer it in Word, or put it into a place of the form"
    assert refusals(result) == [
        f"Not read: a comment in the margin by “A. Head”, beside “with the pay”: “Is this right?”; {to_do}",
        f"Not read: a comment in the margin: “Ask”; {to_do}",
        f"Not read: a comment in the margin: without words; {to_do}",
    ]
    assert by_column(result) == {COMMENTS: "I agree with the pay"}


def test_pdfs_and_pictures_of_forms_are_named_with_what_to_do(folder: Path, form: Path, tmp_path: Path) -> None:
    back = edited(form, written("comments", "Yes"))
    forms = tmp_path / "Forms back"
    forms.mkdir()
    (forms / back.name).write_bytes(back.read_bytes())
    for name in ("Scan.PDF", "photo.jpeg", "Old.doc", "notes.txt"):
        (forms / name).write_bytes(b"%PDF" if name == "Scan.PDF" else b"x")
    asked = ["--folder", str(folder), "--as-of", AS_OF.isoformat()]
    shown = CliRunner().invoke(main, ["collect", str(forms), *asked])
    no_words = (
        "is a PDF or a picture, out of which no words can be read back; collect the Word document, or type its words "
        "into the workbook"
    )
    assert shown.exit_code == 1
    assert f"Scan.PDF\n  NOT TAKEN  {no_words}\nphoto.jpeg\n  NOT TAKEN  {no_words}\n" in shown.stdout
    assert "Old.doc\n  NOT TAKEN  is no Word document (.docx). " in shown.stdout
    assert "Left alone, as no Word document: notes.txt\n" in shown.stdout
    named = CliRunner().invoke(main, ["collect", str(forms / "Scan.PDF"), *asked])
    assert "is a PDF, out of which no words can be read back. Collect the Word document" in named.stdout
    (forms / back.name).unlink()
    (forms / "Old.doc").unlink()
    only = CliRunner().invoke(main, ["collect", str(forms), *asked])
    assert (only.exit_code, only.stderr.strip()) == (
        2,
        "Forms back: no Word document (.docx) is there, only Scan.PDF, notes.txt, photo.jpeg; "
        "name the forms as they came from Word",
    )
