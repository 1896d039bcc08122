"""The live checks over faults in full returns: LibreOffice shows them, named and coloured, where `check` does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from shown_in_libreoffice import Place, Shown, shown

from pmr_batch.commands.check import check
from pmr_batch.demo import DEMO_AS_OF
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import FileState
from pmr_batch.rules import RULES

#: What the live checks find beside blanks: cells that cannot stand, numbers that do not fit the others, totals.
OF_CELLS = {"PM006", "PM007", "PM008", "PM010", "PM011", "PM013", "PM020"}
#: Of those, and of the owners of required cells.
SOME_IN_EACH_CYCLE = {"PM006", "PM007", "PM008", "PM009", "PM011", "PM602", "PM611", "PM701", "PM901"}
pytestmark = pytest.mark.office


class Told(NamedTuple):
    """What `check` finds of what the live checks are about, in one return."""

    path: Path
    findings: list[Finding]

    @property
    def places(self) -> set[Place]:
        return {(str(one.sheet), one.row or 0, str(one.column)) for one in self.findings}


@pytest.fixture(scope="module")
def told(faulty_folder: Path) -> dict[str, Told]:
    """Of each return that is accepted, by cycle and file."""
    with ThreadPoolExecutor() as executor:
        files = sorted((faulty_folder / "incoming").rglob("*.xlsx"))
        checked = check(files, faulty_folder, DEMO_AS_OF, executor)
    accepted = [one.path for one in checked.files if one.state is FileState.ACCEPTED]
    live = [one for one in checked.findings if is_live(one)]
    found = (Told(Path(path), [one for one in live if one.file == path]) for path in accepted)
    return {f"{one.path.parent.name} {one.path.stem}": one for one in found}


def is_live(finding: Finding) -> bool:
    """A fault of one cell, or a required cell that is blank; a blank that a rule weighs says more than that."""
    if finding.code in OF_CELLS:
        return True
    column = next((one for one in BY_NAME.get(str(finding.sheet), ()) if one.heading == finding.column), None)
    is_owned = column is not None and column.required is not None and finding.code in column.owners
    if not is_owned:
        return False
    says = RULES[finding.code].says_blank
    # Where it only says so, its sentence ends there: a blank that a rule weighs goes on in words of its own.
    begins = says.partition("{")[0] if says != "is blank" else "is blank. "
    return f": {finding.column} {begins}" in finding.message


@pytest.fixture(scope="module")
def seen(told: dict[str, Told], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """The same returns, calculated and drawn by LibreOffice."""
    return shown(tmp_path_factory.mktemp("office"), {name: one.path.read_bytes() for name, one in told.items()})


def planted(folder: Path) -> Iterator[tuple[str, str, int | None, str | None]]:
    """Every fault of one cell: file, sheet, row and column."""
    for one in json.loads((folder / "planted.json").read_text("utf-8")):
        if one["code"] in OF_CELLS:
            yield one["file"], one["sheet"], one["row"], one["column"]


def test_the_planted_live_faults_are_all_looked_at(faulty_folder: Path, told: dict[str, Told]) -> None:
    assert set(planted(faulty_folder)) <= {(one.path.name, *place) for one in told.values() for place in one.places}
    for slug in ("teaching-2025-26", "support-2025-26"):
        found = {finding.code for name, one in told.items() if name.startswith(slug) for finding in one.findings}
        assert found >= SOME_IN_EACH_CYCLE, slug


def test_the_live_checks_name_the_cells_that_check_names(told: dict[str, Told], seen: dict[str, Shown]) -> None:
    assert differences(told, ((name, one.named) for name, one in seen.items())) == []


def test_the_cells_that_are_named_are_coloured_and_no_others(told: dict[str, Told], seen: dict[str, Shown]) -> None:
    assert differences(told, ((name, one.coloured) for name, one in seen.items())) == []


def differences(told: dict[str, Told], found: Iterable[tuple[str, frozenset[Place]]]) -> list[str]:
    """Places that only `check` or only the workbook has, to read."""
    return [
        f"{name}: {place} is {'missing' if place in told[name].places else 'too much'}"
        for name, places in found
        for place in sorted(told[name].places ^ places)
    ]
