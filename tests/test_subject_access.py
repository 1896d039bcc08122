"""A subject access request: its month, the hold, what goes to the person, and what somebody judges first."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from casebook import workbook
from click.testing import CliRunner, Result
from committee_desk import rows_of
from offices import trust
from workbooks import parts_of_zip, zipped

from pmr_batch.cli import main
from pmr_batch.files import LONGEST_PATH
from pmr_batch.model.subject_access import AccessRequest, AccessStep, Step
from pmr_batch.policy.working_days import bank_holidays
from pmr_batch.records.disclosure_entries import recorded_disclosures
from pmr_batch.records.holds import HoldReason, holds
from pmr_batch.records.made_files import MadeFiles, put_contents
from pmr_batch.records.subject_access_entries import recorded_steps

ANN, RECEIVED = "0001041", "2026-10-19"
WHO = ("--recipient", "Ann Appleby", "--reason", "Her request", "--by", "J. Okoro")
CONCERN = """
| Payroll number | Raised on  | Raised by | Nature and seriousness                                 | Previous support |
| 0001041        | 2026-01-22 | 0001001   | Mrs Okafor and Ben Barlow saw lessons without planning | A mentor         |
"""


def request(*steps: tuple[Step, date]) -> AccessRequest:
    return AccessRequest([AccessStep(ANN, step, on, "J. Okoro") for step, on in steps], bank_holidays())


def call(folder: Path, *arguments: str, as_of: str = "2026-10-20") -> Result:
    whole = ["disclose", "--to", "reviewee", "--person", ANN, *arguments, "--folder", str(folder), "--as-of", as_of]
    return CliRunner().invoke(main, whole, prog_name="pmr-batch")


def letter(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trust with Ann's return, a letter to her as it was made, one written in, and one to somebody else."""
    folder = trust(tmp_path / "trust")
    place = folder / "incoming" / "teaching-2025-26"
    place.mkdir(parents=True)
    (place / "Riverside.xlsx").write_bytes(workbook("monitored", "", {"Concerns": CONCERN}))
    letters = folder / "output" / "teaching-2025-26" / "october" / "letters" / "RIV"
    contents = {
        "Ann Appleby 0001041 Report.docx": letter("Dear Ann Appleby, Dee Dawson will see you"),
        "Ann Appleby 0001041 Meeting.docx": letter("Dear Ann Appleby"),
        "Ben Barlow 0001042 Report.docx": letter("Dear Ben Barlow"),
    }
    put_contents(MadeFiles.recorded(folder), letters, contents)
    (letters / "Ann Appleby 0001041 Meeting.docx").write_bytes(letter("Dear Ann Appleby, signed by hand"))
    return folder


# -- the clock -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 10, 19), date(2026, 11, 19)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2027, 1, 31), date(2027, 3, 1)),  # the last day of February is a Sunday
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, a weekend, and a substitute day
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_and_on_a_working_day(received: date, due: date) -> None:
    assert request((Step.RECEIVED, received)).due == due


def test_two_months_more_and_days_on_which_it_stood_still() -> None:
    received = (Step.RECEIVED, date(2026, 10, 19))
    paused = (Step.PAUSED, date(2026, 10, 26)), (Step.RESUMED, date(2026, 10, 30))
    assert request(received, (Step.EXTENDED, date(2026, 11, 2))).due == date(2027, 1, 19)
    assert request(received, *paused).due == date(2026, 11, 23)
    assert request(received, paused[0]).paused_since == date(2026, 10, 26)
    assert request(received, *paused).paused_since is None


@pytest.mark.parametrize(
    ("step", "on", "why"),
    [
        (Step.EXTENDED, date(2026, 11, 20), "an extension has to be told within the month"),
        (Step.RESUMED, date(2026, 10, 20), "there is nothing to resume"),
        (Step.PAUSED, date(2026, 10, 18), "give a later day"),
    ],
)
def test_a_step_that_cannot_be_says_why(step: Step, on: date, why: str) -> None:
    assert why in (request((Step.RECEIVED, date(2026, 10, 19))).problem(step, on) or "")


def test_what_is_answered_takes_no_more_steps_and_a_new_request_begins_anew() -> None:
    answered = request((Step.RECEIVED, date(2026, 10, 19)), (Step.ANSWERED, date(2026, 11, 2)))
    assert "is answered" in (answered.problem(Step.PAUSED, date(2026, 11, 3)) or "")
    steps = [*answered.steps, AccessStep(ANN, Step.RECEIVED, date(2027, 5, 4), "J. Okoro")]
    latest = AccessRequest.latest(steps, ())
    assert latest is not None
    assert (latest.is_open, latest.received) == (True, date(2027, 5, 4))


