"""`letters` as its users have it: what is made, what stands, what has changed since, and what cannot be made yet."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from casebook import workbook
from click.testing import CliRunner, Result
from dossiers import dossier as made_up
from filled_forms import AS_OF, CYCLE, RETURN, trust
from openxml_audit import OpenXmlValidator
from templates_edited import put
from test_forms import paragraphs, parts
from test_letters import edited

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.commands.current_workbooks import read_current_workbooks
from pmr_batch.commands.rounds.run import run
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Decision, Pay
from pmr_batch.model.terms import Round
from pmr_batch.produce.letter_files import letter_tasks, write_letters
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.word.filling.properties import properties_of
from pmr_batch.word.letters.concern import CONFIRMATION
from pmr_batch.word.letters.kinds import pay_outcome_letter
from pmr_batch.word.letters.letter_context import LetterContext
from pmr_batch.word.letters.pay import PAY_OUTCOME, PayOutcome, outcome
from pmr_batch.word.letters.report import REPORT

CONCERNS = """
    | Payroll number | Discussed on | Confirmed in writing on | Monitoring from | Monitoring to | Review on  | Outcome | Nature and seriousness |
    | 0001041        | 2026-10-06   |                         | 2026-11-02      | 2026-12-04    | 2026-12-04 |         | {nature}               |
"""  # noqa: E501  (a table reads across)
LETTER = "Ann Appleby 0001041 Confirmation of concern 2026-01-22.docx"
LETTERS = Path("output") / CYCLE / "october" / "letters" / "RIV"


def put_in(folder: Path, nature: str = "Lessons are unplanned", told: str = "") -> Path:
    """The trust with a return in which a concern is not confirmed yet."""
    (folder / RETURN).write_bytes(workbook("monitored", "", {"Concerns": told or CONCERNS.format(nature=nature)}))
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trust in which a report and a confirmation are due; read without starting a process a time."""
    monkeypatch.setattr("pmr_batch.cli.documents.workers", lambda: ThreadPoolExecutor(1))
    return put_in(trust(tmp_path))


def ask(folder: Path, *arguments: str | Path, on: date = AS_OF) -> Result:
    """The command line in this process."""
    asked = ("letters", "--cycle", CYCLE, "--folder", folder, "--as-of", on.isoformat(), *arguments)
    return CliRunner().invoke(main, [*map(str, asked)], prog_name="pmr-batch")


def test_what_is_due_is_made_and_said(folder: Path) -> None:
    told = ask(folder, "--kind", "concern")
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        str(folder / LETTERS),
        f"  {LETTER}",
        "    Concern discussed on 6 October 2026, not confirmed in writing: due by 20 October 2026 (7.1)",
        "    → made",
        "",
        "1 letter due: 1 made",
    ]
    made = folder / LETTERS / LETTER
    assert OpenXmlValidator().validate(made).errors == []
    lines = paragraphs(docx.Document(str(made)).element.body)
    assert lines[lines.index("Nature and seriousness of the concerns") + 1] == "Lessons are unplanned"
    assert "Dear Ann Appleby," in lines
    properties = {name for name in parts(made.read_bytes()) if name.startswith("docProps")}
    assert properties == {"docProps/core.xml", "docProps/custom.xml"}
    assert docx.Document(str(made)).core_properties.title == "Confirmation of concern"
    assert set(properties_of(parts(made.read_bytes()))) == {"Letter", "Facts"}


def test_what_was_made_before_stands_until_the_workbook_changes(folder: Path) -> None:
    ask(folder, "--kind", "concern")
    made = folder / LETTERS / LETTER
    before = made.read_bytes()
    again = ask(folder, "--kind", "concern", on=date(2026, 10, 21))
    assert (again.exit_code, again.stdout.splitlines()[-3:]) == (
        0,
        ["    → made before", "", "1 letter due: 1 made before"],
    )
    put_in(folder, "Lessons are unplanned, and this is serious")
    changed = ask(folder, "--kind", "concern")
    assert changed.exit_code == 1
    assert "→ made before, and the workbook has changed since; look at both, then delete" in changed.stdout
    assert made.read_bytes() == before
    made.rename(made.with_name("The first letter.docx"))
    renewed = ask(folder, "--kind", "concern")
    assert (renewed.exit_code, made.read_bytes() == before) == (0, False)


def test_a_letter_that_somebody_put_in_its_place_stands(folder: Path) -> None:
    (folder / LETTERS).mkdir(parents=True)
    (folder / LETTERS / LETTER).write_bytes(b"a letter of their own")
    told = ask(folder, "--kind", "concern")
    assert (told.exit_code, "    → made before" in told.stdout.splitlines()) == (0, True)
    assert (folder / LETTERS / LETTER).read_bytes() == b"a letter of their own"


