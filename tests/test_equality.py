"""Equality: what is hidden and what is shown, of one run and from run to run."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from drawn_trust import ETHNIC, TABLES, Drawn, by_ethnic_group, drawn, made_of, shown_by
from moderated_round import a_round
from scipy import stats

from pmr_batch.model.equality import EqualityState, Tally
from pmr_batch.moderate.equality_groups import CountedPeople, open_breakdowns
from pmr_batch.moderate.suppression import showable_groups
from pmr_batch.records.kept_runs import read_kept_run, write_kept_run

PLENTY = (50, 50)
CASES = {
    "nothing, where no count is small": ({}, set()),
    "a small group, and with it those not asked": ({"Other": (3, 9)}, {"Other", "Not asked"}),
    "a group of which few do not progress": ({"Other": (40, 4)}, {"Other", "Not asked"}),
    "a group of which nobody progresses": ({"Other": (0, 40)}, {"Other", "Not asked"}),
    "a group of which everybody progresses": ({"Other": (40, 0)}, {"Other", "Not asked"}),
    "an answer that nobody gives": ({"Other": (0, 0)}, {"Other", "Not asked"}),
    "small groups that are enough together": ({"Other": (4, 4), "Mixed": (3, 3)}, {"Other", "Mixed"}),
    "small groups that are too few together, and one more": (
        {"Other": (4, 4), "Mixed": (0, 3), "Prefer not to say": (8, 8)},
        {"Other", "Mixed", "Prefer not to say"},
    ),
    "nothing, where everybody answers": ({"Black": (12, 9), "Prefer not to say": (0, 0), "Not asked": (0, 0)}, set()),
    "nothing, where a single person was not asked": ({"Not asked": (1, 0)}, set()),
}


@pytest.mark.parametrize("case", CASES)
def test_there_is_hidden(case: str) -> None:
    given, expected = CASES[case]
    tallies = {**dict.fromkeys(ETHNIC, PLENTY), **given}
    shown = by_ethnic_group(tallies)
    assert {name for name, tally in shown.items() if tally is None} == expected
    assert {name: tally for name, tally in shown.items() if tally} == {
        name: tallies[name] for name in ETHNIC if name not in expected
    }


def test_a_group_that_may_not_be_shown_is_not_hidden_alone_however_large() -> None:
    tallies = {"Asian": Tally(50, 50), "Black": Tally(30, 30), "White": Tally(90, 90)}
    assert showable_groups(tallies, 5, {"Black", "White"}) == {"White"}


def test_a_table_that_would_show_nothing_is_withheld() -> None:
    made = made_of({"White": (40, 3), "Asian": (1, 2)})
    equality = made.run(made.answers)
    assert {table.state for table in equality.tables} == {EqualityState.FEW}
    assert equality.published == ()


def test_a_table_that_would_show_nobody_who_answered_is_withheld() -> None:
    assert by_ethnic_group({"White": (4, 40), "Asian": (4, 40), "Black": (0, 0), "Not asked": (90, 90)}) == {}


def test_whoever_works_less_than_the_whole_week_is_part_time() -> None:
    person = a_round(3, 4).recommendations[0]
    shares = {"1": Decimal(1), "2": Decimal("0.99"), "3": Decimal("0.2"), "4": Decimal("1.2"), "5": None}
    people = [replace(person, payroll_number=number, fte=fte) for number, fte in shares.items()]
    by_time, *_ = open_breakdowns(CountedPeople(frozenset("123"), frozenset("45")), people)
    assert {group.name: group.tally for group in by_time.groups} == {
        "Full time": Tally(1, 1),
        "Part time": Tally(2, 0),
        "Not known": Tally(0, 1),
    }


# -- of a trust that is large enough, most is shown ------------------------------------------------


def test_of_two_thousand_people_most_groups_are_shown_this_cycle_and_the_next() -> None:
    for seed in range(5):
        trust = drawn(Random(seed), 2240)
        numbers = sorted(trust.answers)
        first = trust.run(numbers[:2000], "first")
        trust.shown = []
        trust.progresses = {number: Random(f"{seed} {number}").random() < 0.6 for number in numbers}
        again = trust.run(numbers[240:], "next", first.published)
        for equality in (first, again):
            groups = [tally for by in TABLES for tally in shown_by(equality, by).values()]
            assert sum(tally is not None for tally in groups) > 15, seed
            assert {table.state for table in equality.tables} == {EqualityState.COUNTED}


# -- from run to run -------------------------------------------------------------------------------


@pytest.fixture
def trust() -> Drawn:
    return drawn(Random(7), 2600)


def test_the_same_people_in_another_order_give_the_same(trust: Drawn) -> None:
    numbers = sorted(trust.answers)[:2000]
    first = trust.run(numbers)
    other = replace(trust, answers=dict(sorted(trust.answers.items(), reverse=True)), shown=[])
    assert other.run(reversed(numbers)) == first
    assert first.published
    assert trust.run(numbers) == first


def test_one_person_more_lets_the_count_before_stand_and_many_more_are_counted(trust: Drawn) -> None:
    numbers = sorted(trust.answers)
    first = trust.run(numbers[:1000], "first")
    second = trust.run(numbers[:1001], "second")
    assert {table.state for table in second.tables} == {EqualityState.EARLIER}
    assert [shown_by(second, by) for by in TABLES] == [shown_by(first, by) for by in TABLES]
    assert second.published == first.published
    third = trust.run(numbers, "third")
    assert {table.state for table in third.tables} == {EqualityState.COUNTED}
    assert [one.run for one in third.published] == ["first", "third"]
    assert {table.published.run for table in trust.run(numbers[:-1], "fourth").tables if table.published} == {"third"}


def test_a_return_that_goes_and_comes_back_tells_nothing_more(trust: Drawn) -> None:
    """The count of the run before the last is remembered: one person's difference to it is not shown."""
    numbers = sorted(trust.answers)
    trust.run(numbers[:2000], "first")
    assert {table.state for table in trust.run(numbers[:1200], "without").tables} == {EqualityState.COUNTED}
    back = trust.run(numbers[:2001], "back")
    assert {table.state for table in back.tables} == {EqualityState.EARLIER}


