"""Whether an edited copy of a template still fits: every reason why not, where it is, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pmr_batch.errors import Misfit
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.word.filling.blocks import Reading
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.foreign import foreign, is_word
from pmr_batch.word.filling.placeholders import Placeholder, placeholders, plain, standard_lines
from pmr_batch.word.filling.places import BODY, Line, lines_of
from pmr_batch.word.filling.trial import WHOLE_PLACE, trial

_QUOTES = str.maketrans("‘’“”", "''\"\"")
_WORD_AGAIN = "open it in Word and save it as a Word document (.docx)"


def misfits(content: bytes, document: Document) -> list[Misfit]:
    """Why a copy of a document's template does not fit, all reasons that can be told at once; none where it does."""
    try:
        parts = parts_of(content, workbook=False)
        if not is_word(parts):
            return [Misfit("", "is no Word document", _WORD_AGAIN)]
        found = list(foreign(parts, len(content))) or list(_of_text(lines_of(parts), document))
        return found or list(trial(content, document))
    except Refused as refused:
        return [Misfit("", refused.why if content.startswith(b"PK") else "is no Word document", _WORD_AGAIN)]
    except etree.LxmlError:
        return [Misfit("", "is damaged: a part of it is not whole", _WORD_AGAIN)]


def document_of(content: bytes, documents: Iterable[Document]) -> Document:
    """Of which document a copy's template is, whatever its name: the one of which it shows most, and lacks least."""

    def shown(document: Document) -> tuple[int, int]:
        there = sum(placeholder.tag in text for placeholder in placeholders(document))
        return there, there - len(placeholders(document))

    try:
        lines = lines_of(parts_of(content, workbook=False))
    except (Refused, etree.LxmlError):
        return next(iter(documents))
    text = "".join(line.text for part in lines.values() for line in part)
    return max(documents, key=shown)


def _of_text(lines: Mapping[str, list[Line]], document: Document) -> Iterator[Misfit]:
    """What is wrong with the tags, the content controls and the words of a copy."""
    reading = Reading(document)
    for part in lines.values():
        reading.part(part)
    yield from reading.misfits
    for placeholder in placeholders(document):
        if (placeholder.of, placeholder.name) not in reading.shows:
            yield _missing(placeholder)
        elif not reading.misfits:
            yield from _uncontrolled(placeholder, reading)
    for name in sorted(document.conditions - reading.asks):
        remedy = "copy what it stands around from the standard template"
        yield Misfit("", f"{{%p if {name} %}} is missing, so that everybody would be told the same", remedy)
    yield from _lost_words(lines[BODY], document)


# -- placeholders ----------------------------------------------------------------------------------


def _missing(placeholder: Placeholder) -> Misfit:
    part = placeholder.place.split(",")[0].rstrip(" 0123456789")
    where = f"beside “{placeholder.beside}”" if placeholder.beside else part and f"in the {part}"
    loop = placeholder.of and f"within the loop through {placeholder.of}"
    return Misfit("", f"{placeholder.tag} is missing", " ".join(filter(None, ("put it back", where, loop))))


def _uncontrolled(placeholder: Placeholder, reading: Reading) -> Iterator[Misfit]:
    """A placeholder that does not stand in the content control by which it is read back, or in one without a tag.

    LibreOffice loses the tags of all as it saves; then labels tell the places.
    """
    shown = (placeholder.of, placeholder.name)
    tags = reading.controlled[shown]
    for tag, field in reading.document.controls.items():
        if field == shown and not tags & {tag, ""}:
            where = f"a content control not tagged {tag}" if tags else "no content control"
            what = f"{placeholder.tag} stands in {where}, so that `collect` could not tell what is written there"
            yield Misfit("", what, WHOLE_PLACE)


# -- words -----------------------------------------------------------------------------------------


def _lost_words(lines: Iterable[Line], document: Document) -> Iterator[Misfit]:
    """Headings and labels of the standard template, and labels that are read back, which are not there as often."""
    texts = [_folded(text) for text in _by_cell(lines)]
    wanted = _kept_words(document)
    for words in sorted(wanted, key=lambda each: (-len(each), each)):
        for _ in range(wanted[words]):
            pattern = re.compile(rf"(?<!\w){re.escape(_folded(words))}(?!\w)")
            at = next((at for at, text in enumerate(texts) if pattern.search(text)), None)
            if at is None:
                yield Misfit("", f"the words “{words}” of {document.title} are gone", "put them back as they were")
                break
            texts[at] = pattern.sub(" ", texts[at], count=1)


def _kept_words(document: Document) -> Counter[str]:
    """The words that every copy keeps, and how often they stand there."""
    kept = (line for line in standard_lines(document)[BODY] if not document.kept or line.style in document.kept)
    standard = Counter(words for line in kept for words in _stretches(line.text))
    return standard | Counter(label.rstrip(":") for label in document.labels)


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
