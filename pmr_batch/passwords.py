"""Passwords of protected files: read from a file, held in memory, and neither shown nor recorded anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from pmr_batch.errors import FileError
from pmr_batch.files import read_file

#: Excel and Word take no longer one.
LONGEST = 255
#: So many are tried on a file: each takes a tenth of a second.
MOST = 250
_OF_ACADEMY = re.compile(r"([A-Za-z0-9_-]{1,12}):\s+(\S.*)")


@dataclass(frozen=True)
class Passwords:
    """Those of a file of passwords: `of_academies` by code, and the others."""

    others: tuple[str, ...] = field(default=(), repr=False)
    of_academies: Mapping[str, str] = field(default_factory=dict, repr=False)

    def to_try(self, name: str) -> tuple[str, ...]:
        """All of them, each once: first those of the academies whose code the name of a file has, then the others."""
        words = {word.casefold() for word in re.split(r"[\W_]+", name)}
        likely = [password for code, password in self.of_academies.items() if code.casefold() in words]
        return tuple(dict.fromkeys((*likely, *self.others, *self.of_academies.values())))

    @property
    def first(self) -> str | None:
        """The first that is no academy's: for a pack, or the committee's workbook."""
        return next(iter(self.others), None)

    def of(self, academy: str) -> str | None:
        """An academy's own, by its code."""
        own = {code.casefold(): password for code, password in self.of_academies.items()}
        return own.get(academy.casefold())


NONE = Passwords()
#: What the command opens protected files with; a job that reads one in a worker process is handed it.
given: ContextVar[Passwords] = ContextVar("given", default=NONE)


def read_passwords(path: Path) -> Passwords:
    """The passwords of a plain text file, one a line; that of an academy as `CODE: password`.

    Raises FileError, which says in which line, and never what is in it.
    """
    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(path.name, "is no plain text", "save it as text (UTF-8), a password a line") from None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise FileError(path.name, "holds no password", "write one a line")
    if len(lines) > MOST:
        raise FileError(path.name, f"holds {len(lines):,} passwords, more than {MOST}", "leave those that are needed")
    others: list[str] = []
    of_academies: dict[str, str] = {}
    for number, line in lines:
        match = _OF_ACADEMY.fullmatch(line)
        code, password = (match[1], match[2]) if match else (None, line)
        if len(password) > LONGEST:
            why = f"holds a password of over {LONGEST} characters in line {number}"
            raise FileError(path.name, why, "Excel and Word take no longer one")
        if code is None:
            others.append(password)
        elif of_academies.setdefault(code, password) != password:
            raise FileError(path.name, f"holds a second password of {code} in line {number}", "leave one a code")
    return Passwords(tuple(others), of_academies)
