"""How far the year has come: at each step of it the counts of status, committee workbook, payroll and ledger agree."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from committee_desk import Desk, rows_of, say_of_pay_points

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.commands.decide import decide
from pmr_batch.commands.documents.letters import LetterRequest, make_letters
from pmr_batch.files import staged
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome
from pmr_batch.records.entries import Entry
from pmr_batch.records.made_files import FILES, MadeFiles, put_files

CYCLE, SLUG = "Teaching 2025-26", "teaching-2025-26"
OCTOBER = Path("output", SLUG, "october")
RUN_ON, MET_ON, TAKEN_ON = date(2026, 10, 16), date(2026, 10, 22), date(2026, 10, 23)
ACADEMIES = ("RIV", "HIL", "OAK", "HEADS")


def ask(folder: Path, *more: str, as_of: date = TAKEN_ON) -> Result:
    return CliRunner().invoke(main, ["status", "--folder", str(folder), "--as-of", as_of.isoformat(), *more])


def found(folder: Path, *more: str, as_of: date = TAKEN_ON) -> dict[str, Any]:
    """The status of the cycle, for machines."""
    result = ask(folder, "--json", *more, as_of=as_of)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def cycle_of(folder: Path, as_of: date = TAKEN_ON) -> dict[str, Any]:
    (cycle,) = found(folder, "--cycle", SLUG, as_of=as_of)["cycles"]
    return dict(cycle)


def round_of(folder: Path, name: str = "october", as_of: date = TAKEN_ON) -> dict[str, Any]:
    (round_,) = [one for one in cycle_of(folder, as_of)["rounds"] if one["round"] == name]
    return dict(round_)


def academy_of(folder: Path, code: str, as_of: date = TAKEN_ON) -> dict[str, Any]:
    (academy,) = [one for one in cycle_of(folder, as_of)["academies"] if one["academy"] == code]
    return dict(academy)


def commands(folder: Path, as_of: date = TAKEN_ON) -> list[str]:
    """The commands of what comes next in the cycle, the folder left out."""
    steps = found(folder, "--cycle", SLUG, as_of=as_of)["next"]
    return [step["command"].replace(f" --folder {folder}", "") for step in steps if step["command"]]


def said(folder: Path, as_of: date = TAKEN_ON) -> str:
    """What the terminal says of the cycle, on one line."""
    result = ask(folder, "--cycle", SLUG, as_of=as_of)
    assert result.exit_code == 0, result.output
    return re.sub(r"\s+", " ", result.stdout)


def _today() -> str:
    """The clock's own day, which the ledger records."""
    return datetime.now(UTC).astimezone().date().isoformat()


# -- the folders of a year ---------------------------------------------------------------------------


@pytest.fixture
def empty(demo_folder: Path, tmp_path: Path) -> Path:
    """A trust folder with its settings alone."""
    folder = tmp_path / "trust"
    folder.mkdir()
    shutil.copy(demo_folder / "trust.xlsx", folder)
    return folder


def issue(folder: Path, codes: tuple[str, ...] = ACADEMIES) -> None:
    """Hand out workbooks, each with a mail."""
    named = [option for code in codes for option in ("--academy", code)]
    asked = ["issue", "--cycle", SLUG, "--folder", str(folder), "--as-of", "2025-09-08", *named]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output


@dataclass
class Trust:
    """A trust folder after its October run, before the committee has met; to change."""

    folder: Path
    executor: Executor

    @property
    def workbook(self) -> Path:
        return next((self.folder / OCTOBER / "committee").glob("*.xlsx"))

    @property
    def people(self) -> list[dict[str, Any]]:
        return list(json.loads((self.folder / OCTOBER / "people.json").read_bytes()))


