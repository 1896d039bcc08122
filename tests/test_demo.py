"""The demo: repeatable, of any size, with a fault for every rule in force, from a planter that knows no rule."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import openpyxl
import pytest

from pmr_batch import demo
from pmr_batch.demo.compare import compare
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.staffing import make_trust
from pmr_batch.demo.story import Demo, build
from pmr_batch.model import Finding, Severity

IN_FORCE = {
    *(f"PM{number:03}" for number in range(1, 22) if number not in (14, 15, 18)),
    *(f"PM{number}" for number in (*range(101, 107), 108, *range(201, 212), *range(401, 418))),
}


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo as `pmr-batch demo` makes it."""
    return build(tmp_path_factory.mktemp("usual"))


def test_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path / "one", academies=2, staff=12, seed=7)
    build(tmp_path / "two", academies=2, staff=12, seed=7)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_another_seed_makes_another_trust() -> None:
    one, other = (make_trust(2, 12, seed) for seed in (1, 2))
    assert {p.name for s in one.schools for p in s.staff} != {p.name for s in other.schools for p in s.staff}


@pytest.mark.parametrize(("academies", "staff"), [(1, 12), (2, 12), (5, 40), (20, 60), (100, 60)])
def test_trusts_of_any_size(academies: int, staff: int) -> None:
    trust = make_trust(academies, staff, seed=3)
    assert len(trust.academies) == academies
    assert len({school.code for school in trust.schools}) == academies + 1
    rows = [person for school in trust.schools for person in school.staff]
    shared = sum(person.kind == "two academies" for person in rows) // 2
    assert len({person.payroll_number for person in rows}) == len(rows) - shared
    for school in trust.academies:
        assert staff <= len(school.staff) <= staff + 1


def test_no_reviewer_has_more_reviewees_than_the_policy_allows() -> None:
    rows = [person for school in make_trust(20, 60, seed=3).schools for person in school.staff if person.reviewer]
    reviewers = [person.reviewer for person in rows]
    assert max(map(reviewers.count, set(reviewers))) <= 8
    assert not [person for person in rows if person.reviewer == person.payroll_number]


def test_every_rule_in_force_has_a_fault(usual: Demo) -> None:
    assert {one.code for one in usual.planted} == IN_FORCE


def test_faults_stand_in_several_academies(usual: Demo) -> None:
    assert len({(one.cycle, one.academy) for one in usual.planted}) >= 8


def test_each_fault_names_a_cell_that_is_there(usual: Demo) -> None:
    cells = [one for one in usual.planted if one.cell and one.file]
    assert len(cells) > 50
    for one in cells:
        folder = one.cycle.lower().replace(" ", "-")
        book = openpyxl.load_workbook(usual.folder / "incoming" / folder / str(one.file), read_only=True)
        if one.payroll_number:
            assert one.payroll_number in [cell.value for cell in book[str(one.sheet)][one.row or 1]]


def test_small_trusts_have_fewer_faults_and_none_twice_at_a_place(tmp_path: Path) -> None:
    small = build(tmp_path, academies=2, staff=12, seed=2).planted
    assert len(small) >= 15
    assert len({(one.file, one.sheet, one.row, one.cell, one.code, one.payroll_number) for one in small}) == len(small)


def test_planters_know_nothing_of_the_rules() -> None:
    folder = Path(demo.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert not name.startswith(("pmr_batch.rules", "pmr_batch.validate")), path.name


def finding(code: str, **place: object) -> Finding:
    """A finding at a place of RIV.xlsx."""
    parts = {"sheet": "Objectives", "row": 4, "column": "Due on", "cell": "I4", "item": "2", "value": None} | place
    return Finding(code, "4.4", Severity.ERROR, "RIV", "RIV.xlsx", "0010001", (), message="m", remedy="r", **parts)  # type: ignore[arg-type]


PLANTED = Planted("PM407", "Teaching 2025-26", "RIV", "RIV.xlsx", "Objectives", 4, "Due on", "I4", "0010001")


def test_compare_is_content_with_what_two_rounds_found() -> None:
    assert compare([PLANTED], {"Teaching 2025-26": [finding("PM407"), finding("PM407")]}) == ([], [])


def test_compare_tells_what_is_missing_and_what_is_too_much() -> None:
    place = ("Teaching 2025-26", "PM407", "RIV", "RIV.xlsx", "Objectives", 4, "I4")
    other = finding("PM407", row=5, cell="I5")
    assert compare([PLANTED], {"Teaching 2025-26": [other]}) == ([place], [(*place[:5], 5, "I5")])
    assert compare([], {"Teaching 2025-26": [finding("PM407")]}) == ([], [place])


def test_compare_does_not_look_at_what_does_not_count() -> None:
    explained = finding("PM407")
    object.__setattr__(explained, "explanation", "Agreed in October, see the minutes")
    assert compare([], {"Teaching 2025-26": [explained]}) == ([], [])
