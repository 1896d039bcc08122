"""run --under: the same returns under another policy, and nothing of the round changed by it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from dossiers import dossier
from marked_tables import table_rows

from pmr_batch.cli import main
from pmr_batch.commands.retention.copies import TrustCopies
from pmr_batch.model.person import Pay
from pmr_batch.moderate.automatic_progression import with_automatic_progression
from pmr_batch.rules import SHEET_RULES
from pmr_batch.rules.performance_pay import rules_without_performance_pay
from pmr_batch.settings.trust_file import read_trust

CYCLE, ROUND, AS_OF = "teaching-2025-26", "october", "2026-10-19"
OUTPUT = Path("output") / CYCLE / ROUND
HEADINGS = ["Parameter", "Value", "From"]
#: Of the demo's teachers at Riverside: by number, criteria and recommended point as changed here.
FALLS_SHORT = 4


def parameters(path: Path, *rows: list[Any], headings: list[str] | None = None) -> Path:
    """A workbook with a sheet Parameters."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Parameters"
    for row in (headings or HEADINGS, *rows):
        sheet.append(row)
    book.save(path)
    return path


def run_under(folder: Path, policy: Path, *more: str) -> Result:
    arguments = ["run", "--cycle", CYCLE, "--round", ROUND, "--as-of", AS_OF]
    return CliRunner().invoke(main, [*arguments, "--folder", str(folder), "--under", str(policy), *more])


def line(result: Result) -> str:
    """The one line of a command that could not do its job."""
    assert result.exit_code == 2
    assert result.stdout == ""
    (said,) = result.stderr.splitlines()
    return said


def content(folder: Path) -> dict[str, str]:
    """Every file of a trust folder with its hash, the ledger aside, to which the new files are added."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("records.sqlite")
    }


@pytest.fixture(scope="module")
def trust(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's trust, decided; in one return every fourth review of a teacher has not met the criteria."""
    folder = tmp_path_factory.mktemp("under") / "trust"
    shutil.copytree(demo_folder, folder)
    path = folder / "incoming" / CYCLE / "RIV.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Reviews"]
    heading = next(row for row in sheet.iter_rows() if "Pay criteria" in [cell.value for cell in row])
    columns = {str(cell.value): cell.column for cell in heading}
    changed = 0
    for number in range(heading[0].row + 1, sheet.max_row + 1):
        criteria = sheet.cell(number, columns["Pay criteria"])
        if criteria.value == "Have been met" and changed < FALLS_SHORT:
            changed += 1
            criteria.value = "Have not been met"
            for blank in ("Recommended range", "Recommended point", "Recommended pay", "Reason"):
                sheet.cell(number, columns[blank]).value = None
    assert changed == FALLS_SHORT
    book.save(path)
    return folder


@pytest.fixture(scope="module")
def without(trust: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], dict[str, str]]:
    """Under a policy without performance-related pay: the file, the result, and what was there before."""
    before = content(trust)
    place = tmp_path_factory.mktemp("policy")
    policy = parameters(place / "No performance pay.xlsx", ["performance-related pay", "No", date(2025, 9, 1)])
    result = run_under(trust, policy, "--json")
    assert result.exit_code == 0, result.output
    return policy, json.loads(result.stdout), before


def test_without_performance_pay_everybody_below_the_top_moves_one_point_up(
    without: tuple[Path, dict[str, Any], dict[str, str]],
) -> None:
    _, compared, _ = without
    moved = [each for each in compared["people"] if each["own"]["recommended"] != each["other"]["recommended"]]
    assert moved
    for each in moved:
        own, other = (each[side]["recommended"]["point"] for side in ("own", "other"))
        assert re.sub(r"\d", "", own) == re.sub(r"\d", "", other)
        assert int(re.sub(r"\D", "", other)) == int(re.sub(r"\D", "", own)) + 1
        assert Decimal(str(each["more_in_a_year"])) > 0
    total = sum(Decimal(str(each["more_in_a_year"])) for each in compared["people"] if each["more_in_a_year"])
    assert total == Decimal(str(compared["more_in_a_year"]))


def test_without_performance_pay_nothing_is_asked_about_criteria_and_all_else_is(
    without: tuple[Path, dict[str, Any], dict[str, str]],
) -> None:
    _, compared, _ = without
    codes = {each["finding"]["code"] for each in compared["findings"]}
    assert "PM712" in codes
    assert codes <= {"PM611", "PM612", "PM613", "PM616", "PM620", "PM624", "PM625", "PM711", "PM712"}
    assert not [each for each in compared["findings"] if each["comes"]]
    kept = {rule for rules in rules_without_performance_pay().values() for rule in rules}
    gone = {rule for rules in SHEET_RULES.values() for rule in rules} - kept
    assert {rule.slug for rule in gone if rule.code == "PM612"} == {
        "higher-point-where-criteria-are-met",
        "more-pay-where-criteria-are-met",
        "other-range-where-criteria-are-met",
    }
    assert {"PM615", "PM617", "PM618", "PM626"} <= {rule.code for rule in kept}


