"""The rule book: the whole policy accounted for, both ways; each rule explained; lists for people and machines."""

from __future__ import annotations

import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from marked_tables import heading_row, table_rows

from pmr_batch.cli import main
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.terms import Outcome, Stage
from pmr_batch.produce.committee.contents import ANSWERS
from pmr_batch.produce.rule_book_workbook import rule_book
from pmr_batch.rules import ALL_RULES, RULES
from pmr_batch.rules.book.clauses import WORKBOOK, Clause, Point, clause, clauses, policy_clauses, sections
from pmr_batch.rules.book.examples import examples, in_words
from pmr_batch.rules.book.explained import Explained, all_explained, explained, rule_lines
from pmr_batch.rules.book.numbers import standard
from pmr_batch.word.letters.kinds import KINDS

#: The clauses of the policy, as it numbers them.
POLICY = [
    *("1.1", "1.2", "1.3", "1.4", "1.5"),
    *("2.1", "2.2"),
    *("3.1", "3.2", "3.3", "3.4"),
    *("4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7"),
    *("5.1", "5.2", "5.3"),
    *("6.1", "6.2", "6.3", "6.4", "6.5", "6.6"),
    *("7.1", "7.2"),
    *("8.1", "9.2"),
    "Appendix A",
]
#: The blocks of the policy's form, in its order.
PARTS = [
    "Confidential",
    "Name of reviewee",
    "Job title",
    "Name of reviewer",
    "PM cycle dates",
    "Professional Standards applicable to the role",
    "Key aspects of the improvement plan relevant to the role",
    "Date of initial meeting",
    "Date(s) of informal review meeting(s)",
    "Date of final review meeting",
    "Objectives",
    "Development required",
    "End of Year Review: assessment against objectives",
    "End of Year Review: performance against job role",
    "End of Year Review: quality of teaching",
    "End of Year Review: CPD activity",
    "Pay recommendation",
    "Signed (reviewer), and date",
    "Employee's comments",
    "Signed (employee), and date",
]
NUMBERS, *_ = standard()
KEYS = [
    *("code", "slug", "clause", "severity", "stage", "group", "sheet", "reads", "blames"),
    *("must_hold", "remedy", "parameters", "examples"),
]
POINTS = [(one, point) for one in clauses() for point in one.points]


