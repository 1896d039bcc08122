"""findings.xlsx: every finding of the run, one line each, with counts by academy and by rule first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pmr_batch.excel.writing.book import Book
from pmr_batch.model.findings import Finding
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Severity
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.produce.outcome_words import open_in_words
from pmr_batch.rules.not_checked import Lack, lacks
from pmr_batch.words import counted, in_order, plain

_NO_ACADEMY = "No academy known"
_TRUST = "Trust"
_OTHER_ROUNDS = "People who are decided in another round"


@dataclass(frozen=True)
class _Line:
    """A finding with the names that a reader needs."""

    finding: Finding
    academy: str
    person: str | None
    round: str


@dataclass(frozen=True)
class _Counts:
    """Findings of one academy or rule, by what is still to do."""

    first: str | None
    second: str
    errors: int
    queries: int
    answered: int
    notes: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.errors + self.queries + self.answered + self.notes


def findings_workbook(moderated: Moderated) -> bytes:
    """findings.xlsx; the same bytes for the same findings. Raises OutputError."""
    book = Book(f"Findings {moderated.run.cycle}")
    for sheet in (_by_academy(moderated), _by_rule(moderated)):
        write_list(book, sheet, moderated.run)
    write_list(book, _all(moderated), moderated.run)
    if moderated.not_checked:
        write_list(book, _not_checked(moderated), moderated.run)
    return book.bytes()


def _by_academy(moderated: Moderated) -> List[_Counts]:
    groups: dict[str | None, list[Finding]] = {academy.code: [] for academy in moderated.academies}
    for finding in moderated.of_round:
        groups.setdefault(finding.academy, []).append(finding)
    names = _names(moderated)
    rows = [_counts(code, names.get(code, _NO_ACADEMY), group) for code, group in groups.items()]
    if moderated.of_other_rounds:
        rows.append(_counts(None, _OTHER_ROUNDS, moderated.of_other_rounds))
    return List(
        name="Summary",
        title=f"Findings: {moderated.run.cycle}, {moderated.run.round.value.capitalize()} round",
        note=_note(moderated),
        fields=_count_fields("Academy code", 14, "Academy", 50),
        rows=rows,
        total=_counts(None, _TRUST, moderated.findings),
    )


def _by_rule(moderated: Moderated) -> List[_Counts]:
    must_hold = {rule.code: rule.must_hold for rule in moderated.rules}
    groups: dict[str, list[Finding]] = {}
    for finding in moderated.findings:
        groups.setdefault(finding.code, []).append(finding)
    rows = [_counts(code, must_hold.get(code, ""), group) for code, group in sorted(groups.items())]
    return List(
        name="By rule",
        title="Findings by rule",
        note=f"{counted(len(rows), 'rule')} found something.",
        fields=_count_fields("Rule", 9, "What must hold", 80),
        rows=sorted(rows, key=lambda row: -row.errors - row.queries),
        total=_counts(None, _TRUST, moderated.findings),
    )


def _all(moderated: Moderated) -> List[_Line]:
    names = _names(moderated)
    people: dict[tuple[str | None, str | None], str | None] = {
        (person.academy, person.payroll_number): person.name for person in moderated.people if person.payroll_number
    }
    others, this = set(moderated.of_other_rounds), moderated.run.round.value.capitalize()
    rows = [
        _Line(
            finding,
            names.get(finding.academy, _NO_ACADEMY),
            people.get((finding.academy, finding.payroll_number)),
            "Another" if finding in others else this,
        )
        for finding in moderated.findings
    ]
    return List(
        name="All findings",
        title="All findings",
        note="One line a finding, in the order of academy, sheet, row and column. Explained and accepted ones ask for "
        "nothing more. Of many findings of one kind in one academy the first are listed and the rest counted.",
        fields=_FIELDS,
        rows=rows,
    )


def _not_checked(moderated: Moderated) -> List[Lack]:
    rows = lacks(moderated.not_checked)
    return List(
        name="Not checked",
        title="Rules not checked",
        note="What the settings lack, and the rules that could not be asked where it was needed.",
        fields=(
            Field("Rules", 30, lambda lack: ", ".join(lack.codes)),
            Field("What they need", 60, lambda lack: lack.needs),
            Field("What to do", 50, lambda lack: lack.remedy),
        ),
        rows=rows,
    )


def _names(moderated: Moderated) -> dict[str | None, str]:
    return {academy.code: academy.name for academy in moderated.academies}


def _counts(first: str | None, second: str, findings: Sequence[Finding]) -> _Counts:
    still_open = Counter(finding.severity for finding in findings if finding.counts)
    notes = sum(finding.severity is Severity.NOTE for finding in findings)
    answered = len(findings) - notes - still_open.total()
    return _Counts(first, second, still_open[Severity.ERROR], still_open[Severity.QUERY], answered, notes)


def _note(moderated: Moderated) -> str:
    counts, apart = _counts(None, "", moderated.of_round), open_in_words(moderated.of_other_rounds)
    besides = f" Besides, {apart} about people who are decided in another round." if apart else ""
    return (
        f"{counted(counts.errors, 'error')} to correct, {counted(counts.queries, 'query', 'queries')} to correct or "
        f"explain, {counts.answered:,} explained or accepted, {counted(counts.notes, 'note')} to read.{besides}"
    )


def _count_fields(first: str, first_width: float, second: str, second_width: float) -> tuple[Field[_Counts], ...]:
    return (
        Field(first, first_width, lambda row: row.first),
        Field(second, second_width, lambda row: row.second),
        Field("Errors", 11, lambda row: row.errors),
        Field("Queries", 11, lambda row: row.queries),
        Field("Explained or accepted", 12, lambda row: row.answered),
        Field("Notes", 11, lambda row: row.notes),
        Field("All", 11, lambda row: row.total),
    )


_FIELDS: tuple[Field[_Line], ...] = (
    Field("Severity", 9, lambda line: line.finding.severity.value, lambda line: _verdict(line.finding)),
    Field("Rule", 8, lambda line: line.finding.code),
    Field("Academy code", 9, lambda line: line.finding.academy),
    Field("Academy", 18, lambda line: line.academy),
    Field("Round", 9, lambda line: line.round),
    Field("File", 16, lambda line: line.finding.file),
    Field("Sheet", 12, lambda line: line.finding.sheet),
    Field("Cell", 7, lambda line: line.finding.cell or _row(line.finding)),
    Field("Payroll number", 10, lambda line: ", ".join(dict.fromkeys(line.finding.people)) or None),
    Field("Name", 16, lambda line: line.person),
    Field("Value", 14, lambda line: _value(line.finding)),
    Field("What was found", 50, lambda line: line.finding.message),
    Field("What to do", 26, lambda line: line.finding.remedy),
    Field("Explanation", 24, lambda line: line.finding.explanation),
    Field("Accepted", 20, lambda line: line.finding.accepted),
)


def _verdict(finding: Finding) -> str | None:
    """Open errors and queries stand out; what is explained or accepted no longer does."""
    if not finding.counts:
        return None
    return "wrong" if finding.severity is Severity.ERROR else "fill_in"


def _row(finding: Finding) -> str | None:
    return None if finding.row is None else f"row {finding.row}"


def _value(finding: Finding) -> str | None:
    """As text, for the column mixes dates, money and words; dates as the workbooks show them."""
    if isinstance(finding.value, date):
        return f"{finding.value:%d/%m/%Y}"
    return None if finding.value is None else in_order(str(plain(finding.value)))
