"""What every letter has: whom it is to, who signs it, its template, and why it is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import Dossier
from pmr_batch.word.filling.document import Document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter_context import LetterContext, Signer


@dataclass(frozen=True)
class PersonDocument:
    """The fields of every letter and record about a person. Each kind has more; any of them may be blank.

    `written_on` is its date, `policy` the title of the trust's policy.
    """

    trust: str = ""
    academy: str = ""
    policy: str = ""
    name: str = ""
    job_title: str = ""
    payroll_number: str = ""
    written_on: date | None = None


@dataclass(frozen=True)
class Letter(PersonDocument):
    """A document that goes to the employee, signed."""

    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True)
class DueLetter:
    """A letter that is due to one person: why, and by when, None where the policy names no day.

    `subject` tells it from others of its kind to the same person, in the name of its file. `missing_headings` are
    the headings of blank cells without which it cannot be written; `passed` are dates in it that lie behind, in words,
    so that it has nothing to say any more.
    """

    content: PersonDocument
    why: str
    by: date | None = None
    subject: str = ""
    missing_headings: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class LetterKind:
    """A kind of letter: its name on the command line, the clause that asks for it, and for whom it is due.

    Where only the committee's decision calls for a letter, `due` yields none. `file_title` is the title in the names
    of its files, where that differs from the document's.
    """

    key: LetterKey
    clause: str
    document: Document
    due: Callable[[Dossier, LetterContext], Iterable[DueLetter]] = lambda _, __: ()
    file_title: str = ""
