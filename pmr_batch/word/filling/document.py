"""A kind of Word document: its template, and what that may be filled in with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pmr_batch.files import DOC_TEMPLATES, shipped

#: What a template is filled in with, by name: texts, conditions (true or false), lists of texts or mappings of texts.
Fields = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Document:
    """A kind of document: what it is called, and the file name of its template.

    `least` are the fields of a document with as little as possible filled in, `everything` those with all of it;
    `alone` has, by name, the least fields with that one filled in. `kept_styles` are the styles of the paragraphs
    whose words an edited copy must keep: without any, all words are kept.

    Every template has what the program reads back: `labels` are its words, each as often as it occurs,
    `controls` its content controls, by their tags, with the fields that stand in each, as (list, name).
    """

    title: str
    template: str
    least: Fields
    everything: Fields
    alone: Mapping[str, Fields]
    kept_styles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    controls: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @cached_property
    def standard(self) -> bytes:
        """The standard template, as it is shipped."""
        return (shipped(DOC_TEMPLATES) / self.template).read_bytes()

    @cached_property
    def texts(self) -> frozenset[str]:
        """Names of the fields that are texts."""
        return frozenset(name for name, value in self.everything.items() if isinstance(value, str))

    @cached_property
    def conditions(self) -> frozenset[str]:
        """Names of the fields that are true or false, for ifs."""
        return frozenset(name for name, value in self.everything.items() if isinstance(value, bool))

    @cached_property
    def lists(self) -> Mapping[str, frozenset[str]]:
        """The fields that are lists, with the names of the parts of their rows; without any where rows are texts."""
        return {
            name: frozenset(value[0]) if isinstance(value[0], Mapping) else frozenset()
            for name, value in self.everything.items()
            if not isinstance(value, (str, bool))
        }

    @cached_property
    def shown(self) -> frozenset[tuple[str, str]]:
        """All that a template shows, as (list, name); the rows of a list of texts have no name."""
        rows = {(of, part) for of, parts in self.lists.items() for part in parts or {""}}
        return frozenset({("", name) for name in self.texts} | rows)
