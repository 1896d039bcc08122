"""trust.xlsx as programs save it: with what Excel puts into it, as openpyxl writes it, and as LibreOffice does."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from templates_edited import png

STAFF_LIST = "xl/worksheets/sheet7.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
#: A drop-down and a colour that refer to another sheet: Excel keeps both in an extension that openpyxl drops.
_EXTENSION = (
    f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{_X14}">'
    f'<x14:dataValidations count="1" xmlns:xm="{_XM}"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>Academies!$A$4:$A$40</xm:f></x14:formula1><xm:sqref>C4:C5</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst>"
)
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor><xdr:from><xdr:col>5</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    '<xdr:ext cx="200000" cy="200000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Logo"/><xdr:cNvPicPr/>'
    f'</xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="{_OFFICE}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch>'
    '</xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
    "</xdr:oneCellAnchor></xdr:wsDr>"
)


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """A workbook of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
    return out.getvalue()


def part_edited(content: bytes, name: str, edit: Callable[[str], str]) -> bytes:
    """The same workbook after an edit of the XML of one part."""
    changed = parts(content)
    changed[name] = edit(changed[name].decode()).encode()
    return packed(changed)


def as_excel_saves(content: bytes) -> bytes:
    """With a picture, a threaded comment and a drop-down in Excel's x14 extension on the Staff list."""
    found = parts(content)
    rels = "xl/worksheets/_rels/sheet7.xml.rels"
    found[STAFF_LIST] = found[STAFF_LIST].replace(b"<tableParts", b'<drawing r:id="rId91"/><tableParts')
    found[STAFF_LIST] = found[STAFF_LIST].replace(b"</worksheet>", f"{_EXTENSION}</worksheet>".encode())
    links = (
        f'<Relationship Id="rId91" Type="{_OFFICE}/drawing" Target="../drawings/drawing91.xml"/>'
        '<Relationship Id="rId92" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        'Target="../threadedComments/threadedComment1.xml"/>'
    )
    found[rels] = found[rels].replace(b"</Relationships>", f"{links}</Relationships>".encode())
    found["xl/drawings/drawing91.xml"] = _DRAWING.encode()
    found["xl/drawings/_rels/drawing91.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/image" Target="../media/logo.png"/></Relationships>'
    ).encode()
    found["xl/media/logo.png"] = png()
    found["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{_THREADED}"><threadedComment ref="B4" dT="2026-10-01T09:00:00.00" '
        'personId="{00000000-0000-0000-0000-000000000001}" id="{00000000-0000-0000-0000-000000000002}">'
        "<text>Back from leave?</text></threadedComment></ThreadedComments>"
    ).encode()
    kinds = (
        '<Default Extension="png" ContentType="image/png"/>'
        '<Override PartName="/xl/drawings/drawing91.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" '
        'ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
    )
    types = found["[Content_Types].xml"].decode()
    found["[Content_Types].xml"] = re.sub(r"(<Types[^>]*>)", rf"\1{kinds}", types, count=1).encode()
    return packed(found)


def as_openpyxl_saves(content: bytes) -> bytes:
    """Loaded and saved by openpyxl, with comments, colours, limits and a formula that counts the list."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Staff list"]
    sheet["B4"].comment = Comment("Ask about the surname", "HR")
    sheet["T3"], sheet["T4"] = "HR notes", "on secondment"
    sheet.conditional_formatting.add(
        "I4:I5", CellIsRule(operator="lessThan", formula=["1"], fill=PatternFill("solid", bgColor="FFF0C2"))
    )
    limit = DataValidation("decimal", "between", "0", "1")
    limit.add("T4:T5")
    sheet.add_data_validation(limit)
    notes = book.create_sheet("HR summary")
    notes["A1"], notes["B1"] = "On the list", "=COUNTA('Staff list'!A4:A5)"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_libreoffice_saves(content: bytes, folder: Path) -> bytes:
    """Opened and saved by LibreOffice."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trust.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "saved")]
    subprocess.run([*command, str(folder / "trust.xlsx")], check=True, capture_output=True, timeout=120)
    return (folder / "saved" / "trust.xlsx").read_bytes()
