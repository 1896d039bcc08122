"""Consistency: who is compared with whom, what does not fit, whose words are the same, how the sheets show it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from moderated_round import AWKWARD, a_round
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from scipy import stats

from pmr_batch.layout.standard_workbook import MET, NOT_APPLICABLE, NOT_MET
from pmr_batch.model.consistency import ComparedGroup, Consistency, Grouping, MismatchKind, SameWords, Share, Verdict
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Dossier, Pay, Recommendation
from pmr_batch.model.round import Merged, Moderated
from pmr_batch.model.terms import Outcome, Severity
from pmr_batch.moderate.comparisons import compare
from pmr_batch.moderate.consistency import consistency
from pmr_batch.policy.parameters import Parameters, defaults
from pmr_batch.policy.pay_ranges import PAY_RANGES
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.records.kept_runs import KEPT, read_kept_run, write_kept_run

ROUND = a_round(4, 20)
ONE = ROUND.recommendations[0]
STARTS = date(2024, 9, 1)


def person(number: int, criteria: str | None = MET, **changes: Any) -> Recommendation:
    """A teacher of one academy with one reviewer, or as changed."""
    same: dict[str, Any] = {"academy": "RIV", "role": "Teacher", "reviewer": "Ann Lee", "reviewer_number": "0000900"}
    plain = replace(ONE, payroll_number=f"{number:07d}", name=f"Name {number}", criteria=criteria)
    return replace(plain, current=Pay("Main", "M3", None), recommended=Pay("Main", "M4", None), **same | changes)


def people(met: int, of: int, first: int = 1, **changes: Any) -> list[Recommendation]:
    """So many of whom some met the criteria."""
    return [person(first + at, MET if at < met else NOT_MET, **changes) for at in range(of)]


def a_trust(seed: int, many: int = 400) -> list[Recommendation]:
    """People of eight academies and forty reviewers, some of them stricter than others."""
    random = Random(seed)
    made = []
    for number in range(many):
        reviewer = random.randrange(40)
        likely = 0.2 if reviewer == 7 else 0.9
        criteria = MET if random.random() < likely else random.choice((NOT_MET, NOT_MET, NOT_APPLICABLE))
        pay_range, points = random.choice((("Main", 6), ("Upper", 3), ("Spot salary", 0)))
        point = f"{pay_range[0]}{random.randint(1, points)}" if points else None
        academy = f"A{reviewer // 5}"
        names = {"reviewer": f"Reviewer {reviewer}", "reviewer_number": f"9{reviewer:06d}", "academy": academy}
        one = person(number, criteria, role=random.choice(("Teacher", "Headteacher")), academy_name=academy, **names)
        made.append(replace(one, current=Pay(pay_range, point, None)))
    return made


def by_name(found: Consistency, by: Grouping) -> dict[str, ComparedGroup]:
    return {one.name: one for one in found.by(by)}


# -- groups ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_groups_of_a_kind_are_everybody_once(seed: int) -> None:
    everybody = a_trust(seed)
    found = compare(everybody, ())
    asked = [one.criteria for one in everybody if one.criteria != NOT_APPLICABLE]
    for by in Grouping:
        groups = found.by(by)
        assert sum(one.people for one in groups) == len(everybody)
        assert sum(one.share.of for one in groups) == len(asked)
        assert sum(one.share.met for one in groups) == asked.count(MET)
        assert all(one.share.of + one.rest.of == len(asked) for one in groups)


@pytest.mark.parametrize("seed", range(3))
def test_verdicts_are_those_of_another_program(seed: int) -> None:
    """The reviewers, by scipy's own test and correction of those that could stand out."""
    found = compare(a_trust(seed), ())
    groups = [one for one in found.by(Grouping.REVIEWER) if one.verdict in (Verdict.DIFFERS, Verdict.CHANCE)]
    assert len(groups) > 10
    tables = [[[each.met, each.of - each.met] for each in (one.share, one.rest)] for one in groups]
    corrected = stats.false_discovery_control([stats.fisher_exact(table).pvalue for table in tables])
    assert [one.chance for one in groups] == pytest.approx(list(corrected))
    assert [one.verdict is Verdict.DIFFERS for one in groups] == [chance <= 0.05 for chance in corrected]
    assert {one.code for one in groups if one.verdict is Verdict.DIFFERS} == {"9000007"}
    for one in groups:
        exact = stats.binomtest(one.share.met, one.share.of).proportion_ci(method="exact")
        assert one.interval == pytest.approx((exact.low, exact.high))


