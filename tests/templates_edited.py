"""Templates as a trust edits them: real files, changed with python-docx, openpyxl, or as Excel stores a picture."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

import docx
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from workbooks import edited, parts_of_zip, zipped

from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.workbook.standard_book import STANDARD_WORKBOOK, build_workbook_templates

FORM = APPENDIX_A.standard
BOOK = build_workbook_templates()[STANDARD_WORKBOOK]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU = 9_525


def png(wide: int = 240, high: int = 60, colour: tuple[int, int, int] = (91, 45, 142)) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    rows = (b"\x00" + bytes(colour) * wide) * high
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# -- Word --------------------------------------------------------------------------------------------


def form(edit: Callable[[Document], Any] = lambda _: None) -> bytes:
    """The form after an edit with python-docx."""
    document, out = docx.Document(io.BytesIO(FORM)), io.BytesIO()
    edit(document)
    document.save(out)
    return out.getvalue()


def put(was: str, now: str) -> Callable[[Document], None]:
    """An edit: other words in the text of the body, wherever Word cut them into runs."""

    def edit(document: Document) -> None:
        paragraphs = [list(one.iter(f"{W}t")) for one in document.element.body.iter(f"{W}p")]
        changed = [_replaced(texts, was, now) for texts in paragraphs]
        assert any(changed), was

    return edit


def _replaced(texts: Sequence[Any], was: str, now: str) -> int:
    """Other words in a paragraph; how often they stood there."""
    found = list(re.finditer(re.escape(was), "".join(each.text or "" for each in texts)))
    for match in reversed(found):
        left, start = now, 0
        for each in texts:
            text = each.text or ""
            first, last = (min(max(at - start, 0), len(text)) for at in match.span())
            if first < last:
                each.text, left = text[:first] + left + text[last:], ""
            start += len(text)
    return len(found)


def as_word_does(content: bytes) -> bytes:
    """A document as Word saves it: runs cut at what it cannot spell, fields in pieces, marks and names of its own."""
    document, out = docx.Document(io.BytesIO(content)), io.BytesIO()
    section = document.sections[0]
    for part in (document.part, section.header.part, section.footer.part):
        for run in list(part.element.iter(f"{W}r")):
            run.set(f"{W}rsidR", "00A77B3E")
            _cut_where_it_cannot_spell(run)
        for simple in list(part.element.iter(f"{W}fldSimple")):
            _in_pieces(simple)
    section.header.part.partname = PackURI("/word/header1.xml")
    section.footer.part.partname = PackURI("/word/footer1.xml")
    document.element.body[0].append(OxmlElement("w:bookmarkStart", {qn("w:id"): "0", qn("w:name"): "_GoBack"}))
    document.element.body[0].append(OxmlElement("w:bookmarkEnd", {qn("w:id"): "0"}))
    document.save(out)
    return out.getvalue()


def _cut_where_it_cannot_spell(run: Any) -> None:
    text = run.find(f"{W}t")
    if text is None or len(run.findall(f"{W}t")) > 1 or "_" not in (text.text or ""):
        return
    for part in filter(None, re.split(r"(\w*_\w*)", text.text)):
        piece = deepcopy(run)
        piece.find(f"{W}t").text = part
        piece.find(f"{W}t").set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addprevious(piece)
        run.addprevious(OxmlElement("w:proofErr", {qn("w:type"): "spellStart"}))
    run.getparent().remove(run)


def _in_pieces(simple: Any) -> None:
    """A field as Word writes it that did not count it anew: its start, what it says, and its end in runs."""
    for kind in ("begin", "instr", "separate", "shown", "end"):
        run = OxmlElement("w:r")
        if kind == "instr":
            inside = OxmlElement("w:instrText")
            inside.text = f" {simple.get(f'{W}instr')} "
        elif kind == "shown":
            inside = OxmlElement("w:t")
            inside.text = "1"
        else:
            inside = OxmlElement("w:fldChar", {qn("w:fldCharType"): kind})
        run.append(inside)
        simple.addprevious(run)
    simple.getparent().remove(simple)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A package with a part more, or another one."""
    return zipped({**parts_of_zip(content), name: part})


# -- Excel -------------------------------------------------------------------------------------------


def book(edit: Callable[[Any], None] = lambda _: None) -> bytes:
    """The standard workbook after an edit with openpyxl."""
    return edited(BOOK, edit)


def with_picture(
    content: bytes, picture: bytes, sheet: int = 1, at: tuple[int, int] = (0, 2), to: tuple[int, int] | None = None
) -> bytes:
    """The workbook with a picture on a sheet (from 1), from one row and column (from 0) to another, as Excel has it."""
    parts = parts_of_zip(content)
    part, rels = f"xl/worksheets/sheet{sheet}.xml", f"xl/worksheets/_rels/sheet{sheet}.xml.rels"
    (row, column), (wide, high) = at, (240 * _EMU, 60 * _EMU)
    last_row, last_column = to or (row + 2, column + 2)
    link = f'<Relationship Id="rIdLogo" Type="{_OFFICE}/drawing" Target="../drawings/logo.xml"/>'
    known = parts.get(rels, _links("").encode()).decode()
    parts[rels] = known.replace("</Relationships>", f"{link}</Relationships>").encode()
    xml = parts[part].decode()
    if "xmlns:r=" not in xml[:600]:
        xml = re.sub(r"<worksheet ", f'<worksheet xmlns:r="{_OFFICE}" ', xml, count=1)
    before = next(tag for tag in ("<legacyDrawing", "<tableParts", "</worksheet>") if tag in xml)
    parts[part] = xml.replace(before, f'<drawing r:id="rIdLogo"/>{before}', 1).encode()
    parts["xl/drawings/logo.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{_DRAWN}/spreadsheetDrawing" xmlns:a="{_DRAWN}/main" xmlns:r="{_OFFICE}">'
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>{4 * _EMU}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{6 * _EMU}</xdr:rowOff></xdr:from>"
        f"<xdr:to><xdr:col>{last_column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{last_row}</xdr:row>"
        '<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Logo" descr="Our logo"/>'
        '<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch>'
        f'</xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor>'
        "</xdr:wsDr>"
    ).encode()
    parts["xl/drawings/_rels/logo.xml.rels"] = _links(
        f'<Relationship Id="rId1" Type="{_OFFICE}/image" Target="../media/logo.png"/>'
    ).encode()
    parts["xl/media/logo.png"] = picture
    kinds = (
        '<Override PartName="/xl/drawings/logo.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
    )
    known = parts["[Content_Types].xml"].decode()
    if 'Extension="png"' not in known:
        kinds = f'<Default Extension="png" ContentType="image/png"/>{kinds}'
    parts["[Content_Types].xml"] = known.replace("</Types>", f"{kinds}</Types>").encode()
    return zipped(parts)


def _links(inside: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


# -- damage ------------------------------------------------------------------------------------------

_SPOT = re.compile(r'="[^"]*"|>[^<]+<|<[^>]+>')
_JUNK = ("", "-1", "99999999999", "1e999", "NaN", "{{", "{% if x %}", "{%p endif %}")


def damaged(content: bytes, part: str, dice: Random) -> bytes:
    """The package with something else at some spot of a part's XML: checksums hold, sense may not."""
    parts = parts_of_zip(content)
    text = parts[part].decode()
    spot = dice.choice(list(_SPOT.finditer(text)))
    junk = {"=": f'="{dice.choice(_JUNK)}"', ">": f">{dice.choice(_JUNK)}<", "<": ""}[spot.group()[0]]
    parts[part] = (text[: spot.start()] + junk + text[spot.end() :]).encode()
    return zipped(parts)
