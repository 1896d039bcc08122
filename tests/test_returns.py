"""What goes back to an academy: its workbook healed and marked, the findings as a page, a covering note."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx

from pmr_batch.commands.check import CheckResult, check
from pmr_batch.commands.rounds.run import run
from pmr_batch.demo import DEMO_AS_OF
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Round, Severity
from pmr_batch.read.worker import read_return
from pmr_batch.words import plain
from pmr_batch.workbook.return_content import content_number

AS_OF = date(2026, 10, 20)
CYCLE = "teaching-2025-26"
#: A teacher with an error, a query that is explained, one that is not, and a repaired cell.
FAULTY = {
    "Staff": "| Payroll number | Name |\n| 0001041 |  Ann Appleby |",
    "Objectives": """
        | Payroll number | No | What success looks like | Due on |
        | 0001041        | 1  |                         | 2026-07-10 |
        | 0001041        | 2  | All gain twelve months  | 2026-09-01 |""",
    "Meetings": """
        | Payroll number | Date       | Kind            |
        | 0001041        | 2025-10-06 | Initial meeting |
        | 0001041        | 2026-01-20 | Observation     |
        | 0001041        | 2026-02-10 | Informal review |
        | 0001041        | 2026-10-16 | Final review    |""",
    "Reviews": "| Payroll number | Recommended on |\n| 0001041 | 2026-10-17 |",
}
SENT_AND_SIGNED = """
    | Payroll number | Report sent on | Invited to comment | Reviewer signed on | Employee signed on |
    | 0001041        | 2026-10-17     | Yes                | 2026-10-17         | 2026-10-19         |"""


def trust(folder: Path, *staff_list: dict[str, str]) -> Path:
    tables = {name: rows_of(text) for name, text in base()["settings"].items()}
    tables["Staff list"] = list(staff_list)
    tables["Academies"][0]["Office e-mail"] = "office@riv.example"
    (folder / "trust.xlsx").write_bytes(xlsx({n: tables.get(n, []) for n in TRUST_BY_NAME}, TRUST_BY_NAME, {}))
    return folder


def send(folder: Path, content: bytes, name: str = "return.xlsx") -> Path:
    place = folder / "incoming" / CYCLE / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def moderated(folder: Path) -> Path:
    with ThreadPoolExecutor(1) as executor:
        return run(folder, CYCLE, Round.OCTOBER, AS_OF, executor).output / "returns" / "RIV"


def checked(path: Path, folder: Path) -> CheckResult:
    with ThreadPoolExecutor(1) as executor:
        return check([path], folder, AS_OF, executor)


def told(seen: CheckResult) -> Counter[tuple[object, ...]]:
    return Counter(_what(one) for one in seen.findings if one.severity is not Severity.NOTE)


def _what(one: Finding) -> tuple[object, ...]:
    return one.code, one.payroll_number, one.item, one.sheet, one.column, str(plain(one.value))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return trust(tmp_path)


class Faulty(NamedTuple):
    """The return with faults: the trust's folder, what was sent, and what goes back; to read."""

    folder: Path
    sent: Path
    before: bytes
    back: Path

    @property
    def healed(self) -> Path:
        return self.back / "RIV return 2.xlsx"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Faulty:
    folder, content = trust(tmp_path_factory.mktemp("trust")), workbook("teacher", "", FAULTY)
    return Faulty(folder, send(folder, content), content, moderated(folder))


def test_the_healed_workbook_says_what_the_one_that_came_says(faulty: Faulty) -> None:
    assert sorted(path.name for path in faulty.back.iterdir()) == [
        "RIV findings.html",
        "RIV note.eml",
        "RIV note.txt",
        "RIV return 2.xlsx",
    ]
    assert told(checked(faulty.healed, faulty.folder)) == told(checked(faulty.sent, faulty.folder))
    assert {"PM405", "PM407", "PM103"} <= {code for code, *_ in told(checked(faulty.sent, faulty.folder))}
    assert faulty.sent.read_bytes() == faulty.before, "the office's own file is never written to"


#: What healing itself mends: damage to sheets and headings, rows that are none, what an office may not keep.
MENDED = {"PM002", "PM003", "PM020", "PM802"}