def test_two_reviewers_of_one_name_stay_two_and_one_at_two_academies_is_one() -> None:
    here = people(3, 3)
    namesake = people(2, 2, 10, reviewer_number="0000901")
    elsewhere = people(1, 1, 20, academy="OAK", reviewer="Ann  Lee-Price")
    groups = compare([*here, *namesake, *elsewhere], ()).by(Grouping.REVIEWER)
    assert [(one.code, one.people, one.academies) for one in groups] == [
        ("0000900", 4, ("OAK", "RIV")),
        ("0000901", 2, ("RIV",)),
    ]


def test_a_panel_is_its_members_in_whatever_order() -> None:
    panel = {"academy": "HEADS", "reviewer_number": "Panel"}
    named = ("A Bo, C Da", "C Da, A Bo", "A Bo, E Fu")
    everybody = [person(at, reviewer=members, **panel) for at, members in enumerate(named)]
    groups = compare(everybody, ()).by(Grouping.REVIEWER)
    assert [(one.name, one.people) for one in groups] == [("A Bo, C Da", 2), ("A Bo, E Fu", 1)]
    assert {one.code for one in groups} == {"Panel"}


def test_a_name_without_a_number_is_known_in_its_academy_only() -> None:
    everybody = [person(at, reviewer_number="Ann Lee", academy=code) for at, code in enumerate(("RIV", "OAK"))]
    groups = compare(everybody, ()).by(Grouping.REVIEWER)
    assert [(one.code, one.academies) for one in groups] == [(None, ("OAK",)), (None, ("RIV",))]


def test_whoever_has_no_reviewer_point_or_range_is_counted_too() -> None:
    one = replace(person(1), reviewer=None, reviewer_number=None, role="", current=Pay(None, None, None))
    names = [group.name for group in compare([one], ()).groups]
    assert names == ["Not given", "Not given", "Not given, no point", ONE.academy_name, "Not given"]


def test_whether_a_group_can_stand_out_alone_decides_who_is_compared() -> None:
    """Of four, of whom one met the criteria, where 96 of 100 did: one in 1,700 by chance, of twenty comparisons."""
    others = [one for at in range(20) for one in people(5, 5, 5 * at, reviewer_number=f"9{at}", reviewer=f"R {at}")]
    found = compare([*others, *people(1, 4, 200, reviewer="Strict"), *people(0, 1, 300, reviewer_number="77")], ())
    strict = by_name(found, Grouping.REVIEWER)["Strict"]
    assert strict.verdict is Verdict.DIFFERS
    assert strict.chance is not None
    assert strict.chance < 0.01
    of_one = next(one for one in found.by(Grouping.REVIEWER) if one.code == "77")
    assert (of_one.verdict, of_one.chance) == (Verdict.UNABLE, None)


def on(point: str, met: int, of: int, first: int) -> list[Recommendation]:
    """People on a point, some of whom met the criteria."""
    named = {"M": "Main", "U": "Upper", "L": "Leadership"}
    return [replace(one, current=Pay(named[point[0]], point, None)) for one in people(met, of, first)]


def flags(found: Consistency) -> dict[str, tuple[Verdict, str | None]]:
    """What is said of each pay range and point that differs, or does with another."""
    said = (Verdict.DIFFERS, Verdict.SAME_CAUSE)
    groups = [*found.by(Grouping.RANGE), *found.by(Grouping.POINT)]
    return {one.code or one.name: (one.verdict, one.cause) for one in groups if one.verdict in said}


def test_a_point_by_which_its_range_differs_is_the_one_flag() -> None:
    found = compare([*on("M1", 2, 20, 1), *on("M2", 19, 20, 100), *on("U1", 59, 60, 200)], ())
    assert flags(found)["M1"] == (Verdict.DIFFERS, None)
    assert flags(found)["Main"] == (Verdict.SAME_CAUSE, "pay point M1")


