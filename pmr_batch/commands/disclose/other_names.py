"""Names of others in what is disclosed to one person: found for somebody to judge, never taken out by themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pmr_batch.model.pack import PackSheet
from pmr_batch.words import bare, clipped

_WORD = r"[^\W\d_][\w’'-]*"
#: A title and the name after it, of pupils, parents and others whom no sheet has; or any other word.
_WORD_OR_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Rev|Prof)\.?\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?|(?P<word>{_WORD})"
)
_LEAST_LETTERS = 3
#: Characters of the words around a name that are shown.
_AROUND = 60


@dataclass(frozen=True)
class NameFound:
    """A name in a text: where it stands, whose it may be, and the words around it."""

    place: str
    found: str
    may_be: str
    around: str


class OtherNames:
    """The names of everybody but one person, as the returns and the staff list have them."""

    def __init__(self, names: Iterable[str], own: Iterable[str]) -> None:
        own_words = {word for name in own for word in bare(name).split()}
        own_names = {bare(name) for name in own}
        by_word: dict[str, set[str]] = defaultdict(set)
        for name in names:
            if bare(name) in own_names:
                continue
            for word in re.findall(_WORD, name):
                if len(word) >= _LEAST_LETTERS and bare(word) not in own_words:
                    by_word[word.casefold()].add(name)
        self._by_word: Mapping[str, set[str]] = by_word

    def in_text(self, place: str, text: str) -> Iterator[NameFound]:
        """Each name in a text once: whole names, words with a capital that are part of one, and names after a title."""
        seen: set[str] = set()
        end = 0
        for match in _WORD_OR_TITLED.finditer(text):
            found, whose = self._name_at(text, match)
            if match.start() < end or not found:
                continue
            end = match.start() + len(found)
            if found not in seen:
                seen.add(found)
                around = " ".join(text[max(0, match.start() - _AROUND) : end + _AROUND].split())
                yield NameFound(place, found, clipped(", ".join(whose[:3]), 120), around)

    def _name_at(self, text: str, match: re.Match[str]) -> tuple[str, list[str]]:
        """The longest name that begins with a word, and whose it may be; blank where it begins none."""
        word = match["word"]
        if word is None:
            return match.group(), []
        whose = sorted(self._by_word.get(word.casefold(), ()))
        rest = text[match.start() :]
        whole = [name for name in whose if rest.casefold().startswith(name.casefold())]
        if whole:
            longest = max(whole, key=len)
            return rest[: len(longest)], [longest]
        return (word, whose) if whose and word[0].isupper() else ("", [])

    def in_sheets(self, sheets: Iterable[PackSheet]) -> Iterator[NameFound]:
        """The same of every text of the sheets of a pack."""
        for sheet in sheets:
            for number, values in enumerate(sheet.rows, 1):
                for column, value in zip(sheet.columns, values, strict=True):
                    if isinstance(value, str):
                        yield from self.in_text(f"{sheet.name}, {number} of {len(sheet.rows)}, {column.heading}", value)
