"""Which text columns are keys rather than prose: their repairs differ."""

from __future__ import annotations

from pmr_batch.layout.columns import Column, Kind

#: Columns that hold a payroll number, or another word such as Panel.
PEOPLE = frozenset(
    {
        "payroll_number",
        "line_manager",
        "reviewer",
        "reviewer_concern_decided_by",
        "authorised_by",
        "stands_in_for",
        "member",
        "held_by",
        "record_made_by",
        "recommended_by",
        "report_sent_by",
        "raised_by",
        "monitored_by",
        "head_payroll_number",
        "executive_head_payroll_number",
        "head_of_school_payroll_number",
    }
)
#: Columns that hold a pay point, and the column of the same row that names its range.
POINTS = {
    "pay_point": "pay_range",
    "range_from": "pay_range",
    "range_to": "pay_range",
    "recommended_point": "recommended_range",
    "decided_point": "decided_range",
    "point": "range",
}
_CODES = (
    "academy_code reviewed_at rule item priority improvement_priority cycle template_version answers_run run_number "
    "urn school_year parameter clause"
)
_KEYS = PEOPLE | POINTS.keys() | set(_CODES.split())


def is_key(column: Column) -> bool:
    """Whether the cells hold keys, so that quotes and blanks within do not matter."""
    return column.kind is Kind.TEXT and column.key in _KEYS