def test_a_range_that_differs_without_its_point_is_the_one_flag() -> None:
    found = compare([*on("M1", 8, 40, 1), *on("M2", 8, 40, 100), *on("U1", 79, 80, 200)], ())
    assert flags(found)["Main"] == (Verdict.DIFFERS, None)
    assert flags(found)["M1"] == flags(found)["M2"] == (Verdict.SAME_CAUSE, "pay range Main")


def test_a_range_of_one_point_is_flagged_once() -> None:
    found = compare([*on("M1", 2, 20, 1), *on("U1", 40, 40, 100), *on("U2", 40, 40, 200)], ())
    assert flags(found)["Main"] == (Verdict.DIFFERS, None)
    assert flags(found)["M1"] == (Verdict.SAME_CAUSE, "pay range Main")


def test_whoever_is_at_the_top_of_the_range_is_compared_with_nobody() -> None:
    tops = [replace(one, can_progress=False) for one in people(0, 30, 100, academy="OAK")]
    found = compare([*people(18, 20), *tops], ())
    assert (found.share, found.at_the_top) == (Share(18, 20), 30)
    oak = next(one for one in found.by(Grouping.ACADEMY) if one.code == "OAK")
    assert (oak.people, oak.share, oak.verdict) == (30, Share(0, 0), Verdict.NOBODY)


def test_where_no_result_could_stand_out_nothing_is_said() -> None:
    """Of 100 of whom 40 did not meet them, even all of five may: 0.4 to the power of five is no proof among twenty."""
    everybody = [one for at in range(20) for one in people(3, 5, 5 * at, reviewer_number=f"9{at}", reviewer=f"R {at}")]
    found = compare(everybody, ())
    assert {one.verdict for one in found.by(Grouping.REVIEWER)} == {Verdict.UNABLE}


def test_those_who_are_alone_or_all_alike_are_not_compared() -> None:
    found = compare(people(5, 10), ())
    assert {one.verdict for one in found.groups} == {Verdict.ALONE}
    alike = compare([*people(10, 10), *people(10, 10, 20, academy="OAK")], ())
    assert {one.verdict for one in alike.by(Grouping.ACADEMY)} == {Verdict.ALIKE}
    assert not any(alike.limits.values())


def test_criteria_that_do_not_apply_count_neither_way() -> None:
    found = compare([*people(6, 8), person(9, NOT_APPLICABLE), person(10, None)], ())
    (group,) = found.by(Grouping.ACADEMY)
    assert (group.people, group.share.of, group.share.met) == (10, 8, 6)


def test_groups_stand_in_a_fixed_order_whatever_their_share() -> None:
    everybody = a_trust(1)
    found = compare(everybody, ())
    assert [one.by for one in found.groups] == sorted((one.by for one in found.groups), key=list(Grouping).index)
    assert [one.name for one in found.by(Grouping.ROLE)] == ["Headteacher", "Teacher"]
    points = [one.code or "" for one in found.by(Grouping.POINT)]
    assert points == [*["M1", "M2", "M3", "M4", "M5", "M6", "U1", "U2", "U3"], ""]
    names = [one.name for one in found.by(Grouping.REVIEWER)]
    assert names == sorted(names)
    other_way = [replace(one, criteria=NOT_MET if one.criteria == MET else MET) for one in reversed(everybody)]
    order = [(one.by, one.name, one.code) for one in found.groups]
    assert [(one.by, one.name, one.code) for one in compare(other_way, ()).groups] == order


# -- beside the rest of what was read --------------------------------------------------------------


def merged(reviewees: Sequence[Recommendation], findings: Iterable[Finding] = (), **texts: Sequence[str]) -> Merged:
    """What merge hands over of these people; `texts` are those of a column, a person each."""
    ready = [replace(ROUND.people[1], file="riv.xlsx", row=at, outcome=Outcome.READY) for at in range(len(reviewees))]
    returned = replace(ROUND.people[1], file="riv.xlsx", row=-1, outcome=Outcome.RETURNED)
    dossiers = {
        ("riv.xlsx", at): _dossier({key: values[at] for key, values in texts.items() if at < len(values)})
        for at in range(len(reviewees))
    }
    return Merged((returned, *ready), tuple(findings), (), dossiers)


_COLUMNS = ("assessment_against_objectives", "assessment_against_job_role", "quality_of_teaching", "cpd_activity")


