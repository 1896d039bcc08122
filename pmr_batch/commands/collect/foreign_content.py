"""What a form brings along besides words: macros, links to something elsewhere. Nothing is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pmr_batch.word.filling.places import tree_of

_LINKS = re.compile(r"word/_rels/[^/]+\.rels")
_MACROS = ("vbaproject", "vbadata")
_ATTACHED = "attachedTemplate"
#: Links to something elsewhere, by the ends of their kinds; a hyperlink is only shown.
_ELSEWHERE = {
    "image": "pictures that lie elsewhere",
    "oleObject": "objects that lie elsewhere",
    "subDocument": "documents that lie elsewhere",
    "frame": "frames that lie elsewhere",
    "mailMergeSource": "a mail merge with data that lie elsewhere",
}


def notes_on_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What is told of the parts of a document. Raises XMLSyntaxError."""
    names = [name.casefold() for name in parts]
    if any(mark in name for name in names for mark in _MACROS):
        yield "holds macros: they are not run"
    if any("activex" in name for name in names):
        yield "holds controls that run (ActiveX): they are not run"
    kinds = dict.fromkeys(kind for name in parts if _LINKS.fullmatch(name) for kind in _external_kinds(parts[name]))
    if _ATTACHED in kinds:
        yield "is attached to a Word template that lies elsewhere: nothing is fetched from it"
    yield from (f"shows {_ELSEWHERE[kind]}: nothing is fetched" for kind in kinds if kind in _ELSEWHERE)


def _external_kinds(relations: bytes) -> Iterator[str]:
    for relation in tree_of(relations).iter("{*}Relationship"):
        if relation.get("TargetMode") == "External":
            yield relation.get("Type", "").rpartition("/")[2]
