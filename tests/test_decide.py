"""Decisions come back from the committee: each taken once, priced, recorded, and told to whom it concerns."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from committee_desk import APPROVED, MET_ON, SHEET, Desk, rows_of, say_of_pay_points
from decided_in_libreoffice import decided_in_libreoffice
from docx.oxml.ns import qn
from ledgers import copy_without_decisions
from moderated_round import a_round
from openpyxl.utils.exceptions import InvalidFileException
from program import call

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.commands import decide as decide_room
from pmr_batch.commands.current_workbooks import CurrentWorkbooks, read_current_workbooks
from pmr_batch.commands.decide import DecisionResult, decide, decided_files, decision_text, merged_copies
from pmr_batch.commands.decide.alterations import compare_rows, expected_rows
from pmr_batch.commands.decide.decided_workbook import read_decided_workbook
from pmr_batch.commands.rounds.run import run
from pmr_batch.errors import LedgerError, UsageError
from pmr_batch.layout.committee_workbook import APPEALS
from pmr_batch.model.terms import Round
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.committee.recommendations import run_fields
from pmr_batch.records.made_files import MadeFiles, MadeState

CYCLE, SLUG = "Teaching 2025-26", "teaching-2025-26"
RUN_ON, TAKEN_ON = date(2026, 10, 16), date(2026, 10, 23)
OCTOBER = Path("output", SLUG, "october")


@dataclass
class Trust:
    """A trust folder after its October run, before the committee has met; to change."""

    folder: Path
    executor: Executor

    @property
    def decided(self) -> Path:
        return self.folder / OCTOBER / "decided"

    def desk(self, sheet: str = SHEET) -> Desk:
        return Desk(next((self.folder / OCTOBER / "committee").glob("*.xlsx")), sheet)

    def decide(self, desk: Desk, *, amend: bool = False, as_of: date = TAKEN_ON) -> DecisionResult:
        return decide(
            desk.save(self.folder / "from the committee.xlsx"), self.folder, as_of, self.executor, amend=amend
        )

    def words_to(self, number: str) -> str:
        """What the outcome letter to a person says."""
        (letter,) = (self.decided / "letters").rglob(f"*{number}*.docx")
        return "".join(mark.text or "" for mark in docx.Document(str(letter)).element.body.iter(qn("w:t")))

    def history(self) -> list[str]:
        return [one.words for one in records.recorded_decisions(self.folder, CYCLE)]


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def before_the_committee(demo: Path, folder: Path) -> Path:
    """What of the demo the October round needs."""
    shutil.copytree(demo / OCTOBER, folder / OCTOBER, ignore=shutil.ignore_patterns("decided", "forms", "returns"))
    shutil.copytree(demo / "incoming" / SLUG, folder / "incoming" / SLUG)
    shutil.copy(demo / "trust.xlsx", folder)
    copy_without_decisions(demo, folder)
    return folder


@pytest.fixture
def trust(
    demo_folder: Path, tmp_path: Path, executor: Executor, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> Trust:
    """The returns are those of the meeting: what they hold is read and validated once for all."""
    monkeypatch.setattr(decided_files, "read_current_workbooks", lambda *_: meeting.gathered)
    return Trust(before_the_committee(demo_folder, tmp_path / "trust"), executor)


@dataclass
class Meeting:
    """One meeting, at which a bit of everything was decided."""

    trust: Trust
    people: list[str]
    taken: DecisionResult
    gathered: CurrentWorkbooks


@pytest.fixture(scope="module")
def meeting(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, executor: Executor) -> Meeting:
    """Sorted by name from behind, with notes below and beside; two rows are left out, or at fault."""
    trust = Trust(before_the_committee(demo_folder, tmp_path_factory.mktemp("met") / "trust"), executor)
    desk = trust.desk()
    people = desk.people
    desk.approve_all()
    desk.put(0, Decided_on="22 October 2026", Decision="approved", Conflict_declared="P. Lindqvist")
    desk.put(1, Decision="Not approved", Decision_reason="The criteria are not met yet.")
    desk.put(2, Decision="Deferred", Decision_reason="Comments are to come.")
    desk.put(3, Decision="Referred back", Decision_reason="Say how objective 2 was assessed.")
    assert desk.get(4, "Recommended range") is not None
    point = {"Main": "MPS 2", "Upper": "U1", "Leadership": "L1"}[desk.get(4, "Recommended range")]
    desk.put(4, Decided_point=point, Decision_reason="Of two minds.", Effective_from=date(2026, 11, 1))
    desk.put(5, Decision=None, Decided_on=None)
    desk.put(6, Decided_point="Z9", Decision_reason="Far above all.")
    desk.sort(lambda row: str(row[2])[::-1])
    beyond = desk.page.max_column + 1
    desk.page.cell(desk.first - 1, beyond).value = "Chair's marks"
    desk.page.cell(desk.first, beyond).value = "ask again"
    desk.page.cell(desk.first + len(people) + 2, 1).value = "The meeting closed at 18:30."
    found = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            decided_files,
            "read_current_workbooks",
            lambda *asked: found.append(read_current_workbooks(*asked)) or found[0],
        )
        taken = trust.decide(desk)
    return Meeting(trust, people, taken, found[0])


# -- what is taken -----------------------------------------------------------------------------------


def test_every_row_is_taken_undecided_or_named(meeting: Meeting) -> None:
    taken, people = meeting.taken, meeting.people
    assert {one.payroll_number for one in taken.new} == set(people) - {people[5], people[6]}
    assert [one.payroll_number for one in taken.undecided] == [people[5]]
    assert [one.payroll_number for one in taken.wrong] == [people[6]]
    assert taken.is_open
    assert not taken.altered
    (error,) = [one for one in taken.findings if one.severity == "error"]
    assert (error.code, error.payroll_number, error.column) == ("PM628", people[6], "Decided point")
    assert "is “Z9”, which is no point of" in error.message


def test_what_was_read_otherwise_than_typed_is_told_and_so_is_what_is_beside(meeting: Meeting) -> None:
    repaired = Counter(one.column for one in meeting.taken.findings if one.code == "PM015")
    assert repaired["Decision"] == repaired["Decided on"] == 1
    assert any("Chair's marks" in note for note in meeting.taken.notes)
    assert any("is none of the run's; it is not read" in note and "row" in note for note in meeting.taken.notes)


def test_the_letter_of_whoever_works_part_time_reckons_the_pay_and_no_other_does(meeting: Meeting) -> None:
    desk = meeting.trust.desk()
    share = dict(zip(desk.people, (Decimal(str(desk.get(at, "FTE"))) for at in range(len(desk.people))), strict=True))
    decided = [one for one in meeting.taken.new if one.decision.decision in ("Approved", "Not approved")]
    assert {share[one.payroll_number] < 1 for one in decided} == {True, False}
    for one in decided:
        words = " ".join(meeting.trust.words_to(one.payroll_number).split())
        whole, part = one.decision.pay.amount, share[one.payroll_number]
        assert whole is not None
        reckoned = f"{part.normalize():f} × £{whole:,.0f} = £{(whole * part).quantize(Decimal(1), ROUND_HALF_UP):,}"
        assert (reckoned in words, " × £" in words) == (part < 1, part < 1)


def test_each_decision_means_what_the_committee_said(meeting: Meeting) -> None:
    people = meeting.people
    by_number = {one.payroll_number: one for one in meeting.taken.new}
    approved, refused, deferred, back, other = (by_number[number] for number in people[:5])
    assert approved.decision.pay == approved.recommended
    assert (approved.decision.decided_on, approved.decision.conflict) == (MET_ON, "P. Lindqvist")
    assert (refused.decision.pay.range, refused.decision.pay.point) == (refused.current.range, refused.current.point)
    assert not deferred.is_settled
    assert not back.is_settled
    assert (deferred.decision.pay, back.decision.pay) == (deferred.current, back.current)
    assert other.decision.effective_from == date(2026, 11, 1)
    assert other.backdated_from is None
    assert approved.backdated_from == date(2026, 9, 1)
    assert other.decision.pay.point in ("M2", "U1", "L1")
    assert other.decision.pay.amount


# -- what comes of it --------------------------------------------------------------------------------


def _settled(meeting: Meeting) -> set[str]:
    return {one.payroll_number for one in meeting.taken.new if one.is_settled}


def _people_with(folder: Path, document: str) -> Counter[str]:
    """Whose documents of a kind there are, by payroll number."""
    return Counter(path.stem.split(f" {document}")[0].split()[-1] for path in folder.rglob(f"*{document}.docx"))


FORM, LETTER = "Appendix A", "Outcome of the pay decision"


def test_each_settled_decision_is_in_form_letter_and_payroll_file_once(meeting: Meeting) -> None:
    folder, settled = meeting.trust.decided, _settled(meeting)
    by_number = {one.payroll_number: one for one in meeting.taken.new}
    rows = rows_of(next((folder / "payroll").glob("* 1.xlsx")), "Payroll")
    text = next((folder / "payroll").glob("* 1.csv")).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    listed = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    for lines in (rows, listed):
        assert {row["Payroll number"] for row in lines} == set(settled)
        assert max(Counter((row["Payroll number"], row["Academy code"]) for row in lines).values()) == 1
    for row, line in zip(rows, listed, strict=True):
        one = by_number[row["Payroll number"]]
        pay = one.decision.pay
        assert (row["New range"], row["New point"], row["Decision"]) == (pay.range, pay.point, one.decision.decision)
        assert Decimal(str(row["New pay"])) == Decimal(line["New pay"]) == pay.amount
        assert row["Old point"] == one.current.point
        assert line["Effective from"] == one.decision.effective_from.isoformat()
        assert line["Backdated from"] == (one.backdated_from.isoformat() if one.backdated_from else "")
    assert _people_with(folder / "forms", FORM) == _people_with(folder / "letters", LETTER) == Counter(settled)


def test_the_letter_tells_pay_and_day_and_not_the_committees_reason(meeting: Meeting) -> None:
    refused, other = meeting.people[1], meeting.people[4]
    by_number = {one.payroll_number: one.decision for one in meeting.taken.new}
    for number, says in ((refused, "stays as it is"), (other, "is a lower salary")):
        words = meeting.trust.words_to(number)
        one = by_number[number]
        assert says in words
        assert f"{one.pay.amount:,.0f}" in words
        assert "On 22 October 2026 the Trust Pay Committee decided" in words
        assert one.reason
        assert one.reason not in words


def test_the_letter_gives_the_reason_where_the_committee_says_so(trust: Trust) -> None:
    desk, reason = trust.desk(), "The evidence for objective 2 is thin."
    for row, in_letter in ((0, "Yes"), (1, "No"), (2, None)):
        desk.put(row, Decision="Not approved", Decided_on=MET_ON, Decision_reason=reason, Reason_in_letter=in_letter)
    desk.put(3, Decision="Approved", Decided_on=MET_ON, Reason_in_letter="Yes")
    taken = trust.decide(desk)
    assert [found.cell for found in taken.findings if "for the letter to give" in found.message] == [
        desk.cell(3, "Reason in letter")
    ]
    told = {number: trust.words_to(number) for number in desk.people[:3]}
    assert [reason in words for words in told.values()] == [True, False, False]
    changed = trust.desk()
    changed.put(0, Decision="Not approved", Decided_on=MET_ON, Decision_reason=reason, Reason_in_letter="No")
    (found,) = (found for found in trust.decide(changed).findings if found.code == "PM629")
    assert found.cell == changed.cell(0, "Reason in letter")


def test_the_last_day_of_an_appeal_is_no_day_that_is_over(trust: Trust) -> None:
    desk = _one_decided(trust)
    number = desk.people[0]
    trust.decide(desk)
    assert "by 12 November 2026, which is 10 working days after the decision" in trust.words_to(number)
    shutil.rmtree(trust.decided / "letters")
    trust.decide(desk, as_of=date(2026, 11, 13))
    assert "within 10 working days of the day on which you receive this letter" in trust.words_to(number)


def test_whoever_is_put_off_is_told_so_and_what_happens_next(meeting: Meeting) -> None:
    deferred, back = meeting.people[2:4]
    words = {number: meeting.trust.words_to(number) for number in (deferred, back)}
    for number, said in words.items():
        assert "On 22 October 2026 the Trust Pay Committee considered" in said
        assert "It has not decided yet" in said
        assert "Decisions on pay are due by 31 October 2026." in said
        assert "takes effect from 1 September 2026" in said
        assert "no decision yet that you could appeal against" in said
        assert "This letter replaces" not in said
        assert not [*(meeting.trust.decided / "forms").rglob(f"*{number}*")], "a final form before the decision"
    assert "deferred the decision" in words[deferred]
    assert "Comments are to come" not in words[deferred], "the reason is not to be told"
    assert "referred the recommendation back to your academy" in words[back]
    assert "Say how objective 2" not in words[back]


def test_a_letter_on_pay_replaces_none_about_a_decision_that_was_put_off(trust: Trust) -> None:
    first, second = trust.desk(), trust.desk()
    first.put(0, Decision="Deferred", Decided_on=MET_ON, Decision_reason="Comments are to come.")
    trust.decide(first)
    second.put(0, Decision="Approved", Decided_on=date(2026, 10, 23), Decision_reason="Comments have come.")
    trust.decide(second, amend=True)
    (letter,) = (trust.decided / "letters").rglob(f"*{first.people[0]} Outcome of the pay decision.docx")
    said = "".join(mark.text or "" for mark in docx.Document(str(letter)).element.body.iter(qn("w:t")))
    assert "23 October 2026" in said
    assert "replaces" not in said


def test_a_letter_on_what_is_put_off_tells_the_reason_where_it_may_and_no_day_that_is_over(trust: Trust) -> None:
    desk = trust.desk()
    desk.put(0, Decision="Deferred", Decided_on=MET_ON, Decision_reason="Of two minds.", Reason_in_letter="Yes")
    number = desk.people[0]
    trust.decide(desk, as_of=date(2026, 11, 2))
    said = trust.words_to(number)
    assert "reasonOf two minds." in said
    assert "The committee takes the decision as soon as it can." in said
    assert "31 October" not in said
    letter = next((trust.decided / "letters").rglob(f"*{number}*.docx"))
    before = letter.read_bytes()
    letter.unlink()
    assert trust.decide(desk, as_of=date(2026, 11, 2)).is_open, "the others are undecided"
    assert letter.read_bytes() == before


def test_a_decision_that_is_taken_back_is_replaced_by_the_letter_that_puts_it_off(trust: Trust) -> None:
    desk = _one_decided(trust)
    number = desk.people[0]
    trust.decide(desk)
    desk.put(0, Decision="Deferred", Decision_reason="Taken too early.", Decided_on=date(2026, 10, 23))
    trust.decide(desk, amend=True)
    letters = sorted((trust.decided / "letters").rglob(f"*{number}*.docx"))
    assert [path.stem.partition(f"{number} ")[2] for path in letters] == [
        "Outcome of the pay decision", "Pay decision put off",
    ]  # fmt: skip
    said = "".join(mark.text or "" for mark in docx.Document(str(letters[1])).element.body.iter(qn("w:t")))
    assert "This letter replaces the one about the decision of 22 October 2026" in said
    desk.put(0, Decision="Approved", Decision_reason="After all.", Decided_on=date(2026, 10, 23))
    trust.decide(desk, amend=True)
    (last,) = {*(trust.decided / "letters").rglob(f"*{number}*.docx")} - {*letters}
    assert last.stem.endswith("Outcome of the pay decision (2)")


def test_the_final_form_says_what_was_decided(meeting: Meeting) -> None:
    refused, other = meeting.people[1], meeting.people[4]
    by_number = {one.payroll_number: one for one in meeting.taken.new}
    for number, says in (
        (refused, "your place on the scale stays; your pay rises by the award"),
        (other, "pay from 1 November 2026"),
    ):
        (form,) = (meeting.trust.decided / "forms").rglob(f"*{number}*.docx")
        document = docx.Document(str(form))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        told = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
        assert f"Decided on 22 October 2026; {says}" in told
        assert f"{by_number[number].decision.pay.amount:,.0f}" in told


def test_an_academy_gets_its_own_people_alone_and_what_to_do_next(meeting: Meeting) -> None:
    academies = {one.payroll_number: one.academy for one in meeting.taken.new}
    found = {}
    for path in (meeting.trust.decided / "academies").glob("*.xlsx"):
        for row in rows_of(path, "Pay decisions"):
            found[row["Payroll number"]] = path.stem
            assert row["What to do next"]
            if row["Payroll number"] == meeting.people[3]:
                assert row["The committee's reason"] == "Say how objective 2 was assessed."
                assert row["Pay"] is None
                assert "send the workbook in again" in row["What to do next"]
    assert found == academies


def test_the_clerk_gets_every_decision_and_the_conflicts(meeting: Meeting) -> None:
    (minutes,) = (meeting.trust.decided / "minutes").iterdir()
    assert Counter(row["Payroll number"] for row in rows_of(minutes, "Decisions")) == Counter(
        one.payroll_number for one in meeting.taken.new
    )
    (conflict,) = rows_of(minutes, "Conflicts declared")
    assert (conflict["Payroll number"], conflict["Member who withdrew"]) == (meeting.people[0], "P. Lindqvist")


def test_the_ledger_has_each_decision_and_every_file_with_its_hash(meeting: Meeting) -> None:
    folder = meeting.trust.folder
    assert records.decisions_in_force(folder, CYCLE, "october") == {
        one.payroll_number: one for one in meeting.taken.new
    }
    (entry,) = records.entries(folder, records.DECIDE)
    (handed_in,) = (meeting.trust.decided / "workbooks").iterdir()
    assert hashlib.sha256(handed_in.read_bytes()).hexdigest() == entry.body["workbook"]["sha256"]
    made = MadeFiles.recorded(folder)
    assert {made.state(path) for path in meeting.trust.decided.rglob("*") if path.is_file()} == {MadeState.AS_MADE}
    assert records.verify(folder) is None


# -- again -------------------------------------------------------------------------------------------


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _one_decided(trust: Trust, **cells: Any) -> Desk:
    """A desk on which the first row is approved, and nothing else."""
    desk = trust.desk()
    desk.type(0, APPROVED)
    desk.put(0, **cells)
    return desk


def test_handed_in_again_nothing_happens_twice_and_what_is_gone_is_made_good(trust: Trust) -> None:
    desk = _one_decided(trust)
    assert len(trust.decide(desk).new) == 1
    shutil.rmtree(trust.decided / "workbooks")
    before, entries = hashes(trust.decided), (trust.folder / records.RECORDS).read_bytes()
    shutil.rmtree(trust.decided)
    again = trust.decide(desk, as_of=date(2026, 11, 3))
    assert (again.new, again.recorded_before) == ((), 1)
    assert hashes(trust.decided) == before
    assert (trust.folder / records.RECORDS).read_bytes() == entries


def test_another_decision_is_refused_until_the_committee_amends_with_its_reason(trust: Trust) -> None:
    trust.decide(_one_decided(trust))
    form = next((trust.decided / "forms").rglob("*.docx"))
    signed = form.read_bytes()
    desk = _one_decided(trust, Decision="Not approved", Decision_reason="A mistake in the minutes.")
    refused = trust.decide(desk)
    (found,) = [one for one in refused.findings if one.code == "PM629"]
    assert (found.column, found.cell) == ("Decision", desk.cell(0, "Decision"))
    assert "Approved on 22 October 2026" in found.message
    assert (refused.new, refused.amended, len(refused.wrong)) == ((), (), 1)
    assert form.read_bytes() == signed

    amended = trust.decide(desk, amend=True)
    assert len(amended.amended) == 1
    assert [words.split(" on ")[0] for words in trust.history()] == ["Approved", "Not approved"]
    assert form.read_bytes() == signed
    letters = sorted((trust.decided / "letters").rglob("*.docx"))
    assert [path.stem.endswith("(2)") for path in letters] == [True, False]
    said = "\n".join(part.text for part in docx.Document(str(letters[0])).paragraphs)
    assert "replaces the one about the decision of 22 October 2026" in said
    again = "\n".join(part.text for part in docx.Document(str(form.with_stem(f"{form.stem} (2)"))).paragraphs)
    assert "replaces that of the decision of 22 October 2026" in again
    (minutes,) = (trust.decided / "minutes").iterdir()
    (row,) = rows_of(minutes, "Amended")
    assert row["Decided first"].startswith("Approved on 22 October 2026")
    first, second = (rows_of(path, "Payroll") for path in payroll_files(trust.folder))
    assert ([row["Why"] for row in first], [row["Why"] for row in second]) == (["New"], ["Amended"])
    assert (second[0]["Decision"], second[0]["New point"]) == ("Not approved", second[0]["Old point"])


def test_amending_asks_for_a_reason_and_a_decision_taken_is_not_taken_back_by_a_blank(trust: Trust) -> None:
    trust.decide(_one_decided(trust, Decision="Not approved", Decision_reason="Evidence is thin."))
    desk = _one_decided(trust)
    (found,) = [one for one in trust.decide(desk, amend=True).findings if one.code == "PM629"]
    assert found.column == "Decision reason"
    desk.put(0, Decision=None, Decided_on=None)
    taken = trust.decide(desk)
    assert (taken.findings, taken.recorded_before) == ((), 1)
    assert desk.people[0] not in {one.payroll_number for one in taken.undecided}
    assert len(trust.history()) == 1


def test_a_signed_form_is_left_alone_when_the_rest_is_decided(trust: Trust) -> None:
    desk = _one_decided(trust)
    trust.decide(desk)
    (form,) = (trust.decided / "forms").rglob("*.docx")
    form.write_bytes(b"signed by both")
    desk.type(1, APPROVED)
    taken = trust.decide(desk)
    assert (len(taken.new), taken.recorded_before) == (1, 1)
    assert form.read_bytes() == b"signed by both"
    assert len(list((trust.decided / "forms").rglob("*.docx"))) == 2


@pytest.mark.parametrize("cut_off_in", ["write_decided_files", "append", "put_decided_files"])
def test_a_command_that_is_cut_off_is_made_good_by_the_same_again(
    trust: Trust, monkeypatch: pytest.MonkeyPatch, cut_off_in: str
) -> None:
    """Before the record nothing has happened; after it the papers are still to come."""

    def cut_off(*_: Any) -> None:
        raise KeyboardInterrupt

    desk = _one_decided(trust)
    with monkeypatch.context() as patched:
        patched.setattr(records if cut_off_in == "append" else decide_room, cut_off_in, cut_off)
        with pytest.raises(KeyboardInterrupt):
            trust.decide(desk)
    recorded = cut_off_in == "put_decided_files"
    assert len(trust.history()) == recorded
    assert not list(trust.decided.rglob("*"))
    taken = trust.decide(desk)
    assert (len(taken.new), taken.recorded_before) == ((0, 1) if recorded else (1, 0))
    assert len(trust.history()) == 1
    assert len(list((trust.decided / "forms").rglob("*.docx"))) == 1
    assert records.verify(trust.folder) is None


def test_a_locked_ledger_stops_it_before_anything_is_decided(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    (trust.folder / records.RECORDS).write_bytes(b"no ledger " * 100)
    with pytest.raises(LedgerError, match="is no ledger"):
        trust.decide(_one_decided(trust))
    assert not trust.decided.exists()


# -- the workbook of another run, or altered ----------------------------------------------------------


Alteration = Callable[[Desk], str | None]


def _typed_over(heading: str, value: Callable[[Any], Any]) -> Alteration:
    """Another value in the run's own column of the third row."""

    def alter(desk: Desk) -> str:
        desk.type(2, {heading: value(desk.get(2, heading))})
        return desk.cell(2, heading)

    return alter


