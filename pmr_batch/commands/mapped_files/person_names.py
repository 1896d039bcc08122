"""Names of people as others write them."""

from __future__ import annotations

from pmr_batch.words import bare

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame"})


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name without titles, sorted: Appleby, Mrs Ann is Ann Appleby."""
    return tuple(sorted(word for word in bare(name.replace("'", "").replace("’", "")).split() if word not in TITLES))
