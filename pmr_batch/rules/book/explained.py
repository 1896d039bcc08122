"""One rule of the rule book in full: where it looks, how it reads, by which numbers, and an example of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from pmr_batch.errors import UsageError
from pmr_batch.layout.columns import Column
from pmr_batch.layout.committee_workbook import APPEALS, RECOMMENDATIONS
from pmr_batch.layout.conditions import All, Any, Condition, LongAbsence, Passed
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.run_facts import RuleFact
from pmr_batch.model.terms import Severity
from pmr_batch.rules import ALL_RULES, FACTS, RULES
from pmr_batch.rules.book.clauses import Clause, clause, hint
from pmr_batch.rules.book.examples import Examples, examples, in_words
from pmr_batch.rules.book.numbers import Numbers
from pmr_batch.rules.book.wording import either, pattern, readable
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.rule import Rule

_ALL_SHEETS = (*SHEETS, RECOMMENDATIONS, APPEALS)
_IN_ORDER = {column: at for at, column in enumerate(column for sheet in _ALL_SHEETS for column in sheet)}


@dataclass(frozen=True, eq=False)
class Explained:
    """All that the rule book has under one code; `rule` is the main one of `variants`.

    `words` are the numbers in force, as the rules' words name them.
    """

    rule: Rule
    variants: tuple[Rule, ...]
    words: Mapping[str, str]

    @property
    def code(self) -> str:
        """PM407."""
        return self.rule.code

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses it names."""
        return tuple(self.rule.clause.split("; "))

    @property
    def must_hold(self) -> tuple[str, ...]:
        """What must hold, a sentence for each kind of cell where they differ."""
        return tuple(dict.fromkeys(readable(rule.must_hold, self.words) for rule in self.variants))

    @property
    def remedies(self) -> tuple[str, ...]:
        """What to do, likewise."""
        remedies = [*(rule.remedy for rule in self.variants), *filter(None, (self.rule.blank_remedy,))]
        return tuple(dict.fromkeys(readable(remedy, self.words) for remedy in remedies))

    @property
    def blames(self) -> tuple[Column, ...]:
        """The columns at which it finds something, those whose blanks it reports among them."""
        return _ordered([*(column for rule in self.variants for column in rule.blames), *self.owns])

    @property
    def reads(self) -> tuple[Column, ...]:
        """The columns it looks at, through facts too, beside those it blames and those that say who is in review."""
        read = {column for rule in self.variants for source in rule.reads for column in _columns(source)}
        return _ordered(read - set(self.blames))

    @property
    def owns(self) -> tuple[Column, ...]:
        """The columns whose blank cells are reported under this code."""
        return tuple(column for column in _IN_ORDER if column.required and self.code in column.owners)

    @property
    def places(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The columns it blames by sheet, headings in the sheet's order."""
        by_sheet = groupby(self.blames, key=attrgetter("sheet"))
        return tuple((sheet, tuple(column.heading for column in columns)) for sheet, columns in by_sheet)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The numbers of the policy that it goes by."""
        named = [name for rule in self.variants for name in rule.parameters]
        named += [name for rule in self.variants for source in rule.reads for name in _of_fact(source)]
        named += [name for column in self.owns if column.required for name in _of_condition(column.required)]
        return tuple(dict.fromkeys(named))

    @property
    def needs(self) -> tuple[str, ...]:
        """The settings without which it is not checked: by sheet, or as one of its cases lacks them."""
        sheets = [f"the {name} sheet of trust.xlsx" for rule in self.variants for name in rule.needs]
        lacking = [lack for lack in self.examples.needs if lack not in sheets]
        return tuple(dict.fromkeys([*sheets, *(f"such as {lack}" for lack in lacking)]))

    @property
    def messages(self) -> tuple[str, ...]:
        """How its findings read, without the place."""
        if message := in_words().get(self.code, {}).get("message"):
            return (message,)
        many = len(self.blames) > _FEW
        asked = [rule for rule in self.variants if rule.function or rule.found_by != "rule"]
        said = [
            pattern(rule, rule.blames[0].heading if rule.blames and not many else "‹column›", self.words)
            for rule in asked
        ]
        if self.owns and self.rule.found_by == "rule":
            blank = readable(self.rule.says_blank, self.words)
            said.append(f"{either(column.heading for column in self.owns)} {blank}")
        return tuple(dict.fromkeys(said))

    @property
    def severities(self) -> tuple[Severity, ...]:
        """How severe what it finds may be, that of the main rule first."""
        return tuple(dict.fromkeys((self.rule.severity, *(rule.severity for rule in self.variants))))

    @property
    def module(self) -> str:
        """The sheets it is about, as one cell of the rule book names them."""
        sheets = [sheet for sheet, _ in self.places]
        if len(sheets) > _SOME:
            return "Most sheets"
        return ", ".join(sheets) or "Whole return"

    @property
    def examples(self) -> Examples:
        """One that passes and one that fails."""
        return examples(self.code)


#: Who is in review is asked for every rule; what that is seen from belongs to none of them.
_OF_EVERYBODY = (FACTS["review_state"], FACTS["in_review"])
#: A message names its column where a code blames so many at most, a module its sheets.
_FEW, _SOME = 12, 4


def all_explained(numbers: Numbers) -> tuple[Explained, ...]:
    """The whole rule book, in the order of its codes, by the numbers in force."""
    words = numbers.words()
    return tuple(
        Explained(RULES[code], tuple(rules), words) for code, rules in groupby(ALL_RULES, key=attrgetter("code"))
    )


def explained(code: str, numbers: Numbers) -> Explained:
    """The rule of a code, pm704 and 704 too. Raises UsageError that names the nearest."""
    rule = find_rule(code)
    return Explained(rule, tuple(each for each in ALL_RULES if each.code == rule.code), numbers.words())


def find_rule(code: str) -> Rule:
    """The main rule of a code, pm704 and 704 too. Raises UsageError that names the nearest."""
    typed = code.strip().upper()
    rule = RULES.get(typed) or RULES.get(f"PM{typed}")
    if rule is None:
        raise UsageError(f"{code} is no rule; {hint(typed, RULES)}")
    return rule


#: A rule, a clause, or all rules.
BookEntry = Explained | Clause | None


def entry(code: str | None, number: str | None, numbers: Numbers) -> BookEntry:
    """The rule of a code, the clause of a number, or None. Raises UsageError for both, or one that is not there."""
    if code and number:
        raise UsageError("A rule and a clause are asked for; name one of them")
    if code:
        return explained(code, numbers)
    return clause(number) if number else None


def rule_lines(numbers: Numbers) -> tuple[RuleFact, ...]:
    """All rules in the order of their codes, a line each; of one code, what its rules say where they differ."""
    return tuple(
        RuleFact(
            code=each.code,
            clause=each.rule.clause,
            severity=each.rule.severity,
            must_hold="\n".join(each.must_hold),
            remedy="\n".join(each.remedies),
            stage=each.rule.stage,
            module=each.module,
            message="\n".join(each.messages),
        )
        for each in all_explained(numbers)
    )


def _ordered(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(sorted(set(columns), key=_IN_ORDER.__getitem__))


def _columns(source: Column | Fact) -> Iterator[Column]:
    if isinstance(source, Column):
        yield source
    elif source not in _OF_EVERYBODY:
        for each in source.reads:
            yield from _columns(each)


def _of_fact(source: Column | Fact) -> Iterator[str]:
    if isinstance(source, Fact):
        yield from source.parameters
        for each in source.reads:
            yield from _of_fact(each)


def _of_condition(condition: Condition) -> Iterator[str]:
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from _of_condition(part)
    elif isinstance(condition, LongAbsence | Passed) and condition.parameter:
        yield condition.parameter
