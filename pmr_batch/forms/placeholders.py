"""The placeholders of Appendix A: what a template may name, and where the standard form shows it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pmr_batch.forms.content import EVERYTHING, FormContent
from pmr_batch.forms.fields import fields
from pmr_batch.forms.places import Line, lines_of
from pmr_batch.forms.template import APPENDIX_A, build_form_templates

ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PRINTED = re.compile(r"\{\{ (?:(\w+)\.)?(\w+) \}\}")
_LOOP = re.compile(r"\{%\w* for (\w+) in (\w+) %\}")

_BLANK = fields(FormContent())
#: Names of texts, and of lists with the names of their parts; a list without parts is one of texts.
TEXTS = frozenset(name for name, value in _BLANK.items() if isinstance(value, str))
LISTS: Mapping[str, frozenset[str]] = {
    name: frozenset(value[0]) if isinstance(value[0], Mapping) else frozenset()
    for name, value in _BLANK.items()
    if not isinstance(value, str)
}


@dataclass(frozen=True)
class Placeholder:
    """A tag of the standard form that shows something: its text, its name, and the list it is a part of.

    What a list of texts holds has no name. `beside` are the words it stands beside, `place` is where.
    """

    tag: str
    name: str
    of: str
    beside: str
    place: str

    @property
    def says(self) -> str:
        """What stands there in a form that is filled in."""
        value = fields(EVERYTHING)[self.of or self.name]
        shown = value if isinstance(value, str) else value[0][self.name] if self.name else value[0]
        return "text, as typed" if "[" in shown and "£" not in shown else shown


@cache
def standard_lines() -> Mapping[str, list[Line]]:
    """The paragraphs of the standard form, by part."""
    with zipfile.ZipFile(io.BytesIO(build_form_templates()[APPENDIX_A])) as package:
        return lines_of({name: package.read(name) for name in package.namelist()})


@cache
def placeholders() -> tuple[Placeholder, ...]:
    """Every placeholder of the standard form, once, in its order."""
    found: dict[tuple[str, str], Placeholder] = {}
    for lines in standard_lines().values():
        for one in _placeholders(lines):
            found.setdefault((one.of, one.name), one)
    return tuple(found.values())


def _placeholders(lines: list[Line]) -> Iterator[Placeholder]:
    lists: dict[str, str] = {}
    for at, line in enumerate(lines):
        lists |= dict(_LOOP.findall(line.text))
        for tag in _PRINTED.finditer(line.text):
            bound, name = tag.groups()
            of = lists.get(bound or name, "")
            named = name if LISTS.get(of, TEXTS) else ""
            yield Placeholder(tag.group(), named, of, _beside(lines, at, tag.start()), line.place)


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
