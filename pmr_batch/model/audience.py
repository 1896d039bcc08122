"""To whom performance management paperwork may be disclosed, and for what (8.1, 9.2)."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Whoever may see a part of the paperwork: the four of clause 9.2, and the person it is about."""

    QUALITY_ASSURANCE = "quality-assurance"
    STANDARDS = "standards"
    POOR_PERFORMANCE = "poor-performance"
    PAY = "pay"
    REVIEWEE = "reviewee"

    @property
    def words(self) -> str:
        """Quality assurance; of the person's own, Subject access."""
        return "Subject access" if self is Audience.REVIEWEE else self.value.replace("-", " ").capitalize()
