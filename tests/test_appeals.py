"""Appeals against pay decisions: lodged, heard, recorded once, and told to whom they concern."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from committee_desk import MET_ON, Desk, rows_of
from docx.oxml.ns import qn
from marked_tables import heading_row
from moderated_round import AWKWARD, a_round
from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook import Workbook
from openxml_audit import FileFormat, OpenXmlValidator
from test_decide import CYCLE, OCTOBER, Trust, before_the_committee, hashes, payroll_files

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.commands import decide as decide_room
from pmr_batch.commands.committee_workbooks import workbook_out
from pmr_batch.commands.current_workbooks import RefusedReturn, read_current_workbooks
from pmr_batch.commands.decide import DecisionResult, decided_files
from pmr_batch.commands.decide.committee_appeals import read_appeals
from pmr_batch.commands.decide.decided_workbook import read_decided_workbook
from pmr_batch.commands.rounds.run import RunResult, run
from pmr_batch.layout.committee_workbook import APPEALED, APPEALS
from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Decision, Pay
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Round, Stage
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.next_steps import next_steps
from pmr_batch.records.made_files import MadeFiles, MadeState
from pmr_batch.rules import ALL_RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_file import read_trust

RUN_AGAIN, LODGED, HEARD, TAKEN = date(2026, 10, 26), date(2026, 11, 3), date(2026, 12, 1), date(2026, 12, 2)
LODGED_ONLY: dict[str, Any] = {"Lodged on": LODGED, "Grounds": "Two years of results"}
HEARD_TOO = LODGED_ONLY | {"Heard on": HEARD, "Heard by": "A. Smith and B. Jones", "Reason": "Said at the hearing"}
UPHELD, NOT_UPHELD, WITHDRAWN = (HEARD_TOO | {"Outcome": outcome} for outcome in ("Upheld", "Not upheld", "Withdrawn"))
LETTER, OUTCOME = "Outcome of the appeal", "Outcome of the pay decision"


_PAPERS = ("forms/", "letters/", "payroll/")
Entries = Mapping[str, Mapping[str, Any]]


class AppealTrust(Trust):
    """A trust whose committee has decided, and which has run again since: to lodge appeals in."""

    @property
    def refused(self) -> str:
        """Who was refused a point that was recommended."""
        return next(number for number, one in self.in_force().items() if one.decision.decision == "Not approved")

    @property
    def approved(self) -> list[str]:
        """Who was approved as recommended, by academy and name."""
        settled = [one for one in self.in_force().values() if one.decision.decision == "Approved"]
        in_order = sorted(settled, key=lambda one: (one.academy, one.name.casefold()))
        return [one.payroll_number for one in in_order]

    def in_force(self) -> dict[str, Decided]:
        return records.decisions_in_force(self.folder, CYCLE, "october")

    def appeals(self) -> list[Appeal]:
        return records.recorded_appeals(self.folder, CYCLE, "october")

    def enter(self, entries: Entries) -> Desk:
        """The workbook of the last run with appeals entered, by payroll number."""
        desk = self.desk(APPEALS.name)
        for number, cells in entries.items():
            desk.type(desk.people.index(number), cells)
        return desk

    def take(self, entries: Entries, *, amend: bool = False, as_of: date = TAKEN) -> DecisionResult:
        return self.decide(self.enter(entries), amend=amend, as_of=as_of)

    def run(self, as_of: date) -> RunResult:
        return run(self.folder, CYCLE, Round.OCTOBER, as_of, self.executor)

    def letters(self, number: str, title: str) -> list[str]:
        """The words of a person's letters, the first first."""
        found = (self.decided / "letters").rglob(f"*{number} {title}*.docx")
        paths = sorted(found, key=lambda path: (len(path.name), path.name))
        marks = (docx.Document(str(path)).element.body.iter(qn("w:t")) for path in paths)
        return ["".join(mark.text or "" for mark in of_letter) for of_letter in marks]

    def papers(self) -> dict[str, str]:
        """Forms, letters and payroll files, with their hashes."""
        return {path: sha256 for path, sha256 in hashes(self.decided).items() if path.startswith(_PAPERS)}

    def row(self, sheet: str, number: str) -> dict[str, Any]:
        """A person's row of the minutes, or of the academy's sheet."""
        path = self.decided / f"academies/{self.in_force()[number].academy}.xlsx"
        if sheet != "Pay decisions":
            (path,) = (self.decided / "minutes").iterdir()
        (row,) = [row for row in rows_of(path, sheet) if row["Payroll number"] == number]
        return row


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture(scope="module")
def decided(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, executor: Executor) -> Iterator[AppealTrust]:
    """Somebody was refused what was recommended, the last one was put off, the others approved; then a run.

    What the returns hold is read once for all.
    """
    trust = AppealTrust(before_the_committee(demo_folder, tmp_path_factory.mktemp("appeals") / "trust"), executor)
    gathered = read_current_workbooks(trust.folder, CYCLE, TAKEN, executor)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(decided_files, "read_current_workbooks", lambda *_: gathered)
        desk = trust.desk()
        desk.approve_all()
        desk.put(_moving(desk), Decision="Not approved", Decision_reason="Not met yet.")
        desk.put(len(desk.people) - 1, Decision="Deferred", Decision_reason="Comments are to come.")
        trust.decide(desk)
        trust.run(RUN_AGAIN)
        yield trust


def _moving(desk: Desk) -> int:
    """The first row that moves up a point of the main range."""
    moves = (at for at in range(len(desk.people)) if desk.get(at, "Current point") != desk.get(at, "Recommended point"))
    return next(at for at in moves if desk.get(at, "Recommended range") == "Main")


