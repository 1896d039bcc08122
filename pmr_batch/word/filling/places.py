"""Where each paragraph of a Word template is, in words a person can follow on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
BODY = "word/document.xml"
_TAGGED = re.compile(r"word/(header|footer)\d*\.xml")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True)
class Line:
    """A paragraph: its text as it is read, where it stands, and its element in the part's tree."""

    place: str
    text: str
    element: etree._Element

    @property
    def style(self) -> str:
        """The id of the paragraph's style; empty where it has none of its own."""
        style = self.element.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else style.get(f"{W}val", "")

    def within(self, tag: str) -> etree._Element | None:
        """The nearest element of a tag (tc, tr, tbl) around it."""
        return next(self.element.iterancestors(f"{W}{tag}"), None)

    @cached_property
    def controls(self) -> list[tuple[str, str]]:
        """The tag and the text of each content control that it stands in, or holds."""
        outer = [(tag_of(control), self.text) for control in self.element.iterancestors(f"{W}sdt")]
        inner = self.element.iter(f"{W}sdt")
        return outer + [(tag_of(control), "".join(control.itertext(f"{W}t"))) for control in inner]


def is_tagged(name: str) -> bool:
    """Whether the tags of a part are filled in: the body, headers and footers."""
    return name == BODY or _TAGGED.fullmatch(name) is not None


def tag_of(control: etree._Element) -> str:
    """The tag of a content control; empty where it has none."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else tag.get(f"{W}val", "")


def tree_of(part: bytes) -> etree._Element:
    """The XML of a part. Raises XMLSyntaxError."""
    return etree.fromstring(part, _PARSER)


def lines_of(parts: Mapping[str, bytes]) -> dict[str, list[Line]]:
    """The paragraphs of the body, each header and each footer, by part, the body first."""
    tagged = sorted(filter(is_tagged, parts), key=lambda name: (name != BODY, name))
    return {name: list(_lines(name, tree_of(parts[name]))) for name in tagged}


def _lines(name: str, root: etree._Element) -> Iterator[Line]:
    header_or_footer = _TAGGED.fullmatch(name)
    part = header_or_footer[1] if header_or_footer else ""
    cells = _cells(root)
    number = 0
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue  # the same text a second time, for older programs
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        number += cell is None
        place = f"paragraph {number}" if cell is None else cells[cell]
        yield Line(", ".join(filter(None, (part, place))), _text(paragraph), paragraph)


def _cells(root: etree._Element) -> dict[etree._Element, str]:
    """Where each cell of a part is: table 1, row 2, cell 3. Each row and cell is looked at once, however many."""
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    rows, cells = _numbered(root, "tr", "tbl"), _numbered(root, "tc", "tr")
    places = {}
    for cell, (row, number) in cells.items():
        table, row_number = rows.get(row, (None, 0))
        places[cell] = f"table {tables.get(table, 0)}, row {row_number}, cell {number}"
    return places


def _numbered(root: etree._Element, tag: str, within: str) -> dict[etree._Element, tuple[etree._Element | None, int]]:
    """The elements of a tag, each with the nearest of another around it, and its number in that, from 1."""
    counts: Counter[etree._Element | None] = Counter()
    numbered = {}
    for element in root.iter(f"{W}{tag}"):
        around = next(element.iterancestors(f"{W}{within}"), None)
        counts[around] += 1
        numbered[element] = (around, counts[around])
    return numbered


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph itself, without that of text boxes anchored in it."""
    own = (
        element
        for element in paragraph.iter(f"{W}t", *_TEXT)
        if next(element.iterancestors(f"{W}p")) is paragraph and element.getparent().tag != f"{W}tabs"
    )
    return "".join(element.text or "" if element.tag == f"{W}t" else _TEXT[element.tag] for element in own)
