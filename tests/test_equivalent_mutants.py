"""What is listed as a mutant that makes no difference is one of the program as it is now, with a reason."""

from __future__ import annotations

from mutants import ROOT, equivalents, mutants_of


def test_each_is_a_mutant_of_the_program_with_a_reason() -> None:
    listed = equivalents()
    there = {mutant.key for path in {file for file, *_ in listed} for mutant in mutants_of(ROOT / path)}
    assert listed.keys() - there == set()
    assert all(listed.values())