def test_somebody_for_whom_something_else_is_recommended_is_not_told_by_a_difference(trust: Drawn) -> None:
    numbers = sorted(trust.answers)[:2000]
    trust.run(numbers, "first")
    trust.progresses[numbers[0]] = not trust.progresses[numbers[0]]
    assert {table.state for table in trust.run(numbers, "second").tables} == {EqualityState.EARLIER}


def test_nearly_the_people_of_last_cycle_are_withheld(trust: Drawn) -> None:
    numbers = sorted(trust.answers)[:2000]
    before = trust.run(numbers, "last cycle").published
    trust.shown = []
    assert {table.state for table in trust.run(numbers[:-1], "now", before).tables} == {EqualityState.ALIKE}


def test_nearly_the_people_of_the_cycle_before_the_last_are_withheld_too(trust: Drawn) -> None:
    numbers = sorted(trust.answers)[:2000]
    before = trust.run(numbers, "two cycles ago").published
    trust.shown = []
    assert {table.state for table in trust.run(numbers[:-1], "now", before=before).tables} == {EqualityState.ALIKE}


def test_whoever_cannot_progress_is_not_counted() -> None:
    made = made_of({"White": (40, 30), "Asian": (20, 20)})
    made.tops = set(list(made.answers)[:10])
    equality = made.run(made.answers)
    assert equality.everybody == Tally(50, 50)


def test_groups_are_compared_by_what_is_shown_of_them() -> None:
    made = made_of({"White": (90, 10), "Asian": (20, 40), "Black": (9, 3), "Not asked": (10, 10)})
    (table,) = (table for table in made.run(made.answers).tables if table.by == "Ethnic group")
    assert table.comparisons["Asian"].differs
    assert "Not asked" not in table.comparisons
    assert "Black" not in table.comparisons, "it is hidden"
    exact = stats.binomtest(20, 60).proportion_ci(method="exact")
    assert table.comparisons["Asian"].interval == pytest.approx((exact.low, exact.high))
    chance = stats.fisher_exact([[20, 40], [90, 10]]).pvalue
    assert table.comparisons["Asian"].chance == pytest.approx(2 * chance)


def test_where_fewer_groups_are_shown_because_of_last_cycle_none_is_hidden_alone() -> None:
    fewer = 0
    for seed in range(12):
        trust = drawn(Random(seed), 1120)
        numbers = sorted(trust.answers)
        before = trust.run(numbers[:1000], "last cycle")
        trust.shown = []
        trust.progresses = {number: Random(f"{seed} {number}").random() < 0.6 for number in numbers}
        again = trust.run(numbers[120:], "now", before.published)
        for by in TABLES:
            hidden = [sum(tally is None for tally in shown_by(one, by).values()) for one in (before, again)]
            fewer += hidden[1] > hidden[0]
            assert hidden[1] != 1, (seed, by)
    assert fewer > 5


def test_of_groups_hidden_last_cycle_none_is_shown_where_others_are_hidden_now() -> None:
    """Where each count hid what the other shows, what both leave would have to be worked out from both."""
    trust = made_of(dict.fromkeys(ETHNIC, (60, 60)))
    of = {
        name: [number for number, given in trust.answers.items() if given["ethnic_group"] == name]
        for name in ETHNIC[:6]
    }
    white = of["White"] + of["Asian"]
    first, last = (of[name][:3] + of[name][-3:] for name in ("Other", "Black"))
    before = trust.run([*white, *of["Black"], *of["Mixed"], *first], "last cycle").published
    trust.shown = []
    shown = shown_by(trust.run([*white, *of["Other"], *of["Mixed"], *last], "now", before), "Ethnic group")
    hidden_then = {group.name for group in before[0].of("Ethnic group").groups if group.tally is None}
    hidden_now = {name for name, tally in shown.items() if tally is None}
    assert "Other" in hidden_then
    assert {"Other", "Black"} <= hidden_now


def test_answers_that_many_have_given_since_are_counted(trust: Drawn) -> None:
    numbers = sorted(trust.answers)[:2000]
    answers = trust.answers
    some_asked = {
        number: given if at % 2 else dict.fromkeys(given) for at, (number, given) in enumerate(answers.items())
    }
    early = replace(trust, answers=some_asked)
    before = early.run(numbers, "early")
    late = replace(trust, shown=list(before.published)).run(numbers, "late")
    states = {table.by: table.state for table in late.tables}
    assert [states[by] for by in TABLES[:4]] == [EqualityState.COUNTED] * 4
    one_more = {**some_asked, "0000000": answers["0000000"]}
    again = replace(trust, answers=one_more, shown=list(before.published)).run(numbers, "again")
    assert {table.state for table in again.tables} == {EqualityState.EARLIER, EqualityState.COUNTED}


def test_what_was_shown_is_kept_for_later_runs(trust: Drawn, tmp_path: Path) -> None:
    equality = trust.run(sorted(trust.answers)[:60])
    write_kept_run(tmp_path, replace(a_round(3, 4), equality=equality))
    kept = read_kept_run(tmp_path / "kept.json")
    assert kept is not None
    assert equality.published
    assert kept.equality == equality.published
