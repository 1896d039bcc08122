"""What an edited Word template may not hold: macros, external links, comments and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pmr_batch.errors import Misfit
from pmr_batch.word.filling.places import BODY, W, is_tagged, tree_of

_MOST_BYTES = 2_000_000
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: Parts by a piece of their names, with what they are and what to do.
_PARTS = (
    ("vbaproject", "holds macros", "save it as a Word document without macros (.docx)"),
    ("embeddings/", "holds embedded objects", "delete them, or paste them as pictures"),
    ("activex", "holds controls that run (ActiveX)", "delete them"),
    ("word/afchunk", "holds another document inside", "paste its text instead"),
    ("word/comments", "holds comments", "delete them (Review, Delete all comments)"),
)
_ELEMENTS = (
    ("altChunk", "holds another document inside", "paste its text instead"),
    ("object", "holds an embedded object", "delete it, or paste it as a picture"),
    ("ins", "holds tracked changes", "accept or reject them all, and turn tracking off"),
    ("del", "holds tracked changes", "accept or reject them all, and turn tracking off"),
    ("moveFrom", "holds tracked changes", "accept or reject them all, and turn tracking off"),
    ("mailMerge", "is a mail merge", "choose Normal Word Document under Mailings"),
)
#: Fields that fetch something or start a program.
FETCHING_FIELDS = (
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "LINK",
    "DDE",
    "DDEAUTO",
    "DATABASE",
    "RD",
    "MACROBUTTON",
    "HYPERLINK",
)
_FETCHES = re.compile(rf"\b({'|'.join(FETCHING_FIELDS)})\b", re.IGNORECASE)
_TAG = re.compile(rb"\{\{|\{%")
_ATTACHED = "attachedTemplate"


def foreign(parts: Mapping[str, bytes], size: int) -> Iterator[Misfit]:
    """Everything in the parts of a Word document of `size` bytes that no template may hold."""
    if size > _MOST_BYTES:
        what = f"is {size / 1e6:.1f} MB large, and every document would be, too; {_MOST_BYTES / 1e6:g} MB is the most"
        yield Misfit("", what, "use smaller pictures (Picture Format, Compress Pictures)")
    names = [name.casefold() for name in parts]
    for mark, what, remedy in _PARTS:
        if any(mark in name for name in names):
            yield Misfit("", what, remedy)
    if _DOCUMENT.encode() not in parts.get("[Content_Types].xml", b"") and "word/vbaProject.bin" not in parts:
        yield Misfit("", "is no plain Word document (a template .dotx, perhaps)", "save it as a Word document (.docx)")
    yield from dict.fromkeys(misfit for name, part in parts.items() for misfit in _in_part(name, part))


def _in_part(name: str, part: bytes) -> Iterator[Misfit]:
    if not name.endswith((".xml", ".rels")):
        return
    root = tree_of(part)
    if name.endswith(".rels"):
        yield from _links(root)
        return
    for tag, what, remedy in _ELEMENTS:
        if next(root.iter(f"{W}{tag}"), None) is not None:
            yield Misfit("", what, remedy)
    for instruction in _instructions(root):
        if match := _FETCHES.search(instruction):
            yield Misfit("", f"has a field that reaches outside the document ({match[1].upper()})", "delete the field")
    if name.startswith("word/") and _TAG.search(_unfilled_text(name, root)):
        where = "" if is_tagged(name) else name.removeprefix("word/").removesuffix(".xml")
        what = "a tag stands where none is filled in (a footnote, a description of a picture, a field)"
        yield Misfit(where, what, "move it into the text itself")


def _links(root: etree._Element) -> Iterator[Misfit]:
    for link in root.iter("{*}Relationship"):
        if link.get("TargetMode") != "External":
            continue
        kind, target = link.get("Type", "").rsplit("/", 1)[-1], link.get("Target", "")
        if kind == _ATTACHED:
            what, remedy = "is attached to a Word template elsewhere", "detach it (Developer, Document Template)"
        else:
            what, remedy = f"links to something outside itself ({target[:60]})", "remove the link and keep its words"
        yield Misfit("", what, remedy)


def _instructions(root: etree._Element) -> Iterator[str]:
    yield from (field.get(f"{W}instr", "") for field in root.iter(f"{W}fldSimple"))
    runs = [run.text or "" for run in root.iter(f"{W}instrText")]
    yield from ("".join(runs), " ".join(runs))  # one field may be cut into runs, and fields follow on each other


def _unfilled_text(name: str, root: etree._Element) -> bytes:
    """All of a part but the text in which tags are filled in."""
    texts = (text for element in root.iter(etree.Element) for text in (*element.values(), _own_text(name, element)))
    return "\n".join(texts).encode("utf-8", "replace")


def _own_text(name: str, element: etree._Element) -> str:
    return "" if is_tagged(name) and element.tag == f"{W}t" else element.text or ""


def is_word(parts: Mapping[str, bytes]) -> bool:
    """Whether a package is a Word document at all."""
    return BODY in parts
