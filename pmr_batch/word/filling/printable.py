"""A Word document to print: blanks to fill in by hand in place of the prompts to click on."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from pmr_batch.word.filling.places import BODY, W, tree_of

#: The style of prompts; other words of a place that is open, such as the pay line's, stay.
_PROMPT_STYLE = "PlaceholderText"
#: Not empty, so that somebody who fills the document in on a screen has something to click on.
_BLANK = "\u2003"


def printable(document: bytes) -> bytes:
    """The document without its prompts: the same bytes for the same document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry, _without_prompts(part) if entry.filename == BODY else part)
    return out.getvalue()


def _without_prompts(body: bytes) -> bytes:
    root = tree_of(body)
    for control in root.iter(f"{W}sdt"):
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            _blank(control)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _blank(control: etree._Element) -> None:
    for style in control.iter(f"{W}rStyle"):
        run = next(style.iterancestors(f"{W}r"), None)
        if run is not None and style.get(f"{W}val") == _PROMPT_STYLE:
            for text in run.iter(f"{W}t"):
                text.text = _BLANK