@pytest.fixture
def trust(decided: AppealTrust, tmp_path: Path) -> AppealTrust:
    return AppealTrust(shutil.copytree(decided.folder, tmp_path / "trust"), decided.executor)


# -- the sheet ---------------------------------------------------------------------------------------


def test_everybody_whose_pay_is_decided_has_a_row_and_nobody_else(decided: AppealTrust) -> None:
    desk, in_force = decided.desk(APPEALS.name), decided.in_force()
    settled = {number: one for number, one in in_force.items() if one.is_settled}
    assert Counter(desk.people) == Counter(list(settled))
    assert len(settled) == len(in_force) - 1
    for at, number in enumerate(desk.people):
        one = settled[number]
        assert (desk.get(at, "Academy code"), desk.get(at, "Name")) == (one.academy, one.name)
        assert desk.get(at, "Decision") == one.decision.decision
        assert desk.get(at, "Decided").endswith(one.decision.pay.point)
        assert desk.get(at, "Decided on").date() == MET_ON
        assert Decimal(str(desk.get(at, "Decided pay"))) == one.decision.pay.amount
        assert {desk.get(at, APPEALS.by_key[key].heading) for key in APPEALED} == {None}


def test_the_sheet_is_as_those_beside_it_and_nothing_on_it_is_anybodys_formula(decided: AppealTrust) -> None:
    desk = decided.desk(APPEALS.name)
    page, book = desk.page, desk.book
    assert book.sheetnames[2:5] == ["Changes", "Recommendations", "Appeals"]
    formulas = {cell.column for row in page for cell in row if cell.data_type == "f"}
    assert formulas == {desk.at["To do"]}
    repeated = f"${desk.first - 2}:${desk.first - 1}"
    assert (page.freeze_panes, page.print_title_cols, page.print_title_rows) == (f"D{desk.first}", "$A:$C", repeated)
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.oddFooter.center.text == "CONFIDENTIAL"
    limits = {next(iter(rule.sqref.ranges)).min_col: rule for rule in page.data_validations.dataValidation}
    assert limits[desk.at["Outcome"]].formula1 == '"Upheld,Upheld in part,Not upheld,Withdrawn"'
    assert "health" in limits[desk.at["Grounds"]].prompt
    assert {limits[desk.at[heading]].type for heading in ("Lodged on", "Heard on")} == {"date"}
    assert limits[1].type == "custom"
    hidden = {heading for heading, at in desk.at.items() if page.column_dimensions[letter(at)].hidden}
    assert hidden == {"Appealed on", "Grounds given", "Appeal so far"}
    contents = [cell.value for row in book["Contents"].iter_rows(max_col=1) for cell in row]
    assert "Appeals" in contents


def test_before_anybody_is_decided_contents_say_where_appeals_will_be_entered() -> None:
    book = openpyxl.load_workbook(io.BytesIO(committee_workbook(a_round(3, 9))))
    assert "Appeals" not in book.sheetnames
    told = {row[0].value: row[1].value for row in book["Contents"].iter_rows(max_col=2)}
    assert "a run after the decision has a sheet Appeals" in told["If somebody appeals"]
    assert "of Appeals" not in told["What not to change"]


# -- lodged, heard, decided --------------------------------------------------------------------------


def test_an_appeal_that_is_lodged_is_pending_and_changes_nobodys_papers(trust: AppealTrust) -> None:
    number, papers, decisions = trust.refused, trust.papers(), trust.history()
    taken = trust.take({number: LODGED_ONLY})
    (appeal,) = taken.pending_appeals
    assert (appeal.payroll_number, appeal.lodged_on, appeal.grounds) == (number, LODGED, "Two years of results")
    assert appeal.against == trust.in_force()[number].decision
    assert taken.findings == ()
    assert (trust.papers(), trust.history()) == (papers, decisions)
    assert records.appeals_in_force(trust.folder, CYCLE) == {number: appeal}
    assert records.appeals_in_force(trust.folder, CYCLE, "december") == {}
    row = trust.row("Pay decisions", number)
    assert row["Appeal"] == "Appeal lodged on 3 November 2026, still to be heard"
    assert row["What to do next"].startswith("Wait for the outcome of the appeal")
    assert "Two years" not in "".join(map(str, row.values()))
    row = trust.row("Appeals", number)
    assert (row["Outcome"], row["Grounds"], row["Heard on"]) == ("Pending", "Two years of results", None)


def test_an_upheld_appeal_amends_the_decision_and_says_so_to_everybody(trust: AppealTrust) -> None:
    number = trust.refused
    before, was = trust.papers(), trust.in_force()[number]
    taken = trust.take({number: UPHELD})
    now = trust.in_force()[number]
    assert not taken.amended
    assert now.decision == Decision(
        "Approved", was.recommended, "Said at the hearing", HEARD, was.decision.effective_from
    )
    assert (now.current, now.recommended) == (was.current, was.recommended)
    assert {path: sha256 for path, sha256 in trust.papers().items() if path in before} == before
    first, second = trust.letters(number, OUTCOME)
    assert "appeal of" not in first
    assert "This follows your appeal of 3 November 2026, which has been upheld." in second
    assert "This letter replaces the one about the decision of 22 October 2026" in second
    assert f"{now.decision.pay.amount:,.0f}" in second
    assert not [private for private in ("Said at the hearing", "Two years of results") if private in second]
    assert trust.letters(number, LETTER) == []
    assert len(list((trust.decided / "forms").rglob(f"*{number}*.docx"))) == 2
    (row,) = rows_of(payroll_files(trust.folder)[1], "Payroll")
    assert (row["Payroll number"], row["Why"], row["New point"]) == (number, "Amended", now.decision.pay.point)
    assert trust.row("Amended", number)["Reason"] == "Said at the hearing"
    row = trust.row("Appeals", number)
    assert row["Decided on appeal"] == f"Main {now.decision.pay.point} from 1 September 2026"
    assert row["Decision appealed against"].startswith("Not approved on 22 October 2026: Main M")
    assert trust.row("Pay decisions", number)["Appeal"].startswith("Appeal upheld on 1 December 2026: Main M")


