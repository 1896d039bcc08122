"""Replaces symbols that Word stores as positions in a font by letters: arrows and faces from its AutoCorrect."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmr_batch.word.filling.places import W

SYMBOL = f"{W}sym"
#: What Word's AutoCorrect makes of -->, <--, ==>, <==, <=>, :) and the like, by font and place.
_KNOWN = {
    ("wingdings", "F0E0"): "→",
    ("wingdings", "F0DF"): "←",
    ("wingdings", "F0E8"): "➔",
    ("wingdings", "F0E7"): "⬅",
    ("wingdings", "F0F3"): "⇔",
    ("wingdings", "F04A"): "☺",
    ("wingdings", "F04B"): "😐",
    ("wingdings", "F04C"): "☹",
    ("wingdings", "F0FC"): "✓",
    ("wingdings", "F0FB"): "✗",
    ("symbol", "F0B7"): "•",
}
#: Replaces a symbol that no letter looks like.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def letter_of(sign: etree._Element) -> str:
    """The letter that looks like a symbol; UNKNOWN where none does."""
    return _KNOWN.get((sign.get(f"{W}font", "").casefold(), sign.get(f"{W}char", "").upper()), UNKNOWN)


def unknown_fonts(body: etree._Element) -> Iterator[str]:
    """The fonts of symbols that no letter looks like."""
    yield from dict.fromkeys(sign.get(f"{W}font", "") for sign in body.iter(SYMBOL) if letter_of(sign) == UNKNOWN)
