"""Of two forms of the same thing the one that Word shows, and words without the readings above them."""

from __future__ import annotations

from lxml import etree

from pmr_batch.word.filling.places import W
from pmr_batch.word.reading.paragraphs import removed

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: How the names begin of what newer versions of Word added to the format: Word shows it.
_OF_WORD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")


def choose_alternatives(root: etree._Element) -> None:
    """Leave of each pair of a new form and one for older programs the one that Word shows."""
    for pair in list(root.iter(f"{_MC}AlternateContent")):
        parent = pair.getparent()
        if parent is None:
            continue
        forms = pair.findall(f"{_MC}Choice")
        chosen = next((form for form in forms if _is_known(form)), pair.find(f"{_MC}Fallback"))
        at = parent.index(pair)
        for child in [] if chosen is None else list(chosen):
            parent.insert(at, child)
            at += 1
        parent.remove(pair)


def _is_known(choice: etree._Element) -> bool:
    needed = choice.get("Requires", "").split()
    return all((choice.nsmap.get(prefix) or "").startswith(_OF_WORD) for prefix in needed)


def take_out_readings(root: etree._Element) -> None:
    """Leave of a word with a reading above it (ruby) the word alone."""
    for reading in list(root.iter(f"{W}rt")):
        removed(reading)
