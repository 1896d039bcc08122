"""How many letters are due by the returns of a run: kept, as counting them takes reading all returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from pmr_batch.model.letters_due import LettersDue
from pmr_batch.model.person import Dossier
from pmr_batch.model.returns import Return
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.word.letters.kinds import KINDS, due_to
from pmr_batch.word.letters.letter_context import LetterContext, names_in


def letters_due(
    dossiers: Iterable[Dossier], returns: Sequence[Return], settings: Settings, cycle: Cycle, as_of: date
) -> tuple[LettersDue, ...]:
    """Those of everybody in the returns, by kind and day, in the order of a year."""
    context = LetterContext(settings, cycle, as_of, names_in(returns))
    counts = Counter((kind.key, due.by) for dossier in dossiers for kind, due in due_to(dossier, context))
    return tuple(
        LettersDue(kind.key.value, kind.document.title, kind.clause, by, counts[kind.key, by])
        for kind in KINDS
        for by in sorted((by for key, by in counts if key is kind.key), key=lambda by: by or date.min)
    )
