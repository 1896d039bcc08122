"""What of the rule book somebody asks for: one rule, one clause, or all rules."""

from __future__ import annotations

from pmr_batch.errors import UsageError
from pmr_batch.rules.book.clauses import Clause, clause
from pmr_batch.rules.book.explained import Explained, explained
from pmr_batch.rules.book.numbers import Numbers

#: None stands for all rules.
Entry = Explained | Clause | None


def entry(code: str | None, number: str | None, numbers: Numbers) -> Entry:
    """The rule of a code, the clause of a number, or None. Raises UsageError for both, or one that is not there."""
    if code and number:
        raise UsageError("A rule and a clause are asked for; name one of them")
    if code:
        return explained(code, numbers)
    return clause(number) if number else None