def _copied(**cells: Any) -> Alteration:
    """The first row once more at the end, with other cells; it is at fault at its payroll number."""

    def alter(desk: Desk) -> str:
        end = len(desk.people)
        desk.type(end, {heading: desk.get(0, heading) for heading in desk.at})
        desk.put(end, **cells)
        return desk.cell(end, "Payroll number")

    return alter


def _somebody(desk: Desk) -> str:
    end = len(desk.people)
    desk.put(end, Payroll_number="8675309", Decision="Approved")
    return desk.cell(end, "Payroll number")


def _row_gone(desk: Desk) -> None:
    desk.page.delete_rows(desk.first + len(desk.people) - 1)


def _column_gone(heading: str) -> Alteration:
    return lambda desk: desk.page.delete_cols(desk.at[heading])


ALTERATIONS: dict[str, Alteration] = {
    "another point": _typed_over("Recommended point", lambda point: "M6" if point != "M6" else "M5"),
    "another amount": _typed_over("Recommended pay", lambda pay: pay + 1),
    "a name": _typed_over("Name", lambda name: f"{name} Jones"),
    "words where there were none": _typed_over("Concern open", lambda _: "No"),
    "another run number": _typed_over("Run number", lambda _: "00000000"),
    "another academy": _typed_over("Academy code", lambda _: "XYZ"),
    "a row twice": _copied(),
    "a row added": _copied(Payroll_number="8675309"),
    "somebody of nowhere": _somebody,
    "a row gone": _row_gone,
    "a column gone": _column_gone("Reviewer"),
    "a column of the committee's gone": _column_gone("Decided on"),
}


