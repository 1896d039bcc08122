"""What a role means under the policy: its cycle (1.4, 1.5) and its round of decisions."""

from __future__ import annotations

from pmr_batch.layout.returns import EXECUTIVES, HEADS, SUPPORT_ROLES
from pmr_batch.model import Round


def is_teaching(role: str | None) -> bool:
    """Whether the role is in the teaching cycle: executives, heads and teachers; else in support's."""
    return role not in SUPPORT_ROLES


def round_of(role: str | None) -> Round:
    """Teachers are decided in October, heads and executives in December, support staff in April."""
    if role in SUPPORT_ROLES:
        return Round.APRIL
    return Round.DECEMBER if role in (*HEADS, *EXECUTIVES) else Round.OCTOBER