def _dossier(texts: dict[str, str | None]) -> Dossier:
    pay = Pay("Main", "M3", None)
    return Dossier(
        academy="RIV", file="riv.xlsx", review_state="in review", of_round=True, start={}, staff={},
        review={key: texts.get(key) for key in _COLUMNS},
        objectives=({"summary_of_success": texts.get("summary_of_success")},) * 2,
        development=(), meetings=(), concerns=({"details": texts.get("concern")},), priorities=(),
        reviewers=(), recommender=None, current=pay, recommended=pay, award_pending=False,
    )  # fmt: skip


def found_in(
    now: Sequence[Recommendation], what: Merged, last: Kept | None = None, parameters: Parameters | None = None
) -> Consistency:
    return consistency(now, what.dossiers.values(), what.findings, parameters or defaults(), STARTS, last)


def test_last_cycle_stands_beside_this_one_as_its_run_kept_it(tmp_path: Path) -> None:
    now = [*people(6, 8), *people(8, 8, 20, academy="OAK", reviewer="B Cee", reviewer_number="0000777")]
    namesake = people(0, 4, 60, reviewer_number="0000901")
    write_kept_run(tmp_path, replace(ROUND, recommendations=(*people(3, 4, 50, reviewer="Ann Lee-Price"), *namesake)))
    found = found_in(now, merged(now), read_kept_run(tmp_path / KEPT))
    assert found.last_cycle == ROUND.run.cycle
    oak, riv = found.by(Grouping.ACADEMY)
    assert (oak.last, riv.last) == (None, Share(3, 8))
    assert by_name(found, Grouping.REVIEWER)["Ann Lee"].last == Share(3, 4)


def test_numbers_of_the_trust_rule() -> None:
    rows = [{"parameter": "objective_copies", "value": "2", "from_": date(2019, 4, 1)}]
    now = [*people(0, 3), *people(40, 40, 10, reviewer_number="0000901")]
    text = {"cpd_activity": ["Read widely and well."] * 3}
    found = found_in(now, merged(now, **text), parameters=Parameters.from_rows(rows))
    assert (found.copies, len(found.same_words)) == (2, 1)
    assert not found_in(now, merged(now, **text)).same_words


def finding(code: str, one: Recommendation, explanation: str | None = None, accepted: str | None = None) -> Finding:
    query = next(each for each in ROUND.findings if each.severity is Severity.QUERY)
    about = replace(query, code=code, academy=one.academy, payroll_number=one.payroll_number)
    return replace(about, explanation=explanation, accepted=accepted)


def test_what_does_not_fit_is_told_with_its_reasons() -> None:
    met, missed, more = person(1), person(2, NOT_MET), person(3)
    findings = [
        finding("PM613", more, "Led the trip"),
        finding("PM616", more, "Led the trip"),
        finding("PM613", missed),
        finding("PM612", missed, accepted="By HR: an appeal was upheld"),
        finding("PM612", met),
        finding("PM405", met),
        finding("PM625", replace(met, academy="ELSEWHERE")),
    ]
    now = [met, missed, more]
    found = found_in(now, merged(now, findings)).mismatches
    assert [(one.person.payroll_number, one.kinds, one.explanations) for one in found] == [
        ("0000002", (MismatchKind.NOT_MET_WITH_ALL, MismatchKind.UNEARNED), ("By HR: an appeal was upheld",)),
        ("0000003", (MismatchKind.MET_WITHOUT, MismatchKind.MORE_THAN_A_POINT), ("Led the trip",)),
    ]


def same(now: Sequence[Recommendation], **texts: Sequence[str]) -> tuple[SameWords, ...]:
    return found_in(now, merged(now, **texts)).same_words


def test_the_same_words_for_more_than_the_parameter_are_told() -> None:
    text = "Has met every target of the year."
    assert not same(people(8, 8), quality_of_teaching=[text] * 5)
    (told,) = same(people(8, 8), quality_of_teaching=[*[text] * 5, "has met  every target, of the YEAR!"])
    assert (told.sheet, told.column, told.words, told.exact) == ("Reviews", "Quality of teaching", text, True)
    assert [one.payroll_number for one in told.people] == [f"{at:07d}" for at in range(1, 7)]


