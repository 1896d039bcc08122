"""The committee workbook: what was typed arrives as typed, figures reconcile, and decisions have their place."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from marked_tables import heading_row, table_rows
from moderated_round import AWKWARD, a_round, facts
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import FileFormat, OpenXmlValidator
from shown_in_libreoffice import recalculated

from pmr_batch.commands.committee_workbooks import EnteredDecision, workbook_out
from pmr_batch.layout.committee_workbook import DECIDED, RECOMMENDATIONS
from pmr_batch.model.cost import PricedPoint
from pmr_batch.model.person import Pay
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import Outcome, Severity
from pmr_batch.moderate.cost import cost_of
from pmr_batch.policy.on_costs import OnCosts
from pmr_batch.policy.pay import PayPoints
from pmr_batch.produce.committee import committee_workbook

ROUND = a_round(8, 25)
SHEETS = [
    "Contents", "Summary", "Recommendations", "On paper", "Members", "Queries", "Consistency", "Mismatches",
    "Same words", "Equality", "Cost", "Cost by person", "Upper pay range", "Late", "Not before the committee",
    "Objectives sample", "Reconciliation", "Rules", "Pay points",
]  # fmt: skip
#: Sheets that are no single list.
ON_SCREEN = ("Recommendations", "Objectives sample", "Rules", "Pay points")
SAMPLE_ANSWERS = {"SMART", "Serves the plan", "Consistent", "Moderator's comment"}
PAPERS = ("Contents", "Summary", "Equality", "Cost", "Late")


def _opened(moderated: Moderated) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(committee_workbook(moderated)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return _opened(ROUND)


def _at(sheet: Worksheet) -> dict[str, int]:
    """Columns from 1 by heading."""
    return {str(cell.value): cell.column for cell in sheet[heading_row(sheet)] if cell.value}


def test_sheets_stand_in_the_order_in_which_they_are_read(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert all(sheet.sheet_state == "visible" for sheet in book)


def test_every_recommendation_arrives_as_typed(book: Workbook) -> None:
    rows = table_rows(book["Recommendations"])
    assert len(rows) == len(ROUND.recommendations)
    for row, one in zip(rows, ROUND.recommendations, strict=True):
        assert row["Academy code"] == one.academy
        assert row["Payroll number"] == one.payroll_number
        assert row["Name"] == one.name
        assert row["Job title"] == one.job_title
        assert row["Employee's comments"] == one.comments
        assert row["Reason"] == one.reason
        assert row["Current point"] == one.current.point
        assert row["Years on current point"] == one.years_on_point
        assert Decimal(str(row["Current pay"])) == one.current.amount
        assert Decimal(str(row["Change in pay"])) == one.change
        assert row["Open queries"] == len(one.open_queries)
        assert row["Rules of open queries"] == (", ".join(one.open_queries) or None)
        assert row["Concern open"] == ("Yes" if one.concern_open else None)
        assert row["Earlier decision"] == one.earlier
        assert row["Run number"] == "3fa85c01"


def test_no_text_becomes_a_formula_or_a_link(book: Workbook) -> None:
    formulas = Counter(
        (sheet.title, cell.column_letter) for sheet in book for row in sheet for cell in row if cell.data_type == "f"
    )
    for heading in ("To do", "More a year, as decided"):
        live = openpyxl.utils.get_column_letter(_at(book["Recommendations"])[heading])
        assert formulas.pop(("Recommendations", live)) == len(ROUND.recommendations)
    assert {sheet for sheet, _ in formulas} == {"Summary"}
    links = [cell.hyperlink.location for sheet in book for row in sheet for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS[1:]] + ["'Contents'!A1"] * len(SHEETS[1:])


def test_what_needs_a_thought_is_marked_first_and_stands_on_paper(tmp_path: Path) -> None:
    first, second, *others = ROUND.recommendations
    rows = (replace(first, look_at=("open query", "more than one point")), second, *others)
    book = _opened(replace(ROUND, recommendations=rows))
    sheet = book["Recommendations"]
    assert sheet["A2"].value.startswith("1 row needs a thought: they come first, and Look at says why. ")
    marked = [row["Look at"] for row in table_rows(sheet)]
    assert marked == ["open query, more than one point", *[None] * (len(rows) - 1)]
    paper = table_rows(book["On paper"])
    assert [row["Payroll number"] for row in paper] == [row.payroll_number for row in rows]
    assert paper[0]["Look at"] == "open query, more than one point"
    assert paper[0]["From → to"] == f"{first.current.point} → {first.recommended.point}"
    assert {(row["Decision"], row["Signed"]) for row in paper} == {(None, None)}
    assert book["On paper"].page_setup.fitToHeight == 0


def test_contents_lead_to_every_sheet_and_say_what_it_answers(book: Workbook) -> None:
    lines = table_rows(book["Contents"], "Contents_Sheet")
    assert [line["Sheet"] for line in lines] == SHEETS[1:]
    assert all(line["What it answers"] for line in lines)


def test_contents_say_how_to_read_the_workbook(book: Workbook) -> None:
    said = {row[0].value: row[1].value for row in book["Contents"].iter_rows(max_col=2)}
    assert "9.2" in said["Who may see it"]
    assert "row by row (84 rows)" in said["How to decide"]
    assert "from 1 September 2025" in said["Approved, and nothing else"]
    assert said["What a query is"]
    assert said["What the columns mean"]
    assert said["What not to change"]
    assert said["How to hand it back"]


@pytest.mark.parametrize("awkward", AWKWARD)
def test_awkward_text_stays_text_in_every_field(awkward: str) -> None:
    one = replace(ROUND.recommendations[0], name=awkward, reason=awkward, reviewer=awkward, academy_name=awkward)
    finding = replace(ROUND.findings[0], severity=Severity.QUERY, message=awkward, explanation=awkward)
    person = replace(ROUND.people[0], name=awkward, reasons=())
    moderated = replace(
        ROUND, recommendations=(one,), findings=(replace(finding, payroll_number=None),), people=(person,)
    )
    sheets = _opened(moderated)
    found = [cell for sheet in sheets for row in sheet for cell in row if cell.value == awkward]
    assert len(found) >= 7
    assert {cell.data_type for cell in found} == {"s"}


def _range(rule: DataValidation) -> CellRange:
    (only,) = rule.sqref.ranges
    return only


def test_the_committee_has_drop_downs_dates_and_messages(book: Workbook) -> None:
    sheet = book["Recommendations"]
    at, first = _at(sheet), heading_row(sheet) + 1
    rules = sheet.data_validations.dataValidation
    by_column = {_range(rule).min_col: rule for rule in rules if _range(rule).min_row >= first}
    above = {_range(rule).min_col: rule for rule in rules if _range(rule).min_row < first}
    assert {at["Decision"], at["Decided on"]} == set(above)
    assert above[at["Decision"]].formula1 == '"Approved"'
    for key in DECIDED:
        column = RECOMMENDATIONS.by_key[key]
        rule = by_column[at[column.heading]]
        assert (_range(rule).min_row, _range(rule).max_row) == (first, first + len(ROUND.recommendations) - 1)
        assert rule.prompt
    assert by_column[at["Decision"]].formula1 == '"Approved,Not approved,Deferred,Referred back"'
    assert by_column[at["Decided on"]].type == "date"
    assert by_column[1].type == "custom"


def test_the_committees_cells_are_empty_and_to_do_says_so(book: Workbook) -> None:
    rows = table_rows(book["Recommendations"])
    headings = [RECOMMENDATIONS.by_key[key].heading for key in DECIDED]
    assert {row[heading] for row in rows for heading in headings} == {None}
    shown = openpyxl.load_workbook(io.BytesIO(committee_workbook(ROUND)), data_only=True)["Recommendations"]
    assert {row["To do"] for row in table_rows(shown)} == {"To decide"}


def test_the_sheet_is_frozen_filtered_and_prints_with_its_headings(book: Workbook) -> None:
    for name in (name for name in SHEETS if name not in PAPERS):
        sheet = book[name]
        assert sheet.freeze_panes
        assert all(table.autoFilter for table in sheet.tables.values())
        assert bool(sheet.print_title_rows) == (name not in ON_SCREEN)
    assert book["Recommendations"].freeze_panes == f"D{heading_row(book['Recommendations']) + 1}"


def test_what_is_for_the_screen_prints_its_title_and_note(book: Workbook) -> None:
    for name in ON_SCREEN:
        sheet = book[name]
        bottom = int(re.findall(r"\$(\d+)$", sheet.print_area)[0])
        assert bottom < heading_row(sheet)
        assert re.search(
            "On the screen only|print On paper|pmr-batch sample",
            " ".join(str(sheet.cell(row, 1).value) for row in range(1, bottom + 1)),
        )


def test_every_page_says_confidential_policy_and_run(book: Workbook) -> None:
    for sheet in book:
        footer, header = sheet.oddFooter, sheet.oddHeader
        assert footer.center.text == "CONFIDENTIAL"
        assert footer.left.text == "Performance Management Policy && Procedure, next review 1 September 2026"
        assert header.right.text == f"Run 3fa85c01, input fingerprint {facts().fingerprint}"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"


def test_a_long_policy_title_is_cut_and_the_run_is_not() -> None:
    book = _opened(replace(ROUND, run=replace(facts("& " * 300), trust="T&" * 200)))
    for sheet in book:
        assert sheet.oddHeader.right.text.endswith(facts().fingerprint)
        assert sheet.oddFooter.center.text == "CONFIDENTIAL"


def test_everybody_is_on_exactly_one_of_the_two_sheets(book: Workbook) -> None:
    ready = {row["Payroll number"] for row in table_rows(book["Recommendations"])}
    others = table_rows(book["Not before the committee"])
    listed = Counter(row["Payroll number"] for row in others)
    assert not ready & set(listed)
    assert len(ready) + len(others) == len(ROUND.people)
    returned = [row for row in others if row["Outcome"] == "Returned"]
    assert returned
    for row in returned:
        assert re.findall(r"PM405: Objectives row \d+", row["Reasons"]) == [f"PM405: Objectives row {row['Row']}"]
    refused = [row for row in others if row["Academy code"] == "A006"]
    assert {row["Reasons"] for row in refused} == {"PM001: The file can be opened as a workbook, whole."}


def test_reconciliation_agrees_with_the_rows_it_counts(book: Workbook) -> None:
    lines = table_rows(book["Reconciliation"])
    trust = lines.pop()
    checks = ("Rows in and out", "Ready and listed", "Others and listed")
    assert {line[check] for line in (*lines, trust) for check in checks} == {"agrees"}
    for heading in ("Rows in", "Rows out", "Missing", "Listed on Recommendations", "Current pay"):
        assert trust[heading] == pytest.approx(sum(line[heading] for line in lines)), heading
    assert trust["Rows in"] == 6 * 24 + 22
    assert trust["Refused rows"] == 22
    total = sum(one.recommended.amount or 0 for one in ROUND.recommendations)
    assert Decimal(str(trust["Recommended pay"])) == total


def test_a_lost_row_shows_as_a_difference_in_academy_and_trust() -> None:
    first, *others = ROUND.academies
    lossy = replace(ROUND, academies=(replace(first, rows_in=first.rows_in + 2), *others))
    lines = table_rows(_opened(lossy)["Reconciliation"])
    assert lines[0]["Rows in and out"] == lines[-1]["Rows in and out"] == "differs by -2"
    assert lines[1]["Rows in and out"] == "agrees"


def test_a_person_of_no_academy_shows_in_the_trusts_line() -> None:
    stray = replace(ROUND.people[3], academy=None, outcome=Outcome.RETURNED)
    lines = table_rows(_opened(replace(ROUND, people=(*ROUND.people[:3], stray, *ROUND.people[4:])))["Reconciliation"])
    assert lines[0]["Others and listed"] == "agrees"
    assert lines[-1]["Ready and listed"] == "differs by +1"


def test_queries_show_explanations_and_leave_out_people_who_are_not_there(book: Workbook) -> None:
    rows = table_rows(book["Queries"])
    assert Counter(row["State"] for row in rows) == {"Open": 24, "Explained": 12, "Accepted": 6}
    assert all(row["Explanation"] for row in rows if row["State"] != "Open")
    listed = {row["Payroll number"] for row in table_rows(book["Recommendations"])}
    assert {row["Payroll number"] for row in rows} <= listed


def test_rules_are_counted_and_unchecked_ones_told(book: Workbook) -> None:
    rows = {row["Sequence number"]: row for row in table_rows(book["Rules"])}
    assert list(rows) == [rule.code for rule in ROUND.rules]
    assert rows["PM612"]["Findings"] == 24
    assert rows["PM504"]["Open"] == 0
    assert rows["PM504"]["Not checked for want of"] == "Terms of 2025/26"


def test_the_summary_counts_first_and_charts_the_academies(book: Workbook) -> None:
    sheet = book["Summary"]
    (figures,) = table_rows(sheet, "Summary_key_figures")
    assert list(figures.values()) == [84, 0, 0, 24, 12, 56, 24]
    chart = sheet._charts[0]
    assert len(chart.ser) == 5
    assert chart.grouping == "stacked"


def test_many_academies_are_charted_by_outcome() -> None:
    chart = _opened(a_round(40, 3))["Summary"]._charts[0]
    assert len(chart.ser) == 1
    assert chart.ser[0].val.numRef.f.count("$B$") == 2


def test_an_empty_round_still_opens() -> None:
    book = _opened(Moderated(facts(), (), (), (), (), ()))
    assert book.sheetnames == SHEETS
    assert [row["Academy code"] for row in table_rows(book["Reconciliation"])] == [None, None]


def test_pay_that_is_not_known_is_blank_and_not_nought() -> None:
    one = replace(ROUND.recommendations[0], current=Pay("Spot salary", None, None), fte=None)
    row = table_rows(_opened(replace(ROUND, recommendations=(one,)))["Recommendations"])[0]
    assert row["Current pay"] is row["Change in pay"] is row["FTE"] is None


def test_same_round_same_bytes() -> None:
    assert committee_workbook(a_round(3, 9)) == committee_workbook(a_round(3, 9))


def test_the_file_is_valid_open_xml(tmp_path: Path) -> None:
    path = tmp_path / "committee.xlsx"
    path.write_bytes(committee_workbook(ROUND))
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    assert not result.errors


def _filled(decisions: list[dict[str, Any]], moderated: Moderated = ROUND) -> bytes:
    """The workbook with the committee's cells of the first rows filled in."""
    book = _opened(moderated)
    sheet = book["Recommendations"]
    at = _at(sheet)
    for row, decision in enumerate(decisions, heading_row(sheet) + 1):
        for heading, value in decision.items():
            sheet.cell(row, at[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _entered_in(content: bytes) -> tuple[EnteredDecision, ...] | None:
    return workbook_out(Path("Pay committee.xlsx"), content).entered


def test_a_fresh_workbook_holds_no_decisions_and_a_begun_one_does() -> None:
    assert _entered_in(committee_workbook(ROUND)) == ()
    assert len(_entered_in(_filled([{}, {"Conflict declared": "A. Member"}])) or ()) == 1
    (begun,) = _entered_in(_filled([{"Decided on": date(2025, 10, 20)}])) or ()
    assert (begun.decision, begun.decided_on) == (None, date(2025, 10, 20))


def test_what_cannot_be_read_may_hold_decisions() -> None:
    assert _entered_in(b"") is None
    assert _entered_in(committee_workbook(ROUND)[:-200]) is None


_APPROVED = {"Decision": "Approved", "Decided on": date(2025, 10, 20)}
_REFUSED = {"Decision": "Not approved", "Decided on": date(2025, 10, 20)}
_CASES: list[tuple[dict[str, Any], str]] = [
    ({}, "To decide"),
    (_APPROVED, "Done"),
    ({"Decision": "Approved"}, "Needs a date"),
    (_REFUSED, "Needs a reason"),
    ({"Decision": "Not approved"}, "Needs a reason and a date"),
    (_REFUSED | {"Decision reason": "Objective 2 not met"}, "Done"),
    (_APPROVED | {"Decided point": "M6"}, "Needs a reason"),
    (_APPROVED | {"Decided range": "Upper"}, "Needs a reason"),
    ({"Decision": "Deferred", "Decided on": date(2025, 10, 20)}, "Needs a reason"),
    ({"Decided on": date(2025, 10, 20)}, "Needs a decision"),
]


def _same_person(case: int, *, spot: bool = False, stays: bool = False) -> Any:
    before = Pay("Spot salary" if spot else "Main", None if spot else "M2", Decimal(30000))
    after = before if stays else replace(before, point=None if spot else "M3", amount=Decimal(31000))
    return replace(ROUND.recommendations[0], payroll_number=f"{case:07d}", current=before, recommended=after)


@pytest.mark.office
def test_libreoffice_opens_it_and_to_do_says_what_a_row_needs(tmp_path: Path) -> None:
    people = [_same_person(case) for case in range(len(_CASES))]
    people += [_same_person(90, spot=True), _same_person(91, stays=True), _same_person(92, spot=True, stays=True)]
    moderated = replace(ROUND, recommendations=tuple(people))
    path = tmp_path / "decided.xlsx"
    path.write_bytes(_filled([decision for decision, _ in _CASES] + [_REFUSED] * 3, moderated))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(path)], check=True, capture_output=True, timeout=180)
    book = openpyxl.load_workbook(tmp_path / "out" / "decided.xlsx", data_only=True)
    said = [row["To do"] for row in table_rows(book["Recommendations"])]
    assert said == [expected for _, expected in _CASES] + ["Needs a reason", "Done", "Done"]
    standing = {row[0].value: row[1].value for row in book["Summary"].iter_rows() if row[0].value}
    states = ("Decided in this workbook", "Begun, not complete", "To decide, if all are approved")
    assert [standing[state] for state in states] == [4, 8, 1]