def _after_the_run(demo: Path, folder: Path) -> Path:
    """The demo as its runs of the cycle left it."""
    shutil.copytree(demo / OCTOBER.parent, folder / OCTOBER.parent, ignore=shutil.ignore_patterns("decided"))
    for place in ("incoming", "issued"):
        shutil.copytree(demo / place / SLUG, folder / place / SLUG)
    shutil.copy(demo / "trust.xlsx", folder)
    entries = sorted((each for kind in (records.RUN, FILES) for each in records.entries(demo, kind)), key=_number)
    records.append(folder, [(entry.kind, body) for entry in entries if (body := _there(entry, folder))])
    return folder


def _number(entry: Entry) -> int:
    return entry.number


def _there(entry: Entry, folder: Path) -> Mapping[str, Any]:
    """What an entry says of this cycle, and of files that are in the folder."""
    if entry.kind == records.RUN:
        return entry.body if entry.body["cycle"] == CYCLE else {}
    files = [file for file in entry.body["files"] if (folder / file["path"]).exists()]
    return {"files": files} if files else {}


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture
def trust(demo_folder: Path, tmp_path: Path, executor: Executor) -> Trust:
    return Trust(_after_the_run(demo_folder, tmp_path / "trust"), executor)


@pytest.fixture(scope="module")
def after_the_meeting(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, executor: Executor) -> Trust:
    """All rows but two decided, one of them deferred: to read, or to copy and change."""
    met = Trust(_after_the_run(demo_folder, tmp_path_factory.mktemp("met") / "trust"), executor)
    desk = Desk(met.workbook)
    desk.approve_all()
    desk.put(0, Decision=None, Decided_on=None)
    desk.put(1, Decision="Deferred", Decision_reason="Comments are to come.")
    decide(desk.save(met.folder / "back.xlsx"), met.folder, TAKEN_ON, executor)
    return met


@pytest.fixture
def decided(after_the_meeting: Trust, tmp_path: Path, executor: Executor) -> Trust:
    return Trust(Path(shutil.copytree(after_the_meeting.folder, tmp_path / "trust")), executor)


# -- handed out, and sent in -------------------------------------------------------------------------


def test_before_anything_is_issued_that_comes_next(empty: Path) -> None:
    on = date(2025, 9, 8)
    cycle = cycle_of(empty, on)
    assert [(one["round"], one["state"]) for one in cycle["rounds"]] == [
        ("october", "not begun"),
        ("december", "not begun"),
    ]
    assert {one["academy"]: one["issued"] for one in cycle["academies"]} == dict.fromkeys(ACADEMIES)
    assert commands(empty, on) == [f"pmr-batch issue --cycle {SLUG}"]
    assert not (empty / "records.sqlite").exists()


def test_what_was_issued_is_dated_and_what_was_not_is_asked_for(empty: Path, demo_folder: Path) -> None:
    issue(empty, ("RIV", "OAK"))
    today = _today()
    riverside = academy_of(empty, "RIV")
    assert riverside["issued"] == {"file": f"issued/{SLUG}/RIV {CYCLE}.xlsx", "made_on": today}
    assert riverside["last_mail"] == {"file": f"issued/{SLUG}/RIV {CYCLE}.eml", "made_on": today}
    assert academy_of(empty, "HIL")["issued"] is None
    assert f"pmr-batch issue --cycle {SLUG} --academy HIL --academy HEADS" in commands(empty, date(2025, 9, 8))


def test_a_return_is_late_from_the_day_after_final_reviews_on(empty: Path, demo_folder: Path) -> None:
    issue(empty)
    assert academy_of(empty, "RIV", date(2026, 10, 15))["late"] is None
    assert academy_of(empty, "RIV", date(2026, 10, 20))["late"] == 5
    assert academy_of(empty, "HEADS", date(2026, 10, 20))["late"] is None, "heads have their own dates"
    says = said(empty, date(2026, 10, 20))
    assert "chase 3 returns that did not come, or cannot be used" in says
    assert "RIV (5 days late; last mail RIV Teaching 2025-26.eml, made on" in says
    assert "whether it was sent is not on record" in says


