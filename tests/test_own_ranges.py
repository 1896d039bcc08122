"""Pay ranges of a trust's own: rows of Pay points under a name of its choice, from issue to payroll."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import exports
import openpyxl
import pytest
from committee_desk import APPROVED, Desk
from issued_workbooks import START, carried, teacher
from marked_tables import table_rows
from program import call
from test_kinds import kind
from test_settings import Rows, filled, person, problems, read

from pmr_batch.commands.init import trust_workbook
from pmr_batch.policy.on_costs import group_of
from pmr_batch.policy.pay import canonical_point
from pmr_batch.settings.trust_file import check_trust
from pmr_batch.workbook.standard_book import standard_workbook

TITLE = "business manager on a range of the trust's own"
CYCLE, ROUND = "support-2025-26", "april"
MET = {**APPROVED, "Decided on": date(2026, 4, 22)}


def points(name: str, *written: str, area: str = "National") -> list[dict[str, Any]]:
    """Rows of Pay points, £1,000 from point to point."""
    return [
        {
            "area": area,
            "range": name,
            "point": point,
            "from_": date(2025, 4, 1),
            "annual_pay": Decimal(40_000 + 1000 * at),
        }
        for at, point in enumerate(written)
    ]


def with_points(*more: dict[str, Any]) -> Rows:
    rows = filled()
    rows["Pay points"] = [*rows["Pay points"], *more]
    return rows


# -- trust.xlsx ------------------------------------------------------------------------------------


def test_a_range_is_one_by_its_points() -> None:
    settings = read(with_points(*points("Business manager", "BM1", "BM2"), *points("Associate", "1", "2")))
    assert settings.pay.own_ranges == ("Business manager", "Associate")
    assert settings.pay.annual("National", "Business manager", "BM2", date(2026, 4, 1)) == Decimal(41_000)
    assert settings.area_of("RIV", "Business manager") == "National"
    assert settings.area_of("RIV", "Nobody's") is None


def test_a_range_in_the_teachers_areas_is_paid_by_them() -> None:
    settings = read(with_points(*points("Associate", "1", "2", area="London Fringe")))
    assert settings.area_of("RIV", "Associate") == "London Fringe"
    assert settings.area_of("HEADS", "Associate") == "National"


@pytest.mark.parametrize(
    ("typed", "point"),
    [("bm 1", "BM1"), ("BM-01", "BM1"), ("BM1", "BM1"), ("1", "1"), ("01", "1"), ("BM", None), ("BM100", None)],
)
def test_its_points_are_letters_and_a_number_however_they_are_spelled(typed: str, point: str | None) -> None:
    assert canonical_point(typed, "Business manager") == point


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (points("Leadershp", "L1"), "Range “Leadershp” is no pay range, and too like Leadership to be one"),
        (points("leadership spine", "lots"), "Point “lots” is no point of leadership spine; write it such as BM1"),
        (points("Manager", "BM1", "SM2"), "Point “SM2” begins otherwise than BM1, the point of Manager in row"),
        (points("5 to 9", "A1"), "Range “5 to 9” is no name of a range; begin it with a letter"),
        (points("=1+1", "A1"), "Range “=1+1” is no name of a range"),
        (points("M" * 31, "A1"), "is no name of a range"),
        (points("Manager", "BM2", "BM1"), "does not lie"),
    ],
)
def test_rows_that_make_no_range_are_problems(rows: list[dict[str, Any]], said: str) -> None:
    (problem,) = problems(with_points(*rows))
    assert problem.startswith("Pay points ")
    assert said in problem


def test_somebody_on_no_range_is_told_how_a_trust_adds_its_own() -> None:
    rows = filled()
    rows["Staff list"] = [person("0000001", "RIV") | {"pay_range": "Business manager", "pay_point": "BM1"}]
    (problem,) = problems(rows)
    assert "Pay range “Business manager” is not in its list" in problem
    assert problem.endswith("or add the points of a range of the trust's own to Pay points")


def test_a_range_that_nobody_is_on_may_be_a_slip() -> None:
    rows = with_points(*points("Estates", "E1", "E2"))
    assert "nobody" not in notices(rows), "nothing is known of whoever has no range yet"
    rows["Staff list"] += [person("0000003", "RIV", "Support staff") | {"pay_range": "NJC", "pay_point": "SCP5"}]
    assert "Range “Estates” is a range of the trust's own that nobody on the Staff list is on" in notices(rows)
    rows["Staff list"] += [person("0000004", "RIV", "Support staff") | {"pay_range": "Estates", "pay_point": "E1"}]
    assert "nobody" not in notices(rows)


def notices(rows: Rows) -> str:
    checked = check_trust(trust_workbook(rows))
    assert not checked.problems
    return "\n".join(notice.line for notice in checked.notices)


def test_names_and_points_are_read_on_the_staff_list_as_pay_points_write_them() -> None:
    rows = with_points(*points("Estates", "E1", "E2"))
    rows["Staff list"] += [person("0000004", "RIV", "Support staff") | {"pay_range": "ESTATES", "pay_point": "e 02"}]
    checked = check_trust(trust_workbook(rows))
    assert not checked.problems
    said = [notice.line for notice in checked.notices]
    assert any("“ESTATES”" in line and "Estates" in line for line in said)


def test_an_executive_on_it_may_be_in_either_pension_scheme() -> None:
    assert group_of("CEO", "Business manager") is None
    assert group_of("Support staff", "Business manager") == "Support staff"


# -- the academy's workbook ------------------------------------------------------------------------


def test_the_drop_downs_of_the_workbook_offer_it() -> None:
    settings = carried() | {"Pay points": points("Business manager", "BM1")}
    book = openpyxl.load_workbook(io.BytesIO(standard_workbook(START, {"Staff": [teacher(1)]}, settings)))
    rules = book["Staff"].data_validations.dataValidation
    names = [rule.formula1.lstrip("=") for rule in rules if rule.formula1 and "List_" in rule.formula1]
    offered = [cells_of(book, name) for name in names]
    assert [
        "Main",
        "Upper",
        "Unqualified",
        "Lead practitioner",
        "Leadership",
        "NJC",
        "Spot salary",
        "Business manager",
    ] in (offered)


def cells_of(book: openpyxl.Workbook, name: str) -> list[str]:
    """What stands in the cells that a defined name stands for."""
    sheet, cells = book.defined_names[name].attr_text.split("!")
    return [cell.value for (cell,) in book[sheet.strip("'")][cells.replace("$", "")]]


# -- a round ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust folder whose business manager, on BM1, is recommended BM2; the return spells both in its own way."""
    folder = tmp_path_factory.mktemp("own")
    incoming = folder / "incoming" / CYCLE
    paths = kind(TITLE).write(folder)
    incoming.mkdir(parents=True)
    for path in paths:
        path.rename(incoming / path.name)
    done = call("run", "--cycle", CYCLE, "--round", ROUND, "--as-of", "2026-04-20", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def decided(trust: Path, folder: Path, cells: Mapping[str, Any]) -> tuple[int, str, list[tuple[str, str, str]]]:
    """Exit code and output of decide on a copy of the trust; and range, point and pay of the payroll file."""
    shutil.copytree(trust, folder)
    desk = Desk(next(folder.rglob("Pay committee*.xlsx")))
    desk.type(0, cells)
    desk.save(folder / "decided.xlsx")
    done = call("decide", "--take", "decided.xlsx", "--as-of", "2026-04-23", folder=folder)
    made = folder / "output" / CYCLE / ROUND / "decided"
    files = [path for path in sorted(made.glob("payroll/*.csv")) if "in full" not in path.name]
    rows = [row for path in files for row in csv.DictReader(path.read_text("utf-8-sig").splitlines())]
    return done.returncode, done.stdout, [(row["New range"], row["New point"], row["New pay"]) for row in rows]


def test_the_committee_sees_it_and_may_choose_it(trust: Path) -> None:
    desk = Desk(next(trust.rglob("Pay committee*.xlsx")))
    assert [desk.get(0, heading) for heading in ("Current range", "Recommended point")] == ["Business manager", "BM2"]
    assert desk.get(0, "Recommended pay") == 44_480
    lists = [rule.formula1 for rule in desk.page.data_validations.dataValidation if rule.type == "list"]
    assert any("Business manager" in choices for choices in lists)
    cost = openpyxl.load_workbook(next(trust.rglob("Pay committee*.xlsx")))["Cost"]
    assert any("Business manager" in map(str, row) for row in cost.iter_rows(values_only=True))


def test_a_point_of_it_is_decided_and_paid(trust: Path, tmp_path: Path) -> None:
    code, said, paid = decided(trust, tmp_path / "trust", MET)
    assert code == 0, said
    assert paid == [("Business manager", "BM2", "44480")]


def test_another_point_of_it_is_priced_by_its_scale(trust: Path, tmp_path: Path) -> None:
    higher = {"Decided range": "business manager", "Decided point": "bm3", "Decision reason": "Two years of the work"}
    code, said, paid = decided(trust, tmp_path / "trust", {**MET, **higher})
    assert code == 0, said
    assert paid == [("Business manager", "BM3", "46750")]


def test_a_point_that_it_does_not_have_is_refused_by_name(trust: Path, tmp_path: Path) -> None:
    code, said, paid = decided(trust, tmp_path / "trust", {**MET, "Decided point": "BM9", "Decision reason": "More"})
    assert (code, paid) == (1, [])
    assert "BM9, which is not on the scale of Business manager" in said


def test_a_return_with_another_name_is_told_the_nearest(trust: Path, tmp_path: Path) -> None:
    shutil.copytree(trust / "incoming", tmp_path / "incoming")
    shutil.copy(trust / "trust.xlsx", tmp_path)
    path = next((tmp_path / "incoming").rglob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    page = book["Staff"]
    place = next(
        cell for row in page.iter_rows() for cell in row if cell.value == "Business manager" and cell.column > 2
    )
    place.value = "Busines managers"
    book.save(path)
    said = call("check", path, "--folder", tmp_path, "--as-of", "2026-04-20", folder=tmp_path).stdout
    assert "Pay range is “Busines managers”" in said or "Pay range “Busines managers”" in said
    assert "the nearest is Business manager" in said


# -- a staff list ----------------------------------------------------------------------------------


def test_an_export_that_names_it_is_taken(tmp_path: Path) -> None:
    folder = exports.trust(
        tmp_path / "trust", change=lambda rows: rows["Pay points"].extend(points("Business manager", "BM1", "BM2"))
    )
    cells = exports.cells_of(exports.people(5)[4], Random(1), exports.british)
    cells |= {
        "Post Title": "School business manager",
        "Pay Scale": "BUSINESS MANAGER",
        "Spine Point": "BM 2",
        "Start Date": "13/09/2018",
    }
    (folder / "export.csv").write_bytes(exports.as_csv([cells]))
    first = call("staff", "export.csv", "--folder", folder, "--as-of", "2026-10-05", folder=folder)
    assert first.returncode in (0, 1), first.stdout + first.stderr
    call("staff", "export.csv", "--folder", folder, "--as-of", "2026-10-05", "--take", folder=folder)
    listed = list(table_rows(openpyxl.load_workbook(folder / "trust.xlsx")["Staff list"]))
    assert [(row["Pay range"], row["Pay point"]) for row in listed] == [("Business manager", "BM2")]
