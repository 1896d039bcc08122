"""Numbers and amounts of money that were typed as text: £31,650, 31.6k, 60%."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(
    r"(?P<minus>-)?\s*(?:£|gbp)?\s*(?:(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d*)?|0?[.,·](?P<share>\d{1,2}))"
    r"\s*(?P<unit>k|%)?"
    r"\s*(?:p\.?\s?a\.?|per\s+annum|fte|pounds)?",
    re.IGNORECASE,
)
_UNITS = {"k": Decimal(1000), "%": Decimal("0.01")}


def read_amount(text: str) -> Decimal | None:
    """The number a text plainly is, exact; None where it is none."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    whole = (match["digits"] or "").replace(",", "") + (match["rest"] or "").rstrip(".")
    number = Decimal(whole or f"0.{match['share']}")
    number *= _UNITS.get((match["unit"] or "").lower(), Decimal(1))
    return -number if match["minus"] else number
