"""A Word document as it is printed: where nothing is written stands room to write by hand, and no word to click on."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from pmr_batch.word.filling.places import BODY, W, tree_of

#: The look of words that only invite to write; other words of a place that is open, such as the pay line's, stay.
_INVITES = "PlaceholderText"
#: So that somebody who fills it in on a screen after all still has something to click on.
_ROOM = "\u2003"


def on_paper(document: bytes) -> bytes:
    """The document without the words that invite to write: the same bytes for the same document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry, _uninviting(part) if entry.filename == BODY else part)
    return out.getvalue()


def _uninviting(body: bytes) -> bytes:
    root = tree_of(body)
    for control in root.iter(f"{W}sdt"):
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            _blank(control)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _blank(control: etree._Element) -> None:
    for look in control.iter(f"{W}rStyle"):
        run = next(look.iterancestors(f"{W}r"), None)
        if run is not None and look.get(f"{W}val") == _INVITES:
            for text in run.iter(f"{W}t"):
                text.text = _ROOM
