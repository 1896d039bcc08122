"""decided.json: the documents that were made of a round's decisions, and the lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pmr_batch.files import FileHash
from pmr_batch.model.terms import Round

#: The folder of what comes of decisions, in the output of a round; and the name of the record in it.
DECIDED, RECORD = "decided", "decided.json"
#: The folder in it of the workbooks as they were handed in.
HANDED_IN = "workbooks"


@dataclass(frozen=True)
class DecidedDocument:
    """A document of a person, by its path below decided/; `decision` is the fingerprint of its decision, or appeal."""

    path: str
    sha256: str
    payroll_number: str
    decision: str
    cleaned: tuple[str, ...] = ()

    #: The kinds of documents that everybody has whose pay is decided.
    KINDS: ClassVar[tuple[str, ...]] = ("forms", "letters")

    @property
    def kind(self) -> str:
        """Form or letter."""
        return self.path.partition("/")[0]


@dataclass(frozen=True)
class DecidedRecord:
    """The documents and lists in the folder, and the last run of the round."""

    run: str
    cycle: str
    round: Round
    documents: tuple[DecidedDocument, ...] = ()
    lists: tuple[FileHash, ...] = ()