@pytest.mark.parametrize("how", ALTERATIONS)
def test_nothing_is_taken_of_an_altered_workbook_and_the_alteration_is_named(trust: Trust, how: str) -> None:
    desk = trust.desk()
    desk.approve_all()
    cell = ALTERATIONS[how](desk)
    taken = trust.decide(desk)
    assert taken.altered
    assert [(one.code, one.cell) for one in taken.findings] == [("PM623", cell)]
    assert not records.entries(trust.folder, records.DECIDE)
    assert not trust.decided.exists()


def test_a_workbook_of_another_run_is_refused_in_one_line(trust: Trust) -> None:
    desk = trust.desk()
    desk.approve_all()
    for person in range(len(desk.people)):
        desk.put(person, Run_number="00000000")
    with pytest.raises(
        UsageError, match=r"is of run 00000000, which is none of this trust's; the last runs are \w{8} of Teaching"
    ):
        trust.decide(desk)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused_in_one_line(trust: Trust, content: bytes) -> None:
    path = trust.folder / "decided.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"^decided\.xlsx: "):
        decide(path, trust.folder, TAKEN_ON, trust.executor)


def test_another_workbook_is_refused_for_what_it_lacks(trust: Trust) -> None:
    """By the command itself: what stops a worker, a process of its own, has to arrive."""
    refused = call("decide", trust.folder / "trust.xlsx", "--folder", trust.folder)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Recommendations" in refused.stderr
    assert "fail" not in refused.stderr