def test_upheld_in_part_needs_its_own_place_and_is_priced_by_the_scale(trust: AppealTrust) -> None:
    number = trust.approved[0]
    was = trust.in_force()[number].decision
    in_part = HEARD_TOO | {"Outcome": "Upheld in part"}
    (error,) = trust.take({number: in_part}).findings
    assert (error.code, error.column, error.value) == ("PM634", "Decided point", None)
    point = {"Main": "MPS 2", "Upper": "UPS 1", "Leadership": "L 3"}[str(was.pay.range)]
    taken = trust.take({number: in_part | {"Decided point": point}})
    assert [(note.code, note.column) for note in taken.findings] == [("PM015", "Decided point")]
    now = trust.in_force()[number].decision
    assert (now.pay.range, now.pay.point) == (was.pay.range, {"M": "M2", "U": "U1", "L": "L3"}[point[0]])
    assert now.pay.amount != was.pay.amount
    assert "which has been upheld in part." in trust.letters(number, OUTCOME)[1]


def test_an_appeal_may_end_in_the_same_place_from_another_day(trust: AppealTrust) -> None:
    number = trust.approved[0]
    was = trust.in_force()[number].decision
    assert not trust.take({number: UPHELD | {"Effective from": date(2026, 11, 1)}}).findings
    now = trust.in_force()[number].decision
    assert (now.pay.point, now.effective_from) == (was.pay.point, date(2026, 11, 1))


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (NOT_UPHELD, "The appeal was heard on 1 December 2026 by A. Smith and B. Jones. It has not been upheld."),
        (WITHDRAWN, "You withdrew the appeal on 1 December 2026."),
    ],
    ids=["not upheld", "withdrawn"],
)
def test_an_appeal_that_leaves_the_decision_ends_in_a_letter(
    trust: AppealTrust, entry: dict[str, Any], says: str
) -> None:
    number, before, decisions = trust.refused, trust.papers(), trust.history()
    trust.take({number: entry})
    assert trust.history() == decisions
    after = trust.papers()
    (new,) = set(after) - set(before)
    assert {path: after[path] for path in before} == before
    assert new.startswith("letters/")
    assert new.endswith(f"{number} Outcome of the appeal.docx")
    (letter_text,) = trust.letters(number, LETTER)
    assert "On 3 November 2026 you appealed against the decision on your pay of 22 October 2026." in letter_text
    assert says in letter_text
    assert "The decision of 22 October 2026 stands" in letter_text
    assert "Pay Policy" in letter_text
    assert not [told for told in ("Said at the hearing", "Two years of results") if told in letter_text]
    assert trust.row("Pay decisions", number)["What to do next"].startswith("Give the employee the letter")


def test_an_appeal_is_lodged_in_one_workbook_and_heard_in_the_next(trust: AppealTrust) -> None:
    number = trust.refused
    trust.take({number: LODGED_ONLY})
    ran = trust.run(date(2026, 11, 10))
    (pending,) = ran.moderated.pending_appeals
    assert pending.payroll_number == number
    steps = [step.text for step in next_steps(ran.moderated)]
    assert "Have 1 appeal against pay decisions heard" in steps
    desk = trust.desk(APPEALS.name)
    at = desk.people.index(number)
    assert desk.get(at, "Appealed on").date() == LODGED
    assert desk.get(at, "Grounds given") == "Two years of results"
    assert desk.get(at, "Appeal so far") == "To hear"
    assert desk.get(at, "Lodged on") is None
    summary = " ".join(str(cell.value) for cell in desk.book["Summary"]["A"])
    assert "Have 1 appeal heard, and enter the outcome on Appeals." in summary
    (told,) = [
        row["Reasons"]
        for row in rows_of(next((trust.folder / OCTOBER / "committee").glob("*.xlsx")), "Not before the committee")
        if row["Payroll number"] == number
    ]
    assert "Appeal lodged on 3 November 2026, still to be heard" in told

    trust.take({number: {"Heard on": HEARD, "Outcome": "Not upheld", "Reason": "Nothing new was said."}})
    lodged, heard = trust.appeals()
    assert (lodged.is_pending, heard.outcome) == (True, "Not upheld")
    assert (heard.lodged_on, heard.grounds, heard.heard_on) == (LODGED, "Two years of results", HEARD)
    ran = trust.run(date(2026, 12, 3))
    assert ran.moderated.pending_appeals == ()
    desk = trust.desk(APPEALS.name)
    assert desk.get(desk.people.index(number), "Appeal so far") == "Not upheld on 1 December 2026"


# -- again, and amended ------------------------------------------------------------------------------


def test_handed_in_again_an_appeal_is_recorded_once_and_what_is_gone_is_made_good(trust: AppealTrust) -> None:
    entries = {trust.refused: UPHELD, trust.approved[0]: NOT_UPHELD, trust.approved[1]: LODGED_ONLY}
    taken = trust.take(entries)
    assert (len(taken.appeals), taken.appeals_recorded_before) == (3, 0)
    before, ledger = hashes(trust.decided), (trust.folder / records.RECORDS).read_bytes()
    kept = {path: sha256 for path, sha256 in before.items() if not path.startswith("workbooks/")}
    for letter_of_appeal in (trust.decided / "letters").rglob(f"*{LETTER}*"):
        letter_of_appeal.unlink()
    again = trust.take(entries, as_of=date(2027, 1, 7))
    assert (again.appeals, again.appeals_recorded_before) == ((), 3)
    after = hashes(trust.decided)
    assert {path: sha256 for path, sha256 in after.items() if not path.startswith("workbooks/")} == kept
    assert (trust.folder / records.RECORDS).read_bytes() == ledger


