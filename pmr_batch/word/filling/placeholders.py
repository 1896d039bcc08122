"""The placeholders of a document: what its standard template shows, and where."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.places import Line, lines_of

ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PRINTED = re.compile(r"\{\{\s*(?:(\w+)\.)?(\w+)\s*\}\}")
_LOOP = re.compile(r"\{%\w*\s+for\s+(\w+)\s+in\s+(\w+)\s*%\}")


@dataclass(frozen=True)
class Placeholder:
    """A tag of the standard template that shows something: its text, its name, and the list it is a part of.

    The rows of a list of texts have no name. `next_to` are the words next to it, `place` is where it stands, and
    `example` what it may be filled in with.
    """

    tag: str
    name: str
    of: str
    next_to: str
    place: str
    example: str


@cache
def standard_lines(document: Document) -> Mapping[str, list[Line]]:
    """The paragraphs of the standard template, by part."""
    with zipfile.ZipFile(io.BytesIO(document.standard)) as package:
        return lines_of({name: package.read(name) for name in package.namelist()})


@cache
def placeholders(document: Document) -> tuple[Placeholder, ...]:
    """Every placeholder of a document, once, in the order of the standard template; any it lacks, without a place."""
    by_name: dict[tuple[str, str], Placeholder] = {}
    for lines in standard_lines(document).values():
        for placeholder in _placeholders_in(document, lines):
            by_name.setdefault((placeholder.of, placeholder.name), placeholder)
    for of, name in sorted(document.shown - set(by_name)):
        by_name[of, name] = Placeholder(f"{{{{ {name or of} }}}}", name, of, "", "", "")
    return tuple(by_name.values())


def _placeholders_in(document: Document, lines: list[Line]) -> Iterator[Placeholder]:
    lists: dict[str, str] = {}
    for index, line in enumerate(lines):
        lists |= dict(_LOOP.findall(line.text))
        for tag in _PRINTED.finditer(line.text):
            bound, name = tag.groups()
            of = lists.get(bound or name, "")
            named = name if document.lists.get(of, document.texts) else ""
            if (of, named) in document.shown:
                expression = " ".join(tag.group()[2:-2].split())
                next_to = _words_next_to(lines, index, tag.start())
                yield Placeholder(
                    f"{{{{ {expression} }}}}", named, of, next_to, line.place, _example(document, of, named)
                )


def _example(document: Document, of: str, name: str) -> str:
    value = document.everything[of or name]
    text = value if isinstance(value, str) else value[0][name] if name else value[0]
    return "text, as typed" if "[" in text and "£" not in text else text


def _words_next_to(lines: list[Line], index: int, start: int) -> str:
    """The words that label a tag: before it, above it in its cell, left of it, or at the head of its column."""
    line = lines[index]
    before = plain(line.text[:start]).split("\t")[-1].strip(" ·")
    if before or not line.place.startswith("table"):
        return before
    table, row, cell = line.place.split(", ")
    above = [plain(other.text) for other in lines[:index] if other.place == line.place]
    first_cell = [other.text for other in lines if other.place == f"{table}, {row}, cell 1"]
    left = [plain(text) for text in first_cell] if cell != "cell 1" else []
    head = [plain(other.text) for other in lines if other.place == f"{table}, row 1, {cell}"]
    tagged = any("{{" in text for text in first_cell)
    return next((words for words in (*above[::-1], *(() if tagged else left), *head) if words), "")


def plain(text: str) -> str:
    """The words of a text without its tags, with single blanks."""
    return re.sub(r"[ \n]+", " ", ANY_TAG.sub("", text)).strip()
