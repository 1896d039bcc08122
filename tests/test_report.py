"""report.html: counts, next steps and refusals on one page that asks nothing of the outside."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from dossiers import ACADEMIES, DUE, dossier, meeting, merged, objective
from moderated_round import AWKWARD, a_round, facts

from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_changes import Change, Movement, PersonInRun
from pmr_batch.model.run_facts import FileFact
from pmr_batch.model.terms import FileState, Outcome, Round, Severity
from pmr_batch.moderate.deadlines import lateness
from pmr_batch.produce.next_steps import next_steps
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
    moderated = a_round(4, 20)
    asked = next(one for one in moderated.findings if one.counts)
    unsent = replace(asked, code="PM021", academy="A003", payroll_number=None, file=None)
    shown = _shown(_read(replace(moderated, findings=(*moderated.findings, unsent))))
    steps = shown[shown.index("What to do next") : shown.index("Deadlines")]
    assert "Ask for 1 return that did not come Dřímal Primary Academy 3." in steps
    assert "Look into 1 refused file" in steps
    assert "4 people have errors" in steps
    assert "returns/" not in steps
    assert "28 recommendations" in steps


def test_only_queries_that_are_open_wait_for_an_answer() -> None:
    moderated = a_round(4, 20)
    query = next(one for one in moderated.of_round if one.counts and one.severity is Severity.QUERY)
    note, error = (replace(query, severity=severity) for severity in (Severity.NOTE, Severity.ERROR))
    answered = replace(query, explanation="As agreed")
    for findings, step in (
        ((query, note, error, answered), ["Have 1 query answered"]),
        ((query, query, error), ["Have 2 queries answered"]),
        ((note, error, answered), []),
    ):
        texts = [each.text for each in next_steps(replace(moderated, findings=findings))]
        assert [text for text in texts if text.endswith("answered")] == step


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


def test_a_name_from_right_to_left_leaves_what_stands_beside_it_in_its_place() -> None:
    """Isolated: else the code or number beside it would be shown at its other side."""
    moderated = a_round(2, 5)
    academy = replace(moderated.academies[0], name="مدرسة النور")
    page = report_page(replace(moderated, academies=(academy, *moderated.academies[1:]))).decode("utf-8")
    beside = [page[at.end() : at.end() + 6] for at in re.finditer("<bdi>مدرسة النور", page)]
    assert set(beside) == {"</bdi>"}
    outside = page.replace("<bdi>مدرسة النور</bdi>", "")
    assert "مدرسة النور" not in re.sub("<title.*?</title>", "", outside)


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
    bar = page.split("<h2>People by outcome</h2>")[1].split("</svg>")[0]
    widths = [float(width) for width in re.findall(r' width="([\d.]+)"', bar)]
    starts = [float(start) for start in re.findall(r' x="([\d.]+)"', bar)]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert starts == pytest.approx([sum(widths[:number]) for number in range(len(widths))], abs=0.1)
    assert len(widths) == len({person.outcome for person in a_round(3, 20).people} & set(Outcome))


def test_same_round_same_bytes() -> None:
    assert report_page(a_round(3, 9)) == report_page(a_round(3, 9))


def test_every_chart_is_read_out() -> None:
    page = report_page(with_days(a_round(3, 20))).decode()
    charts = re.findall(r'<svg class="bar[^>]*role="img" aria-labelledby="([^"]+)"><title id="([^"]+)">([^<]+)', page)
    assert len(charts) == page.count('<svg class="bar') == 1 + 3 + 6
    assert len({named for named, _, _ in charts}) == len(charts)
    assert all(named == title for named, title, _ in charts)
    assert {said for _, _, said in charts} >= {"Final review held: In order 2, Overdue 1"}


def test_what_is_late_is_counted_and_whom_to_ask_is_told_without_names() -> None:
    shown = _shown(_read(with_days(a_round(3, 20))))
    assert "Chase what is overdue: final review held 1" in shown
    asked = shown[shown.index("Whom to ask for what") : shown.index("People by outcome")]
    assert "Riverside Primary School RIV Final review held: overdue for 1 person. office@riv.example" in asked
    assert "Ada Late" not in shown


def test_what_changed_is_counted_by_outcome_and_academy() -> None:
    moderated = a_round(3, 20)
    shown = _shown(_read(moved(moderated)))
    changed = shown[shown.index("What changed since run") : shown.index("Deadlines")]
    assert "2 people stand otherwise than as of 6 October 2025" in changed
    assert "New or sent again: a000.xlsx" in changed
    assert "Not there any more: old.xlsx." in changed
    assert "Returned Ready 1" in changed
    assert "New: in this run only 1" in changed
    assert f"By academy: {moderated.academies[0].name} 2." in changed


def test_a_first_run_says_nothing_of_changes() -> None:
    assert "What changed" not in _shown(_read(a_round(3, 20)))


def test_a_run_in_which_nobody_moved_says_so() -> None:
    moderated = a_round(3, 20)
    before = replace(_before(moderated), inputs=tuple((one.path, one.sha256) for one in moderated.files))
    shown = _shown(_read(replace(moderated, earlier=Earlier(before))))
    assert "Nobody stands otherwise than as of 6 October 2025. The files are the same." in shown


def with_days(moderated: Moderated) -> Moderated:
    """With three people's days: one has not had a final review."""
    done = {
        "recommended_on": date(2025, 10, 1),
        "report_sent_on": date(2025, 10, 1),
        "reviewer_signed_on": date(2025, 10, 1),
        "employee_signed_on": date(2025, 10, 1),
    }
    due = {key: date(2025, 10, 10) for key in DUE}
    held = (meeting("Final review", date(2025, 10, 1)),)
    people = [
        dossier(
            f"000000{number}",
            staff={"name": "Ada Late"},
            due=due,
            review=done,
            meetings=held if number else (),
            objectives=(objective(1, set_on=date(2024, 10, 1)),),
        )
        for number in range(3)
    ]
    return replace(moderated, lateness=lateness(merged(people), ACADEMIES, Round.OCTOBER, moderated.run.as_of))


def _before(moderated: Moderated) -> Kept:
    inputs = (("old.xlsx", "0" * 64),)
    return Kept("0" * 8, "0" * 64, date(2025, 10, 6), moderated.run.cycle, (), (), (), inputs, ())


def moved(moderated: Moderated) -> Moderated:
    one = moderated.people[1]
    was = PersonInRun(replace(one, outcome=Outcome.RETURNED))
    changes = (Change(Movement.OUTCOME, was, PersonInRun(one)), Change(Movement.NEW, None, PersonInRun(one)))
    return replace(moderated, earlier=Earlier(_before(moderated)), changes=changes)