def test_zeros_that_a_spreadsheet_took_off_are_put_back_and_told(trust: Trust) -> None:
    desk = _one_decided(trust)
    number = desk.people[0]
    desk.put(0, Payroll_number=int(number))
    taken = trust.decide(desk)
    assert [one.payroll_number for one in taken.new] == [number]
    assert any(f"has lost the zeros of {number}" in note for note in taken.notes)


def test_text_of_any_kind_comes_back_as_it_was_made(tmp_path: Path, executor: Executor) -> None:
    made = a_round(4, 25)
    (tmp_path / "made.xlsx").write_bytes(committee_workbook(made))
    workbook = read_decided_workbook(tmp_path / "made.xlsx", executor)
    compared = compare_rows(
        workbook.recommendations, expected_rows(made.recommendations, run_fields(made.run)), made.recommendations
    )
    assert (compared.altered, compared.notes) == ([], [])
    assert list(compared.people.values()) == list(made.recommendations)


# -- the next run ------------------------------------------------------------------------------------


def test_a_later_run_puts_only_what_is_openbefore_the_committee(
    meeting: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(meeting.trust.folder, tmp_path / "later")
    ran = run(folder, CYCLE, Round.OCTOBER, date(2026, 10, 26), meeting.trust.executor)
    people, settled = meeting.people, _settled(meeting)
    rows = {one.payroll_number: one for one in ran.moderated.recommendations}
    assert set(rows) == set(people) - settled
    assert rows[people[2]].earlier == "Deferred on 22 October 2026: Comments are to come."
    assert rows[people[3]].earlier == "Referred back on 22 October 2026: Say how objective 2 was assessed."
    assert rows[people[5]].earlier is None
    (committee,) = (folder / OCTOBER / "committee").glob("*.xlsx")
    decided = [row for row in rows_of(committee, "Not before the committee") if row["Outcome"] == "Decided"]
    assert {row["Payroll number"] for row in decided} == settled
    assert any(row["Reasons"].startswith("Not approved on 22 October 2026: ") for row in decided)
    trust_line = rows_of(committee, "Reconciliation")[-1]
    assert {trust_line[check] for check in ("Ready and listed", "Others and listed")} == {"agrees"}
    assert records.entries(folder, records.RUN, CYCLE, "october")[-1].body["run"] == ran.moderated.run.run

    again = decide(folder / "from the committee.xlsx", folder, TAKEN_ON, meeting.trust.executor)
    assert (again.new, again.recorded_before) == ((), len(people) - 2)
    desk = Desk(committee)
    desk.approve_all()
    path = desk.save(folder / "second meeting.xlsx")
    monkeypatch.setattr(decided_files, "read_current_workbooks", lambda *_: meeting.gathered)
    taken = decide(path, folder, date(2026, 10, 30), meeting.trust.executor)
    assert {one.payroll_number for one in taken.new} == set(people) - settled
    rows = [row for file in payroll_files(folder) for row in rows_of(file, "Payroll")]
    assert {row["Payroll number"] for row in rows} == set(people)
    assert max(Counter((row["Payroll number"], row["Academy code"]) for row in rows).values()) == 1

    first = Desk(folder / "from the committee.xlsx")
    numbers = first.people
    first.put(numbers.index(people[0]), Decision="Not approved", Decision_reason="On appeal.", Decided_on=MET_ON)
    path = first.save(folder / "amended.xlsx")
    taken = decide(path, folder, date(2026, 11, 20), meeting.trust.executor, amend=True)
    assert [(was.decision.decision, now.decision.decision) for was, now in taken.amended] == [
        ("Approved", "Not approved")
    ]
    refused = {one.payroll_number for one in taken.wrong}
    assert refused <= {people[2], people[3], people[6]}
    assert not taken.new
    assert records.decisions_in_force(folder, CYCLE, "october")[people[0]].decision.reason == "On appeal."


def payroll_files(folder: Path) -> list[Path]:
    """What payroll was sent, file by file."""
    return sorted((folder / OCTOBER / "decided/payroll").glob("Payroll * [0-9].xlsx"))


def _recommend_less(folder: Path, number: str) -> None:
    """The academy keeps somebody at the current point after all."""
    for path in (folder / "incoming" / SLUG).glob("*.xlsx"):
        try:
            book = openpyxl.load_workbook(path)
            staff, reviews = ({cell.value: cell.column for cell in book[sheet][1]} for sheet in ("Staff", "Reviews"))
        except (BadZipFile, KeyError, InvalidFileException):
            continue
        for row in book["Reviews"].iter_rows(min_row=2):
            if row[reviews["Payroll number"] - 1].value == number:
                (person,) = [line for line in book["Staff"].iter_rows(min_row=2) if line[0].value == number]
                for heading, value in (("Recommended point", "Pay point"), ("Recommended range", "Pay range")):
                    row[reviews[heading] - 1].value = person[staff[value] - 1].value
                row[reviews["Recommended pay"] - 1].value = None
                row[reviews["Pay criteria"] - 1].value = "Not met"
                row[reviews["Reason"] - 1].value = "The last objective came out otherwise in September."
                book.save(path)


def test_a_workbook_that_was_out_is_taken_row_by_row_after_a_later_run(trust: Trust) -> None:
    desk = trust.desk()
    desk.approve_all()
    moving = [
        at for at in range(len(desk.people)) if desk.get(at, "Current point") != desk.get(at, "Recommended point")
    ]
    changed = desk.people[moving[0]]
    _recommend_less(trust.folder, changed)
    ran = run(trust.folder, CYCLE, Round.OCTOBER, date(2026, 10, 19), trust.executor)
    now = {row.payroll_number: row for row in ran.moderated.recommendations}
    taken = trust.decide(desk)
    gone = {number for number in desk.people if number not in now}
    assert {one.payroll_number for one in taken.new} == set(desk.people) - gone - {changed}
    found = {one.payroll_number: one for one in taken.findings if one.code == "PM631"}
    assert set(found) == {changed} | gone
    before = f"{desk.get(moving[0], 'Current point')} to "
    says = found[changed].message
    assert before in says if changed in now else "is not before the committee any more" in says
    assert {one.payroll_number for one in taken.wrong} == set(found)
    again = trust.decide(desk)
    assert (again.new, again.recorded_before) == ((), len(taken.new))


def test_a_run_that_was_cut_off_is_run_again_before_anything_is_decided(trust: Trust) -> None:
    desk = _one_decided(trust)
    kept = trust.folder / OCTOBER / "kept.json"
    kept.write_text(kept.read_text("utf-8").replace('"as_of"', ' "as_of"', 1), "utf-8")
    with pytest.raises(UsageError, match="the last run of Teaching 2025-26, October round was cut off"):
        trust.decide(desk)


def test_pay_that_is_not_confirmed_is_taken_and_told_to_nobody_until_it_is(trust: Trust) -> None:
    say_of_pay_points(trust.folder, "to be checked")
    desk = _one_decided(trust)
    taken = trust.decide(desk)
    assert [len(part) for part in (taken.new, taken.waiting.unconfirmed)] == [1, 1]
    assert taken.is_open
    assert not payroll_files(trust.folder)
    assert not list(trust.decided.rglob("*.docx"))
    say_of_pay_points(trust.folder, "official")
    again = trust.decide(desk)
    assert (again.new, again.waiting.unconfirmed, again.is_open) == ((), [], bool(again.undecided))
    assert [row["Why"] for row in rows_of(payroll_files(trust.folder)[0], "Payroll")].count("New") >= 1
    assert len(list(trust.decided.rglob("*.docx"))) == 2


@pytest.mark.parametrize("cells", [{}, {"Decision": "Deferred", "Decision_reason": "Comments are to come."}])
def test_whoever_has_left_before_the_pay_begins_is_told_nothing_and_never_reaches_payroll(
    trust: Trust, cells: dict[str, str]
) -> None:
    desk = _one_decided(trust, **cells)
    book = openpyxl.load_workbook(trust.folder / "trust.xlsx")
    page = book["Staff list"]
    (ends,) = [cell.column for row in page.iter_rows() for cell in row if cell.value == "Employment end"]
    for row in page.iter_rows():
        if row[0].value == desk.people[0]:
            row[ends - 1].value = date(2026, 8, 31)
    book.save(trust.folder / "trust.xlsx")
    taken = trust.decide(desk)
    assert [(person.payroll_number, ends) for person, ends in taken.waiting.left] == [
        (desk.people[0], date(2026, 8, 31))
    ]
    assert not payroll_files(trust.folder)
    assert not list(trust.decided.rglob("*.docx"))
    assert "No form, letter or payroll row: " in decision_text.as_text(taken)
    assert "leaves on 31 August 2026, before the pay takes effect." in decision_text.as_text(taken)


# -- the command -------------------------------------------------------------------------------------


def test_the_command_ends_with_what_came_of_it(trust: Trust) -> None:
    def ask(desk: Desk, *more: str) -> Any:
        path = desk.save(trust.folder / "from the committee.xlsx")
        asked = ["decide", str(path), "--take", "--folder", str(trust.folder), "--as-of", "2026-10-23", *more]
        return CliRunner().invoke(main, asked)

    desk = _one_decided(trust)
    some = ask(desk)
    assert some.exit_code == 1
    assert f"{len(desk.people) - 1:>8,}  undecided: they can follow in the same workbook" in some.stdout
    assert f"Look at {trust.decided}" in some.stdout
    desk.approve_all()
    rest = ask(desk, "--json")
    assert rest.exit_code == 0
    told = json.loads(rest.stdout)
    assert (told["taken_before"], told["undecided"]) == (1, [])
    assert len(told["taken"]) == len(desk.people) - 1
    desk.put(0, Name="Somebody else")
    altered = ask(desk)
    assert altered.exit_code == 2
    assert "Nothing was taken. Use the workbook of that run" in altered.stdout


def test_what_would_be_taken_is_shown_first_and_nothing_is_left_of_it(trust: Trust) -> None:
    desk = trust.desk()
    desk.approve_all()
    points = [
        [desk.get(at, f"{which} point") for which in ("Current", "Recommended")] for at in range(len(desk.people))
    ]
    rises = next(at for at, (current, recommended) in enumerate(points) if current != recommended)
    desk.put(rises, Decision="Not approved", Decision_reason="The criteria are not met yet.")
    path, before = desk.save(trust.folder / "back.xlsx"), hashes(trust.folder)
    asked = ["decide", str(path), "--folder", str(trust.folder), "--as-of", TAKEN_ON.isoformat()]
    shown = CliRunner().invoke(main, asked)
    assert shown.exit_code == 0
    name = desk.get(rises, "Name")
    (line,) = (each for each in shown.stdout.splitlines() if name in each and "not approved, " in each)
    assert line.endswith(": The criteria are not met yet.")
    assert "Nothing is taken yet. With --take this is recorded, and made in" in shown.stdout
    after = hashes(trust.folder)
    assert {**after, ".lock": None} == {**before, ".lock": None}
    assert not trust.history()
    told = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)
    assert told["preview"]
    assert [one["name"] for one in told["otherwise_than_recommended"]] == [name]
    taken = CliRunner().invoke(main, [*asked, "--take"])
    assert len(trust.history()) == len(desk.people)
    made = {file["path"] for file in told["files"]} if isinstance(told["files"], list) else set(told["files"])
    assert made == set(hashes(trust.decided)) - {"decided.json"}
    assert "Look at" in taken.stdout


