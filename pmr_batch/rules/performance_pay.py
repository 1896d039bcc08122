"""The rules of a policy in which pay does not follow performance, as trusts may choose since September 2024.

Whether the criteria have been met is not asked then, nor whether they fit what the year brought; who moves to another
range still applies for it, or qualifies (9.2), and a place that is recommended has to be there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmr_batch.layout.standard_workbook import REVIEWS
from pmr_batch.model.findings import Finding
from pmr_batch.rules import SHEET_RULES, recommendations
from pmr_batch.rules.rule import Rule

#: Rules that hold a recommendation against the criteria, or the criteria against objectives, absence and concerns.
_BY_PERFORMANCE = frozenset({"PM612", "PM613", "PM616", "PM620", "PM624", "PM625", "PM711", "PM712"})


def rules_without_performance_pay() -> Mapping[str, Sequence[Rule]]:
    """All rules that are asked about the rows of a sheet, by the sheet's name, but for those by performance."""
    return {
        sheet: tuple(rule for rule in rules if not _is_by_performance(rule)) for sheet, rules in SHEET_RULES.items()
    }


def _is_by_performance(rule: Rule) -> bool:
    return rule.code in _BY_PERFORMANCE and REVIEWS.pay_criteria in (*rule.reads, *rule.blames)


def asks_for_criteria(finding: Finding) -> bool:
    """Whether it is that of blank pay criteria, which are required by the trust's own policy alone."""
    made = recommendations.recommendation_made
    return (finding.code, finding.column) == (made.code, REVIEWS.pay_criteria.heading)
