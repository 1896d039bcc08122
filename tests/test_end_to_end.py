"""The whole batch through its public doors: what goes in comes out, once, as it was typed, and the same again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from ledgers import copy_without_decisions
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import FileFormat, OpenXmlValidator
from program import call

from pmr_batch import records
from pmr_batch.records.made_files import MadeFiles, MadeState

AS_OF, LATER = "2026-10-16", "2026-10-19"
ROUNDS = (("teaching-2025-26", "october"), ("teaching-2025-26", "december"), ("support-2025-26", "april"))
SHEETS = (
    "Start", "Staff", "Reviewers", "Panels", "Priorities", "Objectives",
    "Development", "Meetings", "Reviews", "Concerns", "Explanations",
)  # fmt: skip
FINDING = [
    "code", "clause", "severity", "academy", "file", "payroll_number", "affects", "sheet", "row", "column",
    "cell", "item", "value", "message", "remedy", "explanation", "accepted",
]  # fmt: skip
PERSON = ["academy", "payroll_number", "name", "role", "file", "row", "outcome", "reasons"]
RUN = [
    "run", "fingerprint", "made_from", "trust", "cycle", "round", "as_of", "version", "python", "libraries", "inputs",
    "counts", "summary", "academies", "to_do", "not_checked", "letters_due", "notices", "files", "cleaned",
]  # fmt: skip
OUTCOMES = {
    "missing", "left", "out of scope", "reviewed elsewhere", "other round", "suspended", "other procedure",
    "returned", "ready with queries", "ready",
}  # fmt: skip
READY = {"ready", "ready with queries"}
#: Which of two it is, the committee is not told (9.2).
PERSONAL = {"suspended", "other procedure"}
TEACHERS = {"Teacher", "CEO", "Chief Learning Officer", "Chief Operations Officer"} | {
    "Executive Headteacher", "Headteacher", "Head of School",
}  # fmt: skip


class Output(NamedTuple):
    """What one run of the demo folder made, and what it was made from."""

    folder: Path
    cycle: str
    round: str

    @property
    def path(self) -> Path:
        return self.folder / "output" / self.cycle / self.round

    @property
    def findings(self) -> list[dict[str, Any]]:
        return self._json("findings.json")

    @property
    def people(self) -> list[dict[str, Any]]:
        return self._json("people.json")

    @property
    def run(self) -> dict[str, Any]:
        return self._json("run.json")

    def _json(self, name: str) -> Any:
        return json.loads((self.path / name).read_text("utf-8"))

    @property
    def committee(self) -> Path:
        return next((self.path / "committee").glob(f"Pay committee {self.run['cycle']} {self.round.capitalize()}.xlsx"))

    @property
    def incoming(self) -> Path:
        return self.folder / "incoming" / self.cycle

    def returns(self, *states: str) -> list[Path]:
        """The files that came in and are in one of the states."""
        return [self.incoming / one["path"] for one in self.run["inputs"] if one["state"] in states]

    def again(self, as_of: str = AS_OF) -> str:
        """Run the round again, as a program of its own; what it says."""
        asked = ("run", "--cycle", self.cycle, "--round", self.round, "--as-of", as_of, "--folder", self.folder)
        done = call(*asked)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@pytest.fixture(params=ROUNDS, ids="-".join)
def output(request: pytest.FixtureRequest, demo_folder: Path) -> Output:
    """Each round of the demo; to read."""
    return Output(demo_folder, *request.param)


@pytest.fixture
def own(demo_folder: Path, tmp_path: Path) -> Output:
    """The October round of a demo folder of the test's own, as it was before the committee met; to change."""
    decisions = shutil.ignore_patterns("records.sqlite", "decided")
    folder = shutil.copytree(demo_folder, tmp_path / "own", ignore=decisions)
    copy_without_decisions(demo_folder, folder)
    return Output(folder, *ROUNDS[0])


# -- what stands in workbooks, counted without the product -----------------------------------------


@cache
def values_of(path: Path) -> Workbook:
    """A workbook of a finished round, to be read and left as it is: opened once."""
    return openpyxl.load_workbook(path, data_only=True)


