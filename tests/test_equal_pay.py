"""Women's and men's median pay by range: right where it is shown, and shown only where no sex follows from it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from statistics import median

import openpyxl
import pytest
from marked_tables import table_rows
from moderated_round import a_round

from pmr_batch.model.equality import Equality, EqualityState, PayTable, Published, RangePay
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.moderate.equal_pay import pay_tables, range_pays
from pmr_batch.produce.committee import committee_workbook

ONE = a_round(3, 9).recommendations[0]
Sexes = Mapping[str, str]


def pay_of(point: int) -> Decimal:
    return Decimal(30_000 + 2_000 * point)


def person(number: int, point: int, range_: str = "Main", area: str = "London Fringe") -> Recommendation:
    current = Pay(range_, f"{range_[0]}{point}", pay_of(point))
    return replace(ONE, payroll_number=f"{number:07}", current=current, pay_area=area)


def staffed(points: Sequence[int], women: Sequence[bool | None]) -> tuple[list[Recommendation], Sexes]:
    """A person a point, with the sexes: True of a woman, False of a man, None of whoever is recorded with neither."""
    people = [person(number, point) for number, point in enumerate(points)]
    words = {True: "Female", False: "Male", None: "Prefer not to say"}
    return people, {row.payroll_number: words[woman] for row, woman in zip(people, women, strict=True)}


def test_medians_are_those_of_python() -> None:
    random = Random(1)
    points = [random.randint(1, 6) for _ in range(200)]
    women = [random.random() < 0.7 for _ in points]
    (found,) = range_pays(*staffed(points, women), 5)
    for which, shown in ((True, found.women), (False, found.men)):
        own = [point for point, woman in zip(points, women, strict=True) if woman is which]
        assert shown.pay == median(map(pay_of, own))
        assert shown.points in (f"M{int(median(own))}", f"M{int(median(own))} to M{int(median(own)) + 1}")
    assert float(found.difference) == pytest.approx(float(found.women.pay / found.men.pay) - 1)


def test_the_only_one_on_a_point_cannot_be_the_median() -> None:
    lone = [1] * 10 + [3] + [5] * 10
    women = [True] * 5 + [False] * 5 + [True] + [True] * 5 + [False] * 5
    assert not list(range_pays(*staffed(lone, women), 5))
    spread = [1] * 10 + [3] * 11 + [5] * 10
    women = [True] * 5 + [False] * 5 + [True] * 6 + [False] * 5 + [True] * 5 + [False] * 5
    assert list(range_pays(*staffed(spread, women), 5))


def _medians(points: Sequence[int]) -> tuple[int, int]:
    ordered = sorted(points)
    return ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]


def _told(points: Sequence[int], sexes: Sequence[bool | None]) -> tuple[object, ...]:
    """All that whoever knows the points by name, and how many there are of each sex, learns."""
    groups = [[point for point, sex in zip(points, sexes, strict=True) if sex is each] for each in (True, False)]
    return *map(_medians, groups), *map(len, groups)


def _possible(points: Sequence[int], sexes: Sequence[bool | None]) -> Iterator[tuple[bool | None, ...]]:
    told = _told(points, sexes)
    for guess in product((True, False, None), repeat=len(points)):
        if guess.count(True) and guess.count(False) and _told(points, guess) == told:
            yield guess


def _is_harmless(points: Sequence[int], sexes: Sequence[bool | None], least: int) -> bool:
    """By all possible answers: neither few nor all but a few on a point are of a sex, or any number may be."""
    for point, people in Counter(points).items():
        at = [number for number, each in enumerate(points) if each == point]
        for sex in (True, False):
            counts = {sum(guess[number] is sex for number in at) for guess in _possible(points, sexes)}
            fewest, most = min(counts), max(counts)
            if not ((fewest == 0 and most == people) or (most >= least and people - fewest >= least)):
                return False
    return True


@pytest.mark.parametrize("seed", range(12))
def test_what_is_shown_withstands_whoever_tries_all_answers(seed: int) -> None:
    random = Random(seed)
    points = sorted(random.randint(1, 3) for _ in range(8))
    answers = (True, False) if seed % 2 else (True, False, True, False, None)
    sexes = [True, False, *(random.choice(answers) for _ in range(6))]
    shown = bool(list(range_pays(*staffed(points, sexes), 1)))
    assert shown == _is_harmless(points, sexes, 1)


def test_few_of_a_sex_and_unknown_pay_are_in_no_median() -> None:
    points = [1, 2, 3] * 12
    few = [number < 4 for number in range(36)]
    assert not list(range_pays(*staffed(points, few), 5))
    people, sexes = staffed(points, [bool(number % 2) for number in range(36)])
    unknown = [replace(row, current=replace(row.current, amount=None)) for row in people]
    assert list(range_pays(people, sexes, 5))
    assert not list(range_pays(unknown, sexes, 5))


def test_a_range_that_is_paid_in_two_areas_is_two() -> None:
    rows = [
        person(number, number % 3 + 1, area=("Inner London", "Rest of England")[number % 2]) for number in range(96)
    ]
    sexes = {row.payroll_number: ("Female", "Male")[number // 2 % 2] for number, row in enumerate(rows)}
    assert [found.name for found in range_pays(rows, sexes, 5)] == ["Main, Inner London", "Main, Rest of England"]


# -- run after run ---------------------------------------------------------------------------------


def counted(rows: Sequence[Recommendation], sexes: Sexes, run: str = "now") -> Published:
    return Published(run, date(2026, 10, 13), (), (), (), tuple(range_pays(rows, sexes, 5)))


def tables(
    rows: Sequence[Recommendation], sexes: Sexes, round_: Sequence[Published] = (), cycles: Sequence[Published] = ()
) -> tuple[PayTable, tuple[RangePay, ...]]:
    ((table,), own) = pay_tables(rows, counted(rows, sexes), round_, cycles, 5)
    return table, own


@pytest.fixture(scope="module")
def main_range() -> tuple[list[Recommendation], dict[str, str]]:
    people, sexes = staffed([1, 2, 3] * 20, [bool(number % 2) for number in range(60)])
    return people, dict(sexes)


@pytest.mark.parametrize(
    ("joined", "in_the_round", "in_the_next_cycle"),
    [
        (0, EqualityState.COUNTED, EqualityState.COUNTED),
        (1, EqualityState.EARLIER, EqualityState.ALIKE),
        (9, EqualityState.EARLIER, EqualityState.ALIKE),
        (12, EqualityState.COUNTED, EqualityState.COUNTED),
    ],
)
def test_it_is_counted_anew_only_where_nobody_or_many_have_moved(
    main_range: tuple[list[Recommendation], dict[str, str]],
    joined: int,
    in_the_round: EqualityState,
    in_the_next_cycle: EqualityState,
) -> None:
    people, sexes = main_range
    before = counted(people, sexes, "before")
    more = [person(100 + number, number % 3 + 1) for number in range(joined)]
    now = {**sexes, **{row.payroll_number: "Female" for row in more}}
    table, own = tables([*people, *more], now, round_=[before])
    assert (table.state, bool(own)) == (in_the_round, in_the_round is EqualityState.COUNTED)
    assert table.pay is not None
    assert (len(table.pay.people) == 60) == (joined < 12)
    later, _ = tables([*people, *more], now, cycles=[before])
    assert later.state is in_the_next_cycle
    assert (later.pay is None) == (in_the_next_cycle is EqualityState.ALIKE)


def _paths(random: Random, people: int, packs: int) -> list[list[int | None]]:
    """A point a pack for each person, None where they are not in it; most stay where they are."""
    paths: list[list[int | None]] = []
    for _ in range(people):
        path: list[int | None] = [random.choice((1, 2, 3, None))]
        while len(path) < packs:
            path.append(path[-1] if random.random() < 0.5 else random.choice((1, 2, 3, None)))
        paths.append(path)
    return paths


def _shown_packs(paths: Sequence[Sequence[int | None]], sexes: Sexes, *, in_a_round: bool) -> list[int]:
    """The packs in which the range is counted and shown, each beside those shown before; where 1 is few."""
    shown: dict[int, Published] = {}
    for pack in range(len(paths[0])):
        rows = [person(number, path[pack]) for number, path in enumerate(paths) if path[pack] is not None]
        found = Published(f"run {pack}", date(2026, 10, 13), (), (), (), tuple(range_pays(rows, sexes, 1)))
        before = tuple(shown.values())
        _, own = pay_tables(rows, found, before if in_a_round else (), () if in_a_round else before, 1)
        if own:
            shown[pack] = found
    return list(shown)


@pytest.mark.parametrize(("packs", "people", "seeds"), [(2, 9, 160), (3, 9, 70)])
def test_two_and_three_packs_together_withstand_whoever_tries_all_answers(packs: int, people: int, seeds: int) -> None:
    """Every answer of everybody that fits all medians shown: of nobody, and of no place, is the sex the same in all."""
    guesses = list(product((True, False), repeat=people))
    together = Counter[int]()
    for seed in range(seeds):
        random = Random(seed)
        paths = _paths(random, people, packs)
        women = [random.random() < 0.5 for _ in paths]
        sexes = {f"{number:07}": "Female" if woman else "Male" for number, woman in enumerate(women)}
        shown = _shown_packs(paths, sexes, in_a_round=bool(seed % 2))
        if len(shown) < 2:
            continue
        together[len(shown)] += 1
        there = [[number for number in range(people) if paths[number][pack] is not None] for pack in shown]
        told = _told_by(paths, shown, there, women)
        possible = [guess for guess in guesses if _told_by(paths, shown, there, guess) == told]
        for members in _groups(paths, shown):
            counts = {sum(guess[number] for number in members) for guess in possible}
            fewest, most = min(counts), max(counts)
            anything = fewest == 0 and most == len(members)
            assert anything or (most >= 1 and len(members) - fewest >= 1), (seed, members)
            if len(members) == 1:
                assert counts == {0, 1}, (seed, members)
    assert together[2] > 10
    assert packs == 2 or together[3] > 5


def _told_by(
    paths: Sequence[Sequence[int | None]], shown: Sequence[int], there: Sequence[Sequence[int]], guess: Sequence[bool]
) -> tuple[object, ...] | None:
    """The medians of all packs shown, if everybody were what is guessed; None where a pack would have but one sex."""
    told: list[object] = []
    for pack, present in zip(shown, there, strict=True):
        for sex in (True, False):
            points = [paths[number][pack] for number in present if guess[number] is sex]
            if not points:
                return None
            told.append(_medians([point for point in points if point is not None]))
    return tuple(told)


def _groups(paths: Sequence[Sequence[int | None]], shown: Sequence[int]) -> Iterator[list[int]]:
    """Those of one path through the packs shown; on one point of a pack; in one pack and not in another."""
    keys: list[list[object]] = [[tuple(path[pack] for pack in shown) for path in paths]]
    keys += [[path[pack] for path in paths] for pack in shown]
    keys += [
        ["gone" if path[one] is not None and path[other] is None else None for path in paths]
        for one in shown
        for other in shown
    ]
    for of_each in keys:
        for key in {*of_each} - {None, (None,) * len(shown)}:
            yield [number for number, each in enumerate(of_each) if each == key]


def test_an_answer_given_since_is_not_shown_by_a_median(
    main_range: tuple[list[Recommendation], dict[str, str]],
) -> None:
    people, sexes = main_range
    before = counted(people, sexes, "before")
    highest = [row.payroll_number for row in people if row.current.point == "M3"]
    changed = sexes | dict.fromkeys(highest, "Female")
    table, own = tables(people, changed, round_=[before])
    assert (table.state, own) == (EqualityState.EARLIER, ())


def test_the_sheet_shows_medians_and_says_of_each_hidden_one_why(
    main_range: tuple[list[Recommendation], dict[str, str]],
) -> None:
    people, sexes = main_range
    few = [person(200, 1, "Upper")]
    found, _ = pay_tables([*people, *few], counted(people, sexes), (), (), 5)
    moderated = replace(a_round(3, 9), equality=Equality(pay=found))
    sheet = openpyxl.load_workbook(io.BytesIO(committee_workbook(moderated)))["Equality"]
    main, upper = table_rows(sheet, "Equality_pay_by_sex")
    assert (main["People"], main["Women, median pay"], main["Men, point"]) == (60, 34_000, "M2")
    assert main["What it says"] == "The same"
    assert set(upper.values()) == {"Upper", 1, "[c]", "Too few, or it would tell on single people"}
    headings, shown, hidden = sheet[sheet.tables["Equality_pay_by_sex"].ref]
    assert [cell.alignment.horizontal for cell in headings] == ["left", *["center"] * 5, "left"]
    assert "£" in shown[2].number_format
    assert [(cell.value, cell.alignment.horizontal) for cell in hidden[2:6]] == [("[c]", "center")] * 4
