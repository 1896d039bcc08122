"""Opens a filled-in form as a Word document, safely, and reports what in it is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pmr_batch.commands.collect.symbol_fonts import UNKNOWN, unknown_fonts
from pmr_batch.excel.reading.file_kinds import is_labelled, is_protected
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.word.filling.foreign import is_word
from pmr_batch.word.filling.places import BODY, W, tree_of
from pmr_batch.word.filling.properties import properties_of
from pmr_batch.words import counted, listed

_NO_FORM = "Name a form that was made with `pmr-batch forms`."
_PROTECTED = "Open it in Word, take the password out (File, Info), save it and collect it again."
_LABELLED = (
    "is encrypted by a sensitivity label or rights management",
    "Open it in Word, choose a label without encryption (Home, Sensitivity), save it and collect it again.",
)
_SAVE_AGAIN = "Open it in Word, save it as a Word document (.docx) and collect that."
_NUMBERING = "word/numbering.xml"
_FOOTER = re.compile(r"word/footer\d*\.xml")


@dataclass(frozen=True)
class OpenedForm:
    """A document: its body, its footers' text, its custom properties, and the numbers of its bulleted lists."""

    body: etree._Element
    footer: str
    properties: Mapping[str, str]
    bulleted: frozenset[str]
    unread: tuple[str, ...]
    notes: tuple[str, ...]


def open_form(content: bytes) -> OpenedForm:
    """The Word document of these bytes. Raises Refused."""
    try:
        parts = parts_of(content, workbook=False)
    except Refused as refused:
        if is_labelled(content):
            raise Refused(*_LABELLED) from None
        if is_protected(content):
            raise Refused("is protected with a password", _PROTECTED) from None
        is_named = content.startswith(b"PK") or not content
        raise Refused(refused.why if is_named else "is no Word document (.docx)", _SAVE_AGAIN) from None
    if not is_word(parts):
        raise Refused("is no Word document", _NO_FORM)
    try:
        body = tree_of(parts[BODY])
        if body.tag != f"{W}document":
            raise Refused("is a Word document of another kind (Strict Open XML)", _SAVE_AGAIN)
        footers = [tree_of(parts[name]) for name in parts if _FOOTER.fullmatch(name)]
        footer = "\n".join("".join(footer.itertext(f"{W}t")) for footer in footers)
        form = OpenedForm(
            body,
            footer,
            properties_of(parts),
            _bulleted(parts),
            tuple(_unread(parts, body)),
            tuple(_notes(body)),
        )
    except etree.LxmlError:
        raise Refused("is damaged: a part of it is not whole", _SAVE_AGAIN) from None
    return form


def _bulleted(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The numbers of the bulleted lists; others are numbered."""
    if _NUMBERING not in parts:
        return frozenset()
    root = tree_of(parts[_NUMBERING])
    signs = {
        abstract.get(f"{W}abstractNumId")
        for abstract in root.iter(f"{W}abstractNum")
        if (format_ := abstract.find(f"{W}lvl/{W}numFmt")) is not None and format_.get(f"{W}val") == "bullet"
    }
    return frozenset(
        number.get(f"{W}numId", "")
        for number in root.iter(f"{W}num")
        if (reference := number.find(f"{W}abstractNumId")) is not None and reference.get(f"{W}val") in signs
    )


def _unread(parts: Mapping[str, bytes], body: etree._Element) -> Iterator[str]:
    """What in it has no place in a cell of a workbook."""
    comments = parts.get("word/comments.xml")
    number = len(list(tree_of(comments).iter(f"{W}comment"))) if comments else 0
    if number:
        yield f"{counted(number, 'comment')} in the margin; read them in Word"
    for tag, what in (("footnoteReference", "footnotes"), ("endnoteReference", "endnotes")):
        if next(body.iter(f"{W}{tag}"), None) is not None:
            yield f"{what}; read them in Word"
    if next(body.iter(f"{W}drawing", f"{W}pict", f"{W}object", f"{W}altChunk", "{*}oMath"), None) is not None:
        yield "pictures, text boxes, formulas or objects; look at them in Word"
    if fonts := list(unknown_fonts(body)):
        yield f"signs of the font {listed(fonts)}, which stand as {UNKNOWN} in the text; look at them in Word"


def _notes(body: etree._Element) -> Iterator[str]:
    if next(body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
        yield "holds tracked changes: what was put in is read, what was taken out is not"
