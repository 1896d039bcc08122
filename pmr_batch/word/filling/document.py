"""A kind of Word document: its template, and what that may be filled in with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

#: What a template is filled in with, by name: texts, conditions (true or false), lists of texts or mappings of texts.
Fields = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Document:
    """A kind of document: what it is called, the file name of its template, and how that is built.

    `least` are the fields of one of which nothing is known but what always is, `everything` those where all
    of it is; `alone` are those with one thing more than the least, by the name of that thing. `kept` are the styles
    of the paragraphs whose words an edited copy keeps: without any, all words are kept.
    """

    title: str
    template: str
    build: Callable[[], bytes]
    least: Fields
    everything: Fields
    alone: Mapping[str, Fields]
    kept: tuple[str, ...] = ()

    @cached_property
    def standard(self) -> bytes:
        """The standard template; the same bytes each time."""
        return self.build()

    @cached_property
    def texts(self) -> frozenset[str]:
        """Names of the fields that are texts."""
        return frozenset(name for name, value in self.everything.items() if isinstance(value, str))

    @cached_property
    def conditions(self) -> frozenset[str]:
        """Names of the fields that show nothing, and say what is shown."""
        return frozenset(name for name, value in self.everything.items() if isinstance(value, bool))

    @cached_property
    def lists(self) -> Mapping[str, frozenset[str]]:
        """The fields that are lists, with the names of the parts of their rows; without any where rows are texts."""
        return {
            name: frozenset(value[0]) if isinstance(value[0], Mapping) else frozenset()
            for name, value in self.everything.items()
            if not isinstance(value, (str, bool))
        }
