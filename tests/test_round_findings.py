"""What is about people of another round is counted apart, and told to their own office with their own date."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from moderated_round import a_round

from pmr_batch.cli import main
from pmr_batch.demo import DEMO_AS_OF
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.terms import Outcome, Round, Severity
from pmr_batch.produce.next_steps import next_steps
from pmr_batch.produce.report import report_page
from pmr_batch.rules.round_findings import RoundFindings

OCTOBER = Path("output/teaching-2025-26/october")


def finding(academy: str = "RIV", number: str | None = None, affects: tuple[str, ...] = (), **more: Any) -> Finding:
    place = dict.fromkeys(("file", "sheet", "row", "column", "cell", "item", "value"))
    whole = {"code": "PM405", "clause": "4.4", "severity": Severity.ERROR, "message": "…", "remedy": "…"}
    return Finding(**(whole | place | {"academy": academy, "payroll_number": number, "affects": affects} | more))


def person(academy: str, number: str, role: str | None, outcome: Outcome = Outcome.READY) -> Person:
    return Person(academy, number, f"Person {number}", role, "a.xlsx", 2, outcome, ())


PEOPLE = (
    person("RIV", "1", "Teacher"),
    person("RIV", "2", "Headteacher"),
    person("RIV", "3", "HLTA"),
    person("RIV", "4", None),
    person("HEADS", "5", "CEO"),
    person("HEADS", "6", "Headteacher", Outcome.MISSING),
)


@pytest.mark.parametrize(
    ("told", "rounds"),
    [
        (finding("RIV", "1"), (Round.OCTOBER, Round.OCTOBER)),
        (finding("RIV", "2"), (Round.DECEMBER, Round.DECEMBER)),
        (finding("RIV", "3"), (Round.OCTOBER, Round.DECEMBER)),
        (finding("RIV", "4"), (Round.OCTOBER, Round.DECEMBER)),
        (finding("RIV", None, ("1", "2")), (Round.OCTOBER, Round.DECEMBER)),
        (finding("RIV", "9"), (Round.OCTOBER, Round.DECEMBER)),
        (finding("RIV"), (Round.OCTOBER, Round.DECEMBER)),
        (finding("HEADS", "6"), (Round.DECEMBER, Round.DECEMBER)),
        (finding("HEADS"), (Round.DECEMBER, Round.DECEMBER)),
        (finding("OAK"), (Round.OCTOBER, Round.DECEMBER)),
        (finding("RIV", "2", ("1",), sheet="Reviewers"), (Round.OCTOBER, Round.OCTOBER)),
    ],
)
def test_a_finding_is_of_the_round_of_the_people_it_touches(told: Finding, rounds: tuple[Round, Round]) -> None:
    """In October and in December; whoever is of no round of teachers is misplaced, which any round has to put right."""
    assert tuple(RoundFindings(PEOPLE, run).of_finding(told) for run in (Round.OCTOBER, Round.DECEMBER)) == rounds


def findings_of(folder: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((folder / OCTOBER / "findings.json").read_text("utf-8"))
    return [one for one in told if not one["explanation"] and not one["accepted"]]


def test_an_october_run_counts_the_heads_apart(faulty_folder: Path) -> None:
    counts = json.loads((faulty_folder / OCTOBER / "run.json").read_text("utf-8"))["counts"]
    by_academy = Counter((one["academy"] == "HEADS", one["severity"]) for one in findings_of(faulty_folder))
    assert counts["of_other_rounds"]["errors"] == by_academy[True, "error"] > 1
    assert counts["errors"] == by_academy[False, "error"]
    assert counts["queries"] + counts["of_other_rounds"]["queries"] == (
        by_academy[False, "query"] + by_academy[True, "query"]
    )


def test_their_own_office_is_told_of_their_round_and_by_their_date(faulty_folder: Path) -> None:
    back = faulty_folder / OCTOBER / "returns/HEADS"
    mail = message_from_bytes((back / "HEADS note.eml").read_bytes(), policy=default)
    note = mail.get_content()
    errors = sum(one["academy"] == "HEADS" and one["severity"] == "error" for one in findings_of(faulty_folder))
    assert "Teaching 2025-26, December round" in note
    assert f"{errors} errors to correct" in note
    assert "Send that workbook back by 31 December 2026." in note
    assert "Besides" not in note
    assert "December round" in (back / "HEADS findings.html").read_text("utf-8")
    others = [path.read_text("utf-8") for path in (faulty_folder / OCTOBER / "returns").glob("*/*note.txt")]
    assert sum("October round" in other for other in others) == len(others) - 1


def test_the_page_of_the_run_says_what_it_does_not_count(faulty_folder: Path) -> None:
    page = " ".join((faulty_folder / OCTOBER / "report.html").read_text("utf-8").split())
    counts = json.loads((faulty_folder / OCTOBER / "run.json").read_text("utf-8"))["counts"]
    apart = counts["of_other_rounds"]
    assert f"in another round: {apart['errors']} errors" in page
    (heads,) = [row for row in page.split("<tr>") if 'quiet">HEADS<' in row and 'data-label="Errors:">' in row]
    assert 'data-label="Errors:">0<' in heads
    assert f"<strong>{counts['queries']}</strong><span>queries open</span>" in page


def test_the_terminal_says_so_too(faulty_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "trust.xlsx").write_bytes((faulty_folder / "trust.xlsx").read_bytes())
    place = tmp_path / "incoming/teaching-2025-26"
    place.mkdir(parents=True)
    inputs = json.loads((faulty_folder / OCTOBER / "run.json").read_text("utf-8"))["inputs"]
    (heads,) = [one["path"] for one in inputs if one["academy"] == "HEADS" and one["state"] == "accepted"]
    (place / heads).write_bytes((faulty_folder / "incoming/teaching-2025-26" / heads).read_bytes())
    asked = ["--cycle", "teaching-2025-26", "--round", "october", "--folder", str(tmp_path)]
    ran = CliRunner().invoke(main, ["run", *asked, "--as-of", DEMO_AS_OF.isoformat()])
    assert ran.exit_code == 1
    assert "open about people of another round, counted apart" in ran.stdout


def test_people_of_an_academy_that_sent_nothing_are_asked_about_once() -> None:
    moderated = a_round(4, 20)
    absent = [one for one in moderated.people if one.outcome is Outcome.MISSING and one.academy == "A003"]
    assert len(absent) > 1
    numbers = tuple(one.payroll_number or "" for one in absent)
    unsent = finding("A003", None, numbers, code="PM021")
    steps = [step.text for step in next_steps(replace(moderated, findings=(unsent,)))]
    assert "Ask for 1 return that did not come" in steps
    assert not [text for text in steps if text.startswith("Ask about")]
    left_out = finding("A000", "0000001", code="PM207", file="a000.xlsx")
    steps = [step.text for step in next_steps(replace(moderated, findings=(unsent, left_out)))]
    assert "Ask about 1 person on the staff list whom their academies' returns leave out" in steps
    assert report_page(replace(moderated, findings=(unsent, left_out)))
