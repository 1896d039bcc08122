"""The demo: repeatable, of any size, right but for what is planted, with a fault for every rule of the rule book."""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest
from program import call

from pmr_batch import demo
from pmr_batch.commands.check import check
from pmr_batch.demo import Planted, build, build_correct, compare
from pmr_batch.demo.faults.planting import Fault
from pmr_batch.demo.faults.table import FAULTS
from pmr_batch.demo.run_demo import ROUNDS, run_demo
from pmr_batch.demo.staffing import make_trust
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Severity
from pmr_batch.read import read_returns
from pmr_batch.rules import RULES
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.validate import validate

#: Rules without a fault in planted.json, and why.
NOTES = {"PM014", "PM015", "PM018", "PM022", "PM313"}
OF_DECISIONS = {"PM107", "PM109", "PM622", "PM623", "PM628", "PM629", "PM631", "PM632", "PM633", "PM634"}
NOT_PLANTED = dict.fromkeys(NOTES, "a note does not count; it is planted for the report") | dict.fromkeys(
    OF_DECISIONS, "asked about the committee's decisions, and the demo's committee decides as it should"
)
NOT_PLANTED["PM214"] = "a note; nobody in the demo moves to an academy whose return leaves them out"


#: What tells findings of a file apart.
PLACE = ("code", "academy", "file", "sheet", "row", "cell", "column", "item", "message")


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256; the ledger alone knows the time of day."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "records.sqlite")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path / "one", academies=2, staff=12, seed=7)
    build(tmp_path / "two", academies=2, staff=12, seed=7)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_another_seed_makes_another_trust() -> None:
    one, other = (make_trust(2, 12, seed) for seed in (1, 2))
    assert {p.name for s in one.schools for p in s.staff} != {p.name for s in other.schools for p in s.staff}


@pytest.mark.parametrize(("academies", "staff"), [(1, 12), (2, 12), (5, 40), (20, 60), (100, 60)])
def test_trusts_of_any_size(academies: int, staff: int) -> None:
    trust = make_trust(academies, staff, seed=3)
    assert len(trust.academies) == academies
    assert len({school.code for school in trust.schools}) == academies + 1
    rows = [person for school in trust.schools for person in school.staff]
    shared = sum(person.kind == "two academies" for person in rows) // 2
    assert len({person.payroll_number for person in rows}) == len(rows) - shared
    for school in trust.academies:
        assert staff <= len(school.staff) <= staff + 1


def test_no_reviewer_has_more_reviewees_than_the_policy_allows() -> None:
    rows = [person for school in make_trust(20, 60, seed=3).schools for person in school.staff if person.reviewer]
    reviewers = [person.reviewer for person in rows]
    assert max(map(reviewers.count, set(reviewers))) <= 8
    assert not [person for person in rows if person.reviewer == person.payroll_number]


def test_the_usual_demo(tmp_path: Path) -> None:
    """All that is asked of it, at once: it takes a while to make."""
    with ThreadPoolExecutor() as executor:
        shown = run_demo(tmp_path / "usual", 5, 40, 1, executor, lambda _: None)
    assert (shown.missing, shown.unexpected) == ((), ())
    assert [one.round.value for one in (each.run for each in shown.decided)] == ["october", "december", "april"]
    for ran, taken in zip(shown.runs, shown.decided, strict=True):
        assert not taken.is_open
        assert len(taken.new) == len(ran.moderated.recommendations)
    kinds = Counter(one.decision.decision for taken in shown.decided for one in taken.new)
    assert {"Approved", "Not approved", "Deferred", "Referred back"} == set(kinds)
    assert kinds["Approved"] > 0.7 * kinds.total()
    findings = [one for ran in shown.runs for one in ran.moderated.findings]
    (reason,) = {one.accepted for one in shown.demo.planted if one.accepted}
    assert [one.code for one in findings if (one.accepted or "").startswith(reason)] == ["PM103"]
    assert_a_fault_of_every_kind(shown.demo.planted, findings)
    assert len({(one.cycle, one.academy) for one in shown.demo.planted}) >= 8
    assert_cells_are_there(shown.demo.folder, shown.demo.planted, 35)


def assert_a_fault_of_every_kind(planted: Sequence[Planted], findings: Sequence[Finding]) -> None:
    """Every section of the policy, way of being found and severity; the notes stand beside what was planted."""
    codes = {one.code for one in planted}
    assert {fault.code for fault in FAULTS if isinstance(fault, Fault) and fault.counts} <= codes
    assert {code[2] for code in codes} == set("0123456789")
    assert {RULES[code].found_by for code in codes} == {"reader", "schema", "rule", "merge"}
    assert {one.severity for one in findings} == set(Severity)
    assert {one.code for one in findings} >= NOTES - {"PM313"}


def assert_cells_are_there(folder: Path, planted: Iterable[Planted], at_least: int) -> None:
    """Each fault at a cell names one in a row about the person."""
    cells = [one for one in planted if one.cell and one.file]
    assert len(cells) >= at_least
    books: dict[Path, openpyxl.Workbook] = {}
    for one in cells:
        path = folder / "incoming" / one.cycle.lower().replace(" ", "-") / str(one.file)
        book = books[path] = books.get(path) or openpyxl.load_workbook(path)
        if one.payroll_number:
            assert one.payroll_number in [cell.value for cell in book[str(one.sheet)][one.row or 1]]


