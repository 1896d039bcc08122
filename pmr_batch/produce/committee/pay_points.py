"""Pay points: the pay of every point on the day on which pay takes effect, by which any other place is priced."""

from __future__ import annotations

from pmr_batch.excel.writing.addresses import letter
from pmr_batch.model.cost import PricedPoint
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.words import day

NAME = "Pay points"


def pay_points_sheet(moderated: Moderated) -> List[PricedPoint]:
    """One row a point, by area and range, of the areas that anybody before the committee is paid in."""
    return List(
        name=NAME,
        title="Pay points",
        note=f"Annual full-time pay from {day(moderated.run.pay_effective_from)}, as trust.xlsx has it. The costs of "
        "Recommendations look it up where you type another place. On the screen only.",
        fields=_FIELDS,
        rows=moderated.cost.prices if moderated.cost else (),
        for_the_screen=True,
    )


def price_ranges(moderated: Moderated) -> tuple[str, str]:
    """The ranges of cells, as formulas have them, of the points' keys and of their pay."""
    sheet = pay_points_sheet(moderated)
    first, last = sheet.headings + 2, sheet.headings + 1 + max(len(sheet.rows), 1)
    columns = {field.heading: letter(column) for column, field in enumerate(_FIELDS)}
    keys, pay = (f"'{NAME}'!${columns[heading]}${first}:${columns[heading]}${last}" for heading in (_KEY, _PAY))
    return keys, pay


_KEY, _PAY = "Key", "Annual pay"
_FIELDS: tuple[Field[PricedPoint], ...] = (
    Field("Area", 24, lambda point: point.area),
    Field("Range", 24, lambda point: point.range),
    Field("Point", 14, lambda point: point.point),
    Field(_PAY, 16, lambda point: point.annual),
    Field(_KEY, 50, lambda point: point.key),
)
