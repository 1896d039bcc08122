"""What everything looks like: one typeface, a handful of quiet colours, and named styles made of them.

Text on its ground has a contrast of at least 4.5 to 1 (WCAG AA), and no meaning rests on colour alone:
what is open is named in words beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Excel has Calibri; LibreOffice draws it with Carlito, of the same metrics.
FONT = "Calibri"

INK = "#1B2A3A"
QUIET = "#566575"
PAPER = "#FFFFFF"
DEEP = "#1F4E5F"
SLATE = "#4A6274"
MIST = "#EEF3F5"
TINT = "#F7F9FA"
HAIRLINE = "#D5DEE3"
SEA = "#0B6B74"
OCHRE, CREAM = "#7A4B00", "#FFFBF0"
AMBER, AMBER_INK = "#FFF0C2", "#7A4B00"
ROSE, ROSE_INK = "#FBDCD6", "#8A1C10"
LEAF, LEAF_INK = "#DFF0E3", "#1E5B34"

DATE_FORMAT = "dd/mm/yyyy"
MONEY_FORMAT = "£#,##0.00;[Red]-£#,##0.00"

Style = Mapping[str, Any]

_LEFT: Style = {"align": "left", "indent": 1}
_CELL: Style = {"font_color": INK, "valign": "top", "border": 1, "border_color": HAIRLINE}
_RULED: Style = {"bottom": 2, "bottom_color": DEEP}
_HEAD: Style = {
    "bold": True,
    "font_color": PAPER,
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": PAPER,
    **_LEFT,
}

#: Styles by name; those given together are laid one over the other, the last on top.
STYLES: Mapping[str, Style] = {
    # grounds
    "paper": {"bg_color": PAPER},
    "band": {"bg_color": DEEP, "font_color": PAPER, "valign": "vcenter"},
    "title": {"font_size": 20, "bold": True},
    "subtitle": {"font_size": 11, "font_color": "#D7E6EA"},
    "section": {"font_size": 13, "bold": True, "font_color": DEEP, "align": "left", "valign": "bottom", **_RULED},
    "plain": {"font_color": INK, "valign": "top", "text_wrap": True},
    "line": {"font_color": INK, "valign": "top"},
    "step": {"bold": True, "font_color": SEA, "align": "center", "valign": "vcenter"},
    "quiet": {"font_color": QUIET},
    "strong": {"bold": True},
    "link": {"font_color": SEA, "underline": 1},
    "link_on_band": {"bg_color": MIST, "font_color": SEA, "underline": 1, "align": "center"},
    "centre": {"align": "center", "indent": 0},
    "left": {"align": "left"},
    "inset": _LEFT,
    "indent": {"indent": 1},
    "right": {"align": "right"},
    "warn": {"font_color": AMBER_INK},
    "middle": {"valign": "vcenter"},
    "top": {"valign": "top"},
    "figure": {
        "font_size": 16,
        "bold": True,
        "shrink": True,
        "font_color": DEEP,
        "align": "center",
        "valign": "vcenter",
    },
    # headings of a table
    "head": {**_HEAD, "bg_color": DEEP},
    "head_prefilled": {**_HEAD, "bg_color": SLATE},
    "head_shown": {**_HEAD, "bg_color": MIST, "font_color": QUIET, "border_color": HAIRLINE},
    # cells of a table and of a form
    "cell": _CELL,
    "wrap": {"text_wrap": True},
    "label": {**_CELL, **_LEFT, "bg_color": MIST, "bold": True, "font_color": DEEP, "text_wrap": True},
    "prefilled": {"bg_color": TINT},
    "shown": {**_LEFT, "bg_color": MIST, "font_color": QUIET},
    "to_do": {**_LEFT, "font_size": 9, "bg_color": TINT, "font_color": AMBER_INK},
    "unlocked": {"locked": False},
    # kinds of value
    "text": {**_LEFT, "num_format": "@"},
    "date": {**_LEFT, "num_format": DATE_FORMAT},
    "money": {"num_format": MONEY_FORMAT, "align": "right", "indent": 1},
    "number": {"num_format": "General", "align": "center"},
    "whole": {"num_format": "0", "align": "center"},
    "count": {"num_format": '0;-0;"–"', "align": "center"},
    "percent": {"num_format": "0.0%"},
    # lists and the committee's papers
    "heading": {"font_size": 16, "bold": True},
    "note": {"font_color": QUIET, "font_size": 10, "valign": "vcenter"},
    "small": {"font_size": 10},
    "flush": {"indent": 0},
    "upright": {"rotation": 90, "align": "center", "valign": "bottom"},
    "tally": {"num_format": '#,##0;-#,##0;"–"', "align": "center"},
    "thousands": {"num_format": "#,##0"},
    "chance": {"num_format": '[<0.001]"< 0.001";0.000', "align": "center"},
    "gain": {"num_format": "+0.0;-0.0;0.0", "align": "center"},
    "pounds": {"num_format": '£#,##0;[Red]-£#,##0;"–"', "align": "right", "indent": 1},
    "pence": {"num_format": '£#,##0.00;[Red]-£#,##0.00;"–"', "align": "right"},
    "sum": {"bold": True, "top": 2, "top_color": DEEP, "bg_color": MIST},
    "edge": {"border": 1, "border_color": HAIRLINE, "top": 1, "top_color": DEEP},
    "head_decide": {**_HEAD, "bg_color": OCHRE},
    "caption": {"font_size": 10, "indent": 0, "border": 0, "text_wrap": False},
    "decide": {"bg_color": CREAM, "locked": False},
    # verdicts
    "fill_in": {"bg_color": AMBER, "font_color": AMBER_INK},
    "wrong": {"bg_color": ROSE, "font_color": ROSE_INK},
    "done": {"bg_color": LEAF, "font_color": LEAF_INK},
}