@pytest.mark.parametrize("cut_off_in", ["write_decided_files", "append", "put_decided_files"])
def test_a_command_that_is_cut_off_is_made_good_by_the_same_again(
    trust: AppealTrust, monkeypatch: pytest.MonkeyPatch, cut_off_in: str
) -> None:
    def cut_off(*_: Any) -> None:
        raise KeyboardInterrupt

    entries = {trust.refused: UPHELD, trust.approved[0]: NOT_UPHELD}
    before = hashes(trust.decided)
    with monkeypatch.context() as patched:
        patched.setattr(records if cut_off_in == "append" else decide_room, cut_off_in, cut_off)
        with pytest.raises(KeyboardInterrupt):
            trust.take(entries)
    assert hashes(trust.decided) == before
    recorded = cut_off_in == "put_decided_files"
    assert len(trust.appeals()) == (2 if recorded else 0)
    taken = trust.take(entries)
    assert (len(taken.appeals), taken.appeals_recorded_before) == ((0, 2) if recorded else (2, 0))
    assert len(trust.appeals()) == 2
    assert len(trust.letters(trust.approved[0], LETTER)) == 1
    assert len(payroll_files(trust.folder)) == 2
    assert records.verify(trust.folder) is None


def test_a_recorded_outcome_changes_only_where_it_is_amended_with_its_reason(trust: AppealTrust) -> None:
    number = trust.refused
    first = trust.in_force()[number].decision
    trust.take({number: NOT_UPHELD})
    refused = trust.take({number: UPHELD})
    (error,) = refused.findings
    assert (error.code, error.column, error.value) == ("PM629", "Outcome", "Upheld")
    assert "“Appeal not upheld on 1 December 2026” was recorded before" in error.message
    assert [one.payroll_number for one in refused.wrong_appeals] == [number]
    assert trust.in_force()[number].decision == first

    trust.take({number: UPHELD}, amend=True)
    assert trust.in_force()[number].decision.decision == "Approved"
    trust.take({number: NOT_UPHELD | {"Heard on": TAKEN}}, amend=True)
    assert trust.in_force()[number].decision == first
    assert [appeal.outcome for appeal in trust.appeals()] == ["Not upheld", "Upheld", "Not upheld"]
    third = trust.letters(number, OUTCOME)[2]
    assert "replaces the one about the decision of 1 December 2026" in third
    assert "appeal of" not in third
    assert "replaces the one about the outcome of 1 December 2026" in trust.letters(number, LETTER)[1]
    rows = [row for path in payroll_files(trust.folder)[1:] for row in rows_of(path, "Payroll")]
    assert [(row["Why"], row["Decision"]) for row in rows] == [("Amended", "Approved"), ("Amended", "Not approved")]


def test_a_pending_appeal_goes_on_and_what_was_recorded_of_it_stands(trust: AppealTrust) -> None:
    number = trust.refused
    trust.take({number: LODGED_ONLY})
    changed = {"Lodged on": date(2026, 11, 4)}
    (error,) = trust.take({number: changed}).findings
    assert (error.code, error.column) == ("PM629", "Lodged on")
    (error,) = trust.take({number: changed}, amend=True).findings
    assert (error.code, error.column) == ("PM629", "Reason")
    assert not trust.take({number: changed | {"Reason": "Misread."}}, amend=True).findings
    trust.take({number: {"Heard on": HEARD}})
    assert [appeal.words for appeal in trust.appeals()] == [
        "Appeal lodged on 3 November 2026, still to be heard",
        "Appeal lodged on 4 November 2026, still to be heard",
        "Appeal lodged on 4 November 2026, heard on 1 December 2026, outcome to come",
    ]


def test_what_a_person_has_written_in_is_left_and_the_letter_goes_beside(trust: AppealTrust) -> None:
    number = trust.refused
    trust.take({number: NOT_UPHELD})
    (path,) = (trust.decided / "letters").rglob(f"*{number} {LETTER}.docx")
    path.write_bytes(b"written in by hand")
    trust.take({number: WITHDRAWN}, amend=True)
    assert path.read_bytes() == b"written in by hand"
    assert path.with_stem(f"{path.stem} (2)").is_file()
    made = MadeFiles.recorded(trust.folder)
    states = Counter(made.state(each) for each in trust.decided.rglob("*") if each.is_file())
    assert states[MadeState.WRITTEN_IN] == 1
    assert states[MadeState.UNKNOWN] == 0


