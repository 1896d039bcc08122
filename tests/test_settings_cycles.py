"""The dates of cycles in trust.xlsx: what cannot be right refuses with one line, what may be right is a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_settings import Rows, filled, half_terms, problems, read, set_cell

from pmr_batch.settings.trust_file import TRUST_FILE, read_trust
from pmr_batch.workbook.trust_book import trust_workbook

#: Rows of Cycles in a filled-in trust, from row 2.
TEACHING, NEXT_TEACHING, SUPPORT = 0, 1, 2
YEAR_IS_RIGHT = "see that its year is right"


def of_cycle(**values: Any) -> Callable[[Rows], None]:
    """Change Teaching 2025-26: 1 September 2025 to 31 August 2026."""
    return set_cell("Cycles", TEACHING, **values)


def years_earlier(years: int) -> Callable[[Rows], None]:
    """Move all of Teaching 2025-26 back."""

    def change(rows: Rows) -> None:
        row = rows["Cycles"][TEACHING]
        row |= {key: value.replace(year=value.year - years) for key, value in row.items() if isinstance(value, date)}
        row["cycle"] = "Teaching then"

    return change


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            of_cycle(from_=date(2062, 9, 1)),
            "Cycles C2: From 1 September 2062 lies in a year that cannot be meant; "
            "see that its year is right: it can be from 2000 to 2060",
        ),
        (
            of_cycle(to=date(2062, 8, 31)),
            "Cycles D2: To 31 August 2062 lies in a year that cannot be meant; "
            "see that its year is right: it can be from 2000 to 2060",
        ),
        (
            of_cycle(to=date(2027, 8, 31)),
            "Cycles D2: To 31 August 2027 lies more than eighteen months after From, 1 September 2025, and a cycle is "
            "a year (1.4); correct the one or the other",
        ),
        (
            of_cycle(from_=date(2024, 9, 1)),
            "Cycles C2: From 1 September 2024 does not fit “Teaching 2025-26”; correct the one or the other",
        ),
        (
            years_earlier(7),
            "Cycles C2: From 1 September 2018 lies before the numbers of the policy begin, 1 April 2019; "
            "see that its year is right, or add the values that held then",
        ),
        (
            of_cycle(from_=date(2018, 9, 1)),
            "Cycles C2: From 1 September 2018 does not fit “Teaching 2025-26”; correct the one or the other",
        ),
        (
            set_cell("Cycles", NEXT_TEACHING, from_=date(2026, 8, 1)),
            "Cycles C3: From 1 August 2026 lies in “Teaching 2025-26” (row 2), which ends 31 August 2026; "
            "let a cycle start after the one before of its group has ended",
        ),
        (
            of_cycle(objectives_set_by=date(2026, 10, 13)),
            "Cycles E2: Objectives set by 13 October 2026 does not lie at the start of the cycle, 1 September 2025, or "
            f"soon after (4.1); {YEAR_IS_RIGHT}",
        ),
        (
            of_cycle(final_reviews_by=date(2025, 10, 15)),
            f"Cycles F2: Final reviews by 15 October 2025 lies many months before the cycle ends, 31 August 2026; "
            f"{YEAR_IS_RIGHT}",
        ),
        (
            of_cycle(heads_pay_decisions_by=date(2027, 12, 31)),
            f"Cycles K2: Heads' pay decisions by 31 December 2027 lies many months after the cycle ends, "
            f"31 August 2026; {YEAR_IS_RIGHT}",
        ),
        (
            of_cycle(pay_effective_from=date(2025, 9, 1)),
            f"Cycles L2: Pay effective from 1 September 2025 lies many months before the cycle ends, 31 August 2026; "
            f"{YEAR_IS_RIGHT}",
        ),
        (
            of_cycle(final_reviews_by=date(2026, 11, 15)),
            "Cycles F2: Final reviews by 15 November 2026 lies after Reports sent by, 31 October 2026 and Pay "
            "decisions by, 31 October 2026; put the deadlines in their order",
        ),
        (
            of_cycle(heads_final_reviews_by=date(2027, 1, 15), heads_reports_sent_by=date(2027, 1, 31)),
            "Cycles G2: Heads' final reviews by 15 January 2027 lies after Heads' pay decisions by, 31 December 2026; "
            "put the deadlines in their order",
        ),
    ],
)
def test_a_date_that_cannot_be_right_is_one_line(change: Callable[[Rows], None], line: str) -> None:
    rows = filled()
    change(rows)
    assert problems(rows) == [line]


@pytest.mark.parametrize(
    "change",
    [
        of_cycle(reports_sent_by=date(2026, 11, 30)),  # reports may be sent after the decision
        of_cycle(final_reviews_by=date(2026, 7, 17), objectives_set_by=date(2025, 7, 18)),
        of_cycle(heads_final_reviews_by=None, heads_reports_sent_by=None, heads_pay_decisions_by=None),
        of_cycle(cycle="Teaching 2026", objectives_set_by=date(2025, 9, 1)),
        set_cell("Cycles", SUPPORT, pay_effective_from=date(2027, 4, 1), final_reviews_by=date(2027, 6, 30)),
    ],
)
def test_a_date_that_a_trust_may_choose_is_no_problem(change: Callable[[Rows], None]) -> None:
    rows = filled()
    change(rows)
    assert read(rows).cycles


def notices(folder: Path, *changes: Callable[[Rows], None]) -> list[str]:
    rows = filled()
    for change in changes:
        change(rows)
    (folder / TRUST_FILE).write_bytes(trust_workbook(rows))
    return [line.removeprefix("trust.xlsx: ") for line in read_trust(folder).notices]


def test_what_is_not_the_policys_year_is_told_and_used(tmp_path: Path) -> None:
    assert notices(
        tmp_path,
        of_cycle(pay_effective_from=date(2026, 10, 1)),
        set_cell("Cycles", NEXT_TEACHING, from_=date(2026, 10, 1)),
    ) == [
        "Cycles L4: Pay effective from 1 October 2026 is not 1 September 2026, when the pay of this cycle usually "
        "changes; see that it is meant",
        "Cycles C5: From 1 October 2026 begins a cycle that ends 31 August 2027, and the policy's year is "
        "1 September 2026 to 31 August 2027 (1.4, 1.5); see that both dates are meant",
    ]


def test_term_dates_that_the_cycles_need_are_told_by_school_year(tmp_path: Path) -> None:
    def without(rows: Rows) -> None:
        own = [half | {"academy_code": "OAK"} for half in half_terms(2025)[:5]]
        rows["Terms"] = [*half_terms(2025), *half_terms(2026)[:3], *own]

    rest = "add them, or what counts working weeks of term-time staff is not checked"
    assert notices(tmp_path, without) == [
        f"Terms: 2025/26 of OAK has no Summer 2, which Teaching 2025-26 and Support 2026-27 may need; {rest}",
        "Terms: 2026/27 has no Spring 2, Summer 1 and Summer 2, which Teaching 2026-27 and Support 2026-27 may need; "
        f"{rest}",
    ]
