"""The sample of objectives: what must be in it is, the same seed draws the same, and its moderator finds a place."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from dossiers import dossier, objective, priority
from marked_tables import heading_row, table_rows
from moderated_round import AWKWARD, a_round
from program import call

from pmr_batch.layout.committee_workbook import SAMPLE
from pmr_batch.model.objectives_sample import SEED, SIZE, Sample, SampleReason
from pmr_batch.model.person import Dossier
from pmr_batch.moderate.objectives_sample import draw
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.sample_workbook import sample_workbook

PLAN = (priority("READ", "Raise standards in reading"), priority("2", "Attendance"))


def people(count: int = 60) -> list[Dossier]:
    """Teachers with a Trust objective and two of their own, ten to a reviewer."""
    return [
        dossier(
            f"{number:07}",
            staff={"reviewer": f"{9000000 + number // 10}"},
            objectives=(
                objective(1, "The Trust's words", kind="Trust", outcome="Met"),
                objective(2, outcome="Not met" if number % 20 == 7 else "Met"),
                objective(3, outcome="Partly met"),
            ),
            priorities=PLAN,
        )
        for number in range(1, count + 1)
    ]


def ids(sample: Sample, *why: SampleReason) -> set[tuple[str | None, int]]:
    """Payroll number and number of the objectives drawn, for some reason."""
    return {(one.payroll_number, one.objective["no"]) for one in sample.drawn if not why or set(why) & set(one.why)}


def whole(one: Dossier) -> set[tuple[str, int]]:
    return {(one.staff["payroll_number"], row["no"]) for row in one.objectives}


# -- what is in it ---------------------------------------------------------------------------------


def test_every_reviewer_has_one_and_not_the_trusts_own() -> None:
    everybody = people()
    sample = draw(everybody, size=0)
    reviewers = {one.staff["payroll_number"]: one.staff["reviewer"] for one in everybody}
    drawn = Counter(reviewers[number or ""] for number, _ in ids(sample, SampleReason.REVIEWER))
    assert drawn == dict.fromkeys(reviewers.values(), 1)
    assert 1 not in {no for _, no in ids(sample, SampleReason.REVIEWER)}


def test_a_reviewer_whose_reviewees_have_only_the_trusts_objective_has_that() -> None:
    alone = dossier("0000001", objectives=(objective(1, kind="Trust"),))
    assert ids(draw([alone], size=0)) == {("0000001", 1)}


def test_all_that_were_not_met_are_in_it() -> None:
    assert ids(draw(people(), size=0), SampleReason.NOT_MET) == {(f"{number:07}", 2) for number in (7, 27, 47)}


@pytest.mark.parametrize(
    ("staff", "review", "why"),
    [
        ({}, {"upr_application": "Yes"}, SampleReason.UPPER),
        ({"role": "Headteacher", "reviewer": "Panel"}, {}, SampleReason.LEADERSHIP),
        ({"role": "CEO", "reviewer": "panel"}, {}, SampleReason.LEADERSHIP),
        ({"pay_range": "Leadership"}, {}, SampleReason.LEADERSHIP),
    ],
)
def test_leadership_and_upper_pay_range_are_in_it_whole(staff: Any, review: Any, why: SampleReason) -> None:
    one = dossier("0000099", staff=staff, review=review, objectives=people(1)[0].objectives)
    assert ids(draw([*people(), one], size=0), why) == whole(one)


def test_whoever_did_not_apply_is_drawn_like_anybody() -> None:
    one = dossier("0000099", review={"upr_application": "No"}, staff={"pay_range": "Lead practitioner"})
    assert not ids(draw([*people(), one], size=0), SampleReason.UPPER, SampleReason.LEADERSHIP)


def test_each_panel_is_a_reviewer_of_its_own() -> None:
    panels = [("A Trustee", "B Chair"), ("A Trustee", "C Chair"), ("B Chair", "A Trustee")]
    heads = [
        dossier(f"{number:07}", staff={"reviewer": "Panel"}, reviewers=members, objectives=(objective(1),))
        for number, members in enumerate(panels)
    ]
    assert len(ids(draw(heads, size=0), SampleReason.REVIEWER)) == 2


def test_more_are_drawn_at_random_up_to_the_size_and_no_more_than_there_are() -> None:
    must = ids(draw(people(), size=0))
    more = draw(people(), size=30)
    assert len(more.drawn) == 30
    assert must < ids(more)
    assert ids(more, SampleReason.RANDOM) == ids(more) - must
    assert len(draw(people(), size=1000).drawn) == 180
    assert len(draw(people(), size=2).drawn) == len(must)


def test_the_priority_stands_in_words_and_an_unknown_one_as_it_was_named() -> None:
    rows = (
        objective(1, improvement_priority="read"),
        objective(2, improvement_priority="9"),
        objective(3),
    )
    sample = draw([dossier("0000001", objectives=rows, priorities=PLAN)])
    assert [one.priority for one in sample.drawn] == ["read: Raise standards in reading", "9", None]


# -- the same again --------------------------------------------------------------------------------


def test_neither_the_order_of_people_nor_of_rows_changes_what_is_drawn() -> None:
    mixed = [replace(one, objectives=one.objectives[::-1]) for one in people()]
    random.Random(4).shuffle(mixed)
    assert draw(mixed) == draw(people())


def test_another_seed_draws_others_and_still_what_must_be() -> None:
    one, other = draw(people(), 1, 30), draw(people(), 2, 30)
    assert ids(one) != ids(other)
    assert ids(one, SampleReason.NOT_MET) == ids(other, SampleReason.NOT_MET)


def test_whoever_joins_changes_nothing_about_the_reviewers_of_others() -> None:
    joined = dossier("0000099", staff={"reviewer": "9999999"}, objectives=(objective(1),))
    before, now = draw(people(), size=0), draw([joined, *people()], size=0)
    assert ids(now) - ids(before) == {("0000099", 1)}
    assert ids(before) < ids(now)


def test_the_draw_is_the_same_on_every_machine() -> None:
    """Drawn once and written down: no version of Python, and no hash seed, draws others."""
    assert ids(draw(people(3), 1, 2)) == {("0000002", 3), ("0000003", 2)}


# -- where it is written ---------------------------------------------------------------------------


def test_the_committees_sheet_states_its_seed_and_offers_the_moderator_a_choice() -> None:
    moderated = replace(a_round(3, 9), sample=draw(people()))
    sheet = openpyxl.load_workbook(BytesIO(committee_workbook(moderated)))[SAMPLE.name]
    top = heading_row(sheet)
    above = " ".join(str(sheet.cell(row, 1).value) for row in range(1, top))
    assert f"drawn with seed {SEED}" in above
    at = {cell.value: cell.column_letter for cell in sheet[top]}
    offered = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered[f"{at['SMART']}{top + 1}"] == '"Yes,Partly,No"'
    assert offered[f"{at['Serves the plan']}{top + 1}"] == '"Yes,Partly,No"'
    assert {f"{at[column.heading]}{top + 1}" for column in SAMPLE} == set(offered)
    assert sheet.max_row == top + SIZE


@pytest.mark.parametrize("awkward", AWKWARD)
def test_awkward_text_of_an_objective_stays_text(awkward: str) -> None:
    one = dossier("0000001", objectives=(objective(1, awkward, improvement_priority=awkward),))
    sheet = openpyxl.load_workbook(BytesIO(committee_workbook(replace(a_round(2, 5), sample=draw([one])))))[SAMPLE.name]
    cells = [cell for cell in sheet[heading_row(sheet) + 1] if cell.value == awkward]
    assert len(cells) == 2
    assert {cell.data_type for cell in cells} == {"s"}


def asked(folder: Path, *more: str | Path) -> Any:
    return call("sample", "--cycle", "teaching-2025-26", "--folder", folder, "--as-of", "2026-10-16", *more)


@pytest.fixture
def trust(demo_folder: Path, tmp_path: Path) -> Path:
    """A trust's settings and returns: the command records in its ledger what it made."""
    for part in ("issued", "incoming"):
        shutil.copytree(demo_folder / part, tmp_path / "trust" / part)
    return Path(shutil.copy(demo_folder / "trust.xlsx", tmp_path / "trust")).parent


