"""Typed text: escaped for a Word document, and looked for in the finished one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from lxml import etree

from pmr_batch.word.filling.places import W
from pmr_batch.words import TURNING

_LINE_ENDS = re.compile("\r\n?|\v")
#: What XML cannot hold: control characters, halves of surrogate pairs, two noncharacters; and what turns texts around.
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{TURNING}]")
_MARKS = {"\n": '</w:t><w:br/><w:t xml:space="preserve">', "\t": '</w:t><w:tab/><w:t xml:space="preserve">'}
_SHOWN_AS = {f"{W}br": "\n", f"{W}tab": "\t", f"{W}p": "\r"}


class Text(str):
    """Text as the template prints it: markup and tags disarmed, line breaks and tabs as Word's own."""

    __slots__ = ()

    def __html__(self) -> str:
        plain = escape(self).replace("{", "&#123;").replace("}", "&#125;")
        return re.sub("[\n\t]", lambda match: _MARKS[match.group()], plain)


def disarmed(value: Any, name: str, cleaned: list[str]) -> Any:
    """A field with every text in it cleaned and disarmed; `cleaned` gets the names of those that lost characters."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = _LINE_ENDS.sub("\n", value)
        allowed = _FORBIDDEN.sub("", text)
        if allowed != text:
            cleaned.append(name)
        return Text(allowed)
    if isinstance(value, Mapping):
        return {key: disarmed(inner, f"{name}, {key}", cleaned) for key, inner in value.items()}
    return [disarmed(inner, f"{name} {place}", cleaned) for place, inner in enumerate(value, 1)]


def missing(context: Mapping[str, Any], parts: Iterable[etree._Element]) -> list[str]:
    """The names of the fields with a text that the document does not show whole."""
    shown = "\r".join(map(_shown, parts))
    return [name for name, value in context.items() if not all(text in shown for text in _texts(value))]


def _shown(tree: etree._Element) -> str:
    """The text a reader sees, with line breaks and tabs; paragraphs apart."""
    return "".join(
        element.text or "" if element.tag == f"{W}t" else _SHOWN_AS[element.tag]
        for element in tree.iter(f"{W}t", *_SHOWN_AS)
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, bool):
        return
    if isinstance(value, str):
        yield value
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from _texts(inner)
