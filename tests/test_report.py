"""report.html: counts, next steps and refusals on one page that asks nothing of the outside."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from moderated_round import AWKWARD, a_round, facts

from pmr_batch.model import FileState, Outcome
from pmr_batch.moderated import FileFact, Moderated
from pmr_batch.produce.report import report_page


class _Page(HTMLParser):
    """The visible text, every attribute that could fetch something, and tags left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.outside: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "img", "link"):
            self.open.append(tag)
        self.outside += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "action", "srcset", "data")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def _read(moderated: Moderated) -> _Page:
    return _Page(report_page(moderated).decode("utf-8"))


def _shown(page: _Page) -> str:
    return re.sub(r"\s+", " ", " ".join(page.text))


def test_counts_come_first_and_add_up() -> None:
    shown = _shown(_read(a_round(8, 25)))
    assert shown.index("200 people") < shown.index("What to do next")
    assert "84 before the committee" in shown
    assert "12 returned with errors" in shown
    assert "24 queries open" in shown
    assert "56 missing" in shown


def test_next_steps_name_the_academies_and_what_to_do() -> None:
    shown = _shown(_read(a_round(4, 20)))
    steps = shown[shown.index("What to do next") : shown.index("Deadlines")]
    assert "Ask for 1 return that did not come Dřímal Primary Academy 3." in steps
    assert "Look into 1 refused file" in steps
    assert "4 people have errors" in steps
    assert "returns/" not in steps
    assert "28 recommendations" in steps


def test_a_refused_file_says_why_and_a_read_one_is_not_listed() -> None:
    shown = _shown(_read(a_round(4, 20)))
    files = shown[shown.index("Files") :]
    assert "a002.xlsx Refused The file is cut short; save it again from Excel and send it." in files
    assert "notes <for HR> & others.docx Skipped It is no workbook." in files
    assert "a000.xlsx" not in files


def test_rules_not_checked_and_to_dos_are_told() -> None:
    shown = _shown(_read(a_round(4, 20)))
    assert "PM504 Terms of 2025/26 Fill in what is missing there." in shown
    assert "31 October 2025 PM903 The reviewer has signed. 2" in shown


def test_passed_deadlines_are_told_from_those_to_come() -> None:
    shown = _shown(_read(a_round(4, 20)))
    assert "Final reviews by 10 October 2025 3 days ago" in shown
    assert "Pay decisions by 31 October 2025 in 18 days" in shown


def test_the_page_asks_nothing_of_the_outside_and_names_nobody() -> None:
    moderated = a_round(4, 20)
    page = _read(moderated)
    assert not page.outside
    assert not page.open
    assert not [person.name for person in moderated.people if person.name and person.name in _shown(page)]


@pytest.mark.parametrize("awkward", AWKWARD)
def test_text_of_a_file_stays_text(awkward: str) -> None:
    moderated = replace(a_round(2, 5), files=(FileFact(awkward, "0" * 64, None, FileState.SKIPPED, awkward),))
    assert _shown(_read(moderated)).count(" ".join(awkward.split())) >= 2


def test_every_page_is_confidential_and_says_which_run() -> None:
    shown = _shown(_read(a_round(2, 5)))
    run = facts()
    assert shown.count("CONFIDENTIAL") >= 3
    assert f"Run {run.run} · input fingerprint {run.fingerprint} · pmr_batch {run.version}" in shown
    assert "Performance Management Policy & Procedure, next review 1 September 2026" in shown


def test_an_empty_round_still_makes_a_page() -> None:
    empty = Moderated(facts(), (), (), (), (), ())
    shown = _shown(_read(empty))
    assert "0 people" in shown
    assert "no file was read" in shown


def test_bars_are_whole() -> None:
    page = report_page(a_round(3, 20)).decode()
    bar = page.split("People by outcome")[1].split("</div>")[0]
    widths = [float(width) for width in re.findall(r"width: ([\d.]+)%", bar)]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert len(widths) == len({person.outcome for person in a_round(3, 20).people} & set(Outcome))


def test_same_round_same_bytes() -> None:
    assert report_page(a_round(3, 9)) == report_page(a_round(3, 9))
