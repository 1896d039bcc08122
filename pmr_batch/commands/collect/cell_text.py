"""What is written in a cell of a form, place by place: in its content controls, and beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from pmr_batch.commands.collect.form_places import FormPlace
from pmr_batch.commands.collect.symbol_fonts import SIGN, letter_of
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.filling.places import W
from pmr_batch.words import bare

_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What is gone, or stands elsewhere than in the line.
_GONE = frozenset((f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}tabs", _FALLBACK))
#: What Word writes into a control that was emptied.
_WORDS_OF_WORD = ("Click or tap here to enter text.", "Choose an item.", "Click or tap to enter a date.")
_INVITATIONS = sorted({*(one.blank_text for one in CONTROLS.values()), *_WORDS_OF_WORD} - {""}, key=len)[::-1]
LABELLED = frozenset(("FormPart", "FormPartFirst", "FormInline"))


@dataclass(frozen=True)
class Piece:
    """Text that stands together: in a content control of a tag, in one that lost its tag (""), or in none (None)."""

    text: str
    tag: str | None


@dataclass
class _Reading:
    """A cell on its way: the place that words beside controls belong to, and the lines of each place."""

    current: str
    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_places(
    paragraphs: Sequence[etree._Element], places: Sequence[FormPlace], bulleted: frozenset[str], known: frozenset[str]
) -> dict[str, str]:
    """The text of each place that a cell's paragraphs have, by tag: where its control or label is, and the first.

    Words beside the controls belong to the place before them, but for those `known` from the template. Blank is
    what only invites to write.
    """
    labelled = _labelled(paragraphs, places)
    reading = _Reading(places[0].tag)
    tags = {place.tag for place in places}
    for paragraph in paragraphs:
        pieces = list(pieces_of(paragraph))
        if paragraph in labelled:
            place = labelled[paragraph]
            reading.current = place.tag
            pieces = _without(pieces, place.label)
            reading.lines[place.tag] += []
        said = [piece for piece in pieces if piece.tag is not None or bare(piece.text) not in known]
        _take(reading, said, tags, list_mark(paragraph, bulleted))
    reading.lines[places[0].tag] += []
    return {tag: cleaned(tag, "\n".join(lines)) for tag, lines in reading.lines.items()}


def _take(reading: _Reading, pieces: Sequence[Piece], tags: set[str], mark: str) -> None:
    """The pieces of a paragraph: a line of each place that they belong to."""
    line: dict[str, str] = {}
    for piece in pieces:
        if piece.tag in tags:
            reading.current = piece.tag
        line[reading.current] = line.get(reading.current, "") + piece.text
    for tag, text in (line or {reading.current: ""}).items():
        reading.lines[tag].append(mark + text if text.strip() else text)


def cleaned(tag: str, text: str) -> str:
    """The text of a place without blanks around it; empty where only an invitation to write stands there."""
    text = text.strip()
    if not CONTROLS[tag].blank_text:
        text = text.strip(" ._…\t\n")
    return "" if text in (CONTROLS[tag].blank_text, *_WORDS_OF_WORD) else text


# -- labels ----------------------------------------------------------------------------------------


def _labelled(paragraphs: Sequence[etree._Element], places: Sequence[FormPlace]) -> dict[etree._Element, FormPlace]:
    """The paragraphs that begin with the label of a place: of several, the one that looks like a label, or the last."""
    found: dict[etree._Element, FormPlace] = {}
    for place in places:
        if place.label:
            able = [one for one in paragraphs if one not in found and _begins(one, place.label)]
            looks = [one for one in able if style_of(one) in LABELLED]
            if able:
                found[(looks or able[-1:])[0]] = place
    return found


def _begins(paragraph: etree._Element, label: str) -> bool:
    lead = next(iter(pieces_of(paragraph)), None)
    return lead is not None and lead.tag is None and f"{bare(lead.text)} ".startswith(f"{bare(label)} ")


def _without(pieces: Sequence[Piece], label: str) -> list[Piece]:
    """The pieces without the label that they begin with."""
    first, *others = pieces
    words = first.text.split()
    left = " ".join(words[len(label.split()) :]).lstrip(": ")
    return [Piece(left, None), *others] if left else others


# -- paragraphs ------------------------------------------------------------------------------------


def pieces_of(paragraph: etree._Element) -> Iterator[Piece]:
    """The text of a paragraph, piece by piece; what is deleted or only invites to write is left out."""
    leaves = (each for each in paragraph.iter(f"{W}t", SIGN, *_MARKS) if _is_read(each, paragraph))
    for control, some in groupby(leaves, key=lambda each: next(each.iterancestors(f"{W}sdt"), None)):
        text = "".join(map(_read, some))
        if control is None:
            yield Piece(text, None)
        else:
            tag = control.find(f"{W}sdtPr/{W}tag")
            named = "" if tag is None else tag.get(f"{W}val", "")
            yield Piece(_uninvited(text, control), named)


def _read(leaf: etree._Element) -> str:
    return letter_of(leaf) if leaf.tag == SIGN else _MARKS.get(leaf.tag, leaf.text or "")


def _uninvited(text: str, control: etree._Element) -> str:
    """What somebody wrote in a control: LibreOffice leaves the invitation beside what is typed with the keyboard."""
    if text.strip() in _INVITATIONS:
        return ""
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        invites = next((words for words in _INVITATIONS if text.startswith(words) or text.endswith(words)), "")
        return text.removeprefix(invites) if text.startswith(invites) else text.removesuffix(invites)
    return text


def _is_read(leaf: etree._Element, paragraph: etree._Element) -> bool:
    """Whether it is text of the paragraph itself, and not deleted."""
    for above in leaf.iterancestors():
        if above is paragraph:
            return True
        if above.tag in _GONE or above.tag == f"{W}p":
            return False
    return False


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


def list_mark(paragraph: etree._Element, bulleted: frozenset[str]) -> str:
    """What stands before a line of a list, and is no text of it."""
    number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    if number is None or number.get(f"{W}val") == "0":
        return ""
    return "• " if number.get(f"{W}val") in bulleted else f"{_place_in_list(paragraph)}. "


def _place_in_list(paragraph: etree._Element) -> int:
    """Which line of its list a paragraph is, from 1: lines that follow on each other."""
    number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    at = 1
    for before in paragraph.itersiblings(f"{W}p", preceding=True):
        other = before.find(f"{W}pPr/{W}numPr/{W}numId")
        if other is None or other.get(f"{W}val") != number.get(f"{W}val"):
            break
        at += 1
    return at
