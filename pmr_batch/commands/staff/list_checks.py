"""Checks trust.xlsx as it would be with the new list, with the care of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from pmr_batch.commands.staff.comparison import Comparison
from pmr_batch.commands.staff.present_list import PresentList, listed_in
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.settings.problems import Problem
from pmr_batch.settings.trust_file import check_trust


@dataclass(frozen=True)
class ListProblem:
    """A problem of the list as it would be: whose row, where that comes from, and the problem in words."""

    number: str
    where: str
    line: str


@dataclass(frozen=True)
class CheckedList:
    """What is wrong with the new list, and with other sheets of trust.xlsx, a line each."""

    problems: tuple[ListProblem, ...]
    elsewhere: tuple[str, ...]


def check_list(content: bytes, present: PresentList, found: Comparison) -> CheckedList:
    """Check the file as it would be: problems of the list keep it from being written, those of other sheets do not."""
    problems = check_trust(content).problems
    of_list = [problem for problem in problems if problem.sheet == STAFF_LIST.name]
    rows = _rows(content, present, found) if of_list else {}
    elsewhere = tuple(problem.line for problem in problems if problem.sheet != STAFF_LIST.name)
    return CheckedList(tuple(_list_problem(problem, rows) for problem in of_list), elsewhere)


def _rows(content: bytes, present: PresentList, found: Comparison) -> dict[int, tuple[str, str]]:
    """The payroll number and the origin of each row of the new list, by Excel row."""
    rows = {listed.row: (listed.number, "on the list") for listed in present.posts}
    new = [listed for listed in listed_in(content).posts if listed.row not in rows]
    for listed, post in zip(new, found.added, strict=True):
        rows[listed.row] = (post.number, post.row.where)
    return rows


def _list_problem(problem: Problem, rows: dict[int, tuple[str, str]]) -> ListProblem:
    number, where = rows.get(problem.row, ("", ""))
    return ListProblem(number, where, problem.line)
