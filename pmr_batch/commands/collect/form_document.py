"""Opens a filled-in form as a Word document, safely, and reports what in it is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pmr_batch.commands.collect.cell_text import text_in
from pmr_batch.commands.collect.foreign_content import notes_on_parts
from pmr_batch.commands.collect.margin_comments import quoted_comments
from pmr_batch.commands.collect.symbol_fonts import UNKNOWN, unknown_fonts
from pmr_batch.excel.protection import opened
from pmr_batch.excel.reading.file_kinds import is_labelled, is_protected
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.passwords import given
from pmr_batch.word.appendix_a import labels
from pmr_batch.word.filling.foreign import is_word
from pmr_batch.word.filling.places import BODY, W, tree_of
from pmr_batch.word.filling.properties import properties_of
from pmr_batch.word.reading.list_numbers import Lists
from pmr_batch.word.reading.shown import Shown, as_shown
from pmr_batch.word.reading.styles import Styles
from pmr_batch.words import bare, listed
from pmr_batch.words import shown as quoted

_NO_FORM = "Name a form that was made with `pmr-batch forms`."
_PROTECTED = (
    "Open it in Word, take the password out (File, Info), save it and collect it again; or name a file that holds its "
    "password with --password-file."
)
_LABELLED = (
    "is encrypted by a sensitivity label or rights management",
    "Open it in Word, choose a label without encryption (Home, Sensitivity), save it and collect it again.",
)
_SAVE_AGAIN = "Open it in Word, save it as a Word document (.docx) and collect that."
_NO_WORDS = "Collect the Word document that it was made from, or type its words into the workbook."
#: Files without words that can be read back, by what they begin with.
_PICTURES = (
    (b"%PDF", "is a PDF"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"\x89PNG", "is a picture"),
    (b"II*\x00", "is a picture"),
    (b"MM\x00*", "is a picture"),
)
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
_FOOTER = re.compile(r"word/footer\d*\.xml")


@dataclass(frozen=True)
class OpenedForm:
    """A document: its body as Word shows it, its footers' text, its custom properties, and what stands before lines.

    `marks` are the numbers and bullets of lists, by paragraph, each with a blank after it.
    """

    body: etree._Element
    footer: str
    properties: Mapping[str, str]
    marks: Mapping[etree._Element, str]
    unread: tuple[str, ...]
    notes: tuple[str, ...]


def open_form(content: bytes, template_words: frozenset[str] = frozenset()) -> OpenedForm:
    """The Word document of these bytes; labels (`template_words`) are known even where they are struck through.

    Raises Refused.
    """
    plain = opened(content, given.get())
    try:
        parts = parts_of(plain, workbook=False)
    except Refused as refused:
        raise _refused(plain, refused) from None
    if not is_word(parts):
        raise Refused("is no Word document", _NO_FORM)
    try:
        body = tree_of(parts[BODY])
        if body.tag != f"{W}document":
            raise Refused("is a Word document of another kind (Strict Open XML)", _SAVE_AGAIN)
        styles = Styles(parts.get(_STYLES))
        shown = as_shown(body, styles, template_words)
        footers = [tree_of(parts[name]) for name in parts if _FOOTER.fullmatch(name)]
        footer = "\n".join("".join(footer.itertext(f"{W}t")) for footer in footers)
        form = OpenedForm(
            body,
            footer,
            properties_of(parts),
            Lists(parts.get(_NUMBERING), styles).marks_in(body),
            (*quoted_comments(parts, body, styles), *_unread(body, shown)),
            (*_notes(shown), *notes_on_parts(parts)),
        )
    except Refused as refused:
        raise _refused(plain, refused) from None
    except etree.LxmlError:
        raise Refused("is damaged: a part of it is not whole", _SAVE_AGAIN) from None
    return form


def _refused(content: bytes, refused: Refused) -> Refused:
    """Why a file that is no package is not read, in words about forms."""
    if is_labelled(content):
        return Refused(*_LABELLED)
    if is_protected(content):
        return Refused("is protected with a password", _PROTECTED)
    picture = next((what for start, what in _PICTURES if content.startswith(start)), None)
    if picture:
        return Refused(f"{picture}, out of which no words can be read back", _NO_WORDS)
    is_named = content.startswith(b"PK") or not content
    return Refused(refused.why if is_named else "is no Word document (.docx)", _SAVE_AGAIN)


def _unread(body: etree._Element, shown: Shown) -> Iterator[str]:
    """What in it has no place in a cell of a workbook, margin comments aside."""
    for tag, what in (("footnoteReference", "footnotes"), ("endnoteReference", "endnotes")):
        if next(body.iter(f"{W}{tag}"), None) is not None:
            yield f"{what}; read them in Word"
    if next(body.iter(*_OBJECTS), None) is not None:
        yield "pictures, text boxes, formulas or objects; look at them in Word"
    if fonts := list(unknown_fonts(body)):
        yield f"signs of the font {listed(fonts)}, which stand as {UNKNOWN} in the text; look at them in Word"
    if kinds := shown.fields.without_result:
        yield f"fields without their results ({listed(kinds)}); type the words themselves into the form"


_OBJECTS = (*(f"{W}{tag}" for tag in ("drawing", "pict", "object", "altChunk", "subDoc", "contentPart")), "{*}oMath")


def _notes(shown: Shown) -> Iterator[str]:
    if shown.is_tracked:
        yield "holds tracked changes: what was put in is read, what was taken out is not"
    for unseen in shown.unseen:
        if not bare(text_in(unseen.paragraph)).startswith(bare(labels.CRITERIA)):
            yield f"{quoted(unseen.text, 120)} is {unseen.look}, and is not taken"
    if kinds := shown.fields.ever_new:
        yield f"holds fields that Word works out anew ({listed(kinds)}): what they showed when it was saved is read"
    if kinds := shown.fields.fetching:
        yield f"holds fields that fetch something or start a program ({listed(kinds)}): neither is done"
