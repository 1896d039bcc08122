"""Quotes the comments in the margin of a form: no cell of a workbook has a place for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pmr_batch.commands.collect.cell_text import text_of
from pmr_batch.word.filling.places import W, tree_of
from pmr_batch.word.reading.paragraphs import LEAVES, plain_text
from pmr_batch.word.reading.shown import as_shown
from pmr_batch.word.reading.styles import Styles
from pmr_batch.words import shown

_PART = "word/comments.xml"
_LONGEST, _LONGEST_PLACE, _LONGEST_NAME = 300, 60, 60


def quoted_comments(parts: Mapping[str, bytes], body: etree._Element, styles: Styles) -> Iterator[str]:
    """Each comment: who wrote it, the words of the body it is beside, and what it says. Raises XMLSyntaxError."""
    if _PART not in parts:
        return
    beside, comments = _commented(body), tree_of(parts[_PART])
    as_shown(comments, styles)
    for comment in comments.iter(f"{W}comment"):
        author = comment.get(f"{W}author", "").strip()
        words = beside.get(comment.get(f"{W}id", ""), "")
        by = f" by {shown(author, _LONGEST_NAME)}" if author else ""
        where = f", beside {shown(words, _LONGEST_PLACE)}" if words else ""
        says = shown(text, _LONGEST) if (text := text_of(comment)) else "without words"
        yield f"a comment in the margin{by}{where}: {says}; answer it in Word, or put it into a place of the form"


def _commented(body: etree._Element) -> dict[str, str]:
    """The words that each comment is beside, by its id; of a comment at a single point, its paragraph."""
    leaves: dict[str, list[etree._Element]] = {}
    open_: set[str] = set()
    for element in body.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference", *LEAVES):
        name = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            open_.add(name)
        elif element.tag == f"{W}commentRangeEnd":
            open_.discard(name)
        elif element.tag == f"{W}commentReference":
            paragraph = next(element.iterancestors(f"{W}p"), None)
            if not leaves.get(name) and paragraph is not None:
                leaves[name] = list(paragraph.iter(*LEAVES))
        else:
            for each in open_:
                leaves.setdefault(each, []).append(element)
    return {name: plain_text(of_comment).strip() for name, of_comment in leaves.items()}
