"""Names of people as others write them."""

from __future__ import annotations

import re

from pmr_batch.words import bare

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame"})


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name without titles, sorted: Appleby, Mrs Ann is Ann Appleby."""
    return tuple(sorted(word for word in bare(name.replace("'", "").replace("’", "")).split() if word not in TITLES))


def whole_name(text: str, *, surname_first: bool) -> str:
    """A name as the staff list has it, forename first and without a title: SMITH, Mrs Ann is Ann Smith.

    A name in which more than one comma stands is left in its order.
    """
    words = " ".join(text.split())
    last, comma, first = words.partition(",")
    if comma and "," not in first:
        words = f"{first} {last}"
    elif surname_first and not comma:
        surname, others = _surname_in_front(words.split())
        words = " ".join((*others, *surname))
    return joined_name(words)


def joined_name(*parts: str) -> str:
    """The parts of a name joined, without titles, each word with a capital where it is all in capitals."""
    words = [word for part in parts for word in part.split()]
    named = [word for word in words if word.strip(".").casefold() not in TITLES]
    return " ".join(map(_capitalised, named or words))


def _surname_in_front(words: list[str]) -> tuple[list[str], list[str]]:
    """The surname that a name begins with: its words in capitals, else the first one."""
    count = next((at for at, word in enumerate(words) if not word.isupper() or len(word) == 1), len(words))
    count = count if 0 < count < len(words) else 1
    return words[:count], words[count:]


def _capitalised(word: str) -> str:
    """Smith for SMITH, O'Brien for O'BRIEN, McDonald for MCDONALD; words of mixed case, and initials, stay."""
    letters = [sign for sign in word if sign.isalpha()]
    if len(letters) < 3 or not word.isupper():
        return word
    parts = re.split(r"([-'’])", word)
    capital = "".join(part.capitalize() for part in parts)
    return re.sub(r"^Mc([a-z])", lambda match: f"Mc{match[1].upper()}", capital)