@cache
def sheet_rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The filled rows of a sheet by heading, as openpyxl has them; none where the file cannot be read."""
    try:
        page = values_of(path)[sheet]
    except Exception:  # noqa: BLE001  (a damaged return: whatever openpyxl makes of it)
        return []
    return list(listed(page, "Payroll number"))


def listed(page: Worksheet, heading: str) -> Iterator[dict[str, Any]]:
    """The filled rows below the row that has a heading."""
    rows = list(page.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if heading in row)
    for row in rows[top + 1 :]:
        named = {str(name): value for name, value in zip(rows[top], row, strict=True) if name not in (None, "To do")}
        if any(value not in (None, "") for value in named.values()):
            yield named


def academy_of(path: Path) -> str:
    """The academy code that stands on Start."""
    page = values_of(path)["Start"]
    return next(str(value) for label, value in page.iter_rows(max_col=2, values_only=True) if label == "Academy code")


def staff_sheets(output: Output, *states: str) -> Counter[str]:
    """Rows of the Staff sheets that came in, by academy, of files in one of the states."""
    counts: Counter[str] = Counter()
    for path in output.returns(*states):
        if rows := sheet_rows(path, "Staff"):
            counts[academy_of(path)] += len(rows)
    return counts


def on_the_staff_list_only(output: Output) -> Counter[str]:
    """People of the cycle on the staff list who stand on no Staff sheet that was read, by academy."""
    there = {
        (academy_of(path), str(row["Payroll number"]).zfill(7))
        for path in output.returns("accepted")
        for row in sheet_rows(path, "Staff")
    }
    cycles = listed(values_of(output.folder / "trust.xlsx")["Cycles"], "Cycle")
    ends = next(row["To"] for row in cycles if row["Cycle"] == output.run["cycle"])
    counts: Counter[str] = Counter()
    for row in sheet_rows(output.folder / "trust.xlsx", "Staff list"):
        of_cycle = (row["Role"] in TEACHERS) == output.cycle.startswith("teaching") and row["Employment start"] <= ends
        if of_cycle and (row["Academy code"], row["Payroll number"]) not in there:
            counts[row["Academy code"]] += 1
    return counts


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


# -- the files ---------------------------------------------------------------------------------------


def test_files_for_machines_have_their_keys(output: Output) -> None:
    assert output.findings
    assert {tuple(one) for one in output.findings} == {tuple(FINDING)}
    assert {tuple(one) for one in output.people} == {tuple(PERSON)}
    assert list(output.run) == RUN
    assert {one["severity"] for one in output.findings} <= {"error", "query", "note"}
    assert {one["outcome"] for one in output.people} <= OUTCOMES


def test_findings_stand_in_the_order_of_the_workbook(output: Output) -> None:
    def order(one: dict[str, Any]) -> tuple[Any, ...]:
        sheet = SHEETS.index(one["sheet"]) if one["sheet"] in SHEETS else (-1 if one["sheet"] is None else len(SHEETS))
        return one["academy"] or "", sheet, one["row"] or 0

    places = [order(one) for one in output.findings]
    assert places == sorted(places)
    on_the_row = [one for one in output.findings if one["cell"] and one["sheet"] != "Start"]
    across = [(order(one), openpyxl.utils.cell.coordinate_to_tuple(one["cell"])[1]) for one in on_the_row]
    assert across == sorted(across)


def test_run_json_names_every_file_with_its_hash(output: Output) -> None:
    told = {one["path"]: one["sha256"] for one in output.run["files"]}
    there = {name: sha256 for name, sha256 in hashes(output.path).items() if not name.startswith("decided/")}
    assert told == {name: sha256 for name, sha256 in there.items() if name != "run.json"}
    came_in = {one["path"]: one["sha256"] for one in output.run["inputs"]}
    assert came_in == hashes(output.incoming)


def test_every_row_that_came_in_has_one_outcome(output: Output) -> None:
    rows = [one for one in output.people if one["file"]]
    assert Counter(one["academy"] for one in rows) == staff_sheets(output, "accepted")
    places = [(one["file"], one["row"]) for one in rows]
    assert len(set(places)) == len(places)
    lacking = [one for one in output.people if not one["file"]]
    assert {one["outcome"] for one in lacking} <= {"missing"}
    assert not [one for one in rows if one["outcome"] == "missing"]
    assert Counter(one["academy"] for one in lacking) == on_the_staff_list_only(output)


def test_the_reconciliation_agrees_with_what_came_in(output: Output) -> None:
    lines = list(listed(values_of(output.committee)["Reconciliation"], "Academy code"))
    academies, trust = {line["Academy code"]: line for line in lines if line["Academy code"]}, lines[-1]
    accepted, refused = staff_sheets(output, "accepted"), staff_sheets(output, "refused")
    superseded, lacking = staff_sheets(output, "superseded"), on_the_staff_list_only(output)
    assert trust["Academy code"] is None
    assert set(academies) == {*accepted, *refused, *superseded, *lacking}
    for code, line in (*academies.items(), (None, trust)):
        outcomes = Counter(one["outcome"] for one in output.people if code in (None, one["academy"]))
        plain = OUTCOMES - PERSONAL
        assert {name: line[name.capitalize()] for name in plain} == {name: outcomes[name] for name in plain}
        assert line["A personal matter"] == sum(outcomes[name] for name in PERSONAL)
        for heading, counts in (("Refused rows", refused), ("Superseded rows", superseded), ("Missing", lacking)):
            assert line[heading] == (counts[code] if code else counts.total())
        came = sum(counts[code] if code else counts.total() for counts in (accepted, refused, superseded))
        assert line["Rows in"] == line["Rows out"] == came
        assert {line["Rows in and out"], line["Ready and listed"], line["Others and listed"]} == {"agrees"}


def test_whoever_is_ready_stands_once_before_the_committee_and_nobody_else(output: Output) -> None:
    rows = listed(values_of(output.committee)["Recommendations"], "Payroll number")
    before = Counter((row["Academy code"], row["Payroll number"], row["Name"]) for row in rows)
    ready = [one for one in output.people if one["outcome"] in READY]
    assert before == Counter((one["academy"], one["payroll_number"], one["name"]) for one in ready)
    assert set(before.values()) == {1}


def test_everybody_in_review_of_the_round_has_one_form(output: Output) -> None:
    forms = [path.relative_to(output.path / "forms") for path in (output.path / "forms").rglob("*.docx")]
    made = Counter((path.parent.name, path.stem.partition(" Appendix A")[0]) for path in forms)
    in_review = [one for one in output.people if one["outcome"] in READY | {"returned"}]
    assert made == Counter((one["academy"], f"{one['name']} {one['payroll_number']}") for one in in_review)


# -- again -------------------------------------------------------------------------------------------


def test_a_run_again_makes_the_same_bytes_and_adds_nothing_to_the_ledger(own: Output) -> None:
    before, ledger = hashes(own.path), (own.folder / records.RECORDS).read_bytes()
    own.again()
    assert hashes(own.path) == before
    assert (own.folder / records.RECORDS).read_bytes() == ledger
    made = MadeFiles.recorded(own.folder)
    assert {made.state(own.path / path) for path in before} == {MadeState.AS_MADE}


def test_another_machine_makes_the_same_bytes(demo_folder: Path, tmp_path: Path) -> None:
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "0"}
    made = call("demo", "other", "--academies", "3", "--staff", "20", "--jobs", "3", folder=tmp_path, **elsewhere)
    assert made.returncode == 0, made.stderr
    assert "Every planted fault was found, at its cell, and nothing else." in made.stdout
    here, there = hashes(demo_folder), hashes(tmp_path / "other")
    for files in (here, there):
        del files["records.sqlite"]  # it alone knows the time of day
    assert there == here


@pytest.mark.parametrize("was_cut_off", [False, True])
def test_two_runs_never_mix(own: Output, was_cut_off: bool) -> None:
    gone = next(one for one in own.run["inputs"] if one["state"] == "accepted" and forms_of(own, one["academy"]))
    if was_cut_off:
        (own.path / ".0123abcd.unfinished" / "forms").mkdir(parents=True)
    (own.folder / "incoming" / own.cycle / gone["path"]).unlink()
    own.again()
    assert not forms_of(own, gone["academy"])
    on_disk = {path.relative_to(own.path).as_posix() for path in own.path.rglob("*") if path.is_file()}
    assert on_disk == {one["path"] for one in own.run["files"]} | {"run.json"}


def forms_of(output: Output, academy: str) -> list[Path]:
    return list((output.path / "forms" / academy).glob("*.docx"))


def test_decisions_are_kept_when_the_round_is_run_again(own: Output) -> None:
    path = own.committee
    book = openpyxl.load_workbook(path)
    page = book["Recommendations"]
    (heading,) = [cell for row in page.iter_rows() for cell in row if cell.value == "Decision"]
    page.cell(heading.row + 1, heading.column).value = "Approved"
    book.save(path)
    decided = path.read_bytes()
    said = own.again()
    assert list(path.parent.iterdir()) == [path], "nothing is newer than what the committee has"
    assert f"{path.name} is out with the committee: it holds decisions" in said
    said = own.again(as_of=LATER)
    anew = path.with_name(f"{path.stem} (2).xlsx")
    assert {one.name for one in path.parent.iterdir()} == {path.name, anew.name}
    assert f"{path.name}: written in by hand, left as it is; the new one is committee/{anew.name}" in said
    own.again(as_of=LATER)
    assert {one.name for one in path.parent.iterdir()} == {path.name, anew.name}
    assert path.read_bytes() == decided


# -- text is data ------------------------------------------------------------------------------------

NAME = "Zoë O’Brien-Søren <b> & {{ 7*7 }} 😀"
OBJECTIVE = "=1+1\nRead & write <daily> {{ name }} {% if x %} – naïve façade 🎓"
COMMENTS = '=HYPERLINK("http://x")\nI agree & <thank> {{you}} é 😀'


def type_in(page: Worksheet, row: int, column: str, text: str) -> None:
    """Type text into a cell under a heading, as text even where it begins like a formula."""
    headings = [cell.value for cell in page[1]]
    cell = page.cell(row, headings.index(column) + 1)
    cell.value = text
    cell.data_type = "s"


def first_row(page: Worksheet, payroll_number: str) -> int:
    """The first row about a person."""
    return next(row[0].row for row in page.iter_rows(min_row=2, max_col=1) if row[0].value == payroll_number)


def words_of(form: Path) -> str:
    """All text of a Word file, what is written in content controls too; line breaks as line breaks."""
    body = docx.Document(str(form)).element.body
    marks = body.iter(qn("w:t"), qn("w:br"), qn("w:p"))
    return "".join(mark.text or "" if mark.tag == qn("w:t") else "\n" for mark in marks)


@pytest.fixture
def typed(own: Output) -> tuple[Output, str]:
    """A round with odd texts of a ready person, and one in a list of the next; with the payroll number."""
    ready = [one for one in own.people if one["outcome"] == "ready" and one["role"] == "Teacher"]
    person = ready[0]
    other = next(one for one in ready[1:] if one["file"] == person["file"])
    path = own.incoming / person["file"]
    book = openpyxl.load_workbook(path)
    number = person["payroll_number"]
    type_in(book["Staff"], person["row"], "Name", NAME)
    type_in(book["Staff"], other["row"], "Contract", OBJECTIVE)
    type_in(book["Objectives"], first_row(book["Objectives"], number), "Objective", OBJECTIVE)
    type_in(book["Reviews"], first_row(book["Reviews"], number), "Employee's comments", COMMENTS)
    book.save(path)
    own.again()
    return own, number


def test_text_arrives_as_it_was_typed(typed: tuple[Output, str]) -> None:
    output, number = typed
    assert OBJECTIVE in [one["value"] for one in output.findings if one["column"] == "Contract"]
    (person,) = [one for one in output.people if one["payroll_number"] == number]
    assert person["name"] == NAME
    assert person["outcome"] in READY, person["reasons"]

    page = openpyxl.load_workbook(output.committee)["Recommendations"]
    cells = {cell.value: cell.data_type for row in page.iter_rows() for cell in row if cell.value in (NAME, COMMENTS)}
    assert cells == {NAME: "s", COMMENTS: "s"}
    (form,) = (output.path / "forms").rglob(f"*{number}*.docx")
    told = words_of(form)
    for text in (NAME, OBJECTIVE, COMMENTS):
        assert text in told
    assert OpenXmlValidator().validate(form).errors == []
    for path in (output.committee, output.path / "findings.xlsx"):
        assert not OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path).errors
    assert NAME not in (output.path / "report.html").read_text("utf-8")


# -- the standard -------------------------------------------------------------------------------------


def test_office_files_keep_to_their_standard(demo_folder: Path) -> None:
    output = Output(demo_folder, *ROUNDS[0])
    issued = next((demo_folder / "issued" / output.cycle).glob("*.xlsx"))
    audit = OpenXmlValidator(file_format=FileFormat.OFFICE_2019)
    for path in (issued, demo_folder / "trust.xlsx", output.committee, output.path / "findings.xlsx"):
        assert not audit.validate(path).errors, path.name
    form = next((output.path / "forms").rglob("*.docx"))
    assert OpenXmlValidator().validate(form).errors == []