def test_what_came_in_before_any_run_is_new_and_says_whose_it_is(empty: Path, demo_folder: Path) -> None:
    issue(empty)
    shutil.copytree(demo_folder / "incoming" / SLUG, empty / "incoming" / SLUG, dirs_exist_ok=True)
    (empty / "incoming" / SLUG / "PMR return OAK final.xlsx").unlink()
    states = {
        code: [(file["file"], file["state"], file["codes"]) for file in academy_of(empty, code)["sent"]]
        for code in ACADEMIES
    }
    assert states == {
        "RIV": [("RIV old.xlsx", "new", ["PM004"]), ("RIV.xlsx", "new", [])],
        "HIL": [("Hillcrest Academy PMR.xlsx", "new", [])],
        "OAK": [],
        "HEADS": [("HEADS Teaching 2025-26.xlsx", "new", [])],
    }
    others = {file["file"]: (file["state"], file["codes"]) for file in cycle_of(empty)["other_files"]}
    assert others == {
        "Covering letter.txt": ("no workbook", []),
        "Hillcrest Academy PMR (2).xlsx": ("new", ["PM001"]),
        "Reviews 2015.xls": ("new", ["PM001"]),
    }
    assert commands(empty) == [f"pmr-batch run --cycle {SLUG} --round october"]
    assert "run it, 2 returns have come in" in said(empty)
    assert f"pmr-batch run --cycle {SLUG} --round december" in commands(empty, date(2026, 11, 2))


# -- after a run -------------------------------------------------------------------------------------


def test_after_a_run_the_counts_are_those_of_the_committees_workbook(trust: Trust) -> None:
    october = round_of(trust.folder)
    listed = rows_of(trust.workbook, "Recommendations")
    elsewhere = rows_of(trust.workbook, "Not before the committee")
    assert october["state"] == "run"
    assert october["undecided"] == sum(row["Payroll number"] is not None for row in listed)
    assert october["undecided"] == october["people"]["ready"] + october["people"]["ready with queries"]
    assert october["people"]["returned"] == sum(row["Outcome"] == "Returned" for row in elsewhere)
    assert commands(trust.folder)[:1] == [f"pmr-batch letters --cycle {SLUG} --list"]
    assert "take the workbook to the pay committee, with 16 rows to decide" in said(trust.folder)
    assert "send back 3 returns with errors to correct (due 31 October 2026, in 8 days)" in said(trust.folder)


def test_everybody_is_counted_once_by_their_own_rounds_last_run(trust: Trust) -> None:
    december = json.loads((trust.folder / OCTOBER.parent / "december/people.json").read_bytes())
    heads = {(one["academy"], one["payroll_number"]): one["outcome"] for one in december}
    outcomes = Counter(
        heads[one["academy"], one["payroll_number"]] if one["outcome"] == "other round" else one["outcome"]
        for one in trust.people
    )
    totals: Counter[str] = Counter()
    for academy in cycle_of(trust.folder)["academies"]:
        totals.update(academy["people"])
    assert totals.total() == len(trust.people)
    assert totals == outcomes + Counter(dict.fromkeys(totals, 0))
    assert totals["other round"] == 0


def test_the_last_run_is_told_with_what_it_read(trust: Trust) -> None:
    october = round_of(trust.folder)
    (entry,) = records.entries(trust.folder, records.RUN, CYCLE, "october")
    last = {"run": entry.body["run"], "as_of": "2026-10-16", "made_on": _today(), "whole": True}
    assert (october["last_run"], october["since"]) == (last, [])
    sent = academy_of(trust.folder, "RIV")["sent"]
    assert sent == [
        {"file": "RIV old.xlsx", "state": "refused", "codes": ["PM004"]},
        {"file": "RIV.xlsx", "state": "read", "codes": []},
    ]
    assert academy_of(trust.folder, "RIV")["last_mail"]["file"] == f"output/{SLUG}/december/returns/RIV/RIV note.eml"


