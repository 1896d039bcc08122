"""Words that are struck through or hidden: nobody says them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from lxml import etree

from pmr_batch.word.filling.places import W
from pmr_batch.word.reading.paragraphs import joined_with_next, own_leaves, plain_text, removed, within_control
from pmr_batch.word.reading.styles import Styles
from pmr_batch.words import bare

Look = Literal["struck through", "hidden"]


@dataclass(frozen=True)
class Unseen:
    """Words that were taken out of a paragraph, and why."""

    text: str
    look: Look
    paragraph: etree._Element


def take_out_unseen(root: etree._Element, styles: Styles, template_words: frozenset[str]) -> list[Unseen]:
    """Take out what is struck through or hidden; labels of the template (`template_words`, bare) stay, to be known."""
    found: list[Unseen] = []
    for paragraph in list(root.iter(f"{W}p")):
        for look, leaves in _by_look(paragraph, styles):
            text = plain_text(leaves)
            if bare(text) in template_words and not within_control(leaves[0]):
                continue
            if text.strip():
                found.append(Unseen(text, look, paragraph))
            for leaf in leaves:
                removed(leaf)
        if styles.has_hidden_mark(paragraph):
            joined_with_next(paragraph)
    return found


def _by_look(paragraph: etree._Element, styles: Styles) -> Iterator[tuple[Look, list[etree._Element]]]:
    """The leaves that are not seen, those beside each other together."""
    leaves = list(own_leaves(paragraph))
    for look, group in groupby(leaves, key=lambda leaf: _look_of(next(leaf.iterancestors(f"{W}r"), None), styles)):
        if look is not None:
            yield look, list(group)


def _look_of(run: etree._Element | None, styles: Styles) -> Look | None:
    if run is None:
        return None
    if styles.is_hidden(run):
        return "hidden"
    return "struck through" if styles.is_struck(run) else None
