"""The rule book as an Excel workbook: every rule, the policy clause by clause, and the numbers in force."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pmr_batch import __version__
from pmr_batch.errors import UsageError
from pmr_batch.excel.writing.book import Book
from pmr_batch.files import write_bytes
from pmr_batch.model.run_facts import RuleFact
from pmr_batch.produce.list_sheets import Field, List, Row, lay_out
from pmr_batch.produce.rule_fields import rule_fields
from pmr_batch.rules.book.clauses import Clause, Point, policy_clauses
from pmr_batch.rules.book.explained import rule_lines
from pmr_batch.rules.book.numbers import InForce, Numbers
from pmr_batch.words import counted, day


def write_rule_book(path: Path, besides: str | None, numbers: Numbers) -> str:
    """Write the rule book to a new file, and say so. Raises UsageError where it cannot be one, or is there already."""
    if besides:
        raise UsageError(f"--excel writes the whole rule book; leave out {besides}")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path.name} is no name of a workbook; name one that ends in .xlsx")
    if path.exists():
        raise UsageError(f"{path} is there already; name another file")
    write_bytes(path, rule_book(numbers))
    return f"{path}: the rule book, {counted(len(rule_lines(numbers)), 'rule')}"


def rule_book(numbers: Numbers) -> bytes:
    """The workbook; the same bytes for the same rules and numbers. Raises OutputError."""
    book = Book("Rule book")
    _add(book, _rules(numbers))
    _add(book, _policy())
    _add(book, _numbers(numbers))
    return book.bytes()


def _add(book: Book, sheet: List[Row]) -> None:
    page = lay_out(book, sheet)
    page.print_on_a4((f"Performance management rule book, pmr-batch {__version__}", sheet.name), repeat=sheet.headings)


def _rules(numbers: Numbers) -> List[RuleFact]:
    rules = rule_lines(numbers)
    return List(
        name="Rules",
        title="The rule book",
        note=f"{counted(len(rules), 'rule')}. Errors must be corrected, queries corrected or explained, notes read. "
        "What stands in ‹…› differs from finding to finding. The clause “workbook” is what the policy's stand on.",
        fields=rule_fields(lambda rule: rule, coloured=True),
        rows=rules,
        freeze=1,
    )


@dataclass(frozen=True)
class _PolicyPoint:
    """A point of the policy, with its clause."""

    clause: Clause
    point: Point

    @property
    def checked(self) -> str:
        """The rules that check it, and those of other clauses that serve it."""
        also = [f"({code})" for code in self.point.also]
        return ", ".join([*self.point.rules, *also])

    @property
    def products(self) -> str:
        """What the program makes, by command."""
        return "\n".join(f"{product.command}: {product.what}" for product in self.point.made)


def _policy() -> List[_PolicyPoint]:
    rows = [_PolicyPoint(clause, point) for clause in policy_clauses() for point in clause.points]
    return List(
        name="Policy",
        title="The policy, clause by clause",
        note="Every point of the policy and of its Appendix A, in our own words, and how it is met. Rules in brackets "
        "are those of another clause that serve the point too.",
        fields=(
            Field("Clause", 12, lambda row: row.clause.number),
            Field("About", 26, lambda row: row.point.part or row.clause.heading),
            Field("The policy's sentence begins", 28, lambda row: "\n".join(f"{each} …" for each in row.point.of)),
            Field("What it asks for", 52, lambda row: row.point.says),
            Field("Rules", 20, lambda row: row.checked),
            Field("Made or kept, by command", 44, lambda row: row.products),
            Field("A person judges", 36, lambda row: row.point.judged),
        ),
        rows=rows,
        freeze=1,
    )


@dataclass(frozen=True)
class _Number:
    """A number in force, with the clause it serves."""

    number: InForce
    clause: str


def _numbers(numbers: Numbers) -> List[_Number]:
    entries = numbers.parameters.entries
    rows = [_Number(in_force, entries[in_force.name].clause) for in_force in numbers.of(entries)]
    return List(
        name="Numbers",
        title="The numbers of the policy",
        note=f"In force on {day(numbers.on)}: {numbers.where}. A cycle goes by the numbers of the day it starts on.",
        fields=(
            Field("Parameter", 26, lambda row: row.number.name),
            Field("Value", 14, lambda row: str(row.number.value)),
            Field("Unit", 16, lambda row: row.number.unit),
            Field("For cycles from", 14, lambda row: row.number.since),
            Field("Policy clause", 12, lambda row: row.clause),
            Field("Named by", 12, lambda row: row.number.source),
            Field("Meaning", 70, lambda row: row.number.meaning),
        ),
        rows=rows,
        freeze=1,
    )