def test_nothing_of_the_round_is_changed(trust: Path, without: tuple[Path, dict[str, Any], dict[str, str]]) -> None:
    _, compared, before = without
    after = content(trust)
    new = {path: after.pop(path) for path in after.keys() - before.keys()}
    assert after == before
    assert sorted(new) == sorted(Path(path).relative_to(trust).as_posix() for path in compared["files"])
    assert all(path.startswith(f"{OUTPUT.as_posix()}/comparisons/Under No performance pay ") for path in new)


def test_the_same_again_is_the_same_and_never_over_what_somebody_wrote(
    trust: Path, without: tuple[Path, dict[str, Any], dict[str, str]]
) -> None:
    policy, compared, _ = without
    workbook, page = map(Path, compared["files"])
    made = workbook.read_bytes(), page.read_bytes()
    again = run_under(trust, policy)
    assert again.exit_code == 0, again.output
    assert (workbook.read_bytes(), page.read_bytes()) == made
    page.write_bytes(made[1] + b"<!-- a remark -->")
    result = run_under(trust, policy)
    assert result.exit_code == 0
    assert page.read_bytes() == made[1] + b"<!-- a remark -->"
    page.write_bytes(made[1])


def test_the_workbook_says_who_what_it_costs_and_what_is_found(
    without: tuple[Path, dict[str, Any], dict[str, str]],
) -> None:
    _, compared, _ = without
    book = openpyxl.load_workbook(compared["files"][0])
    assert book.sheetnames == ["Summary", "Numbers", "People", "Findings", "Cost"]
    assert all("CONFIDENTIAL" in (sheet.oddFooter.center.text or "") for sheet in book)
    figures = {row[0]: row[1:4] for row in book["Summary"].iter_rows(min_row=4, values_only=True)}
    own, other, more = figures["All that is more in a full year"]
    assert Decimal(str(round(other - own, 2))) == Decimal(str(more)) == Decimal(str(compared["more_in_a_year"]))
    people = [row["Payroll number"] for row in table_rows(book["People"])]
    assert people == [each["payroll_number"] for each in compared["people"]]
    assert len(table_rows(book["Findings"])) == len(compared["findings"])
    *_, total = book["Cost"].iter_rows(min_row=4, values_only=True)
    assert total[0] == "The trust"
    assert Decimal(str(total[-1])) == Decimal(str(compared["more_in_a_year"]))


def test_the_page_stands_alone_and_says_nothing_of_personal_matters(
    without: tuple[Path, dict[str, Any], dict[str, str]],
) -> None:
    _, compared, _ = without
    page = Path(compared["files"][1]).read_text("utf-8")
    assert "CONFIDENTIAL" in page
    assert not re.search(r"https?://|<script|src=", page)
    name = compared["people"][0]["payroll_number"]
    assert name in page
    book = openpyxl.load_workbook(compared["files"][0])
    rules = {row[3] for row in book["Findings"].iter_rows(min_row=4, values_only=True)}
    assert "personal" in rules
    assert "PM712" not in rules


def test_other_numbers_bring_and_take_findings_and_cost_nothing(trust: Path, tmp_path: Path) -> None:
    policy = parameters(tmp_path / "Three objectives.xlsx", ["objectives_teacher", "3 to 3", date(2019, 4, 1)])
    result = run_under(trust, policy, "--json")
    assert result.exit_code == 0, result.output
    compared = json.loads(result.stdout)
    assert [(each["name"], each["own"], each["other"]) for each in compared["numbers"]] == [
        ("objectives_teacher", "2 to 5", "3 to 3")
    ]
    assert {each["finding"]["code"] for each in compared["findings"] if each["comes"]} == {"PM404"}
    assert Decimal(str(compared["more_in_a_year"])) == 0
    assert all(each["own"]["recommended"] == each["other"]["recommended"] for each in compared["people"])


