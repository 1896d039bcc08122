"""An entry of the ledger, and the hash that ties it to all before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: What the first entry follows.
NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One entry: what was recorded, of which kind, and when (UTC, ISO).

    `hash` is over the canonical JSON of number, moment, kind, the SHA-256 of the body, and the hash of the entry
    before: so the chain can still be followed where a body has had to be destroyed (6.5).
    """

    number: int
    at: str
    kind: str
    body: Mapping[str, Any]
    previous: str
    hash: str


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed: keys sorted, no blanks, ASCII alone."""
    return _CANONICAL.encode(value)


def entry_hash(number: int, at: str, kind: str, body_sha256: str, previous: str) -> str:
    """The hash of an entry by that of its body."""
    parts = {"number": number, "at": at, "kind": kind, "body_sha256": body_sha256, "previous": previous}
    return text_hash(canonical(parts))


def text_hash(text: str) -> str:
    """The SHA-256 of a body, as canonical JSON."""
    # Text that is not ASCII, which somebody has put in, is hashed too, so that the entry is found to be altered.
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