def test_what_is_new_changed_or_gone_since_the_run_is_named_and_the_run_is_asked_for_again(trust: Trust) -> None:
    incoming = trust.folder / "incoming" / SLUG
    shutil.copy(incoming / "RIV.xlsx", incoming / "RIV again.xlsx")
    book = openpyxl.load_workbook(incoming / "PMR return OAK final.xlsx")
    book.save(incoming / "PMR return OAK final.xlsx")
    (incoming / "Reviews 2015.xls").unlink()
    (incoming / "A note.txt").write_text("Hello", "utf-8")
    (incoming / "~$RIV.xlsx").write_bytes(b"lock")
    since = [(file["academy"], file["file"], file["state"]) for file in round_of(trust.folder)["since"]]
    assert since == [
        ("OAK", "PMR return OAK final.xlsx", "changed"),
        ("RIV", "RIV again.xlsx", "new"),
        (None, "Reviews 2015.xls", "gone"),
    ]
    assert "1 return is new, 1 is changed, 1 is gone" in said(trust.folder)
    assert commands(trust.folder)[0] == f"pmr-batch run --cycle {SLUG} --round october"
    returned = {person["academy"] for person in trust.people if person["outcome"] == "returned"}
    assert returned - {"OAK", "RIV"} == {"HIL"}
    assert "send back 1 return with errors to correct" in said(trust.folder), "the others have sent another one"


def test_a_heads_return_is_not_asked_of_the_round_of_teachers(trust: Trust) -> None:
    heads = trust.folder / "incoming" / SLUG / "HEADS Teaching 2025-26.xlsx"
    openpyxl.load_workbook(heads).save(heads)
    assert academy_of(trust.folder, "HEADS")["rounds"] == ["december"]
    assert round_of(trust.folder)["since"] == []
    assert academy_of(trust.folder, "HEADS")["sent"][0]["state"] == "changed"


@pytest.mark.parametrize("name", ["people.json", "run.json"])
def test_a_run_that_was_cut_off_is_run_again_first(trust: Trust, name: str) -> None:
    path = trust.folder / OCTOBER / name
    path.write_bytes(path.read_bytes()[:-100])
    assert round_of(trust.folder)["last_run"]["whole"] is False
    steps = found(trust.folder, "--cycle", SLUG)["next"]
    assert "run it again, as the last run was cut off" in steps[0]["what"]
    assert steps[0]["command"].startswith(f"pmr-batch run --cycle {SLUG} --round october")


def test_a_cycle_whose_output_is_gone_is_run_again(trust: Trust) -> None:
    shutil.rmtree(trust.folder / OCTOBER)
    assert round_of(trust.folder)["last_run"]["whole"] is False
    assert commands(trust.folder)[0] == f"pmr-batch run --cycle {SLUG} --round october"


def test_letters_are_counted_as_the_command_counts_them_on_the_day_of_the_run(trust: Trust) -> None:
    listed = make_letters(trust.folder, SLUG, LetterRequest(only_list=True), RUN_ON, trust.executor)
    letters = cycle_of(trust.folder)["letters"]
    counted = {(one["letter"], one["by"]): one["count"] for one in letters["due"]}
    assert counted
    assert counted == Counter((one.kind.key, one.due.by and one.due.by.isoformat()) for one in listed.letters)
    assert (letters["as_of"], letters["made"]) == ("2026-10-16", 0)


# -- with the committee, and decided -----------------------------------------------------------------