def test_steps_are_recorded_with_who_and_why_and_only_with_take(folder: Path) -> None:
    assert call(folder, "--received", RECEIVED, *WHO, "--take").exit_code == 0
    pause = ("--clock", "paused", "--by", "J. Okoro")
    no_reason = call(folder, *pause, "--take", as_of="2026-10-26")
    assert (no_reason.exit_code, "say why with --reason" in no_reason.output) == (2, True)
    said = call(folder, *pause, "--reason", "Which years?", as_of="2026-10-26")
    assert "Nothing is recorded yet" in said.output
    assert call(folder, *pause, "--reason", "Which years?", "--take", as_of="2026-10-26").exit_code == 0
    resumed = call(folder, "--clock", "resumed", "--by", "J. Okoro", "--take", as_of="2026-10-30")
    assert "to be answered by 23 November 2026" in resumed.output
    assert [(step.step.value, step.reason) for step in recorded_steps(folder, ANN)] == [
        ("received", "Her request"),
        ("paused", "Which years?"),
        ("resumed", ""),
    ]


# -- the hold --------------------------------------------------------------------------------------


def test_a_hold_is_set_once_with_the_request(folder: Path) -> None:
    assert not holds(folder)
    call(folder, "--received", RECEIVED)
    assert not holds(folder)
    for _ in range(2):
        assert call(folder, "--received", RECEIVED, *WHO, "--take").exit_code == 0
    (hold,) = holds(folder).values()
    assert (hold.payroll_number, hold.name, hold.reason) == (ANN, "Ann Appleby", HoldReason.SUBJECT_ACCESS)
    assert hold.review_on == date(2026, 11, 19)
    assert recorded_disclosures(folder)[-1].body["people"] == [ANN]


# -- what is sent, and what is judged --------------------------------------------------------------


def test_documents_as_made_are_sent_and_those_written_in_are_looked_through(folder: Path) -> None:
    assert call(folder, "--received", RECEIVED, *WHO, "--take").exit_code == 0
    place = folder / "output" / "teaching-2025-26" / "packs" / ANN
    sent = sorted(path.name for path in (place / "to send").rglob("*") if path.is_file())
    assert sent == ["Ann Appleby 0001041 Report.docx", "Subject access 0001041.xlsx"]
    (judged,) = (place / "for trust HR").glob("*.xlsx")
    (document,) = rows_of(judged, "Documents to look through")
    assert document["File below output"].endswith("Ann Appleby 0001041 Meeting.docx")


def test_what_is_sent_lies_where_excel_and_word_open_it_however_deep_the_folder(folder: Path) -> None:
    again = "output/teaching-2025-26/october/decided/letters/RIV/Ann Appleby 0001041 Report.docx"
    contents = {Path(again).name: letter("Dear Ann Appleby, once more")}
    put_contents(MadeFiles.recorded(folder), (folder / again).parent, contents)
    deep = folder.parent / ("d" * (101 - len(str(folder.parent))))  # hardly deeper may it be for a run
    folder.rename(deep)
    seen = call(deep, "--received", RECEIVED, *WHO)
    assert call(deep, "--received", RECEIVED, *WHO, "--take").exit_code == 0
    made = [path for path in (deep / "output" / "teaching-2025-26" / "packs").rglob("*") if path.is_file()]
    assert len(made) == 4
    assert max(len(str(path)) for path in made) <= LONGEST_PATH
    assert all(path.relative_to(deep).as_posix() in seen.output for path in made)
    workbook_sent = next(path for path in made if path.name.startswith("Subject access"))
    assert [(row["File"], row["From the folder"]) for row in rows_of(workbook_sent, "Documents")] == [
        ("Ann Appleby 0001041 Report.docx", "teaching-2025-26/october/decided/letters/RIV"),
        ("Ann Appleby 0001041 Report (2).docx", "teaching-2025-26/october/letters/RIV"),
    ]


@pytest.mark.parametrize(("number", "in_names"), [("PR/41", "PR-41"), ("PR 41", "PR 41"), ("../../41", "-..-41")])
def test_a_payroll_number_is_no_path(folder: Path, number: str, in_names: str) -> None:
    for path in (folder / "trust.xlsx", folder / "incoming" / "teaching-2025-26" / "Riverside.xlsx"):
        book = openpyxl.load_workbook(path)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            cell.value = number if cell.value == ANN else cell.value
        book.save(path)
    letters = folder / "output" / "teaching-2025-26" / "october" / "letters" / "RIV"
    contents = {f"Ann Appleby {in_names} Report.docx": letter("Dear Ann Appleby")}
    put_contents(MadeFiles.recorded(folder), letters, contents)
    given = ("disclose", "--to", "reviewee", "--person", number, "--received", RECEIVED, *WHO, "--take")
    result = CliRunner().invoke(main, [*given, "--folder", str(folder), "--as-of", "2026-10-20"])
    assert result.exit_code == 0, result.output
    place = folder / "output" / "teaching-2025-26" / "packs" / in_names
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()) == [
        f"for trust HR/To judge before it is sent {in_names}.xlsx",
        f"to send/Ann Appleby {in_names} Report.docx",
        f"to send/Subject access {in_names}.xlsx",
    ]
    listed = CliRunner().invoke(main, ["retention", "list", "--json", "--folder", str(folder)])
    kinds = {file["file"]: file["kind"] for file in json.loads(listed.stdout)["cycles"][0]["files"]}
    assert kinds[f"output/teaching-2025-26/packs/{in_names}/to send/Subject access {in_names}.xlsx"] == "packs"


