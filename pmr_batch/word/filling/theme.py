"""The theme and the font table that Word asks for: one font, and the colours of the styles."""

from __future__ import annotations

from pmr_batch.word.filling.markup import root
from pmr_batch.word.filling.styles import FONT, GREY, INK, NAVY, RED, RULE, TINT

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": INK,
    "lt1": "FFFFFF",
    "dk2": NAVY,
    "lt2": TINT,
    "accent1": NAVY,
    "accent2": RED,
    "accent3": GREY,
    "accent4": RULE,
    "accent5": "2F6F8F",
    "accent6": "5B7F3A",
    "hlink": NAVY,
    "folHlink": GREY,
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme() -> str:
    """word/theme.xml."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{_DRAWING}" name="Form"><a:themeElements><a:clrScheme name="Form">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Form"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Form"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def font_table() -> str:
    """word/fontTable.xml."""
    fonts = (f'<w:font w:name="{name}"><w:family w:val="swiss"/></w:font>' for name in (FONT, "Arial"))
    return root("fonts", "".join(fonts))
