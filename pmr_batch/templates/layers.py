"""What a trust has laid on its copy: words in free cells, pictures, guidance sheets; and where that does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmr_batch.errors import Misfit, OutputError
from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import Place, address
from pmr_batch.excel.reading.drawn import CellLook, Drawing
from pmr_batch.excel.writing.book import picture_size
from pmr_batch.excel.writing.look import Layer, Picture, Words, says
from pmr_batch.excel.writing.palette import INK, PAPER, Style
from pmr_batch.layout.standard_workbook import SHEETS, START
from pmr_batch.templates.colours import BLACK, OTHER_COLOURS
from pmr_batch.templates.contrast import too_little
from pmr_batch.templates.covered import Grille
from pmr_batch.templates.opened import Opened, Page, own_cells, standard
from pmr_batch.templates.tables import is_tool
from pmr_batch.words import listed

_EMU = 9_525
#: Excel's widths count the cell's own edges; ours do not.
_EDGES = 5 / 7
_SLACK, _LINE_SLACK, _LINE = 0.6, 1.5, 15.0
_MOST_CELLS, _MOST_SHEETS, _MOST_PICTURES = 2_000, 20, 1_000_000
_MOST_TOLD = 3
_START_PICTURE = "move it to a free place, such as C1:E2 of the title band, below the labels or right of column F"


class Layers:
    """Reads the layers of a copy; `styles` are those of its words by name, `misfits` what does not fit."""

    def __init__(self, copy: Opened) -> None:
        self.copy = copy
        self.styles: dict[str, Style] = {}
        self.misfits: list[Misfit] = []
        self.moved: set[str] = set()
        self._names: dict[CellLook, str] = {}
        self._cells = self._bytes = 0

    def _told(self, where: str, what: str, remedy: str) -> None:
        self.misfits.append(Misfit(where, what, remedy))

    # -- Start -----------------------------------------------------------------------------------

    def start(self) -> Layer:
        """What lies on Start."""
        page = self.copy.pages[START.name]
        free = [(place, value) for place, value in page.filled() if place not in own_cells()]
        self._own_words(page)
        self._in_the_way(page, [place for place, _ in free])
        before = standard().pages[START.name].drawn
        wide = {column for (_, column), _ in free} | set(before.widths)
        high = {row for (row, _), _ in free} | set(before.heights)
        layer = self._layer(
            page,
            free,
            {at: page.drawn.widths[at] for at in _larger(page.drawn.widths, before.widths, _SLACK) & wide},
            {at: page.drawn.heights[at] for at in _larger(page.drawn.heights, before.heights, _LINE_SLACK) & high},
        )
        self._covering(layer)
        return layer

    def _in_the_way(self, page: Page, free: Sequence[Place]) -> None:
        """Merged cells over ours, and words that would be read as answers of the form."""
        for top, bottom in page.drawn.merged:
            if any(_within(place, top, bottom) for place in own_cells()):
                self._told(f"Start {address(top)}", "is merged with cells that are ours", "unmerge it")
        labels = {row for row, column in free if column == 1}
        for row, column in free:
            if column == 2 and row in labels:
                what = "stands beside words in column A, and would be read as an answer"
                self._told(f"Start B{row}", what, "write both into one cell, or further right")

    def _own_words(self, page: Page) -> None:
        """Words of ours that the copy says otherwise, and cells that are filled in later."""
        before, told = standard().pages[START.name], []
        formulas = before.grid.raw.formulas
        for place in sorted(own_cells() - formulas):
            was, now = before.value(place), page.value(place)
            if now == was or (now is not None and was is not None and _said(now) == _said(was)):
                continue
            where = f"Start {address(place)}"
            if was is None:
                told.append(Misfit(where, "is filled in when a workbook is issued", "clear it"))
            else:
                what = f"says “{_said(now)}” where the standard workbook says “{_said(was)}”"
                told.append(Misfit(where, what, "put it back, and write your own words into a free cell"))
        if len(told) > _MOST_TOLD:
            self.moved.add(START.name)
            what = f"its rows, columns or words were moved or changed ({listed(one.where[6:] for one in told[:3])} …)"
            told = [Misfit(START.name, what, "put Start back as in the standard workbook, and write into free cells")]
        self.misfits += told

    def _covering(self, layer: Layer) -> None:
        grille = Grille(standard().pages[START.name].drawn, layer)
        for picture in layer.pictures:
            covered = sorted(grille.under(picture) & grille.taken)
            if covered:
                where = f"Start {address((picture.row + 1, picture.column + 1))}"
                self._told(where, f"the picture covers {address(covered[0])}", _START_PICTURE)

    # -- guidance --------------------------------------------------------------------------------

    def guidance(self) -> dict[str, list[tuple[str, Layer]]]:
        """The trust's own sheets, by the standard sheet that they follow."""
        found: dict[str, list[tuple[str, Layer]]] = {}
        after, ours = START.name, {sheet.name for sheet in SHEETS}
        for page in self.copy.pages.values():
            if page.name in ours:
                after = page.name
            elif is_tool(page.name):
                self._told(page.name, "is the name of a sheet that comes with findings", "give it another name")
            else:
                found.setdefault(after, []).append((page.name, self._sheet(page)))
        if sum(map(len, found.values())) > _MOST_SHEETS:
            self._told("", f"has more than {_MOST_SHEETS} sheets of its own", "put the guidance on fewer sheets")
        return found

    def _sheet(self, page: Page) -> Layer:
        filled = list(page.filled())
        used = {place[1] for place, _ in filled}
        widths = {at: wide for at, wide in page.drawn.widths.items() if at in used}
        heights = {at: high for at, high in page.drawn.heights.items() if high > _LINE + _LINE_SLACK}
        layer = self._layer(page, filled, widths, heights)
        if kind := personal_data.of_sheet(page.name, says(layer)):
            self._told(page.name, f"looks as if it held {kind} (PM802)", "take that out: every office would be told")
        return layer

    # -- both ------------------------------------------------------------------------------------

    def _layer(
        self, page: Page, filled: Sequence[tuple[Place, Any]], widths: dict[int, float], heights: dict[int, float]
    ) -> Layer:
        for where in page.faults():
            if page.name != START.name:
                self._told(f"{page.name} {where}", "is an error, or a formula without a result", "write it as text")
        self._cells += len(filled)
        if self._cells - len(filled) <= _MOST_CELLS < self._cells:
            self._told(page.name, f"brings the trust's own words to more than {_MOST_CELLS:,} cells", "shorten them")
            return Layer()
        return Layer(
            tuple(self._words(page, place, value) for place, value in filled),
            tuple(self._pictures(page)),
            {at - 1: round(wide - _EDGES, 2) for at, wide in widths.items()},
            {at - 1: high for at, high in heights.items()},
        )

    def _words(self, page: Page, place: Place, value: Any) -> Words:
        top, bottom = next((area for area in page.drawn.merged if area[0] == place), (place, place))
        style = self._style(page, place)
        said = str(value).upper() if isinstance(value, bool) else value
        return Words(place[0] - 1, place[1] - 1, said, style, bottom[0] - top[0], bottom[1] - top[1])

    def _style(self, page: Page, place: Place) -> str:
        """The style of a cell's look, told once where its text stands out too little."""
        look = page.look(place)
        if look not in self._names:
            self._names[look] = name = f"trust {len(self._names) + 1}"
            self.styles[name] = _as_style(look)
            if what := too_little(look.ink or BLACK, look.ground or PAPER):
                self._told(f"{page.name} {address(place)}", what, OTHER_COLOURS)
        return self._names[look]

    def _pictures(self, page: Page) -> Iterator[Picture]:
        for drawing in page.drawn.drawings:
            where = f"{page.name} {address(drawing.corner)}"
            if not drawing.content:
                self._told(where, "has a shape, chart or text box", "use a picture, or write into cells")
                continue
            try:
                yield _picture(drawing)
            except OutputError:
                self._told(where, "the picture is no whole PNG or JPEG", "save it as PNG and put it in again")
            before, self._bytes = self._bytes, self._bytes + len(drawing.content)
            if before <= _MOST_PICTURES < self._bytes:
                what = f"with this picture ({len(drawing.content) / 1e6:.1f} MB) the pictures are over 1 MB together"
                self._told(where, what, "use smaller ones: every workbook carries them")


