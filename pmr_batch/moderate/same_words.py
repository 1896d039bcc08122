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
    of_reviewer: defaultdict[Hashable, list[Reviewee]] = defaultdict(list)
    for reviewee in reviewees:
        if reviewee[0].reviewer:
            of_reviewer[reviewer_key(reviewee[0])].append(reviewee)
    passages = [
        passage for group in of_reviewer.values() if len(group) > copies for passage in _of_reviewer(group, copies)
    ]
    yield from sorted(passages, key=lambda passage: (passage.reviewer.casefold(), passage.number or ""))


def _of_reviewer(reviewees: Sequence[Reviewee], copies: int) -> Iterator[SameWords]:
    first = reviewees[0][0]
    for column in (*_ASSESSED, _SUMMED_UP):
        for texts in _alike(reviewees, column).values():
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


def _alike(
    reviewees: Sequence[Reviewee], column: Column
) -> Mapping[str, Mapping[Hashable, tuple[Recommendation, str]]]:
    """By the words without names: the people they are for, each once, with the text as typed."""
    alike: defaultdict[str, dict[Hashable, tuple[Recommendation, str]]] = defaultdict(dict)
    for person, dossier in reviewees:
        own_words = _ANYBODYS.union(_WORD.findall(person.name.casefold()))
        for text in _texts(dossier, column):
            if words := _without(own_words, text):
                alike[words].setdefault((person.academy, person.payroll_number), (person, text))
    return alike


def _texts(dossier: Dossier, column: Column) -> Iterator[str]:
    rows = dossier.objectives if column is _SUMMED_UP else (dossier.review,)
    return (row[column.key] for row in rows if row[column.key])


def _without(own_words: frozenset[str], text: str) -> str:
    """The words that are not the reviewee's own name, pronouns or numbers: what a copied text leaves unchanged."""
    return " ".join(filterfalse(own_words.__contains__, _WORD.findall(text.casefold())))