def test_rows_with_nothing_to_look_at_are_approved_in_one_go_but_for_those_filled_in(trust: Trust) -> None:
    desk = trust.desk()
    plain = [at for at in range(len(desk.people)) if not desk.get(at, "Look at")]
    assert 1 < len(plain) < len(desk.people)
    desk.page.cell(desk.first - 3, desk.at["Decision"]).value = "Approved"
    desk.page.cell(desk.first - 3, desk.at["Decided on"]).value = MET_ON
    desk.put(plain[0], Decision="Deferred", Decision_reason="Comments are to come.", Decided_on=MET_ON)
    taken = trust.decide(desk)
    decided = {one.payroll_number: one.decision.decision for one in taken.new}
    assert decided == {desk.people[at]: "Approved" for at in plain[1:]} | {desk.people[plain[0]]: "Deferred"}
    assert len(taken.undecided) == len(desk.people) - len(plain)


def test_in_one_go_without_a_day_takes_nothing_and_asks_for_the_day_once(trust: Trust) -> None:
    desk = trust.desk()
    desk.page.cell(desk.first - 3, desk.at["Decision"]).value = "Approved"
    taken = trust.decide(desk)
    assert not taken.new
    assert {one.column for one in taken.findings} == {"Decided on"}


def test_a_column_of_their_own_on_recommendations_is_named_without_the_sheet(trust: Trust) -> None:
    desk = trust.desk()
    desk.page.cell(desk.first - 1, desk.page.max_column + 1).value = "Our notes"
    (note,) = (note for note in trust.decide(desk).notes if "Our notes" in note)
    assert note.endswith(") is none of the run's; it is not read")