def _picture(drawing: Drawing) -> Picture:
    natural = picture_size(drawing.content)
    wide, high = (round(given / _EMU) or round(own) for given, own in zip(drawing.size, natural, strict=True))
    right, down = (round(each / _EMU) for each in drawing.offset)
    row, column = drawing.corner
    return Picture(drawing.content, row - 1, column - 1, (right, down), (wide, high), drawing.description)


def _as_style(look: CellLook) -> Style:
    style: dict[str, Any] = {"font_color": look.ink or INK, "font_size": look.size, "valign": "top"}
    style |= {"bg_color": look.ground} if look.ground else {}
    style |= {key: True for key, on in (("bold", look.bold), ("italic", look.italic), ("text_wrap", look.wrap)) if on}
    return style | ({"align": look.across} if look.across in ("left", "center", "right") else {})


def _larger(now: Mapping[int, float], before: Mapping[int, float], slack: float) -> set[int]:
    """Columns that are wider, or rows that are higher, than the standard ones: narrower would cut our words."""
    return {at for at, size in now.items() if size > before.get(at, _LINE if slack == _LINE_SLACK else 0) + slack}


def _said(value: Any) -> str:
    return " ".join(str("" if value is None else value).split())


def _within(place: Place, top: Place, bottom: Place) -> bool:
    return top[0] <= place[0] <= bottom[0] and top[1] <= place[1] <= bottom[1]
