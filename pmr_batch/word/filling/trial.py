"""An edited template filled in on trial: with the least, with everything, and with each field alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from pmr_batch.errors import Misfit, TemplateError
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.fill import WordTemplate, by_docxtpl
from pmr_batch.word.filling.placeholders import placeholders
from pmr_batch.word.filling.places import BODY, W, tag_of, tree_of

WHOLE_PLACE = "copy the whole place from the standard template"
#: Parts that docxtpl keeps and we drop, as they name people, or are lists of the other parts.
_LEFT_OUT = re.compile(r"docProps/|_rels/\.rels|\[Content_Types\]|customXml/")
_OTHERWISE = Misfit("", "has a tag that is filled in otherwise than it stands", "copy it from the standard one")
_HOLLOW = Misfit(
    "", "leaves a table cell without a paragraph where there is nothing to show", "add an empty paragraph to the cell"
)


def trial(content: bytes, document: Document) -> Iterator[Misfit]:
    """What is wrong with the documents that are made of a template, whose tags and words fit."""
    try:
        template = WordTemplate(content)
        lost: set[str] = set()
        for fields in (document.least, document.everything):
            rendered = template.render(fields).document
            if _canonical(rendered) != _canonical(by_docxtpl(content, fields)):
                yield _OTHERWISE
                return
            body = _body(rendered)
            if not _is_sound(body):
                yield _HOLLOW
                return
            lost |= _lost_controls(body, document)
        for tag in sorted(lost):
            yield Misfit("", f"has no content control tagged {tag} to write in for everybody", WHOLE_PLACE)
        yield from _alone(template, document)
    except TemplateError as error:
        yield Misfit("", str(error).partition("; ")[0], "copy the part from the standard one")


def _alone(template: WordTemplate, document: Document) -> Iterator[Misfit]:
    """A field shown only together with another one would be lost for somebody."""
    for name, fields in document.alone.items():
        try:
            rendered = template.render(fields).document
        except TemplateError:
            tags = (field.tag for field in placeholders(document) if name in (field.of, field.name))
            tag = next(tags, name)
            yield Misfit("", f"{tag} does not show where nothing else is filled in", "take it out of its {% if %}")
        else:
            if not _is_sound(_body(rendered)):
                yield _HOLLOW
                return


def _canonical(document: bytes) -> dict[str, bytes]:
    """The parts of a document, XML in one form."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name) for name in package.namelist() if not _LEFT_OUT.match(name)}
    return {
        name: etree.tostring(tree_of(part), method="c14n") if name.endswith((".xml", ".rels")) else part
        for name, part in parts.items()
    }


def _body(document: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return tree_of(package.read(BODY))


def _is_sound(body: etree._Element) -> bool:
    """Whether every cell ends with a paragraph and every table has a row, as Word asks for."""
    cells = all(len(cell) and cell[-1].tag in (f"{W}p", f"{W}sdt") for cell in body.iter(f"{W}tc"))
    return cells and all(table.find(f".//{W}tr") is not None for table in body.iter(f"{W}tbl"))


def _lost_controls(body: etree._Element, document: Document) -> set[str]:
    """The tags of the content controls that a document lacks; none where a control without a tag may be any of them."""
    tags = {tag_of(control) for control in body.iter(f"{W}sdt")}
    return set() if "" in tags else set(document.controls) - tags
