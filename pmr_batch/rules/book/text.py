"""The rule book as a person reads it on a terminal, at most 100 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from pmr_batch.rules.book.clauses import Clause, Point, clause, section_of, sections
from pmr_batch.rules.book.examples import Cells, Example
from pmr_batch.rules.book.explained import BookEntry, Explained, all_explained, explained
from pmr_batch.rules.book.numbers import Numbers
from pmr_batch.rules.book.wording import SEVERITIES, STAGES, whom
from pmr_batch.words import counted, day

WIDTH = 100
_LABEL, _CLAUSES = 15, 15
_IN, _DEEPER = "  ", "    "


def as_text(entry: BookEntry, numbers: Numbers) -> str:
    """All rules, one rule, or one clause."""
    if entry is None:
        return rules_text(numbers)
    return rule_text(entry, numbers) if isinstance(entry, Explained) else clause_text(entry, numbers)


def rules_text(numbers: Numbers) -> str:
    """All rules, section by section: code, severity, stage, clause, what must hold."""
    rules = all_explained(numbers)
    lines = [f"{counted(len(rules), 'rule')}; `pmr-batch rules PM407` explains one."]
    for section in sections():
        lines += ["", section.title, *_rows(rule for rule in rules if section_of(rule.code) is section)]
    return "\n".join(lines)


def _rows(rules: Iterable[Explained]) -> Iterator[str]:
    for entry in rules:
        rule = entry.rule
        head = f"{_IN}{entry.code}  {rule.severity.value:5}  {rule.stage.value:8}  {rule.clause:{_CLAUSES}}  "
        yield from _wrapped(" ".join(entry.must_hold), head)


def rule_text(entry: Explained, numbers: Numbers) -> str:
    """One rule explained, with an example that passes and one that fails."""
    rule = entry.rule
    lines = [
        f"{entry.code}  {rule.slug.replace('-', ' ').capitalize()}",
        *(clause(number).title for number in entry.clauses),
        "",
        *_labelled("Severity", [f"{each.value}: {SEVERITIES[each]}" for each in entry.severities]),
        *_labelled("Asked", [f"{whom(rule)}, {STAGES[rule.stage]}"]),
        *_labelled("Must hold", entry.must_hold),
        *_labelled("What to do", entry.remedies),
        *_labelled("Reads as", entry.messages),
        *_labelled("Found at", _places(entry)),
        *_labelled("Looks also at", [_other_columns(entry)] if entry.reads else []),
        *_labelled("Numbers", _numbers(entry, numbers)),
        *_labelled("Needs", [*entry.needs, _WITHOUT] if entry.needs else []),
        "",
        *_example("Passes", entry.examples.passes),
        "",
        *_example("Fails", entry.examples.fails),
    ]
    return "\n".join(lines)


def clause_text(clause: Clause, numbers: Numbers) -> str:
    """A clause, its points and how each is met, and its rules."""
    lines = [clause.title]
    for point in clause.points:
        lines += ["", *_point(point)]
    for note in clause.notes:
        lines += ["", *_wrapped(note, f"{_IN}Note: ", _IN)]
    if clause.rules:
        lines += ["", "Its rules", *_rows(explained(code, numbers) for code in clause.rules)]
    return "\n".join(lines)


def _point(point: Point) -> Iterator[str]:
    says = f"{point.part}: {point.says}" if point.part else point.says
    yield from _wrapped(says, f"{_IN}• ", _DEEPER)
    if point.rules:
        yield from _wrapped(", ".join(point.rules), f"{_DEEPER}checked by {_many('rule', point.rules)} ")
    if point.also:
        yield from _wrapped(", ".join(point.also), f"{_DEEPER}served by {_many('rule', point.also)} ")
    for made in point.made:
        yield from _wrapped(made.what, f"{_DEEPER}made by `pmr-batch {made.command}`: ", f"{_DEEPER}  ")
    if point.judged:
        yield from _wrapped(point.judged, f"{_DEEPER}a person judges this: ", f"{_DEEPER}  ")


def _many(word: str, those: tuple[str, ...]) -> str:
    return word if len(those) == 1 else f"{word}s"


def _places(entry: Explained) -> list[str]:
    if not entry.places:
        return ["the workbook, a sheet or any cell" if entry.rule.clause == "workbook" else "the return"]
    return [f"{sheet}: {', '.join(headings)}" for sheet, headings in entry.places]


def _other_columns(entry: Explained) -> str:
    """The columns it reads beside, by sheet."""
    by_sheet: dict[str, list[str]] = {}
    for column in entry.reads:
        by_sheet.setdefault(column.sheet, []).append(column.heading)
    return "; ".join(f"{sheet}: {', '.join(headings)}" for sheet, headings in by_sheet.items())


def _numbers(entry: Explained, numbers: Numbers) -> list[str]:
    lines = [
        f"{each.name}: {each.value} {each.unit}, {_SOURCES[each.source]}; for cycles from {day(each.since)} on"
        for each in numbers.of(entry.parameters)
    ]
    return [*lines, f"({numbers.where}, as in force on {day(numbers.on)})"] if lines else []


_WITHOUT = "(where that is missing, the rule is listed as not checked)"
_SOURCES = {"Policy": "named in the policy", "Trust": "chosen by the trust"}


def _labelled(label: str, texts: Iterable[str]) -> Iterator[str]:
    for at, text in enumerate(texts):
        yield from _wrapped(text, f"{_IN}{'' if at else label:{_LABEL}}")


def _wrapped(text: str, head: str, indent: str | None = None) -> list[str]:
    """Text behind its head, further lines indented below it, or by `indent`."""
    further = " " * len(head) if indent is None else indent
    return textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=further, break_on_hyphens=False)


def _example(label: str, example: Example) -> Iterator[str]:
    when = f", on {day(example.as_of)}" if example.as_of else ""
    yield from _wrapped(f"{example.title}{when}", f"{_IN}{label}: ", _DEEPER)
    for shown in example.tables:
        of = f" in {shown.academy}'s workbook" if shown.academy else ""
        yield f"{_DEEPER}{shown.sheet}{of}"
        yield from (f"{_DEEPER}{line}" for line in _table(shown.cells, WIDTH - len(_DEEPER)))
    if example.found:
        yield from _wrapped("; ".join(example.found), f"{_DEEPER}→ ", f"{_DEEPER}  ")


def _table(cells: Cells, width: int) -> Iterator[str]:
    """The lines of a table; where it is wider than `width`, in parts that repeat its first column."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for columns in _table_parts(widths, width):
        for row in cells:
            yield f"| {' | '.join(f'{row[at]:{widths[at]}}' for at in columns)} |"


def _table_parts(widths: list[int], width: int) -> Iterator[list[int]]:
    part: list[int] = []
    for at in range(len(widths)):
        if len(part) > 1 and 1 + sum(widths[each] + 3 for each in (*part, at)) > width:
            yield part
            part = [0]
        part.append(at)
    yield part