def test_full_returns_with_a_fault_for_every_rule_have_these_findings_and_no_others(faulty_folder: Path) -> None:
    planted = [Planted(**one) for one in json.loads((faulty_folder / "planted.json").read_text("utf-8"))]
    found, codes = set(), set()
    for cycle, round_ in ROUNDS:
        output = faulty_folder / "output" / cycle.lower().replace(" ", "-") / round_.value
        for one in json.loads((output / "findings.json").read_text("utf-8")):
            codes.add(one["code"])
            if one["severity"] != "note" and not one["explanation"]:
                found.add((cycle, *(one[key] for key in PLACE)))
    places = [(one.cycle, one.code, one.academy, one.file, one.sheet, one.row, one.cell) for one in planted]
    assert Counter(places) == Counter(place[:7] for place in found)
    assert {one.code for one in planted} | set(NOT_PLANTED) == set(RULES)
    assert not {one.code for one in planted} & set(NOT_PLANTED)
    assert codes >= NOTES
    assert_cells_are_there(faulty_folder, planted, 100)


def counting(findings: Iterable[Finding]) -> list[str]:
    """What counts of some findings, to read."""
    return [f"{one.code} {one.file} {one.cell}: {one.message}" for one in findings if one.counts]


def test_a_correct_return_is_found_correct(tmp_path: Path) -> None:
    build_correct(tmp_path, academies=2, staff=12, seed=3)
    settings = read_trust(tmp_path)
    with ThreadPoolExecutor() as executor:
        for name, round_ in ROUNDS:
            cycle = settings.cycles[name]
            returns = read_returns(tmp_path / "incoming" / cycle.slug, cycle, settings, executor)
            assert counting(validate(returns, settings, demo.DEMO_AS_OF, round_).findings) == [], round_
        files = sorted((tmp_path / "incoming").rglob("*.xlsx"))
        for folder in (tmp_path, None):
            assert counting(check(files, folder, demo.DEMO_AS_OF, executor).findings) == [], folder


def test_somebody_stands_in_for_an_absent_reviewer() -> None:
    (school,) = (one for one in make_trust(5, 40, seed=1).academies if any(each.stands_in_for for each in one.staff))
    stand_in = next(person for person in school.staff if person.stands_in_for)
    absent = next(person for person in school.staff if person.payroll_number == stand_in.stands_in_for)
    assert absent.absent
    assert [person for person in school.staff if person.reviewer == absent.payroll_number and person is not stand_in]


@pytest.mark.parametrize(
    "kind",
    [
        *("two academies", "maternity", "capability", "capability ended", "monitoring, last week"),
        *("monitoring, just over", "monitoring, extended", "qualified", "upper range", "grievance ended"),
    ],
)
def test_the_usual_demo_has_somebody_of_each_kind(kind: str) -> None:
    assert kind in {person.kind for school in make_trust(5, 40, seed=1).schools for person in school.staff}


def test_small_trusts_have_fewer_faults_and_none_twice_at_a_place(demo_folder: Path) -> None:
    small = json.loads((demo_folder / "planted.json").read_text("utf-8"))
    places = {tuple(one[key] for key in ("file", "sheet", "row", "cell", "code", "payroll_number")) for one in small}
    assert len(places) == len(small) >= 40


def test_faults_know_nothing_of_the_rules() -> None:
    folder = Path(demo.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert not name.startswith(("pmr_batch.rules", "pmr_batch.validate")), path.name


def finding(code: str, **place: object) -> Finding:
    """A finding at a place of RIV.xlsx."""
    parts = {"sheet": "Objectives", "row": 4, "column": "Due on", "cell": "I4", "item": "2", "value": None} | place
    return Finding(code, "4.4", Severity.ERROR, "RIV", "RIV.xlsx", "0010001", (), message="m", remedy="r", **parts)  # type: ignore[arg-type]


PLANTED = Planted("PM407", "Teaching 2025-26", "RIV", "RIV.xlsx", "Objectives", 4, "Due on", "I4", "0010001")


def test_compare_is_content_with_what_two_rounds_found() -> None:
    assert compare([PLANTED], {"Teaching 2025-26": [finding("PM407"), finding("PM407")]}) == ([], [])


def test_compare_tells_what_is_missing_and_what_is_too_much() -> None:
    place = ("Teaching 2025-26", "PM407", "RIV", "RIV.xlsx", "Objectives", 4, "I4")
    other = finding("PM407", row=5, cell="I5")
    assert compare([PLANTED], {"Teaching 2025-26": [other]}) == ([place], [(*place[:5], 5, "I5")])
    assert compare([], {"Teaching 2025-26": [finding("PM407")]}) == ([], [place])


def test_compare_does_not_look_at_what_does_not_count() -> None:
    explained = finding("PM407")
    object.__setattr__(explained, "explanation", "Agreed in October, see the minutes")
    assert compare([], {"Teaching 2025-26": [explained]}) == ([], [])


def test_a_demo_that_somebody_has_changed_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "planted.json").write_text("[]", "utf-8")
    told = call("demo", tmp_path)
    assert (told.returncode, told.stdout) == (2, "")
    assert "planted.json: was changed by hand; remove the demo folder yourself, or name another" in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["planted.json"]