def test_a_letter_that_lacks_a_fact_is_not_made_and_says_which(folder: Path) -> None:
    told = ask(put_in(folder, ""), "--kind", "concern")
    assert told.exit_code == 1
    assert "    → cannot be made yet: fill in Nature and seriousness" in told.stdout.splitlines()
    assert not (folder / "output").exists()


def test_a_letter_whose_dates_have_passed_is_not_made_and_says_what_to_do(folder: Path) -> None:
    told = ask(folder, "--kind", "concern", on=date(2026, 12, 7))
    assert told.exit_code == 1
    dates = "Review on was 4 December 2026 and Monitoring to was 4 December 2026"
    remedy = "put in what holds now, or say it in a letter of your own"
    assert f"    → not made, as its dates have passed: {dates}; {remedy}" in told.stdout.splitlines()
    assert not (folder / "output").exists()
    ask(folder, "--kind", "concern")
    assert "    → made before" in ask(folder, "--kind", "concern", on=date(2026, 12, 7)).stdout.splitlines()


def test_a_list_writes_nothing(folder: Path) -> None:
    told = ask(folder, "--list", "--json")
    assert told.exit_code == 0
    assert {(one["letter"], one["state"], one["due"]) for one in json.loads(told.stdout)} == {
        ("report", "to be made", "2026-10-31"),
        ("concern", "to be made", "2026-10-20"),
    }
    assert not (folder / "output").exists()


def test_where_nothing_is_due_a_line_says_so(folder: Path) -> None:
    told = ask(folder, "--kind", "extension")
    assert (told.exit_code, told.stdout) == (0, "No letter is due.\n")


def test_letters_go_where_they_are_asked_for(folder: Path, tmp_path: Path) -> None:
    told = ask(folder, "--to", tmp_path / "here", "--person", "0001041", "--academy", "RIV")
    assert told.exit_code == 0
    assert {path.name for path in (tmp_path / "here" / "RIV").iterdir()} == {
        LETTER,
        "Ann Appleby 0001041 Covering letter of the report.docx",
    }


def test_the_trusts_own_words_are_used_before_ours(folder: Path) -> None:
    document = REPORT.document
    ours = "If anything in the report is not clear, or you would like to talk it through, please say so."
    (folder / "templates").mkdir()
    (folder / "templates" / document.template).write_bytes(edited(document, put(ours, "Come and see us.")))
    assert ask(folder, "--kind", "report").exit_code == 0
    (made,) = (folder / LETTERS).iterdir()
    assert "Come and see us." in paragraphs(docx.Document(str(made)).element.body)
    (folder / "templates" / CONFIRMATION.document.template).write_bytes(
        edited(CONFIRMATION.document, put("{{ nature }}", ""))
    )
    told = ask(folder, "--kind", "report")
    assert told.exit_code == 2
    assert told.stderr.startswith("templates/concern_confirmation.docx: {{ nature }} is missing")


def covering_letter(folder: Path) -> str:
    assert ask(folder, "--kind", "report").exit_code == 0
    (made,) = (folder / LETTERS).iterdir()
    return "\n".join(paragraphs(docx.Document(str(made)).element.body))


@pytest.mark.parametrize("decision", [None, "Deferred"])
def test_a_covering_letter_says_that_pay_is_not_decided_until_it_is(folder: Path, decision: str | None) -> None:
    if decision:
        decided(folder, decision)
    letter = covering_letter(folder)
    assert "that is not yet the decision: you will be told the decision in writing." in letter
    assert "taken since" not in letter


def test_a_covering_letter_after_the_decision_says_when_it_was_taken(folder: Path) -> None:
    decided(folder, "Approved")
    letter = covering_letter(folder)
    assert "the decision has been taken since, on 14 October 2026: you are told it in a letter of its own." in letter
    assert "not yet the decision" not in letter


def decided(folder: Path, decision: str) -> None:
    """Put a decision of two days ago on Ann Appleby's pay into the ledger."""
    taken = replace(M4, decision=decision, decided_on=date(2026, 10, 14))
    one = Decided("11111111", "RIV", "0001041", "Ann Appleby", Decimal(1), M4.pay, M4.pay, taken)
    records.append(folder, [(records.DECISION, records.decision_body(one, "Teaching 2025-26", "october"))])


