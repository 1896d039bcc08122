"""Paragraphs that are written from right to left, as in Arabic, Hebrew or Urdu: they begin at the right."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from pmr_batch.word.filling.places import W

#: Letters that are written from right to left, and the mark for them: by blocks of Unicode.
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LEFT, _RIGHT = "L", ("R", "AL")
#: The elements before which those of the direction stand in the properties of a paragraph, and of a run.
_AFTER_BIDI = (
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    *("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
    "pPrChange",
)
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")


def is_from_the_right(text: str) -> bool:
    """Whether a text has any letter that is written from right to left."""
    return not text.isascii() and _FROM_THE_RIGHT.search(text) is not None


def set_direction(part: etree._Element) -> None:
    """Mark the paragraphs whose first letter is written from right to left, and their runs with such letters."""
    for paragraph in part.iter(f"{W}p"):
        if _begins_at_the_right("".join(paragraph.itertext(f"{W}t"))):
            _put(_properties(paragraph, "pPr"), "bidi", _AFTER_BIDI)
            for run in paragraph.iter(f"{W}r"):
                if _FROM_THE_RIGHT.search("".join(run.itertext(f"{W}t"))):
                    _put(_properties(run, "rPr"), "rtl", _AFTER_RTL)


def _begins_at_the_right(text: str) -> bool:
    """Whether the first letter with a direction of its own has that of right to left, as Unicode's rule P2 says."""
    strong = (unicodedata.bidirectional(mark) for mark in text)
    return next((of for of in strong if of == _LEFT or of in _RIGHT), _LEFT) in _RIGHT


def _properties(element: etree._Element, name: str) -> etree._Element:
    found = element.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        element.insert(0, found)
    return found


def _put(properties: etree._Element, name: str, before: tuple[str, ...]) -> None:
    if properties.find(f"{W}{name}") is None:
        new = etree.Element(f"{W}{name}")
        following = next((child for child in properties if etree.QName(child).localname in before), None)
        if following is None:
            properties.append(new)
        else:
            following.addprevious(new)
