"""File names of forms: found by a person, taken by Windows, macOS, Linux and SharePoint."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmr_batch.word.filling.file_names import file_name, has_number, unique


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("Ann Appleby", "0001041", "Ann Appleby 0001041 Appendix A.docx"),
        ("Siân O'Brien", "0000001", "Siân O'Brien 0000001 Appendix A.docx"),
        ("Jose\u0301", "2", "José 2 Appendix A.docx"),
        ("CON", "3", "CON 3 Appendix A.docx"),
        ("CON. Smith", "3", "_CON. Smith 3 Appendix A.docx"),
        ("a/b\\c", "4", "a-b-c 4 Appendix A.docx"),
        ("../../etc", "5", "-..-etc 5 Appendix A.docx"),
        ("Ann B. ...", "6", "Ann B 6 Appendix A.docx"),
        ("~$Ann", "7", "Ann 7 Appendix A.docx"),
        ("Ann\u202egpj", "8", "Anngpj 8 Appendix A.docx"),
        ("Ann\n\tApple", "9", "Ann Apple 9 Appendix A.docx"),
        ("", "", "No name Appendix A.docx"),
    ],
)
def test_a_name_any_system_takes(name: str, number: str, expected: str) -> None:
    assert file_name(name, number) == expected


@pytest.mark.parametrize("number", ["0001041", "PR/41", "PR 41", "a:b", "41.", "../41"])
def test_whose_a_form_is_is_found_by_the_number_in_its_name(number: str) -> None:
    made = file_name("Ann 41 Appleby", number).removesuffix(".docx")
    assert has_number(made, number)
    assert not any(has_number(made, other) for other in ("001041", "1041", "PR/4", "PR 4"))


def test_namesakes_are_told_apart_whatever_their_capitals() -> None:
    assert unique(["A.docx", "a.docx", "A (2).docx", "B.docx"]) == ["A.docx", "a (2).docx", "A (2) (2).docx", "B.docx"]


@given(st.text(), st.text())
def test_no_text_makes_a_name_that_a_system_refuses(name: str, number: str) -> None:
    made = file_name(name, number)
    assert made.endswith(" Appendix A.docx")
    assert len(made.encode()) <= 200
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', made)
    assert not made.startswith(("~", " ", "."))
    assert unicodedata.normalize("NFC", made) == made
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)", made)
