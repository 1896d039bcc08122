"""Brings the body of a document to what Word shows the reader as said."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pmr_batch.word.reading.alternatives import choose_alternatives, take_out_readings
from pmr_batch.word.reading.fields import FieldKinds, settle_fields
from pmr_batch.word.reading.revisions import settle_revisions
from pmr_batch.word.reading.styles import Styles
from pmr_batch.word.reading.unseen import Unseen, take_out_unseen


@dataclass(frozen=True)
class Shown:
    """What was brought to what Word shows: whether changes were tracked, the fields, and the words taken out."""

    is_tracked: bool
    fields: FieldKinds
    unseen: tuple[Unseen, ...]


def as_shown(root: etree._Element, styles: Styles, template_words: frozenset[str] = frozenset()) -> Shown:
    """Change a tree into what Word shows of it; labels of the template (`template_words`, bare) stay in any case."""
    choose_alternatives(root)
    tracked = settle_revisions(root)
    take_out_readings(root)
    fields = settle_fields(root)
    return Shown(tracked, fields, tuple(take_out_unseen(root, styles, template_words)))