def test_a_run_leaves_letters_alone(folder: Path) -> None:
    ask(folder)
    before = {path.name: path.read_bytes() for path in (folder / LETTERS).iterdir()}
    assert before
    with ThreadPoolExecutor(1) as executor:
        run(folder, CYCLE, Round.OCTOBER, AS_OF, executor)
    assert {path.name: path.read_bytes() for path in (folder / LETTERS).iterdir()} == before


M4 = Decision("Approved", Pay("Main", "M4", Decimal(40941)), "After the concern of January", AS_OF, date(2026, 9, 1))


def test_outcome_letters_are_made_of_decisions_and_say_nothing_of_concerns(folder: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        gathered = read_current_workbooks(folder, CYCLE, AS_OF, executor)
    context = LetterContext(gathered.settings, gathered.cycle, AS_OF, {})
    templates = {PAY_OUTCOME.document.template: PAY_OUTCOME.document.standard}
    dossier = next(one for one in gathered.dossiers.values() if one.staff["payroll_number"] == "0001041")
    ready = pay_outcome_letter(dossier, M4, context)
    (task,) = letter_tasks(tmp_path, "decided/letters", [ready], templates)
    (written,) = write_letters(task)
    assert written.path == "decided/letters/RIV/Ann Appleby 0001041 Outcome of the pay decision.docx"
    whole = "\n".join(paragraphs(docx.Document(str(tmp_path / written.path)).element.body))
    assert "£40,941 (Main, M4)" in whole
    assert "concern" not in whole.casefold()


@pytest.mark.parametrize(
    ("decided_pay", "progresses", "award"),
    [
        (("Main", "M4", 40_941), True, False),
        (("Upper", "M3", 40_941), True, False),
        (("Main", "M3", 38_001), False, True),
        (("Main", "M3", 38_000), False, False),
        (("Main", "M3", 37_999), False, False),
        (("Main", "M3", None), False, False),
        (("Spot salary", None, 41_000), True, False),
    ],
)
def test_an_outcome_letter_speaks_of_an_award_where_the_place_stays_and_is_paid_more(
    folder: Path, decided_pay: tuple[str, str | None, int | None], progresses: bool, award: bool
) -> None:
    range_, point, amount = decided_pay
    person = made_up("0001041", current=Pay("Main", "M3", Decimal(38_000)))
    settings = read_trust(folder)
    context = LetterContext(settings, settings.cycles["Teaching 2025-26"], AS_OF, {})
    pay = Pay(range_, point, None if amount is None else Decimal(amount))
    told = outcome(person, replace(M4, pay=pay), context).content
    assert isinstance(told, PayOutcome)
    assert (told.progresses, told.award, told.spot) == (progresses, award, point is None)
    assert not told.upper, "nobody applied"
    assert not told.upper_refused
    unknown = outcome(replace(person, current=Pay("Main", "M3", None)), replace(M4, pay=pay), context).content
    assert isinstance(unknown, PayOutcome)
    assert not unknown.award


@pytest.mark.parametrize(
    ("reason", "in_letter", "says"),
    [("Two years of it", True, "Two years of it"), ("Two years of it", False, ""), (None, True, "")],
)
def test_an_outcome_letter_gives_the_reason_that_the_committee_gives_to_be_told(
    folder: Path, reason: str | None, in_letter: bool, says: str
) -> None:
    settings = read_trust(folder)
    context = LetterContext(settings, settings.cycles["Teaching 2025-26"], AS_OF, {})
    person = made_up("0001041", staff={"job_title": "Class teacher"})
    told = outcome(person, replace(M4, reason=reason, reason_in_letter=in_letter), context).content
    assert isinstance(told, PayOutcome)
    assert (told.reason, told.job_title) == (says, "Class teacher")


@pytest.mark.parametrize(("on", "pending"), [(date(2026, 9, 1), False), (date(2029, 9, 1), True)])
def test_an_outcome_letter_on_an_old_scale_says_that_its_award_is_still_to_come(
    folder: Path, on: date, pending: bool
) -> None:
    person = made_up("0001041", current=Pay("Main", "M3", Decimal(38_000)))
    settings = read_trust(folder)
    context = LetterContext(settings, settings.cycles["Teaching 2025-26"], AS_OF, {})
    told = outcome(person, replace(M4, effective_from=on), context).content
    assert isinstance(told, PayOutcome)
    assert told.award_pending is pending


@pytest.mark.office
def test_every_letter_is_a_pdf_too(folder: Path) -> None:
    told = ask(folder, "--pdf")
    assert told.stdout.count("→ made, also as PDF") == 2
    assert sorted(path.suffix for path in (folder / LETTERS).iterdir()) == [".docx", ".docx", ".pdf", ".pdf"]