def test_blanks_in_a_cell_of_the_runs_are_no_repair_of_the_committees(trust: Trust) -> None:
    desk = trust.desk()
    desk.put(0, Decision="Approved", Decided_on=date(2026, 10, 22))
    desk.page.cell(desk.first, desk.at["Academy code"]).value += " "
    taken = trust.decide(desk)
    assert (taken.altered, taken.findings, len(taken.new)) == (False, (), 1)


def test_two_copies_filled_in_by_two_people_are_one(trust: Trust) -> None:
    first, second = trust.desk(), trust.desk()
    half = len(first.people) // 2
    for desk, rows in ((first, range(half)), (second, range(half, len(first.people)))):
        for at in rows:
            desk.put(at, Decision="Approved", Decided_on=date(2026, 10, 22))
    second.sort(lambda row: str(row[2])[::-1])
    paths = [first.save(trust.folder / "first.xlsx"), second.save(trust.folder / "second.xlsx")]
    taken = decide(paths, trust.folder, TAKEN_ON, trust.executor)
    assert (len(taken.new), taken.undecided, taken.is_open) == (len(first.people), (), False)
    kept = {path.name.split(" ", 1)[1] for path in (trust.decided / "workbooks").iterdir()}
    assert kept == {"first.xlsx", "second.xlsx"}


