"""The styles of a template: which of them a sample wears, and the looks of coloured cells made of it."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pmr_batch.excel.writing.parts import DECLARATION, parsed, tag

#: Formats that every workbook has without naming them, as far as the samples have them.
_BUILT_IN = {"0": "General", "1": "0", "2": "0.00", "10": "0.00%", "14": "dd/mm/yyyy", "49": "@"}


class TemplateStyles:
    """The part styles.xml of a template, to which looks for conditional colours are added. Raises ValueError."""

    def __init__(self, part: bytes) -> None:
        self._root = parsed(part)
        self._styles = self._root.findall(f"{tag('cellXfs')}/{tag('xf')}")
        for many, one in (("fonts", "font"), ("fills", "fill"), ("borders", "border")):
            there = len(self._root.findall(f"{tag(many)}/{tag(one)}"))
            if any(int(style.get(f"{one}Id", "0")) >= there for style in self._styles):
                raise ValueError(f"a style asks for a {one} that is not there")

    def format_of(self, style: int) -> str:
        """The code of a style's number format."""
        number = self._styles[style].get("numFmtId", "0")
        own = self._root.iterfind(f"{tag('numFmts')}/{tag('numFmt')}")
        known = {each.get("numFmtId"): each.get("formatCode") for each in own}
        return str(known.get(number) or _BUILT_IN.get(number, number))

    def colour(self, style: int) -> int:
        """Add the ink and ground of a style as a conditional colour; returns its number among those."""
        looks = self._root.find(tag("dxfs"))
        if looks is None:
            looks = etree.Element(tag("dxfs"))
            self._root.find(tag("cellXfs")).addnext(looks)
            if (named := self._root.find(tag("cellStyles"))) is not None:
                named.addnext(looks)
        look = etree.Element(tag("dxf"), nsmap=self._root.nsmap)
        ink = self._of(style, "fonts", "font").find(tag("color"))
        if ink is not None:
            etree.SubElement(look, tag("font")).append(deepcopy(ink))
        ground = self._of(style, "fills", "fill").find(f"{tag('patternFill')}/{tag('fgColor')}")
        if ground is not None:
            pattern = etree.SubElement(etree.SubElement(look, tag("fill")), tag("patternFill"))
            etree.SubElement(pattern, tag("bgColor"), dict(ground.attrib))
        known = [etree.tostring(each, method="c14n") for each in looks]
        if (own := etree.tostring(look, method="c14n")) in known:
            return known.index(own)
        looks.append(look)
        looks.set("count", str(len(looks)))
        return len(looks) - 1

    def _of(self, style: int, many: str, one: str) -> etree._Element:
        found = self._root.findall(f"{tag(many)}/{tag(one)}")
        return found[int(self._styles[style].get(f"{one}Id", "0"))]

    def xml(self) -> bytes:
        """The part as it is handed out."""
        return f"{DECLARATION}{etree.tostring(self._root, encoding='unicode')}".encode()
