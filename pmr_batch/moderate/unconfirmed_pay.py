"""Which scales of recommended pay are not sure yet, and how many people wait for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pmr_batch.model.person import Recommendation
from pmr_batch.policy.pay import scale_name
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, day


def unconfirmed_pay(rows: Sequence[Recommendation], settings: Settings, effective_from: date) -> Iterator[str]:
    """The scales of recommended pay that are not sure, a line each, with how many people wait for them."""
    counts: Counter[str] = Counter()
    for row in rows:
        if not row.pay_confirmed:
            scale = settings.scale_of(row.recommended, row.academy, row.payroll_number, effective_from)
            assert scale is not None
            area = settings.area_of(row.academy, row.recommended.range or "")
            name = scale_name(area or "", row.recommended.range or "")
            counts[f"{name} from {day(scale.starts)} is “{scale.status}”"] += 1
    for what, number in counts.items():
        waiting = counted(number, "recommendation waits", "recommendations wait")
        yield (
            f"{settings.where}: Pay points: {what}, so {waiting} for it: no letter and no payroll row is made until "
            "its Status says official or confirmed"
        )
