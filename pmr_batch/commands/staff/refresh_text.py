"""The result of taking in a staff list, as text for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pmr_batch.commands.mapped_files.mapping_book import Certainty
from pmr_batch.commands.staff import Refreshed, StaffList
from pmr_batch.commands.staff.column_proposal import ColumnLine, Fate
from pmr_batch.commands.staff.comparison import Leaver, ListChange, changes_by_heading
from pmr_batch.commands.staff.post_reading import ExportPost, UnreadCell
from pmr_batch.commands.staff.word_proposal import WordLine
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.settings.trust_file import TRUST_FILE
from pmr_batch.words import brief, counted, listed, shortened_list, shown

#: Of a list so many lines are shown; `--all` shows the others.
_MOST = 12
_UNNAMED = "a column without a heading"
_LONGEST = 60


class StaffListText:
    """The result as text; `whole` where no list is cut short."""

    def __init__(self, result: StaffList, *, whole: bool = False) -> None:
        self._result = result
        self._whole = whole

    def __str__(self) -> str:
        found = self._result.refreshed
        lines = self._mapping() if found is None else self._refreshed(found)
        return "\n".join(lines)

    # -- a mapping that is open ------------------------------------------------------------------

    def _mapping(self) -> Iterator[str]:
        mapped = self._result.mapped
        yield f"{self._result.file}:"
        yield from self._columns()
        words = Counter(line.certainty for line in mapped.words)
        parts = [f"{words[each]} {each}" for each in Certainty if words[each]]
        yield f"{counted(len(mapped.words), 'word')} that stand for values of the list ({', '.join(parts) or 'none'})."
        if not mapped.has_numbers:
            yield "Open: no column goes to Payroll number; choose the one in the mapping by which people are known."
        questions = (*map(_question, mapped.open_columns), *map(_word, mapped.open_words))
        yield from self._list("Open, so answer them:", questions)
        likely = [line for line in mapped.columns if line.certainty is Certainty.LIKELY and line.target]
        likely_words = [line for line in mapped.words if line.certainty is Certainty.LIKELY]
        yield from self._list("Likely, so look at them:", (*map(_column, likely), *map(_word, likely_words)))
        yield from self._next_step()

    def _columns(self) -> Iterator[str]:
        mapped = self._result.mapped
        taken = [line for line in mapped.columns if line.target]
        yield f"{counted(len(mapped.columns), 'column')}, of which {len(taken)} go to the Staff list."
        never: dict[str, list[str]] = {}
        for line in mapped.columns:
            if line.goes_to is Fate.NEVER:
                never.setdefault(line.why, []).append(_heading(line))
        if never:
            kinds = "; ".join(f"{kind} ({', '.join(headings)})" for kind, headings in never.items())
            yield f"Never taken, as a review does not need it: {kinds}."
        others = [_heading(line) for line in mapped.columns if line.goes_to is Fate.NOT_TAKEN]
        if others:
            yield f"Not taken: {shortened_list(others) if not self._whole else ', '.join(others)}."
        if mapped.hidden:
            yield f"Hidden in the export, and read all the same: {', '.join(mapped.hidden)}."
        missing = mapped.missing if mapped.has_numbers else ()
        if missing:
            yield f"Every row needs, and no column goes to: {', '.join(missing)}."
        changed = [line for line in taken if line.why and line.reading]
        yield from self._list("Written otherwise than the mapping says:", map(_column, changed))
        if mapped.unread_sheets:
            yield f"Not read, as they have no payroll numbers: {listed(mapped.unread_sheets)}."

    def _next_step(self) -> Iterator[str]:
        result = self._result
        if result.written_mapping is None:
            yield f"Nothing was changed. Answer what is open in {result.used_mapping}, save it, and run again."
            return
        new = len(result.mapped.new_columns) + len(result.mapped.new_words)
        if result.used_mapping:
            known = f"{counted(new, 'line')} not in {result.used_mapping.name}"
            yield f"The export has {known}; with its answers, they stand in a new mapping."
        what = "the mapping; correct it in Excel, save it, and run again. Nothing else was changed."
        yield f"{result.written_mapping}: {what}"

    # -- what changes ----------------------------------------------------------------------------

    def _refreshed(self, found: Refreshed) -> Iterator[str]:
        people = len({post.number for post in found.posts})
        used = self._result.used_mapping
        by = f", by {used.name}" if used else ""
        yield f"{self._result.file}{by}: {counted(len(found.posts), 'post')} of {counted(people, 'person', 'people')}."
        yield from self._columns()
        yield from self._people(found)
        yield from self._changes(found)
        yield from self._remarks(found)
        yield from self._problems(found)
        yield self._outcome(found)

    def _people(self, found: Refreshed) -> Iterator[str]:
        comparison = found.comparison
        joiners = comparison.joiners
        yield from self._list(_headed("Joiners", joiners), map(_joiner, joiners))
        if len(joiners) > _MOST and not self._whole:
            counts = Counter(str(post.academy) for post in joiners)
            yield f"  By academy: {', '.join(f'{code} {number}' for code, number in sorted(counts.items()))}."
        yield from self._list(_headed("Second posts", comparison.second_posts), map(_joiner, comparison.second_posts))
        yield from self._list(_headed("Movers", comparison.movers), map(_change, comparison.movers))
        leavers = [leaver for leaver in comparison.leavers if leaver.is_open or leaver.in_export]
        yield from self._list(_headed("Leavers", leavers), map(_leaver, leavers))
        known = len(comparison.leavers) - len(leavers)
        if known:
            yield f"{known} more who are not in the export have their Employment end on the list already."

    def _changes(self, found: Refreshed) -> Iterator[str]:
        for heading, changes in changes_by_heading(found.comparison.changes):
            alike = Counter((_value(change.was), _value(change.becomes)) for change in changes)
            if len(changes) > _MOST and len(alike) <= _MOST and not self._whole:
                counts = (f"  {was} → {becomes}: {number}" for (was, becomes), number in alike.most_common())
                yield from self._list(_headed(heading, changes), counts)
            else:
                yield from self._list(_headed(heading, changes), map(_change, changes))
        yield f"Unchanged: {counted(found.comparison.unchanged, 'post')}."

    def _remarks(self, found: Refreshed) -> Iterator[str]:
        comparison = found.comparison
        central = [post for post in found.posts if post.moved_to_heads]
        if central:
            names = shortened_list([post.name or post.number for post in central])
            yield f"Under {central[0].academy}, as heads and executives are: {names}."
        restored = sum(post.row.restored for post in found.posts)
        if restored:
            yield f"Zeros that were lost stand before {counted(restored, 'payroll number')} again."
        if comparison.as_text:
            yield f"Numbers to Excel, and text now: {counted(comparison.as_text, 'payroll number')} of the list."
        yield from self._list(
            "Several contracts at one academy, put together:",
            (f"  {each.number}  {each.name}, {each.academy}: {each.made}" for each in found.several),
        )
        if comparison.kept:
            kept = listed(
                f"{column.heading} ({comparison.kept[column.heading]})"
                for column in STAFF_LIST
                if column.heading in comparison.kept
            )
            yield f"Blank in the export, so the list keeps what it has: {kept}."
        if comparison.elsewhere:
            where = listed(f"{code} ({number})" for code, number in sorted(comparison.elsewhere.items()))
            yield f"Nobody of these academies is in the export, so their people stay as they are: {where}."
        if comparison.ended:
            people = counted(len(comparison.ended), "person", "people")
            yield f"Not added, as they had left before the first cycle: {people}."
        left_out = Counter(row.word for row in found.left_out)
        if left_out:
            yield f"Left out, as the mapping says: {listed(f'{word} ({number})' for word, number in left_out.items())}."

    def _problems(self, found: Refreshed) -> Iterator[str]:
        yield from self._list("Rows that cannot be taken:", (f"  {row.where}: {row.why}" for row in found.nobodys))
        yield from self._list(
            "Cells that cannot be read, so the list keeps what it has:",
            map(_unread, found.unread),
        )
        yield from self._list(
            "The settings would not accept this list, so it is not written:",
            (f"  {_origin(each.number, each.where)}{each.line}" for each in found.checked.problems),
        )
        yield from self._list(
            f"Elsewhere in {TRUST_FILE} is to be put right, before workbooks are issued:",
            (f"  {line}" for line in found.checked.elsewhere),
        )

    def _outcome(self, found: Refreshed) -> str:
        result, changes = self._result, found.comparison.row_changes
        if found.checked.problems:
            return f"Nothing was changed. Put the rows right, in the export or in {TRUST_FILE}, and run again."
        if not changes:
            return "The Staff list is as the export has it; nothing is to be written."
        what = f"{counted(len(changes.added), 'row')} added, {len(changes.changed)} changed"
        if result.copy:
            return f"{TRUST_FILE}: {what}; all else in it is as it was. {result.copy}: the file as it was before"
        return f"Nothing was changed yet ({what}). Run again with --take to write it."

    # -- lists -----------------------------------------------------------------------------------

    def _list(self, head: str, lines: Iterable[str]) -> Iterator[str]:
        whole = list(lines)
        if whole:
            yield head
            yield from whole if self._whole else whole[:_MOST]
            if len(whole) > _MOST and not self._whole:
                yield f"  … and {len(whole) - _MOST:,} more; --all shows them"


def _headed(what: str, entries: Sequence[object]) -> str:
    return f"{what} ({len(entries):,}):"


def _heading(line: ColumnLine) -> str:
    return line.content.heading or _UNNAMED


def _column(line: ColumnLine) -> str:
    read = f", read as {line.reading}" if line.reading else ""
    read += f" ({line.why})" if line.reading and line.why else ""
    return f"  {_heading(line)} → {line.target.label if line.target else line.goes_to}{read}"


def _question(line: ColumnLine) -> str:
    return f"  {_heading(line)} → {line.target.label if line.target else line.goes_to}: {line.why}"


def _word(line: WordLine) -> str:
    means = f" → {line.means}" if line.means else ""
    return f"  {line.kind}: {brief(line.word, _LONGEST)}{means} ({counted(line.count, 'row')})"


def _joiner(post: ExportPost) -> str:
    values = post.values
    starts = values.get("employment_start")
    paid = " ".join(filter(None, (values.get("pay_range"), values.get("pay_point"))))
    parts = (post.academy, values.get("role"), paid, f"from {shown(starts)}" if starts else None)
    return f"  {post.number}  {post.name}: {', '.join(str(part) for part in parts if part)}"


def _change(change: ListChange) -> str:
    where = "" if change.key == "academy_code" else f", {change.academy}"
    return f"  {change.number}  {change.name}{where}: {_value(change.was)} → {_value(change.becomes)}"


def _leaver(leaver: Leaver) -> str:
    person = f"  {leaver.number}  {leaver.name}, {leaver.academy}"
    if leaver.ends is not None:
        return f"{person}: leaves on {shown(leaver.ends)}, as the export says"
    return f"{person}: is in the export no more; type the Employment end in {leaver.end_cell}"


def _unread(cell: UnreadCell) -> str:
    typed = f" {shown(cell.typed, _LONGEST)}" if cell.typed else ""
    return f"  {cell.number}, {cell.cell}: {cell.heading}{typed} {cell.why}"


def _value(value: Any) -> str:
    return "blank" if value is None else str(shown(value)).strip("“”")


def _origin(number: str, where: str) -> str:
    return f"{', '.join(filter(None, (number, where)))}: " if number or where else ""
