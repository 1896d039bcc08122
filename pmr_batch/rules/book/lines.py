"""The rule book, one line a rule: what lists of all rules show."""

from __future__ import annotations

from pmr_batch.model.run_facts import RuleFact
from pmr_batch.rules.book.explained import all_explained
from pmr_batch.rules.book.numbers import Numbers


def rule_lines(numbers: Numbers) -> tuple[RuleFact, ...]:
    """All rules in the order of their codes; of one code, what its rules say where they differ."""
    return tuple(
        RuleFact(
            code=one.code,
            clause=one.rule.clause,
            severity=one.rule.severity,
            must_hold="\n".join(one.must_hold),
            remedy="\n".join(one.remedies),
            stage=one.rule.stage,
            module=one.module,
            message="\n".join(one.messages),
        )
        for one in all_explained(numbers)
    )