def test_names_of_others_are_listed_for_a_person_with_the_words_around_them(folder: Path) -> None:
    result = call(folder, "--received", RECEIVED, *WHO, "--take")
    assert "names of others" in result.output
    (judged,) = (folder / "output" / "teaching-2025-26" / "packs" / ANN / "for trust HR").glob("*.xlsx")
    found = {
        (row["Where"].partition(",")[0].rpartition("/")[2], row["Name"]) for row in rows_of(judged, "Names of others")
    }
    assert ("Concerns", "Mrs Okafor") in found
    assert ("Concerns", "Ben Barlow") in found
    assert ("Ann Appleby 0001041 Report.docx", "Dee Dawson") in found
    assert not any("Ann" in name for _, name in found)


def test_the_pack_has_the_ledger_and_the_staff_list_of_the_person(folder: Path) -> None:
    assert call(folder, "--received", RECEIVED, *WHO, "--take").exit_code == 0
    assert call(folder, *WHO, "--take", as_of="2026-10-21").exit_code == 0
    book = openpyxl.load_workbook(
        folder / "output" / "teaching-2025-26" / "packs" / ANN / "to send" / "Subject access 0001041.xlsx"
    )
    assert {"Staff", "Concerns", "Staff list", "Ledger", "Documents"} <= set(book.sheetnames)
    about = {row[0] for row in book["About this pack"].iter_rows(values_only=True)}
    assert "Keep it safe" not in about, "it is the person's own"
    ledger = "\n".join(str(row[3]) for row in book["Ledger"].iter_rows(min_row=4, values_only=True))
    assert "Step: received" in ledger
    assert "Recipient: Ann Appleby" in ledger
    assert "Ben Barlow" not in ledger
    assert "0001042" not in ledger


def test_what_is_held_under_a_provisional_number_is_the_persons_too(folder: Path) -> None:
    path = folder / "incoming" / "teaching-2025-26" / "Riverside.xlsx"
    since = "| Payroll number | Employment start |\n| 0001041 | 2011-09-01 |"
    parts = parts_of_zip(workbook("monitored", "", {"Concerns": CONCERN, "Staff": since}))
    path.write_bytes(zipped({name: part.replace(ANN.encode(), b"P-014") for name, part in parts.items()}))
    letters = folder / "output" / "teaching-2025-26" / "october" / "letters" / "RIV"
    put_contents(MadeFiles.recorded(folder), letters, {"Ann Appleby P-014 Report.docx": letter("Dear Ann Appleby")})
    seen = call(folder, "--received", RECEIVED, *WHO, "--take")
    assert seen.exit_code == 0, seen.output
    place = folder / "output" / "teaching-2025-26" / "packs" / ANN / "to send"
    sent = {document.name for document in place.rglob("*.docx")}
    assert sent == {"Ann Appleby 0001041 Report.docx", "Ann Appleby P-014 Report.docx"}
    book = openpyxl.load_workbook(place / "Subject access 0001041.xlsx")
    assert "Concerns" in book.sheetnames
    ledger = "\n".join(str(row[3]) for row in book["Ledger"].iter_rows(min_row=4, values_only=True))
    assert "Ann Appleby P-014 Report.docx" in ledger
    (hold,) = holds(folder).values()
    assert set(hold.numbers) == {ANN, "P-014"}


def test_a_refused_return_is_named_and_the_command_ends_with_1(folder: Path) -> None:
    issued = folder / "issued" / "teaching-2025-26"
    issued.mkdir(parents=True)
    staff = "| Payroll number | Name |\n| 0002041 | Otto Oaks |"
    (issued / "OAK Teaching 2025-26.xlsx").write_bytes(workbook("teacher", "OAK", {"Staff": staff}))
    (folder / "incoming" / "teaching-2025-26" / "Oakwood.xlsx").write_bytes(b"PK broken")
    result = call(folder, "--received", RECEIVED, *WHO, "--take")
    assert result.exit_code == 1
    assert "Oakwood.xlsx is refused, and nothing is made for OAK" in result.output
    (judged,) = (folder / "output" / "teaching-2025-26" / "packs" / ANN / "for trust HR").glob("*.xlsx")
    assert any("Oakwood.xlsx is refused" in row["Where"] for row in rows_of(judged, "Not searched"))
