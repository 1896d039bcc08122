"""The mapping of an export, kept as an Excel file: columns of the export to columns of Staff list, words to values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from pmr_batch.commands.mapped_files.mapping_book import (
    Certainty,
    ChoiceList,
    MappingColumn,
    MappingSheet,
    MappingText,
    mapping_book,
)
from pmr_batch.commands.mapped_files.saved_mapping import SavedTexts, certainty_of, normal_name, saved_lines
from pmr_batch.commands.mapped_files.source_file import SourceFile, read_source
from pmr_batch.commands.mapped_files.table_finding import SourceColumn
from pmr_batch.commands.staff.column_proposal import ColumnLine, Fate
from pmr_batch.commands.staff.column_reading import choices_of, is_choice
from pmr_batch.commands.staff.list_columns import ListColumn, all_columns
from pmr_batch.commands.staff.present_list import PresentList
from pmr_batch.commands.staff.word_proposal import WordKind, WordLine, choices_for, folded
from pmr_batch.errors import UsageError
from pmr_batch.excel.reading.addresses import address
from pmr_batch.files import read_file
from pmr_batch.words import bare, nearest

TITLE = "How the export becomes the Staff list"
COLUMNS, VALUES = "Columns", "Values"
SHEET, HEADING, PLACE, FILLED, HOLDS = "Your sheet", "Heading as found", "Cell", "Filled", "Holds"
GOES_TO, READ_AS, SURE, WHY = "Goes to", "Read as", "How sure", "Remark"
INSTEAD, READ_INSTEAD = "Use instead", "Read as instead"
FOR, WORD, ROWS, MEANS, MEANS_INSTEAD = "For", "Word as found", "Rows", "Means", "Means instead"

_COLUMN_HEADINGS = (SHEET, HEADING, GOES_TO, READ_AS, SURE, INSTEAD, READ_INSTEAD)
_VALUE_HEADINGS = (FOR, WORD, MEANS, SURE, MEANS_INSTEAD)
_NEW_FIRST = {Certainty.OPEN: 0, Certainty.LIKELY: 1}


@dataclass(frozen=True)
class SavedColumn:
    """A line of the sheet Columns: the names of sheet and heading, and where the column goes."""

    sheet: str
    heading: str
    nth: int
    goes_to: ListColumn | Fate
    reading: str
    certainty: Certainty

    @property
    def key(self) -> tuple[str, int]:
        """What a column is known by: its heading, and which of several of that heading it is."""
        return normal_name(self.heading), self.nth


@dataclass(frozen=True)
class SavedMapping:
    """A mapping as its keepers left it: where columns go, and what words mean; empty where that is still open."""

    path: Path
    columns: tuple[SavedColumn, ...]
    words: Mapping[tuple[WordKind, str], str]
    written: Mapping[tuple[WordKind, str], str] = field(default_factory=dict)

    def column(self, column: SourceColumn) -> SavedColumn | None:
        """What was decided on a column."""
        key = (normal_name(column.heading), column.nth)
        return next((saved for saved in self.columns if saved.key == key), None)


# -- reading -------------------------------------------------------------------------------------


def read_mapping(path: Path, executor: Executor, present: PresentList) -> SavedMapping:
    """The mapping in a file. Raises UsageError with a line for every line of it that cannot be followed."""
    source = read_source(path.name, read_file(path), executor)
    problems: list[str] = []
    columns = list(_columns(_lines(path, source, _COLUMN_HEADINGS), problems))
    words, written = _words(_lines(path, source, _VALUE_HEADINGS), problems, present)
    problems += _twice(columns)
    if problems:
        raise UsageError("\n".join(f"{path.name}: {problem}" for problem in problems))
    return SavedMapping(path, tuple(columns), words, written)


def _lines(path: Path, source: SourceFile, headings: Sequence[str]) -> list[SavedTexts]:
    lines = saved_lines(source, headings)
    if lines is None:
        raise UsageError(f"{path.name}: is no mapping of a staff list, it has no columns {', '.join(headings)}")
    return lines


def _columns(lines: Iterable[SavedTexts], problems: list[str]) -> Iterator[SavedColumn]:
    by_label = {bare(label): target for label, target in all_columns().items()}
    fates = {bare(fate): fate for fate in Fate}
    counted: Counter[str] = Counter()
    for line in lines:
        texts = line.texts
        counted[normal_name(texts[HEADING])] += 1
        named = texts[INSTEAD] or texts[GOES_TO]
        goes_to = by_label.get(bare(named)) or fates.get(bare(named))
        reading = texts[READ_INSTEAD] or ("" if texts[INSTEAD] else texts[READ_AS])
        target = goes_to if isinstance(goes_to, ListColumn) else None
        if goes_to is None:
            near = nearest(named, [*all_columns(), *Fate])
            hint = f"did you mean “{near}”?" if near else "choose from its list"
            problems.append(f"{COLUMNS} row {line.row}: “{named}” is no column of the Staff list; {hint}")
        elif reading and not (target and is_choice(target, reading)):
            choices = " or ".join(choices_of(target)) or "blank"
            problems.append(f"{COLUMNS} row {line.row}: {READ_AS} is “{reading}”; it is {choices}")
        else:
            chosen = Certainty.YOURS if texts[INSTEAD] or texts[READ_INSTEAD] else certainty_of(texts[SURE])
            nth = counted[normal_name(texts[HEADING])]
            yield SavedColumn(texts[SHEET], texts[HEADING], nth, goes_to, reading, chosen)


def _words(
    lines: Iterable[SavedTexts], problems: list[str], present: PresentList
) -> tuple[dict[tuple[WordKind, str], str], dict[tuple[WordKind, str], str]]:
    """What words mean, and how they are written, by kind and folded word."""
    kinds = {bare(kind): kind for kind in WordKind}
    words, written = {}, {}
    for line in lines:
        kind = kinds.get(bare(line.texts[FOR]))
        means = line.texts[MEANS_INSTEAD] or line.texts[MEANS]
        if kind is None:
            problems.append(f"{VALUES} row {line.row}: {FOR} is “{line.texts[FOR]}”; leave it as it was")
            continue
        choices = {choice.casefold(): choice for choice in choices_for(kind, present)}
        if means and means.casefold() not in choices:
            near = nearest(means, choices.values())
            hint = f"did you mean “{near}”?" if near else "choose from its list"
            problems.append(f"{VALUES} row {line.row}: “{means}” is no value for {kind}; {hint}")
            continue
        key = (kind, folded(line.texts[WORD]))
        words[key], written[key] = choices.get(means.casefold(), ""), line.texts[WORD]
    return words, written


def _twice(columns: Sequence[SavedColumn]) -> Iterator[str]:
    """Columns that go to a column of the list which another one goes to, too."""
    targets = Counter(saved.goes_to for saved in columns if isinstance(saved.goes_to, ListColumn))
    for target, times in targets.items():
        if times > 1 and isinstance(target, ListColumn):
            named = ", ".join(saved.heading for saved in columns if saved.goes_to == target)
            yield f"{COLUMNS}: {target.label} is filled from {named}; leave one, and take “{Fate.NOT_TAKEN}” for others"


# -- writing -------------------------------------------------------------------------------------


def mapping_of(
    file: str,
    columns: Sequence[ColumnLine],
    words: Sequence[WordLine],
    present: PresentList,
    saved: SavedMapping | None = None,
) -> bytes:
    """The mapping as .xlsx bytes; what a `saved` one has beyond this export goes along."""
    return mapping_book(TITLE, file, [_columns_sheet(columns, saved), _values_sheet(words, present, saved)])


def _columns_sheet(lines: Sequence[ColumnLine], saved: SavedMapping | None) -> MappingSheet:
    columns = (
        MappingColumn(SHEET, 18),
        MappingColumn(HEADING, 30),
        MappingColumn(PLACE, 7),
        MappingColumn(FILLED, 8, count=True),
        MappingColumn(HOLDS, 22),
        MappingColumn(GOES_TO, 22),
        MappingColumn(READ_AS, 22),
        MappingColumn(WHY, 36),
        MappingColumn(SURE, 12),
        MappingColumn(INSTEAD, 24, answer=True),
        MappingColumn(READ_INSTEAD, 40, answer=True),
    )
    texts = [_column_texts(line) for line in lines]
    known = {(normal_name(line.content.heading), line.content.column.nth) for line in lines}
    texts += [_saved_texts(column) for column in (saved.columns if saved else ()) if column.key not in known]
    notes = (
        "One line for each column of the export. Look at those that are open or likely; choose in the two columns on "
        "the right where one is wrong, save this file, and run staff again.",
        f"{Fate.NOT_TAKEN}: the list keeps what it has. {Fate.NEVER}: personal data that a review does not need; it "
        "stays in the export, whatever is chosen here.",
    )
    return MappingSheet(COLUMNS, TITLE, notes, columns, texts)


def _column_texts(line: ColumnLine) -> MappingText:
    column = line.content.column
    texts = (
        *(column.page, column.heading, address(column.top), line.content.filled, line.content.summary),
        *(_label(line.goes_to), line.reading, line.why),
    )
    return MappingText(texts, line.certainty, _choices(line.goes_to))


def _saved_texts(saved: SavedColumn) -> MappingText:
    texts = (saved.sheet, saved.heading, "", "", "not in this export", _label(saved.goes_to), saved.reading, "")
    return MappingText(texts, saved.certainty, _choices(saved.goes_to))


def _label(goes_to: ListColumn | Fate) -> str:
    return goes_to.label if isinstance(goes_to, ListColumn) else str(goes_to)


def _choices(goes_to: ListColumn | Fate) -> dict[str, ChoiceList]:
    """The drop-downs of a line; none for what is never taken."""
    if goes_to is Fate.NEVER:
        return {}
    targets = {INSTEAD: ChoiceList("Columns_of_the_list", INSTEAD, (str(Fate.NOT_TAKEN), *all_columns()))}
    readings = choices_of(goes_to) if isinstance(goes_to, ListColumn) else ()
    if readings and isinstance(goes_to, ListColumn):
        name = "Orders_of_days" if goes_to.column.kind.value == "date" else f"Readings_of_{goes_to.key}"
        return targets | {READ_INSTEAD: ChoiceList(name, name.replace("_", " "), readings)}
    return targets


def _values_sheet(words: Sequence[WordLine], present: PresentList, saved: SavedMapping | None) -> MappingSheet:
    columns = (
        MappingColumn(FOR, 24),
        MappingColumn(WORD, 44),
        MappingColumn(ROWS, 8, count=True),
        MappingColumn(MEANS, 28),
        MappingColumn(SURE, 12),
        MappingColumn(MEANS_INSTEAD, 32, answer=True),
    )
    known = {word.key for word in words}
    later = [
        WordLine(kind, (saved.written if saved else {})[kind, word], 0, means, Certainty.YOURS)
        for (kind, word), means in (saved.words if saved else {}).items()
        if (kind, word) not in known and means
    ]
    lines = sorted((*words, *later), key=_in_order)
    texts = [
        MappingText(
            (str(line.kind), line.word, line.count or "", line.means),
            line.certainty,
            {MEANS_INSTEAD: _choices_of_word(line.kind, present)},
        )
        for line in lines
    ]
    notes = (
        "One line for each word of the export that stands for a value of the list.",
        "Answer open lines, look at likely ones; choose in the column on the right, save this file, run staff again.",
        "Leave the row out: nobody of the list, such as a governor. Leave blank: the list keeps what it has.",
    )
    return MappingSheet(VALUES, "What its words mean", notes, columns, texts)


def _in_order(line: WordLine) -> tuple[int, int, int, str]:
    kinds = list(WordKind)
    return _NEW_FIRST.get(line.certainty, 2), kinds.index(line.kind), -line.count, line.word


def _choices_of_word(kind: WordKind, present: PresentList) -> ChoiceList:
    name = {WordKind.TITLE: "Roles_of_the_list", WordKind.ROLE: "Roles_of_the_list"}.get(
        kind, f"Means_{bare(kind).replace(' ', '_')}"
    )
    if kind in (WordKind.RANGE, WordKind.POINT):
        name = "Ranges_of_the_list"
    return ChoiceList(name, name.replace("_", " "), choices_for(kind, present), width=28)
