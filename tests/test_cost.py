"""What the recommendations cost: rates by their days, progression and award apart, and sums that agree."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from marked_tables import heading_row, table_rows
from moderated_round import a_round
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openxml_audit import FileFormat, OpenXmlValidator

from pmr_batch.model.cost import Cost, CostChange, CostLine, Remark, RoundCost
from pmr_batch.model.person import Dossier, Pay, Recommendation
from pmr_batch.model.round import Moderated
from pmr_batch.moderate.cost import cost_of
from pmr_batch.policy import reference
from pmr_batch.policy.on_costs import (
    INSURANCE,
    LEVY,
    LOCAL_PENSION,
    SUPPORT,
    TEACHERS,
    TEACHERS_PENSION,
    OnCosts,
    group_of,
)
from pmr_batch.policy.pay import PayPoints
from pmr_batch.policy.years import financial_year_ends, twelve_months
from pmr_batch.produce.committee import committee_workbook

SEPTEMBER = date(2025, 9, 1)
RATES = [row for row in reference.on_costs() if row["rate"] is not None]
LGPS = {"item": LOCAL_PENSION, "from_": date(2023, 4, 1), "rate": 0.215, "group": SUPPORT}
ON_COSTS = OnCosts.from_rows([*RATES, LGPS])
FORTY = Decimal(40_000)
#: Two scales of invented pay: every point of Main and Upper rises by a thousand; of Leadership only the ends are known.
SCALES = {
    "Main": {"M1": 30_000, "M2": 32_000, "M3": 35_000},
    "Upper": {"U1": 40_000},
    "Leadership": {"L1": 50_000, "L43": 140_000},
}
PAY = PayPoints.from_rows(
    {"area": "London Fringe", "range": name, "point": point, "from_": starts, "annual_pay": Decimal(amount + more)}
    for starts, more in ((date(2024, 9, 1), 0), (SEPTEMBER, 1_000))
    for name, points in SCALES.items()
    for point, amount in points.items()
)


def a_person(now: Pay, then: Pay, **others: Any) -> Recommendation:
    plain = {"role": "Teacher", "fte": Decimal(1), "pay_area": "London Fringe", "award_pending": False}
    return replace(a_round(3, 3).recommendations[0], current=now, recommended=then, **{**plain, **others})


def pay(pay_range: str, point: str | None, amount: int | str | None) -> Pay:
    return Pay(pay_range, point, None if amount is None else Decimal(amount))


STEP = (pay("Main", "M1", 30_000), pay("Main", "M2", 33_000))


def costed(*people: Recommendation, on_costs: OnCosts = ON_COSTS, **others: Any) -> RoundCost:
    given: dict[str, Any] = {"dossiers": (), "pay": PAY, "effective_from": SEPTEMBER} | others
    return cost_of(people, on_costs=on_costs, **given)


def a_job(one: Recommendation, academy: str, *, here: bool, **staff: Any) -> Dossier:
    row = {
        "payroll_number": one.payroll_number,
        "fte": 0.5,
        "employment_start": date(2020, 9, 1),
        "employment_end": None,
        "reviewed_at": None if here else one.academy,
    }
    return Dossier(
        academy=academy,
        file=f"{academy}.xlsx",
        review_state="in review" if here else "reviewed elsewhere",
        of_round=here,
        start={},
        staff=row | staff,
        review={},
        objectives=(),
        development=(),
        meetings=(),
        concerns=(),
        priorities=(),
        reviewers=(),
        recommender=None,
        current=one.current,
        recommended=one.recommended,
        award_pending=False,
    )


# -- rates by date ---------------------------------------------------------------------------------


def test_a_teacher_on_40000_costs_2985_80_a_year_more_at_the_rates_of_2025_26_than_of_2023_24() -> None:
    """Pension from 23.68 to 28.68 %, National Insurance from 13.8 % over £9,100 to 15 % over £5,000; levy apart."""
    before, after = twelve_months(date(2023, 4, 1)), twelve_months(date(2025, 4, 6))
    rises = [
        ON_COSTS.cost(item, TEACHERS, FORTY, after) - ON_COSTS.cost(item, TEACHERS, FORTY, before)  # type: ignore[operator]
        for item in (TEACHERS_PENSION, INSURANCE)
    ]
    assert rises == [Decimal(2000), Decimal("985.80")]
    assert sum(rises) == Decimal("2985.80")
    assert ON_COSTS.cost(LEVY, TEACHERS, FORTY, before) == ON_COSTS.cost(LEVY, TEACHERS, FORTY, after) == 200


def test_a_rate_that_changes_within_the_year_holds_from_its_day() -> None:
    year = twelve_months(date(2024, 9, 1))
    old, new = Decimal("0.138") * 30_900, Decimal("0.15") * 35_000
    days = (date(2025, 4, 6) - date(2024, 9, 1)).days
    assert ON_COSTS.cost(INSURANCE, TEACHERS, FORTY, year) == (old * days + new * (365 - days)) / 365


@pytest.mark.parametrize("starts", [date(2023, 9, 1), date(2024, 2, 29), date(2025, 9, 1), date(2026, 3, 31)])
def test_twelve_months_cost_a_whole_year_of_pay_also_in_leap_years(starts: date) -> None:
    year = twelve_months(starts)
    assert year.count == year.of == (date(starts.year + 1, *_day_after(starts)) - starts).days
    assert ON_COSTS.cost(LEVY, None, FORTY, year) == 200


def _day_after(starts: date) -> tuple[int, int]:
    return (3, 1) if (starts.month, starts.day) == (2, 29) else (starts.month, starts.day)


def test_pay_below_the_threshold_bears_no_insurance() -> None:
    assert ON_COSTS.cost(INSURANCE, SUPPORT, Decimal(4_999), twelve_months(SEPTEMBER)) == 0


def test_a_rate_of_a_groups_own_goes_before_everybodys() -> None:
    rows = [
        {"item": LEVY, "from_": date(2017, 4, 6), "rate": 0.005},
        {"item": LEVY, "from_": date(2016, 4, 6), "rate": 0.007, "group": SUPPORT},
    ]
    shares = [
        OnCosts.from_rows(rows).cost(LEVY, group, FORTY, twelve_months(SEPTEMBER)) for group in (TEACHERS, SUPPORT)
    ]
    assert shares == [200, 280]


@pytest.mark.parametrize(
    ("role", "pay_range", "group"),
    [
        ("Teacher", "Spot salary", TEACHERS),
        ("Headteacher", "Leadership", TEACHERS),
        ("HLTA", "NJC", SUPPORT),
        ("Support staff", "Spot salary", SUPPORT),
        ("CEO", "Leadership", TEACHERS),
        ("Chief Operations Officer", "NJC", SUPPORT),
        ("CEO", "Spot salary", None),
    ],
)
def test_a_role_tells_the_pension_scheme_and_of_executives_the_range(
    role: str, pay_range: str, group: str | None
) -> None:
    assert group_of(role, pay_range) == group


# -- progression and award -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "then", "parts"),
    [
        (*STEP, (2_000, 1_000, 0)),
        (pay("Main", "M2", 32_000), pay("Main", "M2", 33_000), (0, 1_000, 0)),
        (pay("Main", "M3", 35_000), pay("Upper", "U1", 41_000), (5_000, 1_000, 0)),
        (pay("Main", "M2", 32_000), pay("Main", "M1", 31_000), (-2_000, 1_000, 0)),
        (pay("Main", "M3", 35_000), pay("Spot salary", None, 45_000), (9_000, 1_000, 0)),
        (pay("Leadership", "L12", 70_000), pay("Leadership", "L12", 72_000), (0, 2_000, 0)),
        (pay("Leadership", "L12", 70_000), pay("Leadership", "L13", 74_000), (0, 0, 4_000)),
        (pay("Spot salary", None, 90_000), pay("Spot salary", None, 93_000), (0, 0, 3_000)),
        (pay("Spot salary", None, 90_000), pay("Spot salary", None, 90_000), (0, 0, 0)),
    ],
    ids=[
        "a step",
        "no step",
        "to Upper",
        "back",
        "to a spot salary",
        "ends, kept",
        "ends, moved",
        "spot",
        "spot, kept",
    ],
)
def test_progression_and_award_are_told_apart_where_the_scale_tells(
    now: Pay, then: Pay, parts: tuple[int, int, int]
) -> None:
    (post,) = costed(a_person(now, then)).posts
    assert post.year is not None
    year = post.year
    assert (year.progression.pay, year.award.pay, year.not_split.pay) == parts
    assert sum(parts) == then.amount - now.amount  # type: ignore[operator]
    assert (Remark.NOT_SPLIT in post.remarks) == bool(parts[2])
    assert (Remark.FALLS in post.remarks) == (sum(parts) < 0)


def test_the_allowance_of_the_levy_is_the_trusts_and_nobodys_threshold() -> None:
    rows = [{"item": LEVY, "from_": date(2017, 4, 6), "rate": 0.005, "threshold": Decimal(15_000)}]
    on_costs = OnCosts.from_rows(rows)
    assert on_costs.cost(LEVY, TEACHERS, FORTY, twelve_months(SEPTEMBER)) == 200
    (rate,) = on_costs.rates
    assert str(rate) == (
        "Apprenticeship levy: 0.5 %, before the allowance of £15,000 a year for the whole trust, from 6 April 2017"
    )


def test_without_a_new_scale_there_is_no_award_and_it_is_said() -> None:
    """Of a pending award too: none is guessed."""
    now, then = pay("Main", "M1", 31_000), pay("Main", "M2", 33_000)
    none, pending = costed(a_person(now, then), a_person(now, then, award_pending=True)).posts
    for post in (none, pending):
        assert post.year is not None
        assert (post.year.award, post.year.progression.pay) == (Cost(), 2_000)
    assert (none.remarks, pending.remarks) == ((Remark.NO_NEW_SCALE,), (Remark.AWARD_PENDING,))


def test_a_scale_that_begins_within_the_year_is_told() -> None:
    (post,) = costed(a_person(*STEP), effective_from=date(2025, 3, 31)).posts
    assert Remark.LATER_SCALE in post.remarks


def test_all_of_a_persons_cost_by_hand() -> None:
    """0.6 of M1 £30,000, which rises to £31,000, and M2 at £33,000: actual £18,000, £18,600 and £19,800."""
    (post,) = costed(a_person(*STEP, fte=Decimal("0.6"))).posts
    assert post.year == CostChange(
        current=Cost(Decimal(18_000), Decimal("5162.40"), Decimal(1_950), Decimal(90)),
        award=Cost(Decimal(600), Decimal("172.08"), Decimal(90), Decimal(3)),
        progression=Cost(Decimal(1_200), Decimal("344.16"), Decimal(180), Decimal(6)),
    )
    assert post.this_year == post.year


def test_half_a_penny_is_rounded_away_from_nought() -> None:
    (post,) = costed(
        a_person(pay("Spot salary", None, "100.01"), pay("Spot salary", None, "100.03"), fte=Decimal("0.5"))
    ).posts
    assert post.year is not None
    assert (post.year.current.pay, post.year.recommended.pay) == (Decimal("50.01"), Decimal("50.02"))


# -- who and when ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "remark"),
    [
        (a_person(pay("Spot salary", None, None), pay("Spot salary", None, 1)), Remark.UNKNOWN_PAY),
        (a_person(pay("Main", "M1", 30_000), pay("Spot salary", None, None)), Remark.UNKNOWN_PAY),
        (a_person(*STEP, fte=None), Remark.UNKNOWN_FTE),
    ],
)
def test_an_unknown_amount_is_in_no_sum(person: Recommendation, remark: Remark) -> None:
    cost = costed(person, a_person(*STEP))
    assert (cost.posts[0].year, cost.posts[0].remarks) == (None, (remark,))
    assert cost.trust == costed(a_person(*STEP)).trust


def test_whoever_works_at_two_academies_has_a_post_at_each_and_one_threshold() -> None:
    one = a_person(*STEP, fte=Decimal("0.5"))
    jobs = (a_job(one, "B", here=False), a_job(one, one.academy, here=True))
    cost, whole = costed(one, dossiers=jobs), costed(a_person(*STEP))
    assert [post.academy for post in cost.posts] == [one.academy, "B"]
    assert all(post.remarks == (Remark.SEVERAL_POSTS,) for post in cost.posts)
    assert cost.trust.year.recommended.insurance == Decimal("4200.00") == whole.trust.year.recommended.insurance
    assert cost.academies["B"].year == cost.academies[one.academy].year


def test_each_post_is_paid_by_the_pay_area_of_its_academy() -> None:
    one = a_person(*STEP, fte=Decimal("0.5"))
    elsewhere = replace(a_job(one, "B", here=False), current=pay("Main", "M1", 28_000))
    inland = [
        {"area": "Rest of England", "range": "Main", "point": point, "from_": SEPTEMBER, "annual_pay": Decimal(amount)}
        for point, amount in (("M1", 28_500), ("M2", 30_500))
    ]
    both = PayPoints({**PAY.scales, **PayPoints.from_rows(inland).scales})
    cost = costed(
        one,
        dossiers=(a_job(one, one.academy, here=True), elsewhere),
        pay=both,
        area_of=lambda academy, _: "Rest of England" if academy == "B" else "London Fringe",
    )
    here, there = (post.year for post in cost.posts)
    assert here is not None
    assert there is not None
    assert [here.current.pay, here.award.pay, here.progression.pay] == [15_000, 500, 1_000]
    assert [there.current.pay, there.award.pay, there.progression.pay] == [14_000, 250, 1_000]
    whole = (Decimal(16_500 + 15_250) - 5_000) * Decimal("0.15")
    assert here.recommended.insurance + there.recommended.insurance == whole


def test_a_post_on_other_pay_is_told_and_not_counted() -> None:
    one = a_person(*STEP, fte=Decimal("0.5"))
    other = replace(a_job(one, "B", here=False), current=pay("Upper", "U1", 40_000))
    cost = costed(one, dossiers=(a_job(one, one.academy, here=True), other))
    assert [(post.academy, post.remarks) for post in cost.posts] == [(one.academy, (Remark.OTHER_PAY,))]


@pytest.mark.parametrize(
    ("staff", "days"),
    [
        ({"employment_end": date(2025, 12, 31)}, 122),
        ({"employment_start": date(2026, 1, 1)}, 243),
        ({"employment_end": date(2025, 9, 1)}, 1),
        ({"employment_end": date(2027, 7, 31)}, 365),
        ({"employment_start": date(2026, 9, 1)}, 0),
    ],
)
def test_this_year_counts_the_days_of_employment_and_the_full_year_all(staff: dict[str, date], days: int) -> None:
    one = a_person(*STEP)
    (post,) = costed(one, dossiers=(a_job(one, one.academy, here=True, fte=1, **staff),)).posts
    assert post.year is not None
    assert post.this_year is not None
    assert post.year.recommended.pay == 33_000
    assert post.this_year.recommended.pay == (Decimal(33_000) * days / 365).quantize(Decimal("0.01"))
    assert (Remark.NOT_ALL_YEAR in post.remarks) == (days < 365)


def test_of_support_staffs_year_154_days_fall_into_the_financial_year() -> None:
    assert financial_year_ends(date(2026, 3, 31)) == date(2026, 8, 31)
    assert financial_year_ends(SEPTEMBER) == financial_year_ends(date(2026, 8, 31)) == date(2026, 8, 31)
    cost = costed(a_person(*STEP, role="HLTA"), effective_from=date(2026, 3, 31))
    assert (cost.ends, cost.this_year_ends) == (date(2027, 3, 30), date(2026, 8, 31))
    assert cost.trust.this_year.current.pay == (Decimal(30_000) * 154 / 365).quantize(Decimal("0.01"))
    assert cost.trust.this_year.recommended.pension == (Decimal(33_000) * 215 * 154 / 365_000).quantize(Decimal("0.01"))


def test_a_pension_without_a_rate_is_left_out_and_not_guessed() -> None:
    cost = costed(a_person(*STEP, role="HLTA"), on_costs=OnCosts.from_rows(RATES))
    assert (cost.trust.year.recommended.pension, cost.posts[0].left_out) == (0, (LOCAL_PENSION,))
    late = OnCosts.from_rows([*RATES, LGPS | {"from_": date(2026, 4, 1)}])
    assert costed(a_person(*STEP, role="HLTA"), on_costs=late).posts[0].left_out == (LOCAL_PENSION,)


def test_open_queries_are_decided_the_one_way_and_the_other() -> None:
    clear, waiting = a_person(*STEP), a_person(*STEP, open_queries=("PM612",))
    cost = costed(clear, waiting)
    assert cost.trust.year.change.pay == 2 * 3_000
    assert cost.none_approved.year.change.pay == 3_000 + 1_000
    assert cost.none_approved + cost.waiting.in_question == replace(cost.trust, posts=3)


# -- the sheets ------------------------------------------------------------------------------------


def a_costed_round(academies: int, staff: int, on_costs: OnCosts = ON_COSTS) -> Moderated:
    made = a_round(academies, staff)
    cost = cost_of(made.recommendations, (), PayPoints.from_rows(reference.pay_points()), on_costs, SEPTEMBER)
    return replace(made, cost=cost)


ROUND = a_costed_round(8, 25)


def opened(moderated: Moderated) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(committee_workbook(moderated)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(ROUND)


def a_table(book: Workbook, title: str) -> list[dict[str, Any]]:
    """The rows of a table of Cost by heading; the name of a row is under None."""
    rows = table_rows(book["Cost"], re.sub(r"\W+", "_", f"Cost {title}"))
    return [{None if heading == title else heading: value for heading, value in row.items()} for row in rows]


def people(book: Workbook) -> list[dict[str, Any]]:
    return table_rows(book["Cost by person"])


def money(value: Any) -> Decimal:
    return Decimal(str(value or 0))


@pytest.mark.parametrize("title", ["By academy", "By pay range, as it is now"])
def test_the_last_line_of_a_table_is_the_sum_of_those_above(book: Workbook, title: str) -> None:
    *lines, trust = a_table(book, title)
    assert trust[None] == "The trust"
    for heading in set(trust) - {None}:
        assert sum(money(line[heading]) for line in lines) == money(trust[heading]), heading
    assert trust == a_table(book, "By academy")[-1]


def test_the_parts_of_every_line_add_up(book: Workbook) -> None:
    ways = a_table(book, "If every open query is decided the one way, or the other")
    for line in (*a_table(book, "By academy"), *ways):
        on_costs = sum(money(line[item]) for item in ("Pension", "National Insurance", "Levy"))
        assert on_costs == money(line["On-costs"])
        parts = sum(money(line[part]) for part in ("Progression", "Award", "Not split", "On-costs"))
        assert parts == money(line["More in a full year"])
        new = money(line["Cost of a year on current pay"]) + parts
        assert new == money(line["Cost of a year from 1 September 2025"])
    approved, none, between = (money(line["More in a full year"]) for line in ways)
    assert approved - none == between > 0


def test_the_people_add_up_to_the_trust_and_so_do_the_items(book: Workbook) -> None:
    *posts, total = people(book)
    trust = a_table(book, "By academy")[-1]
    for heading in ("Progression", "Award", "Not split", "On-costs", "Pension", "Levy", "More in a full year"):
        assert sum(money(post[heading]) for post in posts) == money(total[heading]) == money(trust[heading])
    *items, both = a_table(book, "The trust, by what is paid")
    for heading in ("Cost of a year on current pay", "Progression", "More in a full year"):
        assert sum(money(item[heading]) for item in items) == money(both[heading])
    assert money(both["More in a full year"]) == money(trust["More in a full year"])


def test_every_row_of_recommendations_is_there_in_its_order(book: Workbook) -> None:
    listed = [
        (post["Payroll number"], post["Point now"], money(post["Full-time pay new"])) for post in people(book)[:-1]
    ]
    assert listed == [(one.payroll_number, one.current.point, one.recommended.amount) for one in ROUND.recommendations]


def test_the_tiles_are_the_trusts_figures_and_the_chart_stacks_them_by_academy(book: Workbook) -> None:
    sheet, trust = book["Cost"], a_table(book, "By academy")[-1]
    (big,) = table_rows(sheet, "Cost_key_figures")
    headings = ("More in a full year", "Posts", "Progression", "Award", "On-costs", "Not split")
    assert [money(figure) for figure in big.values()][: len(headings)] == [money(trust[each]) for each in headings]
    assert money(big["More this financial year"]) == money(trust["More in this financial year"])
    (chart,) = sheet._charts
    assert (chart.grouping, chart.barDir) == ("stacked", "bar")
    names = [series.tx.v for series in chart.ser]
    assert names == ["Progression", "Award", "Not split", "On-costs"]
    for series, name in zip(chart.ser, names, strict=True):
        drawn = [money(cell.value) for (cell,) in sheet[series.val.numRef.f.split("!")[1].replace("$", "")]]
        assert drawn == [money(line[name]) for line in a_table(book, "By academy")[:-1]]


def test_the_chart_ends_above_what_stands_below_it(book: Workbook) -> None:
    (chart,), tables = book["Cost"]._charts, book["Cost"].tables
    _, heading, *_ = range_boundaries(tables["Cost_If_every_open_query_is_decided_the_one_way_or_the_other"].ref)
    title = heading - 1
    assert chart.anchor._from.row < chart.anchor.to.row < title - 1, "rows of anchors begin at 0"


def test_more_than_thirty_academies_are_charted_by_pay_range() -> None:
    book = opened(a_costed_round(34, 3))
    (chart,) = book["Cost"]._charts
    cells = chart.ser[0].cat.strRef.f.split("!")[1].replace("$", "")
    assert [cell.value for (cell,) in book["Cost"][cells]] == ["Main", "Spot salary"]


def test_what_is_not_in_the_sums_is_counted_and_named() -> None:
    nobody_knows = replace(ROUND.recommendations[0], current=Pay("Spot salary", None, None), name="Ada Unknown")
    rows = (nobody_knows, *ROUND.recommendations[1:])
    cost = costed(*rows, on_costs=OnCosts.from_rows(RATES))
    cells = [row[0] for row in opened(replace(ROUND, recommendations=rows, cost=cost))["Cost"].values if row[0]]
    told = [*cells, " ".join(map(str, cells))]
    assert f"Not in these sums, for want of a known pay: 1 person, Ada Unknown ({nobody_knows.academy})." in told
    left_out = told[-1]
    assert left_out.count("LGPS employer left out") == 1
    enter = "as On-costs of trust.xlsx has no rate of it for all twelve months (enter there Item LGPS employer, "
    assert f"{enter}Group Support staff, From and Rate)" in str(left_out)
    assert "people, " in str(left_out)
    assert "Employer National Insurance: 15 % of pay over £5,000 a year from 6 April 2025" in told


@pytest.mark.parametrize("change", [lambda cost: None, lambda cost: costed()])
def test_a_round_of_nobody_says_so(change: Callable[[RoundCost | None], RoundCost | None]) -> None:
    book = opened(replace(ROUND, recommendations=(), cost=change(ROUND.cost)))
    assert book["Cost"]["A2"].value == book["Cost by person"]["A2"].value == "Nobody is before the committee."


def test_money_is_shown_in_pounds_and_pence_and_prints_one_page_wide(book: Workbook) -> None:
    for name in ("Cost", "Cost by person"):
        sheet = book[name]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
            "landscape",
            9,
            0,
        )
        amounts = [cell for row in sheet for cell in row if isinstance(cell.value, float)]
        assert {cell.number_format.partition(";")[0] for cell in amounts} <= {"£#,##0.00", "£#,##0", "General"}
    assert book["Cost by person"].freeze_panes == f"D{heading_row(book['Cost by person']) + 1}"
    assert book["Cost by person"].print_area.startswith("'Cost by person'!$A$1:$Q$")
    assert CostLine.of(ROUND.cost.posts if ROUND.cost else ()).posts == len(ROUND.recommendations)


def test_the_file_is_valid_open_xml(tmp_path: Path) -> None:
    path = tmp_path / "committee.xlsx"
    path.write_bytes(committee_workbook(a_costed_round(4, 9)))
    assert not OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path).errors


def test_names_stay_text() -> None:
    awkward = replace(ROUND.recommendations[0], name="=1+1")
    sheet = opened(replace(ROUND, cost=costed(awkward)))["Cost by person"]
    (name,) = [cell for row in sheet for cell in row if cell.value == "=1+1"]
    assert name.data_type == "s"