def test_the_letter_on_an_appeal_is_made_of_somebody_who_is_gone_and_waits_for_a_return_that_is_refused(
    trust: AppealTrust, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = trust.refused
    academy = trust.in_force()[number].academy
    gathered = decided_files.read_current_workbooks(trust.folder, CYCLE, TAKEN, trust.executor)
    unread = replace(gathered, dossiers={}, refused=(RefusedReturn("incoming/cut.xlsx", "is cut short", (academy,)),))
    with monkeypatch.context() as patched:
        patched.setattr(decided_files, "read_current_workbooks", lambda *_: unread)
        taken = trust.take({number: NOT_UPHELD})
    assert [one.payroll_number for one in taken.without_form] == [number]
    assert [one.academies for one in taken.refused] == [(academy,)]
    assert (taken.is_open, trust.letters(number, LETTER)) == (True, [])
    monkeypatch.setattr(decided_files, "read_current_workbooks", lambda *_: replace(gathered, dossiers={}))
    taken = trust.take({number: NOT_UPHELD})
    assert (taken.appeals, taken.without_form) == ((), ())
    (letter_text,) = trust.letters(number, LETTER)
    job_title = next(d.staff["job_title"] for d in gathered.dossiers.values() if d.staff["payroll_number"] == number)
    assert job_title not in letter_text


def test_an_appeal_is_bound_to_the_decision_of_its_row(trust: AppealTrust) -> None:
    """What the committee amends in the meantime is another decision."""
    number = trust.approved[0]
    entered = trust.enter({number: LODGED_ONLY})
    entry = next(iter(records.entries(trust.folder, records.DECISION, CYCLE)))
    was = next(one for one in records.recorded_decisions(trust.folder, CYCLE) if one.payroll_number == number)
    amended = replace(was, decision=replace(was.decision, reason="A mistake in the minutes."))
    records.append(trust.folder, [(entry.kind, records.decision_body(amended, CYCLE, "october"))])
    (error,) = trust.decide(entered, as_of=TAKEN).findings
    assert (error.code, error.column, error.payroll_number) == ("PM631", "Payroll number", number)
    assert not trust.appeals()


# -- what is at fault --------------------------------------------------------------------------------

FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "nothing but grounds": ({"Grounds": "Results"}, [("PM632", "Lodged on")]),
    "lodged before the decision": ({"Lodged on": date(2026, 10, 21)}, [("PM633", "Lodged on")]),
    "to come": ({"Lodged on": date(2026, 12, 3)}, [("PM108", "Lodged on")]),
    "a hearing to come": (LODGED_ONLY | {"Heard on": date(2026, 12, 3)}, [("PM108", "Heard on")]),
    "heard before it was lodged": (NOT_UPHELD | {"Heard on": date(2026, 11, 2)}, [("PM633", "Heard on")]),
    "not heard, no reason": (
        LODGED_ONLY | {"Outcome": "Not upheld"},
        [("PM632", "Heard on"), ("PM632", "Reason")],
    ),
    "a place and no outcome": (LODGED_ONLY | {"Decided point": "M5"}, [("PM634", "Outcome")]),
    "a place, and not upheld": (NOT_UPHELD | {"Decided point": "M5"}, [("PM634", "Outcome")]),
    "upheld, and no other place": (UPHELD, [("PM634", "Decided point")]),
    "off the scale": (UPHELD | {"Decided point": "Z9"}, [("PM628", "Decided point")]),
    "no outcome of the list": (HEARD_TOO | {"Outcome": "Maybe"}, [("PM008", "Outcome")]),
}


def test_what_is_at_fault_keeps_back_its_own_row_and_is_named_at_its_cell(trust: AppealTrust) -> None:
    numbers = [*trust.approved[: len(FAULTS)], trust.refused]
    entries = dict(zip(numbers, (entry for entry, _ in FAULTS.values()), strict=False)) | {trust.refused: LODGED_ONLY}
    assert len(entries) == len(FAULTS) + 1
    taken = trust.take(entries)
    found = {number: [] for number in entries}
    for one in taken.findings:
        found[str(one.payroll_number)].append((one.code, one.column))
        assert one.sheet == "Appeals"
    expected = dict(zip(entries, (faults for _, faults in FAULTS.values()), strict=False)) | {trust.refused: []}
    assert found == expected
    assert {row.payroll_number for row in taken.wrong_appeals} == set(entries) - {trust.refused}
    assert [appeal.payroll_number for appeal in taken.appeals] == [trust.refused]
    assert taken.is_open


def test_the_run_and_the_committee_are_told_apart_on_this_sheet_too(trust: AppealTrust) -> None:
    """Nothing is taken of a workbook in which a decision was changed, or the sheet is gone."""
    entered = trust.enter({trust.refused: LODGED_ONLY})
    entered.put(2, Decided="Main M1")
    taken = trust.decide(entered, as_of=TAKEN)
    assert [(one.code, one.cell) for one in taken.findings] == [("PM623", entered.cell(2, "Decided"))]
    assert taken.altered
    gone = trust.desk()
    del gone.book["Appeals"]
    taken = trust.decide(gone, as_of=TAKEN)
    assert [(one.code, one.sheet) for one in taken.findings] == [("PM623", "Appeals")]
    row_gone = trust.desk(APPEALS.name)
    row_gone.page.delete_rows(row_gone.first + len(row_gone.people) - 1)
    assert [one.code for one in trust.decide(row_gone, as_of=TAKEN).findings] == ["PM623"]
    assert not trust.appeals()