def test_words_that_differ_in_names_pronouns_and_numbers_are_the_same() -> None:
    names = ("Ada Moss", "Ben Poe", "Chi Ray", "Dee Sy", "Eve Tan", "Flo Wu")
    now = [person(at, name=name) for at, name in enumerate(names)]
    said = [f"{name[:3]}’s {at} pupils shone; {('she', 'he')[at % 2]} did well." for at, name in enumerate(names)]
    (told,) = same(now, summary_of_success=said)
    assert (told.sheet, told.column, told.exact, len(told.people)) == ("Objectives", "Summary of success", False, 6)
    assert not same(now, summary_of_success=[*said[:5], said[5].replace("well", "badly")])


def test_words_of_different_reviewers_do_not_add_up() -> None:
    now = [*people(4, 4), *people(4, 4, 10, reviewer_number="0000901"), *people(8, 8, 20, reviewer=None)]
    assert not same(now, cpd_activity=["Read widely and well."] * 16)


def test_reviewers_of_one_name_stand_in_the_order_of_their_numbers() -> None:
    now = [*people(6, 6, 20, reviewer_number="0000902"), *people(6, 6, 40, reviewer_number="0000901")]
    assert [told.number for told in same(now, cpd_activity=["Read widely and well."] * 12)] == ["0000901", "0000902"]


def test_words_about_concerns_are_never_compared() -> None:
    assert not same(people(8, 8), concern=["Late again, without a word."] * 8)


def test_a_text_without_words_is_nobodys() -> None:
    assert not same(people(8, 8), cpd_activity=["– 12 –"] * 8)


# -- the sheets ------------------------------------------------------------------------------------


def opened(moderated: Moderated) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(committee_workbook(moderated)))


