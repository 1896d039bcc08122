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

    What a list of texts holds has no name. `beside` are the words it stands beside, `place` is where, and
    `says` what stands there when it is filled in.
    """

    tag: str
    name: str
    of: str
    beside: str
    place: str
    says: str


@cache
def standard_lines(document: Document) -> Mapping[str, list[Line]]:
    """The paragraphs of the standard template, by part."""
    with zipfile.ZipFile(io.BytesIO(document.standard)) as package:
        return lines_of({name: package.read(name) for name in package.namelist()})


@cache
def placeholders(document: Document) -> tuple[Placeholder, ...]:
    """Every placeholder of a document, once, in the order of the standard template; at no place what that lacks."""
    found: dict[tuple[str, str], Placeholder] = {}
    for lines in standard_lines(document).values():
        for one in _placeholders(document, lines):
            found.setdefault((one.of, one.name), one)
    for of, name in sorted(document.shown - set(found)):
        found[of, name] = Placeholder(f"{{{{ {name or of} }}}}", name, of, "", "", "")
    return tuple(found.values())


def _placeholders(document: Document, lines: list[Line]) -> Iterator[Placeholder]:
    lists: dict[str, str] = {}
    for at, line in enumerate(lines):
        lists |= dict(_LOOP.findall(line.text))
        for tag in _PRINTED.finditer(line.text):
            bound, name = tag.groups()
            of = lists.get(bound or name, "")
            named = name if document.lists.get(of, document.texts) else ""
            if (of, named) in document.shown:
                said = " ".join(tag.group()[2:-2].split())
                beside = _beside(lines, at, tag.start())
                yield Placeholder(f"{{{{ {said} }}}}", named, of, beside, line.place, _says(document, of, named))


def _says(document: Document, of: str, name: str) -> str:
    value = document.everything[of or name]
    shown = value if isinstance(value, str) else value[0][name] if name else value[0]
    return "text, as typed" if "[" in shown and "£" not in shown else shown


def _beside(lines: list[Line], at: int, start: int) -> str:
    """The words that name a tag: before it, above it in its cell, left of it, or at the head of its column."""
    line = lines[at]
    before = plain(line.text[:start]).split("\t")[-1].strip(" ·")
    if before or not line.place.startswith("table"):
        return before
    table, row, cell = line.place.split(", ")
    above = [plain(each.text) for each in lines[:at] if each.place == line.place]
    left = [plain(each.text) for each in lines if each.place == f"{table}, {row}, cell 1" and cell != "cell 1"]
    head = [plain(each.text) for each in lines if each.place == f"{table}, row 1, {cell}"]
    tagged = any("{{" in each.text for each in lines if each.place == f"{table}, {row}, cell 1")
    return next((words for words in (*above[::-1], *(() if tagged else left), *head) if words), "")


def plain(text: str) -> str:
    """The words of a text without its tags, with single blanks."""
    return re.sub(r"[ \n]+", " ", ANY_TAG.sub("", text)).strip()
