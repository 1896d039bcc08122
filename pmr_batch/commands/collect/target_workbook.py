"""The workbooks that forms belong to: what each holds on each person, and the places of cells in its new copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import RefusedReturn, read_current_workbooks
from pmr_batch.commands.folders import INCOMING, ISSUED
from pmr_batch.errors import UsageError
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.merge.dossiers import dossiers
from pmr_batch.model.person import Dossier
from pmr_batch.model.returns import Return, Unread
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_files
from pmr_batch.settings.trust_file import TRUST_FILE, from_tables, read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.templates import doc_template, own_workbook
from pmr_batch.validate import validate
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.filling.placeholders import ANY_TAG, plain
from pmr_batch.word.filling.places import lines_of
from pmr_batch.words import bare
from pmr_batch.workbook.column_places import FIRST_ROW, column_letter


@dataclass(eq=False)
class FormWorkbook:
    """An academy's workbook of a cycle, and the people in it with the changes of the forms so far.

    New copies of it go into the folder `copies`: beside it, or among the returns where it was only issued.
    """

    path: Path
    copies: Path
    return_: Return
    settings: Settings
    cycle: Cycle
    template: bytes | None
    people: dict[str, list[Dossier]]
    new_rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def academy(self) -> str:
        """The academy's code."""
        return self.return_.academy or ""

    def number_now(self, number: str) -> str:
        """The payroll number under which somebody is in it, who may have had a provisional one."""
        return self.return_.renumbered.get(number, number)

    @property
    def was_issued(self) -> bool:
        """Whether it is the workbook that was issued, and no return."""
        return self.copies != self.path.parent

    def new_row(self, sheet: str) -> int:
        """The number of a new row: they count down from -1."""
        self.new_rows[sheet] += 1
        return -self.new_rows[sheet]

    def cell(self, column: Column, row: int) -> str:
        """A cell's place in the new copy, in which the rows have no gaps, and new ones come last."""
        rows = self.return_.tables[column.sheet].rows if column.sheet in self.return_.tables else ()
        position = rows.index(row) if row > 0 else len(rows) - row - 1
        return f"{column_letter(BY_NAME[column.sheet], column.heading)}{FIRST_ROW + position}"

    def unreadable(self, column: Column, row: int) -> str | None:
        """The typed text of a cell that cannot be read as its column's kind; else None."""
        table = self.return_.tables.get(column.sheet)
        if row < 0 or table is None or column.key not in table.columns:
            return None
        value = table.columns[column.key][table.rows.index(row)]
        return value.typed or None if isinstance(value, Unread) else value if isinstance(value, str) else None


