"""Returns that went through LibreOffice (opened, changed, saved) read as before, but for what was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typed_in_libreoffice import saved_again, typed_in_cell

from pmr_batch.model.returns import Return
from pmr_batch.read.worker import read_workbook
from pmr_batch.workbook.return_content import content_number

pytestmark = pytest.mark.office
COURSE = "Maths-mastery-programme"


def opened(path: Path) -> Return:
    return read_workbook("return.xlsx", path.read_bytes())


@pytest.fixture(scope="module")
def pairs(faulty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[Path, Path]], Path]:
    """A return of each cycle, faults and own columns and all, as it came and as LibreOffice saves it; its profile."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "sent").mkdir()
    came = []
    for cycle in ("teaching-2025-26", "support-2025-26"):
        sent = faulty_folder / "incoming" / cycle / "Hillcrest Academy PMR.xlsx"
        came.append(Path(shutil.copy(sent, folder / "sent" / f"{cycle}.xlsx")))
    saved = saved_again(came, folder / "profile", folder / "saved")
    return list(zip(came, saved, strict=True)), folder / "profile"


def test_a_return_that_was_opened_and_saved_reads_the_same(pairs: tuple[list[tuple[Path, Path]], Path]) -> None:
    for came, saved in pairs[0]:
        before, after = opened(came), opened(saved)
        assert after.tables == before.tables
        assert (after.spots, after.extras, after.settings) == (before.spots, before.extras, before.settings)
        assert content_number(after) == content_number(before), "the same return, saved again"


def test_a_cell_that_was_changed_is_the_only_one_that_reads_otherwise(
    pairs: tuple[list[tuple[Path, Path]], Path], tmp_path: Path
) -> None:
    (came, _), *_ = pairs[0]
    changed = opened(typed_in_cell(came, ("Development", "E2"), COURSE, pairs[1], tmp_path / "changed.xlsx"))
    for name, table in opened(came).tables.items():
        for key, values in table.columns.items():
            now = changed.tables[name].columns[key]
            differs = [(was, is_) for was, is_ in zip(values, now, strict=True) if was != is_]
            assert [is_ for _, is_ in differs] == ([COURSE] if (name, key) == ("Development", "delivery") else []), key
