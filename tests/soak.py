"""How many drawn inputs the tests try: a few, the same each time; `make soak` tries many, others each time."""

from __future__ import annotations

import os

_ASKED_FOR = int(os.environ.get("PMR_SOAK", "0"))
#: Whether the inputs are the same each time.
SAME_EACH_TIME = not _ASKED_FOR


def tried(few: int) -> int:
    """How many are tried: `few`, or as many as `make soak` asks for."""
    return _ASKED_FOR or few