def table(sheet: Worksheet, heading: str) -> list[dict[str, Any]]:
    """The rows below the row that has a heading, by heading, to the first blank one."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if heading in row)
    width = next((at for at, name in enumerate(rows[top]) if name is None), len(rows[top]))
    named = [dict(zip(rows[top][:width], row[:width], strict=True)) for row in rows[top + 1 :]]
    return [row for row in named if any(value is not None for value in row.values())]


def shown(now: Sequence[Recommendation], what: Merged | None = None, last: Kept | None = None) -> Moderated:
    return replace(ROUND, recommendations=tuple(now), consistency=found_in(now, what or merged(now), last))


def test_the_sheet_says_to_how_many_the_criteria_do_not_apply() -> None:
    moderated = shown([*people(6, 4), replace(person(50), criteria=None), replace(person(51), criteria=None)])
    (said,) = (
        cell.value
        for row in opened(moderated)["Consistency"].iter_rows()
        for cell in row
        if "they do not apply" in str(cell.value)
    )
    assert "to 2 more who are ready they do not apply." in said


def test_every_group_is_shown_with_its_figures() -> None:
    before = Kept("1", "1", date(2023, 10, 2), "Teaching 2022-23", (), tuple(a_trust(9)), (), (), ())
    moderated = shown(a_trust(2), last=before)
    rows = table(opened(moderated)["Consistency"], "By")
    assert len(rows) == len(moderated.consistency.groups)
    for row, one in zip(rows, moderated.consistency.groups, strict=True):
        assert (row["By"], row["Code or number"], row["Name"]) == (one.by.value, one.code or "[z]", one.name)
        counts = (row["Ready for the committee"], row["Compared"], row["Criteria met"], row["Not compared"])
        assert counts == (one.people, one.share.of, one.share.met, one.people - one.share.of)
        assert row["Share met"] == ("[z]" if one.share.value is None else pytest.approx(one.share.value))
        assert (row["From"], row["To"]) == (pytest.approx(one.interval) if one.share.of else ("[z]", "[z]"))
        assert row["By chance, corrected"] == ("[z]" if one.chance is None else pytest.approx(one.chance))
        assert row["What can be said"].startswith("Differs") == (one.verdict is Verdict.DIFFERS)
        if row["Change, points"] != "[z]":
            assert row["Change, points"] == pytest.approx(100 * (row["Share met"] - row["Last cycle, share met"]))
    assert sum(row["Change, points"] != "[z]" for row in rows) > 50


def test_without_last_cycle_there_are_no_columns_for_it() -> None:
    assert "Change, points" not in table(opened(shown(a_trust(2)))["Consistency"], "By")[0]


def test_it_says_how_to_read_it_and_what_it_cannot_say_before_anything_else() -> None:
    sheet = opened(shown(a_trust(2)))["Consistency"]
    assert sheet["A2"].value.startswith("How to read it")
    texts = [cell.value for cell in sheet["A"] if cell.value]
    above = " ".join(texts[: texts.index("Cycle")])
    assert above.index("What it cannot say") < above.index("Criteria met by")
    assert (
        "2 groups differ more than chance explains, look at why: academy A1 (A1) and reviewer Reviewer 7 (9000007)."
    ) in above


@pytest.mark.parametrize(("academies", "right"), [(4, "LineChart"), (40, "ScatterChart")])
def test_charts_stand_before_the_table_with_titles_axes_and_words_for_the_blind(academies: int, right: str) -> None:
    now = [replace(one, academy=f"A{at % academies:02d}") for at, one in enumerate(a_trust(3))]
    content = committee_workbook(shown(now))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Consistency"]
    assert [type(chart).__name__ for chart in sheet._charts] == ["ScatterChart", right]
    top = next(cell.row for cell in sheet["A"] if cell.value == "By")
    for chart in sheet._charts:
        assert chart.anchor.to.row < top
        assert all(titled.title is not None for titled in (chart, chart.x_axis, chart.y_axis))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if "drawings/drawing" in name]
    (told,) = (found for each in drawings if "Funnel" in (found := " | ".join(re.findall(r'descr="([^"]+)"', each))))
    assert told.startswith("Funnel chart of 40 reviewers: share who met the criteria by number of reviewees")
    assert f"{academies} academies" in told


def test_the_funnel_draws_every_reviewer_once() -> None:
    moderated = shown(a_trust(3))
    sheet = opened(moderated)["Consistency"]
    drawn = 0
    for series in sheet._charts[0].ser[5:]:
        first, last = (int(row) for row in re.findall(r"\$(\d+)", series.yVal.numRef.f))
        count = re.search(r"\$([A-Z]+)\$", series.yVal.numRef.f)
        assert count is not None
        beside = openpyxl.utils.column_index_from_string(count[1]) + 1
        drawn += sum(sheet.cell(row, beside).value for row in range(first, last + 1))
    assert drawn == sum(one.share.of > 0 for one in moderated.consistency.by(Grouping.REVIEWER))


def test_where_all_came_out_alike_the_charts_still_have_axes() -> None:
    funnel, _ = opened(shown(people(20, 20)))["Consistency"]._charts
    assert (funnel.y_axis.scaling.min, funnel.y_axis.scaling.max) == (0.8, 1)
    assert len(funnel.ser) == 1


def test_nothing_before_the_committee_still_opens() -> None:
    book = opened(shown((), Merged((), (), (), {})))
    assert not book["Consistency"]._charts
    assert not table(book["Mismatches"], "Payroll number")


@pytest.mark.parametrize("awkward", AWKWARD)
def test_awkward_text_stays_text(awkward: str) -> None:
    now = [replace(one, name=awkward, reviewer=awkward, academy_name=awkward) for one in people(6, 8)]
    what = merged(now, [finding("PM613", now[0], awkward)], quality_of_teaching=[f"{awkward} and much else"] * 8)
    book = opened(shown(now, what))
    cells = [cell for name in ("Consistency", "Mismatches", "Same words") for row in book[name] for cell in row]
    assert Counter(cell.data_type for cell in cells if cell.value == awkward) == {"s": 6}
    assert not [cell for cell in cells if cell.data_type == "f" or (cell.hyperlink and cell.value != "Contents")]


def test_a_reviewer_with_a_hundred_reviewees_and_long_names_fits_in_the_cells() -> None:
    now = [*people(90, 100, reviewer="R" * 30_000), *people(0, 20, 500, reviewer="S" * 30_000, reviewer_number="901")]
    now = [replace(one, name="N" * 3_000) for one in now]
    row = table(opened(shown(now, merged(now, cpd_activity=["All well done."] * 100)))["Same words"], "Reviewer")[0]
    assert row["Reviewees"] == 100
    assert row["Of whom"].endswith("and 80 more")


# -- the demo, counted without the product ---------------------------------------------------------

ROUNDS = (("teaching-2025-26", "october"), ("teaching-2025-26", "december"), ("support-2025-26", "april"))


def rows_of(path: Path, sheet: str) -> dict[int, dict[str, str]]:
    """The rows of a sheet of a return by Excel row and heading, as a person reads them."""
    rows = list(openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if "Payroll number" in row)
    return {
        at: {str(name): str(value or "").strip() for name, value in zip(rows[top], row, strict=True)}
        for at, row in enumerate(rows[top + 1 :], top + 2)
    }


def tops_of(folder: Path) -> dict[str, int]:
    """The number of the highest point of each pay range, as trust.xlsx has it."""
    tops: dict[str, int] = {}
    for row in openpyxl.load_workbook(folder / "trust.xlsx")["Pay points"].iter_rows(values_only=True):
        for at, value in enumerate(row[:-1]):
            if value in PAY_RANGES:
                tops[str(value)] = max(tops.get(str(value), 0), number_of(row[at + 1]))
    return tops


def number_of(point: Any) -> int:
    return int(re.sub(r"\D", "", str(point)) or 0)


def criteria_of(row: dict[str, str], review: dict[str, str], tops: dict[str, int]) -> str:
    """What the review says of the criteria, of whoever can progress: not at the top, nor on a spot salary."""
    top = number_of(row["Range to"]) or tops.get(row["Pay range"], 0)
    at_top = row["Pay range"] == "Spot salary" or bool(row["Pay point"] and number_of(row["Pay point"]) >= top)
    return NOT_APPLICABLE if at_top and review["UPR application"] != "Yes" else review["Pay criteria"]


def met_in_the_returns(incoming: Path, ready: Sequence[dict[str, Any]]) -> dict[tuple[str, str], Counter[str]]:
    """What Reviews says of the criteria, by kind and code of group."""
    tops = tops_of(incoming.parent.parent)
    counted: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for file in {one["file"] for one in ready}:
        staff = rows_of(incoming / file, "Staff")
        reviews = {row["Payroll number"]: row for row in rows_of(incoming / file, "Reviews").values()}
        for one in (one for one in ready if one["file"] == file):
            row = staff[one["row"]]
            groups = [("Role", one["role"]), ("Academy", one["academy"]), ("Pay range", row["Pay range"])]
            for group in (*groups, ("Reviewer", row["Reviewer"])):
                counted[group][criteria_of(row, reviews[row["Payroll number"]], tops)] += 1
    return counted


@pytest.mark.parametrize(("cycle", "round_"), ROUNDS)
def test_the_demos_figures_are_those_of_its_returns(demo_folder: Path, cycle: str, round_: str) -> None:
    output = demo_folder / "output" / cycle / round_
    book = openpyxl.load_workbook(next((output / "committee").glob("*.xlsx")))
    listed = json.loads((output / "people.json").read_text("utf-8"))
    ready = [one for one in listed if one["outcome"].startswith("ready")]
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in table(book["Consistency"], "By"):
        if row["By"] != "Pay point":
            counts = {MET: row["Criteria met"], NOT_MET: row["Compared"] - row["Criteria met"]}
            group = row["By"], row["Name"] if row["Code or number"] == "[z]" else row["Code or number"]
            found[group].update({**counts, NOT_APPLICABLE: row["Not compared"]})
    assert found == met_in_the_returns(demo_folder / "incoming" / cycle, ready)


@pytest.mark.parametrize(("cycle", "round_"), ROUNDS)
def test_mismatches_are_those_of_the_findings(faulty_folder: Path, cycle: str, round_: str) -> None:
    output = faulty_folder / "output" / cycle / round_
    book = openpyxl.load_workbook(next((output / "committee").glob("*.xlsx")))
    listed = json.loads((output / "people.json").read_text("utf-8"))
    ready = {(one["academy"], one["payroll_number"]) for one in listed if one["outcome"].startswith("ready")}
    findings = json.loads((output / "findings.json").read_text("utf-8"))
    about = {(one["academy"], one["payroll_number"]) for one in findings if one["code"] in ("PM613", "PM616", "PM625")}
    rows = table(book["Mismatches"], "Payroll number")
    assert sorted((row["Academy code"], row["Payroll number"]) for row in rows) == sorted(about & ready)
