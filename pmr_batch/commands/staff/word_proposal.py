"""Proposes what the words of an export mean in the lists of Staff list: academies, roles, contracts, ranges.

By what is known of the words, and by the present list: where everybody at "Site 12" is listed at RIV, Site 12 is RIV.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.staff.export_rows import ExportRow
from pmr_batch.commands.staff.known_words import KnownMeaning, known_meaning, letters_of_point, ranges_of_point
from pmr_batch.commands.staff.list_columns import ACADEMY, POINT, RANGE, ROLE, TITLE, ListColumn, document
from pmr_batch.commands.staff.present_list import PresentList
from pmr_batch.excel.reading.cell_values import key_text
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import ROLES
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.policy.job_titles import role_of_title
from pmr_batch.policy.pay_ranges import FOR_SUPPORT, PAY_RANGES, RANGES
from pmr_batch.policy.roles import is_teaching
from pmr_batch.words import bare, nearest

LEAVE_OUT, LEAVE_BLANK = "Leave the row out", "Leave blank"
FTE_ADDED, LARGEST_ONLY = "FTE added up", "Contract with the largest FTE"
#: What stands for points that are numbers alone, and for the question of several contracts.
NUMBER_ALONE, TWO_CONTRACTS = "a number alone, such as 14", "same payroll number and academy"
#: So many people of the list, and such a share of them, make what it says sure.
_ENOUGH, _MOST, _NEAR = 3, 0.9, 0.8
#: Words that schools share with other schools, and what the central team is called.
_OF_SCHOOLS = frozenset(document()["of schools"])
_CENTRAL = frozenset(document()["central team"])


class WordKind(StrEnum):
    """What a word is read for."""

    ACADEMY = "Academy code"
    TITLE = "Role, by job title"
    ROLE = "Role"
    CONTRACT = "Contract"
    RANGE = "Pay range"
    POINT = "Pay range, by pay point"
    INDUCTION = "In induction"
    QUALIFIED = "Qualified teacher"
    OUT_OF_SCOPE = "Out of scope because"
    SEVERAL = "Several contracts"


_OF_COLUMN = {
    kind: ListColumn(column.key)
    for kind in WordKind
    for column in STAFF_LIST
    if column.heading == kind and column.kind is Kind.LIST
}


#: The column whose words are read for something; the question of several contracts is about no word.
_WORDS_FROM = {WordKind.ACADEMY: ACADEMY, WordKind.TITLE: TITLE, WordKind.POINT: POINT, **_OF_COLUMN}


def choices_for(kind: WordKind, present: PresentList) -> tuple[str, ...]:
    """What a word may be said to mean."""
    match kind:
        case WordKind.ACADEMY:
            return (*present.codes, LEAVE_OUT)
        case WordKind.TITLE | WordKind.ROLE:
            return (*ROLES, LEAVE_OUT)
        case WordKind.POINT | WordKind.RANGE:
            return (*PAY_RANGES, *present.own_ranges.values(), LEAVE_BLANK)
        case WordKind.SEVERAL:
            return FTE_ADDED, LARGEST_ONLY
    return (*_OF_COLUMN[kind].column.values, LEAVE_BLANK)


@dataclass(frozen=True)
class WordLine:
    """A word of the export, in how many rows it stands, and what it means; empty where that is open."""

    kind: WordKind
    word: str
    count: int
    means: str
    certainty: Certainty

    @property
    def key(self) -> tuple[WordKind, str]:
        """What it is looked up by."""
        return self.kind, folded(self.word)


def folded(word: str) -> str:
    """A word whatever its case, blanks and signs; signs count where it has nothing else."""
    return bare(word) or key_text(word).casefold()


@dataclass
class _Uses:
    """Where a word stands: how it was written first, and the rows."""

    word: str
    rows: list[ExportRow] = field(default_factory=list)


Decided = Mapping[tuple[WordKind, str], str]


def propose_words(rows: Sequence[ExportRow], present: PresentList, decided: Decided) -> list[WordLine]:
    """A line for each word, by kind and then the most frequent first; what is `decided` goes before any proposal."""
    lines = []
    for kind in WordKind:
        uses = _uses(kind, rows)
        for word in sorted(uses.values(), key=lambda use: (-len(use.rows), use.word)):
            key = (kind, folded(word.word))
            if key in decided:
                means, certainty = decided[key], Certainty.YOURS if decided[key] else Certainty.OPEN
            else:
                means, certainty = _proposed(kind, word, present)
            lines.append(WordLine(kind, word.word, len(word.rows), means, certainty))
    return lines


def _uses(kind: WordKind, rows: Sequence[ExportRow]) -> dict[str, _Uses]:
    uses: dict[str, _Uses] = {}
    for row in rows:
        word = word_of(kind, row)
        if word:
            uses.setdefault(folded(word), _Uses(word)).rows.append(row)
    return uses


def word_of(kind: WordKind, row: ExportRow) -> str:
    """The word of a row that is read for something; empty where there is none, or another word tells it."""
    target = _WORDS_FROM.get(kind)
    if target is None or (kind is WordKind.ROLE and row.text(TITLE)):
        return ""
    if kind is WordKind.POINT:
        return _letters_that_tell(row)
    return "" if kind is WordKind.RANGE and _letters_that_tell(row) else row.text(target)


def _letters_that_tell(row: ExportRow) -> str:
    """The letters of a row's point, where they tell its range, or nothing else does."""
    point = row.text(POINT)
    if not any(map(str.isdigit, point)) or (len(ranges_of_point(point)) != 1 and RANGE in row.lines):
        return ""
    return letters_of_point(point) or NUMBER_ALONE