def test_a_workbook_that_is_out_is_named_with_the_decisions_that_are_not_taken(trust: Trust) -> None:
    desk = Desk(trust.workbook)
    desk.put(0, Decision="approved", Decided_on=MET_ON)
    desk.put(1, Decision="Not approved", Decided_on=MET_ON, Decision_reason="Not yet.")
    desk.put(2, Conflict_declared="A. Member")
    desk.save(trust.workbook)
    october = round_of(trust.folder)
    path = trust.workbook.relative_to(trust.folder).as_posix()
    assert (october["state"], october["out"]) == (
        "with the committee",
        [{"file": path, "decisions": 2, "not_taken": 2, "appeals": 0}],
    )
    assert commands(trust.folder)[0] == f'pmr-batch decide "{trust.folder / path}"'
    assert f"the committee has {october['undecided'] - 2} rows left to decide" in said(trust.folder)

    decide(trust.workbook, trust.folder, TAKEN_ON, trust.executor)
    october = round_of(trust.folder)
    assert (october["state"], october["out"][0]["not_taken"]) == ("with the committee", 0)
    assert not any("decide" in command for command in commands(trust.folder))
    assert "2 decisions, all taken in" in said(trust.folder)
    desk.put(1, Decision="Approved", Decision_reason=None)
    desk.save(trust.workbook)
    assert round_of(trust.folder)["out"][0]["not_taken"] == 1


def test_a_workbook_that_cannot_be_read_is_said_to_be(trust: Trust) -> None:
    trust.workbook.write_bytes(trust.workbook.read_bytes()[:5000])
    out = round_of(trust.folder)["out"][0]
    assert (out["decisions"], out["not_taken"], out["appeals"]) == (None, None, None)
    assert "which cannot be read" in said(trust.folder)


def _counts_agree(trust: Trust) -> dict[str, Any]:
    """The round, whose counts are those of the ledger, of payroll, and of the last run's workbook."""
    october = round_of(trust.folder)
    in_force = records.decisions_in_force(trust.folder, CYCLE, "october")
    settled = {number for number, decision in in_force.items() if decision.is_settled}
    ready = {one["payroll_number"] for one in trust.people if one["outcome"] in map(str, BEFORE_THE_COMMITTEE)}
    assert october["decided"] == len(settled)
    assert october["put_off"] == len(in_force) - len(settled)
    assert october["undecided"] == len(ready - in_force.keys())
    assert october["people"]["decided"] == len(settled)
    academies = cycle_of(trust.folder)["academies"]
    assert sum(one["people"]["decided"] for one in academies) == len(settled)
    payroll = [
        row
        for path in sorted((trust.folder / OCTOBER / "decided/payroll").glob("Payroll * [0-9].xlsx"))
        for row in rows_of(path, "Payroll")
    ]
    assert sum(file["rows"] for file in october["payroll"]) == len(payroll)
    assert {row["Payroll number"] for row in payroll} == settled
    assert (october["untold"], october["without_documents"]) == (0, 0)
    return october


def test_after_the_meeting_the_counts_are_those_of_ledger_and_payroll(after_the_meeting: Trust) -> None:
    october = _counts_agree(after_the_meeting)
    assert (october["state"], october["undecided"], october["put_off"], october["again"]) == ("partly decided", 1, 1, 0)
    says = said(after_the_meeting.folder)
    assert "take the workbook to the pay committee, with 1 row to decide" in says
    assert "for 1 person deferred or referred back" in says
    assert f"Payroll file 1: {october['payroll'][0]['rows']} posts, made on" in says
    mail = academy_of(after_the_meeting.folder, "RIV")["last_mail"]["file"]
    assert mail == f"{OCTOBER.as_posix()}/decided/academies/RIV.eml"


def test_every_file_that_commands_made_until_then_is_as_it_was_made(after_the_meeting: Trust) -> None:
    code, counts, files = _verified(after_the_meeting.folder)
    assert (code, set(counts), files) == (0, {"as made"}, {})
    assert counts["as made"] > 100


