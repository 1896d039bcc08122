"""The sheet Equality: figures and bars of what is shown, words for what is not, and a plain recount of the demo's."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from drawn_trust import ETHNIC, TABLES, drawn, made_of
from ledgers import copy_without_decisions
from moderated_round import a_round
from openpyxl.worksheet.worksheet import Worksheet

from pmr_batch.commands.rounds.run import run
from pmr_batch.demo import DEMO_AS_OF
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Round
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.records.kept_runs import read_kept_run

HIDDEN = "[c]"
CYCLE = "teaching-2025-26"


def _sheet(moderated: Moderated) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(committee_workbook(moderated)))["Equality"]


def _texts(sheet: Worksheet) -> list[str]:
    """The texts of the first column."""
    return [str(row[0].value) for row in sheet.iter_rows(max_col=1) if row[0].value is not None]


def _tables(sheet: Worksheet) -> dict[str, dict[str, tuple[int, int] | str]]:
    """By heading and group: people and how many of them progress, or the words in their place."""
    found: dict[str, dict[str, tuple[int, int] | str]] = {}
    by: dict[str, tuple[int, int] | str] = {}
    for name, people, progressed in sheet.iter_rows(min_col=1, max_col=3, values_only=True):
        if people == "People":
            by = found.setdefault(name, {})
        elif people is None:
            by = {}
        else:
            by[name] = people if isinstance(people, str) else (people, progressed)
    return found


@pytest.fixture(scope="module")
def two_hundred() -> Moderated:
    trust = drawn(Random(1), 200)
    return replace(a_round(8, 25), equality=trust.run(trust.answers))


def test_what_is_shown_is_written_and_the_rest_is_hidden_in_words(two_hundred: Moderated) -> None:
    tables = _tables(_sheet(two_hundred))
    assert two_hundred.equality.tables
    for table in two_hundred.equality.tables:
        written = tables.get(table.by, {})
        assert bool(written) == (table.breakdown is not None)
        for group in table.breakdown.groups if table.breakdown else ():
            expected = HIDDEN if group.tally is None else (group.tally.people, group.tally.progressed)
            assert written[group.name] == expected
    assert HIDDEN in tables["Ethnic group"].values()


def test_groups_and_those_hidden_together_make_everybody(two_hundred: Moderated) -> None:
    for by, written in _tables(_sheet(two_hundred)).items():
        everybody = written.pop("Everybody")
        figures = [each for each in written.values() if each != HIDDEN]
        assert tuple(sum(part) for part in zip(*figures, strict=True)) == everybody, by


def test_no_hidden_figure_is_anywhere_in_the_file() -> None:
    """Groups of 2,174 and 2,192 people are hidden where counts below 1,200 are."""
    hidden = {"Mixed": (1037, 1137), "Other": (1073, 1119)}
    shown = {"Black": (1361, 1387)}
    trust = made_of(dict.fromkeys(ETHNIC, (1300, 1300)) | hidden | shown)
    content = committee_workbook(replace(a_round(3, 4), equality=trust.run(trust.answers, least=1200)))
    with ZipFile(io.BytesIO(content)) as parts:
        everything = "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist())

    def found(tally: tuple[int, int]) -> list[bool]:
        share = tally[0] / sum(tally)
        figures = (*map(str, tally), f"{sum(tally)}", f"{sum(tally):,}", str(share)[:7], f"{share:.1%}")
        return [bool(re.search(rf"(?<![0-9]){re.escape(figure)}", everything)) for figure in figures]

    assert [found(tally) for tally in hidden.values()] == [[False] * 6] * 2
    assert found(shown["Black"]) == [True, False, True, False, True, False]


def test_bars_are_of_everybody_and_of_what_is_shown(two_hundred: Moderated) -> None:
    sheet = _sheet(two_hundred)
    tables = [table.breakdown for table in two_hundred.equality.tables if table.breakdown]
    shown = {breakdown.by: breakdown for breakdown in (*tables, *two_hundred.equality.open_breakdowns)}
    assert len(sheet._charts) == len(shown) > 4
    for chart in sheet._charts:
        (series,) = chart.ser
        first, last = (int(number) for number in re.findall(r"\$D\$(\d+)", series.val.numRef.f))
        names = [sheet.cell(row, 1).value for row in range(first, last + 1)]
        assert names == ["Everybody", *shown.pop(sheet.cell(first - 1, 1).value).shown]
        assert chart.anchor._from.row < last
    assert not shown


def test_a_small_trust_is_told_that_its_people_are_too_few() -> None:
    trust = drawn(Random(1), 12)
    sheet = _sheet(replace(a_round(3, 4), equality=trust.run(trust.answers)))
    texts = _texts(sheet)
    assert not [by for by in TABLES if by in texts], "a heading with nothing below it"
    assert "Nothing at all is said by sex, ethnic group, disability, age band and extended absence: " in "\n".join(
        texts
    )
    assert [by for by in _tables(sheet) if by in {*TABLES, "Full or part time", "Contract"}] == [
        "Full or part time", "Contract",
    ]  # fmt: skip


def test_an_earlier_count_that_stands_says_whose_it_is() -> None:
    trust = drawn(Random(3), 301)
    trust.run(sorted(trust.answers)[:300], "run one")
    texts = _texts(_sheet(replace(a_round(3, 4), equality=trust.run(trust.answers, "run two"))))
    assert texts.count("As counted by run run one on 13 October 2025, of 300 people.") == 5
    assert any("too little has changed since to count anew" in text for text in texts)


def test_an_empty_equality_sheet_is_told() -> None:
    trust = drawn(Random(1), 40)
    trust.answers.clear()
    equality = trust.run([f"{number:07}" for number in range(40)])
    told = "The Equality sheet of trust.xlsx holds nobody yet, so that nothing can be said by what it asks."
    assert told in _texts(_sheet(replace(a_round(3, 4), equality=equality)))


def test_the_sheet_prints_on_a4_with_no_section_parted(two_hundred: Moderated) -> None:
    sheet = _sheet(two_hundred)
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks
    assert all(
        sheet.cell(row + 1, 1).value in {*TABLES, "Full or part time", "Contract", "Pay range"} for row in breaks
    )
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


# -- the demo, counted by other code ---------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo before the committee has met, run again for a trust that hides nothing."""
    undecided = shutil.ignore_patterns("records.sqlite")
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("equality") / "trust", ignore=undecided)
    copy_without_decisions(demo_folder, folder)
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    (row,) = [row for row in book["Parameters"].iter_rows() if row[0].value == "small_number"]
    row[1].value = 0
    book.save(folder / "trust.xlsx")
    with ThreadPoolExecutor(1) as executor:
        run(folder, CYCLE, Round.OCTOBER, DEMO_AS_OF, executor)
    return folder


