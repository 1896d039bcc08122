"""Who is one reviewer: what two rows of Recommendations must share to have been reviewed by the same."""

from __future__ import annotations

from collections.abc import Hashable

from pmr_batch.layout.standard_workbook import PANEL
from pmr_batch.model.person import Recommendation
from pmr_batch.words import bare


def reviewer_key(person: Recommendation) -> Hashable:
    """Of a reviewer the payroll number, which is the trust's; two of one name stay two.

    A panel is its members, in whatever order. They, and a reviewer of whom Reviewers has no name for the number, are
    known in their own academy only.
    """
    number = shown_number(person)
    if number and number != PANEL:
        return number
    return person.academy, number, *sorted(bare(person.reviewer or "").split())


def shown_number(person: Recommendation) -> str | None:
    """The reviewer's payroll number, or Panel, as shown next to the name; None where it is shown instead."""
    return person.reviewer_number if person.reviewer_number != person.reviewer else None
