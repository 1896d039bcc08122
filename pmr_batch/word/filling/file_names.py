"""File names that a person finds, and that Windows, macOS, Linux and SharePoint all take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pmr_batch.files import LONGEST_PATH

#: Bytes of a name and of a payroll number: with the document and (2) of a namesake within the 255 of any system.
LONGEST_NAME, LONGEST_NUMBER = 120, 40
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
#: Names of devices on Windows, whatever follows the first dot.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_NAMELESS = "No name"
#: Characters kept free for the number of a namesake, and for the underscore before a reserved name.
_RESERVE = len("_ (999)")


def file_name(name: str, payroll_number: str, document: str = "Appendix A", longest: int = LONGEST_PATH) -> str:
    """The name of a person's Word file, such as `Ann Appleby 0001041 Appendix A.docx`, of at most `longest` characters.

    Of a long name the end is cut off, never the number.
    """
    ending = "".join(f" {part}" for part in (_safe(payroll_number, LONGEST_NUMBER), document) if part) + ".docx"
    start = _safe(_safe(name, LONGEST_NAME)[: max(longest - len(ending) - _RESERVE, 1)], LONGEST_NAME)
    whole = (start or _NAMELESS) + ending
    return f"_{whole}" if _RESERVED.match(whole) else whole


def number_in_name(payroll_number: str) -> str:
    """A payroll number as the names of files and folders have it: only what every system takes."""
    return _safe(payroll_number, LONGEST_NUMBER) or _NAMELESS


def has_number(name: str, payroll_number: str) -> bool:
    """Whether the name of a file, without its ending, has a payroll number as words of their own."""
    return f" {number_in_name(payroll_number)} " in f" {' '.join(name.split())} "


def unique(names: Iterable[str]) -> list[str]:
    """The names in their order, no two alike where capitals do not count: a namesake gets (2), (3) and so on."""
    used: set[str] = set()
    return [_first_free(name, used) for name in names]


def _first_free(name: str, used: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 1
    while candidate.casefold() in used:
        number += 1
        candidate = f"{stem} ({number}){dot}{ending}"
    used.add(candidate.casefold())
    return candidate


def _safe(text: str, longest: int) -> str:
    """Text as part of a file name: composed, nothing invisible or forbidden, cut between characters."""
    visible = "".join(" " if mark.isspace() else mark for mark in text)
    visible = "".join(mark for mark in visible if unicodedata.category(mark)[0] != "C")
    composed = " ".join(_FORBIDDEN.sub("-", unicodedata.normalize("NFC", visible)).split())
    cut = composed.encode()[:longest].decode(errors="ignore")
    return cut.lstrip("~$. ").rstrip(". ")