class FormWorkbooks:
    """The workbooks of the collected forms, each opened once; or only the `named` one."""

    def __init__(self, folder: Path, as_of: date, executor: Executor, workbook: Path | None) -> None:
        self._folder, self._as_of, self._executor = folder, as_of, executor
        self._trust = read_trust(folder) if (folder / TRUST_FILE).is_file() else None
        self.named = self._open(workbook) if workbook else None
        self._by_cycle: dict[str, list[FormWorkbook]] = {}
        self._refused: list[RefusedReturn] = []
        if self.named is None and self._trust is None:
            raise UsageError(f"{folder} has no {TRUST_FILE}; name the trust folder (--folder) or a --workbook")

    def known_words(self) -> frozenset[str]:
        """The texts of the form's template, normalised: whole paragraphs, and the parts between their tags."""
        name = APPENDIX_A.template
        content = doc_template(self._folder, name) if self._trust else APPENDIX_A.standard
        lines = [line for part in lines_of(parts_of(content, workbook=False)).values() for line in part]
        paragraphs = (plain(line.text) for line in lines)
        parts = (words for line in lines for words in ANY_TAG.split(line.text))
        return frozenset(filter(None, map(bare, (*paragraphs, *parts))))

    def opened(self) -> list[FormWorkbook]:
        """Those that were opened, in order."""
        return [self.named] if self.named else [*chain.from_iterable(self._by_cycle.values())]

    def cycles(self) -> list[Cycle]:
        """The cycles that a form may be of."""
        if self.named:
            return [self.named.cycle]
        return list(self._trust.cycles.values()) if self._trust else []

    def of_cycle(self, cycle: Cycle) -> list[FormWorkbook]:
        """The workbooks of a cycle; none where there is nothing to read."""
        if self.named:
            return [self.named] if self.named.cycle.name == cycle.name else []
        if cycle.name not in self._by_cycle:
            self._by_cycle[cycle.name] = self._read_cycle(cycle)
        return self._by_cycle[cycle.name]

    def refused(self, academy: str | None = None) -> list[str]:
        """Why workbooks of the cycles that were looked at are refused; of an academy, those that keep it back."""
        concerned = [refused for refused in self._refused if academy is None or academy in refused.academies]
        return [f"{refused.path}: {refused.why}" for refused in concerned]

    def _read_cycle(self, cycle: Cycle) -> list[FormWorkbook]:
        try:
            gathered = read_current_workbooks(self._folder, cycle.name, self._as_of, self._executor)
        except UsageError:
            return []
        self._refused += gathered.refused
        template, returns = own_workbook(self._folder), self._folder / INCOMING / cycle.slug
        workbooks = []
        for return_ in gathered.returns:
            issued = return_.path.startswith(f"{ISSUED}/")
            path = self._folder / return_.path if issued else returns / return_.path
            people = _by_number(return_, gathered.dossiers)
            copies = returns if issued else path.parent
            workbooks.append(FormWorkbook(path, copies, return_, gathered.settings, cycle, template, people))
        return workbooks

    def _copies(self, path: Path, cycle: Cycle) -> Path:
        """Where new copies of a named workbook go."""
        is_issued = path.resolve().is_relative_to(self._folder.resolve() / ISSUED)
        return self._folder / INCOMING / cycle.slug if is_issued else path.parent

    def is_return(self, path: Path) -> bool:
        """Whether a file lies where runs look for returns."""
        return path.resolve().is_relative_to(self._folder.resolve() / INCOMING)

    def _open(self, path: Path) -> FormWorkbook:
        """The named workbook, by the trust's settings where they have its cycle, else by its own."""
        (return_,) = read_files([path], self._executor)
        if return_.state is not FileState.ACCEPTED or return_.cycle is None:
            raise UsageError(
                f"{path.name}: is no standard workbook that can be read; look at it with `pmr-batch check`"
            )
        settings = self._settings(return_)
        (return_,) = read_files([path], self._executor, settings)
        cycle = settings.cycle(return_.cycle or "")
        if return_.state is not FileState.ACCEPTED or cycle is None:
            raise UsageError(f"{path.name}: was not issued for this trust and cycle; look at it with `pmr-batch check`")
        dossiers_ = dossiers(validate([return_], settings, self._as_of, sheet_rules={}), settings)
        template = own_workbook(self._folder) if self._trust else None
        people = _by_number(return_, dossiers_)
        return FormWorkbook(path, self._copies(path, cycle), return_, settings, cycle, template, people)

    def _settings(self, return_: Return) -> Settings:
        if self._trust and self._trust.cycle(return_.cycle or ""):
            return self._trust
        if not return_.settings:
            raise UsageError(f"{return_.path}: has no Settings sheet; name its trust folder with --folder")
        return from_tables(return_.settings, f"{return_.path}, Settings", own=True)


def _by_number(return_: Return, all_dossiers: Mapping[tuple[str, int], Dossier]) -> dict[str, list[Dossier]]:
    people: dict[str, list[Dossier]] = defaultdict(list)
    for (file, _), dossier in all_dossiers.items():
        number: Any = dossier.staff["payroll_number"]
        if file == return_.path and number:
            people[number].append(dossier)
    return people