@pytest.mark.parametrize("round_", ["teaching-2025-26/october", "support-2025-26/april"])
def test_every_healed_return_says_what_the_one_that_came_says(faulty_folder: Path, round_: str) -> None:
    cycle, output = round_.partition("/")[0], faulty_folder / "output" / round_
    inputs = json.loads((output / "run.json").read_text("utf-8"))["inputs"]
    sent = [faulty_folder / "incoming" / cycle / one["path"] for one in inputs if one["state"] == "accepted"]
    back = sorted((output / "returns").rglob("*.xlsx"))
    assert len(back) == len(sent) > 1
    with ThreadPoolExecutor(2) as executor:
        came, healed = (told(check(files, faulty_folder, DEMO_AS_OF, executor)) for files in (sent, back))
    assert healed - came == Counter()
    assert {code for code, *_ in came - healed} <= MENDED
    assert healed.total() > 50


def test_a_healed_workbook_that_was_corrected_and_explained_has_nothing_open(faulty: Faulty, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(faulty.healed)
    corrected = {"PM405": "All read two books a term", "PM407": date(2026, 7, 10)}
    for line in book["Findings"].iter_rows(min_row=4):
        if (code := line[7].value) in corrected:
            cell = line[1].hyperlink.location
            assert cell is not None
            sheet, _, at = cell.replace("'", "").rpartition("!")
            book[sheet][at] = corrected.pop(code)
    assert corrected == {}
    page = book["Explanations"]
    column = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        if page.cell(row, column["Rule"]).value and not page.cell(row, column["Explanation"]).value:
            page.cell(row, column["Explanation"]).value = "The reviewer was ill in the first half of October."
            page.cell(row, column["Explained by"]).value = "School office"
            page.cell(row, column["Explained on"]).value = AS_OF
    path = tmp_path / "corrected.xlsx"
    book.save(path)
    assert [one.message for one in checked(path, faulty.folder).findings if one.counts] == []


def test_an_excel_error_stays_one(folder: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("teacher", "", {})))
    sheet = book["Reviews"]
    column = next(cell.column for cell in sheet[1] if cell.value == "CPD activity")
    sheet.cell(2, column).value = "=#REF!"
    made = io.BytesIO()
    book.save(made)
    sent = send(folder, made.getvalue())
    back = moderated(folder)
    for path in (sent, back / "RIV return 2.xlsx"):
        assert [one.column for one in checked(path, folder).findings if one.code == "PM007"] == ["CPD activity"]


def test_marks_that_turn_the_order_of_a_text_are_in_nothing_that_people_read(folder: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("teacher", "", {})))
    column = next(cell.column for cell in book["Staff"][1] if cell.value == "Name")
    book["Staff"].cell(2, column).value = "Ann \u202eApple\u2067by"
    out = io.BytesIO()
    book.save(out)
    send(folder, out.getvalue())
    output = moderated(folder).parent.parent
    read = [path for path in output.rglob("*") if path.suffix in (".html", ".txt", ".eml", ".xlsx", ".docx")]
    texts = {path.name: _texts(path) for path in read}
    assert any("Ann \\u202eApple\\u2067by" in text for text in texts.values()), "it is told"
    assert [name for name, text in texts.items() if re.search("[\u202a-\u202e\u2066-\u2069]", text)] == []


def _texts(path: Path) -> str:
    """All text of a page, or of the parts of a workbook or document."""
    if path.suffix not in (".xlsx", ".docx"):
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(part).decode("utf-8", "replace") for part in package.namelist())


def test_each_finding_stands_at_its_cell_on_the_sheet_findings_and_on_the_page(faulty: Faulty) -> None:
    book = openpyxl.load_workbook(faulty.healed)
    objectives, findings = book["Objectives"], book["Findings"]
    heading = {cell.value: cell.column for cell in objectives[1]}
    marked = objectives.cell(2, heading["What success looks like"])
    assert marked.comment is not None
    assert marked.comment.text.startswith("Error PM405: What success looks like is blank.")
    assert marked.fill.start_color.rgb != objectives.cell(3, heading["What success looks like"]).fill.start_color.rgb
    lines = [[cell.value for cell in row] for row in findings.iter_rows(min_row=4)]
    assert [line[0] for line in lines] == sorted((line[0] for line in lines), key=["Error", "Query", "Note"].index)
    [link] = [row[1].hyperlink.location for row in findings.iter_rows(min_row=4) if row[7].value == "PM405"]
    assert link == f"'Objectives'!{marked.coordinate}"
    page = (faulty.back / "RIV findings.html").read_text("utf-8")
    assert "Ann Appleby" in page
    assert marked.coordinate in page
    assert page.index("errors to correct" if "errors to correct" in page else "error to correct") < page.index("PM405")


