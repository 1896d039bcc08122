"""A comparison of two policies as a workbook: what differs, figures, people, findings, and the cost by academy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from pmr_batch.excel.writing.book import Book
from pmr_batch.model.policy_comparison import CostPair, Difference, FindingChange, NumberChange, PolicyComparison
from pmr_batch.model.terms import Value
from pmr_batch.produce.comparison_words import (
    AS_IF,
    COST_NOTE,
    Figure,
    cost_figures,
    message_shown,
    more_in_words,
    numbers_in_words,
    outcome_figures,
    place,
    rule_shown,
    why,
)
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.produce.outcome_words import COMMITTEE_SHORT
from pmr_batch.words import counted

OWN, OTHER = "Trust's own policy", "Other policy"
#: The name of an academy with the two sums of its cost.
_AcademyCost = tuple[str, CostPair]


def comparison_workbook(comparison: PolicyComparison) -> bytes:
    """The workbook; the same bytes for the same comparison. Raises OutputError."""
    book = Book(f"{comparison.run.cycle} under {comparison.name}")
    write_list(book, _figures(comparison), comparison.run)
    write_list(book, _numbers(comparison), comparison.run)
    write_list(book, _people(comparison), comparison.run)
    write_list(book, _findings(comparison), comparison.run)
    write_list(book, _academies(comparison), comparison.run)
    return book.bytes()


def _figures(comparison: PolicyComparison) -> List[Figure]:
    return List(
        name="Summary",
        title=f"{comparison.run.cycle} under {comparison.name}",
        note=f"Otherwise than in the trust's own policy: {numbers_in_words(comparison)}. {AS_IF} "
        f"{more_in_words(comparison.in_review.more)} in a full year.",
        fields=(
            Field("What", 72, lambda figure: figure.what),
            Field(OWN, 26, lambda figure: figure.own),
            Field(OTHER, 26, lambda figure: figure.other),
            Field("Difference", 26, lambda figure: figure.more),
        ),
        rows=(*_people_figures(comparison), *cost_figures(comparison.in_review, comparison.before_committee)),
    )


def _people_figures(comparison: PolicyComparison) -> Iterator[Figure]:
    yield from (Figure(f"People: {figure.what}", figure.own, figure.other) for figure in outcome_figures(comparison))
    yield Figure("Findings under one of the two only", comparison.goes, comparison.comes)


def _numbers(comparison: PolicyComparison) -> List[NumberChange]:
    return List(
        name="Numbers",
        title="What is otherwise in the other policy",
        note=f"The sheet Parameters of {comparison.name}; whatever it does not name is as in the trust's own policy.",
        fields=(
            Field("Parameter", 28, lambda number: number.name),
            Field("Clause", 10, lambda number: number.clause),
            Field(OWN, 20, lambda number: number.own),
            Field(OTHER, 20, lambda number: number.other),
            Field("Unit", 16, lambda number: number.unit),
            Field("Meaning", 60, lambda number: number.meaning),
        ),
        rows=comparison.numbers,
    )


def _people(comparison: PolicyComparison) -> List[Difference]:
    fields: tuple[Field[Difference], ...] = (
        Field("Academy code", 9, lambda row: row.person.academy),
        Field("Academy", 24, lambda row: comparison.academy_names.get(row.person.academy or "")),
        Field("Payroll number", 11, lambda row: row.person.payroll_number),
        Field("Name", 22, lambda row: row.person.name),
        Field("Role", 16, lambda row: row.person.role),
        Field("Outcome, own policy", 15, lambda row: COMMITTEE_SHORT[row.own.outcome]),
        Field("Outcome, other policy", 15, lambda row: COMMITTEE_SHORT[row.other.outcome]),
        Field("Recommended, own policy", 16, lambda row: place(row.own.recommended)),
        Field("Recommended, other policy", 16, lambda row: place(row.other.recommended)),
        Field("More in a full year", 13, lambda row: row.more, style="pence"),
        Field("Findings", 40, why),
    )
    return List(
        name="People",
        title="Who would stand otherwise",
        note=f"{counted(len(comparison.differences), 'person', 'people')} of {len(comparison.own):,}. {AS_IF} "
        "A person who is returned has the recommendation that the return has now.",
        fields=fields,
        rows=comparison.differences,
        freeze=4,
    )


def _findings(comparison: PolicyComparison) -> List[FindingChange]:
    fields: tuple[Field[FindingChange], ...] = (
        Field("Would", 9, lambda change: "come" if change.comes else "go", _colour),
        Field("Academy code", 9, lambda change: change.finding.academy),
        Field("Payroll number", 11, lambda change: change.finding.payroll_number),
        Field("Rule", 10, lambda change: rule_shown(change.finding)),
        Field("Severity", 9, lambda change: change.finding.severity.value),
        Field("Sheet", 13, lambda change: change.finding.sheet),
        Field("Cell", 8, lambda change: change.finding.cell),
        Field("Finding", 90, lambda change: message_shown(change.finding)),
    )
    return List(
        name="Findings",
        title="Which findings would go, and which would come",
        note=f"{counted(comparison.goes, 'finding')} would go, {comparison.comes:,} would come. Those that are "
        "explained, accepted or notes are not among them.",
        fields=fields,
        rows=comparison.findings,
        freeze=4,
    )


def _colour(change: FindingChange) -> str:
    return "fill_in" if change.comes else "done"


def _academies(comparison: PolicyComparison) -> List[_AcademyCost]:
    def money(heading: str, get: Callable[[CostPair], Value]) -> Field[_AcademyCost]:
        return Field(heading, 18, lambda row: get(row[1]), style="pence")

    names = comparison.academy_names
    return List(
        name="Cost",
        title="What it would cost, by academy",
        note=COST_NOTE,
        fields=(
            Field("Academy", 40, lambda row: row[0]),
            Field("Posts", 9, lambda row: row[1].own.posts),
            money("Progression, own policy", lambda costs: costs.own.year.progression.total),
            money("Progression, other policy", lambda costs: costs.other.year.progression.total),
            money("All more, own policy", lambda costs: costs.own.year.change.total),
            money("All more, other policy", lambda costs: costs.other.year.change.total),
            money("Difference in a full year", _more),
        ),
        rows=tuple((f"{code} {names.get(code, '')}".rstrip(), costs) for code, costs in comparison.academies.items()),
        total=("The trust", comparison.in_review),
    )


def _more(costs: CostPair) -> Decimal:
    return costs.more