def test_a_sheet_of_that_name_which_no_run_made_is_not_read(demo_folder: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        trust = AppealTrust(before_the_committee(demo_folder, tmp_path / "trust"), executor)
        desk = trust.desk()
        own = desk.book.create_sheet("Appeals")
        own.append([column.heading for column in APPEALS])
        own.append(["RIV", "0000001", None, LODGED])
        taken = trust.decide(desk)
    assert not taken.altered
    assert "the sheet Appeals is none of the run's; it is not read" in taken.notes


def test_rows_may_be_sorted_and_notes_stand_below(trust: AppealTrust) -> None:
    desk = trust.enter({trust.refused: LODGED_ONLY})
    desk.sort(lambda row: str(row[2])[::-1])
    desk.page.cell(desk.first + len(desk.people) + 2, 1).value = "The panel meets in December."
    taken = trust.decide(desk, as_of=TAKEN)
    assert [appeal.payroll_number for appeal in taken.appeals] == [trust.refused]
    assert any("of Appeals is none of the run's; it is not read" in note for note in taken.notes)


def test_a_workbook_with_an_appeal_in_it_holds_decisions(trust: AppealTrust) -> None:
    fresh = next((trust.folder / OCTOBER / "committee").glob("*.xlsx"))
    assert not workbook_out(fresh, fresh.read_bytes()).holds_decisions
    entered = trust.enter({trust.refused: {"Lodged on": LODGED}}).save(trust.folder / "out.xlsx")
    out = workbook_out(entered, entered.read_bytes())
    assert (out.entered, len(out.appeals), out.holds_decisions) == ((), 1, True)


@pytest.mark.parametrize("awkward", AWKWARD)
def test_awkward_grounds_stay_text_wherever_they_are_told(awkward: str) -> None:
    moderated = _appealed(grounds=awkward)
    book = openpyxl.load_workbook(io.BytesIO(committee_workbook(moderated)))
    found = [cell for row in book["Appeals"] for cell in row if cell.value == awkward]
    assert [cell.data_type for cell in found] == ["s"]


# -- the command -------------------------------------------------------------------------------------


def test_the_command_tells_appeals_apart(trust: AppealTrust, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmr_batch.cli.rounds.workers", lambda *_: ThreadPoolExecutor(1))
    entries = {trust.refused: UPHELD, trust.approved[0]: NOT_UPHELD, trust.approved[1]: LODGED_ONLY}
    desk = trust.enter(entries)
    recommended = Desk(desk.save(trust.folder / "both.xlsx"))
    recommended.approve_all()
    path = recommended.save(trust.folder / "both.xlsx")
    asked = ["decide", str(path), "--take", "--folder", str(trust.folder), "--as-of", TAKEN.isoformat()]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 0, told.output
    assert "       1  appealed, and the outcome is upheld: the decision is amended" in told.stdout
    assert "       1  appealed, and the outcome is not upheld: the decision stands" in told.stdout
    assert "       1  lodged an appeal that is still to be heard" in told.stdout
    name = trust.in_force()[trust.approved[1]].name
    assert f"Appeals without an outcome: {name}" in told.stdout
    again = CliRunner().invoke(main, [*asked, "--json"])
    assert again.exit_code == 0
    machine = json.loads(again.stdout)
    assert (machine["appeals"], machine["appeals_taken_before"]) == ([], 3)
    (pending,) = machine["pending_appeals"]
    assert (pending["payroll_number"], pending["lodged_on"], pending["outcome"]) == (
        trust.approved[1], "2026-11-03", None,
    )  # fmt: skip


def test_the_status_tells_what_is_pending_what_is_entered_and_what_comes_next(trust: AppealTrust) -> None:
    def october() -> tuple[dict[str, Any], list[str]]:
        asked = ["status", "--folder", str(trust.folder), "--as-of", TAKEN.isoformat(), "--json"]
        told = json.loads(CliRunner().invoke(main, asked).stdout)
        (round_,) = [each for cycle in told["cycles"] if cycle["cycle"] == CYCLE for each in cycle["rounds"][:1]]
        return round_, [step["what"] for step in told["next"]]

    number = trust.refused
    made = next((trust.folder / OCTOBER / "committee").glob("*.xlsx"))
    trust.enter({number: LODGED_ONLY}).save(made)
    round_, steps = october()
    assert ([out["appeals"] for out in round_["out"]], round_["pending_appeals"]) == ([1], 0)
    assert f"{CYCLE}, October round: take in 1 appeal that the committee's workbook holds" in steps
    trust.take({number: LODGED_ONLY})
    round_, steps = october()
    assert ([out["appeals"] for out in round_["out"]], round_["pending_appeals"]) == ([0], 1)
    assert f"{CYCLE}, October round: have 1 appeal heard, and enter the outcome on Appeals" in steps
    trust.take({number: NOT_UPHELD})
    round_, steps = october()
    assert (round_["pending_appeals"], round_["without_documents"]) == (0, 0)
    (letter_of_appeal,) = (trust.decided / "letters").rglob(f"*{number} {LETTER}*")
    letter_of_appeal.unlink()
    assert october()[0]["without_documents"] == 1


# -- the rules ---------------------------------------------------------------------------------------

ROW: dict[str, Any] = {
    "lodged_on": "2026-11-03",
    "heard_on": None,
    "outcome": None,
    "decided_range": None,
    "decided_point": None,
    "effective_from": None,
    "reason": None,
    "decided_on": "2026-10-22",
    "lodged": "2026-11-03",
    "heard": None,
    "ended": None,
    "explained": None,
    "cycle_to": "2026-08-31",
    "pay_effective_from": "2026-09-01",
    "as_of": "2026-12-02",
}
_TEXTS = {"outcome", "decided_range", "decided_point", "reason", "ended", "explained"}
ASKED = [rule for rule in ALL_RULES if rule.sheet is APPEALS]


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    whole = pd.DataFrame([ROW | row for row in rows], columns=list(ROW))
    return whole.astype({key: "str" if key in _TEXTS else "datetime64[s]" for key in ROW})


ENDED = {"heard": "2026-12-01", "ended": "Not upheld", "explained": "Nothing new"}
SUPPORT = ENDED | {"cycle_to": "2026-03-31", "pay_effective_from": "2026-03-31"}
CASES: list[tuple[str, str, dict[str, Any], bool]] = [
    ("support-pay-is-backdated-on-appeal Appeals.Effective from", "blank", SUPPORT, True),
    (
        "support-pay-is-backdated-on-appeal Appeals.Effective from",
        "heard on 1 April, which is not after it",
        SUPPORT | {"heard": "2026-04-01", "effective_from": "2026-04-01"},
        True,
    ),
    (
        "support-pay-is-backdated-on-appeal Appeals.Effective from",
        "another day",
        SUPPORT | {"effective_from": "2026-04-01"},
        False,
    ),
    ("done-things-lie-behind Appeals.Lodged on", "on the day itself", {"lodged_on": "2026-12-02"}, True),
    ("done-things-lie-behind Appeals.Lodged on", "tomorrow", {"lodged_on": "2026-12-03"}, False),
    ("done-things-lie-behind Appeals.Heard on", "on the day itself", {"heard_on": "2026-12-02"}, True),
    ("done-things-lie-behind Appeals.Heard on", "tomorrow", {"heard_on": "2026-12-03"}, False),
    ("appeal-is-lodged Appeals.Lodged on", "recorded before", {"lodged_on": None}, True),
    ("appeal-is-lodged Appeals.Lodged on", "never", {"lodged_on": None, "lodged": None}, False),
    ("appeal-with-an-outcome-was-heard Appeals.Heard on", "pending", {}, True),
    ("appeal-with-an-outcome-was-heard Appeals.Heard on", "heard", ENDED, True),
    ("appeal-with-an-outcome-was-heard Appeals.Heard on", "not heard", ENDED | {"heard": None}, False),
    ("appeal-with-an-outcome-has-its-reason Appeals.Reason", "pending", {}, True),
    ("appeal-with-an-outcome-has-its-reason Appeals.Reason", "with one", ENDED, True),
    ("appeal-with-an-outcome-has-its-reason Appeals.Reason", "without", ENDED | {"explained": None}, False),
    ("appeal-follows-the-decision Appeals.Lodged on", "on its day", {"lodged_on": "2026-10-22"}, True),
    ("appeal-follows-the-decision Appeals.Lodged on", "the day before", {"lodged_on": "2026-10-21"}, False),
    ("hearing-follows-the-appeal Appeals.Heard on", "on the day itself", {"heard_on": "2026-11-03"}, True),
    ("hearing-follows-the-appeal Appeals.Heard on", "the day before", {"heard_on": "2026-11-02"}, False),
    ("only-an-upheld-appeal-changes-the-decision Appeals.Outcome", "no place", ENDED, True),
    (
        "only-an-upheld-appeal-changes-the-decision Appeals.Outcome",
        "upheld before",
        {"decided_point": "M5", "ended": "Upheld in part"},
        True,
    ),
    (
        "only-an-upheld-appeal-changes-the-decision Appeals.Outcome",
        "a day, not upheld",
        ENDED | {"effective_from": "2026-11-01"},
        False,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "title", "row", "holds"), CASES, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_rule_of_appeals_finds_and_lets_pass(name: str, title: str, row: dict[str, Any], holds: bool) -> None:
    (rule,) = [rule for rule in ASKED if rule.function and f"{rule.slug} {rule.blames[0]}" == name]
    assert rule(frame(row)).item() is holds, title


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.name)
def test_every_rule_of_appeals_answers_and_has_both_cases(rule: Rule) -> None:
    assert rule.found_by == "decide"
    assert rule.stage is (Stage.ALWAYS if rule.code == "PM108" else Stage.DECISION)
    if rule.function:
        assert rule(frame()).empty
        assert {holds for name, _, _, holds in CASES if name == f"{rule.slug} {rule.blames[0]}"} == {True, False}


# -- in LibreOffice ----------------------------------------------------------------------------------

M4, M5 = (Pay("Main", point, Decimal(pay)) for point, pay in (("M4", 40_941), ("M5", 43_529)))
SPOT, MORE = (Pay("Spot salary", None, Decimal(pay)) for pay in (61_000, 63_000))


def _decided(number: int, pay: Pay = M4, recommended: Pay = M5) -> Decided:
    decision = Decision("Not approved", pay, "Not yet", date(2026, 10, 22), date(2026, 9, 1))
    return Decided("11111111", "A000", f"{number:07d}", f"Ann {number}", None, pay, recommended, decision)


def _appealed(rows: int = 1, **appeal: Any) -> Moderated:
    """A round of which some decisions can be appealed against; the first was, where anything is said of the appeal."""
    people = [DecidedPerson(_decided(number)) for number in range(rows)]
    if appeal:
        one = people[0].decided
        lodged = Appeal("11111111", one.academy, one.payroll_number, one.name, one.decision, LODGED, **appeal)
        people[0] = DecidedPerson(one, lodged)
    return replace(a_round(3, 9), appeals=tuple(people))


DONE = {"Outcome": "Not upheld", "Heard on": HEARD, "Reason": "Nothing new"}
UP = DONE | {"Outcome": "Upheld"}
PART = DONE | {"Outcome": "Upheld in part"}
TO_DO: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"Grounds": "Results"}, "Needs Lodged on"),
    ({"Lodged on": LODGED}, "To hear"),
    ({"Lodged on": LODGED, "Heard on": HEARD}, "Needs Outcome"),
    ({"Lodged on": LODGED, "Decided point": "M5"}, "Needs Outcome"),
    ({"Lodged on": LODGED, "Outcome": "Not upheld"}, "Needs Heard on, Reason"),
    ({"Lodged on": LODGED, "Outcome": "Withdrawn", "Heard on": HEARD}, "Needs Reason"),
    ({"Lodged on": LODGED} | DONE, "Done"),
    ({"Lodged on": LODGED} | DONE | {"Decided point": "M5"}, "Needs Outcome"),
    ({"Lodged on": LODGED} | UP, "Done"),
    ({"Lodged on": LODGED} | UP | {"Decided point": "M4"}, "Needs Decided point"),
    ({"Lodged on": LODGED} | UP | {"Decided range": "Main", "Decided point": "M4"}, "Needs Decided point"),
    ({"Lodged on": LODGED} | UP | {"Decided range": "Upper", "Decided point": "U1"}, "Done"),
    ({"Lodged on": LODGED} | PART, "Needs Decided point"),
    ({"Lodged on": LODGED} | PART | {"Decided range": "Main"}, "Needs Decided point"),
    ({"Lodged on": LODGED} | PART | {"Effective from": date(2026, 11, 1)}, "Done"),
    ({"Lodged on": LODGED} | PART | {"Decided point": "M6"}, "Done"),
]
#: What is recorded already, what is filled in now, and what To do says.
SO_FAR: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"grounds": "Heard it before"}, {}, "To hear"),
    ({"heard_on": HEARD}, {}, "Needs Outcome"),
    ({"heard_on": HEARD}, {"Outcome": "Not upheld"}, "Needs Reason"),
    ({"heard_on": HEARD, "outcome": "Not upheld", "reason": "Nothing new"}, {}, "Done"),
    ({}, DONE, "Done"),
    ({}, {"Outcome": "Not upheld"}, "Needs Heard on, Reason"),
]  # fmt: skip


