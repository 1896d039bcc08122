"""What was planted: one fault, at the place where it is to be found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Planted:
    """One fault that counts. `file` is relative to the cycle's folder below incoming/."""

    code: str
    cycle: str
    academy: str | None
    file: str | None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    payroll_number: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As planted.json has it."""
        return asdict(self)
