"""A number of the policy changes: one more dated value, and all that goes by it is right on either side."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
import yaml
from casebook import TRUST_BY_NAME, Case, Row, base, cases_of, place, rows_of, trust, workbook, xlsx
from click.testing import CliRunner

from pmr_batch.cli import main
from pmr_batch.commands.check import CheckResult, check
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Severity
from pmr_batch.policy import parameters
from pmr_batch.rules.book import clauses
from pmr_batch.settings import trust_file

DOCS = Path(__file__).parent.parent / "docs"
KINDS = ("teacher", "monitored", "head", "support")
CASES = """
four working weeks in the last cycle before the change:
  about: monitored
  years later: 1
  passes: true
a day less in that cycle:
  about: monitored
  years later: 1
  Concerns: |
    | Payroll number | Monitoring from | Monitoring to |
    | 0001041        | 2027-01-27      | 2027-03-01    |
  finds: [Concerns!C2]
  says: "that is 3 working weeks and 4 days. Monitoring normally lasts 4 to 8 working weeks"
four working weeks in the first cycle after it:
  about: monitored
  years later: 2
  finds: [Concerns!P2]
  says: "that is 4 working weeks. Monitoring normally lasts 5 to 10 working weeks"
five working weeks in that cycle:
  about: monitored
  years later: 2
  Concerns: |
    | Payroll number | Monitoring from | Monitoring to |
    | 0001041        | 2028-01-26      | 2028-03-07    |
  passes: true
"""


def first_values() -> list[Row]:
    """Rows of Parameters as a trust has them that never added one."""
    return [
        {
            "Parameter": name,
            "Value": str(known.values[0][1]),
            "Unit": known.unit,
            "From": str(known.values[0][0]),
            "Clause": known.clause,
            "Source": known.source,
        }
        for name, known in parameters.defaults().entries.items()
    ]


def forget() -> None:
    """Forget what was made of the parameters' file."""
    for made in (parameters.defaults, clauses.sections, trust_file._settings):
        made.cache_clear()


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package as it began, with one more line: monitoring of 5 to 10 weeks from September 2027."""
    entries = yaml.safe_load(parameters.FILE.read_text("utf-8"))
    for entry in entries.values():
        entry["values"] = dict([min(entry["values"].items())])
    entries["monitoring_weeks"]["values"][date(2027, 9, 1)] = "5 to 10"
    file = tmp_path / "parameters.yaml"
    file.write_text(yaml.safe_dump(entries), "utf-8")
    monkeypatch.setattr(parameters, "FILE", file)
    forget()
    yield
    monkeypatch.undo()
    forget()


@pytest.fixture
def tables() -> ModuleType:
    """What makes the tables of the documentation."""
    spec = importlib.util.spec_from_file_location("tables", DOCS / "tables.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def checked(case: Case, folder: Path) -> CheckResult:
    with ThreadPoolExecutor(1) as executor:
        return check(case.write(folder), folder, case.as_of, executor)


def asking(findings: tuple[Finding, ...]) -> list[str]:
    """What asks for something, with its place."""
    return [f"{each.code} {place(each)}: {each.message}" for each in findings if each.severity is not Severity.NOTE]


# -- the rule, on either side ----------------------------------------------------------------------


@pytest.mark.usefixtures("changed")
def test_a_rule_goes_by_the_number_of_the_cycle_and_says_it(tmp_path: Path) -> None:
    file = tmp_path / "PM704.yml"
    file.write_text(CASES, "utf-8")
    for number, case in enumerate(cases_of(file)):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = checked(case, folder).findings
        assert [place(each) for each in found if each.severity is not Severity.NOTE] == list(case.finds), asking(found)
        assert all(case.says in each.message for each in found if each.code == case.code), asking(found)


@pytest.mark.parametrize("years", [1, 2, 3, 6])
@pytest.mark.parametrize("kind", KINDS)
def test_the_base_of_cases_is_as_sound_years_later(kind: str, years: int, tmp_path: Path) -> None:
    """By the first value of each number, so that no change of one reaches it."""
    stands = base(years)
    (tmp_path / "trust.xlsx").write_bytes(trust(kind, {"Parameters": table(first_values())}, years))
    (tmp_path / "return.xlsx").write_bytes(workbook(kind, "", {}, years))
    as_of = stands[kind].get("as of", stands["as of"])
    with ThreadPoolExecutor(1) as executor:
        seen = check([tmp_path / "return.xlsx"], tmp_path, as_of, executor)
    assert asking(seen.findings) == []
    assert {each.code for each in seen.not_checked} <= {"PM024", "PM207", "PM208", "PM212", "PM213"}, (
        "but for a staff list"
    )
    assert as_of.weekday() < 5


def table(rows: list[Row]) -> str:
    """Rows as a text table."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def test_years_later_cycles_keep_their_days_and_deeds_their_weekdays() -> None:
    later = base(2)
    (teaching, support) = rows_of(later["settings"]["Cycles"])
    assert (teaching["Cycle"], teaching["From"], teaching["To"]) == ("Teaching 2027-28", "2027-09-01", "2028-08-31")
    assert (support["Cycle"], support["Pay effective from"]) == ("Support 2027-28", "2028-03-31")
    assert rows_of(later["settings"]["Terms"])[6]["School year"] == "2027/28"
    assert str(later["as of"]) == "2028-10-17"
    assert {row["Date"] for row in rows_of(later["teacher"]["Meetings"])} >= {"2027-10-04", "2028-09-28"}