def test_open_queries_wait_on_explanations_for_their_answer(faulty: Faulty, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(faulty.healed)
    headings = {cell.value: cell.column for cell in book["Explanations"][1]}
    asked = [headings[name] - 1 for name in ("Rule", "Payroll number", "Item", "About", "Explanation")]
    rows = [[row[at].value for at in asked] for row in book["Explanations"].iter_rows(min_row=2) if row[0].value]
    assert rows == [["PM103", "0001041", "2026-10-16", "16 October 2026", None]]
    for heading, answer in (
        ("Explanation", "The school was closed by a burst pipe that week"),
        ("Explained by", "0001001"),
        ("Explained on", date(2026, 10, 20)),
    ):
        book["Explanations"].cell(2, headings[heading]).value = answer
    answered = tmp_path / "answered.xlsx"
    book.save(answered)
    late = [one for one in checked(answered, faulty.folder).findings if one.code == "PM103"]
    assert [one.counts for one in late] == [False]


def test_the_return_number_rises_and_start_names_the_return_that_it_was_made_from(folder: Path) -> None:
    content = workbook("teacher", "", FAULTY)
    send(folder, content)
    back = moderated(folder)
    start = {row[0].value: row[1].value for row in openpyxl.load_workbook(back / "RIV return 2.xlsx")["Start"].rows}
    assert start["Return number"] == 2
    assert re.fullmatch("[0-9a-f]{8}", start["Answers run"])
    assert start["Answers run"] == content_number(read_return("return.xlsx", content))
    send(folder, (back / "RIV return 2.xlsx").read_bytes(), "again.xlsx")
    assert (moderated(folder) / "RIV return 3.xlsx").exists(), "the higher number stands, and rises again"


def test_columns_and_sheets_of_the_office_go_along(folder: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("teacher", "", {})))
    staff = book["Staff"]
    at = staff.max_column + 1
    staff.cell(1, at).value, staff.cell(2, at).value = "Room", date(2026, 1, 2)
    rota = book.create_sheet("Rota")
    rota["C4"], rota["A1"] = "=1+1", "Week"
    book["Start"].append(["Our contact", "the office"])
    made = io.BytesIO()
    book.save(made)
    send(folder, made.getvalue())
    healed = openpyxl.load_workbook(moderated(folder) / "RIV return 2.xlsx")
    headings = {cell.value: cell.column for cell in healed["Staff"][1]}
    assert healed["Staff"].cell(2, headings["Room"]).value.date() == date(2026, 1, 2)
    assert healed["Rota"]["A1"].value == "Week"
    left = [[cell.value for cell in row] for row in healed["Left over"].rows]
    assert ["Start", "Our contact", "the office"] in [[row[0], row[1], row[3]] for row in left]


def test_the_note_counts_and_names_nobody(faulty: Faulty) -> None:
    note = (faulty.back / "RIV note.txt").read_text("utf-8")
    seen = checked(faulty.healed, faulty.folder)
    errors = sum(one.counts and one.severity is Severity.ERROR for one in seen.findings)
    assert f"{errors} errors to correct" in note
    assert "31 October 2026" in note
    mail = message_from_bytes((faulty.back / "RIV note.eml").read_bytes(), policy=default)
    assert mail["To"] == "office@riv.example"
    assert mail["X-Unsent"] == "1"
    assert "Riverside" in mail["Subject"]
    assert mail.get_content().replace("\r\n", "\n").strip() == note.strip()
    assert not any(word in note for word in ("Ann", "Appleby", "0001041", "Objectives"))


