"""Rows and cells of a sheet's XML that hold nothing but a format: a million of them are nothing."""

from __future__ import annotations

import re

_SHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
#: Where the root of a part stands at the latest.
_START = 4_096
_PLACED = rb'(?=[^<>]*\sr=["\'])[^<>]*'
_BLANK = re.compile(rb"<(?:\w+:)?(?:row|c)\b" + _PLACED + rb"/>")
_EMPTY = re.compile(rb"<((?:\w+:)?)row\b" + _PLACED + rb">\s*</\1row>")
#: A row or cell that follows on the one before, and would be elsewhere without it.
_UNPLACED = re.compile(rb"<(?:\w+:)?(?:row|c)\b(?![^<>]*\sr=[\"'])[\s/>]")


def is_sheet(part: bytes) -> bool:
    """Whether a part is a sheet, by its first tag."""
    return bool(_SHEET.search(part[:_START]))


def without_blanks(piece: bytes) -> bytes:
    """A piece of a sheet between two tags, without rows and cells that hold nothing and say where they are."""
    if _UNPLACED.search(piece):
        return piece
    return _EMPTY.sub(b"", _BLANK.sub(b"", piece))
