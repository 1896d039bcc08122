"""The pay ranges: each is written down in one table, from which everything else derives."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pmr_batch
from pmr_batch.policy.pay import canonical_point, is_any_point, rank, scale_name
from pmr_batch.policy.pay_ranges import AREAS_OF_RANGES, POINT_EXAMPLES, RANGES, WITHOUT_POINTS, PayRange
from pmr_batch.policy.reference import pay_points

PACKAGE = Path(pmr_batch.__file__).parent
#: Files in which such a word means something else, or invented people are paid.
OTHER_MEANING = {"model/objectives_sample.py", "demo"}


def test_every_point_of_the_reference_is_of_a_range_that_has_its_letters() -> None:
    for row in pay_points():
        named = RANGES[row["range"]]
        assert row["point"].startswith(named.letters)
        assert (row["area"] in AREAS_OF_RANGES) == bool(named.area)


@pytest.mark.parametrize("named", RANGES.values(), ids=lambda named: named.name)
def test_a_range_reads_each_of_its_own_spellings(named: PayRange) -> None:
    spellings = (named.letters, *named.spellings) if named.letters else ()
    for spelling in spellings:
        assert canonical_point(f"{spelling} 7", named.name) == f"{named.letters}7"
        assert is_any_point(f"{spelling} 7".lower())
    for end in named.ends or ():
        assert canonical_point(end, named.name) == end
    if named.ends:
        assert rank(named.ends[0]) < rank(f"{named.letters}1") < rank(named.ends[1])


def test_an_example_is_a_point_of_its_range_and_shown_where_points_are_needed() -> None:
    assert [named.example for named in RANGES.values() if named.needs_point] == list(POINT_EXAMPLES)
    assert all(
        canonical_point(named.example, named.name) == named.example for named in RANGES.values() if named.example
    )
    assert {named.name for named in RANGES.values() if not named.needs_point} == set(WITHOUT_POINTS)


def test_a_range_that_is_the_same_everywhere_is_named_without_its_area() -> None:
    assert scale_name("National", "NJC") == "NJC"
    assert scale_name("London Fringe", "Main") == "Main in London Fringe"


def test_no_other_module_names_a_range_or_its_area() -> None:
    names = {*RANGES, *AREAS_OF_RANGES}
    naming = {}
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).as_posix()
        constants = (
            node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        )
        if place.partition("/")[0] not in OTHER_MEANING and place not in OTHER_MEANING:
            naming[place] = sorted({text for text in constants if isinstance(text, str) and text in names})
    assert {place for place, found in naming.items() if found} == {"policy/pay_ranges.py"}