def ask(*arguments: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(main, ["rules", *map(str, arguments)], prog_name="pmr-batch")


def line(*arguments: str | Path) -> str:
    """The one line of a command that could not do its job."""
    result = ask(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (told,) = result.stderr.splitlines()
    return told


def named(code: str) -> set[str]:
    """The clauses that the rules of a code name."""
    return {each for rule in ALL_RULES if rule.code == code for each in rule.clause.split("; ")}


# -- the policy, both ways -------------------------------------------------------------------------


def test_every_clause_of_the_policy_is_there_once_and_in_order() -> None:
    assert [one.number for one in policy_clauses()] == POLICY
    assert [one.number for one in clauses() if one.number not in POLICY] == [WORKBOOK]


def test_every_part_of_appendix_a_is_there() -> None:
    assert [point.part for point in clause("Appendix A").points] == PARTS
    assert not [point for one, point in POINTS if point.part and one.number != "Appendix A"]


@pytest.mark.parametrize(("one", "point"), POINTS, ids=lambda each: getattr(each, "number", ""))
def test_no_point_is_without_a_way_it_is_met(one: Clause, point: Point) -> None:
    assert point.rules or point.also or point.made or point.judged
    assert point.says[0].isupper()
    assert point.says.endswith(".")
    assert point.judged is None or point.judged.endswith(".")


def _sentences() -> dict[str, list[str]]:
    """How the sentences of each clause of the policy begin."""
    text = (Path(__file__).parent / "policy_sentences.yml").read_text("utf-8")
    sentences: dict[str, list[str]] = yaml.safe_load(text)
    return sentences


@pytest.mark.parametrize(
    ("number", "sentence"), [(number, each) for number, every in _sentences().items() for each in every]
)
def test_every_sentence_of_the_policy_has_a_point(number: str, sentence: str) -> None:
    credited = [point for point in clause(number).points if any(map(sentence.startswith, point.of))]
    assert credited, f"{number}: {sentence}"


def test_every_point_is_of_a_sentence_or_said_to_follow() -> None:
    sentences = _sentences()
    assert list(sentences) == [number for number in POLICY if number != "Appendix A"]
    following = []
    for one, point in POINTS:
        if one.number in sentences and not point.of:
            following.append((one.number, point.says))
        for of in point.of:
            assert [each for each in sentences[one.number] if each.startswith(of)], f"{one.number}: {of}"
    assert [number for number, _ in following] == ["2.1", "2.1", "6.4", "6.4", "7.1"]
    for number in {number for number, _ in following}:
        assert clause(number).notes


def test_columns_that_are_credited_are_there() -> None:
    """Name on Staff; the column Additional information."""
    said = [each.what for _, point in POINTS for each in point.made]
    headings = {sheet.name: {column.heading for column in sheet} for sheet in BY_NAME.values()}
    named = [found.groups() for what in said for found in re.finditer(r"([A-Z][A-Za-z ]+?) on ([A-Z][a-z]+)\b", what)]
    assert len(named) > 6
    for columns, sheet in named:
        if sheet in headings:
            assert {column.strip() for column in columns.split(" and ")} <= headings[sheet], (columns, sheet)
    alone = {found[1] for what in said for found in re.finditer(r"column ([A-Z][a-z]+(?: [a-z]+)*)", what)}
    assert alone
    assert alone <= set.union(*headings.values())


def test_files_that_are_credited_are_made(demo_folder: Path) -> None:
    said = [each.what for _, point in POINTS for each in point.made if each.command == "run"]
    names = {found[0] for what in said for found in re.finditer(r"[a-z]+\.(?:json|html|xlsx)", what)}
    assert {"people.json", "report.html"} <= names
    for name in names:
        assert list((demo_folder / "output").rglob(name)), name


def test_outcomes_that_are_credited_are_there() -> None:
    said = [each.what for _, point in POINTS for each in point.made]
    named = {found[1] for what in said for found in re.finditer(r"^the outcome ([a-z ]+)", what)}
    assert named
    assert named <= {outcome.value for outcome in Outcome}


def test_a_clause_that_credits_letters_has_one() -> None:
    crediting = {one.number for one, point in POINTS for each in point.made if each.command == "letters"}
    served = {number for kind in KINDS for number in re.split(r"[; ]+", kind.clause)}
    assert crediting
    assert crediting <= served


def test_commands_that_are_credited_are_there() -> None:
    assert {each.command for _, point in POINTS for each in point.made} <= set(main.commands)


def test_sheets_that_are_credited_are_there() -> None:
    said = [each.what for _, point in POINTS for each in point.made]
    names = [name for what in said for name in _sheets_named(what)]
    assert len(names) > 8
    assert not set(names) - set(BY_NAME) - set(ANSWERS)


def _sheets_named(what: str) -> list[str]:
    """The sheets that a credit names: the sheets Consistency and Objectives sample."""
    named = re.search(r"sheets? ([A-Z][a-z]+(?: [a-z]+)*?)(?: and ([A-Z][a-z]+(?: [a-z]+)*))?(?=[:,]|$)", what)
    return [name for name in named.groups() if name] if named else []


def test_who_may_see_the_papers_is_credited_to_the_packs_that_show_them() -> None:
    packs = {
        point["says"]: [each["what"] for each in point["made"] if each["command"] == "disclose"]
        for point in _points("9.2")
    }
    assert sum(map(bool, packs.values())) == len(packs) - 1
    told = " ".join(ask("--clause", "9.2").stdout.split())
    assert "a pack for the Head of School" in told


def _points(number: str) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = json.loads(ask("--clause", number, "--json").stdout)["points"]
    return points


@pytest.mark.parametrize("code", RULES)
def test_a_clause_lists_exactly_the_rules_that_name_it(code: str) -> None:
    assert {one.number for one in clauses() if code in one.rules} == named(code)


@pytest.mark.parametrize("one", clauses(), ids=lambda one: one.number)
def test_every_rule_that_a_clause_lists_is_registered(one: Clause) -> None:
    assert set(one.rules) <= set(RULES)


@pytest.mark.parametrize(("one", "point"), POINTS, ids=lambda each: getattr(each, "number", ""))
def test_rules_that_serve_a_point_too_are_those_of_other_clauses(one: Clause, point: Point) -> None:
    assert set(point.also) <= set(RULES)
    assert not [code for code in point.also if one.number in named(code)]


def test_every_contradiction_of_the_policy_is_noted() -> None:
    notes = {one.number: " ".join(one.notes) for one in policy_clauses()}
    assert "“Mid-October” names no day" in notes["1.4"]
    assert "31 March" in notes["1.5"]
    assert "no support staff" in notes["2.1"]
    assert "early career teachers" in notes["2.1"]
    assert "8.2" in notes["9.2"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1.4", "they hold for Executive Headteachers and for executives too"),
        ("3.1", "an adviser may sit on any panel"),
        ("7.1", "the weeks of an extension are working weeks as well"),
    ],
)
def test_where_our_reading_is_wider_than_the_words_a_note_says_so(number: str, said: str) -> None:
    (note,) = (note for note in clause(number).notes if said in note)
    assert "Our reading is wider" in note


# -- each rule explained ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_an_example_of_each_kind(code: str) -> None:
    both = examples(code)
    assert both.passes.title
    assert both.fails.title
    assert bool(both.fails.tables) == ("fails" not in in_words().get(code, {}))


def test_examples_in_words_are_for_rules_that_no_small_table_shows() -> None:
    assert {RULES[code].found_by for code in in_words() if code in RULES} <= {"reader", "merge", "decide"}


@pytest.mark.parametrize("one", all_explained(NUMBERS), ids=lambda one: one.code)
def test_a_rule_is_explained_in_full_and_in_width(one: Explained) -> None:
    told = ask(one.code)
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith(one.code)
    assert all(len(each) <= 100 for each in told.stdout.splitlines() if "|" not in each)
    assert "{" not in told.stdout.partition("Passes:")[0]
    for part in ("Severity", "Asked", "Must hold", "What to do", "Reads as", "Found at", "Passes:", "Fails:"):
        assert part in told.stdout


def test_a_rule_shows_its_numbers_with_unit_source_and_date() -> None:
    told = " ".join(ask("PM401", "--as-of", "2026-11-01").stdout.split())
    assert "objectives_set_within: 30 working days, chosen by the trust; for cycles from 1 April 2019 on" in told


def test_a_rule_says_at_which_place_of_the_small_table_it_finds_something() -> None:
    assert examples("PM407").fails.found == ("Objectives, Due on, row 1", "Objectives, Due on, row 2")


@pytest.mark.parametrize("code", ["PM407", "pm407", " pm407", "407"])
def test_a_code_is_understood_however_it_is_typed(code: str) -> None:
    assert explained(code, NUMBERS).code == "PM407"


def test_no_such_rule_or_clause() -> None:
    assert line("PM4077") == "PM4077 is no rule; the nearest is PM407"
    assert line("--clause", "4.44") == "4.44 is no clause of the policy; the nearest is 4.4"
    assert "PM407" in line("PM4077", "--json")
    assert "name one of them" in line("PM407", "--clause", "4.4")


def test_all_rules_are_listed_by_section() -> None:
    listed = ask().stdout
    assert [each.split()[0] for each in listed.splitlines() if each.startswith("  PM")] == list(RULES)
    headings = [each for each in listed.splitlines() if each and not each.startswith(" ")][1:]
    assert headings == [section.title for section in sections()]
    assert all(len(each) <= 100 for each in listed.splitlines())


@pytest.mark.parametrize("number", [one.number for one in clauses()])
def test_a_clause_shows_its_points_and_rules(number: str) -> None:
    told = ask("--clause", number.lower())
    assert told.exit_code == 0
    assert told.stdout.count("  • ") == len(clause(number).points)
    assert all(code in told.stdout for code in clause(number).rules)
    assert all(len(each) <= 100 for each in told.stdout.splitlines())


# -- for machines ----------------------------------------------------------------------------------


def test_the_list_for_machines_has_one_object_a_code() -> None:
    listed = json.loads(ask("--json").stdout)
    assert [one["code"] for one in listed] == list(RULES)
    assert all(list(one) == KEYS for one in listed)
    for one in listed:
        assert one["slug"] == RULES[one["code"]].slug
        assert one["sheet"] is None or one["sheet"] in {*BY_NAME, "Recommendations", "Appeals"}
        for each in one["parameters"]:
            assert list(each) == ["name", "value", "unit", "from"]


def test_one_rule_and_one_clause_for_machines() -> None:
    rule = json.loads(ask("pm407", "--json").stdout)
    assert rule["blames"] == ["Due on"]
    assert rule["reads"] == ["Staff.Cycle from", "Staff.Cycle to"]
    assert rule["examples"]["fails"]["tables"][0]["rows"][0] == ["Payroll number", "No", "Due on"]
    asked = json.loads(ask("--clause", "4.4", "--json").stdout)
    assert asked["clause"] == "4.4"
    assert [one["code"] for one in asked["rules"]] == list(clause("4.4").rules)


def test_numbers_are_the_trusts_own_at_the_day(demo_folder: Path, tmp_path: Path) -> None:
    shutil.copy(demo_folder / "trust.xlsx", tmp_path)
    path = tmp_path / "trust.xlsx"
    fill(path)
    at = ("PM401", "--json", "--folder", path.parent, "--as-of")
    (number,) = json.loads(ask(*at, "2026-11-01").stdout)["parameters"]
    assert number == {"name": "objectives_set_within", "value": 12, "unit": "working days", "from": "2026-09-01"}
    (number,) = json.loads(ask(*at, "2025-11-01").stdout)["parameters"]
    assert number["value"] == 30
    assert "has no value" in line(*at, "2010-01-01")


def fill(path: Path) -> None:
    """A trust's own number from September 2026 on, below the one it started with."""
    book = openpyxl.load_workbook(path)
    sheet = book["Parameters"]
    headings = {cell.value: cell.column for cell in sheet[3]}
    row = sheet.max_row + 1
    values = {"Parameter": "objectives_set_within", "Value": 12, "Unit": "working days", "Clause": "4.1"}
    for heading, value in (values | {"From": date(2026, 9, 1), "Source": "Trust", "Meaning": "sooner"}).items():
        sheet.cell(row, headings[heading]).value = value
    book.save(path)


# -- as a workbook ---------------------------------------------------------------------------------


def test_the_workbook_is_laid_out_as_the_dfe_lays_out_its_rules(tmp_path: Path) -> None:
    path = tmp_path / "Rule book.xlsx"
    assert ask("--excel", path).exit_code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Rules", "Policy", "Numbers"]
    top = heading_row(book["Rules"])
    headings, *rows = [[cell.value for cell in row] for row in book["Rules"].iter_rows(min_row=top)]
    assert headings[:5] == ["Sequence number", "Error or query", "Module", "Message", "Validation check"]
    assert headings[5:] == ["What to do", "Policy clause", "Stage"]
    assert [row[0] for row in rows] == list(RULES)
    assert all(all(row) for row in rows)
    assert book["Rules"].freeze_panes == f"B{top + 1}"
    assert book["Rules"].tables["Rules"].ref == f"A{top}:H{top + len(rows)}"
    assert book["Rules"].print_title_rows == f"${top}:${top}"
    points = [row["Clause"] for row in table_rows(book["Policy"])]
    assert list(dict.fromkeys(points)) == POLICY


def test_the_workbook_is_the_same_each_time_and_never_written_over(tmp_path: Path) -> None:
    assert rule_book(NUMBERS) == rule_book(NUMBERS)
    path = tmp_path / "rules.xlsx"
    path.write_bytes(b"the office's own")
    assert line("--excel", path) == f"{path} is there already; name another file"
    assert path.read_bytes() == b"the office's own"
    assert "ends in .xlsx" in line("--excel", tmp_path / "rules.pdf")
    assert "leave out PM407" in line("PM407", "--excel", tmp_path / "one.xlsx")


def test_messages_name_what_differs_in_words() -> None:
    lines = {one.code: one for one in rule_lines(NUMBERS)}
    outside = "Due on is ‹value›, outside the person's cycle, ‹Cycle from› to ‹Cycle to›"
    assert lines["PM407"].message == f"{outside}\nDue on is blank"
    assert "lasts 4 to 8 working weeks" in lines["PM704"].must_hold
    assert lines["PM622"].stage is Stage.DECISION
    assert not [one for one in lines.values() if "{" in one.message + one.must_hold + one.remedy]


def test_the_workbook_opens_as_it_was_written() -> None:
    book = openpyxl.load_workbook(io.BytesIO(rule_book(NUMBERS)))
    numbers = {row[0]: row[1:5] for row in book["Numbers"].iter_rows(values_only=True)}
    assert numbers["monitoring_weeks"][:2] == ("4 to 8", "working weeks")
    assert numbers["monitoring_weeks"][3] == "7.1"


def test_a_code_of_two_severities_says_both() -> None:
    told = CliRunner().invoke(main, ["rules", "PM024"]).output
    assert re.search(r"Severity\s+query: .*\s+error: ", told)
