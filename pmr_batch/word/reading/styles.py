"""Whether text is struck through or hidden, by itself or by its styles; and the styles that number their paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from pmr_batch.word.filling.places import W, tree_of

_OFF = ("0", "false", "off")
_STRIKE, _DOUBLE_STRIKE, _HIDDEN = "strike", "dstrike", "vanish"


@dataclass(frozen=True)
class NumberedStyle:
    """A style that numbers its paragraphs: its list, and the level where it names one."""

    style: str
    number: str
    level: int | None


def is_on(mark: etree._Element | None) -> bool | None:
    """Whether a property is on, off, or (None) not said."""
    return None if mark is None else mark.get(f"{W}val", "true").lower() not in _OFF


class Styles:
    """The styles of a document, by the part that holds them; none without one. Raises XMLSyntaxError."""

    def __init__(self, part: bytes | None) -> None:
        self._root = None if part is None else tree_of(part)
        styles = [] if self._root is None else list(self._root.iter(f"{W}style"))
        self._by_id = {style.get(f"{W}styleId", ""): style for style in styles}
        self._default = {
            style.get(f"{W}type", ""): style.get(f"{W}styleId", "")
            for style in styles
            if style.get(f"{W}default", "0").lower() not in _OFF
        }
        self._of_style = cache(self._said_by_style)

    def is_struck(self, run: etree._Element) -> bool:
        """Whether the text of a run is struck through, once or twice."""
        return self._holds(run, _STRIKE) or self._holds(run, _DOUBLE_STRIKE)

    def is_hidden(self, run: etree._Element) -> bool:
        """Whether the text of a run is hidden."""
        return self._holds(run, _HIDDEN)

    def has_hidden_mark(self, paragraph: etree._Element) -> bool:
        """Whether the end of a paragraph is hidden, so that it goes on in the next one."""
        look = paragraph.find(f"{W}pPr/{W}rPr")
        direct = None if look is None else is_on(look.find(f"{W}{_HIDDEN}"))
        return self._by_styles([*self._around(paragraph)], _HIDDEN) if direct is None else direct

    def numbering_of(self, paragraph: etree._Element) -> NumberedStyle | None:
        """The numbering that a paragraph has by its style; None where its style has none."""
        for style in self._chain(self._style_of(paragraph)):
            numbered = self._by_id[style].find(f"{W}pPr/{W}numPr")
            number = None if numbered is None else numbered.find(f"{W}numId")
            if numbered is not None and number is not None:
                level = numbered.find(f"{W}ilvl")
                return NumberedStyle(style, number.get(f"{W}val", ""), None if level is None else whole(level))
        return None

    def _holds(self, run: etree._Element, name: str) -> bool:
        """Direct formatting first; else the styles of table, paragraph and text.

        Strike and vanish are toggles (ISO/IEC 29500-1, 17.7.3): two styles that both have them cancel each other out.
        """
        direct = is_on(run.find(f"{W}rPr/{W}{name}"))
        if direct is not None:
            return direct
        paragraph = next(run.iterancestors(f"{W}p"), None)
        around = [] if paragraph is None else list(self._around(paragraph))
        of_text = run.find(f"{W}rPr/{W}rStyle")
        own = self._default.get("character", "") if of_text is None else of_text.get(f"{W}val", "")
        return self._by_styles([*around, own], name)

    def _by_styles(self, styles: list[str], name: str) -> bool:
        said = [value for style in styles if (value := self._of_style(style, name)) is not None]
        default = None if self._root is None else self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}{name}")
        if name == _DOUBLE_STRIKE:
            return said[-1] if said else bool(is_on(default))
        return bool(is_on(default)) or sum(said) % 2 == 1

    def _around(self, paragraph: etree._Element) -> Iterator[str]:
        """The styles of the table around a paragraph, and of the paragraph."""
        table = next(paragraph.iterancestors(f"{W}tbl"), None)
        if table is not None:
            style = table.find(f"{W}tblPr/{W}tblStyle")
            yield self._default.get("table", "") if style is None else style.get(f"{W}val", "")
        yield self._style_of(paragraph)

    def _style_of(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._default.get("paragraph", "") if style is None else str(style.get(f"{W}val", ""))

    def _said_by_style(self, style: str, name: str) -> bool | None:
        """What a style, or one that it is based on, says of a property."""
        said = (is_on(self._by_id[each].find(f"{W}rPr/{W}{name}")) for each in self._chain(style))
        return next((value for value in said if value is not None), None)

    def _chain(self, style: str) -> list[str]:
        """A style and those that it is based on, the nearest first."""
        chain: list[str] = []
        while style in self._by_id and style not in chain:
            chain.append(style)
            basis = self._by_id[style].find(f"{W}basedOn")
            style = "" if basis is None else basis.get(f"{W}val", "")
        return chain


def whole(element: etree._Element) -> int:
    """The whole number that an element has as its value; 0 where it has none."""
    text = element.get(f"{W}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
