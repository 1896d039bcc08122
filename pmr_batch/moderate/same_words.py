"""The same words of one reviewer for many reviewees: a review is of a person, and says what is true of that person.

Of Reviews and Objectives only: what is written about a concern is nobody's to compare.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import filterfalse

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import OBJECTIVES, REVIEWS
from pmr_batch.model.consistency import SameWords
from pmr_batch.model.person import Dossier, Recommendation
from pmr_batch.moderate.reviewer_identity import reviewer_key, shown_number
from pmr_batch.words import bare

_ASSESSED = (
    REVIEWS.assessment_against_objectives,
    REVIEWS.assessment_against_job_role,
    REVIEWS.quality_of_teaching,
    REVIEWS.cpd_activity,
)
_SUMMED_UP = OBJECTIVES.summary_of_success
#: Words that tell one reviewee from another and nothing else.
_ANYBODYS = frozenset(
    (
        "he", "she", "they", "him", "her", "them", "his", "hers", "their", "theirs",
        "himself", "herself", "themselves", "mr", "mrs", "ms", "miss", "mx", "dr", "s",
    )
)  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+")

#: A reviewee with what the returns hold of them.
Reviewee = tuple[Recommendation, Dossier]


def same_words(reviewees: Iterable[Reviewee], copies: int) -> Iterator[SameWords]:
    """Words of one reviewer for more than `copies` reviewees; by the reviewer's name, then column."""
    of_one: defaultdict[Hashable, list[Reviewee]] = defaultdict(list)
    for each in reviewees:
        if each[0].reviewer:
            of_one[reviewer_key(each[0])].append(each)
    found = [passage for theirs in of_one.values() if len(theirs) > copies for passage in _of_reviewer(theirs, copies)]
    yield from sorted(found, key=lambda passage: (passage.reviewer.casefold(), passage.number or ""))


def _of_reviewer(theirs: Sequence[Reviewee], copies: int) -> Iterator[SameWords]:
    first = theirs[0][0]
    for column in (*_ASSESSED, _SUMMED_UP):
        for texts in _alike(theirs, column).values():
            if len(texts) > copies:
                yield SameWords(
                    reviewer=first.reviewer or "",
                    number=shown_number(first),
                    sheet=column.sheet,
                    column=column.heading,
                    people=tuple(person for person, _ in texts.values()),
                    words=next(text for _, text in texts.values()),
                    exact=len({bare(text) for _, text in texts.values()}) == 1,
                )


def _alike(theirs: Sequence[Reviewee], column: Column) -> Mapping[str, Mapping[Hashable, tuple[Recommendation, str]]]:
    """By what the words come to: whom they are for, each once, with the text as typed."""
    alike: defaultdict[str, dict[Hashable, tuple[Recommendation, str]]] = defaultdict(dict)
    for reviewee, dossier in theirs:
        own = _ANYBODYS.union(_WORD.findall(reviewee.name.casefold()))
        for text in _texts(dossier, column):
            if words := _without(own, text):
                alike[words].setdefault((reviewee.academy, reviewee.payroll_number), (reviewee, text))
    return alike


def _texts(dossier: Dossier, column: Column) -> Iterator[str]:
    rows = dossier.objectives if column is _SUMMED_UP else (dossier.review,)
    return (row[column.key] for row in rows if row[column.key])


def _without(own: frozenset[str], text: str) -> str:
    """The words that are not the reviewee's own name, pronouns or numbers: what a copied text leaves unchanged."""
    return " ".join(filterfalse(own.__contains__, _WORD.findall(text.casefold())))
