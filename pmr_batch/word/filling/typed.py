"""Typed text: escaped for a Word document, and looked for in the finished one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from pmr_batch.words import TURNING

_LINE_ENDS = re.compile("\r\n?|\v")
#: What XML cannot hold: control characters, halves of surrogate pairs, two noncharacters; and what turns texts around.
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{TURNING}]")
_ARMED = re.compile("[&<>\"'{}]")
_MARKS = {"\n": '</w:t><w:br/><w:t xml:space="preserve">', "\t": '</w:t><w:tab/><w:t xml:space="preserve">'}
#: What a reader sees of a part: texts, line breaks and tabs, and where paragraphs begin.
_SHOWN = re.compile("<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab|p)[ />]")
_SHOWN_AS = {"br": "\n", "tab": "\t", "p": "\r"}


class Text(str):
    """Text as the template prints it: markup and tags disarmed, line breaks and tabs as Word's own."""

    __slots__ = ()

    def __html__(self) -> str:
        plain = _escaped(self)
        return plain if plain.isprintable() else re.sub("[\n\t]", lambda match: _MARKS[match.group()], plain)


def _escaped(text: str) -> str:
    if _ARMED.search(text) is None:
        return str(text)
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def disarmed(value: Any, name: str, cleaned: list[str]) -> Any:
    """A field with every text in it cleaned and disarmed; `cleaned` gets the names of those that lost characters."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value.isprintable():  # then it has neither line ends nor anything forbidden
            return Text(value)
        text = _LINE_ENDS.sub("\n", value)
        allowed = _FORBIDDEN.sub("", text)
        if allowed != text:
            cleaned.append(name)
        return Text(allowed)
    if isinstance(value, Mapping):
        return {key: disarmed(inner, f"{name}, {key}", cleaned) for key, inner in value.items()}
    return [disarmed(inner, f"{name} {place}", cleaned) for place, inner in enumerate(value, 1)]


def missing(typed: Mapping[str, Sequence[str]], parts: Iterable[str]) -> list[str]:
    """The names of the fields with a text that the parts, as they were rendered, do not show whole."""
    shown = "\r".join(map(_shown, parts))
    return [name for name, each in typed.items() if not all(_escaped(text) in shown for text in each)]


def _shown(xml: str) -> str:
    """What a reader sees of a part, still escaped, with line breaks and tabs; paragraphs apart."""
    return "".join([text or _SHOWN_AS.get(mark, "") for text, mark in _SHOWN.findall(xml)])


def texts(value: Any) -> Iterator[str]:
    """Every text in a field."""
    if isinstance(value, bool):
        return
    if isinstance(value, str):
        yield value
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from texts(inner)