def test_a_sheet_of_their_own_in_one_of_two_copies_is_told_and_not_read(trust: Trust) -> None:
    first, second = trust.desk(), trust.desk()
    second.book.create_sheet("Appeals").append([column.heading for column in APPEALS])
    second.put(0, Decision="Approved", Decided_on=date(2026, 10, 22))
    paths = [first.save(trust.folder / "first.xlsx"), second.save(trust.folder / "second.xlsx")]
    taken = decide(paths, trust.folder, TAKEN_ON, trust.executor)
    assert len(taken.new) == 1
    assert not taken.altered


def test_two_copies_that_contradict_each_other_are_refused_with_each_cell(trust: Trust) -> None:
    first, second = trust.desk(), trust.desk()
    for desk in (first, second):
        desk.approve_all()
    second.put(1, Decision="Not approved", Decision_reason="The criteria are not met yet.")
    paths = [first.save(trust.folder / "first.xlsx"), second.save(trust.folder / "second.xlsx")]
    with pytest.raises(UsageError, match="say different things of 1 cell: Decision of") as refused:
        decide(paths, trust.folder, TAKEN_ON, trust.executor)
    assert first.people[1] in str(refused.value)
    assert "(“Approved”, and “Not approved”)" in str(refused.value)
    assert not trust.history()


