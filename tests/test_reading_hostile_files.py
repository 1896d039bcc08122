"""Files that are broken, hostile or no workbooks: each is refused in plain words, or read right."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from workbooks import a_return, as_excel_does, changed, edited, parts_of_zip, sheet_part, workbook, zipped

from pmr_batch.excel.reading.reading_limits import LIMITS, OF_A_RETURN, Limits, Refused
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.standard_workbook import SHEETS, TOOL_SHEETS
from pmr_batch.model.returns import Unread

GOOD = as_excel_does(a_return({"Staff": "| Payroll number | Name |\n| 0001041 | Ann Appleby |"}))
STAFF = "xl/worksheets/sheet2.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def tables(content: bytes, limits: Limits = OF_A_RETURN) -> Workbook:
    return read_tables(content, SHEETS, TOOL_SHEETS, limits=limits)


def why(content: bytes, limits: Limits = OF_A_RETURN) -> str:
    with pytest.raises(Refused) as refusal:
        tables(content, limits)
    assert refusal.value.next_step.endswith(".")
    return refusal.value.why


def in_staff(change: Callable[[str], str]) -> bytes:
    return changed(GOOD, STAFF, lambda part: change(part.decode()).encode())


def with_row(row: str) -> bytes:
    return in_staff(lambda xml: xml.replace("</sheetData>", row + "</sheetData>"))


def renamed(part: str, to: str) -> bytes:
    return zipped({to if name == part else name: content for name, content in parts_of_zip(GOOD).items()})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (bytes(5000), "nothing but zeros"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"Payroll number,Name\n0001041,Ann\n", "is a CSV text file"),
        (b"hello there", "is a text file"),
        (b"\xef\xbb\xbf<html><table></table></html>", "is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "is a web page or XML text"),
        (OLE, "Excel 97 to 2003"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no Excel workbook"),
        (b"MZ junk before" + GOOD, "other content before it"),
        (GOOD[: len(GOOD) // 2], "is damaged"),
        (GOOD[:-40], "is damaged"),
        (GOOD[:3], "is a text file"),
        (zipped({"a.txt": b"a"}), "is a zip of other files"),
        (zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}), "is a Word document"),
        (zipped({"xl/workbook.bin": b"", "[Content_Types].xml": b"<t/>"}), "binary Excel workbook"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(content: bytes, says: str) -> None:
    assert says in why(content)


def test_unusual_compression_is_refused_and_none_is_read() -> None:
    assert "compressed in a way" in why(zipped(parts_of_zip(GOOD), zipfile.ZIP_LZMA))
    assert tables(zipped(parts_of_zip(GOOD), zipfile.ZIP_STORED)).tables == tables(GOOD).tables


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(GOOD)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        content[at + flags] |= 1
    assert "encrypted" in why(bytes(content))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl/../../evil", "C:\\evil.xml", "xl\\..\\evil"])
def test_a_part_outside_the_package_is_refused(name: str) -> None:
    assert "outside itself" in why(zipped({**parts_of_zip(GOOD), name: b"x"}))


@pytest.mark.parametrize("name", [STAFF, STAFF.upper()])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(name: str) -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, b"<worksheet/>")
    assert "2 times" in why(out.getvalue())


def test_part_names_in_another_case_are_found() -> None:
    assert tables(renamed(STAFF, "XL/Worksheets/Sheet2.xml")).tables == tables(GOOD).tables


def test_bombs_are_refused_before_they_grow() -> None:
    spaces = in_staff(lambda xml: xml.replace("</sheetData>", "</sheetData>" + " " * 20_000_000))
    assert len(spaces) < 100_000
    assert "beyond all measure" in why(spaces)
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    cells = with_row("".join(row.format(number) for number in range(3, 200_000)))
    assert "beyond all measure" in why(cells, replace(LIMITS, part_bytes=5_000_000))
    assert "far more in it" in why(cells, replace(LIMITS, tags=500_000))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(GOOD)
    at = content.find(b"PK\x01\x02")
    size = struct.unpack_from("<I", content, at + 24)[0]
    for lie in (size - 1, size + 1, 10, 4_000_000_000):
        struct.pack_into("<I", content, at + 24, lie)
        assert "is damaged" in why(bytes(content))


@pytest.mark.parametrize("part", [STAFF, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize(
    "declaration",
    ['<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">'],
)
def test_a_document_type_is_refused_wherever_it_stands(part: str, declaration: str) -> None:
    def declare(xml: bytes) -> bytes:
        return declaration.encode() + re.sub(rb"<\?xml.*?\?>\s*", b"", xml)

    assert "document type" in why(changed(GOOD, part, declare))


def test_a_document_type_cannot_hide_behind_a_name() -> None:
    parts = parts_of_zip(GOOD)
    sheet = parts.pop(STAFF)
    parts["xl/worksheets/data.png"] = b"<!DOCTYPE x>" + sheet
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"sheet2.xml", b"data.png")
    assert "document type" in why(zipped(parts))


@pytest.mark.parametrize("part", [STAFF, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_other_encodings_are_refused(part: str) -> None:
    def recoded(xml: bytes, encoding: str) -> bytes:
        bare = re.sub(r"<\?xml.*?\?>\s*", "", xml.decode())
        return f'<?xml version="1.0" encoding="{encoding}"?>{bare}'.encode(encoding)

    for encoding in ("UTF-16", "UTF-16-LE", "ISO-8859-1"):
        assert "character encoding" in why(changed(GOOD, part, lambda xml, to=encoding: recoded(xml, to)))


def test_nesting_is_bounded() -> None:
    assert "is damaged" in why(
        in_staff(lambda xml: xml.replace("</sheetData>", "</sheetData>" + "<a>" * 50_000 + "</a>" * 50_000))
    )
    for deep, whole in ((LIMITS.nesting - 2, True), (LIMITS.nesting, False)):
        content = in_staff(lambda xml, n=deep: xml.replace("</sheetData>", "</sheetData>" + "<a>" * n + "</a>" * n))
        if whole:
            assert tables(content).tables["Staff"].rows == (2,)
        else:
            assert "is damaged" in why(content)


@pytest.mark.parametrize("part", [STAFF, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_xml_that_ends_early_is_refused(part: str) -> None:
    assert "is damaged" in why(changed(GOOD, part, lambda xml: xml[: len(xml) * 2 // 3]))


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "XFD1048576"),
        ('<row r="1048576"><c><v>1</v></c></row>', "A1048576"),
        ('<row r="70"><c r="XFD70"><v>1</v></c></row>', "XFD70"),
    ],
)
def test_a_stray_cell_far_away_is_named(cell: str, named: str) -> None:
    assert f"in the cell {named} of the sheet “Staff”" in why(with_row(cell))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>',
        '<c r="XFD1048576" t="str"><v> </v></c>',
        '<c r="A1048576" t="inlineStr"><is><r><t xml:space="preserve">\u00a0</t></r></is></c>',
    ],
)
def test_a_stray_blank_far_away_is_nothing(cell: str) -> None:
    assert tables(with_row(f'<row r="1048576">{cell}</row>')).tables == tables(GOOD).tables


def test_a_stray_shared_blank_far_away_is_nothing() -> None:
    blank = changed(
        with_row('<row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row>'),
        "xl/sharedStrings.xml",
        lambda xml: re.sub(rb"(<sst[^>]*>)", rb'\1<si><t xml:space="preserve"> </t></si>', xml),
    )
    numbered = changed(blank, STAFF, lambda xml: xml)
    with pytest.raises(Refused):
        tables(
            changed(
                numbered,
                STAFF,
                lambda xml: xml.replace(b"<v>0</v></c></row></sheetData>", b"<v>1</v></c></row></sheetData>"),
            )
        )
    assert tables(numbered).tables["Staff"].rows


def test_a_stray_cell_nearby_is_carried_along() -> None:
    read = tables(with_row('<row r="900"><c r="BZ900"><v>1</v></c></row>'))
    assert read.tables["Staff"].rows == (2,)
    assert [(spot.code, spot.column) for spot in read.spots if spot.sheet == "Staff"] == [("PM014", "Column BZ")]


@pytest.mark.parametrize("ref", ["XFE9", "A1048577", "A0", "9A", "AAAA1", "$A$9"])
def test_a_cell_outside_the_grid_is_refused(ref: str) -> None:
    assert "outside the grid" in why(with_row(f'<row r="9"><c r="{ref}"><v>1</v></c></row>'))


def test_the_same_cell_twice_is_refused() -> None:
    assert "a cell twice" in why(with_row('<row r="9"><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row>'))


def test_styled_rows_without_content_do_no_harm() -> None:
    empty = "".join(f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(3, 120_003))
    assert tables(with_row(empty)).tables == tables(GOOD).tables


@pytest.mark.parametrize("dimension", ["", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'])
def test_the_dimension_is_not_believed(dimension: str) -> None:
    content = in_staff(lambda xml: re.sub(r"<dimension[^>]*/>", dimension, xml))
    assert tables(content).tables == tables(GOOD).tables


def test_rows_and_cells_that_do_not_say_where_they_are_follow_each_other() -> None:
    content = in_staff(lambda xml: re.sub(r'(<(?:c|row)) r="[A-Z]*[0-9]+"', r"\1", xml))
    assert b' r="' not in parts_of_zip(content)[STAFF]
    plain = tables(content).tables["Staff"]
    assert plain.rows == (2,)
    assert plain.columns["name"] == ("Ann Appleby",)


@pytest.mark.parametrize("index", ["-1", "99999", "x", "1.5", ""])
def test_text_that_is_not_there_is_refused(index: str) -> None:
    content = with_row(f'<row r="9"><c r="A9" t="s"><v>{index}</v></c></row>')
    if index:
        assert "is damaged" in why(content)
    else:
        assert tables(content).tables == tables(GOOD).tables


def test_shared_text_that_is_missing_altogether_is_refused() -> None:
    parts = parts_of_zip(GOOD)
    del parts["xl/sharedStrings.xml"]
    assert "is damaged" in why(zipped(parts))


def test_a_style_that_is_not_there_does_no_harm() -> None:
    content = with_row('<row r="3"><c r="A3" s="999"><v>1042</v></c></row>')
    assert tables(content).tables["Staff"].columns["payroll_number"] == ("0001041", "1042")


@pytest.mark.parametrize("kind", ['t="e"', "t='e'", 't = "e"'])
def test_an_error_is_one_however_its_cell_is_written(kind: str) -> None:
    content = with_row(f'<row r="3"><c r="A3"><v>1042</v></c><c r="B3" {kind}><v>#N/A</v></c></row>')
    assert tables(content).tables["Staff"].columns["name"] == ("Ann Appleby", Unread("#N/A", "PM007"))


def test_numbers_that_are_none_are_seen() -> None:
    content = with_row('<row r="3"><c r="A3"><v>1042</v></c><c r="H3"><v>1e999</v></c></row>')
    assert tables(content).tables["Staff"].columns["fte"] == (None, "inf")


def test_sheets_are_bounded_and_there_is_one() -> None:
    many = workbook({f"S{number}": "| a |" for number in range(9)})
    assert "9 sheets" in why(many, replace(LIMITS, sheets=8))
    assert len(tables(many, replace(LIMITS, sheets=9)).extras) == 9
    assert "has no sheets" in why(
        changed(GOOD, "xl/workbook.xml", lambda xml: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", xml))
    )


@pytest.mark.parametrize("name", [b"Staff", b"STAFF"])
def test_two_sheets_of_one_name_are_refused(name: bytes) -> None:
    assert "two sheets of the name" in why(
        changed(GOOD, "xl/workbook.xml", lambda xml: xml.replace(b'name="Reviewers"', b'name="' + name + b'"'))
    )


def test_a_sheet_that_the_package_lacks_is_refused() -> None:
    parts = parts_of_zip(GOOD)
    del parts[STAFF]
    assert "sheet “Staff” is not in it" in why(zipped(parts))


def test_text_longer_than_a_cell_can_hold_is_refused_with_its_place() -> None:
    for length, whole in ((LIMITS.text, True), (LIMITS.text + 1, False)):
        content = with_row(f'<row r="3"><c r="B3" t="inlineStr"><is><t>{"x" * length}</t></is></c></row>')
        if whole:
            assert len(tables(content).tables["Staff"].columns["name"][1]) == length
        else:
            assert "cell B3 of the sheet “Staff”" in why(content)
    assert why(with_row(f'<row r="3"><c r="B3" t="inlineStr"><is><t>{"x" * 10_500_000}</t></is></c></row>'))


@pytest.mark.parametrize("what", ["return", "settings workbook", "spreadsheet"])
def test_what_is_refused_is_called_what_it_is(what: str) -> None:
    limits = LIMITS if what == "return" else LIMITS.named(what)
    with pytest.raises(Refused) as refusal:
        tables(workbook({name: [[1]] for name in "ABC"}), replace(limits, sheets=2))
    step = "send it again" if what == "return" else "save it"
    assert refusal.value.own_step == f"Remove the sheets that do not belong to the {what}, and {step}."


def test_whoever_has_the_file_is_not_told_to_send_it() -> None:
    with pytest.raises(Refused) as refusal:
        tables(b"")
    assert (refusal.value.next_step.split()[0], refusal.value.own_step.split()[0]) == ("Send", "Take")


def test_the_area_is_bounded_per_sheet_and_together() -> None:
    content = workbook({"A": [[1] * 10] * 10, "B": [[1] * 10] * 10})
    assert tables(content, replace(LIMITS, area=100, total_area=200)).extras
    assert "far away" in why(content, replace(LIMITS, area=99))
    assert "far more cells" in why(content, replace(LIMITS, total_area=199))


def test_a_workbook_as_strict_open_xml_is_read() -> None:
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def strictly(part: bytes) -> bytes:
        for transitional, other in strict.items():
            part = part.replace(transitional, other)
        return part

    content = zipped({name: strictly(part) for name, part in parts_of_zip(GOOD).items()})
    assert tables(content).tables == tables(GOOD).tables


def test_prefixes_comments_and_sections_mean_the_same() -> None:
    def dressed(xml: str) -> str:
        xml = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", xml).replace(" xmlns=", " xmlns:x=")
        return xml.replace(
            "</x:sheetData>", "<!-- <x:row r='7'><x:c r='A7'><x:v>1</x:v></x:c></x:row> --></x:sheetData>"
        )

    assert tables(in_staff(dressed)).tables == tables(GOOD).tables
    section = '<row r="3"><c r="B3" t="inlineStr"><is><t><![CDATA[a <b> & c]]></t></is></c></row>'
    assert tables(with_row(section)).tables["Staff"].columns["name"] == ("Ann Appleby", "a <b> & c")


def test_a_whole_sheet_merged_is_told_quickly() -> None:
    content = in_staff(
        lambda xml: xml.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    )
    read = tables(content)
    assert read.tables["Staff"].columns["name"] == ("Ann Appleby",)
    assert [spot.words["what"] for spot in read.spots if spot.code == "PM020"] == [
        "is part of the merged block A1:XFD1048576, which is no cell of a table"
    ]


def test_merged_blocks_that_cover_a_sheet_many_times_are_refused() -> None:
    blocks = '<mergeCell ref="A1:AG2"/>' * 20_000
    content = in_staff(lambda xml: xml.replace("</sheetData>", f"</sheetData><mergeCells>{blocks}</mergeCells>"))
    assert "overlap" in why(content)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        (
            "customXml/item1.xml",
            '<?xml version="1.0" encoding="utf-16"?><DataMashup>AAA=</DataMashup>'.encode("utf-16"),
        ),
        (
            "xl/media/logo.svg",
            b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>',
        ),
        ("docMetadata/LabelInfo.xml", '<?xml version="1.0" encoding="ISO-8859-1"?><l>é</l>'.encode("latin-1")),
        ("customXml/item2.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        ("xl/queries/query.xml", b"<not whole"),
    ],
)
def test_parts_that_nothing_is_read_from_may_be_as_they_are(name: str, part: bytes) -> None:
    assert tables(zipped({**parts_of_zip(GOOD), name: part})).tables == tables(GOOD).tables


def test_notes_that_are_read_are_held_to_the_rules() -> None:
    parts = parts_of_zip(GOOD)
    parts["xl/comments1.xml"] = b"<!DOCTYPE x><comments/>"
    link = '<Relationship Id="n" Type="http://x/comments" Target="../comments1.xml"/>'
    parts["xl/worksheets/_rels/sheet2.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{link}</Relationships>'
    ).encode()
    assert "document type" in why(zipped(parts))


def test_formats_down_to_the_last_row_are_nothing() -> None:
    rows = "".join(f'<row r="{row}" spans="1:37" s="4" customFormat="1" ht="15.75"/>' for row in range(3, 1_048_577))
    assert tables(with_row(rows)).tables == tables(GOOD).tables


def test_formatted_blank_cells_far_beyond_the_limits_are_nothing() -> None:
    limits = replace(LIMITS, part_bytes=60_000, tags=3_000)
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="2"/></row>' for row in range(3, 2_000))
    assert tables(with_row(rows), limits).tables == tables(GOOD).tables
    filled = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(3, 2_000))
    with pytest.raises(Refused) as refusal:
        tables(with_row(filled), limits)
    assert "empty rows" in refusal.value.next_step
    assert why(with_row('<row><c s="1"/></row>' * 3_000), limits)


def test_backslashes_in_the_names_of_parts_are_slashes() -> None:
    with_backslashes = {name.replace("/", "\\"): part for name, part in parts_of_zip(GOOD).items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in with_backslashes.items():
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            package.writestr(entry, part)
    assert b"xl\\workbook.xml" in out.getvalue()
    assert tables(out.getvalue()).tables == tables(GOOD).tables


def test_two_files_in_one_are_refused_with_what_to_do() -> None:
    other = as_excel_does(a_return({"Staff": "| Payroll number | Name |\n| 0001042 | Bo Birch |"}))
    with pytest.raises(Refused) as refusal:
        tables(GOOD + other)
    assert "another file before it" in refusal.value.why
    assert "save it under a new name" in refusal.value.next_step


@pytest.mark.parametrize("mark", ["DRMEncryptedTransform", "\tDRMContent"])
def test_what_a_label_encrypts_has_no_password_to_take_out(mark: str) -> None:
    content = OLE + "EncryptedPackage".encode("utf-16-le") + mark.encode("utf-16-le")
    with pytest.raises(Refused) as refusal:
        tables(content)
    assert "sensitivity label" in refusal.value.why
    assert "password" not in refusal.value.next_step


def test_macros_links_and_objects_are_told_and_not_opened() -> None:
    parts = parts_of_zip(GOOD)
    for name in (
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/threadedComments/a.xml",
        "xl/embeddings/o.bin",
    ):
        parts[name] = b"<x/>"
    told = [spot.words["what"] for spot in tables(zipped(parts)).spots if spot.code == "PM022"]
    assert [what.split(",")[0] for what in told] == [
        "holds links to other workbooks",
        "holds macros",
        "holds threaded comments",
        "holds embedded objects",
    ]


def test_text_that_xml_cannot_hold_is_cleaned_and_told() -> None:
    content = with_row(
        '<row r="3"><c r="B3" t="inlineStr"><is><t xml:space="preserve">a_x0001_b_x000D_\nc</t></is></c></row>'
    )
    read = tables(content)
    assert read.tables["Staff"].columns["name"][1] == "ab\nc"
    assert [spot.code for spot in read.spots if spot.cell == "B3"] == ["PM015"]


@pytest.mark.parametrize("mark", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))])
@pytest.mark.parametrize("text", ["Ann{}e", "{}Anne", "An{}n{}e"])
def test_marks_that_turn_a_text_around_are_taken_out_and_told(mark: str, text: str) -> None:
    typed = text.replace("{}", mark)
    read = tables(with_row(f'<row r="3"><c r="B3" t="inlineStr"><is><t>{typed}</t></is></c></row>'))
    assert read.tables["Staff"].columns["name"][1] == text.replace("{}", "")
    assert [spot.code for spot in read.spots if spot.cell == "B3"] == ["PM015"]


def test_the_whole_package_is_told_apart_from_its_name() -> None:
    assert sheet_part(GOOD, "Staff") == STAFF
    assert tables(edited(GOOD, lambda book: None)).tables == tables(GOOD).tables
