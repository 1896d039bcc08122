"""Proposes which column of Staff list each column of an export goes to, and which are not taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.staff.export_column import ExportColumn
from pmr_batch.commands.staff.list_columns import (
    ACADEMY,
    FORENAME,
    NAME,
    NUMBER,
    SURNAME,
    ListColumn,
    Meaning,
    kind_never_taken,
    meanings,
)
from pmr_batch.excel.reading import personal_data
from pmr_batch.layout.columns import Kind

_HALF, _MOST = 0.5, 0.8


class Fate(StrEnum):
    """What happens to a column that goes to no column of the list; NEVER is said, and cannot be chosen otherwise."""

    NOT_TAKEN = "Not taken"
    NEVER = "Never taken"


@dataclass(frozen=True)
class ColumnLine:
    """A column of the export and where it goes; `reading` says how its cells are read, where there are two ways.

    `why` is the kind of personal data of a column that is never taken, or what is to be answered.
    """

    content: ExportColumn
    goes_to: ListColumn | Fate
    certainty: Certainty
    reading: str = ""
    why: str = ""

    @property
    def target(self) -> ListColumn | None:
        """The column of the list it goes to, if it goes to one."""
        return self.goes_to if isinstance(self.goes_to, ListColumn) else None


@dataclass(frozen=True)
class _Candidate:
    at: int
    meaning: Meaning
    fit: float

    @property
    def order(self) -> tuple[object, ...]:
        """The better come first: exact names whose cells fit, then the likeliest names; academies by their cells."""
        by_cells = -self.fit if self.meaning.target == ACADEMY else 0.0
        return not self.meaning.exact, self.fit < _HALF, by_cells, self.meaning.rank, -self.fit, self.at


Decisions = Mapping[int, ColumnLine]


def propose_columns(contents: Sequence[ExportColumn], decided: Decisions) -> list[ColumnLine]:
    """A line for each column of a table, in order; what is `decided`, by position, goes before any proposal.

    Personal data that the list never takes stays out whatever was decided.
    """
    never = _never_taken(contents, decided)
    lines: dict[int, ColumnLine] = {at: line for at, line in decided.items() if at not in never}
    taken = {line.target for line in lines.values() if line.target}
    for at, kind in never.items():
        lines[at] = ColumnLine(contents[at], Fate.NEVER, Certainty.SURE, why=kind)
    candidates = sorted(_candidates(contents, lines), key=lambda candidate: candidate.order)
    for candidate in candidates:
        target = candidate.meaning.target
        if candidate.at not in lines and target not in taken:
            taken.add(target)
            certainty = _certainty(candidate, candidates)
            lines[candidate.at] = ColumnLine(contents[candidate.at], target, certainty)
    whole = [
        lines.get(at) or ColumnLine(content, Fate.NOT_TAKEN, Certainty.NOT_NEEDED)
        for at, content in enumerate(contents)
    ]
    return _with_whole_names(_with_numbers(whole, decided), decided)


def _never_taken(contents: Sequence[ExportColumn], decided: Decisions) -> dict[int, str]:
    """The kinds of personal data by position: by the heading, and of columns that go nowhere by the cells, too."""
    by_name = {at: kind for at, content in enumerate(contents) if (kind := kind_never_taken(content.column.last))}
    unknown = [at for at, content in enumerate(contents) if at not in decided and not meanings(content.column.last)]
    columns = [(contents[at].column.last, contents[at].values) for at in unknown]
    by_cells = {at: kind for at, kind in zip(unknown, personal_data.of_columns(columns), strict=True) if kind}
    with_numbers = {
        at: kind for at, content in enumerate(contents) if (kind := personal_data.of_personal_numbers(content.values))
    }
    return by_cells | with_numbers | by_name


def _candidates(contents: Sequence[ExportColumn], lines: Mapping[int, ColumnLine]) -> Iterable[_Candidate]:
    for at, content in enumerate(contents):
        for meaning in meanings(content.column.last) if at not in lines else ():
            fit = content.fit(meaning.target)
            needed = 0.0 if meaning.exact and meaning.target.column.kind is Kind.LIST else 0.01
            if fit >= (needed if meaning.exact else _HALF):
                yield _Candidate(at, meaning, fit)


def _certainty(chosen: _Candidate, candidates: Sequence[_Candidate]) -> Certainty:
    """Sure is an exact name that its cells fit, where no other column has such a name for the same dates or academy."""
    rivals = (
        other
        for other in candidates
        if other.meaning.target == chosen.meaning.target and other.at != chosen.at
        if other.meaning.exact and other.fit >= _HALF
    )
    is_choice = chosen.meaning.target.column.kind is Kind.DATE or chosen.meaning.target == ACADEMY
    sure = chosen.meaning.exact and chosen.fit >= _HALF and not (is_choice and any(rivals))
    return Certainty.SURE if sure else Certainty.LIKELY


def _with_numbers(lines: list[ColumnLine], decided: Decisions) -> list[ColumnLine]:
    """Without a heading for it, the payroll number is the column of those of the list; else the first of numbers."""
    if any(line.target == NUMBER for line in lines):
        return lines
    free = [at for at, line in enumerate(lines) if line.goes_to is Fate.NOT_TAKEN and at not in decided]
    for is_one in (_is_of_the_list, _is_of_numbers):
        at = next((at for at in free if is_one(lines[at].content)), None)
        if at is not None:
            return [*lines[:at], replace(lines[at], goes_to=NUMBER, certainty=Certainty.LIKELY), *lines[at + 1 :]]
    return lines


def _is_of_the_list(content: ExportColumn) -> bool:
    known = [text in content.present.by_number for text in content.texts]
    return bool(known) and sum(known) >= _MOST * len(known)


def _is_of_numbers(content: ExportColumn) -> bool:
    """Numbers without a fraction, each of which stands once."""
    texts = content.texts
    return len(texts) > 1 and len(set(texts)) == len(texts) and all(map(str.isdecimal, texts))


def _with_whole_names(lines: list[ColumnLine], decided: Decisions) -> list[ColumnLine]:
    """Forename and surname go before a whole name; a surname alone is a whole name where it has both in it."""
    targets = {line.target: at for at, line in enumerate(lines) if line.target}
    parts = [targets[part] for part in (FORENAME, SURNAME) if part in targets]
    free = [at for at in (*parts, *([targets[NAME]] if NAME in targets else ())) if at not in decided]
    changed = list(lines)
    if len(parts) == 2 and NAME in targets and targets[NAME] in free:
        changed[targets[NAME]] = _not_taken(lines[targets[NAME]])
    elif len(parts) == 1 and parts[0] in free:
        line = lines[parts[0]]
        has_both = sum("," in text for text in line.content.texts) >= _MOST * len(line.content.texts)
        whole = NAME not in targets and line.target == SURNAME and has_both
        changed[parts[0]] = replace(line, goes_to=NAME, certainty=Certainty.LIKELY) if whole else _not_taken(line)
    return changed


def _not_taken(line: ColumnLine) -> ColumnLine:
    return replace(line, goes_to=Fate.NOT_TAKEN, certainty=Certainty.NOT_NEEDED)
