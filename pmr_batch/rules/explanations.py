"""PM019: an explanation says something. Made last, for it knows the words of all other rules."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import BY_NAME, CONCERNS, EXPLANATIONS, REVIEWS
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.facts.cell_texts import plain_words
from pmr_batch.rules.facts.shares import people_in_words
from pmr_batch.rules.rule import ALL, ALWAYS, QUERY, Code, Rule, rule

#: What people type to get past a cell, in plain words.
EMPTY = frozenset(
    (
        "ok", "okay", "n a", "na", "none", "nil", "no", "yes", "x", "tbc", "tba", "fine", "done", "known", "noted",
        "agreed", "as agreed", "discussed", "as discussed", "explained", "as explained", "as above", "see above",
        "as before", "see before", "as stated", "see notes", "see file", "to follow", "will follow",
        "not applicable", "no comment", "no reason", "no explanation", "for various reasons",
    )
)  # fmt: skip
#: Shorter sentences of a rule may well stand in an explanation that says something.
_WORDS_OF_A_RULE = 6
_COLUMNS = (EXPLANATIONS.explanation, REVIEWS.reason, CONCERNS.reason_for_length)
_SAYS_WHY = "An explanation says why, in words of its own."


def explanation_rules(others: Iterable[Rule]) -> list[Rule]:
    """PM019 for each column that explains, given all other rules."""
    sentences = [text for other in others for text in (other.must_hold, other.remedy)]
    own = set(plain_words(pd.Series(sentences, dtype="str")).dropna())
    long = tuple(sorted(words for words in own if len(words.split()) >= _WORDS_OF_A_RULE))
    return [part for column in _COLUMNS for part in (_says_something(column, own, long), _is_not_copied(column))]


def _says_something(column: Column, own: set[str], long: tuple[str, ...]) -> Rule:
    @rule(
        Code("PM019", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True),
        "explanation-says-something",
        blames=(column,),
        parameters=("objective_copies",),
        says="{value} does not say why",
        must_hold=_SAYS_WHY,
        remedy="Write why.",
    )
    def says_something(rows: pd.DataFrame) -> pd.Series:
        """Neither a word to get past the cell, nor the rule's own message."""
        words = plain_words(rows[column.key]).fillna("")
        empty = words.isin(EMPTY | own | {""}) | pd.Series(
            [text != "" and any(sentence in text for sentence in long) for text in words.to_numpy()],
            index=rows.index,
            dtype=bool,
        )
        return rows[column.key].isna() | ~empty

    return says_something


def _is_not_copied(column: Column) -> Rule:
    people, share = _people_with_this_text(column), _share_with_this_text(column)

    @rule(
        Code("PM019", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True),
        "explanation-is-not-copied",
        reads=(people, share),
        blames=(column,),
        parameters=("objective_copies",),
        says=f"is the same for {{{share.name}}}",
        must_hold=_SAYS_WHY,
        remedy="Write why.",
    )
    def is_not_copied(rows: pd.DataFrame) -> pd.Series:
        """One sentence for many people explains none of them."""
        return ~(rows[people.name] > rows["objective_copies"])

    return is_not_copied


def _people_with_this_text(column: Column) -> Fact:
    def count(rows: pd.DataFrame, _: Context) -> pd.Series:
        people = rows["payroll_number"].groupby(_own_texts(rows, column)).transform("nunique")
        return people.reindex(rows.index).fillna(0).astype(int)

    name = f"people_with_this_{column.key}"
    return Fact(name, BY_NAME[column.sheet], (column,), count)


def _share_with_this_text(column: Column) -> Fact:
    def in_words(rows: pd.DataFrame, _: Context) -> pd.Series:
        return people_in_words(rows["payroll_number"], _own_texts(rows, column), rows["return_no"])

    name = f"share_with_this_{column.key}"
    return Fact(name, BY_NAME[column.sheet], (column,), in_words)


def _own_texts(rows: pd.DataFrame, column: Column) -> pd.Series:
    """The texts in plain words; blank where they say nothing."""
    texts = plain_words(rows[column.key])
    return texts.where(~texts.isin(EMPTY))