def test_a_file_that_cannot_be_used_is_answered_without_a_workbook(folder: Path) -> None:
    send(folder, workbook("teacher", "", {"Start": "| Template version | 0 |"}))
    back = moderated(folder)
    assert sorted(path.suffix for path in back.iterdir()) == [".eml", ".html", ".txt"]
    assert "could not be used" in (back / "RIV note.txt").read_text("utf-8")
    assert "PM004" in (back / "RIV findings.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("reviews", "nothing", "is_later"),
    [
        ({}, "There is nothing for you to do now.", True),
        ({"Reviews": SENT_AND_SIGNED}, "There is nothing for you to do.", False),
    ],
    ids=["before the report is sent", "when all is sent and signed"],
)
def test_a_return_in_order_has_nothing_to_do(
    folder: Path, reviews: dict[str, str], nothing: str, is_later: bool
) -> None:
    send(folder, workbook("teacher", "", reviews))
    back = moderated(folder)
    note = (back / "RIV note.txt").read_text("utf-8")
    assert "Your performance management return was checked: nothing is open." in note
    assert f"{nothing} RIV return 2.xlsx is your return as it was read, to keep." in note
    assert ("Nothing of this is late yet:" in note) is is_later
    assert told(checked(back / "RIV return 2.xlsx", folder)) == Counter()


def test_a_finding_without_a_cell_leads_nowhere(folder: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("teacher", "", FAULTY)))
    book.remove(book["Development"])
    book["Start"].delete_rows(next(cell.row for cell in book["Start"]["A"] if cell.value == "Authorised by"))
    made = io.BytesIO()
    book.save(made)
    send(folder, made.getvalue())
    page = openpyxl.load_workbook(moderated(folder) / "RIV return 2.xlsx")["Findings"]
    leads = {line[7].value: line[1].hyperlink and line[1].hyperlink.location for line in page.iter_rows(min_row=4)}
    assert leads["PM002"] is leads["PM003"] is None
    assert leads["PM405"] == "'Objectives'!G2"


def test_of_whoever_has_no_name_the_page_gives_the_payroll_number(folder: Path) -> None:
    send(folder, workbook("teacher", "", {"Staff": "| Payroll number | Name |\n| 0001041 | |"}))
    page = (moderated(folder) / "RIV findings.html").read_text("utf-8")
    assert "<h3><bdi>0001041</bdi></h3>" in page


def test_text_of_a_workbook_is_no_markup_on_the_page(folder: Path) -> None:
    name = "<script>alert(1)</script> {{ 7 * 7 }}"
    staff = f"| Payroll number | Name |\n| 0001041 | {name} |"
    send(folder, workbook("teacher", "", FAULTY | {"Staff": staff}))
    page = (moderated(folder) / "RIV findings.html").read_text("utf-8")
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page
    assert "http" not in page.replace("http-equiv", ""), "nothing is asked of anybody outside"


def test_healed_sheets_are_the_standard_ones(faulty: Faulty) -> None:
    names = openpyxl.load_workbook(faulty.healed).sheetnames
    assert names == ["Start", "Findings", *(s.name for s in SHEETS if not s.form), "Checks", "Settings", "Lists"]


# -- whoever has sent nothing ------------------------------------------------------------------------


def test_an_academy_that_has_sent_nothing_is_reminded_and_told_what_it_can_do(tmp_path: Path) -> None:
    listed = {"Payroll number": "0001041", "Name": "Ann Appleby", "Academy code": "RIV", "Role": "Teacher"}
    terms = {"Contract": "Permanent", "Employment start": "2019-09-01", "FTE": "1", "In induction": "No"}
    paid = {"Qualified teacher": "Yes", "Pay range": "Main", "Pay point": "M3"}
    folder = trust(tmp_path, listed | terms | paid)
    place = folder / "incoming" / CYCLE
    place.mkdir(parents=True)
    (place / "Letter.txt").write_text("To follow.", "utf-8")
    (path,) = moderated(folder).iterdir()
    message = message_from_bytes(path.read_bytes(), policy=default)
    text = message.get_content()
    assert (path.name, message["To"]) == ("RIV reminder.eml", "office@riv.example")
    assert "We have no performance management return of Riverside" in text
    assert "trust.xlsx" not in text
    assert "Ann Appleby" not in text
