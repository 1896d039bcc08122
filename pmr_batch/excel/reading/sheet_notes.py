"""The notes that hang on cells: those that an office wrote, without what the program has written into its own.

Notes are the old comments of Excel; its threaded comments stand in a part of their own, with who said what.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import lxml.etree

from pmr_batch.excel.reading.addresses import Place, address, place_of
from pmr_batch.excel.reading.package import SheetPart, parsed
from pmr_batch.excel.reading.reading_limits import Limits, Refused

#: A line of a note that the program has written at a cell with findings, what is to be done below it, and what is left
#: of a line where such a note was cut short.
_FINDING, _REMEDY = re.compile(r"(?:Error|Query|Answered|Note) PM\d{3}: "), "→"
_CUT_OFF = re.compile(r"(?:Error|Query|Answered|Note)(?: P?M?\d{0,3}:?)?")
#: Such a note has at most so many characters.
_LONGEST = 1_000
#: What Excel writes for older versions where a threaded comment is.
_OF_THREADS = "[Threaded comment]"


def notes_of(sheet: SheetPart, people: Sequence[bytes], limits: Limits) -> dict[Place, str]:
    """The text of each note of a sheet, by its cell. `people` are the parts that name who comments. Raises Refused."""
    notes = dict(_comments(sheet)) | dict(_threads(sheet, people)) if sheet.comments or sheet.threads else {}
    for place, text in notes.items():
        if len(text) > limits.text // 2:
            raise Refused(
                f"has a note of {len(text):,} characters at the cell {address(place)} of the sheet “{sheet.name}”",
                "Shorten the note and send the workbook again.",
            )
    return notes


def _comments(sheet: SheetPart) -> Iterator[tuple[Place, str]]:
    if sheet.comments is None:
        return
    for comment in parsed(sheet.comments, f"the notes of its sheet “{sheet.name}”").iterfind(
        "{*}commentList/{*}comment"
    ):
        place, text = place_of(comment.get("ref", "")), _own_words(_text(comment.find("{*}text")))
        if place and text and not text.startswith(_OF_THREADS):
            yield place, text


def _text(element: lxml.etree._Element | None) -> str:
    """The text of a note's runs, without phonetic readings."""
    texts = [] if element is None else [*element.iterfind("{*}t"), *element.iterfind("{*}r/{*}t")]
    return "".join(text.text or "" for text in texts)


def _own_words(text: str) -> str:
    """A note without the findings that the program wrote into it; a line with something behind its end stays whole."""
    plain = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    is_cut = len(text) >= _LONGEST - 1
    kept: list[str] = []
    after_finding = False
    for at, line in enumerate(plain):
        ends = line.endswith(".") or (is_cut and at == len(plain) - 1)
        is_finding = bool(_FINDING.match(line)) or (is_cut and bool(_CUT_OFF.fullmatch(line)))
        is_remedy = after_finding and line.startswith(_REMEDY)
        after_finding = is_finding
        if not ((is_finding or is_remedy) and ends):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _threads(sheet: SheetPart, people: Sequence[bytes]) -> Iterator[tuple[Place, str]]:
    """The comments of each cell, one after the other, with who said it."""
    names = dict(_names(people)) if sheet.threads else {}
    said: dict[Place, list[str]] = defaultdict(list)
    for part in sheet.threads:
        for comment in parsed(part, f"the comments of its sheet “{sheet.name}”").iterfind("{*}threadedComment"):
            place, words = place_of(comment.get("ref", "")), comment.findtext("{*}text") or ""
            name = names.get(comment.get("personId", ""))
            if place and words.strip():
                said[place].append(f"{name}: {words}" if name else words)
    yield from ((place, "\n".join(lines)) for place, lines in said.items())


def _names(people: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    for part in people:
        for person in parsed(part, "who comments").iterfind("{*}person"):
            yield person.get("id", ""), person.get("displayName", "")
