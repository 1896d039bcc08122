"""Whether an edited copy of a template still fits: every reason why not, where it is, and what to do."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pmr_batch.errors import Misfit, TemplateError
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.word.filling.blocks import Reading
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.fill import WordTemplate, by_docxtpl
from pmr_batch.word.filling.foreign import foreign, is_word
from pmr_batch.word.filling.placeholders import Placeholder, placeholders, plain, standard_lines
from pmr_batch.word.filling.places import BODY, Line, W, lines_of, tag_of, tree_of

#: Parts that docxtpl keeps and we leave out, as they name people, or are lists of the others.
_LEFT_OUT = re.compile(r"docProps/|_rels/\.rels|\[Content_Types\]|customXml/")
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_UNTAGGED = ""
_WHOLE_PLACE = "copy the whole place from the standard template"
_WORD_AGAIN = "open it in Word and save it as a Word document (.docx)"


def misfits(content: bytes, document: Document) -> list[Misfit]:
    """Why a copy of a document's template does not fit, all reasons that can be told at once; none where it does."""
    try:
        parts = parts_of(content, workbook=False)
        if not is_word(parts):
            return [Misfit("", "is no Word document", _WORD_AGAIN)]
        told = list(foreign(parts, len(content))) or list(_of_text(lines_of(parts), document))
        return told or list(_of_documents(content, document))
    except Refused as refused:
        return [Misfit("", refused.why if content.startswith(b"PK") else "is no Word document", _WORD_AGAIN)]
    except etree.LxmlError:
        return [Misfit("", "is damaged: a part of it is not whole", _WORD_AGAIN)]


def nearest(content: bytes, documents: Iterable[Document]) -> Document:
    """Of which document a copy's template is, whatever its name: the one of which it shows most, and lacks least."""

    def shown(document: Document) -> tuple[int, int]:
        there = sum(one.tag in text for one in placeholders(document))
        return there, there - len(placeholders(document))

    try:
        lines = lines_of(parts_of(content, workbook=False))
    except (Refused, etree.LxmlError):
        return next(iter(documents))
    text = "".join(line.text for part in lines.values() for line in part)
    return max(documents, key=shown)


# -- what stands in it -----------------------------------------------------------------------------


def _of_text(lines: Mapping[str, list[Line]], document: Document) -> Iterator[Misfit]:
    reading = Reading(document)
    for part in lines.values():
        reading.part(part)
    yield from reading.misfits
    for one in placeholders(document):
        if (one.of, one.name) not in reading.shows:
            yield _missing(one)
        elif not reading.misfits:
            yield from _uncontrolled(one, reading)
    for name in sorted(document.conditions - reading.asks):
        remedy = "copy what it stands around from the standard template"
        yield Misfit("", f"{{%p if {name} %}} is missing, so that everybody would be told the same", remedy)
    yield from _lost_words(lines[BODY], document)


def _uncontrolled(one: Placeholder, reading: Reading) -> Iterator[Misfit]:
    """A placeholder that does not stand in the content control by which it is read back, or in one without a tag.

    LibreOffice loses the tags of all as it saves; then labels tell the places.
    """
    shown = (one.of, one.name)
    for control, field in reading.document.controls.items():
        if field == shown and not reading.controlled[shown] & {control, _UNTAGGED}:
            where = f"a content control not tagged {control}" if reading.controlled[shown] else "no content control"
            what = f"{one.tag} stands in {where}, so that `collect` could not tell what is written there"
            yield Misfit("", what, _WHOLE_PLACE)


def _missing(one: Placeholder) -> Misfit:
    where = f"in the {one.place.split(',')[0].rstrip(' 0123456789')}" if one.place else ""
    where = f"beside “{one.beside}”" if one.beside else where
    loop = f"within the loop through {one.of}" if one.of else ""
    return Misfit("", f"{one.tag} is missing", " ".join(filter(None, ("put it back", where, loop))))