_PRICES = tuple(
    PricedPoint(area, "Main", f"M{point}", Decimal(28_000 + 1_000 * point))
    for area in ("London Fringe", "Inner London")
    for point in range(1, 7)
)


@pytest.mark.office
def test_any_mix_of_decisions_is_priced_as_it_is_typed(tmp_path: Path) -> None:
    """Everybody costs £1,400 more if approved, £350 of it the award; a point more than recommended as much again."""
    places = {"more_if_approved": Decimal(1400), "more_if_not": Decimal(350), "fte": Decimal("0.5")}
    cases: list[tuple[dict[str, Any], Any]] = [
        (_APPROVED, 1400),
        (_REFUSED, 350),
        ({"Decision": "Deferred"}, 350),
        (_APPROVED | {"Decided point": "M4"}, 2800),
        (_REFUSED | {"Decided point": "M1"}, -1400),
        (_APPROVED | {"Decided range": "Main", "Decided point": "M2"}, 0),
        (_APPROVED | {"Decided point": "M9"}, "Not priced"),
        ({"Decided on": date(2025, 10, 20)}, None),
        ({}, None),
        ({}, 1400),
    ]
    people = [replace(_same_person(case), look_at=("open query",), **places) for case in range(len(cases))]
    people[-1] = replace(people[-1], look_at=())
    cost = replace(cost_of((), (), PayPoints({}), OnCosts(), date(2025, 9, 1)), prices=_PRICES)
    moderated = replace(ROUND, recommendations=tuple(people), cost=cost)
    book = openpyxl.load_workbook(io.BytesIO(_filled([decision for decision, _ in cases], moderated)))
    sheet = book["Recommendations"]
    sheet.cell(heading_row(sheet) - 2, _at(sheet)["Decision"]).value = "Approved"
    sheet.cell(heading_row(sheet) - 2, _at(sheet)["Decided on"]).value = date(2025, 10, 20)
    out = io.BytesIO()
    book.save(out)
    shown = recalculated(tmp_path, {"priced": out.getvalue()})["priced"]
    priced = [row["More a year, as decided"] for row in table_rows(shown["Recommendations"])]
    assert priced == [expected for _, expected in cases]
    standing = {row["Where the decisions stand"]: row for row in table_rows(shown["Summary"], "Summary_decisions")}
    typed = sum(each for each in priced if isinstance(each, int | float))
    assert (standing["To decide, if all are approved"]["Rows"], standing["Decided in this workbook"]["Rows"]) == (1, 2)
    assert standing["Decided in this workbook"]["More a year"] == 2800
    assert standing["To decide, if all are approved"]["More a year"] == 1400
    assert standing["All, with the rest approved"]["More a year"] == typed + 1400
    assert standing["All, with none of the rest approved"]["More a year"] == typed + 350
    assert standing["Decided at a place without a price here"]["Rows"] == 1


