"""Which sheet of a workbook is which sheet of the layout: by its name, by its headings, or by nearly its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.form_sheet import labels_found
from pmr_batch.excel.reading.headings import find_headings
from pmr_batch.excel.reading.name_matching import bare_sheet, match
from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Spot
from pmr_batch.words import clipped, listed

#: The share of its headings by which a sheet is recognised, whatever it is called.
_RECOGNISED = 2 / 3
#: What is told of a sheet that is not there, nor any other that may be it.
IS_MISSING = "is missing"
#: Characters of a sheet's name that are shown; Excel's own limit is 31.
_LONGEST = 80


@dataclass(frozen=True)
class SheetMatches:
    """The positions of the layout's sheets among those of a workbook.

    `found` by their names, `recognised` by their headings, `near` by nearly their names; `doubtful` are several with
    the headings of one that is missing. `duplicates` have the name of one that is found, `others` are the office's own.
    """

    found: Mapping[str, int]
    recognised: Mapping[str, int] = field(default_factory=dict)
    near: Mapping[str, int] = field(default_factory=dict)
    doubtful: Mapping[str, Sequence[int]] = field(default_factory=dict)
    duplicates: Mapping[int, str] = field(default_factory=dict)
    others: tuple[int, ...] = ()

    @property
    def at(self) -> dict[str, int]:
        """The position of each sheet that is read."""
        return {**self.found, **self.near, **self.recognised}


def match_sheets(sheets: Sequence[Sheet], given: Mapping[int, str], grids: Mapping[str, Grid]) -> SheetMatches:
    """Find the sheets of the layout among the `given` ones, whose cells are in `grids` by name."""
    by_name = match([sheet.name for sheet in sheets], given, bare_sheet)
    unsettled = sorted({*by_name.unmatched, *by_name.near.values()})
    alike = _by_headings([sheet for sheet in sheets if sheet.name not in by_name.found], unsettled, given, grids)
    recognised = {name: places[0] for name, places in alike.items() if len(places) == 1}
    near = {name: at for name, at in by_name.near.items() if name not in alike and at not in recognised.values()}
    near |= {name: at for name, at in recognised.items() if by_name.near.get(name) == at}
    recognised = {name: at for name, at in recognised.items() if name not in near}
    settled = {*near.values(), *recognised.values()}
    return SheetMatches(
        by_name.found,
        recognised,
        near,
        {name: places for name, places in alike.items() if len(places) > 1},
        by_name.duplicates,
        tuple(at for at in unsettled if at not in settled),
    )


def _by_headings(
    missing: Sequence[Sheet], unsettled: Sequence[int], given: Mapping[int, str], grids: Mapping[str, Grid]
) -> dict[str, list[int]]:
    """The unsettled sheets that have the headings of a missing one, each for the one it has most of."""
    alike: dict[str, list[int]] = {}
    for at in unsettled if missing else ():
        share, _, name = max(
            (_share(sheet, grids[given[at]]), -order, sheet.name) for order, sheet in enumerate(missing)
        )
        if share >= _RECOGNISED:
            alike.setdefault(name, []).append(at)
    return alike


def _share(sheet: Sheet, grid: Grid) -> float:
    """The share of a sheet's headings that another has, of those that every version of the template has."""
    always = sum(column.since == 1 for column in sheet.columns)
    if sheet.form:
        return labels_found(sheet, grid) / always
    headings = find_headings(sheet, grid.values)
    return len(headings.columns) / always if headings else 0.0


def misnamed(sheets: Sequence[Sheet], matches: SheetMatches, given: Mapping[int, str]) -> Iterator[Spot]:
    """What is told of sheets that are missing, there twice, or under another name."""
    for sheet in sheets:
        if sheet.name in matches.found:
            name = given[matches.found[sheet.name]]
            if name != sheet.name:
                words = {
                    "was": name,
                    "became": sheet.name,
                    "how": "sheet name",
                    "what": f"is named “{clipped(name, _LONGEST)}”",
                }
                yield Spot("PM015", sheet.name, value=name, words=words)
        else:
            yield _missing(sheet.name, matches, given)
    for at, name in matches.duplicates.items():
        words = {"what": f"is there twice; “{clipped(given[at], _LONGEST)}” is not read", "near": given[at]}
        yield Spot("PM002", name, value=given[at], words=words)


def _missing(sheet: str, matches: SheetMatches, given: Mapping[int, str]) -> Spot:
    if sheet in matches.at:
        near = given[matches.at[sheet]]
        why = "looks like it" if sheet in matches.near else "has its headings, and is read as it"
        words = {"what": f"is missing; “{clipped(near, _LONGEST)}” {why}", "near": near}
        return Spot("PM002", sheet, value=near, words=words)
    if sheet in matches.doubtful:
        names = listed(f"“{clipped(given[at], _LONGEST)}”" for at in matches.doubtful[sheet])
        return Spot(
            "PM002", sheet, words={"what": f"is missing; {names} have its headings, and none is read", "near": ""}
        )
    return Spot("PM002", sheet, words={"what": IS_MISSING, "near": ""})