def test_the_command_writes_a_workbook_and_never_over_one(trust: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    told = json.loads(asked(trust, "--to", path, "--academy", "RIV", "--seed", "7", "--json").stdout)
    assert (told["file"], told["seed"]) == (str(path), 7)
    assert {drawn["academy"] for drawn in told["drawn"]} == {"RIV"}
    sheet = openpyxl.load_workbook(path)[SAMPLE.name]
    assert [row["Payroll number"] for row in table_rows(sheet)] == [each["payroll_number"] for each in told["drawn"]]
    assert sheet.oddFooter.center.text == "CONFIDENTIAL"
    before = path.read_bytes()
    page = openpyxl.load_workbook(path)
    page[SAMPLE.name].cell(heading_row(sheet) + 1, 1).value = "a note of the moderator's"
    page.save(path)
    written = path.read_bytes()
    again = asked(trust, "--to", path)
    beside = path.with_name("sample (2).xlsx")
    assert (again.returncode, again.stdout.splitlines()[0]) == (0, str(beside))
    assert "sample.xlsx: written in by hand, left as it is; the new one is sample (2).xlsx" in again.stdout
    assert (path.read_bytes(), beside.exists()) == (written, True)
    assert before != written


def test_a_file_of_somebody_elses_is_never_written_over(trust: Path, tmp_path: Path) -> None:
    path = tmp_path / "trust.xlsx"
    shutil.copy(trust / "trust.xlsx", path)
    before = path.read_bytes()
    assert asked(trust, "--to", path, "--academy", "RIV").returncode == 0
    assert path.read_bytes() == before
    assert path.with_name("trust (2).xlsx").exists()


def test_a_file_that_is_no_workbooks_is_refused_in_one_line(tmp_path: Path) -> None:
    done = asked(tmp_path, "--to", tmp_path / "sample.docx")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sample.docx is no name of a workbook; name one that ends in .xlsx\n"


def test_the_same_sample_is_the_same_bytes() -> None:
    settings = SimpleNamespace(policy="Policy", next_review=date(2026, 9, 1))
    one, other = (sample_workbook(draw(people()), settings, "Teaching 2025-26") for _ in range(2))
    assert one == other
