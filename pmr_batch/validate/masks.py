"""What keeps a rule from being asked about a row: cells that are bad or blank, and facts that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF
from pmr_batch.rules.fact import Fact
from pmr_batch.validate.context import ValidationContext

NOBODY = "the row is about nobody on Staff"


def masks(context: ValidationContext, sources: Iterable[Column | Fact], sheet: Sheet, position: int) -> Iterator[str]:
    """Why sources are not known on a row of a sheet: the cells to blame, by sheet and row; no values."""
    for source in sources:
        if not context.known([source], sheet)[position]:
            yield from _mask(context, source, sheet, position)


def _mask(context: ValidationContext, source: Column | Fact, sheet: Sheet, position: int) -> Iterator[str]:
    home = source.sheet if isinstance(source, Fact) else BY_NAME[source.sheet]
    places = _places(context, source, home, sheet, position)
    if home is STAFF and not places:
        yield NOBODY
    elif not places:
        yield f"{source.key}: {home.name} is not there, or a row of it under another payroll number may belong here"
    for place in places:
        if isinstance(source, Fact):
            yield from _of_fact(context, source, place)
        elif context.bad[home.name][source.key].iloc[place]:
            yield f"{source} could not be read{_row(context, home, place)}: that is told by itself"
        else:
            yield f"{source} is blank{_row(context, home, place)}, where it must be filled in"


def _places(context: ValidationContext, source: Column | Fact, home: Sheet, sheet: Sheet, position: int) -> list[int]:
    """The rows, by position, of the source's own sheet that are not known and that the row rests on."""
    rows, elsewhere = context.frames[sheet.name], context.frames[home.name]
    if home is sheet:
        return [position]
    person = int(rows["person"].iloc[position])
    if home is STAFF and sheet.people:
        return [person] if person >= 0 else []
    unknown = ~context.known_at_home(source)
    if home.people:
        return [*map(int, np.flatnonzero(unknown & (elsewhere["person"] == person).to_numpy(bool)))]
    of_return = elsewhere["return_no"] == rows["return_no"].iloc[position]
    return [*map(int, np.flatnonzero(unknown & of_return.to_numpy(bool)))]


def _of_fact(context: ValidationContext, fact: Fact, place: int) -> Iterator[str]:
    beneath = list(masks(context, fact.reads, fact.sheet, place))
    yield from beneath
    if not beneath:
        needs = context.needs.get(fact.name)
        yield f"{fact.name} is not known" + (f", without {needs}" if needs else " of this row")


def _row(context: ValidationContext, home: Sheet, place: int) -> str:
    return "" if home.form else f" on row {context.frames[home.name]['row'].iloc[place]}"
