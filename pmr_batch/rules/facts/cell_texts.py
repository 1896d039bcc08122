"""Words in cells, compared as people read them: case, spacing and punctuation aside."""

from __future__ import annotations

import pandas as pd

#: What people type to hold a place, in plain words.
_PLACE_HOLDERS = (
    *("n a", "na", "not applicable", "tbc", "tba", "tbd", "to follow", "will follow", "to do", "pending"),
    *("to be added", "to be completed", "to be confirmed", "to be done", "xx", "xxx"),
)


def plain_words(texts: pd.Series) -> pd.Series:
    """The text in lower case, its words joined by one blank; missing where there is no word."""
    words = texts.astype("str").str.casefold().str.replace(r"[^\w]+", " ", regex=True).str.strip()
    return words.where(words != "")


def word_count(texts: pd.Series) -> pd.Series:
    """How many words the text has, counted between blanks; 0 where it is blank."""
    return texts.astype("str").str.count(r"\S*\w\S*").fillna(0).astype(int)


def sorted_words(texts: pd.Series) -> pd.Series:
    """The words in order of the alphabet, so that "Smith, Ann" is "Ann Smith"."""
    return plain_words(texts).str.split().map(lambda words: " ".join(sorted(words)), na_action="ignore")


def in_words(texts: pd.Series) -> pd.Series:
    """Whether there is any word of two letters: neither blank, nor a dash or a number."""
    return texts.astype("str").str.contains(r"[^\W\d_]{2}").fillna(False).astype(bool)


def holds_a_place(texts: pd.Series) -> pd.Series:
    """Whether a text only holds a place: signs such as a dash, "n/a", "tbc" or "to follow"; not where it is blank."""
    words = plain_words(texts)
    return texts.notna() & (words.isna() | words.isin(_PLACE_HOLDERS))


def says_something(texts: pd.Series) -> pd.Series:
    """Whether a text is in words, and they do more than hold a place."""
    return in_words(texts) & ~holds_a_place(texts)
