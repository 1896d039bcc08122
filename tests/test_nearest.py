"""What was most likely meant."""

from __future__ import annotations

from pmr_batch.words import likeness, nearest, nearest_few

CYCLES = ("teaching-2024-25", "teaching-2025-26", "support-2025-26")


def test_the_nearest_is_named_and_nothing_where_none_is_near() -> None:
    assert nearest("teaching-2026-26", CYCLES) == "teaching-2025-26"
    assert nearest("grand piano", CYCLES) is None
    assert nearest("teaching-2025-26", ()) is None


def test_the_cut_off_says_how_near_is_near() -> None:
    assert nearest("teach", CYCLES, 0.9) is None
    assert nearest("teach", CYCLES, 0.3) in CYCLES


def test_both_are_compared_folded_and_the_choice_is_named_as_it_is() -> None:
    assert nearest("pm7O4", ("PM704", "PM101"), 0.5, str.casefold) == "PM704"
    assert nearest("pm7O4", ("PM704", "PM101"), 0.9) is None


def test_of_several_the_nearest_comes_first() -> None:
    assert nearest_few("0001041", ("0001042", "0001141", "9999999"), 5, 0.7)[-1] != "9999999"
    assert nearest_few("0001041", ("0001042", "0001141", "0001041"), 2, 0.7)[0] == "0001041"


def test_likeness_is_from_0_to_1_and_0_below_the_least() -> None:
    assert likeness("Objectives", "Objectives") == 1
    assert 0 < likeness("Objectives", "Objective set") < 1
    assert likeness("Objectives", "Staff", 0.9) == 0