class _Cells(HTMLParser):
    """The rows of LibreOffice's HTML export: each cell's text, and its colour."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append(("", dict(attrs).get("bgcolor")))

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            text, colour = self.rows[-1][-1]
            self.rows[-1][-1] = (text + data.strip(), colour)


@pytest.mark.office
def test_cells_that_a_decision_needs_are_amber_in_libreoffice_and_no_others(tmp_path: Path) -> None:
    people = tuple(_same_person(case) for case in range(len(_CASES)))
    path = tmp_path / "amber.xlsx"
    path.write_bytes(_filled([decision for decision, _ in _CASES], replace(ROUND, recommendations=people)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "html", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    rows = _Cells((tmp_path / "amber.html").read_text("utf-8")).rows
    headings = next(row for row in rows if ("Decision reason", "#7A4B00") in row)
    at = {text: place for place, (text, _) in enumerate(headings)}
    people_rows = rows[rows.index(headings) + 1 :][: len(_CASES)]
    for (_, expected), row in zip(_CASES, people_rows, strict=True):
        amber = {text for text, place in at.items() if row[place][1] == "#FFF0C2"}
        assert amber == _AMBER[expected], expected


#: Which cells are amber, by what To do says.
_AMBER = {
    "To decide": set(),
    "Done": set(),
    "Needs a date": {"Decided on", "To do"},
    "Needs a reason": {"Decision reason", "To do"},
    "Needs a reason and a date": {"Decision reason", "Decided on", "To do"},
    "Needs a decision": {"Decision", "To do"},
}


def test_dates_of_the_round_are_dates(book: Workbook) -> None:
    due = {row[0].value: row[1].value for row in book["Summary"].iter_rows() if row[0].value}
    assert due["Pay decisions by"].date() == date(2025, 10, 31)


def test_an_academy_without_people_is_listed() -> None:
    empty = AcademyCount("NEW", "New Free School", None, 0)
    book = _opened(replace(ROUND, academies=(*ROUND.academies, empty)))
    assert table_rows(book["Reconciliation"])[-2]["Academy"] == "New Free School"


@pytest.mark.parametrize("paper", [sheet for sheet in PAPERS if sheet != "Contents"])
def test_headings_on_papers_stand_above_their_figures(book: Workbook, paper: str) -> None:
    """But for those of the key figures, which read as lines of text."""
    for name, table in book[paper].tables.items():
        headings, *rows = book[paper][table]
        for column, heading in enumerate(headings):
            below = {row[column].alignment.horizontal for row in rows if row[column].value is not None}
            if name != "Summary_key_figures" and below:
                assert below == {heading.alignment.horizontal}, f"{name}, {heading.value}"


def test_values_of_a_list_are_shown_by_their_kind_where_nothing_else_is_said(book: Workbook) -> None:
    """Counts are centred; a name is not, and stands as text."""
    sheet = book["Mismatches"]
    at, row = _at(sheet), heading_row(sheet) + 1
    assert [sheet.cell(row, at[heading]).alignment.horizontal for heading in ("Met", "Not met", "Name")] == [
        "center",
        "center",
        "left",
    ]


@pytest.mark.parametrize(("academies", "high"), [(4, 15.0), (40, 39.0)], ids=["bars by academy", "bars by outcome"])
def test_the_headings_beside_bars_are_as_high_as_the_bars_need(academies: int, high: float) -> None:
    sheet = _opened(a_round(academies, 3))["Summary"]
    row = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "Outcome")
    assert (sheet.row_dimensions[row].height or 15.0) == high  # 15 is what all rows have


@pytest.mark.parametrize("paper", PAPERS)
def test_the_band_of_a_title_is_as_wide_as_its_paper(book: Workbook, paper: str) -> None:
    banded = [cell.column for cell in book[paper][1] if cell.fill.patternType]
    assert banded == list(range(1, max(width.max for width in book[paper].column_dimensions.values()) + 1))


def test_headings_of_what_is_filled_in_are_coloured_otherwise(book: Workbook) -> None:
    for name, filled_in in (("On paper", {"Decision", "Signed"}), ("Objectives sample", SAMPLE_ANSWERS)):
        sheet = book[name]
        of_the_title = sheet["A1"].fill.fgColor.rgb
        headings = [cell for cell in sheet[heading_row(sheet)] if cell.value]
        otherwise = {cell.value for cell in headings if cell.fill.fgColor.rgb != of_the_title}
        assert otherwise == filled_in


def test_upright_headings_have_the_height_that_they_need(book: Workbook) -> None:
    sheet = book["Recommendations"]
    row = heading_row(sheet)
    longest = max(len(str(cell.value)) for cell in sheet[row] if cell.alignment.textRotation == 90)
    assert sheet.row_dimensions[row].height > 5 * longest


def test_groups_of_a_kind_are_set_apart_by_a_line(book: Workbook) -> None:
    _, *rows = book["Consistency"][book["Consistency"].tables["ConsistencyGroups"].ref]
    begins = [row[0].value != before[0].value for before, row in pairwise(rows)]
    plain, line = (
        {row[0].border.top.color.rgb for row, first in zip(rows, (False, *begins), strict=True) if first is which}
        for which in (False, True)
    )
    assert len(plain) == len(line) == 1
    assert plain != line


def test_lines_of_a_list_are_as_high_as_their_text(book: Workbook) -> None:
    sheet = book["Queries"]
    heights = {sheet.row_dimensions[row].height for row in range(heading_row(sheet) + 1, sheet.max_row + 1)}
    assert heights == {29.25}, "two lines of 13 points and 3 more, to the nearest pixel"


def test_on_paper_says_how_many_have_nothing_to_look_at() -> None:
    first, *others = ROUND.recommendations
    rows = (replace(first, look_at=("open query",)), *others)
    note = " ".join(str(cell.value) for (cell,) in _opened(replace(ROUND, recommendations=rows))["On paper"]["A1:A4"])
    assert f"{len(rows)} people, those with something to look at first (1)." in note
    assert f"{len(others)} rows have nothing to look at." in note