def _lost_words(lines: Iterable[Line], document: Document) -> Iterator[Misfit]:
    """Headings and labels of the standard template, and labels that are read back, which are not there as often."""
    kept = [line for line in standard_lines(document)[BODY] if not document.kept or line.style in document.kept]
    wanted = Counter(words for line in kept for words in _stretches(line.text))
    wanted |= Counter(label.rstrip(":") for label in document.labels)
    texts = [_folded(text) for text in _by_cell(lines)]
    for words in sorted(wanted, key=lambda each: (-len(each), each)):
        for _ in range(wanted[words]):
            pattern = re.compile(rf"(?<!\w){re.escape(_folded(words))}(?!\w)")
            at = next((at for at, text in enumerate(texts) if pattern.search(text)), None)
            if at is None:
                yield Misfit("", f"the words “{words}” of {document.title} are gone", "put them back as they were")
                break
            texts[at] = pattern.sub(" ", texts[at], count=1)


def _stretches(text: str) -> list[str]:
    """The words of a paragraph between its tags and tabs; not those that only invite to write."""
    parts = re.split(r"\t|\{\{.*?\}\}|\{% else %\}[^{]*|\{%.*?%\}", text)
    return [words for part in parts if (words := plain(part).rstrip(":").strip(" ·"))]


def _by_cell(lines: Iterable[Line]) -> list[str]:
    """What stands together: the paragraphs of a cell, or one outside tables."""
    texts: dict[str, list[str]] = {}
    for line in lines:
        texts.setdefault(line.place, []).append(line.text)
    return [" ".join(each) for each in texts.values()]


def _folded(text: str) -> str:
    return " ".join(plain(text).translate(_QUOTES).casefold().split())


# -- what comes of it ------------------------------------------------------------------------------


def _of_documents(content: bytes, document: Document) -> Iterator[Misfit]:
    """Fill it in with the least, with everything, and with each thing alone."""
    try:
        template = WordTemplate(content)
        lost: set[str] = set()
        for fields in (document.least, document.everything):
            made = template.render(fields).document
            if not _same(made, by_docxtpl(content, fields)):
                yield _OTHERWISE
                return
            if not _sound(body := _body(made)):
                yield _HOLLOW
                return
            tags = {tag_of(control) for control in body.iter(f"{W}sdt")}
            lost |= set() if _UNTAGGED in tags else set(document.controls) - tags
        for tag in sorted(lost):
            yield Misfit("", f"has no content control tagged {tag} to write in for everybody", _WHOLE_PLACE)
        yield from _alone(template, document)
    except TemplateError as error:
        yield Misfit("", str(error).partition("; ")[0], "copy the part from the standard one")


_OTHERWISE = Misfit("", "has a tag that is filled in otherwise than it stands", "copy it from the standard one")
_HOLLOW = Misfit(
    "", "leaves a table cell without a paragraph where there is nothing to show", "add an empty paragraph to the cell"
)


def _alone(template: WordTemplate, document: Document) -> Iterator[Misfit]:
    """What shows only where something else does would be lost for somebody."""
    for name, fields in document.alone.items():
        try:
            made = template.render(fields).document
        except TemplateError:
            tag = next((one.tag for one in placeholders(document) if name in (one.of, one.name)), name)
            yield Misfit("", f"{tag} does not show where nothing else is filled in", "take it out of its {% if %}")
        else:
            if not _sound(_body(made)):
                yield _HOLLOW
                return


def _same(one: bytes, other: bytes) -> bool:
    """Whether two documents are the same, part by part."""
    ours, theirs = _canonical(one), _canonical(other)
    return ours == theirs


def _canonical(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name) for name in package.namelist() if not _LEFT_OUT.match(name)}
    return {
        name: etree.tostring(tree_of(part), method="c14n") if name.endswith((".xml", ".rels")) else part
        for name, part in parts.items()
    }


def _body(document: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return tree_of(package.read(BODY))


def _sound(root: etree._Element) -> bool:
    """Whether every cell ends with a paragraph and every table has a row, as Word asks for."""
    cells = all(len(cell) and cell[-1].tag in (f"{W}p", f"{W}sdt") for cell in root.iter(f"{W}tc"))
    return cells and all(table.find(f".//{W}tr") is not None for table in root.iter(f"{W}tbl"))