# -- what is written of it -------------------------------------------------------------------------


@pytest.mark.usefixtures("changed")
def test_the_documentation_has_both_values_with_their_dates(
    tables: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    tables.parameters()
    tables.rules()
    tables.clauses()
    told = capsys.readouterr().out
    assert "| monitoring_weeks | 4 to 8 from 1 April 2019; 5 to 10 from 1 September 2027 | working weeks |" in told
    assert "For cycles from 1 April 2019: Monitoring normally lasts 4 to 8 working weeks" in told
    assert "For cycles from 1 September 2027: Monitoring normally lasts 5 to 10 working weeks" in told
    assert "Monitoring normally lasts 4 to 8 (5 to 10 for cycles from 1 September 2027) working weeks." in told
    assert told.count("For cycles from") == 2, "what stays as it is says no date"


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(
    ("day", "value", "since"), [("2027-08-31", "4 to 8", "2019-04-01"), ("2027-09-01", "5 to 10", "2027-09-01")]
)
def test_the_rule_book_has_what_is_in_force_on_the_day(day: str, value: str, since: str, tmp_path: Path) -> None:
    asked = CliRunner().invoke(main, ["rules", "PM704", "--json", "--as-of", day, "--folder", str(tmp_path)])
    (number,) = json.loads(asked.stdout)["parameters"]
    assert (number["value"], number["from"]) == (value, since)
    assert value in json.loads(asked.stdout)["must_hold"]


# -- the trust's own sheet -------------------------------------------------------------------------


def own(folder: Path, rows: list[Row]) -> tuple[str, ...]:
    """What a trust with such Parameters is told about its settings."""
    tables = {name: rows_of(text) for name, text in base()["settings"].items()} | {"Parameters": rows}
    (folder / "trust.xlsx").write_bytes(xlsx({name: tables.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {}))
    return trust_file.read_trust(folder).notices


@pytest.mark.usefixtures("changed")
def test_a_new_trust_has_both_rows(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["init", str(tmp_path / "trust")])
    assert made.exit_code == 0, made.output
    sheet = openpyxl.load_workbook(tmp_path / "trust" / "trust.xlsx")["Parameters"]
    rows = [
        [str(cell) for cell in row[:4]] for row in sheet.iter_rows(values_only=True) if row[0] == "monitoring_weeks"
    ]
    assert rows == [
        ["monitoring_weeks", "4 to 8", "working weeks", "2019-04-01 00:00:00"],
        ["monitoring_weeks", "5 to 10", "working weeks", "2027-09-01 00:00:00"],
    ]


@pytest.mark.usefixtures("changed")
def test_a_trust_without_the_new_row_is_told_what_to_type_where(tmp_path: Path) -> None:
    rows = first_values()
    at = next(number for number, row in enumerate(rows, 2) if row["Parameter"] == "monitoring_weeks")
    (told,) = own(tmp_path, rows)
    assert told == (
        "trust.xlsx: Parameters: monitoring_weeks becomes 5 to 10 for cycles from 1 September 2027, "
        f"but row {at} goes on with 4 to 8; type in row {len(rows) + 2}: Parameter monitoring_weeks, Value 5 to 10, "
        "Unit working weeks, From 1 September 2027, Clause 7.1, Source Policy; "
        "or, to stay with 4 to 8, the same with that Value"
    )


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("value", ["5 to 10", "4 to 8"])
def test_a_trust_that_has_taken_the_change_over_or_stays_as_it_was_is_told_nothing(value: str, tmp_path: Path) -> None:
    rows = first_values()
    old = next(row for row in rows if row["Parameter"] == "monitoring_weeks")
    assert own(tmp_path, [*rows, old | {"Value": value, "From": "2027-09-01"}]) == ()


@pytest.mark.usefixtures("changed")
def test_until_it_is_taken_over_the_trusts_own_row_goes_on(tmp_path: Path) -> None:
    told = {"settings": {"Parameters": table(first_values())}}
    case = Case("PM704", "", base(2)["as of"], "monitored", told, years_later=2)
    seen = checked(case, tmp_path)
    assert asking(seen.findings) == []
    assert len(seen.notices) == 1


def test_as_the_package_stands_a_trust_with_its_rows_is_told_nothing(tmp_path: Path) -> None:
    known = parameters.defaults().entries
    rows = [
        row | {"Value": str(value), "From": str(day)}
        for row in first_values()
        for day, value in known[row["Parameter"]].values
    ]
    assert own(tmp_path, rows) == ()