def test_a_copy_of_the_trusts_own_file_will_do_once_a_value_is_another(trust: Path, tmp_path: Path) -> None:
    copy = tmp_path / "Other.xlsx"
    shutil.copy(trust / "trust.xlsx", copy)
    assert "nothing on its sheet Parameters is otherwise than in trust.xlsx" in line(run_under(trust, copy))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [["monitoring_week", "4 to 9", date(2019, 4, 1)]],
            "Policy.xlsx: Parameters A2: Parameter “monitoring_week” is no parameter; write monitoring_weeks",
        ),
        (
            [["performance_related_pay", "Perhaps", date(2024, 9, 1)]],
            "Policy.xlsx: Parameters B2: Value “Perhaps” is no value for performance_related_pay; type Yes or No",
        ),
        (
            [["performance_related_pay", "No", date(2026, 9, 1)]],
            "Policy.xlsx: Parameters C2: From 1 September 2026 lies after the start of the cycle, 1 September 2025; "
            "give the first cycle start that the value holds for",
        ),
        (
            [["contact_gap", "5", date(2026, 9, 1)]],
            "Policy.xlsx: Parameters: contact_gap has no value for a cycle starting 1 September 2025; its first holds "
            "from 1 September 2026; add a row with the value that held before",
        ),
        (
            [["contact_gap", "5", date(2019, 4, 1)], ["contact_gap", "6", date(2019, 4, 1)]],
            "Policy.xlsx: Parameters A3: Parameter “contact_gap” has a value from that date already, in row 2; "
            "keep one row",
        ),
        ([["contact_gap", None, date(2019, 9, 1)]], "Policy.xlsx: Parameters B2: Value is blank; fill it in"),
        (
            [["performance_related_pay", "Yes", date(2024, 9, 1)]],
            "Policy.xlsx: for a cycle that starts on 1 September 2025 nothing on its sheet Parameters is otherwise "
            "than in trust.xlsx; change a Value, or add performance_related_pay with the Value No",
        ),
    ],
    ids=["unknown", "neither-yes-nor-no", "later", "number-later", "twice", "blank", "the-same"],
)
def test_a_policy_that_cannot_be_used_is_refused_in_a_line(
    trust: Path, tmp_path: Path, rows: list[list[Any]], said: str
) -> None:
    before = content(trust)
    assert line(run_under(trust, parameters(tmp_path / "Policy.xlsx", *rows))) == said
    assert content(trust) == before


def test_a_file_that_is_no_policy_is_refused(trust: Path, tmp_path: Path) -> None:
    text = tmp_path / "Policy.xlsx"
    text.write_text("nothing of the kind", "utf-8")
    assert line(run_under(trust, text)).startswith("Policy.xlsx: the file ")
    other = openpyxl.Workbook()
    other.save(text)
    assert line(run_under(trust, text)) == (
        "Policy.xlsx: Parameters: the sheet is missing; have it there once, under its own name"
    )
    policy = parameters(text, ["contact_gap", "5", date(2019, 4, 1)])
    assert "--confirm-date, --encrypt-with and --profile are for a run" in line(
        run_under(trust, policy, "--confirm-date", AS_OF)
    )


def test_comparisons_are_copies_of_the_cycles_records(
    trust: Path, without: tuple[Path, dict[str, Any], dict[str, str]]
) -> None:
    _, compared, _ = without
    settings = read_trust(trust)
    copies = TrustCopies.of(trust).of_cycle(next(cycle for cycle in settings.cycles.values() if cycle.slug == CYCLE))
    kinds = {copy.name: copy.kind.value for copy in copies.files}
    for path in compared["files"]:
        assert kinds[Path(path).relative_to(trust).as_posix()] == "comparisons with another policy"


# -- one point up ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "recommended", "staff", "expected"),
    [
        (("Main", "M3"), ("Main", "M3"), {}, ("Main", "M4")),
        (("Main", "M3"), ("Main", "M5"), {}, ("Main", "M4")),
        (("Main", "M3"), (None, None), {}, ("Main", "M4")),
        (("Main", "M5"), ("Main", "M5"), {}, ("Main", "M6")),
        (("Main", "M6"), ("Main", "M6"), {}, ("Main", "M6")),
        (("Main", "M6"), ("Upper", "U1"), {}, ("Upper", "U1")),
        (("Leadership", "L8"), ("Leadership", "L8"), {"range_to": "L9"}, ("Leadership", "L9")),
        (("Leadership", "L9"), ("Leadership", "L9"), {"range_to": "L9"}, ("Leadership", "L9")),
        (("Leadership", "L17"), ("Leadership", "L17"), {"range_to": "L18*"}, ("Leadership", "L18*")),
        (("Leadership", "L17"), ("Leadership", "L17"), {"range_to": "L18"}, ("Leadership", "L18")),
        (("Spot salary", None), ("Spot salary", None), {}, ("Spot salary", None)),
    ],
    ids=lambda each: " ".join(filter(None, each)) if isinstance(each, tuple) else None,
)
def test_everybody_moves_one_point_up_to_the_top_of_their_range(
    trust: Path,
    current: tuple[str, str | None],
    recommended: tuple[str | None, str | None],
    staff: dict[str, str],
    expected: tuple[str, str | None],
) -> None:
    person = dossier("0001", staff=staff, current=Pay(*current, None), recommended=Pay(*recommended, None))
    settings, starts = read_trust(trust), date(2026, 9, 1)
    moved = with_automatic_progression(person, settings, starts).recommended
    assert (moved.range, moved.point) == expected
    if moved.point != recommended[1] and moved.point != "L18*":
        area = settings.area_of("RIV", expected[0])
        assert moved.amount == settings.pay.annual(area or "", expected[0], moved.point or "", starts)


def test_whoever_is_not_in_review_stays(trust: Path) -> None:
    place = Pay("Main", "M3", None)
    person = dossier("0001", of_round=False, current=place, recommended=place)
    assert with_automatic_progression(person, read_trust(trust), date(2026, 9, 1)).recommended == place