def test_problems_of_one_kind_in_one_column_are_one_line(trust: Trust) -> None:
    desk = trust.desk()
    desk.approve_all()
    for at in range(3):
        desk.put(at, Decided_on=date(2025, 10, 22))
    path = desk.save(trust.folder / "back.xlsx")
    asked = ["decide", str(path), "--folder", str(trust.folder), "--as-of", TAKEN_ON.isoformat()]
    lines = [line for line in CliRunner().invoke(main, asked).stdout.splitlines() if "PM622" in line]
    assert len(lines) == 1
    assert "The same in 2 more rows: " in lines[0]


@pytest.mark.parametrize(("many", "more"), [(20, ""), (21, "and 1 more"), (23, "and 3 more")])
def test_twenty_are_named_and_how_many_more_there_are(meeting: Meeting, many: int, more: str) -> None:
    taken = meeting.taken
    (person,), (error,) = taken.undecided, [one for one in taken.findings if one.severity == "error"]
    of_one_kind = tuple(replace(error, code="PM622", row=1_000 + at) for at in range(many + 1))
    shown = decision_text.as_text(
        replace(taken, new=(taken.otherwise[0],) * many, undecided=(person,) * many, findings=of_one_kind)
    )
    lines = shown.splitlines()
    assert f"Otherwise than recommended, {many} decisions:" in lines
    assert lines.count(f"  {more}") == bool(more)
    (undecided,) = [line for line in lines if line.startswith("Undecided: ")]
    assert undecided.count(person.payroll_number) == 20
    (same,) = [line for line in lines if f"The same in {many} more rows: 1001, " in line]
    assert ("1020" in same, "1021" in same) == (True, False)
    assert [
        line.partition(" and ")[2].endswith(f"{more.removeprefix('and ')}.") for line in (undecided, same) if more
    ] == ([True, True] if more else [])
    assert shown.count(" more") == 1 + 3 * bool(more)


@pytest.mark.parametrize(("many", "more"), [(3, ""), (4, " and 1 more. "), (5, " and 2 more. ")])
def test_so_many_contradictions_of_two_copies_are_named_and_how_many_more_there_are(
    trust: Trust, many: int, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = trust.desk(), trust.desk()
    monkeypatch.setattr(merged_copies, "_NAMED", 3)
    for desk, decision in ((first, "Approved"), (second, "Deferred")):
        desk.approve_all()
        for at in range(many):
            desk.put(at, Decision=decision, Decision_reason="Comments are to come.")
    paths = [desk.save(trust.folder / f"{at}.xlsx") for at, desk in enumerate((first, second))]
    with pytest.raises(UsageError, match=f"say different things of {many} cells") as refused:
        decide(paths, trust.folder, TAKEN_ON, trust.executor)
    assert str(refused.value).count("Decision of ") == 3
    assert more in str(refused.value)
    assert str(refused.value).count(" more") == bool(more)


# -- in LibreOffice ----------------------------------------------------------------------------------


@pytest.mark.office
def test_what_a_person_decides_in_libreoffice_arrives_once_in_form_letter_and_payroll(
    trust: Trust, tmp_path: Path
) -> None:
    desk = trust.desk()
    people = desk.people
    words = {desk.cell(at, "Decision"): "Approved" for at in range(len(people))}
    words |= {desk.cell(at, "Decided on"): "2026-10-22" for at in range(len(people))}
    words |= {desk.cell(1, "Decision"): "Not approved", desk.cell(1, "Decision reason"): "Criteria are not met yet"}
    words |= {desk.cell(2, "Decision"): "Referred back", desk.cell(2, "Decision reason"): "Evidence of objective 2?"}
    rows = f"A{desk.first}:{desk.page.cell(desk.first + len(people) - 1, max(desk.at.values())).coordinate}"
    made = next((trust.folder / OCTOBER / "committee").glob("*.xlsx"))
    book = Path(shutil.copy(made, tmp_path / "committee.xlsx"))
    saved = decided_in_libreoffice(
        book, words, rows, desk.at["Name"] - 1, tmp_path / "profile", tmp_path / "saved.xlsx"
    )
    assert Desk(saved).people == [number for _, number in sorted(zip(_names(desk), people, strict=True), reverse=True)]

    taken = decide(saved, trust.folder, TAKEN_ON, trust.executor)
    assert not taken.altered, taken.findings
    assert {one.payroll_number: one.decision.decision for one in taken.new} == (
        dict.fromkeys(people, "Approved") | {people[1]: "Not approved", people[2]: "Referred back"}
    )
    settled = Counter(number for number in people if number != people[2])
    assert {row["Payroll number"] for row in rows_of(payroll_files(trust.folder)[0], "Payroll")} == set(settled)
    assert _people_with(trust.decided / "forms", FORM) == _people_with(trust.decided / "letters", LETTER) == settled


def _names(desk: Desk) -> list[str]:
    return [desk.get(at, "Name") for at in range(len(desk.people))]