def test_an_appeal_on_a_spot_salary_is_upheld_where_another_salary_was_recommended(
    decided: AppealTrust, tmp_path: Path
) -> None:
    people = [DecidedPerson(_decided(at, SPOT, recommended)) for at, recommended in ((90, MORE), (91, SPOT))]
    path, settings = tmp_path / "appeals.xlsx", read_trust(decided.folder)
    path.write_bytes(committee_workbook(replace(a_round(3, 9), appeals=tuple(people))))
    desk = Desk(path, APPEALS.name)
    for at in range(len(people)):
        desk.type(at, {"Lodged on": LODGED} | UP)
    sheet = read_decided_workbook(desk.save(path), decided.executor).appeals
    assert sheet is not None
    cycle = settings.cycles["Teaching 2025-26"]
    read = read_appeals(sheet, "11111111", dict(enumerate(people)), {}, settings, cycle, TAKEN)
    assert [(appeal.payroll_number, appeal.pay) for appeal in read.appeals.values()] == [("0000090", MORE)]
    assert [fault.rule.code for fault in read.faults] == ["PM634"]


def _moderated() -> Moderated:
    """A row for each of the cases."""
    fresh = _appealed(len(TO_DO)).appeals
    recorded = []
    for at, (appeal, _, _) in enumerate(SO_FAR, len(TO_DO)):
        one = _decided(at)
        lodged = Appeal("11111111", one.academy, one.payroll_number, one.name, one.decision, LODGED, **appeal)
        recorded.append(DecidedPerson(one, lodged))
    spot = [DecidedPerson(_decided(at, SPOT, recommended)) for at, recommended in ((90, MORE), (91, SPOT))]
    return replace(a_round(3, 9), appeals=(*fresh, *recorded, *spot))