# -- proposals -----------------------------------------------------------------------------------


def _proposed(kind: WordKind, use: _Uses, present: PresentList) -> tuple[str, Certainty]:
    known = _known(kind, use, present)
    listed = _as_listed(_KEYS[kind], use.rows, present) if kind in _KEYS else None
    if listed and (known is None or not known.sure):
        return listed.value, Certainty.SURE if listed.sure else Certainty.LIKELY
    if known is not None:
        return known.value, Certainty.SURE if known.sure else Certainty.LIKELY
    return "", Certainty.OPEN


#: The column of the list that shows what a word means.
_KEYS = {
    WordKind.ACADEMY: "academy_code",
    WordKind.TITLE: "role",
    WordKind.POINT: "pay_range",
    **{kind: target.key for kind, target in _OF_COLUMN.items()},
}


def _as_listed(key: str, rows: Sequence[ExportRow], present: PresentList) -> KnownMeaning | None:
    """What the list has for the people of these rows, where it is one value for nearly all of them."""
    found: Counter[str] = Counter()
    for row in rows:
        values = {post.values.get(key) for post in present.by_number.get(row.number, ())}
        if len(values) == 1 and isinstance(value := values.pop(), str) and _may_be(key, value, present):
            found[value] += 1
    if not found:
        return None
    ((value, count),) = found.most_common(1)
    if count < _MOST * found.total():
        return None
    return KnownMeaning(value, sure=count >= _ENOUGH)


def _may_be(key: str, value: str, present: PresentList) -> bool:
    if key == "academy_code":
        return value in present.codes
    return value in STAFF_LIST.by_key[key].values or (key == RANGE.key and value in present.own_ranges.values())


def _known(kind: WordKind, use: _Uses, present: PresentList) -> KnownMeaning | None:
    match kind:
        case WordKind.ACADEMY:
            return _academy(use.word, present)
        case WordKind.TITLE:
            return _role_of_title(use)
        case WordKind.POINT:
            ranges = ranges_of_point(f"{use.word}1")
            return KnownMeaning(ranges[0]) if use.word != NUMBER_ALONE and len(ranges) == 1 else None
        case WordKind.RANGE if bare(use.word) in present.own_ranges:
            return KnownMeaning(present.own_ranges[bare(use.word)])
    return known_meaning(_OF_COLUMN[kind], use.word)


def _academy(word: str, present: PresentList) -> KnownMeaning | None:
    """The academy of a code, name or URN; of a name that is like one; the central team by its usual names."""
    named = present.academy_named(word)
    if named is not None:
        return KnownMeaning(named.code)
    schools = {_without_kind(academy.name): academy for academy in present.academies if not academy.central}
    own = _without_kind(word)
    near = own if own in schools else nearest(own, schools, _NEAR)
    if own and near:
        return KnownMeaning(schools[near].code, sure=False)
    if present.central and (bare(word) in _CENTRAL or (present.trust and bare(word) == bare(present.trust))):
        return KnownMeaning(present.central.code, sure=False)
    return None


def _without_kind(name: str) -> str:
    """The words of a school's name that are its own."""
    return " ".join(word for word in bare(name).split() if word not in _OF_SCHOOLS)


def _role_of_title(use: _Uses) -> KnownMeaning | None:
    """The role by the title's words; by staff group or pay range where they do not tell, or say otherwise."""
    found = role_of_title(use.word)
    by_title = KnownMeaning(found.role, found.sure) if found else None
    beside = _one(_role_of_group, use.rows) or _one(_role_of_range, use.rows)
    if by_title is None:
        return KnownMeaning(beside, sure=False) if beside else None
    if beside and is_teaching(beside) != is_teaching(by_title.value):
        return KnownMeaning(by_title.value, sure=False)
    return by_title


def _one(role_in: Callable[[ExportRow], str | None], rows: Iterable[ExportRow]) -> str | None:
    """The only role that rows have, where each has one."""
    roles = set(map(role_in, rows))
    return roles.pop() if len(roles) == 1 else None


def _role_of_group(row: ExportRow) -> str | None:
    known = known_meaning(ROLE, row.text(ROLE)) if row.text(ROLE) else None
    return known.value if known else None


def _role_of_range(row: ExportRow) -> str | None:
    ranges = ranges_of_point(row.text(POINT))
    known = known_meaning(RANGE, row.text(RANGE)) if row.text(RANGE) else None
    pay_range = ranges[0] if len(ranges) == 1 else known.value if known else None
    if pay_range is None or pay_range not in RANGES:
        return None
    if pay_range in FOR_SUPPORT:
        return "Support staff"
    return "Teacher" if RANGES[pay_range].qualified is not None else None
