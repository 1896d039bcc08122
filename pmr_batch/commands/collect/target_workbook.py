"""The workbook that forms belong to: what it holds on each person, and where a cell stands in its new copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import read_current_workbooks
from pmr_batch.commands.issue import ISSUED
from pmr_batch.commands.run import INCOMING
from pmr_batch.errors import UsageError
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.writing.grid import FIRST_ROW, column_letter
from pmr_batch.excel.writing.look import STANDARD_LOOK, Look
from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.merge.dossiers import dossiers
from pmr_batch.model.person import Dossier
from pmr_batch.model.returns import Return, Unread
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_files
from pmr_batch.settings.trust_file import TRUST_FILE, from_tables, read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.templates import doc_template, look
from pmr_batch.validate import validate
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.filling.placeholders import ANY_TAG, plain
from pmr_batch.word.filling.places import lines_of
from pmr_batch.words import bare


@dataclass(eq=False)
class FormWorkbook:
    """An academy's workbook of a cycle, and everybody in it as they stand after the forms taken so far."""

    path: Path
    one: Return
    settings: Settings
    cycle: Cycle
    look: Look
    people: dict[str, list[Dossier]]
    new_rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def academy(self) -> str:
        """The academy's code."""
        return self.one.academy or ""

    def new_row(self, sheet: str) -> int:
        """A row that the workbook does not have yet: they count down from -1."""
        self.new_rows[sheet] += 1
        return -self.new_rows[sheet]

    def cell(self, column: Column, row: int) -> str:
        """Where a cell stands in the new copy: its rows stand close together, new ones after them."""
        rows = self.one.tables[column.sheet].rows if column.sheet in self.one.tables else ()
        at = rows.index(row) if row > 0 else len(rows) - row - 1
        return f"{column_letter(BY_NAME[column.sheet], column.heading)}{FIRST_ROW + at}"

    def unreadable(self, column: Column, row: int) -> str | None:
        """What was typed in a cell that holds something, and cannot be read as its column's kind; else None."""
        table = self.one.tables.get(column.sheet)
        if row < 0 or table is None or column.key not in table.columns:
            return None
        value = table.columns[column.key][table.rows.index(row)]
        return value.typed or None if isinstance(value, Unread) else value if isinstance(value, str) else None


class FormWorkbooks:
    """The workbooks of the forms that are collected, each opened once; or the one that was named."""

    def __init__(self, folder: Path, as_of: date, executor: Executor, workbook: Path | None) -> None:
        self._folder, self._as_of, self._executor = folder, as_of, executor
        self._trust = read_trust(folder) if (folder / TRUST_FILE).is_file() else None
        self.named = self._open(workbook) if workbook else None
        self._of_cycle: dict[str, list[FormWorkbook]] = {}
        if self.named is None and self._trust is None:
            raise UsageError(f"{folder} has no {TRUST_FILE}; name the trust folder (--folder) or a --workbook")

    def known_words(self) -> frozenset[str]:
        """What stands in the template of the form whoever fills it in: whole paragraphs, and between their tags."""
        name = APPENDIX_A.template
        content = doc_template(self._folder, name) if self._trust else APPENDIX_A.standard
        lines = [line for part in lines_of(parts_of(content, workbook=False)).values() for line in part]
        whole = (plain(line.text) for line in lines)
        between = (words for line in lines for words in ANY_TAG.split(line.text))
        return frozenset(filter(None, map(bare, (*whole, *between))))

    def all(self) -> list[FormWorkbook]:
        """Those that were opened, in their order."""
        return [self.named] if self.named else [desk for desks in self._of_cycle.values() for desk in desks]

    def cycles(self) -> list[Cycle]:
        """The cycles that a form may be of."""
        if self.named:
            return [self.named.cycle]
        return list(self._trust.cycles.values()) if self._trust else []

    def of(self, cycle: Cycle) -> list[FormWorkbook]:
        """The workbooks of a cycle; none where there is nothing to read."""
        if self.named:
            return [self.named] if self.named.cycle.name == cycle.name else []
        if cycle.name not in self._of_cycle:
            self._of_cycle[cycle.name] = self._gathered(cycle)
        return self._of_cycle[cycle.name]

    def _gathered(self, cycle: Cycle) -> list[FormWorkbook]:
        try:
            gathered = read_current_workbooks(self._folder, cycle.name, self._as_of, self._executor)
        except UsageError:
            return []
        wears = look(self._folder)
        return [
            FormWorkbook(
                self._folder / one.path if one.path.startswith(f"{ISSUED}/") else self._came_in(cycle, one),
                one,
                gathered.settings,
                cycle,
                wears,
                _by_number(one, gathered.dossiers),
            )
            for one in gathered.returns
        ]

    def _came_in(self, cycle: Cycle, one: Return) -> Path:
        return self._folder / INCOMING / cycle.slug / one.path

    def _open(self, path: Path) -> FormWorkbook:
        """The workbook that was named, by the trust's settings where they have its cycle, else by its own."""
        (one,) = read_files([path], self._executor)
        if one.state is not FileState.ACCEPTED or one.cycle is None:
            raise UsageError(
                f"{path.name}: is no standard workbook that can be read; look at it with `pmr-batch check`"
            )
        settings = self._settings(one)
        (one,) = read_files([path], self._executor, settings)
        cycle = settings.cycle(one.cycle or "")
        if one.state is not FileState.ACCEPTED or cycle is None:
            raise UsageError(f"{path.name}: was not issued for this trust and cycle; look at it with `pmr-batch check`")
        found = dossiers(validate([one], settings, self._as_of, sheet_rules={}), settings)
        wears = look(self._folder) if self._trust else STANDARD_LOOK
        return FormWorkbook(path, one, settings, cycle, wears, _by_number(one, found))

    def _settings(self, one: Return) -> Settings:
        if self._trust and self._trust.cycle(one.cycle or ""):
            return self._trust
        if not one.settings:
            raise UsageError(f"{one.path}: has no Settings sheet; name its trust folder with --folder")
        return from_tables(one.settings, f"{one.path}, Settings", own=True)


def _by_number(one: Return, found: Mapping[tuple[str, int], Dossier]) -> dict[str, list[Dossier]]:
    people: dict[str, list[Dossier]] = defaultdict(list)
    for (file, _), dossier in found.items():
        number: Any = dossier.staff["payroll_number"]
        if file == one.path and number:
            people[number].append(dossier)
    return people