def test_when_all_is_decided_nothing_is_asked_of_the_committee(decided: Trust) -> None:
    desk = Desk(decided.folder / "back.xlsx")
    desk.put(0, Decision="Approved", Decided_on=MET_ON)
    desk.put(1, Decision="Approved", Decision_reason="The comments came.")
    path = desk.save(decided.folder / "again.xlsx")
    decide(path, decided.folder, TAKEN_ON, decided.executor, amend=True)
    october = _counts_agree(decided)
    assert (october["state"], october["undecided"], october["put_off"]) == ("decided", 0, 0)
    assert [file["number"] for file in october["payroll"]] == [1, 2]
    assert "committee" not in " ".join(commands(decided.folder))


def test_a_form_that_is_gone_is_told_and_made_again_by_the_handed_in_workbook(decided: Trust) -> None:
    form = next((decided.folder / OCTOBER / "decided/forms").rglob("*.docx"))
    form.unlink()
    assert round_of(decided.folder)["without_documents"] == 1
    handed_in = next((decided.folder / OCTOBER / "decided/workbooks").iterdir())
    assert commands(decided.folder)[0] == f'pmr-batch decide "{handed_in}"'
    decide(handed_in, decided.folder, TAKEN_ON, decided.executor)
    assert form.exists()
    assert round_of(decided.folder)["without_documents"] == 0


def test_pay_that_is_not_confirmed_waits_and_says_for_what(decided: Trust) -> None:
    say_of_pay_points(decided.folder, "to be checked")
    october = round_of(decided.folder)
    assert october["unconfirmed"] == october["decided"]
    assert "confirm the pay points that" in said(decided.folder)


# -- which cycles, and what is said ------------------------------------------------------------------


def test_without_a_name_the_cycles_that_run_or_have_something_open_are_shown(demo_folder: Path) -> None:
    def shown(on: date) -> list[str]:
        return [cycle["folder"] for cycle in found(demo_folder, as_of=on)["cycles"]]

    assert shown(date(2025, 1, 8)) == []
    assert shown(date(2025, 3, 1)) == ["support-2025-26"]
    assert shown(TAKEN_ON) == ["teaching-2025-26", "support-2025-26"]
    assert shown(date(2027, 12, 1)) == ["teaching-2025-26", "support-2025-26"], "some are deferred"
    assert shown(date(2029, 1, 8)) == []
    assert "No cycle is running" in ask(demo_folder, as_of=date(2029, 1, 8)).stdout
    assert "Nothing to do now" in ask(demo_folder, as_of=date(2029, 1, 8)).stdout


def test_a_cycle_that_is_not_there_brings_the_nearest(empty: Path) -> None:
    result = ask(empty, "--cycle", "teaching-2025-62")
    assert result.exit_code == 2
    assert "did you mean teaching-2025-26?" in result.stderr


def test_the_cycle_that_follows_is_asked_for_in_time(empty: Path) -> None:
    follows = "Add the cycle that follows Teaching 2025-26"
    assert follows not in said(empty, date(2026, 6, 1))
    assert follows in said(empty, date(2026, 7, 20))


