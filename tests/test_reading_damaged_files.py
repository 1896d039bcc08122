"""Damaged copies of a good workbook never give another value: refused, or read the same."""

from __future__ import annotations

import random

import pytest
from workbooks import a_return, as_excel_does

from pmr_batch.excel.reading.reading_limits import OF_A_RETURN, OF_THE_TRUST, Limits, Refused
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.standard_workbook import SHEETS, TOOL_SHEETS

GOOD = as_excel_does(
    a_return(
        {
            "Staff": """
        | Payroll number | Name        | Role    | FTE | Employment start | Current pay |
        | 0001041        | Ann Appleby | Teacher | 0.6 | 2019-09-01       | 31650       |
        | 0001042        | Bo Birch    | HLTA    | 1   | 2021-01-04       | 24100.5     |
        """,
            "Objectives": """
        | Payroll number | No | Objective         | Due on     |
        | 0001041        | 1  | Phonics in year 1 | 2026-08-31 |
        """,
        }
    )
)


def read(content: bytes, limits: Limits) -> object:
    try:
        return read_tables(content, SHEETS, TOOL_SHEETS, limits=limits).tables
    except Refused:
        return None


def damaged(seed: int) -> bytes:
    """A copy with flipped bits, a hole, a cut or a swap of two stretches."""
    chance = random.Random(seed)
    content = bytearray(GOOD)
    at = chance.randrange(len(content))
    match seed % 5:
        case 0 | 1:
            content[at] ^= 1 << chance.randrange(8)
        case 2:
            for _ in range(20):
                content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
        case 3:
            del content[at : at + chance.randrange(1, 200)]
        case _:
            content[at : at + 16] = bytes(16)
    return bytes(content)


@pytest.mark.parametrize(
    ("limits", "copies"), [(OF_A_RETURN, 2_000), (OF_THE_TRUST, 500)], ids=["all parts", "only parts that are read"]
)
def test_no_damaged_copy_gives_another_value(limits: Limits, copies: int) -> None:
    whole = read(GOOD, limits)
    assert whole is not None
    answers = [read(damaged(seed), limits) for seed in range(copies)]
    assert [seed for seed, answer in enumerate(answers) if answer not in (None, whole)] == []
    assert sum(answer is None for answer in answers) > copies / 2
