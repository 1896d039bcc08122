"""WordprocessingML in small pieces: what a Word template is built from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def run(text: str, style: str = "") -> str:
    """A run of text, which may hold docxtpl tags; `style` is the id of a character style."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tab() -> str:
    """A tab, with whatever leader the paragraph's style gives it."""
    return "<w:r><w:tab/></w:r>"


def number_of(field: str) -> str:
    """A field that Word counts: PAGE or NUMPAGES."""
    return f'<w:fldSimple w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


DATE_PICKER = (
    '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
)


def drop_down(choices: Iterable[str]) -> str:
    """The kind of a content control that offers choices."""
    items = "".join(f"<w:listItem w:displayText={quoteattr(one)} w:value={quoteattr(one)}/>" for one in choices)
    return f"<w:dropDownList>{items}</w:dropDownList>"


def control(tag: str, alias: str, content: str, kind: str = "", *, blank: bool = False) -> str:
    """A content control around runs; of no `kind`, any text goes. A `blank` one shows what invites to write.

    Plain text (w:text) is no kind of ours: LibreOffice 7.4 drops the line breaks in such controls.
    """
    shows = "<w:showingPlcHdr/>" if blank else ""
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(alias)}/><w:tag w:val={quoteattr(tag)}/>{shows}{kind}</w:sdtPr>"
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def paragraph(style: str, *content: str) -> str:
    """A paragraph of runs; `style` is the id of a paragraph style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(content)}</w:p>'


def line(style: str, text: str) -> str:
    """A paragraph of one run."""
    return paragraph(style, run(text))


def where(condition: str, content: str) -> str:
    """The paragraphs where the condition holds."""
    return line("FormText", f"{{%p if {condition} %}}") + content + line("FormText", "{%p endif %}")


def repeat(each: str, of: str, content: str) -> str:
    """The paragraphs once for `each` of the list `of`."""
    return line("FormText", f"{{%p for {each} in {of} %}}") + content + line("FormText", "{%p endfor %}")


def repeat_rows(each: str, of: str, columns: int, row: str) -> str:
    """The table row once for `each` of the list `of`."""

    def marker(words: str) -> str:
        return f"<w:tr>{cell(line('FormText', f'{{%tr {words} %}}'), 0, span=columns)}</w:tr>"

    return marker(f"for {each} in {of}") + row + marker("endfor")


def cell(content: str, width: int, span: int = 1) -> str:
    """A table cell of paragraphs; `width` in twentieths of a point."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}</w:tcPr>{content}</w:tc>'


def row(*cells: str, heading: bool = False, height: int = 0, breaks: bool = False) -> str:
    """A table row; `heading` rows stand again on each page, only one that `breaks` runs over a page's end."""
    properties = "" if breaks else "<w:cantSplit/>"
    properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    properties += "<w:tblHeader/>" if heading else ""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


@dataclass(frozen=True)
class Table:
    """A table of fixed widths; `caption` and `description` are read out, never shown."""

    widths: tuple[int, ...]
    caption: str
    description: str
    labelled: str

    def __call__(self, *rows: str) -> str:
        """The table with these rows; `labelled` says what names the cells: their "row", their "column", or nothing."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        first_row, first_column = int(self.labelled == "column"), int(self.labelled == "row")
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{first_row * 0x20 + first_column * 0x80 + 0x600:04X}" w:firstRow="{first_row}" '
            f'w:lastRow="0" w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(self.caption)}/>"
            f"<w:tblDescription w:val={quoteattr(self.description)}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )


def root(name: str, content: str) -> str:
    """A part's XML: its root element `name` around `content`."""
    return f'{DECLARATION}<w:{name} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{name}>'
