"""The status as a page: self-contained, text as data, and nothing cut off on a phone, a screen or paper."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pictures import measured, pictured, printed

from pmr_batch.model.cycle_status import (
    AcademyStatus,
    CycleStatus,
    DatedFile,
    DatedPayroll,
    LastRun,
    LettersStatus,
    OutWorkbook,
    RoundState,
    RoundStatus,
    SentFile,
    SentState,
    Status,
    Step,
)
from pmr_batch.model.letters_due import LettersDue
from pmr_batch.model.run_facts import FINAL_REVIEWS_BY, PAY_DECISIONS_BY, Deadline
from pmr_batch.model.terms import Outcome, Round
from pmr_batch.produce.status_page import status_page

ON = date(2026, 10, 20)
PHONE, TABLET, SCREEN = 390, 820, 1280
LONG = "The Llanfairpwllgwyngyllgogerychwyrndrobwll Church of England Primary Academy"
AWKWARD = "=1+1 {{ 7 * 7 }} <b>A & B</b>.xlsx"
PEOPLE = {Outcome.READY: 20, Outcome.DECIDED: 30, Outcome.RETURNED: 9, Outcome.MISSING: 2, Outcome.LEFT: 1}


def _round(state: RoundState, round_: Round) -> RoundStatus:
    run = LastRun("3fa85c01", date(2026, 10, 16), date(2026, 10, 16), True, (SentFile("a.xlsx", SentState.NEW, "RIV"),))
    return RoundStatus(
        round=round_,
        state=state,
        opens=date(2026, 9, 1),
        deadlines=(Deadline(FINAL_REVIEWS_BY, date(2026, 10, 15)), Deadline(PAY_DECISIONS_BY, date(2026, 10, 31))),
        last_run=None if state is RoundState.NOT_BEGUN else run,
        people=PEOPLE,
        undecided=1_203,
        put_off=2,
        decided=30,
        unconfirmed=4,
        payroll=(DatedPayroll(1, 30, date(2026, 10, 23)),),
        out=(OutWorkbook("output/teaching-2025-26/october/committee/Pay committee Teaching 2025-26.xlsx", 12, 5),),
    )


def _status() -> Status:
    """Everything that the page can show, with names as long as they come."""
    sent = (SentFile(AWKWARD, SentState.READ, "RIV"), SentFile("RIV old.xlsx", SentState.REFUSED, "RIV", ("PM004",)))
    mail = DatedFile("output/x/october/returns/RIV/RIV note.eml", date(2026, 10, 16))
    academies = (
        AcademyStatus("RIV", LONG, DatedFile("issued/x/RIV.xlsx", date(2025, 9, 8)), sent, None, mail, PEOPLE),
        AcademyStatus("OAK", "Oakfield Junior School", None, (), 5, None, {Outcome.MISSING: 12}),
        AcademyStatus("NEW", "New School", None, (), None, None, {}),
    )
    rounds = (_round(RoundState.WITH_THE_COMMITTEE, Round.OCTOBER), _round(RoundState.NOT_BEGUN, Round.DECEMBER))
    letters = LettersStatus(
        ON,
        (
            LettersDue("report", "Covering letter of the report", "6.3", date(2026, 10, 31), 12),
            LettersDue("suspension", "Suspension of the review", "1.4", None, 1),
        ),
        3,
    )
    cycle = CycleStatus(
        *("Teaching 2025-26", "teaching-2025-26", date(2025, 9, 1), date(2026, 8, 31)),
        *(rounds, academies, (SentFile("Letter.txt", SentState.SKIPPED),), letters),
    )
    folder = '"/home/trust hr/Documents/Estuary & Fen/performance management/our-trust"'
    command = f"pmr-batch run --cycle teaching-2025-26 --round october --folder {folder}"
    steps = (
        Step("Teaching 2025-26, October round: run it again", "RIV <again>.xlsx.", command, date(2026, 10, 15)),
        Step("Teaching 2025-26: chase 1 return that has not come", "OAK (5 days late; no mail made).", None),
    )
    return Status("Estuary & Fen Learning Trust", ON, (cycle,), steps)


@pytest.fixture(scope="module")
def page() -> bytes:
    return status_page(_status())


def _shown(page: bytes) -> str:
    text = re.sub(r"<style>.*?</style>|<title[^>]*>.*?</title>|<[^>]+>", " ", page.decode("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def test_counts_come_first_then_what_comes_next_then_the_charts_and_tables(page: bytes) -> None:
    shown = _shown(page)
    parts = ("1 of 3 returns in", "What comes next", "20 Ready", "Rounds", "Academies", "Letters due")
    places = [shown.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert page.index(b"<svg") < page.index(b"<table")


def test_texts_of_workbooks_and_folders_are_data(page: bytes) -> None:
    text = page.decode("utf-8")
    assert "=1+1 {{ 7 * 7 }} &lt;b&gt;A &amp; B&lt;/b&gt;.xlsx" in text
    assert "RIV &lt;again&gt;.xlsx" in text
    assert not re.findall(r"<(?:script|img|link|iframe)|(?:src|href|action)=", text)


def test_what_is_late_or_new_stands_out(page: bytes) -> None:
    text = page.decode("utf-8")
    assert '<li class="bad">5 days late</li>' in text
    assert '<span class="bad">due 15 October 2026, 5 days ago</span>' in text
    assert "5 not taken in yet" in _shown(page)
    assert "since then 1 return is new" in _shown(page)


def test_a_day_without_anything_says_so() -> None:
    shown = _shown(status_page(Status("Estuary", ON, (), ())))
    assert "Nothing to do now." in shown
    assert "No cycle is running, and nothing is open." in shown


@pytest.mark.office
def test_nothing_sticks_out_on_a_phone_a_tablet_or_a_screen(page: bytes, tmp_path: Path) -> None:
    found = measured(page, (PHONE, TABLET, SCREEN), tmp_path)
    assert {wide: (taken, out) for wide, taken, _, out in found} == {
        PHONE: (PHONE, []),
        TABLET: (TABLET, []),
        SCREEN: (SCREEN, []),
    }
    high = next(high for wide, _, high, _ in found if wide == PHONE)
    tenths = pictured(page, (PHONE, high), tmp_path)
    assert all(len(colours) > 10 for colours in tenths), "a tenth of the page is blank"


@pytest.mark.office
def test_on_paper_every_page_says_something(page: bytes, tmp_path: Path) -> None:
    pages = printed(page, tmp_path)
    assert 1 <= len(pages) <= 3
    assert all(len(text.split()) > 20 for text in pages)
