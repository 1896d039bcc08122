"""Whatever people type where they answer - explanations, decisions, forms - is taken or named, and nothing else.

A few answers are drawn in each run of the tests; `make soak` draws many.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from casebook import workbook
from committee_desk import Desk
from filled_forms import AS_OF, CYCLE, by_column, collected, controls, edited, made, trust, written
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from soak import SAME_EACH_TIME, tried

from pmr_batch.commands.decide import decide
from pmr_batch.commands.rounds.run import run
from pmr_batch.errors import PmrError
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Round
from pmr_batch.read.worker import read_return
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.validate import validate
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.appendix_a.stages import FormStage

TRIED = settings(
    max_examples=tried(6),
    deadline=None,
    derandomize=SAME_EACH_TIME,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
#: What Excel and Word let somebody type; no lines, and no sign that divides the cells of a text table.
TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|\ufffe\uffff"), max_size=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust with one return, and one person before the committee: to read."""
    return trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


# -- explanations ----------------------------------------------------------------------------------

LATE = {
    "Meetings": """
        | Payroll number | Date       | Kind            |
        | 0001041        | 2025-10-06 | Initial meeting |
        | 0001041        | 2026-01-20 | Observation     |
        | 0001041        | 2026-02-10 | Informal review |
        | 0001041        | 2026-10-16 | Final review    |"""
}
EXPLANATION = st.tuples(
    st.sampled_from(["PM103", " pm103", "PM 103", "PM103 and PM104", "PM999", ""]) | TYPED,
    st.sampled_from(["0001041", "1041", "0009999", ""]) | TYPED,
    st.sampled_from(["16/10/2026", "2026-10-16", "2026-10-17", ""]) | TYPED,
    st.sampled_from(["The school was closed", "n/a", "-", "see above", ""]) | TYPED,
    st.sampled_from(["0001001", "Helen Hughes", ""]) | TYPED,
    st.sampled_from(["2026-10-19", "19.10.26", "soon", ""]) | TYPED,
)
HEADINGS = ("Rule", "Payroll number", "About", "Explanation", "Explained by", "Explained on")


def found(folder: Path, sheets: Mapping[str, str]) -> tuple[list[tuple[str, str | None]], Finding]:
    """What is found outside of Explanations, by code and cell; and the query that may be answered there."""
    return_ = read_return("return.xlsx", workbook("teacher", "", dict(sheets)))
    findings = validate([return_], read_trust(folder), AS_OF, Round.OCTOBER).findings
    (query,) = (one for one in findings if one.code == "PM103")
    return sorted((one.code, one.cell) for one in findings if one.sheet != "Explanations"), query


@pytest.fixture(scope="module")
def unanswered(folder: Path) -> list[tuple[str, str | None]]:
    """What is found where nothing is explained."""
    before, asked = found(folder, LATE)
    assert asked.counts
    return before


@TRIED
@given(st.lists(EXPLANATION, min_size=1, max_size=4))
def test_an_explanation_answers_its_query_or_none_and_changes_nothing_else(
    folder: Path, unanswered: list[tuple[str, str | None]], rows: list[tuple[str, ...]]
) -> None:
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (HEADINGS, *rows))
    after, query = found(folder, {**LATE, "Explanations": table})
    assert after == unanswered
    texts = {" ".join(row[3].split()) for row in rows if "103" in row[0]}
    explanation = " ".join((query.explanation or "").split())
    assert query.counts or any(explanation.startswith(text) for text in texts - {""})


# -- decisions -------------------------------------------------------------------------------------

DECISION = st.fixed_dictionaries(
    {},
    optional={
        "Decision": st.sampled_from(["Approved", "approved ", "Not approved", "Deferred", "Yes", "?"]) | TYPED,
        "Decided on": st.dates(date(1899, 12, 31), date(2100, 1, 1)) | st.integers() | st.floats() | TYPED,
        "Decision reason": TYPED,
        "Decided point": st.sampled_from(["M5", "mps 5", "U1", "L18", 5, 5.5, -1]) | TYPED,
        "Decided range": st.sampled_from(["Main", "Upper", "main scale"]) | TYPED,
        "Effective from": st.dates(date(2020, 1, 1), date(2030, 1, 1)) | TYPED,
    },
)


@pytest.fixture(scope="module")
def before_the_committee(folder: Path, executor: Executor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trust once its October round was run."""
    own = Path(shutil.copytree(folder, tmp_path_factory.mktemp("met") / "trust"))
    run(own, CYCLE, Round.OCTOBER, AS_OF, executor)
    return own


@TRIED
@given(DECISION)
def test_a_decision_is_taken_or_named_once_and_a_look_changes_nothing(
    before_the_committee: Path, executor: Executor, cells_typed: dict[str, Any]
) -> None:
    folder = before_the_committee
    desk = Desk(next((folder / "output" / CYCLE / "october" / "committee").glob("*.xlsx")))
    desk.type(0, cells_typed)
    back = desk.save(folder.parent / "Decided.xlsx")
    ledger = (folder / "records.sqlite").read_bytes()
    try:
        result = decide(back, folder, AS_OF, executor, preview=True)
    except PmrError:
        return
    assert len(result.new) + len(result.undecided) + len(result.wrong) == 1
    assert not result.wrong or result.findings
    assert result.undecided or cells_typed
    assert (folder / "records.sqlite").read_bytes() == ledger


# -- forms -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filled:
    """A form of somebody's, and the tags of its content controls."""

    path: Path
    tags: tuple[str, ...]


@pytest.fixture(scope="module")
def form(folder: Path) -> Filled:
    path = made(folder, FormStage.DRAFT)
    tags: list[str] = []
    edited(path, lambda body: tags.extend(tag for tag in CONTROLS if controls(body, tag)))
    return Filled(path, tuple(tags))


@TRIED
@given(st.data())
def test_what_is_typed_in_a_form_goes_to_its_cell_as_it_is_or_is_named(
    folder: Path, form: Filled, data: st.DataObject
) -> None:
    tag = data.draw(st.sampled_from(form.tags))
    text = data.draw(TYPED.filter(lambda typed: any(map(str.isalnum, typed))))
    result = collected(folder, edited(form.path, written(tag, text)))
    column = CONTROLS[tag].column
    became = by_column(result).get(f"{column.sheet}.{column.heading}")
    (read,) = result.read
    assert became is not None or read.not_taken
    if isinstance(became, str) and not column.values:
        assert became.split() == text.split()
    assert len(read.changes) <= 1
