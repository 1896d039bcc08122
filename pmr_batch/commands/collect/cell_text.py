"""Reads the text of each place in a cell of a form: in its content controls, and next to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from pmr_batch.commands.collect.form_places import FormPlace
from pmr_batch.commands.collect.symbol_fonts import SYMBOL, letter_of
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.filling.places import W
from pmr_batch.word.reading.paragraphs import SIGNS, own_leaves
from pmr_batch.words import bare

#: What Word writes into a control that was emptied.
_WORDS_OF_WORD = ("Click or tap here to enter text.", "Choose an item.", "Click or tap to enter a date.")
_INVITATIONS = sorted(
    {*(control.blank_text for control in CONTROLS.values() if control.blank_text), *_WORDS_OF_WORD}, key=len
)[::-1]
LABELLED = frozenset(("FormPart", "FormPartFirst", "FormInline"))


@dataclass(frozen=True)
class Piece:
    """Consecutive text in a content control with a tag, in one without (""), or in none (None)."""

    text: str
    tag: str | None


@dataclass
class _Reading:
    """The state while a cell is read: the place that text outside of controls belongs to, and each place's lines."""

    current: str
    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_places(
    paragraphs: Sequence[etree._Element],
    places: Sequence[FormPlace],
    marks: Mapping[etree._Element, str],
    template_words: frozenset[str],
) -> dict[str, str]:
    """The text by tag of the cell's first place, and of each place whose control or label is there.

    `marks` are the numbers and bullets before lines of lists. Text outside of controls belongs to the place before it,
    except for `template_words`. Placeholder text is blank.
    """
    labelled = _labelled_paragraphs(paragraphs, places)
    reading = _Reading(places[0].tag)
    tags = {place.tag for place in places}
    for paragraph in paragraphs:
        pieces = list(pieces_of(paragraph))
        if paragraph in labelled:
            place = labelled[paragraph]
            reading.current = place.tag
            pieces = _without(pieces, place.label)
            reading.lines[place.tag] += []
        read = [piece for piece in pieces if piece.tag is not None or bare(piece.text) not in template_words]
        _add_pieces(reading, read, tags, marks.get(paragraph, ""))
    reading.lines[places[0].tag] += []
    return {tag: cleaned(tag, "\n".join(lines)) for tag, lines in reading.lines.items()}


def _add_pieces(reading: _Reading, pieces: Sequence[Piece], tags: set[str], mark: str) -> None:
    """The pieces of a paragraph: a line of each place that they belong to."""
    line: dict[str, str] = {}
    for piece in pieces:
        if piece.tag in tags:
            reading.current = piece.tag
        line[reading.current] = line.get(reading.current, "") + piece.text
    for tag, text in (line or {reading.current: ""}).items():
        reading.lines[tag].append(mark + text if text.strip() else text)


def cleaned(tag: str, text: str) -> str:
    """The text of a place without surrounding blanks; empty where it is only placeholder text."""
    text = text.strip()
    if not CONTROLS[tag].blank_text:
        text = text.strip(" ._…\t\n")
    return "" if text in (CONTROLS[tag].blank_text, *_WORDS_OF_WORD) else text


# -- labels ----------------------------------------------------------------------------------------


def _labelled_paragraphs(
    paragraphs: Sequence[etree._Element], places: Sequence[FormPlace]
) -> dict[etree._Element, FormPlace]:
    """The paragraphs that begin with the label of a place: of several, the one in a label's style, else the last."""
    found: dict[etree._Element, FormPlace] = {}
    for place in places:
        if place.label:
            candidates = [
                paragraph for paragraph in paragraphs if paragraph not in found and _begins(paragraph, place.label)
            ]
            styled = [paragraph for paragraph in candidates if style_of(paragraph) in LABELLED]
            if candidates:
                found[(styled or candidates[-1:])[0]] = place
    return found


def _begins(paragraph: etree._Element, label: str) -> bool:
    lead = next(iter(pieces_of(paragraph)), None)
    return lead is not None and lead.tag is None and f"{bare(lead.text)} ".startswith(f"{bare(label)} ")


def _without(pieces: Sequence[Piece], label: str) -> list[Piece]:
    """The pieces without the label that they begin with."""
    first, *others = pieces
    words = first.text.split()
    rest = " ".join(words[len(label.split()) :]).lstrip(": ")
    return [Piece(rest, None), *others] if rest else others


# -- paragraphs ------------------------------------------------------------------------------------


def pieces_of(paragraph: etree._Element) -> Iterator[Piece]:
    """The text of a paragraph, piece by piece, without placeholder text."""
    controls = groupby(own_leaves(paragraph), key=lambda leaf: next(leaf.iterancestors(f"{W}sdt"), None))
    for control, leaves_of_control in controls:
        text = "".join(map(_read, leaves_of_control))
        if control is None:
            yield Piece(text, None)
        else:
            tag = control.find(f"{W}sdtPr/{W}tag")
            tag_name = "" if tag is None else tag.get(f"{W}val", "")
            yield Piece(_without_invitation(text, control), tag_name)


def _read(leaf: etree._Element) -> str:
    return letter_of(leaf) if leaf.tag == SYMBOL else SIGNS.get(leaf.tag, leaf.text or "")


def _without_invitation(text: str, control: etree._Element) -> str:
    """A control's text without placeholder text, which LibreOffice leaves next to typed text."""
    if text.strip() in _INVITATIONS:
        return ""
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        invites = next((words for words in _INVITATIONS if text.startswith(words) or text.endswith(words)), "")
        return text.removeprefix(invites) if text.startswith(invites) else text.removesuffix(invites)
    return text


def text_in(paragraph: etree._Element) -> str:
    """All that is read in a paragraph."""
    return "".join(piece.text for piece in pieces_of(paragraph))


def text_of(element: etree._Element) -> str:
    """All that is read in an element, a line a paragraph."""
    return "\n".join(map(text_in, element.iter(f"{W}p"))).strip()


def style_of(paragraph: etree._Element) -> str:
    """The paragraph's style; empty where it has none of its own."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")
