"""How the Word templates look: every style, and nothing formatted outside of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmr_batch.word.filling.markup import root

INK, NAVY, GREY, PALE, RULE, TINT, RED = "1F2933", "1F3864", "5B6776", "9AA5B3", "B4BECB", "EEF2F7", "A61B1B"
FONT = "Calibri"
#: Where lines of text end: the width between the margins, in twentieths of a point.
WIDTH = 9638


@dataclass(frozen=True)
class Look:
    """A paragraph style: size in half-points, distances in twentieths of a point.

    `lines` are numbering, borders, shading and tabs, which Word wants before the distances.
    """

    key: str
    name: str
    size: int
    colour: str = INK
    bold: bool = False
    spread: int = 0
    before: int = 0
    after: int = 0
    lines: str = ""
    indent: str = ""
    next_line: bool = False
    outline: int | None = None

    def xml(self) -> str:
        """The style as styles.xml has it."""
        base = "" if self.key == "Normal" else '<w:basedOn w:val="Normal"/>'
        kind = ' w:default="1"' if self.key == "Normal" else ""
        keep = "<w:keepNext/>" if self.next_line else ""
        keep += "<w:widowControl/>" if self.key == "Normal" else ""
        level = "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        bold = "<w:b/><w:bCs/>" if self.bold else ""
        spread = f'<w:spacing w:val="{self.spread}"/>' if self.spread else ""
        return (
            f'<w:style w:type="paragraph"{kind} w:styleId="{self.key}"><w:name w:val="{self.name}"/>{base}<w:qFormat/>'
            f'<w:pPr>{keep}{self.lines}<w:spacing w:before="{self.before}" w:after="{self.after}" w:line="252" '
            f'w:lineRule="auto"/>{self.indent}{level}</w:pPr>'
            f'<w:rPr>{bold}<w:color w:val="{self.colour}"/>{spread}'
            f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr></w:style>'
        )


def _tabs(*stops: tuple[str, int, str]) -> str:
    """Tab stops as (kind, position, leader)."""
    inside = "".join(f'<w:tab w:val="{kind}" w:leader="{leader}" w:pos="{at}"/>' for kind, at, leader in stops)
    return f"<w:tabs>{inside}</w:tabs>"


def _border(side: str, colour: str = RULE, size: int = 4, space: int = 4) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


_ACROSS = _tabs(("right", WIDTH, "none"))
LOOKS = (
    Look("Normal", "Normal", 21),
    Look("Title", "Title", 40, NAVY, bold=True, spread=20, before=40, next_line=True),
    Look("Subtitle", "Subtitle", 22, RED, bold=True, spread=40, after=160, next_line=True),
    Look("Heading1", "heading 1", 28, NAVY, bold=True, before=20, after=20, next_line=True, outline=0),
    Look(
        "FormStatus",
        "Form Status",
        21,
        NAVY,
        bold=True,
        after=200,
        lines=f"<w:pBdr>{_border('top', TINT)}{_border('left', NAVY, 24, 8)}{_border('bottom', TINT)}</w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>',
        indent='<w:ind w:left="200"/>',
    ),
    Look("FormLabel", "Form Label", 20, NAVY, bold=True, before=10),
    Look("FormCaption", "Form Caption", 18, GREY),
    Look("FormText", "Form Text", 21),
    Look("FormPart", "Form Part", 18, GREY, bold=True, before=80),
    Look("FormPartFirst", "Form Part First", 18, GREY, bold=True),
    Look("FormInline", "Form Inline", 21, before=80),
    Look("FormGap", "Form Gap", 16),
    # The paragraph that Word wants after the last table: so small that it turns no page.
    Look("FormEnd", "Form End", 2),
    Look(
        "FormBullet",
        "Form Bullet",
        21,
        lines='<w:numPr><w:numId w:val="1"/></w:numPr>',
        indent='<w:ind w:left="284" w:hanging="284"/>',
    ),
    Look("FormPay", "Form Pay", 21, after=80),
    Look("FormSignFirst", "Form Sign First", 21, before=1280, next_line=True, lines=_tabs(("right", 3230, "dot"))),
    Look("FormSign", "Form Sign", 21, before=640, after=60, next_line=True, lines=_tabs(("right", 3230, "dot"))),
    Look("FormSignWide", "Form Sign Wide", 21, before=640, after=60, lines=_tabs(("right", 3400, "dot"))),
    Look("FormSignNarrow", "Form Sign Narrow", 21, before=640, after=60, lines=_tabs(("right", 2150, "dot"))),
    Look("Header", "header", 18, GREY, lines=_ACROSS),
    Look(
        "Footer",
        "footer",
        17,
        GREY,
        lines=f"<w:pBdr>{_border('top', RULE, 4, 6)}</w:pBdr>{_ACROSS}",
    ),
)


#: What letters have besides.
LETTER_LOOKS = (
    Look("Heading2", "heading 2", 23, NAVY, bold=True, before=240, after=80, next_line=True, outline=1),
    Look("LetterAddress", "Letter Address", 21),
    Look("LetterSubject", "Letter Subject", 28, NAVY, bold=True, before=240, after=40, next_line=True, outline=0),
    Look("LetterClause", "Letter Clause", 18, GREY, after=160, next_line=True),
    Look("LetterText", "Letter Text", 21, after=140),
    # No signature stands on a page of its own.
    Look("LetterLast", "Letter Last", 21, after=140, next_line=True),
    Look(
        "LetterPoint",
        "Letter Point",
        21,
        after=60,
        lines='<w:numPr><w:numId w:val="1"/></w:numPr>',
        indent='<w:ind w:left="284" w:hanging="284"/>',
    ),
    Look("LetterClose", "Letter Close", 21, before=200, next_line=True),
    Look("LetterSign", "Letter Sign", 21, before=560, next_line=True, lines=_tabs(("right", 4600, "dot"))),
    Look("LetterSigner", "Letter Signer", 21, next_line=True),
    Look(
        "LetterWrite",
        "Letter Write",
        21,
        before=160,
        after=200,
        lines=_tabs(("right", 4600, "dot"), ("right", WIDTH, "dot")),
    ),
)


def styles(more: Sequence[Look] = ()) -> str:
    """word/styles.xml: the styles of all documents, and some more."""
    looks = "".join(look.xml() for look in (*LOOKS, *more))
    return root("styles", _defaults() + looks + _characters() + _tables())


def _defaults() -> str:
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" '
        'w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _characters() -> str:
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        + _character("FormAnswer", "Form Answer", "<w:b/><w:bCs/>", INK)
        + _character("PlaceholderText", "Placeholder Text", "", PALE, 18)
        + _character("FormPartInline", "Form Part Inline", "<w:b/><w:bCs/>", GREY, 18)
        + _character("FormConfidential", "Form Confidential", "<w:b/><w:bCs/>", RED)
    )


def _character(key: str, name: str, weight: str, colour: str, size: int = 0) -> str:
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return (
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
        f'<w:rPr>{weight}<w:color w:val="{colour}"/>{sized}</w:rPr></w:style>'
    )


def _tables() -> str:
    sides = "".join(_border(side, RULE, 4, 0) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    shade = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="FormTable"><w:name w:val="Form Table"/><w:basedOn w:val="TableNormal"/>'
        f'<w:qFormat/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblCellMar><w:top w:w="70" w:type="dxa"/><w:left w:w="113" w:type="dxa"/><w:bottom w:w="70" w:type="dxa"/>'
        '<w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow">{shade}</w:tblStylePr><w:tblStylePr w:type="firstCol">{shade}</w:tblStylePr>'
        "</w:style>"
    )


def settings() -> str:
    """word/settings.xml: laid out as Word 2013 and later do."""
    return root(
        "settings",
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/>',
    )


def numbering() -> str:
    """word/numbering.xml: the bullets."""
    return root(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="FormBullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
