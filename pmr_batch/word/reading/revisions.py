"""Tracked changes: what was put in stands, what was taken out does not."""

from __future__ import annotations

from lxml import etree

from pmr_batch.word.filling.places import W
from pmr_batch.word.reading.paragraphs import joined_with_next, removed

_GONE = (f"{W}del", f"{W}moveFrom")
_TRACKED = (*_GONE, f"{W}ins", f"{W}moveTo", f"{W}cellDel", f"{W}cellIns")


def settle_revisions(root: etree._Element) -> bool:
    """Take out text, paragraph marks, rows and cells that were deleted or moved away; whether any change is tracked."""
    tracked = next(root.iter(*_TRACKED), None) is not None
    for deletion in [*root.iter(f"{W}del"), *root.iter(f"{W}cellDel")]:
        parent = deletion.getparent()
        if parent is not None and parent.tag in (f"{W}trPr", f"{W}tcPr"):
            removed(parent.getparent())
    joined = [paragraph for paragraph in root.iter(f"{W}p") if _has_lost_its_mark(paragraph)]
    for gone in [*root.iter(*_GONE)]:
        removed(gone)
    for paragraph in joined:
        joined_with_next(paragraph)
    return tracked


def _has_lost_its_mark(paragraph: etree._Element) -> bool:
    return any(paragraph.find(f"{W}pPr/{W}rPr/{mark}") is not None for mark in _GONE)
