"""What every letter has: whom it is to, who signs it, its template, and why it is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import Dossier
from pmr_batch.word.filling.document import Document
from pmr_batch.word.letters.desk import Desk, Signer
from pmr_batch.word.letters.keys import Key


@dataclass(frozen=True)
class Paper:
    """What all of them say. Everything may be blank; each kind has more, which may be blank likewise.

    `written_on` is the date it is made, `policy` the title of the trust's policy.
    """

    trust: str = ""
    academy: str = ""
    policy: str = ""
    name: str = ""
    job_title: str = ""
    payroll_number: str = ""
    written_on: date | None = None


@dataclass(frozen=True)
class Letter(Paper):
    """A paper that goes to the employee, signed."""

    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True)
class Due:
    """A letter that is due to one person: why, and by when, None where the policy names no day.

    `about` tells it from others of its kind to the same person, in the name of its file. `lacks` are the headings
    of cells without which it cannot be written.
    """

    paper: Paper
    why: str
    by: date | None = None
    about: str = ""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of letter: its name on the command line, the clause that asks for it, and for whom it is due.

    None are due of a kind that only the committee's decision calls for. `called` is what its files are, where that
    is not the title of the document.
    """

    key: Key
    clause: str
    document: Document
    due: Callable[[Dossier, Desk], Iterable[Due]] = lambda _, __: ()
    called: str = ""
