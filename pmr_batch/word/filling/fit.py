"""Whether an edited copy of a template still fits: every reason why not, where it is, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pmr_batch.errors import Misfit
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import LIMITS, Limits, Refused
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.foreign import foreign, is_word
from pmr_batch.word.filling.placeholders import Placeholder, placeholders, plain, standard_lines
from pmr_batch.word.filling.places import BODY, Line, lines_of
from pmr_batch.word.filling.tag_check import TagCheck
from pmr_batch.word.filling.trial import WHOLE_PLACE, trial

_QUOTES = str.maketrans("‘’“”", "''\"\"")
_WORD_AGAIN = "open it in Word and save it as a Word document (.docx)"


def misfits(content: bytes, document: Document, limits: Limits = LIMITS) -> list[Misfit]:
    """Why a copy of a document's template does not fit, all reasons that can be found at once; none where it does."""
    try:
        parts = parts_of(content, limits, workbook=False).checked()
        if not is_word(parts):
            return [Misfit("", "is no Word document", _WORD_AGAIN)]
        lines = lines_of(parts)
        count = sum(map(len, lines.values()))
        if count > limits.template_lines:
            what = f"has {count:,} paragraphs, those of cells too, more than the {limits.template_lines:,} it may have"
            return [Misfit("", what, "take out what nobody needs, such as empty rows and columns")]
        problems = list(foreign(parts, len(content))) or list(_of_text(lines, document))
        return problems or list(trial(content, document))
    except Refused as refused:
        return [Misfit("", refused.why if content.startswith(b"PK") else "is no Word document", _WORD_AGAIN)]
    except etree.LxmlError:
        return [Misfit("", "is damaged: a part of it is not whole", _WORD_AGAIN)]


def document_of(content: bytes, documents: Iterable[Document]) -> Document:
    """Of which document a copy's template is, whatever its name: the one of which it shows most, and lacks least."""

    def shown(document: Document) -> tuple[int, int]:
        shown_count = sum(placeholder.tag in text for placeholder in placeholders(document))
        return shown_count, shown_count - len(placeholders(document))

    try:
        lines = lines_of(parts_of(content, workbook=False))
    except (Refused, etree.LxmlError):
        return next(iter(documents))
    text = "".join(line.text for part in lines.values() for line in part)
    return max(documents, key=shown)


def _of_text(lines: Mapping[str, list[Line]], document: Document) -> Iterator[Misfit]:
    """What is wrong with the tags, the content controls and the words of a copy."""
    tags = TagCheck(document)
    for part in lines.values():
        tags.part(part)
    yield from tags.misfits
    for placeholder in placeholders(document):
        if (placeholder.of, placeholder.name) not in tags.shows:
            yield _missing(placeholder)
        elif not tags.misfits:
            yield from _uncontrolled(placeholder, tags)
    for name in sorted(document.conditions - tags.conditions):
        remedy = "copy what it stands around from the standard template"
        yield Misfit("", f"{{%p if {name} %}} is missing, so that everybody would be told the same", remedy)
    yield from _lost_words(lines[BODY], document)


# -- placeholders ----------------------------------------------------------------------------------


def _missing(placeholder: Placeholder) -> Misfit:
    part = placeholder.place.split(",")[0].rstrip(" 0123456789")
    where = f"beside “{placeholder.next_to}”" if placeholder.next_to else part and f"in the {part}"
    loop = placeholder.of and f"within the loop through {placeholder.of}"
    return Misfit("", f"{placeholder.tag} is missing", " ".join(filter(None, ("put it back", where, loop))))


def _uncontrolled(placeholder: Placeholder, tags: TagCheck) -> Iterator[Misfit]:
    """A placeholder outside the content control by which it is read back, and not in one without a tag either.

    LibreOffice loses the tags of all as it saves; then labels tell the places.
    """
    shown = (placeholder.of, placeholder.name)
    controls = tags.controlled[shown]
    for tag, fields in tags.document.controls.items():
        if shown in fields and not controls & {tag, ""}:
            where = f"a content control not tagged {tag}" if controls else "no content control"
            what = f"{placeholder.tag} stands in {where}, so that `collect` could not tell what is written there"
            yield Misfit("", what, WHOLE_PLACE)


# -- words -----------------------------------------------------------------------------------------


def _lost_words(lines: Iterable[Line], document: Document) -> Iterator[Misfit]:
    """Headings and labels of the standard template, and labels that are read back, that the copy lacks."""
    texts = [_folded(text) for text in _by_cell(lines)]
    kept_words = _kept_words(document)
    for words in sorted(kept_words, key=lambda words: (-len(words), words)):
        for _ in range(kept_words[words]):
            pattern = re.compile(rf"(?<!\w){re.escape(_folded(words))}(?!\w)")
            at = next((at for at, text in enumerate(texts) if pattern.search(text)), None)
            if at is None:
                yield Misfit("", f"the words “{words}” of {document.title} are gone", "put them back as they were")
                break
            texts[at] = pattern.sub(" ", texts[at], count=1)


def _kept_words(document: Document) -> Counter[str]:
    """The words that every copy keeps, and how often."""
    lines = (
        line
        for line in standard_lines(document)[BODY]
        if not document.kept_styles or line.style in document.kept_styles
    )
    standard = Counter(words for line in lines for words in _stretches(line.text))
    return standard | Counter(label.rstrip(":") for label in document.labels)


def _stretches(text: str) -> list[str]:
    """The words of a paragraph between its tags and tabs, without prompts."""
    parts = re.split(r"\t|\{\{.*?\}\}|\{% else %\}[^{]*|\{%.*?%\}", text)
    return [words for part in parts if (words := plain(part).rstrip(":").strip(" ·"))]


def _by_cell(lines: Iterable[Line]) -> list[str]:
    """The texts of a part: all paragraphs of a cell together, each paragraph outside tables alone."""
    texts: dict[str, list[str]] = {}
    for line in lines:
        texts.setdefault(line.place, []).append(line.text)
    return [" ".join(paragraphs) for paragraphs in texts.values()]


def _folded(text: str) -> str:
    return " ".join(plain(text).translate(_QUOTES).casefold().split())