def test_a_command_names_the_folder_as_it_was_named(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on = date(2025, 9, 8)
    monkeypatch.chdir(empty)
    assert found(Path(), "--cycle", SLUG, as_of=on)["next"][0]["command"] == f"pmr-batch issue --cycle {SLUG}"
    spaced = Path(shutil.copytree(empty, empty / "our trust"))
    (step,) = found(spaced, "--cycle", SLUG, as_of=on)["next"]
    assert step["command"] == f'pmr-batch issue --cycle {SLUG} --folder "{spaced}"'


def test_nobody_is_named(decided: Trust) -> None:
    names = {person["name"] for person in decided.people if person["name"]}
    names |= {str(person["payroll_number"]) for person in decided.people}
    answers = ask(decided.folder).stdout + ask(decided.folder, "--json").stdout
    assert not [name for name in names if name in answers]


def test_every_key_for_machines_is_documented(decided: Trust) -> None:
    text = (Path(__file__).parent.parent / "docs/status.md").read_text("utf-8")
    documented = set(re.findall(r"`(\w+)`", text))

    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if not isinstance(inner, int) or key not in {str(outcome) for outcome in Outcome}:
                    yield key
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    verified = json.loads(ask(decided.folder, "--verify", "--json").stdout)
    counts = verified.pop("counts")
    assert set(keys(found(decided.folder))) | set(keys(verified)) <= documented
    assert all(state in text for state in counts)


# -- the ledger --------------------------------------------------------------------------------------


def _alter(folder: Path) -> int:
    """Alter an entry as no command does; its number."""
    with sqlite3.connect(folder / "records.sqlite") as ledger:
        ledger.execute("DROP TRIGGER entries_stay_as_they_are")
        (number,) = ledger.execute("SELECT number FROM entries WHERE kind = 'run' ORDER BY number").fetchone()
        ledger.execute("UPDATE entries SET body = replace(body, 'october', 'October') WHERE number = ?", (number,))
    ledger.close()
    return int(number)


def test_a_ledger_that_was_altered_is_not_gone_by(trust: Trust) -> None:
    number = _alter(trust.folder)
    result = ask(trust.folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"records.sqlite: entry {number} is not as it was recorded")
    verified = ask(trust.folder, "--verify")
    assert verified.exit_code == 1
    assert f"entry {number} is not as it was recorded" in verified.stdout
    assert "Put back records.sqlite from a backup" in verified.stdout
    told = json.loads(ask(trust.folder, "--verify", "--json").stdout)
    assert told["broken"] == {"entry": number, "why": "is not as it was recorded"}
    assert told["all_broken"] == [told["broken"]]


def _verified(folder: Path) -> tuple[int, dict[str, int], Mapping[str, tuple[str, Any]]]:
    result = ask(folder, "--verify", "--json")
    told = json.loads(result.stdout)
    files = {file["file"]: (file["state"], file["other"]) for file in told["files"]}
    return result.exit_code, {state: number for state, number in told["counts"].items() if number}, files


@pytest.fixture
def recorded(empty: Path, demo_folder: Path) -> Path:
    """A trust folder in which everything is as it was made."""
    issue(empty)
    return empty


def test_files_as_they_were_made_are_only_counted(recorded: Path) -> None:
    assert _verified(recorded) == (0, {"as made": 8}, {})


def test_what_a_person_wrote_in_is_in_order_and_named(recorded: Path) -> None:
    path = recorded / "issued" / SLUG / f"RIV {CYCLE}.xlsx"
    openpyxl.load_workbook(path).save(path)
    name = path.relative_to(recorded).as_posix()
    assert _verified(recorded) == (
        0,
        {"as made": 7, "written in by hand": 1},
        {name: ("written in by hand", None)},
    )
    assert "this is in order: no command overwrites them" in ask(recorded, "--verify").stdout


def test_what_is_missing_is_named_with_its_entry_and_what_to_do(recorded: Path) -> None:
    path = recorded / "issued" / SLUG / f"RIV {CYCLE}.xlsx"
    path.unlink()
    name = path.relative_to(recorded).as_posix()
    assert _verified(recorded) == (1, {"as made": 7, "missing": 1}, {name: ("missing", None)})
    text = ask(recorded, "--verify").stdout
    assert f"{name} (entry 1)" in text
    assert "restore them from a backup, or repeat the command that made them" in text


def test_what_cannot_be_read_is_named_beside_all_others(recorded: Path) -> None:
    place = recorded / "issued" / SLUG
    (place / f"RIV {CYCLE}.xlsx").unlink()
    (place / f"RIV {CYCLE}.xlsx").mkdir()
    (place / f"OAK {CYCLE}.xlsx").unlink()
    at = place.relative_to(recorded).as_posix()
    assert _verified(recorded) == (
        1,
        {"as made": 6, "missing": 1, "cannot be read": 1},
        {f"{at}/OAK {CYCLE}.xlsx": ("missing", None), f"{at}/RIV {CYCLE}.xlsx": ("cannot be read", None)},
    )
    assert f"Cannot be read:\n  {at}/RIV {CYCLE}.xlsx (entry 1)" in ask(recorded, "--verify").stdout


def test_a_file_that_was_renamed_is_not_missing_and_a_copy_is_told(recorded: Path) -> None:
    place = recorded / "issued" / SLUG
    (place / f"RIV {CYCLE}.xlsx").rename(place / "Riverside.xlsx")
    shutil.copy(place / f"OAK {CYCLE}.xlsx", place / "OAK copy.xlsx")
    (place / "Notes.docx").write_bytes(b"of the office's own")
    (place / "~$OAK.xlsx").write_bytes(b"lock")
    (place / "Thumbs.db").write_bytes(b"pictures")
    at = place.relative_to(recorded).as_posix()
    code, counts, files = _verified(recorded)
    assert (code, counts) == (0, {"as made": 7, "moved or renamed": 1, "unknown": 3})
    assert files == {
        f"{at}/RIV {CYCLE}.xlsx": ("moved or renamed", f"{at}/Riverside.xlsx"),
        f"{at}/Riverside.xlsx": ("unknown", f"{at}/RIV {CYCLE}.xlsx"),
        f"{at}/OAK copy.xlsx": ("unknown", f"{at}/OAK {CYCLE}.xlsx"),
        f"{at}/Notes.docx": ("unknown", None),
    }


def test_what_the_program_removed_is_told_with_its_entry(recorded: Path) -> None:
    place = recorded / "issued" / SLUG
    with staged(place) as stage:
        put_files(MadeFiles.recorded(recorded), stage, place, {}, [f"RIV {CYCLE}.eml"])
    assert _verified(recorded)[:2] == (0, {"as made": 7, "removed by the program": 1})
    assert "Removed by the program: 1 file, by entry 2" in ask(recorded, "--verify").stdout


def test_a_folder_that_is_no_trust_folder_is_not_verified(tmp_path: Path) -> None:
    result = ask(tmp_path, "--verify")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no trust.xlsx" in result.stderr
    assert ask(tmp_path, "--verify", "--page").exit_code == 2


# -- the page ----------------------------------------------------------------------------------------


def test_the_page_is_made_beside_the_output_of_rounds_and_recorded(decided: Trust) -> None:
    result = ask(decided.folder, "--page")
    assert result.exit_code == 0
    page = decided.folder / "output/status.html"
    assert f"The same as a page: {page}" in result.stderr
    first = page.read_bytes()
    assert ask(decided.folder, "--page").exit_code == 0
    assert page.read_bytes() == first, "the same bytes for the same folder and day"
    assert not list(page.parent.glob("status (2).html"))
    assert "output/status.html" not in _verified(decided.folder)[2]


def test_a_page_that_a_person_wrote_in_stays_and_the_new_one_goes_beside_it(decided: Trust) -> None:
    path = decided.folder / "Monday.html"
    assert ask(decided.folder, "--page", str(path)).exit_code == 0
    path.write_bytes(path.read_bytes() + b"<!-- noted -->")
    again = ask(decided.folder, "--page", str(path), as_of=date(2026, 10, 26))
    assert again.exit_code == 0
    assert path.read_bytes().endswith(b"<!-- noted -->")
    assert path.with_name("Monday (2).html").exists()
    assert "Monday.html: written in by hand, left as it is" in again.stderr


@pytest.mark.parametrize("name", ["october/status.html", "october/forms/s.html", "../status.pdf"])
def test_a_page_is_no_file_of_a_run(decided: Trust, name: str) -> None:
    before = set(decided.folder.rglob("*"))
    result = ask(decided.folder, "--page", str(decided.folder / OCTOBER.parent / name))
    assert result.exit_code == 2
    assert set(decided.folder.rglob("*")) == before
