"""File names that a person finds, and that Windows, macOS, Linux and SharePoint all take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pmr_batch.files import LONGEST_PATH

#: Bytes of a name that are kept: with number, document and number of a namesake within the 255 of any system.
LONGEST_NAME, LONGEST_NUMBER = 120, 40
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
#: Names of devices on Windows, whatever follows the first dot.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_NAMELESS = "No name"
#: What is kept free for the number of a namesake, and for what makes a reserved name another.
_RESERVE = len("_ (999)")


def file_name(name: str, payroll_number: str, document: str = "Appendix A", room: int = LONGEST_PATH) -> str:
    """The name of a person's Word file, such as `Ann Appleby 0001041 Appendix A.docx`, of `room` characters at most.

    Of a long name the end is cut off, never of the number.
    """
    rest = "".join(f" {part}" for part in (_safe(payroll_number, LONGEST_NUMBER), document) if part) + ".docx"
    who = _safe(_safe(name, LONGEST_NAME)[: max(room - len(rest) - _RESERVE, 1)], LONGEST_NAME)
    whole = (who or _NAMELESS) + rest
    return f"_{whole}" if _RESERVED.match(whole) else whole


def unique(names: Iterable[str]) -> list[str]:
    """The names in their order, no two alike where capitals do not count: a namesake gets (2), (3) and so on."""
    taken: set[str] = set()
    return [_first_free(name, taken) for name in names]


def _first_free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{ending}"
    taken.add(candidate.casefold())
    return candidate


def _safe(text: str, longest: int) -> str:
    """Text as part of a file name: composed, nothing unseen or forbidden, cut between characters."""
    seen = "".join(" " if mark.isspace() else mark for mark in text)
    seen = "".join(mark for mark in seen if unicodedata.category(mark)[0] != "C")
    composed = " ".join(_FORBIDDEN.sub("-", unicodedata.normalize("NFC", seen)).split())
    cut = composed.encode()[:longest].decode(errors="ignore")
    return cut.lstrip("~$. ").rstrip(". ")
