"""A trust drawn at random: who gives which answer, who progresses, and what runs over some of them show on Equality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pandas as pd
from casebook import TRUST_BY_NAME, base, rows_of, xlsx
from moderated_round import a_round, facts

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.layout.trust_workbook import EQUALITY
from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.equality import Equality, Published
from pmr_batch.model.findings import Validated
from pmr_batch.model.person import Recommendation
from pmr_batch.moderate.equality import equality
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings

TABLES = ["Sex", "Ethnic group", "Disability", "Age band", "Extended absence"]
ETHNIC = ("Asian", "Black", "Mixed", "White", "Other", "Prefer not to say", "Not asked")
ASKED = ("sex", "ethnic_group", "disability", "age_band")
#: About what a trust of schools looks like, in the order of the Equality sheet's lists; the last were not asked.
ORDINARY = {
    "sex": (74, 21, 2, 3),
    "ethnic_group": (9, 7, 4, 70, 2, 5, 3),
    "disability": (7, 84, 6, 3),
    "age_band": (20, 30, 27, 17, 3, 3),
}


@cache
def settings(least: int) -> Settings:
    """Those of the trust of base.yml, which hides counts below `least`."""
    told = _base_settings()
    return replace(told, parameters=told.parameters.from_rows([_small_number(least)]))


@cache
def _base_settings() -> Settings:
    trust = {name: rows_of(text) for name, text in base()["settings"].items()}
    with TemporaryDirectory() as folder:
        tables = {name: trust.get(name, []) for name in TRUST_BY_NAME}
        (Path(folder) / "trust.xlsx").write_bytes(xlsx(tables, TRUST_BY_NAME, {}))
        return read_trust(Path(folder))


@dataclass
class Drawn:
    """Everybody whom the trust may ever employ, by payroll number."""

    answers: dict[str, Mapping[str, str | None]]
    absent: dict[str, bool]
    progresses: dict[str, bool]
    shown: list[Published] = field(default_factory=list)
    tops: set[str] = field(default_factory=set)

    @cached_property
    def rows(self) -> tuple[Mapping[str, str | None], ...]:
        """The Equality sheet of trust.xlsx."""
        return tuple({"payroll_number": number, **given} for number, given in self.answers.items())

    def run(
        self,
        numbers: Iterable[str],
        run: str = "run",
        last_cycle: tuple[Published, ...] = (),
        least: int = 5,
        before: tuple[Published, ...] = (),
    ) -> Equality:
        """What a run over some of them shows, after those before it, last cycle and the one `before`."""
        people = [replace(_one(number), can_progress=number not in self.tops) for number in numbers]
        earlier = Earlier(_kept(tuple(self.shown)), (_kept(last_cycle), _kept(before)))
        told = settings(least)
        made = equality(
            replace(facts(), run=run, as_of=date(2025, 10, 13)),
            people,
            self._validated(people),
            replace(told, equality=self.rows),
            next(iter(told.cycles.values())),
            earlier,
        )
        self.shown = list(made.published)
        return made

    def _validated(self, people: list[Recommendation]) -> Validated:
        who = {"academy": [one.academy for one in people], "payroll_number": [one.payroll_number for one in people]}
        staff = pd.DataFrame(who | {"long_absence": [self.absent[one.payroll_number] for one in people]})
        reviews = pd.DataFrame(who | {"progresses": [self.progresses[one.payroll_number] for one in people]})
        return Validated((), (), (), {STAFF.name: staff, REVIEWS.name: reviews}, ())


def drawn(rng: Random, size: int, shares: Mapping[str, tuple[float, ...]] = ORDINARY, rising: float = 0.62) -> Drawn:
    """`size` people, each of whom gives answers in some shares."""
    numbers = [f"{number:07}" for number in range(size)]
    columns = {key: _drawn_answers(rng, key, shares[key], size) for key in ASKED}
    return Drawn(
        {number: {key: columns[key][at] for key in ASKED} for at, number in enumerate(numbers)},
        {number: rng.random() < 0.06 for number in numbers},
        {number: rng.random() < rising for number in numbers},
    )


def _drawn_answers(rng: Random, key: str, shares: tuple[float, ...], size: int) -> list[str | None]:
    return rng.choices((*EQUALITY.by_key[key].values, None), shares, k=size)


_TEMPLATE = a_round(3, 4).recommendations[0]


@cache
def _one(number: str) -> Recommendation:
    return replace(_TEMPLATE, payroll_number=number)


def _small_number(least: int) -> dict[str, object]:
    return {"parameter": "small_number", "value": str(least), "from_": date(2019, 4, 1), "note": None}


def _kept(shown: tuple[Published, ...]) -> Kept:
    return Kept("before", "f" * 64, date(2025, 10, 1), "Teaching 2024-25", (), (), shown, (), ())


def made_of(tallies: dict[str, tuple[int, int]]) -> Drawn:
    """A trust of so many who progress, and others, in each ethnic group; nothing else is known of anybody."""
    made = Drawn({}, {}, {})
    for name, tally in tallies.items():
        for progresses in (number < tally[0] for number in range(sum(tally))):
            number = f"{len(made.answers):07}"
            made.answers[number] = {"ethnic_group": None if name == "Not asked" else name}
            made.absent[number], made.progresses[number] = False, progresses
    return made


def by_ethnic_group(tallies: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int] | None]:
    made = made_of(tallies)
    return shown_by(made.run(made.answers), "Ethnic group")


def shown_by(equality: Equality, by: str) -> dict[str, tuple[int, int] | None]:
    table = next(table for table in equality.tables if table.by == by)
    return (
        {} if table.breakdown is None else {one.name: one.tally and tuple(one.tally) for one in table.breakdown.groups}
    )