@cache
def _rows(path: Path, sheet: str, heading: str) -> list[dict[str, Any]]:
    rows = list(openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if heading in row)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :] if any(row)]


def _progresses(row: dict[str, Any]) -> bool:
    """A higher point of the range, or another range."""
    points = [row[f"{which} point"] for which in ("Current", "Recommended")]
    if row["Current range"] != row["Recommended range"]:
        return True
    assert all(points), "of whoever has no point this recount knows nothing"
    current, recommended = (int(re.sub(r"\D", "", point)) for point in points)
    return recommended > current


def _committee(folder: Path) -> Path:
    return next((folder / "output" / CYCLE / "october" / "committee").iterdir())


def _able(folder: Path) -> set[str]:
    """Those who can progress, as the run kept it; a recount of its own is in test_consistency."""
    kept = read_kept_run(folder / "output" / CYCLE / "october" / "kept.json")
    assert kept is not None
    return {one.payroll_number for one in kept.recommendations if one.can_progress}


def test_a_plain_recount_of_the_demo_agrees(folder: Path) -> None:
    able = _able(folder)
    rows = _rows(_committee(folder), "Recommendations", "Payroll number")
    people = {row["Payroll number"]: row for row in rows if row["Payroll number"] in able}
    held = {row["Payroll number"]: row for row in _rows(folder / "trust.xlsx", "Equality", "Payroll number")}
    tables = _tables(openpyxl.load_workbook(_committee(folder))["Equality"])
    shown = 0
    for by in TABLES[:-1]:
        groups = {number: held.get(number, {}).get(by) or "Not asked" for number in people}
        for name, figures in tables.get(by, {}).items():
            if name != "Everybody":
                of_group = [row for number, row in people.items() if groups[number] == name]
                assert figures == (len(of_group), sum(map(_progresses, of_group))), (by, name)
                shown += 1
    assert shown == sum(len(tables[by]) - 1 for by in TABLES[:-1]) > 20
    for by, heading in (("Contract", "Contract"), ("Pay range", "Current range")):
        counts = Counter(row[heading] for row in people.values())
        assert {name: figures[0] for name, figures in tables[by].items() if name != "Everybody"} == counts


def test_a_plain_recount_of_absences_agrees(folder: Path) -> None:
    """School days by the Terms of trust.xlsx; one may be a bank holiday, and nobody's absence is near 20 of them."""
    terms = [(row["From"], row["To"]) for row in _rows(folder / "trust.xlsx", "Terms", "Term")]
    kept = read_kept_run(folder / "output" / CYCLE / "october" / "kept.json")
    assert kept is not None
    before = {(one.academy, one.payroll_number) for one in kept.recommendations if one.can_progress}
    days = []
    for person in kept.people:
        if (person.academy, person.payroll_number) in before and person.file:
            rows = _rows(folder / "incoming" / CYCLE / person.file, "Staff", "Payroll number")
            (row,) = [row for row in rows if row["Payroll number"] == person.payroll_number]
            days.append(_school_days(row["Absent from"], row["Absent to"], terms))
    assert not [one for one in days if 18 <= one <= 22]
    extended = sum(one >= 20 for one in days)
    tables = _tables(openpyxl.load_workbook(_committee(folder))["Equality"])
    assert tables["Extended absence"]["An extended absence"][0] == extended > 0
    assert tables["Extended absence"]["None known"][0] == len(days) - extended


def _school_days(first: Any, last: Any, terms: list[tuple[Any, Any]]) -> int:
    if first is None:
        return 0
    last = last or first.replace(year=first.year + 1)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(day.weekday() < 5 and any(start <= day <= end for start, end in terms) for day in days)


def test_what_was_shown_stands_beside_the_recommendations_in_kept_json(folder: Path) -> None:
    kept = read_kept_run(folder / "output" / CYCLE / "october" / "kept.json")
    assert kept is not None
    (published,) = kept.equality
    assert {*published.progressed, *published.others} == {
        one.payroll_number for one in kept.recommendations if one.can_progress
    }