def _filled_in(moderated: Moderated, path: Path) -> Path:
    path.write_bytes(committee_workbook(moderated))
    desk = Desk(path, APPEALS.name)
    entered = [*(cells for cells, _ in TO_DO), *(cells for _, cells, _ in SO_FAR)]
    upheld = {"Lodged on": LODGED} | UP
    for at, cells in enumerate([*entered, upheld, upheld]):
        desk.type(at, cells)
    return desk.save(path)


@pytest.mark.office
def test_to_do_says_in_libreoffice_what_an_appeal_needs(tmp_path: Path) -> None:
    path = _filled_in(_moderated(), tmp_path / "appeals.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(path)], check=True, capture_output=True, timeout=180)
    book: Workbook = openpyxl.load_workbook(tmp_path / "out" / "appeals.xlsx", data_only=True)
    page = book["Appeals"]
    at = {cell.value: cell.column for cell in page[heading_row(page)]}
    first = heading_row(page) + 1
    rows = range(first, first + len(TO_DO) + len(SO_FAR) + 2)
    said = [page.cell(row, at["To do"]).value or "" for row in rows]
    assert said == [*(told for _, told in TO_DO), *(told for _, _, told in SO_FAR), "Done", "Needs Decided point"]
    standing = {row[0].value: row[1].value for row in book["Summary"].iter_rows() if row[0].value}
    open_ones = sum(told.startswith(("To hear", "Needs")) for told in said)
    assert standing["Appeals without an outcome"] == open_ones


@pytest.mark.office
def test_an_appeal_is_taken_from_a_workbook_that_libreoffice_saved(trust: AppealTrust, tmp_path: Path) -> None:
    path = trust.enter({trust.refused: LODGED_ONLY}).save(tmp_path / "appeals.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(path)], check=True, capture_output=True, timeout=180)
    taken = decide_room.decide(tmp_path / "out" / "appeals.xlsx", trust.folder, TAKEN, trust.executor)
    assert not taken.altered, taken.findings
    assert [appeal.payroll_number for appeal in taken.pending_appeals] == [trust.refused]


def test_what_to_do_says_before_it_is_calculated_is_what_it_calculates(tmp_path: Path) -> None:
    """Of what is recorded already; `data_only` shows the result that stands in the file."""
    path = tmp_path / "fresh.xlsx"
    path.write_bytes(committee_workbook(_moderated()))
    page = openpyxl.load_workbook(path, data_only=True)["Appeals"]
    at = {cell.value: cell.column for cell in page[heading_row(page)]}
    said = [page.cell(heading_row(page) + 1 + len(TO_DO) + row, at["To do"]).value or "" for row in range(len(SO_FAR))]
    assert said == ["To hear", "Needs Outcome", "Needs Outcome", "Done", "To hear", "To hear"]


def test_the_workbook_with_appeals_is_valid_open_xml(tmp_path: Path) -> None:
    path = tmp_path / "appeals.xlsx"
    path.write_bytes(committee_workbook(_moderated()))
    assert not OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path).errors
