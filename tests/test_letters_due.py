"""Which letters are due, to whom, why and by when: one workbook, a person a case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import yaml
from casebook import Case, workbook
from dossiers import DUE, dossier

from pmr_batch.commands.documents.due_letters_text import why
from pmr_batch.commands.documents.letters import LetterRequest, LetterResult, LetterState, make_letters
from pmr_batch.model.terms import Outcome
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.word.letters.grievance import suspension_due
from pmr_batch.word.letters.letter import Letter
from pmr_batch.word.letters.letter_context import LetterContext
from pmr_batch.word.letters.meeting import MeetingRecord
from pmr_batch.word.letters.monitoring import MonitoringExtension, MonitoringOutcome

AS_OF = date(2026, 10, 20)
CYCLE = "teaching-2025-26"
CASES = yaml.safe_load(Path(__file__).with_name("letters_due.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust with one return, a person a case."""
    folder = tmp_path_factory.mktemp("trust")
    (folder / "incoming" / CYCLE).mkdir(parents=True)
    (folder / "incoming" / CYCLE / "Riverside.xlsx").write_bytes(workbook("teacher", "", CASES))
    (folder / "trust.xlsx").write_bytes(Case("", "", AS_OF, "head", {}).trust)
    return folder


@pytest.fixture(scope="module")
def due(folder: Path) -> list[LetterResult]:
    """All that is due in it."""
    with ThreadPoolExecutor(1) as executor:
        return list(make_letters(folder, CYCLE, LetterRequest(only_list=True), AS_OF, executor).letters)


@pytest.mark.parametrize("number", [str(n) for n in range(1, 17)])
def test_what_is_due_is_said_with_why_and_by_when(due: list[LetterResult], number: str) -> None:
    theirs = [one for one in due if one.due.content.payroll_number == number]
    lacks = [f"lacks {', '.join(one.due.missing_headings)}" for one in theirs if one.state is LetterState.INCOMPLETE]
    assert [why(one, AS_OF) for one in theirs] + lacks == CASES["due"].get(number, [])


def test_letters_are_signed_by_whom_the_policy_names(due: list[LetterResult]) -> None:
    signed = {
        (one.due.content.payroll_number, one.kind.key.value): [
            (who.name, who.position) for who in one.due.content.signers
        ]
        for one in due
        if isinstance(one.due.content, Letter)
    }
    assert signed["1", "report"] == [("Helen Hughes", "Reviewer")]
    assert signed["3", "concern"] == signed["7", "outcome"] == [("Helen Hughes", "")]
    assert signed["8", "capability"] == [("Chris Clarke", "CEO"), ("", "Chief Learning Officer")]
    assert signed["11", "suspension"] == [("Helen Hughes", "Headteacher")]


def test_a_record_has_the_headings_of_its_kind_of_meeting_and_no_others(due: list[LetterResult]) -> None:
    of_kind = ("initial", "progress", "final", "concern", "monitoring", "capability")
    records = [one.due.content for one in due if isinstance(one.due.content, MeetingRecord)]
    assert {record.kind: [name for name in of_kind if getattr(record, name)] for record in records} == {
        "Initial meeting": ["initial"],
        "Informal review": ["progress"],
        "Monitoring contact": ["monitoring"],
        "Concern": ["concern"],
        "Capability": ["capability"],
    }


def test_letters_on_monitoring_say_what_the_workbook_holds(due: list[LetterResult]) -> None:
    (extension,) = (one.due.content for one in due if isinstance(one.due.content, MonitoringExtension))
    assert (extension.monitoring_from, extension.monitoring_to) == (date(2026, 9, 14), date(2026, 10, 16))
    assert (extension.extended_to, extension.reason) == (date(2026, 11, 13), "Significant improvement")
    assert (extension.monitored_by, extension.targets, extension.support) == ("Helen Hughes", "Plans", "A mentor")
    (ended,) = (one.due.content for one in due if isinstance(one.due.content, MonitoringOutcome))
    assert (ended.monitoring_from, ended.ended_on, ended.improved) == (date(2026, 6, 8), date(2026, 7, 10), True)


def test_a_capability_notice_names_the_monitoring_that_led_to_it_where_there_was_any(due: list[LetterResult]) -> None:
    notices = {one.due.content.payroll_number: one.due.content for one in due if one.kind.key == "capability"}
    periods = {
        number: (one.monitored, one.monitoring_from, one.monitoring_to)  # type: ignore[attr-defined]
        for number, one in notices.items()
    }
    assert periods == {"8": (True, date(2026, 6, 8), date(2026, 7, 10)), "10": (False, None, None)}


def test_the_dates_that_a_suspension_moves_are_named(due: list[LetterResult]) -> None:
    (resumed,) = (one.due.content for one in due if one.kind.key == "resumption")
    assert [(one.what, one.was, one.now) for one in resumed.dates] == [  # type: ignore[attr-defined]
        ("Final review meeting", date(2026, 10, 15), date(2026, 11, 6)),
        ("Written report", date(2026, 10, 31), date(2026, 11, 6)),
        ("Pay decision", date(2026, 10, 31), date(2026, 11, 6)),
    ]


def test_a_step_of_the_day_on_which_a_suspension_begins_is_moved_too(folder: Path) -> None:
    settings = read_trust(folder)
    context = LetterContext(settings, settings.cycles["Teaching 2025-26"], AS_OF, {})
    suspended = {"status": "Suspended: grievance", "status_from": DUE["final_due"]}
    (letter,) = suspension_due(dossier("1", review_state=Outcome.SUSPENDED, staff=suspended), context)
    assert [one.what for one in letter.content.dates] == list(_STEPS)  # type: ignore[attr-defined]


_STEPS = ("Final review meeting", "Written report", "Pay decision")


def test_a_letter_whose_dates_have_passed_is_not_made_and_says_so(folder: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        later = make_letters(folder, CYCLE, LetterRequest(only_list=True), date(2026, 12, 20), executor).letters
    passed = {
        one.due.content.payroll_number: one.due.passed
        for one in later
        if one.state is LetterState.PASSED and one.is_open
    }
    assert passed == {
        "4": ("Review on was 4 December 2026", "Monitoring to was 13 November 2026"),
        "6": ("Extended to was 13 November 2026",),
        "8": ("Capability meeting on was 5 November 2026",),
        "12": tuple(f"{what} was 6 November 2026" for what in _STEPS),
        "13": tuple(f"{what} was 24 November 2026" for what in _STEPS),
    }
    assert {"3", "7"} <= {one.due.content.payroll_number for one in later if one.state is LetterState.LISTED}


def test_everybody_has_the_letters_of_their_round(due: list[LetterResult], folder: Path) -> None:
    assert {one.path.parent for one in due} == {folder / "output" / CYCLE / "october" / "letters" / "RIV"}
    assert "Ned 14 Record of informal review 2026-02-10.docx" in {one.path.name for one in due}
